/* [ARRAY] in header order. */
#define LEAN_WITH_DEBUG
#define LEAN_WITH_ARRAY
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include <string.h>

#ifdef TEST_SMALL
#define MANY 160 /* items in the larger tests */
#define LINES 12
#else
#define MANY 1000
#define LINES 60
#endif

typedef struct point {
    int16_t x, y, z;
} point;

typedef struct wide {
    char bytes[37];
} wide;

/* A type aligned beyond what allocators promise, as cache lines and vector units want it. */
#if LEAN_GNU_ && !defined(__AVR__)
#define OVER_ALIGNED 64
typedef struct line {
    uint32_t first;
    uint32_t second;
} __attribute__((aligned(64))) line;
#else
#define OVER_ALIGNED 1
typedef struct line {
    uint32_t first;
    uint32_t second;
} line;
#endif

LEAN_DEFINE_ARRAY(numbers, uint32_t)
LEAN_DEFINE_ARRAY(bytes, uint8_t)
LEAN_DEFINE_ARRAY(points, point)
LEAN_DEFINE_ARRAY(wides, wide)
LEAN_DEFINE_ARRAY(lines, line)
LEAN_DEFINE_FIXED_ARRAY(few, uint32_t, 5)
LEAN_DEFINE_FIXED_ARRAY(some, uint32_t, MANY)
LEAN_DEFINE_FIXED_ARRAY(shapes, point, 3)

static int ascending(const uint32_t *a, const uint32_t *b, void *ctx) {
    if (ctx != NULL)
        ++*(unsigned long *)ctx;
    return (*a > *b) - (*a < *b);
}

static int by_x(const point *a, const point *b, void *ctx) {
    (void)ctx;
    return (a->x > b->x) - (a->x < b->x);
}

static int by_first_byte(const wide *a, const wide *b, void *ctx) {
    (void)ctx;
    return a->bytes[0] - b->bytes[0];
}

/* An array of n numbers 0, 1, ... over the debug allocator. */
static numbers counted(uint32_t n) {
    numbers a;
    uint32_t i;
    numbers_init(&a, &test_debug.allocator);
    for (i = 0; i < n; ++i)
        CHECK(numbers_push(&a, i));
    return a;
}

/* Whether `a` holds `n` numbers, the i-th of them i. */
static bool is_counted(const numbers *a, size_t n) {
    size_t i;
    for (i = 0; i < n; ++i)
        if (numbers_get(a, i) != i)
            return false;
    return numbers_len(a) == n;
}

static void objects_have_their_sizes(void) {
    CHECK(sizeof(numbers) == sizeof(lean_array_head_) && sizeof(lines) == sizeof(numbers));
    CHECK(sizeof(few) <= 6 * sizeof(uint32_t) + sizeof(lean_index));
#if defined(__x86_64__) && LEAN_INDEX_BITS == 32
    CHECK(sizeof(numbers) == 16);
#elif defined(__ARM_EABI__) && LEAN_INDEX_BITS == 32
    CHECK(sizeof(numbers) == 12);
#elif defined(__ARM_EABI__) && LEAN_INDEX_BITS == 16
    CHECK(sizeof(numbers) == 8);
#elif defined(__AVR__)
    CHECK(sizeof(numbers) == 2 + 2 * LEAN_INDEX_BITS / 8);
#endif
}

static void all_zero_is_empty(void) {
    numbers a = LEAN_EMPTY;
    uint32_t x = 7;
    size_t at = 9;
    CHECK(numbers_len(&a) == 0 && numbers_cap(&a) == 0 && numbers_bytes(&a) == 0);
    CHECK(!numbers_pop(&a, &x) && x == 7);
    CHECK(!numbers_search(&a, &x, ascending, NULL, &at) && at == 0);
    numbers_sort(&a, ascending, NULL);
    numbers_clear(&a);
    CHECK(numbers_shrink(&a) && numbers_reserve(&a, 0) && numbers_resize(&a, 0));
    CHECK(numbers_append(&a, NULL, 0));
    CHECK(numbers_cap(&a) == 0);
    CHECK(numbers_push(&a, 3) && numbers_get(&a, 0) == 3);
    numbers_free(&a);
    CHECK(a.data == NULL && a.len == 0 && a.cap == 0);
    numbers_free(&a);
}

static void owner_is_kept_without_a_block(void) {
    numbers a;
    test_debug_begin();
    numbers_init(&a, &test_debug.allocator);
    CHECK(numbers_push(&a, 1) && test_debug.blocks == 1);
    numbers_clear(&a);
    CHECK(numbers_cap(&a) != 0 && numbers_shrink(&a));
    CHECK(numbers_cap(&a) == 0 && numbers_bytes(&a) == 0 && test_debug.blocks == 0);
    CHECK(numbers_push(&a, 1) && test_debug.blocks == 1);
    numbers_free(&a);
    CHECK(numbers_push(&a, 1) && test_debug.blocks == 0); /* freed: over malloc again */
    numbers_free(&a);
    test_debug_end();
}

static void bytes_are_what_was_requested(void) {
    numbers a;
    bytes b;
    lines l;
    const line none = {0, 0};
    unsigned i;
    test_debug_begin();
    numbers_init(&a, &test_debug.allocator);
    for (i = 0; i < 50; ++i) {
        CHECK(numbers_push(&a, i));
        CHECK(numbers_bytes(&a) == test_debug.bytes);
        CHECK(numbers_bytes(&a) == LEAN_ARRAY_BYTES(uint32_t, numbers_cap(&a)));
    }
    CHECK(numbers_shrink(&a) && numbers_cap(&a) == 50 && numbers_bytes(&a) == test_debug.bytes);
    numbers_free(&a);
    bytes_init(&b, &test_debug.allocator);
    for (i = 0; i < 50; ++i) {
        CHECK(bytes_reserve(&b, i) && bytes_cap(&b) == i && bytes_bytes(&b) == test_debug.bytes);
        CHECK(bytes_bytes(&b) < i + 2 * sizeof(void *));
    }
    bytes_free(&b);
    lines_init(&l, &test_debug.allocator);
    for (i = 0; i < 20; ++i)
        CHECK(lines_push(&l, none) && lines_bytes(&l) == test_debug.bytes);
    lines_free(&l);
    test_debug_end();
}

static void reserve_is_exact_and_then_silent(void) {
    numbers a;
    size_t requests;
    uint32_t i;
    test_debug_begin();
    numbers_init(&a, &test_debug.allocator);
    CHECK(numbers_reserve(&a, 100) && numbers_cap(&a) == 100 && numbers_len(&a) == 0);
    requests = test_debug.requests;
    for (i = 0; i < 100; ++i)
        CHECK(numbers_push(&a, i));
    CHECK(numbers_reserve(&a, 50) && numbers_cap(&a) == 100);
    CHECK(test_debug.requests == requests && is_counted(&a, 100));
    numbers_free(&a);
    test_debug_end();
}

static void growth_is_by_half(void) {
    numbers a;
    uint32_t i;
    test_debug_begin();
    numbers_init(&a, &test_debug.allocator);
    for (i = 0; i < MANY; ++i) {
        const size_t before = numbers_cap(&a);
        CHECK(numbers_push(&a, i));
        CHECK(numbers_cap(&a) == before || numbers_cap(&a) == before + before / 2 + 4);
    }
    CHECK(test_debug.requests < 20 && is_counted(&a, MANY));
    numbers_free(&a);
    test_debug_end();
}

/* Where half as much again is refused, just what is asked for is tried. */
static void growth_falls_back_to_what_is_asked(void) {
    static unsigned char memory[48 * sizeof(uint32_t) + 4 * LEAN_ALIGN];
    lean_buffer buffer;
    numbers a;
    uint32_t i = 0;
    lean_buffer_init(&buffer, memory, sizeof memory);
    numbers_init(&a, &buffer.allocator);
    while (numbers_push(&a, i))
        ++i;
    CHECK(i >= 48 && is_counted(&a, i) && numbers_cap(&a) == i);
    CHECK(lean_buffer_bytes(&buffer) <= sizeof memory);
    CHECK(!numbers_append(&a, a.data, 3) && !numbers_resize(&a, i + 1) && is_counted(&a, i));
    numbers_free(&a);
    CHECK(lean_buffer_bytes(&buffer) == 0);
}

/* A buffer of the size that the macros tell has room for what they were asked about, wherever its
   memory begins. */
static void buffers_can_be_sized(void) {
    static unsigned char memory[LEAN_BUFFER_BYTES(LEAN_ARRAY_BYTES(uint32_t, 33)) + 16];
    unsigned lead;
    for (lead = 0; lead < 16; ++lead) {
        lean_buffer buffer;
        numbers a;
        lean_buffer_init(&buffer, memory + lead, sizeof memory - 16);
        numbers_init(&a, &buffer.allocator);
        CHECK(numbers_reserve(&a, 33) && numbers_cap(&a) == 33);
        CHECK(numbers_bytes(&a) == LEAN_ARRAY_BYTES(uint32_t, 33));
    }
}

static void push_pop_get_set_ref(void) {
    numbers a;
    uint32_t i, x;
    test_debug_begin();
    a = counted(MANY);
    CHECK(is_counted(&a, MANY));
    for (i = 0; i < MANY; ++i) {
        *numbers_ref(&a, i) += 1;
        numbers_set(&a, i, numbers_get(&a, i) * 2);
    }
    for (i = MANY; i-- != 0;)
        CHECK(numbers_pop(&a, &x) && x == 2 * (i + 1));
    x = 5;
    CHECK(!numbers_pop(&a, &x) && x == 5 && numbers_len(&a) == 0);
    numbers_free(&a);
    test_debug_end();
}

static void insert_and_remove_keep_order(void) {
    numbers a;
    uint32_t i;
    test_debug_begin();
    numbers_init(&a, &test_debug.allocator);
    for (i = 0; i < 100; i += 2)
        CHECK(numbers_push(&a, i));
    for (i = 1; i < 100; i += 2)
        CHECK(numbers_insert(&a, i, i));
    CHECK(is_counted(&a, 100));
    CHECK(numbers_insert(&a, 0, 777) && numbers_insert(&a, 101, 888));
    CHECK(numbers_get(&a, 0) == 777 && numbers_get(&a, 101) == 888 && numbers_len(&a) == 102);
    numbers_remove(&a, 101);
    numbers_remove(&a, 0);
    CHECK(is_counted(&a, 100));
    for (i = 50; i < 100; ++i)
        numbers_remove(&a, 50);
    CHECK(is_counted(&a, 50));
    numbers_remove_swap(&a, 10);
    CHECK(numbers_len(&a) == 49 && numbers_get(&a, 10) == 49 && numbers_get(&a, 11) == 11);
    numbers_remove_swap(&a, 48);
    CHECK(numbers_len(&a) == 48 && numbers_get(&a, 47) == 47);
    numbers_free(&a);
    test_debug_end();
}

/* utarray reads freed memory here. */
static void pushing_an_own_item_while_growing(void) {
    points a;
    point first = {1, 2, 3};
    unsigned i;
    test_debug_begin();
    points_init(&a, &test_debug.allocator);
    CHECK(points_push(&a, first));
    for (i = 0; i < MANY / 8; ++i) {
        CHECK(points_push(&a, *points_ref(&a, i)));
        CHECK(points_insert(&a, 0, *points_ref(&a, i / 2)));
    }
    for (i = 0; i < points_len(&a); ++i)
        CHECK(points_get(&a, i).x == 1 && points_get(&a, i).z == 3);
    points_free(&a);
    test_debug_end();
}

static void appending_own_items_while_growing(void) {
    numbers a;
    uint32_t i;
    test_debug_begin();
    a = counted(3);
    while (numbers_len(&a) < MANY / 2)
        CHECK(numbers_append(&a, a.data, numbers_len(&a)));
    for (i = 0; i < numbers_len(&a); ++i)
        CHECK(numbers_get(&a, i) == i % 3);
    CHECK(numbers_shrink(&a));
    CHECK(numbers_append(&a, a.data + 1, 1) && numbers_get(&a, numbers_len(&a) - 1) == 1);
    CHECK(numbers_append(&a, NULL, 0));
    numbers_free(&a);
    test_debug_end();
}

/* Dropped items lie in the block until something is written there. */
static void appending_dropped_items(void) {
    numbers a;
    uint32_t i, *own;
    test_debug_begin();
    a = counted(20);
    CHECK(numbers_shrink(&a));
    own = numbers_ref(&a, 5);
    numbers_clear(&a);
    CHECK(numbers_append(&a, own, 8));
    for (i = 0; i < 8; ++i)
        CHECK(numbers_get(&a, i) == 5 + i);
    CHECK(numbers_resize(&a, 20) && numbers_resize(&a, 3));
    own = numbers_ref(&a, 0) + 10;
    *own = 77;
    CHECK(numbers_reserve(&a, 20) && numbers_append(&a, own - 10, 3) && numbers_len(&a) == 6);
    CHECK(numbers_resize(&a, 20) && numbers_append(&a, numbers_ref(&a, 19), 1)); /* while growing */
    numbers_free(&a);
    test_debug_end();
}

static void resize_fills_with_zeros(void) {
    numbers a;
    uint32_t i;
    test_debug_begin();
    a = counted(50);
    CHECK(numbers_resize(&a, 20) && is_counted(&a, 20));
    CHECK(numbers_resize(&a, 120));
    for (i = 20; i < 120; ++i)
        CHECK(numbers_get(&a, i) == 0);
    CHECK(numbers_resize(&a, 120) && numbers_resize(&a, 0) && numbers_len(&a) == 0);
    numbers_free(&a);
    test_debug_end();
}

static void copy_replaces_and_is_independent(void) {
    numbers a, b;
    test_debug_begin();
    a = counted(70);
    b = counted(5);
    CHECK(numbers_copy(&b, &a) && is_counted(&b, 70));
    numbers_set(&a, 3, 99);
    CHECK(numbers_get(&b, 3) == 3);
    CHECK(numbers_copy(&b, &b) && is_counted(&b, 70));
    numbers_clear(&a);
    CHECK(numbers_copy(&b, &a) && numbers_len(&b) == 0);
    numbers_free(&a);
    CHECK(numbers_copy(&b, &a) && numbers_len(&b) == 0); /* from one without a block */
    CHECK(numbers_copy(&a, &b) && numbers_bytes(&a) == 0);
    numbers_free(&b);
    test_debug_end();
}

/* stb_ds misaligns 20 of 50 of these. */
static void over_aligned_items_are_aligned(void) {
    lines a, b;
    uint32_t i;
    line x = {0, 0};
    test_debug_begin();
    lines_init(&a, &test_debug.allocator);
    for (i = 0; i < LINES; ++i) {
        x.first = i;
        x.second = ~i;
        CHECK(lines_push(&a, x) && (uintptr_t)a.data % OVER_ALIGNED == 0);
    }
    for (i = 0; i < LINES; ++i)
        CHECK(lines_get(&a, i).first == i && lines_ref(&a, i)->second == ~i);
    CHECK(lines_shrink(&a) && (uintptr_t)a.data % OVER_ALIGNED == 0 && lines_cap(&a) == LINES);
    for (i = 0; i < LINES; ++i)
        CHECK(lines_get(&a, i).first == i);
    lines_init(&b, NULL);
    CHECK(lines_copy(&b, &a) && (uintptr_t)b.data % OVER_ALIGNED == 0);
    CHECK(lines_append(&b, b.data, LINES) && lines_get(&b, 2 * LINES - 1).first == LINES - 1);
    CHECK(lines_resize(&b, 3 * LINES) && lines_get(&b, 3 * LINES - 1).second == 0 &&
          lines_get(&b, LINES + 1).first == 1);
    CHECK(lines_resize(&b, 1) && lines_shrink(&b) && lines_get(&b, 0).first == 0);
    lines_clear(&b);
    CHECK(lines_shrink(&b) && lines_cap(&b) == 0 && lines_push(&b, x));
    lines_free(&a);
    lines_free(&b);
    lines_free(&b);
    test_debug_end();
}

/* The memory below ends where an array would have to grow; every move gives another lead. */
static void over_aligned_items_in_a_buffer(void) {
    static unsigned char memory[20 * sizeof(line)];
    unsigned shift;
    for (shift = 0; shift < OVER_ALIGNED; shift += 8) {
        lean_buffer buffer;
        lines a;
        line x = {0, 0};
        lean_buffer_init(&buffer, memory + shift, sizeof memory - shift);
        lines_init(&a, &buffer.allocator);
        while (lines_push(&a, x)) {
            CHECK((uintptr_t)a.data % OVER_ALIGNED == 0);
            CHECK(lines_get(&a, x.first).first == x.first);
            ++x.first;
        }
        CHECK(x.first >= 8 && lines_len(&a) == x.first && lines_get(&a, 7).first == 7);
        lines_free(&a);
    }
}

/* cap * size, the owner's place and growth itself, near the ends of size_t and of lean_index. */
static void absurd_sizes_are_refused(void) {
    numbers a;
    wides w;
    lines l;
    size_t huge;
    test_debug_begin();
    a = counted(3);
    wides_init(&w, &test_debug.allocator);
    lines_init(&l, &test_debug.allocator);
    for (huge = SIZE_MAX; huge > LEAN_BLOCK_MAX_ / sizeof(uint32_t); huge -= huge / 7 + 1) {
        CHECK(!numbers_reserve(&a, huge) && !numbers_resize(&a, huge));
        CHECK(!numbers_append(&a, a.data, huge));
        CHECK(!wides_reserve(&w, huge) && !wides_resize(&w, huge));
        CHECK(!lines_reserve(&l, huge) && !lines_resize(&l, huge));
    }
    for (huge = SIZE_MAX / 2 + 1; huge - 1 > LEAN_BLOCK_MAX_ / sizeof(uint32_t); huge /= 2) {
        CHECK(!numbers_reserve(&a, huge) && !numbers_reserve(&a, huge - 1));
        CHECK(!numbers_resize(&a, huge) && !lines_reserve(&l, huge) && !wides_reserve(&w, huge));
    }
    CHECK(is_counted(&a, 3) && wides_bytes(&w) == 0 && lines_bytes(&l) == 0);
    /* What growth itself could ask for, where items and indices would allow it. */
    CHECK(!lean_array_fit_(&a, LEAN_BLOCK_MAX_ / sizeof(uint32_t) + 1, sizeof(uint32_t)));
    CHECK(!lean_array_fit_(&w, 1, LEAN_BLOCK_MAX_ + 1));
    CHECK(!lean_array_fit_aligned_(&l, 1, LEAN_BLOCK_MAX_ + 1, 64));
    CHECK(is_counted(&a, 3) && test_debug.requests == 1);
    numbers_free(&a);
    test_debug_end();
}

#if LEAN_INDEX_BITS == 16 && SIZE_MAX > 65535 && !defined(TEST_SMALL)
/* The ceiling of a small index type: the last pushes succeed, the next one says no. */
static void arrays_end_at_the_index_type(void) {
    bytes b;
    lines l = LEAN_EMPTY;
    const line x = {1, 2};
    size_t n = 0;
    test_debug_begin();
    bytes_init(&b, &test_debug.allocator);
    while (bytes_push(&b, (uint8_t)n))
        ++n;
    CHECK(n == 65535 && bytes_len(&b) == n && bytes_get(&b, 65534) == (uint8_t)65534);
    CHECK(test_debug.requests < 30); /* also where half as much again is past the index type */
    CHECK(!bytes_append(&b, b.data, 1) && !bytes_resize(&b, 65536) && !bytes_reserve(&b, 65536));
    CHECK(!bytes_insert(&b, 0, 1) && bytes_len(&b) == 65535);
    bytes_free(&b);
    for (n = 0; lines_push(&l, x);)
        ++n;
    CHECK(n == 65535 && !lines_append(&l, &x, 1));
    lines_free(&l);
    test_debug_end();
}
#endif

/* Every growing call, its failures checked one by one. */
static void body_of_array_sweep(void) {
    numbers a, b;
    numbers_init(&a, &test_debug.allocator);
    numbers_init(&b, &test_debug.allocator);
    if (!numbers_reserve(&a, 3)) {
        CHECK(numbers_cap(&a) == 0 && test_debug.bytes == 0);
        return;
    }
    while (numbers_len(&a) < 20) {
        const uint32_t len = (uint32_t)numbers_len(&a);
        if (!numbers_push(&a, len)) {
            CHECK(is_counted(&a, len) && numbers_bytes(&a) == test_debug.bytes);
            break;
        }
    }
    if (!numbers_copy(&b, &a))
        CHECK(numbers_len(&b) == 0 && numbers_bytes(&b) == 0);
    if (!numbers_append(&a, a.data, numbers_len(&a)))
        CHECK(is_counted(&a, numbers_len(&a)) && numbers_len(&a) >= 3);
    else
        CHECK(numbers_resize(&a, numbers_len(&a) / 2));
    if (!numbers_resize(&a, numbers_cap(&a) + 5))
        CHECK(is_counted(&a, numbers_len(&a)));
    else
        CHECK(numbers_resize(&a, 3) && is_counted(&a, 3));
    if (!numbers_shrink(&a))
        CHECK(is_counted(&a, numbers_len(&a)) && numbers_cap(&a) > numbers_len(&a));
    else
        CHECK(numbers_cap(&a) == numbers_len(&a));
    if (!numbers_insert(&a, 0, 5))
        CHECK(is_counted(&a, numbers_len(&a)));
    CHECK(numbers_bytes(&a) + numbers_bytes(&b) == test_debug.bytes);
    numbers_free(&a);
    numbers_free(&b);
}

static void body_of_aligned_sweep(void) {
    lines a, b;
    line x = {0, 0};
    lines_init(&a, &test_debug.allocator);
    lines_init(&b, &test_debug.allocator);
    if (!lines_reserve(&a, 2))
        CHECK(lines_bytes(&a) == 0);
    while (x.first < 15 && lines_push(&a, x))
        ++x.first;
    CHECK(lines_len(&a) == x.first);
    if (!lines_copy(&b, &a))
        CHECK(lines_len(&b) == 0);
    if (!lines_append(&a, &x, 1))
        CHECK(lines_len(&a) == x.first);
    if (!lines_shrink(&a))
        CHECK(lines_cap(&a) > lines_len(&a));
    CHECK(x.first == 0 || lines_get(&a, x.first - 1).first == x.first - 1);
    CHECK(lines_bytes(&a) + lines_bytes(&b) == test_debug.bytes);
    lines_free(&a);
    lines_free(&b);
}

static void refused_requests_change_nothing(void) {
    SWEEP(body_of_array_sweep);
    SWEEP(body_of_aligned_sweep);
}

static void fixed_arrays_end_at_their_capacity(void) {
    few a = LEAN_EMPTY;
    few b = LEAN_EMPTY;
    uint32_t i, x = 0;
    const uint32_t more[3] = {5, 6, 7};
    volatile size_t huge = SIZE_MAX; /* or the compiler warns of what cannot be */
    for (i = 0; i < 5; ++i)
        CHECK(few_len(&a) == i && few_push(&a, i));
    CHECK(!few_push(&a, 5) && !few_insert(&a, 0, 5) && !few_append(&a, more, 1));
    CHECK(!few_resize(&a, 6) && !few_reserve(&a, 6) && few_reserve(&a, 5) && few_cap(&a) == 5);
    CHECK(few_append(&a, NULL, 0));
    for (i = 0; i < 5; ++i)
        CHECK(few_get(&a, i) == i);
    few_remove(&a, 1);
    few_remove_swap(&a, 0);
    CHECK(few_len(&a) == 3 && few_get(&a, 0) == 4 && few_get(&a, 1) == 2 && few_get(&a, 2) == 3);
    CHECK(!few_append(&a, more, 3) && few_append(&a, a.data, 2) && few_get(&a, 4) == 2);
    CHECK(!few_append(&a, more, huge) && !few_resize(&a, huge));
    CHECK(few_copy(&b, &a) && few_len(&b) == 5 && few_get(&b, 0) == 4);
    few_set(&b, 0, 9);
    *few_ref(&b, 1) = 8;
    few_sort(&b, ascending, NULL);
    CHECK(few_get(&b, 0) == 2 && few_get(&b, 4) == 9 && few_get(&a, 0) == 4);
    CHECK(few_search(&b, few_ref(&b, 4), ascending, NULL, NULL));
    CHECK(few_pop(&b, &x) && x == 9 && few_len(&b) == 4);
    few_clear(&b);
    CHECK(!few_pop(&b, &x) && few_resize(&b, 5) && few_get(&b, 3) == 0);
}

static void fixed_arrays_of_structs(void) {
    shapes s = LEAN_EMPTY;
    const point p = {3, 2, 1}, q = {1, 2, 3};
    CHECK(shapes_push(&s, p) && shapes_insert(&s, 0, q) && shapes_push(&s, *shapes_ref(&s, 0)));
    CHECK(!shapes_push(&s, p) && shapes_get(&s, 1).x == 3 && shapes_get(&s, 2).x == 1);
    shapes_sort(&s, by_x, NULL);
    CHECK(shapes_get(&s, 1).x == 1 && shapes_get(&s, 2).x == 3);
}

static bool is_ascending(const numbers *a) {
    size_t i;
    for (i = 1; i < numbers_len(a); ++i)
        if (numbers_get(a, i - 1) > numbers_get(a, i))
            return false;
    return true;
}

/* A value for place i of n in one of many shapes that sorts have stumbled over. */
static uint32_t shaped(unsigned shape, uint32_t i, uint32_t n) {
    switch (shape) {
    case 0:
        return test_random();
    case 1:
        return i;
    case 2:
        return n - i;
    case 3:
        return test_random() % 4;
    case 4:
        return 7;
    case 5:
        return i < n / 2 ? i : n - i; /* up and down */
    case 6:
        return i % 2 != 0 ? i : n - i; /* two interleaved runs */
    case 7:
        return i == n / 2 ? 0 : i; /* one out of place */
    case 8:
        return i % 16; /* a saw */
    default:
        return i < n - 1 ? i : 0; /* the last out of place */
    }
}

static void sort_orders_every_shape(void) {
    static const uint32_t sizes[] = {1, 2, 3, 10, 24, 25, 26, 100, 129, 130, MANY};
    unsigned shape, k;
    test_debug_begin();
    for (shape = 0; shape < 10; ++shape) {
        for (k = 0; k < sizeof sizes / sizeof sizes[0]; ++k) {
            const uint32_t n = sizes[k];
            numbers a;
            uint32_t i, x;
            uint64_t sum = 0;
            unsigned long compared = 0;
            numbers_init(&a, &test_debug.allocator);
            for (i = 0; i < n; ++i) {
                x = shaped(shape, i, n);
                sum += lean_mix32(x);
                CHECK(numbers_push(&a, x));
            }
            numbers_sort(&a, ascending, &compared);
            CHECK(is_ascending(&a) && numbers_len(&a) == n);
            CHECK(compared <= 4 * n * (33 - lean_clz32(n)));
            for (i = 0; i < n; ++i)
                sum -= lean_mix32(numbers_get(&a, i));
            CHECK(sum == 0);
            numbers_free(&a);
        }
    }
    test_debug_end();
}

/* McIlroy's adversary: it decides what is less as late as it can, so that every pivot is a bad one.
   ("A killer adversary for quicksort", 1999.) */
typedef struct adversary {
    uint32_t value[MANY];
    uint32_t solid, gas, candidate;
    unsigned long compared;
} adversary;

static int adverse(const uint32_t *a, const uint32_t *b, void *ctx) {
    adversary *v = (adversary *)ctx;
    ++v->compared;
    if (v->value[*a] == v->gas && v->value[*b] == v->gas)
        v->value[*a == v->candidate ? *a : *b] = v->solid++;
    if (v->value[*a] == v->gas)
        v->candidate = *a;
    else if (v->value[*b] == v->gas)
        v->candidate = *b;
    return (v->value[*a] > v->value[*b]) - (v->value[*a] < v->value[*b]);
}

static void sort_survives_an_adversary(void) {
    static adversary v;
    static some a;
    uint32_t i;
    v.gas = MANY;
    v.solid = 1;
    v.candidate = 0;
    v.compared = 0;
    for (i = 0; i < MANY; ++i)
        v.value[i] = i == 1 ? 0 : v.gas; /* the second is known to be least: no run to be found */
    for (i = 0; i < MANY; ++i)
        CHECK(some_push(&a, i));
    some_sort(&a, adverse, &v);
    for (i = 1; i < MANY; ++i)
        CHECK(v.value[some_get(&a, i - 1)] <= v.value[some_get(&a, i)]);
    test_note("against the adversary", v.compared / MANY, "comparisons an item");
    CHECK(v.compared < 60ul * MANY);
}

static int inconsistent(const uint32_t *a, const uint32_t *b, void *ctx) {
    (void)a;
    (void)b;
    (void)ctx;
    return (int)(test_random() % 3) - 1;
}

/* An order that contradicts itself gives nonsense, but touches nothing outside and ends. */
static void sort_survives_an_inconsistent_order(void) {
    unsigned round;
    uint32_t i;
    for (round = 0; round < 20; ++round) {
        numbers a;
        uint32_t sum = 0;
        test_debug_begin();
        a = counted(MANY);
        CHECK(numbers_shrink(&a));
        numbers_sort(&a, inconsistent, NULL);
        for (i = 0; i < MANY; ++i)
            sum += numbers_get(&a, i);
        CHECK(sum == (uint32_t)MANY * (MANY - 1) / 2);
        numbers_free(&a);
        test_debug_end();
    }
}

static void sort_moves_whole_items(void) {
    wides w;
    unsigned i, j;
    wide x;
    test_debug_begin();
    wides_init(&w, &test_debug.allocator);
    for (i = 0; i < MANY / 8; ++i) {
        memset(&x, (int)(test_random() % 100), sizeof x);
        CHECK(wides_push(&w, x));
    }
    wides_sort(&w, by_first_byte, NULL);
    for (i = 0; i < MANY / 8; ++i) {
        x = wides_get(&w, i);
        for (j = 1; j < sizeof x; ++j)
            CHECK(x.bytes[j] == x.bytes[0]);
        CHECK(i == 0 || wides_ref(&w, i - 1)->bytes[0] <= x.bytes[0]);
    }
    wides_free(&w);
    test_debug_end();
}

/* The fast sort and the small one are each other's twin. */
static void sorts_agree(void) {
    static some a, b;
    uint32_t i;
    some_clear(&a);
    for (i = 0; i < MANY; ++i)
        CHECK(some_push(&a, test_random() % 500));
    CHECK(some_copy(&b, &a));
    {
        struct some_order_ order = {ascending, NULL};
        uint32_t spare[2];
        const lean_sorting_ sorting = {sizeof(uint32_t), some_compare_, &order, (char *)spare};
        lean_items_sort_shared_(a.data, some_len(&a), &sorting);
        lean_items_sort_hot_(b.data, some_len(&b), &sorting);
    }
    for (i = 0; i < MANY; ++i)
        CHECK(some_get(&a, i) == some_get(&b, i));
}

static size_t search_hot(const numbers *a, uint32_t key) {
    struct numbers_order_ order = {ascending, NULL};
    return lean_items_search_hot_(a->data, a->len, sizeof key, &key, numbers_compare_, &order);
}

static void search_finds_the_lower_bound(void) {
    numbers a;
    uint32_t n, key;
    test_debug_begin();
    for (n = 0; n < 40; ++n) {
        uint32_t i;
        numbers_init(&a, &test_debug.allocator);
        for (i = 0; i < n; ++i)
            CHECK(numbers_push(&a, i / 3 * 2 + 1)); /* 1 1 1 3 3 3 5 ... */
        for (key = 0; key < 2 * n / 3 + 4; ++key) {
            size_t at = 99, expected = 0;
            bool found;
            while (expected < n && numbers_get(&a, expected) < key)
                ++expected;
            found = numbers_search(&a, &key, ascending, NULL, &at);
            CHECK(at == expected);
            CHECK(found == (expected < n && numbers_get(&a, expected) == key));
            CHECK(search_hot(&a, key) == expected);
        }
        numbers_free(&a);
    }
    test_debug_end();
}

int main(void) {
    test_begin("test_array");
    RUN(objects_have_their_sizes);
    RUN(all_zero_is_empty);
    RUN(owner_is_kept_without_a_block);
    RUN(bytes_are_what_was_requested);
    RUN(reserve_is_exact_and_then_silent);
    RUN(growth_is_by_half);
    RUN(growth_falls_back_to_what_is_asked);
    RUN(buffers_can_be_sized);
    RUN(push_pop_get_set_ref);
    RUN(insert_and_remove_keep_order);
    RUN(pushing_an_own_item_while_growing);
    RUN(appending_own_items_while_growing);
    RUN(appending_dropped_items);
    RUN(resize_fills_with_zeros);
    RUN(copy_replaces_and_is_independent);
    RUN(over_aligned_items_are_aligned);
    RUN(over_aligned_items_in_a_buffer);
    RUN(absurd_sizes_are_refused);
#if LEAN_INDEX_BITS == 16 && SIZE_MAX > 65535 && !defined(TEST_SMALL)
    RUN(arrays_end_at_the_index_type);
#endif
    RUN(refused_requests_change_nothing);
    RUN(fixed_arrays_end_at_their_capacity);
    RUN(fixed_arrays_of_structs);
    RUN(sort_orders_every_shape);
    RUN(sort_survives_an_adversary);
    RUN(sort_survives_an_inconsistent_order);
    RUN(sort_moves_whole_items);
    RUN(sorts_agree);
    RUN(search_finds_the_lower_bound);
    return test_end();
}
