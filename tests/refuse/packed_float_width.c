/* Expect: reading_volts_needs_all_the_bits_of_its_type
 * By: gcc g++ clang clang++
 * A float in a packed record that would lose bits. */
#define LEAN_WITH_PACKED
#include "../../lean.h"

#ifdef RIGHT
#define WIDTH 32
#else
#define WIDTH 31
#endif
#define READING(F) F(f32, WIDTH, volts)
LEAN_DEFINE_PACKED(reading, READING)
