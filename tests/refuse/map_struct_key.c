/* Expect: ages_keys_must_be_numbers_or_else_use_LEAN_DEFINE_MAP_WITH
 * By: gcc g++ clang clang++
 * A struct as the key of a map whose keys are numbers: its padding is nobody's. */
#define LEAN_WITH_MAP
#include "../../lean.h"

typedef struct place {
    uint32_t x;
    uint32_t y;
} place;

#ifdef RIGHT
LEAN_DEFINE_MAP_WITH(ages, place, uint16_t, LEAN_MAP_SIPHASH, LEAN_MAP_SAME)
#else
LEAN_DEFINE_MAP(ages, place, uint16_t)
#endif
