/* Budget: m0 100, m0-16 100.
 * A description of ten fields without names, and the call that gives it.
 */
#define LEAN_WITH_STRUCT
#define LEAN_NO_NAMES
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "probe.h"

#define TEN(VAL, ARR, ...)                                                                         \
    VAL(u32, a)                                                                                    \
    VAL(u32, b)                                                                                    \
    VAL(u16, c) VAL(u16, d) VAL(u16, e) VAL(i16, f) VAL(u8, g) VAL(u8, h) VAL(bool, i) ARR(u8, 9, j)
LEAN_DEFINE_LOOSE_STRUCT(ten, TEN)

ten object;
const void *volatile subject;

int main(void) {
    subject = CALL(ten_struct(), &object);
    return 0;
}
