/* Budget: m0 830, m0-16 830. Chain: 136.
 * The map of fixed_map.c and a further type, uint16_t to uint8_t, 300 entries: at most 150 bytes
 * more. The two maps' pointers in main are what the chain is longer by.
 */
#define LEAN_WITH_FIXED_MAP
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "probe.h"

LEAN_DEFINE_FIXED_MAP(ages, uint32_t, uint32_t, 64)
LEAN_DEFINE_FIXED_MAP(levels, uint16_t, uint8_t, 300)

ages object;
levels other;
ages *volatile subject = &object;
levels *volatile further = &other;

int main(void) {
    ages *m = subject;
    levels *n = further;
    const uint32_t *age;
    const uint8_t *level;
    if (!CALL(ages_put(m, number, number), number + number))
        return 1;
    age = CALL(ages_get(m, number), number != 0 ? m->values : NULL);
    if (age != NULL)
        number = *age;
    if (!CALL(ages_remove(m, number), number))
        return 2;
    if (!CALL(levels_put(n, (uint16_t)number, (uint8_t)number), number + number))
        return 3;
    level = CALL(levels_get(n, (uint16_t)number), number != 0 ? n->values : NULL);
    if (level != NULL)
        number = *level;
    if (!CALL(levels_remove(n, (uint16_t)number), number))
        return 4;
    return 0;
}
