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
    size_t n = 0;
    expect(lean_size_plus(1, 2, &n) && n == 3);
    expect(!lean_size_times(SIZE_MAX, 2, &n) && n == 3);
    expect(lean_popcount32(7) == 3 && lean_popcount64(7) == 3);
    expect(lean_ctz32(8) == 3 && lean_ctz64(8) == 3);
    expect(lean_clz32(1) == 31 && lean_clz64(1) == 63);
    expect(lean_load32(bytes) == UINT32_C(0x04030201));
    expect(lean_load64(bytes) == UINT64_C(0x0807060504030201));
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
    return wrong != 0;
}
