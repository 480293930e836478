/* Module: [ARRAY]. Budget: m0 250, m0-16 250.
 * A growable array of uint32_t: push, get, set, pop, free.
 */
#define LEAN_WITH_ARRAY
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "probe.h"

LEAN_DEFINE_ARRAY(numbers, uint32_t)

#if defined(__ARM_EABI__)
LEAN_STATIC_ASSERT_(sizeof(numbers) == (LEAN_INDEX_BITS == 16 ? 8 : 12), an_array_has_grown);
#elif defined(__x86_64__)
LEAN_STATIC_ASSERT_(sizeof(numbers) == 16, an_array_has_grown);
#endif

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
    CALL(numbers_free(a), (void)0);
    return 0;
}
