/* Expect: reading_level_has_values_beyond_its_type
 * By: gcc g++ clang clang++
 * A base below what an unsigned type holds. */
#define LEAN_WITH_PACKED
#include "../../lean.h"

#ifdef RIGHT
#define BASE 5
#else
#define BASE -5
#endif
#define READING(F) F(u16, 7, level, BASE)
LEAN_DEFINE_PACKED(reading, READING)
