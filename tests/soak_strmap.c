/* test_strmap.c with 3 million rounds where it has 60000. */
#define ROUNDS 3000000
#include "test_strmap.c"
