/* The driver of fuzz_strings.c, fed with random streams. */
#include "fuzz_strings.c"
