/* Expect: digits_set
 * By: gcc g++ clang clang++
 * Writing into a fixed pack that is const. */
#define LEAN_WITH_PACK
#include "../../lean.h"

LEAN_DEFINE_FIXED_PACK(digits, uint8_t, 4, 5)

#ifdef RIGHT
typedef digits handed;
#else
typedef const digits handed;
#endif
bool write(handed *p);
bool write(handed *p) {
    return digits_set(p, 0, 1);
}
