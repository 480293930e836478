/* Expect: digits_capacity_must_fit_LEAN_INDEX_BITS
 * By: gcc g++ clang clang++
 * A fixed pack whose length its index cannot count. */
#define LEAN_INDEX_BITS 16
#define LEAN_WITH_PACK
#include "../../lean.h"

#ifdef RIGHT
#define ROOM 65535
#else
#define ROOM 65536
#endif
LEAN_DEFINE_FIXED_PACK(digits, uint8_t, 4, ROOM)
