// Growing arrays: ours, plain C over malloc, and the C library's sort and search.
#define LEAN_WITH_ARRAY
#define LEAN_IMPLEMENTATION
#include "bench.h"
#include "lean.h"

LEAN_DEFINE_ARRAY(u32s, uint32_t)
LEAN_DEFINE_ARRAY(records, bench_record)

// ---- lean.h -------------------------------------------------------------------------------------

static void lean_fill(bench *b, u32s *a) {
    const size_t n = b->n;
    for (size_t i = 0; i < n; i++)
        if (!u32s_push(a, bench_value(i)))
            bench_fail("out of memory");
}

static void lean_answer(bench *b, const u32s *a) {
    for (size_t i = 0; i < u32s_len(a); i++)
        bench_answer(b, u32s_get(a, i));
}

static void lean_push(bench *b) {
    u32s a = LEAN_EMPTY;
    bench_build(b);
    bench_start(b);
    lean_fill(b, &a);
    bench_stop(b);
    bench_built(b, u32s_bytes(&a));
    lean_answer(b, &a);
    u32s_free(&a);
}

static void lean_push_reserved(bench *b) {
    u32s a = LEAN_EMPTY;
    bench_build(b);
    bench_start(b);
    if (!u32s_reserve(&a, b->n))
        bench_fail("out of memory");
    lean_fill(b, &a);
    bench_stop(b);
    bench_built(b, u32s_bytes(&a));
    lean_answer(b, &a);
    u32s_free(&a);
}

// Into memory that is there already: the cost of a push alone, without growth and new pages.
static void lean_push_refill(bench *b) {
    u32s a = LEAN_EMPTY;
    bench_build(b);
    lean_fill(b, &a);
    bench_built(b, u32s_bytes(&a));
    while (bench_again(b, &a)) {
        u32s_clear(&a);
        lean_fill(b, &a);
    }
    lean_answer(b, &a);
    u32s_free(&a);
}

static void lean_get(bench *b) {
    u32s a = LEAN_EMPTY;
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    lean_fill(b, &a);
    bench_built(b, u32s_bytes(&a));
    while (bench_again(b, &a)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += u32s_get(&a, i);
        bench_sink(sum);
    }
    bench_answer(b, sum);
    u32s_free(&a);
}

static void lean_get_random(bench *b) {
    uint32_t *order = bench_permutation(b->n);
    u32s a = LEAN_EMPTY;
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    lean_fill(b, &a);
    bench_built(b, u32s_bytes(&a));
    while (bench_again(b, &a)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += u32s_get(&a, order[i]);
        bench_sink(sum);
    }
    bench_answer(b, sum);
    u32s_free(&a);
}

static void lean_set(bench *b) {
    u32s a = LEAN_EMPTY;
    const size_t n = b->n;
    bench_build(b);
    lean_fill(b, &a);
    bench_built(b, u32s_bytes(&a));
    while (bench_again(b, &a))
        for (size_t i = 0; i < n; i++)
            u32s_set(&a, i, (uint32_t)i);
    lean_answer(b, &a);
    u32s_free(&a);
}

static void lean_insert_middle(bench *b) {
    u32s a = LEAN_EMPTY;
    const size_t n = b->n;
    bench_build(b);
    lean_fill(b, &a);
    bench_built(b, u32s_bytes(&a));
    while (bench_again(b, &a)) {
        u32s_clear(&a);
        for (size_t i = 0; i < n; i++)
            if (!u32s_insert(&a, i / 2, bench_value(i)))
                bench_fail("out of memory");
    }
    lean_answer(b, &a);
    u32s_free(&a);
}

static int lean_compare(const uint32_t *x, const uint32_t *y, void *ctx) {
    (void)ctx;
    return (*x > *y) - (*x < *y);
}

static void lean_sort(bench *b) {
    uint32_t *input = bench_unsorted(b->n, b->option);
    u32s a = LEAN_EMPTY;
    bench_build(b);
    if (!u32s_append(&a, input, b->n))
        bench_fail("out of memory");
    bench_built(b, u32s_bytes(&a));
    while (bench_again(b, &a)) {
        bench_stop(b);
        memcpy(a.data, input, b->n * sizeof *input);
        bench_start(b);
        u32s_sort(&a, lean_compare, NULL);
    }
    lean_answer(b, &a);
    u32s_free(&a);
}

static void lean_search(bench *b) {
    uint32_t *keys = bench_keys(b->n);
    u32s a = LEAN_EMPTY;
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    for (size_t i = 0; i < n; i++)
        if (!u32s_push(&a, bench_ascending(i)))
            bench_fail("out of memory");
    bench_built(b, u32s_bytes(&a));
    while (bench_again(b, &a)) {
        sum = 0;
        for (size_t i = 0; i < n; i++) {
            size_t at = 0;
            if (u32s_search(&a, &keys[i], lean_compare, NULL, &at))
                sum += at + 1;
        }
        bench_sink(sum);
    }
    bench_answer(b, sum);
    u32s_free(&a);
}

static void lean_struct_push(bench *b) {
    records a = LEAN_EMPTY;
    const size_t n = b->n;
    bench_build(b);
    bench_start(b);
    for (size_t i = 0; i < n; i++)
        if (!records_push(&a, bench_record_at(i)))
            bench_fail("out of memory");
    bench_stop(b);
    bench_built(b, records_bytes(&a));
    for (size_t i = 0; i < records_len(&a); i++)
        bench_answer(b, records_ref(&a, i)->kind);
    records_free(&a);
}

// ---- Plain C: what one writes without a library -------------------------------------------------

typedef struct plain {
    uint32_t *data;
    size_t cap;
} plain;

static void plain_refill(size_t n, plain *a) {
    uint32_t *data = a->data;
    size_t cap = a->cap;
    for (size_t len = 0; len < n; len++) {
        if (len == cap) {
            cap = cap ? 2 * cap : 16;
            data = (uint32_t *)realloc(data, cap * sizeof *data);
            if (!data)
                bench_fail("out of memory");
        }
        data[len] = bench_value(len);
    }
    a->data = data;
    a->cap = cap;
}

static uint32_t *plain_fill(size_t n, size_t cap) {
    plain a = {NULL, 0};
    if (cap) {
        a.data = (uint32_t *)malloc(cap * sizeof *a.data);
        a.cap = cap;
        if (!a.data)
            bench_fail("out of memory");
    }
    plain_refill(n, &a);
    return a.data;
}

static void plain_answer(bench *b, const uint32_t *data) {
    const size_t n = b->n;
    for (size_t i = 0; i < n; i++)
        bench_answer(b, data[i]);
}

static void plain_push(bench *b) {
    uint32_t *data = NULL;
    bench_build(b);
    bench_start(b);
    data = plain_fill(b->n, 0);
    bench_stop(b);
    bench_built(b, BENCH_SILENT);
    plain_answer(b, data);
    free(data);
}

static void plain_push_reserved(bench *b) {
    uint32_t *data = NULL;
    bench_build(b);
    bench_start(b);
    data = plain_fill(b->n, b->n);
    bench_stop(b);
    bench_built(b, BENCH_SILENT);
    plain_answer(b, data);
    free(data);
}

static void plain_push_refill(bench *b) {
    plain a = {NULL, 0};
    bench_build(b);
    plain_refill(b->n, &a);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &a))
        plain_refill(b->n, &a);
    plain_answer(b, a.data);
    free(a.data);
}

// ---- Plain C with the array in a struct, pushed to by a function: what a program that hands it
// ---- around writes. The compiler keeps nothing of it in registers from push to push.

typedef struct vector {
    uint32_t *data;
    size_t len, cap;
} vector;

static bool __attribute__((noinline, cold)) vector_grow(vector *v) {
    const size_t cap = v->cap ? 2 * v->cap : 16;
    uint32_t *data = (uint32_t *)realloc(v->data, cap * sizeof *data);
    if (!data)
        return false;
    v->data = data;
    v->cap = cap;
    return true;
}

static inline bool vector_push(vector *v, uint32_t item) {
    if (v->len == v->cap && !vector_grow(v))
        return false;
    v->data[v->len++] = item;
    return true;
}

static void vector_fill(size_t n, vector *v) {
    for (size_t i = 0; i < n; i++)
        if (!vector_push(v, bench_value(i)))
            bench_fail("out of memory");
}

static void vector_fresh_push(bench *b) {
    vector v = {NULL, 0, 0};
    bench_build(b);
    bench_start(b);
    vector_fill(b->n, &v);
    bench_stop(b);
    bench_built(b, BENCH_SILENT);
    plain_answer(b, v.data);
    free(v.data);
}

static void vector_push_refill(bench *b) {
    vector v = {NULL, 0, 0};
    bench_build(b);
    vector_fill(b->n, &v);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &v)) {
        v.len = 0;
        vector_fill(b->n, &v);
    }
    plain_answer(b, v.data);
    free(v.data);
}

static void plain_get(bench *b) {
    uint32_t *data = NULL;
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    data = plain_fill(n, 0);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &data)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += data[i];
        bench_sink(sum);
    }
    bench_answer(b, sum);
    free(data);
}

static void plain_get_random(bench *b) {
    uint32_t *order = bench_permutation(b->n), *data = NULL;
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    data = plain_fill(n, 0);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &data)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += data[order[i]];
        bench_sink(sum);
    }
    bench_answer(b, sum);
    free(data);
}

static void plain_set(bench *b) {
    uint32_t *data = NULL;
    const size_t n = b->n;
    bench_build(b);
    data = plain_fill(n, 0);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &data))
        for (size_t i = 0; i < n; i++)
            data[i] = (uint32_t)i;
    plain_answer(b, data);
    free(data);
}

static void plain_insert_middle(bench *b) {
    uint32_t *data = NULL;
    const size_t n = b->n;
    bench_build(b);
    data = plain_fill(n, 0);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &data)) {
        for (size_t i = 0; i < n; i++) {
            memmove(data + i / 2 + 1, data + i / 2, (i - i / 2) * sizeof *data);
            data[i / 2] = bench_value(i);
        }
    }
    plain_answer(b, data);
    free(data);
}

static void plain_search(bench *b) {
    uint32_t *keys = bench_keys(b->n), *data = NULL;
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    data = plain_fill(n, 0);
    bench_built(b, BENCH_SILENT);
    for (size_t i = 0; i < n; i++)
        data[i] = bench_ascending(i);
    while (bench_again(b, &data)) {
        sum = 0;
        for (size_t i = 0; i < n; i++) {
            size_t low = 0, high = n;
            while (low < high) {
                size_t middle = low + (high - low) / 2;
                if (data[middle] < keys[i])
                    low = middle + 1;
                else
                    high = middle;
            }
            if (low < n && data[low] == keys[i])
                sum += low + 1;
        }
        bench_sink(sum);
    }
    bench_answer(b, sum);
    free(data);
}

static void plain_struct_push(bench *b) {
    bench_record *data = NULL;
    size_t cap = 0;
    const size_t n = b->n;
    bench_build(b);
    bench_start(b);
    for (size_t len = 0; len < n; len++) {
        if (len == cap) {
            cap = cap ? 2 * cap : 16;
            data = (bench_record *)realloc(data, cap * sizeof *data);
            if (!data)
                bench_fail("out of memory");
        }
        data[len] = bench_record_at(len);
    }
    bench_stop(b);
    bench_built(b, BENCH_SILENT);
    for (size_t i = 0; i < n; i++)
        bench_answer(b, data[i].kind);
    free(data);
}

// ---- The C library ------------------------------------------------------------------------------

static int libc_compare(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

static void libc_sort(bench *b) {
    uint32_t *input = bench_unsorted(b->n, b->option), *data = NULL;
    bench_build(b);
    data = plain_fill(b->n, b->n);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &data)) {
        bench_stop(b);
        memcpy(data, input, b->n * sizeof *input);
        bench_start(b);
        qsort(data, b->n, sizeof *data, libc_compare);
    }
    plain_answer(b, data);
    free(data);
}

static void libc_search(bench *b) {
    uint32_t *keys = bench_keys(b->n), *data = NULL;
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    data = plain_fill(n, 0);
    bench_built(b, BENCH_SILENT);
    for (size_t i = 0; i < n; i++)
        data[i] = bench_ascending(i);
    while (bench_again(b, &data)) {
        sum = 0;
        for (size_t i = 0; i < n; i++) {
            uint32_t *at = (uint32_t *)bsearch(&keys[i], data, n, sizeof *data, libc_compare);
            if (at)
                sum += (size_t)(at - data) + 1;
        }
        bench_sink(sum);
    }
    bench_answer(b, sum);
    free(data);
}

static const bench_work works[] = {
    {"push", "lean", lean_push, 0, 0},
    {"push", "plain_c", plain_push, 0, 0},
    {"push", "plain_c_struct", vector_fresh_push, 0, 0},
    {"push_reserved", "lean", lean_push_reserved, 0, 0},
    {"push_reserved", "plain_c", plain_push_reserved, 0, 0},
    {"push_refill", "lean", lean_push_refill, 0, 0},
    {"push_refill", "plain_c", plain_push_refill, 0, 0},
    {"push_refill", "plain_c_struct", vector_push_refill, 0, 0},
    {"struct_push", "lean", lean_struct_push, 0, 0},
    {"struct_push", "plain_c", plain_struct_push, 0, 0},
    {"get", "lean", lean_get, 0, 0},
    {"get", "plain_c", plain_get, 0, 0},
    {"get_random", "lean", lean_get_random, 0, 0},
    {"get_random", "plain_c", plain_get_random, 0, 0},
    {"set", "lean", lean_set, 0, 0},
    {"set", "plain_c", plain_set, 0, 0},
    {"insert_middle", "lean", lean_insert_middle, 2000, 0},
    {"insert_middle", "plain_c", plain_insert_middle, 2000, 0},
    {"sort_random", "lean", lean_sort, 0, BENCH_SHUFFLED},
    {"sort_random", "libc", libc_sort, 0, BENCH_SHUFFLED},
    {"sort_sorted", "lean", lean_sort, 0, BENCH_SORTED},
    {"sort_sorted", "libc", libc_sort, 0, BENCH_SORTED},
    {"sort_reversed", "lean", lean_sort, 0, BENCH_REVERSED},
    {"sort_reversed", "libc", libc_sort, 0, BENCH_REVERSED},
    {"sort_few_distinct", "lean", lean_sort, 0, BENCH_FEW_DISTINCT},
    {"sort_few_distinct", "libc", libc_sort, 0, BENCH_FEW_DISTINCT},
    {"search", "lean", lean_search, 0, 0},
    {"search", "plain_c", plain_search, 0, 0},
    {"search", "libc", libc_search, 0, 0},
};

BENCH_MAIN(works)
