/* The driver of fuzz_packed.c, fed with random streams. */
#include "fuzz_packed.c"
