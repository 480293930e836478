/* Expect: numbers_capacity_must_fit_LEAN_INDEX_BITS
 * By: gcc g++ clang clang++
 * A fixed array whose length its index cannot count. */
#define LEAN_INDEX_BITS 16
#define LEAN_WITH_ARRAY
#include "../../lean.h"

#ifdef RIGHT
#define ROOM 65535
#else
#define ROOM 65536
#endif
LEAN_DEFINE_FIXED_ARRAY(numbers, uint32_t, ROOM)
