/* The driver of fuzz_array.c, fed with random streams. */
#include "fuzz_array.c"
