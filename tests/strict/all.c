/* Makes every call of every room, under the strictest warnings of every compiler. It runs too: the
   exit status is 0 if the answers were right. tools/check says on the command line which switches
   are on, whether this is the file with the implementation, and with which options. */
#include "../../lean.h"

static unsigned wrong;

static void expect(bool right) {
    wrong += right ? 0u : 1u;
}

LEAN_SITE(site_of_the_file);

/* ---- [CORE] ---- */
static void core_allocators(void) {
    unsigned char memory[LEAN_BUFFER_BYTES(10)];
    lean_buffer buffer;
    void *block;
    lean_buffer_init(&buffer, memory, sizeof memory);
    block = lean_resize(&buffer.allocator, NULL, 0, 10);
    expect(block != NULL && lean_buffer_bytes(&buffer) >= 10);
    expect(lean_resize(&buffer.allocator, block, 10, 0) == NULL);
    lean_buffer_clear(&buffer);
    expect(lean_buffer_bytes(&buffer) == 0 && LEAN_ALIGN != 0);
}

static void core_numbers(void) {
    static const unsigned char bytes[16] = {1, 2, 3, 4, 5, 6, 7, 8};
    unsigned char copied[8];
    size_t n = 0;
    expect(lean_size_plus(1, 2, &n) && n == 3);
    expect(!lean_size_times(SIZE_MAX, 2, &n) && n == 3);
    expect(lean_popcount32(7) == 3 && lean_popcount64(7) == 3);
    expect(lean_ctz32(8) == 3 && lean_ctz64(8) == 3);
    expect(lean_clz32(1) == 31 && lean_clz64(1) == 63);
    expect(lean_load32(bytes) == UINT32_C(0x04030201));
    expect(lean_load64(bytes) == UINT64_C(0x0807060504030201));
    lean_store64(copied, UINT64_C(0x0807060504030201));
    expect(lean_load32(copied + 4) == UINT32_C(0x08070605));
    expect(lean_unmix32(lean_mix32(5)) == 5 && lean_unmix64(lean_mix64(5)) == 5);
    expect(lean_siphash13(bytes, bytes, 3) != lean_siphash13(bytes, bytes, 4));
    expect(lean_status_text(LEAN_OK)[0] == 'o' && LEAN_VERSION != 0);
    expect(sizeof LEAN_VERSION_TEXT > 5 && LEAN_INDEX_MAX >= UINT16_MAX);
}

/* ---- [DEBUG] ---- */
#ifdef LEAN_WITH_DEBUG
static size_t reports;

static void count_report(lean_debug *d, const lean_fault_report *report) {
    expect(d != NULL && report->fault == LEAN_FAULT_LEAK);
    ++reports;
}

static void debug_allocator(void) {
    static lean_debug d;
    void *leak;
    lean_debug_init(&d, NULL);
    d.report = count_report;
    lean_debug_fail(&d, 0, false);
    leak = lean_resize(&d.allocator, NULL, 0, 3);
    expect(leak == NULL && d.refused == 1);
    lean_debug_fail_none(&d);
    leak = lean_resize(&d.allocator, NULL, 0, 3);
    expect(leak != NULL && lean_debug_check(&d) == 0);
    expect(lean_debug_free(&d) == 1 && reports == 1);
    expect(lean_fault_text(LEAN_FAULT_LEAK)[0] == 'n');
}
#endif

/* ---- [ARRAY] ---- */
#ifdef LEAN_WITH_ARRAY
typedef struct point {
    int16_t x, y;
} point;

typedef struct sample {
    float value;
    uint32_t key;
} sample;

#if defined(__GNUC__) && !defined(__TINYC__) && !defined(__AVR__)
typedef struct wide {
    uint32_t key;
} __attribute__((__aligned__(64))) wide;
#elif defined(_MSC_VER)
typedef struct __declspec(align(64)) wide {
    uint32_t key;
} wide;
#else
typedef struct wide {
    uint32_t key;
} wide;
#endif

LEAN_DEFINE_ARRAY(bytes, uint8_t)
LEAN_DEFINE_ARRAY(numbers, uint64_t)
LEAN_DEFINE_ARRAY(samples, sample)
LEAN_DEFINE_ARRAY(texts, const char *)
LEAN_DEFINE_ARRAY(points, point)
LEAN_DEFINE_ARRAY(wides, wide)
LEAN_DEFINE_FIXED_ARRAY(five_points, point, 5)
LEAN_DEFINE_FIXED_ARRAY(five_bytes, uint8_t, 5)
LEAN_DEFINE_FIXED_ARRAY(five_wides, wide, 5)

static numbers numbers_of_the_file = LEAN_AT(site_of_the_file);

#define ITSELF(item) (item)
#define KEY_OF(item) ((item).key)
#define X_OF(item) ((item).x)

/* What growable and fixed arrays share; two items that differ, the lower one first. */
#define DEFINE_EDIT(Name, T, rank)                                                                 \
    static int Name##_order(T const *a, T const *b, void *ctx) {                                   \
        expect(ctx == NULL);                                                                       \
        return (rank(*b) < rank(*a)) - (rank(*a) < rank(*b));                                      \
    }                                                                                              \
    static void Name##_edit(Name *a, T low, T high) {                                              \
        Name other = LEAN_EMPTY;                                                                   \
        T taken = high;                                                                            \
        size_t at = 9;                                                                             \
        expect(Name##_reserve(a, 2) && Name##_cap(a) >= 2);                                        \
        expect(Name##_push(a, high) && Name##_insert(a, 0, high));                                 \
        Name##_set(a, 1, low);                                                                     \
        Name##_sort(a, Name##_order, NULL);                                                        \
        expect(Name##_search(a, &high, Name##_order, NULL, &at) && at == 1);                       \
        expect(Name##_copy(&other, a) && Name##_append(&other, a->data, 2));                       \
        taken = Name##_get(&other, 2);                                                             \
        expect(Name##_order(&taken, Name##_ref(&other, 0), NULL) == 0);                            \
        Name##_remove(&other, 0);                                                                  \
        Name##_remove_swap(&other, 0);                                                             \
        expect(Name##_pop(&other, &taken) && Name##_len(&other) == 1);                             \
        expect(Name##_resize(&other, 3) && Name##_len(&other) == 3);                               \
        Name##_clear(&other);                                                                      \
        expect(Name##_len(&other) == 0);                                                           \
        Name##_empty(&other);                                                                      \
    }

#define DEFINE_GROWABLE(Name, T, rank)                                                             \
    static void Name##_empty(Name *a) {                                                            \
        expect(Name##_shrink(a) && Name##_bytes(a) == 0);                                          \
        Name##_free(a);                                                                            \
    }                                                                                              \
    DEFINE_EDIT(Name, T, rank)                                                                     \
    static void Name##_calls(T low, T high) {                                                      \
        LEAN_SITE(site_of_the_block);                                                              \
        Name here = LEAN_AT(site_of_the_block), there;                                             \
        Name##_init(&there, LEAN_OWNER(site_of_the_file));                                         \
        Name##_edit(&here, low, high);                                                             \
        Name##_edit(&there, low, high);                                                            \
        expect(Name##_bytes(&there) >= 2 * sizeof(T));                                             \
        Name##_free(&here);                                                                        \
        Name##_free(&there);                                                                       \
    }

#define DEFINE_FIXED(Name, T, rank)                                                                \
    static void Name##_empty(Name *a) {                                                            \
        expect(!Name##_reserve(a, 6) && Name##_cap(a) == 5);                                       \
    }                                                                                              \
    DEFINE_EDIT(Name, T, rank)                                                                     \
    static void Name##_calls(T low, T high) {                                                      \
        Name here = LEAN_EMPTY;                                                                    \
        Name##_edit(&here, low, high);                                                             \
    }

DEFINE_GROWABLE(bytes, uint8_t, ITSELF)
DEFINE_GROWABLE(numbers, uint64_t, ITSELF)
DEFINE_GROWABLE(samples, sample, KEY_OF)
DEFINE_GROWABLE(texts, const char *, ITSELF)
DEFINE_GROWABLE(points, point, X_OF)
DEFINE_GROWABLE(wides, wide, KEY_OF)
DEFINE_FIXED(five_points, point, X_OF)
DEFINE_FIXED(five_bytes, uint8_t, ITSELF)
DEFINE_FIXED(five_wides, wide, KEY_OF)

static void arrays(void) {
    static const char two[] = "ab";
    const point near = {1, 2}, far = {3, 4};
    const sample early = {0.5f, 1}, late = {0.25f, 2};
    wide narrow, broad;
    narrow.key = 1;
    broad.key = 2;
    bytes_calls(1, 2);
    numbers_calls(1, 2);
    samples_calls(early, late);
    texts_calls(two, two + 1);
    points_calls(near, far);
    wides_calls(narrow, broad);
    five_points_calls(near, far);
    five_bytes_calls(1, 2);
    five_wides_calls(narrow, broad);
    expect(numbers_push(&numbers_of_the_file, 5));
    expect(numbers_bytes(&numbers_of_the_file) >= LEAN_ARRAY_BYTES(uint64_t, 1));
    numbers_free(&numbers_of_the_file);
}
#endif

/* ---- [STRINGS] ---- */
#ifdef LEAN_WITH_STRINGS
static lean_strings strings_of_the_file = LEAN_AT(site_of_the_file);

static void strings_in_a_buffer(void) {
    unsigned char memory[LEAN_BUFFER_BYTES(LEAN_STRINGS_BYTES(2, 8))];
    lean_buffer buffer;
    lean_strings s;
    lean_buffer_init(&buffer, memory, sizeof memory);
    lean_strings_init(&s, &buffer.allocator);
    expect(lean_strings_reserve(&s, 2, 8, 0));
    lean_strings_free(&s);
}

static void strings(void) {
    LEAN_SITE(site_of_the_block);
    lean_strings here = LEAN_AT(site_of_the_block), there;
    size_t n = 0;
    lean_strings_init(&there, LEAN_OWNER(site_of_the_block));
    expect(lean_strings_reserve(&here, 2, 8, 5) && lean_strings_push(&here, "lean", 4));
    expect(lean_strings_get(&here, 0, &n)[3] == 'n' && n == 4);
    expect(lean_strings_copy(&there, &here) && lean_strings_len(&there) == 1);
    expect(lean_strings_pop(&there) && lean_strings_shrink(&there));
    expect(lean_strings_bytes(&there) == 0 && lean_strings_bytes(&here) >= 4);
    lean_strings_clear(&here);
    lean_strings_free(&here);
    lean_strings_free(&there);
    expect(lean_strings_push(&strings_of_the_file, NULL, 0));
    lean_strings_free(&strings_of_the_file);
}
#endif

/* ---- [DTYPE] ---- */
#ifdef LEAN_WITH_DTYPE
static void halves(void) {
    const float one = lean_half_to_float(0x3c00);
    const double two = lean_half_to_double(0x4000);
    expect(lean_half_from_float(one) == 0x3c00 && lean_half_from_double(two) == 0x4000);
}

static void dtypes(void) {
    static const int16_t in[3] = {-1, 2, 300};
    uint8_t out[3] = {7, 7, 7};
    lean_dtype d = LEAN_F64;
    expect(lean_dtype_valid(LEAN_U8) && !lean_dtype_valid(8));
    expect(lean_dtype_size(LEAN_F32) == 4 && lean_dtype_name(LEAN_F32)[0] == 'f');
    expect(lean_dtype_parse("int16", 5, &d) && d == LEAN_I16);
    expect(lean_dtype_fit(d, in, 2) == LEAN_I8);
    expect(lean_convert(d, in, 3, LEAN_U8, out) == LEAN_OUT_OF_RANGE && out[0] == 7);
    lean_convert_saturated(d, in, 3, LEAN_U8, out);
    expect(out[0] == 0 && out[1] == 2 && out[2] == 255);
    lean_convert_wrapped(d, in, 3, LEAN_U8, out);
    expect(out[0] == 255 && out[1] == 2 && out[2] == 44);
}

/* The calls for values of one type: an array of four items 1, 5, 1, 2. */
#define DEFINE_VALUES(X, T, D)                                                                     \
    static void array_of_##X(lean_array *a, T one, T two, T five) {                                \
        T out = five;                                                                              \
        uint8_t as_byte = 0;                                                                       \
        expect(lean_array_push_##X(a, two) == LEAN_OK && lean_array_push_##X(a, one) == LEAN_OK);  \
        expect(lean_array_push_##X(a, one) == LEAN_OK && lean_array_push_##X(a, two) == LEAN_OK);  \
        expect(lean_array_set_##X(a, 1, five) == LEAN_OK);                                         \
        expect(lean_array_fill_##X(a, 0, 1, one) == LEAN_OK);                                      \
        expect(lean_array_get_##X(a, 1, &out) == LEAN_OK);                                         \
        expect(lean_convert(D, &out, 1, LEAN_U8, &as_byte) == LEAN_OK && as_byte == 5);            \
        expect(lean_array_sum_##X(a, 0, 3, &out) == LEAN_OK);                                      \
        expect(lean_convert(D, &out, 1, LEAN_U8, &as_byte) == LEAN_OK && as_byte == 7);            \
        expect(lean_array_min_##X(a, 0, 4, &out) == LEAN_OK);                                      \
        expect(lean_convert(D, &out, 1, LEAN_U8, &as_byte) == LEAN_OK && as_byte == 1);            \
        expect(lean_array_max_##X(a, 0, 4, &out) == LEAN_OK);                                      \
        expect(lean_convert(D, &out, 1, LEAN_U8, &as_byte) == LEAN_OK && as_byte == 5);            \
    }
DEFINE_VALUES(i64, int64_t, LEAN_I64)
DEFINE_VALUES(u64, uint64_t, LEAN_U64)
DEFINE_VALUES(f64, double, LEAN_F64)

/* The items as what they are: an array of one item, for a while of one type. */
#define DEFINE_TYPED(X, T, D)                                                                      \
    static void array_as_##X(lean_array *a, T item) {                                              \
        const lean_dtype other = D == LEAN_U8 ? LEAN_I8 : LEAN_U8;                                 \
        T *written;                                                                                \
        const T *read;                                                                             \
        expect(lean_array_recast(a, D) == LEAN_OK && lean_array_dtype(a) == D);                    \
        written = lean_array_##X##_ref(a);                                                         \
        read = lean_array_##X(a);                                                                  \
        expect(written != NULL && written == read);                                                \
        if (written != NULL)                                                                       \
            *written = item;                                                                       \
        expect(lean_array_recast(a, other) == LEAN_OK && lean_array_##X(a) == NULL);               \
    }
DEFINE_TYPED(u8, uint8_t, LEAN_U8)
DEFINE_TYPED(u16, uint16_t, LEAN_U16)
DEFINE_TYPED(u32, uint32_t, LEAN_U32)
DEFINE_TYPED(u64, uint64_t, LEAN_U64)
DEFINE_TYPED(i8, int8_t, LEAN_I8)
DEFINE_TYPED(i16, int16_t, LEAN_I16)
DEFINE_TYPED(i32, int32_t, LEAN_I32)
DEFINE_TYPED(i64, int64_t, LEAN_I64)
DEFINE_TYPED(f16, uint16_t, LEAN_F16)
DEFINE_TYPED(f32, float, LEAN_F32)
DEFINE_TYPED(f64, double, LEAN_F64)

static void array_as_all(lean_array *a) {
    array_as_u8(a, 1);
    array_as_u16(a, 1);
    array_as_u32(a, 1);
    array_as_u64(a, 1);
    array_as_i8(a, 1);
    array_as_i16(a, 1);
    array_as_i32(a, 1);
    array_as_i64(a, 1);
    array_as_f16(a, 0x3c00);
    array_as_f32(a, 1.0f);
    array_as_f64(a, 1.0);
}

static void array_copies(lean_array *a) {
    static const int16_t in[3] = {-1, 2, 300};
    int16_t out[3] = {0, 0, 0};
    expect(lean_array_recast(a, LEAN_U8) == LEAN_OK && lean_array_resize(a, 3));
    expect(lean_array_write(a, 0, 3, LEAN_I16, in) == LEAN_OUT_OF_RANGE);
    lean_array_write_saturated(a, 0, 3, LEAN_I16, in);
    expect(lean_array_read(a, 0, 3, LEAN_I16, out) == LEAN_OK && out[0] == 0 && out[2] == 255);
    lean_array_write_wrapped(a, 0, 3, LEAN_I16, in);
    lean_array_read_saturated(a, 0, 3, LEAN_I16, out);
    expect(out[0] == 255 && out[1] == 2 && out[2] == 44);
    out[0] = 0;
    lean_array_read_wrapped(a, 0, 1, LEAN_I16, out);
    expect(out[0] == 255);
}

static void typed_arrays(void) {
    lean_array here = LEAN_EMPTY, there;
    lean_array_init(&there, LEAN_F16, LEAN_OWNER(site_of_the_file));
    expect(lean_array_reserve(&here, 4) && lean_array_bytes(&here) >= 4);
    array_of_i64(&here, 1, 2, 5);
    lean_array_clear(&here);
    array_of_u64(&here, 1, 2, 5);
    array_of_f64(&there, 1.0, 2.0, 5.0);
    expect(lean_array_copy(&there, &here) && lean_array_len(&there) == 4);
    expect(lean_array_resize(&here, 1) && lean_array_shrink(&here));
    array_as_all(&here);
    array_copies(&there);
    lean_array_free(&here);
    lean_array_free(&there);
    expect(lean_array_bytes(&here) == 0 && lean_array_len(&there) == 0);
}
#endif

/* ---- [PACK] ---- */
#ifdef LEAN_WITH_PACK
static const unsigned char three_items[LEAN_PACK_BYTES(5, 3)] = {0x41, 0x0c};
static const lean_pack three = LEAN_PACK_CONST(three_items, 3, 5, 100);
static const lean_pack three_signed = LEAN_PACK_CONST_SIGNED(three_items, 3, 5);

LEAN_DEFINE_FIXED_PACK(five_flags, bool, 1, 5)
LEAN_DEFINE_FIXED_PACK(five_digits, uint8_t, 4, 5)
LEAN_DEFINE_FIXED_PACK(five_steps, int16_t, 10, 5)
LEAN_DEFINE_FIXED_PACK(five_keys, uint64_t, 60, 5)

/* Two items that differ. */
#define DEFINE_FIXED_PACK_CALLS(Name, T)                                                           \
    static void Name##_calls(T low, T high) {                                                      \
        Name p = LEAN_EMPTY;                                                                       \
        T taken = low;                                                                             \
        lean_pack pack;                                                                            \
        expect(Name##_push(&p, low) && Name##_push(&p, low) && Name##_set(&p, 1, high));           \
        expect(Name##_len(&p) == 2 && Name##_get(&p, 0) == low);                                   \
        pack = Name##_pack(&p);                                                                    \
        expect(lean_pack_len(&pack) == 2 && lean_pack_bytes(&pack) == 0);                          \
        expect(Name##_pop(&p, &taken) && taken == high);                                           \
        expect(Name##_resize(&p, 4) && Name##_len(&p) == 4 && Name##_cap(&p) == 5);                \
        Name##_clear(&p);                                                                          \
        expect(Name##_len(&p) == 0);                                                               \
    }
DEFINE_FIXED_PACK_CALLS(five_flags, bool)
DEFINE_FIXED_PACK_CALLS(five_digits, uint8_t)
DEFINE_FIXED_PACK_CALLS(five_steps, int16_t)
DEFINE_FIXED_PACK_CALLS(five_keys, uint64_t)

static void kinds_of_items(void) {
    expect(lean_bits_between(0, 5).width == 3 && lean_bits_between(-1, 5).is_signed);
    expect(lean_bits_from_between(100, 131).width == 5 && lean_bits_valid(lean_bits_signed(64)));
    expect(lean_bits_from(100, 5).base == 100 && !lean_bits_valid(lean_bits_unsigned(65)));
#ifdef LEAN_WITH_DTYPE
    expect(lean_bits_fit(LEAN_U8, three_items, 2).base == 0x0c);
#endif
}

/* The calls for values of one type: a pack of 1, 5, 2. */
#define DEFINE_PACK_VALUES(X, T)                                                                   \
    static void pack_of_##X(lean_pack *p) {                                                        \
        T out = 0;                                                                                 \
        size_t at = 9;                                                                             \
        lean_pack_clear(p);                                                                        \
        expect(lean_pack_push_##X(p, 1) == LEAN_OK && lean_pack_push_##X(p, 1) == LEAN_OK);        \
        expect(lean_pack_insert_##X(p, 1, 4) == LEAN_OK && lean_pack_push_##X(p, 3) == LEAN_OK);   \
        expect(lean_pack_pop_##X(p, &out) && out == 3);                                            \
        expect(lean_pack_set_##X(p, 1, 5) && lean_pack_fill_##X(p, 2, 1, 2));                      \
        expect(lean_pack_get_##X(p, 1) == 5 && lean_pack_sum_##X(p, 0, 3) == 8);                   \
        expect(lean_pack_min_##X(p, 0, 3, &out) && out == 1);                                      \
        expect(lean_pack_max_##X(p, 0, 3, &out) && out == 5);                                      \
        expect(lean_pack_find_##X(p, 0, 2, &at) && at == 2);                                       \
    }
DEFINE_PACK_VALUES(u64, uint64_t)
DEFINE_PACK_VALUES(i64, int64_t)

#define DEFINE_PACK_BULK(X, T)                                                                     \
    static void pack_through_##X(lean_pack *p) {                                                   \
        static const T in[2] = {3, 4};                                                             \
        T out[2] = {0, 0};                                                                         \
        expect(lean_pack_write_##X(p, 1, 2, in) && lean_pack_read_##X(p, 1, 2, out));              \
        expect(out[0] == 3 && out[1] == 4);                                                        \
    }
DEFINE_PACK_BULK(u8, uint8_t)
DEFINE_PACK_BULK(u16, uint16_t)
DEFINE_PACK_BULK(u32, uint32_t)
DEFINE_PACK_BULK(u64, uint64_t)
DEFINE_PACK_BULK(i8, int8_t)
DEFINE_PACK_BULK(i16, int16_t)
DEFINE_PACK_BULK(i32, int32_t)
DEFINE_PACK_BULK(i64, int64_t)

static void pack_through_all(lean_pack *p) {
    pack_through_u8(p);
    pack_through_u16(p);
    pack_through_u32(p);
    pack_through_u64(p);
    pack_through_i8(p);
    pack_through_i16(p);
    pack_through_i32(p);
    pack_through_i64(p);
}

static void packs_elsewhere(void) {
    unsigned char memory[LEAN_PACK_BYTES(5, 3)];
    lean_pack over, view;
    expect(lean_pack_over(&over, lean_bits_unsigned(5), memory, sizeof memory));
    expect(lean_pack_push_u64(&over, 31) == LEAN_OK && lean_pack_bytes(&over) == 0);
    expect(lean_pack_view(&view, lean_bits_unsigned(5), three_items, 3));
    expect(lean_pack_get_u64(&view, 1) == 2 && lean_pack_get_i64(&three, 0) == 101);
    expect(lean_pack_get_i64(&three_signed, 2) == 3 && lean_pack_data(&view) == three_items);
    lean_pack_free(&over);
}

static void packs(void) {
    lean_pack here = LEAN_EMPTY, there;
    expect(lean_pack_recast(&here, lean_bits_unsigned(5)) == LEAN_OK);
    expect(lean_pack_init(&there, lean_bits_signed(9), LEAN_OWNER(site_of_the_file)));
    expect(lean_pack_bits(&there).width == 9 && lean_pack_reserve(&there, 4));
    pack_of_u64(&here);
    pack_of_i64(&there);
    pack_through_all(&here);
    expect(lean_pack_copy_range(&there, 0, &here, 1, 2) && lean_pack_copy(&there, &here));
    lean_pack_remove(&there, 0);
    expect(lean_pack_resize(&there, 1) && lean_pack_shrink(&there));
    expect(lean_pack_len(&there) == 1 && lean_pack_bytes(&there) >= 1);
    lean_pack_free(&here);
    lean_pack_free(&there);
    five_flags_calls(false, true);
    five_digits_calls(1, 9);
    five_steps_calls(-512, 511);
    five_keys_calls(1, UINT64_C(1) << 59);
}
#endif

/* ---- [STRUCT] ---- */
#ifdef LEAN_WITH_STRUCT
typedef uint32_t crowd_handle;

LEAN_DECLARE_STRUCT(house)

#define PLACE(VAL, ...) VAL(f32, north) VAL(f32, east)
LEAN_DEFINE_STRUCT(site_place, PLACE)

/* What is held are containers of any kind. */
#ifdef LEAN_WITH_ARRAY
LEAN_DEFINE_ARRAY(held_numbers, uint32_t)
#else
typedef lean_array held_numbers;
#define held_numbers_bytes lean_array_bytes
#define held_numbers_copy lean_array_copy
#define held_numbers_free lean_array_free
#define held_numbers_init(a, owner) lean_array_init(a, LEAN_U8, owner)
#endif

#define PERSON(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, HOLD)                                   \
    STR(name)                                                                                      \
    OWN(person, next)                                                                              \
    SHARE(house, home)                                                                             \
    MANY(u16, years, n_years)                                                                      \
    WEAK(crowd, chief)                                                                             \
    MANY(site_place, seen, n_seen)                                                                 \
    VAL(i32, debt)                                                                                 \
    HOLD(held_numbers, numbers)                                                                    \
    HOLD(lean_array, items)                                                                        \
    SUB(site_place, at)                                                                            \
    ARR(u8, 6, card)                                                                               \
    VAL(bool, is_here)                                                                             \
    VAL(u8, kind)
LEAN_DEFINE_LOOSE_STRUCT(person, PERSON)

#define HOUSE(VAL, ARR, SUB, STR, OWN, ...) OWN(person, owner)
LEAN_DEFINE_STRUCT(house, HOUSE)

/* The description of a type that says how many fields it has. */
#define DEFINE_STRUCT_CALLS(Name)                                                                  \
    static size_t Name##_fields(void) {                                                            \
        return Name##_struct()->n;                                                                 \
    }
DEFINE_STRUCT_CALLS(person)
DEFINE_STRUCT_CALLS(house)

static void structs(void) {
    const lean_struct *type = person_struct();
    person p = LEAN_EMPTY, q;
    size_t owned = 1;
    char text[8];
    expect(person_fields() == 13 && lean_struct_name(type, SIZE_MAX) != NULL);
    expect(lean_struct_field_size(type, 0) == sizeof p.name && house_fields() == 1);
    expect(lean_struct_layout(type, text, sizeof text) > sizeof text);
    p.debt = -3;
    expect(lean_struct_copy(type, &q, &p, NULL) && q.debt == -3);
    expect(lean_struct_bytes(type, &q, NULL, &owned) && owned == 0);
    lean_struct_free(type, &q, NULL);
}
#endif

/* ---- [RECORD] ---- */
#ifdef LEAN_WITH_RECORD
#define ENTRY(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, HOLD)                                    \
    STR(word)                                                                                      \
    MANY(f32, shares, n_shares)                                                                    \
    VAL(u32, count)
LEAN_DEFINE_LOOSE_STRUCT(entry, ENTRY)

static void records(void) {
    const lean_struct *type = entry_struct();
    static const char text[] = "{\"word\": \"a\", \"shares\": [0.5], \"count\": 3}";
    static const char positions[] = "[\"a\", [0.5], 3]";
    const bool named = *lean_struct_name(type, 0) != 0;
    const char *in = named ? text : positions;
    const size_t n = named ? sizeof text - 1 : sizeof positions - 1;
    unsigned char stored[40];
    char out[60];
    entry a, b;
    size_t at = 0, written;
    expect(lean_record_valid(type) && lean_record_parse(type, &a, NULL, in, n, &at) == LEAN_OK);
    expect(at == n && a.count == 3 && lean_record_text(type, &a, out, sizeof out) == n);
    written = lean_record_write(type, &a, stored, sizeof stored);
    expect(lean_record_read(type, &b, NULL, stored, written, &at) == LEAN_OK && at == written);
    expect(lean_record_equal(type, &a, &b) && lean_record_compare(type, &a, &b) == 0);
    expect(lean_record_hash(type, &a, 1) == lean_record_hash(type, &b, 1));
    lean_struct_free(type, &a, NULL);
    lean_struct_free(type, &b, NULL);
}
#endif

/* ---- [PACKED] ---- */
#ifdef LEAN_WITH_PACKED
typedef enum shade { PALE, DARK, BLACK } shade;

#define SAMPLE(F)                                                                                  \
    F(u32, 18, id)                                                                                 \
    F(i16, 9, level)                                                                               \
    F(u16, 7, year, 1970)                                                                          \
    F(bool, 1, is_new)                                                                             \
    F(shade, 2, tint)                                                                              \
    F(f16, 16, gain)                                                                               \
    F(f32, 32, volts)                                                                              \
    F(u64, 64, key)
LEAN_DEFINE_PACKED(telegram, SAMPLE)
#define FLAGS(F) F(bool, 1, only)
LEAN_DEFINE_PACKED(one_flag, FLAGS)

/* Every call of a type that has a field. */
#define DEFINE_PACKED_CALLS(Name, T, field)                                                        \
    static void Name##_calls(T value) {                                                            \
        static unsigned char memory[2 * LEAN_PACKED_BYTES(Name, 3)];                               \
        Name##_array a = LEAN_EMPTY, b, c;                                                         \
        Name x;                                                                                    \
        T column[2];                                                                               \
        Name##_init(&b, LEAN_OWNER(site_of_the_file));                                             \
        expect(Name##_reserve(&a, 2) && Name##_resize(&a, 1));                                     \
        x = Name##_get(&a, 0);                                                                     \
        x.field = value;                                                                           \
        expect(Name##_push(&a, &x) == LEAN_OK);                                                    \
        expect(Name##_set(&a, 1, &x) && Name##_set_##field(&a, 0, value));                         \
        Name##_read_##field(&a, 0, 2, column);                                                     \
        expect(Name##_write_##field(&a, 0, 2, column) && Name##_copy(&b, &a));                     \
        expect(Name##_get_##field(&b, 1) >= value && Name##_get(&b, 0).field >= value);            \
        expect(Name##_pop(&b, &x) && Name##_len(&b) == 1 && Name##_shrink(&b));                    \
        expect(Name##_bytes(&b) != 0 && Name##_data(&b) != Name##_data(&a));                       \
        Name##_clear(&b);                                                                          \
        Name##_over(&c, memory, sizeof memory);                                                    \
        expect(Name##_copy(&c, &a) && Name##_view(&c, memory, 2) && Name##_len(&c) == 2);          \
        expect(Name##_pack(memory, &x));                                                           \
        Name##_unpack(memory, &x);                                                                 \
        expect(x.field >= value && LEAN_PACKED_BITS(Name) != 0);                                   \
        Name##_free(&a);                                                                           \
        Name##_free(&b);                                                                           \
    }
DEFINE_PACKED_CALLS(telegram, uint32_t, id)
DEFINE_PACKED_CALLS(one_flag, bool, only)

static void packed_records(void) {
    telegram_calls(262143);
    one_flag_calls(true);
}
#endif

/* ---- [BITSET] ---- */
#ifdef LEAN_WITH_BITSET
static const unsigned char three_flags[LEAN_BITSET_BYTES(3)] = {0x05};
static const lean_bitset flags_in_flash = LEAN_BITSET_CONST(three_flags, 3);
static lean_bitset bits_of_the_file = LEAN_AT(site_of_the_file);

LEAN_DEFINE_FIXED_BITSET(nine_flags, 9)
LEAN_DEFINE_FIXED_BITSET(many_flags, 300)

#define DEFINE_FIXED_BITSET_CALLS(Name)                                                            \
    static void Name##_calls(size_t last) {                                                        \
        Name f = LEAN_EMPTY;                                                                       \
        size_t at = last + 1;                                                                      \
        lean_bitset all, view;                                                                     \
        Name##_set(&f, last);                                                                      \
        Name##_flip(&f, 1);                                                                        \
        Name##_assign(&f, 2, true);                                                                \
        Name##_clear(&f, 2);                                                                       \
        expect(Name##_test(&f, last) && !Name##_test_and_set(&f, 0));                              \
        expect(Name##_len(&f) == last + 1 && Name##_count(&f) == 3);                               \
        expect(Name##_next(&f, 2, &at) && at == last);                                             \
        all = Name##_bitset(&f);                                                                   \
        lean_bitset_not(&all);                                                                     \
        view = Name##_view(&f);                                                                    \
        expect(lean_bitset_count(&view) == last - 2 && lean_bitset_bytes(&view) == 0);             \
    }

DEFINE_FIXED_BITSET_CALLS(nine_flags)
DEFINE_FIXED_BITSET_CALLS(many_flags)

static void bits_one_by_one(lean_bitset *b) {
    expect(lean_bitset_resize(b, 70) && lean_bitset_push(b, true) && lean_bitset_len(b) == 71);
    lean_bitset_set(b, 3);
    lean_bitset_clear(b, 70);
    lean_bitset_flip(b, 4);
    lean_bitset_assign(b, 5, true);
    expect(lean_bitset_test(b, 3) && lean_bitset_test_and_set(b, 5));
    lean_bitset_set_range(b, 10, 20);
    lean_bitset_clear_range(b, 12, 2);
    lean_bitset_flip_range(b, 12, 1);
    lean_bitset_assign_range(b, 60, 3, true);
    expect(lean_bitset_test_and_set_range(b, 60, 4) == 3 &&
           lean_bitset_count_range(b, 10, 20) == 19);
    expect(lean_bitset_any_range(b, 29, 2) && lean_bitset_all_range(b, 14, 16));
    expect(lean_bitset_any(b) && !lean_bitset_none(b) && !lean_bitset_all(b));
}

static void bits_together(lean_bitset *a, lean_bitset *b) {
    expect(lean_bitset_copy(b, a) && lean_bitset_equal(a, b) && lean_bitset_subset(a, b));
    expect(lean_bitset_intersects(a, b) && lean_bitset_count(a) == lean_bitset_count_and(a, b));
    expect(lean_bitset_count_or(a, b) == lean_bitset_count(a));
    expect(lean_bitset_count_xor(a, b) == 0 && lean_bitset_count_andnot(a, b) == 0);
    lean_bitset_and(a, b);
    lean_bitset_or(a, b);
    lean_bitset_xor(a, b);
    lean_bitset_andnot(a, b);
    lean_bitset_not(a);
    expect(lean_bitset_all(a) && lean_bitset_and_into(a, a, b) && lean_bitset_or_into(a, a, b));
    expect(lean_bitset_xor_into(a, a, b) && lean_bitset_andnot_into(a, a, b));
    expect(lean_bitset_none(a) && lean_bitset_not_into(a, b));
    lean_bitset_shift_up(b, 9);
    lean_bitset_shift_down(b, 9);
    expect(lean_bitset_shrink(b) && lean_bitset_reserve(b, 100) && lean_bitset_bytes(b) > 8);
}

static void bits_in_turn(const lean_bitset *b) {
    uint32_t found[2];
    size_t at = 0, from = 0, sum = 0;
    LEAN_EACH_BIT(i, b) {
        sum += i;
    }
    expect(sum == 2 && lean_bitset_next(b, 1, &at) && at == 2);
    expect(lean_bitset_next_clear(b, 0, &at) && at == 1 && lean_bitset_prev(b, 2, &at) && at == 0);
    expect(lean_bitset_prev_clear(b, 3, &at) && at == 1 && lean_bitset_data(b)[0] == 5);
    expect(lean_bitset_read_u32(b, &from, found, 2) == 2 && found[1] == 2);
}

static void bitsets(void) {
    unsigned char memory[LEAN_BITSET_BYTES(100)];
    lean_bitset here = LEAN_EMPTY, there, over, view;
    lean_bitset_init(&there, LEAN_OWNER(site_of_the_file));
    lean_bitset_over(&over, memory, sizeof memory);
    bits_one_by_one(&here);
    bits_together(&here, &there);
    bits_one_by_one(&over);
    expect(lean_bitset_view(&view, three_flags, 3));
    bits_in_turn(&view);
    bits_in_turn(&flags_in_flash);
    expect(lean_bitset_push(&bits_of_the_file, true));
    lean_bitset_free(&bits_of_the_file);
    lean_bitset_free(&here);
    lean_bitset_free(&there);
    nine_flags_calls(8);
    many_flags_calls(299);
}
#endif

/* ---- [RANK] ---- */
#ifdef LEAN_WITH_RANK
static void ranks(void) {
    static const unsigned char ten_flags[2] = {0xf0, 0x01};
    lean_rank none = LEAN_EMPTY, r;
    lean_bitset b;
    size_t at = 0, out[2] = {8, 9};
    expect(lean_bitset_view(&b, ten_flags, 10) &&
           lean_rank_init(&r, &b, LEAN_OWNER(site_of_the_file)));
    expect(lean_rank_len(&r) == 10 && lean_rank_count(&r) == 5 && lean_rank_bytes(&r) != 0);
    expect(lean_rank_ones(&r, 5) == 1 && lean_rank_zeros(&r, 5) == 4 &&
           lean_rank_ones(&none, 0) == 0);
    expect(lean_rank_select(&r, 4, &at) && at == 8 && lean_rank_select_zero(&r, 4, &at) && at == 9);
    lean_rank_read_ones(&r, out, 2, out);
    expect(out[0] == 4 && out[1] == 5);
    out[1] = 0;
    lean_rank_read_select(&r, out, 2, out);
    expect(out[0] == 8 && out[1] == 4);
    out[0] = 4;
    out[1] = 3;
    lean_rank_read_select_zero(&r, out, 2, out);
    expect(out[0] == 9 && out[1] == 3);
    lean_rank_free(&r);
    lean_rank_free(&none);
}
#endif

/* ---- [MAP] ---- */
#ifdef LEAN_WITH_MAP
typedef enum season { SPRING = 1, AUTUMN = 3 } season;

typedef struct place {
    uint32_t x, y;
} place;

typedef struct cost {
    float least;
    uint16_t days;
} cost;

static uint64_t place_hash(const place *p, uint64_t seed) {
    return lean_mix64(lean_mix64(seed ^ p->x) ^ p->y);
}

static bool place_same(const place *a, const place *b) {
    return a->x == b->x && a->y == b->y;
}

#define NUMBER_HASH(number, seed) (*(number) ^ (seed))
#define NUMBER_SAME(a, b) (*(a) == *(b))
#define PLACE_HASH(place, seed) LEAN_MAP_SIPHASH(place, seed)
#define PLACE_SAME(a, b) LEAN_MAP_SAME(a, b)
#define A_KEY uint32_t
#define A_VALUE const char *

LEAN_DEFINE_MAP(ages, uint32_t, uint16_t)
LEAN_DEFINE_MAP(costs, season, cost)
LEAN_DEFINE_MAP(titles, double, const char *)
LEAN_DEFINE_MAP(order, int8_t, uint64_t)
LEAN_DEFINE_MAP(macros, A_KEY, A_VALUE)
LEAN_DEFINE_MAP_WITH(routes, place, const char *, place_hash, place_same)
LEAN_DEFINE_MAP_WITH(sums, uint64_t, double, NUMBER_HASH, NUMBER_SAME)
LEAN_DEFINE_MAP_WITH(tides, uint64_t, uint16_t, NUMBER_HASH, NUMBER_SAME)
LEAN_DEFINE_SET(seen, int64_t)
LEAN_DEFINE_SET(lights, bool)
LEAN_DEFINE_SET(key, uint16_t)
LEAN_DEFINE_SET(levels, float)
LEAN_DEFINE_SET_WITH(places, place, PLACE_HASH, PLACE_SAME)

#define SAME_NUMBER(a, b) ((a) >= (b) && (a) <= (b))
#define SAME_BYTES(a, b) lean_map_same_(&(a), &(b), sizeof(a))
#define SAME_PLACE(a, b) place_same(&(a), &(b))

/* Two keys and two values that differ. */
#define DEFINE_MAP_CALLS(Name, K, V, same)                                                         \
    static bool Name##_is_high(K high, V *at, void *user) {                                        \
        (void)high;                                                                                \
        return at != NULL && user == NULL;                                                         \
    }                                                                                              \
    static void Name##_step(Name *m, K only, V *at) {                                              \
        Name##_item i = LEAN_EMPTY;                                                                \
        V *written;                                                                                \
        expect(Name##_next(m, &i) && same(i.key, only) && i.value == at);                          \
        written = Name##_item_ref(m, &i);                                                          \
        expect(written == at);                                                                     \
        Name##_erase(m, &i);                                                                       \
        expect(!Name##_next(m, &i) && Name##_len(m) == 0);                                         \
    }                                                                                              \
    static void Name##_edit(Name *m, K low, K high, V small, V large) {                            \
        Name other = LEAN_EMPTY;                                                                   \
        V taken = large;                                                                           \
        V *written;                                                                                \
        V const *read;                                                                             \
        bool is_new = false;                                                                       \
        expect(Name##_seed(m, 5) && Name##_reserve(m, 3));                                         \
        expect(Name##_put(m, low, small) && Name##_add(m, low, large) == LEAN_EXISTS);             \
        written = Name##_ensure(m, high, &is_new);                                                 \
        expect(written != NULL && is_new);                                                         \
        if (written != NULL)                                                                       \
            *written = large;                                                                      \
        read = Name##_get(m, high);                                                                \
        expect(read != NULL && read == Name##_ref(m, high));                                       \
        expect(Name##_has(m, low) && Name##_len(m) == 2 && Name##_bytes(m) != 0);                  \
        expect(Name##_copy(&other, m) && Name##_take(&other, low, &taken));                        \
        expect(!Name##_remove(&other, low));                                                       \
        expect(Name##_put(&other, high, taken));                                                   \
        Name##_step(&other, high, Name##_ref(&other, high));                                       \
        Name##_clear(&other);                                                                      \
        expect(Name##_remove_if(m, Name##_is_high, NULL) == 2 && Name##_shrink(m));                \
        Name##_free(&other);                                                                       \
    }                                                                                              \
    static void Name##_calls(K low, K high, V small, V large) {                                    \
        Name here = LEAN_EMPTY, there;                                                             \
        Name##_init(&there, LEAN_OWNER(site_of_the_file));                                         \
        Name##_edit(&here, low, high, small, large);                                               \
        Name##_edit(&there, low, high, small, large);                                              \
        Name##_free(&here);                                                                        \
        Name##_free(&there);                                                                       \
    }
DEFINE_MAP_CALLS(ages, uint32_t, uint16_t, SAME_NUMBER)
DEFINE_MAP_CALLS(costs, season, cost, SAME_NUMBER)
DEFINE_MAP_CALLS(titles, double, const char *, SAME_BYTES)
DEFINE_MAP_CALLS(order, int8_t, uint64_t, SAME_NUMBER)
DEFINE_MAP_CALLS(macros, A_KEY, A_VALUE, SAME_NUMBER)
DEFINE_MAP_CALLS(routes, place, const char *, SAME_PLACE)
DEFINE_MAP_CALLS(sums, uint64_t, double, SAME_NUMBER)
DEFINE_MAP_CALLS(tides, uint64_t, uint16_t, SAME_NUMBER)

#define DEFINE_SET_CALLS(Name, K, same, seed_or_secret)                                            \
    static bool Name##_is_any(K any, void *user) {                                                 \
        (void)any;                                                                                 \
        return user == NULL;                                                                       \
    }                                                                                              \
    static void Name##_edit(Name *m, K low, K high) {                                              \
        Name other = LEAN_EMPTY;                                                                   \
        Name##_item i = LEAN_EMPTY;                                                                \
        expect(Name##_seed(m, seed_or_secret) && Name##_reserve(m, 3));                            \
        expect(Name##_put(m, low) && Name##_add(m, low) == LEAN_EXISTS);                           \
        expect(Name##_copy(&other, m) && Name##_put(m, high) && Name##_len(m) == 2);               \
        expect(Name##_next(&other, &i) && same(i.key, low) && Name##_unite(&other, m));            \
        Name##_subtract(m, &other);                                                                \
        expect(Name##_len(m) == 0 && Name##_put(m, high) && Name##_has(m, high));                  \
        Name##_intersect(&other, m);                                                               \
        expect(Name##_len(&other) == 1 && Name##_bytes(&other) != 0);                              \
        expect(Name##_remove(m, high) && Name##_put(m, low));                                      \
        i = Name##_first(m);                                                                       \
        Name##_erase(m, &i);                                                                       \
        expect(Name##_remove_if(&other, Name##_is_any, NULL) == 1 && Name##_shrink(m));            \
        Name##_clear(m);                                                                           \
        Name##_free(&other);                                                                       \
    }                                                                                              \
    static void Name##_calls(K low, K high) {                                                      \
        Name here = LEAN_EMPTY, there;                                                             \
        Name##_init(&there, LEAN_OWNER(site_of_the_file));                                         \
        Name##_edit(&here, low, high);                                                             \
        Name##_edit(&there, low, high);                                                            \
        Name##_free(&here);                                                                        \
        Name##_free(&there);                                                                       \
    }
#define DEFINE_FIRST(Name)                                                                         \
    static Name##_item Name##_first(const Name *m) {                                               \
        Name##_item i = LEAN_EMPTY;                                                                \
        expect(Name##_next(m, &i));                                                                \
        return i;                                                                                  \
    }
DEFINE_FIRST(seen)
DEFINE_FIRST(lights)
DEFINE_FIRST(key)
DEFINE_FIRST(levels)
DEFINE_FIRST(places)
DEFINE_SET_CALLS(seen, int64_t, SAME_NUMBER, 5)
DEFINE_SET_CALLS(lights, bool, SAME_NUMBER, 5)
DEFINE_SET_CALLS(key, uint16_t, SAME_NUMBER, 5)
DEFINE_SET_CALLS(levels, float, SAME_BYTES, 5)
DEFINE_SET_CALLS(places, place, SAME_PLACE, 0)

static void maps(void) {
    static const unsigned char secret[16] = {1, 2, 3};
    const place near = {1, 2}, far = {3, 4};
    const cost low = {0.5f, 1}, high = {0.25f, 2};
    places guarded = LEAN_EMPTY;
    ages_calls(1, UINT32_MAX, 1, 2);
    costs_calls(SPRING, AUTUMN, low, high);
    titles_calls(-0.5, 2.0, "low", "high");
    order_calls(-128, 127, 1, 2);
    macros_calls(1, 2, "low", "high");
    routes_calls(near, far, "near", "far");
    sums_calls(1, 2, 0.5, 2.0);
    tides_calls(1, 2, 3, 4);
    seen_calls(INT64_MIN, INT64_MAX);
    lights_calls(false, true);
    key_calls(1, 2);
    levels_calls(-0.5f, 2.0f);
    places_calls(near, far);
    expect(places_seed(&guarded, LEAN_MAP_SECRET(secret)) && places_put(&guarded, near));
    places_free(&guarded);
}
#endif

/* ---- [STRMAP] ---- */
#ifdef LEAN_WITH_STRMAP
typedef struct offer {
    float least;
    uint16_t days;
} offer;

LEAN_DEFINE_STRMAP(value, uint32_t)
LEAN_DEFINE_STRMAP(offers, offer)
LEAN_DEFINE_STRSET(words)

#define DEFINE_STRMAP_CALLS(Name, V)                                                               \
    static bool Name##_is_short(const char *text, size_t n, V *at, void *user) {                   \
        return text != NULL && n < 9 && at != NULL && user == NULL;                                \
    }                                                                                              \
    static void Name##_step(Name *m, V *at) {                                                      \
        Name##_item i = LEAN_EMPTY;                                                                \
        V *written;                                                                                \
        expect(Name##_next(m, &i) && i.n == 3 && i.key[0] == 't' && i.value == at);                \
        written = Name##_item_ref(m, &i);                                                          \
        expect(written == at);                                                                     \
        Name##_erase(m, &i);                                                                       \
        expect(!Name##_next(m, &i) && Name##_len(m) == 0);                                         \
    }                                                                                              \
    static void Name##_calls(V small, V large) {                                                   \
        Name here = LEAN_EMPTY, there;                                                             \
        V taken = large;                                                                           \
        V *written;                                                                                \
        V const *read;                                                                             \
        bool is_new = false;                                                                       \
        Name##_init(&there, LEAN_OWNER(site_of_the_file));                                         \
        expect(Name##_seed(&here, 5) && Name##_reserve(&here, 3, 9));                              \
        expect(Name##_put(&here, "one", 3, small));                                                \
        expect(Name##_add(&here, "one", 3, large) == LEAN_EXISTS);                                 \
        written = Name##_ensure(&here, "two", 3, &is_new);                                         \
        expect(written != NULL && is_new);                                                         \
        if (written != NULL)                                                                       \
            *written = large;                                                                      \
        read = Name##_get(&here, "two", 3);                                                        \
        expect(read != NULL && read == Name##_ref(&here, "two", 3));                               \
        expect(Name##_has(&here, "one", 3) && Name##_len(&here) == 2);                             \
        expect(Name##_copy(&there, &here) && Name##_bytes(&there) != 0);                           \
        expect(Name##_take(&there, "one", 3, &taken) && !Name##_remove(&there, "one", 3));         \
        Name##_step(&there, Name##_ref(&there, "two", 3));                                         \
        expect(Name##_remove_if(&here, Name##_is_short, NULL) == 2 && Name##_shrink(&here));       \
        Name##_clear(&there);                                                                      \
        Name##_free(&here);                                                                        \
        Name##_free(&there);                                                                       \
    }
DEFINE_STRMAP_CALLS(value, uint32_t)
DEFINE_STRMAP_CALLS(offers, offer)

static bool words_is_short(const char *text, size_t n, void *user) {
    return text != NULL && n < 9 && user == NULL;
}

static void sets_of_words(void) {
    words here = LEAN_EMPTY, there;
    words_item i = LEAN_EMPTY;
    words_init(&there, LEAN_OWNER(site_of_the_file));
    expect(words_seed(&here, 5) && words_reserve(&here, 3, 9));
    expect(words_put(&here, "one", 3) && words_add(&here, "one", 3) == LEAN_EXISTS);
    expect(words_copy(&there, &here) && words_put(&here, "two", 3) && words_len(&here) == 2);
    expect(words_unite(&there, &here) && words_has(&there, "two", 3));
    words_intersect(&there, &here);
    expect(words_remove(&here, "one", 3) && words_bytes(&here) != 0);
    words_subtract(&there, &here);
    expect(words_next(&there, &i) && i.n == 3 && i.key[0] == 'o');
    words_erase(&there, &i);
    expect(words_remove_if(&here, words_is_short, NULL) == 1 && words_shrink(&here));
    words_clear(&there);
    words_free(&here);
    words_free(&there);
}

static void string_maps(void) {
    const offer low = {0.5f, 1}, high = {0.25f, 2};
    value_calls(1, 2);
    offers_calls(low, high);
    sets_of_words();
}
#endif

#ifdef LEAN_WITH_FIXED_MAP
typedef enum paint { RED = 0, BLUE = 7 } paint;
typedef struct spot {
    int16_t x;
    int16_t y;
} spot;

static inline uint64_t spot_hash(const spot *p, uint32_t seed) {
    return LEAN_CAST_(uint64_t, p->x) + LEAN_CAST_(uint64_t, p->y) + seed;
}

static inline bool spot_same(const spot *a, const spot *b) {
    return a->x == b->x && a->y == b->y;
}

LEAN_DEFINE_FIXED_MAP(ports, uint32_t, uint32_t, 100)
LEAN_DEFINE_FIXED_MAP(grades, double, uint8_t, 10)
LEAN_DEFINE_FIXED_SET(marks, float, 10)
LEAN_DEFINE_FIXED_SET(paints, paint, 300)
LEAN_DEFINE_FIXED_SET(answers, bool, 2)
LEAN_DEFINE_BUFFER_MAP(parcels, uint64_t, uint8_t)
LEAN_DEFINE_BUFFER_SET(steps, int16_t)
LEAN_DEFINE_FIXED_MAP_WITH(spots, spot, uint32_t, 20, spot_hash, spot_same)
LEAN_DEFINE_FIXED_SET_WITH(spot_set, spot, 20, spot_hash, spot_same)
LEAN_DEFINE_BUFFER_MAP_WITH(far_spots, spot, uint32_t, spot_hash, spot_same)
LEAN_DEFINE_BUFFER_SET_WITH(far_set, spot, spot_hash, spot_same)

static bool drop_port(uint32_t port, uint32_t *to, void *user) {
    *to = 0;
    return port == 1 || user != NULL;
}

static bool drop_step(int16_t step, void *user) {
    return step == 1 || user != NULL;
}

static void fixed_maps(void) {
    static ports m, n;
    ports_item i = LEAN_EMPTY;
    grades g = LEAN_EMPTY;
    marks r = LEAN_EMPTY;
    paints c = LEAN_EMPTY;
    answers a = LEAN_EMPTY;
    spots p = LEAN_EMPTY;
    spot_set q = LEAN_EMPTY;
    far_spots f = LEAN_EMPTY;
    far_set h = LEAN_EMPTY;
    spot at = {1, 2};
    uint32_t out = 0;
    bool is_new = false;
    ports_seed(&m, 3);
    expect(ports_put(&m, 1, 2) && ports_add(&m, 1, 2) == LEAN_EXISTS);
    expect(ports_ensure(&m, 2, &is_new) != NULL && is_new);
    expect(ports_get(&m, 1) != NULL && ports_ref(&m, 1) != NULL && ports_has(&m, 1));
    expect(ports_copy(&n, &m) && ports_take(&n, 1, &out) && ports_remove(&n, 2));
    while (ports_next(&m, &i)) {
        *ports_item_ref(&m, &i) = 1;
        if (i.key == 2)
            ports_erase(&m, &i);
    }
    expect(ports_remove_if(&m, drop_port, NULL) == 1);
    expect(ports_len(&m) == 0 && ports_cap(&m) == 100);
    ports_clear(&m);
    expect(grades_put(&g, 0, 1) && grades_has(&g, 0) && marks_put(&r, 1) && marks_has(&r, 1));
    expect(paints_put(&c, BLUE) && !paints_has(&c, RED) && answers_put(&a, true));
    expect(spots_put(&p, at, 1) && spots_has(&p, at) && spot_set_put(&q, at));
    expect(!far_spots_put(&f, at, 1) && !far_set_put(&h, at));
}

#define OVER(Name, map, memory)                                                                    \
    Name##_over(&(map), memory, sizeof(memory));                                                   \
    expect(Name##_needs(10) == sizeof(memory));

static void maps_in_a_buffer(void) {
    static unsigned char memory[LEAN_BUFFER_SET_BYTES(int16_t, 10)];
    static unsigned char more[LEAN_BUFFER_MAP_BYTES(uint64_t, uint8_t, 10)];
    steps s, t = LEAN_EMPTY;
    steps_item i = LEAN_EMPTY;
    parcels p;
    OVER(steps, s, memory)
    expect(steps_cap(&s) >= 10);
    expect(steps_put(&s, 3) && steps_add(&s, 4) == LEAN_OK && steps_has(&s, 3));
    expect(!steps_unite(&t, &s) && !steps_copy(&t, &s));
    steps_intersect(&t, &s);
    steps_subtract(&t, &s);
    while (steps_next(&s, &i))
        steps_erase(&s, &i);
    expect(steps_remove_if(&s, drop_step, NULL) == 0 && !steps_remove(&s, 3));
    steps_seed(&s, 1);
    steps_clear(&s);
    expect(steps_len(&s) == 0);
    OVER(parcels, p, more)
    expect(parcels_put(&p, 5, 6) && parcels_has(&p, 5));
}
#endif

int main(void) {
    core_allocators();
    core_numbers();
    expect(LEAN_OWNER(site_of_the_file) == LEAN_OWNER(site_of_the_file));
#ifdef LEAN_WITH_DEBUG
    debug_allocator();
#endif
#ifdef LEAN_WITH_ARRAY
    arrays();
#endif
#ifdef LEAN_WITH_STRINGS
    strings();
    strings_in_a_buffer();
#endif
#ifdef LEAN_WITH_DTYPE
    halves();
    dtypes();
    typed_arrays();
#endif
#ifdef LEAN_WITH_PACK
    kinds_of_items();
    packs();
    packs_elsewhere();
#endif
#ifdef LEAN_WITH_STRUCT
    structs();
#endif
#ifdef LEAN_WITH_RECORD
    records();
#endif
#ifdef LEAN_WITH_PACKED
    packed_records();
#endif
#ifdef LEAN_WITH_BITSET
    bitsets();
#endif
#ifdef LEAN_WITH_RANK
    ranks();
#endif
#ifdef LEAN_WITH_MAP
    maps();
#endif
#ifdef LEAN_WITH_STRMAP
    string_maps();
#endif
#ifdef LEAN_WITH_FIXED_MAP
    fixed_maps();
    maps_in_a_buffer();
#endif
    return wrong != 0;
}
