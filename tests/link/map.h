/* What two files share, of which each may be compiled for speed or for size. */
#define LEAN_WITH_MAP
#define LEAN_WITH_STRMAP
#include "../../lean.h"

LEAN_DEFINE_MAP(ages, uint64_t, uint32_t)
LEAN_DEFINE_MAP_WITH(names, uint64_t, uint32_t, LEAN_MAP_SIPHASH, LEAN_MAP_SAME)
LEAN_DEFINE_STRMAP(words, uint32_t)

enum { ENTRIES = 1000 };

#ifdef __cplusplus
extern "C" {
#endif
bool fill(ages *a, names *n, words *w);
#ifdef __cplusplus
}
#endif
