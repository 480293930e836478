/* Expect: ages_keys_must_be_trivially_copyable
 * By: g++ clang++
 * Whole keys with a constructor of their own: moving their bytes would break them. */
#define LEAN_WITH_MAP
#include "../../lean.h"
#include <string>

#ifdef RIGHT
typedef char name;
#else
typedef std::string name;
#endif
LEAN_DEFINE_MAP_WITH(ages, name, uint32_t, LEAN_MAP_SIPHASH, LEAN_MAP_SAME)
