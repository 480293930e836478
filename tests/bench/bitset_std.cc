// Dense bitsets: the C++ library's vector of bool, which can do everything bit by bit only.
// bench: flags -O3
#include "bitset.h"
#include <algorithm>
#include <functional>
#include <vector>

typedef std::vector<bool> bools;

static void bools_make(bools *v, const uint64_t *words, size_t n) {
    v->assign(n, false);
    for (size_t i = 0; i < n; i++)
        (*v)[i] = words[i / 64] >> i % 64 & 1;
}

BENCH_INLINE bool bools_get(const bools *v, size_t i) {
    return (*v)[i];
}

static size_t bools_says(const bools *) {
    return BENCH_SILENT;
}

static void bools_free(bools *v) {
    bools().swap(*v);
}

BENCH_INLINE void bools_put(bools *v, size_t i) {
    (*v)[i] = true;
}

static uint64_t bools_count(const bools *v) {
    return (uint64_t)std::count(v->begin(), v->end(), true);
}

static void bools_and(bools *a, const bools *b) {
    std::transform(a->begin(), a->end(), b->begin(), a->begin(), std::logical_and<bool>());
}

static void bools_or(bools *a, const bools *b) {
    std::transform(a->begin(), a->end(), b->begin(), a->begin(), std::logical_or<bool>());
}

static void bools_and_into(bools *out, const bools *a, const bools *b) {
    std::transform(a->begin(), a->end(), b->begin(), out->begin(), std::logical_and<bool>());
}

static uint64_t bools_each(const bools *v) {
    uint64_t sum = 0;
    for (size_t i = 0, n = v->size(); i < n; i++)
        if ((*v)[i])
            sum += i;
    return sum;
}

static uint64_t bools_next(const bools *v) {
    const auto begin = v->begin(), end = v->end();
    uint64_t sum = 0;
    for (auto at = std::find(begin, end, true); at != end; at = std::find(at + 1, end, true))
        sum += (uint64_t)(at - begin);
    return sum;
}

BITSET_TYPE(bools)
BITSET_WORK(bools, count)
BITSET_WORK(bools, and)
BITSET_WORK(bools, or)
BITSET_WORK(bools, and_into)
BITSET_WORK(bools, set)
BITSET_WORK(bools, test)
BITSET_WORK(bools, each)
BITSET_WORK(bools, next)

static const bench_work works[] = {
    BITSET_ROW(count, "vector_bool", bools), BITSET_ROW(and, "vector_bool", bools),
    BITSET_ROW(or, "vector_bool", bools),    BITSET_ROW(and_into, "vector_bool", bools),
    BITSET_ROW(set, "vector_bool", bools),   BITSET_ROW(test, "vector_bool", bools),
    BITSET_ROWS(each, "vector_bool", bools), BITSET_ROWS(next, "vector_bool", bools),
};

BENCH_MAIN(works)
