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
#define MOST 2200000 /* places can be so far from each other that between them nothing is guessed */
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

/* The same answers where many are asked for at once, or in place. */
static void check_many(const lean_rank *r) {
    size_t in[70], out[70], k, at = 0;
    const size_t ones = lean_rank_count(r), zeros = lean_rank_len(r) - ones;
    const size_t n = 1 + test_random() % 70;
    for (k = 0; k < n; ++k)
        in[k] = k == 0 ? lean_rank_len(r) : test_random() % (lean_rank_len(r) + 1);
    out[n - 1] = 0;
    lean_rank_read_ones(r, in, n - 1, out);
    CHECK(out[n - 1] == 0);
    lean_rank_read_ones(r, in, n, out);
    for (k = 0; k < n; ++k)
        CHECK(out[k] == lean_rank_ones(r, in[k]));
    memcpy(out, in, sizeof out);
    lean_rank_read_ones(r, out, n, out);
    for (k = 0; k < n; ++k)
        CHECK(out[k] == lean_rank_ones(r, in[k]));
    for (k = 0; k < n && ones != 0; ++k)
        out[k] = in[k] = k == 0 ? ones - 1 : test_random() % ones;
    if (ones != 0) {
        lean_rank_read_select(r, in, n, out);
        for (k = 0; k < n; ++k)
            CHECK(lean_rank_select(r, in[k], &at) && out[k] == at);
    }
    for (k = 0; k < n && zeros != 0; ++k)
        out[k] = in[k] = k == 0 ? zeros - 1 : test_random() % zeros;
    if (zeros != 0) {
        lean_rank_read_select_zero(r, out, n, out);
        for (k = 0; k < n; ++k)
            CHECK(lean_rank_select_zero(r, in[k], &at) && out[k] == at);
    }
    lean_rank_read_ones(r, NULL, 0, NULL);
    lean_rank_read_select(r, NULL, 0, NULL);
    lean_rank_read_select_zero(r, NULL, 0, NULL);
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
    CHECK(r.block.bytes == NULL && r.sums == NULL && lean_rank_len(&r) == 0);
    CHECK(lean_rank_bytes(&r) == 0 && lean_rank_count(&r) == 0 && lean_rank_ones(&r, 0) == 0);
    lean_rank_free(&r);
    test_debug_end();
}

static void all_zero_is_no_bits(void) {
    lean_rank r = LEAN_EMPTY;
    lean_bitset b = LEAN_EMPTY;
    size_t at = 5;
    const size_t zero = 0;
    CHECK(lean_rank_ones(&r, 0) == 0 && lean_rank_count(&r) == 0 && lean_rank_bytes(&r) == 0);
    CHECK(!lean_rank_select(&r, 0, &at) && !lean_rank_select_zero(&r, 0, &at) && at == 5);
    lean_rank_read_ones(&r, &zero, 1, &at);
    CHECK(at == 0);
    lean_rank_free(&r);
    memset(&r, 0xee, sizeof r); /* which need not be initialised */
    CHECK(lean_rank_init(&r, &b, NULL) && lean_rank_zeros(&r, 0) == 0);
    CHECK(!lean_rank_select(&r, 0, &at) && lean_rank_bytes(&r) == 0);
    lean_rank_free(&r);
}

static void short_ones(void) {
    static const uint16_t densities[] = {0, 3, 128, 253, 256};
    size_t n;
    unsigned k;
    for (k = 0; k < sizeof densities / sizeof densities[0]; ++k)
        for (n = 0; n < FEW; n += 1 + n / (FEW < 1500 ? 9 : 25)) {
            scatter(memory, n, densities[k]);
            check_all(memory, n, 1);
            if (n >= 512)
                check_all(memory, n / 512 * 512, 7);
        }
}

static void long_ones(void) {
    static const uint32_t lens[] = {4096,  4097,  8191,  8192,   20000,  65023,  65024,  65535,
                                    65536, 65537, 66048, 131071, 131072, 200003, 1000000};
    static const uint16_t densities[] = {0, 1, 13, 128, 250, 256};
    unsigned k, d;
    for (k = 0; k < sizeof lens / sizeof lens[0] && lens[k] <= MOST; ++k)
        for (d = 0; d < sizeof densities / sizeof densities[0]; ++d) {
            scatter(memory, lens[k], densities[d]);
            check_all(memory, lens[k], 1 + lens[k] / 700);
            if (d == 3 && lens[k] < 70000)
                check_all(memory, lens[k], 1);
        }
}

/* As many of a kind as have a place, and one less and more, at either end of the others. */
static void about_places(void) {
#ifndef TEST_SMALL
    size_t n, ones;
    unsigned way;
    for (n = LEAN_RANK_PLACE_; n <= LEAN_RANK_PLACE_ * 3; n += LEAN_RANK_PLACE_)
        for (ones = n - 1; ones <= n + 1; ++ones)
            for (way = 0; way < 4; ++way) {
                const size_t len = ones + 1500, first = way % 2 != 0 ? len - ones : 100;
                size_t i;
                memset(memory, way < 2 ? 0 : 0xff, len / 8 + 1);
                for (i = first; i < first + ones; ++i)
                    memory[i / 8] ^= (unsigned char)(1u << i % 8);
                check_all(memory, len, n > LEAN_RANK_PLACE_ ? 11 : 3);
            }
#endif
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

/* Runs of both kinds that end beside blocks, sums and each other. */
static void in_runs(void) {
    static const uint32_t runs[] = {8, 64, 504, 512, 520, 4096, 32768u, 65528u};
    unsigned k, j;
    for (k = 0; k < sizeof runs / sizeof runs[0]; k += MOST < 5000 ? 3 : 1)
        for (j = 0; j < sizeof runs / sizeof runs[0]; j += MOST < 5000 ? 3 : 1) {
            const size_t period = runs[k] + runs[j];
            const size_t n = MOST < 140000 ? MOST / 8 * 8 - 3 : 140000;
            size_t i;
            if (n < runs[k] || n < runs[j])
                break;
            for (i = 0; i < n / 8 + 1; ++i)
                memory[i] = i * 8 % period < runs[k] ? 0xff : 0;
            check_all(memory, n, 1 + n / 1000);
        }
}

/* The bits may be anywhere, and begin at any byte. */
static void at_any_address(void) {
    size_t n, skew;
    for (n = FEW / 2 + 1; n < FEW; n += FEW / 3)
        for (skew = 0; skew < 34; skew += FEW < 1500 ? 5 : 1) {
            scatter(memory + skew, n, 90);
            check_all(memory + skew, n, 3);
        }
}

static void over_a_bitset_that_grew(void) {
    lean_bitset b = LEAN_EMPTY;
    lean_rank r;
    size_t i, at = 0;
    for (i = 0; i < FEW; ++i)
        CHECK(lean_bitset_push(&b, i % 5 == 2));
    CHECK(lean_rank_init(&r, &b, NULL));
    for (i = 0; i < FEW / 5; ++i)
        CHECK(lean_rank_select(&r, i, &at) && at == i * 5 + 2 && lean_rank_ones(&r, at) == i);
    lean_rank_free(&r);
    lean_bitset_free(&b);
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

/* In hundredths of the bits: what a rank reads, sums and counts; all; with little for the last ones
   of each. */
static void what_it_costs(void) {
#if MOST >= 1000000
    const size_t n = 1000000, bits = n / 8;
    static const uint16_t densities[] = {0, 2, 128, 256};
    lean_bitset b;
    lean_rank r;
    unsigned k;
    for (k = 0; k < sizeof densities / sizeof densities[0]; ++k) {
        size_t places;
        scatter(memory, n, densities[k]);
        test_debug_begin();
        CHECK(lean_bitset_view(&b, memory, n) && lean_rank_init(&r, &b, &test_debug.allocator));
        CHECK(lean_rank_bytes(&r) == test_debug.bytes && test_debug.blocks == 1);
        places = (size_t)((const unsigned char *)r.counts - (const unsigned char *)r.places);
        CHECK((test_debug.bytes - places) * 400 <= bits * 13 + 400 * 24);
        CHECK(test_debug.bytes * 100 <= bits * 4 + 100 * 40);
        if (k == 0)
            test_note("bytes of an index over 125000 bytes", test_debug.bytes, "");
        lean_rank_free(&r);
        test_debug_end();
    }
#endif
}

static void without_memory_it_is_all_zero(void) {
    lean_bitset b;
    lean_rank r;
    memset(&r, 0xee, sizeof r);
    memset(memory, 0x55, 100);
    CHECK(lean_bitset_view(&b, memory, 800));
    if (lean_rank_init(&r, &b, &test_debug.allocator))
        CHECK(lean_rank_ones(&r, 800) == 400);
    else
        CHECK(r.block.bytes == NULL && r.block.cap == 0 && r.bytes == NULL && r.sums == NULL &&
              r.places == NULL && r.counts == NULL && r.quick == 0 && r.len == 0 && r.ones == 0 &&
              !r.has_pdep && lean_rank_ones(&r, 0) == 0);
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
    for (n = LEAN_RANK_PLACE_ - 512; n <= LEAN_RANK_PLACE_ * 3; n += 256) {
        unsigned char *const at = first + REGION - n / 8;
        unsigned byte;
        for (byte = 0; byte < 256;
             byte += 255) { /* of a kind as many as have a place, and no more */
            memset(at, (int)byte, n / 8);
            check_all(at, n, 57);
        }
    }
    (void)munmap(all, 3 * REGION);
}
#endif

int main(void) {
    test_begin("test_rank");
    RUN(all_zero_is_no_bits);
    RUN(short_ones);
    RUN(long_ones);
    RUN(about_places);
    RUN(uneven_ones);
    RUN(in_runs);
    RUN(at_any_address);
    RUN(over_a_bitset_that_grew);
    RUN(select_does_not_read_padding);
    RUN(what_it_costs);
    RUN(out_of_memory);
#ifdef GUARDS
    RUN(not_a_byte_outside_is_touched);
#endif
    return test_end();
}
