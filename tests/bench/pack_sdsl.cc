// Integers of any number of bits in sdsl's vectors: of a width known at run time and, where there
// is one, of a width known to the compiler.
// bench: peer sdsl "sdsl" needs header sdsl/int_vector.hpp
// bench: flags -lsdsl
#include "pack.h"
#include <algorithm>
#include <numeric>
#include <sdsl/int_vector.hpp>

template <class V> static void fill(bench *b, V &v) {
    void *items = pack_items(b);
    bench_build(b);
    v = V(b->n, 0, (uint8_t)b->option);
    if (pack_size(b) == 4)
        std::copy_n((const uint32_t *)items, b->n, v.begin());
    else
        std::copy_n((const uint64_t *)items, b->n, v.begin());
    bench_built(b, BENCH_SILENT);
}

template <class V> static void answer(bench *b, const V &v) {
    uint64_t sum = 0;
    for (size_t i = 0; i < b->n; i++)
        sum += pack_weigh(i, v[i]);
    bench_answer(b, sum);
}

template <class V> static void get(bench *b) {
    const size_t n = b->n;
    uint32_t *indices = pack_indices(b);
    uint64_t sum = 0;
    V v;
    fill(b, v);
    const V &items = v; // reading through a reference that could write is slower
    while (bench_again(b, &v)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += items[indices[i]];
        bench_sink(sum);
    }
    bench_answer(b, sum);
}

template <class V> static void set(bench *b) {
    const size_t n = b->n;
    uint32_t *indices = pack_indices(b);
    uint64_t *values = pack_values(b);
    V v;
    fill(b, v);
    while (bench_again(b, &v))
        for (size_t i = 0; i < n; i++)
            v[indices[i]] = values[i % PACK_VALUES];
    answer(b, v);
}

// It cannot push: twice the size when it is full, as others grow.
template <class V> static void push_all(const bench *b, V &v, const uint64_t *values) {
    const size_t n = b->n;
    for (size_t i = 0; i < n; i++) {
        if (i == v.size())
            v.resize(i ? 2 * i : 16);
        v[i] = values[i % PACK_VALUES];
    }
}

template <class V> static void push(bench *b) {
    uint64_t *values = pack_values(b);
    V v(0, 0, (uint8_t)b->option);
    bench_build(b);
    push_all(b, v, values);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &v))
        push_all(b, v, values);
    answer(b, v);
}

template <class V> static void unpack(bench *b) {
    V v;
    fill(b, v);
    void *out = bench_aligned(b->n, pack_size(b));
    const V &items = v;
    while (bench_again(b, out)) {
        if (pack_size(b) == 4)
            std::copy(items.begin(), items.end(), (uint32_t *)out);
        else
            std::copy(items.begin(), items.end(), (uint64_t *)out);
    }
    pack_answer(b, out, pack_size(b));
}

template <class V> static void pack(bench *b) {
    void *items = pack_items(b);
    V v;
    fill(b, v);
    while (bench_again(b, &v)) {
        if (pack_size(b) == 4)
            std::copy_n((const uint32_t *)items, b->n, v.begin());
        else
            std::copy_n((const uint64_t *)items, b->n, v.begin());
    }
    answer(b, v);
}

template <class V> static void sum(bench *b) {
    V v;
    fill(b, v);
    const V &items = v;
    uint64_t sum = 0;
    while (bench_again(b, &v)) {
        sum = std::accumulate(items.begin(), items.end(), (uint64_t)0);
        bench_sink(sum);
    }
    bench_answer(b, sum);
}

#define ROWS_OF(IMPL, V, W)                                                                        \
    PACK_ROW("get", IMPL, get<V>, W)                                                               \
    PACK_ROW("set", IMPL, set<V>, W)                                                               \
    PACK_ROW("push", IMPL, push<V>, W)                                                             \
    PACK_ROW("unpack", IMPL, unpack<V>, W)                                                         \
    PACK_ROW("pack", IMPL, pack<V>, W)                                                             \
    PACK_ROW("sum", IMPL, sum<V>, W)
#define ROWS(W) ROWS_OF("sdsl", sdsl::int_vector<0>, W)
#define FIXED_ROWS(W) ROWS_OF("sdsl_fixed", sdsl::int_vector<W>, W)

static const bench_work works[] = {PACK_WIDTHS(ROWS) FIXED_ROWS(1) FIXED_ROWS(8) FIXED_ROWS(32)
                                       FIXED_ROWS(64)};

BENCH_MAIN(works)
