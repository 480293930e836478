// Numbers of a type chosen at run time: ours with no vectors at all.
#define LEAN_KERNEL plain
#define KERNEL "lean_plain"
#include "dtype.c"
