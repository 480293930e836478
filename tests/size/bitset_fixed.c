/* A fixed bitset of 100 bits: set, clear, test, count, next.
 */
#define LEAN_WITH_BITSET
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "probe.h"

LEAN_DEFINE_FIXED_BITSET(flags, 100)

flags object;
flags *volatile subject = &object;

int main(void) {
    flags *b = subject;
    size_t at = place;
    CALL(flags_set(b, place), (void)place);
    CALL(flags_clear(b, place), (void)place);
    if (!CALL(flags_test(b, place), place != 0))
        return 1;
    number = (uint32_t)CALL(flags_count(b), b->bytes[0]);
    if (!CALL(flags_next(b, place, &at), place != 0))
        return 2;
    place = at;
    return 0;
}
