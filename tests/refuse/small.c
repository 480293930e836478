/* Expect: LEAN_SMALL must be 0 or 1
 * By: gcc g++ clang clang++ tcc
 * A value that is neither yes nor no. */
#ifdef RIGHT
#define LEAN_SMALL 1
#else
#define LEAN_SMALL 2
#endif
#include "../../lean.h"
