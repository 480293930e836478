// Records in plain C: arrays of structs of five u32 and of bit-fields, structs of malloc's one by
// one, and the limit.
#include "packed.h"

// What has to be done for every record in turn gets the compiler's vectors, which gcc leaves off
// at -O2.
#if defined __GNUC__ && !defined __clang__
#define VECTORS __attribute__((optimize("O3")))
#else
#define VECTORS
#endif

typedef struct record {
    uint32_t a, b, c, d, e;
} record;

// Compilers put what does not fit the rest of a u32 into the next one: 20 bytes as well.
typedef struct fields {
    uint32_t a : 18, b : 18, c : 18, d : 18, e : 18;
} fields;

// ---- Arrays of structs --------------------------------------------------------------------------

#define DEFINE_ARRAY(X, T)                                                                         \
    typedef struct X##s {                                                                          \
        T *data;                                                                                   \
        size_t len, cap;                                                                           \
    } X##s;                                                                                        \
                                                                                                   \
    static X##s X##_empty(void) {                                                                  \
        X##s a = {NULL, 0, 0};                                                                     \
        return a;                                                                                  \
    }                                                                                              \
                                                                                                   \
    static void X##_reserve(X##s *a, size_t cap) {                                                 \
        a->cap = cap;                                                                              \
        a->data = (T *)realloc(a->data, cap * sizeof(T));                                          \
        if (!a->data)                                                                              \
            bench_fail("out of memory");                                                           \
    }                                                                                              \
                                                                                                   \
    static void X##_resize(X##s *a, size_t n) {                                                    \
        X##_reserve(a, n);                                                                         \
        memset(a->data, 0, n * sizeof(T));                                                         \
        a->len = n;                                                                                \
    }                                                                                              \
                                                                                                   \
    static size_t X##_says(const X##s *a) {                                                        \
        (void)a;                                                                                   \
        return BENCH_SILENT;                                                                       \
    }                                                                                              \
                                                                                                   \
    static void X##_free(X##s *a) {                                                                \
        free(a->data);                                                                             \
    }                                                                                              \
                                                                                                   \
    BENCH_INLINE void X##_clear(X##s *a) {                                                         \
        a->len = 0;                                                                                \
    }                                                                                              \
                                                                                                   \
    BENCH_INLINE void X##_set(X##s *a, size_t i, const record *r) {                                \
        T *to = &a->data[i];                                                                       \
        to->a = r->a;                                                                              \
        to->b = r->b;                                                                              \
        to->c = r->c;                                                                              \
        to->d = r->d;                                                                              \
        to->e = r->e;                                                                              \
    }                                                                                              \
                                                                                                   \
    BENCH_INLINE void X##_push(X##s *a, const record *r) {                                         \
        if (a->len == a->cap)                                                                      \
            X##_reserve(a, a->cap ? 2 * a->cap : 16);                                              \
        X##_set(a, a->len++, r);                                                                   \
    }                                                                                              \
                                                                                                   \
    BENCH_INLINE record X##_get(const X##s *a, size_t i) {                                         \
        const T *from = &a->data[i];                                                               \
        const record r = {from->a, from->b, from->c, from->d, from->e};                            \
        return r;                                                                                  \
    }                                                                                              \
                                                                                                   \
    BENCH_INLINE uint32_t X##_get_c(const X##s *a, size_t i) {                                     \
        return a->data[i].c;                                                                       \
    }                                                                                              \
                                                                                                   \
    BENCH_INLINE void X##_set_c(X##s *a, size_t i, uint32_t value) {                               \
        a->data[i].c = value;                                                                      \
    }                                                                                              \
                                                                                                   \
    BENCH_INLINE void X##_read_c(const X##s *a, size_t n, uint32_t *out) {                         \
        for (size_t i = 0; i < n; i++)                                                             \
            out[i] = a->data[i].c;                                                                 \
    }                                                                                              \
                                                                                                   \
    BENCH_INLINE void X##_write_c(X##s *a, size_t n, const uint32_t *in) {                         \
        for (size_t i = 0; i < n; i++)                                                             \
            a->data[i].c = in[i];                                                                  \
    }
DEFINE_ARRAY(plain, record)
DEFINE_ARRAY(bitfield, fields)
PACKED_DEFINE(plain, plains, record, VECTORS)
PACKED_DEFINE(bitfield, bitfields, record, VECTORS)

// ---- Structs of malloc's ------------------------------------------------------------------------

static void malloc_work_hold(bench *b) {
    const size_t n = b->n;
    uint64_t sum = 0;
    record **all = NULL;
    bench_build(b);
    all = (record **)malloc(n * sizeof *all);
    for (size_t i = 0; all && i < n; i++) {
        all[i] = (record *)malloc(sizeof **all);
        if (!all[i])
            bench_fail("out of memory");
        PACKED_MAKE(all[i], i);
    }
    bench_built(b, BENCH_SILENT);
    if (!all)
        bench_fail("out of memory");
    while (bench_again(b, all)) {
        sum = 0;
        for (size_t i = 0; i < n; i++) {
            const record *r = all[i];
            sum += (uint64_t)r->a + r->b + r->c + r->d + r->e;
        }
        bench_sink(sum);
    }
    bench_answer(b, sum);
    for (size_t i = 0; i < n; i++)
        free(all[i]);
    free(all);
}

// ---- The limit ----------------------------------------------------------------------------------

static void copy_work_read(bench *b) {
    const size_t bytes = b->n * sizeof(uint32_t);
    uint32_t *items = (uint32_t *)bench_aligned(b->n, sizeof *items), *out = NULL;
    for (size_t i = 0; i < b->n; i++)
        items[i] = packed_value(i, PACKED_C);
    bench_build(b);
    out = (uint32_t *)bench_aligned(b->n, sizeof *out);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, out))
        memcpy(out, items, bytes);
    packed_answer(b, out);
}

static const bench_work works[] = {PACKED_ROWS("plain", plain) PACKED_ROWS("bitfield", bitfield)
                                       PACKED_ROW("read", "memcpy", copy_work_read){
                                           "hold", "malloc", malloc_work_hold, PACKED_HOLD, 0}};

BENCH_MAIN(works)
