/* Expect: LEAN_DEFINE_LOOSE_STRUCT_needs_LEAN_WITH_STRUCT_before_lean_h
 * By: gcc g++ clang clang++
 * A description while its module is off. */
#ifdef RIGHT
#define LEAN_WITH_STRUCT
#endif
#include "../../lean.h"

#define POINT(VAL, ...) VAL(f32, x) VAL(f32, y)
LEAN_DEFINE_LOOSE_STRUCT(point, POINT)
