/* [STRMAP]: LEAN_DEFINE_STRMAP and LEAN_DEFINE_STRSET. */
#define LEAN_WITH_DEBUG
#define LEAN_WITH_STRMAP
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include <stdlib.h>
#include <string.h>

/* tests/soak_strmap.c runs some of these for longer. */
#ifdef TEST_SMALL
#define MANY 20 /* keys in the larger tests */
#define ROUNDS 300
#define LIVE 8
#define SPAN 24 /* numbers that sets are made of; a multiple of 12 */
#define LONGEST 300
#else
#define MANY 1500
#ifndef ROUNDS
#define ROUNDS 60000
#endif
#define LIVE 100
#define SPAN 60
#define LONGEST 70000
#endif

typedef struct value3 {
    uint8_t bytes[3];
} value3;

typedef struct value12 {
    uint32_t parts[3];
} value12;

typedef struct value24 {
    uint64_t parts[3];
} value24;

typedef struct value96 {
    value24 parts[4];
} value96;

LEAN_DEFINE_STRMAP(words, uint32_t)
LEAN_DEFINE_STRSET(names)
LEAN_DEFINE_STRMAP(to1, uint8_t)
LEAN_DEFINE_STRMAP(to2, uint16_t)
LEAN_DEFINE_STRMAP(to3, value3)
LEAN_DEFINE_STRMAP(to8, uint64_t)
LEAN_DEFINE_STRMAP(to12, value12)
LEAN_DEFINE_STRMAP(to24, value24)
LEAN_DEFINE_STRMAP(to96, value96)

/* Key i is 3 to 42 bytes: its number in three of them, most significant first, and what follows
   from it. Keys below 65536 begin with a zero byte. */
static char text[LONGEST];

static size_t spell(uint32_t i) {
    const size_t n = 3 + lean_mix32(i) % 40;
    memset(text, (int)('a' + i % 26), n);
    text[0] = (char)(uint8_t)(i >> 16);
    text[1] = (char)(uint8_t)(i >> 8);
    text[2] = (char)(uint8_t)i;
    return n;
}

static uint32_t number_of(const char *key, size_t n) {
    const unsigned char *const b = (const unsigned char *)key;
    const uint32_t i =
        n < 3 ? UINT32_MAX : (uint32_t)b[0] << 16 | (uint32_t)b[1] << 8 | (uint32_t)b[2];
    if (n < 3 || n != spell(i) || memcmp(text, key, n) != 0)
        return UINT32_MAX;
    return i;
}

static bool put(words *m, uint32_t i) {
    const size_t n = spell(i);
    return words_put(m, text, n, i * 3);
}

static bool has(const words *m, uint32_t i) {
    const size_t n = spell(i);
    return words_has(m, text, n);
}

static const uint32_t *get(const words *m, uint32_t i) {
    const size_t n = spell(i);
    return words_get(m, text, n);
}

static bool drop(words *m, uint32_t i) {
    const size_t n = spell(i);
    return words_remove(m, text, n);
}

static bool put_name(names *s, uint32_t i) {
    const size_t n = spell(i);
    return names_put(s, text, n);
}

static bool has_name(const names *s, uint32_t i) {
    const size_t n = spell(i);
    return names_has(s, text, n);
}

static bool is_value(const uint32_t *value, uint32_t expected) {
    return value != NULL && *value == expected;
}

static words counted(uint32_t n) {
    words m;
    uint32_t i;
    words_init(&m, &test_debug.allocator);
    for (i = 0; i < n; ++i)
        CHECK(put(&m, i));
    return m;
}

static names numbered(uint32_t from, uint32_t to, uint32_t step) {
    names s;
    names_init(&s, &test_debug.allocator);
    for (; from < to; from += step)
        CHECK(put_name(&s, from));
    return s;
}

/* Whether m holds keys `from` to `to` - 1 and no other. */
static bool holds(const words *m, uint32_t from, uint32_t to) {
    words_item i = LEAN_EMPTY;
    uint32_t k, n = 0, sum = 0;
    for (k = from; k < to; ++k)
        if (!is_value(get(m, k), k * 3) || !has(m, k))
            return false;
    for (k = to; k < to + 5; ++k)
        if (has(m, k) || get(m, k) != NULL)
            return false;
    while (words_next(m, &i)) {
        const uint32_t at = number_of(i.key, i.n);
        if (at < from || at >= to || !is_value(i.value, at * 3))
            return false;
        sum += lean_mix32(at);
        ++n;
    }
    for (k = from; k < to; ++k)
        sum -= lean_mix32(k);
    return n == to - from && sum == 0 && words_len(m) == n;
}

/* Whether s holds just the numbers below `to` for which `which` has a bit, by their remainder modulo
   12. */
static bool is_set(const names *s, uint32_t to, unsigned which) {
    names_item i = LEAN_EMPTY;
    uint32_t k, n = 0;
    for (k = 0; k < to; ++k) {
        const bool there = (which >> k % 12 & 1) != 0;
        if (has_name(s, k) != there)
            return false;
        n += there;
    }
    if (names_len(s) != n)
        return false;
    while (names_next(s, &i))
        if (number_of(i.key, i.n) >= to || n-- == 0)
            return false;
    return n == 0;
}

static bool is_zero(const void *object, size_t n) {
    const unsigned char *const bytes = (const unsigned char *)object;
    while (n != 0)
        if (bytes[--n] != 0)
            return false;
    return true;
}
/* Bytes of an object without its padding. */
#define SOLID(m) (sizeof(void *) + 2 * sizeof(lean_index) < sizeof(m) ? sizeof(void *) : sizeof(m))

/* ---- life ---- */

static void all_zero_is_empty(void) {
    words m = LEAN_EMPTY;
    words o = LEAN_EMPTY;
    names s = LEAN_EMPTY;
    words_item i = LEAN_EMPTY;
    names_item j = LEAN_EMPTY;
    uint32_t out = 7;
    CHECK(sizeof m == sizeof s);
#if defined(__x86_64__) && LEAN_INDEX_BITS == 32
    CHECK(sizeof m == 16);
#endif
    CHECK(words_len(&m) == 0 && words_bytes(&m) == 0 && words_get(&m, "a", 1) == NULL);
    CHECK(words_ref(&m, "", 0) == NULL && !words_has(&m, "a", 1) && !words_remove(&m, "", 0));
    CHECK(!words_take(&m, "a", 1, &out) && out == 7 && !words_next(&m, &i));
    CHECK(words_shrink(&m) && words_reserve(&m, 0, 0) && words_bytes(&m) == 0);
    CHECK(words_copy(&m, &o));
    words_clear(&m);
    CHECK(words_bytes(&m) == 0 && is_zero(&m, SOLID(m)));
    CHECK(words_put(&m, "abc", 3, 5) && is_value(words_get(&m, "abc", 3), 5));
    CHECK(words_copy(&m, &o) && words_len(&m) == 0 && words_put(&m, "abc", 3, 5));
    words_free(&m);
    CHECK(is_zero(&m, SOLID(m)));
    words_free(&m);
    CHECK(!names_has(&s, "a", 1) && !names_remove(&s, "a", 1) && !names_next(&s, &j));
    names_intersect(&s, &s);
    names_subtract(&s, &s);
    CHECK(names_unite(&s, &s) && names_len(&s) == 0 && names_bytes(&s) == 0);
    CHECK(names_add(&s, "a", 1) == LEAN_OK && names_has(&s, "a", 1));
    names_free(&s);
    CHECK(is_zero(&s, SOLID(s)));
}

static void owner_is_kept(void) {
    words m;
    size_t of_one;
    test_debug_begin();
    words_init(&m, &test_debug.allocator);
    CHECK(test_debug.requests == 0 && words_put(&m, "abc", 3, 1) && test_debug.blocks != 0);
    of_one = test_debug.bytes;
    words_clear(&m);
    CHECK(words_bytes(&m) == test_debug.bytes && test_debug.bytes <= of_one);
    CHECK(words_put(&m, "def", 3, 2) && test_debug.bytes == of_one && !words_has(&m, "abc", 3));
    CHECK(words_remove(&m, "def", 3) && words_shrink(&m) && test_debug.bytes <= of_one);
    CHECK(words_put(&m, "ghi", 3, 3) && test_debug.bytes == of_one);
    words_free(&m);
    CHECK(test_debug.blocks == 0 && words_put(&m, "a", 1, 1) && test_debug.blocks == 0);
    words_free(&m);
    test_debug_end();
}

static void bytes_are_what_was_requested(void) {
    words m;
    uint32_t i;
    test_debug_begin();
    words_init(&m, &test_debug.allocator);
    for (i = 0; i < MANY; ++i)
        CHECK(put(&m, i) && words_bytes(&m) == test_debug.bytes);
    for (i = 0; i < MANY; ++i)
        CHECK(drop(&m, i) && words_bytes(&m) == test_debug.bytes);
    words_free(&m);
    test_debug_end();
}

static uint64_t order_of(const names *s) {
    names_item i = LEAN_EMPTY;
    uint64_t order = 0;
    while (names_next(s, &i))
        order = lean_mix64(order + number_of(i.key, i.n));
    return order;
}

/* What order items come in is not promised, but that a seed changes it. */
static void seeds_matter(void) {
    names s[3];
    names both;
    unsigned k;
    uint32_t i;
    test_debug_begin();
    for (k = 0; k < 3; ++k) {
        names_init(&s[k], &test_debug.allocator);
        CHECK(names_seed(&s[k], 77) && names_seed(&s[k], (uint64_t)k << (k == 2 ? 50 : 0)));
        for (i = 0; i < MANY; ++i)
            CHECK(put_name(&s[k], i));
        for (i = 0; i < 2 * MANY; ++i)
            CHECK(has_name(&s[k], i) == (i < MANY));
    }
    if (lean_map_root_of_(&s[0].map_)->buckets > 2) { /* in one they come as they were put in */
        CHECK(order_of(&s[0]) != order_of(&s[1]) && order_of(&s[1]) != order_of(&s[2]));
        CHECK(order_of(&s[0]) != order_of(&s[2]));
    }
    names_init(&both, &test_debug.allocator);
    CHECK(names_seed(&both, 5) && put_name(&both, MANY) && names_copy(&both, &s[1]));
    CHECK(names_len(&both) == MANY && names_unite(&both, &s[2]) && names_len(&both) == MANY);
    names_subtract(&both, &s[0]);
    CHECK(names_len(&both) == 0);
    names_clear(&s[1]);
    CHECK(put_name(&s[1], 3) && has_name(&s[1], 3) && names_len(&s[1]) == 1);
    names_free(&both);
    for (k = 0; k < 3; ++k)
        names_free(&s[k]);
    test_debug_end();
}

/* What is reserved requests nothing, and is over when there is more than that. */
static void reserve_makes_room(void) {
    words m;
    to96 large;
    size_t requests, buckets, bytes = 0;
    uint32_t i, n;
    test_debug_begin();
    for (n = 1; n <= MANY; n += n / 2 + 1) {
        words_init(&m, &test_debug.allocator);
        for (bytes = i = 0; i < n; ++i)
            bytes += spell(i);
        if (!words_reserve(&m, n, bytes)) { /* a small memory */
            CHECK(sizeof(void *) < 8 && words_len(&m) == 0 && words_bytes(&m) == 0);
            break;
        }
        CHECK(words_len(&m) == 0 && words_bytes(&m) == test_debug.bytes);
        requests = test_debug.requests;
        CHECK(words_reserve(&m, n, bytes) && words_reserve(&m, n - 1, bytes));
        lean_debug_fail(&test_debug, 0, true);
        for (i = 0; i < n; ++i)
            CHECK(put(&m, i));
        CHECK(holds(&m, 0, n) && test_debug.requests == requests);
        buckets = lean_map_root_of_(&m.map_)->buckets;
        for (i = 1; i < n; ++i)
            CHECK(drop(&m, i));
        CHECK(lean_map_root_of_(&m.map_)->buckets == buckets);
        for (i = n; i-- > 1;)
            CHECK(put(&m, i));
        CHECK(holds(&m, 0, n) && test_debug.requests == requests);
        lean_debug_fail_none(&test_debug);
        CHECK(put(&m, n) && lean_map_root_of_(&m.map_)->reserved == 0 && holds(&m, 0, n + 1));
        words_free(&m);
    }
    words_init(&m, &test_debug.allocator);
    CHECK(n > 5 && put(&m, 0) && !words_reserve(&m, SIZE_MAX, 0) && holds(&m, 0, 1));
    words_free(&m);
    words_init(&m, &test_debug.allocator);
    CHECK(words_reserve(&m, 3, SIZE_MAX) &&
          test_debug.bytes < 3 * (LEAN_MAP_TEXT_MOST_ + 99) + 400);
    for (i = 0; i < 3; ++i) { /* heavy ones, then many that weigh as much */
        memset(text, (int)('a' + i), LEAN_MAP_TEXT_MOST_);
        CHECK(words_put(&m, text, LEAN_MAP_TEXT_MOST_, i));
    }
    CHECK(words_reserve(&m, 6, 6) && words_reserve(&m, 6, 12));
    requests = test_debug.requests;
    for (i = 0; i < 3; ++i) {
        memset(text, (int)('a' + i), LEAN_MAP_TEXT_MOST_);
        CHECK(words_remove(&m, text, LEAN_MAP_TEXT_MOST_));
    }
    for (i = 0; i < 6; ++i)
        CHECK(words_put(&m, &"abcdefg"[i], 2, i));
    CHECK(test_debug.requests == requests && words_len(&m) == 6);
    words_free(&m);
    words_init(&m, &test_debug.allocator);
    CHECK(put(&m, 0));
    to96_init(&large, &test_debug.allocator);
    CHECK(LEAN_INDEX_MAX < SIZE_MAX / 64 || !to96_reserve(&large, LEAN_MAP_MOST_ENTRIES_, 0));
    CHECK(LEAN_INDEX_MAX < SIZE_MAX / 64 ||
          (!words_reserve(&m, LEAN_MAP_MOST_ENTRIES_, SIZE_MAX / 2) &&
           !words_reserve(&m, LEAN_MAP_MOST_ENTRIES_, SIZE_MAX)));
#if LEAN_INDEX_MAX < SIZE_MAX
    CHECK(!words_reserve(&m, (size_t)LEAN_INDEX_MAX + 1, 0));
#endif
    CHECK(holds(&m, 0, 1) && words_bytes(&m) == test_debug.bytes);
    words_free(&m);
    test_debug_end();
}

static void shrink_and_clear(void) {
    words m, fresh;
    size_t before, of_one;
    uint32_t i;
    test_debug_begin();
    m = counted(1);
    of_one = words_bytes(&m);
    for (; words_len(&m) < MANY;)
        CHECK(put(&m, (uint32_t)words_len(&m)));
    before = words_bytes(&m);
    CHECK(words_shrink(&m) && words_bytes(&m) <= before && holds(&m, 0, MANY));
    CHECK(words_bytes(&m) == test_debug.bytes);
    for (i = MANY; i-- > 10;)
        CHECK(drop(&m, i));
    CHECK(words_shrink(&m) && holds(&m, 0, 10));
    fresh = counted(10);
    CHECK(words_bytes(&m) <= words_bytes(&fresh));
    for (i = 10; i < MANY; ++i)
        CHECK(put(&m, i));
    before = test_debug.requests;
    words_clear(&m);
    CHECK(holds(&m, 0, 0) && words_bytes(&m) <= of_one && test_debug.requests == before);
    for (i = 0; i < MANY; ++i)
        CHECK(put(&m, i));
    CHECK(holds(&m, 0, MANY));
    words_free(&fresh);
    words_free(&m);
    test_debug_end();
}

static void copy_replaces_and_is_independent(void) {
    words m, n, empty;
    test_debug_begin();
    m = counted(MANY);
    n = counted(5);
    words_init(&empty, &test_debug.allocator);
    CHECK(words_copy(&n, &m) && holds(&n, 0, MANY) && words_copy(&n, &n) && holds(&n, 0, MANY));
    CHECK(words_bytes(&m) + words_bytes(&n) == test_debug.bytes);
    CHECK(drop(&m, 0) && holds(&m, 1, MANY) && holds(&n, 0, MANY));
    CHECK(put(&n, MANY) && holds(&n, 0, MANY + 1) && words_len(&m) == MANY - 1);
    CHECK(words_copy(&n, &empty) && holds(&n, 0, 0) && words_copy(&empty, &n));
    CHECK(put(&n, 0) && words_copy(&m, &n) && holds(&m, 0, 1));
    words_free(&n);
    CHECK(holds(&m, 0, 1) && put(&m, 1) && words_copy(&n, &m) && holds(&n, 0, 2));
    words_free(&n);
    words_free(&m);
    words_free(&empty);
    test_debug_end();
}

/* ---- write, read, remove ---- */

/* pains.md: re-inserting an existing string key, which must not be stored again. */
static void existing_keys_are_not_stored_again(void) {
    words m;
    names s;
    size_t bytes, n;
    bool is_new = true;
    uint32_t i, round;
    test_debug_begin();
    m = counted(LIVE);
    s = numbered(0, LIVE, 1);
    bytes = test_debug.bytes;
    lean_debug_fail(&test_debug, 0, true);
    for (round = 0; round < 20; ++round) {
        for (i = 0; i < LIVE; ++i) {
            n = spell(i);
            CHECK(words_put(&m, text, n, i + round) && is_value(words_get(&m, text, n), i + round));
            CHECK(words_add(&m, text, n, 0) == LEAN_EXISTS);
            CHECK(words_ensure(&m, text, n, &is_new) == words_ref(&m, text, n) && !is_new);
            CHECK(names_put(&s, text, n) && names_add(&s, text, n) == LEAN_EXISTS);
        }
    }
    CHECK(test_debug.bytes == bytes && words_len(&m) == LIVE && names_len(&s) == LIVE);
    words_free(&m);
    names_free(&s);
    test_debug_end();
}

static void put_add_ensure_get_take_remove(void) {
    words m;
    uint32_t i, out = 0, *value;
    size_t n, requests;
    bool is_new = false;
    test_debug_begin();
    m = counted(MANY);
    for (i = 0; i < MANY; ++i) {
        n = spell(i);
        value = words_ref(&m, text, n);
        CHECK(value != NULL && value == words_get(&m, text, n));
        if (value != NULL)
            *value += 1;
        CHECK(is_value(words_get(&m, text, n), i * 3 + 1) && words_put(&m, text, n, i * 3));
    }
    CHECK(holds(&m, 0, MANY));
    n = spell(MANY);
    value = words_ensure(&m, text, n, &is_new);
    CHECK(value != NULL && is_new && *value == 0);
    value = words_ensure(&m, text, n, NULL);
    CHECK(value != NULL && *value == 0 && words_put(&m, text, n, MANY * 3));
    CHECK(holds(&m, 0, MANY + 1));
    n = spell(MANY + 1);
    CHECK(words_add(&m, text, n, MANY * 3 + 3) == LEAN_OK && holds(&m, 0, MANY + 2));
    requests = test_debug.requests;
    for (i = 0; i < MANY; ++i) {
        n = spell(i);
        if (i % 3 == 0)
            CHECK(words_take(&m, text, n, &out) && out == i * 3);
        else if (i % 3 == 1)
            CHECK(words_take(&m, text, n, NULL));
        else
            CHECK(words_remove(&m, text, n));
        out = 1;
        CHECK(!words_take(&m, text, n, &out) && out == 1 && !words_remove(&m, text, n));
        CHECK(!words_has(&m, text, n) && words_get(&m, text, n) == NULL);
    }
    CHECK(holds(&m, MANY, MANY + 2) && test_debug.requests == requests);
    words_free(&m);
    test_debug_end();
}

static void counts_words(void) {
    static const char *const texts[] = {"to", "be", "or", "not", "to", "be"};
    words m = LEAN_EMPTY;
    unsigned i;
    for (i = 0; i < 6; ++i) {
        uint32_t *const value = words_ensure(&m, texts[i], strlen(texts[i]), NULL);
        CHECK(value != NULL);
        if (value != NULL)
            ++*value;
    }
    CHECK(words_len(&m) == 4 && is_value(words_get(&m, "to", 2), 2));
    CHECK(is_value(words_get(&m, "be", 2), 2) && is_value(words_get(&m, "not", 3), 1));
    CHECK(!words_has(&m, "no", 2) && !words_has(&m, "t", 1) && !words_has(&m, "", 0));
    words_free(&m);
}

static uint32_t asked;
static uint8_t seen[2 * MANY];

static bool drop_odd(const char *key, size_t n, uint32_t *value, void *user) {
    const uint32_t i = number_of(key, n);
    ++asked;
    CHECK(i < MANY && user == &asked && *value == i * 3 && seen[i]++ == 0);
    *value = i;
    return i % 2 != 0;
}

static bool drop_some(const char *key, size_t n, void *user) {
    const uint32_t i = number_of(key, n);
    CHECK(i < MANY && seen[i]++ == 0);
    return i % *(uint32_t *)user == 0;
}

static void remove_if_asks_once_about_each(void) {
    words m;
    names s;
    uint32_t i, step = 5;
    size_t requests;
    test_debug_begin();
    m = counted(MANY);
    s = numbered(0, MANY, 1);
    requests = test_debug.requests;
    asked = 0;
    memset(seen, 0, sizeof seen);
    CHECK(words_remove_if(&m, drop_odd, &asked) == MANY / 2 && asked == MANY);
    for (i = 0; i < MANY; ++i)
        CHECK(i % 2 != 0 ? !has(&m, i) : is_value(get(&m, i), i));
    memset(seen, 0, sizeof seen);
    CHECK(names_remove_if(&s, drop_some, &step) == (MANY + 4) / 5);
    for (i = 0; i < MANY; ++i)
        CHECK(has_name(&s, i) == (i % 5 != 0) && seen[i] == 1);
    step = 1;
    memset(seen, 0, sizeof seen);
    CHECK(names_remove_if(&s, drop_some, &step) == MANY - (MANY + 4) / 5 && names_len(&s) == 0);
    CHECK(test_debug.requests == requests);
    words_free(&m);
    names_free(&s);
    test_debug_end();
}

/* ---- iteration ---- */

static bool erases(unsigned pattern, uint32_t nth) {
    switch (pattern) {
    case 0:
        return true;
    case 1:
        return nth % 2 == 0;
    case 2:
        return nth % 16 != 0;
    case 3:
        return nth > 20;
    case 4:
        return false;
    default:
        return test_random() % 4 != 0;
    }
}
#define PATTERNS 6

static void erase_at_the_cursor(void) {
    static const uint16_t sizes[] = {0, 1, 2, 3, 9, 17, 40, 100, 500, 1500};
    unsigned k, pattern;
    test_debug_begin();
    for (k = 0; k < sizeof sizes / sizeof sizes[0] && sizes[k] <= MANY; ++k) {
        for (pattern = 0; pattern < PATTERNS; ++pattern) {
            words m = counted(sizes[k]);
            const size_t requests = test_debug.requests;
            words_item i = LEAN_EMPTY;
            uint32_t nth = 0, left = sizes[k], at;
            memset(seen, 0, sizeof seen);
            while (words_next(&m, &i)) {
                at = number_of(i.key, i.n);
                CHECK(at < sizes[k] && is_value(i.value, at * 3) && seen[at] == 0);
                if (at >= sizes[k] || nth > sizes[k])
                    break;
                CHECK(words_item_ref(&m, &i) == i.value);
                seen[at] = 1;
                *words_item_ref(&m, &i) = at * 3;
                if (erases(pattern, nth++)) {
                    seen[at] = 2;
                    words_erase(&m, &i);
                    CHECK(words_len(&m) == --left && !has(&m, at));
                }
            }
            CHECK(nth == sizes[k] && words_len(&m) == left && !words_next(&m, &i));
            CHECK(test_debug.requests == requests && words_bytes(&m) == test_debug.bytes);
            for (at = 0; at < sizes[k]; ++at)
                CHECK(has(&m, at) == (seen[at] == 1) && put(&m, at));
            CHECK(holds(&m, 0, sizes[k]));
            words_free(&m);
        }
    }
    test_debug_end();
}

static void iteration_of_an_emptied_map(void) {
    words m;
    uint32_t i;
    words_item at = LEAN_EMPTY, again = LEAN_EMPTY;
    test_debug_begin();
    words_init(&m, &test_debug.allocator);
    CHECK(words_reserve(&m, 20, 300) && !words_next(&m, &at));
    for (i = 0; i < MANY; ++i)
        CHECK(put(&m, i));
    for (i = 0; i < MANY; ++i)
        CHECK(drop(&m, i));
    CHECK(!words_next(&m, &again) && holds(&m, 0, 0));
    words_free(&m);
    test_debug_end();
}

/* ---- sets ---- */

static void sets_are_combined(void) {
    names a, b, c;
    size_t requests;
    test_debug_begin();
    a = numbered(0, SPAN, 2);
    b = numbered(0, SPAN, 3);
    names_init(&c, &test_debug.allocator);
    CHECK(names_unite(&c, &a) && is_set(&c, SPAN, 0x555));
    CHECK(names_unite(&c, &b) && is_set(&c, SPAN, 0x75d) && is_set(&b, SPAN, 0x249));
    requests = test_debug.requests;
    names_subtract(&c, &b);
    CHECK(is_set(&c, SPAN, 0x514));
    names_intersect(&a, &b);
    CHECK(is_set(&a, SPAN, 0x041) && is_set(&b, SPAN, 0x249) && test_debug.requests == requests);
    CHECK(names_unite(&a, &a) && is_set(&a, SPAN, 0x041));
    names_intersect(&a, &a);
    CHECK(is_set(&a, SPAN, 0x041));
    names_subtract(&a, &a);
    CHECK(is_set(&a, SPAN, 0) && names_copy(&a, &c) && is_set(&a, SPAN, 0x514));
    CHECK(names_bytes(&a) + names_bytes(&b) + names_bytes(&c) == test_debug.bytes);
    names_free(&a);
    names_free(&b);
    names_free(&c);
    test_debug_end();
}

/* ---- keys ---- */

/* Zero bytes are bytes: each number of them is another key, and so is each place where one stands. */
static void keys_with_zero_bytes(void) {
    static const char zeros[300] = {0};
    const uint32_t most = MANY < 300 ? MANY : 300;
    names s;
    words m;
    char key[MANY < 40 ? MANY : 40];
    uint32_t i;
    test_debug_begin();
    names_init(&s, &test_debug.allocator);
    words_init(&m, &test_debug.allocator);
    for (i = 0; i < most; ++i)
        CHECK(names_add(&s, zeros, i) == LEAN_OK && !names_has(&s, zeros, i + 1));
    CHECK(names_len(&s) == most && names_remove(&s, zeros, 7));
    for (i = 0; i < most; ++i)
        CHECK(names_has(&s, zeros, i) == (i != 7));
    memset(key, 'k', sizeof key);
    for (i = 0; i < sizeof key; ++i) {
        key[i] = 0;
        CHECK(words_add(&m, key, sizeof key, i) == LEAN_OK);
        key[i] = 'k';
    }
    CHECK(!words_has(&m, key, sizeof key) && words_add(&m, key, sizeof key, 99) == LEAN_OK);
    for (i = 0; i < sizeof key; ++i) {
        key[i] = 0;
        CHECK(is_value(words_get(&m, key, sizeof key), i) && !words_has(&m, key, i));
        CHECK(i + 1 == sizeof key || !words_has(&m, key, i + 1));
        key[i] = 'k';
    }
    names_free(&s);
    words_free(&m);
    test_debug_end();
}

/* The empty key is a key; no pointer is needed for it. */
static void the_empty_key(void) {
    words m;
    names s;
    words_item i = LEAN_EMPTY;
    bool is_new = false;
    uint32_t out = 0;
    test_debug_begin();
    words_init(&m, &test_debug.allocator);
    names_init(&s, &test_debug.allocator);
    CHECK(!words_has(&m, "", 0) && words_put(&m, "", 0, 9) && is_value(words_get(&m, NULL, 0), 9));
    CHECK(words_add(&m, NULL, 0, 1) == LEAN_EXISTS && words_len(&m) == 1);
    CHECK(words_put(&m, "a", 1, 2) && words_next(&m, &i) && i.n + *i.value < 12);
    CHECK(words_ensure(&m, "", 0, &is_new) != NULL && !is_new);
    CHECK(words_take(&m, "b", 0, &out) && out == 9 && !words_has(&m, "", 0) &&
          words_has(&m, "a", 1));
    CHECK(words_ensure(&m, "", 0, &is_new) != NULL && is_new && words_remove(&m, NULL, 0));
    CHECK(names_put(&s, NULL, 0) && names_put(&s, "", 0) && names_len(&s) == 1);
    CHECK(names_has(&s, "x", 0) && !names_has(&s, "x", 1) && names_remove(&s, "", 0));
    CHECK(names_len(&s) == 0 && !names_has(&s, "", 0));
    words_free(&m);
    names_free(&s);
    test_debug_end();
}

/* Keys of every length to 300, and far longer ones where the index type allows. */
static void long_keys(void) {
    static const uint32_t lengths[] = {127,   128,   129,   254,   255,   256,   257,
                                       300,   511,   512,   1023,  4095,  4096,  16383,
                                       16384, 32767, 32768, 65534, 65535, 65536, 70000};
    words m;
    words_item at = LEAN_EMPTY;
    uint32_t k, n, stored = 0;
    test_debug_begin();
    words_init(&m, &test_debug.allocator);
    memset(text, 'x', sizeof text);
    for (k = 0; k < sizeof lengths / sizeof lengths[0] && lengths[k] <= LONGEST; ++k) {
        n = lengths[k];
        if (!words_put(&m, text, n, n)) {
            CHECK((LEAN_INDEX_BITS == 16 && n > 10000) || sizeof(void *) < 4);
            break;
        }
        ++stored;
        CHECK(words_has(&m, text, n) && words_len(&m) == stored && !words_has(&m, text, n - 10));
        text[n - 1] = 'y';
        CHECK(!words_has(&m, text, n));
        text[n - 1] = 'x';
        text[n / 2] = 'y';
        CHECK(!words_has(&m, text, n));
        text[n / 2] = 'x';
    }
    CHECK(stored >= 4 && words_bytes(&m) == test_debug.bytes);
    while (words_next(&m, &at)) {
        CHECK(at.n == *at.value && memcmp(at.key, text, at.n) == 0);
        --stored;
    }
    CHECK(stored == 0);
    for (k = 0; words_len(&m) != 0 && k < sizeof lengths / sizeof lengths[0]; ++k)
        CHECK(words_remove(&m, text, lengths[k]) && !words_has(&m, text, lengths[k]));
    words_free(&m);
    test_debug_end();
}

/* The next key from i on whose bucket is the first one of up to 64; its number is in *i. It has 3
   bytes, or some 20, or as many as a block has of a key. */
static size_t spell_shared(uint32_t *i, unsigned how) {
    words any = LEAN_EMPTY; /* whose seed the others have as well */
    lean_map_text_ key;
    for (;; ++*i) {
        key.n = spell(*i);
        if (how == 0)
            key.n = 3;
        if (how == 2) {
            memset(text + key.n, 'x', LEAN_MAP_TEXT_MOST_ - key.n);
            key.n = LEAN_MAP_TEXT_MOST_ - *i % 9;
        }
        key.bytes = (const unsigned char *)text;
        if (lean_strmap_hash_(&any.map_, &key) % 64 == 0)
            return key.n;
    }
}

/* More keys in one bucket than a block can have, by their number or by their bytes. */
static void keys_that_share_a_bucket(void) {
    const uint32_t many = MANY < 300 ? MANY / 2 : 300; /* there may be little memory */
    words m, n;
    words_item at = LEAN_EMPTY;
    uint32_t k, i, seen;
    unsigned round;
    size_t size, requests;
    for (round = 0; round < 6; ++round) {
        const unsigned how = round % 3;
        bool is_reserved = false;
        test_debug_begin();
        words_init(&m, &test_debug.allocator);
        words_init(&n, &test_debug.allocator);
        if (round >= 3)
            is_reserved = words_reserve(&m, many, many * LEAN_MAP_TEXT_MOST_);
        requests = test_debug.requests;
        for (i = k = 0; k < many; ++k, ++i) {
            size = spell_shared(&i, how);
            CHECK(words_put(&m, text, size, i) && words_bytes(&m) == test_debug.bytes);
        }
        for (i = k = 0; k < many; ++k, ++i) {
            size = spell_shared(&i, how);
            CHECK(is_value(words_get(&m, text, size), i) && words_remove(&m, text, size));
            CHECK(!words_has(&m, text, size) && (k % 3 != 0 || words_put(&m, text, size, i)));
        }
        for (i = k = 0; k < many; ++k, ++i) {
            size = spell_shared(&i, how);
            CHECK(words_has(&m, text, size) == (k % 3 == 0) && words_put(&m, text, size, i));
        }
        CHECK(!is_reserved || test_debug.requests == requests);
        CHECK(words_copy(&n, &m) && words_len(&n) == many && words_shrink(&m));
        memset(&at, 0, sizeof at);
        for (seen = 0; words_next(&n, &at); ++seen)
            CHECK(how != 1 || *at.value == number_of(at.key, at.n));
        CHECK(seen == many && words_bytes(&m) + words_bytes(&n) == test_debug.bytes);
        for (i = k = 0; k < many; ++k, ++i) {
            size = spell_shared(&i, how);
            CHECK(is_value(words_get(&m, text, size), i) && words_remove(&m, text, size));
            CHECK(is_value(words_get(&n, text, size), i));
        }
        words_free(&m);
        words_free(&n);
        test_debug_end();
    }
}

/* Key i of those that are too long for a block. */
static size_t spell_far(uint32_t i) {
    const size_t n = LEAN_MAP_TEXT_MOST_ + 1 + i % 7;
    memset(text, 'x', n);
    text[n - 1] = (char)(uint8_t)i;
    text[n / 2] = (char)(uint8_t)(i >> 8);
    return n;
}

/* Keys that are requested each, beside others: they are given back with their entries, and copied. */
static void far_keys(void) {
    const uint32_t many = MANY / 4;
    words m, n;
    words_item at = LEAN_EMPTY;
    uint32_t i, far = 0;
    size_t before;
    test_debug_begin();
    words_init(&m, &test_debug.allocator);
    words_init(&n, &test_debug.allocator);
    for (i = 0; i < many; ++i) {
        CHECK(put(&m, i) && words_put(&m, text, spell_far(i), i));
        CHECK(words_bytes(&m) == test_debug.bytes);
    }
    before = test_debug.bytes;
    CHECK(before > many * LEAN_MAP_TEXT_MOST_);
    while (words_next(&m, &at))
        far += at.n > LEAN_MAP_TEXT_MOST_ && at.n == spell_far(*at.value) &&
               memcmp(at.key, text, at.n) == 0;
    CHECK(far == many && words_len(&m) == 2 * many);
    CHECK(words_copy(&n, &m) && words_bytes(&n) + words_bytes(&m) == test_debug.bytes);
    for (i = 0; i < many; ++i) {
        const size_t size = spell_far(i);
        CHECK(is_value(words_get(&m, text, size), i) && words_remove(&m, text, size));
        CHECK(words_bytes(&m) == test_debug.bytes - words_bytes(&n) && !words_has(&m, text, size));
        CHECK(drop(&m, i));
        CHECK(is_value(words_get(&n, text, spell_far(i)), i) && get(&n, i) != NULL);
    }
    CHECK(words_bytes(&m) < 300 && words_copy(&m, &n) && words_len(&m) == 2 * many);
    words_clear(&n);
    CHECK(words_bytes(&n) < 300 && words_copy(&n, &m) && words_shrink(&n));
    CHECK(words_bytes(&n) <= before && words_bytes(&n) + words_bytes(&m) == test_debug.bytes);
    words_free(&n);
    CHECK(words_bytes(&m) == test_debug.bytes);
    words_free(&m);
    test_debug_end();
}

/* A put that is refused leaves values where they are: its requests are refused from the first on,
   then from the second and the third. */
static void refused_puts_move_nothing(void) {
    to24 m;
    const value24 *at[MANY];
    value24 v;
    uint32_t i, k, turn;
    unsigned long refused = 0;
    test_debug_begin();
    to24_init(&m, &test_debug.allocator);
    memset(&v, 0, sizeof v);
    for (i = 0; i < MANY; ++i) {
        v.parts[0] = i;
        for (turn = 0; turn < 3 && to24_len(&m) == i; ++turn) {
            for (k = 0; k < i; ++k)
                at[k] = to24_get(&m, text, spell(k));
            lean_debug_fail(&test_debug, turn, true);
            refused += !to24_put(&m, text, spell(i), v);
            lean_debug_fail_none(&test_debug);
            for (k = 0; k < i && to24_len(&m) == i; ++k)
                CHECK(at[k]->parts[0] == k && at[k] == to24_get(&m, text, spell(k)));
        }
        CHECK(to24_len(&m) != i || to24_put(&m, text, spell(i), v));
    }
    CHECK(refused >= 3 && to24_len(&m) == MANY);
    to24_free(&m);
    test_debug_end();
}

/* The bytes of a key may be those of a key that the map has, whole or in part, also while the map
   grows; and what is removed may be named by its own bytes. */
static void keys_of_the_map_itself(void) {
    static char expected[200];
    words m;
    words_item i = LEAN_EMPTY;
    size_t n, longest;
    uint32_t k;
    test_debug_begin();
    words_init(&m, &test_debug.allocator);
    for (longest = 0; longest < sizeof expected; ++longest)
        expected[longest] = (char)('a' + longest % 23);
    longest = MANY < 200 ? MANY : 200;
    CHECK(words_put(&m, expected, longest, (uint32_t)longest));
    for (k = 0; k < 2 * longest; ++k) { /* prefixes of the longest key, then what is behind */
        words_item at = LEAN_EMPTY;
        while (words_next(&m, &at) && at.n < longest) {
        }
        n = k / 2;
        CHECK(at.n == longest);
        if (k % 2 == 0)
            CHECK(words_put(&m, at.key, n, k));
        else if (n > 0)
            CHECK(words_add(&m, at.key + n, longest - n, 0) ==
                  (n % 23 == 0 && longest - n <= n ? LEAN_EXISTS : LEAN_OK));
    }
    for (n = 0; n <= longest; ++n)
        CHECK(words_has(&m, expected, n) && words_has(&m, expected + n, longest - n));
    CHECK(words_bytes(&m) == test_debug.bytes);
    while (words_next(&m, &i)) { /* each is put again */
        const size_t len = words_len(&m);
        CHECK(words_put(&m, i.key, i.n, 5) && words_add(&m, i.key, i.n, 6) == LEAN_EXISTS);
        CHECK(words_len(&m) == len && is_value(words_get(&m, i.key, i.n), 5));
        CHECK(words_ensure(&m, i.key, i.n, NULL) != NULL);
    }
    for (k = 0; words_len(&m) != 0; ++k) {
        words_item at = LEAN_EMPTY;
        uint32_t out = 0;
        const size_t len = words_len(&m);
        CHECK(words_next(&m, &at));
        if (k % 2 == 0)
            CHECK(words_remove(&m, at.key, at.n));
        else
            CHECK(words_take(&m, at.key, at.n, &out) && out == 5);
        CHECK(words_len(&m) == len - 1);
        if (words_len(&m) != len - 1)
            break;
    }
    words_free(&m);
    test_debug_end();
}

/* A part of an own key, while there are bytes of keys that have been removed. */
static void own_keys_beside_removed_ones(void) {
    words m;
    words_item i = LEAN_EMPTY;
    char expected[64];
    size_t n;
    uint32_t k;
    test_debug_begin();
    words_init(&m, &test_debug.allocator);
    for (k = 0; k < 12; ++k)
        CHECK(put(&m, k));
    CHECK(drop(&m, 0) && words_next(&m, &i) && i.n <= sizeof expected);
    n = i.n - 1;
    memcpy(expected, i.key, n);
    CHECK(words_add(&m, i.key, n, 77) == LEAN_OK && is_value(words_get(&m, expected, n), 77));
    CHECK(words_len(&m) == 12 && words_remove(&m, expected, n) && holds(&m, 1, 12));
    words_free(&m);
    test_debug_end();
}

/* Keys that no memory has room for are refused before a byte of them is read. */
static void absurd_keys_are_refused(void) {
    words m;
    size_t n;
    test_debug_begin();
    words_init(&m, &test_debug.allocator);
    for (n = SIZE_MAX; n > SIZE_MAX / 2 + 16; n -= n / 5)
        CHECK(words_add(&m, text, n, 1) == LEAN_FULL && !words_put(&m, text, n, 1));
    CHECK(words_len(&m) == 0 && words_bytes(&m) == 0 && test_debug.requests == 0);
    words_free(&m);
    test_debug_end();
}

/* What one key names is moved by what another one's put does: all keys again, out of the map. */
static void own_keys_while_growing(void) {
    names s;
    uint32_t k, round;
    test_debug_begin();
    for (round = 0; round < 3; ++round) {
        s = numbered(0, 10, 1);
        if (round == 1)
            CHECK(names_shrink(&s));
        for (k = 10; k < MANY; ++k) { /* without its first bytes, a key is another */
            names_item i = LEAN_EMPTY;
            size_t n;
            CHECK(names_next(&s, &i));
            n = i.n;
            memcpy(text, i.key, n);
            CHECK(names_put(&s, i.key, n > 1 ? n - 1 : n) &&
                  names_has(&s, text, n > 1 ? n - 1 : n));
            CHECK(names_has(&s, text, n));
            CHECK(put_name(&s, k));
        }
        for (k = 0; k < MANY; ++k)
            CHECK(has_name(&s, k));
        CHECK(names_bytes(&s) == test_debug.bytes);
        names_free(&s);
    }
    test_debug_end();
}

struct probe12 {
    char lead;
    value12 item;
};
struct probe24 {
    char lead;
    value24 item;
};
struct probe2 {
    char lead;
    uint16_t item;
};
struct probe8 {
    char lead;
    uint64_t item;
};
#define ALIGN_OF(Probe, T) (sizeof(struct Probe) - sizeof(T))

static void values_are_aligned(void) {
    to1 m1;
    to2 m2;
    to3 m3;
    uint32_t i;
    size_t n;
    test_debug_begin();
    to1_init(&m1, &test_debug.allocator);
    to2_init(&m2, &test_debug.allocator);
    to3_init(&m3, &test_debug.allocator);
    for (i = 0; i < LIVE; ++i) {
        value3 v3;
        memset(&v3, (int)i, sizeof v3);
        n = spell(i);
        CHECK(to1_put(&m1, text, n, (uint8_t)i) && to2_put(&m2, text, n, (uint16_t)i));
        CHECK(to3_put(&m3, text, n, v3));
    }
    for (i = 0; i < LIVE; ++i) {
        const uint16_t *v2;
        n = spell(i);
        v2 = to2_get(&m2, text, n);
        CHECK(*to1_get(&m1, text, n) == i && to3_ref(&m3, text, n)->bytes[2] == i);
        CHECK((uintptr_t)v2 % ALIGN_OF(probe2, uint16_t) == 0 && *v2 == i);
    }
    to1_free(&m1);
    to2_free(&m2);
    to3_free(&m3);
    test_debug_end();
}

static void large_values_are_aligned(void) {
    to8 m8;
    to12 m12;
    to24 m24;
    uint32_t i;
    size_t n;
    test_debug_begin();
    to8_init(&m8, &test_debug.allocator);
    to12_init(&m12, &test_debug.allocator);
    to24_init(&m24, &test_debug.allocator);
    for (i = 0; i < LIVE; ++i) {
        value12 v12;
        value24 v24;
        memset(&v12, (int)i, sizeof v12);
        memset(&v24, (int)i, sizeof v24);
        n = spell(i);
        CHECK(to8_put(&m8, text, n, i));
        CHECK(to12_put(&m12, text, n, v12) && to24_put(&m24, text, n, v24));
    }
    for (i = 0; i < LIVE; ++i) {
        const uint64_t *v8;
        const value12 *v12;
        const value24 *v24;
        n = spell(i);
        v8 = to8_get(&m8, text, n);
        v12 = to12_get(&m12, text, n);
        v24 = to24_ref(&m24, text, n);
        CHECK((uintptr_t)v8 % ALIGN_OF(probe8, uint64_t) == 0 && *v8 == i);
        CHECK((uintptr_t)v12 % ALIGN_OF(probe12, value12) == 0);
        CHECK(v12->parts[2] == i * UINT32_C(0x01010101));
        CHECK((uintptr_t)v24 % ALIGN_OF(probe24, value24) == 0);
        CHECK(v24->parts[1] == i * UINT64_C(0x0101010101010101));
        CHECK(to24_remove(&m24, text, n) && to24_ensure(&m24, text, n, NULL)->parts[0] == 0);
    }
    to8_free(&m8);
    to12_free(&m12);
    to24_free(&m24);
    test_debug_end();
}

/* ---- what other tables stumbled over ---- */

static void churn_stays_small(void) {
    words m, fresh;
    uint32_t i;
    size_t most = 0, of_fresh = 0;
    test_debug_begin();
    for (i = 0; i < 5; ++i) { /* keys are of different lengths: the largest of some */
        uint32_t k;
        words_init(&fresh, &test_debug.allocator);
        for (k = 0; k < LIVE; ++k)
            CHECK(put(&fresh, k + i * LIVE));
        of_fresh = words_bytes(&fresh) > of_fresh ? words_bytes(&fresh) : of_fresh;
        words_free(&fresh);
    }
    m = counted(LIVE);
    for (i = 0; i < ROUNDS; ++i) {
        CHECK(drop(&m, i) && put(&m, i + LIVE));
        most = words_bytes(&m) > most ? words_bytes(&m) : most;
        CHECK(i % 1000 != 0 || words_bytes(&m) == test_debug.bytes);
    }
    CHECK(holds(&m, ROUNDS, ROUNDS + LIVE) && most < 2 * of_fresh);
    test_note("churn", (unsigned long)most, "bytes at most");
    test_note("fresh map", (unsigned long)of_fresh, "bytes");
    words_free(&m);
    test_debug_end();
}

/* Keys of one size go and keys of another come: gaps that fit nothing would stay for ever. */
static void keys_of_other_sizes_come(void) {
    static char key[120];
    names s;
    uint32_t i, round;
    size_t most = 0, live = 0, before = 0;
    test_debug_begin();
    names_init(&s, &test_debug.allocator);
    memset(key, 's', sizeof key);
    for (round = 0; round < 30; ++round) {
        const size_t n = 4 + round * 37 % 110;
        for (i = 0; i < LIVE; ++i) {
            memcpy(key, &i, 4);
            CHECK(round == 0 || names_remove(&s, key, before));
            CHECK(names_add(&s, key, n) == LEAN_OK);
        }
        CHECK(names_len(&s) == LIVE && names_bytes(&s) == test_debug.bytes);
        before = n;
        live = LIVE * n > live ? LIVE * n : live;
        most = names_bytes(&s) > most ? names_bytes(&s) : most;
    }
    test_note("keys of changing sizes", (unsigned long)most, "bytes at most");
    CHECK(most < 2 * live + 24 * LIVE + 1000);
    names_free(&s);
    test_debug_end();
}

/* The bytes of removed keys are given back: by some puts to a degree, by shrink. */
static void bytes_of_removed_keys_come_back(void) {
    words m, fresh;
    uint32_t i;
    size_t held, after, requests;
    test_debug_begin();
    fresh = counted(LIVE / 2);
    after = words_bytes(&fresh);
    words_free(&fresh);
    m = counted(MANY);
    held = words_bytes(&m);
    requests = test_debug.requests;
    for (i = LIVE / 2; i < MANY; ++i)
        CHECK(drop(&m, i));
    CHECK(test_debug.requests == requests && holds(&m, 0, LIVE / 2));
    test_note("before removal", (unsigned long)held, "bytes");
    test_note("after it", (unsigned long)words_bytes(&m), "bytes");
    for (i = LIVE / 2; i < MANY; ++i)
        CHECK(put(&m, i) && drop(&m, i));
    test_note("after some puts", (unsigned long)words_bytes(&m), "bytes");
    CHECK(words_bytes(&m) <= held / 2 + 500 && words_bytes(&m) == test_debug.bytes);
    CHECK(words_shrink(&m) && holds(&m, 0, LIVE / 2));
    test_note("after shrink", (unsigned long)words_bytes(&m), "bytes");
    CHECK(words_bytes(&m) <= after && words_bytes(&m) == test_debug.bytes);
    words_free(&m);
    test_debug_end();
}

#ifndef TEST_SMALL
/* What pages have free while there are few of each size is no more than a tenth. */
static void pages_are_full(void) {
    words m;
    size_t held;
    test_debug_begin();
    m = counted(MANY * 16);
    held = words_bytes(&m);
    CHECK(words_shrink(&m) && held < words_bytes(&m) / 10 * 11);
    test_note("pages of few blocks", (unsigned long)held, "bytes");
    test_note("  shrunk", (unsigned long)words_bytes(&m), "bytes");
    words_free(&m);
    test_debug_end();
}
#endif

#ifndef TEST_SMALL
/* So many buckets that their directory has several segments. */
static void many_buckets(void) {
    names s;
    uint32_t i, k;
    test_debug_begin();
    names_init(&s, &test_debug.allocator);
    memset(text, 'x', LEAN_MAP_TEXT_MOST_);
    for (i = 0; i == 0 || lean_map_root_of_(&s.map_)->buckets <= LEAN_MAP_SEGMENT_ + 2; ++i) {
        memcpy(text, &i, sizeof i);
        CHECK(names_add(&s, text, LEAN_MAP_TEXT_MOST_) == LEAN_OK);
    }
    CHECK(names_len(&s) == i && names_bytes(&s) == test_debug.bytes);
    for (k = 0; k < i + 99; ++k) {
        memcpy(text, &k, sizeof k);
        CHECK(names_has(&s, text, LEAN_MAP_TEXT_MOST_) == (k < i));
    }
    names_free(&s);
    test_debug_end();
}
#endif

static void copy_is_linear(void) {
    words m, n;
    size_t before;
    test_debug_begin();
    m = counted(MANY);
    before = words_bytes(&m);
    words_init(&n, &test_debug.allocator);
    CHECK(words_copy(&n, &m) && words_bytes(&n) <= before + before / 8 + 64);
    CHECK(test_debug.peak <= 3 * before + 1024);
    words_free(&m);
    words_free(&n);
    test_debug_end();
}

#if LEAN_INDEX_BITS == 16 && SIZE_MAX > 65535 && !defined(TEST_SMALL)
/* Entries that a small index type cannot count are refused. */
static void maps_end_at_the_index_type(void) {
    words m;
    uint32_t i;
    test_debug_begin();
    words_init(&m, &test_debug.allocator);
    for (i = 0; i < LEAN_INDEX_MAX; ++i)
        CHECK(put(&m, i));
    CHECK(words_add(&m, text, spell(i), 0) == LEAN_FULL && !put(&m, i));
    CHECK(words_ensure(&m, text, spell(i), NULL) == NULL && put(&m, 0) && holds(&m, 0, i));
    CHECK(drop(&m, 3) && put(&m, 3) && holds(&m, 0, i) && words_bytes(&m) == test_debug.bytes);
    words_free(&m);
    test_debug_end();
}
#endif

/* ---- memory runs short ---- */

static void body_of_map_sweep(void) {
    words m, n;
    uint32_t k, len = 0;
    bool is_new = false;
    words_init(&m, &test_debug.allocator);
    words_init(&n, &test_debug.allocator);
    if (!put(&m, 0))
        CHECK(words_bytes(&m) == 0 && test_debug.bytes == 0);
    words_free(&m);
    words_init(&m, &test_debug.allocator);
    if (!words_reserve(&m, 5, 99))
        CHECK(holds(&m, 0, 0) && words_bytes(&m) == test_debug.bytes);
    for (k = 0; k < LIVE; ++k) {
        const size_t size = spell(len);
        bool done;
        if (k % 3 == 0) {
            done = words_put(&m, text, size, len * 3);
        } else if (k % 3 == 1) {
            const lean_status status = words_add(&m, text, size, len * 3);
            CHECK(status == LEAN_OK || status == LEAN_NO_MEMORY);
            done = status == LEAN_OK;
        } else {
            uint32_t *const value = words_ensure(&m, text, size, &is_new);
            CHECK(value == NULL || (is_new && *value == 0));
            done = value != NULL;
            if (done)
                *value = len * 3;
        }
        if (!done)
            CHECK(holds(&m, 0, len) && words_bytes(&m) == test_debug.bytes);
        len += done;
    }
    if (!words_copy(&n, &m))
        CHECK(holds(&n, 0, 0));
    else
        CHECK(holds(&n, 0, len));
    for (k = 0; k < len / 2; ++k)
        CHECK(drop(&m, k));
    (void)words_shrink(&m);
    CHECK(holds(&m, k, len) && words_bytes(&m) + words_bytes(&n) == test_debug.bytes);
    if (!words_copy(&n, &m))
        CHECK(holds(&n, 0, (uint32_t)words_len(&n)));
    for (; k < len; ++k)
        CHECK(drop(&m, k));
    for (k = 0; k < LIVE && put(&m, k); ++k) {
    }
    CHECK(holds(&m, 0, k));
    words_clear(&m);
    CHECK(words_seed(&m, 99) || words_len(&m) == 0);
    CHECK(put(&m, 0) ? holds(&m, 0, 1) : holds(&m, 0, 0));
    words_free(&m);
    CHECK(words_bytes(&n) == test_debug.bytes);
    words_free(&n);
}

static void body_of_set_sweep(void) {
    names a, b;
    uint32_t k, in_a = 0, in_b = 0;
    bool done;
    names_init(&a, &test_debug.allocator);
    names_init(&b, &test_debug.allocator);
    for (k = 0; k < LIVE / 2; ++k) {
        if (put_name(&a, in_a * 2))
            ++in_a;
        if (put_name(&b, in_b * 3))
            ++in_b;
    }
    done = names_unite(&a, &b);
    for (k = 0; k < 2 * LIVE; ++k) {
        const bool was = k % 2 == 0 && k / 2 < in_a, comes = k % 3 == 0 && k / 3 < in_b;
        const bool is = has_name(&a, k);
        CHECK(done ? is == (was || comes) : (is || !was) && (!is || was || comes));
        CHECK(has_name(&b, k) == comes);
    }
    CHECK(names_bytes(&a) + names_bytes(&b) == test_debug.bytes);
    names_free(&a);
    names_free(&b);
}

/* Every other key is requested. */
static void body_of_far_sweep(void) {
    names s, t;
    uint32_t i, len = 0;
    names_init(&s, &test_debug.allocator);
    names_init(&t, &test_debug.allocator);
    for (i = 0; i < LIVE / 2; ++i) {
        const size_t n = i % 2 == 0 ? spell(len) : spell_far(len);
        const lean_status status = names_add(&s, text, n);
        CHECK(status == LEAN_OK || status == LEAN_NO_MEMORY);
        CHECK(names_has(&s, text, n) == (status == LEAN_OK) && names_bytes(&s) == test_debug.bytes);
        len += status == LEAN_OK;
    }
    CHECK(names_len(&s) == len);
    if (!names_copy(&t, &s))
        CHECK(names_len(&t) == 0);
    else
        CHECK(names_len(&t) == len);
    CHECK(names_bytes(&s) + names_bytes(&t) == test_debug.bytes);
    names_free(&s);
    names_clear(&t);
    (void)names_shrink(&t);
    names_free(&t);
}

static void refused_requests_change_nothing(void) {
    SWEEP(body_of_map_sweep);
    SWEEP(body_of_set_sweep);
    SWEEP(body_of_far_sweep);
}

static void over_a_buffer(void) {
    const size_t bytes = MANY * 40;
    unsigned char *const memory = (unsigned char *)malloc(bytes);
    lean_buffer buffer;
    words m;
    uint32_t first = 0, round, i, n = 0;
    CHECK(memory != NULL);
    lean_buffer_init(&buffer, memory, memory != NULL ? bytes : 0);
    words_init(&m, &buffer.allocator);
    for (round = 0; round < 12; ++round) {
        for (n = 0; put(&m, n + round * 7); ++n) {
        }
        CHECK(holds(&m, round * 7, round * 7 + n));
        first = round == 0 ? n : first;
        CHECK(n >= MANY / 4 && n >= first / 2);
        for (i = 0; i < n; ++i)
            CHECK(drop(&m, i + round * 7));
        if (round % 3 == 1)
            words_clear(&m);
        else if (round % 3 == 2)
            (void)words_shrink(&m);
    }
    test_note("keys of 22 bytes in a buffer of", (unsigned long)bytes, "bytes");
    test_note("  the first time", first, "");
    test_note("  the last time", n, "");
    words_free(&m);
    CHECK(lean_buffer_bytes(&buffer) == 0);
    free(memory);
}

#ifdef TEST_SMALL
int main(void) {
#else
int main(int argc, char **argv) {
    test_seed = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 0) : 1;
#endif
    test_begin("test_strmap");
    test_note("seed", test_seed, "");
    RUN(all_zero_is_empty);
    RUN(owner_is_kept);
    RUN(bytes_are_what_was_requested);
    RUN(seeds_matter);
    RUN(reserve_makes_room);
    RUN(shrink_and_clear);
    RUN(copy_replaces_and_is_independent);
    RUN(existing_keys_are_not_stored_again);
    RUN(put_add_ensure_get_take_remove);
    RUN(counts_words);
    RUN(remove_if_asks_once_about_each);
    RUN(erase_at_the_cursor);
    RUN(iteration_of_an_emptied_map);
    RUN(sets_are_combined);
    RUN(keys_with_zero_bytes);
    RUN(the_empty_key);
    RUN(long_keys);
    RUN(keys_that_share_a_bucket);
    RUN(far_keys);
    RUN(refused_puts_move_nothing);
    RUN(keys_of_the_map_itself);
    RUN(own_keys_beside_removed_ones);
    RUN(absurd_keys_are_refused);
    RUN(own_keys_while_growing);
    RUN(values_are_aligned);
    RUN(large_values_are_aligned);
    RUN(churn_stays_small);
    RUN(keys_of_other_sizes_come);
    RUN(bytes_of_removed_keys_come_back);
#ifndef TEST_SMALL
    RUN(pages_are_full);
    RUN(many_buckets);
#endif
    RUN(copy_is_linear);
#if LEAN_INDEX_BITS == 16 && SIZE_MAX > 65535 && !defined(TEST_SMALL)
    RUN(maps_end_at_the_index_type);
#endif
    RUN(refused_requests_change_nothing);
    RUN(over_a_buffer);
    return test_end();
}
