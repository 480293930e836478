// Dense bitsets: CRoaring's, at -O3 as its release builds are.
// bench: peer croaring "CRoaring" needs header croaring/croaring.cc
// bench: flags -O3
#include <croaring/croaring.cc>
#include "bitset.h"

#ifndef IMPL
#define IMPL "croaring"
#endif

typedef struct roar {
    roaring::api::bitset_t *bits;
} roar;

static void roar_make(roar *v, const uint64_t *words, size_t n) {
    v->bits = roaring::api::bitset_create_with_capacity(n);
    if (!v->bits)
        bench_fail("out of memory");
    memcpy(v->bits->array, words, v->bits->arraysize * sizeof *words);
}

BENCH_INLINE bool roar_get(const roar *v, size_t i) {
    return bitset_get(v->bits, i);
}

static size_t roar_says(const roar *) {
    return BENCH_SILENT;
}

static void roar_free(roar *v) {
    bitset_free(v->bits);
}

BENCH_INLINE void roar_put(roar *v, size_t i) {
    bitset_set(v->bits, i);
}

static uint64_t roar_count(const roar *v) {
    return bitset_count(v->bits);
}

static void roar_and(roar *a, const roar *b) {
    bitset_inplace_intersection(a->bits, b->bits);
}

static void roar_or(roar *a, const roar *b) {
    if (!bitset_inplace_union(a->bits, b->bits))
        bench_fail("out of memory");
}

static uint64_t roar_count_and(const roar *a, const roar *b) {
    return bitset_intersection_count(a->bits, b->bits);
}

static bool roar_add(size_t number, void *sum) {
    *(uint64_t *)sum += number;
    return true;
}

static uint64_t roar_each(const roar *v) {
    uint64_t sum = 0;
    bitset_for_each(v->bits, roar_add, &sum);
    return sum;
}

static uint64_t roar_next(const roar *v) {
    uint64_t sum = 0;
    for (size_t i = 0; bitset_next_set_bit(v->bits, &i); i++)
        sum += i;
    return sum;
}

typedef struct roar_numbers {
    uint32_t *out;
    size_t count;
} roar_numbers;

static bool roar_one_of_some(size_t number, void *numbers) {
    roar_numbers *to = (roar_numbers *)numbers;
    to->out[to->count++ % BITSET_SOME] = (uint32_t)number;
    return true;
}

static size_t roar_iterate(const roar *v, uint32_t *some) {
    roar_numbers to = {some, 0};
    bitset_for_each(v->bits, roar_one_of_some, &to);
    return to.count;
}

static bool roar_one_of_all(size_t number, void *numbers) {
    roar_numbers *to = (roar_numbers *)numbers;
    to->out[to->count++] = (uint32_t)number;
    return true;
}

static size_t roar_list(const roar *v, uint32_t *all, size_t) {
    roar_numbers to = {all, 0};
    bitset_for_each(v->bits, roar_one_of_all, &to);
    return to.count;
}

BITSET_TYPE(roar)
BITSET_WORK(roar, count)
BITSET_WORK(roar, and)
BITSET_WORK(roar, or)
BITSET_WORK(roar, count_and)
BITSET_WORK(roar, set)
BITSET_WORK(roar, test)
BITSET_WORK(roar, each)
BITSET_WORK(roar, next)
BITSET_ITERATE(roar, uint32_t)
BITSET_WORK(roar, list)

// ---- Bits by the batch --------------------------------------------------------------------------

typedef roar batch;
#define batch_fill roar_fill
#define batch_free roar_free

// Its numbers are size_t.
static size_t batch_iterate(const batch *v, size_t *some) {
    size_t ones = 0, count = 0;
    for (size_t from = 0; (count = bitset_next_set_bits(v->bits, some, BITSET_SOME, &from)) > 0;
         from++)
        ones += count;
    return ones;
}

static size_t batch_list(const batch *v, uint32_t *all, size_t) {
    size_t some[BITSET_SOME], ones = 0, count = 0;
    for (size_t from = 0; (count = bitset_next_set_bits(v->bits, some, BITSET_SOME, &from)) > 0;
         from++, ones += count)
        for (size_t k = 0; k < count; k++)
            all[ones + k] = (uint32_t)some[k];
    return ones;
}

BITSET_ITERATE(batch, size_t)
BITSET_WORK(batch, list)

static const bench_work works[] = {
    BITSET_ROW(count, IMPL, roar),    BITSET_ROW(and, IMPL, roar),
    BITSET_ROW(or, IMPL, roar),       BITSET_ROW(count_and, IMPL, roar),
    BITSET_ROW(set, IMPL, roar),      BITSET_ROW(test, IMPL, roar),
    BITSET_ROWS(each, IMPL, roar),    BITSET_ROWS(next, IMPL, roar),
    BITSET_ROWS(iterate, IMPL, roar), BITSET_ROWS(iterate, IMPL "_batch", batch),
    BITSET_ROWS(list, IMPL, roar),    BITSET_ROWS(list, IMPL "_batch", batch),
};

BENCH_MAIN(works)
