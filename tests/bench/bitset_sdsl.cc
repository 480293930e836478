// Dense bitsets: sdsl's, whose bits cannot be combined.
// bench: peer sdsl "sdsl" needs header sdsl/bit_vectors.hpp
// bench: flags -O3 -lsdsl
#include "bitset.h"
#include <sdsl/bit_vectors.hpp>

typedef sdsl::bit_vector vector;

static void vector_make(vector *v, const uint64_t *words, size_t n) {
    *v = vector(n);
    memcpy(v->data(), words, (n + 63) / 64 * sizeof *words);
}

BENCH_INLINE bool vector_get(const vector *v, size_t i) {
    return (*v)[i];
}

static size_t vector_says(const vector *) {
    return BENCH_SILENT;
}

static void vector_free(vector *v) {
    *v = vector();
}

BENCH_INLINE void vector_put(vector *v, size_t i) {
    (*v)[i] = 1;
}

static uint64_t vector_count(const vector *v) {
    return sdsl::util::cnt_one_bits(*v);
}

static uint64_t vector_next(const vector *v) {
    uint64_t sum = 0;
    for (size_t i = sdsl::util::next_bit(*v, 0), n = v->size(); i < n;
         i = sdsl::util::next_bit(*v, i + 1))
        sum += i;
    return sum;
}

BITSET_TYPE(vector)
BITSET_WORK(vector, count)
BITSET_WORK(vector, set)
BITSET_WORK(vector, test)
BITSET_WORK(vector, next)

static const bench_work works[] = {
    BITSET_ROW(count, "sdsl", vector),
    BITSET_ROW(set, "sdsl", vector),
    BITSET_ROW(test, "sdsl", vector),
    BITSET_ROWS(next, "sdsl", vector),
};

BENCH_MAIN(works)
