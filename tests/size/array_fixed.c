/* Budget: m0 150, m0-16 150.
 * A fixed array of 16 uint32_t: push, get, set, pop.
 */
#define LEAN_WITH_ARRAY
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "probe.h"

LEAN_DEFINE_FIXED_ARRAY(numbers, uint32_t, 16)

numbers object;
numbers *volatile subject = &object;

int main(void) {
    numbers *a = subject;
    uint32_t last = number;
    if (!CALL(numbers_push(a, number), number))
        return 1;
    number = CALL(numbers_get(a, place), place);
    CALL(numbers_set(a, place, number), (void)(place + number));
    if (!CALL(numbers_pop(a, &last), a))
        return 2;
    number = last;
    return 0;
}
