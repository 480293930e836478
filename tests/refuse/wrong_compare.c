/* Expect: numbers_sort
 * By: gcc g++ clang clang++
 * A function that orders other items. In C that is a warning, here as everywhere an error. */
#define LEAN_WITH_ARRAY
#include "../../lean.h"

LEAN_DEFINE_ARRAY(numbers, uint32_t)

#ifdef RIGHT
typedef uint32_t sorted;
#else
typedef double sorted;
#endif
static int order(const sorted *a, const sorted *b, void *ctx) {
    (void)ctx;
    return (*a > *b) - (*a < *b);
}

void sort(numbers *a);
void sort(numbers *a) {
    numbers_sort(a, order, NULL);
}
