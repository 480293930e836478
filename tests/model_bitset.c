/* The driver of fuzz_bitset.c, fed with random streams. */
#include "fuzz_bitset.c"
