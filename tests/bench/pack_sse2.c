// Integers of any number of bits, back to back: ours with no more than SSE2.
#define LEAN_KERNEL sse2
#define KERNEL "lean_sse2"
#include "pack.c"
