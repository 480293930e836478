// Numbers of a type chosen at run time: ours with no more than SSE2.
#define LEAN_KERNEL sse2
#define KERNEL "lean_sse2"
#include "dtype.c"
