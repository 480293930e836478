/* Expect: numbers_push
 * By: gcc g++ clang clang++
 * An array of one type handed to the calls of another. */
#define LEAN_WITH_ARRAY
#include "../../lean.h"

LEAN_DEFINE_ARRAY(numbers, uint32_t)
LEAN_DEFINE_ARRAY(offsets, uint32_t)

bool add(numbers *n, offsets *o);
bool add(numbers *n, offsets *o) {
#ifdef RIGHT
    return numbers_push(n, 1) && o != NULL;
#else
    return numbers_push(o, 1) && n != NULL;
#endif
}
