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

/* FEW: lengths up to here are all tried; SOME: with all ranges and shifts. MANY: those beside every
   step of a kernel, in bytes. SKEWS: places of a first byte in a kernel's step. */
#ifdef TEST_SMALL
#define FEW 26
#define SOME 19
#define SKEWS 3
#define MOST 400
static const uint16_t many[] = {7, 8, 9, 33};
#else
#define FEW 150
#define SOME 75
#define SKEWS 66
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
    CHECK(lean_bitset_view(&b, bytes, n) && (b.cap & LEAN_BITSET_VIEW_) != 0);
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

static bool same_object(const lean_bitset *a, const lean_bitset *b) {
    return a->bytes == b->bytes && a->len == b->len && a->cap == b->cap;
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

/* What bytes() is for room for n bits and no more. */
static size_t exact(size_t n) {
    typedef struct padded {
        char first;
        void *second;
    } padded;
    const size_t unit = sizeof(padded) - sizeof(void *);
    return n == 0 ? 0 : (LEAN_BITSET_BYTES(n) + unit - 1) / unit * unit + sizeof(void *);
}

static void a_reserve_keeps_its_word(void) {
    lean_bitset b;
    size_t i, requests;
    test_debug_begin();
    lean_bitset_init(&b, &test_debug.allocator);
    CHECK(lean_bitset_reserve(&b, 0) && test_debug.requests == 0);
    CHECK(lean_bitset_reserve(&b, 290) && lean_bitset_bytes(&b) == exact(290));
    CHECK(lean_bitset_reserve(&b, 333) && lean_bitset_bytes(&b) == exact(333));
    CHECK(lean_bitset_reserve(&b, 5) && lean_bitset_bytes(&b) == exact(333));
    CHECK(lean_bitset_len(&b) == 0 && test_debug.bytes == exact(333));
    requests = test_debug.requests;
    for (i = 0; i < 333; ++i)
        CHECK(lean_bitset_push(&b, i % 3 == 0));
    CHECK(test_debug.requests == requests && lean_bitset_count(&b) == 111);
    lean_bitset_free(&b);
    test_debug_end();
}

static void what_is_shrunk_is_exact(void) {
    lean_bitset b;
    size_t n;
    test_debug_begin();
    lean_bitset_init(&b, &test_debug.allocator);
    CHECK(lean_bitset_resize(&b, 2 * FEW));
    lean_bitset_set_range(&b, 0, 2 * FEW);
    for (n = 2 * FEW; n-- != 0;) {
        CHECK(lean_bitset_resize(&b, n) && lean_bitset_shrink(&b));
        CHECK(lean_bitset_bytes(&b) == exact(n) && test_debug.bytes == exact(n));
        CHECK(lean_bitset_count(&b) == n);
    }
    CHECK(lean_bitset_push(&b, true) && test_debug.blocks == 1); /* of the same owner */
    lean_bitset_free(&b);
    lean_bitset_free(&b);
    CHECK(lean_bitset_bytes(&b) == 0);
    test_debug_end();
}

/* Half as much again is refused, and what is needed is not. */
static void growth_asks_again_for_less(void) {
    lean_bitset b;
    test_debug_begin();
    lean_bitset_init(&b, &test_debug.allocator);
    CHECK(lean_bitset_reserve(&b, 200) && lean_bitset_resize(&b, 200));
    lean_debug_fail(&test_debug, 0, false);
    CHECK(lean_bitset_resize(&b, 300) && test_debug.refused == 1);
    CHECK(lean_bitset_bytes(&b) == exact(300) && lean_bitset_none(&b));
    CHECK(lean_bitset_resize(&b, 301 + 8 * sizeof(void *)));
    CHECK(lean_bitset_bytes(&b) > exact(301 + 8 * sizeof(void *)));
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
    static const lean_bitset in_flash = LEAN_BITSET_CONST(bytes, 42);
    lean_bitset b = LEAN_EMPTY;
    uint32_t out[16];
    size_t i, from = 0;
    CHECK(lean_bitset_resize(&b, 42));
    for (i = 0; i < sizeof set / sizeof set[0]; ++i)
        lean_bitset_set(&b, set[i]);
    CHECK(memcmp(lean_bitset_data(&b), bytes, sizeof bytes) == 0);
    CHECK(lean_bitset_equal(&b, &in_flash) && lean_bitset_bytes(&in_flash) == 0);
    CHECK(lean_bitset_read_u32(&in_flash, &from, out, 16) == 14);
    CHECK(memcmp(out, set, sizeof set) == 0 && (in_flash.cap & LEAN_BITSET_VIEW_) != 0);
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
    lean_bitset_over(&b, NULL, 0);
    CHECK(!lean_bitset_push(&b, true) && lean_bitset_resize(&b, 0) && lean_bitset_len(&b) == 0);
}

/* Where the result does not fit, nothing is written. */
static void too_small_for_the_result(void) {
    lean_bitset b, a = LEAN_EMPTY, was;
    unsigned char bytes[6];
    CHECK(lean_bitset_resize(&a, 41));
    lean_bitset_set_range(&a, 3, 30);
    memset(memory, 0x3c, sizeof bytes);
    memcpy(bytes, memory, sizeof bytes);
    lean_bitset_over(&b, memory, 5);
    CHECK(lean_bitset_resize(&b, 33));
    lean_bitset_set(&b, 32);
    memcpy(bytes, memory, sizeof bytes);
    was = b;
    CHECK(!lean_bitset_and_into(&b, &a, &b) && !lean_bitset_or_into(&b, &a, &b));
    CHECK(!lean_bitset_xor_into(&b, &a, &a) && !lean_bitset_andnot_into(&b, &a, &b));
    CHECK(!lean_bitset_not_into(&b, &a) && !lean_bitset_copy(&b, &a));
    CHECK(!lean_bitset_resize(&b, 41) && !lean_bitset_resize(&b, SIZE_MAX));
    CHECK(same_object(&b, &was) && memcmp(memory, bytes, sizeof bytes) == 0);
    CHECK(lean_bitset_resize(&a, 40) && lean_bitset_or_into(&b, &a, &b));
    CHECK(lean_bitset_len(&b) == 40 && lean_bitset_count(&b) == 30 && memory[5] == bytes[5]);
    lean_bitset_free(&a);
}

/* More memory than there are numbers for the bits of. */
static void over_more_than_can_be_told(void) {
    static const size_t sizes[] = {
        SIZE_MAX,
        LEAN_INDEX_MAX,
        SIZE_MAX / 2 + 1,
#if LEAN_INDEX_MAX < SIZE_MAX
        (size_t)LEAN_INDEX_MAX + 1,
        (size_t)LEAN_INDEX_MAX + 2,
#endif
        (size_t)(LEAN_INDEX_MAX / 8) + 1
    };
    unsigned k;
    for (k = 0; k < sizeof sizes / sizeof sizes[0]; ++k) {
        lean_bitset b;
        lean_bitset_over(&b, memory, sizes[k]);
        CHECK(lean_bitset_resize(&b, 99) && lean_bitset_bytes(&b) == 0);
        lean_bitset_set(&b, 98);
        CHECK(lean_bitset_count(&b) == 1 && lean_bitset_data(&b) == memory);
        lean_bitset_free(&b);
    }
}

static void too_many_bits_are_refused(void) {
    lean_bitset b = LEAN_EMPTY;
#if LEAN_INDEX_MAX < SIZE_MAX
    const size_t most = LEAN_INDEX_MAX;
    CHECK(!lean_bitset_resize(&b, most + 1) && !lean_bitset_reserve(&b, most + 1));
    CHECK(!lean_bitset_view(&b, memory, most + 1) && b.bytes == NULL && b.cap == 0);
    CHECK(!lean_bitset_resize(&b, SIZE_MAX) && !lean_bitset_reserve(&b, SIZE_MAX));
#endif
#if LEAN_INDEX_MAX == SIZE_MAX
    lean_bitset_over(&b, memory, SIZE_MAX);
    b.len = LEAN_INDEX_MAX; /* there is no more number for one more */
    CHECK(!lean_bitset_push(&b, true) && b.len == LEAN_INDEX_MAX);
    lean_bitset_free(&b);
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
        memset(elsewhere, 0xff, LEAN_BITSET_BYTES(n) + 1);
        CHECK(lean_bitset_copy(&over, &from) && is(&over, model, n));
        CHECK(elsewhere[LEAN_BITSET_BYTES(n)] == 0xff);
        CHECK(lean_bitset_copy(&over, &to) && is(&over, model, n));
        CHECK(lean_bitset_copy(&from, &from) && from.bytes == memory); /* nothing is written */
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
    CHECK(lean_bitset_resize(&b, SOME));
    for (i = 0; i <= SOME; ++i)
        for (n = 0; n <= SOME - i; ++n) {
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

/* A bit on either side of a range is not in it. */
static void ranges_end_where_they_end(void) {
    lean_bitset b = LEAN_EMPTY;
    size_t i, n;
    CHECK(lean_bitset_resize(&b, SOME + 2));
    for (i = 1; i <= SOME; ++i)
        for (n = 0; n <= SOME + 1 - i; ++n) {
            lean_bitset_clear_range(&b, 0, SOME + 2);
            lean_bitset_set(&b, i - 1);
            lean_bitset_set(&b, i + n);
            CHECK(!lean_bitset_any_range(&b, i, n) && lean_bitset_count_range(&b, i, n) == 0);
            CHECK(lean_bitset_all_range(&b, i, n) == (n == 0));
            lean_bitset_not(&b);
            CHECK(lean_bitset_all_range(&b, i, n) && lean_bitset_count_range(&b, i, n) == n);
            CHECK(lean_bitset_any_range(&b, i, n) == (n != 0));
            CHECK(lean_bitset_test_and_set_range(&b, i, n) == n && lean_bitset_count(&b) == SOME);
        }
    lean_bitset_free(&b);
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

/* Whole bytes, as which kernels see them: n of them at each skew. */
static void bytes_at(size_t n, size_t skew) {
    unsigned char *const x = memory + skew, *const y = elsewhere + (skew * 7 + n) % SKEWS;
    unsigned char *const out = third + 1 + (skew * 5 + 1) % SKEWS;
    lean_bitset a, b, c;
    unsigned way;
    size_t i, ones;
    CHECK(lean_bitset_view(&a, x, n * 8) && lean_bitset_view(&b, y, n * 8));
    for (way = 0; way < WAYS; ++way) {
        lean_bitset_over(&c, out, n);
        out[-1] = out[n] = 0xa5;
        CHECK(lean_bitset_copy(&c, &a));
        apply(way, &c, &b);
        for (ones = i = 0; i < n; ++i) {
            const unsigned both = x[i] & y[i], p = x[i], q = y[i];
            unsigned byte = way == AND ? both : way == OR ? p | q : way == XOR ? p ^ q : p & ~q;
            CHECK(out[i] == byte);
            out[i] ^= 0xff;
            for (; byte != 0; byte &= byte - 1)
                ++ones;
        }
        CHECK(count_of(way, &a, &b) == ones && lean_bitset_count(&c) == n * 8 - ones);
        CHECK(apply_into(way, &c, &a, &b) && lean_bitset_count(&c) == ones);
        lean_bitset_not(&c);
        CHECK(count_of(way, &a, &b) == n * 8 - lean_bitset_count(&c));
        CHECK(out[-1] == 0xa5 && out[n] == 0xa5);
    }
}

static void bytes_at_every_alignment(void) {
    size_t n, skew, k;
    for (k = 0; k < sizeof memory; ++k) {
        memory[k] = (unsigned char)test_random();
        elsewhere[k] = (unsigned char)test_random();
    }
    for (n = 0; n < FEW / 2; ++n)
        for (skew = 0; skew < SKEWS; ++skew)
            bytes_at(n, skew);
    for (k = 0; k < MANY && many[k] <= 1100; ++k)
        for (n = 0; n < 3; ++n)
            for (skew = 0; skew < SKEWS; ++skew)
                bytes_at(many[k] + n - 1u, skew);
}

/* Counters of a byte each are emptied before they are full. */
static void counts_of_ones_only(void) {
    size_t k, n;
    memset(memory, 0xff, sizeof memory);
    memset(elsewhere, 0xff, sizeof elsewhere);
    for (k = 0; k < MANY && FITS(k); ++k)
        for (n = 0; n < 12; ++n) {
            const size_t bits = many[k] * 8ul + n;
            lean_bitset a, b;
            CHECK(lean_bitset_view(&a, memory + n, bits));
            CHECK(lean_bitset_view(&b, elsewhere + n / 2, bits));
            CHECK(lean_bitset_count(&a) == bits && lean_bitset_count_and(&a, &b) == bits);
            CHECK(lean_bitset_count_or(&b, &a) == bits && lean_bitset_count_xor(&a, &b) == 0);
            CHECK(lean_bitset_count_range(&a, 3, bits - 5) == bits - 5);
            CHECK(lean_bitset_all(&a) && lean_bitset_equal(&a, &b));
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

static void shift(size_t n, size_t by, unsigned char *at) {
    static bool moved[MOST];
    lean_bitset b;
    size_t i;
    for (i = 0; i < n; ++i)
        moved[i] = i >= by && model[i - by];
    b = written(at, LEAN_BITSET_BYTES(n), model, n);
    lean_bitset_shift_up(&b, by);
    CHECK(is(&b, moved, n));
    for (i = 0; i < n; ++i)
        moved[i] = by < n && i < n - by && model[i + by];
    b = written(at, LEAN_BITSET_BYTES(n), model, n);
    lean_bitset_shift_down(&b, by);
    CHECK(is(&b, moved, n));
}

static void shifts(void) {
    size_t n, by;
    for (n = 0; n < FEW + 50; n += 1 + (FEW < 100 && n > SOME) * 7)
        for (by = 0; by < n + 10; ++by) {
            scatter(model, n, n % 3 == 0 ? 256 : 128);
            memset(memory, 0xff, LEAN_BITSET_BYTES(n) + 8);
            shift(n, by, memory + n % 5);
            CHECK(memory[n % 5 + LEAN_BITSET_BYTES(n)] == 0xff);
        }
}

static void long_shifts(void) {
    static const size_t bys[] = {0,   1,   3,   7,   8,   9,   63,  64,   65,   127,    128,
                                 129, 250, 300, 391, 399, 400, 511, 4999, 9999, 60000u, SIZE_MAX};
    unsigned k;
    size_t n;
    for (k = 0; k < sizeof bys / sizeof bys[0]; ++k)
        for (n = MOST / 13 - 9; n < MOST / 13; n += MOST < 1000 ? 4 : 1) {
            scatter(model, n, 128);
            shift(n, bys[k], memory + k % SKEWS);
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

static void numbers_from_every_start(void) {
    static const uint16_t densities[] = {1, 26, 128, 256};
    static const uint8_t chunks[] = {1, 3, 20, 64, 65, 70};
    unsigned d, c;
    size_t n, start;
    for (d = 0; d < sizeof densities / sizeof densities[0]; ++d)
        for (n = FEW - 9; n < FEW + 50; n += 11) {
            lean_bitset b;
            scatter(model, n, densities[d]);
            b = viewed(memory + n % 2, model, n);
            for (start = 0; start <= n; ++start)
                for (c = 0; c < sizeof chunks; ++c)
                    read_by(&b, start, chunks[c]);
        }
}

static void numbers_of_many_bits(void) {
#if !defined TEST_SMALL
    static const uint8_t tenths[] = {0, 1, 2, 10, 100, 255}; /* of a percent, about */
    const size_t n = MOST < 100003 ? 60003 : 100003;
    unsigned d;
    size_t i;
    for (d = 0; d < sizeof tenths; ++d) {
        lean_bitset b;
        for (i = 0; i < n; ++i)
            model[i] = tenths[d] == 255 || test_random() % 1024 < tenths[d];
        b = viewed(memory + d % 3, model, n);
        read_by(&b, 0, 1000);
        read_by(&b, 1 + n / 2, 1);
        read_by(&b, n - 200, 63);
    }
#endif
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

/* What is more than a word ahead is seen as it is by then. */
static void loops_see_what_is_ahead(void) {
    lean_bitset b = LEAN_EMPTY;
    size_t seen = 0;
    CHECK(lean_bitset_resize(&b, 300));
    lean_bitset_set(&b, 5);
    lean_bitset_set(&b, 170);
    lean_bitset_set(&b, 299);
    LEAN_EACH_BIT(i, &b) {
        CHECK(i == (seen == 0 ? 5u : 100u));
        if (i == 5)
            lean_bitset_set(&b, 100);
        else
            CHECK(lean_bitset_resize(&b, 170));
        ++seen;
    }
    CHECK(seen == 2);
    LEAN_EACH_BIT(i, &b) { /* 170 bits, of which 5 and 100 are set, grow by and by */
        CHECK(i < 101 || i % 100 == 0);
        if (i >= 100 && i < 1000) {
            CHECK(lean_bitset_resize(&b, i + 101));
            lean_bitset_set(&b, i + 100);
        }
        ++seen;
    }
    CHECK(seen == 2 + 11 && lean_bitset_len(&b) == 1001);
    lean_bitset_free(&b);
}

/* ---- fixed ---- */

LEAN_DEFINE_FIXED_BITSET(one_bit, 1)
LEAN_DEFINE_FIXED_BITSET(seven_bits, 7)
LEAN_DEFINE_FIXED_BITSET(eight_bits, 8)
LEAN_DEFINE_FIXED_BITSET(nine_bits, 9)
LEAN_DEFINE_FIXED_BITSET(twelve_bits, 4 + 8)
LEAN_DEFINE_FIXED_BITSET(many_bits, 100)
LEAN_DEFINE_FIXED_BITSET(thousand_bits, 1000)

static void fixed_ones_are_no_larger_than_their_bits(void) {
    CHECK(sizeof(one_bit) == 1 && sizeof(eight_bits) == 1 && sizeof(nine_bits) == 2);
    CHECK(sizeof(seven_bits) == 1 && sizeof(twelve_bits) == 2 && sizeof(thousand_bits) == 125);
    CHECK(sizeof(many_bits) == 13 && LEAN_BITSET_BYTES(0) == 0);
}

/* All calls of one, at each bit; what is beside the object is not touched. */
#define FIXED_TEST(Name, CAP)                                                                      \
    static void fixed_##Name(void) {                                                               \
        static struct {                                                                            \
            unsigned char before;                                                                  \
            Name f;                                                                                \
            unsigned char after;                                                                   \
        } s;                                                                                       \
        lean_bitset all, view;                                                                     \
        size_t i, at;                                                                              \
        memset(&s, 0, sizeof s);                                                                   \
        s.before = s.after = 0x5a;                                                                 \
        CHECK(Name##_len(&s.f) == (CAP) && Name##_count(&s.f) == 0);                               \
        for (i = 0; i < (CAP); ++i) {                                                              \
            at = (CAP);                                                                            \
            CHECK(!Name##_test(&s.f, i) && !Name##_next(&s.f, i, &at) && at == (CAP));             \
            Name##_set(&s.f, i);                                                                   \
            Name##_set(&s.f, i);                                                                   \
            CHECK(Name##_test(&s.f, i) && Name##_count(&s.f) == 1);                                \
            CHECK(Name##_next(&s.f, 0, &at) && at == i && Name##_next(&s.f, i, &at) && at == i);   \
            CHECK(!Name##_next(&s.f, i + 1, &at));                                                 \
            Name##_clear(&s.f, i);                                                                 \
            Name##_clear(&s.f, i);                                                                 \
            CHECK(Name##_count(&s.f) == 0 && !Name##_test_and_set(&s.f, i));                       \
            CHECK(Name##_test_and_set(&s.f, i) && Name##_count(&s.f) == 1);                        \
            Name##_flip(&s.f, i);                                                                  \
            CHECK(Name##_count(&s.f) == 0);                                                        \
            Name##_flip(&s.f, i);                                                                  \
            Name##_assign(&s.f, i, true);                                                          \
            CHECK(Name##_count(&s.f) == 1);                                                        \
            Name##_assign(&s.f, i, false);                                                         \
        }                                                                                          \
        all = Name##_bitset(&s.f);                                                                 \
        view = Name##_view(&s.f);                                                                  \
        CHECK(lean_bitset_len(&all) == (CAP) && lean_bitset_len(&view) == (CAP));                  \
        CHECK(lean_bitset_none(&view) && (view.cap & LEAN_BITSET_VIEW_) != 0);                     \
        lean_bitset_not(&all);                                                                     \
        CHECK(Name##_count(&s.f) == (CAP) && lean_bitset_all(&view));                              \
        CHECK((CAP) % 8 == 0 || s.f.bytes[sizeof(Name) - 1] == 0xff >> (8 - (CAP) % 8));           \
        CHECK(!lean_bitset_resize(&all, sizeof(Name) * 8 + 1));                                    \
        CHECK(lean_bitset_bytes(&all) == 0 && lean_bitset_bytes(&view) == 0);                      \
        lean_bitset_free(&all);                                                                    \
        lean_bitset_free(&view);                                                                   \
        CHECK(Name##_count(&s.f) == (CAP) && s.before == 0x5a && s.after == 0x5a);                 \
    }

FIXED_TEST(one_bit, 1)
FIXED_TEST(seven_bits, 7)
FIXED_TEST(eight_bits, 8)
FIXED_TEST(nine_bits, 9)
FIXED_TEST(twelve_bits, 12)
FIXED_TEST(thousand_bits, 1000)

/* What one handle put behind the last bit, where there is room in the last byte, the next one does
   not find. */
static void fixed_ones_keep_no_stale_bits(void) {
    twelve_bits f = LEAN_EMPTY;
    lean_bitset b = twelve_bits_bitset(&f);
    (void)lean_bitset_push(&b, true);
    CHECK(twelve_bits_count(&f) == 0);
    b = twelve_bits_bitset(&f);
    CHECK(!lean_bitset_resize(&b, 13) || !lean_bitset_test(&b, 12));
    (void)lean_bitset_resize(&b, 12);
    (void)lean_bitset_push(&b, true);
    b = twelve_bits_bitset(&f);
    lean_bitset_shift_down(&b, 1);
    CHECK(twelve_bits_count(&f) == 0);
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

/* Of 40 pushes those that there was memory for; more by resize; reserve and shrink. */
static void growing_without_memory(void) {
    lean_bitset b, was;
    size_t n = 0, i;
    lean_bitset_init(&b, &test_debug.allocator);
    for (i = 0; i < 40; ++i)
        model[i] = i % 3 == 1;
    for (i = 0; i < 40; ++i) {
        was = b;
        if (lean_bitset_push(&b, model[n]))
            ++n;
        else
            CHECK(same_object(&b, &was) && is(&b, model, n));
    }
    CHECK(is(&b, model, n));
    was = b;
    if (lean_bitset_resize(&b, 200)) {
        memset(model + n, 0, (200 - n) * sizeof model[0]);
        n = 200;
    } else {
        CHECK(same_object(&b, &was));
    }
    CHECK(is(&b, model, n));
    was = b;
    CHECK(lean_bitset_reserve(&b, 390) || same_object(&b, &was));
    CHECK(is(&b, model, n));
    was = b;
    CHECK(lean_bitset_shrink(&b) || same_object(&b, &was));
    CHECK(is(&b, model, n) && lean_bitset_bytes(&b) == test_debug.bytes);
    lean_bitset_free(&b);
}

/* Into an empty one, and into one of three bits whose block is too small, which may be an operand. */
static void results_without_memory(void) {
    unsigned way;
    scatter(model, 300, 128);
    for (way = 0; way < WAYS + 2; ++way) {
        const lean_bitset a = viewed(memory, model, 300);
        lean_bitset out, was;
        unsigned pass;
        lean_bitset_init(&out, &test_debug.allocator);
        for (pass = 0; pass < 2; ++pass) {
            bool done;
            memcpy(other, model, 3 * sizeof other[0]);
            was = out;
            done = way == WAYS       ? lean_bitset_copy(&out, &a)
                   : way == WAYS + 1 ? lean_bitset_not_into(&out, &a)
                                     : apply_into(way, &out, &a, &out);
            if (done)
                CHECK(lean_bitset_len(&out) == 300);
            else
                CHECK(same_object(&out, &was) && is(&out, other, pass == 0 ? 0 : was.len));
            lean_bitset_free(&out);
            lean_bitset_init(&out, &test_debug.allocator);
            if (lean_bitset_resize(&out, 3)) {
                lean_bitset_assign(&out, 0, model[0]);
                lean_bitset_assign(&out, 1, model[1]);
                lean_bitset_assign(&out, 2, model[2]);
            }
        }
        CHECK(lean_bitset_bytes(&out) == test_debug.bytes);
        lean_bitset_free(&out);
    }
}

static void out_of_memory(void) {
    SWEEP(growing_without_memory);
    SWEEP(results_without_memory);
}

#ifdef GUARDS
#define REGION 65536u

/* Three places between pages that may not be touched: the first byte is just behind one, or the last
   just before the other. */
static unsigned char *guarded(unsigned which, size_t bytes, bool at_end) {
    static unsigned char *places[3];
    unsigned char *first;
    if (places[which] == NULL) {
        void *all = mmap(NULL, 3 * REGION, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        CHECK(all != MAP_FAILED);
        places[which] = (unsigned char *)all + REGION;
        CHECK(mprotect(places[which], REGION, PROT_READ | PROT_WRITE) == 0);
    }
    first = places[which];
    if (at_end)
        return first + REGION - bytes;
    first[bytes] = 0xa5;
    return first;
}

static void is_guarded(const unsigned char *at, size_t bytes, bool at_end) {
    CHECK(at_end || at[bytes] == 0xa5);
}

static void reading_between_guards(size_t n, const lean_bitset *b) {
    static uint32_t out[8 * 1200 + 8];
    const size_t all = count(model, 0, n);
    size_t from, where = 0, ones = 0, k;
    CHECK(lean_bitset_count(b) == all && lean_bitset_any(b) == (all != 0));
    for (from = 0; from <= n; from += 1 + n / 60) {
        k = from;
        ones = count(model, from, n - from);
        CHECK(lean_bitset_read_u32(b, &k, out, n + 8) == ones && k == n);
        k = from;
        CHECK(lean_bitset_read_u32(b, &k, out, 1) == (ones != 0));
        CHECK(lean_bitset_next(b, from, &where) == (ones != 0));
        CHECK(lean_bitset_next_clear(b, from, &where) == (ones != n - from));
        CHECK(lean_bitset_prev(b, from, &where) == (ones != all));
        CHECK(lean_bitset_prev_clear(b, from, &where) == (from != all - ones));
        CHECK(lean_bitset_count_range(b, from, n - from) == ones);
        CHECK(lean_bitset_all_range(b, from, n - from) == (ones == n - from));
        CHECK(lean_bitset_any_range(b, 0, from) == (ones != all));
    }
    ones = 0;
    LEAN_EACH_BIT(i, b) {
        CHECK(model[i]);
        ++ones;
    }
    CHECK(ones == all);
}

/* a and b are views of n bits; of m there are the last in b's place. */
static void two_between_guards(size_t n, size_t m, bool at_end) {
    const size_t bytes = LEAN_BITSET_BYTES(n);
    unsigned char *const at = guarded(2, bytes, at_end);
    const lean_bitset a = viewed(guarded(0, bytes, at_end), model, n);
    const lean_bitset b = viewed(guarded(1, LEAN_BITSET_BYTES(m), at_end), other, m);
    lean_bitset out;
    unsigned way;
    for (way = 0; way < WAYS; ++way) {
        const size_t ones = count_of(way, &a, &b);
        lean_bitset_over(&out, at, bytes);
        CHECK(apply_into(way, &out, &a, &b));
        CHECK(m > n || lean_bitset_count(&out) == ones);
        CHECK(lean_bitset_copy(&out, &a));
        apply(way, &out, &b);
        CHECK(m > n || lean_bitset_count(&out) == ones);
        CHECK(way == ANDNOT || count_of(way, &b, &a) == ones);
        is_guarded(at, bytes, at_end);
    }
    CHECK(lean_bitset_subset(&b, &a) == (lean_bitset_count_andnot(&b, &a) == 0));
    CHECK(lean_bitset_intersects(&a, &b) == (lean_bitset_count_and(&b, &a) != 0));
    CHECK(lean_bitset_equal(&a, &b) == (n == m && lean_bitset_count_xor(&a, &b) == 0));
    CHECK(lean_bitset_copy(&out, &a) && lean_bitset_equal(&out, &a) &&
          lean_bitset_subset(&a, &out));
    is_guarded(at, bytes, at_end);
}

static void writing_between_guards(size_t n, bool at_end) {
    const size_t bytes = LEAN_BITSET_BYTES(n);
    unsigned char *const at = guarded(0, bytes, at_end);
    const lean_bitset from = viewed(guarded(1, bytes, at_end), model, n);
    lean_bitset b = written(at, bytes, model, n);
    size_t k;
    lean_bitset_not(&b);
    lean_bitset_xor(&b, &from);
    CHECK(lean_bitset_all(&b) && lean_bitset_not_into(&b, &from));
    for (k = 0; k < 20; ++k) {
        lean_bitset_shift_up(&b, k * k);
        lean_bitset_shift_down(&b, k * k + 7);
    }
    for (k = 0; k <= n; k += 1 + n / 20) {
        lean_bitset_flip_range(&b, k, n - k);
        lean_bitset_set_range(&b, k / 2, n - k);
        (void)lean_bitset_test_and_set_range(&b, n - k, k);
        lean_bitset_clear_range(&b, 0, k);
    }
    is_guarded(at, bytes, at_end);
    CHECK(lean_bitset_copy(&b, &from) && is(&b, model, n));
    CHECK(lean_bitset_resize(&b, n / 3) && lean_bitset_resize(&b, n));
    CHECK(lean_bitset_count(&b) == count(model, 0, n / 3));
    while (lean_bitset_len(&b) < bytes * 8)
        CHECK(lean_bitset_push(&b, true));
    CHECK(!lean_bitset_push(&b, true) && !lean_bitset_resize(&b, bytes * 8 + 1));
    is_guarded(at, bytes, at_end);
}

static void everything_between_guards(size_t n, bool at_end) {
    const size_t bytes = LEAN_BITSET_BYTES(n);
    lean_bitset b;
    scatter(model, n, n % 4 == 0 ? 2 : n % 4 == 1 ? 254 : 128);
    scatter(other, n + 9, 128);
    b = viewed(guarded(0, bytes, at_end), model, n);
    reading_between_guards(n, &b);
    two_between_guards(n, n, at_end);
    two_between_guards(n, n / 2, at_end);
    two_between_guards(n, n + n % 10, at_end);
    writing_between_guards(n, at_end);
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

/* About bit 2^32 - 1: of memory that is 0 and nowhere, until it is written. */
#if LEAN_INDEX_BITS != 16 && SIZE_MAX >= UINT32_MAX
#define HUGE_BYTES (((size_t)1 << 29) + 64)
static void bits_beside_two_to_the_32(void) {
    const size_t end = UINT32_MAX, n = LEAN_INDEX_MAX > UINT32_MAX ? end + 300 : end;
    unsigned char *bytes =
        (unsigned char *)mmap(NULL, HUGE_BYTES, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    size_t from, at = 0, seen = 0;
    uint32_t out[80];
    lean_bitset b;
    if (bytes == MAP_FAILED)
        return;
    CHECK(lean_bitset_view(&b, bytes, n));
    bytes[(end - 40) / 8] |= (unsigned char)(1u << (end - 40) % 8);
    bytes[(end - 1) / 8] |= (unsigned char)(1u << (end - 1) % 8);
    bytes[end / 8] |= 0x80; /* bit 2^32 - 1, which a narrow bitset does not have */
    bytes[end / 8 + 1] |= 0x05;
    from = end - 900;
    CHECK(lean_bitset_read_u32(&b, &from, out, 80) == (n > end ? 3 : 2) && from == n);
    CHECK(out[0] == end - 40 && out[1] == end - 1 && (n == end || out[2] == UINT32_MAX));
    from = end - 40;
    CHECK(lean_bitset_read_u32(&b, &from, out, 1) == 1 && out[0] == end - 40 && from > end - 40);
    CHECK(lean_bitset_read_u32(&b, &from, out, 1) == 1 && out[0] == end - 1 && from >= end);
    from = n > end ? end + 1 : end;
    CHECK(lean_bitset_read_u32(&b, &from, out, 80) == 0);
    CHECK(lean_bitset_count_range(&b, end - 900, n - (end - 900)) == (n > end ? 5 : 2));
    CHECK(lean_bitset_next(&b, end - 30, &at) && at == end - 1);
    CHECK(lean_bitset_prev(&b, n, &at) && at == (n > end ? end + 3 : end - 1));
    CHECK(lean_bitset_prev_clear(&b, n, &at) && at == (n > end ? n - 1 : end - 2));
    CHECK(lean_bitset_next(&b, n - 20, &at) == (n == end));
    LEAN_EACH_BIT(i, &b) {
        CHECK(i >= end - 40 && i < n);
        if (++seen > 5)
            break;
    }
    CHECK(seen == (n > end ? 5u : 2u));
    (void)munmap(bytes, HUGE_BYTES);
}
#endif
#endif

int main(void) {
    test_begin("test_bitset");
    RUN(all_zero_is_empty);
    RUN(it_grows_and_tells_its_bytes);
    RUN(a_reserve_keeps_its_word);
    RUN(what_is_shrunk_is_exact);
    RUN(growth_asks_again_for_less);
    RUN(stale_bits_past_the_end_do_not_come_back);
    RUN(lengths_that_are_whole_words);
    RUN(bytes_are_the_same_on_every_machine);
    RUN(in_a_callers_memory);
    RUN(too_small_for_the_result);
    RUN(over_more_than_can_be_told);
    RUN(too_many_bits_are_refused);
    RUN(copies);
    RUN(single_bits);
    RUN(ranges);
    RUN(long_ranges);
    RUN(ranges_end_where_they_end);
    RUN(any_and_all);
    RUN(two_of_all_short_lengths);
    RUN(two_of_long_lengths);
    RUN(bytes_at_every_alignment);
    RUN(counts_of_ones_only);
    RUN(one_bit_decides);
    RUN(shifts);
    RUN(long_shifts);
    RUN(neighbours);
    RUN(numbers_of_bits);
    RUN(numbers_from_every_start);
    RUN(numbers_of_many_bits);
    RUN(reading_none_reads_none);
    RUN(loops_nest_and_break);
    RUN(loops_see_what_is_ahead);
    RUN(fixed_ones_are_no_larger_than_their_bits);
    RUN(fixed_one_bit);
    RUN(fixed_seven_bits);
    RUN(fixed_eight_bits);
    RUN(fixed_nine_bits);
    RUN(fixed_twelve_bits);
    RUN(fixed_thousand_bits);
    RUN(fixed_calls);
    RUN(fixed_ones_keep_no_stale_bits);
    RUN(out_of_memory);
#ifdef GUARDS
    RUN(not_a_byte_outside_is_touched);
#if LEAN_INDEX_BITS != 16 && SIZE_MAX >= UINT32_MAX
    RUN(bits_beside_two_to_the_32);
#endif
#endif
    return test_end();
}
