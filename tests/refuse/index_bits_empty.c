/* Expect: LEAN_INDEX_BITS
 * By: gcc g++ clang clang++
 * An index width defined as nothing. */
#ifndef RIGHT
#define LEAN_INDEX_BITS
#endif
#include "../../lean.h"
