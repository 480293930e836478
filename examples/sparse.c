/* cc -I. examples/sparse.c -o sparse
 * Sparse data without its zeros: the hours of a thousand years in which it rained, and two rows of
 * a large matrix. What is not in the map is 0, and what becomes 0 leaves it. No floating point: rain
 * is in tenths of a millimetre.
 */
#define LEAN_WITH_MAP
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"
#include <stdio.h>

#define HOURS UINT32_C(8766000)

LEAN_DEFINE_MAP(rain, uint32_t, uint16_t)
LEAN_DEFINE_MAP(row, uint32_t, int16_t)

static uint16_t rain_at(const rain *r, uint32_t hour) {
    const uint16_t *tenths = rain_get(r, hour);
    return tenths != NULL ? *tenths : 0;
}

/* False where there is no memory; all is then as it was. */
static bool record(rain *r, uint32_t hour, uint16_t tenths) {
    if (tenths != 0)
        return rain_put(r, hour, tenths);
    rain_remove(r, hour);
    return true;
}

static bool measure(rain *r, uint32_t readings) {
    uint32_t random = 1;
    while (rain_len(r) < readings) {
        random = random * UINT32_C(1664525) + UINT32_C(1013904223);
        if (!record(r, random % HOURS, (uint16_t)(1 + (random >> 27))))
            return false;
    }
    return true;
}

/* Beside the map stands what else holds so few: pairs of hour and reading in order, to be searched.
   A reading that comes late moves those behind it. Where memory ends, the readings that are in stay
   as they are. */
static void compare_bytes(rain *r) {
    bool room = true;
    printf("%lu hours, an item each: %lu bytes\n", (unsigned long)HOURS, (unsigned long)HOURS * 2);
    for (uint32_t n = 100; room && n <= 100000; n *= 10) {
        room = measure(r, n);
        (void)rain_shrink(r); /* as far as the memory lets it */
        printf("%6lu readings: %6lu bytes in order, %6lu in a map\n", (unsigned long)rain_len(r),
               (unsigned long)rain_len(r) * 8, (unsigned long)rain_bytes(r));
    }
}

/* The product of two rows needs but the entries of one, and a look into the other. */
static int32_t product(const row *a, const row *b) {
    row_item i = LEAN_EMPTY;
    int32_t sum = 0;
    while (row_next(a, &i)) {
        const int16_t *other = row_get(b, i.key);
        if (other != NULL)
            sum += (int32_t)*i.value * *other;
    }
    return sum;
}

static bool multiply(int32_t *result) {
    row a = LEAN_EMPTY, b = LEAN_EMPTY;
    bool done = true;
    for (uint32_t i = 0; done && i < 20; ++i)
        done = row_put(&a, i * 30000, (int16_t)(i + 1)) && row_put(&b, i * 20000, -2);
    if (done)
        *result = product(&a, &b);
    row_free(&a);
    row_free(&b);
    return done;
}

/* What is below the gauge's error counts as 0: the entries go while they are walked through. */
static size_t drop_below(rain *r, uint16_t least) {
    rain_item i = LEAN_EMPTY;
    size_t n = 0;
    while (rain_next(r, &i))
        if (*i.value < least) {
            rain_erase(r, &i);
            ++n;
        }
    return n;
}

int main(void) {
    rain r = LEAN_EMPTY;
    int32_t result = 0;
    if (!multiply(&result)) {
        fprintf(stderr, "sparse: out of memory\n");
        return 1;
    }
    printf("product of two rows: %ld\n", (long)result);
    compare_bytes(&r);
    printf("rain in hour 0: %u, in hour 7478748: %u\n", rain_at(&r, 0), rain_at(&r, 7478748));
    printf("below 2 mm: %lu readings, ", (unsigned long)drop_below(&r, 20));
    printf("%lu are left\n", (unsigned long)rain_len(&r));
    rain_free(&r);
    return 0;
}
