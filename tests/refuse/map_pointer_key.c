/* Expect: ages_keys_must_be_numbers_or_else_use_LEAN_DEFINE_MAP_WITH
 * By: gcc g++ clang clang++
 * A pointer as the key of a map whose keys are numbers: texts that are equal would differ. */
#define LEAN_WITH_STRMAP
#include "../../lean.h"

#ifdef RIGHT
LEAN_DEFINE_STRMAP(ages, uint16_t)
#else
LEAN_DEFINE_MAP(ages, const char *, uint16_t)
#endif
