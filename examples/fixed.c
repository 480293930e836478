/* cc -I. examples/fixed.c -o fixed
 * Arrays of fixed capacity, whose storage is in the object: sizeof is all they hold, and nothing is
 * ever requested. A stack of undo steps that says no when it is full, and the last eight readings
 * of a sensor with their median. It also runs on a Cortex-M0 and an AVR.
 */
#define LEAN_WITH_ARRAY
#define LEAN_NO_STDLIB
#define LEAN_NO_STDIO
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"

#if defined(__STDC_HOSTED__) && __STDC_HOSTED__ && !defined(__AVR__)
#include <stdio.h>
#define SAY(text, number) printf("%s: %u\n", (text), (unsigned)(number))
#else
#define SAY(text, number) ((void)(number))
#endif

LEAN_DEFINE_FIXED_ARRAY(undo_steps, uint8_t, 4)
LEAN_DEFINE_FIXED_ARRAY(window, uint16_t, 8)

static undo_steps steps; /* static storage is all zero, and so empty */
static window last;

static bool stack(void) {
    uint8_t step = 0;
    while (undo_steps_push(&steps, (uint8_t)(step + 1)))
        ++step;
    SAY("steps until full", undo_steps_len(&steps));
    for (; undo_steps_pop(&steps, &step); SAY("undone", step))
        if (step != undo_steps_len(&steps) + 1)
            return false;
    return undo_steps_len(&steps) == 0;
}

/* The oldest reading goes when a new one finds no room. Eight are so few that moving them costs
   less than the index of a ring would. */
static void keep(uint16_t reading) {
    if (window_len(&last) == window_cap(&last))
        window_remove(&last, 0);
    (void)window_push(&last, reading); /* there is room now */
}

static int by_value(const uint16_t *a, const uint16_t *b, void *ctx) {
    (void)ctx;
    return (*a > *b) - (*a < *b);
}

/* Fixed arrays may be duplicated by assignment, so the order of arrival is kept. */
static uint16_t median(void) {
    window sorted = last;
    window_sort(&sorted, by_value, NULL);
    return window_get(&sorted, window_len(&sorted) / 2);
}

int main(void) {
    bool good = stack();
    for (uint16_t i = 0; i < 20; ++i)
        keep((uint16_t)(i * 7 % 20 + 100));
    good = good && window_get(&last, 0) == 104 && window_get(&last, 7) == 113 && median() == 112;
    SAY("oldest", window_get(&last, 0));
    SAY("newest", window_get(&last, 7));
    SAY("median", median());
    SAY("bytes of the stack", sizeof steps);
    SAY("bytes of the window", sizeof last);
    SAY("good", good);
    return good ? 0 : 1;
}
