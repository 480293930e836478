/* Expect: reading_on_is_a_bool_and_has_one_bit
 * By: gcc g++ clang clang++
 * A bool that could be read as neither true nor false. */
#define LEAN_WITH_PACKED
#include "../../lean.h"

#ifdef RIGHT
#define WIDTH 1
#else
#define WIDTH 2
#endif
#define READING(F) F(bool, WIDTH, on)
LEAN_DEFINE_PACKED(reading, READING)
