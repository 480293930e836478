/* Expect: items_must_be_trivially_copyable
 * By: g++ clang++
 * Items with a constructor of their own: moving their bytes would break them. */
#define LEAN_WITH_ARRAY
#include "../../lean.h"
#include <string>

#ifdef RIGHT
typedef char name;
#else
typedef std::string name;
#endif
LEAN_DEFINE_ARRAY(names, name)
