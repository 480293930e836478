/* [PACKED] in header order: every call against plain structs, and bytes against bits one by one. */
#if defined(__linux__) && !defined(_DEFAULT_SOURCE)
#define _DEFAULT_SOURCE /* mmap under -std=c99 */
#endif
#define LEAN_WITH_DEBUG
#define LEAN_WITH_PACKED
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include <string.h>
#if defined(__linux__) && !defined(TEST_SMALL)
#include <sys/mman.h>
#define GUARDS
#endif

#ifdef TEST_SMALL
#define MOST 12
#else
#define MOST 300
#endif

typedef enum weather { SUN, RAIN, SNOW } weather;

/* 95 bits, of every kind that is the same on all machines. */
#define READING(F)                                                                                 \
    F(u32, 18, sensor)                                                                             \
    F(i16, 9, celsius)                                                                             \
    F(u16, 7, year, 1970)                                                                          \
    F(bool, 1, valid)                                                                              \
    F(weather, 2, sky)                                                                             \
    F(f16, 16, gain)                                                                               \
    F(f32, 32, volts)                                                                              \
    F(i8, 5, trim, -20)                                                                            \
    F(i32, 5, step)
LEAN_DEFINE_PACKED(reading, READING)

/* Widths about those at which fields need another byte, another load or another word. */
#define NARROW(F) F(u8, 1, a) F(u8, 7, b) F(u8, 8, c) F(i8, 8, d) F(i16, 9, e) F(u16, 16, f)
LEAN_DEFINE_PACKED(narrow, NARROW)
#define MIDDLE(F) F(u8, 3, a) F(u32, 25, b) F(i32, 26, c) F(u32, 31, d) F(i32, 32, e) F(u64, 33, f)
LEAN_DEFINE_PACKED(middle, MIDDLE)
#define WIDE(F) F(u8, 1, a) F(u64, 57, b) F(i64, 58, c) F(u64, 63, d) F(i64, 64, e) F(u64, 64, f)
LEAN_DEFINE_PACKED(wide, WIDE)
/* Which ends just before a word does, wherever it begins. */
#define ALMOST(F) F(u64, 55, a) F(u8, 7, b)
LEAN_DEFINE_PACKED(almost, ALMOST)
#ifndef TEST_SMALL
/* The shortest of which a word lies within the bytes of any, and one bit less than that. */
#define WORD32(F) F(u32, 18, a) F(u8, 6, b) F(bool, 1, c)
LEAN_DEFINE_PACKED(word32, WORD32)
#define SHORT32(F) F(u32, 18, a) F(u8, 6, b)
LEAN_DEFINE_PACKED(short32, SHORT32)
#define WORD64(F) F(u8, 1, a) F(u32, 26, b) F(u32, 30, c)
LEAN_DEFINE_PACKED(word64, WORD64)
#define SHORT64(F) F(u8, 1, a) F(u64, 55, b)
LEAN_DEFINE_PACKED(short64, SHORT64)
#endif
#define FLAG(F) F(bool, 1, a)
LEAN_DEFINE_PACKED(flag, FLAG)
#define BYTES(F) F(u16, 16, a) F(u32, 32, b) F(u64, 64, c)
LEAN_DEFINE_PACKED(bytes, BYTES)
#define FAR(F)                                                                                     \
    F(u64, 64, x0)                                                                                 \
    F(u64, 64, x1)                                                                                 \
    F(u64, 64, x2)                                                                                 \
    F(u64, 64, x3)                                                                                 \
    F(u64, 64, x4)                                                                                 \
    F(u64, 64, x5)                                                                                 \
    F(u64, 64, x6)                                                                                 \
    F(u64, 64, x7)                                                                                 \
    F(u64, 40, x8)                                                                                 \
    F(u8, 5, a)                                                                                    \
    F(i16, 12, b)
LEAN_DEFINE_PACKED(far, FAR)

static uint64_t some(void) {
    const uint64_t high = test_random();
    return high << 32 | test_random();
}

/* Bits as they are said to lie. */
static uint64_t bits_of(const void *memory, size_t at, unsigned width) {
    const unsigned char *b = (const unsigned char *)memory;
    uint64_t x = 0;
    unsigned k;
    for (k = 0; k < width; ++k)
        x |= (uint64_t)(b[(at + k) / 8] >> (at + k) % 8 & 1) << k;
    return x;
}

static reading a_reading(void) {
    reading r;
    const uint32_t volts = test_random() & UINT32_C(0xbfffffff); /* no NaN: x87 makes them quiet */
    r.sensor = test_random() >> 14;
    r.celsius = (int16_t)((int)(test_random() % 512) - 256);
    r.year = (uint16_t)(1970 + test_random() % 128);
    r.valid = test_random() % 2 != 0;
    r.sky = test_random() % 3 == 0 ? SUN : test_random() % 2 == 0 ? RAIN : SNOW;
    r.gain = (uint16_t)test_random();
    memcpy(&r.volts, &volts, sizeof volts);
    r.trim = (int8_t)((int)(test_random() % 32) - 20);
    r.step = (int32_t)(test_random() % 32) - 16;
    return r;
}

static bool same(const reading *a, const reading *b) {
    return a->sensor == b->sensor && a->celsius == b->celsius && a->year == b->year &&
           a->valid == b->valid && a->sky == b->sky && a->gain == b->gain &&
           memcmp(&a->volts, &b->volts, sizeof a->volts) == 0 && a->trim == b->trim &&
           a->step == b->step;
}

static bool has(const reading_array *a, size_t i, const reading *r) {
    const reading x = reading_get(a, i);
    const float volts = reading_get_volts(a, i);
    return same(&x, r) && reading_get_sensor(a, i) == r->sensor &&
           reading_get_celsius(a, i) == r->celsius && reading_get_year(a, i) == r->year &&
           reading_get_valid(a, i) == r->valid && reading_get_sky(a, i) == r->sky &&
           reading_get_gain(a, i) == r->gain && memcmp(&volts, &r->volts, sizeof volts) == 0 &&
           reading_get_trim(a, i) == r->trim && reading_get_step(a, i) == r->step;
}

static reading model[MOST];

static bool are(const reading_array *a, size_t n) {
    size_t i;
    for (i = 0; i < n; ++i)
        if (!has(a, i, &model[i]))
            return false;
    return reading_len(a) == n;
}

static void fill(reading_array *a, size_t n) {
    size_t i;
    for (i = 0; i < n; ++i) {
        model[i] = a_reading();
        CHECK(reading_push(a, &model[i]) == LEAN_OK);
    }
}

static bool same_object(const reading_array *a, const reading_array *b) {
    return memcmp(&a->records.block, &b->records.block, sizeof a->records.block) == 0 &&
           a->records.len == b->records.len && a->records.is_fixed == b->records.is_fixed;
}

/* ---- bytes ---- */

static void sizes_are_those_of_the_bits(void) {
    CHECK(LEAN_PACKED_BITS(reading) == 95 && LEAN_PACKED_BYTES(reading, 1) == 12);
    CHECK(LEAN_PACKED_BYTES(reading, 8) == 95 && LEAN_PACKED_BYTES(reading, 0) == 0);
    CHECK(LEAN_PACKED_BITS(flag) == 1 && LEAN_PACKED_BYTES(flag, 9) == 2);
    CHECK(LEAN_PACKED_BITS(wide) == 307 && LEAN_PACKED_BITS(far) == 569);
}

/* The same on every machine. */
static void bytes_are_the_same_on_every_machine(void) {
    static const unsigned char right[] = {0x39, 0x30, 0xb0, 0xb7, 0xad, 0xaa, 0x06, 0x00,
                                          0x00, 0xf8, 0xf7, 0xcf, 0xff, 0xff, 0xd9, 0xdb,
                                          0x56, 0x55, 0x93, 0x2f, 0x50, 0x01, 0xf5, 0x1f};
    reading r = LEAN_EMPTY;
    unsigned char memory[sizeof right];
    reading_array a;
    reading_over(&a, memory, sizeof memory);
    r.sensor = 12345;
    r.celsius = -20;
    r.year = 2024;
    r.valid = true;
    r.sky = RAIN;
    r.gain = 0x3555;
    r.volts = -1.5f;
    r.trim = 11;
    r.step = -13;
    CHECK(reading_push(&a, &r) == LEAN_OK);
    r.sensor = 262143;
    r.volts = 1e10f;
    r.step = 15;
    CHECK(reading_push(&a, &r) == LEAN_OK);
    CHECK(memcmp(memory, right, sizeof right) == 0);
    CHECK(bits_of(memory, 0, 18) == 12345 && bits_of(memory, 27, 7) == 54);
    CHECK(bits_of(memory, 85, 5) == 31 && bits_of(memory, 190, 2) == 0);
}

/* ---- arrays ---- */

static void all_zero_is_empty(void) {
    reading_array a = LEAN_EMPTY;
    reading r;
    CHECK(reading_len(&a) == 0 && reading_bytes(&a) == 0 && !reading_pop(&a, &r));
    reading_clear(&a);
    CHECK(reading_shrink(&a) && reading_reserve(&a, 0) && reading_resize(&a, 0));
    CHECK(reading_bytes(&a) == 0);
    reading_read_sensor(&a, 0, 0, NULL);
    CHECK(reading_write_sensor(&a, 0, 0, NULL));
    reading_free(&a);
    reading_free(&a);
    CHECK(reading_data(&a) == NULL);
}

static void records_come_back(void) {
    reading_array a, b;
    reading r;
    size_t i;
    test_debug_begin();
    reading_init(&a, &test_debug.allocator);
    fill(&a, MOST);
    CHECK(are(&a, MOST) && reading_bytes(&a) == test_debug.bytes);
    for (i = 0; i < MOST; ++i) {
        const size_t at = test_random() % MOST;
        model[at] = a_reading();
        CHECK(reading_set(&a, at, &model[at]));
    }
    CHECK(are(&a, MOST) && reading_shrink(&a) && are(&a, MOST));
    CHECK(reading_bytes(&a) >= LEAN_PACKED_BYTES(reading, MOST) + sizeof(void *));
    CHECK(reading_bytes(&a) <= LEAN_PACKED_BYTES(reading, MOST) + 2 * sizeof(void *));
    reading_init(&b, &test_debug.allocator);
    CHECK(reading_copy(&b, &a) && are(&b, MOST) && reading_copy(&b, &b) && are(&b, MOST));
    CHECK(reading_bytes(&a) + reading_bytes(&b) == test_debug.bytes);
    for (i = MOST; i-- != 0;) {
        CHECK(reading_pop(&a, &r) && same(&r, &model[i]));
        if (i % 7 == 0)
            CHECK(are(&a, i));
    }
    reading_free(&a);
    reading_free(&b);
    test_debug_end();
}

static void a_reserve_keeps_its_word(void) {
    reading_array a;
    size_t requests;
    test_debug_begin();
    reading_init(&a, &test_debug.allocator);
    CHECK(reading_reserve(&a, MOST));
    requests = test_debug.requests;
    fill(&a, MOST);
    CHECK(test_debug.requests == requests && are(&a, MOST));
    reading_free(&a);
    test_debug_end();
}

static void stale_bits_do_not_come_back(void) {
    flag_array a = LEAN_EMPTY;
    flag yes = LEAN_EMPTY, out;
    size_t n, i;
    yes.a = true;
    for (i = 0; i < 20; ++i)
        CHECK(flag_push(&a, &yes) == LEAN_OK);
    for (n = 20; n-- != 0;) {
        CHECK(flag_pop(&a, &out) && out.a);
        CHECK(n % 8 == 0 || bits_of(flag_data(&a), n, (unsigned)(8 - n % 8)) == 0);
        CHECK(flag_resize(&a, 20));
        for (i = 0; i < 20; ++i)
            CHECK(flag_get_a(&a, i) == (i < n));
        CHECK(flag_resize(&a, n));
    }
    flag_free(&a);
}

static void in_a_callers_memory(void) {
    unsigned char memory[LEAN_PACKED_BYTES(reading, 5)];
    reading_array a, b;
    reading r = a_reading();
    size_t bytes;
    for (bytes = 0; bytes <= sizeof memory; ++bytes) {
        const size_t room = bytes * 8 / 95;
        memset(memory, 0x5a, sizeof memory);
        reading_over(&a, memory, bytes);
        fill(&a, room);
        CHECK(reading_push(&a, &r) == LEAN_FULL && are(&a, room) && reading_bytes(&a) == 0);
        CHECK(!reading_reserve(&a, room + 1) && !reading_resize(&a, room + 1));
        CHECK(reading_reserve(&a, room) && reading_shrink(&a) && are(&a, room));
        CHECK(bytes == sizeof memory || memory[bytes] == 0x5a);
        CHECK(reading_view(&b, memory, room) && are(&b, room) && reading_bytes(&b) == 0);
        CHECK(room == 5 || !reading_copy(&a, &a) || are(&a, room));
        reading_free(&a);
        CHECK(reading_len(&a) == 0);
    }
    CHECK(reading_view(&b, memory, 4));
    reading_over(&a, memory, LEAN_PACKED_BYTES(reading, 3));
    CHECK(!reading_copy(&a, &b) && reading_len(&a) == 0);
    CHECK(!reading_view(&a, memory, SIZE_MAX) && reading_len(&a) == 0);
    reading_over(&a, memory, SIZE_MAX); /* as if it were so much */
    CHECK(a.records.block.cap * 8 + LEAN_PACKED_BITS(reading) > a.records.block.cap * 8);
}

static void too_many_records_are_refused(void) {
    reading_array a = LEAN_EMPTY;
    CHECK(!reading_reserve(&a, SIZE_MAX) && !reading_resize(&a, SIZE_MAX / 8));
    CHECK(!reading_reserve(&a, SIZE_MAX / 95 * 8) && reading_len(&a) == 0);
    CHECK(reading_bytes(&a) == 0);
#if LEAN_INDEX_BITS == 16 && !defined(TEST_SMALL)
    {
        flag_array b = LEAN_EMPTY;
        const flag no = LEAN_EMPTY;
        CHECK(flag_resize(&b, 65535) && !flag_resize(&b, 65536) && flag_push(&b, &no) == LEAN_FULL);
        CHECK(flag_len(&b) == 65535);
        flag_free(&b);
    }
#endif
}

static void one_record_in_its_own_bytes(void) {
    unsigned char memory[LEAN_PACKED_BYTES(reading, 1) + 1];
    unsigned k;
    for (k = 0; k < 50; ++k) {
        reading r = a_reading(), out;
        memset(memory, 0xff, sizeof memory);
        CHECK(reading_pack(memory, &r));
        reading_unpack(memory, &out);
        CHECK(same(&r, &out) && memory[sizeof memory - 1] == 0xff);
        CHECK(bits_of(memory, 95, 1) == 0 && bits_of(memory, 0, 18) == r.sensor);
        r.year = 1969;
        memset(memory, 0x33, sizeof memory);
        CHECK(!reading_pack(memory, &r) && memory[0] == 0x33 && memory[11] == 0x33);
    }
}

/* What is beside a record that is written stays, whatever bits they share a byte with. */
static void neighbours_stay(void) {
    almost_array a = LEAN_EMPTY;
    almost x[9];
    size_t i, k;
    for (i = 0; i < 9; ++i) {
        x[i].a = some() >> 9;
        x[i].b = (uint8_t)(test_random() % 128);
        CHECK(almost_push(&a, &x[i]) == LEAN_OK);
    }
    for (k = 0; k < 200; ++k) {
        const size_t at = test_random() % 9;
        x[at].a = some() >> 9;
        x[at].b = (uint8_t)(test_random() % 128);
        CHECK(almost_set(&a, at, &x[at]));
        for (i = 0; i < 9; ++i) {
            const almost y = almost_get(&a, i);
            CHECK(y.a == x[i].a && y.b == x[i].b);
        }
        CHECK(bits_of(almost_data(&a), 9 * 62, 2) == 0);
    }
    almost_free(&a);
}

/* ---- ranges ---- */

/* A value that does not fit is refused by every call, and nothing has changed. */
#define REFUSED(field, value)                                                                      \
    do {                                                                                           \
        reading r_ = model[1];                                                                     \
        reading_array was_ = a;                                                                    \
        r_.field = (value);                                                                        \
        CHECK(!reading_set_##field(&a, 1, (value)) && !reading_set(&a, 1, &r_));                   \
        CHECK(reading_push(&a, &r_) == LEAN_OUT_OF_RANGE && !reading_pack(spare, &r_));            \
        CHECK(!reading_write_##field(&a, 1, 1, &r_.field));                                        \
        CHECK(are(&a, 3) && same_object(&a, &was_));                                               \
    } while (0)

#define TAKEN(field, value)                                                                        \
    do {                                                                                           \
        model[1].field = (value);                                                                  \
        CHECK(reading_set_##field(&a, 1, (value)) && are(&a, 3));                                  \
    } while (0)

static void fields_end_where_they_end(void) {
    unsigned char spare[LEAN_PACKED_BYTES(reading, 1)];
    reading_array a = LEAN_EMPTY;
    fill(&a, 3);
    TAKEN(sensor, 0);
    TAKEN(sensor, 262143);
    REFUSED(sensor, 262144);
    REFUSED(sensor, UINT32_MAX);
    TAKEN(celsius, -256);
    TAKEN(celsius, 255);
    REFUSED(celsius, 256);
    REFUSED(celsius, -257);
    REFUSED(celsius, INT16_MIN);
    TAKEN(year, 1970);
    TAKEN(year, 2097);
    REFUSED(year, 1969);
    REFUSED(year, 2098);
    REFUSED(year, 0);
    REFUSED(year, 65535);
    TAKEN(trim, -20);
    TAKEN(trim, 11);
    REFUSED(trim, 12);
    REFUSED(trim, -21);
    TAKEN(step, -16);
    TAKEN(step, 15);
    REFUSED(step, 16);
    REFUSED(step, -17);
    REFUSED(step, INT32_MIN);
    TAKEN(valid, false);
    TAKEN(sky, SNOW);
    TAKEN(gain, 0x7e01);
    TAKEN(volts, -0.0f);
    reading_free(&a);
}

/* ---- columns ---- */

/* Every field of a type that has six, at every number, by all calls that read and write it. */
#define COLUMN(Name, field, T, at, width)                                                          \
    do {                                                                                           \
        static T out[MOST], in[MOST];                                                              \
        size_t i_, n_, from_;                                                                      \
        for (i_ = 0; i_ < MOST; ++i_) {                                                            \
            uint64_t raw = bits_of(Name##_data(&a), i_ * LEAN_PACKED_BITS(Name) + (at), (width));  \
            const uint64_t sign = UINT64_C(1) << ((width)-1);                                      \
            if ((T)-1 < (T)1)                                                                      \
                raw = (raw ^ sign) - sign;                                                         \
            in[i_] = (T)raw;                                                                       \
            CHECK(Name##_get_##field(&a, i_) == in[i_]);                                           \
            CHECK(Name##_get(&a, i_).field == in[i_]);                                             \
        }                                                                                          \
        for (from_ = 0; from_ < 9 && from_ < MOST; ++from_)                                        \
            for (n_ = 0; n_ <= MOST - from_; n_ += n_ < 40 ? 1 : 37) {                             \
                memset(out, 0x5a, sizeof out);                                                     \
                Name##_read_##field(&a, from_, n_, out);                                           \
                CHECK(memcmp(out, in + from_, n_ * sizeof(T)) == 0);                               \
                CHECK(n_ == MOST || *(unsigned char *)&out[n_] == 0x5a);                           \
            }                                                                                      \
        memset(copy, 0xa5, sizeof copy);                                                           \
        Name##_over(&b, copy, LEAN_PACKED_BYTES(Name, MOST));                                      \
        CHECK(Name##_copy(&b, &a));                                                                \
        memcpy(out, in, sizeof in);                                                                \
        CHECK(Name##_write_##field(&b, 0, MOST, in));                                              \
        CHECK(memcmp(copy, memory, LEAN_PACKED_BYTES(Name, MOST)) == 0);                           \
        for (i_ = 0; i_ < MOST; ++i_)                                                              \
            CHECK(Name##_set_##field(&b, MOST - 1 - i_, in[i_]));                                  \
        for (i_ = 0; i_ < MOST; ++i_)                                                              \
            CHECK(Name##_get_##field(&b, MOST - 1 - i_) == in[i_]);                                \
        for (i_ = 0; i_ < MOST; ++i_)                                                              \
            CHECK(Name##_set_##field(&b, i_, in[i_]));                                             \
        CHECK(memcmp(copy, memory, LEAN_PACKED_BYTES(Name, MOST)) == 0);                           \
    } while (0)

static unsigned char memory[72 * MOST], copy[72 * MOST];

static void scatter(size_t n) {
    size_t i;
    memset(memory, 0, sizeof memory);
    for (i = 0; i < n / 8; ++i)
        memory[i] = (unsigned char)test_random();
    if (n % 8 != 0)
        memory[n / 8] = (unsigned char)(test_random() & (0xffu >> (8 - n % 8)));
}

static void narrow_columns(void) {
    narrow_array a, b;
    scatter(LEAN_PACKED_BITS(narrow) * MOST);
    CHECK(narrow_view(&a, memory, MOST));
    COLUMN(narrow, a, uint8_t, 0, 1);
    COLUMN(narrow, b, uint8_t, 1, 7);
    COLUMN(narrow, c, uint8_t, 8, 8);
    COLUMN(narrow, d, int8_t, 16, 8);
    COLUMN(narrow, e, int16_t, 24, 9);
    COLUMN(narrow, f, uint16_t, 33, 16);
}

static void middle_columns(void) {
    middle_array a, b;
    scatter(LEAN_PACKED_BITS(middle) * MOST);
    CHECK(middle_view(&a, memory, MOST));
    COLUMN(middle, a, uint8_t, 0, 3);
    COLUMN(middle, b, uint32_t, 3, 25);
    COLUMN(middle, c, int32_t, 28, 26);
    COLUMN(middle, d, uint32_t, 54, 31);
    COLUMN(middle, e, int32_t, 85, 32);
    COLUMN(middle, f, uint64_t, 117, 33);
}

static void wide_columns(void) {
    wide_array a, b;
    scatter(LEAN_PACKED_BITS(wide) * MOST);
    CHECK(wide_view(&a, memory, MOST));
    COLUMN(wide, a, uint8_t, 0, 1);
    COLUMN(wide, b, uint64_t, 1, 57);
    COLUMN(wide, c, int64_t, 58, 58);
    COLUMN(wide, d, uint64_t, 116, 63);
    COLUMN(wide, e, int64_t, 179, 64);
    COLUMN(wide, f, uint64_t, 243, 64);
}

/* One bit a record, and more than 64 bytes of them. */
static void columns_of_short_and_long_records(void) {
    scatter(LEAN_PACKED_BITS(flag) * MOST);
    {
        flag_array a, b;
        CHECK(flag_view(&a, memory, MOST));
        COLUMN(flag, a, bool, 0, 1);
    }
    scatter(LEAN_PACKED_BITS(bytes) * MOST);
    {
        bytes_array a, b;
        CHECK(bytes_view(&a, memory, MOST));
        COLUMN(bytes, a, uint16_t, 0, 16);
        COLUMN(bytes, b, uint32_t, 16, 32);
        COLUMN(bytes, c, uint64_t, 48, 64);
    }
    scatter(LEAN_PACKED_BITS(far) * MOST);
    {
        far_array a, b;
        CHECK(far_view(&a, memory, MOST));
        COLUMN(far, x8, uint64_t, 512, 40);
        COLUMN(far, a, uint8_t, 552, 5);
        COLUMN(far, b, int16_t, 557, 12);
    }
}

#ifndef TEST_SMALL
/* Sixteen of these reach over one, two and six times as many bytes as are loaded at once. */
#define ONE_LOAD(F) F(u8, 5, a) F(u16, 9, b) F(i32, 10, c)
LEAN_DEFINE_PACKED(one_load, ONE_LOAD)
#define TWO_LOADS(F) F(u32, 25, a) F(i32, 20, b)
LEAN_DEFINE_PACKED(two_loads, TWO_LOADS)
#define SIX_LOADS(F) F(i32, 20, a) F(u64, 64, b) F(u64, 64, c) F(u32, 24, d)
LEAN_DEFINE_PACKED(six_loads, SIX_LOADS)

static void columns_by_the_bytes_of_sixteen(void) {
    scatter(LEAN_PACKED_BITS(one_load) * MOST);
    {
        one_load_array a, b;
        CHECK(one_load_view(&a, memory, MOST));
        COLUMN(one_load, a, uint8_t, 0, 5);
        COLUMN(one_load, b, uint16_t, 5, 9);
        COLUMN(one_load, c, int32_t, 14, 10);
    }
    scatter(LEAN_PACKED_BITS(two_loads) * MOST);
    {
        two_loads_array a, b;
        CHECK(two_loads_view(&a, memory, MOST));
        COLUMN(two_loads, a, uint32_t, 0, 25);
        COLUMN(two_loads, b, int32_t, 25, 20);
    }
    scatter(LEAN_PACKED_BITS(six_loads) * MOST);
    {
        six_loads_array a, b;
        CHECK(six_loads_view(&a, memory, MOST));
        COLUMN(six_loads, a, int32_t, 0, 20);
        COLUMN(six_loads, d, uint32_t, 148, 24);
    }
}
#endif

static void columns_with_a_base(void) {
    static uint16_t years[MOST], out[MOST];
    static int8_t trims[MOST];
    reading_array a = LEAN_EMPTY;
    size_t i;
    fill(&a, MOST);
    reading_read_year(&a, 0, MOST, years);
    reading_read_trim(&a, 0, MOST, trims);
    for (i = 0; i < MOST; ++i)
        CHECK(years[i] == model[i].year && trims[i] == model[i].trim);
    memcpy(out, years, sizeof out);
    for (i = 0; i < MOST; ++i) { /* one in all of them that does not fit */
        out[i] = 2098;
        CHECK(!reading_write_year(&a, 0, MOST, out));
        out[i] = years[i];
    }
    CHECK(are(&a, MOST));
    for (i = 0; i < MOST; ++i)
        out[i] = model[i].year = (uint16_t)(1970 + i % 128);
    CHECK(reading_write_year(&a, 0, MOST, out) && are(&a, MOST));
    reading_free(&a);
}

/* ---- memory ---- */

static void growing_without_memory(void) {
    reading_array a, was;
    size_t n = 0, i;
    reading_init(&a, &test_debug.allocator);
    for (i = 0; i < 10; ++i) {
        const reading r = a_reading();
        was = a;
        if (reading_push(&a, &r) == LEAN_OK)
            model[n++] = r;
        else
            CHECK(same_object(&a, &was));
    }
    CHECK(are(&a, n));
    was = a;
    CHECK(reading_reserve(&a, 11) || same_object(&a, &was));
    CHECK(are(&a, n));
    was = a;
    CHECK(reading_resize(&a, 12) || same_object(&a, &was));
    (void)reading_resize(&a, n);
    was = a;
    CHECK(reading_shrink(&a) || same_object(&a, &was));
    CHECK(are(&a, n) && reading_bytes(&a) == test_debug.bytes);
    reading_free(&a);
}

static void copies_without_memory(void) {
    reading_array a = LEAN_EMPTY, b, was;
    fill(&a, 5);
    reading_init(&b, &test_debug.allocator);
    (void)reading_push(&b, &model[0]);
    was = b;
    if (reading_copy(&b, &a))
        CHECK(are(&b, 5));
    else
        CHECK(same_object(&b, &was) && (reading_len(&b) == 0 || has(&b, 0, &model[0])));
    reading_free(&b);
    reading_free(&a);
}

static void out_of_memory(void) {
    SWEEP(growing_without_memory);
    SWEEP(copies_without_memory);
}

#ifndef TEST_SMALL
/* Every field alone and by columns, of n records in just their bytes. */
static void alone(unsigned char *at32, unsigned char *at64, size_t n) {
    static uint32_t a[MOST], b[MOST], c[MOST], out[MOST];
    word32_array w;
    word64_array x;
    size_t i;
    word32_over(&w, at32, LEAN_PACKED_BYTES(word32, n));
    word64_over(&x, at64, LEAN_PACKED_BYTES(word64, n));
    CHECK(word32_resize(&w, n) && word64_resize(&x, n));
    for (i = 0; i < n; ++i) {
        a[i] = test_random() >> 14;
        b[i] = test_random() >> 6;
        c[i] = test_random() >> 2;
        CHECK(word32_set_a(&w, i, a[i]) && word32_set_b(&w, i, (uint8_t)(b[i] % 64)));
        CHECK(word32_set_c(&w, i, c[i] % 2 != 0) && !word32_set_b(&w, i, 64));
        CHECK(word64_set_a(&x, i, (uint8_t)(a[i] % 2)) && word64_set_b(&x, i, b[i]));
        CHECK(word64_set_c(&x, i, c[i]) && !word64_set_c(&x, i, UINT32_C(1) << 30));
    }
    for (i = 0; i < n; ++i) {
        CHECK(word32_get_a(&w, i) == a[i] && bits_of(at32, i * 25, 18) == a[i]);
        CHECK(word32_get_b(&w, i) == b[i] % 64 && bits_of(at32, i * 25 + 18, 6) == b[i] % 64);
        CHECK(word32_get_c(&w, i) == (c[i] % 2 != 0) && bits_of(at32, i * 25 + 24, 1) == c[i] % 2);
        CHECK(word64_get_a(&x, i) == a[i] % 2 && bits_of(at64, i * 57, 1) == a[i] % 2);
        CHECK(word64_get_b(&x, i) == b[i] && bits_of(at64, i * 57 + 1, 26) == b[i]);
        CHECK(word64_get_c(&x, i) == c[i] && bits_of(at64, i * 57 + 27, 30) == c[i]);
    }
    CHECK(word32_write_a(&w, 0, n, a) && word64_write_b(&x, 0, n, b) &&
          word64_write_c(&x, 0, n, c));
    word32_read_a(&w, 0, n, out);
    CHECK(memcmp(out, a, n * sizeof *a) == 0);
    word64_read_b(&x, 0, n, out);
    CHECK(memcmp(out, b, n * sizeof *b) == 0);
    word64_read_c(&x, 0, n, out);
    CHECK(memcmp(out, c, n * sizeof *c) == 0);
    c[n / 2] = UINT32_C(1) << 30;
    CHECK(!word64_write_c(&x, 0, n, c) && word64_get_c(&x, n / 2) == out[n / 2]);
}

static void words_stay_within_records(void) {
    static unsigned char at32[LEAN_PACKED_BYTES(word32, MOST)],
        at64[LEAN_PACKED_BYTES(word64, MOST)];
    short32_array s = LEAN_EMPTY;
    short64_array t = LEAN_EMPTY;
    size_t n;
    for (n = 1; n < MOST; n += 1 + n / 8)
        alone(at32, at64, n);
    for (n = 0; n < 9; ++n) {
        const short32 u = {(uint32_t)n * 29000, (uint8_t)(n * 7)};
        const short64 v = {(uint8_t)(n % 2), (uint64_t)n << 51};
        CHECK(short32_push(&s, &u) == LEAN_OK && short64_push(&t, &v) == LEAN_OK);
        CHECK(short32_shrink(&s) && short64_shrink(&t));
        CHECK(short32_set_b(&s, n, (uint8_t)(63 - n)) && short32_get_a(&s, n) == u.a);
        CHECK(short64_set_b(&t, n, v.b + n) && short64_get_a(&t, n) == v.a);
        CHECK(short32_get_b(&s, n) == 63 - n && short64_get_b(&t, n) == v.b + n);
    }
    short32_free(&s);
    short64_free(&t);
}
#endif

#ifdef GUARDS
/* Records between pages that may not be touched. */
static void not_a_byte_outside_is_touched(void) {
    const size_t region = 65536;
    void *all = mmap(NULL, 3 * region, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    unsigned char *const first = (unsigned char *)all + region;
    static uint32_t u32s[MOST];
    static int16_t i16s[MOST];
    static uint8_t u8s[MOST];
    static bool bools[MOST];
    size_t n;
    unsigned at_end;
    CHECK(all != MAP_FAILED && mprotect(first, region, PROT_READ | PROT_WRITE) == 0);
    for (n = 1; n < MOST; ++n)
        for (at_end = 0; at_end < 2; ++at_end) {
            const size_t need = LEAN_PACKED_BYTES(reading, n), i = n / 3;
            unsigned char *const at = at_end != 0 ? first + region - need : first;
            reading_array a;
            middle_array m;
            flag_array f;
            reading out;
            reading_over(&a, at, need);
            fill(&a, n);
            CHECK(are(&a, n));
            reading_read_sensor(&a, i, n - i, u32s);
            reading_read_celsius(&a, i, n - i, i16s);
            CHECK(u32s[n - i - 1] == model[n - 1].sensor && i16s[0] == model[i].celsius);
            CHECK(reading_write_sensor(&a, i, n - i, u32s) && are(&a, n));
            CHECK(reading_pop(&a, &out) && same(&out, &model[n - 1]));
            CHECK(middle_view(&m, first + region - LEAN_PACKED_BYTES(middle, n), n));
            middle_read_b(&m, 0, n, u32s);
            CHECK(u32s[n - 1] == middle_get(&m, n - 1).b);
            middle_read_d(&m, 0, n, u32s);
            CHECK(u32s[n - 1] == middle_get_d(&m, n - 1));
            middle_read_a(&m, 0, n, u8s);
            CHECK(u8s[n - 1] == middle_get_a(&m, n - 1));
            /* Up to 64 of these are in so few bytes that no load of eight may begin at any. */
            CHECK(flag_view(&f, first + region - LEAN_PACKED_BYTES(flag, n), n));
            flag_read_a(&f, 0, n, bools);
            CHECK(bools[n - 1] == flag_get_a(&f, n - 1));
            if (at_end != 0)
                alone(first + region - LEAN_PACKED_BYTES(word32, n),
                      first + region / 2 - LEAN_PACKED_BYTES(word64, n), n);
            else
                alone(first, first + region - LEAN_PACKED_BYTES(word64, n), n);
        }
    munmap(all, 3 * region);
}
#endif

/* Doubles have all their bits, where there are doubles of 64. */
#if defined(__AVR__)
#define doubles_keep_all_their_bits all_zero_is_empty
#else
#define PRECISE(F) F(bool, 1, is) F(f64, 64, x)
LEAN_DEFINE_PACKED(precise, PRECISE)
static void doubles_keep_all_their_bits(void) {
    precise_array a = LEAN_EMPTY;
    unsigned k;
    for (k = 0; k < 100; ++k) {
        const uint64_t bits = some() & UINT64_C(0xbfffffffffffffff);
        precise p = LEAN_EMPTY;
        double x;
        memcpy(&p.x, &bits, sizeof p.x);
        p.is = k % 2 != 0;
        CHECK(precise_push(&a, &p) == LEAN_OK);
        x = precise_get_x(&a, k);
        CHECK(memcmp(&x, &bits, sizeof x) == 0 && precise_get_is(&a, k) == p.is);
        CHECK(bits_of(precise_data(&a), k * 65 + 1, 64) == bits);
    }
    precise_free(&a);
}
#endif

int main(void) {
    test_begin("test_packed");
    RUN(sizes_are_those_of_the_bits);
    RUN(bytes_are_the_same_on_every_machine);
    RUN(all_zero_is_empty);
    RUN(records_come_back);
    RUN(a_reserve_keeps_its_word);
    RUN(stale_bits_do_not_come_back);
    RUN(in_a_callers_memory);
    RUN(too_many_records_are_refused);
    RUN(one_record_in_its_own_bytes);
    RUN(neighbours_stay);
    RUN(fields_end_where_they_end);
    RUN(narrow_columns);
    RUN(middle_columns);
    RUN(wide_columns);
    RUN(columns_of_short_and_long_records);
#ifndef TEST_SMALL
    RUN(columns_by_the_bytes_of_sixteen);
#endif
    RUN(columns_with_a_base);
    RUN(doubles_keep_all_their_bits);
    RUN(out_of_memory);
#ifndef TEST_SMALL
    RUN(words_stay_within_records);
#endif
#ifdef GUARDS
    RUN(not_a_byte_outside_is_touched);
#endif
    return test_end();
}
