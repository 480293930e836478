/* Expect: ages_values_must_be_trivially_copyable
 * By: g++ clang++
 * Values with a constructor of their own: moving their bytes would break them. */
#define LEAN_WITH_MAP
#include "../../lean.h"
#include <string>

#ifdef RIGHT
typedef char name;
#else
typedef std::string name;
#endif
LEAN_DEFINE_MAP(ages, uint32_t, name)
