/* Expect: LEAN_DEFINE_MAP_WITH_needs_LEAN_WITH_MAP_before_lean_h
 * By: gcc g++ clang clang++
 * A container's macro while its module is off. */
#ifdef RIGHT
#define LEAN_WITH_MAP
#endif
#include "../../lean.h"

LEAN_DEFINE_MAP_WITH(ages, uint64_t, uint16_t, LEAN_MAP_SIPHASH, LEAN_MAP_SAME)
