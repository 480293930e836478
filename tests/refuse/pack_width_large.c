/* Expect: digits_width_must_fit_its_type
 * By: gcc g++ clang clang++
 * A fixed pack of items with more bits than their type has. */
#define LEAN_WITH_PACK
#include "../../lean.h"

#ifdef RIGHT
#define WIDTH 8
#else
#define WIDTH 9
#endif
LEAN_DEFINE_FIXED_PACK(digits, uint8_t, WIDTH, 4)
