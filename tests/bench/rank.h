// What the workers of the room "rank" share: the bits, and the works themselves.
//
// n is bits, half of them set in no order. Bytes are those that come on top, of a bit: 0.125 would
// be as many again as the bits take.
//     build         the operations are bits
//     rank          the bits set before each of 2^20 at random, or n, if those are fewer
//     select        the numbers of as many bits that are set, at random
//     select_zero   the same of bits that are not
//     rank_wait, select_wait   where each has to wait for the one before
//
// A worker defines a type X and, for the works it takes part in, of these functions:
//     void X_take(X *r, const uint64_t *words, size_t n)   n bits, the lowest of a word first
//     void X_build(X *r)                        what answers quickly, of those
//     void X_drop(X *r)                         that again; X_build may follow
//     size_t X_says(const X *r)                 its bytes, or BENCH_SILENT
//     size_t X_ones(const X *r)                 how many are set, by asking what was built
//     size_t X_rank(const X *r, size_t i)
//     size_t X_select(const X *r, size_t k), X_select_zero       k of the kind are before it
// RANK_TYPE(X) and then RANK_WORK(X, rank) and its like make works of them, and RANK_ROWS(rank, IMPL,
// X) the rows of the table, also of those that wait. Who can answer many at once has uint64_t
// X_all_rank(const X *r, const size_t *questions, size_t n), the sum, and RANK_ALL(X, rank).
#ifndef RANK_H
#define RANK_H

#include "bench.h"

#define RANK_QUESTIONS 1048576

static inline uint64_t *rank_words(const bench *b) {
    const size_t count = (b->n + 63) / 64;
    uint64_t *words = (uint64_t *)bench_aligned(count, sizeof *words);
    uint64_t state = 5;
    for (size_t i = 0; i < count; i++)
        words[i] = bench_random(&state);
    if (b->n % 64 != 0)
        words[count - 1] &= UINT64_MAX >> (64 - b->n % 64);
    return words;
}

static inline size_t rank_ones(const bench *b, const uint64_t *words) {
    size_t ones = 0;
    for (size_t i = 0; i < (b->n + 63) / 64; i++)
        ones += (size_t)__builtin_popcountll(words[i]);
    return ones;
}

static inline size_t *rank_questions(bench *b, size_t limit) {
    size_t *questions;
    uint64_t state = 8;
    b->operations = b->n < RANK_QUESTIONS ? b->n : RANK_QUESTIONS;
    questions = (size_t *)bench_aligned(b->operations + 1, sizeof *questions);
    for (size_t i = 0; i < b->operations; i++)
        questions[i] = bench_below(&state, limit);
    return questions;
}

#define RANK_TYPE(X)                                                                               \
    static void X##_work_build(bench *b) {                                                         \
        X r;                                                                                       \
        X##_take(&r, rank_words(b), b->n);                                                         \
        bench_build(b);                                                                            \
        X##_build(&r);                                                                             \
        bench_built(b, X##_says(&r));                                                              \
        while (bench_again(b, &r)) {                                                               \
            bench_stop(b);                                                                         \
            X##_drop(&r);                                                                          \
            bench_start(b);                                                                        \
            X##_build(&r);                                                                         \
        }                                                                                          \
        bench_answer(b, X##_ones(&r));                                                             \
        X##_drop(&r);                                                                              \
    }

#define RANK_LOOP(X, WORK)                                                                         \
    static uint64_t X##_all_##WORK(const X *r, const size_t *questions, size_t n) {                \
        uint64_t sum = 0;                                                                          \
        for (size_t i = 0; i < n; i++)                                                             \
            sum += X##_##WORK(r, questions[i]);                                                    \
        return sum;                                                                                \
    }

// Where the next question stands depends on the top bit of the answer, which is 0 in all.
#define RANK_LOOP_WAIT(X, WORK)                                                                    \
    static uint64_t X##_all_##WORK##_wait(const X *r, const size_t *questions, size_t n) {         \
        uint64_t sum = 0;                                                                          \
        size_t ahead = 0;                                                                          \
        for (size_t i = 0; i < n; i++) {                                                           \
            const size_t answer = X##_##WORK(r, questions[i + ahead]);                             \
            ahead = answer >> 63;                                                                  \
            sum += answer;                                                                         \
        }                                                                                          \
        return sum;                                                                                \
    }

#define RANK_WORK_ALL(X, WORK, LIMIT)                                                              \
    static void X##_work_##WORK(bench *b) {                                                        \
        uint64_t *words = rank_words(b), sum = 0;                                                  \
        const size_t *questions = rank_questions(b, LIMIT);                                        \
        X r;                                                                                       \
        X##_take(&r, words, b->n);                                                                 \
        bench_build(b);                                                                            \
        X##_build(&r);                                                                             \
        bench_built(b, X##_says(&r));                                                              \
        while (bench_again(b, &r)) {                                                               \
            sum = X##_all_##WORK(&r, questions, b->operations);                                    \
            bench_sink(sum);                                                                       \
        }                                                                                          \
        bench_answer(b, sum);                                                                      \
        X##_drop(&r);                                                                              \
    }
#define RANK_ALL(X, WORK) RANK_ALL_##WORK(X)
#define RANK_WORK(X, WORK) RANK_WORK_##WORK(X)
#define RANK_ALL_rank(X) RANK_WORK_ALL(X, rank, b->n)
#define RANK_ALL_select(X) RANK_WORK_ALL(X, select, rank_ones(b, words))
#define RANK_ALL_select_zero(X) RANK_WORK_ALL(X, select_zero, b->n - rank_ones(b, words))

#define RANK_WORK_rank(X)                                                                          \
    RANK_LOOP(X, rank)                                                                             \
    RANK_LOOP_WAIT(X, rank)                                                                        \
    RANK_ALL_rank(X) RANK_WORK_ALL(X, rank_wait, b->n)
#define RANK_WORK_select(X)                                                                        \
    RANK_LOOP(X, select)                                                                           \
    RANK_LOOP_WAIT(X, select)                                                                      \
    RANK_ALL_select(X) RANK_WORK_ALL(X, select_wait, rank_ones(b, words))
#define RANK_WORK_select_zero(X) RANK_LOOP(X, select_zero) RANK_ALL_select_zero(X)

#define RANK_ROW(WORK, IMPL, X)                                                                    \
    { #WORK, IMPL, X##_work_##WORK, 0, 0 }
#define RANK_ROWS(WORK, IMPL, X) RANK_ROWS_##WORK(IMPL, X)
#define RANK_ROWS_rank(IMPL, X) RANK_ROW(rank, IMPL, X), RANK_ROW(rank_wait, IMPL, X)
#define RANK_ROWS_select(IMPL, X) RANK_ROW(select, IMPL, X), RANK_ROW(select_wait, IMPL, X)

#endif
