/* Expect: items_must_be_trivially_copyable
 * By: g++ clang++
 * The same inside a fixed array. */
#define LEAN_WITH_ARRAY
#include "../../lean.h"
#include <string>

#ifdef RIGHT
typedef char name;
#else
typedef std::string name;
#endif
LEAN_DEFINE_FIXED_ARRAY(names, name, 4)
