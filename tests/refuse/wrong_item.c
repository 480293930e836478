/* Expect: numbers_push
 * By: gcc g++ clang clang++
 * A struct pushed into an array of numbers. The first error stands in the user's line. */
#define LEAN_WITH_ARRAY
#include "../../lean.h"

LEAN_DEFINE_ARRAY(numbers, uint32_t)

struct pair {
    uint32_t key, value;
};

bool add(numbers *a, struct pair p);
bool add(numbers *a, struct pair p) {
#ifdef RIGHT
    return numbers_push(a, p.key);
#else
    return numbers_push(a, p);
#endif
}
