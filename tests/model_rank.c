/* The driver of fuzz_rank.c, fed with random streams. */
#include "fuzz_rank.c"
