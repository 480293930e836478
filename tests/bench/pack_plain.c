// Integers of any number of bits, back to back: ours with no vectors at all.
#define LEAN_KERNEL plain
#define KERNEL "lean_plain"
#include "pack.c"
