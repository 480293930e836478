/* Expect: reading_level_has_values_beyond_its_type
 * By: gcc g++ clang clang++
 * A base above what its type holds. */
#define LEAN_WITH_PACKED
#include "../../lean.h"

#ifdef RIGHT
#define BASE 120
#else
#define BASE 200
#endif
#define READING(F) F(i8, 3, level, BASE)
LEAN_DEFINE_PACKED(reading, READING)
