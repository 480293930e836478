/* Two of these, with NAME as one and as two, make a program: each has lean.h to itself. */
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#define LEAN_WITH_ARRAY
#include "../../lean.h"

LEAN_DEFINE_ARRAY(numbers, uint32_t)

#define JOIN(a, b) a##b
#define RUN(name) JOIN(run_, name)
int run_one(void);
int run_two(void);

int RUN(NAME)(void) {
    numbers n = LEAN_EMPTY;
    const bool right = numbers_push(&n, 41) && numbers_get(&n, 0) == 41;
    numbers_free(&n);
    return right ? 0 : 1;
}

#ifdef WITH_MAIN
int main(void) {
    return run_one() | run_two();
}
#endif
