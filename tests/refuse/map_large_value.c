/* Expect: ages_values_are_too_large
 * By: gcc g++ clang clang++
 * Blocks of such values would be larger than sizes. */
#define LEAN_WITH_MAP
#include "../../lean.h"

#ifdef RIGHT
#define BYTES 1000
#else
#define BYTES 9000000
#endif
typedef struct picture {
    unsigned char bytes[BYTES];
} picture;
LEAN_DEFINE_MAP(ages, uint32_t, picture)
