/* Expect: LEAN_KERNEL must be plain, sse2, avx2 or avx512
 * By: gcc g++ clang clang++ tcc
 * A name that no kernel has. */
#ifdef RIGHT
#define LEAN_KERNEL sse2
#else
#define LEAN_KERNEL sse3
#endif
#define LEAN_WITH_PACK
#include "../../lean.h"
