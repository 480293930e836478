// Rank and select: ours. lean_many answers by the thousand.
#define LEAN_WITH_BITSET
#define LEAN_WITH_RANK
#define LEAN_IMPLEMENTATION
#include "rank.h"
#include "lean.h"

typedef struct ours {
    lean_bitset bits;
    lean_rank rank;
} ours;

static void ours_take(ours *r, const uint64_t *words, size_t n) {
    if (!lean_bitset_view(&r->bits, words, n))
        bench_fail("so many bits are refused");
}

static void ours_build(ours *r) {
    if (!lean_rank_init(&r->rank, &r->bits, NULL))
        bench_fail("out of memory");
}

static void ours_drop(ours *r) {
    lean_rank_free(&r->rank);
}

static size_t ours_says(const ours *r) {
    return lean_rank_bytes(&r->rank);
}

static size_t ours_ones(const ours *r) {
    return lean_rank_count(&r->rank);
}

BENCH_INLINE size_t ours_rank(const ours *r, size_t i) {
    return lean_rank_ones(&r->rank, i);
}

BENCH_INLINE size_t ours_select(const ours *r, size_t k) {
    size_t at = 0;
    return lean_rank_select(&r->rank, k, &at) ? at : SIZE_MAX;
}

BENCH_INLINE size_t ours_select_zero(const ours *r, size_t k) {
    size_t at = 0;
    return lean_rank_select_zero(&r->rank, k, &at) ? at : SIZE_MAX;
}

RANK_TYPE(ours)
RANK_WORK(ours, rank)
RANK_WORK(ours, select)
RANK_WORK(ours, select_zero)

// ---- Many at once -------------------------------------------------------------------------------

typedef ours many;
#define many_take ours_take
#define many_build ours_build
#define many_drop ours_drop
#define many_says ours_says

#define MANY_ALL(WORK, READ)                                                                       \
    static uint64_t many_all_##WORK(const many *r, const size_t *questions, size_t n) {            \
        size_t answers[1024];                                                                      \
        uint64_t sum = 0;                                                                          \
        for (size_t i = 0, count = 0; i < n; i += count) {                                         \
            count = n - i < 1024 ? n - i : 1024;                                                   \
            READ(&r->rank, questions + i, count, answers);                                         \
            for (size_t k = 0; k < count; k++)                                                     \
                sum += answers[k];                                                                 \
        }                                                                                          \
        return sum;                                                                                \
    }
MANY_ALL(rank, lean_rank_read_ones)
MANY_ALL(select, lean_rank_read_select)
MANY_ALL(select_zero, lean_rank_read_select_zero)

RANK_ALL(many, rank)
RANK_ALL(many, select)
RANK_ALL(many, select_zero)

static const bench_work works[] = {
    RANK_ROW(build, "lean", ours),
    RANK_ROWS(rank, "lean", ours),
    RANK_ROW(rank, "lean_many", many),
    RANK_ROWS(select, "lean", ours),
    RANK_ROW(select, "lean_many", many),
    RANK_ROW(select_zero, "lean", ours),
    RANK_ROW(select_zero, "lean_many", many),
};

BENCH_MAIN(works)
