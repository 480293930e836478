/* Expect: huge_items_are_too_large
 * By: gcc g++ clang clang++
 * Items of which no block can hold four. */
#define LEAN_WITH_ARRAY
#include "../../lean.h"

typedef struct large {
#ifdef RIGHT
    char bytes[1000];
#else
    char bytes[SIZE_MAX / 8];
#endif
} large;
LEAN_DEFINE_ARRAY(huge, large)
