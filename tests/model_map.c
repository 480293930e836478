/* The driver of fuzz_map.c, fed with random streams. */
#include "fuzz_map.c"
