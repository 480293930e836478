/* Expect: place_is_no_dtype
 * By: gcc g++ clang clang++
 * A value of a type whose numbers nobody could read by the description. */
#define LEAN_WITH_STRUCT
#include "../../lean.h"

#ifdef RIGHT
#define T u32
#else
typedef uint32_t place;
#define T place
#endif
#define HOUSE(VAL, ...) VAL(T, at)
LEAN_DEFINE_STRUCT(house, HOUSE)
