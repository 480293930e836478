/* Expect: numbers_set
 * By: gcc g++ clang clang++
 * Writing into an array that is const. */
#define LEAN_WITH_ARRAY
#include "../../lean.h"

LEAN_DEFINE_ARRAY(numbers, uint32_t)

#ifdef RIGHT
typedef numbers handed;
#else
typedef const numbers handed;
#endif
void write(handed *a);
void write(handed *a) {
    numbers_set(a, 0, 1);
}
