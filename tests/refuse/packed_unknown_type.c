/* Expect: weather
 * By: gcc g++ clang clang++ tcc
 * A field of a packed record whose type there is not. */
#define LEAN_WITH_PACKED
#include "../../lean.h"

#ifdef RIGHT
typedef enum weather { CLEAR, RAIN } weather;
#endif
#define READING(F) F(weather, 3, sky)
LEAN_DEFINE_PACKED(reading, READING)
