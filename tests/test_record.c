/* [RECORD] in header order: values, text, bytes, what is malformed, and where memory runs out. */
#define LEAN_WITH_DEBUG
#define LEAN_WITH_ARRAY
#define LEAN_WITH_RECORD
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include <string.h>
/* The conversions of these are known to be exact. */
#if defined(__linux__) && !defined(TEST_SMALL)
#include <stdlib.h>
#define EXACT
#endif

/* STEP: of how many half floats one is tried. SOME: how many random floats of each type. */
#ifdef TEST_SMALL
#define STEP 509
#define SOME 20
#define ROOM 180
#else
#define STEP 1
#define SOME 750
#define ROOM 1000
#endif
#define DOUBLES (sizeof(double) == 8)

/* An AVR keeps tables that are not to fill its memory in flash, which it reads by other means. */
#ifdef __AVR__
#include <avr/pgmspace.h>
#define FLASH PROGMEM
#define FETCH(to, from) memcpy_P((to), (from), sizeof *(to))
#else
#define FLASH
#define FETCH(to, from) memcpy((to), (from), sizeof *(to))
#endif

/* ---- records ---- */

#define PAIR(VAL, ...) VAL(u8, a) VAL(u8, b)
LEAN_DEFINE_STRUCT(pair, PAIR)
#define WORD(VAL, ARR, SUB, STR, ...) STR(s)
LEAN_DEFINE_STRUCT(word, WORD)
#define LIST(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, ...) MANY(u16, xs, n)
LEAN_DEFINE_LOOSE_STRUCT(list, LIST)
#define REALS(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, ...) MANY(f32, xs, n)
LEAN_DEFINE_LOOSE_STRUCT(reals, REALS)
#define BYTES(VAL, ARR, ...) ARR(i8, 2, v)
LEAN_DEFINE_STRUCT(bytes, BYTES)
#define FLAGS(VAL, ARR, ...) ARR(bool, 2, v)
LEAN_DEFINE_STRUCT(flags, FLAGS)
#define REAL(VAL, ...) VAL(f32, x)
LEAN_DEFINE_STRUCT(real, REAL)
#define FLAG(VAL, ...) VAL(bool, x)
LEAN_DEFINE_STRUCT(flag, FLAG)
#define WIDE(VAL, ...) VAL(u64, a) VAL(i64, b)
LEAN_DEFINE_STRUCT(wide, WIDE)

/* One of every kind that a record can have. */
#define SPOT(VAL, ARR, ...) VAL(f32, x) VAL(f16, y) ARR(i8, 2, z)
LEAN_DEFINE_STRUCT(spot, SPOT)
typedef uint16_t things_handle;
#define NOTE(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, ...)                                      \
    STR(name)                                                                                      \
    MANY(u16, tags, n_tags) SUB(spot, at) VAL(u32, id) WEAK(things, of) ARR(bool, 2, flags)
LEAN_DEFINE_LOOSE_STRUCT(note, NOTE)

/* One of every dtype, with padding on most machines. */
#define DTYPES(VAL, ...)                                                                           \
    VAL(u8, a)                                                                                     \
    VAL(u64, b)                                                                                    \
    VAL(i8, c)                                                                                     \
    VAL(i64, d)                                                                                    \
    VAL(u16, e) VAL(u32, f) VAL(i16, g) VAL(i32, h) VAL(f16, i) VAL(f32, j) VAL(bool, k) VAL(f64, l)
LEAN_DEFINE_LOOSE_STRUCT(dtypes, DTYPES)

/* In each other as deep as can be. */
#define D0(VAL, ...) VAL(u8, v)
#define D1(VAL, ARR, SUB, ...) SUB(d0, d) VAL(u8, v)
#define D2(VAL, ARR, SUB, ...) VAL(u8, v) SUB(d1, d)
#define D3(VAL, ARR, SUB, ...) SUB(d2, d) VAL(u8, v)
#define D4(VAL, ARR, SUB, ...) SUB(d3, d)
#define D5(VAL, ARR, SUB, ...) SUB(d4, d) SUB(d0, e)
#define D6(VAL, ARR, SUB, ...) SUB(d5, d) VAL(u8, v)
LEAN_DEFINE_STRUCT(d0, D0)
LEAN_DEFINE_STRUCT(d1, D1)
LEAN_DEFINE_STRUCT(d2, D2)
LEAN_DEFINE_STRUCT(d3, D3)
LEAN_DEFINE_STRUCT(d4, D4)
LEAN_DEFINE_STRUCT(d5, D5)
LEAN_DEFINE_STRUCT(d6, D6)

/* What is no record. */
LEAN_DEFINE_ARRAY(ages, uint8_t)
#define OWNS(VAL, ARR, SUB, STR, OWN, ...) OWN(pair, p)
LEAN_DEFINE_STRUCT(owns, OWNS)
#define SHARES(VAL, ARR, SUB, STR, OWN, SHARE, ...) SHARE(pair, p)
LEAN_DEFINE_STRUCT(shares, SHARES)
#define PAIRS(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, ...) MANY(pair, p, n)
LEAN_DEFINE_LOOSE_STRUCT(pairs, PAIRS)
#define HOLDS(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, HOLD) HOLD(ages, a)
LEAN_DEFINE_STRUCT(holds, HOLDS)
#define WITHIN(VAL, ARR, SUB, ...) VAL(u64, first) SUB(owns, o)
LEAN_DEFINE_LOOSE_STRUCT(within, WITHIN)

/* A description without names, as LEAN_NO_NAMES makes them. */
static const lean_struct *bare_spot(void) {
    static lean_struct bare;
    bare = *spot_struct();
    bare.names = "";
    return &bare;
}

static const lean_struct *bare_note(void) {
    static lean_struct bare;
    static lean_target targets[3];
    bare = *note_struct();
    memcpy(targets, bare.targets, note_targets_ * sizeof targets[0]);
    targets[note_at_target_].describe = bare_spot;
    bare.targets = targets;
    bare.names = "";
    return &bare;
}

/* A struct of one number of a dtype, without a name: its text is [number]. */
static const lean_struct *cell_of(unsigned code) {
    static lean_field field;
    static lean_struct cell;
    field.count = 1;
    field.kind = LEAN_KIND_VAL;
    field.dtype = (uint8_t)code;
    cell.fields = &field;
    cell.names = "";
    cell.size = (uint16_t)(code == LEAN_DTYPE_BOOL ? 1 : lean_dtype_size((lean_dtype)code));
    cell.align = 1;
    cell.n = 1;
    return &cell;
}

static void cell_put(void *out, uint64_t bits, size_t size) {
    const uint8_t b8 = (uint8_t)bits;
    const uint16_t b16 = (uint16_t)bits;
    const uint32_t b32 = (uint32_t)bits;
    memcpy(out,
           size == 1   ? (const void *)&b8
           : size == 2 ? (const void *)&b16
           : size == 4 ? (const void *)&b32
                       : (const void *)&bits,
           size);
}

static uint64_t cell_get(const void *in, size_t size) {
    uint8_t b8;
    uint16_t b16 = 0;
    uint32_t b32 = 0;
    uint64_t b64 = 0;
    memcpy(&b8, in, 1);
    memcpy(&b16, in, size >= 2 ? 2 : 0);
    memcpy(&b32, in, size >= 4 ? 4 : 0);
    memcpy(&b64, in, size >= 8 ? 8 : 0);
    return size == 1 ? b8 : size == 2 ? b16 : size == 4 ? b32 : b64;
}

static char text[ROOM];
static unsigned char wire[ROOM];

static lean_status parse(const lean_struct *type, void *record, const char *from, size_t *at) {
    return lean_record_parse(type, record, &test_debug.allocator, from, strlen(from), at);
}

static bool parses(const lean_struct *type, void *record, const char *from) {
    size_t at = SIZE_MAX;
    const lean_status status = parse(type, record, from, &at);
    return status == LEAN_OK && at == strlen(from);
}

static bool writes_text(const lean_struct *type, const void *record, const char *expected) {
    const size_t n = lean_record_text(type, record, text, sizeof text);
    return n == strlen(expected) && strcmp(text, expected) == 0;
}

static uint16_t some_tags[] = {1, 65535, 300};

/* Somebody else's name and tags, so not to be freed. */
static note example(char *name, uint16_t n_tags) {
    note a = LEAN_EMPTY;
    a.name = name;
    a.tags = some_tags;
    a.n_tags = n_tags;
    a.at.x = 0.5f;
    a.at.y = 0xbc00;
    a.at.z[0] = 3;
    a.at.z[1] = -4;
    a.id = UINT32_C(4000000000);
    a.of = 9;
    a.flags[0] = true;
    return a;
}

static char ann[] = "Ann";
static const char ann_in_text[] =
    "{\"name\": \"Ann\", \"tags\": [1, 65535], \"at\": {\"x\": 0.5, \"y\": -1, \"z\": [3, -4]}, "
    "\"id\": 4000000000, \"of\": 9, \"flags\": [true, false]}";

static void fill(dtypes *a) {
    a->a = 255;
    a->b = UINT64_C(0x0123456789abcdef);
    a->c = -128;
    a->d = -2;
    a->e = 0xfedc;
    a->f = UINT32_C(0x89abcdef);
    a->g = -32768;
    a->h = -3;
    a->i = 0x3555;
    a->j = -0.15625f;
    a->k = true;
    a->l = 1024.25;
}

/* ---- which structs are records ---- */

static void no_record(const lean_struct *type) {
    unsigned char record[sizeof(within) + sizeof(pairs) + sizeof(holds)], before[sizeof record];
    size_t at = 7;
    memset(record, 0, sizeof record);
    memset(before, 0, sizeof before);
    CHECK(!lean_record_valid(type));
    text[0] = text[1] = 'x';
    CHECK(lean_record_text(type, record, text, 2) == 0 && text[0] == 0 && text[1] == 'x');
    CHECK(lean_record_text(type, record, NULL, 0) == 0);
    CHECK(lean_record_write(type, record, wire, sizeof wire) == 0);
    memset(record, 0xa5, sizeof record);
    memset(before, 0xa5, sizeof before);
    CHECK(lean_record_parse(type, record, NULL, "[]", 2, &at) == LEAN_BAD_ARGUMENT);
    CHECK(lean_record_read(type, record, NULL, "\0\0\0\0", 4, &at) == LEAN_BAD_ARGUMENT);
    CHECK(at == 0 && memcmp(record, before, sizeof record) == 0);
}

static void structs_of_what_means_something_elsewhere_are_records(void) {
    CHECK(lean_record_valid(pair_struct()) && lean_record_valid(word_struct()));
    CHECK(lean_record_valid(list_struct()) && lean_record_valid(bytes_struct()));
    CHECK(lean_record_valid(note_struct()) && lean_record_valid(dtypes_struct()));
    CHECK(lean_record_valid(d6_struct()) && lean_record_valid(bare_note()));
    no_record(owns_struct());
    no_record(shares_struct());
    no_record(pairs_struct());
    no_record(holds_struct());
    no_record(within_struct());
}

/* ---- equality, order, hash ---- */

static int sign_of(int x) {
    return (x > 0) - (x < 0);
}

/* What compare, equal and hash say of two records, held against the order they should have. */
static void ordered(const lean_struct *type, const void *a, const void *b, int order) {
    CHECK(sign_of(lean_record_compare(type, a, b)) == order);
    CHECK(sign_of(lean_record_compare(type, b, a)) == -order);
    CHECK(lean_record_equal(type, a, b) == (order == 0));
    CHECK((lean_record_hash(type, a, 5) == lean_record_hash(type, b, 5)) == (order == 0));
}

/* Numbers of a type in their order; those of one rank are equal. */
typedef struct ranked {
    uint64_t bits;
    int rank;
} ranked;

static void ranked_numbers(unsigned code, const ranked *numbers, unsigned n) {
    const lean_struct *type = cell_of(code);
    unsigned char a[8], b[8];
    unsigned i, j;
    for (i = 0; i < n; ++i) {
        for (j = 0; j < n; ++j) {
            cell_put(a, numbers[i].bits, type->size);
            cell_put(b, numbers[j].bits, type->size);
            ordered(type, a, b, sign_of(numbers[i].rank - numbers[j].rank));
        }
    }
}

static void integers_are_ordered(void) {
    unsigned code;
    for (code = LEAN_U8; code <= LEAN_I64; ++code) {
        const unsigned bits = 8 * (unsigned)lean_dtype_size((lean_dtype)code);
        const uint64_t all = UINT64_MAX >> (64 - bits), top = UINT64_C(1) << (bits - 1);
        const bool is_signed = code >= LEAN_I8;
        ranked numbers[6];
        numbers[0].bits = 0;
        numbers[1].bits = 1;
        numbers[2].bits = top - 1;
        numbers[3].bits = top;
        numbers[4].bits = top + 1;
        numbers[5].bits = all;
        for (unsigned i = 0; i < 6; ++i)
            numbers[i].rank = (int)i - (is_signed && i >= 3 ? 6 : 0);
        ranked_numbers(code, numbers, 6);
    }
    const ranked bools[] = {{0, 0}, {1, 1}};
    ranked_numbers(LEAN_DTYPE_BOOL, bools, 2);
}

static void float_order(unsigned code, unsigned fraction, unsigned exponent) {
    const uint64_t sign = UINT64_C(1) << (fraction + exponent),
                   infinity = sign - (sign >> exponent);
    const uint64_t one = infinity / 2 & ~((UINT64_C(1) << fraction) - 1);
    ranked numbers[16] = {{0, -4}, {0, -3}, {0, -2}, {0, -1}, {0, 0}, {0, 0}, {0, 1}, {0, 2},
                          {0, 3},  {0, 4},  {0, 5},  {0, 6},  {0, 6}, {0, 6}, {0, 6}, {0, 6}};
    numbers[0].bits = sign | infinity;
    numbers[1].bits = sign | (infinity - 1);
    numbers[2].bits = sign | one;
    numbers[3].bits = sign | 1;
    numbers[4].bits = sign;
    numbers[6].bits = 1;
    numbers[7].bits = one;
    numbers[8].bits = one + 1;
    numbers[9].bits = infinity - 1;
    numbers[10].bits = infinity;
    numbers[11].bits = infinity + 1;
    numbers[12].bits = infinity | infinity / 2;
    numbers[13].bits = sign - 1;
    numbers[14].bits = sign | (infinity + 1);
    numbers[15].bits = sign | (sign - 1);
    ranked_numbers(code, numbers, 16);
}

static void floats_are_ordered_with_equal_zeros_and_nans(void) {
    float_order(LEAN_F16, 10, 5);
    float_order(LEAN_F32, 23, 8);
    if (DOUBLES)
        float_order(LEAN_F64, 52, 11);
    else
        float_order(LEAN_F64, 23, 8);
}

static void strings_are_ordered_by_their_bytes(void) {
    static char texts[][5] = {"", "\1", "a", "a\1", "aa", "ab", "b", "\x7f", "\x80", "\xff"};
    word a, b;
    size_t i, j;
    for (i = 0; i < sizeof texts / sizeof texts[0]; ++i) {
        a.s = NULL;
        b.s = texts[i];
        ordered(word_struct(), &a, &b, -1);
        for (j = 0; j < sizeof texts / sizeof texts[0]; ++j) {
            char copy[5];
            memcpy(copy, texts[j], sizeof copy);
            a.s = texts[i];
            b.s = copy;
            ordered(word_struct(), &a, &b, (i > j) - (i < j));
        }
    }
    a.s = b.s = NULL;
    ordered(word_struct(), &a, &b, 0);
}

static void many_are_ordered_item_by_item(void) {
    static uint16_t lists[][3] = {{0, 0, 0}, {0, 9, 0}, {1, 0, 0},
                                  {1, 2, 0}, {1, 2, 3}, {256, 0, 0}};
    static const uint8_t lengths[] = {1, 2, 1, 2, 3, 1};
    float zeros[] = {0.0f, 0.0f};
    reals x = LEAN_EMPTY, y = LEAN_EMPTY;
    list a = LEAN_EMPTY, b = LEAN_EMPTY;
    int i, j;
    for (i = 0; i < 6; ++i) {
        a.xs = NULL;
        a.n = 0;
        b.xs = lists[i];
        b.n = lengths[i];
        ordered(list_struct(), &a, &b, -1);
        for (j = 0; j < 6; ++j) {
            a.xs = lists[j];
            a.n = lengths[j];
            ordered(list_struct(), &a, &b, sign_of(j - i));
        }
    }
    b.n = 0; /* no items somewhere are no items nowhere */
    a.xs = NULL;
    ordered(list_struct(), &a, &b, 0);
    x.xs = &zeros[0];
    y.xs = &zeros[1];
    x.n = y.n = 1;
    zeros[1] = -zeros[1];
    ordered(reals_struct(), &x, &y, 0);
}

static void every_field_counts_and_padding_does_not(void) {
    dtypes a, b;
    size_t i;
    memset(&a, 0, sizeof a);
    memset(&b, 0xff, sizeof b);
    fill(&a);
    fill(&b);
    ordered(dtypes_struct(), &a, &b, 0);
    for (i = 0; i < dtypes_struct()->n; ++i) {
        unsigned char *field = (unsigned char *)&b + dtypes_struct()->fields[i].at;
        unsigned char byte;
        fill(&b);
        field += lean_struct_field_size(dtypes_struct(), i) / 2;
        byte = *field;
        *field = byte ^ 1;
        CHECK(!lean_record_equal(dtypes_struct(), &a, &b));
        CHECK(lean_record_hash(dtypes_struct(), &a, 0) != lean_record_hash(dtypes_struct(), &b, 0));
    }
}

static void order_is_that_of_the_first_field_that_differs(void) {
    note a = example(ann, 2), b = example(ann, 2);
    ordered(note_struct(), &a, &b, 0);
    a.flags[1] = true;
    ordered(note_struct(), &a, &b, 1);
    b.of = 10;
    ordered(note_struct(), &a, &b, -1);
    a.at.z[1] = -3;
    ordered(note_struct(), &a, &b, 1);
    b.n_tags = 3;
    ordered(note_struct(), &a, &b, -1);
    b.name = NULL;
    ordered(note_struct(), &a, &b, 1);
}

static void where_items_end_is_hashed(void) {
    static char parts[][3] = {"", "ab", "a", "b"};
    note a = example(parts[0], 2), b = example(parts[1], 2);
    CHECK(lean_record_hash(note_struct(), &a, 0) != lean_record_hash(note_struct(), &b, 0));
    CHECK(lean_record_hash(note_struct(), &a, 0) != lean_record_hash(note_struct(), &a, 1));
    b = example(NULL, 2);
    CHECK(lean_record_hash(note_struct(), &a, 0) != lean_record_hash(note_struct(), &b, 0));
    CHECK(lean_record_hash(note_struct(), &b, 0) == lean_record_hash(bare_note(), &b, 0));
}

static void hashes_are_those_of_every_machine(void) {
    note a = example(ann, 3);
    dtypes b;
    fill(&b);
    CHECK(lean_record_hash(note_struct(), &a, 0) == UINT64_C(0x454dd3050fa16059));
    CHECK(lean_record_hash(note_struct(), &a, UINT64_C(0x123456789abcdef0)) ==
          UINT64_C(0xa9c7b6809b03019c));
    CHECK(lean_record_hash(dtypes_struct(), &b, 1) == UINT64_C(0x6130e80aec67b9d4));
}

/* ---- text ---- */

static void text_is_cut_as_snprintf_does(void) {
    const note a = example(ann, 2);
    const size_t need = strlen(ann_in_text);
    size_t cap;
    CHECK(lean_record_text(note_struct(), &a, NULL, 0) == need);
    for (cap = 0; cap <= need + 2; ++cap) {
        const size_t kept = cap == 0 ? 0 : cap <= need ? cap - 1 : need;
        memset(text, 'x', sizeof text);
        CHECK(lean_record_text(note_struct(), &a, text, cap) == need);
        CHECK(memcmp(text, ann_in_text, kept) == 0);
        CHECK(cap == 0 || text[kept] == 0);
        CHECK(text[kept + (cap != 0)] == 'x' && text[need + 3] == 'x');
    }
}

static void texts_are_what_they_should_be(void) {
    static char quoted[] = "\"\\/\b\x1f\x7f\xc3\xa9";
    note a = example(ann, 2);
    dtypes b;
    CHECK(writes_text(note_struct(), &a, ann_in_text));
    CHECK(writes_text(bare_note(), &a,
                      "[\"Ann\", [1, 65535], [0.5, -1, [3, -4]], 4000000000, 9, [true, false]]"));
    a.name = NULL;
    a.n_tags = 0;
    CHECK(writes_text(bare_note(), &a,
                      "[null, [], [0.5, -1, [3, -4]], 4000000000, 9, [true, false]]"));
    a.name = quoted;
    CHECK(writes_text(bare_note(), &a,
                      "[\"\\\"\\\\/\\u0008\\u001f\x7f\xc3\xa9\", [], [0.5, -1, [3, -4]], "
                      "4000000000, 9, [true, false]]"));
    fill(&b);
    CHECK(writes_text(dtypes_struct(), &b,
                      "{\"a\": 255, \"b\": 81985529216486895, \"c\": -128, \"d\": -2, "
                      "\"e\": 65244, \"f\": 2309737967, \"g\": -32768, \"h\": -3, "
                      "\"i\": 0.3333, \"j\": -0.15625, \"k\": true, \"l\": 1024.25}"));
}

/* A number and its text, which stand for each other. */
typedef struct written {
    uint8_t code;
    uint64_t bits;
    char text[28];
} written;

static const written numbers_written[] FLASH = {
    {LEAN_U8, 0, "[0]"},
    {LEAN_U64, UINT64_MAX, "[18446744073709551615]"},
    {LEAN_U64, UINT64_C(10000000000000000000), "[10000000000000000000]"},
    {LEAN_I64, UINT64_C(1) << 63, "[-9223372036854775808]"},
    {LEAN_I64, UINT64_MAX, "[-1]"},
    {LEAN_I8, 0x80, "[-128]"},
    {LEAN_I16, 0x7fff, "[32767]"},
    {LEAN_DTYPE_BOOL, 0, "[false]"},
    {LEAN_F16, 0x7bff, "[65500]"},
    {LEAN_F16, 0x0001, "[6e-8]"},
    {LEAN_F16, 0x03ff, "[0.000061]"},
    {LEAN_F16, 0x0400, "[0.00006104]"},
    {LEAN_F16, 0x3c01, "[1.001]"},
    {LEAN_F16, 0x6801, "[2050]"},
    {LEAN_F16, 0xfc00, "[-Infinity]"},
    {LEAN_F16, 0x7e00, "[NaN]"},
    {LEAN_F32, 0x00000000, "[0]"},
    {LEAN_F32, 0x80000000, "[-0]"},
    {LEAN_F32, 0x3dcccccd, "[0.1]"},
    {LEAN_F32, 0x3eaaaaab, "[0.33333334]"},
    {LEAN_F32, 0xc2f6e979, "[-123.456]"},
    {LEAN_F32, 0x4b800000, "[16777216]"},
    {LEAN_F32, 0x60ad78ec, "[100000000000000000000]"},
    {LEAN_F32, 0x6258d727, "[1e+21]"},
    {LEAN_F32, 0x358637bd, "[0.000001]"},
    {LEAN_F32, 0x33d6bf95, "[1e-7]"},
    {LEAN_F32, 0x350637bd, "[5e-7]"},
    {LEAN_F32, 0x00000001, "[1e-45]"},
    {LEAN_F32, 0x007fffff, "[1.1754942e-38]"},
    {LEAN_F32, 0x00800000, "[1.1754944e-38]"},
    {LEAN_F32, 0x7f7fffff, "[3.4028235e+38]"},
    {LEAN_F32, 0x7f800000, "[Infinity]"},
    {LEAN_F32, 0x7fc00000, "[NaN]"},
};

static const written doubles_written[] FLASH = {
    {LEAN_F64, UINT64_C(0x3fb999999999999a), "[0.1]"},
    {LEAN_F64, UINT64_C(0x3fd3333333333334), "[0.30000000000000004]"},
    {LEAN_F64, UINT64_C(0x4340000000000000), "[9007199254740992]"},
    {LEAN_F64, UINT64_C(0x441ac53a7e04bcda), "[123456789012345680000]"},
    {LEAN_F64, UINT64_C(0x444b1ae4d6e2ef50), "[1e+21]"},
    {LEAN_F64, UINT64_C(0x444b1ae4d6e2ef4f), "[999999999999999900000]"},
    {LEAN_F64, UINT64_C(0x44b52d02c7e14af6), "[1e+23]"},
    {LEAN_F64, UINT64_C(0x3eb0c6f7a0b5ed8d), "[0.000001]"},
    {LEAN_F64, UINT64_C(0x3e7ad7f29abcaf48), "[1e-7]"},
    {LEAN_F64, UINT64_C(0x0000000000000001), "[5e-324]"},
    {LEAN_F64, UINT64_C(0x000fffffffffffff), "[2.225073858507201e-308]"},
    {LEAN_F64, UINT64_C(0x0010000000000000), "[2.2250738585072014e-308]"},
    {LEAN_F64, UINT64_C(0x7fefffffffffffff), "[1.7976931348623157e+308]"},
    {LEAN_F64, UINT64_C(0xfff0000000000000), "[-Infinity]"},
};

static void both_ways(const written *numbers, size_t n) {
    unsigned char cell[8];
    size_t i;
    for (i = 0; i < n; ++i) {
        const lean_struct *type;
        written number;
        FETCH(&number, &numbers[i]);
        type = cell_of(number.code);
        cell_put(cell, number.bits, type->size);
        CHECK(writes_text(type, cell, number.text));
        CHECK(parses(type, cell, number.text));
        CHECK(cell_get(cell, type->size) == number.bits);
    }
}

static void numbers_are_written_and_parsed_back(void) {
    unsigned char cell[8];
    test_debug_begin();
    both_ways(numbers_written, sizeof numbers_written / sizeof numbers_written[0]);
    if (DOUBLES)
        both_ways(doubles_written, sizeof doubles_written / sizeof doubles_written[0]);
    cell_put(cell, 0xffffffff, 4); /* any NaN */
    CHECK(writes_text(cell_of(LEAN_F32), cell, "[NaN]"));
    test_debug_end();
}

/* The digits of a number in `text` but for the last one, as they are or one more, with the exponent
   that they have then: [digits e exponent]. Returns its length, 0 where there are no fewer. */
static size_t with_fewer_digits(char *out, bool is_more) {
    int point = 0, zeros = 0;
    unsigned n = 0, i;
    const char *from = text + 1 + (text[1] == '-');
    bool is_behind = false;
    size_t end;
    for (; *from != ']' && *from != 'e'; ++from) {
        if (*from == '.') {
            is_behind = true;
            continue;
        }
        point -= is_behind;
        if (n != 0 || *from != '0')
            out[2 + n++] = *from;
    }
    if (*from == 'e')
        for (i = 2; from[i] != ']'; ++i)
            zeros = zeros * 10 + (from[i] - '0');
    point += *from == 'e' && from[1] == '-' ? -zeros : zeros;
    for (; n != 0 && out[1 + n] == '0'; --n)
        ++point;
    if (n < 2)
        return 0;
    --n;
    ++point;
    out[0] = '[';
    out[1] = '0';
    for (i = n; is_more && ++out[1 + i] > '9'; --i)
        out[1 + i] = '0';
    if (out[1] == '0') /* no carry: no digit in front */
        memmove(out + 1, out + 2, n--);
    end = 2 + n;
    out[end++] = 'e';
    if (point < 0)
        out[end++] = '-';
    point = point < 0 ? -point : point;
    for (i = 100; i != 0; i /= 10)
        out[end++] = (char)('0' + (unsigned)point / i % 10);
    out[end++] = ']';
    return end;
}

/* No digit of a float that is in `text` can be left out. */
static void has_fewest_digits(const lean_struct *type, const void *cell) {
    unsigned char other[8];
    char shorter[40];
    unsigned more;
    for (more = 0; more < 2; ++more) {
        const size_t n = with_fewer_digits(shorter, more != 0);
        size_t at;
        if (n == 0 || lean_record_parse(type, other, NULL, shorter, n, &at) == LEAN_OUT_OF_RANGE)
            continue;
        CHECK(at == n);
        CHECK(!lean_record_equal(type, cell, other));
    }
}

/* Writes a float and parses it again, which must give its bits. */
static void there_and_back(unsigned code, uint64_t bits, bool is_nan) {
    const lean_struct *type = cell_of(code);
    unsigned char cell[8], back[8];
    size_t n, at;
    cell_put(cell, bits, type->size);
    n = lean_record_text(type, cell, text, sizeof text);
    CHECK(n >= 3 && n < 32);
    CHECK((strcmp(text, "[NaN]") == 0) == is_nan);
    CHECK(lean_record_parse(type, back, NULL, text, n, &at) == LEAN_OK && at == n);
    CHECK(is_nan ? lean_record_equal(type, cell, back) : memcmp(cell, back, type->size) == 0);
    if (!is_nan && text[n - 2] != 'y' && text[1] != '-')
        has_fewest_digits(type, cell);
}

static void half_floats_come_back(void) {
    uint32_t bits;
    for (bits = 0; bits <= 0xffff; bits += STEP)
        there_and_back(LEAN_F16, bits, (bits & 0x7fff) > 0x7c00);
}

/* Below a power of two the next float is half as far away as above it. */
static void powers_of_two_come_back(void) {
    unsigned power;
    for (power = 0; power < 2047; power += STEP % 31) {
        if (power < 255)
            there_and_back(LEAN_F32, (uint64_t)power << 23, false);
        if (DOUBLES)
            there_and_back(LEAN_F64, (uint64_t)power << 52, false);
    }
}

static void subnormal_powers_of_two_come_back(void) {
    unsigned power;
    for (power = 0; power < 52; ++power) {
        if (power < 23)
            there_and_back(LEAN_F32, UINT64_C(1) << power, false);
        if (DOUBLES)
            there_and_back(LEAN_F64, UINT64_C(1) << power, false);
    }
}

#ifdef EXACT
/* What the C library makes of the number in `text`, as bits; where it is infinite, the number must
   have been refused. */
static void as_the_library(unsigned code, const char *number, lean_status status,
                           const void *cell) {
    const float f = strtof(number, NULL);
    const double d = strtod(number, NULL);
    const bool is_f32 = code == LEAN_F32;
    const bool is_infinite = is_f32 ? f - f != 0 : d - d != 0;
    if (is_infinite)
        CHECK(status == LEAN_OUT_OF_RANGE);
    else
        CHECK(status == LEAN_OK && (is_f32 ? memcmp(cell, &f, 4) : memcmp(cell, &d, 8)) == 0);
}
#endif

static void random_floats_come_back(void) {
    unsigned i;
    for (i = 0; i < SOME; ++i) {
        const uint32_t high = test_random(), low = test_random();
        const uint64_t bits = (uint64_t)high << 32 | low;
        there_and_back(LEAN_F32, low, (low & 0x7fffffff) > 0x7f800000);
#ifdef EXACT
        if ((low & 0x7f800000) != 0x7f800000) {
            unsigned char cell[4];
            cell_put(cell, low, 4);
            (void)lean_record_text(cell_of(LEAN_F32), cell, text, sizeof text);
            as_the_library(LEAN_F32, text + 1, LEAN_OK, cell);
        }
#endif
        if (DOUBLES)
            there_and_back(LEAN_F64, bits, (bits << 1) > UINT64_C(0xffe0000000000000));
        there_and_back(LEAN_F32, low & 0x807fffff, false); /* subnormal */
    }
}

/* Digits at random, up to far more than matter. */
static size_t random_decimal(char *out) {
    const unsigned digits =
        test_random() % 8 != 0 ? 1 + test_random() % 25 : 100 + test_random() % 800;
    const unsigned point = test_random() % (digits + 1), kind = test_random() % 4;
    const bool is_short = test_random() % 2 != 0;
    size_t n = 0;
    unsigned i;
    if (point == 0)
        out[n++] = '0';
    for (i = 0; i < digits; ++i) {
        if (i == point)
            out[n++] = '.';
        out[n++] = (char)(kind == 0 ? '0' : kind == 1 ? '9' : '0' + test_random() % 10);
    }
    if (out[0] == '0' && point != 0)
        out[0] = '1';
    if (kind != 3) {
        unsigned power = test_random() % (is_short ? 50 : 340);
        char reversed[4];
        out[n++] = test_random() % 2 != 0 ? 'e' : 'E';
        if (test_random() % 2 != 0)
            out[n++] = test_random() % 2 != 0 ? '-' : '+';
        for (i = 0; power != 0 || i == 0; power /= 10)
            reversed[i++] = (char)('0' + power % 10);
        while (i != 0)
            out[n++] = reversed[--i];
    }
    out[n] = 0;
    return n;
}

static void random_decimals_are_rounded_once(void) {
#ifdef EXACT
    unsigned i, code;
    for (i = 0; i < SOME; ++i) {
        for (code = LEAN_F32; code <= (DOUBLES ? LEAN_F64 : LEAN_F32); ++code) {
            unsigned char cell[8];
            lean_status status;
            size_t at, n;
            text[0] = '[';
            n = 1 + random_decimal(text + 1);
            text[n++] = ']';
            status = lean_record_parse(cell_of(code), cell, NULL, text, n, &at);
            CHECK(status == LEAN_OK ? at == n : status == LEAN_OUT_OF_RANGE && at == 1);
            text[n - 1] = 0;
            as_the_library(code, text + 1, status, cell);
        }
    }
#else
    (void)random_decimal;
#endif
}

/* More digits than are kept, of which those behind still tell a little more from just as much, even
   where zeros are dropped (125 * 2^9 ends in three); and exponents that take back what many zeros
   did. */
static void numbers_can_be_long(void) {
#ifndef TEST_SMALL
    static const struct {
        const char *front;
        const char *end;
        float is;
        lean_status status;
        unsigned many;
        char digit;
    } numbers[] = {{"[0.00", "e-5]", 1.1111111e-8f, LEAN_OK, 3000, '1'},
                   {"[0.00", "e-38]", 1.1111111e-41f, LEAN_OK, 900, '1'},
                   {"[9", "]", 0, LEAN_OUT_OF_RANGE, 3000, '9'},
                   {"[16777217.", "]", 16777216, LEAN_OK, 3000, '0'},
                   {"[16777217.", "1]", 16777218, LEAN_OK, 3000, '0'},
                   {"[16777217.", "1]", 16777218, LEAN_OK, 771, '0'},
                   {"[0.5000000298023223876953125", "1]", 0.50000006f, LEAN_OK, 754, '0'},
                   {"[0.5000000298023223876953125", "]", 0.5f, LEAN_OK, 900, '0'},
                   {"[0.5000000298023223876953125", "125]", 0.50000006f, LEAN_OK, 752, '0'},
                   {"[16777216.", "]", 16777216, LEAN_OK, 3000, '9'},
                   {"[1", "e-3000]", 1, LEAN_OK, 3000, '0'},
                   {"[1", "e-9000]", 1, LEAN_OK, 9000, '0'},
                   {"[0.", "1e3001]", 1, LEAN_OK, 3000, '0'},
                   {"[0.", "1e9001]", 1, LEAN_OK, 9000, '0'},
                   {"[0.", "1e25000]", 0, LEAN_OUT_OF_RANGE, 2500, '0'},
                   {"[1", "e-25001]", 0, LEAN_OK, 5000, '0'}};
    static char number[9100];
    size_t i;
    for (i = 0; i < sizeof numbers / sizeof numbers[0]; ++i) {
        size_t n = strlen(numbers[i].front), at;
        real a = {-5};
        memcpy(number, numbers[i].front, n);
        memset(number + n, numbers[i].digit, numbers[i].many);
        n += numbers[i].many;
        memcpy(number + n, numbers[i].end, strlen(numbers[i].end));
        n += strlen(numbers[i].end);
        CHECK(lean_record_parse(real_struct(), &a, NULL, number, n, &at) == numbers[i].status);
        CHECK(a.x == (numbers[i].status == LEAN_OK ? numbers[i].is : -5));
    }
#endif
}

/* ---- text that is read ---- */

static void fields_come_in_any_order_and_form(void) {
    static const char *const forms[] = {
        ann_in_text,
        "{\"flags\":[true,false],\"of\":9,\"id\":4000000000,\"at\":{\"z\":[3,-4],\"y\":-1,"
        "\"x\":0.5},\"tags\":[1,65535],\"name\":\"Ann\"}",
        "[\"Ann\",[1,65535],[0.5,-1,[3,-4]],4000000000,9,[true,false]]",
        "{\"at\":[5e-1,-1.0,[3,-4]],\"name\":\"\\u0041nn\",\"tags\":[1,65535],\"id\":4000000000,"
        "\"of\":9,\"flags\":[true,false]}",
        "[\"Ann\",[1,65535],{\"y\":-1,\"x\":0.5,\"z\":[3,-4]},4000000000,9,[true,false]]",
        " [ \"Ann\" , [ 1 ,\r\n65535 ]\t, [ 0.5, -1 , [ 3 , -4 ] ] , 4000000000,9,[true , false ] "
        "] "};
    const note a = example(ann, 2);
    size_t i;
    test_debug_begin();
    for (i = 0; i < sizeof forms / sizeof forms[0]; ++i) {
        note b;
        memset(&b, 0xa5, sizeof b);
        CHECK(parses(note_struct(), &b, forms[i]));
        CHECK(lean_record_equal(note_struct(), &a, &b));
        CHECK(test_debug.blocks == 2 && test_debug.bytes == 4 + 2 * sizeof(uint16_t));
        lean_struct_free(note_struct(), &b, &test_debug.allocator);
    }
    test_debug_end();
}

static void what_is_none_has_no_memory(void) {
    note a;
    size_t i;
    test_debug_begin();
    CHECK(parses(bare_note(), &a, "[null,[],[0,0,[0,0]],0,0,[false,false]]"));
    CHECK(a.name == NULL && a.tags == NULL && a.n_tags == 0 && test_debug.requests == 0);
    for (i = 0; i < sizeof a; ++i)
        CHECK(((const unsigned char *)&a)[i] == 0);
    CHECK(parses(bare_note(), &a, "[\"\",[0],[0,0,[0,0]],0,0,[false,false]]"));
    CHECK(a.name != NULL && a.name[0] == 0 && a.n_tags == 1 && a.tags[0] == 0);
    lean_struct_free(bare_note(), &a, &test_debug.allocator);
    test_debug_end();
}

static void strings_are_unescaped(void) {
    static const char *const pairs_of[][2] = {
        {"[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "\"\\/\b\f\n\r\t"},
        {"[\"\\u0001\\u007f\\u0080\\u07ff\\u0800\"]", "\1\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80"},
        {"[\"\\uD7ff\\ue000\\uFFFF\\u20aC\"]", "\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\xe2\x82\xac"},
        {"[\"\\ud800\\udc00\\uDBFF\\uDFFF\"]", "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"},
        {"[\"a\xc3\xa9\x7f]\"]", "a\xc3\xa9\x7f]"},
        {"[\"\\u00e9\\\\u00e9\"]", "\xc3\xa9\\u00e9"}};
    size_t i;
    test_debug_begin();
    for (i = 0; i < sizeof pairs_of / sizeof pairs_of[0]; ++i) {
        word a;
        CHECK(parses(word_struct(), &a, pairs_of[i][0]));
        CHECK(strcmp(a.s, pairs_of[i][1]) == 0);
        CHECK(test_debug.bytes == strlen(pairs_of[i][1]) + 1);
        lean_struct_free(word_struct(), &a, &test_debug.allocator);
    }
    test_debug_end();
}

/* Any byte but 0 in a string comes back. */
static void all_bytes_come_back(void) {
    char all[65];
    unsigned first, i;
    test_debug_begin();
    for (first = 0; first < 256; first += 64) {
        word a, b;
        size_t n, at;
        for (i = 0; i < 64; ++i)
            all[i] = (char)(first + i != 0 ? first + i : 1);
        all[64] = 0;
        a.s = all;
        n = lean_record_text(word_struct(), &a, text, sizeof text);
#ifdef TEST_SMALL
        if (n >= sizeof text)
            continue;
#endif
        CHECK(lean_record_parse(word_struct(), &b, &test_debug.allocator, text, n, &at) == LEAN_OK);
        CHECK(lean_record_equal(word_struct(), &a, &b));
        lean_struct_free(word_struct(), &b, &test_debug.allocator);
    }
    test_debug_end();
}

/* Texts of numbers at what their type can be; those that it cannot be have no bits. */
typedef struct limit {
    uint8_t code;
    bool fits;
    char text[48];
    uint64_t bits;
} limit;

static const limit limits[] FLASH = {
    {LEAN_U8, true, "[255]", 255},
    {LEAN_U8, false, "[256]", 0},
    {LEAN_U8, false, "[-1]", 0},
    {LEAN_U8, true, "[-0]", 0},
    {LEAN_U8, false, "[18446744073709551871]", 0}, /* 2^64 + 255 */
    {LEAN_U16, true, "[65535]", 65535},
    {LEAN_U16, false, "[65536]", 0},
    {LEAN_U32, true, "[4294967295]", UINT32_MAX},
    {LEAN_U32, false, "[4294967296]", 0},
    {LEAN_U64, true, "[18446744073709551615]", UINT64_MAX},
    {LEAN_U64, false, "[18446744073709551616]", 0},
    {LEAN_U64, false, "[18446744073709551620]", 0},
    {LEAN_U64, false, "[100000000000000000000]", 0},
    {LEAN_U64, false, "[-1]", 0},
    {LEAN_I8, true, "[127]", 127},
    {LEAN_I8, false, "[128]", 0},
    {LEAN_I8, true, "[-128]", 0x80},
    {LEAN_I8, false, "[-129]", 0},
    {LEAN_I16, true, "[-32768]", 0x8000},
    {LEAN_I16, false, "[-32769]", 0},
    {LEAN_I16, false, "[32768]", 0},
    {LEAN_I32, true, "[-2147483648]", UINT32_C(0x80000000)},
    {LEAN_I32, false, "[-2147483649]", 0},
    {LEAN_I32, false, "[2147483648]", 0},
    {LEAN_I64, true, "[9223372036854775807]", UINT64_C(0x7fffffffffffffff)},
    {LEAN_I64, false, "[9223372036854775808]", 0},
    {LEAN_I64, true, "[-9223372036854775808]", UINT64_C(1) << 63},
    {LEAN_I64, false, "[-9223372036854775809]", 0},
    {LEAN_F16, true, "[65504]", 0x7bff},
    {LEAN_F16, true, "[65519.999]", 0x7bff},
    {LEAN_F16, false, "[65520]", 0},
    {LEAN_F16, false, "[-65520]", 0},
    {LEAN_F16, true, "[-Infinity]", 0xfc00},
    {LEAN_F16, true, "[2.98023223876953125e-8]", 0}, /* half of the least: a tie, to even */
    {LEAN_F16, true, "[2.980232238769531250000001e-8]", 1},
    {LEAN_F16, true, "[8.940696716308594e-8]", 2}, /* 1.5 of it: a little more, and to even */
    {LEAN_F16, true, "[1.00048828125]", 0x3c00},   /* halves between two, to even */
    {LEAN_F16, true, "[1.00146484375]", 0x3c02},
    {LEAN_F16, true, "[1.000488281250000000000000000000000000000001]", 0x3c01},
    {LEAN_F32, true, "[3.4028235677973366e38]", 0x7f7fffff},
    {LEAN_F32, false, "[3.4028235677973367e38]", 0},
    {LEAN_F32, false, "[1e39]", 0},
    {LEAN_F32, false, "[-1e9999999999]", 0},
    {LEAN_F32, true, "[1e-46]", 0},
    {LEAN_F32, true, "[-1e-99999999999]", 0x80000000},
    {LEAN_F32, true, "[0e999999]", 0},
    {LEAN_F32, true, "[-0.000]", 0x80000000},
    {LEAN_F32, true, "[16777217]", 0x4b800000},
    {LEAN_F32, true, "[16777219]", 0x4b800002},
    {LEAN_F32, true, "[1E2]", 0x42c80000},
    {LEAN_F32, true, "[100.0e+00]", 0x42c80000},
    {LEAN_F32, true, "[0.001e5]", 0x42c80000},
};

static const limit limits_of_doubles[] FLASH = {
    {LEAN_F64, true, "[1.7976931348623158e308]", UINT64_C(0x7fefffffffffffff)},
    {LEAN_F64, false, "[1.7976931348623159e308]", 0},
    {LEAN_F64, false, "[1e309]", 0},
    {LEAN_F64, true, "[2.4703282292062327e-324]", 0},
    {LEAN_F64, true, "[2.4703282292062328e-324]", 1},
    {LEAN_F64, true, "[2.2250738585072011e-308]", UINT64_C(0x000fffffffffffff)},
    {LEAN_F64, true, "[9007199254740993]", UINT64_C(0x4340000000000000)},
    {LEAN_F64, true, "[9007199254740993.00000000000000000001]", UINT64_C(0x4340000000000001)},
};

/* Where a double has 32 bits it cannot be more than those can. */
static const limit limits_of_short_doubles[] FLASH = {
    {LEAN_F64, true, "[3.4028235677973366e38]", 0x7f7fffff},
    {LEAN_F64, false, "[-1e39]", 0},
    {LEAN_F64, true, "[1e-46]", 0},
};

static void within_limits(const limit *limits_of, size_t n) {
    size_t i;
    for (i = 0; i < n; ++i) {
        const lean_struct *type;
        unsigned char cell[8];
        limit of;
        size_t at;
        FETCH(&of, &limits_of[i]);
        type = cell_of(of.code);
        if (!of.fits)
            of.bits = UINT64_C(0xa5a5a5a5a5a5a5a5) >> (64 - 8 * type->size);
        memset(cell, 0xa5, sizeof cell);
        CHECK(parse(type, cell, of.text, &at) == (of.fits ? LEAN_OK : LEAN_OUT_OF_RANGE));
        CHECK(at == (of.fits ? strlen(of.text) : 1));
        CHECK(cell_get(cell, type->size) == of.bits);
    }
}

static void numbers_keep_to_their_types(void) {
    test_debug_begin();
    within_limits(limits, sizeof limits / sizeof limits[0]);
    if (DOUBLES)
        within_limits(limits_of_doubles, sizeof limits_of_doubles / sizeof limits_of_doubles[0]);
    else
        within_limits(limits_of_short_doubles,
                      sizeof limits_of_short_doubles / sizeof limits_of_short_doubles[0]);
    test_debug_end();
}

/* As many items as an index counts, and one more, in text and in bytes. */
static void items_are_as_many_as_an_index_counts(void) {
#if LEAN_INDEX_BITS == 16 && !defined(TEST_SMALL)
    static char items[2 * 65536 + 4];
    static unsigned char item_bytes[8 + 2 * 65536];
    size_t n, at, more;
    test_debug_begin();
    for (more = 0; more < 2; ++more) {
        const lean_status expected = more != 0 ? LEAN_OUT_OF_RANGE : LEAN_OK;
        const size_t most = LEAN_INDEX_MAX;
        list a;
        items[0] = items[1] = '[';
        for (n = 0; n < most + more; ++n)
            memcpy(items + 2 + 2 * n, "0,", 2);
        memcpy(items + 1 + 2 * n, "]]", 2);
        CHECK(lean_record_parse(list_struct(), &a, &test_debug.allocator, items, 2 * n + 3, &at) ==
              expected);
        CHECK(at == (more != 0 ? 2 * most + 2 : 2 * n + 3));
        if (more == 0) {
            CHECK(a.n == most && lean_record_write(list_struct(), &a, item_bytes,
                                                   sizeof item_bytes) == 8 + 2 * most);
            lean_struct_free(list_struct(), &a, &test_debug.allocator);
            continue;
        }
        memcpy(item_bytes + 4, "\0\0\1\0", 4);
        CHECK(lean_record_read(list_struct(), &a, &test_debug.allocator, item_bytes,
                               sizeof item_bytes, &at) == LEAN_OUT_OF_RANGE);
        CHECK(at == 4);
    }
    test_debug_end();
#endif
}

static void structs_are_in_each_other_as_deep_as_can_be(void) {
    static const char deep[] = "{\"d\": {\"d\": {\"d\": {\"d\": {\"v\": 2, \"d\": {\"d\": {\"v\": "
                               "0}, \"v\": 1}}, \"v\": 3}}, \"e\": {\"v\": 5}}, \"v\": 6}";
    d6 a, b;
    size_t n, at;
    memset(&a, 0, sizeof a);
    a.d.d.d.d.d.v = 0;
    a.d.d.d.d.d.d.v = 0;
    a.v = 6;
    a.d.e.v = 5;
    a.d.d.d.v = 3;
    a.d.d.d.d.v = 2;
    a.d.d.d.d.d.v = 1;
    CHECK(writes_text(d6_struct(), &a, deep));
    CHECK(parses(d6_struct(), &b, deep) && lean_record_equal(d6_struct(), &a, &b));
    memset(&b, 0, sizeof b);
    CHECK(parses(d6_struct(), &b, "[[[[[2,[[0],1]],3]],[5]],6]"));
    CHECK(lean_record_equal(d6_struct(), &a, &b));
    n = lean_record_write(d6_struct(), &a, wire, sizeof wire);
    CHECK(n == 4 + 6 && memcmp(wire + 4, "\2\0\1\3\5\6", 6) == 0);
    memset(&b, 0, sizeof b);
    CHECK(lean_record_read(d6_struct(), &b, NULL, wire, n, &at) == LEAN_OK && at == n);
    CHECK(lean_record_equal(d6_struct(), &a, &b));
}

/* ---- malformed text ---- */

/* The @ is where it goes wrong, and is no part of the text. */
typedef struct malformed {
    const lean_struct *(*type)(void);
    char text[32];
    uint8_t status;
} malformed;

static const malformed malformed_texts[] FLASH = {
    {pair_struct, "@", LEAN_BAD_FORMAT},
    {pair_struct, "  @", LEAN_BAD_FORMAT},
    {pair_struct, "@1", LEAN_BAD_FORMAT},
    {pair_struct, "@null", LEAN_BAD_FORMAT},
    {pair_struct, "{@", LEAN_BAD_FORMAT},
    {pair_struct, "{@}", LEAN_BAD_FORMAT},
    {pair_struct, "[@]", LEAN_BAD_FORMAT},
    {pair_struct, "[1@]", LEAN_BAD_FORMAT},
    {pair_struct, "[1,@]", LEAN_BAD_FORMAT},
    {pair_struct, "[1,@,2]", LEAN_BAD_FORMAT},
    {pair_struct, "[1 @2]", LEAN_BAD_FORMAT},
    {pair_struct, "[1,2@", LEAN_BAD_FORMAT},
    {pair_struct, "[1,2@}", LEAN_BAD_FORMAT},
    {pair_struct, "[1,2@,]", LEAN_BAD_FORMAT},
    {pair_struct, "[1,2@,3]", LEAN_BAD_FORMAT},
    {pair_struct, "[1,2]@]", LEAN_BAD_FORMAT},
    {pair_struct, "[1,2] @x", LEAN_BAD_FORMAT},
    {pair_struct, "[@[1],2]", LEAN_BAD_FORMAT},
    {pair_struct, "[@\"1\",2]", LEAN_BAD_FORMAT},
    {pair_struct, "[@true,2]", LEAN_BAD_FORMAT},
    {pair_struct, "[@+1,2]", LEAN_BAD_FORMAT},
    {pair_struct, "[-@,2]", LEAN_BAD_FORMAT},
    {pair_struct, "[0@1,2]", LEAN_BAD_FORMAT},
    {pair_struct, "[0@x1,2]", LEAN_BAD_FORMAT},
    {pair_struct, "[1@.0,2]", LEAN_BAD_FORMAT},
    {pair_struct, "[1@e0,2]", LEAN_BAD_FORMAT},
    {pair_struct, "[1@E0,2]", LEAN_BAD_FORMAT},
    {pair_struct, "[@256,2]", LEAN_OUT_OF_RANGE},
    {pair_struct, "[1,@-2]", LEAN_OUT_OF_RANGE},
    {pair_struct, "[1,@99999999999999999999999]", LEAN_OUT_OF_RANGE},
    {pair_struct, "{\"a\":1@}", LEAN_BAD_FORMAT},
    {pair_struct, "{\"a\":1,@}", LEAN_BAD_FORMAT},
    {pair_struct, "{\"a\":1,@\"a\":2}", LEAN_BAD_FORMAT},
    {pair_struct, "{\"a\":1,@\"c\":2}", LEAN_BAD_FORMAT},
    {pair_struct, "{\"a\":1,@\"\":2}", LEAN_BAD_FORMAT},
    {pair_struct, "{\"a\":1,@\"ab\":2}", LEAN_BAD_FORMAT},
    {pair_struct, "{\"a\":1,@\"\\u0062\":2}", LEAN_BAD_FORMAT},
    {pair_struct, "{\"a\":1,@b:2}", LEAN_BAD_FORMAT},
    {pair_struct, "{\"a\":1,\"b@", LEAN_BAD_FORMAT},
    {pair_struct, "{\"a\":1,\"b\"@2}", LEAN_BAD_FORMAT},
    {pair_struct, "{\"a\":1,\"b\":@}", LEAN_BAD_FORMAT},
    {pair_struct, "{\"a\":1,\"b\":2@", LEAN_BAD_FORMAT},
    {pair_struct, "{\"a\":1,\"b\":2@]", LEAN_BAD_FORMAT},
    {pair_struct, "{\"a\":1,\"b\":2@,\"c\":3}", LEAN_BAD_FORMAT},
    {bare_spot, "@{\"x\":0,\"y\":0,\"z\":[0,0]}", LEAN_BAD_FORMAT},
    {word_struct, "[@nul]", LEAN_BAD_FORMAT},
    {word_struct, "[null@l]", LEAN_BAD_FORMAT},
    {word_struct, "[@1]", LEAN_BAD_FORMAT},
    {word_struct, "[@'a']", LEAN_BAD_FORMAT},
    {word_struct, "[\"a@", LEAN_BAD_FORMAT},
    {word_struct, "[\"a@\n\"]", LEAN_BAD_FORMAT},
    {word_struct, "[\"a@\x1f\"]", LEAN_BAD_FORMAT},
    {word_struct, "[\"\\@", LEAN_BAD_FORMAT},
    {word_struct, "[\"\\@x\"]", LEAN_BAD_FORMAT},
    {word_struct, "[\"\\@U0041\"]", LEAN_BAD_FORMAT},
    {word_struct, "[\"\\u004@\"]", LEAN_BAD_FORMAT},
    {word_struct, "[\"\\u00@g0\"]", LEAN_BAD_FORMAT},
    {word_struct, "[\"\\u0000@\"]", LEAN_BAD_FORMAT},
    {word_struct, "[\"\\ud800@\"]", LEAN_BAD_FORMAT},
    {word_struct, "[\"\\ud800@x\"]", LEAN_BAD_FORMAT},
    {word_struct, "[\"\\ud800\\@n\"]", LEAN_BAD_FORMAT},
    {word_struct, "[\"\\ud800\\u0041@\"]", LEAN_BAD_FORMAT},
    {word_struct, "[\"\\ud800\\ue000@\"]", LEAN_BAD_FORMAT},
    {word_struct, "[\"\\udc00@\\ud800\"]", LEAN_BAD_FORMAT},
    {list_struct, "[@1]", LEAN_BAD_FORMAT},
    {list_struct, "[@null]", LEAN_BAD_FORMAT},
    {list_struct, "[[1@", LEAN_BAD_FORMAT},
    {list_struct, "[[1,@", LEAN_BAD_FORMAT},
    {list_struct, "[[1,@]]", LEAN_BAD_FORMAT},
    {list_struct, "[[@,1]]", LEAN_BAD_FORMAT},
    {list_struct, "[[1@}]", LEAN_BAD_FORMAT},
    {list_struct, "[[1,@[2]]]", LEAN_BAD_FORMAT},
    {list_struct, "[[1,@65536]]", LEAN_OUT_OF_RANGE},
    {list_struct, "[[]@", LEAN_BAD_FORMAT},
    {bytes_struct, "[@[]]", LEAN_OUT_OF_RANGE},
    {bytes_struct, "[@[1]]", LEAN_OUT_OF_RANGE},
    {bytes_struct, "[[1,2,@3]]", LEAN_OUT_OF_RANGE},
    {bytes_struct, "[[1,@128]]", LEAN_OUT_OF_RANGE},
    {bytes_struct, "[[@-129,1]]", LEAN_OUT_OF_RANGE},
    {bytes_struct, "[[1,@a]]", LEAN_BAD_FORMAT},
    {flag_struct, "[@1]", LEAN_BAD_FORMAT},
    {flag_struct, "[@tru]", LEAN_BAD_FORMAT},
    {flag_struct, "[@True]", LEAN_BAD_FORMAT},
    {flag_struct, "[true@e]", LEAN_BAD_FORMAT},
    {real_struct, "[@.5]", LEAN_BAD_FORMAT},
    {real_struct, "[1.@]", LEAN_BAD_FORMAT},
    {real_struct, "[-@]", LEAN_BAD_FORMAT},
    {real_struct, "[-@-1]", LEAN_BAD_FORMAT},
    {real_struct, "[0@0]", LEAN_BAD_FORMAT},
    {real_struct, "[1e@]", LEAN_BAD_FORMAT},
    {real_struct, "[1e+@]", LEAN_BAD_FORMAT},
    {real_struct, "[1e-@x]", LEAN_BAD_FORMAT},
    {real_struct, "[1e1@.5]", LEAN_BAD_FORMAT},
    {real_struct, "[1.5@.5]", LEAN_BAD_FORMAT},
    {real_struct, "[@nan]", LEAN_BAD_FORMAT},
    {real_struct, "[-NaN@]", LEAN_BAD_FORMAT},
    {real_struct, "[@inf]", LEAN_BAD_FORMAT},
    {real_struct, "[Infinity@5]", LEAN_BAD_FORMAT},
    {real_struct, "[@1e39]", LEAN_OUT_OF_RANGE},
    {d1_struct, "[@0,1]", LEAN_BAD_FORMAT},
    {d1_struct, "[@null,1]", LEAN_BAD_FORMAT},
    {d1_struct, "[[@],1]", LEAN_BAD_FORMAT},
    {d1_struct, "[[1@", LEAN_BAD_FORMAT},
    {d1_struct, "[[1@,1],1]", LEAN_BAD_FORMAT},
    {d1_struct, "{\"d\":{@\"d\":1},\"v\":1}", LEAN_BAD_FORMAT},
};

/* Copies a text but for its @, whose place it returns. */
static size_t without_mark(const char *from, char *to) {
    size_t mark = SIZE_MAX, n = 0;
    for (; *from != 0; ++from) {
        if (*from == '@')
            mark = n;
        else
            to[n++] = *from;
    }
    to[n] = 0;
    return mark;
}

static void malformed_text_is_refused(void) {
    size_t i;
    test_debug_begin();
    for (i = 0; i < sizeof malformed_texts / sizeof malformed_texts[0]; ++i) {
        unsigned char record[sizeof(note)], before[sizeof(note)];
        malformed m;
        size_t mark, at = SIZE_MAX;
        FETCH(&m, &malformed_texts[i]);
        mark = without_mark(m.text, text);
        memset(record, 0xa5, sizeof record);
        memcpy(before, record, sizeof before);
        CHECK(parse(m.type(), record, text, &at) == (lean_status)m.status);
        CHECK(at == mark);
        CHECK(memcmp(record, before, sizeof record) == 0);
    }
    CHECK(test_debug.requests == 0);
    test_debug_end();
    test_note("malformed texts", (unsigned long)i, "refused");
}

/* A 0 is no end of a text, whose length is told, but no character of one either. */
static void zeros_in_text_are_refused(void) {
    static const char inside[] = "[\"a\0b\"]", behind[] = "[1,2]\0";
    word a;
    pair b;
    size_t at;
    CHECK(lean_record_parse(word_struct(), &a, NULL, inside, 7, &at) == LEAN_BAD_FORMAT && at == 3);
    CHECK(lean_record_parse(pair_struct(), &b, NULL, behind, 6, &at) == LEAN_BAD_FORMAT && at == 5);
    CHECK(lean_record_parse(pair_struct(), &b, NULL, behind, 5, &at) == LEAN_OK && at == 5);
}

/* Only what is in front of n is looked at: a sanitizer notices the rest. */
static lean_status parse_exactly(const lean_struct *type, void *record, const char *from, size_t n,
                                 size_t *at) {
    void *exact = lean_resize(NULL, NULL, 0, n + (n == 0));
    lean_status status;
    CHECK(exact != NULL);
    memcpy(exact, from, n);
    status = lean_record_parse(type, record, &test_debug.allocator, (const char *)exact, n, at);
    (void)lean_resize(NULL, exact, n + (n == 0), 0);
    return status;
}

static void text_that_is_cut_is_refused(void) {
    static const char deep[] = "[[[[[2,[[0],1]],3]],[5]],6]";
    const size_t n = strlen(ann_in_text);
    size_t cut, at;
    test_debug_begin();
    for (cut = 0; cut < n; ++cut) {
        note a;
        CHECK(parse_exactly(note_struct(), &a, ann_in_text, cut, &at) == LEAN_BAD_FORMAT);
        CHECK(at <= cut);
    }
    for (cut = 0; cut < strlen(deep); ++cut) {
        d6 a;
        CHECK(parse_exactly(d6_struct(), &a, deep, cut, &at) == LEAN_BAD_FORMAT);
        CHECK(at == cut);
    }
    CHECK(test_debug.requests == 0);
    test_debug_end();
    test_note("cut texts", (unsigned long)(n + cut), "refused");
}

/* A text that is still one is that of a record: its own text gives it again. */
static void text_with_a_bit_flipped(void) {
    unsigned long refused = 0, taken = 0;
    const size_t n = strlen(ann_in_text);
    char flipped[sizeof ann_in_text];
    size_t i, at;
    unsigned bit;
    test_debug_begin();
    memcpy(flipped, ann_in_text, sizeof flipped);
    for (i = 0; i < n; ++i) {
        for (bit = 0; bit < 8; ++bit) {
            note a, b;
            flipped[i] = (char)(ann_in_text[i] ^ (1 << bit));
            if (lean_record_parse(note_struct(), &a, &test_debug.allocator, flipped, n, &at) !=
                LEAN_OK) {
                CHECK(at <= n && test_debug.blocks == 0);
                ++refused;
                continue;
            }
            ++taken;
            CHECK(at == n);
            CHECK(lean_record_text(note_struct(), &a, text, sizeof text) < sizeof text);
            CHECK(parses(note_struct(), &b, text));
            CHECK(lean_record_equal(note_struct(), &a, &b));
            lean_struct_free(note_struct(), &a, &test_debug.allocator);
            lean_struct_free(note_struct(), &b, &test_debug.allocator);
        }
        flipped[i] = ann_in_text[i];
    }
    test_debug_end();
    test_note("flipped texts", refused, "refused");
    test_note("flipped texts", taken, "taken");
}

/* ---- bytes ---- */

static const unsigned char ann_in_bytes[] = {
    0x23, 0x91, 0xe3, 0xac, 4,    0, 0,    0, 'A',  'n', 'n',  2,    0,    0, 0, 1, 0, 0xff,
    0xff, 0,    0,    0,    0x3f, 0, 0xbc, 3, 0xfc, 0,   0x28, 0x6b, 0xee, 9, 0, 1, 0};

static const unsigned char dtypes_in_bytes[] = {
    0x3e, 0x52, 0x66, 0x46, 0xff, 0xef, 0xcd, 0xab, 0x89, 0x67, 0x45, 0x23, 0x01,
    0x80, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xdc, 0xfe, 0xef, 0xcd,
    0xab, 0x89, 0x00, 0x80, 0xfd, 0xff, 0xff, 0xff, 0x55, 0x35, 0x00, 0x00, 0x20,
    0xbe, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x90, 0x40};

static void bytes_are_those_of_every_machine(void) {
    const note a = example(ann, 2);
    dtypes b, d;
    size_t n, at;
    memset(wire, 0xa5, sizeof wire);
    n = sizeof ann_in_bytes;
    CHECK(lean_record_write(note_struct(), &a, wire, n - 1) == n && wire[0] == 0xa5);
    CHECK(lean_record_write(note_struct(), &a, NULL, 0) == n);
    CHECK(lean_record_write(note_struct(), &a, wire, n) == n && wire[n] == 0xa5);
    CHECK(memcmp(wire, ann_in_bytes, n) == 0);
    CHECK(lean_record_write(bare_note(), &a, wire, sizeof wire) == n);
    CHECK(memcmp(wire, ann_in_bytes, n) == 0);
    fill(&b);
    n = sizeof dtypes_in_bytes;
    CHECK(lean_record_write(dtypes_struct(), &b, wire, n) == n);
    CHECK(memcmp(wire, dtypes_in_bytes, n) == 0);
    memset(&d, 0, sizeof d);
    CHECK(lean_record_read(dtypes_struct(), &d, NULL, dtypes_in_bytes, n, &at) == LEAN_OK);
    CHECK(at == n && lean_record_equal(dtypes_struct(), &b, &d));
}

static void bytes_are_read_back(void) {
    static char empty[] = "";
    unsigned i;
    test_debug_begin();
    for (i = 0; i < 6; ++i) {
        const note a = example(i % 3 == 0 ? NULL : i % 3 == 1 ? empty : ann, i < 3 ? 0 : 3);
        const size_t n = lean_record_write(note_struct(), &a, wire, sizeof wire);
        note b;
        size_t at;
        memset(&b, 0xa5, sizeof b);
        CHECK(lean_record_read(note_struct(), &b, &test_debug.allocator, wire, n, &at) == LEAN_OK);
        CHECK(at == n && lean_record_equal(note_struct(), &a, &b));
        CHECK((b.name == NULL) == (i % 3 == 0) && (b.tags == NULL) == (i < 3));
        CHECK(test_debug.blocks == (unsigned)(i % 3 != 0) + (i >= 3));
        lean_struct_free(note_struct(), &b, &test_debug.allocator);
    }
    test_debug_end();
}

/* A string has no index, so it can be longer than one counts. */
static void long_strings_come_back(void) {
#ifndef TEST_SMALL
    static char longest[70001];
    static unsigned char long_wire[70010];
    word a, b;
    size_t n, at;
    test_debug_begin();
    memset(longest, 'a', sizeof longest - 1);
    a.s = longest;
    n = lean_record_write(word_struct(), &a, long_wire, sizeof long_wire);
    CHECK(n == 70008);
    CHECK(lean_record_read(word_struct(), &b, &test_debug.allocator, long_wire, n, &at) == LEAN_OK);
    CHECK(at == n && lean_record_equal(word_struct(), &a, &b));
    lean_struct_free(word_struct(), &b, &test_debug.allocator);
    test_debug_end();
#endif
}

/* What is to be written is counted by the lengths alone: these have no items behind them. A length
   must fit 4 bytes, and all of it a size. */
static void what_cannot_be_counted_is_not_written(void) {
    uint16_t x = 1;
    list a = LEAN_EMPTY;
    a.xs = &x;
    a.n = 1000;
    CHECK(lean_record_write(list_struct(), &a, NULL, 0) == 2008);
#if SIZE_MAX > UINT32_MAX && LEAN_INDEX_BITS == 64
    a.n = UINT32_MAX;
    CHECK(lean_record_write(list_struct(), &a, NULL, 0) == 8 + (size_t)UINT32_MAX * 2);
    ++a.n;
    CHECK(lean_record_write(list_struct(), &a, NULL, 0) == 0);
#elif SIZE_MAX <= UINT32_MAX && LEAN_INDEX_MAX >= SIZE_MAX
    a.n = SIZE_MAX / 2 - 4;
    CHECK(lean_record_write(list_struct(), &a, NULL, 0) == SIZE_MAX - 1);
    for (++a.n; a.n <= SIZE_MAX / 2 + 1; ++a.n)
        CHECK(lean_record_write(list_struct(), &a, NULL, 0) == 0);
#endif
}

/* Where no bit is lost, none is changed either: NaNs keep theirs. */
static void floats_keep_their_bits_in_bytes(void) {
    unsigned i;
    size_t at;
    for (i = 0; i < 64; ++i) {
        const uint32_t bits = i < 32 ? test_random() | UINT32_C(0x7f800000) : test_random();
        unsigned char cell[4], back[4];
        cell_put(cell, bits, 4);
        CHECK(lean_record_write(cell_of(LEAN_F32), cell, wire, sizeof wire) == 8);
        CHECK(lean_record_read(cell_of(LEAN_F32), back, NULL, wire, 8, &at) == LEAN_OK);
        CHECK(memcmp(cell, back, 4) == 0);
    }
}

/* ---- malformed bytes ---- */

/* What comes behind the 4 bytes that say what the fields are, and where it goes wrong. */
typedef struct malformed_bytes {
    const lean_struct *(*type)(void);
    char bytes[16];
    uint8_t n;
    uint8_t at;
} malformed_bytes;

static const malformed_bytes malformed_in_bytes[] FLASH = {
    {pair_struct, "", 0, 4},
    {pair_struct, "\1", 1, 5},
    {pair_struct, "\1\2\3", 3, 6},
    {word_struct, "", 0, 4},
    {word_struct, "\0\0\0", 3, 7},
    {word_struct, "\0\0\0\0a", 5, 8},
    {word_struct, "\1\0\0\0a", 5, 8},
    {word_struct, "\2\0\0\0", 4, 8},
    {word_struct, "\5\0\0\0abc", 7, 11},
    {word_struct, "\3\0\0\0a", 5, 9},
    {word_struct, "\3\0\0\0abc", 7, 10},
    {word_struct, "\3\0\0\0a\0", 6, 9},
    {word_struct, "\2\0\0\0\0", 5, 8},
    {word_struct, "\0\1\0\0abc", 7, 11},
    {list_struct, "\0", 1, 5},
    {list_struct, "\0\0\0\0\0", 5, 8},
    {list_struct, "\1\0\0\0", 4, 8},
    {list_struct, "\1\0\0\0\7", 5, 9},
    {list_struct, "\1\0\0\0\7\0\0", 7, 10},
    {list_struct, "\2\0\0\0\7\0\0", 7, 11},
    {list_struct, "\0\1\0\0\7\0", 6, 10},
    {bytes_struct, "\1", 1, 5},
    {flags_struct, "\1\2", 2, 5},
    {flags_struct, "\2\1", 2, 4},
    {flags_struct, "\xff\1", 2, 4},
    {flag_struct, "\x80", 1, 4},
    {real_struct, "\0\0\0", 3, 7},
    {wide_struct, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 15, 19},
    {d1_struct, "\0", 1, 5},
    {d1_struct, "\0\0\0", 3, 6},
};

static const lean_struct *(*const kinds[])(void) = {
    pair_struct, word_struct, list_struct, reals_struct, bytes_struct,  flags_struct, real_struct,
    flag_struct, wide_struct, spot_struct, note_struct,  dtypes_struct, d0_struct,    d1_struct,
    d2_struct,   d3_struct,   d4_struct,   d5_struct,    d6_struct};
#define KINDS (sizeof kinds / sizeof kinds[0])

/* The first 4 bytes of any record of a type. */
static void shape_of(const lean_struct *type, unsigned char out[4]) {
    static unsigned char bytes_of[64];
    static const union {
        unsigned char zeros[sizeof(note) + sizeof(dtypes)];
        uint64_t aligned;
    } none = {{0}};
    CHECK(type->size <= sizeof none);
    CHECK(lean_record_write(type, &none, bytes_of, sizeof bytes_of) <= sizeof bytes_of);
    memcpy(out, bytes_of, 4);
}

static void refused_bytes(const lean_struct *type, size_t n, size_t where) {
    unsigned char record[sizeof(dtypes) + sizeof(note)], before[sizeof record];
    size_t at = SIZE_MAX;
    memset(record, 0xa5, sizeof record);
    memcpy(before, record, sizeof before);
    CHECK(lean_record_read(type, record, &test_debug.allocator, wire, n, &at) == LEAN_BAD_FORMAT);
    CHECK(at == where);
    CHECK(memcmp(record, before, sizeof record) == 0);
}

static void malformed_bytes_are_refused(void) {
    unsigned long cases = 0;
    size_t i, j;
    test_debug_begin();
    for (i = 0; i < sizeof malformed_in_bytes / sizeof malformed_in_bytes[0]; ++i, ++cases) {
        malformed_bytes m;
        FETCH(&m, &malformed_in_bytes[i]);
        shape_of(m.type(), wire);
        memcpy(wire + 4, m.bytes, m.n);
        refused_bytes(m.type(), 4u + m.n, m.at);
    }
    for (i = 0; i < KINDS; ++i) { /* no struct is taken for another */
        memset(wire, 0, sizeof wire);
        shape_of(kinds[i](), wire);
        for (j = 0; j < KINDS; ++j) {
            if (i == j)
                continue;
            refused_bytes(kinds[j](), 64, 0);
            ++cases;
        }
        wire[i % 4] ^= 1;
        refused_bytes(kinds[i](), 64, 0);
        for (j = 0; j < 4; ++j)
            refused_bytes(kinds[i](), j, 0);
        cases += 5;
    }
    CHECK(test_debug.requests == 0);
    test_debug_end();
    test_note("malformed bytes", cases, "refused");
}

/* A length is compared with what is there before it is asked for, even if it is more than an index
   or a size can be. */
static void lengths_that_lie_ask_for_no_memory(void) {
    static const lean_struct *(*const types[])(void) = {word_struct, list_struct, reals_struct};
    unsigned long cases = 0;
    unsigned type, bit, low;
    test_debug_begin();
    for (type = 0; type < 3; ++type) {
        for (bit = 4; bit < 32; ++bit) {
            for (low = 0; low < 3; ++low, ++cases) {
                const uint32_t lie =
                    (UINT32_C(1) << bit) + low - 1 + (low == 2 ? UINT32_MAX - 1 : 0);
                unsigned char record[sizeof(reals)], before[sizeof record];
                size_t at = SIZE_MAX;
                lean_status status;
                shape_of(types[type](), wire);
                wire[4] = (unsigned char)(lie & 0xff);
                wire[5] = (unsigned char)(lie >> 8 & 0xff);
                wire[6] = (unsigned char)(lie >> 16 & 0xff);
                wire[7] = (unsigned char)(lie >> 24);
                memset(wire + 8, 'a', 8);
                memset(record, 0xa5, sizeof record);
                memcpy(before, record, sizeof before);
                status =
                    lean_record_read(types[type](), record, &test_debug.allocator, wire, 16, &at);
                if (lie <= 9 && status == LEAN_OK) {
                    lean_struct_free(types[type](), record, &test_debug.allocator);
                    continue;
                }
                CHECK(status == LEAN_BAD_FORMAT || (status == LEAN_OUT_OF_RANGE && lie > 0xffff));
                CHECK(at == (status == LEAN_BAD_FORMAT ? 16 : 4));
                CHECK(memcmp(record, before, sizeof record) == 0 && test_debug.blocks == 0);
            }
        }
    }
    CHECK(test_debug.requests == 0);
    test_debug_end();
    test_note("lying lengths", cases, "refused");
}

static void bytes_that_are_cut_are_refused(void) {
    const size_t n = sizeof ann_in_bytes;
    size_t cut, at;
    test_debug_begin();
    for (cut = 0; cut < n; ++cut) {
        void *exact = lean_resize(NULL, NULL, 0, n);
        note a;
        CHECK(exact != NULL);
        memcpy((char *)exact + (n - cut), ann_in_bytes, cut); /* up to the block's very end */
        CHECK(lean_record_read(note_struct(), &a, &test_debug.allocator, (char *)exact + (n - cut),
                               cut, &at) == LEAN_BAD_FORMAT);
        CHECK(at == (cut < 4 ? 0 : cut));
        (void)lean_resize(NULL, exact, n, 0);
    }
    CHECK(test_debug.requests == 0);
    test_debug_end();
    test_note("cut bytes", (unsigned long)n, "refused");
}

/* Bytes that are taken are those that the record is written as. */
static void bytes_with_a_bit_flipped(void) {
    unsigned long refused = 0, taken = 0;
    const size_t n = sizeof ann_in_bytes;
    unsigned char flipped[sizeof ann_in_bytes];
    size_t i, at;
    unsigned bit;
    test_debug_begin();
    memcpy(flipped, ann_in_bytes, n);
    for (i = 0; i < n; ++i) {
        for (bit = 0; bit < 8; ++bit) {
            note a;
            flipped[i] = (unsigned char)(ann_in_bytes[i] ^ (1u << bit));
            if (lean_record_read(note_struct(), &a, &test_debug.allocator, flipped, n, &at) !=
                LEAN_OK) {
                CHECK(at <= n && test_debug.blocks == 0);
                ++refused;
                continue;
            }
            ++taken;
            CHECK(at == n && lean_record_write(note_struct(), &a, wire, sizeof wire) == n);
            CHECK(memcmp(wire, flipped, n) == 0);
            lean_struct_free(note_struct(), &a, &test_debug.allocator);
        }
        flipped[i] = ann_in_bytes[i];
    }
    test_debug_end();
    test_note("flipped bytes", refused, "refused");
    test_note("flipped bytes", taken, "taken");
}

/* ---- where memory runs out ---- */

static void came_to_nothing(const note *a, lean_status status) {
    size_t i;
    CHECK(status == LEAN_NO_MEMORY && test_debug.refused != 0 && test_debug.blocks == 0);
    for (i = 0; i < sizeof *a; ++i)
        CHECK(((const unsigned char *)a)[i] == 0);
}

static void body_of_parse(void) {
    const note a = example(ann, 2);
    note b;
    size_t at;
    lean_status status;
    memset(&b, 0xa5, sizeof b);
    status = parse(note_struct(), &b, ann_in_text, &at);
    if (status != LEAN_OK) {
        came_to_nothing(&b, status);
        return;
    }
    CHECK(lean_record_equal(note_struct(), &a, &b));
    lean_struct_free(note_struct(), &b, &test_debug.allocator);
}

static void body_of_read(void) {
    const note a = example(ann, 2);
    note b;
    size_t at;
    lean_status status;
    memset(&b, 0xa5, sizeof b);
    status = lean_record_read(note_struct(), &b, &test_debug.allocator, ann_in_bytes,
                              sizeof ann_in_bytes, &at);
    if (status != LEAN_OK) {
        came_to_nothing(&b, status);
        return;
    }
    CHECK(lean_record_equal(note_struct(), &a, &b));
    lean_struct_free(note_struct(), &b, &test_debug.allocator);
}

static void parsing_gives_up_without_memory(void) {
    SWEEP(body_of_parse);
}

static void reading_gives_up_without_memory(void) {
    SWEEP(body_of_read);
}

int main(void) {
    test_begin("test_record");
    RUN(structs_of_what_means_something_elsewhere_are_records);
    RUN(integers_are_ordered);
    RUN(floats_are_ordered_with_equal_zeros_and_nans);
    RUN(strings_are_ordered_by_their_bytes);
    RUN(many_are_ordered_item_by_item);
    RUN(every_field_counts_and_padding_does_not);
    RUN(order_is_that_of_the_first_field_that_differs);
    RUN(where_items_end_is_hashed);
    RUN(hashes_are_those_of_every_machine);
    RUN(text_is_cut_as_snprintf_does);
    RUN(texts_are_what_they_should_be);
    RUN(numbers_are_written_and_parsed_back);
    RUN(half_floats_come_back);
    RUN(powers_of_two_come_back);
    RUN(subnormal_powers_of_two_come_back);
    RUN(random_floats_come_back);
    RUN(random_decimals_are_rounded_once);
    RUN(numbers_can_be_long);
    RUN(fields_come_in_any_order_and_form);
    RUN(what_is_none_has_no_memory);
    RUN(strings_are_unescaped);
    RUN(all_bytes_come_back);
    RUN(numbers_keep_to_their_types);
    RUN(items_are_as_many_as_an_index_counts);
    RUN(structs_are_in_each_other_as_deep_as_can_be);
    RUN(malformed_text_is_refused);
    RUN(zeros_in_text_are_refused);
    RUN(text_that_is_cut_is_refused);
    RUN(text_with_a_bit_flipped);
    RUN(bytes_are_those_of_every_machine);
    RUN(bytes_are_read_back);
    RUN(long_strings_come_back);
    RUN(what_cannot_be_counted_is_not_written);
    RUN(floats_keep_their_bits_in_bytes);
    RUN(malformed_bytes_are_refused);
    RUN(lengths_that_lie_ask_for_no_memory);
    RUN(bytes_that_are_cut_are_refused);
    RUN(bytes_with_a_bit_flipped);
    RUN(parsing_gives_up_without_memory);
    RUN(reading_gives_up_without_memory);
    return test_end();
}
