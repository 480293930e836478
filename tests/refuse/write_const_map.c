/* Expect: ages_put
 * By: gcc g++ clang clang++
 * Writing into a map that is const. */
#define LEAN_WITH_MAP
#include "../../lean.h"

LEAN_DEFINE_MAP(ages, uint32_t, uint16_t)

#ifdef RIGHT
typedef ages handed;
#else
typedef const ages handed;
#endif
bool write(handed *a);
bool write(handed *a) {
    return ages_put(a, 1, 2);
}
