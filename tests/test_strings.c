/* [STRINGS] in header order. */
#define LEAN_WITH_DEBUG
#define LEAN_WITH_STRINGS
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include <string.h>

#ifdef TEST_SMALL
#define LONG 300
#define MANY 100
#else
#define LONG 9000
#define MANY 500
#endif

/* The i-th test string has a length of its own and bytes of its own. */
static char text[LONG];

static size_t make(uint32_t i, size_t longest) {
    const size_t n = lean_mix32(i) % (longest + 1);
    size_t k;
    for (k = 0; k < n; ++k)
        text[k] = (char)(i + k);
    return n;
}

static bool push(lean_strings *s, uint32_t i, size_t longest) {
    return lean_strings_push(s, text, make(i, longest));
}

/* Whether s holds the test strings 0 to n - 1. */
static bool holds(const lean_strings *s, uint32_t n, size_t longest) {
    uint32_t i;
    if (lean_strings_len(s) != n)
        return false;
    for (i = 0; i < n; ++i) {
        const size_t expected = make(i, longest);
        size_t found;
        const char *string = lean_strings_get(s, i, &found);
        if (found != expected || memcmp(string, text, found) != 0)
            return false;
    }
    return true;
}

static bool is(const lean_strings *s, size_t i, const char *expected) {
    size_t n;
    const char *string = lean_strings_get(s, i, &n);
    return n == strlen(expected) && memcmp(string, expected, n) == 0;
}

static void all_zero_is_empty(void) {
    lean_strings s = LEAN_EMPTY;
    lean_strings t = LEAN_EMPTY;
    CHECK(sizeof s == sizeof(void *) + 2 * sizeof(lean_index) ||
          sizeof(lean_index) != sizeof(void *) / 2);
    CHECK(lean_strings_len(&s) == 0 && lean_strings_bytes(&s) == 0);
    CHECK(!lean_strings_pop(&s) && lean_strings_shrink(&s) && lean_strings_reserve(&s, 0, 0, 0));
    CHECK(lean_strings_copy(&t, &s) && lean_strings_bytes(&t) == 0);
    lean_strings_clear(&s);
    CHECK(lean_strings_push(&s, "abc", 3) && is(&s, 0, "abc"));
    lean_strings_free(&s);
    CHECK(s.data == NULL && s.len == 0 && s.cap == 0);
    lean_strings_free(&s);
}

static void empty_strings_and_zero_bytes(void) {
    lean_strings s;
    size_t n = 0, i;
    test_debug_begin();
    lean_strings_init(&s, &test_debug.allocator);
    for (i = 0; i < 20; ++i)
        CHECK(lean_strings_push(&s, NULL, 0));
    CHECK(lean_strings_push(&s, "a\0b", 3) && lean_strings_push(&s, "", 0));
    CHECK(lean_strings_len(&s) == 22 && memcmp(lean_strings_get(&s, 20, &n), "a\0b", 3) == 0);
    CHECK(n == 3);
    (void)lean_strings_get(&s, 21, &n);
    CHECK(n == 0);
    lean_strings_free(&s);
    test_debug_end();
}

static void push_get_pop(void) {
    lean_strings s;
    uint32_t n;
    test_debug_begin();
    lean_strings_init(&s, &test_debug.allocator);
    for (n = 0; n < MANY; ++n) {
        CHECK(push(&s, n, 40));
        CHECK(lean_strings_bytes(&s) == test_debug.bytes);
        CHECK(n % 50 != 0 || holds(&s, n + 1, 40));
    }
    for (; n > MANY / 2; --n)
        CHECK(lean_strings_pop(&s));
    CHECK(holds(&s, n, 40));
    for (; n < MANY; ++n)
        CHECK(push(&s, n, 40));
    CHECK(holds(&s, n, 40));
    lean_strings_free(&s);
    test_debug_end();
}

/* The widths 1, 2 and that of an index, each reached by growth, and left by shrink. */
static void ends_widen_and_narrow(void) {
    lean_strings s;
    size_t narrow;
    unsigned i;
    test_debug_begin();
    lean_strings_init(&s, &test_debug.allocator);
    for (i = 0; i < 30; ++i)
        CHECK(lean_strings_push(&s, "seventeen letters", 17));
    CHECK(lean_strings_width_(&s) == 1 && lean_strings_shrink(&s));
    narrow = lean_strings_bytes(&s);
    CHECK(narrow < 30 * 17 + 4 * (8 + sizeof(lean_index)) + 3 * sizeof(void *));
    memset(text, 'x', sizeof text);
    CHECK(lean_strings_push(&s, text, 240));
    CHECK(lean_strings_width_(&s) == 2);
#if LONG > 8192 && LEAN_INDEX_BITS > 16
    for (i = 0; i < 14; ++i)
        CHECK(lean_strings_push(&s, text, LONG));
    CHECK(lean_strings_width_(&s) == sizeof(lean_index) && lean_strings_len(&s) == 45);
    while (lean_strings_len(&s) > 31)
        CHECK(lean_strings_pop(&s));
    CHECK(lean_strings_shrink(&s) && lean_strings_width_(&s) == 2);
#endif
    CHECK(lean_strings_pop(&s));
    CHECK(lean_strings_shrink(&s) && lean_strings_width_(&s) == 1);
    CHECK(lean_strings_bytes(&s) == narrow);
    for (i = 0; i < 30; ++i)
        CHECK(is(&s, i, "seventeen letters"));
    lean_strings_clear(&s);
    CHECK(lean_strings_push(&s, text, 300) && lean_strings_width_(&s) == 2);
    lean_strings_clear(&s);
    CHECK(lean_strings_push(&s, "a", 1) && lean_strings_width_(&s) == 1 && is(&s, 0, "a"));
    lean_strings_free(&s);
    test_debug_end();
}

static void reserve_is_silent_afterwards(void) {
    static const size_t longest[] = {0, 20, 40, 200};
    unsigned k;
    for (k = 0; k < sizeof longest / sizeof longest[0]; ++k) {
        const size_t most = longest[k] != 0 ? longest[k] : 60;
        const uint32_t n = MANY / 5;
        size_t bytes = 0, requests;
        lean_strings s;
        uint32_t i;
        test_debug_begin();
        lean_strings_init(&s, &test_debug.allocator);
        for (i = 0; i < n; ++i)
            bytes += make(i, most);
        for (i = 0; i < 3; ++i)
            CHECK(push(&s, i, most));
        CHECK(lean_strings_reserve(&s, n, bytes, longest[k]));
        requests = test_debug.requests;
        for (; i < n; ++i)
            CHECK(push(&s, i, most));
        CHECK(test_debug.requests == requests && holds(&s, n, most));
        CHECK(lean_strings_reserve(&s, 3, 3, 1) && test_debug.requests == requests);
        lean_strings_free(&s);
        test_debug_end();
    }
}

static void pushing_an_own_string_while_growing(void) {
    lean_strings s;
    unsigned i;
    test_debug_begin();
    lean_strings_init(&s, &test_debug.allocator);
    CHECK(lean_strings_push(&s, "twelve bytes", 12));
    for (i = 0; i < MANY / 2; ++i) {
        size_t n;
        const char *own = lean_strings_get(&s, i, &n);
        CHECK(lean_strings_push(&s, own, n));
    }
    for (i = 0; i <= MANY / 2; ++i)
        CHECK(is(&s, i, "twelve bytes"));
    lean_strings_free(&s);
    test_debug_end();
}

/* Dropped strings lie in the block until something is written there. */
static void pushing_a_dropped_string(void) {
    lean_strings s;
    const char *own;
    size_t n;
    test_debug_begin();
    lean_strings_init(&s, &test_debug.allocator);
    CHECK(lean_strings_push(&s, "abc", 3) && lean_strings_push(&s, "defgh", 5));
    own = lean_strings_get(&s, 1, &n);
    CHECK(lean_strings_pop(&s) && lean_strings_pop(&s) && lean_strings_push(&s, "x", 1));
    CHECK(lean_strings_push(&s, own, n) && is(&s, 1, "defgh"));
    lean_strings_free(&s);
    test_debug_end();
}

static void copy_replaces_and_is_independent(void) {
    lean_strings s, t;
    uint32_t i;
    test_debug_begin();
    lean_strings_init(&s, &test_debug.allocator);
    lean_strings_init(&t, &test_debug.allocator);
    for (i = 0; i < 50; ++i)
        CHECK(push(&s, i, 30));
    CHECK(lean_strings_push(&t, "x", 1));
    CHECK(lean_strings_copy(&t, &s) && holds(&t, 50, 30));
    CHECK(lean_strings_copy(&t, &t) && holds(&t, 50, 30));
    CHECK(lean_strings_pop(&s) && holds(&t, 50, 30) && holds(&s, 49, 30));
    CHECK(lean_strings_shrink(&s) && lean_strings_copy(&t, &s) && holds(&t, 49, 30));
    CHECK(push(&t, 49, 30) && holds(&t, 50, 30));
    lean_strings_clear(&s);
    CHECK(lean_strings_copy(&t, &s) && lean_strings_len(&t) == 0);
    lean_strings_free(&s);
    lean_strings_free(&t);
    test_debug_end();
}

static void owner_is_kept_without_a_block(void) {
    lean_strings s;
    test_debug_begin();
    lean_strings_init(&s, &test_debug.allocator);
    CHECK(lean_strings_push(&s, "a", 1) && lean_strings_pop(&s) && lean_strings_shrink(&s));
    CHECK(lean_strings_bytes(&s) == 0 && test_debug.blocks == 0);
    CHECK(lean_strings_push(&s, "b", 1) && test_debug.blocks == 1);
    lean_strings_free(&s);
    test_debug_end();
}

static void absurd_sizes_are_refused(void) {
    lean_strings s;
    size_t huge;
    test_debug_begin();
    lean_strings_init(&s, &test_debug.allocator);
    CHECK(lean_strings_push(&s, "abc", 3));
    for (huge = SIZE_MAX; huge > SIZE_MAX / 4 + 1; huge -= huge / 9) {
        CHECK(!lean_strings_push(&s, text, huge));
        CHECK(!lean_strings_reserve(&s, huge, 0, 0) && !lean_strings_reserve(&s, 1, huge, 0));
        CHECK(!lean_strings_reserve(&s, 1, huge, 1) && !lean_strings_reserve(&s, huge, huge, 9));
    }
    CHECK(!lean_strings_reserve(&s, 1, SIZE_MAX / 4 + 1, 0));
    /* As many records as wrap a size_t, just once. */
    huge = SIZE_MAX / (sizeof(lean_index) + LEAN_STRINGS_GROUP_) + 1;
    CHECK(!lean_strings_reserve(&s, huge * LEAN_STRINGS_GROUP_, 1, 1));
    CHECK(is(&s, 0, "abc") && test_debug.requests == 1);
    lean_strings_free(&s);
    test_debug_end();
}

#if LEAN_INDEX_BITS == 16 && SIZE_MAX > 65535 && !defined(TEST_SMALL)
static void strings_end_at_the_index_type(void) {
    lean_strings s;
    uint32_t n = 0;
    test_debug_begin();
    lean_strings_init(&s, &test_debug.allocator);
    while (push(&s, n, 100))
        ++n;
    CHECK(n > 1200 && holds(&s, n, 100) && lean_strings_bytes(&s) <= 65535 + 16);
    CHECK(test_debug.requests < 40); /* also where half as much again is past the index type */
    lean_strings_free(&s);
    while (lean_strings_push(&s, NULL, 0))
        CHECK(lean_strings_len(&s) <= 65535);
    CHECK(lean_strings_len(&s) > 50000);
    lean_strings_free(&s);
    test_debug_end();
}
#endif

static void body_of_sweep(void) {
    lean_strings s, t;
    uint32_t n = 0;
    lean_strings_init(&s, &test_debug.allocator);
    lean_strings_init(&t, &test_debug.allocator);
    if (!lean_strings_reserve(&s, 2, 10, 0))
        CHECK(lean_strings_bytes(&s) == 0);
    while (n < 40 && push(&s, n, 60))
        ++n;
    CHECK(holds(&s, n, 60));
    if (!lean_strings_copy(&t, &s))
        CHECK(lean_strings_len(&t) == 0);
    else
        CHECK(holds(&t, n, 60));
    if (!lean_strings_shrink(&s))
        CHECK(lean_strings_len(&s) == n);
    CHECK(holds(&s, n, 60));
    if (push(&s, n, 60))
        ++n;
    CHECK(holds(&s, n, 60));
    CHECK(lean_strings_bytes(&s) + lean_strings_bytes(&t) == test_debug.bytes);
    lean_strings_free(&s);
    lean_strings_free(&t);
}

static void refused_requests_change_nothing(void) {
    SWEEP(body_of_sweep);
}

/* A buffer of the size that the macros tell has room for what they were asked about, wherever its
   memory begins. */
static void buffers_can_be_sized(void) {
    static unsigned char memory[LEAN_BUFFER_BYTES(LEAN_STRINGS_BYTES(30, 400)) + 16];
    unsigned lead, i;
    memset(text, 'z', 110);
    for (lead = 0; lead < 16; ++lead) {
        lean_buffer buffer;
        lean_strings s;
        lean_buffer_init(&buffer, memory + lead, sizeof memory - 16);
        lean_strings_init(&s, &buffer.allocator);
        CHECK(lean_strings_reserve(&s, 30, 400, 0));
        for (i = 0; i < 29; ++i)
            CHECK(lean_strings_push(&s, "ten letter", 10));
        CHECK(lean_strings_push(&s, text, 110) && is(&s, 28, "ten letter"));
    }
}

static void over_a_buffer(void) {
    static unsigned char memory[MANY * 2];
    lean_buffer buffer;
    lean_strings s;
    uint32_t n = 0;
    lean_buffer_init(&buffer, memory, sizeof memory);
    lean_strings_init(&s, &buffer.allocator);
    while (push(&s, n, 10))
        ++n;
    CHECK(n > MANY / 5 && holds(&s, n, 10));
    lean_strings_free(&s);
    CHECK(lean_buffer_bytes(&buffer) == 0);
}

#if SIZE_MAX > 65535 && !defined(TEST_SMALL) && LEAN_INDEX_BITS != 16
static void a_million_strings_of_twenty_letters(void) {
    lean_strings s = LEAN_EMPTY;
    uint32_t i;
    memset(text, 'k', 20);
    for (i = 0; i < 1000000; ++i)
        if (!lean_strings_push(&s, text, 20))
            break;
    CHECK(i == 1000000 && lean_strings_shrink(&s));
    CHECK(lean_strings_bytes(&s) * 2 <= 1000000 * 49ul); /* 24.5 bytes each */
    CHECK(lean_strings_bytes(&s) < 1000000 * 22ul || LEAN_INDEX_BITS == 64);
    test_note("a million strings of 20 letters", (unsigned long)lean_strings_bytes(&s), "bytes");
    lean_strings_free(&s);
}
#endif

int main(void) {
    test_begin("test_strings");
    RUN(all_zero_is_empty);
    RUN(empty_strings_and_zero_bytes);
    RUN(push_get_pop);
    RUN(ends_widen_and_narrow);
    RUN(reserve_is_silent_afterwards);
    RUN(pushing_an_own_string_while_growing);
    RUN(pushing_a_dropped_string);
    RUN(copy_replaces_and_is_independent);
    RUN(owner_is_kept_without_a_block);
    RUN(absurd_sizes_are_refused);
#if LEAN_INDEX_BITS == 16 && SIZE_MAX > 65535 && !defined(TEST_SMALL)
    RUN(strings_end_at_the_index_type);
#endif
    RUN(refused_requests_change_nothing);
    RUN(buffers_can_be_sized);
    RUN(over_a_buffer);
#if SIZE_MAX > 65535 && !defined(TEST_SMALL) && LEAN_INDEX_BITS != 16
    RUN(a_million_strings_of_twenty_letters);
#endif
    return test_end();
}
