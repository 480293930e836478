/* The driver of fuzz_fixed_map.c, fed with random streams. */
#include "fuzz_fixed_map.c"
