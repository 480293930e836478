/* test_map.c with 10 million insertions and removals where it has 200000. */
#define CHURN 10000000
#include "test_map.c"
