/* Expect: LEAN_DEFINE_FIXED_BITSET_needs_LEAN_WITH_BITSET_before_lean_h
 * By: gcc g++ clang clang++
 * A container's macro while its module is off. */
#ifdef RIGHT
#define LEAN_WITH_BITSET
#endif
#include "../../lean.h"

LEAN_DEFINE_FIXED_BITSET(flags, 4)
