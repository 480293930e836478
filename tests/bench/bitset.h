// What the workers of the room "bitset" share: the bits, and the works themselves.
//
// The operations are bits, and the bytes are those that one of them takes. Half of the bits are set.
//     count      how many are set
//     and, or    of two bitsets, into the first
//     and_into   of two bitsets, into a third that is there
//     count_and  how many are set in both, without making those
//     set, test  2^20 bits at random, or n if those are fewer; an array of them is read in turn
// In these 0.1, 10 or 50% of the bits are set, which the name ends in, and operations are those:
//     each_      the numbers of the bits that are set, added up: the shortest loop over them there is
//     next_      the same, where each bit is asked for by the number of the one before
//     iterate_   the numbers into an array of 256, over and over
//     list_      the numbers into an array that has room for all
// In this room memcpy is a limit: it copies what a work has to write, or, to count, reads all bits.
//
// A worker defines a type X and, for the works it takes part in, of these functions:
//     void X_make(X *v, const uint64_t *words, size_t n)     n bits, the lowest of a word first
//     bool X_get(const X *v, size_t i)
//     size_t X_says(const X *v)
//     void X_free(X *v)
//     void X_put(X *v, size_t i)                             sets bit i
//     uint64_t X_count(const X *v), X_each, X_next
//     void X_and(X *a, const X *b), X_or
//     void X_and_into(X *out, const X *a, const X *b)
//     uint64_t X_count_and(const X *a, const X *b)
//     size_t X_iterate(const X *v, T *some)   number k to some[k % 256]; others behind the last
//                                             of them may be overwritten
//     size_t X_list(const X *v, uint32_t *all, size_t ones)  so many there is room for
// BITSET_TYPE(X) and then BITSET_WORK(X, count) and its like, or BITSET_ITERATE(X, T), make works of
// them; BITSET_ROW(count, IMPL, X) is a row of the table, and BITSET_ROWS(each, IMPL, X) are three.
#ifndef BITSET_H
#define BITSET_H

#include "bench.h"

#define BITSET_SOME 256
#define BITSET_POINTS 1048576

// Words of n bits, of which b->option in a thousand are set, and then zeros. Each state, others.
static inline uint64_t *bitset_words(const bench *b, uint64_t state) {
    const size_t count = (b->n + 63) / 64;
    const uint64_t limit = (uint64_t)b->option * 65536 / 1000;
    uint64_t *words = (uint64_t *)bench_aligned(count, sizeof *words);
    for (size_t i = 0; i < count * 64; i += 4) {
        const uint64_t random = bench_random(&state);
        for (size_t k = 0; k < 4; k++)
            words[i / 64] |= (uint64_t)((random >> 16 * k & 0xffff) < limit) << (i + k) % 64;
    }
    if (b->n % 64 != 0)
        words[count - 1] &= UINT64_MAX >> (64 - b->n % 64);
    return words;
}

static inline size_t bitset_ones(const bench *b, const uint64_t *words) {
    size_t ones = 0;
    for (size_t i = 0; i < (b->n + 63) / 64; i++)
        ones += (size_t)__builtin_popcountll(words[i]);
    return ones;
}

static inline uint32_t *bitset_points(bench *b) {
    uint32_t *points;
    uint64_t state = 7;
    b->operations = b->n < BITSET_POINTS ? b->n : BITSET_POINTS;
    points = (uint32_t *)bench_aligned(b->operations, sizeof *points);
    for (size_t i = 0; i < b->operations; i++)
        points[i] = (uint32_t)bench_below(&state, b->n);
    return points;
}

BENCH_INLINE uint64_t bitset_weigh(size_t k, uint64_t number) {
    return number * (2 * (uint64_t)k + 1);
}

#define BITSET_TYPE(X)                                                                             \
    static void X##_fill(bench *b, X *v, const uint64_t *words) {                                  \
        bench_build(b);                                                                            \
        X##_make(v, words, b->n);                                                                  \
        bench_built(b, X##_says(v));                                                               \
    }                                                                                              \
                                                                                                   \
    static void X##_answer(bench *b, X *v) {                                                       \
        const size_t stride = b->n / 1000000 | 1; /* more than that many would take long */        \
        uint64_t sum = 0;                                                                          \
        for (size_t i = 0; i < b->n; i += stride)                                                  \
            sum += X##_get(v, i) * bitset_weigh(i, i + 1);                                         \
        bench_answer(b, sum);                                                                      \
        X##_free(v);                                                                               \
    }

#define BITSET_WORK(X, WORK) BITSET_WORK_##WORK(X)

// One number made of one bitset.
#define BITSET_WORK_SUM(X, WORK, OPERATIONS)                                                       \
    static void X##_work_##WORK(bench *b) {                                                        \
        uint64_t *words = bitset_words(b, 5), sum = 0;                                             \
        X v;                                                                                       \
        X##_fill(b, &v, words);                                                                    \
        b->operations = OPERATIONS;                                                                \
        while (bench_again(b, &v)) {                                                               \
            sum = X##_##WORK(&v);                                                                  \
            bench_sink(sum);                                                                       \
        }                                                                                          \
        bench_answer(b, sum);                                                                      \
        X##_free(&v);                                                                              \
    }
#define BITSET_WORK_count(X) BITSET_WORK_SUM(X, count, b->n)
#define BITSET_WORK_each(X) BITSET_WORK_SUM(X, each, bitset_ones(b, words))
#define BITSET_WORK_next(X) BITSET_WORK_SUM(X, next, bitset_ones(b, words))

// Doing it again changes nothing, so that every pass is the same work.
#define BITSET_WORK_INTO_FIRST(X, WORK)                                                            \
    static void X##_work_##WORK(bench *b) {                                                        \
        X first, second;                                                                           \
        X##_make(&second, bitset_words(b, 6), b->n);                                               \
        X##_fill(b, &first, bitset_words(b, 5));                                                   \
        while (bench_again(b, &first))                                                             \
            X##_##WORK(&first, &second);                                                           \
        X##_answer(b, &first);                                                                     \
        X##_free(&second);                                                                         \
    }
#define BITSET_WORK_and(X) BITSET_WORK_INTO_FIRST(X, and)
#define BITSET_WORK_or(X) BITSET_WORK_INTO_FIRST(X, or)

#define BITSET_WORK_and_into(X)                                                                    \
    static void X##_work_and_into(bench *b) {                                                      \
        X out, first, second;                                                                      \
        X##_make(&first, bitset_words(b, 5), b->n);                                                \
        X##_make(&second, bitset_words(b, 6), b->n);                                               \
        X##_fill(b, &out, bitset_words(b, 7));                                                     \
        while (bench_again(b, &out))                                                               \
            X##_and_into(&out, &first, &second);                                                   \
        X##_answer(b, &out);                                                                       \
        X##_free(&first);                                                                          \
        X##_free(&second);                                                                         \
    }

#define BITSET_WORK_count_and(X)                                                                   \
    static void X##_work_count_and(bench *b) {                                                     \
        uint64_t ones = 0;                                                                         \
        X first, second;                                                                           \
        X##_make(&second, bitset_words(b, 6), b->n);                                               \
        X##_fill(b, &first, bitset_words(b, 5));                                                   \
        while (bench_again(b, &first)) {                                                           \
            ones = X##_count_and(&first, &second);                                                 \
            bench_sink(ones);                                                                      \
        }                                                                                          \
        bench_answer(b, ones);                                                                     \
        X##_free(&first);                                                                          \
        X##_free(&second);                                                                         \
    }

#define BITSET_WORK_test(X)                                                                        \
    static void X##_work_test(bench *b) {                                                          \
        const uint32_t *points = bitset_points(b);                                                 \
        const size_t count = b->operations;                                                        \
        size_t ones = 0;                                                                           \
        X v;                                                                                       \
        X##_fill(b, &v, bitset_words(b, 5));                                                       \
        while (bench_again(b, &v)) {                                                               \
            ones = 0;                                                                              \
            for (size_t i = 0; i < count; i++)                                                     \
                ones += X##_get(&v, points[i]);                                                    \
            bench_sink(ones);                                                                      \
        }                                                                                          \
        bench_answer(b, ones);                                                                     \
        X##_free(&v);                                                                              \
    }

#define BITSET_WORK_set(X)                                                                         \
    static void X##_work_set(bench *b) {                                                           \
        const uint32_t *points = bitset_points(b);                                                 \
        const size_t count = b->operations;                                                        \
        X v;                                                                                       \
        X##_fill(b, &v, bitset_words(b, 5));                                                       \
        while (bench_again(b, &v))                                                                 \
            for (size_t i = 0; i < count; i++)                                                     \
                X##_put(&v, points[i]);                                                            \
        X##_answer(b, &v);                                                                         \
    }

#define BITSET_ITERATE(X, T)                                                                       \
    static void X##_work_iterate(bench *b) {                                                       \
        const uint64_t *words = bitset_words(b, 5);                                                \
        T some[BITSET_SOME] = {0};                                                                 \
        size_t ones = 0;                                                                           \
        X v;                                                                                       \
        X##_fill(b, &v, words);                                                                    \
        b->operations = bitset_ones(b, words);                                                     \
        while (bench_again(b, some))                                                               \
            ones = X##_iterate(&v, some);                                                          \
        bench_answer(b, ones);                                                                     \
        for (size_t k = 0; k < ones - (ones - 1) / BITSET_SOME * BITSET_SOME; k++)                 \
            bench_answer(b, some[k]);                                                              \
        X##_free(&v);                                                                              \
    }

#define BITSET_WORK_list(X)                                                                        \
    static void X##_work_list(bench *b) {                                                          \
        const uint64_t *words = bitset_words(b, 5);                                                \
        const size_t ones = bitset_ones(b, words);                                                 \
        uint32_t *all = (uint32_t *)bench_aligned(ones, sizeof *all);                              \
        uint64_t sum = 0;                                                                          \
        X v;                                                                                       \
        X##_fill(b, &v, words);                                                                    \
        b->operations = ones;                                                                      \
        while (bench_again(b, all))                                                                \
            if (X##_list(&v, all, ones) != ones)                                                   \
                bench_fail("not all bits that are set were listed");                               \
        for (size_t k = 0; k < ones; k++)                                                          \
            sum += bitset_weigh(k, all[k]);                                                        \
        bench_answer(b, sum);                                                                      \
        X##_free(&v);                                                                              \
    }

#define BITSET_ROW_OF(WORK, NAME, IMPL, X, OPTION)                                                 \
    { NAME, IMPL, X##_work_##WORK, 0, OPTION }
#define BITSET_ROW(WORK, IMPL, X) BITSET_ROW_OF(WORK, #WORK, IMPL, X, 500)
#define BITSET_ROWS(WORK, IMPL, X)                                                                 \
    BITSET_ROW_OF(WORK, #WORK "_0_1", IMPL, X, 1), BITSET_ROW_OF(WORK, #WORK "_10", IMPL, X, 100), \
        BITSET_ROW_OF(WORK, #WORK "_50", IMPL, X, 500)

#endif
