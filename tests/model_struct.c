/* The driver of fuzz_struct.c, fed with random streams. */
#include "fuzz_struct.c"
