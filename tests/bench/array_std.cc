// Growing arrays of the C++ library, and its sort and search.
#include "bench.h"
#include <algorithm>
#include <vector>

typedef std::vector<uint32_t> u32s;

static void fill(bench *b, u32s &v) {
    const size_t n = b->n;
    for (size_t i = 0; i < n; i++)
        v.push_back(bench_value(i));
}

static void answer(bench *b, const u32s &v) {
    for (size_t i = 0; i < v.size(); i++)
        bench_answer(b, v[i]);
}

static void push(bench *b) {
    u32s v;
    bench_build(b);
    bench_start(b);
    fill(b, v);
    bench_stop(b);
    bench_built(b, BENCH_SILENT);
    answer(b, v);
}

static void push_reserved(bench *b) {
    u32s v;
    bench_build(b);
    bench_start(b);
    v.reserve(b->n);
    fill(b, v);
    bench_stop(b);
    bench_built(b, BENCH_SILENT);
    answer(b, v);
}

static void push_refill(bench *b) {
    u32s v;
    bench_build(b);
    fill(b, v);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &v)) {
        v.clear();
        fill(b, v);
    }
    answer(b, v);
}

static void get(bench *b) {
    u32s v;
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    fill(b, v);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &v)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += v[i];
        bench_sink(sum);
    }
    bench_answer(b, sum);
}

static void get_random(bench *b) {
    uint32_t *order = bench_permutation(b->n);
    u32s v;
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    fill(b, v);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &v)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += v[order[i]];
        bench_sink(sum);
    }
    bench_answer(b, sum);
}

static void set(bench *b) {
    u32s v;
    const size_t n = b->n;
    bench_build(b);
    fill(b, v);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &v))
        for (size_t i = 0; i < n; i++)
            v[i] = (uint32_t)i;
    answer(b, v);
}

static void insert_middle(bench *b) {
    u32s v;
    const size_t n = b->n;
    bench_build(b);
    fill(b, v);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &v)) {
        v.clear();
        for (size_t i = 0; i < n; i++)
            v.insert(v.begin() + (ptrdiff_t)(i / 2), bench_value(i));
    }
    answer(b, v);
}

static void sort(bench *b) {
    uint32_t *input = bench_unsorted(b->n, b->option);
    u32s v;
    bench_build(b);
    v.assign(input, input + b->n);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &v)) {
        bench_stop(b);
        std::copy(input, input + b->n, v.begin());
        bench_start(b);
        std::sort(v.begin(), v.end());
    }
    answer(b, v);
}

static void search(bench *b) {
    uint32_t *keys = bench_keys(b->n);
    u32s v;
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    for (size_t i = 0; i < n; i++)
        v.push_back(bench_ascending(i));
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &v)) {
        sum = 0;
        for (size_t i = 0; i < n; i++) {
            u32s::const_iterator at = std::lower_bound(v.begin(), v.end(), keys[i]);
            if (at != v.end() && *at == keys[i])
                sum += (size_t)(at - v.begin()) + 1;
        }
        bench_sink(sum);
    }
    bench_answer(b, sum);
}

static void struct_push(bench *b) {
    std::vector<bench_record> v;
    const size_t n = b->n;
    bench_build(b);
    bench_start(b);
    for (size_t i = 0; i < n; i++)
        v.push_back(bench_record_at(i));
    bench_stop(b);
    bench_built(b, BENCH_SILENT);
    for (size_t i = 0; i < v.size(); i++)
        bench_answer(b, v[i].kind);
}

static const bench_work works[] = {
    {"push", "std_vector", push, 0, 0},
    {"push_reserved", "std_vector", push_reserved, 0, 0},
    {"push_refill", "std_vector", push_refill, 0, 0},
    {"struct_push", "std_vector", struct_push, 0, 0},
    {"get", "std_vector", get, 0, 0},
    {"get_random", "std_vector", get_random, 0, 0},
    {"set", "std_vector", set, 0, 0},
    {"insert_middle", "std_vector", insert_middle, 2000, 0},
    {"sort_random", "std_sort", sort, 0, BENCH_SHUFFLED},
    {"sort_sorted", "std_sort", sort, 0, BENCH_SORTED},
    {"sort_reversed", "std_sort", sort, 0, BENCH_REVERSED},
    {"sort_few_distinct", "std_sort", sort, 0, BENCH_FEW_DISTINCT},
    {"search", "std_lower_bound", search, 0, 0},
};

BENCH_MAIN(works)
