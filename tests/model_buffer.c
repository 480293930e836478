/* The driver of fuzz_buffer.c, fed with random streams. */
#include "fuzz_buffer.c"
