/* cc -O2 -I. examples/records.c -o records
 * 200,000 records of five numbers below 200,000, held in three ways: structs from malloc, one by
 * one; an array of structs; and packed, 18 bits a field. It prints what a record takes in each,
 * beside what it takes as an object of Python 3.11, and checks that all of them hold the same.
 * Counted is what is asked of malloc; what malloc adds to each of its blocks comes on top.
 */
#define LEAN_WITH_PACKED
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"
#include <stdio.h>
#include <stdlib.h>

/* Where an object has at most 64 KB, fewer do. */
#define RECORDS ((size_t)(SIZE_MAX / 64 < 200000 ? 200 : 200000))

#define ROW(F)                                                                                     \
    F(u32, 18, id)                                                                                 \
    F(u32, 18, customer)                                                                           \
    F(u32, 18, article)                                                                            \
    F(u32, 18, price)                                                                              \
    F(u32, 18, day)
LEAN_DEFINE_PACKED(row, ROW) /* also makes the struct row, with five members of uint32_t */

/* Bytes a record: an object of a class with five attributes, its ints, and its place in a list. */
#define PYTHON_SLOTS 239.9 /* with __slots__ */
#define PYTHON 279.9

static row row_of(size_t i) {
    const uint32_t x = (uint32_t)i * UINT32_C(2654435761);
    row r;
    r.id = (uint32_t)i;
    r.customer = x % 199999;
    r.article = x / 7 % 200000;
    r.price = x / 11 % 150000;
    r.day = x / 13 % 20000;
    return r;
}

static uint64_t sum_of(const row *r) {
    return (uint64_t)r->id + r->customer + r->article + r->price + r->day;
}

/* The three ways. Each returns the bytes asked for, or 0 where memory ran short, and the sum over
   all fields of all records. */
static size_t by_malloc(uint64_t *sum) {
    const size_t n = RECORDS;
    row **all = (row **)calloc(n, sizeof *all);
    size_t made = 0;
    for (; all != NULL && made < n; ++made) {
        all[made] = (row *)malloc(sizeof **all);
        if (all[made] == NULL)
            break;
        *all[made] = row_of(made);
    }
    *sum = 0;
    for (size_t i = 0; i < made; ++i) {
        *sum += sum_of(all[i]);
        free(all[i]);
    }
    free(all);
    return made == n ? n * (sizeof *all + sizeof **all) : 0;
}

static size_t by_array(uint64_t *sum) {
    const size_t n = RECORDS;
    row *all = (row *)malloc(n * sizeof *all);
    *sum = 0;
    if (all == NULL)
        return 0;
    for (size_t i = 0; i < n; ++i)
        all[i] = row_of(i);
    for (size_t i = 0; i < n; ++i)
        *sum += sum_of(&all[i]);
    free(all);
    return n * sizeof *all;
}

/* Room for all is made first: what grows by itself has some to spare. */
static bool fill(row_array *a) {
    if (!row_reserve(a, RECORDS))
        return false;
    for (size_t i = 0; i < RECORDS; ++i) {
        const row r = row_of(i);
        if (row_push(a, &r) != LEAN_OK) /* LEAN_OUT_OF_RANGE, were a number above 262143 */
            return false;
    }
    return true;
}

static size_t by_packing(uint64_t *sum) {
    row_array a = LEAN_EMPTY;
    const size_t bytes = fill(&a) ? row_bytes(&a) : 0;
    *sum = 0;
    for (size_t i = 0; i < row_len(&a); ++i) {
        const row r = row_get(&a, i);
        *sum += sum_of(&r);
    }
    row_free(&a);
    return bytes;
}

typedef struct way {
    const char *name;
    const char *column;
    double bytes; /* a record */
} way;

enum { WAYS = 5, SLOTS = 1, MALLOC, ARRAY, PACKED };

/* How much less a record takes than in each of the ways above. */
static void show(const way *ways) {
    printf("%-23s %8s %-35s %10s\n", "", "bytes", "    so many less than as", "times less");
    printf("%-23s %8s", "", "a record");
    for (unsigned k = 0; k < PACKED; ++k)
        printf(" %8s", ways[k].column);
    printf(" %10s\n", "than slots");
    for (unsigned i = 0; i < WAYS; ++i) {
        printf("%-23s %8.2f", ways[i].name, ways[i].bytes);
        for (unsigned k = 0; k < PACKED; ++k)
            if (k < i)
                printf(" %8.2f", ways[k].bytes - ways[i].bytes);
            else
                printf(" %8s", "");
        printf(" %10.1f\n", ways[SLOTS].bytes / ways[i].bytes);
    }
}

static bool measure(way *ways, bool *same) {
    uint64_t sums[3];
    ways[MALLOC].bytes = (double)by_malloc(&sums[0]) / (double)RECORDS;
    ways[ARRAY].bytes = (double)by_array(&sums[1]) / (double)RECORDS;
    ways[PACKED].bytes = (double)by_packing(&sums[2]) / (double)RECORDS;
    *same = sums[0] == sums[1] && sums[1] == sums[2];
    return ways[MALLOC].bytes != 0 && ways[ARRAY].bytes != 0 && ways[PACKED].bytes != 0;
}

int main(void) {
    way ways[WAYS] = {{"Python objects", "objects", PYTHON},
                      {"with __slots__", "slots", PYTHON_SLOTS},
                      {"structs from malloc", "malloc", 0},
                      {"an array of structs", "array", 0},
                      {"packed, 18 bits a field", "packed", 0}};
    bool same;
    if (!measure(ways, &same)) {
        fprintf(stderr, "records: out of memory\n");
        return 1;
    }
    show(ways);
    printf("\n%lu records, same answers: %s\n", (unsigned long)RECORDS, same ? "yes" : "no");
    return same ? 0 : 1;
}
