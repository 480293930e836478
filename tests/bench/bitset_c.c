// Dense bitsets in plain C: words of 64 bits.
// bench: flags -O3
#include "bitset.h"
#include <immintrin.h>

typedef struct plain {
    uint64_t *data;
    size_t len; // of words
} plain;

static void plain_make(plain *v, const uint64_t *from, size_t n) {
    v->len = (n + 63) / 64;
    v->data = (uint64_t *)malloc(v->len * sizeof *v->data);
    if (!v->data)
        bench_fail("out of memory");
    memcpy(v->data, from, v->len * sizeof *v->data);
}

BENCH_INLINE bool plain_get(const plain *v, size_t i) {
    return v->data[i / 64] >> i % 64 & 1;
}

static size_t plain_says(const plain *v) {
    (void)v;
    return BENCH_SILENT;
}

static void plain_free(plain *v) {
    free(v->data);
}

BENCH_INLINE void plain_put(plain *v, size_t i) {
    v->data[i / 64] |= (uint64_t)1 << i % 64;
}

static uint64_t plain_count(const plain *v) {
    uint64_t ones = 0;
    for (size_t i = 0; i < v->len; i++)
        ones += (uint64_t)__builtin_popcountll(v->data[i]);
    return ones;
}

static void plain_and(plain *a, const plain *b) {
    uint64_t *to = a->data;
    const uint64_t *from = b->data;
    for (size_t i = 0, len = a->len; i < len; i++)
        to[i] &= from[i];
}

static void plain_or(plain *a, const plain *b) {
    uint64_t *to = a->data;
    const uint64_t *from = b->data;
    for (size_t i = 0, len = a->len; i < len; i++)
        to[i] |= from[i];
}

static void plain_and_into(plain *out, const plain *a, const plain *b) {
    uint64_t *to = out->data;
    const uint64_t *x = a->data, *y = b->data;
    for (size_t i = 0, len = out->len; i < len; i++)
        to[i] = x[i] & y[i];
}

static uint64_t plain_count_and(const plain *a, const plain *b) {
    uint64_t ones = 0;
    for (size_t i = 0; i < a->len; i++)
        ones += (uint64_t)__builtin_popcountll(a->data[i] & b->data[i]);
    return ones;
}

static uint64_t plain_each(const plain *v) {
    uint64_t sum = 0;
    for (size_t i = 0; i < v->len; i++)
        for (uint64_t word = v->data[i]; word != 0; word &= word - 1)
            sum += i * 64 + (size_t)__builtin_ctzll(word);
    return sum;
}

// The number of the first bit from `from` on that is set, or SIZE_MAX.
BENCH_INLINE size_t plain_from(const plain *v, size_t from) {
    size_t i = from / 64;
    uint64_t word = 0;
    if (i >= v->len)
        return SIZE_MAX;
    word = v->data[i] & UINT64_MAX << from % 64;
    while (word == 0) {
        if (++i == v->len)
            return SIZE_MAX;
        word = v->data[i];
    }
    return i * 64 + (size_t)__builtin_ctzll(word);
}

static uint64_t plain_next(const plain *v) {
    uint64_t sum = 0;
    for (size_t i = plain_from(v, 0); i != SIZE_MAX; i = plain_from(v, i + 1))
        sum += i;
    return sum;
}

static size_t plain_iterate(const plain *v, uint32_t *some) {
    size_t ones = 0;
    for (size_t i = 0; i < v->len; i++)
        for (uint64_t word = v->data[i]; word != 0; word &= word - 1)
            some[ones++ % BITSET_SOME] = (uint32_t)(i * 64 + (size_t)__builtin_ctzll(word));
    return ones;
}

static size_t plain_list(const plain *v, uint32_t *all, size_t ones) {
    (void)ones;
    size_t count = 0;
    for (size_t i = 0; i < v->len; i++)
        for (uint64_t word = v->data[i]; word != 0; word &= word - 1)
            all[count++] = (uint32_t)(i * 64 + (size_t)__builtin_ctzll(word));
    return count;
}

BITSET_TYPE(plain)
BITSET_WORK(plain, count)
BITSET_WORK(plain, and)
BITSET_WORK(plain, or)
BITSET_WORK(plain, and_into)
BITSET_WORK(plain, count_and)
BITSET_WORK(plain, set)
BITSET_WORK(plain, test)
BITSET_WORK(plain, each)
BITSET_WORK(plain, next)
BITSET_ITERATE(plain, uint32_t)
BITSET_WORK(plain, list)

// ---- The limit ----------------------------------------------------------------------------------

// To count: loads, eight at a time, and one step for each of them.
__attribute__((target("avx2"), noinline)) static uint64_t read_all(const uint64_t *from,
                                                                   size_t len) {
    __m256i all[8];
    size_t i = 0;
    uint64_t some = 0;
    memset(all, 0, sizeof all);
    for (; len - i >= 32; i += 32)
        for (size_t k = 0; k < 8; k++)
            all[k] = _mm256_or_si256(
                all[k], _mm256_loadu_si256((const __m256i *)(const void *)(from + i + 4 * k)));
    for (size_t k = 1; k < 8; k++)
        all[0] = _mm256_or_si256(all[0], all[k]);
    for (; i < len; i++)
        some |= from[i];
    return some | (uint64_t)_mm256_movemask_epi8(all[0]);
}

static void limit_count(bench *b) {
    uint64_t *from = bitset_words(b, 5);
    plain v;
    if (!__builtin_cpu_supports("avx2"))
        bench_skip("reading with AVX2 takes AVX2");
    plain_fill(b, &v, from);
    while (bench_again(b, v.data))
        bench_sink(read_all(v.data, v.len));
    bench_answer(b, plain_count(&v));
    plain_free(&v);
}

static void limit_copy(bench *b, const void *from, void *to, size_t bytes) {
    while (bench_again(b, to))
        memcpy(to, from, bytes);
}

static void limit_and(bench *b) {
    plain first, second;
    plain_make(&second, bitset_words(b, 6), b->n);
    plain_fill(b, &first, bitset_words(b, 5));
    plain_and(&second, &first);
    limit_copy(b, second.data, first.data, first.len * sizeof *first.data);
    plain_answer(b, &first);
    plain_free(&second);
}

static void limit_or(bench *b) {
    plain first, second;
    plain_make(&second, bitset_words(b, 6), b->n);
    plain_fill(b, &first, bitset_words(b, 5));
    plain_or(&second, &first);
    limit_copy(b, second.data, first.data, first.len * sizeof *first.data);
    plain_answer(b, &first);
    plain_free(&second);
}

static void limit_list(bench *b) {
    const uint64_t *from = bitset_words(b, 5);
    const size_t ones = bitset_ones(b, from);
    uint32_t *all = (uint32_t *)bench_aligned(ones, sizeof *all);
    uint32_t *to = (uint32_t *)bench_aligned(ones, sizeof *to);
    uint64_t sum = 0;
    plain v;
    plain_fill(b, &v, from);
    plain_list(&v, all, ones);
    b->operations = ones;
    limit_copy(b, all, to, ones * sizeof *to);
    for (size_t k = 0; k < ones; k++)
        sum += bitset_weigh(k, to[k]);
    bench_answer(b, sum);
    plain_free(&v);
}

#define limit_work_count limit_count
#define limit_work_and limit_and
#define limit_work_and_into limit_and
#define limit_work_or limit_or
#define limit_work_list limit_list

static const bench_work works[] = {
    BITSET_ROW(count, "plain_c", plain),     BITSET_ROW(and, "plain_c", plain),
    BITSET_ROW(or, "plain_c", plain),        BITSET_ROW(and_into, "plain_c", plain),
    BITSET_ROW(count_and, "plain_c", plain), BITSET_ROW(set, "plain_c", plain),
    BITSET_ROW(test, "plain_c", plain),      BITSET_ROWS(each, "plain_c", plain),
    BITSET_ROWS(next, "plain_c", plain),     BITSET_ROWS(iterate, "plain_c", plain),
    BITSET_ROWS(list, "plain_c", plain),     BITSET_ROW(count, "memcpy", limit),
    BITSET_ROW(and, "memcpy", limit),        BITSET_ROW(or, "memcpy", limit),
    BITSET_ROW(and_into, "memcpy", limit),   BITSET_ROWS(list, "memcpy", limit),
};

BENCH_MAIN(works)
