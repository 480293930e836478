/* A fixed pack of 100 items of 6 bits: push, get, set, pop.
 */
#define LEAN_WITH_PACK
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "probe.h"

LEAN_DEFINE_FIXED_PACK(numbers, uint8_t, 6, 100)

numbers object;
numbers *volatile subject = &object;

int main(void) {
    numbers *p = subject;
    uint8_t last = (uint8_t)number;
    if (!CALL(numbers_push(p, (uint8_t)number), (uint8_t)number))
        return 1;
    number = CALL(numbers_get(p, place), place);
    if (!CALL(numbers_set(p, place, (uint8_t)number), place + number))
        return 2;
    if (!CALL(numbers_pop(p, &last), p))
        return 3;
    number = last;
    return 0;
}
