/* [PACK] and [DTYPE] together: the narrowest bits for given data, and packs of arrays. */
#define LEAN_WITH_DEBUG
#define LEAN_WITH_DTYPE
#define LEAN_WITH_PACK
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"

#ifdef TEST_SMALL
#define MANY 20
#else
#define MANY 300
#endif

static bool are(lean_bits bits, unsigned width, int64_t base) {
    return lean_bits_valid(bits) && bits.width == width && bits.base == base && !bits.is_signed;
}

static void bits_for_no_items(void) {
    static const lean_dtype d[] = {LEAN_U8, LEAN_U64, LEAN_I8, LEAN_I64};
    unsigned k;
    for (k = 0; k < 4; ++k)
        CHECK(are(lean_bits_fit(d[k], NULL, 0), 0, 0));
}

static void bits_for_small_types(void) {
    static const uint8_t u8[] = {7, 3, 10, 3};
    static const int8_t i8[] = {-128, 127};
    static const uint16_t u16[] = {1990, 2030, 2000};
    static const int16_t i16[] = {-3, -3};
    static const uint32_t u32[] = {UINT32_MAX, 0};
    static const int32_t i32[] = {INT32_MIN, INT32_MIN + 4};
    CHECK(are(lean_bits_fit(LEAN_U8, u8, 4), 3, 3) && are(lean_bits_fit(LEAN_U8, u8, 1), 0, 7));
    CHECK(are(lean_bits_fit(LEAN_I8, i8, 2), 8, -128));
    CHECK(are(lean_bits_fit(LEAN_U16, u16, 3), 6, 1990));
    CHECK(are(lean_bits_fit(LEAN_I16, i16, 2), 0, -3));
    CHECK(are(lean_bits_fit(LEAN_U32, u32, 2), 32, 0));
    CHECK(are(lean_bits_fit(LEAN_I32, i32, 2), 3, INT32_MIN));
}

/* Where a base or a span needs all 64 bits. */
static void bits_for_the_largest_type(void) {
    static const int64_t i64[] = {INT64_MIN, INT64_MAX, -1};
    static const int64_t high[] = {INT64_MAX, INT64_MAX - 1};
    static const uint64_t u64[] = {UINT64_MAX, 0};
    static const uint64_t past[] = {(uint64_t)INT64_MAX + 1, (uint64_t)INT64_MAX + 2};
    static const uint64_t at[] = {(uint64_t)INT64_MAX, (uint64_t)INT64_MAX + 1};
    static const uint64_t one[] = {1, UINT64_MAX};
    CHECK(are(lean_bits_fit(LEAN_I64, i64, 2), 64, INT64_MIN));
    CHECK(are(lean_bits_fit(LEAN_I64, i64 + 1, 2), 64, INT64_MIN));
    CHECK(are(lean_bits_fit(LEAN_I64, high, 2), 1, INT64_MAX - 1));
    CHECK(are(lean_bits_fit(LEAN_U64, u64, 2), 64, 0));
    CHECK(are(lean_bits_fit(LEAN_U64, past, 2), 2, INT64_MAX));
    CHECK(are(lean_bits_fit(LEAN_U64, at, 2), 1, INT64_MAX));
    CHECK(are(lean_bits_fit(LEAN_U64, one, 2), 64, 0));
}

/* What fits is held, and one bit less would not do. */
static void the_narrowest_holds_all(void) {
    unsigned width;
    for (width = 1; width < 64; width += MANY < 100 ? 9 : 1) {
        static int64_t items[MANY], back[MANY];
        const int64_t base = (int64_t)(lean_mix64(width) >> 2) * (width % 2 == 0 ? 1 : -1);
        const uint64_t most = UINT64_MAX >> (64 - width) >> (width > 61 ? 2 : 0);
        lean_bits bits;
        lean_pack p;
        size_t i;
        for (i = 0; i < MANY; ++i)
            items[i] = (int64_t)((uint64_t)base + lean_mix64(i) % most);
        items[MANY / 2] = base;
        items[MANY / 3] = (int64_t)((uint64_t)base + most);
        bits = lean_bits_fit(LEAN_I64, items, MANY);
        CHECK(are(bits, width > 61 ? width - 2 : width, base));
        test_debug_begin();
        CHECK(lean_pack_init(&p, bits, &test_debug.allocator) && lean_pack_resize(&p, MANY));
        CHECK(lean_pack_write_i64(&p, 0, MANY, items) && lean_pack_read_i64(&p, 0, MANY, back));
        for (i = 0; i < MANY; ++i)
            CHECK(back[i] == items[i]);
        bits.width--;
        CHECK(lean_pack_recast(&p, bits) == LEAN_OUT_OF_RANGE);
        lean_pack_free(&p);
        test_debug_end();
    }
}

int main(void) {
    test_begin("test_fit");
    RUN(bits_for_no_items);
    RUN(bits_for_small_types);
    RUN(bits_for_the_largest_type);
    RUN(the_narrowest_holds_all);
    return test_end();
}
