// What the workers of the room "dtype" share: inputs, and how results are told.
//
// The works are conversions of n items at once: f16_to_f32, f32_to_f16, f64_to_f16, and the same
// with _denormal where 14 % of the halves are such. The option is that percentage. Every item has a
// half beside it: nothing overflows, nothing is infinite or NaN, those are for the tests. In this
// room memcpy is a limit: it moves what has to be written and does nothing else.
//
// Of 16384 items a branch predictor knows all denormals by heart after some passes, of 131072 it
// does not, and they still fit the caches.
#ifndef DTYPE_H
#define DTYPE_H

#include "bench.h"

// What one function does is two works.
#define DTYPE_ROWS(WORK, IMPL, FUNCTION)                                                           \
    {#WORK, IMPL, FUNCTION, 0, 0}, {#WORK "_denormal", IMPL, FUNCTION, 0, 14},

// A random float from its parts: normal as a half, or not, with as many bits of fraction as it has.
static inline uint64_t dtype_bits(const bench *b, uint64_t *state, size_t size) {
    const uint64_t choice = bench_random(state), random = bench_random(state);
    const bool denormal = choice % 100 < (uint64_t)b->option;
    const int bias = size == 2 ? 15 : size == 4 ? 127 : 1023;
    const int fraction_bits = size == 2 ? 10 : size == 4 ? 23 : 52;
    const uint64_t fraction = random & ((UINT64_C(1) << fraction_bits) - 1);
    const uint64_t sign = (random >> 63) << (8 * size - 1);
    const unsigned high = (unsigned)(choice >> 32);
    const int exponent = denormal ? (int)(high % 10) - 24 : (int)(high % 29) - 14;
    if (size == 2 && denormal)
        return sign | (fraction ? fraction : 1);
    return sign | (uint64_t)(exponent + bias) << fraction_bits | fraction;
}

// n floats of this size.
static inline void *dtype_items(const bench *b, size_t size) {
    unsigned char *items = (unsigned char *)bench_aligned(b->n, size);
    uint64_t state = 7;
    for (size_t i = 0; i < b->n; i++) {
        const uint64_t bits = dtype_bits(b, &state, size);
        memcpy(items + i * size, &bits, size); // little-endian
    }
    return items;
}

// The answer is a sum of all bits, which the worker in Python finds too.
static inline void dtype_answer(bench *b, const void *items, size_t size) {
    uint64_t sum = 0;
    for (size_t i = 0; i < b->n; i++) {
        uint64_t bits = 0;
        memcpy(&bits, (const unsigned char *)items + i * size, size);
        sum += bits * (2 * (uint64_t)i + 1);
    }
    bench_answer(b, sum);
}

typedef void dtype_conversion(const void *in, size_t n, void *out);

// A conversion of items of one size into items of another.
static inline void dtype_work(bench *b, size_t from, size_t to, dtype_conversion *convert) {
    void *items = dtype_items(b, from), *out = NULL;
    bench_build(b);
    out = bench_aligned(b->n, to);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, out))
        convert(items, b->n, out);
    dtype_answer(b, out, to);
}

#endif
