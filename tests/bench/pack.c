// Integers of any number of bits, back to back: ours. pack_avx2.c and its like are this file again,
// for the kernels that other processors have.
#define LEAN_WITH_PACK
#define LEAN_IMPLEMENTATION
#include "pack.h"
#include "lean.h"

static lean_pack ours_empty(const bench *b) {
    lean_pack p;
    if (!lean_pack_init(&p, lean_bits_unsigned((unsigned)b->option), NULL))
        bench_fail("this width is refused");
    return p;
}

static void ours_write(const bench *b, lean_pack *p, const void *items) {
    bool fits = pack_size(b) == 4 ? lean_pack_write_u32(p, 0, b->n, (const uint32_t *)items)
                                  : lean_pack_write_u64(p, 0, b->n, (const uint64_t *)items);
    if (!fits)
        bench_fail("an item does not fit");
}

static lean_pack ours_fill(bench *b) {
    void *items = pack_items(b);
    lean_pack p = ours_empty(b);
    bench_build(b);
    if (!lean_pack_resize(&p, b->n))
        bench_fail("out of memory");
    ours_write(b, &p, items);
    bench_built(b, lean_pack_bytes(&p));
    return p;
}

static void ours_answer(bench *b, lean_pack *p) {
    uint64_t sum = 0;
    for (size_t i = 0; i < b->n; i++)
        sum += pack_weigh(i, lean_pack_get_u64(p, i));
    bench_answer(b, sum);
    lean_pack_free(p);
}

#ifndef KERNEL // those of one item have no kernels
static void ours_get(bench *b) {
    const size_t n = b->n;
    uint32_t *indices = pack_indices(b);
    uint64_t sum = 0;
    lean_pack p = ours_fill(b);
    while (bench_again(b, &p)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += lean_pack_get_u64(&p, indices[i]);
        bench_sink(sum);
    }
    bench_answer(b, sum);
    lean_pack_free(&p);
}

static void ours_set(bench *b) {
    const size_t n = b->n;
    uint32_t *indices = pack_indices(b);
    uint64_t *values = pack_values(b);
    lean_pack p = ours_fill(b);
    while (bench_again(b, &p))
        for (size_t i = 0; i < n; i++)
            lean_pack_set_u64(&p, indices[i], values[i % PACK_VALUES]);
    ours_answer(b, &p);
}

static void ours_push_all(const bench *b, lean_pack *p, const uint64_t *values) {
    const size_t n = b->n;
    for (size_t i = 0; i < n; i++)
        if (lean_pack_push_u64(p, values[i % PACK_VALUES]) != LEAN_OK)
            bench_fail("a push fails");
}

static void ours_push(bench *b) {
    uint64_t *values = pack_values(b);
    lean_pack p = ours_empty(b);
    bench_build(b);
    ours_push_all(b, &p, values);
    bench_built(b, lean_pack_bytes(&p));
    while (bench_again(b, &p)) {
        lean_pack_clear(&p);
        ours_push_all(b, &p, values);
    }
    ours_answer(b, &p);
}
#endif

static void ours_unpack(bench *b) {
    lean_pack p = ours_fill(b);
    void *out = bench_aligned(b->n, pack_size(b));
    bool fits = true;
    while (bench_again(b, out))
        fits &= pack_size(b) == 4 ? lean_pack_read_u32(&p, 0, b->n, (uint32_t *)out)
                                  : lean_pack_read_u64(&p, 0, b->n, (uint64_t *)out);
    if (!fits)
        bench_fail("the items do not fit");
    pack_answer(b, out, pack_size(b));
    lean_pack_free(&p);
}

static void ours_pack(bench *b) {
    void *items = pack_items(b);
    lean_pack p = ours_fill(b);
    while (bench_again(b, &p))
        ours_write(b, &p, items);
    ours_answer(b, &p);
}

static void ours_sum(bench *b) {
    lean_pack p = ours_fill(b);
    uint64_t sum = 0;
    while (bench_again(b, &p)) {
        sum = lean_pack_sum_u64(&p, 0, b->n);
        bench_sink(sum);
    }
    bench_answer(b, sum);
    lean_pack_free(&p);
}

#ifdef KERNEL
#define ROWS(W)                                                                                    \
    PACK_ROW("unpack", KERNEL, ours_unpack, W)                                                     \
    PACK_ROW("pack", KERNEL, ours_pack, W)                                                         \
    PACK_ROW("sum", KERNEL, ours_sum, W)
#else
#define ROWS(W) PACK_ROWS("lean", ours, W)
#endif

static const bench_work works[] = {PACK_WIDTHS(ROWS)};

BENCH_MAIN(works)
