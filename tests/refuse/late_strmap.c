/* Expect: LEAN_WITH_STRMAP comes too late
 * By: gcc g++ clang clang++ tcc
 * A switch that is first seen at the second include. */
#include "../../lean.h"
#ifndef RIGHT
#define LEAN_WITH_STRMAP
#endif
#include "../../lean.h"
