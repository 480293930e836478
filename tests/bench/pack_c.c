// Integers of any number of bits in plain C: shifted and masked out of 64-bit words, and an item
// each in arrays of u8, u16, u32 and u64.
#include "pack.h"

// ---- Shift and mask -----------------------------------------------------------------------------

// A word more than the items take: every item can be read from two words, without asking.
typedef struct words {
    uint64_t *data, mask;
    size_t len, cap; // of words without that one
    unsigned width;
} words;

static void words_reserve(words *p, size_t cap) {
    uint64_t *data = (uint64_t *)realloc(p->data, (cap + 1) * sizeof *data);
    if (!data)
        bench_fail("out of memory");
    memset(data + p->cap, 0, (cap + 1 - p->cap) * sizeof *data);
    p->data = data;
    p->cap = cap;
}

static words words_empty(const bench *b) {
    words p = {NULL, pack_mask(b), 0, 0, (unsigned)b->option};
    return p;
}

BENCH_INLINE uint64_t words_at(const words *p, size_t bit) {
    const uint64_t *word = p->data + bit / 64;
    const unsigned shift = bit % 64;
    return (word[0] >> shift | word[1] << 1 << (63 - shift)) & p->mask;
}

BENCH_INLINE uint64_t words_item(const words *p, size_t i) {
    return words_at(p, i * p->width);
}

BENCH_INLINE void words_put(words *p, size_t i, uint64_t value) {
    const size_t bit = i * p->width;
    uint64_t *word = p->data + bit / 64;
    const unsigned shift = bit % 64;
    value &= p->mask;
    word[0] = (word[0] & ~(p->mask << shift)) | value << shift;
    if (shift + p->width > 64)
        word[1] = (word[1] & ~(p->mask >> (64 - shift))) | value >> (64 - shift);
}

BENCH_INLINE void words_append(words *p, uint64_t value) {
    if ((p->len + 1) * p->width > p->cap * 64)
        words_reserve(p, p->cap ? 2 * p->cap : 16);
    words_put(p, p->len++, value);
}

// In one stream: the words are written one after the other, and nothing of them is read.
#define DEFINE_WORDS_WRITE(X)                                                                      \
    static void words_write_##X(words *p, const X##_t *items, size_t n) {                          \
        const unsigned width = p->width;                                                           \
        uint64_t *out = p->data, gathered = 0, mask = p->mask;                                     \
        unsigned used = 0;                                                                         \
        for (size_t i = 0; i < n; i++) {                                                           \
            const uint64_t value = items[i] & mask;                                                \
            gathered |= value << used;                                                             \
            used += width;                                                                         \
            if (used >= 64) {                                                                      \
                *out++ = gathered;                                                                 \
                used -= 64;                                                                        \
                gathered = used ? value >> (width - used) : 0;                                     \
            }                                                                                      \
        }                                                                                          \
        if (used)                                                                                  \
            *out = gathered;                                                                       \
    }                                                                                              \
                                                                                                   \
    static void words_read_##X(words p, X##_t *out, size_t n) {                                    \
        size_t bit = 0;                                                                            \
        for (size_t i = 0; i < n; i++, bit += p.width)                                             \
            out[i] = (X##_t)words_at(&p, bit);                                                     \
    }
DEFINE_WORDS_WRITE(uint32)
DEFINE_WORDS_WRITE(uint64)

static void words_write(const bench *b, words *p, const void *items) {
    if (pack_size(b) == 4)
        words_write_uint32(p, (const uint32_t *)items, b->n);
    else
        words_write_uint64(p, (const uint64_t *)items, b->n);
}

static words words_fill(bench *b) {
    void *items = pack_items(b);
    words p = words_empty(b);
    bench_build(b);
    words_reserve(&p, (b->n * p.width + 63) / 64);
    words_write(b, &p, items);
    bench_built(b, BENCH_SILENT);
    return p;
}

static void words_answer(bench *b, words *p) {
    uint64_t sum = 0;
    for (size_t i = 0; i < b->n; i++)
        sum += pack_weigh(i, words_item(p, i));
    bench_answer(b, sum);
    free(p->data);
}

static void words_get(bench *b) {
    const size_t n = b->n;
    uint32_t *indices = pack_indices(b);
    uint64_t sum = 0;
    words p = words_fill(b);
    while (bench_again(b, &p)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += words_item(&p, indices[i]);
        bench_sink(sum);
    }
    bench_answer(b, sum);
    free(p.data);
}

static void words_set(bench *b) {
    const size_t n = b->n;
    uint32_t *indices = pack_indices(b);
    uint64_t *values = pack_values(b);
    words p = words_fill(b);
    while (bench_again(b, &p)) {
        words local = p; // no store into the words changes it
        for (size_t i = 0; i < n; i++)
            words_put(&local, indices[i], values[i % PACK_VALUES]);
    }
    words_answer(b, &p);
}

static void words_push(bench *b) {
    const size_t n = b->n;
    uint64_t *values = pack_values(b);
    words p = words_empty(b);
    bench_build(b);
    for (size_t i = 0; i < n; i++)
        words_append(&p, values[i % PACK_VALUES]);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &p)) {
        p.len = 0;
        for (size_t i = 0; i < n; i++)
            words_append(&p, values[i % PACK_VALUES]);
    }
    words_answer(b, &p);
}

static void words_unpack(bench *b) {
    words p = words_fill(b);
    void *out = bench_aligned(b->n, pack_size(b));
    while (bench_again(b, out)) {
        if (pack_size(b) == 4)
            words_read_uint32(p, (uint32_t *)out, b->n);
        else
            words_read_uint64(p, (uint64_t *)out, b->n);
    }
    pack_answer(b, out, pack_size(b));
    free(p.data);
}

static void words_pack(bench *b) {
    void *items = pack_items(b);
    words p = words_fill(b);
    while (bench_again(b, &p))
        words_write(b, &p, items);
    words_answer(b, &p);
}

static void words_sum(bench *b) {
    const size_t n = b->n;
    words p = words_fill(b);
    uint64_t sum = 0;
    while (bench_again(b, &p)) {
        size_t bit = 0;
        sum = 0;
        for (size_t i = 0; i < n; i++, bit += p.width)
            sum += words_at(&p, bit);
        bench_sink(sum);
    }
    bench_answer(b, sum);
    free(p.data);
}

// ---- Arrays -------------------------------------------------------------------------------------

// All in one loop over T, unpacked into and packed from OUT. What has to be done for every item in
// turn gets the compiler's vectors, which gcc leaves off at -O2.
#if defined __GNUC__ && !defined __clang__
#define VECTORS __attribute__((optimize("O3")))
#else
#define VECTORS
#endif

#define DEFINE_ARRAY(X, T, OUT)                                                                    \
    typedef struct X##s {                                                                          \
        T *data;                                                                                   \
        size_t len, cap;                                                                           \
    } X##s;                                                                                        \
                                                                                                   \
    static void X##s_grow(X##s *p) {                                                               \
        p->cap = p->cap ? 2 * p->cap : 16;                                                         \
        p->data = (T *)realloc(p->data, p->cap * sizeof(T));                                       \
        if (!p->data)                                                                              \
            bench_fail("out of memory");                                                           \
    }                                                                                              \
                                                                                                   \
    BENCH_INLINE void X##s_append(X##s *p, uint64_t value) {                                       \
        if (p->len == p->cap)                                                                      \
            X##s_grow(p);                                                                          \
        p->data[p->len++] = (T)value;                                                              \
    }                                                                                              \
                                                                                                   \
    static T *X##s_fill(bench *b) {                                                                \
        T *items = (T *)pack_array(b, b->n, sizeof(T)), *data = NULL;                              \
        bench_build(b);                                                                            \
        data = (T *)bench_memory(b->n, sizeof(T));                                                 \
        memcpy(data, items, b->n * sizeof(T));                                                     \
        bench_built(b, BENCH_SILENT);                                                              \
        return data;                                                                               \
    }                                                                                              \
                                                                                                   \
    static void X##s_answer(bench *b, T *data) {                                                   \
        uint64_t sum = 0;                                                                          \
        for (size_t i = 0; i < b->n; i++)                                                          \
            sum += pack_weigh(i, data[i]);                                                         \
        bench_answer(b, sum);                                                                      \
        free(data);                                                                                \
    }                                                                                              \
                                                                                                   \
    static void X##_get(bench *b) {                                                                \
        const size_t n = b->n;                                                                     \
        uint32_t *indices = pack_indices(b);                                                       \
        uint64_t sum = 0;                                                                          \
        T *data = X##s_fill(b);                                                                    \
        while (bench_again(b, data)) {                                                             \
            sum = 0;                                                                               \
            for (size_t i = 0; i < n; i++)                                                         \
                sum += data[indices[i]];                                                           \
            bench_sink(sum);                                                                       \
        }                                                                                          \
        bench_answer(b, sum);                                                                      \
        free(data);                                                                                \
    }                                                                                              \
                                                                                                   \
    static void X##_set(bench *b) {                                                                \
        const size_t n = b->n;                                                                     \
        uint32_t *indices = pack_indices(b);                                                       \
        uint64_t *values = pack_values(b);                                                         \
        T *data = X##s_fill(b);                                                                    \
        while (bench_again(b, data))                                                               \
            for (size_t i = 0; i < n; i++)                                                         \
                data[indices[i]] = (T)values[i % PACK_VALUES];                                     \
        X##s_answer(b, data);                                                                      \
    }                                                                                              \
                                                                                                   \
    static void X##_push(bench *b) {                                                               \
        const size_t n = b->n;                                                                     \
        uint64_t *values = pack_values(b);                                                         \
        X##s p = {NULL, 0, 0};                                                                     \
        bench_build(b);                                                                            \
        for (size_t i = 0; i < n; i++)                                                             \
            X##s_append(&p, values[i % PACK_VALUES]);                                              \
        bench_built(b, BENCH_SILENT);                                                              \
        while (bench_again(b, &p)) {                                                               \
            p.len = 0;                                                                             \
            for (size_t i = 0; i < n; i++)                                                         \
                X##s_append(&p, values[i % PACK_VALUES]);                                          \
        }                                                                                          \
        X##s_answer(b, p.data);                                                                    \
    }                                                                                              \
                                                                                                   \
    VECTORS static void X##_unpack(bench *b) {                                                     \
        const size_t n = b->n;                                                                     \
        T *data = X##s_fill(b);                                                                    \
        OUT *out = (OUT *)bench_aligned(n, sizeof(OUT));                                           \
        while (bench_again(b, out))                                                                \
            for (size_t i = 0; i < n; i++)                                                         \
                out[i] = data[i];                                                                  \
        pack_answer(b, out, sizeof(OUT));                                                          \
        free(data);                                                                                \
    }                                                                                              \
                                                                                                   \
    VECTORS static void X##_pack(bench *b) {                                                       \
        const size_t n = b->n;                                                                     \
        OUT *items = (OUT *)pack_items(b);                                                         \
        T *data = X##s_fill(b);                                                                    \
        while (bench_again(b, data))                                                               \
            for (size_t i = 0; i < n; i++)                                                         \
                data[i] = (T)items[i];                                                             \
        X##s_answer(b, data);                                                                      \
    }                                                                                              \
                                                                                                   \
    VECTORS static void X##_sum(bench *b) {                                                        \
        const size_t n = b->n;                                                                     \
        T *data = X##s_fill(b);                                                                    \
        uint64_t sum = 0;                                                                          \
        while (bench_again(b, data)) {                                                             \
            sum = 0;                                                                               \
            for (size_t i = 0; i < n; i++)                                                         \
                sum += data[i];                                                                    \
            bench_sink(sum);                                                                       \
        }                                                                                          \
        bench_answer(b, sum);                                                                      \
        free(data);                                                                                \
    }
DEFINE_ARRAY(u8, uint8_t, uint32_t)
DEFINE_ARRAY(u16, uint16_t, uint32_t)
DEFINE_ARRAY(u32, uint32_t, uint32_t)
DEFINE_ARRAY(u64, uint64_t, uint64_t)

// ---- The limit ----------------------------------------------------------------------------------

static void *copy(bench *b) {
    const size_t bytes = b->n * pack_size(b);
    void *items = pack_items(b), *out = NULL;
    bench_build(b);
    out = bench_aligned(b->n, pack_size(b));
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, out))
        memcpy(out, items, bytes);
    return out;
}

static void copy_unpack(bench *b) {
    pack_answer(b, copy(b), pack_size(b));
}

static void copy_sum(bench *b) {
    void *out = copy(b);
    uint64_t sum = 0;
    for (size_t i = 0; i < b->n; i++)
        sum += pack_size(b) == 4 ? ((uint32_t *)out)[i] : ((uint64_t *)out)[i];
    bench_answer(b, sum);
}

#define ROWS(W)                                                                                    \
    PACK_ROWS("plain_c", words, W)                                                                 \
    PACK_ROW("unpack", "memcpy", copy_unpack, W)                                                   \
    PACK_ROW("sum", "memcpy", copy_sum, W)
#define U8_ROWS(W) PACK_ROWS("u8", u8, W) PACK_ROWS("u32", u32, W)
#define U16_ROWS(W) PACK_ROWS("u16", u16, W) PACK_ROWS("u32", u32, W)
#define U32_ROWS(W) PACK_ROWS("u32", u32, W)
#define U64_ROWS(W) PACK_ROWS("u64", u64, W)

static const bench_work works[] = {PACK_WIDTHS(ROWS) PACK_WIDTHS_U8(U8_ROWS) PACK_WIDTHS_U16(
    U16_ROWS) PACK_WIDTHS_U32(U32_ROWS) PACK_WIDTHS_U64(U64_ROWS)};

BENCH_MAIN(works)
