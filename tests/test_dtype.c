/* [DTYPE] in header order; half floats by themselves are in test_half.c. */
#define LEAN_WITH_DEBUG
#define LEAN_WITH_DTYPE
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include "dtype.h"

#ifdef TEST_SMALL
#define MANY 24    /* items of an array */
#define STRIDE 449 /* between samples */
#define LENGTHS 10
#define FITS 24
#else
#define MANY 120
#define STRIDE 3
#define LENGTHS 40
#define FITS 200
#endif

/* What an array should hold. */
static uint64_t want[MANY];

/* The i-th item of some samples. Neighbouring seeds share most of them. */
static uint64_t some(lean_dtype d, uint32_t seed) {
    return sample(d, (unsigned)(lean_mix32(seed) % samples_of(d)));
}

/* An item that is the same number in all dtypes: 0 to 100. */
static uint64_t small_item(lean_dtype d, uint32_t i) {
    bool fits;
    return converted(LEAN_U8, i % 101, d, CHECKED, &fits);
}

static lean_array empty(lean_dtype d) {
    lean_array a;
    lean_array_init(&a, d, &test_debug.allocator);
    return a;
}

/* Writes want[i] to item i of n, which are made. */
static void give(lean_array *a, size_t n) {
    bool others_null;
    size_t i;
    void *items;
    CHECK(lean_array_resize(a, n));
    items = items_ref(a, &others_null);
    for (i = 0; i < n; ++i)
        item_set(items, i, lean_array_dtype(a), want[i]);
}

/* An array of n samples. */
static lean_array made(lean_dtype d, size_t n, uint32_t seed) {
    lean_array a = empty(d);
    size_t i;
    for (i = 0; i < n; ++i)
        want[i] = some(d, seed + (uint32_t)i);
    give(&a, n);
    return a;
}

/* Whether `a` holds the first n of want. */
static bool holds(const lean_array *a, lean_dtype d, size_t n) {
    bool others_null;
    const void *items = items_of(a, &others_null);
    size_t i;
    if (lean_array_len(a) != n || lean_array_dtype(a) != d || !others_null ||
        (items == NULL) != (lean_array_bytes(a) == 0))
        return false;
    for (i = 0; i < n; ++i)
        if (!same(d, item_get(items, i, d), want[i]))
            return false;
    return true;
}

static bool holds_all_there_is(const lean_array *a, lean_dtype d, size_t n) {
    return holds(a, d, n) && lean_array_bytes(a) == test_debug.bytes;
}

/* ---- dtypes ---- */

static void dtypes_have_sizes(void) {
    unsigned k, valid = 0;
    for (k = 0; k < 300; ++k) {
        CHECK(lean_dtype_valid(k) == (k < 8 || (k > 8 && k < 12)));
        valid += lean_dtype_valid(k);
    }
    CHECK(valid == DTYPES && !lean_dtype_valid(UINT_MAX) && !lean_dtype_valid(UINT_MAX / 2 + 1));
    for (k = 0; k < DTYPES; ++k)
        CHECK(lean_dtype_size(dtype_at(k)) == size_of(dtype_at(k)));
    CHECK(lean_dtype_size(LEAN_F64) == sizeof(double) &&
          lean_dtype_size(LEAN_F32) == sizeof(float));
    CHECK(LEAN_U8 == 0 && LEAN_U64 == 3 && LEAN_I8 == 4 && LEAN_F16 == 9 && LEAN_F64 == 11);
}

/* One behind the other, in the order of the dtypes: a table of pointers would be larger. */
static const char *name_at(unsigned k) {
    const char *names = "uint8\0uint16\0uint32\0uint64\0int8\0int16\0int32\0int64\0"
                        "float16\0float32\0float64";
    while (k-- != 0)
        names += strlen(names) + 1;
    return names;
}

static void dtypes_have_names(void) {
    unsigned k;
    for (k = 0; k < DTYPES; ++k)
        CHECK(strcmp(lean_dtype_name(dtype_at(k)), name_at(k)) == 0);
    CHECK(strcmp(lean_dtype_name((lean_dtype)8), "unknown dtype") == 0);
    for (k = 12; k < 16; ++k)
        CHECK(strcmp(lean_dtype_name((lean_dtype)k), "unknown dtype") == 0);
#ifndef __cplusplus
    CHECK(strcmp(lean_dtype_name((lean_dtype)255), "unknown dtype") == 0);
#endif
}

static bool parses(const char *name, size_t n, lean_dtype d) {
    lean_dtype found = d == LEAN_I16 ? LEAN_U8 : LEAN_I16;
    return lean_dtype_parse(name, n, &found) && found == d;
}

static bool is_refused(const char *name, size_t n) {
    lean_dtype a = LEAN_I16, b = LEAN_F64;
    return !lean_dtype_parse(name, n, &a) && a == LEAN_I16 && !lean_dtype_parse(name, n, &b) &&
           b == LEAN_F64;
}

static void names_are_parsed(void) {
    char text[12];
    unsigned k;
    size_t n, i;
    for (k = 0; k < DTYPES; ++k) {
        const char *name = name_at(k);
        const size_t length = strlen(name);
        memset(text, '4', sizeof text); /* so none is ended by a 0 byte */
        memcpy(text, name, length);
        CHECK(parses(text, length, dtype_at(k)));
        for (n = 0; n < length; ++n)
            CHECK(is_refused(text, n));
        CHECK(is_refused(text, length + 1) && is_refused(text, sizeof text));
        text[length] = 0;
        CHECK(is_refused(text, length + 1));
        for (i = 0; i < length; ++i) {
            text[i] = (char)(name[i] ^ 0x20);
            CHECK(is_refused(text, length));
            text[i] = name[i];
        }
        CHECK(is_refused(text + 1, length - 1) || (name[0] == 'u' && length < 7));
        CHECK(parses(text, length, dtype_at(k)));
    }
    CHECK(is_refused("", 0) && is_refused("uint", 4) && is_refused("float8", 6));
    CHECK(is_refused("uint128", 7) && is_refused("int08", 5) && is_refused("unknown dtype", 13));
}

/* ---- the smallest dtype ---- */

static bool keeps(lean_dtype d, uint64_t bits, lean_dtype small) {
    bool fits, back;
    const uint64_t item = converted(d, bits, small, CHECKED, &fits);
    return fits && (!is_float(d) || same(d, converted(small, item, d, CHECKED, &back), bits));
}

static lean_dtype fit(lean_dtype d, const void *items, size_t n) {
    static const uint8_t integers[] = {LEAN_U8,  LEAN_I8,  LEAN_U16, LEAN_I16,
                                       LEAN_U32, LEAN_I32, LEAN_U64, LEAN_I64};
    unsigned k;
    for (k = 0; k < 8; ++k) {
        const lean_dtype small = (lean_dtype)(is_float(d) ? LEAN_F16 + k : integers[k]);
        size_t i = 0;
        while (i < n && keeps(d, item_get(items, i, d), small))
            ++i;
        if (i == n)
            return small;
    }
    return d;
}

static void fit_of_one_item(void) {
    unsigned k, i;
    for (k = 0; k < DTYPES; ++k) {
        const lean_dtype d = dtype_at(k);
        for (i = k % STRIDE; i < samples_of(d); i += STRIDE) {
            item_set(batch_in, 0, d, sample(d, i));
            CHECK(lean_dtype_fit(d, batch_in, 1) == fit(d, batch_in, 1));
        }
        CHECK(lean_dtype_fit(d, batch_in, 0) == (is_float(d) ? LEAN_F16 : LEAN_U8));
    }
}

static lean_dtype fit_of_two(lean_dtype d, uint64_t a, uint64_t b) {
    item_set(batch_in, 0, d, a & mask_of(d));
    item_set(batch_in, 1, d, b & mask_of(d));
    return lean_dtype_fit(d, batch_in, 2);
}

static void fit_of_known_items(void) {
    const uint64_t minus = UINT64_MAX; /* -1 */
    CHECK(fit_of_two(LEAN_I64, 0, 255) == LEAN_U8 && fit_of_two(LEAN_I64, 0, 256) == LEAN_U16);
    CHECK(fit_of_two(LEAN_I64, minus, 127) == LEAN_I8);
    CHECK(fit_of_two(LEAN_I64, minus, 128) == LEAN_I16);
    CHECK(fit_of_two(LEAN_I64, 0 - (uint64_t)128, 5) == LEAN_I8);
    CHECK(fit_of_two(LEAN_I64, 0 - (uint64_t)129, 5) == LEAN_I16);
    CHECK(fit_of_two(LEAN_I64, minus, 32767) == LEAN_I16);
    CHECK(fit_of_two(LEAN_I64, 32768, minus) == LEAN_I32);
    CHECK(fit_of_two(LEAN_I64, 65535, 0) == LEAN_U16 && fit_of_two(LEAN_I64, 65536, 0) == LEAN_U32);
    CHECK(fit_of_two(LEAN_I64, INT32_MAX, minus) == LEAN_I32);
    CHECK(fit_of_two(LEAN_I64, (uint64_t)INT32_MAX + 1, minus) == LEAN_I64);
    CHECK(fit_of_two(LEAN_I64, UINT32_MAX, 0) == LEAN_U32);
    CHECK(fit_of_two(LEAN_I64, (uint64_t)UINT32_MAX + 1, 0) == LEAN_U64);
    CHECK(fit_of_two(LEAN_I64, INT64_MAX, 0) == LEAN_U64);
    CHECK(fit_of_two(LEAN_I64, INT64_MAX, minus) == LEAN_I64);
    CHECK(fit_of_two(LEAN_I64, (uint64_t)1 << 63, 0) == LEAN_I64);
    CHECK(fit_of_two(LEAN_U64, UINT64_MAX, 0) == LEAN_U64);
    CHECK(fit_of_two(LEAN_I8, minus, 0) == LEAN_I8 && fit_of_two(LEAN_I8, 127, 0) == LEAN_U8);
    CHECK(fit_of_two(LEAN_F32, UINT32_C(0x7f800001), UINT32_C(0x80000000)) == LEAN_F16);
    CHECK(fit_of_two(LEAN_F32, UINT32_C(0x3f802000), UINT32_C(0xff800000)) == LEAN_F16);
    CHECK(fit_of_two(LEAN_F32, UINT32_C(0x3f801000), 0) == LEAN_F32);
    CHECK(fit_of_two(LEAN_F32, UINT32_C(0x477fe000), 0) == LEAN_F16); /* 65504 */
    CHECK(fit_of_two(LEAN_F32, UINT32_C(0x477ff000), 0) == LEAN_F32); /* 65520 */
    CHECK(fit_of_two(LEAN_F32, UINT32_C(0x33800000), 0) == LEAN_F16); /* the least half */
    CHECK(fit_of_two(LEAN_F32, UINT32_C(0x33000000), 0) == LEAN_F32); /* half of it */
    CHECK(fit_of_two(LEAN_F16, 0x7c01, 0x7bff) == LEAN_F16);
}

/* One item decides, wherever it stands among others that would fit less. */
static void fit_of_many_items(void) {
    unsigned k, turn, i;
    for (k = 0; k < DTYPES; ++k) {
        const lean_dtype d = dtype_at(k);
        for (turn = 0; turn < FITS; ++turn) {
            const uint32_t random = lean_mix32(k * FITS + turn);
            const size_t n = turn % 2 != 0 ? BATCH : 1 + random % BATCH;
            for (i = 0; i < n; ++i)
                item_set(batch_in, i, d, small_item(d, i));
            item_set(batch_in, turn % n, d, some(d, random));
            if (turn % 3 == 0)
                item_set(batch_in, (turn + 7) % n, d, some(d, random + 1));
            CHECK(lean_dtype_fit(d, batch_in, n) == fit(d, batch_in, n));
        }
    }
}

/* ---- conversion ---- */

/* All samples, and then those that fit, which makes for longer runs of them. */
static void all_pairs_convert(void) {
    unsigned from, to, k, turn;
    for (from = 0; from < DTYPES; ++from) {
        for (to = 0; to < DTYPES; ++to) {
            batch b = batch_begin(dtype_at(from), dtype_at(to));
            for (turn = 0; turn < 2; ++turn) {
                for (k = (from + 3 * to) % STRIDE; k < samples_of(b.from); k += STRIDE) {
                    const uint64_t bits = sample(b.from, k);
                    bool fits;
                    (void)converted(b.from, bits, b.to, CHECKED, &fits);
                    CHECK((turn != 0 && !fits) || batch_add(&b, bits));
                }
                CHECK(batch_end(&b));
            }
        }
    }
}

static void all_lengths_convert(void) {
    unsigned from, to, n, i;
    for (from = 0; from < DTYPES; ++from) {
        for (to = 0; to < DTYPES; ++to) {
            const lean_dtype d = dtype_at(from);
            for (n = 0; n<LENGTHS; n += STRIDE> 9 ? 3 : 1) {
                for (i = 0; i < n; ++i)
                    item_set(batch_in, i, d, some(d, n + i));
                CHECK(converts(SATURATED, d, batch_in, n, dtype_at(to)));
                CHECK(converts(WRAPPED, d, batch_in, n, dtype_at(to)));
                for (i = 0; i < n; ++i)
                    item_set(batch_in, i, d, small_item(d, n * 3 + i));
                CHECK(converts(CHECKED, d, batch_in, n, dtype_at(to)));
            }
        }
    }
}

/* Of items that do not fit, the one that comes next in the samples, or the finite one that is least
   far out of range; false where there are none. */
static bool misfit(lean_dtype d, lean_dtype e, unsigned *k, uint64_t *bits) {
    unsigned tries;
    for (tries = 0; tries < samples_of(d); ++tries) {
        bool fits;
        *k = (*k + 1) % samples_of(d);
        *bits = sample(d, *k);
        (void)converted(d, *bits, e, CHECKED, &fits);
        if (!fits)
            return true;
    }
    return false;
}

static uint64_t nearest_misfit(lean_dtype d, lean_dtype e, bool minus, uint64_t otherwise) {
    uint64_t best = otherwise;
    bool found = false;
    unsigned k;
    for (k = 0; k<samples_of(d); k += STRIDE> 9 ? STRIDE : 1) {
        const uint64_t bits = sample(d, k);
        bool fits;
        (void)converted(d, bits, e, CHECKED, &fits);
        if (fits || is_nan(d, bits) || decode(d, bits).minus != minus)
            continue;
        if (!found || (minus ? is_less(d, best, bits) : is_less(d, bits, best)))
            best = bits;
        found = true;
    }
    return best;
}

/* Wherever the one item stands that does not fit, nothing is written, in place or elsewhere. */
static void stopped_by_one(lean_dtype d, lean_dtype e, size_t n, size_t step) {
    uint64_t bad = 0, nearest[2];
    unsigned k = 0, turn;
    size_t at, i;
    (void)misfit(d, e, &k, &bad);
    nearest[0] = nearest_misfit(d, e, false, bad);
    nearest[1] = nearest_misfit(d, e, true, bad);
    for (i = 0; i < n; ++i)
        item_set(batch_in, i, d, small_item(d, (uint32_t)i));
    for (at = 0; at < n; at += step) {
        for (turn = 0; turn < 3; ++turn) {
            if (turn != 2)
                bad = nearest[turn];
            else
                (void)misfit(d, e, &k, &bad);
            item_set(batch_in, at, d, bad);
            memset(batch_out, 0x5a, n * size_of(e));
            CHECK(lean_convert(d, batch_in, n, e, batch_out) == LEAN_OUT_OF_RANGE);
            CHECK(all_are(batch_out, n * size_of(e), 0x5a));
            CHECK(lean_convert(d, batch_in, at, e, batch_out) == LEAN_OK);
            if (size_of(e) <= size_of(d)) {
                memcpy(batch_out, batch_in, n * size_of(d));
                CHECK(lean_convert(d, batch_out, n, e, batch_out) == LEAN_OUT_OF_RANGE);
                CHECK(memcmp(batch_out, batch_in, n * size_of(d)) == 0);
            }
            item_set(batch_in, at, d, small_item(d, (uint32_t)at));
        }
    }
}

static void one_bad_item_stops_all(void) {
    unsigned from, to, pairs = 0;
    for (from = 0; from < DTYPES; ++from) {
        for (to = 0; to < DTYPES; ++to) {
            const lean_dtype d = dtype_at(from), e = dtype_at(to);
            uint64_t bad;
            unsigned k = 0;
            if (!misfit(d, e, &k, &bad))
                continue;
            ++pairs;
            stopped_by_one(d, e, FITS < 70 ? 10 : 40, 1);
            if (BATCH > 500)
                stopped_by_one(d, e, 550, 61);
        }
    }
    /* These fit always: unsigned integers in those as wide (10 pairs) and in wider signed ones (6),
       signed ones in signed ones (10), integers in f64, f32 (8 each) and, but for those that pass
       65519, f16 (3); floats in floats as wide. */
    CHECK(pairs == DTYPES * DTYPES - (10 + 6 + 10 + 8 + 8 + 3) - (sizeof(double) == 8 ? 6 : 7));
}

#if LEAN_HAS_KERNELS_
/* Large outputs are written another way, from where they are aligned on. The items repeat. */
#define PERIOD 1000
static void convert_much(mode how, lean_dtype from, lean_dtype to) {
    const size_t n = ((size_t)1 << 24) / size_of(to) + 5 * PERIOD + 77, size = n * size_of(to);
    char *const in = (char *)malloc(n * size_of(from)), *const memory = (char *)malloc(size + 128);
    char *const out = memory + 64 - 3 * size_of(to);
    bool right = true;
    size_t i;
    CHECK(in != NULL && memory != NULL);
    for (i = 0; i < PERIOD; ++i) {
        uint64_t bits = some(from, (uint32_t)i);
        bool fits;
        (void)converted(from, bits, to, CHECKED, &fits);
        if (how == CHECKED && !fits)
            bits = small_item(from, (uint32_t)i);
        item_set(in, i, from, bits);
    }
    for (i = PERIOD; i < n; ++i)
        memcpy(in + i * size_of(from), in + (i - PERIOD) * size_of(from), size_of(from));
    memset(memory, 0x77, size + 128);
    CHECK(convert(how, from, in, n, to, out) == LEAN_OK);
    for (i = 0; i < PERIOD; ++i) {
        bool fits;
        right = right && same(to, item_get(out, i, to),
                              converted(from, item_get(in, i, from), to, how, &fits));
    }
    for (i = PERIOD; i < n; ++i)
        right = right &&
                memcmp(out + i * size_of(to), out + (i - PERIOD) * size_of(to), size_of(to)) == 0;
    CHECK(right && all_are(memory, 64 - 3 * size_of(to), 0x77) && all_are(out + size, 64, 0x77));
    free(in);
    free(memory);
}

/* What is read is not in the way of what is written. */
static void convert_much_in_place(void) {
    const size_t n = ((size_t)1 << 23) + 77;
    float *const in = (float *)malloc(n * sizeof *in);
    bool right = true;
    size_t i;
    CHECK(in != NULL);
    for (i = 0; i < n; ++i)
        in[i] = (float)(i % 2048);
    CHECK(lean_convert(LEAN_F32, in, n, LEAN_F16, in) == LEAN_OK);
    for (i = 0; i < n; ++i)
        right = right && item_get(in, i, LEAN_F16) ==
                             item_get(in, i < 2048 ? n - 77 - 2048 + i : i % 2048, LEAN_F16);
    for (i = 0; i < 2048; ++i)
        right = right && lean_half_to_double((uint16_t)item_get(in, i, LEAN_F16)) == (double)i;
    CHECK(right);
    free(in);
}

static void large_outputs(void) {
    convert_much(CHECKED, LEAN_F16, LEAN_F32);
    convert_much(WRAPPED, LEAN_F16, LEAN_F32);
    convert_much(CHECKED, LEAN_F32, LEAN_F16);
    convert_much(WRAPPED, LEAN_F32, LEAN_F16);
    convert_much(WRAPPED, LEAN_F64, LEAN_F16);
    convert_much_in_place();
}
#endif

/* By hand, so that this does not rest on the arithmetic of the tests alone. */
static void known_conversions(void) {
    static const double in[] = {-1.9, -0.9, 0.9, 255.9, 256.0, -129.0};
    static const uint8_t wrapped[] = {255, 0, 0, 255, 0, 127};
    static const uint8_t saturated[] = {0, 0, 0, 255, 255, 0};
    static const int8_t signed_saturated[] = {-1, 0, 0, 127, 127, -128};
    uint8_t bytes[6];
    int8_t signed_bytes[6];
    const int32_t minus = -7;
    float x = 0;
    uint64_t large = UINT64_MAX;
    CHECK(lean_convert(LEAN_F64, in, 6, LEAN_U8, bytes) == LEAN_OUT_OF_RANGE);
    CHECK(lean_convert(LEAN_F64, in + 1, 3, LEAN_U8, bytes) == LEAN_OK && bytes[0] == 0 &&
          bytes[1] == 0 && bytes[2] == 255);
    lean_convert_wrapped(LEAN_F64, in, 6, LEAN_U8, bytes);
    CHECK(memcmp(bytes, wrapped, 6) == 0);
    lean_convert_saturated(LEAN_F64, in, 6, LEAN_U8, bytes);
    CHECK(memcmp(bytes, saturated, 6) == 0);
    lean_convert_saturated(LEAN_F64, in, 6, LEAN_I8, signed_bytes);
    CHECK(memcmp(signed_bytes, signed_saturated, 6) == 0);
    CHECK(lean_convert(LEAN_I32, &minus, 1, LEAN_F32, &x) == LEAN_OK && x == -7.0f);
    CHECK(lean_convert(LEAN_U64, &large, 1, LEAN_F32, &x) == LEAN_OK &&
          x == 18446744073709551616.0f);
    CHECK(lean_convert(LEAN_F32, &x, 1, LEAN_U64, &large) == LEAN_OUT_OF_RANGE);
    x = 300.5f;
    lean_convert_wrapped(LEAN_F32, &x, 1, LEAN_U8, bytes);
    CHECK(bytes[0] == 44);
}

/* ---- arrays: making, growing, copying ---- */

static void objects_have_their_sizes(void) {
#if defined(__x86_64__) && LEAN_INDEX_BITS == 32
    CHECK(sizeof(lean_array) == 24);
#elif defined(__ARM_EABI__) && LEAN_INDEX_BITS == 32
    CHECK(sizeof(lean_array) == 16);
#endif
    CHECK(sizeof(lean_array) <= 3 * sizeof(void *) + 2 * sizeof(lean_index));
}

static void all_zero_is_empty(void) {
    lean_array a = LEAN_EMPTY;
    lean_array b = LEAN_EMPTY;
    bool others_null;
    CHECK(lean_array_len(&a) == 0 && lean_array_bytes(&a) == 0 && lean_array_dtype(&a) == LEAN_U8);
    CHECK(items_of(&a, &others_null) == NULL && others_null);
    CHECK(items_ref(&a, &others_null) == NULL && others_null);
    CHECK(lean_array_shrink(&a) && lean_array_reserve(&a, 0) && lean_array_resize(&a, 0));
    CHECK(lean_array_copy(&b, &a) && lean_array_bytes(&b) == 0);
    lean_array_clear(&a);
    CHECK(lean_array_recast(&a, LEAN_F64) == LEAN_OK && lean_array_dtype(&a) == LEAN_F64);
    CHECK(lean_array_bytes(&a) == 0 && lean_array_recast(&a, LEAN_U8) == LEAN_OK);
    CHECK(lean_array_push_i64(&a, 7) == LEAN_OK && lean_array_u8(&a)[0] == 7);
    CHECK(lean_array_bytes(&a) != 0);
    lean_array_free(&a);
    CHECK(lean_array_len(&a) == 0 && lean_array_bytes(&a) == 0 && lean_array_u8(&a) == NULL);
    lean_array_free(&a);
    lean_array_free(&b);
}

static void owner_and_dtype_are_kept_without_a_block(void) {
    unsigned k;
    for (k = 0; k < DTYPES; ++k) {
        const lean_dtype d = dtype_at(k);
        lean_array a;
        test_debug_begin();
        a = made(d, 5, k);
        CHECK(test_debug.blocks == 1 && holds_all_there_is(&a, d, 5));
        lean_array_clear(&a);
        CHECK(holds_all_there_is(&a, d, 0) && lean_array_bytes(&a) != 0);
        CHECK(lean_array_shrink(&a) && lean_array_bytes(&a) == 0 && test_debug.blocks == 0);
        CHECK(holds(&a, d, 0));
        want[0] = small_item(d, 9);
        CHECK(lean_array_push_u64(&a, 9) == LEAN_OK && holds_all_there_is(&a, d, 1));
        lean_array_free(&a);
        CHECK(test_debug.blocks == 0 && holds(&a, LEAN_U8, 0) && a.block.bytes == NULL);
        CHECK(lean_array_push_u64(&a, 9) == LEAN_OK && test_debug.blocks == 0); /* malloc */
        lean_array_free(&a);
        test_debug_end();
    }
}

static void reserve_is_silent_afterwards(void) {
    unsigned k, i;
    for (k = 0; k < DTYPES; ++k) {
        const lean_dtype d = dtype_at(k);
        lean_array a;
        size_t requests, bytes;
        bool others_null;
        test_debug_begin();
        a = empty(d);
        CHECK(lean_array_reserve(&a, MANY) && lean_array_len(&a) == 0);
        CHECK(items_of(&a, &others_null) != NULL && others_null);
        requests = test_debug.requests;
        bytes = lean_array_bytes(&a);
        CHECK(bytes >= MANY * size_of(d) && bytes <= MANY * size_of(d) + 2 * sizeof(void *));
        for (i = 0; i < MANY; ++i) {
            want[i] = small_item(d, i);
            CHECK(lean_array_push_i64(&a, (int64_t)(i % 101)) == LEAN_OK);
        }
        CHECK(lean_array_reserve(&a, MANY / 2) && lean_array_reserve(&a, MANY));
        CHECK(lean_array_resize(&a, MANY));
        CHECK(test_debug.requests == requests && lean_array_bytes(&a) == bytes);
        CHECK(holds_all_there_is(&a, d, MANY));
        lean_array_free(&a);
        test_debug_end();
    }
}

static void shrink_leaves_what_is_needed(void) {
    unsigned k;
    for (k = 0; k < DTYPES; ++k) {
        const lean_dtype d = dtype_at(k);
        lean_array a;
        size_t requests;
        test_debug_begin();
        a = made(d, MANY, k);
        CHECK(lean_array_resize(&a, MANY - 7) && lean_array_shrink(&a));
        CHECK(holds_all_there_is(&a, d, MANY - 7));
        CHECK(lean_array_bytes(&a) <= (MANY - 7) * size_of(d) + 2 * sizeof(void *));
        requests = test_debug.requests;
        CHECK(lean_array_shrink(&a) && test_debug.requests == requests);
        lean_array_free(&a);
        test_debug_end();
    }
}

static void growth_is_amortised(void) {
    unsigned k, i;
    for (k = 0; k < DTYPES; ++k) {
        const lean_dtype d = dtype_at(k);
        lean_array a;
        test_debug_begin();
        a = empty(d);
        for (i = 0; i < MANY; ++i) {
            want[i] = small_item(d, i * 7);
            CHECK(lean_array_push_u64(&a, i * 7 % 101) == LEAN_OK);
            CHECK(lean_array_bytes(&a) == test_debug.bytes);
        }
        CHECK(test_debug.requests < 16 && holds(&a, d, MANY));
        CHECK(lean_array_bytes(&a) < MANY * size_of(d) * 2 + 64);
        lean_array_free(&a);
        test_debug_end();
    }
}

static void resize_fills_with_zeros(void) {
    unsigned k, i;
    for (k = 0; k < DTYPES; ++k) {
        const lean_dtype d = dtype_at(k);
        lean_array a;
        test_debug_begin();
        a = made(d, MANY, k);
        CHECK(lean_array_resize(&a, MANY / 3) && holds_all_there_is(&a, d, MANY / 3));
        CHECK(lean_array_resize(&a, MANY - 2));
        for (i = MANY / 3; i < MANY - 2; ++i)
            want[i] = 0;
        CHECK(holds_all_there_is(&a, d, MANY - 2));
        CHECK(lean_array_resize(&a, 0) && holds_all_there_is(&a, d, 0));
        CHECK(lean_array_shrink(&a) && lean_array_resize(&a, 3));
        want[0] = want[1] = want[2] = 0;
        CHECK(holds_all_there_is(&a, d, 3));
        lean_array_free(&a);
        test_debug_end();
    }
}

static void copy_takes_over_items_and_dtype(void) {
    unsigned from, to;
    for (from = 0; from < DTYPES; ++from) {
        for (to = 0; to < DTYPES; ++to) {
            const lean_dtype d = dtype_at(from);
            lean_array a, b;
            test_debug_begin();
            b = made(dtype_at(to), to % 3 != 0 ? 5 : 0, 5);
            a = made(d, MANY / 2, from);
            CHECK(lean_array_copy(&b, &a) && holds(&b, d, MANY / 2) && holds(&a, d, MANY / 2));
            CHECK(lean_array_bytes(&a) + lean_array_bytes(&b) == test_debug.bytes);
            CHECK(lean_array_fill_u64(&a, 0, MANY / 2, 3) == LEAN_OK && holds(&b, d, MANY / 2));
            CHECK(lean_array_copy(&b, &b) && holds(&b, d, MANY / 2));
            lean_array_clear(&a);
            CHECK(lean_array_recast(&a, dtype_at(to)) == LEAN_OK);
            CHECK(lean_array_copy(&b, &a) && holds(&b, dtype_at(to), 0));
            lean_array_free(&a);
            lean_array_init(&a, d, &test_debug.allocator);
            CHECK(lean_array_copy(&b, &a) && holds(&b, d, 0)); /* of one without a block */
            lean_array_free(&b);
            lean_array_init(&b, LEAN_I8, &test_debug.allocator);
            CHECK(lean_array_copy(&b, &a) && holds(&b, d, 0) && test_debug.blocks == 0);
            lean_array_free(&a);
            lean_array_free(&b);
            test_debug_end();
        }
    }
}

/* ---- recast ---- */

static void recast_in_place(void) {
    unsigned from, to;
    size_t i, n;
    for (from = 0; from < DTYPES; ++from) {
        for (to = 0; to < DTYPES; ++to) {
            const lean_dtype d = dtype_at(from), e = dtype_at(to);
            uint32_t seed = from * 11 + to;
            lean_array a;
            size_t requests, bytes;
            test_debug_begin();
            for (n = 0; n < MANY; ++seed) {
                bool fits;
                const uint64_t bits = seed % 4 == 0 ? small_item(d, seed) : some(d, seed);
                (void)converted(d, bits, e, CHECKED, &fits);
                if (fits)
                    want[n++] = bits;
            }
            n -= (from + to) % 8;
            a = empty(d);
            give(&a, n);
            CHECK(lean_array_shrink(&a));
            requests = test_debug.requests;
            bytes = lean_array_bytes(&a);
            CHECK(lean_array_recast(&a, e) == LEAN_OK);
            CHECK(test_debug.requests <= requests + (size_of(e) > size_of(d) ? 2 : 0));
            CHECK(size_of(e) > size_of(d) || lean_array_bytes(&a) == bytes);
            for (i = 0; i < n; ++i) {
                bool fits;
                want[i] = converted(d, want[i], e, CHECKED, &fits);
            }
            CHECK(holds_all_there_is(&a, e, n));
            CHECK(lean_array_push_i64(&a, 1) == LEAN_OK);
            lean_array_free(&a);
            test_debug_end();
        }
    }
}

/* Nothing changes where one item does not fit, first, last or between. */
static void recast_is_refused(void) {
    unsigned from, to, turn;
    size_t i;
    for (from = 0; from < DTYPES; ++from) {
        for (to = 0; to < DTYPES; ++to) {
            const lean_dtype d = dtype_at(from), e = dtype_at(to);
            uint64_t bad = 0;
            bool fits = true;
            unsigned k;
            for (k = 0; k < samples_of(d) && fits; ++k) {
                bad = sample(d, k);
                (void)converted(d, bad, e, CHECKED, &fits);
            }
            for (turn = 0; turn < 3 && !fits; ++turn) {
                lean_array a;
                size_t bytes;
                test_debug_begin();
                a = empty(d);
                for (i = 0; i < MANY; ++i)
                    want[i] = small_item(d, (uint32_t)i);
                want[turn == 0 ? 0 : turn == 1 ? MANY - 1 : MANY / 2] = bad;
                give(&a, MANY);
                CHECK(lean_array_shrink(&a));
                bytes = lean_array_bytes(&a);
                CHECK(lean_array_recast(&a, e) == LEAN_OUT_OF_RANGE);
                CHECK(holds_all_there_is(&a, d, MANY) && lean_array_bytes(&a) == bytes);
                lean_array_free(&a);
                test_debug_end();
            }
        }
    }
}

/* Through every width and back, with room to spare and without. */
static void recast_to_no_dtype(void) {
    lean_array a = LEAN_EMPTY;
    CHECK(lean_array_push_u64(&a, 3) == LEAN_OK);
    CHECK(lean_array_recast(&a, (lean_dtype)8) == LEAN_BAD_ARGUMENT);
    CHECK(lean_array_recast(&a, (lean_dtype)12) == LEAN_BAD_ARGUMENT);
    CHECK(lean_array_dtype(&a) == LEAN_U8 && lean_array_u8(&a)[0] == 3);
    lean_array_free(&a);
}

static void recast_up_and_down(void) {
    unsigned turn, k;
    for (turn = 0; turn < 3 * DTYPES; ++turn) {
        lean_array a;
        uint32_t i;
        test_debug_begin();
        a = empty(LEAN_U8);
        for (i = 0; i < MANY; ++i)
            want[i] = small_item(LEAN_U8, i);
        give(&a, MANY);
        for (k = 0; k < DTYPES; ++k) {
            const lean_dtype d = dtype_at((k * 5 + turn) % DTYPES);
            CHECK(turn % 3 != 0 || lean_array_shrink(&a));
            CHECK(lean_array_recast(&a, d) == LEAN_OK);
            for (i = 0; i < MANY; ++i)
                want[i] = small_item(d, i);
            CHECK(holds_all_there_is(&a, d, MANY));
        }
        lean_array_free(&a);
        test_debug_end();
    }
}

/* ---- values ---- */

static lean_dtype value_at(unsigned k) {
    return k == 0 ? LEAN_I64 : k == 1 ? LEAN_U64 : LEAN_F64;
}

/* Whether a call gave what it should: the value, or nothing where it is not one of x. */
static bool gave(lean_status status, lean_dtype x, uint64_t before, const uint64_t *after,
                 bool fits, uint64_t value) {
    return fits ? status == LEAN_OK && same(x, *after, value)
                : status == LEAN_OUT_OF_RANGE && *after == before;
}

static void get_gives_what_fits(void) {
    unsigned k, v, from;
    size_t i;
    for (k = 0; k < DTYPES; ++k) {
        const lean_dtype d = dtype_at(k);
        for (from = 0; from < samples_of(d); from += MANY * STRIDE) {
            lean_array a;
            test_debug_begin();
            a = empty(d);
            for (i = 0; i < MANY; ++i)
                want[i] = sample(d, (from + (unsigned)i * STRIDE) % samples_of(d));
            give(&a, MANY);
            for (v = 0; v < 3; ++v) {
                const lean_dtype x = value_at(v);
                for (i = 0; i < MANY; ++i) {
                    const uint64_t before = lean_mix64(i) & mask_of(x) & ~infinity_of(LEAN_F64);
                    uint64_t after = before;
                    bool fits;
                    const uint64_t value = converted(d, want[i], x, CHECKED, &fits);
                    CHECK(gave(ask(GET, &a, i, 1, x, &after), x, before, &after, fits, value));
                }
            }
            CHECK(holds_all_there_is(&a, d, MANY));
            lean_array_free(&a);
            test_debug_end();
        }
    }
}

static void set_push_and_fill_take_what_fits(void) {
    unsigned k, v, s;
    for (k = 0; k < DTYPES; ++k) {
        for (v = 0; v < 3; ++v) {
            const lean_dtype d = dtype_at(k), x = value_at(v);
            size_t n = 6;
            lean_array a;
            test_debug_begin();
            a = made(d, n, k);
            for (s = k % STRIDE; s < samples_of(x); s += STRIDE) {
                const size_t at = s / STRIDE % n, many = s / STRIDE % (n - at + 1);
                const size_t requests = test_debug.requests;
                const uint64_t value = sample(x, s);
                bool fits;
                const uint64_t item = converted(x, value, d, CHECKED, &fits);
                const lean_status expected = fits ? LEAN_OK : LEAN_OUT_OF_RANGE;
                size_t i;
                switch (s / STRIDE % 3) {
                case 0:
                    CHECK(tell(SET, &a, at, 1, x, value) == expected);
                    want[at] = fits ? item : want[at];
                    break;
                case 1:
                    CHECK(tell(PUSH, &a, 0, 1, x, value) == expected);
                    CHECK(fits || test_debug.requests == requests);
                    want[n] = item;
                    n += fits;
                    break;
                default:
                    CHECK(tell(FILL, &a, at, many, x, value) == expected);
                    for (i = at; i < at + many && fits; ++i)
                        want[i] = item;
                }
                CHECK(s / STRIDE % 8 != 0 || holds_all_there_is(&a, d, n));
                if (n > MANY - 1)
                    CHECK(lean_array_resize(&a, n = 3));
            }
            CHECK(holds_all_there_is(&a, d, n));
            lean_array_free(&a);
            test_debug_end();
        }
    }
}

static void fill_keeps_to_its_range(void) {
    unsigned k;
    size_t i, n, at;
    for (k = 0; k < DTYPES; ++k) {
        const lean_dtype d = dtype_at(k);
        lean_array a;
        test_debug_begin();
        a = made(d, MANY, k);
        for (at = 0; at < MANY; at += 3) {
            for (n = 0; at + n <= MANY; n += 1 + MANY / 8) {
                const uint64_t x = (at + n) % 101;
                CHECK(tell(FILL, &a, at, n, LEAN_U64, x) == LEAN_OK);
                for (i = at; i < at + n; ++i)
                    want[i] = small_item(d, (uint32_t)x);
                CHECK(holds(&a, d, MANY));
            }
        }
        lean_array_free(&a);
        test_debug_end();
    }
}

/* ---- sums and extremes ---- */

static void sums_of_integers_are_exact(void) {
    unsigned k, v, turn;
    for (k = 0; k < 8; ++k) {
        const lean_dtype d = dtype_at(k);
        for (turn = 0; turn < MANY / 2; ++turn) {
            lean_array a;
            test_debug_begin();
            a = made(d, MANY / 2 + 1, k + turn * 1000);
            for (v = 0; v < 3; ++v) {
                const lean_dtype x = value_at(v);
                const size_t at = turn % 5, n = turn < 8 ? turn : lean_mix32(turn) % (MANY / 2 - 4);
                const uint64_t before = 77;
                uint64_t after = before;
                total t = {0, 0};
                number sum;
                size_t i;
                bool fits = true;
                uint64_t value;
                for (i = at; i < at + n; ++i)
                    total_add(&t, decode(d, want[i]));
                sum = number_of(t);
                value = is_float(x) ? nearest_float(sum, x) : to_integer(sum, x, CHECKED, &fits);
                CHECK(gave(ask(SUM, &a, at, n, x, &after), x, before, &after, fits, value));
            }
            lean_array_free(&a);
            test_debug_end();
        }
    }
}

/* Sums that leave the range of their type on the way, and come back. */
static void sums_may_pass_through_larger_ones(void) {
    lean_array a;
    int64_t sum = 5;
    uint64_t large = 6;
    double x = 0;
    test_debug_begin();
    a = empty(LEAN_I64);
    CHECK(lean_array_push_i64(&a, INT64_MAX) == LEAN_OK && lean_array_push_i64(&a, 1) == LEAN_OK);
    CHECK(lean_array_push_i64(&a, INT64_MAX) == LEAN_OK);
    CHECK(lean_array_sum_i64(&a, 0, 2, &sum) == LEAN_OUT_OF_RANGE && sum == 5);
    CHECK(lean_array_sum_u64(&a, 0, 3, &large) == LEAN_OK && large == UINT64_MAX);
    CHECK(lean_array_push_i64(&a, INT64_MAX) == LEAN_OK);
    CHECK(lean_array_sum_u64(&a, 0, 4, &large) == LEAN_OUT_OF_RANGE && large == UINT64_MAX);
    CHECK(lean_array_push_i64(&a, -INT64_MAX) == LEAN_OK);
    CHECK(lean_array_sum_u64(&a, 0, 5, &large) == LEAN_OK && large == UINT64_MAX);
    CHECK(lean_array_push_i64(&a, -INT64_MAX) == LEAN_OK && lean_array_push_i64(&a, -1) == LEAN_OK);
    CHECK(lean_array_sum_i64(&a, 0, 7, &sum) == LEAN_OK && sum == INT64_MAX);
    CHECK(lean_array_sum_f64(&a, 5, 2, &x) == LEAN_OK && x == -9223372036854775808.0);
    CHECK(lean_array_sum_u64(&a, 6, 1, &large) == LEAN_OUT_OF_RANGE && large == UINT64_MAX);
    CHECK(lean_array_fill_i64(&a, 0, 7, INT64_MIN) == LEAN_OK);
    CHECK(lean_array_sum_i64(&a, 0, 1, &sum) == LEAN_OK && sum == INT64_MIN);
    CHECK(lean_array_sum_i64(&a, 0, 2, &sum) == LEAN_OUT_OF_RANGE && sum == INT64_MIN);
    CHECK(lean_array_sum_i64(&a, 3, 0, &sum) == LEAN_OK && sum == 0);
    CHECK(lean_array_sum_f64(&a, 0, 2, &x) == LEAN_OK && x == -18446744073709551616.0);
    CHECK(lean_array_sum_f64(&a, 0, 6, &x) == LEAN_OK && x == -55340232221128654848.0);
    lean_array_free(&a);
    a = empty(LEAN_U64);
    CHECK(lean_array_push_u64(&a, UINT64_MAX) == LEAN_OK);
    CHECK(lean_array_push_u64(&a, UINT64_MAX) == LEAN_OK);
    large = 1;
    CHECK(lean_array_sum_u64(&a, 0, 1, &large) == LEAN_OK && large == UINT64_MAX);
    large = 1;
    CHECK(lean_array_sum_u64(&a, 0, 2, &large) == LEAN_OUT_OF_RANGE && large == 1);
    CHECK(lean_array_sum_i64(&a, 0, 1, &sum) == LEAN_OUT_OF_RANGE);
    CHECK(lean_array_sum_f64(&a, 0, 2, &x) == LEAN_OK && x == 36893488147419103232.0);
    /* Just above a tie of doubles, by a bit that a double of the upper 64 would lose. */
    CHECK(lean_array_push_u64(&a, ((uint64_t)1 << 63) + ((uint64_t)1 << 11) + 1) == LEAN_OK);
    CHECK(lean_array_push_u64(&a, (uint64_t)1 << 63) == LEAN_OK);
    CHECK(lean_array_push_u64(&a, (uint64_t)1 << 63) == LEAN_OK);
    CHECK(lean_array_sum_f64(&a, 2, 3, &x) == LEAN_OK);
    CHECK(x == 27670116110564331520.0 || sizeof(double) < 8);
    lean_array_free(&a);
    test_debug_end();
}

static void sums_of_floats_are_doubles(void) {
    unsigned k;
    for (k = 8; k < DTYPES; ++k) {
        const lean_dtype d = dtype_at(k);
        lean_array a;
        int64_t i64 = 3;
        uint64_t u64 = 3;
        double f64 = 3;
        unsigned i, quarters = 0;
        test_debug_begin();
        a = empty(d);
        for (i = 0; i < MANY; ++i) {
            number x = {0, -2, FINITE, false};
            x.m = i + 1;
            quarters += i + 1;
            want[i] = nearest_float(x, d);
        }
        give(&a, MANY);
        CHECK(lean_array_sum_f64(&a, 0, MANY, &f64) == LEAN_OK && f64 == quarters / 4.0);
        CHECK(lean_array_sum_i64(&a, 0, MANY, &i64) == LEAN_OK && i64 == quarters / 4);
        CHECK(lean_array_sum_u64(&a, 1, MANY - 1, &u64) == LEAN_OK && u64 == (quarters - 1) / 4);
        CHECK(lean_array_sum_f64(&a, 3, 0, &f64) == LEAN_OK && f64 == 0);
        CHECK(lean_array_set_f64(&a, 2, -65504.0) == LEAN_OK);
        CHECK(lean_array_sum_u64(&a, 1, 2, &u64) == LEAN_OUT_OF_RANGE && u64 == (quarters - 1) / 4);
        CHECK(lean_array_sum_i64(&a, 1, 2, &i64) == LEAN_OK && i64 == -65503);
        want[0] = infinity_of(d);
        want[1] = infinity_of(d) | sign_of(d);
        want[2] = small_item(d, 1);
        want[3] = infinity_of(d) + 1;
        give(&a, 4);
        CHECK(lean_array_sum_f64(&a, 0, 3, &f64) == LEAN_OK &&
              is_nan(LEAN_F64, item_get(&f64, 0, LEAN_F64)));
        CHECK(lean_array_sum_f64(&a, 0, 1, &f64) == LEAN_OK &&
              item_get(&f64, 0, LEAN_F64) == infinity_of(LEAN_F64));
        CHECK(lean_array_sum_f64(&a, 1, 2, &f64) == LEAN_OK &&
              item_get(&f64, 0, LEAN_F64) == (infinity_of(LEAN_F64) | sign_of(LEAN_F64)));
        CHECK(lean_array_sum_f64(&a, 2, 2, &f64) == LEAN_OK &&
              is_nan(LEAN_F64, item_get(&f64, 0, LEAN_F64)));
        i64 = 3;
        u64 = 3;
        CHECK(lean_array_sum_i64(&a, 2, 2, &i64) == LEAN_OUT_OF_RANGE && i64 == 3);
        CHECK(lean_array_sum_u64(&a, 0, 1, &u64) == LEAN_OUT_OF_RANGE && u64 == 3);
        CHECK(lean_array_sum_i64(&a, 1, 1, &i64) == LEAN_OUT_OF_RANGE && i64 == 3);
        lean_array_free(&a);
        test_debug_end();
    }
}

/* 2^24 + 1 + 1 is 2^24 in floats. */
static void sums_of_floats_do_not_lose_what_doubles_keep(void) {
    lean_array a;
    double x = 0;
    test_debug_begin();
    a = empty(LEAN_F32);
    CHECK(lean_array_push_f64(&a, 16777216.0) == LEAN_OK);
    CHECK(lean_array_push_f64(&a, 1.0) == LEAN_OK && lean_array_push_f64(&a, 1.0) == LEAN_OK);
    CHECK(lean_array_sum_f64(&a, 0, 3, &x) == LEAN_OK);
    CHECK(x == 16777218.0 || sizeof(double) < 8);
    lean_array_free(&a);
    test_debug_end();
}

static void extremes(void) {
    unsigned k, v, turn, what;
    for (k = 0; k < DTYPES; ++k) {
        const lean_dtype d = dtype_at(k);
        for (turn = 0; turn < MANY; ++turn) {
            const size_t at = turn % 3, n = turn < 12 ? turn : lean_mix32(turn) % (MANY - 3);
            lean_array a;
            size_t i;
            test_debug_begin();
            a = made(d, MANY, turn * 1000 + k);
            for (i = 0; i < MANY; ++i) /* few NaNs, which would hide all else */
                if (is_nan(d, want[i]) && (turn % 2 == 0 || i % 16 != 0))
                    want[i] = some(LEAN_U8, (uint32_t)i);
            give(&a, MANY);
            for (what = MIN; what <= MAX; ++what) {
                for (v = 0; v < 3; ++v) {
                    const lean_dtype x = value_at(v);
                    const uint64_t before = 77;
                    uint64_t after = before;
                    bool fits;
                    const lean_status status = ask((asked)what, &a, at, n, x, &after);
                    uint64_t value;
                    if (n == 0) {
                        CHECK(status == LEAN_BAD_ARGUMENT && after == before);
                        continue;
                    }
                    value = converted(d, extreme((asked)what, d, want + at, n), x, CHECKED, &fits);
                    if (fits && is_zero(x, value) && is_zero(x, after))
                        after = value; /* -0.0 and 0.0 are equal */
                    CHECK(gave(status, x, before, &after, fits, value));
                }
            }
            lean_array_free(&a);
            test_debug_end();
        }
    }
}

/* One item stands out, at each place: where kernels could miss it. */
static void extremes_at_each_place(void) {
    unsigned k, turn;
    size_t i;
    for (k = 0; k < DTYPES; ++k) {
        const lean_dtype d = dtype_at(k);
        lean_array a;
        double x;
        test_debug_begin();
        a = empty(d);
        for (i = 0; i < MANY; ++i)
            want[i] = small_item(d, 50);
        give(&a, MANY);
        for (i = 0; i < MANY; ++i) {
            CHECK(lean_array_set_i64(&a, i, 3) == LEAN_OK);
            CHECK(lean_array_min_f64(&a, 0, MANY, &x) == LEAN_OK && x == 3);
            CHECK(lean_array_max_f64(&a, 0, MANY, &x) == LEAN_OK && x == 50);
            CHECK(lean_array_sum_f64(&a, 0, MANY, &x) == LEAN_OK && x == 50.0 * MANY - 47);
            CHECK(lean_array_set_i64(&a, i, 99) == LEAN_OK);
            CHECK(lean_array_min_f64(&a, 0, MANY, &x) == LEAN_OK && x == 50);
            CHECK(lean_array_max_f64(&a, 0, MANY, &x) == LEAN_OK && x == 99);
            for (turn = 0; turn < 2 && is_float(d); ++turn) { /* of either sign */
                bool others_null;
                item_set(items_ref(&a, &others_null), i, d,
                         infinity_of(d) + 1 + (turn != 0 ? sign_of(d) : 0));
                CHECK(lean_array_min_f64(&a, 0, MANY, &x) == LEAN_OK && x != x);
                CHECK(lean_array_max_f64(&a, 0, MANY, &x) == LEAN_OK && x != x);
            }
            CHECK(lean_array_set_i64(&a, i, 50) == LEAN_OK);
        }
        lean_array_free(&a);
        test_debug_end();
    }
}

/* ---- typed pointers ---- */

static void pointers_are_aligned_and_of_one_type(void) {
    unsigned k, n;
    for (k = 0; k < DTYPES; ++k) {
        const lean_dtype d = dtype_at(k);
        const size_t align = size_of(d) < LEAN_ALIGN ? size_of(d) : LEAN_ALIGN;
        lean_array a;
        bool others_null;
        test_debug_begin();
        a = empty(d);
        for (n = 1; n < 20; ++n) {
            const void *items;
            CHECK(lean_array_push_i64(&a, (int64_t)n) == LEAN_OK);
            items = items_of(&a, &others_null);
            CHECK(items != NULL && others_null && (uintptr_t)items % align == 0);
            CHECK(items_ref(&a, &others_null) == items && others_null);
            CHECK(item_get(items, n - 1, d) == small_item(d, n));
        }
        lean_array_clear(&a);
        CHECK(items_of(&a, &others_null) != NULL && others_null);
        lean_array_free(&a);
        test_debug_end();
    }
}

/* ---- reading and writing ---- */

static lean_status read_by(mode how, const lean_array *a, size_t i, size_t n, lean_dtype d,
                           void *out) {
    if (how == CHECKED)
        return lean_array_read(a, i, n, d, out);
    if (how == SATURATED)
        lean_array_read_saturated(a, i, n, d, out);
    else
        lean_array_read_wrapped(a, i, n, d, out);
    return LEAN_OK;
}

static lean_status write_by(mode how, lean_array *a, size_t i, size_t n, lean_dtype d,
                            const void *in) {
    if (how == CHECKED)
        return lean_array_write(a, i, n, d, in);
    if (how == SATURATED)
        lean_array_write_saturated(a, i, n, d, in);
    else
        lean_array_write_wrapped(a, i, n, d, in);
    return LEAN_OK;
}

#define READ (BATCH < MANY ? BATCH : MANY) /* items at most */

static void read_converts(void) {
    unsigned from, to, turn;
    size_t i;
    for (from = 0; from < DTYPES; ++from) {
        for (to = 0; to < DTYPES; ++to) {
            const lean_dtype d = dtype_at(from), e = dtype_at(to);
            lean_array a;
            test_debug_begin();
            a = made(d, READ, from * 1000 + to);
            for (turn = 0; turn < 9; ++turn) {
                const mode how = (mode)(turn % 3);
                const size_t at = turn * 2 % READ, n = turn == 8 ? READ - at : turn % 4;
                bool all_fit = true;
                lean_status status;
                memset(batch_out, 0x3c, sizeof batch_out);
                status = read_by(how, &a, at, n, e, batch_out);
                for (i = 0; i < n; ++i) {
                    bool fits;
                    batch_want[i] = converted(d, want[at + i], e, how, &fits);
                    all_fit = all_fit && fits;
                }
                if (how == CHECKED && !all_fit) {
                    CHECK(status == LEAN_OUT_OF_RANGE);
                    CHECK(all_are(batch_out, sizeof batch_out, 0x3c));
                    continue;
                }
                CHECK(status == LEAN_OK);
                for (i = 0; i < n; ++i)
                    CHECK(same(e, item_get(batch_out, i, e), batch_want[i]));
                CHECK(all_are((unsigned char *)batch_out + n * size_of(e), 8, 0x3c));
            }
            CHECK(holds_all_there_is(&a, d, READ));
            lean_array_free(&a);
            test_debug_end();
        }
    }
}

static void write_converts(void) {
    unsigned from, to, turn;
    size_t i;
    for (from = 0; from < DTYPES; ++from) {
        for (to = 0; to < DTYPES; ++to) {
            const lean_dtype d = dtype_at(from), e = dtype_at(to);
            lean_array a;
            test_debug_begin();
            a = made(e, READ, from * 1000 + to);
            for (turn = 0; turn < 9; ++turn) {
                const mode how = (mode)(turn % 3);
                const size_t at = turn * 2 % READ, n = turn == 8 ? READ - at : turn % 4;
                bool all_fit = true;
                lean_status status;
                for (i = 0; i < n; ++i) {
                    bool fits;
                    const uint64_t bits =
                        turn == 3 ? small_item(d, from) : some(d, turn + to + (uint32_t)i);
                    item_set(batch_in, i, d, bits);
                    batch_want[i] = converted(d, bits, e, how, &fits);
                    all_fit = all_fit && fits;
                }
                status = write_by(how, &a, at, n, d, batch_in);
                if (how == CHECKED && !all_fit) {
                    CHECK(status == LEAN_OUT_OF_RANGE);
                } else {
                    CHECK(status == LEAN_OK);
                    for (i = 0; i < n; ++i)
                        want[at + i] = batch_want[i];
                }
                CHECK(holds_all_there_is(&a, e, READ));
            }
            lean_array_free(&a);
            test_debug_end();
        }
    }
}

/* ---- memory ---- */

static void absurd_sizes_are_refused(void) {
    unsigned k;
    size_t huge;
    for (k = 0; k < DTYPES; ++k) {
        const lean_dtype d = dtype_at(k);
        lean_array a;
        size_t requests;
        test_debug_begin();
        a = made(d, 3, k);
        requests = test_debug.requests;
        for (huge = SIZE_MAX; huge > SIZE_MAX / 4 + 1; huge -= huge / 9)
            CHECK(!lean_array_reserve(&a, huge) && !lean_array_resize(&a, huge));
        huge = SIZE_MAX / size_of(d); /* this times the size wraps, or just not */
        CHECK(!lean_array_reserve(&a, huge) && !lean_array_resize(&a, huge));
        CHECK(!lean_array_reserve(&a, huge + (size_of(d) > 1)));
        CHECK(!lean_array_resize(&a, huge + (size_of(d) > 1) * 2));
        CHECK(!lean_array_reserve(&a, SIZE_MAX / 4 / size_of(d) + 1));
        CHECK(!lean_array_resize(&a, SIZE_MAX / 4 / size_of(d) + 1));
        CHECK(test_debug.requests == requests && holds_all_there_is(&a, d, 3));
        lean_array_free(&a);
        test_debug_end();
    }
}

/* As if there were so many items already: none of them is looked at. */
#if LEAN_INDEX_MAX >= SIZE_MAX / 4
static void more_than_a_block_may_hold(void) {
    lean_array a;
    size_t requests;
    test_debug_begin();
    a = empty(LEAN_U8);
    CHECK(lean_array_reserve(&a, 8));
    requests = test_debug.requests;
    a.len = (lean_index)(SIZE_MAX / 4);
    CHECK(lean_array_push_u64(&a, 1) == LEAN_NO_MEMORY && lean_array_len(&a) == SIZE_MAX / 4);
    CHECK(!lean_array_resize(&a, SIZE_MAX / 4 + 1) && lean_array_len(&a) == SIZE_MAX / 4);
    a.len = (lean_index)(SIZE_MAX / 16);
    CHECK(lean_array_recast(&a, LEAN_I64) == LEAN_NO_MEMORY && lean_array_dtype(&a) == LEAN_U8);
    CHECK(lean_array_len(&a) == SIZE_MAX / 16 && test_debug.requests == requests);
    a.len = 0;
    lean_array_free(&a);
    test_debug_end();
}
#endif

#if LEAN_INDEX_BITS == 16 && SIZE_MAX > 65535 && !defined(TEST_SMALL)
static void arrays_end_at_the_index_type(void) {
    unsigned k;
    for (k = 0; k < DTYPES; ++k) {
        const lean_dtype d = dtype_at(k);
        lean_array a, b;
        size_t n = 0, requests;
        uint64_t x;
        test_debug_begin();
        a = empty(d);
        CHECK(!lean_array_reserve(&a, 65536) && !lean_array_resize(&a, 65536));
        while (lean_array_push_u64(&a, n % 100) == LEAN_OK)
            ++n;
        CHECK(n == 65535 && lean_array_len(&a) == n && lean_array_push_u64(&a, 0) == LEAN_FULL);
        CHECK(lean_array_push_f64(&a, is_float(d) ? 0 : 1e30) ==
              (is_float(d) ? LEAN_FULL : LEAN_OUT_OF_RANGE));
        CHECK(!lean_array_resize(&a, n + 1) && !lean_array_reserve(&a, n + 1));
        CHECK(test_debug.requests < 60 && lean_array_bytes(&a) == test_debug.bytes);
        requests = test_debug.requests;
        b = empty(d);
        CHECK(lean_array_copy(&b, &a) && lean_array_len(&b) == 65535);
        CHECK(lean_array_recast(&b, LEAN_I64) == LEAN_OK && lean_array_len(&b) == 65535);
        CHECK(test_debug.requests <= requests + 3);
        while (n-- != 0) {
            CHECK(lean_array_get_u64(&a, n, &x) == LEAN_OK && x == n % 100);
            CHECK(lean_array_i64(&b)[n] == (int64_t)(n % 100));
        }
        lean_array_free(&a);
        lean_array_free(&b);
        test_debug_end();
    }
}
#endif

static lean_dtype sweep_of;

static void body_of_sweep(void) {
    const lean_dtype d = sweep_of, wide = size_of(d) == 8 ? LEAN_F64 : LEAN_I64;
    lean_array a = empty(d), b = empty(LEAN_U16);
    size_t i, n = 0, bytes;
    lean_status status;
    for (i = 0; i < MANY; ++i)
        want[i] = small_item(d, (uint32_t)i);
    if (!lean_array_reserve(&a, 2))
        CHECK(lean_array_bytes(&a) == 0);
    for (i = 0; i < MANY / 2 && n < MANY - 8; ++i) {
        status = lean_array_push_u64(&a, n % 101);
        CHECK(status == LEAN_OK || status == LEAN_NO_MEMORY);
        n += status == LEAN_OK;
        CHECK(holds(&a, d, n));
    }
    bytes = lean_array_bytes(&a);
    if (lean_array_resize(&a, n + 4)) {
        want[n] = want[n + 1] = want[n + 2] = want[n + 3] = 0;
        n += 4;
    } else {
        CHECK(lean_array_bytes(&a) == bytes);
    }
    CHECK(holds(&a, d, n));
    if (lean_array_push_u64(&b, 7) == LEAN_OK) {
        bytes = lean_array_bytes(&b);
        if (!lean_array_copy(&b, &a))
            CHECK(lean_array_len(&b) == 1 && lean_array_dtype(&b) == LEAN_U16 &&
                  lean_array_u16(&b)[0] == 7 && lean_array_bytes(&b) == bytes);
        else
            CHECK(holds(&b, d, n));
    }
    bytes = lean_array_bytes(&a);
    if (!lean_array_shrink(&a))
        CHECK(lean_array_bytes(&a) == bytes);
    CHECK(holds(&a, d, n));
    bytes = lean_array_bytes(&a);
    status = lean_array_recast(&a, wide);
    CHECK(status == LEAN_OK || status == LEAN_NO_MEMORY);
    CHECK(lean_array_bytes(&a) + lean_array_bytes(&b) == test_debug.bytes);
    if (status == LEAN_NO_MEMORY) {
        CHECK(holds(&a, d, n) && lean_array_bytes(&a) == bytes && size_of(wide) > size_of(d));
    } else {
        for (i = 0; i < n; ++i) {
            bool fits;
            want[i] = converted(d, want[i], wide, CHECKED, &fits);
        }
        CHECK(holds(&a, wide, n));
    }
    CHECK(lean_array_bytes(&a) + lean_array_bytes(&b) == test_debug.bytes);
    lean_array_free(&a);
    lean_array_free(&b);
}

static void refused_requests_change_nothing(void) {
    unsigned k;
    for (k = 0; k < DTYPES; ++k) {
        sweep_of = dtype_at(k);
        SWEEP(body_of_sweep);
    }
}

static void over_a_buffer(void) {
    static unsigned char memory[8 * MANY];
    unsigned k, lead;
    for (k = 0; k < DTYPES; ++k) {
        for (lead = 0; lead < 16; lead += 3) {
            const lean_dtype d = dtype_at(k);
            const size_t align = size_of(d) < LEAN_ALIGN ? size_of(d) : LEAN_ALIGN;
            lean_buffer buffer;
            lean_array a;
            bool others_null;
            size_t n = 0;
            lean_buffer_init(&buffer, memory + lead, sizeof memory - lead);
            lean_array_init(&a, d, &buffer.allocator);
            while (n < MANY && lean_array_push_u64(&a, n % 101) == LEAN_OK) {
                CHECK((uintptr_t)items_of(&a, &others_null) % align == 0);
                want[n] = small_item(d, (uint32_t)n);
                ++n;
            }
            CHECK(n == MANY ||
                  (n + 1) * size_of(d) + sizeof(void *) + lead + 3 * LEAN_UNIT_ > sizeof memory);
            CHECK(holds(&a, d, n));
            CHECK(lean_array_bytes(&a) <= lean_buffer_bytes(&buffer));
            lean_array_free(&a);
            CHECK(lean_buffer_bytes(&buffer) == 0);
        }
    }
}

int main(void) {
    test_begin("test_dtype");
    RUN(dtypes_have_sizes);
    RUN(dtypes_have_names);
    RUN(names_are_parsed);
    RUN(fit_of_one_item);
    RUN(fit_of_known_items);
    RUN(fit_of_many_items);
    RUN(all_pairs_convert);
    RUN(all_lengths_convert);
    RUN(one_bad_item_stops_all);
#if LEAN_HAS_KERNELS_
    RUN(large_outputs);
#endif
    RUN(known_conversions);
    RUN(objects_have_their_sizes);
    RUN(all_zero_is_empty);
    RUN(owner_and_dtype_are_kept_without_a_block);
    RUN(reserve_is_silent_afterwards);
    RUN(shrink_leaves_what_is_needed);
    RUN(growth_is_amortised);
    RUN(resize_fills_with_zeros);
    RUN(copy_takes_over_items_and_dtype);
    RUN(recast_in_place);
    RUN(recast_is_refused);
    RUN(recast_to_no_dtype);
    RUN(recast_up_and_down);
    RUN(get_gives_what_fits);
    RUN(set_push_and_fill_take_what_fits);
    RUN(fill_keeps_to_its_range);
    RUN(sums_of_integers_are_exact);
    RUN(sums_may_pass_through_larger_ones);
    RUN(sums_of_floats_are_doubles);
    RUN(sums_of_floats_do_not_lose_what_doubles_keep);
    RUN(extremes);
    RUN(extremes_at_each_place);
    RUN(pointers_are_aligned_and_of_one_type);
    RUN(read_converts);
    RUN(write_converts);
    RUN(absurd_sizes_are_refused);
#if LEAN_INDEX_MAX >= SIZE_MAX / 4
    RUN(more_than_a_block_may_hold);
#endif
#if LEAN_INDEX_BITS == 16 && SIZE_MAX > 65535 && !defined(TEST_SMALL)
    RUN(arrays_end_at_the_index_type);
#endif
    RUN(refused_requests_change_nothing);
    RUN(over_a_buffer);
    return test_end();
}
