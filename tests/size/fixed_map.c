/* Module: [FIXED_MAP]. Budget: m0 700, m0-16 700.
 * A fixed map of 64 entries, uint32_t to uint32_t: put, get, remove.
 */
#define LEAN_WITH_FIXED_MAP
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "probe.h"

LEAN_DEFINE_FIXED_MAP(ages, uint32_t, uint32_t, 64)

ages object;
ages *volatile subject = &object;

int main(void) {
    ages *m = subject;
    const uint32_t *age;
    if (!CALL(ages_put(m, number, number), number + number))
        return 1;
    age = CALL(ages_get(m, number), number != 0 ? m->values : NULL);
    if (age != NULL)
        number = *age;
    if (!CALL(ages_remove(m, number), number))
        return 2;
    return 0;
}
