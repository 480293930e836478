/* Budget: m0 0, m0-16 0, avr 0, x86-64 0.
 * Every switch on and nothing called: what is not used costs nothing.
 */
#ifndef EMPTY
#define LEAN_WITH_DEBUG
#define LEAN_WITH_ARRAY
#define LEAN_WITH_STRINGS
#define LEAN_WITH_RANK
#define LEAN_WITH_RECORD
#define LEAN_WITH_PACKED
#define LEAN_NO_STDIO
#define LEAN_ASSERT(x) ((void)0)
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#endif
#include "probe.h"

int main(void) {
    return (int)number;
}
