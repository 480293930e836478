/* Expect: ages_keys_must_be_numbers
 * By: gcc g++ clang clang++
 * A struct as the key of a map whose keys are numbers. */
#define LEAN_WITH_FIXED_MAP
#include "../../lean.h"

typedef struct place {
    uint32_t x;
} place;

#ifdef RIGHT
LEAN_DEFINE_FIXED_MAP(ages, uint32_t, uint16_t, 8)
#else
LEAN_DEFINE_FIXED_MAP(ages, place, uint16_t, 8)
#endif
