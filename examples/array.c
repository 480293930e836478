/* cc -I. examples/array.c -o array
 * Typed arrays: a type as narrow as what it holds, an array of a struct, sorting, searching, and
 * how many bytes there are before and after giving back what is not needed.
 */
#define LEAN_WITH_ARRAY
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"
#include <stdio.h>

typedef struct person {
    uint16_t height; /* in millimetres: up to 65 metres will do */
    uint8_t age;     /* in years */
    char initial;
} person; /* 4 bytes; with an int for each number it would be 12 */

LEAN_DEFINE_ARRAY(ages, uint8_t)
LEAN_DEFINE_ARRAY(persons, person)

static int by_height(const person *a, const person *b, void *ctx) {
    (void)ctx;
    return (a->height > b->height) - (a->height < b->height);
}

static bool fill(ages *years, persons *people) {
    for (unsigned i = 0; i < 1000; ++i) {
        person p;
        p.height = (uint16_t)(1500 + i * 7919 % 500);
        p.age = (uint8_t)(i * 31 % 100);
        p.initial = (char)('A' + i % 26);
        if (!ages_push(years, p.age) || !persons_push(people, p))
            return false;
    }
    return true;
}

int main(void) {
    ages years = LEAN_EMPTY; /* all zero is valid and empty */
    persons people = LEAN_EMPTY;
    const person key = {1750, 0, ' '};
    size_t before, at;
    bool found, done = fill(&years, &people);
    if (done) {
        before = ages_bytes(&years);
        done = ages_shrink(&years); /* may fail: an allocator need not shrink */
        printf("1000 ages as uint8_t: %u bytes grown, %u shrunk; as int %u\n", (unsigned)before,
               (unsigned)ages_bytes(&years), (unsigned)(1000 * sizeof(int)));
        before = persons_bytes(&people);
        done = persons_shrink(&people) && done;
        printf("1000 persons: %u bytes grown, %u shrunk\n", (unsigned)before,
               (unsigned)persons_bytes(&people));

        persons_sort(&people, by_height, NULL);
        printf("heights from %u to %u\n", (unsigned)persons_get(&people, 0).height,
               (unsigned)persons_get(&people, persons_len(&people) - 1).height);
        found = persons_search(&people, &key, by_height, NULL, &at);
        printf("1750 mm: %s, first at index %u\n", found ? "found" : "not found", (unsigned)at);
    }
    ages_free(&years);
    persons_free(&people);
    if (!done)
        fprintf(stderr, "array: out of memory\n");
    return done ? 0 : 1;
}
