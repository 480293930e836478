/* Expect: LEAN_INDEX_BITS must be 16, 32 or 64
 * By: gcc g++ clang clang++ tcc
 * An index width that there is not. */
#ifndef RIGHT
#define LEAN_INDEX_BITS 24
#endif
#include "../../lean.h"
