/* The driver of fuzz_record.c, fed with random streams. */
#include "fuzz_record.c"
