// Dense bitsets: ours.
#define LEAN_WITH_BITSET
#define LEAN_IMPLEMENTATION
#include "bitset.h"
#include "lean.h"

typedef lean_bitset ours;

static void ours_make(ours *v, const uint64_t *words, size_t n) {
    lean_bitset from;
    lean_bitset_init(v, NULL);
    if (!lean_bitset_view(&from, words, n) || !lean_bitset_copy(v, &from))
        bench_fail("out of memory");
}

BENCH_INLINE bool ours_get(const ours *v, size_t i) {
    return lean_bitset_test(v, i);
}

static size_t ours_says(const ours *v) {
    return lean_bitset_bytes(v);
}

static void ours_free(ours *v) {
    lean_bitset_free(v);
}

BENCH_INLINE void ours_put(ours *v, size_t i) {
    lean_bitset_set(v, i);
}

static uint64_t ours_count(const ours *v) {
    return lean_bitset_count(v);
}

static void ours_and(ours *a, const ours *b) {
    lean_bitset_and(a, b);
}

static void ours_or(ours *a, const ours *b) {
    lean_bitset_or(a, b);
}

static void ours_and_into(ours *out, const ours *a, const ours *b) {
    if (!lean_bitset_and_into(out, a, b))
        bench_fail("out of memory");
}

static uint64_t ours_count_and(const ours *a, const ours *b) {
    return lean_bitset_count_and(a, b);
}

static uint64_t ours_each(const ours *v) {
    uint64_t sum = 0;
    LEAN_EACH_BIT(i, v) sum += i;
    return sum;
}

static uint64_t ours_next(const ours *v) {
    uint64_t sum = 0;
    size_t i = 0;
    for (size_t from = 0; lean_bitset_next(v, from, &i); from = i + 1)
        sum += i;
    return sum;
}

static size_t ours_iterate(const ours *v, uint32_t *some) {
    size_t from = 0, ones = 0, count = 0;
    while ((count = lean_bitset_read_u32(v, &from, some, BITSET_SOME)) != 0)
        ones += count;
    return ones;
}

static size_t ours_list(const ours *v, uint32_t *all, size_t ones) {
    size_t from = 0;
    return lean_bitset_read_u32(v, &from, all, ones);
}

BITSET_TYPE(ours)
BITSET_WORK(ours, count)
BITSET_WORK(ours, and)
BITSET_WORK(ours, or)
BITSET_WORK(ours, and_into)
BITSET_WORK(ours, count_and)
BITSET_WORK(ours, set)
BITSET_WORK(ours, test)
BITSET_WORK(ours, each)
BITSET_WORK(ours, next)
BITSET_ITERATE(ours, uint32_t)
BITSET_WORK(ours, list)

static const bench_work works[] = {
    BITSET_ROW(count, "lean", ours),     BITSET_ROW(and, "lean", ours),
    BITSET_ROW(or, "lean", ours),        BITSET_ROW(and_into, "lean", ours),
    BITSET_ROW(count_and, "lean", ours), BITSET_ROW(set, "lean", ours),
    BITSET_ROW(test, "lean", ours),      BITSET_ROWS(each, "lean", ours),
    BITSET_ROWS(next, "lean", ours),     BITSET_ROWS(iterate, "lean", ours),
    BITSET_ROWS(list, "lean", ours),
};

BENCH_MAIN(works)
