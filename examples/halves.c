/* cc -I. examples/halves.c -o halves
 * Samples of a converter as half floats: 2 bytes each in place of 8. Where a half float holds them
 * exactly, lean_dtype_fit says so; else they are rounded, by at most 1 part in 2048.
 */
#define LEAN_WITH_DTYPE
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"
#include <stdio.h>

#define COUNT 10000u

/* What a converter of 10 bits reads of an oscillation that swings around its middle. */
static void measure(double *readings) {
    double x = 500, v = 0;
    for (size_t i = 0; i < COUNT; ++i, v -= x / 64, x += v / 4)
        readings[i] = (double)(int)(512 + x);
}

/* The greatest error, as a part of the value, read back a few at a time. */
static double worst(const lean_array *halves, const lean_array *exact) {
    double from[100], to[100], most = 0;
    for (size_t i = 0; i < COUNT; i += 100) {
        (void)lean_array_read(exact, i, 100, LEAN_F64, from); /* what is finite fits a double */
        (void)lean_array_read(halves, i, 100, LEAN_F64, to);
        for (size_t k = 0; k < 100; ++k) {
            const double error = from[k] < to[k] ? to[k] - from[k] : from[k] - to[k];
            if (error > most * from[k])
                most = error / from[k];
        }
    }
    return most;
}

static bool halve(lean_array *halves, const lean_array *samples, const char *what) {
    const lean_dtype fit = lean_dtype_fit(LEAN_F64, lean_array_f64(samples), COUNT);
    double part;
    if (!lean_array_copy(halves, samples) || lean_array_recast(halves, LEAN_F16) != LEAN_OK ||
        !lean_array_shrink(halves))
        return false;
    part = worst(halves, samples);
    printf("%s: exact as %s; %u bytes, as float16 %u, error %.1f parts in 2048: %s\n", what,
           lean_dtype_name(fit), (unsigned)lean_array_bytes(samples),
           (unsigned)lean_array_bytes(halves), part * 2048, part * 2048 <= 1 ? "good" : "BAD");
    return true;
}

int main(void) {
    static const double great[] = {70000, -1e9, 2049};
    lean_array samples, halves;
    bool done;
    lean_array_init(&samples, LEAN_F64, NULL);
    lean_array_init(&halves, LEAN_F16, NULL);
    done = lean_array_resize(&samples, COUNT);
    if (done) {
        measure(lean_array_f64_ref(&samples));
        done = halve(&halves, &samples, "readings");
    }
    if (done) {
        for (size_t i = 0; i < COUNT; ++i)
            lean_array_f64_ref(&samples)[i] *= 3.3 / 1024;
        done = halve(&halves, &samples, "in volts");
    }
    if (done) { /* up to 65504: what is greater is refused, or cut to that when asked for */
        double back[3];
        printf("too great: %s\n",
               lean_status_text(lean_array_write(&halves, 0, 3, LEAN_F64, great)));
        lean_array_write_saturated(&halves, 0, 3, LEAN_F64, great);
        (void)lean_array_read(&halves, 0, 3, LEAN_F64, back);
        printf("saturated: %.0f %.0f %.0f\n", back[0], back[1], back[2]);
    }
    lean_array_free(&samples);
    lean_array_free(&halves);
    if (!done)
        fprintf(stderr, "halves: out of memory\n");
    return done ? 0 : 1;
}
