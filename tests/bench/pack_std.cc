// Single bits in the C++ library's vector of bool.
#include "pack.h"
#include <algorithm>
#include <vector>

typedef std::vector<bool> bits;

static void fill(bench *b, bits &v) {
    uint32_t *items = (uint32_t *)pack_items(b);
    bench_build(b);
    v.assign(items, items + b->n);
    bench_built(b, BENCH_SILENT);
}

static void answer(bench *b, const bits &v) {
    uint64_t sum = 0;
    for (size_t i = 0; i < b->n; i++)
        sum += pack_weigh(i, v[i]);
    bench_answer(b, sum);
}

static void bits_get(bench *b) {
    const size_t n = b->n;
    uint32_t *indices = pack_indices(b);
    uint64_t sum = 0;
    bits v;
    fill(b, v);
    while (bench_again(b, &v)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += v[indices[i]];
        bench_sink(sum);
    }
    bench_answer(b, sum);
}

static void bits_set(bench *b) {
    const size_t n = b->n;
    uint32_t *indices = pack_indices(b);
    uint64_t *values = pack_values(b);
    bits v;
    fill(b, v);
    while (bench_again(b, &v))
        for (size_t i = 0; i < n; i++)
            v[indices[i]] = values[i % PACK_VALUES];
    answer(b, v);
}

static void push_all(const bench *b, bits &v, const uint64_t *values) {
    const size_t n = b->n;
    for (size_t i = 0; i < n; i++)
        v.push_back(values[i % PACK_VALUES]);
}

static void bits_push(bench *b) {
    uint64_t *values = pack_values(b);
    bits v;
    bench_build(b);
    push_all(b, v, values);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &v)) {
        v.clear();
        push_all(b, v, values);
    }
    answer(b, v);
}

static void bits_unpack(bench *b) {
    bits v;
    fill(b, v);
    uint32_t *out = (uint32_t *)bench_aligned(b->n, sizeof *out);
    while (bench_again(b, out))
        std::copy(v.begin(), v.end(), out);
    pack_answer(b, out, sizeof *out);
}

static void bits_pack(bench *b) {
    uint32_t *items = (uint32_t *)pack_items(b);
    bits v;
    fill(b, v);
    while (bench_again(b, &v))
        std::copy_n(items, b->n, v.begin());
    answer(b, v);
}

static void bits_sum(bench *b) {
    bits v;
    fill(b, v);
    uint64_t sum = 0;
    while (bench_again(b, &v)) {
        sum = (uint64_t)std::count(v.begin(), v.end(), true);
        bench_sink(sum);
    }
    bench_answer(b, sum);
}

static const bench_work works[] = {PACK_ROWS("vector_bool", bits, 1)};

BENCH_MAIN(works)
