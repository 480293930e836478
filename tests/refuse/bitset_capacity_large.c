/* Expect: flags_capacity_must_fit_LEAN_INDEX_BITS
 * By: gcc g++ clang clang++
 * A fixed bitset whose bits its index cannot number. */
#define LEAN_INDEX_BITS 16
#define LEAN_WITH_BITSET
#include "../../lean.h"

#ifdef RIGHT
#define BITS 65535
#else
#define BITS 65536
#endif
LEAN_DEFINE_FIXED_BITSET(flags, BITS)
