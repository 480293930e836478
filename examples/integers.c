/* cc -I. examples/integers.c -o integers
 * A million years from 1990 to 2030, five times: as int (as Python's array('i') has them), in the
 * dtype that fits, and packed to as many bits as they need: 11, or 6 when counted from 1990. The
 * answers are the same.
 */
#define LEAN_WITH_DTYPE
#define LEAN_WITH_PACK
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"
#include <stdio.h>

#define COUNT 1000000u

static void say(const char *name, size_t bytes, int64_t sum) {
    printf("%-22s %7u bytes, %.3f each, sum %ld\n", name, (unsigned)bytes, (double)bytes / COUNT,
           (long)sum);
}

static bool fill(lean_array *years) {
    int32_t *year;
    lean_array_init(years, LEAN_I32, NULL);
    if (!lean_array_resize(years, COUNT))
        return false;
    year = lean_array_i32_ref(years); /* the items as what they are */
    for (uint32_t i = 0, x = 1; i < COUNT; ++i, x = x * 1664525u + 1013904223u)
        year[i] = (int32_t)(1990 + (x >> 16) % 41);
    return true;
}

/* Packs all of them at once, in items of those bits. */
static bool packed(const lean_array *years, lean_bits bits, const char *name) {
    lean_pack p;
    const bool done = lean_pack_init(&p, bits, NULL) && lean_pack_resize(&p, COUNT) &&
                      lean_pack_write_i32(&p, 0, COUNT, lean_array_i32(years));
    if (done)
        say(name, lean_pack_bytes(&p), lean_pack_sum_i64(&p, 0, COUNT));
    lean_pack_free(&p);
    return done;
}

static bool sized(const lean_array *years, const char *name) {
    int64_t sum = 0;
    if (lean_array_sum_i64(years, 0, COUNT, &sum) != LEAN_OK)
        return false;
    say(name, lean_array_bytes(years), sum);
    return true;
}

int main(void) {
    lean_array years;
    int64_t first = 0, last = 0;
    bool done = fill(&years) && sized(&years, "int32") &&
                lean_array_min_i64(&years, 0, COUNT, &first) == LEAN_OK &&
                lean_array_max_i64(&years, 0, COUNT, &last) == LEAN_OK;
    if (done) {
        const lean_bits fit = lean_bits_fit(LEAN_I32, lean_array_i32(&years), COUNT);
        done = packed(&years, lean_bits_between(first, last), "packed") &&
               packed(&years, fit, "packed from the first");
        printf("from %ld, %u bits each\n", (long)fit.base, (unsigned)fit.width);
    }
    if (done) {
        const lean_dtype d = lean_dtype_fit(LEAN_I32, lean_array_i32(&years), COUNT);
        done = lean_array_recast(&years, d) == LEAN_OK && lean_array_shrink(&years) &&
               sized(&years, lean_dtype_name(d));
    }
    lean_array_free(&years);
    if (!done)
        fprintf(stderr, "integers: out of memory\n");
    return done ? 0 : 1;
}
