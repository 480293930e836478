/* Expect: digits_capacity_must_fit_LEAN_INDEX_BITS
 * By: gcc g++ clang clang++
 * A fixed pack without room. */
#define LEAN_WITH_PACK
#include "../../lean.h"

#ifdef RIGHT
#define ROOM 1
#else
#define ROOM 0
#endif
LEAN_DEFINE_FIXED_PACK(digits, uint8_t, 4, ROOM)
