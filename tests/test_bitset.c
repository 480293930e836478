/* [BITSET] in header order: every call against a model that has a bool for each bit. */
#if defined(__linux__) && !defined(_DEFAULT_SOURCE)
#define _DEFAULT_SOURCE /* mmap under -std=c99 */
#endif
#define LEAN_WITH_DEBUG
#define LEAN_WITH_BITSET
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include <string.h>
#if defined(__linux__) && !defined(TEST_SMALL)
#include <sys/mman.h>
#define GUARDS
#endif

/* FEW: lengths up to here are all tried. MANY: those beside every step of a kernel, in bytes. */
#ifdef TEST_SMALL
#define FEW 26
#define MOST 400
static const uint16_t many[] = {7, 8, 9, 33};
#else
#define FEW 150
#define MOST (LEAN_INDEX_BITS == 16 ? 64000 : 140000)
static const uint16_t many[] = {31,   32,    33,    63,    64,    65,    127,   128,
                                129,  255,   256,   511,   512,   513,   527,   528,
                                529,  543,   544,   1023,  1024,  1056,  1100,  4095,
                                8192, 15871, 15872, 15873, 16000, 16383, 16415, 16900};
#endif
#define MANY (sizeof many / sizeof many[0])
#define FITS(k) (many[k] * 8ul + 50 < MOST)

static bool model[MOST], other[MOST];
static unsigned char memory[MOST / 8 + 66], elsewhere[MOST / 8 + 66], third[MOST / 8 + 66];

/* Sets about `in_256` of 256 bits. */
static void scatter(bool *bits, size_t n, unsigned in_256) {
    size_t i;
    for (i = 0; i < n; ++i)
        bits[i] = test_random() % 256 < in_256;
}

/* Writes bits to memory, with anything behind the last in its byte. */
static void lay(unsigned char *bytes, const bool *bits, size_t n) {
    size_t i;
    if (n % 8 != 0)
        bytes[n / 8] = (unsigned char)test_random();
    for (i = 0; i < n; ++i)
        bytes[i / 8] =
            (unsigned char)((bytes[i / 8] & ~(1u << i % 8)) | (unsigned)bits[i] << i % 8);
}

static lean_bitset viewed(unsigned char *bytes, const bool *bits, size_t n) {
    lean_bitset b;
    lay(bytes, bits, n);
    CHECK(lean_bitset_view(&b, bytes, n));
    return b;
}

/* A bitset over `bytes`, all of which it may use, of those bits. */
static lean_bitset written(unsigned char *bytes, size_t room, const bool *bits, size_t n) {
    lean_bitset b;
    size_t i;
    lean_bitset_over(&b, bytes, room);
    CHECK(lean_bitset_resize(&b, n));
    for (i = 0; i < n; ++i)
        lean_bitset_assign(&b, i, bits[i]);
    return b;
}

/* Whether b is those bits, and 0 behind the last in its byte where it is not a view. */
static bool is(const lean_bitset *b, const bool *bits, size_t n) {
    size_t i;
    if (lean_bitset_len(b) != n)
        return false;
    for (i = 0; i < n; ++i)
        if (lean_bitset_test(b, i) != bits[i])
            return false;
    return n % 8 == 0 || (b->cap & LEAN_BITSET_VIEW_) != 0 ||
           lean_bitset_data(b)[n / 8] >> n % 8 == 0;
}

static size_t count(const bool *bits, size_t i, size_t n) {
    size_t ones = 0;
    for (; n != 0; --n)
        ones += bits[i++];
    return ones;
}

/* ---- life ---- */

static void all_zero_is_empty(void) {
    lean_bitset b = LEAN_EMPTY, c = LEAN_EMPTY;
    size_t at = 7, from = 0;
    uint32_t out = 9;
    CHECK(sizeof b == sizeof(void *) + 2 * sizeof(lean_index) ||
          sizeof(lean_index) != sizeof(void *) / 2);
    CHECK(lean_bitset_len(&b) == 0 && lean_bitset_bytes(&b) == 0 && lean_bitset_count(&b) == 0);
    CHECK(!lean_bitset_any(&b) && lean_bitset_none(&b) && lean_bitset_all(&b));
    CHECK(!lean_bitset_next(&b, 0, &at) && !lean_bitset_prev(&b, 0, &at) && at == 7);
    CHECK(!lean_bitset_next_clear(&b, 0, &at) && !lean_bitset_prev_clear(&b, 0, &at) && at == 7);
    CHECK(lean_bitset_read_u32(&b, &from, &out, 1) == 0 && from == 0 && out == 9);
    lean_bitset_set_range(&b, 0, 0);
    lean_bitset_flip_range(&b, 0, 0);
    lean_bitset_shift_up(&b, 3);
    lean_bitset_shift_down(&b, 3);
    lean_bitset_and(&b, &c);
    lean_bitset_not(&b);
    CHECK(lean_bitset_or_into(&c, &b, &b) && lean_bitset_equal(&b, &c) &&
          lean_bitset_subset(&b, &c));
    CHECK(!lean_bitset_intersects(&b, &c) && lean_bitset_count_xor(&b, &c) == 0);
    CHECK(lean_bitset_copy(&c, &b) && lean_bitset_shrink(&b) && lean_bitset_resize(&b, 0));
    CHECK(b.bytes == NULL && b.cap == 0);
    LEAN_EACH_BIT(i, &b) {
        CHECK(i != i);
    }
    CHECK(lean_bitset_push(&b, true) && lean_bitset_count(&b) == 1);
    lean_bitset_free(&b);
    CHECK(b.bytes == NULL && b.len == 0 && b.cap == 0);
    lean_bitset_free(&b);
}

static void it_grows_and_tells_its_bytes(void) {
    lean_bitset b;
    size_t i;
    test_debug_begin();
    lean_bitset_init(&b, &test_debug.allocator);
    scatter(model, MOST / 8, 128);
    for (i = 0; i < MOST / 8; ++i) {
        CHECK(lean_bitset_push(&b, model[i]) && lean_bitset_bytes(&b) == test_debug.bytes);
        CHECK(i % 97 != 0 || is(&b, model, i + 1));
    }
    CHECK(is(&b, model, i) && test_debug.requests < 40);
    CHECK(lean_bitset_shrink(&b) && is(&b, model, i));
    CHECK(lean_bitset_bytes(&b) == test_debug.bytes);
    CHECK(lean_bitset_bytes(&b) <= i / 8 + 1 + 2 * sizeof(void *));
    lean_bitset_free(&b);
    test_debug_end();
}

static void a_reserve_keeps_its_word(void) {
    lean_bitset b;
    size_t i, requests;
    test_debug_begin();
    lean_bitset_init(&b, &test_debug.allocator);
    CHECK(lean_bitset_reserve(&b, 333));
    requests = test_debug.requests;
    for (i = 0; i < 333; ++i)
        CHECK(lean_bitset_push(&b, i % 3 == 0));
    CHECK(test_debug.requests == requests && lean_bitset_count(&b) == 111);
    lean_bitset_free(&b);
    test_debug_end();
}

static void stale_bits_past_the_end_do_not_come_back(void) {
    static const uint8_t ends[] = {0, 1, 7, 8, 9, 63, 64, 65, 128};
    lean_bitset b = LEAN_EMPTY;
    unsigned i;
    for (i = 0; i < sizeof ends; ++i) {
        CHECK(lean_bitset_resize(&b, 200));
        lean_bitset_set_range(&b, 0, 200);
        CHECK(lean_bitset_count(&b) == 200 && lean_bitset_resize(&b, ends[i]));
        CHECK(lean_bitset_count(&b) == ends[i] && lean_bitset_all(&b));
        CHECK(lean_bitset_resize(&b, 190) && lean_bitset_count(&b) == ends[i]);
        CHECK(lean_bitset_resize(&b, ends[i]) && lean_bitset_shrink(&b));
        CHECK(lean_bitset_resize(&b, 200) && lean_bitset_count(&b) == ends[i]);
    }
    lean_bitset_free(&b);
}

/* Where the last word is full, there is no part of one behind it. */
static void lengths_that_are_whole_words(void) {
    lean_bitset b = LEAN_EMPTY;
    size_t n, at = 0, from = 0;
    uint32_t out[4];
    for (n = 64; n <= 256; n += 64) {
        CHECK(lean_bitset_resize(&b, n) && lean_bitset_none(&b));
        lean_bitset_set(&b, n - 1);
        CHECK(lean_bitset_next(&b, 0, &at) && at == n - 1 && !lean_bitset_next(&b, n, &at));
        CHECK(lean_bitset_count(&b) == 1 && lean_bitset_prev(&b, n, &at) && at == n - 1);
        from = 0;
        CHECK(lean_bitset_read_u32(&b, &from, out, 4) == 1 && out[0] == n - 1 && from == n);
        lean_bitset_not(&b);
        CHECK(lean_bitset_count(&b) == n - 1);
        lean_bitset_clear_range(&b, 0, n);
    }
    lean_bitset_free(&b);
}

/* The order of bits is that of Arrow and of NumPy's packbits(bitorder='little'). */
static void bytes_are_the_same_on_every_machine(void) {
    static const unsigned char bytes[] = {0x01, 0x82, 0x00, 0xff, 0x10, 0x03};
    static const uint32_t set[] = {0, 9, 15, 24, 25, 26, 27, 28, 29, 30, 31, 36, 40, 41};
    const lean_bitset in_flash = LEAN_BITSET_CONST(bytes, 42);
    lean_bitset b = LEAN_EMPTY;
    uint32_t out[16];
    size_t i, from = 0;
    CHECK(lean_bitset_resize(&b, 42));
    for (i = 0; i < sizeof set / sizeof set[0]; ++i)
        lean_bitset_set(&b, set[i]);
    CHECK(memcmp(lean_bitset_data(&b), bytes, sizeof bytes) == 0);
    CHECK(lean_bitset_equal(&b, &in_flash) && lean_bitset_bytes(&in_flash) == 0);
    CHECK(lean_bitset_read_u32(&in_flash, &from, out, 16) == 14);
    CHECK(memcmp(out, set, sizeof set) == 0);
    lean_bitset_free(&b);
}

static void in_a_callers_memory(void) {
    lean_bitset b, c = LEAN_EMPTY;
    size_t i;
    memset(memory, 0xa5, 8);
    lean_bitset_over(&b, memory + 1, 5);
    for (i = 0; i < 40; ++i)
        CHECK(lean_bitset_push(&b, i % 2 == 0));
    CHECK(!lean_bitset_push(&b, true) && !lean_bitset_resize(&b, 41) &&
          !lean_bitset_reserve(&b, 41));
    CHECK(lean_bitset_len(&b) == 40 && lean_bitset_bytes(&b) == 0 && lean_bitset_shrink(&b));
    CHECK(lean_bitset_resize(&c, 41) && !lean_bitset_copy(&b, &c) && !lean_bitset_not_into(&b, &c));
    CHECK(lean_bitset_len(&b) == 40 && lean_bitset_count(&b) == 20);
    CHECK(lean_bitset_resize(&c, 39) && lean_bitset_not_into(&b, &c) &&
          lean_bitset_count(&b) == 39);
    CHECK(memory[0] == 0xa5 && memory[6] == 0xa5);
    lean_bitset_free(&b);
    CHECK(memory[1] == 0xff && b.bytes == NULL && b.cap == 0);
    lean_bitset_free(&c);
}

static void too_many_bits_are_refused(void) {
    lean_bitset b = LEAN_EMPTY;
#if LEAN_INDEX_MAX < SIZE_MAX
    const size_t most = LEAN_INDEX_MAX;
    CHECK(!lean_bitset_resize(&b, most + 1) && !lean_bitset_reserve(&b, most + 1));
    CHECK(!lean_bitset_view(&b, memory, most + 1) && b.bytes == NULL && b.cap == 0);
    CHECK(!lean_bitset_resize(&b, SIZE_MAX) && !lean_bitset_reserve(&b, SIZE_MAX));
#endif
#if LEAN_INDEX_BITS == 16 && SIZE_MAX > 65535
    CHECK(lean_bitset_resize(&b, most) && !lean_bitset_push(&b, true));
    lean_bitset_set(&b, most - 1);
    lean_bitset_not(&b);
    CHECK(lean_bitset_count(&b) == most - 1 && lean_bitset_bytes(&b) >= most / 8 + 1);
    CHECK(lean_bitset_shrink(&b) && lean_bitset_len(&b) == most);
    lean_bitset_free(&b);
    lean_bitset_over(&b, memory, SIZE_MAX);
    CHECK(lean_bitset_resize(&b, 9) && !lean_bitset_resize(&b, most + 1));
#endif
    lean_bitset_free(&b);
}

static void copies(void) {
    lean_bitset from, to = LEAN_EMPTY, over;
    size_t n;
    for (n = 0; n < FEW; n += 3) {
        scatter(model, n, 128);
        from = viewed(memory, model, n);
        CHECK(lean_bitset_copy(&to, &from) && is(&to, model, n));
        CHECK(lean_bitset_copy(&to, &to) && is(&to, model, n));
        lean_bitset_over(&over, elsewhere, LEAN_BITSET_BYTES(n));
        CHECK(lean_bitset_copy(&over, &to) && is(&over, model, n));
    }
    lean_bitset_free(&to);
}

/* ---- bits and ranges ---- */

static void single_bits(void) {
    lean_bitset b = LEAN_EMPTY;
    size_t k;
    memset(model, 0, FEW * sizeof model[0]);
    CHECK(lean_bitset_resize(&b, FEW));
    for (k = 0; k < 40 * FEW; ++k) {
        const size_t i = test_random() % FEW;
        switch (test_random() % 5) {
        case 0:
            lean_bitset_set(&b, i);
            model[i] = true;
            break;
        case 1:
            lean_bitset_clear(&b, i);
            model[i] = false;
            break;
        case 2:
            lean_bitset_flip(&b, i);
            model[i] = !model[i];
            break;
        case 3:
            model[i] = test_random() % 2 != 0;
            lean_bitset_assign(&b, i, model[i]);
            break;
        default:
            CHECK(lean_bitset_test_and_set(&b, i) == model[i]);
            model[i] = true;
        }
        CHECK(lean_bitset_test(&b, i) == model[i]);
    }
    CHECK(is(&b, model, FEW));
    lean_bitset_free(&b);
}

static void range(lean_bitset *b, size_t i, size_t n) {
    size_t k, len = lean_bitset_len(b);
    const size_t ones = count(model, i, n);
    CHECK(lean_bitset_count_range(b, i, n) == ones);
    CHECK(lean_bitset_any_range(b, i, n) == (ones != 0));
    CHECK(lean_bitset_all_range(b, i, n) == (ones == n));
    lean_bitset_flip_range(b, i, n);
    for (k = 0; k < n; ++k)
        model[i + k] = !model[i + k];
    CHECK(is(b, model, len));
    lean_bitset_assign_range(b, i, n, n % 2 != 0);
    for (k = 0; k < n; ++k)
        model[i + k] = n % 2 != 0;
    CHECK(is(b, model, len));
    if (n != 0) {
        lean_bitset_flip(b, i + n / 2);
        model[i + n / 2] = !model[i + n / 2];
    }
    CHECK(lean_bitset_test_and_set_range(b, i, n) == count(model, i, n));
    for (k = 0; k < n; ++k)
        model[i + k] = true;
    CHECK(is(b, model, len) && lean_bitset_all_range(b, i, n));
}

static void ranges(void) {
    lean_bitset b = LEAN_EMPTY;
    size_t i, n;
    CHECK(lean_bitset_resize(&b, 99 < FEW ? 99 : FEW));
    for (i = 0; i <= lean_bitset_len(&b); i += FEW > 100 ? 1 : 3)
        for (n = 0; n <= lean_bitset_len(&b) - i; n += 1 + n / 20) {
            size_t k;
            scatter(model, lean_bitset_len(&b), 128);
            for (k = 0; k < lean_bitset_len(&b); ++k)
                lean_bitset_assign(&b, k, model[k]);
            range(&b, i, n);
        }
    lean_bitset_free(&b);
}

static void long_ranges(void) {
    size_t k;
    for (k = 0; k < MANY && FITS(k); ++k) {
        const size_t n = many[k] * 8u + k % 9, len = n + 20;
        lean_bitset b;
        scatter(model, len, 100);
        b = written(memory + k % 33, MOST / 8, model, len);
        range(&b, k % 13, n);
        CHECK(lean_bitset_count(&b) == count(model, 0, len));
    }
}

/* Without a bit in the way, the whole is looked at; the last one alone decides. */
static void any_and_all(void) {
    lean_bitset b = LEAN_EMPTY;
    size_t n;
    for (n = 1; n < FEW; ++n) {
        CHECK(lean_bitset_resize(&b, 0) && lean_bitset_resize(&b, n));
        CHECK(lean_bitset_none(&b) && !lean_bitset_any(&b) && !lean_bitset_all(&b));
        lean_bitset_set(&b, n - 1);
        CHECK(lean_bitset_any(&b) && !lean_bitset_none(&b) && lean_bitset_all(&b) == (n == 1));
        CHECK(!lean_bitset_any_range(&b, 0, n - 1));
        lean_bitset_set_range(&b, 0, n);
        CHECK(lean_bitset_all(&b));
        lean_bitset_clear(&b, n - 1);
        CHECK(!lean_bitset_all(&b) && lean_bitset_all_range(&b, 0, n - 1));
    }
    lean_bitset_free(&b);
}

/* ---- two bitsets ---- */

enum { AND, OR, XOR, ANDNOT, WAYS };

static bool combined(unsigned way, bool x, bool y) {
    return way == AND ? x && y : way == OR ? x || y : way == XOR ? x != y : x && !y;
}

static void apply(unsigned way, lean_bitset *a, const lean_bitset *b) {
    if (way == AND)
        lean_bitset_and(a, b);
    else if (way == OR)
        lean_bitset_or(a, b);
    else if (way == XOR)
        lean_bitset_xor(a, b);
    else
        lean_bitset_andnot(a, b);
}

static bool apply_into(unsigned way, lean_bitset *out, const lean_bitset *a, const lean_bitset *b) {
    return way == AND   ? lean_bitset_and_into(out, a, b)
           : way == OR  ? lean_bitset_or_into(out, a, b)
           : way == XOR ? lean_bitset_xor_into(out, a, b)
                        : lean_bitset_andnot_into(out, a, b);
}

static size_t count_of(unsigned way, const lean_bitset *a, const lean_bitset *b) {
    return way == AND   ? lean_bitset_count_and(a, b)
           : way == OR  ? lean_bitset_count_or(a, b)
           : way == XOR ? lean_bitset_count_xor(a, b)
                        : lean_bitset_count_andnot(a, b);
}

/* n bits of model and m of other, at addresses that differ by `skew`. */
static void two(size_t n, size_t m, size_t skew) {
    const size_t longer = n > m ? n : m;
    lean_bitset a = viewed(memory + skew, model, n), b = viewed(elsewhere + skew / 3, other, m), c;
    lean_bitset grown = LEAN_EMPTY;
    bool subset = true, intersects = false, same = n == m;
    static bool result[MOST];
    unsigned way;
    size_t i;
    for (way = 0; way < WAYS; ++way) {
        size_t ones = 0;
        for (i = 0; i < longer; ++i) {
            const bool x = i < n && model[i], y = i < m && other[i];
            result[i] = combined(way, x, y);
            ones += result[i];
            subset = subset && !(x && !y);
            intersects = intersects || (x && y);
            same = same && x == y;
        }
        CHECK(count_of(way, &a, &b) == ones);
        c = written(third + skew / 2, MOST / 8, model, n);
        apply(way, &c, &b);
        CHECK(is(&c, result, n));
        CHECK(apply_into(way, &grown, &a, &b) && is(&grown, result, n));
        c = written(third + skew / 2, MOST / 8, model, n);
        CHECK(apply_into(way, &c, &c, &b) && is(&c, result, n));
        c = written(third + skew / 2, MOST / 8, other, m);
        CHECK(apply_into(way, &c, &a, &c) && is(&c, result, n));
    }
    CHECK(lean_bitset_subset(&a, &b) == subset && lean_bitset_intersects(&a, &b) == intersects);
    CHECK(lean_bitset_equal(&a, &b) == same && lean_bitset_equal(&a, &a));
    CHECK(lean_bitset_not_into(&grown, &a));
    lean_bitset_not(&grown);
    CHECK(is(&grown, model, n));
    c = written(third, MOST / 8, model, n);
    lean_bitset_xor(&c, &c);
    CHECK(lean_bitset_none(&c) && lean_bitset_len(&c) == n);
    lean_bitset_free(&grown);
}

static void two_of_all_short_lengths(void) {
    size_t n, m;
    for (n = 0; n < FEW; n += 1 + n / 20)
        for (m = 0; m < FEW; m += 1 + m / 7) {
            scatter(model, n, 128);
            scatter(other, m, n % 2 == 0 ? 128 : 250);
            two(n, m, n % 5);
        }
}

static void two_of_long_lengths(void) {
    size_t k;
    for (k = 0; k < MANY && FITS(k); ++k) {
        const size_t n = many[k] * 8u;
        scatter(model, n + 30, 128);
        scatter(other, n + 30, 128);
        two(n + k % 9, n + k % 3 * 10, k % 34);
    }
}

/* A single bit, at each place in turn, makes the difference. */
static void one_bit_decides(void) {
    const size_t n = MOST < 1000 ? 100 : 1100;
    size_t i;
    memset(model, 0, sizeof model);
    memset(other, 1, sizeof other);
    for (i = 0; i < n; i += 1 + i / 64) {
        lean_bitset a, b;
        model[i] = true;
        a = viewed(memory + 1, model, n);
        b = viewed(elsewhere, model, n);
        CHECK(lean_bitset_equal(&a, &b) && lean_bitset_intersects(&a, &b));
        other[i] = false;
        b = viewed(elsewhere, other, n);
        CHECK(!lean_bitset_subset(&a, &b) && !lean_bitset_intersects(&a, &b));
        other[i] = true;
        model[i] = false;
        b = viewed(elsewhere, model, n);
        CHECK(!lean_bitset_equal(&a, &b) && lean_bitset_subset(&b, &a));
        CHECK(!lean_bitset_subset(&a, &b));
    }
}

static void shifts(void) {
    static bool moved[MOST];
    size_t n, by, i;
    for (n = 0; n < FEW; n += 1 + n / 12)
        for (by = 0; by < n + 10; by += 1 + by / 16) {
            lean_bitset b;
            scatter(model, n, 128);
            for (i = 0; i < n; ++i)
                moved[i] = i >= by && model[i - by];
            b = written(memory + n % 5, MOST / 8, model, n);
            lean_bitset_shift_up(&b, by);
            CHECK(is(&b, moved, n));
            for (i = 0; i < n; ++i)
                moved[i] = i + by < n && model[i + by];
            b = written(memory + n % 5, MOST / 8, model, n);
            lean_bitset_shift_down(&b, by);
            CHECK(is(&b, moved, n));
        }
}

/* ---- in turn ---- */

static size_t find(const bool *bits, size_t from, size_t end, bool value) {
    while (from < end && bits[from] != value)
        ++from;
    return from;
}

static void neighbours_of(size_t n, unsigned in_256) {
    lean_bitset b;
    size_t i;
    scatter(model, n, in_256);
    b = viewed(memory + n % 3, model, n);
    for (i = 0; i <= n; i += 1 + n / 500) {
        unsigned value;
        for (value = 0; value < 2; ++value) {
            const size_t next = find(model, i, n, value != 0);
            size_t prev = i, at = SIZE_MAX;
            bool found = value ? lean_bitset_next(&b, i, &at) : lean_bitset_next_clear(&b, i, &at);
            CHECK(found == (next < n) && at == (found ? next : SIZE_MAX));
            while (prev != 0 && model[prev - 1] != (value != 0))
                --prev;
            at = SIZE_MAX;
            found = value ? lean_bitset_prev(&b, i, &at) : lean_bitset_prev_clear(&b, i, &at);
            CHECK(found == (prev != 0) && at == (found ? prev - 1 : SIZE_MAX));
        }
    }
}

static void neighbours(void) {
    static const uint8_t densities[] = {0, 4, 128, 252};
    unsigned k;
    size_t n;
    for (k = 0; k < sizeof densities; ++k) {
        for (n = 0; n < FEW; n += 1 + n / 16)
            neighbours_of(n, densities[k]);
        neighbours_of(MOST / 50, densities[k] / 16);
        neighbours_of(MOST / 50, 256 - densities[k] / 16);
    }
}

/* Reads all numbers by `most` at a time, and asks for the same from LEAN_EACH_BIT. */
static void read_by(const lean_bitset *b, size_t start, size_t most) {
    static uint32_t out[FEW < 100 ? 80 : 1200];
    const size_t n = lean_bitset_len(b);
    size_t from = start, at = start, got, seen = 0;
    do {
        size_t k;
        out[most] = 77;
        got = lean_bitset_read_u32(b, &from, out, most);
        CHECK(got <= most && out[most] == 77 && from <= n);
        for (k = 0; k < got; ++k) {
            at = find(model, at, n, true);
            CHECK(at < n && out[k] == at);
            ++at;
        }
        CHECK(got == most || (from == n && find(model, at, n, true) == n));
    } while (got != 0);
    at = 0;
    LEAN_EACH_BIT(i, b) {
        at = find(model, at, n, true);
        CHECK(at == i);
        ++at;
        ++seen;
    }
    CHECK(seen == count(model, 0, n) && find(model, at, n, true) == n);
}

static void numbers_of_bits(void) {
    static const uint32_t lens[] = {0, 1, 7, 8, 9, 63, 64, 65, 127, 200, 320, 4096, 9999};
    static const uint16_t densities[] = {0, 1, 26, 128, 250, 256};
    static const uint16_t chunks[] = {1, 2, 7, 63, 64, 65, 72, 73, 256, 1000};
    unsigned k, d, c;
    for (k = 0; k < sizeof lens / sizeof lens[0] && lens[k] <= MOST; ++k)
        for (d = 0; d < sizeof densities / sizeof densities[0]; ++d) {
            lean_bitset b;
            scatter(model, lens[k], densities[d]);
            b = viewed(memory + k % 2, model, lens[k]);
            for (c = 0; c < sizeof chunks / sizeof chunks[0] && chunks[c] < MOST / 5; ++c)
                read_by(&b, 0, chunks[c]);
            read_by(&b, lens[k] / 3u, 70);
            read_by(&b, lens[k] / 64 * 64u, 70);
        }
}

/* No room is none asked for; nothing is skipped. */
static void reading_none_reads_none(void) {
    lean_bitset b;
    size_t from = 2;
    uint32_t out = 5;
    memset(model, 1, 10);
    b = viewed(memory, model, 10);
    CHECK(lean_bitset_read_u32(&b, &from, &out, 0) == 0 && from == 2 && out == 5);
    CHECK(lean_bitset_read_u32(&b, &from, &out, 1) == 1 && from == 3 && out == 2);
}

static void loops_nest_and_break(void) {
    lean_bitset b = LEAN_EMPTY;
    size_t pairs = 0;
    CHECK(lean_bitset_resize(&b, 100));
    lean_bitset_set(&b, 5);
    lean_bitset_set(&b, 64);
    lean_bitset_set(&b, 99);
    LEAN_EACH_BIT(i, &b) {
        LEAN_EACH_BIT(k, &b) {
            if (k > i)
                break;
            ++pairs;
        }
    }
    CHECK(pairs == 6);
    lean_bitset_free(&b);
}

/* ---- fixed ---- */

LEAN_DEFINE_FIXED_BITSET(one_bit, 1)
LEAN_DEFINE_FIXED_BITSET(eight_bits, 8)
LEAN_DEFINE_FIXED_BITSET(nine_bits, 9)
LEAN_DEFINE_FIXED_BITSET(many_bits, 100)

static void fixed_ones_are_no_larger_than_their_bits(void) {
    CHECK(sizeof(one_bit) == 1 && sizeof(eight_bits) == 1 && sizeof(nine_bits) == 2);
    CHECK(sizeof(many_bits) == 13 && LEAN_BITSET_BYTES(0) == 0);
}

static void fixed_calls(void) {
    many_bits f = LEAN_EMPTY, g;
    lean_bitset all, view;
    size_t at = 0;
    many_bits_set(&f, 99);
    many_bits_set(&f, 8);
    many_bits_flip(&f, 8);
    many_bits_flip(&f, 7);
    many_bits_assign(&f, 3, true);
    many_bits_assign(&f, 7, false);
    CHECK(!many_bits_test_and_set(&f, 0) && many_bits_test_and_set(&f, 0));
    CHECK(many_bits_test(&f, 99) && !many_bits_test(&f, 98) && many_bits_len(&f) == 100);
    CHECK(many_bits_count(&f) == 3 && many_bits_next(&f, 1, &at) && at == 3);
    CHECK(many_bits_next(&f, 4, &at) && at == 99 && !many_bits_next(&f, 100, &at));
    many_bits_clear(&f, 0);
    g = f;
    all = many_bits_bitset(&f);
    view = many_bits_view(&g);
    CHECK(lean_bitset_len(&all) == 100 && lean_bitset_equal(&all, &view));
    lean_bitset_not(&all);
    CHECK(many_bits_count(&f) == 98 && many_bits_count(&g) == 2 && lean_bitset_bytes(&all) == 0);
    CHECK(f.bytes[12] == 0x07 && !lean_bitset_resize(&all, 105) && lean_bitset_resize(&all, 50));
}

/* ---- memory ---- */

static void without_memory_nothing_changes(void) {
    lean_bitset b, c;
    size_t n = 0, i;
    lean_bitset_init(&b, &test_debug.allocator);
    lean_bitset_init(&c, &test_debug.allocator);
    for (i = 0; i < 40; ++i)
        model[i] = i % 3 == 1;
    for (i = 0; i < 40; ++i)
        if (lean_bitset_push(&b, model[n]))
            ++n;
    CHECK(is(&b, model, n));
    if (lean_bitset_resize(&b, 200)) {
        memset(model + n, 0, 200 - n);
        n = 200;
    }
    CHECK(is(&b, model, n));
    (void)lean_bitset_reserve(&b, 1000);
    CHECK(is(&b, model, n));
    (void)lean_bitset_shrink(&b);
    CHECK(is(&b, model, n));
    CHECK(lean_bitset_copy(&c, &b) ? lean_bitset_equal(&c, &b) : lean_bitset_len(&c) == 0);
    (void)lean_bitset_resize(&c, 3);
    i = lean_bitset_len(&c);
    CHECK(lean_bitset_not_into(&c, &b) ? lean_bitset_len(&c) == n : lean_bitset_len(&c) == i);
    CHECK(is(&b, model, n) && lean_bitset_bytes(&b) + lean_bitset_bytes(&c) == test_debug.bytes);
    lean_bitset_free(&b);
    lean_bitset_free(&c);
}

static void out_of_memory(void) {
    SWEEP(without_memory_nothing_changes);
}

#ifdef GUARDS
#define REGION 65536u

/* Between pages that may not be touched: the first byte is just behind one, or the last just before
   the other. */
static unsigned char *guarded(size_t bytes, bool at_end) {
    static unsigned char *first;
    if (first == NULL) {
        void *all = mmap(NULL, 3 * REGION, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        CHECK(all != MAP_FAILED);
        first = (unsigned char *)all + REGION;
        CHECK(mprotect(first, REGION, PROT_READ | PROT_WRITE) == 0);
    }
    return at_end ? first + REGION - bytes : first;
}

static void everything_between_guards(size_t n, bool at_end) {
    const size_t bytes = LEAN_BITSET_BYTES(n);
    unsigned char *const at = guarded(bytes, at_end);
    static uint32_t out[8 * 1200 + 8];
    lean_bitset b, c;
    size_t from = 0, where = 0;
    scatter(model, n, 128);
    b = viewed(at, model, n);
    c = viewed(memory, model, n);
    CHECK(lean_bitset_count(&b) == count(model, 0, n) && lean_bitset_equal(&b, &c));
    CHECK(lean_bitset_equal(&c, &b) && lean_bitset_subset(&b, &c) && lean_bitset_subset(&c, &b));
    CHECK(lean_bitset_count_and(&b, &c) == lean_bitset_count_or(&c, &b));
    CHECK(lean_bitset_read_u32(&b, &from, out, n + 8) == count(model, 0, n));
    LEAN_EACH_BIT(i, &b) {
        CHECK(model[i]);
    }
    for (from = 0; from < n; from += 5) {
        (void)lean_bitset_next(&b, from, &where);
        (void)lean_bitset_next_clear(&b, from, &where);
        (void)lean_bitset_prev(&b, n - from, &where);
        (void)lean_bitset_prev_clear(&b, n - from, &where);
        CHECK(lean_bitset_count_range(&b, from, n - from) == count(model, from, n - from));
    }
    b = written(at, bytes, model, n);
    lean_bitset_not(&b);
    lean_bitset_xor(&b, &c);
    CHECK(lean_bitset_all(&b));
    lean_bitset_shift_up(&b, 3);
    lean_bitset_shift_down(&b, 12);
    lean_bitset_flip_range(&b, n / 3, n - n / 3);
    lean_bitset_set_range(&b, n / 3, n - n / 3);
    CHECK(lean_bitset_copy(&b, &c) && is(&b, model, n));
}

static void not_a_byte_outside_is_touched(void) {
    size_t n, k;
    unsigned at_end;
    for (at_end = 0; at_end < 2; ++at_end) {
        for (n = 0; n < 300; ++n)
            everything_between_guards(n, at_end != 0);
        for (k = 0; k < MANY && many[k] <= 1100; ++k)
            for (n = 0; n < 9; ++n)
                everything_between_guards(many[k] * 8u - n, at_end != 0);
    }
}
#endif

int main(void) {
    test_begin("test_bitset");
    RUN(all_zero_is_empty);
    RUN(it_grows_and_tells_its_bytes);
    RUN(a_reserve_keeps_its_word);
    RUN(stale_bits_past_the_end_do_not_come_back);
    RUN(lengths_that_are_whole_words);
    RUN(bytes_are_the_same_on_every_machine);
    RUN(in_a_callers_memory);
    RUN(too_many_bits_are_refused);
    RUN(copies);
    RUN(single_bits);
    RUN(ranges);
    RUN(long_ranges);
    RUN(any_and_all);
    RUN(two_of_all_short_lengths);
    RUN(two_of_long_lengths);
    RUN(one_bit_decides);
    RUN(shifts);
    RUN(neighbours);
    RUN(numbers_of_bits);
    RUN(reading_none_reads_none);
    RUN(loops_nest_and_break);
    RUN(fixed_ones_are_no_larger_than_their_bits);
    RUN(fixed_calls);
    RUN(out_of_memory);
#ifdef GUARDS
    RUN(not_a_byte_outside_is_touched);
#endif
    return test_end();
}
