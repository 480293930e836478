/* cc -I. examples/strings.c -o strings
 * Many strings in one block, and what each costs, beside an array of char * to malloc'd strings.
 */
#define LEAN_WITH_STRINGS
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"
#include <stdio.h>
#include <string.h>

#define COUNT 10000u

/* Ten thousand names such as "sensor-00042". `plain` gets what C holds for them otherwise: a
   pointer, the bytes, and a 0 behind them; malloc's own bytes come on top of that. */
static bool fill(lean_strings *names, size_t *plain) {
    for (unsigned i = 0; i < COUNT; ++i) {
        char name[32];
        sprintf(name, "sensor-%05u", i);
        if (!lean_strings_push(names, name, strlen(name)))
            return false;
        *plain += sizeof(char *) + strlen(name) + 1;
    }
    return lean_strings_shrink(names);
}

int main(void) {
    static const char odd[] = {'a', '\0', 'b'};
    lean_strings names = LEAN_EMPTY;
    size_t plain = 0, n = 0;
    const char *name;
    bool done = fill(&names, &plain);
    if (done) {
        printf("lean_strings: %u bytes in 1 block, %.2f a string\n",
               (unsigned)lean_strings_bytes(&names), (double)lean_strings_bytes(&names) / COUNT);
        printf("char *:       %u bytes in %u blocks, %.2f a string\n", (unsigned)plain, COUNT + 1,
               (double)plain / COUNT);

        name = lean_strings_get(&names, 42, &n); /* no 0 behind it, so its length is needed */
        printf("names 42 is \"%.*s\"\n", (int)n, name);
        done = lean_strings_push(&names, odd, sizeof odd); /* any bytes are a string */
    }
    if (done) {
        (void)lean_strings_get(&names, COUNT, &n);
        printf("one more with a 0 inside has %u bytes\n", (unsigned)n);
        done = lean_strings_pop(&names) && lean_strings_len(&names) == COUNT;
    }
    lean_strings_free(&names);
    if (!done)
        fprintf(stderr, "strings: out of memory\n");
    return done ? 0 : 1;
}
