/* Expect: LEAN_DEFINE_FIXED_MAP_needs_LEAN_WITH_FIXED_MAP_before_lean_h
 * By: gcc g++ clang clang++
 * A container's macro while its module is off. */
#ifdef RIGHT
#define LEAN_WITH_FIXED_MAP
#endif
#include "../../lean.h"

LEAN_DEFINE_FIXED_MAP(ages, uint32_t, uint8_t, 4)
