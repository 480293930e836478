/* The driver of fuzz_dtype.c, fed with random streams. */
#include "fuzz_dtype.c"
