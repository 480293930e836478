// Records to the bit: ours, and one field of them alone in a lean_pack.
#define LEAN_WITH_PACKED
#define LEAN_WITH_PACK
#define LEAN_IMPLEMENTATION
#include "packed.h"
#include "lean.h"

#define ROW(F) F(u32, 18, a) F(u32, 18, b) F(u32, 18, c) F(u32, 18, d) F(u32, 18, e)
LEAN_DEFINE_PACKED(row, ROW)

static row_array ours_empty(void) {
    row_array a = LEAN_EMPTY;
    return a;
}

static void ours_resize(row_array *a, size_t n) {
    if (!row_resize(a, n))
        bench_fail("out of memory");
}

static size_t ours_says(const row_array *a) {
    return row_bytes(a);
}

static void ours_free(row_array *a) {
    row_free(a);
}

BENCH_INLINE void ours_clear(row_array *a) {
    row_clear(a);
}

BENCH_INLINE void ours_push(row_array *a, const row *r) {
    if (row_push(a, r) != LEAN_OK)
        bench_fail("a push fails");
}

BENCH_INLINE row ours_get(const row_array *a, size_t i) {
    return row_get(a, i);
}

BENCH_INLINE void ours_set(row_array *a, size_t i, const row *r) {
    if (!row_set(a, i, r))
        bench_fail("a record does not fit");
}

BENCH_INLINE uint32_t ours_get_c(const row_array *a, size_t i) {
    return row_get_c(a, i);
}

BENCH_INLINE void ours_set_c(row_array *a, size_t i, uint32_t value) {
    if (!row_set_c(a, i, value))
        bench_fail("a value does not fit");
}

BENCH_INLINE void ours_read_c(const row_array *a, size_t n, uint32_t *out) {
    row_read_c(a, 0, n, out);
}

BENCH_INLINE void ours_write_c(row_array *a, size_t n, const uint32_t *in) {
    if (!row_write_c(a, 0, n, in))
        bench_fail("a value does not fit");
}

PACKED_DEFINE(ours, row_array, row, )

static void pack_work_read(bench *b) {
    const size_t n = b->n;
    lean_pack p;
    uint32_t *out = (uint32_t *)bench_aligned(n, sizeof *out);
    bool fits = lean_pack_init(&p, lean_bits_unsigned(18), NULL);
    bench_build(b);
    fits = fits && lean_pack_resize(&p, n);
    for (size_t i = 0; fits && i < n; i++)
        fits = lean_pack_set_u64(&p, i, packed_value(i, PACKED_C));
    bench_built(b, lean_pack_bytes(&p));
    while (bench_again(b, out))
        fits &= lean_pack_read_u32(&p, 0, n, out);
    if (!fits)
        bench_fail("out of memory, or an item does not fit");
    packed_answer(b, out);
    lean_pack_free(&p);
}

static const bench_work works[] = {PACKED_ROWS("lean", ours)
                                       PACKED_ROW("read", "lean_pack", pack_work_read)};

BENCH_MAIN(works)
