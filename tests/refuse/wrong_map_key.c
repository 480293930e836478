/* Expect: ages_put
 * By: gcc g++ clang clang++
 * A pointer given as a key that is an integer. The first error stands in the user's line. */
#define LEAN_WITH_MAP
#include "../../lean.h"

LEAN_DEFINE_MAP(ages, uint32_t, uint16_t)

bool add(ages *a, const uint32_t *key);
bool add(ages *a, const uint32_t *key) {
#ifdef RIGHT
    return ages_put(a, *key, 1);
#else
    return ages_put(a, key, 1);
#endif
}
