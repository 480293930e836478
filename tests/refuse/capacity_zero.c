/* Expect: numbers_capacity_must_fit_LEAN_INDEX_BITS
 * By: gcc g++ clang clang++
 * A fixed array without room. */
#define LEAN_WITH_ARRAY
#include "../../lean.h"

#ifdef RIGHT
#define ROOM 1
#else
#define ROOM 0
#endif
LEAN_DEFINE_FIXED_ARRAY(numbers, uint32_t, ROOM)
