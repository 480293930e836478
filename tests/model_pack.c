/* The driver of fuzz_pack.c, fed with random streams. */
#include "fuzz_pack.c"
