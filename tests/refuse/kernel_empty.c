/* Expect: LEAN_KERNEL
 * By: gcc g++ clang clang++
 * The option defined as nothing. */
#ifdef RIGHT
#define LEAN_KERNEL plain
#else
#define LEAN_KERNEL
#endif
#define LEAN_WITH_PACK
#include "../../lean.h"
