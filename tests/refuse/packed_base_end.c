/* Expect: reading_level_has_values_beyond_its_type
 * By: gcc g++ clang clang++
 * A base from which the bits reach beyond the type. */
#define LEAN_WITH_PACKED
#include "../../lean.h"

#ifdef RIGHT
#define BASE 0
#else
#define BASE 1
#endif
#define READING(F) F(u8, 8, level, BASE)
LEAN_DEFINE_PACKED(reading, READING)
