/* Module: [MAP]. Frame: 80. Chain: 440.
 * A sparse map of numbers to numbers: put, get, remove, free. No budget: reported.
 */
#define LEAN_WITH_MAP
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "probe.h"

LEAN_DEFINE_MAP(counts, uint32_t, uint32_t)

counts object;
counts *volatile subject = &object;

int main(void) {
    counts *m = subject;
    const uint32_t *value;
    if (!CALL(counts_put(m, number, number), number + number))
        return 1;
    value = CALL(counts_get(m, number), (const uint32_t *)(const void *)m + number);
    if (value == NULL)
        return 2;
    number = *value;
    if (!CALL(counts_remove(m, number), number))
        return 3;
    CALL(counts_free(m), (void)m);
    return 0;
}
