/* [FIXED_MAP] in header order, then the bugs that such tables have had, then sizes. */
#define LEAN_WITH_FIXED_MAP
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include <string.h>

/* ---- what must hold of every table, seen from its bytes ---- */

/* Every circle closes and has its home in it, and nothing is counted wrongly. */
static bool is_sound(const void *map, const lean_slots_kind_ *k) {
    lean_slots_head_ *const h = (lean_slots_head_ *)lean_pointer_get_(&map);
    size_t slot, used = 0;
    for (slot = 0; slot < k->cap; ++slot) {
        size_t at = slot, home, steps = 0;
        bool found = false;
        if (lean_slots_link_(h, k, slot) == 0)
            continue;
        ++used;
        home = lean_slots_home_(h, k, lean_slots_at_(h, &k->lanes[0], slot));
        do {
            found = found || at == home;
            at = lean_slots_link_(h, k, at) - 1;
            if (at >= k->cap || ++steps > k->cap)
                return false;
        } while (at != slot);
        if (!found)
            return false;
    }
    return used == h->len && (k->cap == 0 || h->cursor < k->cap);
}
#define SOUND(Name, m) CHECK(is_sound(Name##_map_(m), Name##_kind_of_(m)))

/* ---- the types ---- */

typedef enum color { RED = 0, GREEN = 1, BLUE = 70 } color;

typedef struct point {
    int16_t x;
    int16_t y;
} point;

typedef struct wide {
    unsigned char bytes[11];
} wide;

static unsigned long compared, hashed;
static uint32_t seed_seen;

static uint32_t hash_constant(const uint16_t *key, uint32_t seed) {
    (void)key;
    (void)seed;
    return 0x80000000u;
}

static uint32_t hash_identity(const uint16_t *key, uint32_t seed) {
    ++hashed;
    seed_seen = seed;
    return *key;
}

static bool same_number(const uint16_t *a, const uint16_t *b) {
    ++compared;
    return *a == *b;
}

/* 64 bits of which only the high ones say something, in a macro. */
#define HASH_POINT(p, seed) ((uint64_t)((uint16_t)(p)->x * 31u + (uint16_t)(p)->y + (seed)) << 32)
#define SAME_POINT(a, b) ((a)->x == (b)->x && (a)->y == (b)->y)

static uint64_t hash_wide(const wide *key, uint32_t seed) {
    return lean_mix64(key->bytes[0]) ^ seed;
}

static bool same_wide(const wide *a, const wide *b) {
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

LEAN_DEFINE_FIXED_MAP(ages, uint32_t, uint8_t, 10)
LEAN_DEFINE_FIXED_MAP(one, uint32_t, uint32_t, 1)
LEAN_DEFINE_FIXED_MAP(two, int8_t, int64_t, 2)
LEAN_DEFINE_FIXED_SET(bytes, uint8_t, 255)
LEAN_DEFINE_FIXED_SET(chars, char, 5)
LEAN_DEFINE_FIXED_SET(shorts, int16_t, 6)
LEAN_DEFINE_FIXED_SET(longs, int64_t, 7)
LEAN_DEFINE_FIXED_SET(unsigned_longs, uint64_t, 20)
LEAN_DEFINE_FIXED_SET(bools, bool, 3)
LEAN_DEFINE_FIXED_SET(colors, color, 4)
LEAN_DEFINE_FIXED_SET(floats, float, 12)
LEAN_DEFINE_FIXED_MAP(doubles, double, char, 12)
LEAN_DEFINE_FIXED_MAP_WITH(points, point, double, 9, HASH_POINT, SAME_POINT)
LEAN_DEFINE_FIXED_SET_WITH(wides, wide, 6, hash_wide, same_wide)
LEAN_DEFINE_FIXED_MAP_WITH(constants, uint16_t, uint16_t, 20, hash_constant, same_number)
LEAN_DEFINE_FIXED_MAP_WITH(identities, uint16_t, uint16_t, 20, hash_identity, same_number)
LEAN_DEFINE_FIXED_SET_WITH(constant_set, uint16_t, 6, hash_constant, same_number)
LEAN_DEFINE_FIXED_SET(sixes, uint16_t, 6)
LEAN_DEFINE_BUFFER_MAP(lent, uint32_t, uint8_t)
LEAN_DEFINE_BUFFER_MAP(lent_big, uint8_t, uint64_t)
LEAN_DEFINE_BUFFER_SET(lent_set, uint16_t)
LEAN_DEFINE_BUFFER_MAP_WITH(lent_points, point, char, HASH_POINT, SAME_POINT)
LEAN_DEFINE_BUFFER_SET_WITH(lent_constants, uint16_t, hash_constant, same_number)

/* ---- the contract ---- */

static void all_zero_is_empty(void) {
    static const ages none = LEAN_EMPTY;
    ages m = LEAN_EMPTY;
    ages_item i = LEAN_EMPTY;
    CHECK(ages_len(&none) == 0 && ages_cap(&none) == 10);
    CHECK(ages_get(&none, 0) == NULL && !ages_has(&none, 7) && ages_ref(&m, 0) == NULL);
    CHECK(!ages_remove(&m, 0) && !ages_take(&m, 0, NULL) && !ages_next(&none, &i));
    ages_clear(&m);
    SOUND(ages, &m);
}

static void put_inserts_and_replaces(void) {
    ages m = LEAN_EMPTY;
    CHECK(ages_put(&m, 1234, 41) && ages_len(&m) == 1);
    CHECK(ages_put(&m, 1234, 42) && ages_len(&m) == 1);
    CHECK(*ages_get(&m, 1234) == 42 && ages_has(&m, 1234) && !ages_has(&m, 1235));
    *ages_ref(&m, 1234) = 43;
    CHECK(*ages_get(&m, 1234) == 43);
    SOUND(ages, &m);
}

static void add_says_what_it_did(void) {
    ages m = LEAN_EMPTY;
    uint32_t k;
    for (k = 0; k < 10; ++k)
        CHECK(ages_add(&m, k << 28, (uint8_t)k) == LEAN_OK);
    CHECK(ages_add(&m, UINT32_C(3) << 28, 9) == LEAN_EXISTS &&
          *ages_get(&m, UINT32_C(3) << 28) == 3);
    CHECK(ages_add(&m, 5, 9) == LEAN_FULL && !ages_has(&m, 5) && ages_len(&m) == 10);
    SOUND(ages, &m);
}

static void ensure_finds_or_zeroes(void) {
    ages m = LEAN_EMPTY;
    bool is_new = false;
    uint32_t k;
    uint8_t *value = ages_ensure(&m, 7, &is_new);
    CHECK(value != NULL && is_new && *value == 0);
    *value = 9;
    CHECK(*ages_ensure(&m, 7, &is_new) == 9 && !is_new);
    CHECK(ages_remove(&m, 7) && *ages_ensure(&m, 7, NULL) == 0);
    for (k = 100; ages_len(&m) < 10; ++k)
        ++*ages_ensure(&m, k, NULL);
    is_new = true;
    CHECK(ages_ensure(&m, 99, &is_new) == NULL && !is_new && ages_ensure(&m, 99, NULL) == NULL);
    CHECK(*ages_ensure(&m, 7, &is_new) == 0 && ages_len(&m) == 10);
    SOUND(ages, &m);
}

static void take_gives_the_value(void) {
    ages m = LEAN_EMPTY;
    uint8_t out = 5;
    CHECK(ages_put(&m, 1, 11) && ages_put(&m, 2, 22));
    CHECK(!ages_take(&m, 3, &out) && out == 5);
    CHECK(ages_take(&m, 1, &out) && out == 11 && ages_len(&m) == 1);
    CHECK(!ages_take(&m, 1, &out) && out == 11);
    CHECK(ages_take(&m, 2, NULL) && ages_len(&m) == 0);
    SOUND(ages, &m);
}

static void clear_keeps_the_seed(void) {
    identities m = LEAN_EMPTY;
    uint16_t k;
    identities_seed(&m, 77);
    for (k = 0; k < 20; ++k)
        CHECK(identities_put(&m, k, k));
    identities_clear(&m);
    CHECK(identities_len(&m) == 0 && !identities_has(&m, 3) && seed_seen == 77);
    CHECK(identities_put(&m, 3, 4) && seed_seen == 77);
    SOUND(identities, &m);
}

/* A seed that one call forgot would show. */
static void seeds_reach_every_hash(void) {
    identities m = LEAN_EMPTY, copy;
    identities_item i = LEAN_EMPTY;
    uint16_t k;
    identities_seed(&m, 0x12345678);
    seed_seen = 0x12345678;
    for (k = 0; k < 20; ++k) {
        CHECK(identities_put(&m, k, k) && seed_seen == 0x12345678);
        seed_seen = 0x12345678;
    }
    CHECK(identities_copy(&copy, &m));
    CHECK(identities_has(&copy, 3) && identities_remove(&copy, 4) && seed_seen == 0x12345678);
    CHECK(identities_next(&copy, &i));
    identities_erase(&copy, &i);
    CHECK(seed_seen == 0x12345678 && identities_len(&copy) == 18);
    SOUND(identities, &copy);
}

static void seeds_change_the_homes(void) {
    ages a = LEAN_EMPTY, b = LEAN_EMPTY;
    longs c = LEAN_EMPTY, d = LEAN_EMPTY;
    unsigned differ = 0;
    uint32_t k;
    ages_seed(&b, 1);
    longs_seed(&d, 1);
    for (k = 1; k < 50; ++k) {
        const int64_t key = (int64_t)k << 20;
        differ += lean_slots_home_(&a.head, &ages_kind_, &k) !=
                  lean_slots_home_(&b.head, &ages_kind_, &k);
        differ += lean_slots_home_(&c.head, &longs_kind_, &key) !=
                  lean_slots_home_(&d.head, &longs_kind_, &key);
    }
    CHECK(differ > 40);
}

static void copies_are_independent(void) {
    ages a = LEAN_EMPTY, b, c = LEAN_EMPTY;
    CHECK(ages_put(&a, 1, 10) && ages_put(&a, 2, 20));
    b = a;
    CHECK(ages_put(&b, 1, 11) && ages_remove(&b, 2) && ages_put(&b, 3, 30));
    CHECK(*ages_get(&a, 1) == 10 && *ages_get(&a, 2) == 20 && !ages_has(&a, 3));
    CHECK(*ages_get(&b, 1) == 11 && !ages_has(&b, 2) && ages_len(&b) == 2);
    CHECK(ages_put(&c, 9, 9) && ages_copy(&c, &a) && ages_len(&c) == 2 && !ages_has(&c, 9));
    CHECK(ages_copy(&c, &c) && *ages_get(&c, 2) == 20);
    SOUND(ages, &b);
    SOUND(ages, &c);
}

/* ---- keys ---- */

/* Puts all of some keys in, takes every other out, puts them in again. */
#define KEYS_ARE_TOLD_APART(Name, T, keys)                                                         \
    do {                                                                                           \
        static Name set;                                                                           \
        const size_t n = sizeof(keys) / sizeof(T);                                                 \
        size_t i;                                                                                  \
        Name##_clear(&set);                                                                        \
        for (i = 0; i < n; ++i)                                                                    \
            CHECK(!Name##_has(&set, keys[i]) && Name##_add(&set, keys[i]) == LEAN_OK);             \
        for (i = 0; i < n; ++i)                                                                    \
            CHECK(Name##_has(&set, keys[i]) && Name##_add(&set, keys[i]) == LEAN_EXISTS);          \
        for (i = 0; i < n; i += 2)                                                                 \
            CHECK(Name##_remove(&set, keys[i]) && !Name##_remove(&set, keys[i]));                  \
        for (i = 0; i < n; ++i)                                                                    \
            CHECK(Name##_has(&set, keys[i]) == (i % 2 != 0));                                      \
        CHECK(Name##_len(&set) == n / 2);                                                          \
        SOUND(Name, &set);                                                                         \
    } while (0)

/* Zero and all ones are ordinary keys. */
static void numbers_of_every_width(void) {
    static const uint8_t of_8[] = {0, 1, 127, 128, 254, 255};
    static const char of_char[] = {0, 1, 'a', '\x7f', '\xff'};
    static const int16_t of_16[] = {0, 1, -1, INT16_MAX, INT16_MIN, 256};
    static const int64_t of_64[] = {0, -1, INT64_MAX, INT64_MIN, (int64_t)1 << 32, 1};
    static const uint64_t of_u64[] = {0,  UINT64_MAX, 1, UINT64_C(1) << 32, UINT64_C(0x100000001),
                                      97, UINT32_MAX};
    static const bool of_bool[] = {false, true};
    static const color of_enum[] = {RED, GREEN, BLUE};
    KEYS_ARE_TOLD_APART(bytes, uint8_t, of_8);
    KEYS_ARE_TOLD_APART(chars, char, of_char);
    KEYS_ARE_TOLD_APART(shorts, int16_t, of_16);
    KEYS_ARE_TOLD_APART(longs, int64_t, of_64);
    KEYS_ARE_TOLD_APART(unsigned_longs, uint64_t, of_u64);
    KEYS_ARE_TOLD_APART(bools, bool, of_bool);
    KEYS_ARE_TOLD_APART(colors, color, of_enum);
}

static float float_of(uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static void zeros_and_nans_are_one_float(void) {
    static const uint32_t others[] = {1,          0x80000001, 0x7f800000, 0xff800000,
                                      0x3f800000, 0xbf800000, 0x7f7fffff, 0x00800000};
    floats s = LEAN_EMPTY;
    floats_item i = LEAN_EMPTY;
    size_t k;
    bool zero = false, nan = false;
    CHECK(floats_add(&s, float_of(0x80000000)) == LEAN_OK);
    CHECK(floats_add(&s, 0.0f) == LEAN_EXISTS && floats_has(&s, float_of(0x80000000)));
    CHECK(floats_add(&s, float_of(0x7f800001)) == LEAN_OK);
    CHECK(floats_add(&s, float_of(0xffffffff)) == LEAN_EXISTS);
    CHECK(floats_has(&s, float_of(0x7fc00000)) && floats_len(&s) == 2);
    for (k = 0; k < sizeof others / sizeof others[0]; ++k)
        CHECK(floats_add(&s, float_of(others[k])) == LEAN_OK);
    CHECK(floats_len(&s) == 10);
    while (floats_next(&s, &i)) {
        uint32_t bits;
        memcpy(&bits, &i.key, sizeof bits);
        CHECK(bits << 1 <= 0xff000000 || bits == 0x7fc00000);
        zero = zero || bits == 0;
        nan = nan || bits == 0x7fc00000;
    }
    CHECK(zero && nan);
    CHECK(floats_remove(&s, float_of(0xffc00001)) && floats_remove(&s, 0.0f));
    CHECK(floats_len(&s) == 8);
    SOUND(floats, &s);
}

static double double_of(uint64_t bits) {
    double x = 0;
    if (sizeof x == 8)
        memcpy(&x, &bits, sizeof x);
    return x;
}

static void zeros_and_nans_are_one_double(void) {
    doubles m = LEAN_EMPTY;
    CHECK(doubles_put(&m, -0.0, 'a') && doubles_put(&m, 0.0, 'b') && doubles_len(&m) == 1);
    CHECK(*doubles_get(&m, -0.0) == 'b' && doubles_put(&m, 0.1, 'c'));
    if (sizeof(double) != 8)
        return;
    CHECK(doubles_put(&m, double_of(UINT64_C(0x7ff0000000000001)), 'n'));
    CHECK(doubles_put(&m, double_of(UINT64_C(0xffffffffffffffff)), 'm') && doubles_len(&m) == 3);
    CHECK(doubles_put(&m, double_of(UINT64_C(0x7ff0000000000000)), 'i'));
    CHECK(doubles_put(&m, double_of(UINT64_C(0xfff0000000000000)), 'j'));
    CHECK(doubles_put(&m, double_of(1), 'd') && doubles_len(&m) == 6);
    CHECK(*doubles_get(&m, double_of(UINT64_C(0x7ff8000000000000))) == 'm');
    CHECK(*doubles_get(&m, 0.1) == 'c' && doubles_has(&m, 0.0) && !doubles_has(&m, 0.2));
    SOUND(doubles, &m);
}

static point point_of(int x, int y) {
    point p;
    p.x = (int16_t)x;
    p.y = (int16_t)y;
    return p;
}

static void structs_as_keys(void) {
    points m = LEAN_EMPTY;
    points_item i = LEAN_EMPTY;
    int k, sum = 0;
    points_seed(&m, 3);
    for (k = 0; k < 9; ++k)
        CHECK(points_put(&m, point_of(k, -k), k + 0.5));
    CHECK(!points_put(&m, point_of(0, 1), 0) && points_put(&m, point_of(8, -8), 1.25));
    CHECK(*points_get(&m, point_of(3, -3)) == 3.5 && points_get(&m, point_of(-3, 3)) == NULL);
    CHECK(points_remove(&m, point_of(4, -4)) && !points_has(&m, point_of(4, -4)));
    while (points_next(&m, &i)) {
        CHECK(i.key.x == -i.key.y && *i.value == (i.key.x == 8 ? 1.25 : i.key.x + 0.5));
        sum += i.key.x;
    }
    CHECK(sum == 32);
    SOUND(points, &m);
}

static wide wide_of(unsigned first, unsigned last) {
    wide w;
    memset(&w, 0, sizeof w);
    w.bytes[0] = (unsigned char)first;
    w.bytes[sizeof w.bytes - 1] = (unsigned char)last;
    return w;
}

/* No bit of an uneven size is lost. The hash tells them by their first byte alone. */
static void keys_of_eleven_bytes(void) {
    wides s = LEAN_EMPTY;
    unsigned k;
    for (k = 0; k < 6; ++k)
        CHECK(wides_add(&s, wide_of(k % 2, k)) == LEAN_OK);
    CHECK(wides_add(&s, wide_of(0, 2)) == LEAN_EXISTS && wides_add(&s, wide_of(0, 1)) == LEAN_FULL);
    for (k = 0; k < 6; k += 2)
        CHECK(wides_remove(&s, wide_of(0, k)));
    for (k = 0; k < 6; ++k)
        CHECK(wides_has(&s, wide_of(k % 2, k)) == (k % 2 != 0));
    SOUND(wides, &s);
}

/* ---- full, whatever the hash ---- */

#define FILLS(Name, K, V, CAP, key_of)                                                             \
    do {                                                                                           \
        static Name m;                                                                             \
        uint32_t k;                                                                                \
        for (k = 0; k < (CAP); ++k)                                                                \
            CHECK(Name##_put(&m, (K)key_of(k), (V)k));                                             \
        CHECK(Name##_len(&m) == (CAP) && Name##_cap(&m) == (CAP));                                 \
        CHECK(!Name##_put(&m, (K)key_of(CAP), 0) && !Name##_has(&m, (K)key_of(CAP)));              \
        SOUND(Name, &m);                                                                           \
        for (k = 0; k < (CAP); ++k)                                                                \
            CHECK(Name##_get(&m, (K)key_of(k)) != NULL && *Name##_get(&m, (K)key_of(k)) == (V)k);  \
        for (k = 0; k < (CAP); k += 3)                                                             \
            CHECK(Name##_remove(&m, (K)key_of(k)));                                                \
        for (k = 0; k < (CAP); ++k)                                                                \
            CHECK(Name##_has(&m, (K)key_of(k)) == (k % 3 != 0));                                   \
        for (k = 0; k < (CAP); k += 3)                                                             \
            CHECK(Name##_put(&m, (K)key_of(k), (V)(k + 1)));                                       \
        CHECK(!Name##_put(&m, (K)key_of(CAP), 0));                                                 \
        for (k = 0; k < (CAP); ++k)                                                                \
            CHECK(*Name##_get(&m, (K)key_of(k)) == (V)(k % 3 != 0 ? k : k + 1));                   \
        SOUND(Name, &m);                                                                           \
    } while (0)
#define AS_IT_IS(k) (k)
#define SCATTERED(k) lean_mix32(k)

LEAN_DEFINE_FIXED_MAP(of_254, uint32_t, uint16_t, 254)
LEAN_DEFINE_FIXED_MAP(of_255, uint32_t, uint16_t, 255)
LEAN_DEFINE_FIXED_MAP(of_256, uint32_t, uint16_t, 256)
LEAN_DEFINE_FIXED_MAP(of_257, uint16_t, uint8_t, 257)
#ifndef TEST_SMALL
LEAN_DEFINE_FIXED_MAP(of_65535, uint32_t, uint32_t, 65535)
#if LEAN_INDEX_MAX > UINT16_MAX
LEAN_DEFINE_FIXED_MAP(of_65536, uint32_t, uint32_t, 65536)
LEAN_DEFINE_FIXED_MAP(of_100000, uint64_t, uint32_t, 100000)
#endif
#endif

static void every_slot_is_used(void) {
    FILLS(one, uint32_t, uint32_t, 1, SCATTERED);
    FILLS(two, int8_t, int64_t, 2, AS_IT_IS);
    FILLS(ages, uint32_t, uint8_t, 10, SCATTERED);
    FILLS(constants, uint16_t, uint16_t, 20, AS_IT_IS);
    FILLS(identities, uint16_t, uint16_t, 20, AS_IT_IS);
}

static void every_slot_is_used_at_the_widths_of_links(void) {
    FILLS(of_257, uint16_t, uint8_t, 257, SCATTERED);
#ifndef TEST_SMALL
    FILLS(of_254, uint32_t, uint16_t, 254, SCATTERED);
    FILLS(of_255, uint32_t, uint16_t, 255, SCATTERED);
    FILLS(of_256, uint32_t, uint16_t, 256, AS_IT_IS);
#endif
}

#ifndef TEST_SMALL
static void many_slots(void) {
    FILLS(of_65535, uint32_t, uint32_t, 65535, SCATTERED);
#if LEAN_INDEX_MAX > UINT16_MAX
    FILLS(of_65536, uint32_t, uint32_t, 65536, AS_IT_IS);
    FILLS(of_100000, uint64_t, uint32_t, 100000, SCATTERED);
#endif
}
#endif

static void all_keys_of_a_byte(void) {
    static bytes s;
    unsigned k;
    bytes_clear(&s);
    for (k = 0; k < 255; ++k)
        CHECK(bytes_put(&s, (uint8_t)k));
    CHECK(!bytes_put(&s, 255) && bytes_remove(&s, 13) && bytes_put(&s, 255));
    for (k = 0; k < 256; ++k)
        CHECK(bytes_has(&s, (uint8_t)k) == (k != 13));
    SOUND(bytes, &s);
}

/* No call compares more than each key, the first of them twice, or hashes more than three. */
static void work_is_bounded(void) {
    constants m = LEAN_EMPTY;
    identities q = LEAN_EMPTY;
    uint16_t k;
    for (k = 0; k < 60; ++k) {
        compared = hashed = 0;
        CHECK(constants_put(&m, k, k) == (k < 20) && compared <= 21);
        compared = 0;
        CHECK(constants_has(&m, k) == (k < 20) && compared <= 21);
        (void)identities_put(&q, (uint16_t)(k * 3277), k);
        CHECK(hashed <= 2);
    }
    for (k = 0; k < 60; ++k) {
        compared = hashed = 0;
        CHECK(constants_remove(&m, k) == (k < 20) && compared <= 21);
        (void)identities_remove(&q, (uint16_t)(k * 3277));
        CHECK(hashed <= 2);
    }
    CHECK(constants_len(&m) == 0 && identities_len(&q) == 0);
}

/* Full tables and few keys alike stay as they are however long things come and go. */
static void churn(unsigned live) {
    identities m = LEAN_EMPTY;
    uint16_t first = 0, next = 0;
    unsigned turn;
    for (turn = 0; turn < 2000; ++turn) {
        while ((uint16_t)(next - first) < live) {
            CHECK(identities_put(&m, (uint16_t)(next * 40503u), next));
            ++next;
        }
        CHECK(identities_len(&m) == live);
        if (turn % 64 == 0)
            SOUND(identities, &m);
        CHECK(*identities_get(&m, (uint16_t)(first * 40503u)) == first);
        CHECK(identities_remove(&m, (uint16_t)(first * 40503u)));
        CHECK(!identities_has(&m, (uint16_t)(first * 40503u)));
        ++first;
    }
    SOUND(identities, &m);
}

/* What insertion costs in a table that is nearly full: it goes on where it stopped, or where
   something left. */
static void the_cursor_is_where_room_is(void) {
    constants m = LEAN_EMPTY;
    uint16_t k;
    for (k = 0; k < 20; ++k) {
        CHECK(constants_put(&m, k, k) && (k < 2 || m.head.cursor + 2u >= k));
        CHECK(k == 0 || lean_slots_link_(&m.head, &constants_kind_, m.head.cursor) != 0);
    }
    for (k = 0; k < 20; k += 3) {
        CHECK(constants_remove(&m, k));
        CHECK(lean_slots_link_(&m.head, &constants_kind_, m.head.cursor) == 0);
        CHECK(constants_put(&m, k, k));
    }
}

static void churn_changes_nothing(void) {
    churn(1);
    churn(5);
    churn(19);
    churn(20);
}

/* ---- iteration ---- */

/* Six keys, then the ones of `mask` erased as they come. Keys of one home and scattered ones. */
#define ERASES(Name)                                                                               \
    do {                                                                                           \
        unsigned mask, order;                                                                      \
        for (mask = 0; mask < 64; ++mask) {                                                        \
            for (order = 0; order < 6; ++order) {                                                  \
                Name s = LEAN_EMPTY;                                                               \
                Name##_item i = LEAN_EMPTY;                                                        \
                unsigned k, seen = 0;                                                              \
                for (k = 0; k < 6; ++k)                                                            \
                    CHECK(Name##_put(&s, (uint16_t)((k * 5 + order) % 6)));                        \
                if (order > 3)                                                                     \
                    CHECK(Name##_remove(&s, (uint16_t)(order % 6)));                               \
                while (Name##_next(&s, &i)) {                                                      \
                    CHECK(i.key < 6 && (seen >> i.key & 1) == 0);                                  \
                    seen |= 1u << i.key;                                                           \
                    if ((mask >> i.key & 1) != 0)                                                  \
                        Name##_erase(&s, &i);                                                      \
                }                                                                                  \
                CHECK(!Name##_next(&s, &i));                                                       \
                CHECK(seen == (order > 3 ? 63u & ~(1u << order % 6) : 63u));                       \
                for (k = 0; k < 6; ++k)                                                            \
                    CHECK(Name##_has(&s, (uint16_t)k) == ((seen & ~mask) >> k & 1));               \
                SOUND(Name, &s);                                                                   \
            }                                                                                      \
        }                                                                                          \
    } while (0)

static void each_is_seen_once_while_some_are_erased(void) {
    ERASES(sixes);
    ERASES(constant_set);
}

static void items_can_be_written(void) {
    ages m = LEAN_EMPTY;
    ages_item i = LEAN_EMPTY;
    uint32_t k;
    for (k = 0; k < 10; ++k)
        CHECK(ages_put(&m, k, (uint8_t)k));
    while (ages_next(&m, &i)) {
        CHECK(*i.value == i.key && ages_item_ref(&m, &i) == i.value);
        *ages_item_ref(&m, &i) += 100;
    }
    for (k = 0; k < 10; ++k)
        CHECK(*ages_get(&m, k) == k + 100);
}

static bool is_odd(uint32_t key, uint8_t *value, void *user) {
    ++*(unsigned *)user;
    ++*value;
    return key % 2 != 0;
}

static bool is_below(uint16_t key, void *user) {
    return key < *(uint16_t *)user;
}

static void remove_if_sees_each_once(void) {
    ages m = LEAN_EMPTY;
    sixes s = LEAN_EMPTY;
    unsigned calls = 0;
    uint32_t k;
    uint16_t limit = 4;
    for (k = 0; k < 10; ++k)
        CHECK(ages_put(&m, k, (uint8_t)k));
    CHECK(ages_remove_if(&m, is_odd, &calls) == 5 && calls == 10 && ages_len(&m) == 5);
    for (k = 0; k < 10; ++k)
        CHECK(k % 2 != 0 ? !ages_has(&m, k) : *ages_get(&m, k) == k + 1);
    SOUND(ages, &m);
    for (k = 0; k < 6; ++k)
        CHECK(sixes_put(&s, (uint16_t)k));
    CHECK(sixes_remove_if(&s, is_below, &limit) == 4 && sixes_len(&s) == 2);
    CHECK(sixes_has(&s, 4) && sixes_has(&s, 5));
    SOUND(sixes, &s);
}

/* ---- sets ---- */

static sixes six_of(unsigned mask) {
    sixes s = LEAN_EMPTY;
    uint16_t k;
    for (k = 0; k < 12; ++k)
        if ((mask >> k & 1) != 0)
            CHECK(sixes_put(&s, k));
    return s;
}

static unsigned mask_of(const sixes *s) {
    unsigned mask = 0;
    uint16_t k;
    for (k = 0; k < 12; ++k)
        mask |= (unsigned)sixes_has(s, k) << k;
    SOUND(sixes, s);
    return mask;
}

static void sets_are_combined(void) {
    unsigned a, b;
    for (a = 0; a < 64; a += 5) {
        for (b = 0; b < 64; b += 3) {
            sixes to = six_of(a);
            const sixes from = six_of(b);
            CHECK(sixes_unite(&to, &from) && mask_of(&to) == (a | b));
            to = six_of(a);
            sixes_intersect(&to, &from);
            CHECK(mask_of(&to) == (a & b));
            to = six_of(a);
            sixes_subtract(&to, &from);
            CHECK(mask_of(&to) == (a & ~b));
        }
    }
}

static void a_set_with_itself(void) {
    sixes s = six_of(0x2d);
    CHECK(sixes_unite(&s, &s) && mask_of(&s) == 0x2d);
    sixes_intersect(&s, &s);
    CHECK(mask_of(&s) == 0x2d);
    sixes_subtract(&s, &s);
    CHECK(mask_of(&s) == 0 && sixes_len(&s) == 0);
}

static void a_union_that_does_not_fit(void) {
    sixes s = six_of(0x1f);
    const sixes from = six_of(0xf81);
    unsigned mask;
    CHECK(!sixes_unite(&s, &from) && sixes_len(&s) == 6);
    mask = mask_of(&s);
    CHECK((mask & 0x1f) == 0x1f && (mask & ~0xf9fu) == 0);
    sixes_intersect(&s, &from);
    CHECK(mask_of(&s) == (mask & 0xf81));
}

/* ---- over a caller's memory ---- */

#define ROOM 400
static union room {
    uint64_t align;
    unsigned char bytes[ROOM + 32];
} room;

static bool untouched(size_t from, size_t to) {
    for (; from < to; ++from)
        if (room.bytes[from] != 0xa5)
            return false;
    return true;
}

static bool is_aligned(const lean_slots_over_ *o, unsigned lane, size_t size) {
    const size_t align = size < LEAN_ALIGN ? size : LEAN_ALIGN;
    return ((uintptr_t)o->map + o->kind.lanes[lane].at) % align == 0;
}

/* Every number of bytes at every alignment: what fits works, and nothing else is touched. */
#define LIES_IN_MEMORY(Name, K, A, key_arguments, cap_of_room)                                     \
    do {                                                                                           \
        size_t lead, n, last;                                                                      \
        for (lead = 0; lead < 16; ++lead) {                                                        \
            last = 0;                                                                              \
            for (n = 0; n < ROOM; n += n < 100 ? 1 : 37) {                                         \
                Name m;                                                                            \
                uint16_t k;                                                                        \
                memset(&room, 0xa5, sizeof room);                                                  \
                Name##_over(&m, room.bytes + lead, n);                                             \
                CHECK(Name##_cap(&m) >= last && Name##_len(&m) == 0);                              \
                CHECK(((const lean_slots_head_ *)Name##_map_(&m))->seed == 0);                     \
                last = Name##_cap(&m);                                                             \
                CHECK(Name##_needs(last + 16) > n);                                                \
                for (k = 0; k < last; ++k)                                                         \
                    CHECK(Name##_put key_arguments);                                               \
                CHECK(!Name##_put key_arguments && Name##_len(&m) == last);                        \
                SOUND(Name, &m);                                                                   \
                CHECK(untouched(0, lead) && untouched(lead + n, sizeof room.bytes));               \
                CHECK(last == 0 ||                                                                 \
                      (is_aligned(&m.over, 0, sizeof(K)) && is_aligned(&m.over, 1, A)));           \
            }                                                                                      \
            for (n = 0; n < (cap_of_room); ++n) {                                                  \
                Name m;                                                                            \
                CHECK(Name##_needs(n) <= ROOM);                                                    \
                Name##_over(&m, room.bytes + lead, Name##_needs(n));                               \
                CHECK(Name##_cap(&m) >= n && Name##_cap(&m) <= n + 9);                             \
            }                                                                                      \
        }                                                                                          \
    } while (0)

static void memory_of_any_alignment(void) {
    LIES_IN_MEMORY(lent, uint32_t, 1, (&m, k * 77u, (uint8_t)k), 50);
    LIES_IN_MEMORY(lent_big, uint8_t, 8, (&m, (uint8_t)k, k), 30);
    LIES_IN_MEMORY(lent_set, uint16_t, 1, (&m, k), 100);
}

static void memory_of_structs(void) {
    LIES_IN_MEMORY(lent_points, int16_t, 1, (&m, point_of(k, 3), 'x'), 40);
    LIES_IN_MEMORY(lent_constants, uint16_t, 1, (&m, k), 100);
}

static unsigned char shared[LEAN_BUFFER_SET_BYTES(uint16_t, 320)];

static void needs_is_a_constant(void) {
    static unsigned char memory[LEAN_BUFFER_MAP_BYTES(uint32_t, uint8_t, 12)];
    lent m;
    lent_set s;
    uint16_t k;
    lent_over(&m, memory, sizeof memory);
    lent_set_over(&s, shared, sizeof shared);
    CHECK(sizeof memory == lent_needs(12) && lent_cap(&m) >= 12);
    CHECK(sizeof shared == lent_set_needs(320) && lent_set_cap(&s) >= 320);
    for (k = 0; k < 300; ++k)
        CHECK(lent_set_put(&s, k));
    for (k = 0; k < 300; k += 2)
        CHECK(lent_set_remove(&s, k));
    for (k = 0; k < 300; ++k)
        CHECK(lent_set_has(&s, k) == (k % 2 != 0));
    SOUND(lent_set, &s);
    CHECK(lent_needs(SIZE_MAX) == SIZE_MAX && lent_needs(SIZE_MAX / 5) == SIZE_MAX);
    CHECK(lent_big_needs(SIZE_MAX / 10) == SIZE_MAX);
}

/* At the limits of a width a byte more must not mean an entry less. */
static void capacity_never_falls(void) {
    size_t n, last = 0;
    for (n = 700; n < sizeof shared; ++n) {
        lent_set s;
        lent_set_over(&s, shared, n);
        CHECK(lent_set_cap(&s) >= last);
        last = lent_set_cap(&s);
    }
    CHECK(last > 256);
#ifndef TEST_SMALL
    {
        static unsigned char much[70000 * 8];
        for (last = 0, n = 65000 * 4; n < sizeof much; n += n % 7 + 100) {
            lent_set s;
            lent_set_over(&s, much, n);
            CHECK(lent_set_cap(&s) >= last);
            last = lent_set_cap(&s);
        }
        CHECK(LEAN_INDEX_MAX == UINT16_MAX ? last == 65535 : last > 80000);
    }
#endif
}

static void no_memory_is_no_room(void) {
    lent m = LEAN_EMPTY, other;
    lent_set s = LEAN_EMPTY;
    lent_item i = LEAN_EMPTY;
    bool is_new = true;
    lent_over(&other, NULL, 0);
    CHECK(lent_len(&m) == 0 && lent_cap(&m) == 0 && lent_cap(&other) == 0);
    CHECK(!lent_put(&m, 1, 2) && lent_add(&m, 1, 2) == LEAN_FULL);
    CHECK(lent_ensure(&m, 1, &is_new) == NULL && !is_new);
    CHECK(lent_get(&m, 0) == NULL && lent_ref(&m, 0) == NULL && !lent_has(&m, 0));
    CHECK(!lent_take(&m, 0, NULL) && !lent_remove(&m, 0) && !lent_next(&m, &i));
    lent_seed(&m, 5);
    lent_clear(&m);
    CHECK(lent_copy(&m, &other) && lent_copy(&m, &m));
    CHECK(lent_set_unite(&s, &s) && lent_set_len(&s) == 0);
    lent_set_intersect(&s, &s);
    lent_set_subtract(&s, &s);
    SOUND(lent, &m);
}

static bool is_large(uint32_t key, uint8_t *value, void *user) {
    (void)user;
    return key > 10 && *value != 0;
}

static void a_lent_map_does_all(void) {
    static unsigned char memory[LEAN_BUFFER_MAP_BYTES(uint32_t, uint8_t, 20)];
    lent m;
    lent_item i = LEAN_EMPTY;
    uint8_t out = 0;
    uint32_t k;
    unsigned seen = 0;
    lent_over(&m, memory, sizeof memory);
    lent_seed(&m, 99);
    for (k = 1; k <= 20; ++k)
        CHECK(lent_add(&m, k, (uint8_t)k) == LEAN_OK);
    CHECK(lent_add(&m, 3, 9) == LEAN_EXISTS && *lent_get(&m, 3) == 3);
    CHECK(lent_take(&m, 4, &out) && out == 4 && lent_len(&m) == 19);
    CHECK(*lent_ensure(&m, 4, NULL) == 0 && lent_put(&m, 4, 44));
    while (lent_next(&m, &i)) {
        CHECK(*i.value == (i.key == 4 ? 44 : i.key));
        *lent_item_ref(&m, &i) = 1;
        ++seen;
        if (i.key % 5 == 0)
            lent_erase(&m, &i);
    }
    CHECK(seen == 20 && lent_len(&m) == 16 && *lent_get(&m, 6) == 1);
    CHECK(lent_remove_if(&m, is_large, NULL) == 8 && lent_len(&m) == 8);
    lent_clear(&m);
    CHECK(lent_len(&m) == 0 && !lent_has(&m, 6) && lent_put(&m, 6, 6));
    SOUND(lent, &m);
}

static void lent_maps_are_copied(void) {
    static unsigned char large[LEAN_BUFFER_MAP_BYTES(uint32_t, uint8_t, 20)];
    static unsigned char small[LEAN_BUFFER_MAP_BYTES(uint32_t, uint8_t, 8)];
    lent a, b;
    uint32_t k;
    lent_over(&a, large, sizeof large);
    lent_over(&b, small, sizeof small);
    lent_seed(&b, 7);
    CHECK(lent_put(&b, 1000, 1));
    for (k = 0; k < 20; ++k)
        CHECK(lent_put(&a, k, (uint8_t)(k + 1)));
    CHECK(!lent_copy(&b, &a) && lent_len(&b) == 1 && *lent_get(&b, 1000) == 1);
    for (k = 19; k > lent_cap(&b); --k)
        CHECK(lent_remove(&a, k) && !lent_copy(&b, &a) && lent_len(&b) == 1);
    CHECK(lent_remove(&a, k) && lent_copy(&b, &a));
    CHECK(lent_len(&b) == lent_cap(&b) && !lent_has(&b, 1000));
    for (k = 0; k < lent_cap(&b); ++k)
        CHECK(*lent_get(&b, k) == k + 1);
    CHECK(b.over.map != a.over.map && lent_remove(&b, 1) && lent_has(&a, 1));
    SOUND(lent, &b);
}

static void lent_sets_are_combined(void) {
    static unsigned char memory[3][LEAN_BUFFER_SET_BYTES(uint16_t, 10)];
    lent_set a, b, c;
    uint16_t k;
    lent_set_over(&a, memory[0], sizeof memory[0]);
    lent_set_over(&b, memory[1], sizeof memory[1]);
    lent_set_over(&c, memory[2], sizeof memory[2]);
    lent_set_seed(&b, 5);
    for (k = 0; k < 6; ++k)
        CHECK(lent_set_put(&a, k) && lent_set_put(&b, (uint16_t)(k + 3)));
    CHECK(lent_set_copy(&c, &a) && lent_set_unite(&c, &b) && lent_set_len(&c) == 9);
    lent_set_intersect(&c, &a);
    CHECK(lent_set_len(&c) == 6 && lent_set_has(&c, 0) && !lent_set_has(&c, 6));
    lent_set_subtract(&c, &b);
    CHECK(lent_set_len(&c) == 3 && lent_set_has(&c, 2) && !lent_set_has(&c, 3));
    SOUND(lent_set, &c);
}

/* ---- how well keys spread, and what the bytes are ---- */

#ifndef TEST_SMALL
/* Slots looked at on the way to all keys of a full table, in hundredths of a slot each. */
static unsigned probes_of(of_256 *m) {
    unsigned long steps = 0;
    size_t slot;
    for (slot = 0; slot < 256; ++slot) {
        size_t at = lean_slots_home_(&m->head, &of_256_kind_, &m->keys[slot]);
        for (++steps; at != slot; ++steps)
            at = lean_slots_link_(&m->head, &of_256_kind_, at) - 1;
    }
    return (unsigned)(steps * 100 / 256);
}

static uint32_t usual_key(unsigned kind, uint32_t k) {
    const float x = (float)k;
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    switch (kind) {
    case 0:
        return bits;
    case 1:
        return (k / 16) << 16 | k % 16;
    case 2:
        return (k / 16) << 24 | (k % 16) << 8;
    case 3:
        return UINT32_C(0x20000000) + k * 24;
    case 4:
        return k * k;
    case 5:
        return lean_mix32(k);
    default:
        return k << (kind - 6);
    }
}

static void usual_keys_spread(void) {
    static of_256 m;
    unsigned kind, worst = 0;
    uint32_t k;
    for (kind = 0; kind < 6 + 25; ++kind) {
        of_256_clear(&m);
        for (k = 0; k < 256; ++k)
            CHECK(of_256_put(&m, usual_key(kind, k), 0));
        worst = probes_of(&m) > worst ? probes_of(&m) : worst;
    }
    for (kind = 1; kind < 2000; ++kind) {
        of_256_clear(&m);
        for (k = 0; k < 256; ++k)
            CHECK(of_256_put(&m, k * kind, 0));
        worst = probes_of(&m) > worst ? probes_of(&m) : worst;
    }
    test_note("worst spread", worst, "hundredths of a slot a key");
    CHECK(worst < 400);
}
#endif

static void bytes_are_what_is_said(void) {
    const size_t head = sizeof(uint32_t) + 2 * sizeof(lean_index);
    CHECK(sizeof(ages) <= head + 10 * 6 + 2 * LEAN_ALIGN);
    CHECK(sizeof(bytes) <= head + 2 * 255 + LEAN_ALIGN);
    CHECK(sizeof(of_254) - sizeof(one) < 253 * 7 + 3 * LEAN_ALIGN);
    CHECK(sizeof(of_256) <= head + 256 * 8 + LEAN_ALIGN);
}

int main(void) {
    test_begin("test_fixed_map");
    RUN(all_zero_is_empty);
    RUN(put_inserts_and_replaces);
    RUN(add_says_what_it_did);
    RUN(ensure_finds_or_zeroes);
    RUN(take_gives_the_value);
    RUN(clear_keeps_the_seed);
    RUN(seeds_reach_every_hash);
    RUN(seeds_change_the_homes);
    RUN(copies_are_independent);
    RUN(numbers_of_every_width);
    RUN(zeros_and_nans_are_one_float);
    RUN(zeros_and_nans_are_one_double);
    RUN(structs_as_keys);
    RUN(keys_of_eleven_bytes);
    RUN(every_slot_is_used);
    RUN(every_slot_is_used_at_the_widths_of_links);
#ifndef TEST_SMALL
    RUN(many_slots);
#endif
    RUN(all_keys_of_a_byte);
    RUN(work_is_bounded);
    RUN(churn_changes_nothing);
    RUN(the_cursor_is_where_room_is);
    RUN(each_is_seen_once_while_some_are_erased);
    RUN(items_can_be_written);
    RUN(remove_if_sees_each_once);
    RUN(sets_are_combined);
    RUN(a_set_with_itself);
    RUN(a_union_that_does_not_fit);
    RUN(memory_of_any_alignment);
    RUN(memory_of_structs);
    RUN(needs_is_a_constant);
    RUN(capacity_never_falls);
    RUN(no_memory_is_no_room);
    RUN(a_lent_map_does_all);
    RUN(lent_maps_are_copied);
    RUN(lent_sets_are_combined);
#ifndef TEST_SMALL
    RUN(usual_keys_spread);
#endif
    RUN(bytes_are_what_is_said);
    return test_end();
}
