/* Module: [BITSET]. Budget: m0 400, m0-16 400.
 * A bitset: set, clear, test, count, next, and.
 */
#define LEAN_WITH_BITSET
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "probe.h"

lean_bitset object, another;
lean_bitset *volatile subject = &object;
const lean_bitset *volatile other = &another;

int main(void) {
    lean_bitset *b = subject;
    size_t at = place;
    CALL(lean_bitset_set(b, place), (void)place);
    CALL(lean_bitset_clear(b, place), (void)place);
    if (!CALL(lean_bitset_test(b, place), place != 0))
        return 1;
    number = (uint32_t)CALL(lean_bitset_count(b), b->len);
    if (!CALL(lean_bitset_next(b, place, &at), place != 0))
        return 2;
    place = at;
    CALL(lean_bitset_and(b, other), (void)other);
    return 0;
}
