// Dense bitsets: Boost's.
// bench: peer boost "Boost" needs header boost/dynamic_bitset.hpp
// bench: flags -O3
#include "bitset.h"
#include <boost/dynamic_bitset.hpp>

typedef boost::dynamic_bitset<uint64_t> dynamic;

static void dynamic_make(dynamic *v, const uint64_t *words, size_t n) {
    dynamic made(n);
    boost::from_block_range(words, words + (n + 63) / 64, made);
    v->swap(made);
}

BENCH_INLINE bool dynamic_get(const dynamic *v, size_t i) {
    return (*v)[i];
}

static size_t dynamic_says(const dynamic *) {
    return BENCH_SILENT;
}

static void dynamic_free(dynamic *v) {
    dynamic().swap(*v);
}

BENCH_INLINE void dynamic_put(dynamic *v, size_t i) {
    v->set(i);
}

static uint64_t dynamic_count(const dynamic *v) {
    return v->count();
}

static void dynamic_and(dynamic *a, const dynamic *b) {
    *a &= *b;
}

static void dynamic_or(dynamic *a, const dynamic *b) {
    *a |= *b;
}

static void dynamic_and_into(dynamic *out, const dynamic *a, const dynamic *b) {
    *out = *a; // no allocation, as a & b would do
    *out &= *b;
}

static uint64_t dynamic_next(const dynamic *v) {
    uint64_t sum = 0;
    for (size_t i = v->find_first(); i != dynamic::npos; i = v->find_next(i))
        sum += i;
    return sum;
}

static size_t dynamic_iterate(const dynamic *v, uint32_t *some) {
    size_t ones = 0;
    for (size_t i = v->find_first(); i != dynamic::npos; i = v->find_next(i))
        some[ones++ % BITSET_SOME] = (uint32_t)i;
    return ones;
}

BITSET_TYPE(dynamic)
BITSET_WORK(dynamic, count)
BITSET_WORK(dynamic, and)
BITSET_WORK(dynamic, or)
BITSET_WORK(dynamic, and_into)
BITSET_WORK(dynamic, set)
BITSET_WORK(dynamic, test)
BITSET_WORK(dynamic, next)
BITSET_ITERATE(dynamic, uint32_t)

static const bench_work works[] = {
    BITSET_ROW(count, "boost", dynamic), BITSET_ROW(and, "boost", dynamic),
    BITSET_ROW(or, "boost", dynamic),    BITSET_ROW(and_into, "boost", dynamic),
    BITSET_ROW(set, "boost", dynamic),   BITSET_ROW(test, "boost", dynamic),
    BITSET_ROWS(next, "boost", dynamic), BITSET_ROWS(iterate, "boost", dynamic),
};

BENCH_MAIN(works)
