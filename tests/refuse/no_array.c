/* Expect: LEAN_DEFINE_ARRAY_needs_LEAN_WITH_ARRAY_before_lean_h
 * By: gcc g++ clang clang++
 * A container's macro while its module is off. */
#ifdef RIGHT
#define LEAN_WITH_ARRAY
#endif
#include "../../lean.h"

LEAN_DEFINE_ARRAY(numbers, uint32_t)
