// Rank in plain C: the ones before each 2^16 bits in 64 bits, and from there to each 512 in 16; and
// select by searching those.
// bench: flags -O3
#include "rank.h"
#ifdef __BMI2__
#include <immintrin.h>
#endif

typedef struct plain {
    const uint64_t *words;
    uint64_t *sums;
    uint16_t *counts;
    size_t n, ones;
} plain;

static void plain_take(plain *r, const uint64_t *words, size_t n) {
    r->words = words;
    r->n = n;
}

static void plain_build(plain *r) {
    const size_t blocks = r->n / 512 + 1, words = (r->n + 63) / 64;
    const uint64_t *at = r->words;
    uint64_t ones = 0, sum = 0;
    r->sums = (uint64_t *)malloc((r->n / 65536 + 1) * sizeof *r->sums);
    r->counts = (uint16_t *)malloc(blocks * sizeof *r->counts);
    if (!r->sums || !r->counts)
        bench_fail("out of memory");
    for (size_t i = 0; i < blocks; i++) {
        if (i % 128 == 0)
            r->sums[i / 128] = sum = ones;
        r->counts[i] = (uint16_t)(ones - sum);
        if (i * 8 + 8 <= words) {
            for (size_t k = 0; k < 8; k++)
                ones += (uint64_t)__builtin_popcountll(at[i * 8 + k]);
        } else {
            for (size_t k = i * 8; k < words; k++)
                ones += (uint64_t)__builtin_popcountll(at[k]);
        }
    }
    r->ones = ones;
}

static void plain_drop(plain *r) {
    free(r->sums);
    free(r->counts);
}

static size_t plain_says(const plain *r) {
    (void)r;
    return BENCH_SILENT;
}

static size_t plain_ones(const plain *r) {
    return r->ones;
}

BENCH_INLINE size_t plain_rank(const plain *r, size_t i) {
    size_t ones = r->sums[i / 65536] + r->counts[i / 512];
    for (size_t k = i / 512 * 8; k < i / 64; k++)
        ones += (size_t)__builtin_popcountll(r->words[k]);
    if (i % 64 != 0)
        ones += (size_t)__builtin_popcountll(r->words[i / 64] << (64 - i % 64));
    return ones;
}

// The number of the bit of a word that is set and has k more of them below.
BENCH_INLINE size_t plain_select_word(uint64_t word, size_t k) {
#ifdef __BMI2__
    return (size_t)__builtin_ctzll(_pdep_u64((uint64_t)1 << k, word));
#else
    while (k-- > 0)
        word &= word - 1;
    return (size_t)__builtin_ctzll(word);
#endif
}

// The last 2^16 bits, then the last 512, before which there are at most k of a kind.
BENCH_INLINE size_t plain_search(const plain *r, size_t k, bool value) {
    size_t block = 0, left = 0, most = r->n / 65536;
    for (size_t below = 0; below < most;) {
        const size_t middle = (below + most + 1) / 2;
        const size_t before = value ? r->sums[middle] : middle * 65536 - r->sums[middle];
        if (before <= k)
            below = middle;
        else
            most = middle - 1;
        block = below;
    }
    left = k - (value ? r->sums[block] : block * 65536 - r->sums[block]);
    block *= 128;
    most = r->n / 512 - block < 127 ? r->n / 512 - block : 127;
    for (size_t below = 0; below < most;) {
        const size_t middle = (below + most + 1) / 2;
        const size_t count = r->counts[block + middle];
        if ((value ? count : middle * 512 - count) <= left)
            below = middle;
        else
            most = middle - 1;
    }
    return block + most;
}

BENCH_INLINE size_t plain_seek(const plain *r, size_t k, bool value) {
    const size_t block = plain_search(r, k, value);
    const size_t ones = r->sums[block / 128] + r->counts[block];
    size_t at = block * 8;
    k -= value ? ones : block * 512 - ones;
    for (;; at++) {
        const uint64_t word = value ? r->words[at] : ~r->words[at];
        const size_t here = (size_t)__builtin_popcountll(word);
        if (k < here)
            return at * 64 + plain_select_word(word, k);
        k -= here;
    }
}

BENCH_INLINE size_t plain_select(const plain *r, size_t k) {
    return plain_seek(r, k, true);
}

BENCH_INLINE size_t plain_select_zero(const plain *r, size_t k) {
    return plain_seek(r, k, false);
}

RANK_TYPE(plain)
RANK_WORK(plain, rank)
RANK_WORK(plain, select)
RANK_WORK(plain, select_zero)

static const bench_work works[] = {
    RANK_ROW(build, "plain_c", plain),
    RANK_ROWS(rank, "plain_c", plain),
    RANK_ROWS(select, "plain_c", plain),
    RANK_ROW(select_zero, "plain_c", plain),
};

BENCH_MAIN(works)
