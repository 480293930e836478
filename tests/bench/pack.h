// What the workers of the room "pack" share: widths, inputs, and how results are told.
//
// The works are get_w1 to sum_w64. Their option is the width: bits of an item. Unpacked items are
// u32 up to a width of 32 and u64 above; `size` is the bytes of one.
//     get_    at random: n indices, an array that is read in turn
//     set_    the same, with values of which there are so few that they are always in a cache
//     push_   n times, into memory that is there from the passes before
//     unpack_ all items into an array
//     pack_   an array into items that are there
//     sum_    of all items
// In this room memcpy is a limit: it moves what unpack has to write and does nothing else.
#ifndef PACK_H
#define PACK_H

#include "bench.h"

// The widths by the array that a program without packing takes.
#define PACK_WIDTHS_U8(ROWS) ROWS(1) ROWS(3) ROWS(5) ROWS(8)
#define PACK_WIDTHS_U16(ROWS) ROWS(11) ROWS(13)
#define PACK_WIDTHS_U32(ROWS) ROWS(17) ROWS(20) ROWS(24) ROWS(32)
#define PACK_WIDTHS_U64(ROWS) ROWS(48) ROWS(64)
#define PACK_WIDTHS(ROWS)                                                                          \
    PACK_WIDTHS_U8(ROWS) PACK_WIDTHS_U16(ROWS) PACK_WIDTHS_U32(ROWS) PACK_WIDTHS_U64(ROWS)

// A row of works, and those of all the functions that begin with X.
#define PACK_ROW(WORK, IMPL, FUNCTION, W) {WORK "_w" #W, IMPL, FUNCTION, 0, W},
#define PACK_ROWS(IMPL, X, W)                                                                      \
    PACK_ROW("get", IMPL, X##_get, W)                                                              \
    PACK_ROW("set", IMPL, X##_set, W)                                                              \
    PACK_ROW("push", IMPL, X##_push, W)                                                            \
    PACK_ROW("unpack", IMPL, X##_unpack, W)                                                        \
    PACK_ROW("pack", IMPL, X##_pack, W)                                                            \
    PACK_ROW("sum", IMPL, X##_sum, W)

#define PACK_VALUES 1024 // of set_ and push_

static inline size_t pack_size(const bench *b) {
    return b->option <= 32 ? 4 : 8;
}

static inline uint64_t pack_mask(const bench *b) {
    return UINT64_MAX >> (64 - b->option);
}

// `count` random items as an array of u8, u16, u32 or u64.
static inline void *pack_array(const bench *b, size_t count, size_t size) {
    void *items = bench_aligned(count, size);
    uint64_t state = 5;
    for (size_t i = 0; i < count; i++) {
        uint64_t value = bench_random(&state) & pack_mask(b);
        switch (size) {
        case 1:
            ((uint8_t *)items)[i] = (uint8_t)value;
            break;
        case 2:
            ((uint16_t *)items)[i] = (uint16_t)value;
            break;
        case 4:
            ((uint32_t *)items)[i] = (uint32_t)value;
            break;
        default:
            ((uint64_t *)items)[i] = value;
        }
    }
    return items;
}

static inline void *pack_items(const bench *b) {
    return pack_array(b, b->n, pack_size(b));
}

static inline uint64_t *pack_values(const bench *b) {
    return (uint64_t *)pack_array(b, PACK_VALUES, sizeof(uint64_t));
}

static inline uint32_t *pack_indices(const bench *b) {
    uint32_t *indices = (uint32_t *)bench_aligned(b->n, sizeof *indices);
    uint64_t state = 6;
    for (size_t i = 0; i < b->n; i++)
        indices[i] = (uint32_t)((bench_random(&state) >> 32) * b->n >> 32);
    return indices;
}

// The answer of many items is the sum of these, which the workers in Python find too.
BENCH_INLINE uint64_t pack_weigh(size_t i, uint64_t item) {
    return item * (2 * (uint64_t)i + 1);
}

static inline void pack_answer(bench *b, const void *items, size_t size) {
    uint64_t sum = 0;
    for (size_t i = 0; i < b->n; i++)
        sum +=
            pack_weigh(i, size == 4 ? ((const uint32_t *)items)[i] : ((const uint64_t *)items)[i]);
    bench_answer(b, sum);
}

#endif
