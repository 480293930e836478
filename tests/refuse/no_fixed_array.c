/* Expect: LEAN_DEFINE_FIXED_ARRAY_needs_LEAN_WITH_ARRAY_before_lean_h
 * By: gcc g++ clang clang++
 * The same for the fixed form. */
#ifdef RIGHT
#define LEAN_WITH_ARRAY
#endif
#include "../../lean.h"

LEAN_DEFINE_FIXED_ARRAY(numbers, uint32_t, 4)
