/* Expect: ages_keys_must_have_8_16_32_or_64_bits
 * By: gcc g++ clang clang++
 * A number of other than 8, 16, 32 or 64 bits as a key. */
#define LEAN_WITH_MAP
#include "../../lean.h"

#ifdef RIGHT
typedef double number;
#else
typedef long double number;
#endif
LEAN_DEFINE_MAP(ages, number, uint16_t)
