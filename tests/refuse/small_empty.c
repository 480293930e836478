/* Expect: LEAN_SMALL
 * By: gcc g++ clang clang++
 * The option defined as nothing, as with #define LEAN_SMALL. */
#ifdef RIGHT
#define LEAN_SMALL 0
#else
#define LEAN_SMALL
#endif
#include "../../lean.h"
