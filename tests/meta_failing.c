/* A test of the harness: `make test` runs this and expects it to fail, saying so. */
#include "../lean.h"
#include "test.h"

static void a_check_that_fails(void) {
    CHECK(1 + 1 == 3);
}

static void a_check_that_holds(void) {
    CHECK(1 + 1 == 2);
}

int main(void) {
    (void)test_random;
    test_begin("meta_failing");
    RUN(a_check_that_fails);
    RUN(a_check_that_holds);
    return test_end();
}
