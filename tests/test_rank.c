/* [RANK] in header order: every rank and every select against counting. */
#if defined(__linux__) && !defined(_DEFAULT_SOURCE)
#define _DEFAULT_SOURCE /* mmap under -std=c99 */
#endif
#define LEAN_WITH_DEBUG
#define LEAN_WITH_RANK
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include <string.h>
#if defined(__linux__) && !defined(TEST_SMALL)
#include <sys/mman.h>
#define GUARDS
#endif

#ifdef TEST_SMALL
#define MOST 4500
#define FEW 1100
#elif LEAN_INDEX_BITS == 16
#define MOST 65535
#define FEW 1700
#else
#define MOST 700000
#define FEW 1700
#endif

static unsigned char memory[MOST / 8 + 10];

/* n bits at `bytes`, anything behind them in the last byte: about `in_256` of 256 are set. */
static void scatter(unsigned char *bytes, size_t n, unsigned in_256) {
    size_t i;
    for (i = 0; i < (n + 7) / 8; ++i) {
        unsigned k, byte = 0;
        for (k = 0; k < 8; ++k)
            byte |= (unsigned)(test_random() % 256 < in_256) << k;
        bytes[i] = (unsigned char)byte;
    }
}

static bool bit(const unsigned char *bytes, size_t i) {
    return (bytes[i / 8] >> i % 8 & 1) != 0;
}

/* Walks through the bits with what is to be the rank at each, and asks at every `step`-th. */
static void check_in_turn(const lean_rank *r, const unsigned char *bytes, size_t n, size_t step) {
    size_t i, at, ones = 0;
    for (i = 0; i < n; ++i) {
        const bool one = bit(bytes, i), asked = i % step == 0 || i + 70 > n;
        if (asked)
            CHECK(lean_rank_ones(r, i) == ones && lean_rank_zeros(r, i) == i - ones);
        at = SIZE_MAX;
        if (asked && one)
            CHECK(lean_rank_select(r, ones, &at) && at == i);
        if (asked && !one)
            CHECK(lean_rank_select_zero(r, i - ones, &at) && at == i);
        ones += one;
    }
    at = 77;
    CHECK(lean_rank_len(r) == n && lean_rank_count(r) == ones);
    CHECK(lean_rank_ones(r, n) == ones && lean_rank_zeros(r, n) == n - ones);
    CHECK(!lean_rank_select(r, ones, &at) && !lean_rank_select_zero(r, n - ones, &at) && at == 77);
    CHECK(!lean_rank_select(r, SIZE_MAX, &at) && !lean_rank_select_zero(r, SIZE_MAX, &at));
}

/* The same answers where many are asked for at once. */
static void check_many(const lean_rank *r) {
    size_t in[70], out[70], k, at = 0;
    const size_t ones = lean_rank_count(r), zeros = lean_rank_len(r) - ones;
    const size_t n = 1 + test_random() % 70;
    for (k = 0; k < n; ++k)
        in[k] = test_random() % (lean_rank_len(r) + 1);
    lean_rank_read_ones(r, in, n, out);
    for (k = 0; k < n; ++k)
        CHECK(out[k] == lean_rank_ones(r, in[k]));
    for (k = 0; k < n && ones != 0; ++k)
        in[k] = test_random() % ones;
    if (ones != 0) {
        lean_rank_read_select(r, in, n, out);
        for (k = 0; k < n; ++k)
            CHECK(lean_rank_select(r, in[k], &at) && out[k] == at);
    }
    for (k = 0; k < n && zeros != 0; ++k)
        out[k] = in[k] = test_random() % zeros;
    if (zeros != 0) {
        lean_rank_read_select_zero(r, out, n, out); /* in place */
        for (k = 0; k < n; ++k)
            CHECK(lean_rank_select_zero(r, in[k], &at) && out[k] == at);
    }
    lean_rank_read_ones(r, NULL, 0, NULL);
}

static void check_all(const unsigned char *bytes, size_t n, size_t step) {
    lean_bitset b;
    lean_rank r;
    CHECK(lean_bitset_view(&b, bytes, n));
    test_debug_begin();
    CHECK(lean_rank_init(&r, &b, &test_debug.allocator));
    CHECK(lean_rank_bytes(&r) == test_debug.bytes);
    check_in_turn(&r, bytes, n, step);
    check_many(&r);
    if (r.has_pdep) { /* as on processors that do without */
        r.has_pdep = false;
        check_in_turn(&r, bytes, n, step * 3);
    }
    lean_rank_free(&r);
    CHECK(r.sums == NULL && lean_rank_len(&r) == 0 && lean_rank_bytes(&r) == 0);
    lean_rank_free(&r);
    test_debug_end();
}

static void all_zero_is_no_bits(void) {
    lean_rank r = LEAN_EMPTY;
    lean_bitset b = LEAN_EMPTY;
    size_t at = 5;
    CHECK(lean_rank_ones(&r, 0) == 0 && lean_rank_count(&r) == 0 && lean_rank_bytes(&r) == 0);
    CHECK(!lean_rank_select(&r, 0, &at) && !lean_rank_select_zero(&r, 0, &at) && at == 5);
    lean_rank_free(&r);
    CHECK(lean_rank_init(&r, &b, NULL) && lean_rank_zeros(&r, 0) == 0);
    CHECK(!lean_rank_select(&r, 0, &at) && lean_rank_bytes(&r) == 0);
    lean_rank_free(&r);
}

static void short_ones(void) {
    static const uint16_t densities[] = {0, 3, 128, 253, 256};
    size_t n;
    unsigned k;
    for (k = 0; k < sizeof densities / sizeof densities[0]; ++k)
        for (n = 0; n < FEW; n += 1 + n / 9) {
            scatter(memory, n, densities[k]);
            check_all(memory, n, 1);
            if (n >= 512)
                check_all(memory, n / 512 * 512, 7);
        }
}

static void long_ones(void) {
    static const uint32_t lens[] = {4096,  4097,  8191,   8192,   20000, 65535,
                                    65536, 65537, 131072, 200003, 700000};
    static const uint16_t densities[] = {0, 1, 13, 128, 250, 256};
    unsigned k, d;
    for (k = 0; k < sizeof lens / sizeof lens[0] && lens[k] <= MOST; ++k)
        for (d = 0; d < sizeof densities / sizeof densities[0]; ++d) {
            scatter(memory, lens[k], densities[d]);
            check_all(memory, lens[k], 1 + lens[k] / 700);
        }
}

/* Where places are far from each other in one part and near in another, what is near is no guess. */
static void uneven_ones(void) {
    const size_t half = MOST / 16; /* bytes */
    size_t i;
    memset(memory, 0, half);
    memset(memory + half, 0xff, MOST / 8 - half);
    check_all(memory, MOST, 1 + MOST / 3000);
    for (i = 0; i < MOST / 8; ++i)
        memory[i] = (unsigned char)(i / 70 % 2 == 0 ? 0xff : i / 1000 % 3 == 0 ? 0x01 : 0);
    check_all(memory, MOST, 1 + MOST / 3000);
    memset(memory, 0, sizeof memory);
    memory[MOST / 9] = 0x10;
    check_all(memory, MOST, 1 + MOST / 300);
    memset(memory, 0xff, sizeof memory);
    memory[MOST / 9] = 0xef;
    check_all(memory, MOST, 1 + MOST / 300);
    memset(memory, 0, sizeof memory);
    scatter(memory + MOST / 32, MOST / 16, 200);
    check_all(memory, MOST, 1 + MOST / 3000);
}

/* Bits behind the last that happen to be set are not selected. */
static void select_does_not_read_padding(void) {
    size_t n;
    for (n = 1; n < 140; ++n) {
        memset(memory, 0, 20);
        memory[n / 8] = (unsigned char)(0xff << n % 8);
        memory[0] |= 1;
        check_all(memory, n, 1);
        memset(memory, 0xff, 20);
        memory[n / 8] = (unsigned char)(0xff >> (8 - n % 8));
        memory[0] &= 0xfe;
        check_all(memory, n, 1);
    }
}

static void what_it_costs(void) {
#if MOST > 600000
    const size_t n = 600000;
    lean_bitset b;
    lean_rank r;
    scatter(memory, n, 128);
    CHECK(lean_bitset_view(&b, memory, n) && lean_rank_init(&r, &b, NULL));
    test_note("bytes of an index over 75000 bytes", lean_rank_bytes(&r), "");
    CHECK(lean_rank_bytes(&r) * 100 <= n / 8 * 4 + 3200);
    CHECK(((n / 65536 + 1) * sizeof(lean_index) + (n / 512 + 1) * 2) * 400 <= n / 8 * 13 + 800);
    lean_rank_free(&r);
#endif
}

static void without_memory_it_is_all_zero(void) {
    lean_bitset b;
    lean_rank r;
    memset(memory, 0x55, 100);
    CHECK(lean_bitset_view(&b, memory, 800));
    if (lean_rank_init(&r, &b, &test_debug.allocator))
        CHECK(lean_rank_ones(&r, 800) == 400);
    else
        CHECK(r.sums == NULL && r.len == 0 && lean_rank_ones(&r, 0) == 0);
    lean_rank_free(&r);
}

static void out_of_memory(void) {
    SWEEP(without_memory_it_is_all_zero);
}

#ifdef GUARDS
#define REGION 65536u
static void not_a_byte_outside_is_touched(void) {
    unsigned char *const all =
        (unsigned char *)mmap(NULL, 3 * REGION, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    unsigned char *const first = all + REGION;
    size_t n;
    CHECK(mprotect(first, REGION, PROT_READ | PROT_WRITE) == 0);
    for (n = 1; n < 1700; n += 1 + n % 7) {
        unsigned char *const at = first + REGION - (n + 7) / 8;
        scatter(first, n, 100);
        check_all(first, n, 3);
        scatter(at, n, 100);
        check_all(at, n, 3);
    }
    (void)munmap(all, 3 * REGION);
}
#endif

int main(void) {
    test_begin("test_rank");
    RUN(all_zero_is_no_bits);
    RUN(short_ones);
    RUN(long_ones);
    RUN(uneven_ones);
    RUN(select_does_not_read_padding);
    RUN(what_it_costs);
    RUN(out_of_memory);
#ifdef GUARDS
    RUN(not_a_byte_outside_is_touched);
#endif
    return test_end();
}
