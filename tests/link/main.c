/* The file with the implementation. It hands an array to another file, which reads it by itself. */
#define LEAN_WITH_ARRAY
#ifndef LEAN_IMPLEMENTATION
#define LEAN_IMPLEMENTATION
#endif
#include "link.h"

int main(void) {
    numbers n = LEAN_EMPTY;
    bool right = numbers_push(&n, 41) && second_item(&n) == 0;
    right = right && numbers_push(&n, 42) && second_item(&n) == 42;
    numbers_free(&n);
    return right ? 0 : 1;
}
