// Rank and select: sdsl's, each for one question only.
// bench: peer sdsl "sdsl" needs header sdsl/bit_vectors.hpp
// bench: flags -O3 -lsdsl
#include "rank.h"
#include <sdsl/bit_vectors.hpp>
#include <sdsl/rank_support_v.hpp>
#include <sdsl/rank_support_v5.hpp>
#include <sdsl/select_support_mcl.hpp>

template <class S> struct support {
    sdsl::bit_vector bits;
    S made;
};
typedef support<sdsl::rank_support_v<1>> v;
typedef support<sdsl::rank_support_v5<1>> v5;
typedef support<sdsl::select_support_mcl<1>> mcl;
typedef support<sdsl::select_support_mcl<0>> mcl_zero;

template <class X> static void take(X *r, const uint64_t *words, size_t n) {
    r->bits = sdsl::bit_vector(n);
    memcpy(r->bits.data(), words, (n + 63) / 64 * sizeof *words);
}

template <class S> static void make(support<S> *r) {
    r->made = S(&r->bits);
}

template <class S> static void drop(support<S> *r) {
    r->made = S();
}

// A rank knows how many bits are set; of selects, the last that is set has to be the right one.
template <class S> static size_t ones_of(const support<S> *r) {
    return r->made.rank(r->bits.size());
}

static size_t ones_of(const mcl *r) {
    const size_t ones = sdsl::util::cnt_one_bits(r->bits);
    return r->made.select(ones) == sdsl::util::prev_bit(r->bits, r->bits.size() - 1) ? ones : 0;
}

#define SUPPORT(X)                                                                                 \
    static void X##_take(X *r, const uint64_t *words, size_t n) {                                  \
        take(r, words, n);                                                                         \
    }                                                                                              \
    static void X##_build(X *r) {                                                                  \
        make(r);                                                                                   \
    }                                                                                              \
    static void X##_drop(X *r) {                                                                   \
        drop(r);                                                                                   \
    }                                                                                              \
    static size_t X##_says(const X *) {                                                            \
        return BENCH_SILENT;                                                                       \
    }

#define SUPPORT_BUILD(X)                                                                           \
    static size_t X##_ones(const X *r) {                                                           \
        return ones_of(r);                                                                         \
    }                                                                                              \
    RANK_TYPE(X)

SUPPORT(v)
SUPPORT(v5)
SUPPORT(mcl)
SUPPORT(mcl_zero)
SUPPORT_BUILD(v)
SUPPORT_BUILD(v5)
SUPPORT_BUILD(mcl)

BENCH_INLINE size_t v_rank(const v *r, size_t i) {
    return r->made.rank(i);
}

BENCH_INLINE size_t v5_rank(const v5 *r, size_t i) {
    return r->made.rank(i);
}

// Its first is number 1.
BENCH_INLINE size_t mcl_select(const mcl *r, size_t k) {
    return r->made.select(k + 1);
}

BENCH_INLINE size_t mcl_zero_select_zero(const mcl_zero *r, size_t k) {
    return r->made.select(k + 1);
}

RANK_WORK(v, rank)
RANK_WORK(v5, rank)
RANK_WORK(mcl, select)
RANK_WORK(mcl_zero, select_zero)

static const bench_work works[] = {
    RANK_ROW(build, "sdsl_v", v),
    RANK_ROW(build, "sdsl_v5", v5),
    RANK_ROW(build, "sdsl_mcl", mcl),
    RANK_ROWS(rank, "sdsl_v", v),
    RANK_ROWS(rank, "sdsl_v5", v5),
    RANK_ROWS(select, "sdsl_mcl", mcl),
    RANK_ROW(select_zero, "sdsl_mcl", mcl_zero),
};

BENCH_MAIN(works)
