/* cc -I. examples/buffer.c -o buffer
 * Containers without malloc: arrays and strings over 1000 bytes of static memory, and what happens
 * when those are full. It also runs on a Cortex-M0 and an AVR, where its status says whether all
 * was as it should be.
 */
#define LEAN_WITH_ARRAY
#define LEAN_WITH_STRINGS
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

LEAN_DEFINE_ARRAY(readings, int16_t)

static uint64_t memory[125]; /* bytes of any alignment would do as well */

/* Counts up until the memory is full. Then push says no, and nothing is lost. */
static bool fill(readings *r) {
    int16_t value = 0;
    while (readings_push(r, value))
        ++value;
    SAY("readings until full", readings_len(r));
    for (int16_t i = 0; i < value; ++i)
        if (readings_get(r, (size_t)i) != i)
            return false;
    return readings_len(r) == (size_t)value && value > 100;
}

/* What one container gives back, another can have. */
static bool share(readings *r, lean_strings *names) {
    if (lean_strings_push(names, "temperature", 11))
        return false; /* it was full */
    readings_free(r);
    return lean_strings_push(names, "temperature", 11) && lean_strings_push(names, "speed", 5);
}

int main(void) {
    lean_buffer buffer;
    readings r;
    lean_strings names;
    size_t n = 0;
    bool good;
    lean_buffer_init(&buffer, memory, sizeof memory);
    readings_init(&r, &buffer.allocator);
    lean_strings_init(&names, &buffer.allocator);

    good = readings_reserve(&r, 100); /* all at once, so that 100 pushes cannot fail */
    SAY("bytes for 100 readings", readings_bytes(&r));
    good = good && fill(&r) && share(&r, &names);
    SAY("names", lean_strings_len(&names));
    good = good && lean_strings_get(&names, 1, &n)[0] == 's' && n == 5;
    lean_strings_free(&names);
    good = good && lean_buffer_bytes(&buffer) == 0; /* all of it came back */
    SAY("good", good);
    return good ? 0 : 1;
}
