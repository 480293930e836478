/* Module: [STRMAP]. Frame: 128. Chain: 640.
 * A map of bytes to numbers: put, get, remove, free. No budget: reported.
 */
#define LEAN_WITH_STRMAP
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "probe.h"

LEAN_DEFINE_STRMAP(counts, uint32_t)

counts object;
counts *volatile subject = &object;
const char *volatile text;

int main(void) {
    counts *m = subject;
    const uint32_t *value;
    if (!CALL(counts_put(m, text, place, number), text + place + number != NULL))
        return 1;
    value = CALL(counts_get(m, text, place),
                 (const uint32_t *)(const void *)m + place + (text != NULL));
    if (value == NULL)
        return 2;
    number = *value;
    if (!CALL(counts_remove(m, text, place), text + place != NULL))
        return 3;
    CALL(counts_free(m), (void)m);
    return 0;
}
