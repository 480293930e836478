/* Expect: lean_bitset_set
 * By: gcc g++ clang clang++
 * Setting a bit of a bitset that is const. */
#define LEAN_WITH_BITSET
#include "../../lean.h"

#ifdef RIGHT
typedef lean_bitset handed;
#else
typedef const lean_bitset handed;
#endif
void write(handed *b);
void write(handed *b) {
    lean_bitset_set(b, 0);
}
