// Integers of any number of bits, back to back: ours with no more than AVX2.
#define LEAN_KERNEL avx2
#define KERNEL "lean_avx2"
#include "pack.c"
