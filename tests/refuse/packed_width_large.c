/* Expect: reading_kind_has_more_bits_than_its_type
 * By: gcc g++ clang clang++
 * A field of a packed record with more bits than its type has. */
#define LEAN_WITH_PACKED
#include "../../lean.h"

#ifdef RIGHT
#define WIDTH 8
#else
#define WIDTH 9
#endif
#define READING(F) F(u8, WIDTH, kind)
LEAN_DEFINE_PACKED(reading, READING)
