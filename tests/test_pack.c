/* [PACK] in header order, then every width against a model that knows only the layout. */
#if defined(__linux__) && !defined(_DEFAULT_SOURCE)
#define _DEFAULT_SOURCE /* mmap under -std=c99 */
#endif
#define LEAN_WITH_DEBUG
#define LEAN_WITH_PACK
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include <string.h>
#if defined(__linux__) && !defined(TEST_SMALL)
#include <sys/mman.h>
#define GUARDS
#endif

/* Lengths of ranges are STEP * 0 .. STEP * (SHORTS - 1) plus less than STEP, then the longs plus
   less than 5: beside every block a kernel may work in, and far enough to cross several. */
#ifdef TEST_SMALL
#define MOST 56 /* items */
#define SHORTS 6
#define STEP 5
#define FAR 16  /* where ranges begin: before this */
#define KEPT 16 /* items that are recast at once */
static const uint8_t all_widths[] = {0, 1, 7, 8, 13, 31, 33, 64};
static const uint16_t longs[] = {34};
#define WIDTHS (sizeof all_widths)
#define WIDTH(k) ((unsigned)all_widths[k])
#else
#define MOST 1112
#define SHORTS 36
#define STEP 2
#define FAR 67
#define KEPT MOST
static const uint16_t longs[] = {126, 254, 510, 1022};
#define WIDTHS 65
#define WIDTH(k) (k)
#endif
#define LONGS (sizeof longs / sizeof longs[0])

/* Kernels have more ways through their loops. */
#if LEAN_HAS_KERNELS_
#define ROUNDS 3
#else
#define ROUNDS 1
#endif

/* ---- the model: values of 65 bits, the bits of each item, and images of them ---- */

/* A value of either 64-bit type; where it is negative, `low` is its two's complement. */
typedef struct value {
    uint64_t low;
    bool negative;
} value;

static value number(int64_t x) {
    value v;
    v.low = (uint64_t)x;
    v.negative = x < 0;
    return v;
}

static value whole(uint64_t x) {
    value v;
    v.low = x;
    v.negative = false;
    return v;
}

static bool is_i64(value v) {
    return v.negative || v.low <= (uint64_t)INT64_MAX;
}

static bool same_value(value a, value b) {
    return a.low == b.low && a.negative == b.negative;
}

static bool less(value a, value b) {
    return a.negative != b.negative ? a.negative : a.low < b.low;
}

static uint64_t ones(unsigned width) {
    return width == 0 ? 0 : UINT64_MAX >> (64 - width);
}

/* What an item is worth whose bits are x: all values of a pack fit one 64-bit type, by the sign of
   its base. */
static value value_of(lean_bits b, uint64_t x) {
    value v;
    if (b.is_signed) {
        v.negative = (x >> (b.width - 1) & 1) != 0;
        v.low = v.negative ? x | ~ones(b.width) : x;
    } else {
        v.low = (uint64_t)b.base + x;
        v.negative = b.base < 0 && v.low >> 63 != 0;
    }
    return v;
}

static value least_of(lean_bits b) {
    return value_of(b, b.is_signed ? UINT64_C(1) << (b.width - 1) : 0);
}

static value most_of(lean_bits b) {
    return value_of(b, ones(b.is_signed ? b.width - 1u : b.width));
}

/* Whether there is an item worth v; its bits. */
static bool bits_of(lean_bits b, value v, uint64_t *x) {
    *x = (v.low - (b.is_signed ? 0 : (uint64_t)b.base)) & ones(b.width);
    return same_value(value_of(b, *x), v);
}

static bool fits(lean_bits b, value v) {
    uint64_t x;
    return bits_of(b, v, &x);
}

/* The next value up or down, where a 64-bit type has it. */
static bool after(value *v) {
    if (!v->negative && v->low == UINT64_MAX)
        return false;
    v->low++;
    v->negative = v->negative && v->low != 0;
    return true;
}

static bool before(value *v) {
    if (v->negative && v->low == UINT64_C(1) << 63)
        return false;
    v->negative = v->negative || v->low == 0;
    v->low--;
    return true;
}

/* Values that do not fit: beside both ends, and the ends of both types. Returns how many. */
static unsigned strangers(lean_bits b, value *out) {
    value tried[5];
    unsigned i, n = 0;
    bool is[5] = {true, true, true, true, true};
    tried[0] = most_of(b);
    is[0] = after(&tried[0]);
    tried[1] = least_of(b);
    is[1] = before(&tried[1]);
    tried[2] = whole(UINT64_MAX);
    tried[3] = number(INT64_MIN);
    tried[4] = number(-1);
    for (i = 0; i < 5; ++i)
        if (is[i] && !fits(b, tried[i]))
            out[n++] = tried[i];
    return n;
}

static uint64_t random64(void) {
    const uint64_t high = test_random();
    return high << 32 | test_random();
}

/* The bits of item i in an image, and their change, a byte at a time. */
static uint64_t peek(const uint8_t *image, unsigned width, size_t i) {
    uint64_t x = 0;
    size_t bit = i * width;
    unsigned done = 0;
    while (done < width) {
        const unsigned at = (unsigned)(bit % 8);
        const unsigned n = width - done < 8 - at ? width - done : 8 - at;
        x |= (uint64_t)((unsigned)image[bit / 8] >> at & ((1u << n) - 1)) << done;
        done += n;
        bit += n;
    }
    return x;
}

static void poke(uint8_t *image, unsigned width, size_t i, uint64_t x) {
    size_t bit = i * width;
    unsigned done = 0;
    while (done < width) {
        const unsigned at = (unsigned)(bit % 8);
        const unsigned n = width - done < 8 - at ? width - done : 8 - at;
        const unsigned mask = ((1u << n) - 1) << at;
        image[bit / 8] = (uint8_t)((image[bit / 8] & ~mask) | ((unsigned)(x & 255) << at & mask));
        x >>= n;
        done += n;
        bit += n;
    }
}

/* The bits behind the last item in its byte. */
static unsigned tail(const uint8_t *image, unsigned width, size_t n) {
    const size_t bit = n * width;
    return bit % 8 == 0 ? 0 : (unsigned)image[bit / 8] >> bit % 8;
}

/* Bytes that n items take, said otherwise than the macro does. */
static size_t image_bytes(unsigned width, size_t n) {
    return (n * width + 7) / 8;
}

/* ---- a scene: a pack in the midst of noise, and what memory should hold ---- */

#define MARGIN 24
typedef struct scene {
    lean_bits bits;
    size_t len;
    uint8_t *image; /* in memory */
    uint8_t *twin;  /* the same place in expected */
    uint8_t memory[2 * MARGIN + 8 * MOST];
    uint8_t expected[2 * MARGIN + 8 * MOST];
} scene;

static scene first, second;

static lean_pack view_of(const void *bytes, size_t n, lean_bits b) {
    lean_pack p;
    CHECK(lean_pack_view(&p, b, bytes, n));
    return p;
}

/* Bits for item i: all sorts; near the ends and the middle; one value but for a single bit. */
static uint64_t pattern(unsigned kind, unsigned width, size_t i) {
    const uint64_t all = ones(width), half = all >> 1;
    const uint32_t r = test_random();
    if (kind % 4 == 0)
        return random64() & all;
    if (kind % 4 == 1)
        return ((r & 3) == 0   ? r >> 2 & 3
                : (r & 3) == 1 ? 0 - (uint64_t)(r >> 2 & 3)
                               : half + (r >> 2 & 1)) &
               all;
    if (kind % 4 == 2)
        return r % 97 == 0 && width != 0 ? UINT64_C(1) << (r / 97 % width) : 0;
    return r % 89 == 0 && width != 0 ? all ^ UINT64_C(1) << (r / 89 % width)
                                     : all - (i == 0 && all);
}

static void set_scene(scene *s, lean_pack *p, lean_bits b, size_t n, unsigned kind) {
    size_t i;
    s->bits = b;
    s->len = n;
    s->image = s->memory + 1 + test_random() % (MARGIN - 1);
    s->twin = s->expected + (s->image - s->memory);
    for (i = 0; i < sizeof s->memory; ++i)
        s->memory[i] = (uint8_t)(i % 4 == 0 ? test_random() : s->memory[i - 1] * 5u + 1);
    CHECK(lean_pack_over(p, b, s->image, image_bytes(b.width, n)));
    CHECK(lean_pack_resize(p, n));
    for (i = 0; i < n; ++i)
        poke(s->image, b.width, i, pattern(kind, b.width, i));
    memcpy(s->expected, s->memory, sizeof s->memory);
}

static bool as_expected(const scene *s) {
    return memcmp(s->memory, s->expected, sizeof s->memory) == 0;
}

static value at(const scene *s, size_t i) {
    return value_of(s->bits, peek(s->twin, s->bits.width, i));
}

static void expect(scene *s, size_t i, value v) {
    uint64_t x;
    CHECK(bits_of(s->bits, v, &x));
    poke(s->twin, s->bits.width, i, x);
}

/* ---- calls by a value: of one type or the other, where both can ---- */

static unsigned turn;

static bool by_i64(value v) {
    return v.negative || (is_i64(v) && ++turn % 2 == 0);
}

/* Both types get every value, modulo 2^64. */
static bool is_at(const lean_pack *p, size_t i, value v) {
    return lean_pack_get_u64(p, i) == v.low && lean_pack_get_i64(p, i) == (int64_t)v.low;
}

static bool set(lean_pack *p, size_t i, value v) {
    return by_i64(v) ? lean_pack_set_i64(p, i, (int64_t)v.low) : lean_pack_set_u64(p, i, v.low);
}

static lean_status push(lean_pack *p, value v) {
    return by_i64(v) ? lean_pack_push_i64(p, (int64_t)v.low) : lean_pack_push_u64(p, v.low);
}

static lean_status insert(lean_pack *p, size_t i, value v) {
    return by_i64(v) ? lean_pack_insert_i64(p, i, (int64_t)v.low)
                     : lean_pack_insert_u64(p, i, v.low);
}

static bool fill(lean_pack *p, size_t i, size_t n, value v) {
    return by_i64(v) ? lean_pack_fill_i64(p, i, n, (int64_t)v.low)
                     : lean_pack_fill_u64(p, i, n, v.low);
}

static bool find(const lean_pack *p, size_t from, value v, size_t *found) {
    return by_i64(v) ? lean_pack_find_i64(p, from, (int64_t)v.low, found)
                     : lean_pack_find_u64(p, from, v.low, found);
}

static bool pops(lean_pack *p, value v) {
    uint64_t u = 1;
    int64_t i = 1;
    return ++turn % 2 == 0 ? lean_pack_pop_i64(p, &i) && i == (int64_t)v.low
                           : lean_pack_pop_u64(p, &u) && u == v.low;
}

/* Item i of a series of its own for the same bits. */
static value term(lean_bits b, uint32_t i) {
    return value_of(b, (lean_mix32(i) * UINT64_C(0x9e3779b97f4a7c15) + i) & ones(b.width));
}

static bool same_bits(lean_bits a, lean_bits b) {
    return a.base == b.base && a.width == b.width && a.is_signed == b.is_signed;
}

/* A pack of its own memory has nothing behind its last item. */
static bool is_clean(const lean_pack *p) {
    const unsigned width = lean_pack_bits(p).width;
    return width == 0 || lean_pack_len(p) == 0 ||
           tail(p->block.bytes, width, lean_pack_len(p)) == 0;
}

/* Whether p holds the first n items of the series. */
static bool holds(const lean_pack *p, lean_bits b, size_t n) {
    size_t i;
    if (lean_pack_len(p) != n || !same_bits(lean_pack_bits(p), b) || !is_clean(p))
        return false;
    for (i = 0; i < n; ++i)
        if (!is_at(p, i, term(b, (uint32_t)i)))
            return false;
    return true;
}

static lean_pack make(lean_bits b, size_t n) {
    lean_pack p;
    size_t i;
    CHECK(lean_pack_init(&p, b, &test_debug.allocator));
    for (i = 0; i < n; ++i)
        CHECK(push(&p, term(b, (uint32_t)i)) == LEAN_OK);
    return p;
}

/* Four sorts of items for each width. The widest have few bases whose values fit a 64-bit type. */
#define KINDS 4
static lean_bits sort_of(unsigned width, unsigned kind) {
    if (kind % KINDS == 0 || (kind % KINDS == 2 && width == 64))
        return lean_bits_unsigned(width);
    if (kind % KINDS == 1 && width != 0)
        return lean_bits_signed(width);
    if (kind % KINDS == 2)
        return lean_bits_from(width % 3 == 0 ? 100 : INT64_MAX - (int64_t)(ones(width) / 2), width);
    if (width % 4 == 0)
        return lean_bits_from(INT64_MIN, width);
    if (width % 4 == 1)
        return lean_bits_from(-1, width);
    return lean_bits_from(width % 4 == 2 ? -(int64_t)(ones(width) / 2) - 3 : -200, width);
}

/* ---- contracts ---- */

static void bits_say_their_values(void) {
    unsigned w;
    CHECK(same_bits(lean_bits_unsigned(7), lean_bits_from(0, 7)) &&
          lean_bits_unsigned(7).width == 7);
    CHECK(lean_bits_signed(64).is_signed && lean_bits_signed(64).base == INT64_MIN);
    CHECK(lean_bits_signed(5).base == -16 && lean_bits_signed(5).width == 5);
    CHECK(lean_bits_from(-9, 63).base == -9 && !lean_bits_from(-9, 63).is_signed);
    for (w = 0; w <= 64; ++w) {
        CHECK(lean_bits_valid(lean_bits_unsigned(w)) &&
              lean_bits_valid(lean_bits_from(INT64_MIN, w)));
        CHECK(lean_bits_valid(lean_bits_signed(w)) == (w != 0));
        CHECK(lean_bits_valid(lean_bits_from(-1, w)) == (w < 64));
        CHECK(lean_bits_valid(lean_bits_from(1, w)) == (w < 64));
        CHECK(lean_bits_valid(lean_bits_from(INT64_MAX, w)) == (w < 64));
        if (w != 0 && w < 64) {
            CHECK(lean_bits_valid(lean_bits_from(-(int64_t)ones(w - 1), w)));
            CHECK(lean_bits_signed(w).base == -(int64_t)ones(w - 1) - 1);
        }
    }
    CHECK(!lean_bits_valid(lean_bits_unsigned(65)) && !lean_bits_valid(lean_bits_signed(65)));
    CHECK(!lean_bits_valid(lean_bits_unsigned(256)) && !lean_bits_valid(lean_bits_from(0, 257)));
    CHECK(!lean_bits_valid(lean_bits_signed(0x8001)) && !lean_bits_valid(lean_bits_signed(320)));
    CHECK(!lean_bits_valid(lean_bits_unsigned(UINT_MAX)));
}

static bool is_between(int64_t least, int64_t most, bool is_signed, unsigned width) {
    const lean_bits b = is_signed ? lean_bits_signed(width) : lean_bits_unsigned(width);
    return same_bits(lean_bits_between(least, most), b);
}

static bool is_from(int64_t least, int64_t most, unsigned width) {
    return same_bits(lean_bits_from_between(least, most),
                     lean_bits_from(width < 64 ? least : INT64_MIN, width));
}

static void bits_between_are_the_narrowest(void) {
    unsigned w;
    CHECK(is_between(0, 0, false, 0) && is_between(0, 1, false, 1) && is_between(1, 1, false, 1));
    CHECK(is_between(-1, 0, true, 1) && is_between(-1, -1, true, 1) && is_between(-1, 1, true, 2));
    CHECK(is_between(-128, 127, true, 8) && is_between(-129, 0, true, 9));
    CHECK(is_between(-1, 128, true, 9) && is_between(INT64_MAX, INT64_MAX, false, 63));
    CHECK(is_between(INT64_MIN, INT64_MAX, true, 64) && is_between(INT64_MIN, -1, true, 64));
    CHECK(is_between(INT64_MIN, INT64_MIN, true, 64) && is_between(-1, INT64_MAX, true, 64));
    CHECK(is_from(0, 0, 0) && is_from(5, 5, 0) && is_from(-7, -7, 0) && is_from(-7, -6, 1));
    CHECK(is_from(1000, 1255, 8) && is_from(1000, 1256, 9) && is_from(-1, 0, 1));
    CHECK(is_from(INT64_MIN, INT64_MAX, 64) && is_from(INT64_MIN, -1, 63));
    CHECK(is_from(INT64_MIN, 0, 64) && is_from(INT64_MIN, INT64_MIN, 0));
    CHECK(is_from(INT64_MAX, INT64_MAX, 0) && is_from(-1, INT64_MAX, 64));
    for (w = 1; w < 64; ++w) {
        const int64_t most = (int64_t)ones(w), high = (int64_t)ones(w - 1);
        CHECK(is_between(0, most, false, w) && is_between(most / 2 + 1, most, false, w));
        CHECK(is_between(-high - 1, high, true, w) && is_between(-high - 1, 0, true, w));
        CHECK(is_between(-1, high, true, w) && is_between(-high - 2, 0, true, w + 1));
        CHECK(is_from(-77, (int64_t)((uint64_t)most - 77), w) && is_from(-1 - high, high, w));
        CHECK(is_from(INT64_MIN, (int64_t)((uint64_t)INT64_MIN + (uint64_t)most), w));
        CHECK(is_from(INT64_MAX - most, INT64_MAX, w));
        CHECK(is_from(INT64_MIN, (int64_t)((uint64_t)INT64_MIN + (uint64_t)most / 2 + 1), w));
    }
}

static void bytes_of_items(void) {
    static const uint8_t bytes[LEAN_PACK_BYTES(13, 10)] = {0};
    volatile int many = SIZE_MAX > 65535 ? (int)(INT32_MAX / 4) : 4096;
    unsigned w;
    CHECK(sizeof bytes == 17);
    CHECK(LEAN_PACK_BYTES(0, 99) == 0 && LEAN_PACK_BYTES(64, 0) == 0 && LEAN_PACK_BYTES(1, 1) == 1);
    CHECK(LEAN_PACK_BYTES(1, 8) == 1 && LEAN_PACK_BYTES(1, 9) == 2 && LEAN_PACK_BYTES(64, 3) == 24);
    for (w = 1; w <= 64; ++w) {
        size_t n;
        for (n = 0; n < 70; ++n)
            CHECK(LEAN_PACK_BYTES(w, n) == image_bytes(w, n));
    }
    /* Bytes that do not fit an int, of numbers that are ints. */
    CHECK((size_t)LEAN_PACK_BYTES(64, many) == (size_t)many * 8);
    /* Bits that do not fit a size_t, bytes that do. */
    CHECK(LEAN_PACK_BYTES(64, SIZE_MAX / 16) == SIZE_MAX / 16 * 8);
    CHECK(LEAN_PACK_BYTES(3, SIZE_MAX / 2) == SIZE_MAX / 16 * 3 + 3);
}

static void all_zero_is_empty(void) {
    lean_pack p = LEAN_EMPTY;
    lean_pack q = LEAN_EMPTY;
    uint64_t u = 7;
    int64_t i = -7;
    size_t found = 9;
    CHECK(lean_pack_len(&p) == 0 && lean_pack_bytes(&p) == 0);
    CHECK(same_bits(lean_pack_bits(&p), lean_bits_unsigned(0)));
    CHECK(!lean_pack_pop_u64(&p, &u) && !lean_pack_pop_i64(&p, &i) && u == 7 && i == -7);
    CHECK(!lean_pack_min_u64(&p, 0, 0, &u) && !lean_pack_max_u64(&p, 0, 0, &u) && u == 7);
    CHECK(!lean_pack_min_i64(&p, 0, 0, &i) && !lean_pack_max_i64(&p, 0, 0, &i) && i == -7);
    CHECK(lean_pack_sum_u64(&p, 0, 0) == 0 && lean_pack_sum_i64(&p, 0, 0) == 0);
    CHECK(!lean_pack_find_u64(&p, 0, 0, &found) && !lean_pack_find_i64(&p, 0, 0, &found));
    CHECK(found == 9 && lean_pack_fill_u64(&p, 0, 0, 0) && lean_pack_fill_i64(&p, 0, 0, 0));
    CHECK(lean_pack_read_u8(&p, 0, 0, NULL) && lean_pack_write_i32(&p, 0, 0, NULL));
    CHECK(lean_pack_copy(&q, &p) && lean_pack_copy_range(&q, 0, &p, 0, 0));
    CHECK(lean_pack_reserve(&p, 0) && lean_pack_shrink(&p) && lean_pack_resize(&p, 0));
    lean_pack_clear(&p);
    CHECK(lean_pack_push_u64(&p, 1) == LEAN_OUT_OF_RANGE && lean_pack_len(&p) == 0);
    CHECK(lean_pack_push_i64(&p, 0) == LEAN_OK && lean_pack_get_i64(&p, 0) == 0);
    CHECK(lean_pack_insert_u64(&p, 0, 0) == LEAN_OK && lean_pack_len(&p) == 2);
    CHECK(lean_pack_bytes(&p) == 0 && lean_pack_get_u64(&p, 1) == 0);
    CHECK(lean_pack_recast(&p, lean_bits_unsigned(9)) == LEAN_OK && lean_pack_set_u64(&p, 1, 300));
    CHECK(lean_pack_get_u64(&p, 0) == 0 && lean_pack_get_u64(&p, 1) == 300);
    CHECK(lean_pack_bytes(&p) != 0);
    lean_pack_free(&p);
    CHECK(lean_pack_len(&p) == 0 && lean_pack_bytes(&p) == 0);
    lean_pack_free(&p);
    lean_pack_free(&q);
}

static void objects_have_their_sizes(void) {
#if defined(__x86_64__) && LEAN_INDEX_BITS == 32
    CHECK(sizeof(lean_pack) == 32);
#elif defined(__ARM_EABI__) && !defined(__linux__) && LEAN_INDEX_BITS == 32
    CHECK(sizeof(lean_pack) == 24);
#endif
    CHECK(sizeof(lean_pack) <= 2 * sizeof(void *) + 2 * sizeof(lean_index) + 16);
}

static void senseless_bits_are_refused(void) {
    lean_bits senseless[6];
    unsigned char byte[16];
    unsigned k;
    senseless[0] = lean_bits_unsigned(65);
    senseless[1] = lean_bits_signed(0);
    senseless[2] = lean_bits_from(-5, 64);
    senseless[3] = lean_bits_from(1, 64);
    senseless[4] = lean_bits_signed(9);
    senseless[4].base = -255;
    senseless[5] = lean_bits_signed(9);
    senseless[5].width = 8;
    for (k = 0; k < 6; ++k) {
        lean_pack p;
        memset(&p, 0xa5, sizeof p);
        CHECK(!lean_pack_init(&p, senseless[k], NULL));
        CHECK(lean_pack_len(&p) == 0 && lean_pack_bytes(&p) == 0);
        CHECK(same_bits(lean_pack_bits(&p), lean_bits_unsigned(0)));
        CHECK(!lean_pack_over(&p, senseless[k], byte, sizeof byte) && lean_pack_len(&p) == 0);
        CHECK(!lean_pack_view(&p, senseless[k], byte, 1) && lean_pack_len(&p) == 0);
        test_debug_begin();
        CHECK(lean_pack_init(&p, lean_bits_unsigned(3), &test_debug.allocator));
        CHECK(lean_pack_push_u64(&p, 5) == LEAN_OK);
        CHECK(lean_pack_recast(&p, senseless[k]) == LEAN_BAD_ARGUMENT);
        CHECK(same_bits(lean_pack_bits(&p), lean_bits_unsigned(3)) &&
              lean_pack_get_u64(&p, 0) == 5);
        lean_pack_free(&p);
        test_debug_end();
    }
}

static void views_of_memory(void) {
    static const uint8_t nibbles_of_a_view[] = {0x21, 0x43, 0xf5};
    const size_t n_huge = SIZE_MAX / 8;
    lean_pack p, q = LEAN_EMPTY;
    uint64_t u = 0;
    CHECK(lean_pack_view(&p, lean_bits_unsigned(4), nibbles_of_a_view, 5) &&
          lean_pack_len(&p) == 5);
    CHECK(lean_pack_bytes(&p) == 0 && same_bits(lean_pack_bits(&p), lean_bits_unsigned(4)));
    CHECK(lean_pack_sum_u64(&p, 0, 5) == 15 && lean_pack_max_u64(&p, 0, 5, &u) && u == 5);
    /* What stands behind its last item does not come along. */
    CHECK(lean_pack_copy(&q, &p) && lean_pack_len(&q) == 5 && is_clean(&q));
    CHECK(lean_pack_resize(&q, 6) && lean_pack_get_u64(&q, 5) == 0);
    lean_pack_free(&q);
    lean_pack_free(&p);
    CHECK(lean_pack_view(&p, lean_bits_signed(4), nibbles_of_a_view, 6));
    CHECK(lean_pack_get_i64(&p, 5) == -1 && lean_pack_sum_i64(&p, 0, 6) == 14);
    CHECK(lean_pack_view(&p, lean_bits_unsigned(8), NULL, 0) && lean_pack_len(&p) == 0);
    CHECK(lean_pack_read_u8(&p, 0, 0, NULL) && lean_pack_write_u8(&p, 0, 0, NULL));
    CHECK(lean_pack_copy_range(&p, 0, &p, 0, 0) && lean_pack_copy(&q, &p));
    CHECK(same_bits(lean_pack_bits(&q), lean_bits_unsigned(8)) && lean_pack_bytes(&q) == 0);
    lean_pack_free(&q);
    CHECK(!lean_pack_view(&p, lean_bits_unsigned(64), nibbles_of_a_view, n_huge));
    CHECK(!lean_pack_view(&p, lean_bits_unsigned(9), nibbles_of_a_view, n_huge));
    CHECK(!lean_pack_view(&p, lean_bits_unsigned(1), nibbles_of_a_view, SIZE_MAX));
    if (LEAN_INDEX_MAX < SIZE_MAX)
        CHECK(!lean_pack_view(&p, lean_bits_unsigned(1), nibbles_of_a_view,
                              (size_t)LEAN_INDEX_MAX + 1));
}

static void push_get_set_pop(void) {
    unsigned k, kind;
    for (k = 0; k < WIDTHS; ++k) {
        for (kind = 0; kind < KINDS; ++kind) {
            const lean_bits b = sort_of(WIDTH(k), kind);
            const size_t n = MOST / 16;
            value strange[5];
            const unsigned strangers_n = strangers(b, strange);
            unsigned s;
            size_t i;
            lean_pack p;
            test_debug_begin();
            CHECK(lean_pack_init(&p, b, &test_debug.allocator));
            for (i = 0; i < n; ++i) {
                CHECK(push(&p, term(b, (uint32_t)i)) == LEAN_OK);
                CHECK(is_clean(&p) && lean_pack_bytes(&p) == test_debug.bytes);
            }
            CHECK(holds(&p, b, n));
            for (s = 0; s < strangers_n; ++s) {
                CHECK(push(&p, strange[s]) == LEAN_OUT_OF_RANGE);
                CHECK(insert(&p, n / 2, strange[s]) == LEAN_OUT_OF_RANGE);
                CHECK(!set(&p, s % n, strange[s]) && !fill(&p, 0, n, strange[s]));
            }
            CHECK(holds(&p, b, n));
            for (i = 0; i < n; ++i) {
                CHECK(set(&p, i, most_of(b)) && is_at(&p, i, most_of(b)));
                CHECK(set(&p, i, least_of(b)) && is_at(&p, i, least_of(b)));
                CHECK(set(&p, i, term(b, (uint32_t)i)));
            }
            CHECK(holds(&p, b, n));
            for (; i > 0; --i)
                CHECK(pops(&p, term(b, (uint32_t)i - 1)) && is_clean(&p));
            CHECK(lean_pack_len(&p) == 0);
            lean_pack_free(&p);
            test_debug_end();
        }
    }
}

/* The bits are the same, the value is not. */
static void other_signs_are_refused_at_64_bits(void) {
    uint64_t bytes[4];
    lean_pack p;
    uint64_t u = 0;
    int64_t i = 0;
    size_t found = 9;
    CHECK(lean_pack_over(&p, lean_bits_unsigned(64), bytes, sizeof bytes));
    CHECK(lean_pack_push_u64(&p, UINT64_MAX) == LEAN_OK);
    CHECK(lean_pack_push_i64(&p, -1) == LEAN_OUT_OF_RANGE && !lean_pack_set_i64(&p, 0, INT64_MIN));
    CHECK(!lean_pack_fill_i64(&p, 0, 1, -1) && !lean_pack_find_i64(&p, 0, -1, &found));
    i = -1;
    CHECK(!lean_pack_write_i64(&p, 0, 1, &i) && lean_pack_get_u64(&p, 0) == UINT64_MAX);
    i = 5;
    CHECK(!lean_pack_read_i64(&p, 0, 1, &i) && i == 5 && lean_pack_read_u64(&p, 0, 1, &u));
    CHECK(u == UINT64_MAX && lean_pack_max_u64(&p, 0, 1, &u) && u == UINT64_MAX);

    CHECK(lean_pack_over(&p, lean_bits_signed(64), bytes, sizeof bytes));
    CHECK(lean_pack_push_i64(&p, -1) == LEAN_OK);
    CHECK(lean_pack_push_u64(&p, UINT64_MAX) == LEAN_OUT_OF_RANGE);
    CHECK(!lean_pack_set_u64(&p, 0, UINT64_C(1) << 63) &&
          !lean_pack_fill_u64(&p, 0, 1, UINT64_MAX));
    CHECK(!lean_pack_write_u64(&p, 0, 1, &u) && !lean_pack_find_u64(&p, 0, UINT64_MAX, &found));
    CHECK(!lean_pack_read_u64(&p, 0, 1, &u) && u == UINT64_MAX && lean_pack_get_i64(&p, 0) == -1);

    CHECK(lean_pack_over(&p, lean_bits_from(-5, 63), bytes, sizeof bytes));
    CHECK(lean_pack_push_i64(&p, -5) == LEAN_OK && lean_pack_push_i64(&p, -6) == LEAN_OUT_OF_RANGE);
    CHECK(lean_pack_push_u64(&p, (uint64_t)INT64_MAX - 5) == LEAN_OK);
    CHECK(lean_pack_push_u64(&p, (uint64_t)INT64_MAX - 4) == LEAN_OUT_OF_RANGE);
    CHECK(lean_pack_push_u64(&p, UINT64_MAX - 4) == LEAN_OUT_OF_RANGE);
    CHECK(!lean_pack_find_u64(&p, 0, UINT64_MAX - 4, &found) && found == 9);
    CHECK(lean_pack_find_i64(&p, 0, -5, &found) && found == 0);

    CHECK(lean_pack_over(&p, lean_bits_from(INT64_MAX, 63), bytes, sizeof bytes));
    CHECK(lean_pack_push_i64(&p, INT64_MAX) == LEAN_OK &&
          lean_pack_push_i64(&p, -3) == LEAN_OUT_OF_RANGE);
    CHECK(lean_pack_push_u64(&p, UINT64_MAX - 1) == LEAN_OK &&
          lean_pack_push_u64(&p, UINT64_MAX) == LEAN_OUT_OF_RANGE);
    CHECK(lean_pack_push_i64(&p, INT64_MAX - 1) == LEAN_OUT_OF_RANGE);
    CHECK(lean_pack_get_i64(&p, 1) == -2 && !lean_pack_find_i64(&p, 0, -2, &found));
    CHECK(lean_pack_find_u64(&p, 0, UINT64_MAX - 1, &found) && found == 1);

    CHECK(lean_pack_over(&p, lean_bits_from(INT64_MIN, 64), bytes, sizeof bytes));
    CHECK(lean_pack_push_i64(&p, INT64_MIN) == LEAN_OK);
    CHECK(lean_pack_push_u64(&p, (uint64_t)INT64_MAX) == LEAN_OK);
    CHECK(lean_pack_push_u64(&p, (uint64_t)INT64_MAX + 1) == LEAN_OUT_OF_RANGE);
    CHECK(lean_pack_get_i64(&p, 0) == INT64_MIN && lean_pack_get_i64(&p, 1) == INT64_MAX);
}

static void reserve_is_silent_afterwards(void) {
    unsigned k;
    for (k = 0; k < WIDTHS; ++k) {
        const lean_bits b = sort_of(WIDTH(k), k);
        const uint32_t n = MOST / 8;
        size_t requests, before;
        lean_pack p;
        uint32_t i;
        test_debug_begin();
        p = make(b, 3);
        before = lean_pack_bytes(&p);
        CHECK(lean_pack_reserve(&p, n) && holds(&p, b, 3));
        CHECK(lean_pack_bytes(&p) == before || /* and no more than asked for */
              lean_pack_bytes(&p) < image_bytes(b.width, n) + 2 * sizeof(void *));
        requests = test_debug.requests;
        CHECK(lean_pack_bytes(&p) == test_debug.bytes);
        for (i = 3; i < n; ++i) {
            CHECK((i % 2 == 0 ? push(&p, term(b, i)) : insert(&p, i, term(b, i))) == LEAN_OK);
            CHECK(is_clean(&p));
        }
        CHECK(lean_pack_resize(&p, n - 2) && lean_pack_resize(&p, n) && lean_pack_reserve(&p, 2));
        CHECK(test_debug.requests == requests);
        CHECK(set(&p, n - 2, term(b, n - 2)) && set(&p, n - 1, term(b, n - 1)));
        CHECK(holds(&p, b, n));
        lean_pack_free(&p);
        test_debug_end();
    }
}

static void shrink_keeps_what_is_needed(void) {
    unsigned k;
    for (k = 0; k < WIDTHS; ++k) {
        const lean_bits b = sort_of(WIDTH(k), k);
        const size_t n = MOST / 8;
        size_t exact;
        lean_pack p;
        test_debug_begin();
        p = make(b, n);
        CHECK(lean_pack_reserve(&p, 2 * n) && lean_pack_shrink(&p) && holds(&p, b, n));
        exact = lean_pack_bytes(&p);
        CHECK(exact == test_debug.bytes && exact >= image_bytes(b.width, n));
        CHECK(exact < image_bytes(b.width, n) + 8 + 2 * sizeof(void *));
        CHECK(lean_pack_resize(&p, n / 2) && lean_pack_bytes(&p) == exact && holds(&p, b, n / 2));
        CHECK(lean_pack_shrink(&p) && holds(&p, b, n / 2));
        CHECK(lean_pack_bytes(&p) == test_debug.bytes);
        lean_pack_clear(&p);
        CHECK(lean_pack_len(&p) == 0 && same_bits(lean_pack_bits(&p), b));
        CHECK(lean_pack_shrink(&p) && lean_pack_bytes(&p) == 0 && test_debug.blocks == 0);
        CHECK(push(&p, most_of(b)) == LEAN_OK && is_at(&p, 0, most_of(b)));
        CHECK(test_debug.blocks == (b.width != 0)); /* the owner is kept without a block */
        lean_pack_free(&p);
        CHECK(test_debug.blocks == 0);
        lean_pack_free(&p);
        test_debug_end();
    }
}

static void copy_replaces_and_is_independent(void) {
    unsigned k;
    for (k = 0; k < WIDTHS; ++k) {
        const lean_bits b = sort_of(WIDTH(k), k), other = sort_of(WIDTH(WIDTHS - 1 - k), k + 1);
        const size_t n = MOST / 16 + k % 9;
        uint8_t bytes[64] = {0};
        lean_pack p, q, over;
        const lean_pack view = view_of(bytes, 3, b);
        test_debug_begin();
        p = make(b, n);
        q = make(other, 5);
        CHECK(lean_pack_copy(&q, &p) && holds(&q, b, n) && holds(&p, b, n));
        CHECK(lean_pack_copy(&q, &q) && holds(&q, b, n));
        CHECK(set(&p, 0, most_of(b)) && holds(&q, b, n) && set(&p, 0, term(b, 0)));
        CHECK(lean_pack_resize(&p, n - 1) && lean_pack_copy(&q, &p) && holds(&q, b, n - 1));
        CHECK(push(&q, term(b, (uint32_t)n - 1)) == LEAN_OK && holds(&q, b, n));
        lean_pack_clear(&p);
        CHECK(lean_pack_copy(&q, &p) && lean_pack_len(&q) == 0);
        CHECK(lean_pack_copy(&q, &view) && lean_pack_len(&q) == 3 && is_clean(&q));
        CHECK(is_at(&q, 2, value_of(b, 0)));
        CHECK(lean_pack_bytes(&p) + lean_pack_bytes(&q) == test_debug.bytes);
        CHECK(lean_pack_over(&over, other, bytes, image_bytes(b.width, 4)));
        CHECK(lean_pack_copy(&over, &q) && lean_pack_len(&over) == 3 &&
              is_at(&over, 1, value_of(b, 0)));
        lean_pack_free(&q);
        q = make(b, 40);
        CHECK(lean_pack_copy(&over, &q) == (b.width == 0));
        CHECK(lean_pack_len(&over) == (b.width == 0 ? 40u : 3u) && is_at(&over, 1, value_of(b, 0)));
        lean_pack_free(&p);
        lean_pack_free(&q);
        lean_pack_free(&over);
        test_debug_end();
    }
}

/* What a pack held once must not come back when it grows again, nor stand behind its last item. */
static void stale_bits_do_not_come_back(void) {
    unsigned k, over;
    for (k = 0; k < WIDTHS; ++k) {
        for (over = 0; over < 2; ++over) {
            const lean_bits b = sort_of(WIDTH(k), k + over);
            const value zero = value_of(b, 0);
            const size_t most = MOST / 16;
            size_t n, i;
            lean_pack p;
            test_debug_begin();
            if (over != 0)
                CHECK(lean_pack_over(&p, b, first.memory, image_bytes(b.width, most)));
            else
                CHECK(lean_pack_init(&p, b, &test_debug.allocator));
            for (n = 0; n < most; n += 1 + n / 9) {
                CHECK(lean_pack_resize(&p, most) && fill(&p, 0, most, value_of(b, ones(b.width))));
                CHECK(lean_pack_resize(&p, n) && lean_pack_len(&p) == n && is_clean(&p));
                CHECK(lean_pack_resize(&p, most - 1) && is_clean(&p));
                for (i = 0; i < most - 1; ++i)
                    CHECK(is_at(&p, i, i < n ? value_of(b, ones(b.width)) : zero));
                if (n % 4 == 0)
                    CHECK(lean_pack_shrink(&p) && is_clean(&p));
                if (n % 4 == 1)
                    lean_pack_clear(&p);
                if (n % 4 == 2)
                    lean_pack_remove(&p, n / 2);
                CHECK(is_clean(&p));
            }
            lean_pack_clear(&p);
            CHECK(lean_pack_resize(&p, most));
            for (i = 0; i < most; ++i)
                CHECK(is_at(&p, i, zero));
            while (lean_pack_len(&p) > 0)
                CHECK(pops(&p, zero) && is_clean(&p));
            lean_pack_free(&p);
            test_debug_end();
        }
    }
}

/* Every width to every other, up and down in place, with items that fit both and one that does not.
   Returns false where an item did not become what it was. */
static bool recasts(lean_bits from, lean_bits to, size_t n) {
    static uint64_t kept[KEPT];
    const bool over = (from.width + to.width) % 3 == 0;
    const size_t wider = from.width > to.width ? from.width : to.width;
    bool right = true;
    value strange = number(0);
    size_t i;
    lean_pack p;
    if (over)
        CHECK(lean_pack_over(&p, from, first.memory, image_bytes((unsigned)wider, n)));
    else
        CHECK(lean_pack_init(&p, from, &test_debug.allocator));
    for (i = 0; i < n; ++i) {
        uint64_t x = pattern((unsigned)i, from.width < to.width ? from.width : to.width, i);
        value v = value_of(to, x);
        if (!fits(from, v))
            v = value_of(from, x & ones(from.width));
        if (!fits(to, v))
            v = fits(to, least_of(from)) ? least_of(from) : most_of(from);
        if (!fits(to, v))
            break; /* nothing fits both */
        CHECK(push(&p, v) == LEAN_OK && bits_of(from, v, &kept[i]));
    }
    n = i;
    /* One that does not fit: refused, wherever it stands. */
    strange = fits(to, most_of(from)) ? least_of(from) : most_of(from);
    if (n != 0 && !fits(to, strange)) {
        for (i = 0; i < n; i += 1 + n / 3) {
            CHECK(set(&p, i, strange));
            right = right && lean_pack_recast(&p, to) == LEAN_OUT_OF_RANGE;
            right = right && same_bits(lean_pack_bits(&p), from) && is_at(&p, i, strange);
            CHECK(set(&p, i, value_of(from, kept[i])));
        }
        for (i = 0; i < n; ++i)
            right = right && is_at(&p, i, value_of(from, kept[i]));
    }
    right = right && lean_pack_recast(&p, to) == LEAN_OK && same_bits(lean_pack_bits(&p), to);
    right = right && lean_pack_len(&p) == n && is_clean(&p);
    right = right && (over || lean_pack_bytes(&p) == test_debug.bytes);
    for (i = 0; i < n; ++i)
        right = right && is_at(&p, i, value_of(from, kept[i]));
    right = right && lean_pack_recast(&p, from) == LEAN_OK && is_clean(&p);
    for (i = 0; i < n; ++i)
        right = right && is_at(&p, i, value_of(from, kept[i]));
    lean_pack_free(&p);
    return right;
}

static void recast_of_every_width_to_every_other(void) {
    unsigned k, m;
    test_debug_begin();
    for (k = 0; k < WIDTHS; ++k)
        for (m = 0; m < WIDTHS; ++m) {
            const lean_bits from = sort_of(WIDTH(k), test_random());
            CHECK(recasts(from, sort_of(WIDTH(m), test_random()), test_random() % (MOST / 16)));
            CHECK(recasts(from, sort_of(WIDTH(m), from.is_signed), 1 + (k + m) % 9));
            /* More than a kernel does at once. */
            if ((k + m) % 8 == 0)
                CHECK(recasts(from, sort_of(WIDTH(m), from.is_signed), KEPT - m % KEPT));
        }
    test_debug_end();
}

static void insert_and_remove_move_what_is_behind(void) {
    unsigned k, round;
    for (k = 0; k < WIDTHS; ++k) {
        for (round = 0; round < 2 * ROUNDS; ++round) {
            const lean_bits b = sort_of(WIDTH(k), round);
            const size_t n = MOST / 32 + test_random() % (MOST / (round % 2 == 0 ? 32u : 4u));
            const size_t room = image_bytes(b.width, n + 1);
            lean_pack p;
            unsigned step;
            set_scene(&first, &p, b, n + 1, round + k);
            lean_pack_remove(&p, n);
            CHECK(lean_pack_len(&p) == n && is_clean(&p));
            for (step = 0; step < 6; ++step) {
                const value v = value_of(b, pattern(step, b.width, n));
                const size_t to = step == 0 ? 0 : step == 1 ? n : test_random() % (n + 1);
                size_t i;
                for (i = n; i > to; --i)
                    expect(&first, i, at(&first, i - 1));
                expect(&first, to, v);
                CHECK(insert(&p, to, v) == LEAN_OK && lean_pack_len(&p) == n + 1);
                CHECK(as_expected(&first));
                if (image_bytes(b.width, n + 2) > room)
                    CHECK(insert(&p, to, v) == LEAN_FULL && push(&p, v) == LEAN_FULL);
                CHECK(!lean_pack_resize(&p, n + 9) || b.width == 0);
                CHECK(b.width == 0 || (as_expected(&first) && lean_pack_len(&p) == n + 1));
                if (b.width == 0)
                    CHECK(lean_pack_resize(&p, n + 1));
                i = step == 2 ? 0 : step == 3 ? n : test_random() % (n + 1);
                lean_pack_remove(&p, i);
                for (; i < n; ++i)
                    expect(&first, i, at(&first, i + 1));
                expect(&first, n, value_of(b, 0));
                CHECK(lean_pack_len(&p) == n && is_clean(&p));
                CHECK(memcmp(first.image, first.twin, image_bytes(b.width, n)) == 0);
                /* What is left of the room may be anything, what is around it must not change. */
                memcpy(first.image, first.twin, room);
                CHECK(as_expected(&first));
            }
        }
    }
}

/* ---- every width, every bulk call ---- */

typedef struct range {
    size_t i, n;
    unsigned next;
} range;

/* The next range within `len` items. */
static bool another(range *r, size_t len) {
    const unsigned k = r->next++;
    if (k == SHORTS + LONGS)
        return false;
    r->n = k < SHORTS ? k * STEP + test_random() % STEP : longs[k - SHORTS] + test_random() % 5;
    if (r->n > len)
        r->n = len;
    r->i = test_random() % FAR;
    if (r->i > len - r->n)
        r->i = len - r->n;
    return true;
}

/* Calls body with a scene of each width, sort and pattern. */
static void with_every_width(void (*body)(lean_pack *p)) {
    unsigned k, kind, round;
    for (round = 0; round < ROUNDS; ++round)
        for (k = 0; k < WIDTHS; ++k)
            for (kind = 0; kind < KINDS; ++kind) {
                lean_pack p;
                set_scene(&first, &p, sort_of(WIDTH(k), kind), MOST, kind + k / 4 + round);
                body(&p);
                CHECK(as_expected(&first));
                CHECK(lean_pack_len(&p) == MOST && same_bits(lean_pack_bits(&p), first.bits));
            }
}

static union items {
    uint8_t u8[MOST + 2];
    uint16_t u16[MOST + 2];
    uint32_t u32[MOST + 2];
    uint64_t u64[MOST + 2];
    int8_t i8[MOST + 2];
    int16_t i16[MOST + 2];
    int32_t i32[MOST + 2];
    int64_t i64[MOST + 2];
} items;

/* A value that fits both, where one is found. */
static bool common(lean_bits a, lean_bits b, uint64_t x, value *v) {
    *v = value_of(a, x & ones(a.width));
    if (fits(b, *v))
        return true;
    *v = value_of(b, x & ones(b.width));
    if (fits(a, *v))
        return true;
    *v = least_of(a);
    if (fits(b, *v))
        return true;
    *v = least_of(b);
    return fits(a, *v);
}

/* For each type: read_X finds what is there and touches nothing beside; write_X changes the range
   and nothing beside, or nothing at all where one item does not fit. */
#define READS_AND_WRITES(X, T, sign, mark)                                                         \
    static void reads_##X(lean_pack *p) {                                                          \
        const lean_bits type = lean_bits_##sign(8 * (unsigned)sizeof(T));                          \
        const bool can = fits(type, least_of(first.bits)) && fits(type, most_of(first.bits));      \
        range r = {0, 0, 0};                                                                       \
        while (another(&r, MOST)) {                                                                \
            bool right;                                                                            \
            size_t k;                                                                              \
            for (k = 0; k < r.n + 2; ++k)                                                          \
                items.X[k] = (T)(mark);                                                            \
            right = lean_pack_read_##X(p, r.i, r.n, items.X + 1) == can || r.n == 0;               \
            right = right && items.X[0] == (T)(mark) && items.X[r.n + 1] == (T)(mark);             \
            for (k = 0; k < r.n; ++k)                                                              \
                right = right && items.X[k + 1] == (can ? (T)at(&first, r.i + k).low : (T)(mark)); \
            CHECK(right);                                                                          \
        }                                                                                          \
    }                                                                                              \
    static void writes_##X(lean_pack *p) {                                                         \
        const lean_bits type = lean_bits_##sign(8 * (unsigned)sizeof(T));                          \
        value strange[5 + 2];                                                                      \
        unsigned n_strange = strangers(first.bits, strange), s;                                    \
        range r = {0, 0, 0};                                                                       \
        strange[n_strange++] = least_of(type);                                                     \
        strange[n_strange++] = most_of(type);                                                      \
        while (another(&r, MOST)) {                                                                \
            bool some = true;                                                                      \
            size_t k;                                                                              \
            for (k = 0; k < r.n; ++k) {                                                            \
                value v;                                                                           \
                if (!common(first.bits, type, pattern(r.next + turn, 64, k), &v)) {                \
                    some = false;                                                                  \
                    break;                                                                         \
                }                                                                                  \
                items.X[k] = (T)v.low;                                                             \
                expect(&first, r.i + k, v);                                                        \
            }                                                                                      \
            if (some) {                                                                            \
                CHECK(lean_pack_write_##X(p, r.i, r.n, items.X));                                  \
                CHECK(as_expected(&first));                                                        \
            } else {                                                                               \
                memset(items.X, 0, sizeof(T) * r.n);                                               \
            }                                                                                      \
            for (s = 0; s < n_strange && r.n != 0; ++s) {                                          \
                const size_t where = s % 3 == 0 ? r.n - 1 : test_random() % r.n;                   \
                const T before = items.X[where];                                                   \
                if (!fits(type, strange[s]) || fits(first.bits, strange[s]))                       \
                    continue;                                                                      \
                items.X[where] = (T)strange[s].low;                                                \
                CHECK(!lean_pack_write_##X(p, r.i, r.n, items.X));                                 \
                items.X[where] = before;                                                           \
            }                                                                                      \
            CHECK(as_expected(&first));                                                            \
        }                                                                                          \
    }                                                                                              \
    static void read_and_write_##X(void) {                                                         \
        with_every_width(reads_##X);                                                               \
        with_every_width(writes_##X);                                                              \
    }

READS_AND_WRITES(u8, uint8_t, unsigned, 0xa5)
READS_AND_WRITES(u16, uint16_t, unsigned, 0xa5c3)
READS_AND_WRITES(u32, uint32_t, unsigned, UINT32_C(0xa5c3960f))
READS_AND_WRITES(u64, uint64_t, unsigned, UINT64_C(0xa5c3960f81e7d2b4))
READS_AND_WRITES(i8, int8_t, signed, 0x5a)
READS_AND_WRITES(i16, int16_t, signed, 0x5ac3)
READS_AND_WRITES(i32, int32_t, signed, INT32_C(0x5ac3960f))
READS_AND_WRITES(i64, int64_t, signed, INT64_C(0x5ac3960f81e7d2b4))

static void sums(lean_pack *p) {
    range r = {0, 0, 0};
    while (another(&r, MOST)) {
        value least = number(0), most = number(0);
        uint64_t sum = 0, u = 3;
        int64_t i = 3;
        size_t k;
        for (k = r.i; k < r.i + r.n; ++k) {
            const value v = at(&first, k);
            least = k == r.i || less(v, least) ? v : least;
            most = k == r.i || less(most, v) ? v : most;
            sum += v.low;
        }
        CHECK(lean_pack_sum_u64(p, r.i, r.n) == sum);
        CHECK(lean_pack_sum_i64(p, r.i, r.n) == (int64_t)sum);
        if (r.n == 0) {
            CHECK(!lean_pack_min_u64(p, r.i, 0, &u) && !lean_pack_max_u64(p, r.i, 0, &u) && u == 3);
            CHECK(!lean_pack_min_i64(p, r.i, 0, &i) && !lean_pack_max_i64(p, r.i, 0, &i) && i == 3);
            continue;
        }
        CHECK(lean_pack_min_u64(p, r.i, r.n, &u) && u == least.low);
        CHECK(lean_pack_max_u64(p, r.i, r.n, &u) && u == most.low);
        CHECK(lean_pack_min_i64(p, r.i, r.n, &i) && i == (int64_t)least.low);
        CHECK(lean_pack_max_i64(p, r.i, r.n, &i) && i == (int64_t)most.low);
    }
}

static void sum_min_max(void) {
    with_every_width(sums);
}

/* So many of the greatest that no part of a vector may add up too many of them. */
#ifndef TEST_SMALL
static void sums_of_many(void) {
    static uint8_t image[8 * 20000];
    unsigned k;
    for (k = 0; k < WIDTHS; ++k) {
        const lean_bits b = sort_of(WIDTH(k), k);
        const uint64_t most = most_of(b).low;
        const size_t n = 20000;
        lean_pack p;
        uint64_t u = 0;
        CHECK(lean_pack_over(&p, b, image, sizeof image) && lean_pack_resize(&p, n));
        CHECK(fill(&p, 0, n, most_of(b)) && lean_pack_sum_u64(&p, 0, n) == most * n);
        CHECK(lean_pack_sum_u64(&p, 3, n - 5) == most * (n - 5));
        CHECK(lean_pack_min_u64(&p, 1, n - 1, &u) && u == most);
    }
}
#endif

/* The first item from `from` on that is worth v. */
static bool finds(const lean_pack *p, size_t from, value v) {
    const size_t len = lean_pack_len(p);
    size_t i = from, found = SIZE_MAX - 1;
    uint64_t x = 0;
    if (bits_of(first.bits, v, &x))
        while (i < len && peek(first.twin, first.bits.width, i) != x)
            ++i;
    else
        i = len;
    if (i == len)
        return !find(p, from, v, &found) && found == SIZE_MAX - 1;
    return find(p, from, v, &found) && found == i;
}

static void searches(lean_pack *p) {
    value strange[5];
    const unsigned n_strange = strangers(first.bits, strange);
    range r = {0, 0, 0};
    (void)p;
    while (another(&r, MOST)) {
        const lean_pack view = view_of(first.image, r.i + r.n, first.bits);
        const size_t end = r.i + r.n;
        if (n_strange != 0)
            CHECK(finds(&view, r.i, strange[r.n % n_strange]));
        CHECK(finds(&view, r.i, value_of(first.bits, pattern(r.next, first.bits.width, r.n))));
        CHECK(finds(&view, end, value_of(first.bits, 0)));
        if (r.n != 0) {
            CHECK(finds(&view, r.i, at(&first, r.i + test_random() % r.n)));
            CHECK(finds(&view, r.i, at(&first, end - 1)));
        }
        /* Worth finding only behind the end. */
        if (end < MOST)
            CHECK(finds(&view, r.i, at(&first, end)));
    }
}

static void find_of_every_width(void) {
    with_every_width(searches);
}

/* One item among equal ones, which differ from it in one bit, at every place of a block. */
static void find_the_only_one(void) {
    unsigned k;
    for (k = 0; k < WIDTHS; ++k) {
        const unsigned width = WIDTH(k);
        const size_t n = MOST / 3;
        unsigned step;
        lean_pack p;
        if (width == 0)
            continue;
        for (step = 0; step < (ROUNDS == 1 ? 12 : 80); ++step) {
            const uint64_t x = pattern(step, width, 1);
            const uint64_t other = x ^ UINT64_C(1) << (step < width ? step : test_random() % width);
            const size_t where = test_random() % n;
            const size_t from = test_random() % (where + 1);
            size_t found = 0;
            if (step == 0)
                set_scene(&first, &p, sort_of(width, k), n, 0);
            CHECK(fill(&p, 0, n, value_of(first.bits, other)));
            CHECK(!find(&p, from, value_of(first.bits, x), &found));
            CHECK(set(&p, where, value_of(first.bits, x)));
            CHECK(find(&p, from, value_of(first.bits, x), &found) && found == where);
            CHECK(!find(&p, where + 1, value_of(first.bits, x), &found));
        }
    }
}

static void fills(lean_pack *p) {
    value strange[5];
    const unsigned n_strange = strangers(first.bits, strange);
    range r = {0, 0, 0};
    while (another(&r, MOST)) {
        const value v = value_of(first.bits, pattern(r.next, first.bits.width, r.n));
        size_t k;
        for (k = 0; k < r.n; ++k)
            expect(&first, r.i + k, v);
        CHECK(fill(p, r.i, r.n, v));
        CHECK(as_expected(&first));
        if (n_strange != 0 && r.n != 0)
            CHECK(!fill(p, r.i, r.n, strange[r.n % n_strange]));
        CHECK(as_expected(&first));
    }
}

static void fill_of_every_width(void) {
    with_every_width(fills);
}

/* Each item by itself: nothing beside it changes. */
static void singles(lean_pack *p) {
    value strange[5];
    const unsigned n_strange = strangers(first.bits, strange);
    size_t i;
    for (i = 0; i < MOST; i += 1 + i / 80) {
        const value v = value_of(first.bits, pattern((unsigned)i, first.bits.width, i));
        CHECK(is_at(p, i, at(&first, i)));
        expect(&first, i, v);
        CHECK(set(p, i, v));
        CHECK(is_at(p, i, v));
        if (n_strange != 0)
            CHECK(!set(p, i, strange[i % n_strange]));
        if (i % 8 == 0)
            CHECK(as_expected(&first));
    }
}

static void get_and_set_of_every_width(void) {
    with_every_width(singles);
}

static void copies(lean_pack *p) {
    lean_pack q;
    range r = {0, 0, 0};
    const unsigned width =
        test_random() % 3 == 0 ? first.bits.width : WIDTH(test_random() % WIDTHS);
    const lean_bits b = sort_of(width, test_random());
    set_scene(&second, &q, b, MOST, test_random());
    while (another(&r, MOST)) {
        const size_t to = test_random() % FAR % (MOST - r.n + 1);
        value strange = most_of(first.bits);
        bool some = true;
        size_t k;
        for (k = 0; k < r.n; ++k) {
            value v;
            if (!common(first.bits, b, pattern(r.next, 64, k), &v)) {
                some = false;
                break;
            }
            expect(&first, r.i + k, v);
            expect(&second, to + k, v);
        }
        memcpy(first.memory, first.expected, sizeof first.memory);
        if (some)
            CHECK(lean_pack_copy_range(&q, to, p, r.i, r.n));
        CHECK(as_expected(&second));
        if (fits(b, strange))
            strange = least_of(first.bits);
        if (r.n != 0 && !fits(b, strange)) {
            k = r.i + (r.next % 2 == 0 ? r.n - 1 : test_random() % r.n);
            expect(&first, k, strange);
            memcpy(first.memory, first.expected, sizeof first.memory);
            CHECK(!lean_pack_copy_range(&q, to, p, r.i, r.n));
            CHECK(as_expected(&second));
        }
    }
}

static void copy_range_between_all_widths(void) {
    with_every_width(copies);
    with_every_width(copies);
}

static void moves(lean_pack *p) {
    static const uint8_t steps[] = {0, 1, 2, 3, 5, 7, 8, 9, 16, 31, 63, 64, 65, 130};
    range r = {0, 0, 0};
    while (another(&r, MOST)) {
        size_t to = steps[test_random() % sizeof steps], k;
        to = r.next % 2 == 0 ? r.i + to : to < r.i ? r.i - to : 0;
        if (to > MOST - r.n)
            to = MOST - r.n;
        if (to > r.i)
            for (k = r.n; k > 0; --k)
                expect(&first, to + k - 1, at(&first, r.i + k - 1));
        else
            for (k = 0; k < r.n; ++k)
                expect(&first, to + k, at(&first, r.i + k));
        CHECK(lean_pack_copy_range(p, to, p, r.i, r.n));
        CHECK(as_expected(&first));
    }
}

static void copy_range_within_a_pack(void) {
    with_every_width(moves);
    with_every_width(moves);
}

/* ---- fixed packs, constant packs, caller's memory ---- */

LEAN_DEFINE_FIXED_PACK(flags, bool, 1, 11)
LEAN_DEFINE_FIXED_PACK(nibbles, uint8_t, 4, 5)
LEAN_DEFINE_FIXED_PACK(heights, int16_t, 11, 13)
LEAN_DEFINE_FIXED_PACK(colours, uint32_t, 24, 3)
LEAN_DEFINE_FIXED_PACK(words, uint32_t, 32, 2)
LEAN_DEFINE_FIXED_PACK(keys, uint64_t, 64, 4)
LEAN_DEFINE_FIXED_PACK(times, int64_t, 41, 4)
LEAN_DEFINE_FIXED_PACK(bytes, uint8_t, 8, 300)

/* Where bit numbers end before memory does: no item is written behind the last byte. The length is
   set by hand, so that no memory is touched on the way there. */
#if SIZE_MAX == UINT32_MAX && defined(__linux__) && LEAN_INDEX_BITS == 32
static size_t most_granted;

static void *grant(void *ctx, void *ptr, size_t old_size, size_t new_size) {
    (void)ctx;
    if (new_size > most_granted)
        return NULL;
    return lean_resize(NULL, ptr, old_size, new_size);
}

static void packs_end_at_bit_numbers(void) {
    static const lean_allocator granting = {grant, NULL};
    const size_t cap = LEAN_PACK_MOST_ / 3 * 2 / 8 * 8;
    unsigned k;
    for (k = 0; k < 3; ++k) {
        const lean_status first = k == 2 ? LEAN_NO_MEMORY : LEAN_OK;
        lean_pack p;
        most_granted = SIZE_MAX;
        CHECK(lean_pack_init(&p, lean_bits_unsigned(64), &granting));
        if (!lean_pack_reserve(&p, cap / 8))
            return; /* no such memory here */
        if (k != 0)
            most_granted = k == 1 ? cap + 64 : 0; /* one more item, or none */
        p.len = (lean_index)(cap / 8);
        CHECK(lean_pack_push_u64(&p, 1) == first && p.block.cap <= LEAN_PACK_MOST_);
        if (k == 0) {
            p.len = (lean_index)(LEAN_PACK_MOST_ / 8);
            CHECK(lean_pack_push_u64(&p, 2) == LEAN_NO_MEMORY && p.block.cap <= LEAN_PACK_MOST_);
            CHECK(lean_pack_len(&p) == LEAN_PACK_MOST_ / 8);
        }
        most_granted = SIZE_MAX;
        lean_pack_free(&p);
    }
}
#endif

static void fixed_packs_resize(void) {
    heights h = LEAN_EMPTY;
    size_t i;
    CHECK(heights_cap(&h) == 13 && heights_len(&h) == 0);
    CHECK(heights_resize(&h, 13) && heights_len(&h) == 13 && !heights_resize(&h, 14));
    for (i = 0; i < 13; ++i)
        CHECK(heights_get(&h, i) == 0 && heights_set(&h, i, (int16_t)(-1000 + (int)i)));
    CHECK(heights_resize(&h, 5) && heights_len(&h) == 5 && heights_get(&h, 4) == -996);
    CHECK(heights_resize(&h, 7) && heights_get(&h, 4) == -996);
    CHECK(heights_get(&h, 5) == 0 && heights_get(&h, 6) == 0);
}

static void fixed_packs(void) {
    flags f = LEAN_EMPTY;
    nibbles a = LEAN_EMPTY;
    heights h = LEAN_EMPTY;
    colours c = LEAN_EMPTY;
    words w = LEAN_EMPTY;
    keys k = LEAN_EMPTY;
    times t = LEAN_EMPTY;
    bytes many = LEAN_EMPTY;
    bool flag = false;
    uint8_t small = 9;
    int16_t height = 0;
    uint32_t word = 0;
    uint64_t key = 0;
    int64_t sum = 0;
    unsigned i;
    CHECK(sizeof(nibbles) <= 3 + 2 * sizeof(lean_index) &&
          sizeof(flags) <= 2 + 2 * sizeof(lean_index));
    CHECK(flags_len(&f) == 0 && !flags_pop(&f, &flag) && !nibbles_pop(&a, &small) && small == 9);
    for (i = 0; i < 11; ++i)
        CHECK(flags_push(&f, i % 3 == 0) && flags_len(&f) == i + 1);
    CHECK(!flags_push(&f, true) && flags_len(&f) == 11);
    for (i = 0; i < 11; ++i)
        CHECK(flags_get(&f, i) == (i % 3 == 0));
    CHECK(flags_set(&f, 0, false) && flags_set(&f, 1, true) && !flags_get(&f, 0));
    CHECK(flags_get(&f, 1) && flags_pop(&f, &flag) && !flag && flags_pop(&f, &flag) && flag);

    for (i = 0; i < 5; ++i)
        CHECK(nibbles_push(&a, (uint8_t)(15 - i)));
    CHECK(!nibbles_push(&a, 1) && nibbles_len(&a) == 5 && nibbles_get(&a, 4) == 11);
    CHECK(!nibbles_set(&a, 2, 16) && !nibbles_set(&a, 2, 255) && nibbles_get(&a, 2) == 13);
    CHECK(nibbles_set(&a, 2, 0) && nibbles_get(&a, 1) == 14 && nibbles_get(&a, 3) == 12);
    CHECK(nibbles_get(&a, 2) == 0 && nibbles_pop(&a, &small) && small == 11);
    CHECK(!nibbles_push(&a, 16) && nibbles_len(&a) == 4 && nibbles_push(&a, 15));
    nibbles_clear(&a);
    CHECK(nibbles_len(&a) == 0 && nibbles_push(&a, 3) && nibbles_get(&a, 0) == 3);

    for (i = 0; i < 13; ++i)
        CHECK(heights_push(&h, (int16_t)(i % 2 == 0 ? -1024 + (int)i : 1023 - (int)i)));
    CHECK(!heights_push(&h, 0) && !heights_set(&h, 5, 1024) && !heights_set(&h, 5, -1025));
    CHECK(!heights_set(&h, 5, INT16_MIN) && !heights_set(&h, 5, INT16_MAX));
    for (i = 0; i < 13; ++i)
        CHECK(heights_get(&h, i) == (int16_t)(i % 2 == 0 ? -1024 + (int)i : 1023 - (int)i));
    CHECK(heights_set(&h, 12, -1) && heights_get(&h, 12) == -1 && heights_get(&h, 11) == 1012);
    CHECK(heights_pop(&h, &height) && height == -1);

    CHECK(colours_push(&c, UINT32_C(0xffffff)) && !colours_push(&c, UINT32_C(0x1000000)));
    CHECK(colours_push(&c, UINT32_C(0x123456)) && colours_get(&c, 0) == UINT32_C(0xffffff));
    CHECK(colours_pop(&c, &word) && word == UINT32_C(0x123456) && colours_len(&c) == 1);
    CHECK(words_push(&w, UINT32_MAX) && words_push(&w, 7) && !words_push(&w, 7));
    CHECK(words_get(&w, 0) == UINT32_MAX && words_get(&w, 1) == 7);

    for (i = 0; i < 4; ++i)
        CHECK(keys_push(&k, UINT64_MAX - i));
    CHECK(keys_set(&k, 1, 1) && keys_get(&k, 0) == UINT64_MAX && keys_get(&k, 1) == 1);
    CHECK(keys_get(&k, 2) == UINT64_MAX - 2 && keys_pop(&k, &key) && key == UINT64_MAX - 3);

    CHECK(times_push(&t, -(INT64_C(1) << 40)) && !times_push(&t, INT64_C(1) << 40));
    CHECK(times_push(&t, (INT64_C(1) << 40) - 1) && times_get(&t, 0) == -(INT64_C(1) << 40));
    CHECK(!times_set(&t, 0, -(INT64_C(1) << 40) - 1) && times_get(&t, 1) == (INT64_C(1) << 40) - 1);

    for (i = 0; i < 300; ++i)
        CHECK(bytes_push(&many, (uint8_t)i));
    CHECK(!bytes_push(&many, 0) && bytes_len(&many) == 300 && bytes_get(&many, 299) == 43);
    {
        const lean_pack view = heights_pack(&h), rest = bytes_pack(&many), bits = flags_pack(&f);
        CHECK(lean_pack_len(&view) == 12 && same_bits(lean_pack_bits(&view), lean_bits_signed(11)));
        CHECK(lean_pack_get_i64(&view, 2) == -1022 && lean_pack_min_i64(&view, 0, 12, &sum));
        CHECK(sum == -1024 && lean_pack_sum_u64(&rest, 0, 300) == 33586u);
        CHECK(same_bits(lean_pack_bits(&rest), lean_bits_unsigned(8)));
        CHECK(same_bits(lean_pack_bits(&bits), lean_bits_unsigned(1)));
        CHECK(lean_pack_len(&bits) == 9 && lean_pack_sum_u64(&bits, 0, 9) == 3);
    }
    {
        const heights twin = h; /* no pointers inside */
        const lean_pack view = heights_pack(&twin);
        CHECK(heights_set(&h, 0, 5) && heights_get(&twin, 0) == -1024);
        CHECK(lean_pack_get_i64(&view, 0) == -1024);
    }
}

/* 1, 2, 3, 0, 2 of two bits; 0x123, 0xabc, 0xfff of 12; -1, 0, -4, 3 of three. */
static const uint8_t two_bits[] = {0x39, 0x02};
static const uint8_t twelve_bits[] = {0x23, 0xc1, 0xab, 0xff, 0x0f};
static const uint8_t three_bits[] = {0x07, 0x07};
static const lean_pack twos = LEAN_PACK_CONST(two_bits, 5, 2, 0);
static const lean_pack twelves = LEAN_PACK_CONST(twelve_bits, 3, 12, -4000);
static const lean_pack threes = LEAN_PACK_CONST_SIGNED(three_bits, 4, 3);

static void constant_packs(void) {
    uint8_t out[5] = {9, 9, 9, 9, 9};
    int16_t wide[3];
    int64_t least = 0;
    lean_pack p = LEAN_EMPTY;
    CHECK(lean_pack_len(&twos) == 5 && lean_pack_bytes(&twos) == 0);
    CHECK(same_bits(lean_pack_bits(&twelves), lean_bits_from(-4000, 12)));
    CHECK(same_bits(lean_pack_bits(&threes), lean_bits_signed(3)));
    CHECK(lean_pack_read_u8(&twos, 0, 5, out) && out[0] == 1 && out[1] == 2 && out[2] == 3);
    CHECK(out[3] == 0 && out[4] == 2 && lean_pack_sum_u64(&twos, 1, 4) == 7);
    CHECK(lean_pack_read_i16(&twelves, 0, 3, wide) && wide[0] == 0x123 - 4000);
    CHECK(wide[1] == 0xabc - 4000 && wide[2] == 0xfff - 4000);
    CHECK(lean_pack_get_i64(&threes, 0) == -1 && lean_pack_get_i64(&threes, 1) == 0);
    CHECK(lean_pack_get_i64(&threes, 2) == -4 && lean_pack_get_i64(&threes, 3) == 3);
    CHECK(lean_pack_min_i64(&threes, 0, 4, &least) && least == -4);
    CHECK(lean_pack_copy(&p, &threes) && lean_pack_get_i64(&p, 3) == 3);
    CHECK(lean_pack_push_i64(&p, -2) == LEAN_OK && lean_pack_get_i64(&p, 4) == -2);
    lean_pack_free(&p);
}

static void over_callers_memory(void) {
    unsigned k;
    for (k = 0; k < WIDTHS; ++k) {
        const lean_bits b = sort_of(WIDTH(k), k);
        const size_t n = b.width == 0 ? 0 : 20 * 8 / b.width;
        uint8_t room[24];
        lean_pack p;
        uint32_t i;
        memset(room, 0xa5, sizeof room);
        CHECK(lean_pack_over(&p, b, room + 1, 20) && lean_pack_len(&p) == 0);
        CHECK(same_bits(lean_pack_bits(&p), b) && lean_pack_bytes(&p) == 0);
        if (b.width == 0)
            continue;
        CHECK(lean_pack_reserve(&p, n) && !lean_pack_reserve(&p, n + 1));
        for (i = 0; i < n; ++i)
            CHECK((i % 3 != 0 ? push(&p, term(b, i)) : insert(&p, i, term(b, i))) == LEAN_OK);
        CHECK(push(&p, least_of(b)) == LEAN_FULL && insert(&p, 0, least_of(b)) == LEAN_FULL);
        CHECK(!lean_pack_resize(&p, n + 1) && lean_pack_resize(&p, n) && holds(&p, b, n));
        if (b.width <= 56 && !b.is_signed && b.base == 0 && image_bytes(b.width + 8u, n) > 20)
            CHECK(lean_pack_recast(&p, lean_bits_unsigned(b.width + 8u)) == LEAN_FULL);
        CHECK(holds(&p, b, n) && room[0] == 0xa5 && room[21] == 0xa5);
        for (i = 0; i < n; ++i)
            CHECK(same_value(term(b, i), value_of(b, peek(room + 1, b.width, i))));
        lean_pack_remove(&p, n - 1);
        CHECK(push(&p, term(b, (uint32_t)n - 1)) == LEAN_OK && holds(&p, b, n));
        lean_pack_clear(&p);
        CHECK(lean_pack_len(&p) == 0 && push(&p, most_of(b)) == LEAN_OK);
        CHECK(is_at(&p, 0, most_of(b)));
        lean_pack_free(&p);
        CHECK(lean_pack_len(&p) == 0);
    }
}

/* ---- bytes that every machine must agree on ---- */

/* Seven items of each width: the high bits of (i + 1) * 0x9e3779b97f4a7c15 modulo 2^64, the width's
   packs one behind the other. */
static const uint8_t vector_widths[] = {1, 3, 7, 8, 12, 13, 31, 32, 33, 57, 63, 64};
static const uint8_t vector[288] = {
    0x25, 0x8c, 0x87, 0x0a, 0x4f, 0x4f, 0x9b, 0xb7, 0xd0, 0xa6, 0x00, 0x9e, 0x3c, 0xda, 0x78, 0x17,
    0xb5, 0x53, 0xe3, 0x69, 0x3c, 0xaa, 0xdd, 0x78, 0x71, 0x41, 0xb5, 0x38, 0x05, 0xc6, 0xb3, 0xf1,
    0x50, 0xed, 0x8d, 0x27, 0x2e, 0x52, 0x2d, 0x9c, 0x02, 0xdc, 0xbc, 0x1b, 0xcf, 0xdc, 0xbc, 0x1b,
    0x8f, 0xa5, 0xcd, 0x54, 0x5b, 0x6e, 0xde, 0x8d, 0xf7, 0x04, 0xab, 0xb8, 0x60, 0x69, 0x33, 0xd5,
    0x26, 0xa8, 0x08, 0xa7, 0x00, 0xb9, 0x79, 0x37, 0x9e, 0x72, 0xf3, 0x6e, 0x3c, 0x2c, 0x6d, 0xa6,
    0xda, 0xe5, 0xe6, 0xdd, 0x78, 0x9f, 0x60, 0x15, 0x17, 0x58, 0xda, 0x4c, 0xb5, 0x12, 0x54, 0x84,
    0x53, 0x72, 0xf3, 0x6e, 0x3c, 0xcb, 0xcd, 0xbb, 0xf1, 0x60, 0x69, 0x33, 0xd5, 0x5e, 0x6e, 0xde,
    0x8d, 0xe7, 0x13, 0xac, 0xe2, 0x22, 0x96, 0x36, 0x53, 0x2d, 0x09, 0x2a, 0xc2, 0x29, 0xf8, 0x94,
    0xfe, 0x72, 0xf3, 0x6e, 0x3c, 0xe1, 0x53, 0xfa, 0xcb, 0xcd, 0xbb, 0xf1, 0xa0, 0xfb, 0xee, 0x63,
    0x69, 0x33, 0xd5, 0x06, 0x9f, 0xd2, 0x5f, 0x6e, 0xde, 0x8d, 0x87, 0x8d, 0x8e, 0xef, 0x13, 0xac,
    0xe2, 0x02, 0xba, 0xef, 0x3e, 0x96, 0x36, 0x53, 0x6d, 0xb2, 0x84, 0x3d, 0x09, 0x2a, 0xc2, 0x29,
    0x0a, 0x3e, 0xa5, 0xbf, 0xdc, 0xbc, 0x1b, 0xcf, 0x0a, 0x3e, 0xa5, 0xbf, 0xdc, 0xbc, 0x1b, 0xcf,
    0x87, 0xee, 0xbb, 0x8f, 0xa5, 0xcd, 0x54, 0x5b, 0x05, 0x9f, 0xd2, 0x5f, 0x6e, 0xde, 0x8d, 0x47,
    0x63, 0xa3, 0xe3, 0xfb, 0x04, 0xab, 0xb8, 0xf8, 0xa1, 0xfb, 0xee, 0x63, 0x69, 0x33, 0xd5, 0x26,
    0xc9, 0x12, 0xf6, 0x24, 0xa8, 0x08, 0xa7, 0x00, 0x15, 0x7c, 0x4a, 0x7f, 0xb9, 0x79, 0x37, 0x9e,
    0x2a, 0xf8, 0x94, 0xfe, 0x72, 0xf3, 0x6e, 0x3c, 0x3f, 0x74, 0xdf, 0x7d, 0x2c, 0x6d, 0xa6, 0xda,
    0x54, 0xf0, 0x29, 0xfd, 0xe5, 0xe6, 0xdd, 0x78, 0x69, 0x6c, 0x74, 0x7c, 0x9f, 0x60, 0x15, 0x17,
    0x7e, 0xe8, 0xbe, 0xfb, 0x58, 0xda, 0x4c, 0xb5, 0x93, 0x64, 0x09, 0x7b, 0x12, 0x54, 0x84, 0x53};

static void layout_is_the_same_everywhere(void) {
    const uint8_t *from = vector;
    unsigned k;
    for (k = 0; k < sizeof vector_widths; ++k) {
        const unsigned width = vector_widths[k];
        const lean_pack view = view_of(from, 7, lean_bits_unsigned(width));
        uint64_t out[7] = {0}, in[7];
        uint8_t room[56];
        lean_pack p;
        unsigned i;
        CHECK(lean_pack_read_u64(&view, 0, 7, out));
        for (i = 0; i < 7; ++i) {
            uint64_t bit_by_bit = 0;
            unsigned b;
            in[i] = (uint64_t)(i + 1) * UINT64_C(0x9e3779b97f4a7c15) >> (64 - width);
            for (b = 0; b < width; ++b) {
                const unsigned where = i * width + b;
                bit_by_bit |= (uint64_t)(from[where / 8] >> where % 8 & 1) << b;
            }
            CHECK(bit_by_bit == in[i] && peek(from, width, i) == in[i] && out[i] == in[i]);
            CHECK(lean_pack_get_u64(&view, i) == in[i]);
        }
        CHECK(lean_pack_over(&p, lean_bits_unsigned(width), room, image_bytes(width, 7)));
        for (i = 0; i < 7; ++i)
            CHECK(lean_pack_push_u64(&p, in[i]) == LEAN_OK);
        CHECK(memcmp(room, from, image_bytes(width, 7)) == 0);
        CHECK(lean_pack_data(&p) == room && lean_pack_data(&view) == from);
        CHECK(lean_pack_fill_u64(&p, 0, 7, 1) && lean_pack_write_u64(&p, 0, 7, in));
        CHECK(memcmp(room, from, image_bytes(width, 7)) == 0);
        from += image_bytes(width, 7);
    }
    CHECK(from == vector + sizeof vector);
}

/* ---- memory that runs short ---- */

static void body_of_sweep(void) {
    const lean_bits b = sort_of(turn % 2 == 0 ? 13 : 33, turn / 2);
    const lean_bits wider = b.is_signed   ? lean_bits_signed(b.width + 9u)
                            : b.base == 0 ? lean_bits_unsigned(b.width + 9u)
                                          : lean_bits_from(b.base, b.width + 9u);
    const size_t goal = 40;
    const unsigned before = turn;
    lean_status status = LEAN_OK;
    lean_pack p, q;
    size_t n = 0, k;
    CHECK(lean_pack_init(&p, b, &test_debug.allocator));
    CHECK(lean_pack_init(&q, b, &test_debug.allocator));
    if (!lean_pack_reserve(&p, 2))
        CHECK(lean_pack_bytes(&p) == 0 && lean_pack_len(&p) == 0);
    for (; n < goal && status == LEAN_OK; n += status == LEAN_OK) {
        const value v = term(b, (uint32_t)n);
        status = n % 2 == 0 ? push(&p, v) : insert(&p, n, v);
        CHECK(status == LEAN_OK || status == LEAN_NO_MEMORY);
    }
    CHECK(holds(&p, b, n));
    k = n + 30;
    if (lean_pack_resize(&p, k)) {
        CHECK(lean_pack_len(&p) == k && is_at(&p, k - 1, value_of(b, 0)) && is_clean(&p));
        CHECK(lean_pack_resize(&p, n));
    }
    CHECK(holds(&p, b, n));
    if (!lean_pack_copy(&q, &p))
        CHECK(lean_pack_len(&q) == 0 && same_bits(lean_pack_bits(&q), b));
    else
        CHECK(holds(&q, b, n));
    if (!lean_pack_shrink(&p))
        CHECK(lean_pack_len(&p) == n);
    CHECK(holds(&p, b, n));
    status = lean_pack_recast(&p, wider);
    CHECK(status == LEAN_OK || status == LEAN_NO_MEMORY);
    CHECK(lean_pack_recast(&p, b) == LEAN_OK || test_debug.refused != 0);
    if (same_bits(lean_pack_bits(&p), b))
        CHECK(holds(&p, b, n));
    if (n != 0 && same_bits(lean_pack_bits(&p), b)) {
        status = insert(&p, 0, most_of(b));
        CHECK(status == LEAN_OK || status == LEAN_NO_MEMORY);
        if (status == LEAN_OK) {
            CHECK(is_at(&p, 0, most_of(b)) && is_at(&p, n, term(b, (uint32_t)n - 1)));
            lean_pack_remove(&p, 0);
        }
        CHECK(holds(&p, b, n));
    }
    CHECK(lean_pack_bytes(&p) + lean_pack_bytes(&q) == test_debug.bytes);
    lean_pack_free(&p);
    lean_pack_free(&q);
    turn = before; /* the same calls in every run of a sweep */
}

static void refused_requests_change_nothing(void) {
    for (turn = 0; turn < 2 * KINDS; ++turn)
        SWEEP(body_of_sweep);
}

/* Sizes whose bytes do not fit, and sizes whose bits wrap to a small number. */
static void absurd_sizes_are_refused(void) {
    unsigned k;
    for (k = 0; k < WIDTHS; ++k) {
        const lean_bits b = sort_of(WIDTH(k), k);
        lean_pack p;
        size_t huge, requests;
        if (b.width < 8)
            continue;
        test_debug_begin();
        p = make(b, 3);
        requests = test_debug.requests;
        for (huge = SIZE_MAX; huge > SIZE_MAX / 4 + 1; huge -= huge / 9) {
            CHECK(!lean_pack_reserve(&p, huge) && !lean_pack_resize(&p, huge));
        }
        huge = SIZE_MAX / b.width + 2;
        lean_debug_fail(&test_debug, 0, true);
        CHECK(!lean_pack_reserve(&p, huge) && !lean_pack_resize(&p, huge));
        CHECK(!lean_pack_reserve(&p, huge - 1) && !lean_pack_resize(&p, huge - 1));
        lean_debug_fail_none(&test_debug);
        CHECK(holds(&p, b, 3) && lean_pack_bytes(&p) == test_debug.bytes);
        CHECK(test_debug.requests - requests <= 4);
        lean_pack_free(&p);
        test_debug_end();
    }
}

static void packs_end_at_the_index_type(void) {
    unsigned char spare[16];
    lean_pack p = LEAN_EMPTY;
    if (LEAN_INDEX_MAX > SIZE_MAX)
        return;
    /* Items without bits, in such a number that with bits they would be too many bytes. */
    if (SIZE_MAX / 8 < 10000) {
        CHECK(lean_pack_resize(&p, 10000) && lean_pack_bytes(&p) == 0);
        CHECK(lean_pack_recast(&p, lean_bits_unsigned(8)) == LEAN_NO_MEMORY);
        CHECK(lean_pack_recast(&p, lean_bits_from(3, 8)) == LEAN_OUT_OF_RANGE);
        CHECK(lean_pack_len(&p) == 10000 && lean_pack_bits(&p).width == 0);
    }
    CHECK(lean_pack_resize(&p, (size_t)LEAN_INDEX_MAX - 1));
    CHECK(lean_pack_push_u64(&p, 0) == LEAN_OK && lean_pack_len(&p) == (size_t)LEAN_INDEX_MAX);
    CHECK(lean_pack_push_u64(&p, 0) == LEAN_FULL && lean_pack_insert_i64(&p, 1, 0) == LEAN_FULL);
    CHECK(lean_pack_len(&p) == (size_t)LEAN_INDEX_MAX && lean_pack_get_u64(&p, 77) == 0);
    lean_pack_free(&p);
    /* The same where bytes are left, so that it is the number of items alone that is full. */
    CHECK(lean_pack_over(&p, lean_bits_unsigned(0), spare, sizeof spare));
    CHECK(lean_pack_resize(&p, (size_t)LEAN_INDEX_MAX) && lean_pack_push_u64(&p, 0) == LEAN_FULL);
    CHECK(lean_pack_len(&p) == (size_t)LEAN_INDEX_MAX);
    lean_pack_free(&p);
#if LEAN_INDEX_BITS == 16 && SIZE_MAX > 65535 && !defined(TEST_SMALL)
    {
        static const uint8_t some[] = {1, 3, 8, 17, 64};
        unsigned k;
        CHECK(!lean_pack_resize(&p, 65536) && !lean_pack_reserve(&p, 65536));
        for (k = 0; k < sizeof some; ++k) {
            const lean_bits b = lean_bits_unsigned(some[k]);
            lean_status status = LEAN_OK;
            size_t n = 0, i;
            test_debug_begin();
            CHECK(lean_pack_init(&p, b, &test_debug.allocator));
            while ((status = push(&p, term(b, (uint32_t)n))) == LEAN_OK)
                ++n;
            CHECK(status == LEAN_FULL && n == lean_pack_len(&p));
            CHECK(n == 65535);
            CHECK(insert(&p, 0, least_of(b)) == LEAN_FULL && test_debug.requests < 60);
            for (i = 0; i < n; i += 1 + n / 500)
                CHECK(is_at(&p, i, term(b, (uint32_t)i)));
            CHECK(lean_pack_bytes(&p) == test_debug.bytes);
            lean_pack_free(&p);
            test_debug_end();
        }
    }
#endif
}

static void over_a_buffer(void) {
    static unsigned char memory[MOST];
    unsigned k;
    for (k = 0; k < WIDTHS; ++k) {
        const lean_bits b = sort_of(WIDTH(k), k);
        lean_buffer buffer;
        lean_pack p;
        size_t n = 0;
        if (b.width == 0)
            continue;
        lean_buffer_init(&buffer, memory, sizeof memory);
        CHECK(lean_pack_init(&p, b, &buffer.allocator));
        while (push(&p, term(b, (uint32_t)n)) == LEAN_OK)
            ++n;
        CHECK(n > sizeof memory * 3 / b.width && holds(&p, b, n));
        CHECK(lean_pack_bytes(&p) <= lean_buffer_bytes(&buffer));
        lean_pack_free(&p);
        CHECK(lean_buffer_bytes(&buffer) == 0);
    }
}

/* ---- memory that ends where a pack does ---- */

#ifdef GUARDS
/* Two regions, each between pages that cannot be touched, wherever pages have 64 KB or less. */
#define REGION 65536
static uint8_t *region[2];

static bool make_regions(void) {
    unsigned k;
    for (k = 0; k < 2; ++k) {
        void *all = mmap(NULL, 3 * REGION, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (all == MAP_FAILED)
            return false;
        region[k] = (uint8_t *)all + REGION;
        if (mprotect(region[k], REGION, PROT_READ | PROT_WRITE) != 0)
            return false;
    }
    return true;
}

/* Bytes right before the page behind a region, or right behind the one before it. */
static uint8_t *place(unsigned k, size_t n, bool at_end) {
    return region[k] + (at_end ? REGION - n : 0);
}

#define TOUCH_READ(X, T)                                                                           \
    do {                                                                                           \
        T *out = (T *)(void *)place(1, n * sizeof(T), at_end);                                     \
        if (lean_pack_read_##X(&view, 0, n, out)) {                                                \
            CHECK((uint64_t)out[0] == first_item && (uint64_t)out[n - 1] == last_item);            \
            out = (T *)(void *)place(1, (n - half) * sizeof(T), at_end);                           \
            CHECK(lean_pack_read_##X(&view, half, n - half, out));                                 \
            CHECK((uint64_t)out[n - half - 1] == last_item);                                       \
        }                                                                                          \
    } while (0)

static void read_between_guards(lean_bits b, size_t n, bool at_end) {
    const size_t bytes = image_bytes(b.width, n), half = n / 2;
    uint8_t *const image = place(0, bytes, at_end);
    uint64_t u = 0, first_item, last_item, sum = 0, absent;
    int64_t s = 0;
    size_t i, found = 0;
    lean_pack view, p;
    for (i = 0; i < bytes; ++i)
        image[i] = (n + b.width) % 3 == 0 ? 0 : (uint8_t)(test_seed += 0x9d + 77 * (uint32_t)i);
    CHECK(mprotect(region[0], REGION, PROT_READ) == 0);
    CHECK(lean_pack_view(&view, b, image, n));
    absent = random64() & ones(b.width);
    for (i = 0; i < n; ++i) {
        const value v = value_of(b, peek(image, b.width, i));
        if (n <= 70)
            CHECK(is_at(&view, i, v));
        sum += v.low;
    }
    first_item = value_of(b, peek(image, b.width, 0)).low;
    last_item = value_of(b, peek(image, b.width, n - 1)).low;
    CHECK(lean_pack_sum_u64(&view, 0, n) == sum && lean_pack_get_u64(&view, n - 1) == last_item);
    CHECK(lean_pack_sum_u64(&view, half, n - half) == sum - lean_pack_sum_u64(&view, 0, half));
    CHECK(lean_pack_min_u64(&view, 0, n, &u) && lean_pack_max_i64(&view, half, n - half, &s));
    if (find(&view, 0, value_of(b, absent), &found))
        CHECK(found < n && peek(image, b.width, found) == absent);
    CHECK(find(&view, n - 1, value_of(b, peek(image, b.width, n - 1)), &found) && found == n - 1);
    TOUCH_READ(u8, uint8_t);
    TOUCH_READ(u16, uint16_t);
    TOUCH_READ(u32, uint32_t);
    TOUCH_READ(u64, uint64_t);
    TOUCH_READ(i8, int8_t);
    TOUCH_READ(i16, int16_t);
    TOUCH_READ(i32, int32_t);
    TOUCH_READ(i64, int64_t);
    CHECK(lean_pack_over(&p, b, place(1, bytes, at_end), bytes) && lean_pack_copy(&p, &view));
    CHECK(lean_pack_len(&p) == n && lean_pack_get_u64(&p, n - 1) == last_item);
    CHECK(lean_pack_copy_range(&p, 0, &view, half, n - half));
    CHECK(lean_pack_get_u64(&p, n - half - 1) == last_item);
    if (b.width < 63) {
        const lean_bits wider =
            b.is_signed ? lean_bits_signed(b.width + 1u) : lean_bits_from(b.base, b.width + 1u);
        const size_t more = image_bytes(wider.width, n);
        CHECK(lean_pack_over(&p, wider, place(1, more, at_end), more) && lean_pack_resize(&p, n));
        CHECK(lean_pack_copy_range(&p, 0, &view, 0, n));
        CHECK(lean_pack_get_u64(&p, n - 1) == last_item);
    }
    CHECK(mprotect(region[0], REGION, PROT_READ | PROT_WRITE) == 0);
}

#define TOUCH_WRITE(X, T, sign)                                                                    \
    do {                                                                                           \
        T *in = (T *)(void *)place(1, n * sizeof(T), at_end);                                      \
        value v;                                                                                   \
        if (common(b, lean_bits_##sign(8 * (unsigned)sizeof(T)), random64(), &v)) {                \
            for (i = 0; i < n; ++i)                                                                \
                in[i] = (T)v.low;                                                                  \
            CHECK(lean_pack_write_##X(&p, 0, n, in) && is_at(&p, n - 1, v));                       \
            CHECK(fill(&p, half, n - half, value_of(b, 0)));                                       \
            in = (T *)(void *)place(1, (n - half) * sizeof(T), at_end);                            \
            for (i = 0; i < n - half; ++i)                                                         \
                in[i] = (T)v.low;                                                                  \
            CHECK(lean_pack_write_##X(&p, half, n - half, in) && is_at(&p, n - 1, v));             \
        }                                                                                          \
    } while (0)

static void write_between_guards(lean_bits b, size_t n, bool at_end) {
    const size_t bytes = image_bytes(b.width, n), half = n / 2;
    const value zero = value_of(b, 0), all = value_of(b, ones(b.width));
    uint8_t *const image = place(0, bytes, at_end);
    lean_bits narrow;
    lean_pack p;
    size_t i;
    CHECK(lean_pack_over(&p, b, image, bytes) && lean_pack_reserve(&p, n));
    for (i = 0; i < n && i < 70; ++i)
        CHECK(push(&p, all) == LEAN_OK);
    CHECK(lean_pack_resize(&p, n) && is_at(&p, 0, all));
    if (b.width != 0 && n * b.width % 8 == 0)
        CHECK(push(&p, all) == LEAN_FULL && insert(&p, 0, zero) == LEAN_FULL);
    TOUCH_WRITE(u8, uint8_t, unsigned);
    TOUCH_WRITE(u16, uint16_t, unsigned);
    TOUCH_WRITE(u32, uint32_t, unsigned);
    TOUCH_WRITE(u64, uint64_t, unsigned);
    TOUCH_WRITE(i8, int8_t, signed);
    TOUCH_WRITE(i16, int16_t, signed);
    TOUCH_WRITE(i32, int32_t, signed);
    TOUCH_WRITE(i64, int64_t, signed);
    CHECK(fill(&p, 0, n, all) && set(&p, n - 1, zero) && is_at(&p, n - 1, zero));
    CHECK(lean_pack_copy_range(&p, 0, &p, 1, n - 1) && lean_pack_copy_range(&p, 1, &p, 0, n - 1));
    lean_pack_remove(&p, n - 1);
    CHECK(insert(&p, 0, zero) == LEAN_OK && is_at(&p, 0, zero));
    lean_pack_remove(&p, 0);
    CHECK(push(&p, all) == LEAN_OK && pops(&p, all));
    lean_pack_clear(&p);
    CHECK(lean_pack_resize(&p, n) && lean_pack_shrink(&p) && fill(&p, half, n - half, all));
    CHECK(fill(&p, 0, n, zero));
    narrow =
        b.is_signed ? lean_bits_signed(1 + b.width / 2u) : lean_bits_from(b.base, b.width / 2u);
    CHECK(lean_pack_recast(&p, narrow) == LEAN_OK && lean_pack_recast(&p, b) == LEAN_OK);
    CHECK(is_at(&p, n - 1, zero) && lean_pack_len(&p) == n);
}

/* Packed arrays that read past their end were the bug of more than one library. */
static void nothing_outside_is_touched(void) {
    static const uint16_t large[] = {127, 128, 129, 191, 255, 256, 257, 264, 300, 511, 1029};
    const size_t n_large = sizeof large / sizeof large[0];
    unsigned width;
    if (!make_regions()) {
        test_text("  no memory between guards here\n");
        return;
    }
    for (width = 0; width <= 64; ++width) {
        size_t k;
        for (k = 0; k < 70 + n_large; ++k) {
            const size_t n = k < 70 ? k + 1 : large[k - 70];
            const lean_bits b = sort_of(width, (unsigned)k + width / 4);
            read_between_guards(b, n, true);
            write_between_guards(b, n, true);
            if (k % 3 == width % 3 || k >= 70) {
                read_between_guards(b, n, false);
                write_between_guards(b, n, false);
            }
        }
    }
    for (width = 0; width < 2; ++width)
        CHECK(munmap(region[width] - REGION, 3 * REGION) == 0);
}
#endif

/* Outputs that are larger than caches take a way of their own where there are kernels. */
#if LEAN_HAS_KERNELS_ && LEAN_INDEX_BITS != 16
static void outputs_of_16_megabytes(void) {
    static const uint8_t some[] = {1, 7, 8, 13, 24, 25, 26, 32, 40, 57, 61};
    const size_t bytes = (size_t)1 << 24;
    uint64_t *const out = (uint64_t *)malloc(bytes + 640);
    uint8_t *const image = (uint8_t *)malloc(bytes + 640);
    unsigned k, size;
    CHECK(out != NULL && image != NULL);
    for (k = 0; k < sizeof some && out != NULL && image != NULL; ++k) {
        for (size = some[k] > 32 ? 3 : some[k] > 16 ? 2 : some[k] > 8 ? 1 : 0; size < 4; ++size) {
            const unsigned odd = (some[k] + size) % 5;
            const size_t n = (bytes >> size) + odd * 17, from = odd * 3;
            const lean_bits b =
                odd % 2 == 0 ? lean_bits_unsigned(some[k]) : lean_bits_signed(some[k]);
            const size_t held = image_bytes(some[k], n + from);
            unsigned char *const to = (unsigned char *)out + (odd << size);
            bool right = true;
            lean_pack view;
            size_t i;
            if (held > bytes + 640 || (n + odd) << size > bytes + 632)
                continue;
            for (i = 0; i < held; i += 1 + i % 7)
                image[i] = (uint8_t)(test_seed += 0x9d + 77 * (uint32_t)i);
            memset((unsigned char *)out + ((n + odd) << size), 0xc3, 8);
            CHECK(lean_pack_view(&view, b, image, n + from));
            switch (size + (b.is_signed ? 4u : 0u)) {
#define LARGE(code, X, T)                                                                          \
    case code:                                                                                     \
        right = lean_pack_read_##X(&view, from, n, (T *)(void *)to);                               \
        for (i = 0; i < n; i += i < 600 || i + 600 > n ? 1 : 1 + i % 61)                           \
            right = right && ((T *)(void *)to)[i] == (T)lean_pack_get_u64(&view, from + i);        \
        break
                LARGE(0, u8, uint8_t);
                LARGE(1, u16, uint16_t);
                LARGE(2, u32, uint32_t);
                LARGE(3, u64, uint64_t);
                LARGE(4, i8, int8_t);
                LARGE(5, i16, int16_t);
                LARGE(6, i32, int32_t);
                LARGE(7, i64, int64_t);
            default:
                break;
            }
            CHECK(right);
            for (i = 0; i < 8; ++i)
                CHECK(((unsigned char *)out)[((n + odd) << size) + i] == 0xc3);
        }
    }
    free(out);
    free(image);
}
#endif

int main(void) {
    test_begin("test_pack");
    RUN(bits_say_their_values);
    RUN(bits_between_are_the_narrowest);
    RUN(bytes_of_items);
    RUN(objects_have_their_sizes);
    RUN(all_zero_is_empty);
    RUN(senseless_bits_are_refused);
    RUN(views_of_memory);
    RUN(over_callers_memory);
    RUN(reserve_is_silent_afterwards);
    RUN(shrink_keeps_what_is_needed);
    RUN(stale_bits_do_not_come_back);
    RUN(copy_replaces_and_is_independent);
    RUN(recast_of_every_width_to_every_other);
    RUN(push_get_set_pop);
    RUN(other_signs_are_refused_at_64_bits);
    RUN(insert_and_remove_move_what_is_behind);
    RUN(get_and_set_of_every_width);
    RUN(fill_of_every_width);
    RUN(sum_min_max);
#ifndef TEST_SMALL
    RUN(sums_of_many);
#endif
    RUN(find_of_every_width);
    RUN(find_the_only_one);
    RUN(read_and_write_u8);
    RUN(read_and_write_u16);
    RUN(read_and_write_u32);
    RUN(read_and_write_u64);
    RUN(read_and_write_i8);
    RUN(read_and_write_i16);
    RUN(read_and_write_i32);
    RUN(read_and_write_i64);
    RUN(copy_range_between_all_widths);
    RUN(copy_range_within_a_pack);
    RUN(fixed_packs);
    RUN(fixed_packs_resize);
#if SIZE_MAX == UINT32_MAX && defined(__linux__) && LEAN_INDEX_BITS == 32
    RUN(packs_end_at_bit_numbers);
#endif
    RUN(constant_packs);
    RUN(layout_is_the_same_everywhere);
    RUN(refused_requests_change_nothing);
    RUN(absurd_sizes_are_refused);
    RUN(packs_end_at_the_index_type);
    RUN(over_a_buffer);
#ifdef GUARDS
    RUN(nothing_outside_is_touched);
#endif
#if LEAN_HAS_KERNELS_ && LEAN_INDEX_BITS != 16
    RUN(outputs_of_16_megabytes);
#endif
    return test_end();
}
