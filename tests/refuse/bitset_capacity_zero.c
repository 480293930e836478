/* Expect: flags_capacity_must_fit_LEAN_INDEX_BITS
 * By: gcc g++ clang clang++
 * A fixed bitset without a bit. */
#define LEAN_WITH_BITSET
#include "../../lean.h"

#ifdef RIGHT
#define BITS 1
#else
#define BITS 0
#endif
LEAN_DEFINE_FIXED_BITSET(flags, BITS)
