/* Expect: seventh_is_too_deep_by_its_SUBs
 * By: gcc g++ clang clang++
 * Structs in each other, deeper than what walks through them remembers. */
#define LEAN_WITH_STRUCT
#include "../../lean.h"

#define ZEROTH(VAL, ...) VAL(u8, x)
#define FIRST(VAL, ARR, SUB, ...) SUB(zeroth, x)
#define SECOND(VAL, ARR, SUB, ...) SUB(first, x)
#define THIRD(VAL, ARR, SUB, ...) SUB(second, x)
#define FOURTH(VAL, ARR, SUB, ...) SUB(third, x)
#define FIFTH(VAL, ARR, SUB, ...) SUB(fourth, x)
#define SIXTH(VAL, ARR, SUB, ...) SUB(fifth, x)
LEAN_DEFINE_STRUCT(zeroth, ZEROTH)
LEAN_DEFINE_STRUCT(first, FIRST)
LEAN_DEFINE_STRUCT(second, SECOND)
LEAN_DEFINE_STRUCT(third, THIRD)
LEAN_DEFINE_STRUCT(fourth, FOURTH)
LEAN_DEFINE_STRUCT(fifth, FIFTH)
LEAN_DEFINE_STRUCT(sixth, SIXTH)

#ifdef RIGHT
#define SEVENTH(VAL, ARR, SUB, ...) SUB(fifth, x)
#else
#define SEVENTH(VAL, ARR, SUB, ...) SUB(sixth, x)
#endif
LEAN_DEFINE_STRUCT(seventh, SEVENTH)
