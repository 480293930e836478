/* Expect: LEAN_DEFINE_STRMAP_needs_LEAN_WITH_STRMAP_before_lean_h
 * By: gcc g++ clang clang++
 * A container's macro while its module is off. */
#ifdef RIGHT
#define LEAN_WITH_STRMAP
#endif
#include "../../lean.h"

LEAN_DEFINE_STRMAP(counts, uint32_t)
