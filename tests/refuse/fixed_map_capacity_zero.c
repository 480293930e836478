/* Expect: ages_capacity_must_fit_LEAN_INDEX_BITS
 * By: gcc g++ clang clang++
 * A fixed map without room. */
#define LEAN_WITH_FIXED_MAP
#include "../../lean.h"

#ifdef RIGHT
#define ROOM 1
#else
#define ROOM 0
#endif
LEAN_DEFINE_FIXED_MAP(ages, uint32_t, uint16_t, ROOM)
