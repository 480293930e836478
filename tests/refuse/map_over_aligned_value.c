/* Expect: ages_values_are_over_aligned
 * By: gcc g++ clang clang++
 * Values that memory from an owner is not aligned for. */
#define LEAN_WITH_MAP
#include "../../lean.h"

typedef struct wide {
    uint32_t key;
}
#ifndef RIGHT
__attribute__((__aligned__(64)))
#endif
wide;
LEAN_DEFINE_MAP(ages, uint32_t, wide)
