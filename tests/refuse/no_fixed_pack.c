/* Expect: LEAN_DEFINE_FIXED_PACK_needs_LEAN_WITH_PACK_before_lean_h
 * By: gcc g++ clang clang++
 * A container's macro while its module is off. */
#ifdef RIGHT
#define LEAN_WITH_PACK
#endif
#include "../../lean.h"

LEAN_DEFINE_FIXED_PACK(flags, bool, 1, 4)
