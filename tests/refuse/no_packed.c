/* Expect: LEAN_DEFINE_PACKED_needs_LEAN_WITH_PACKED_before_lean_h
 * By: gcc g++ clang clang++
 * A record to the bit while its module is off. */
#ifdef RIGHT
#define LEAN_WITH_PACKED
#endif
#include "../../lean.h"

#define READING(F) F(u8, 3, kind) F(bool, 1, valid)
LEAN_DEFINE_PACKED(reading, READING)
