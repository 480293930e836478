// What the workers of the room "packed" share: the records, and the works as loops over what each
// implementation can do.
//
// A record has five fields, a to e, of values below 200,000: 18 bits each. The works:
//     get, set                 one field of each record in turn; of set the values are so few that
//                              they are always in a cache
//     get_random, set_random   n records at random, of an array of indices that is read in turn
//     read, write              one field of all records, into and from an array of u32
//     unpack, pack             whole records, one at a time, into and from an array of structs;
//                              pack overwrites records that are there
//     push                     whole records, into memory that is there from the passes before
//     hold                     what 200,000 records take, and the sum of all their fields
// All but hold come twice: as they are, and as <work>_small with so few that all is in the caches.
// In this room memcpy is a limit: it moves what read has to write and does nothing else. lean_pack
// is the same field in a lean_pack, where nothing else lies between the items.
#ifndef PACKED_H
#define PACKED_H

#include "bench.h"

#define PACKED_LIMIT 200000u
#define PACKED_SMALL 20000
#define PACKED_HOLD 200000
#define PACKED_VALUES 1024 // of set and push

// A work as it is and small, and those of all the functions that begin with X.
#define PACKED_ROW(WORK, IMPL, FUNCTION)                                                           \
    {WORK, IMPL, FUNCTION, 0, 0}, {WORK "_small", IMPL, FUNCTION, PACKED_SMALL, 0},
#define PACKED_ROWS(IMPL, X)                                                                       \
    PACKED_ROW("get", IMPL, X##_work_get)                                                          \
    PACKED_ROW("get_random", IMPL, X##_work_get_random)                                            \
    PACKED_ROW("set", IMPL, X##_work_set)                                                          \
    PACKED_ROW("set_random", IMPL, X##_work_set_random)                                            \
    PACKED_ROW("read", IMPL, X##_work_read)                                                        \
    PACKED_ROW("write", IMPL, X##_work_write)                                                      \
    PACKED_ROW("unpack", IMPL, X##_work_unpack)                                                    \
    PACKED_ROW("pack", IMPL, X##_work_pack)                                                        \
    PACKED_ROW("push", IMPL, X##_work_push){"hold", IMPL, X##_work_hold, PACKED_HOLD, 0},

// Field `field` of record i, and c is the one that the works on one field take. Workers in Python
// find the same numbers.
static inline uint32_t packed_value(size_t i, unsigned field) {
    return bench_value(5 * i + field) % PACKED_LIMIT;
}

#define PACKED_C 2

#define PACKED_MAKE(record, i)                                                                     \
    ((record)->a = packed_value(i, 0), (record)->b = packed_value(i, 1),                           \
     (record)->c = packed_value(i, PACKED_C), (record)->d = packed_value(i, 3),                    \
     (record)->e = packed_value(i, 4))

static inline uint32_t *packed_values(size_t n) {
    uint32_t *values = (uint32_t *)bench_aligned(n, sizeof *values);
    for (size_t i = 0; i < n; i++)
        values[i] = packed_value(n - i, PACKED_C); // others than are there
    return values;
}

static inline uint32_t *packed_indices(const bench *b) {
    uint32_t *indices = (uint32_t *)bench_aligned(b->n, sizeof *indices);
    uint64_t state = 6;
    for (size_t i = 0; i < b->n; i++)
        indices[i] = (uint32_t)((bench_random(&state) >> 32) * b->n >> 32);
    return indices;
}

// The answer of many items is the sum of these.
BENCH_INLINE uint64_t packed_weigh(size_t i, uint64_t item) {
    return item * (2 * (uint64_t)i + 1);
}

static inline void packed_answer(bench *b, const uint32_t *items) {
    uint64_t sum = 0;
    for (size_t i = 0; i < b->n; i++)
        sum += packed_weigh(i, items[i]);
    bench_answer(b, sum);
}

#define PACKED_WEIGH(i, r)                                                                         \
    (packed_weigh(5 * (i), (r).a) + packed_weigh(5 * (i) + 1, (r).b) +                             \
     packed_weigh(5 * (i) + 2, (r).c) + packed_weigh(5 * (i) + 3, (r).d) +                         \
     packed_weigh(5 * (i) + 4, (r).e))

// The works of an implementation of arrays, Array, of records. Record is what one is outside of
// them. BULK stands before the works on many at once. It takes
//     X_empty(), X_resize(a, n), X_says(a), X_free(a), X_clear(a), X_push(a, record)
//     X_get(a, i) and X_set(a, i, record), X_get_c(a, i) and X_set_c(a, i, value)
//     X_read_c(a, n, out) and X_write_c(a, n, in)
#define PACKED_DEFINE(X, Array, Record, BULK)                                                      \
    static Record *X##_records(size_t n) {                                                         \
        Record *records = (Record *)bench_aligned(n, sizeof *records);                             \
        for (size_t i = 0; i < n; i++)                                                             \
            PACKED_MAKE(&records[i], i);                                                           \
        return records;                                                                            \
    }                                                                                              \
                                                                                                   \
    static Array X##_fill(bench *b) {                                                              \
        Array a = X##_empty();                                                                     \
        bench_build(b);                                                                            \
        X##_resize(&a, b->n);                                                                      \
        for (size_t i = 0; i < b->n; i++) {                                                        \
            Record r;                                                                              \
            PACKED_MAKE(&r, i);                                                                    \
            X##_set(&a, i, &r);                                                                    \
        }                                                                                          \
        bench_built(b, X##_says(&a));                                                              \
        return a;                                                                                  \
    }                                                                                              \
                                                                                                   \
    static void X##_answer(bench *b, Array *a) {                                                   \
        uint64_t sum = 0;                                                                          \
        for (size_t i = 0; i < b->n; i++) {                                                        \
            const Record r = X##_get(a, i);                                                        \
            sum += PACKED_WEIGH(i, r);                                                             \
        }                                                                                          \
        bench_answer(b, sum);                                                                      \
        X##_free(a);                                                                               \
    }                                                                                              \
                                                                                                   \
    static void X##_work_get(bench *b) {                                                           \
        const size_t n = b->n;                                                                     \
        uint64_t sum = 0;                                                                          \
        Array a = X##_fill(b);                                                                     \
        while (bench_again(b, &a)) {                                                               \
            sum = 0;                                                                               \
            for (size_t i = 0; i < n; i++)                                                         \
                sum += X##_get_c(&a, i);                                                           \
            bench_sink(sum);                                                                       \
        }                                                                                          \
        bench_answer(b, sum);                                                                      \
        X##_free(&a);                                                                              \
    }                                                                                              \
                                                                                                   \
    static void X##_work_get_random(bench *b) {                                                    \
        const size_t n = b->n;                                                                     \
        uint32_t *indices = packed_indices(b);                                                     \
        uint64_t sum = 0;                                                                          \
        Array a = X##_fill(b);                                                                     \
        while (bench_again(b, &a)) {                                                               \
            sum = 0;                                                                               \
            for (size_t i = 0; i < n; i++)                                                         \
                sum += X##_get_c(&a, indices[i]);                                                  \
            bench_sink(sum);                                                                       \
        }                                                                                          \
        bench_answer(b, sum);                                                                      \
        X##_free(&a);                                                                              \
    }                                                                                              \
                                                                                                   \
    static void X##_work_set(bench *b) {                                                           \
        const size_t n = b->n;                                                                     \
        uint32_t *values = packed_values(PACKED_VALUES);                                           \
        Array a = X##_fill(b);                                                                     \
        while (bench_again(b, &a))                                                                 \
            for (size_t i = 0; i < n; i++)                                                         \
                X##_set_c(&a, i, values[i % PACKED_VALUES]);                                       \
        X##_answer(b, &a);                                                                         \
    }                                                                                              \
                                                                                                   \
    static void X##_work_set_random(bench *b) {                                                    \
        const size_t n = b->n;                                                                     \
        uint32_t *indices = packed_indices(b), *values = packed_values(PACKED_VALUES);             \
        Array a = X##_fill(b);                                                                     \
        while (bench_again(b, &a))                                                                 \
            for (size_t i = 0; i < n; i++)                                                         \
                X##_set_c(&a, indices[i], values[i % PACKED_VALUES]);                              \
        X##_answer(b, &a);                                                                         \
    }                                                                                              \
                                                                                                   \
    BULK static void X##_work_read(bench *b) {                                                     \
        const size_t n = b->n;                                                                     \
        Array a = X##_fill(b);                                                                     \
        uint32_t *out = (uint32_t *)bench_aligned(n, sizeof *out);                                 \
        while (bench_again(b, out))                                                                \
            X##_read_c(&a, n, out);                                                                \
        packed_answer(b, out);                                                                     \
        X##_free(&a);                                                                              \
    }                                                                                              \
                                                                                                   \
    BULK static void X##_work_write(bench *b) {                                                    \
        const size_t n = b->n;                                                                     \
        uint32_t *values = packed_values(n);                                                       \
        Array a = X##_fill(b);                                                                     \
        while (bench_again(b, &a))                                                                 \
            X##_write_c(&a, n, values);                                                            \
        X##_answer(b, &a);                                                                         \
    }                                                                                              \
                                                                                                   \
    BULK static void X##_work_unpack(bench *b) {                                                   \
        const size_t n = b->n;                                                                     \
        uint64_t sum = 0;                                                                          \
        Array a = X##_fill(b);                                                                     \
        Record *out = (Record *)bench_aligned(n, sizeof *out);                                     \
        while (bench_again(b, out))                                                                \
            for (size_t i = 0; i < n; i++)                                                         \
                out[i] = X##_get(&a, i);                                                           \
        for (size_t i = 0; i < n; i++)                                                             \
            sum += PACKED_WEIGH(i, out[i]);                                                        \
        bench_answer(b, sum);                                                                      \
        X##_free(&a);                                                                              \
    }                                                                                              \
                                                                                                   \
    BULK static void X##_work_pack(bench *b) {                                                     \
        const size_t n = b->n;                                                                     \
        Record *records = X##_records(n);                                                          \
        Array a = X##_empty();                                                                     \
        bench_build(b);                                                                            \
        X##_resize(&a, n);                                                                         \
        bench_built(b, X##_says(&a));                                                              \
        while (bench_again(b, &a))                                                                 \
            for (size_t i = 0; i < n; i++)                                                         \
                X##_set(&a, i, &records[i]);                                                       \
        X##_answer(b, &a);                                                                         \
    }                                                                                              \
                                                                                                   \
    static void X##_push_all(Array *a, size_t n, const Record *records) {                          \
        for (size_t i = 0; i < n; i++)                                                             \
            X##_push(a, &records[i % PACKED_VALUES]);                                              \
    }                                                                                              \
                                                                                                   \
    static void X##_work_push(bench *b) {                                                          \
        Record *records = X##_records(PACKED_VALUES);                                              \
        Array a = X##_empty();                                                                     \
        bench_build(b);                                                                            \
        X##_push_all(&a, b->n, records);                                                           \
        bench_built(b, X##_says(&a));                                                              \
        while (bench_again(b, &a)) {                                                               \
            X##_clear(&a);                                                                         \
            X##_push_all(&a, b->n, records);                                                       \
        }                                                                                          \
        X##_answer(b, &a);                                                                         \
    }                                                                                              \
                                                                                                   \
    static void X##_work_hold(bench *b) {                                                          \
        const size_t n = b->n;                                                                     \
        uint64_t sum = 0;                                                                          \
        Array a = X##_fill(b);                                                                     \
        while (bench_again(b, &a)) {                                                               \
            sum = 0;                                                                               \
            for (size_t i = 0; i < n; i++) {                                                       \
                const Record r = X##_get(&a, i);                                                   \
                sum += (uint64_t)r.a + r.b + r.c + r.d + r.e;                                      \
            }                                                                                      \
            bench_sink(sum);                                                                       \
        }                                                                                          \
        bench_answer(b, sum);                                                                      \
        X##_free(&a);                                                                              \
    }

#endif
