/* [MAP] in header order: maps and sets of integers, floats and enums, and of whole keys. */
#define LEAN_WITH_DEBUG
#define LEAN_WITH_MAP
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include <float.h>
#include <stdlib.h>
#include <string.h>
#if defined(__unix__) || defined(_WIN32)
#include <time.h>
#define CLOCKED
#endif

/* tests/soak_map.c runs these for longer. */
#ifdef TEST_SMALL
#ifdef __AVR__
#define MANY 30
#else
#define MANY 32 /* entries in the larger tests */
#endif
#define CHURN 2000
#define SPAN 24 /* numbers that sets are made of; a multiple of 12 */
#define KEPT 1  /* of so much that was held */
#define STEP 7  /* bits between keys that have one bit */
#else
#define MANY 2000
#define SPAN 60
#define KEPT 2
#define STEP 1
#ifndef CHURN
#define CHURN 200000
#endif
#endif
#define LIVE (MANY < 100 ? 16 : 100)
#if defined(__x86_64__) && LEAN_INDEX_BITS == 32
#define OBJECT_BYTES 16
#endif

/* ---- values of all sorts of sizes ---- */

typedef struct value3 {
    uint8_t bytes[3];
} value3;

typedef struct value12 {
    uint32_t parts[3];
} value12;

typedef struct value24 {
    uint64_t parts[3];
} value24;

typedef struct value160 {
    uint64_t parts[20];
} value160;

typedef struct value3000 {
    uint8_t bytes[3000];
} value3000;

/* ---- keys that are stored whole ---- */

typedef struct point {
    int32_t x, y, z;
} point;

typedef struct tag { /* padded behind b */
    uint32_t a;
    uint8_t b;
} tag;

typedef struct digest {
    uint8_t bytes[16];
} digest;

typedef struct odd {
    uint8_t bytes[5];
} odd;

/* What hash functions saw: how often they were called, and how often with seeds other than these. */
static unsigned long hashed, compared, strange_seeds;
static uint64_t right_seeds[2];

static void count_hash(uint64_t seed) {
    ++hashed;
    strange_seeds += seed != right_seeds[0] && seed != right_seeds[1];
}

static uint64_t hash_point(const point *p, uint64_t seed) {
    count_hash(seed);
    return lean_mix64(lean_mix64(lean_mix64(seed ^ (uint32_t)p->x) ^ (uint32_t)p->y) ^
                      (uint32_t)p->z);
}

static bool same_point(const point *a, const point *b) {
    ++compared;
    return a->x == b->x && a->y == b->y && a->z == b->z;
}

static uint64_t hash_always(const tag *t, uint64_t seed) {
    (void)t;
    (void)seed;
    ++hashed;
    return UINT64_MAX;
}

static bool same_tag(const tag *a, const tag *b) {
    return a->a == b->a && a->b == b->b;
}

/* Macros may be given too. */
#define HASH_ITSELF(key, seed) ((void)(seed), *(key))
#define SAME_NUMBER(a, b) (*(a) == *(b))
#define HASH_NOTHING(key, seed) ((void)(key), (void)(seed), UINT64_C(0))

static uint64_t hash_odd(const odd *o, uint64_t seed) {
    return lean_mix64(lean_load32(o->bytes) ^ seed) + o->bytes[4];
}

struct probe8 {
    char lead;
    uint64_t item;
};
#define ALIGN_OF(Probe, T) (sizeof(struct Probe) - sizeof(T))

/* Whether those that are given lie where such a pointer may point. */
static unsigned long misaligned;

static uint64_t hash_aligned_key(const uint64_t *key, uint64_t seed) {
    misaligned += (uintptr_t)key % ALIGN_OF(probe8, uint64_t) != 0;
    return *key ^ seed;
}

static bool same_aligned_key(const uint64_t *a, const uint64_t *b) {
    misaligned += ((uintptr_t)a | (uintptr_t)b) % ALIGN_OF(probe8, uint64_t) != 0;
    return *a == *b;
}

static uint64_t hash_pointer(const char *const *p, uint64_t seed) {
    return lean_mix64((uint64_t)(uintptr_t)*p ^ seed);
}

static bool same_pointer(const char *const *a, const char *const *b) {
    return *a == *b;
}

/* The hash of every other number is the same, so that half of them share a bucket. */
#define HASH_EVEN(key, seed) ((void)(seed), *(key) % 2 == 0 ? UINT64_C(0) : lean_mix64(*(key)))

typedef enum colour { INFRARED = -1000, RED = 0, GREEN, BLUE = 20000 } colour;
typedef const char *text_pointer;

LEAN_DEFINE_MAP(counts, uint32_t, uint32_t)
LEAN_DEFINE_MAP(longs, uint64_t, uint64_t)
LEAN_DEFINE_MAP(wides, uint32_t, value160)
LEAN_DEFINE_MAP(shorts, uint16_t, uint16_t)
LEAN_DEFINE_MAP(octets, uint8_t, uint8_t)
LEAN_DEFINE_SET(numbers, uint32_t)
LEAN_DEFINE_SET(long_set, uint64_t)
LEAN_DEFINE_SET(short_set, uint16_t)
LEAN_DEFINE_SET(octet_set, uint8_t)
LEAN_DEFINE_MAP(by_i8, int8_t, int8_t)
LEAN_DEFINE_MAP(by_i16, int16_t, uint8_t)
LEAN_DEFINE_MAP(by_i32, int32_t, int64_t)
LEAN_DEFINE_MAP(by_i64, int64_t, int32_t)
LEAN_DEFINE_MAP(by_char, char, int)
LEAN_DEFINE_MAP(by_int, int, int)
LEAN_DEFINE_MAP(by_long, long, unsigned long)
LEAN_DEFINE_MAP(by_llong, unsigned long long, char)
LEAN_DEFINE_MAP(by_size, size_t, size_t)
LEAN_DEFINE_MAP(by_bool, bool, uint16_t)
LEAN_DEFINE_MAP(by_colour, colour, double)
LEAN_DEFINE_MAP(by_float, float, uint32_t)
LEAN_DEFINE_MAP(by_double, double, uint32_t)
LEAN_DEFINE_SET(float_set, float)
LEAN_DEFINE_SET(double_set, double)
LEAN_DEFINE_SET(bool_set, bool)
LEAN_DEFINE_MAP(to1, uint32_t, uint8_t)
LEAN_DEFINE_MAP(to2, uint32_t, uint16_t)
LEAN_DEFINE_MAP(to3, uint32_t, value3)
LEAN_DEFINE_MAP(to8, uint16_t, uint64_t)
LEAN_DEFINE_MAP(to12, uint64_t, value12)
LEAN_DEFINE_MAP(to24, uint8_t, value24)
#ifndef TEST_SMALL
typedef struct value100 {
    unsigned char bytes[100];
} value100;
LEAN_DEFINE_MAP(to100, uint8_t, value100)
#endif
LEAN_DEFINE_MAP(to_pointer, uint32_t, text_pointer)
LEAN_DEFINE_MAP_WITH(points, point, uint32_t, hash_point, same_point)
LEAN_DEFINE_SET_WITH(point_set, point, hash_point, same_point)
LEAN_DEFINE_MAP_WITH(tags, tag, uint16_t, hash_always, same_tag)
LEAN_DEFINE_MAP_WITH(itself, uint64_t, uint32_t, HASH_ITSELF, SAME_NUMBER)
LEAN_DEFINE_SET_WITH(nothing, uint32_t, HASH_NOTHING, SAME_NUMBER)
LEAN_DEFINE_MAP_WITH(digests, digest, uint32_t, LEAN_MAP_SIPHASH, LEAN_MAP_SAME)
LEAN_DEFINE_SET_WITH(digest_set, digest, LEAN_MAP_SIPHASH, LEAN_MAP_SAME)
LEAN_DEFINE_SET_WITH(sip_numbers, uint32_t, LEAN_MAP_SIPHASH, LEAN_MAP_SAME)
LEAN_DEFINE_SET_WITH(sip_wides, uint64_t, LEAN_MAP_SIPHASH, LEAN_MAP_SAME)
LEAN_DEFINE_MAP_WITH(odds, odd, value3, hash_odd, LEAN_MAP_SAME)
LEAN_DEFINE_MAP_WITH(pointers, text_pointer, uint8_t, hash_pointer, same_pointer)
#ifndef TEST_SMALL
LEAN_DEFINE_MAP_WITH(crowds, uint32_t, value160, HASH_NOTHING, SAME_NUMBER)
LEAN_DEFINE_MAP_WITH(halves, uint32_t, value160, HASH_EVEN, SAME_NUMBER)
LEAN_DEFINE_MAP_WITH(splits, uint32_t, uint32_t, HASH_EVEN, SAME_NUMBER)
LEAN_DEFINE_MAP(pages_of, uint32_t, value3000)
#endif
LEAN_DEFINE_MAP_WITH(key_first, uint64_t, uint16_t, hash_aligned_key, same_aligned_key)
LEAN_DEFINE_MAP_WITH(value_first, odd, uint64_t, hash_odd, LEAN_MAP_SAME)

static const unsigned char secret[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
static const unsigned char another[16] = {9};

/* Counts what is asked of it, over malloc; refuses what would go over a limit. */
static struct meter {
    lean_allocator allocator;
    unsigned long requests;
    uint64_t asked; /* bytes, in all requests */
    size_t live, limit;
} meter;

static void *metered(void *ctx, void *ptr, size_t old_size, size_t new_size) {
    struct meter *const m = (struct meter *)ctx;
    void *p;
    if (new_size > old_size && new_size - old_size > m->limit - m->live)
        return NULL;
    p = lean_resize(NULL, ptr, old_size, new_size);
    if (new_size != 0) {
        if (p == NULL)
            return NULL;
        m->requests++;
        m->asked += new_size;
    }
    m->live = m->live - old_size + new_size;
    return p;
}

static void meter_begin(size_t limit) {
    meter.allocator.resize = metered;
    meter.allocator.ctx = &meter;
    meter.requests = 0;
    meter.asked = 0;
    meter.live = 0;
    meter.limit = limit;
}

/* ---- maps whose content follows from the number of their entries ---- */

/* Key i of a map: spread, so that it is not in order. Values follow from i. */
static uint32_t key_of(uint32_t i) {
    return lean_mix32(i + 1);
}

static bool put(counts *m, uint32_t i) {
    return counts_put(m, key_of(i), i * 3);
}

static counts counted(uint32_t n) {
    counts m;
    uint32_t i;
    counts_init(&m, &test_debug.allocator);
    for (i = 0; i < n; ++i)
        CHECK(put(&m, i));
    return m;
}

static bool is_value(const uint32_t *value, uint32_t expected) {
    return value != NULL && *value == expected;
}

/* Whether m holds entries `from` to `to` - 1 and no other. */
static bool holds(const counts *m, uint32_t from, uint32_t to) {
    static const uint8_t beyond = 5;
    counts_item i = LEAN_EMPTY;
    uint32_t k, n = 0, sum = 0;
    for (k = from; k < to; ++k)
        if (!is_value(counts_get(m, key_of(k)), k * 3) || !counts_has(m, key_of(k)))
            return false;
    for (k = to; k < to + beyond; ++k)
        if (counts_has(m, key_of(k)) || counts_get(m, key_of(k)) != NULL)
            return false;
    while (counts_next(m, &i)) {
        const uint32_t at = lean_unmix32(i.key) - 1;
        if (at < from || at >= to || !is_value(i.value, at * 3))
            return false;
        sum += lean_mix32(at);
        ++n;
    }
    for (k = from; k < to; ++k)
        sum -= lean_mix32(k);
    return n == to - from && sum == 0 && counts_len(m) == n;
}

static numbers numbered(uint32_t from, uint32_t to, uint32_t step) {
    numbers s;
    numbers_init(&s, &test_debug.allocator);
    for (; from < to; from += step)
        CHECK(numbers_put(&s, key_of(from)));
    return s;
}

/* Whether s holds just the numbers below `to` for which `which` has a bit, by their remainder modulo
   12. */
static bool is_set(const numbers *s, uint32_t to, unsigned which) {
    numbers_item i = LEAN_EMPTY;
    uint32_t k, n = 0;
    for (k = 0; k < to; ++k) {
        const bool there = (which >> k % 12 & 1) != 0;
        if (numbers_has(s, key_of(k)) != there)
            return false;
        n += there;
    }
    if (numbers_len(s) != n)
        return false;
    while (numbers_next(s, &i)) {
        k = lean_unmix32(i.key) - 1;
        if (k >= to || n-- == 0)
            return false;
    }
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

/* ---- life: init, free, seed, reserve, shrink, clear, copy ---- */

static void objects_have_their_sizes(void) {
    CHECK(sizeof(counts) == sizeof(longs) && sizeof(counts) == sizeof(octet_set));
    CHECK(sizeof(points) == sizeof(counts) && sizeof(digest_set) == sizeof(counts));
#ifdef OBJECT_BYTES
    CHECK(sizeof(counts) == OBJECT_BYTES);
#endif
}

static bool drop_all(uint32_t key, uint32_t *value, void *user) {
    (void)key;
    (void)value;
    (void)user;
    return true;
}

static bool drop_each(uint32_t key, void *user) {
    (void)key;
    (void)user;
    return true;
}

static void all_zero_is_empty(void) {
    counts m = LEAN_EMPTY;
    counts n = LEAN_EMPTY;
    counts_item i = LEAN_EMPTY;
    uint32_t out = 7;
    CHECK(counts_len(&m) == 0 && counts_bytes(&m) == 0);
    CHECK(counts_get(&m, 0) == NULL && counts_ref(&m, 0) == NULL && !counts_has(&m, 0));
    CHECK(!counts_take(&m, 0, &out) && out == 7 && !counts_take(&m, 5, NULL));
    CHECK(!counts_remove(&m, 0) && !counts_next(&m, &i));
    CHECK(counts_remove_if(&m, drop_all, NULL) == 0);
    CHECK(counts_shrink(&m) && counts_reserve(&m, 0) && counts_bytes(&m) == 0);
    CHECK(counts_copy(&m, &n));
    counts_clear(&m);
    CHECK(counts_bytes(&m) == 0 && is_zero(&m, SOLID(m)));
    CHECK(counts_put(&m, 0, 3) && counts_len(&m) == 1 && is_value(counts_get(&m, 0), 3));
    CHECK(counts_copy(&m, &n) && counts_len(&m) == 0 && !counts_has(&m, 0));
    CHECK(counts_put(&m, 1, 4) && counts_bytes(&m) != 0);
    counts_free(&m);
    CHECK(is_zero(&m, SOLID(m)));
    counts_free(&m);
    CHECK(is_zero(&m, SOLID(m)) && counts_put(&m, 1, 4));
    counts_free(&m);
}

static void all_zero_is_an_empty_set(void) {
    numbers s = LEAN_EMPTY;
    numbers t = LEAN_EMPTY;
    numbers_item i = LEAN_EMPTY;
    CHECK(numbers_len(&s) == 0 && numbers_bytes(&s) == 0 && !numbers_has(&s, 0));
    CHECK(!numbers_remove(&s, 0) && !numbers_next(&s, &i));
    CHECK(numbers_remove_if(&s, drop_each, NULL) == 0);
    CHECK(numbers_unite(&s, &t) && numbers_unite(&s, &s) && numbers_len(&s) == 0);
    numbers_intersect(&s, &t);
    numbers_subtract(&s, &t);
    numbers_intersect(&s, &s);
    numbers_subtract(&s, &s);
    CHECK(numbers_put(&t, 0) && numbers_unite(&s, &t) && numbers_has(&s, 0));
    numbers_free(&t);
    numbers_intersect(&s, &t);
    CHECK(numbers_len(&s) == 0);
    numbers_free(&s);
    CHECK(is_zero(&s, SOLID(s)));
}

static void owner_is_kept(void) {
    counts m;
    size_t of_one;
    test_debug_begin();
    counts_init(&m, &test_debug.allocator);
    CHECK(test_debug.requests == 0 && counts_bytes(&m) == 0);
    CHECK(counts_put(&m, 1, 1) && test_debug.blocks != 0);
    of_one = test_debug.bytes;
    counts_clear(&m);
    CHECK(counts_bytes(&m) == test_debug.bytes && test_debug.bytes <= of_one);
    CHECK(counts_put(&m, 2, 2) && test_debug.bytes == of_one && !counts_has(&m, 1));
    CHECK(counts_remove(&m, 2) && counts_shrink(&m));
    CHECK(counts_bytes(&m) == test_debug.bytes && test_debug.bytes <= of_one);
    CHECK(counts_put(&m, 3, 3) && test_debug.bytes == of_one);
    counts_free(&m);
    CHECK(test_debug.blocks == 0 && is_zero(&m, SOLID(m)));
    CHECK(counts_put(&m, 4, 4) && test_debug.blocks == 0); /* freed: over malloc again */
    counts_free(&m);
    test_debug_end();
}

static void objects_move_by_assignment(void) {
    counts m, n;
    test_debug_begin();
    m = counted(MANY / 2);
    n = m;
    memset(&m, 0xa5, sizeof m);
    CHECK(holds(&n, 0, MANY / 2) && put(&n, MANY / 2) && holds(&n, 0, MANY / 2 + 1));
    counts_free(&n);
    test_debug_end();
}

static void bytes_are_what_was_requested(void) {
    counts m;
    octet_set s;
    points p;
    point key = {0, 0, 0};
    uint32_t i;
    test_debug_begin();
    counts_init(&m, &test_debug.allocator);
    for (i = 0; i < MANY; ++i)
        CHECK(put(&m, i) && counts_bytes(&m) == test_debug.bytes);
    for (i = 0; i < MANY; ++i)
        CHECK(counts_remove(&m, key_of(i)) && counts_bytes(&m) == test_debug.bytes);
    counts_free(&m);
    octet_set_init(&s, &test_debug.allocator);
    for (i = 0; i < 256; ++i)
        CHECK(octet_set_put(&s, (uint8_t)i) && octet_set_bytes(&s) == test_debug.bytes);
    octet_set_free(&s);
    points_init(&p, &test_debug.allocator);
    for (; key.x < MANY; ++key.x)
        CHECK(points_put(&p, key, 1) && points_bytes(&p) == test_debug.bytes);
    points_free(&p);
    test_debug_end();
}

static void seeds_are_kept_by_clear(void) {
    points m;
    const point key = {1, 2, 3};
    test_debug_begin();
    hashed = strange_seeds = 0;
    right_seeds[0] = right_seeds[1] = 12345;
    points_init(&m, &test_debug.allocator);
    CHECK(points_seed(&m, 77) && points_seed(&m, 12345) && points_put(&m, key, 1));
    points_clear(&m);
    CHECK(points_bytes(&m) == test_debug.bytes);
    CHECK(points_put(&m, key, 2) && points_has(&m, key) && points_len(&m) == 1);
    CHECK(points_remove(&m, key) && points_shrink(&m) && points_put(&m, key, 2));
    CHECK(hashed != 0 && strange_seeds == 0);
    points_free(&m);
    right_seeds[0] = right_seeds[1] = 0;
    CHECK(points_put(&m, key, 3) && strange_seeds == 0); /* freed: seed 0 again */
    points_free(&m);
    points_init(&m, &test_debug.allocator);
    CHECK(points_seed(&m, 9) && points_seed(&m, 0) && points_put(&m, key, 1));
    CHECK(strange_seeds == 0);
    points_clear(&m);
    CHECK(points_seed(&m, 5));
    right_seeds[0] = right_seeds[1] = 5;
    CHECK(points_put(&m, key, 1) && strange_seeds == 0);
    points_free(&m);
    test_debug_end();
}

/* pains.md: seeds reach every hash call. */
static void seeds_reach_every_hash_call(void) {
    points m, n;
    point_set s, t;
    point key = {0, -1, 7};
    unsigned k;
    test_debug_begin();
    hashed = strange_seeds = 0;
    right_seeds[0] = UINT64_C(0xfedcba9876543210);
    right_seeds[1] = right_seeds[0];
    points_init(&m, &test_debug.allocator);
    points_init(&n, &test_debug.allocator);
    point_set_init(&s, &test_debug.allocator);
    point_set_init(&t, &test_debug.allocator);
    CHECK(points_seed(&m, right_seeds[0]) && point_set_seed(&s, right_seeds[0]));
    for (k = 0; k < MANY; ++k, ++key.x) {
        CHECK(points_put(&m, key, k) && points_add(&m, key, 0) == LEAN_EXISTS);
        CHECK(points_ensure(&m, key, NULL) != NULL && points_has(&m, key));
        CHECK(point_set_put(&s, key));
    }
#ifndef TEST_SMALL /* with several buckets that takes pages, which are too large there */
    CHECK(points_reserve(&m, MANY + 50));
#endif
    CHECK(points_shrink(&m) && hashed >= MANY);
    for (key.x = 0; key.x < MANY / 2; ++key.x)
        CHECK(points_remove(&m, key) && !points_take(&m, key, NULL));
    CHECK(points_shrink(&m) && points_len(&m) == MANY - MANY / 2);
    {
        points_item i = LEAN_EMPTY;
        while (points_next(&m, &i))
            if (i.key.x % 3 == 0)
                points_erase(&m, &i);
    }
    CHECK(strange_seeds == 0);
    CHECK(points_seed(&n, 9) && point_set_seed(&t, 9));
    right_seeds[1] = 9;
    CHECK(points_copy(&n, &m) && point_set_unite(&t, &s));
    point_set_intersect(&t, &s);
    point_set_subtract(&s, &t);
    CHECK(point_set_len(&s) == 0 && point_set_len(&t) == MANY);
    for (; key.x < MANY; ++key.x)
        CHECK(points_has(&n, key) == (key.x % 3 != 0) && point_set_has(&t, key));
    CHECK(strange_seeds == 0);
    points_free(&m);
    points_free(&n);
    point_set_free(&s);
    point_set_free(&t);
    test_debug_end();
}

/* The order of items is not promised, but that a seed changes it. */
static uint64_t order_of(const numbers *s) {
    numbers_item i = LEAN_EMPTY;
    uint64_t order = 0;
    while (numbers_next(s, &i))
        order = lean_mix64(order + i.key);
    return order;
}

static void seeds_matter_to_integers(void) {
    uint64_t orders[4];
    unsigned k;
    uint32_t i;
    test_debug_begin();
    for (k = 0; k < 4; ++k) {
        numbers s;
        numbers_init(&s, &test_debug.allocator);
        CHECK(numbers_seed(&s, (uint64_t)k % 3 << (k == 2 ? 40 : 0)));
        for (i = 0; i < MANY; ++i)
            CHECK(numbers_put(&s, i));
        for (i = 0; i < 2 * MANY; ++i)
            CHECK(numbers_has(&s, i) == (i < MANY));
        orders[k] = order_of(&s);
        numbers_free(&s);
    }
    CHECK(orders[0] != orders[1] && orders[1] != orders[2] && orders[2] != orders[0]);
    CHECK(orders[0] == orders[3]); /* and nothing else does */
    test_debug_end();
}

/* Keys of many shapes, for what is promised whatever the keys: spread, in a row, from the end, apart
   by powers of 2, and such that lean_mix makes any of these of them. */
#define SHAPES 9
static uint64_t shaped64(unsigned shape, uint32_t i) {
    const uint64_t x = i;
    switch (shape) {
    case 0:
        return lean_mix64(x + test_seed);
    case 1:
        return x;
    case 2:
        return ~x;
    case 3:
        return x << 32;
    case 4:
        return x << 48;
    case 5:
        return lean_unmix64(x);
    case 6:
        return lean_unmix64(x << 48);
    case 7:
        return lean_unmix64(x << 20);
    default:
        return (uint64_t)lean_unmix32(i) << 32;
    }
}

static uint32_t shaped32(unsigned shape, uint32_t i) {
    switch (shape) {
    case 0:
        return lean_mix32(i + test_seed);
    case 1:
        return i;
    case 2:
        return ~i;
    case 3:
        return i << 16;
    case 4:
        return i << 12;
    case 5:
        return lean_unmix32(i);
    case 6:
        return lean_unmix32(i << 16);
    case 7:
        return lean_unmix32(i << 10);
    default:
        return i * 12;
    }
}

static point point_of(uint32_t i) {
    point p;
    p.x = (int32_t)(i % 7) - 3;
    p.y = 0;
    p.z = (int32_t)i;
    return p;
}

/* A container gets n entries that were reserved, behind those that it has. `make` declares the key
   of entry i. */
#define RESERVE(Name, before, n, make, put)                                                        \
    do {                                                                                           \
        Name m;                                                                                    \
        uint32_t i;                                                                                \
        size_t requests;                                                                           \
        Name##_init(&m, &test_debug.allocator);                                                    \
        for (i = 0; i != (before); ++i) {                                                          \
            make;                                                                                  \
            CHECK(put);                                                                            \
        }                                                                                          \
        CHECK(Name##_reserve(&m, (n)) && Name##_len(&m) == (before));                              \
        CHECK(Name##_bytes(&m) == test_debug.bytes);                                               \
        requests = test_debug.requests;                                                            \
        for (; i < (n); ++i) {                                                                     \
            make;                                                                                  \
            CHECK(put);                                                                            \
        }                                                                                          \
        CHECK(Name##_reserve(&m, (n) / 2) && Name##_reserve(&m, (n)));                             \
        CHECK(test_debug.requests == requests && test_debug.bytes == Name##_bytes(&m));            \
        CHECK(Name##_len(&m) == (n));                                                              \
        for (i = 0; i < (n); ++i) {                                                                \
            make;                                                                                  \
            CHECK(Name##_has(&m, key));                                                            \
        }                                                                                          \
        Name##_free(&m);                                                                           \
    } while (0)

static const uint16_t sizes[] = {1,  2,  3,  7,   8,   9,   16,   17,  33,
                                 60, 64, 65, 130, 256, 300, 1000, 2000};
#define SIZES (sizeof sizes / sizeof sizes[0])

static void reserve_is_silent_afterwards(void) {
    unsigned k, shape;
    test_debug_begin();
    for (k = 0; k < SIZES && sizes[k] <= MANY; ++k) {
        const uint32_t n = sizes[k];
        for (shape = 0; shape < SHAPES; ++shape) {
            const uint32_t before = shape % 3 == 0 ? n / 3 : 0;
            RESERVE(longs, before, n, const uint64_t key = shaped64(shape, i),
                    longs_put(&m, key, i));
            RESERVE(long_set, before, n, const uint64_t key = shaped64(shape, i),
                    long_set_add(&m, key) == LEAN_OK);
            RESERVE(counts, before, n, const uint32_t key = shaped32(shape, i),
                    counts_ensure(&m, key, NULL) != NULL);
            RESERVE(numbers, before, n, const uint32_t key = shaped32(shape, i),
                    numbers_put(&m, key));
            RESERVE(itself, before, n, const uint64_t key = shaped64(shape, i),
                    itself_put(&m, key, i));
        }
        RESERVE(shorts, n / 5, n, const uint16_t key = (uint16_t)(65536u - i),
                shorts_put(&m, key, 1));
        RESERVE(short_set, 0, n, const uint16_t key = (uint16_t)(i << 5), short_set_put(&m, key));
        RESERVE(points, 0, n, const point key = point_of(i), points_put(&m, key, i));
        if (n <= 300)
            RESERVE(nothing, n / 2, n, const uint32_t key = i, nothing_put(&m, key));
        if (n <= 256) {
            RESERVE(octets, n / 3, n, const uint8_t key = (uint8_t)(i * 5), octets_put(&m, key, 1));
            RESERVE(octet_set, 0, n, const uint8_t key = (uint8_t)(i + 200),
                    octet_set_put(&m, key));
        }
    }
    test_debug_end();
}

/* A reserve that is refused ends the one before, and a block in a page does for none: what is
   promised is there. */
static void reserves_are_kept(void) {
    uint32_t i, nth;
#ifndef TEST_SMALL /* it takes pages */
    octets o;
#endif
    test_debug_begin();
    for (nth = 0; nth < 12; ++nth) {
        longs m;
        longs_init(&m, &test_debug.allocator);
        CHECK(longs_reserve(&m, MANY / 2));
        lean_debug_fail(&test_debug, nth, true);
        (void)longs_reserve(&m, MANY);
        lean_debug_fail_none(&test_debug);
        CHECK(longs_reserve(&m, MANY / 2));
        lean_debug_fail(&test_debug, 0, true);
        for (i = 0; i < MANY / 2; ++i)
            CHECK(longs_put(&m, lean_mix64(i), i));
        lean_debug_fail_none(&test_debug);
        longs_free(&m);
    }
#ifndef TEST_SMALL
    octets_init(&o, &test_debug.allocator);
    CHECK(octets_reserve(&o, 250));
    for (i = 0; i < 251; ++i) /* one more, so it ends */
        CHECK(octets_put(&o, (uint8_t)i, 1));
    for (i = 0; i < 250; ++i)
        CHECK(octets_remove(&o, (uint8_t)i));
    CHECK(octets_reserve(&o, 200) && octets_remove(&o, 250));
    lean_debug_fail(&test_debug, 0, true);
    for (i = 0; i < 200; ++i)
        CHECK(octets_put(&o, (uint8_t)i, 2));
    lean_debug_fail_none(&test_debug);
    octets_free(&o);
#endif
    test_debug_end();
}

/* Room for any keys takes more than those that come, but not out of all proportion: here less than
   four times what they take, and 2 KB. Of a map that is filled already less than four times as much
   as well, and 200 KB: what is there is not moved together. */
static void reserve_is_in_proportion(void) {
    static const uint16_t many[] = {1, 10, LIVE, MANY};
    unsigned k;
    for (k = 0; k < 4; ++k) {
        longs m = LEAN_EMPTY;
        longs without = LEAN_EMPTY;
        size_t filled;
        uint32_t i;
        for (i = 0; i < many[k]; ++i)
            CHECK(longs_put(&without, lean_mix64(i), i));
        CHECK(longs_reserve(&m, many[k]));
        CHECK(longs_bytes(&m) <= 4 * longs_bytes(&without) + 2048);
        test_note("entries", many[k], "");
        test_note("  reserved", (unsigned long)longs_bytes(&m), "bytes");
        test_note("  filled without", (unsigned long)longs_bytes(&without), "bytes");
        longs_free(&m);
        filled = longs_bytes(&without);
        CHECK(longs_reserve(&without, many[k]) || MANY < 100); /* of 8 KB it can be too much */
        CHECK(longs_bytes(&without) <= 4 * filled + UINT32_C(200) * 1024);
        longs_free(&without);
    }
}

/* Also where a map was larger before, and has holes. */
static void reserve_after_removals(void) {
    counts m;
    uint32_t i, n = 0;
    size_t requests;
    test_debug_begin();
    m = counted(MANY);
    for (i = 0; i < MANY; ++i)
        if (i % 4 != 0)
            CHECK(counts_remove(&m, key_of(i)));
    n = (uint32_t)counts_len(&m);
    CHECK(counts_reserve(&m, MANY + n));
    requests = test_debug.requests;
    for (i = MANY; i < 2 * MANY; ++i)
        CHECK(put(&m, i));
    CHECK(test_debug.requests == requests && counts_len(&m) == MANY + n);
    for (i = 0; i < 2 * MANY; ++i)
        CHECK(counts_has(&m, key_of(i)) == (i >= MANY || i % 4 == 0));
    counts_free(&m);
    test_debug_end();
}

/* As many as there are, too: others take their places without a request. Fewer than there are have
   been exceeded already. */
static void reserve_of_as_many(void) {
    static const uint16_t many[] = {10, MANY / 8, MANY};
    unsigned round, turn;
    for (round = 0; round < 3; ++round) {
        const uint32_t n = many[round];
        uint32_t i, first = 0;
        size_t requests;
        counts m;
        test_debug_begin();
        m = counted(n);
        requests = test_debug.requests;
        CHECK(counts_reserve(&m, n - 1) && test_debug.requests == requests);
        CHECK(counts_reserve(&m, n));
        requests = test_debug.requests;
        for (turn = 0; turn < 20; ++turn, first += n) { /* all but one for others, and that one */
            for (i = 1; i < n; ++i)
                CHECK(counts_remove(&m, key_of(first + i)));
            for (i = 1; i < n; ++i)
                CHECK(put(&m, first + n + i));
            CHECK(counts_remove(&m, key_of(first)) && put(&m, first + n));
        }
        CHECK(test_debug.requests == requests && holds(&m, first, first + n));
        counts_free(&m);
        test_debug_end();
    }
}

/* The owner has little: a map must not take all there is before it says no. */
static void absurd_sizes_are_refused(void) {
    counts m;
    longs l;
    octets o;
    points p;
    numbers s;
    size_t huge, bytes;
    meter_begin(1 << 14);
    test_debug_begin();
    test_debug.parent = &meter.allocator;
    m = counted(3);
    longs_init(&l, &test_debug.allocator);
    points_init(&p, &test_debug.allocator);
    octets_init(&o, &test_debug.allocator);
    numbers_init(&s, &test_debug.allocator);
    bytes = test_debug.bytes;
    for (huge = SIZE_MAX; huge > SIZE_MAX / 4; huge -= huge / 9) {
        CHECK(!counts_reserve(&m, huge) && !longs_reserve(&l, huge) && !points_reserve(&p, huge));
        CHECK(!numbers_reserve(&s, huge) && holds(&m, 0, 3));
        CHECK(!octets_reserve(&o, huge) || octets_len(&o) == 0); /* there are only so many keys */
        octets_free(&o);
        octets_init(&o, &test_debug.allocator);
        CHECK(test_debug.bytes == bytes);
    }
    /* Sizes that wrap, with what an entry may take. */
    for (huge = 5; huge < 40; ++huge) {
        CHECK(!longs_reserve(&l, SIZE_MAX / huge + 1) && !points_reserve(&p, SIZE_MAX / huge + 1));
        CHECK(!counts_reserve(&m, SIZE_MAX / huge + 1) || huge > 7);
        CHECK(longs_bytes(&l) == 0 && points_bytes(&p) == 0);
    }
#if LEAN_INDEX_MAX < SIZE_MAX
    CHECK(!longs_reserve(&l, (size_t)LEAN_INDEX_MAX + 1));
    CHECK(!numbers_reserve(&s, (size_t)LEAN_INDEX_MAX + 1));
#endif
    CHECK(holds(&m, 0, 3) && test_debug.bytes == counts_bytes(&m));
    counts_free(&m);
    longs_free(&l);
    points_free(&p);
    octets_free(&o);
    numbers_free(&s);
    test_debug_end();
    CHECK(meter.live == 0);
}

#if LEAN_INDEX_BITS == 16 && SIZE_MAX > 65535 && !defined(TEST_SMALL)
/* The last entry that a small index type can count is put, the next one is refused. */
static void maps_end_at_the_index_type(void) {
    numbers m;
    points p;
    uint32_t i;
    test_debug_begin();
    numbers_init(&m, &test_debug.allocator);
    points_init(&p, &test_debug.allocator);
    for (i = 0; i < LEAN_INDEX_MAX; ++i)
        CHECK(numbers_add(&m, key_of(i)) == LEAN_OK && points_put(&p, point_of(i), i));
    CHECK(numbers_add(&m, key_of(i)) == LEAN_FULL && !numbers_put(&m, key_of(i)));
    CHECK(points_add(&p, point_of(i), 0) == LEAN_FULL && !points_put(&p, point_of(i), 0));
    CHECK(points_ensure(&p, point_of(i), NULL) == NULL && points_len(&p) == i);
    CHECK(numbers_add(&m, key_of(5)) == LEAN_EXISTS && numbers_put(&m, key_of(6)));
    CHECK(points_put(&p, point_of(6), 6) && points_ensure(&p, point_of(5), NULL) != NULL);
    CHECK(numbers_reserve(&m, LEAN_INDEX_MAX) && !numbers_reserve(&m, LEAN_INDEX_MAX + 1));
    CHECK(numbers_len(&m) == LEAN_INDEX_MAX && !numbers_has(&m, key_of(i)));
    CHECK(numbers_remove(&m, key_of(5)) && numbers_add(&m, key_of(i)) == LEAN_OK);
    for (i = 0; i < LEAN_INDEX_MAX; ++i)
        CHECK(numbers_has(&m, key_of(i)) == (i != 5) && is_value(points_get(&p, point_of(i)), i));
    CHECK(numbers_bytes(&m) + points_bytes(&p) == test_debug.bytes);
    numbers_free(&m);
    points_free(&p);
    test_debug_end();
}
#endif

static void shrink_gives_back(void) {
    counts m, fresh;
    uint32_t i;
    size_t requests;
    test_debug_begin();
    m = counted(MANY);
    CHECK(counts_shrink(&m) && holds(&m, 0, MANY));
    requests = test_debug.bytes;
    CHECK(counts_reserve(&m, 3 * MANY) && test_debug.bytes > requests);
    CHECK(counts_shrink(&m) && holds(&m, 0, MANY) && test_debug.bytes <= requests);
    requests = test_debug.requests;
    for (i = LIVE / 4; i < MANY; ++i)
        CHECK(counts_remove(&m, key_of(i)));
    CHECK(test_debug.requests == requests && holds(&m, 0, LIVE / 4));
    CHECK(counts_shrink(&m) && holds(&m, 0, LIVE / 4));
    CHECK(counts_bytes(&m) == test_debug.bytes);
    fresh = counted(LIVE / 4);
    CHECK(counts_bytes(&m) <= counts_bytes(&fresh));
    CHECK(put(&m, LIVE / 4) && holds(&m, 0, LIVE / 4 + 1));
    counts_free(&fresh);
    counts_free(&m);
    test_debug_end();
}

/* A block that the owner would not move does not keep shrink from the others. */
static void shrink_goes_on_after_a_refusal(void) {
    size_t n, hit = 1;
    for (n = 0; hit != 0; ++n) {
        counts m;
        uint32_t i;
        size_t bytes;
        bool done;
        test_debug_begin();
        m = counted(MANY);
        for (i = MANY; i-- > MANY / 3;)
            CHECK(counts_remove(&m, key_of(i)));
        bytes = counts_bytes(&m);
        lean_debug_fail(&test_debug, n, false);
        done = counts_shrink(&m);
        hit = test_debug.refused;
        lean_debug_fail_none(&test_debug);
        CHECK(done || hit != 0);
        CHECK(counts_bytes(&m) <= bytes && counts_bytes(&m) == test_debug.bytes);
        CHECK(holds(&m, 0, MANY / 3) && counts_shrink(&m) && holds(&m, 0, MANY / 3));
        counts_free(&m);
        test_debug_end();
    }
    CHECK(n > 1 || MANY < 100);
}

#ifndef TEST_SMALL
/* The same where blocks are in pages, of several sizes. */
static void shrink_of_pages_goes_on_after_a_refusal(void) {
    size_t n, hit = 1;
    for (n = 0; hit != 0; ++n) {
        halves m;
        value160 value;
        uint32_t i;
        size_t bytes;
        bool done;
        memset(&value, 0, sizeof value);
        test_debug_begin();
        halves_init(&m, &test_debug.allocator);
        for (i = 1; i < 1200; i += 2)
            CHECK(halves_put(&m, i, value));
        for (i = 901; i < 1200; i += 2)
            CHECK(halves_remove(&m, i));
        bytes = halves_bytes(&m);
        lean_debug_fail(&test_debug, n, false);
        done = halves_shrink(&m);
        hit = test_debug.refused;
        lean_debug_fail_none(&test_debug);
        CHECK((done || hit != 0) && halves_bytes(&m) <= bytes);
        CHECK(halves_bytes(&m) == test_debug.bytes && halves_len(&m) == 450);
        CHECK(halves_shrink(&m));
        for (i = 1; i < 1200; i += 2)
            CHECK(halves_has(&m, i) == (i < 901));
        halves_free(&m);
        test_debug_end();
    }
    CHECK(n > 4);
}
#endif

static void clear_leaves_no_entries(void) {
    counts m;
    octet_set s;
    uint32_t i;
    size_t requests, of_one;
    test_debug_begin();
    m = counted(1);
    of_one = counts_bytes(&m);
    for (i = 0; i < MANY; ++i)
        CHECK(put(&m, i));
    requests = test_debug.requests;
    counts_clear(&m);
    CHECK(holds(&m, 0, 0) && !counts_has(&m, key_of(3)) && counts_bytes(&m) <= of_one);
    CHECK(counts_bytes(&m) == test_debug.bytes && test_debug.requests == requests);
    counts_clear(&m);
    for (i = 0; i < MANY; ++i)
        CHECK(put(&m, i));
    CHECK(holds(&m, 0, MANY));
    counts_free(&m);
    octet_set_init(&s, &test_debug.allocator);
    for (i = 0; i < 256; ++i)
        CHECK(octet_set_put(&s, (uint8_t)i));
    octet_set_clear(&s);
    for (i = 0; i < 256; ++i)
        CHECK(!octet_set_has(&s, (uint8_t)i));
    octet_set_free(&s);
    test_debug_end();
}

static void copy_replaces_and_is_independent(void) {
    counts m, n, empty;
    test_debug_begin();
    m = counted(MANY);
    n = counted(5);
    counts_init(&empty, &test_debug.allocator);
    CHECK(counts_copy(&n, &m) && holds(&n, 0, MANY) && holds(&m, 0, MANY));
    CHECK(counts_bytes(&m) + counts_bytes(&n) == test_debug.bytes);
    CHECK(counts_copy(&n, &n) && holds(&n, 0, MANY));
    CHECK(counts_remove(&m, key_of(0)) && holds(&m, 1, MANY) && holds(&n, 0, MANY));
    *counts_ref(&m, key_of(1)) = 0;
    CHECK(holds(&n, 0, MANY) && put(&n, MANY) && holds(&n, 0, MANY + 1));
    CHECK(counts_len(&m) == MANY - 1);
    CHECK(counts_copy(&n, &empty) && holds(&n, 0, 0) && counts_copy(&empty, &n));
    CHECK(put(&n, 0) && counts_copy(&m, &n) && holds(&m, 0, 1));
    counts_free(&n);
    CHECK(holds(&m, 0, 1) && put(&m, 1) && holds(&m, 0, 2));
    CHECK(counts_copy(&n, &m) && holds(&n, 0, 2)); /* over malloc */
    CHECK(counts_bytes(&m) + counts_bytes(&empty) == test_debug.bytes);
    counts_free(&n);
    counts_free(&m);
    counts_free(&empty);
    test_debug_end();
}

/* Seeds may differ, and what comes later finds what was copied. */
static void copy_between_seeds(void) {
    points m, n;
    uint32_t i;
    test_debug_begin();
    points_init(&m, &test_debug.allocator);
    points_init(&n, &test_debug.allocator);
    CHECK(points_seed(&m, 3) && points_seed(&n, UINT64_MAX));
    for (i = 0; i < LIVE; ++i)
        CHECK(points_put(&m, point_of(i), i));
    CHECK(points_put(&n, point_of(7), 0) && points_copy(&n, &m) && points_len(&n) == LIVE);
    for (i = 0; i < 2 * LIVE; ++i)
        CHECK(points_has(&n, point_of(i)) == (i < LIVE));
    for (; i < 3 * LIVE; ++i)
        CHECK(points_put(&n, point_of(i), i) && points_has(&n, point_of(i)));
    CHECK(points_len(&n) == 2 * LIVE);
    points_free(&m);
    points_free(&n);
    test_debug_end();
}

/* ---- put, add, ensure, get, ref, has, take, remove, remove_if ---- */

static void put_replaces_and_add_does_not(void) {
    counts m;
    uint32_t i;
    size_t requests;
    test_debug_begin();
    m = counted(MANY);
    requests = test_debug.requests;
    for (i = 0; i < MANY; ++i)
        CHECK(counts_add(&m, key_of(i), 9) == LEAN_EXISTS);
    CHECK(holds(&m, 0, MANY) && test_debug.requests == requests);
    for (i = 0; i < MANY; ++i)
        CHECK(counts_put(&m, key_of(i), i + 5));
    CHECK(counts_len(&m) == MANY);
    for (i = 0; i < MANY; ++i)
        CHECK(is_value(counts_get(&m, key_of(i)), i + 5));
    for (i = 0; i < MANY; ++i)
        CHECK(put(&m, i));
    CHECK(holds(&m, 0, MANY));
    CHECK(counts_add(&m, key_of(MANY), MANY * 3) == LEAN_OK && holds(&m, 0, MANY + 1));
    counts_free(&m);
    test_debug_end();
}

static void existing_keys_need_no_memory(void) {
    counts m;
    numbers s;
    bool is_new = true;
    uint32_t i;
    test_debug_begin();
    m = counted(LIVE);
    s = numbered(0, LIVE, 1);
    lean_debug_fail(&test_debug, 0, true);
    for (i = 0; i < LIVE; ++i) {
        CHECK(put(&m, i) && counts_add(&m, key_of(i), 0) == LEAN_EXISTS);
        CHECK(counts_ensure(&m, key_of(i), &is_new) == counts_ref(&m, key_of(i)) && !is_new);
        CHECK(numbers_put(&s, key_of(i)) && numbers_add(&s, key_of(i)) == LEAN_EXISTS);
    }
    CHECK(numbers_unite(&s, &s) && holds(&m, 0, LIVE));
    counts_free(&m);
    numbers_free(&s);
    test_debug_end();
}

static void ensure_counts(void) {
    counts m;
    uint32_t i;
    bool is_new = false;
    uint32_t *value;
    test_debug_begin();
    counts_init(&m, &test_debug.allocator);
    for (i = 0; i < 5 * LIVE; ++i) {
        value = counts_ensure(&m, key_of(i % LIVE), &is_new);
        CHECK(value != NULL && is_new == (i < LIVE) && *value == i / LIVE);
        if (value != NULL)
            ++*value;
    }
    for (i = 0; i < LIVE; ++i)
        CHECK(is_value(counts_get(&m, key_of(i)), 5));
    value = counts_ensure(&m, key_of(LIVE), NULL);
    CHECK(value != NULL && *value == 0 && counts_len(&m) == LIVE + 1);
    value = counts_ensure(&m, key_of(0), NULL);
    CHECK(value != NULL && *value == 5);
    counts_free(&m);
    test_debug_end();
}

/* What removed entries left behind does not show. */
static void ensure_zeroes_the_value(void) {
    to24 m;
    to3 n;
    value24 large;
    value3 small;
    uint32_t i, round;
    memset(&large, 0xff, sizeof large);
    memset(&small, 0xff, sizeof small);
    test_debug_begin();
    to24_init(&m, &test_debug.allocator);
    to3_init(&n, &test_debug.allocator);
    for (round = 0; round < 4; ++round) {
        for (i = 0; i < LIVE; ++i) {
            const value24 *const l = to24_ensure(&m, (uint8_t)(i + round), NULL);
            const value3 *const s = to3_ensure(&n, i << round, NULL);
            CHECK(l != NULL && is_zero(l, sizeof *l) && s != NULL && is_zero(s, sizeof *s));
            CHECK(to24_put(&m, (uint8_t)(i + round), large) && to3_put(&n, i << round, small));
        }
        for (i = LIVE; i-- != 0;)
            CHECK(to24_remove(&m, (uint8_t)(i + round)) && to3_remove(&n, i << round));
        CHECK(round % 2 == 0 || (to24_shrink(&m) && to3_shrink(&n)));
    }
    to24_free(&m);
    to3_free(&n);
    test_debug_end();
}

static void get_and_ref(void) {
    counts m;
    const counts *const view = &m;
    uint32_t i;
    test_debug_begin();
    m = counted(MANY);
    for (i = 0; i < MANY; ++i) {
        uint32_t *const value = counts_ref(&m, key_of(i));
        CHECK(value != NULL && value == counts_get(view, key_of(i)));
        if (value != NULL)
            *value += 7;
    }
    for (i = 0; i < MANY; ++i)
        CHECK(is_value(counts_get(view, key_of(i)), i * 3 + 7) && counts_has(view, key_of(i)));
    for (; i < 2 * MANY; ++i)
        CHECK(counts_get(view, key_of(i)) == NULL && counts_ref(&m, key_of(i)) == NULL);
    counts_free(&m);
    test_debug_end();
}

static void take_and_remove(void) {
    counts m;
    uint32_t i, out = 0;
    size_t requests;
    test_debug_begin();
    m = counted(MANY);
    requests = test_debug.requests;
    lean_debug_fail(&test_debug, 0, true);
    for (i = 0; i < MANY / 2; ++i) {
        if (i % 3 == 0)
            CHECK(counts_take(&m, key_of(i), &out) && out == i * 3);
        else if (i % 3 == 1)
            CHECK(counts_take(&m, key_of(i), NULL));
        else
            CHECK(counts_remove(&m, key_of(i)));
        out = 1;
        CHECK(!counts_take(&m, key_of(i), &out) && out == 1 && !counts_remove(&m, key_of(i)));
        CHECK(i % 16 != 0 || holds(&m, i + 1, MANY));
    }
    CHECK(holds(&m, MANY / 2, MANY) && test_debug.requests == requests);
    for (i = MANY; i-- > MANY / 2;)
        CHECK(counts_remove(&m, key_of(i)));
    CHECK(holds(&m, 0, 0) && test_debug.requests == requests);
    counts_free(&m);
    test_debug_end();
}

/* A value goes by value, also when what it was read from moves. */
static void putting_an_own_value_while_growing(void) {
    to24 m;
    longs n;
    value24 first;
    uint32_t i;
    first.parts[0] = 11;
    first.parts[1] = 22;
    first.parts[2] = 33;
    test_debug_begin();
    to24_init(&m, &test_debug.allocator);
    longs_init(&n, &test_debug.allocator);
    CHECK(to24_put(&m, 0, first) && longs_put(&n, 0, 77));
    for (i = 1; i < LIVE; ++i) {
        CHECK(to24_put(&m, (uint8_t)i, *to24_get(&m, (uint8_t)(i - 1))));
        CHECK(to24_add(&m, (uint8_t)(i + LIVE), *to24_get(&m, (uint8_t)i)) == LEAN_OK);
    }
    for (i = 1; i < MANY; ++i)
        CHECK(longs_put(&n, i, *longs_get(&n, i / 2)));
    for (i = 0; i < LIVE; ++i)
        CHECK(memcmp(to24_get(&m, (uint8_t)i), &first, sizeof first) == 0);
    for (i = 0; i < MANY; ++i)
        CHECK(longs_get(&n, i) != NULL && *longs_get(&n, i) == 77);
    to24_free(&m);
    longs_free(&n);
    test_debug_end();
}

static uint32_t dropper_calls;
static uint8_t dropper_seen[2 * MANY];

/* Drops entries whose number is odd, and writes to the values of all. */
static bool drop_odd(uint32_t key, uint32_t *value, void *user) {
    const uint32_t i = lean_unmix32(key) - 1;
    ++dropper_calls;
    CHECK(i < MANY && user == &dropper_calls && *value == i * 3 && dropper_seen[i]++ == 0);
    *value = i;
    return i % 2 != 0;
}

static bool drop_number(uint32_t key, void *user) {
    const uint32_t i = lean_unmix32(key) - 1;
    CHECK(i < MANY && dropper_seen[i]++ == 0);
    return i % *(uint32_t *)user == 0;
}

static void remove_if_asks_once_about_each(void) {
    counts m;
    numbers s;
    uint32_t i, step = 5;
    size_t requests;
    test_debug_begin();
    m = counted(MANY);
    s = numbered(0, MANY, 1);
    requests = test_debug.requests;
    dropper_calls = 0;
    memset(dropper_seen, 0, sizeof dropper_seen);
    CHECK(counts_remove_if(&m, drop_odd, &dropper_calls) == MANY / 2 && dropper_calls == MANY);
    CHECK(counts_len(&m) == MANY - MANY / 2);
    for (i = 0; i < MANY; ++i)
        CHECK(i % 2 != 0 ? !counts_has(&m, key_of(i)) : is_value(counts_get(&m, key_of(i)), i));
    CHECK(counts_remove_if(&m, drop_all, NULL) == MANY - MANY / 2 && counts_len(&m) == 0);
    memset(dropper_seen, 0, sizeof dropper_seen);
    CHECK(numbers_remove_if(&s, drop_number, &step) == (MANY + 4) / 5);
    for (i = 0; i < MANY; ++i)
        CHECK(numbers_has(&s, key_of(i)) == (i % 5 != 0) && dropper_seen[i] == 1);
    CHECK(test_debug.requests == requests);
    counts_free(&m);
    numbers_free(&s);
    test_debug_end();
}

/* ---- iteration ---- */

static void iteration_gives_each_entry_once(void) {
    unsigned k;
    test_debug_begin();
    for (k = 0; k < SIZES && sizes[k] <= MANY; ++k) {
        counts m = counted(sizes[k]);
        counts_item i = LEAN_EMPTY;
        CHECK(holds(&m, 0, sizes[k]));
        while (counts_next(&m, &i)) { /* values may be written meanwhile */
            uint32_t *const value = counts_item_ref(&m, &i);
            CHECK(value == i.value && value == counts_ref(&m, i.key));
            *value += 1;
            CHECK(*i.value == *value);
        }
        CHECK(!counts_next(&m, &i) && !counts_next(&m, &i));
        CHECK(is_value(counts_get(&m, key_of(0)), 1));
        counts_free(&m);
    }
    test_debug_end();
}

/* pains.md: begin() on empty but allocated. */
static void iteration_of_an_emptied_map(void) {
    counts m;
    numbers s;
    uint32_t n;
    test_debug_begin();
    counts_init(&m, &test_debug.allocator);
    numbers_init(&s, &test_debug.allocator);
    CHECK(counts_reserve(&m, MANY) && numbers_reserve(&s, 3) && holds(&m, 0, 0));
    for (n = 1; n <= MANY; n += 1 + n / 2) {
        counts_item i = LEAN_EMPTY;
        numbers_item j = LEAN_EMPTY;
        uint32_t k;
        for (k = 0; k < n; ++k)
            CHECK(put(&m, k) && numbers_put(&s, k));
        for (k = 0; k < n; ++k)
            CHECK(counts_remove(&m, key_of(k)) && numbers_remove(&s, k));
        CHECK(!counts_next(&m, &i) && !numbers_next(&s, &j) && holds(&m, 0, 0));
        CHECK(!numbers_has(&s, 0) && numbers_len(&s) == 0);
    }
    counts_clear(&m);
    CHECK(holds(&m, 0, 0));
    counts_free(&m);
    numbers_free(&s);
    test_debug_end();
}

/* Whether erasing takes the nth item that comes of all that come. */
static bool erases(unsigned pattern, uint32_t nth) {
    switch (pattern) {
    case 0:
        return true;
    case 1:
        return nth % 2 == 0;
    case 2:
        return nth % 2 != 0;
    case 3:
        return nth % 16 != 0;
    case 4:
        return nth == 0;
    case 5:
        return nth > 20;
    default:
        return test_random() % 4 != 0;
    }
}
#define PATTERNS 7

static void erase_of(uint32_t n, unsigned pattern) {
    counts m = counted(n);
    const size_t requests = test_debug.requests;
    counts_item i = LEAN_EMPTY;
    uint32_t k, nth = 0, left = n;
    memset(dropper_seen, 0, sizeof dropper_seen);
    while (counts_next(&m, &i) && nth <= n) {
        const uint32_t at = lean_unmix32(i.key) - 1;
        CHECK(at < n && dropper_seen[at] == 0 && is_value(i.value, at * 3));
        if (at >= n)
            break;
        dropper_seen[at] = 1;
        if (erases(pattern, nth++)) {
            dropper_seen[at] = 2;
            counts_erase(&m, &i);
            CHECK(counts_len(&m) == --left && !counts_has(&m, key_of(at)));
        }
    }
    CHECK(nth == n && counts_len(&m) == left && test_debug.requests == requests);
    CHECK(counts_bytes(&m) == test_debug.bytes);
    for (k = 0; k < n; ++k)
        CHECK(dropper_seen[k] == 1 ? is_value(counts_get(&m, key_of(k)), k * 3)
                                   : dropper_seen[k] == 2 && !counts_has(&m, key_of(k)));
    for (k = 0; k < n; ++k)
        CHECK(put(&m, k));
    CHECK(holds(&m, 0, n));
    counts_free(&m);
}

static void erase_at_the_cursor(void) {
    unsigned k, pattern;
    test_debug_begin();
    for (k = 0; k < SIZES && sizes[k] <= MANY; ++k)
        for (pattern = 0; pattern < PATTERNS; ++pattern)
            erase_of(sizes[k], pattern);
    test_debug_end();
}

/* Where all keys meet in one place, and where every key there can be is in it. */
static void erase_among_collisions(void) {
    unsigned pattern;
    test_debug_begin();
    for (pattern = 0; pattern < PATTERNS; ++pattern) {
        nothing s;
        octet_set o;
        nothing_item i = LEAN_EMPTY;
        octet_set_item j = LEAN_EMPTY;
        uint32_t k, nth = 0, left = 0;
        nothing_init(&s, &test_debug.allocator);
        octet_set_init(&o, &test_debug.allocator);
        for (k = 0; k < LIVE; ++k)
            CHECK(nothing_put(&s, k));
        for (k = 0; k < 256; ++k)
            CHECK(octet_set_put(&o, (uint8_t)k));
        memset(dropper_seen, 0, sizeof dropper_seen);
        while (nothing_next(&s, &i)) {
            CHECK(i.key < LIVE && dropper_seen[i.key]++ == 0);
            if (erases(pattern, nth++))
                nothing_erase(&s, &i);
            else
                ++left;
        }
        CHECK(nth == LIVE && nothing_len(&s) == left);
        nth = left = 0;
        while (octet_set_next(&o, &j)) {
            if (erases(pattern, nth++)) {
                octet_set_erase(&o, &j);
                CHECK(!octet_set_has(&o, j.key) || nth > 300);
            } else {
                ++left;
            }
        }
        CHECK(nth == 256 && octet_set_len(&o) == left);
        nothing_free(&s);
        octet_set_free(&o);
    }
    test_debug_end();
}

/* ---- sets ---- */

static void sets_are_combined(void) {
    numbers a, b, c;
    test_debug_begin();
    a = numbered(0, SPAN, 2);
    b = numbered(0, SPAN, 3);
    numbers_init(&c, &test_debug.allocator);
    CHECK(is_set(&a, SPAN, 0x555) && is_set(&b, SPAN, 0x249) && is_set(&c, SPAN, 0));
    CHECK(numbers_unite(&c, &a) && is_set(&c, SPAN, 0x555));
    CHECK(numbers_unite(&c, &b) && is_set(&c, SPAN, 0x75d) && is_set(&b, SPAN, 0x249));
    CHECK(numbers_unite(&c, &b) && is_set(&c, SPAN, 0x75d));
    numbers_subtract(&c, &b);
    CHECK(is_set(&c, SPAN, 0x514) && is_set(&b, SPAN, 0x249));
    numbers_intersect(&a, &b);
    CHECK(is_set(&a, SPAN, 0x041) && is_set(&b, SPAN, 0x249));
    CHECK(numbers_copy(&a, &b) && is_set(&a, SPAN, 0x249));
    CHECK(numbers_unite(&a, &a) && is_set(&a, SPAN, 0x249));
    numbers_intersect(&a, &a);
    CHECK(is_set(&a, SPAN, 0x249));
    numbers_subtract(&a, &a);
    CHECK(is_set(&a, SPAN, 0) &&
          numbers_bytes(&a) + numbers_bytes(&b) + numbers_bytes(&c) == test_debug.bytes);
    numbers_intersect(&b, &a);
    CHECK(is_set(&b, SPAN, 0));
    numbers_subtract(&a, &c);
    CHECK(is_set(&a, SPAN, 0) && is_set(&c, SPAN, 0x514));
    numbers_free(&a);
    numbers_free(&b);
    numbers_free(&c);
    test_debug_end();
}

/* A small one and a large one, either way, whatever is faster. */
static void sets_of_different_sizes(void) {
    numbers a, b;
    uint32_t i;
    size_t requests;
    test_debug_begin();
    a = numbered(0, MANY, 1);
    b = numbered(MANY - 10, MANY + 10, 1);
    requests = test_debug.requests;
    numbers_subtract(&a, &b);
    CHECK(numbers_len(&a) == MANY - 10);
    numbers_intersect(&b, &a);
    CHECK(numbers_len(&b) == 0 && test_debug.requests == requests);
    for (i = 0; i < 10; ++i)
        CHECK(numbers_put(&b, key_of(i * 2)));
    requests = test_debug.requests;
    numbers_intersect(&a, &b);
    CHECK(numbers_len(&a) == 10 && numbers_has(&a, key_of(18)));
    numbers_subtract(&b, &a);
    CHECK(numbers_len(&b) == 0 && test_debug.requests == requests);
    numbers_free(&a);
    a = numbered(0, MANY, 1);
    CHECK(numbers_unite(&b, &a) && numbers_len(&b) == MANY && numbers_unite(&a, &b));
    for (i = 0; i < MANY + 10; ++i)
        CHECK(numbers_has(&b, key_of(i)) == (i < MANY));
    numbers_free(&a);
    numbers_free(&b);
    test_debug_end();
}

/* ---- keys of all sorts ---- */

/* Every key of 8 bits: none of them may mean `empty` or `removed`. (pains.md: a key equal to a
   sentinel is an ordinary key.) */
static void all_keys_of_8_bits(void) {
    octets m;
    unsigned round, i;
    test_debug_begin();
    octets_init(&m, &test_debug.allocator);
    for (round = 0; round < 3; ++round) {
        octets_item at = LEAN_EMPTY;
        unsigned sum = 0;
        for (i = 0; i < 256; ++i) {
            const uint8_t key = (uint8_t)(i * 7 + round);
            CHECK(!octets_has(&m, key));
            CHECK(octets_add(&m, key, (uint8_t)~key) == LEAN_OK && octets_len(&m) == i + 1);
        }
        for (i = 0; i < 256; ++i)
            CHECK(octets_get(&m, (uint8_t)i) != NULL && *octets_get(&m, (uint8_t)i) == 255 - i);
        CHECK(octets_put(&m, 255, 0) && octets_ensure(&m, 0, NULL) != NULL);
        while (octets_next(&m, &at))
            sum += at.key;
        CHECK(sum == 255 * 128 && octets_len(&m) == 256);
        for (i = 256; i-- != 0;) {
            const uint8_t key = (uint8_t)(i * 11);
            CHECK(octets_remove(&m, key) && !octets_has(&m, key) && octets_len(&m) == i);
        }
        for (i = 0; i < 256; ++i)
            CHECK(!octets_has(&m, (uint8_t)i));
    }
    octets_free(&m);
    test_debug_end();
}

static void a_set_of_all_keys_of_8_bits(void) {
    octet_set s;
    unsigned round, i;
    test_debug_begin();
    octet_set_init(&s, &test_debug.allocator);
    for (round = 0; round < 3; ++round) {
        octet_set_item at = LEAN_EMPTY;
        unsigned sum = 0;
        for (i = 0; i < 256; ++i) {
            const uint8_t key = (uint8_t)(i * 7 + round);
            CHECK(!octet_set_has(&s, key) && octet_set_add(&s, key) == LEAN_OK);
        }
        for (i = 0; i < 256; ++i)
            CHECK(octet_set_add(&s, (uint8_t)i) == LEAN_EXISTS);
        while (octet_set_next(&s, &at))
            sum += at.key;
        CHECK(sum == 255 * 128 && octet_set_len(&s) == 256);
        for (i = 256; i-- != 0;)
            CHECK(octet_set_remove(&s, (uint8_t)(i * 11)) && octet_set_len(&s) == i);
        for (i = 0; i < 256; ++i)
            CHECK(!octet_set_has(&s, (uint8_t)i) && !octet_set_remove(&s, (uint8_t)i));
    }
    octet_set_free(&s);
    test_debug_end();
}

static void all_signed_keys_of_8_bits(void) {
    by_i8 m;
    by_i8_item at = LEAN_EMPTY;
    int k, sum = 0;
    test_debug_begin();
    by_i8_init(&m, &test_debug.allocator);
    for (k = -128; k < 128; ++k)
        CHECK(by_i8_add(&m, (int8_t)k, (int8_t)(-1 - k)) == LEAN_OK);
    for (k = -128; k < 128; ++k)
        CHECK(by_i8_get(&m, (int8_t)k) != NULL && *by_i8_get(&m, (int8_t)k) == -1 - k);
    while (by_i8_next(&m, &at))
        sum += at.key;
    CHECK(sum == -128 && by_i8_len(&m) == 256);
    for (k = 127; k >= -128; --k)
        CHECK(by_i8_remove(&m, (int8_t)k) && !by_i8_has(&m, (int8_t)k));
    CHECK(by_i8_len(&m) == 0);
    by_i8_free(&m);
    test_debug_end();
}

#ifndef TEST_SMALL
/* With 16-bit indices one of them finds no place, and says so. */
static void all_keys_of_16_bits(void) {
    shorts m;
    by_i16 n;
    short_set s;
    uint32_t i, full = 0;
    test_debug_begin();
    shorts_init(&m, &test_debug.allocator);
    by_i16_init(&n, &test_debug.allocator);
    short_set_init(&s, &test_debug.allocator);
    for (i = 0; i < 65536; ++i) {
        const uint16_t key = (uint16_t)(i * 40503);
        const lean_status status = shorts_add(&m, key, (uint16_t)~key);
        full += status == LEAN_FULL;
        CHECK(status == LEAN_OK || (status == LEAN_FULL && i == 65535 && LEAN_INDEX_BITS == 16));
        CHECK(short_set_add(&s, (uint16_t)i) == status);
        CHECK(by_i16_put(&n, (int16_t)((int32_t)i - 32768), (uint8_t)i) == (status == LEAN_OK));
    }
    CHECK(shorts_len(&m) == 65536 - full && short_set_len(&s) == 65536 - full);
    CHECK(by_i16_len(&n) == 65536 - full);
    for (i = 0; i < 65536 - full; ++i) {
        const uint16_t key = (uint16_t)(i * 40503);
        CHECK(shorts_get(&m, key) != NULL && *shorts_get(&m, key) == 65535u - key);
        CHECK(short_set_has(&s, (uint16_t)i) && by_i16_has(&n, (int16_t)((int32_t)i - 32768)));
    }
    CHECK(short_set_shrink(&s) && short_set_len(&s) == 65536 - full);
    test_note("a full set of 16-bit keys", (unsigned long)short_set_bytes(&s), "bytes");
    for (i = 0; i < 65536 - full; ++i) {
        CHECK(shorts_remove(&m, (uint16_t)(i * 40503)) && short_set_remove(&s, (uint16_t)i));
        CHECK(by_i16_remove(&n, (int16_t)((int32_t)i - 32768)));
    }
    for (i = 0; i < 65536; ++i)
        CHECK(!shorts_has(&m, (uint16_t)i) && !short_set_has(&s, (uint16_t)i));
    CHECK(shorts_len(&m) == 0 && by_i16_len(&n) == 0 && short_set_len(&s) == 0);
    shorts_free(&m);
    by_i16_free(&n);
    short_set_free(&s);
    test_debug_end();
}
#endif

/* Keys at the ends of their types and around bits that an implementation may use. */
static void special_keys_are_ordinary(void) {
    longs m;
    counts n;
    by_i64 i64;
    by_i32 i32;
    uint64_t *const keys = (uint64_t *)malloc((3 * 64 / STEP + 3) * sizeof *keys);
    unsigned k, j, n_keys = 0;
    CHECK(keys != NULL);
    if (keys == NULL)
        return;
    test_debug_begin();
    longs_init(&m, &test_debug.allocator);
    counts_init(&n, &test_debug.allocator);
    by_i64_init(&i64, &test_debug.allocator);
    by_i32_init(&i32, &test_debug.allocator);
    for (k = 0; k < 64; k += STEP) {
        keys[n_keys++] = UINT64_C(1) << k;
        keys[n_keys++] = ~(UINT64_C(1) << k);
        keys[n_keys++] = k == 0 ? 0 : k == 7 ? UINT64_MAX : (UINT64_C(1) << k) - 1;
    }
    for (k = 0; k < n_keys; ++k) {
        bool known = false;
        for (j = 0; j < k; ++j)
            known = known || keys[j] == keys[k];
        CHECK(longs_has(&m, keys[k]) == known && longs_put(&m, keys[k], k));
        CHECK(by_i64_has(&i64, (int64_t)keys[k]) == known);
        CHECK(by_i64_put(&i64, (int64_t)keys[k], (int32_t)k));
        CHECK(counts_put(&n, (uint32_t)keys[k], k));
        CHECK(by_i32_put(&i32, (int32_t)(uint32_t)keys[k], -(int64_t)k));
    }
    CHECK(longs_has(&m, 0) && longs_has(&m, UINT64_MAX) && by_i64_has(&i64, INT64_MIN));
    CHECK(by_i64_has(&i64, -1) && by_i64_has(&i64, 0) && counts_has(&n, UINT32_MAX));
    CHECK(by_i32_has(&i32, -1) && by_i32_has(&i32, 0) && counts_len(&n) == by_i32_len(&i32));
    CHECK(longs_len(&m) == by_i64_len(&i64));
    for (k = n_keys; k-- != 0;) {
        const bool last = longs_has(&m, keys[k]);
        CHECK(!last || *longs_get(&m, keys[k]) == k);
        CHECK(!last || *by_i64_get(&i64, (int64_t)keys[k]) == (int32_t)k);
        CHECK(longs_remove(&m, keys[k]) == last && !longs_has(&m, keys[k]));
        CHECK(by_i64_remove(&i64, (int64_t)keys[k]) == last);
    }
    CHECK(longs_len(&m) == 0 && by_i64_len(&i64) == 0);
    longs_free(&m);
    counts_free(&n);
    by_i64_free(&i64);
    by_i32_free(&i32);
    free(keys);
    test_debug_end();
}

static void negative_keys(void) {
    by_i32 m;
    by_int n;
    by_i32_item i = LEAN_EMPTY;
    int32_t k;
    int64_t sum = 0;
    test_debug_begin();
    by_i32_init(&m, &test_debug.allocator);
    by_int_init(&n, &test_debug.allocator);
    for (k = -LIVE / 2; k <= LIVE / 2; ++k) {
        CHECK(by_i32_put(&m, k * 1000, -k) &&
              by_i32_put(&m, k < 0 ? INT32_MIN - k : INT32_MAX - k, k));
        CHECK(by_int_put(&n, (int)k, (int)-k));
    }
    CHECK(by_i32_len(&m) == 2 * (LIVE + 1) && by_int_len(&n) == LIVE + 1);
    for (k = -LIVE / 2; k <= LIVE / 2; ++k) {
        CHECK(by_i32_get(&m, k * 1000) != NULL && *by_i32_get(&m, k * 1000) == -k);
        CHECK(by_int_get(&n, (int)k) != NULL && *by_int_get(&n, (int)k) == (int)-k);
    }
    while (by_i32_next(&m, &i))
        if (i.key >= -50000 && i.key <= 50000)
            sum += i.key + 1000 * *i.value;
    CHECK(sum == 0 && !by_i32_has(&m, -1) && by_i32_has(&m, INT32_MIN + 1));
    by_i32_free(&m);
    by_int_free(&n);
    test_debug_end();
}

static void keys_of_every_integer_type(void) {
    by_char c;
    by_long l;
    by_llong u;
    by_size z;
    by_bool b;
    bool_set s;
    by_colour e;
    by_colour_item i = LEAN_EMPTY;
    by_bool_item j = LEAN_EMPTY;
    int k;
    unsigned n = 0;
    test_debug_begin();
    by_char_init(&c, &test_debug.allocator);
    for (k = CHAR_MIN; k <= CHAR_MAX; ++k)
        CHECK(by_char_add(&c, (char)k, k) == LEAN_OK);
    for (k = CHAR_MIN; k <= CHAR_MAX; ++k)
        CHECK(by_char_get(&c, (char)k) != NULL && *by_char_get(&c, (char)k) == k);
    by_char_free(&c);
    by_long_init(&l, &test_debug.allocator);
    by_llong_init(&u, &test_debug.allocator);
    by_size_init(&z, &test_debug.allocator);
    for (k = 0; k < LIVE; ++k) {
        CHECK(by_long_put(&l, LONG_MIN + k, ULONG_MAX - (unsigned long)k));
        CHECK(by_llong_put(&u, ULLONG_MAX - (unsigned)k, (char)k));
        CHECK(by_size_put(&z, SIZE_MAX - (unsigned)k, SIZE_MAX));
    }
    for (k = 0; k < LIVE; ++k) {
        CHECK(by_long_get(&l, LONG_MIN + k) != NULL &&
              *by_long_get(&l, LONG_MIN + k) == ULONG_MAX - (unsigned long)k);
        CHECK(by_llong_has(&u, ULLONG_MAX - (unsigned)k) && !by_llong_has(&u, (unsigned)k));
        CHECK(by_size_has(&z, SIZE_MAX - (unsigned)k) && !by_size_has(&z, (unsigned)k));
    }
    by_long_free(&l);
    by_llong_free(&u);
    by_size_free(&z);
    by_bool_init(&b, &test_debug.allocator);
    bool_set_init(&s, &test_debug.allocator);
    CHECK(!by_bool_has(&b, false) && by_bool_put(&b, true, 1) && !by_bool_has(&b, false));
    CHECK(by_bool_add(&b, true, 0) == LEAN_EXISTS && by_bool_add(&b, false, 7) == LEAN_OK);
    CHECK(by_bool_len(&b) == 2 && *by_bool_get(&b, false) == 7 && *by_bool_get(&b, true) == 1);
    while (by_bool_next(&b, &j))
        n += j.key ? 1 : 16;
    CHECK(n == 17 && by_bool_remove(&b, false) && by_bool_has(&b, true));
    CHECK(bool_set_put(&s, false) && !bool_set_has(&s, true) && bool_set_put(&s, true));
    CHECK(bool_set_len(&s) == 2 && bool_set_remove(&s, true) && bool_set_has(&s, false));
    by_bool_free(&b);
    bool_set_free(&s);
    by_colour_init(&e, &test_debug.allocator);
    CHECK(by_colour_put(&e, BLUE, 1.5) && by_colour_put(&e, INFRARED, 2.5));
    CHECK(by_colour_put(&e, RED, 3.5) && !by_colour_has(&e, GREEN) && by_colour_put(&e, RED, 4.5));
    CHECK(by_colour_len(&e) == 3 && by_colour_has(&e, BLUE) && by_colour_has(&e, INFRARED));
    n = 0;
    while (by_colour_next(&e, &i))
        n += i.key == BLUE && *i.value > 1 && *i.value < 2 ? 1u : i.key == INFRARED ? 2u : 4u;
    CHECK(n == 7);
    by_colour_free(&e);
    test_debug_end();
}

static float float_of(uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* 0.0 and -0.0 are one key, all NaNs are one; anything else is a key by its value. */
static void float_keys(void) {
    static const uint32_t nans[] = {0x7fc00000, 0xffc00000, 0x7fc00001, 0x7fffffff, 0xffffffff};
    static const uint32_t others[] = {1,          0x80000001, 0x007fffff, 0x00800000,
                                      0x3f800000, 0x3f800001, 0xbf800000, 0x7f800000,
                                      0xff800000, 0x7f7fffff, 0xff7fffff, 0x80800000};
    by_float m;
    by_float_item i = LEAN_EMPTY;
    float_set s;
    unsigned k, found = 0;
    test_debug_begin();
    by_float_init(&m, &test_debug.allocator);
    float_set_init(&s, &test_debug.allocator);
    for (k = 0; k < sizeof nans / sizeof nans[0]; ++k) {
        CHECK(by_float_has(&m, float_of(nans[k])) == (k != 0));
        CHECK(by_float_put(&m, float_of(nans[k]), k) && by_float_len(&m) == 1);
        CHECK(float_set_add(&s, float_of(nans[k])) == (k == 0 ? LEAN_OK : LEAN_EXISTS));
        CHECK(is_value(by_float_get(&m, float_of(nans[0])), k));
    }
    CHECK(!by_float_has(&m, 0.0f) && by_float_put(&m, 0.0f, 10) && by_float_put(&m, -0.0f, 11));
    CHECK(is_value(by_float_get(&m, 0.0f), 11) && by_float_len(&m) == 2);
    CHECK(by_float_add(&m, float_of(UINT32_C(1) << 31), 0) == LEAN_EXISTS);
    for (k = 0; k < sizeof others / sizeof others[0]; ++k) {
        CHECK(!by_float_has(&m, float_of(others[k])) && !float_set_has(&s, float_of(others[k])));
        CHECK(by_float_put(&m, float_of(others[k]), 100 + k) && by_float_len(&m) == 3 + k);
        CHECK(float_set_put(&s, float_of(others[k])));
    }
    while (by_float_next(&m, &i)) {
        uint32_t bits;
        memcpy(&bits, &i.key, sizeof bits);
        for (k = 0; k < sizeof others / sizeof others[0]; ++k)
            if (bits == others[k] && *i.value == 100 + k)
                found |= 1u << k;
        if ((bits & 0x7fffffff) > 0x7f800000 && *i.value == 4)
            found |= 1u << 12;
        if ((bits & 0x7fffffff) == 0 && *i.value == 11)
            found |= 1u << 13;
    }
    CHECK(found == (1u << 14) - 1);
    CHECK(by_float_remove(&m, float_of(nans[3])) && !by_float_has(&m, float_of(nans[1])));
    CHECK(by_float_remove(&m, -0.0f) && !by_float_remove(&m, 0.0f));
    CHECK(by_float_take(&m, float_of(0xff800000), NULL) && by_float_has(&m, float_of(0x7f800000)));
    CHECK(float_set_remove(&s, float_of(nans[4])) && !float_set_has(&s, float_of(nans[0])));
    CHECK(float_set_len(&s) == sizeof others / sizeof others[0]);
    by_float_free(&m);
    float_set_free(&s);
    test_debug_end();
}

#if DBL_MANT_DIG == 53
static double double_of(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static void double_keys(void) {
    const uint64_t nan = UINT64_C(0x7ff8) << 48, sign = UINT64_C(1) << 63;
    by_double m;
    double_set s;
    uint32_t i;
    test_debug_begin();
    by_double_init(&m, &test_debug.allocator);
    double_set_init(&s, &test_debug.allocator);
    for (i = 0; i < 64; ++i) {
        CHECK(by_double_put(&m, double_of(nan | i << 5 | (i % 2 == 0 ? sign : 0)), i));
        CHECK(double_set_put(&s, double_of(nan | (uint64_t)i << 45)));
        CHECK(by_double_len(&m) == 1 && double_set_len(&s) == 1);
    }
    CHECK(is_value(by_double_get(&m, double_of(nan | sign | 77)), 63));
    CHECK(by_double_put(&m, -0.0, 1) && by_double_put(&m, 0.0, 2) && by_double_len(&m) == 2);
    CHECK(is_value(by_double_get(&m, -0.0), 2) && !by_double_has(&m, double_of(1)));
    CHECK(by_double_put(&m, double_of(1), 3) && by_double_put(&m, double_of(1 | sign), 4));
    CHECK(by_double_put(&m, DBL_MAX * 2, 5) && by_double_put(&m, -DBL_MAX * 2, 6));
    CHECK(by_double_len(&m) == 6 && by_double_remove(&m, double_of(nan)));
    for (i = 0; i < MANY; ++i)
        CHECK(by_double_put(&m, (double)i / 4 + 0.125, i) && double_set_put(&s, -(double)i));
    CHECK(by_double_len(&m) == MANY + 5 && double_set_len(&s) == MANY + 1);
    for (i = 0; i < MANY; ++i)
        CHECK(is_value(by_double_get(&m, (double)i / 4 + 0.125), i) &&
              !by_double_has(&m, (double)i / 4 + 0.25));
    CHECK(double_set_has(&s, 0.0) && double_set_remove(&s, 0.0) && !double_set_has(&s, -0.0));
    by_double_free(&m);
    double_set_free(&s);
    test_debug_end();
}
#endif

struct probe12 {
    char lead;
    value12 item;
};
struct probe24 {
    char lead;
    value24 item;
};
struct probe_pointer {
    char lead;
    text_pointer item;
};
struct probe2 {
    char lead;
    uint16_t item;
};

/* Values of every size are where a T * may point, whatever the key's size. */
static void values_are_aligned(void) {
    static const char texts[] = "pointed to";
    to1 m1;
    to2 m2;
    to3 m3;
    to8 m8;
    to12 m12;
    to24 m24;
    to_pointer mp;
    uint32_t i, round;
    test_debug_begin();
    to1_init(&m1, &test_debug.allocator);
    to2_init(&m2, &test_debug.allocator);
    to3_init(&m3, &test_debug.allocator);
    to8_init(&m8, &test_debug.allocator);
    to12_init(&m12, &test_debug.allocator);
    to24_init(&m24, &test_debug.allocator);
    to_pointer_init(&mp, &test_debug.allocator);
    for (round = 0; round < 2; ++round) {
        for (i = 0; i < LIVE / 2; ++i) {
            value3 v3;
            value12 v12;
            value24 v24;
            memset(&v3, (int)i, sizeof v3);
            memset(&v12, (int)i, sizeof v12);
            memset(&v24, (int)i, sizeof v24);
            CHECK(to1_put(&m1, i, (uint8_t)i) && to2_put(&m2, i, (uint16_t)i));
            CHECK(to3_put(&m3, i, v3) && to8_put(&m8, (uint16_t)i, i));
            CHECK(to12_put(&m12, i, v12) && to24_put(&m24, (uint8_t)i, v24));
            CHECK(to_pointer_put(&mp, i, texts + i % 10));
        }
        for (i = 0; i < LIVE / 2; ++i) {
            const uint16_t *const v2 = to2_get(&m2, i);
            const value3 *const v3 = to3_ref(&m3, i);
            const uint64_t *const v8 = to8_get(&m8, (uint16_t)i);
            const value12 *const v12 = to12_get(&m12, i);
            const value24 *const v24 = to24_ref(&m24, (uint8_t)i);
            const text_pointer *const p = to_pointer_get(&mp, i);
            CHECK(*to1_get(&m1, i) == i && (uintptr_t)v2 % ALIGN_OF(probe2, uint16_t) == 0 &&
                  *v2 == i);
            CHECK(v3->bytes[0] == i && v3->bytes[2] == i);
            CHECK((uintptr_t)v8 % ALIGN_OF(probe8, uint64_t) == 0 && *v8 == i);
            CHECK((uintptr_t)v12 % ALIGN_OF(probe12, value12) == 0);
            CHECK(v12->parts[0] == i * UINT32_C(0x01010101) && v12->parts[2] == v12->parts[0]);
            CHECK((uintptr_t)v24 % ALIGN_OF(probe24, value24) == 0);
            CHECK(v24->parts[2] == i * UINT64_C(0x0101010101010101));
            CHECK((uintptr_t)p % ALIGN_OF(probe_pointer, text_pointer) == 0 &&
                  *p == texts + i % 10);
        }
        for (i = 0; i < LIVE / 2; i += 2) {
            value3 v3;
            value24 v24;
            CHECK(to3_take(&m3, i, &v3) && v3.bytes[1] == i);
            CHECK(to24_take(&m24, (uint8_t)i, &v24) && (v24.parts[1] & 255) == i);
        }
    }
    to1_free(&m1);
    to2_free(&m2);
    to3_free(&m3);
    to8_free(&m8);
    to12_free(&m12);
    to24_free(&m24);
    to_pointer_free(&mp);
    test_debug_end();
}

/* ---- whole keys ---- */

static void whole_keys(void) {
    points m;
    points_item i = LEAN_EMPTY;
    point_set s;
    uint32_t k, sum = 0;
    bool is_new = false;
    test_debug_begin();
    right_seeds[0] = right_seeds[1] = 0;
    points_init(&m, &test_debug.allocator);
    point_set_init(&s, &test_debug.allocator);
    for (k = 0; k < MANY; ++k) {
        CHECK(points_add(&m, point_of(k), k) == LEAN_OK && point_set_put(&s, point_of(k)));
        CHECK(points_add(&m, point_of(k), 0) == LEAN_EXISTS);
    }
    for (k = 0; k < 2 * MANY; ++k) {
        CHECK(points_has(&m, point_of(k)) == (k < MANY) &&
              point_set_has(&s, point_of(k)) == (k < MANY));
        CHECK(k >= MANY ? points_get(&m, point_of(k)) == NULL
                        : is_value(points_ref(&m, point_of(k)), k));
    }
    while (points_next(&m, &i)) {
        CHECK((uint32_t)i.key.z == *i.value && i.key.y == 0);
        sum += *i.value;
        if (*i.value % 3 == 0)
            points_erase(&m, &i);
    }
    CHECK(sum == (uint32_t)MANY * (MANY - 1) / 2);
    for (k = 0; k < MANY; ++k)
        CHECK(points_has(&m, point_of(k)) == (k % 3 != 0));
    CHECK(points_ensure(&m, point_of(0), &is_new) != NULL && is_new);
    CHECK(points_take(&m, point_of(1), &sum) && sum == 1);
    points_free(&m);
    point_set_free(&s);
    test_debug_end();
}

/* pains.md: hash = constant and hash = identity still work. n is small for the first: every call
   takes as long as there are keys. */
static void a_constant_hash_works(void) {
    tags m;
    tags_item i = LEAN_EMPTY;
    tag t;
    uint16_t k, n = 0;
    size_t bytes;
    test_debug_begin();
    memset(&t, 0x55, sizeof t); /* what is in the padding means nothing */
    tags_init(&m, &test_debug.allocator);
    for (k = 0; k < 3 * LIVE; ++k) {
        if (k == LIVE)
            memset(&t, 0xaa, sizeof t);
        t.a = k % LIVE;
        t.b = (uint8_t)(k / LIVE % 2);
        CHECK(tags_put(&m, t, k) && tags_len(&m) == (k < 2 * LIVE ? k + 1u : 2u * LIVE));
    }
    for (k = 0; k < 2 * LIVE; ++k) {
        t.a = k % LIVE;
        t.b = (uint8_t)(k / LIVE);
        CHECK(tags_get(&m, t) != NULL && *tags_get(&m, t) == (k < LIVE ? k + 2 * LIVE : k));
        t.b = 2;
        CHECK(!tags_has(&m, t) && !tags_remove(&m, t));
    }
    while (tags_next(&m, &i)) {
        ++n;
        if (i.key.b == 1)
            tags_erase(&m, &i);
    }
    CHECK(n == 2 * LIVE && tags_len(&m) == LIVE);
    bytes = tags_bytes(&m);
    for (n = 0; n < 20 * LIVE; ++n) { /* comes and goes */
        t.a = n % LIVE;
        t.b = 0;
        CHECK(tags_remove(&m, t) && tags_put(&m, t, n));
    }
    CHECK(tags_len(&m) == LIVE && tags_bytes(&m) <= 2 * bytes);
    tags_free(&m);
    test_debug_end();
}

/* Numbers in a row, or apart by a power of 2, and more of them where the object says so. A table
   that needs more than twice the memory for some of them is not bounded. */
static void an_identity_hash_works(void) {
    unsigned shape;
    size_t usual = 0;
    test_debug_begin();
    for (shape = 0; shape < SHAPES; ++shape) {
        itself m;
        uint32_t i;
        itself_init(&m, &test_debug.allocator);
        for (i = 0; i < MANY; ++i)
            CHECK(itself_put(&m, shaped64(shape, i), i));
        for (i = 0; i < MANY; ++i)
            CHECK(is_value(itself_get(&m, shaped64(shape, i)), i));
        CHECK(itself_len(&m) == MANY && !itself_has(&m, UINT64_C(0x123456789abcdef)));
        CHECK(itself_bytes(&m) == test_debug.bytes);
        usual = shape == 0 ? itself_bytes(&m) : usual;
        CHECK(itself_bytes(&m) <= 2 * usual);
        for (i = 0; i < MANY; i += 2)
            CHECK(itself_remove(&m, shaped64(shape, i)));
        for (i = 0; i < MANY; ++i)
            CHECK(itself_has(&m, shaped64(shape, i)) == (i % 2 != 0));
        itself_free(&m);
    }
    test_debug_end();
}

/* The same for integers, whose hash is lean.h's own. */
static void integers_of_every_shape(void) {
    unsigned shape;
    size_t usual = 0;
    test_debug_begin();
    for (shape = 0; shape < SHAPES; ++shape) {
        longs m;
        numbers s;
        uint32_t i;
        longs_init(&m, &test_debug.allocator);
        numbers_init(&s, &test_debug.allocator);
        for (i = 0; i < MANY; ++i)
            CHECK(longs_put(&m, shaped64(shape, i), i) && numbers_put(&s, shaped32(shape, i)));
        for (i = 0; i < MANY; ++i) {
            CHECK(longs_get(&m, shaped64(shape, i)) != NULL &&
                  *longs_get(&m, shaped64(shape, i)) == i);
            CHECK(numbers_has(&s, shaped32(shape, i)));
        }
        CHECK(longs_len(&m) == MANY && numbers_len(&s) == MANY);
        usual = shape == 0 ? test_debug.bytes : usual;
        CHECK(test_debug.bytes <= 2 * usual);
        for (i = 0; i < MANY; ++i)
            CHECK(longs_remove(&m, shaped64(shape, i)) && numbers_remove(&s, shaped32(shape, i)));
        CHECK(longs_len(&m) == 0 && numbers_len(&s) == 0);
        longs_free(&m);
        numbers_free(&s);
    }
    test_debug_end();
}

static digest digest_of(uint32_t i) {
    digest d;
    memset(&d, 0, sizeof d);
    d.bytes[15] = (uint8_t)i;
    d.bytes[0] = (uint8_t)(i >> 8);
    return d;
}

static void siphash_keys(void) {
    unsigned k;
    uint64_t orders[3] = {0, 0, 0};
    test_debug_begin();
    for (k = 0; k < 3; ++k) {
        digests m, n;
        digest_set s;
        digests_item i = LEAN_EMPTY;
        uint32_t j;
        digests_init(&m, &test_debug.allocator);
        digests_init(&n, &test_debug.allocator);
        digest_set_init(&s, &test_debug.allocator);
        if (k != 0) /* else a key of zeros */
            CHECK(digests_seed(&m, LEAN_MAP_SECRET(k == 1 ? secret : another)));
        CHECK(digest_set_seed(&s, LEAN_MAP_SECRET(secret)));
        for (j = 0; j < MANY; ++j)
            CHECK(digests_put(&m, digest_of(j), j) && digest_set_put(&s, digest_of(j)));
        for (j = 0; j < 2 * MANY; ++j) {
            CHECK(digests_has(&m, digest_of(j)) == (j < MANY));
            CHECK(digest_set_has(&s, digest_of(j)) == (j < MANY));
        }
        digest_set_free(&s);
        while (digests_next(&m, &i))
            orders[k] = lean_mix64(orders[k] + *i.value);
        CHECK(digests_copy(&n, &m) && digests_len(&n) == MANY);
        for (j = 0; j < MANY; ++j)
            CHECK(is_value(digests_get(&n, digest_of(j)), j) && digests_remove(&m, digest_of(j)));
        CHECK(digests_put(&n, digest_of(MANY), 0) && digests_len(&m) == 0);
        digests_clear(&n);
        CHECK(digests_put(&n, digest_of(3), 3) && digests_has(&n, digest_of(3)));
        digests_free(&m);
        digests_free(&n);
    }
    CHECK(orders[0] != orders[1] && orders[1] != orders[2] && orders[2] != orders[0]);
    test_debug_end();
}

static void other_whole_keys(void) {
    static char text[2 * MANY]; /* pointed to, never read */
    odds m;
    pointers p;
    sip_numbers s;
    sip_wides wide;
    uint32_t i;
    odd key;
    value3 v;
    test_debug_begin();
    odds_init(&m, &test_debug.allocator);
    pointers_init(&p, &test_debug.allocator);
    sip_numbers_init(&s, &test_debug.allocator);
    sip_wides_init(&wide, &test_debug.allocator);
    memset(&key, 0, sizeof key);
    memset(&v, 0, sizeof v);
    for (i = 0; i < MANY; ++i) {
        key.bytes[4] = (uint8_t)i;
        key.bytes[1] = v.bytes[2] = (uint8_t)(i >> 8);
        v.bytes[0] = (uint8_t)i;
        CHECK(odds_put(&m, key, v) && pointers_put(&p, text + i, (uint8_t)i));
        CHECK(sip_numbers_put(&s, i) && sip_wides_put(&wide, (uint64_t)i << 32));
    }
    for (i = 0; i < 2 * MANY; ++i) {
        key.bytes[4] = (uint8_t)i;
        key.bytes[1] = (uint8_t)(i >> 8);
        CHECK(odds_has(&m, key) == (i < MANY));
        CHECK(i >= MANY || (odds_get(&m, key)->bytes[0] == key.bytes[4] &&
                            odds_get(&m, key)->bytes[2] == key.bytes[1]));
        CHECK(pointers_has(&p, text + i) == (i < MANY) && sip_numbers_has(&s, i) == (i < MANY));
    }
    CHECK(!pointers_has(&p, NULL) && pointers_put(&p, NULL, 1) && pointers_has(&p, NULL));
    odds_free(&m);
    pointers_free(&p);
    CHECK(sip_wides_has(&wide, 0) && !sip_wides_has(&wide, (uint64_t)MANY << 32 | 1));
    sip_numbers_free(&s);
    sip_wides_free(&wide);
    test_debug_end();
}

/* Keys are aligned where they are more so than the values, and the other way round. */
static void keys_and_values_are_aligned(void) {
    key_first m;
    value_first n;
    odd key;
    uint32_t i;
    test_debug_begin();
    misaligned = 0;
    memset(&key, 0, sizeof key);
    key_first_init(&m, &test_debug.allocator);
    value_first_init(&n, &test_debug.allocator);
    for (i = 0; i < 3 * LIVE; ++i) {
        key.bytes[0] = (uint8_t)i;
        key.bytes[4] = (uint8_t)(i >> 8);
        CHECK(key_first_put(&m, i, (uint16_t)i) && value_first_put(&n, key, i));
    }
    for (i = 0; i < 3 * LIVE; ++i) {
        const uint16_t *const of_m = key_first_get(&m, i);
        const uint64_t *of_n;
        key.bytes[0] = (uint8_t)i;
        key.bytes[4] = (uint8_t)(i >> 8);
        of_n = value_first_get(&n, key);
        CHECK(of_m != NULL && (uintptr_t)of_m % ALIGN_OF(probe2, uint16_t) == 0 && *of_m == i);
        CHECK(of_n != NULL && (uintptr_t)of_n % ALIGN_OF(probe8, uint64_t) == 0 && *of_n == i);
    }
    CHECK(misaligned == 0);
    key_first_free(&m);
    value_first_free(&n);
    test_debug_end();
}

/* ---- more keys in one bucket than a block can have ---- */

#ifndef TEST_SMALL
#define CROWD 75 /* of which a block has 24 */
static uint8_t crowd_there[CROWD];

static bool crowd_put(crowds *m, uint32_t k) {
    value160 value;
    memset(&value, (int)(uint8_t)(k * 7), sizeof value);
    crowd_there[k] = 1;
    return crowds_put(m, k, value);
}

/* Whether m has just the numbers below CROWD that crowd_there says, each once. */
static bool is_crowd(const crowds *m) {
    crowds_item i = LEAN_EMPTY;
    uint32_t k, n = 0, sum = 0;
    for (k = 0; k < CROWD; ++k) {
        const value160 *const value = crowds_get(m, k);
        value160 right;
        memset(&right, (int)(uint8_t)(k * 7), sizeof right);
        if ((value != NULL) != (crowd_there[k] != 0))
            return false;
        if (value != NULL && memcmp(value, &right, sizeof right) != 0)
            return false;
        n += value != NULL;
        sum += value != NULL ? lean_mix32(k) : 0;
    }
    for (k = 0; crowds_next(m, &i); ++k)
        sum -= lean_mix32(i.key);
    return k == n && sum == 0 && crowds_len(m) == n && !crowds_has(m, CROWD);
}

static crowds crowded(void) {
    crowds m;
    uint32_t k;
    memset(crowd_there, 0, sizeof crowd_there);
    crowds_init(&m, &test_debug.allocator);
    for (k = 0; k < CROWD; ++k)
        CHECK(crowd_put(&m, k));
    CHECK(is_crowd(&m));
    return m;
}

/* Each of the blocks becomes empty before the others do, and between them those that come again go
   into whichever has room. */
static void chains_lose_entries_in_any_order(void) {
    static const uint8_t begins[] = {0, CROWD - 1, CROWD / 2, CROWD / 3, 5};
    static const uint8_t steps[] = {1, CROWD - 1, 1, CROWD - 1, 11};
    unsigned order;
    test_debug_begin();
    for (order = 0; order < sizeof steps; ++order) {
        crowds m = crowded();
        uint32_t n, k = begins[order];
        for (n = 0; n < CROWD; ++n, k = (k + steps[order]) % CROWD) {
            const size_t requests = test_debug.requests;
            CHECK(crowds_remove(&m, k) && !crowds_remove(&m, k));
            crowd_there[k] = 0;
            CHECK(test_debug.requests == requests && crowds_bytes(&m) == test_debug.bytes);
            CHECK(is_crowd(&m));
            if (n % 8 != 0)
                continue;
            CHECK(crowd_put(&m, k) && is_crowd(&m) && crowds_remove(&m, k));
            crowd_there[k] = 0;
        }
        CHECK(is_crowd(&m) && crowds_len(&m) == 0);
        crowds_free(&m);
    }
    test_debug_end();
}

/* Erased are the items from one on to another in the order they come, which is that of the blocks.
   What is left is iterated, copied, shrunk and filled again. */
static void chains_under_a_cursor(void) {
    static const uint8_t from[] = {0, 0, 0, CROWD / 3, CROWD / 3, 2 * CROWD / 3, 1, 3};
    static const uint8_t to[] = {CROWD,     CROWD / 3, 2 * CROWD / 3, 2 * CROWD / 3,
                                 CROWD - 1, CROWD,     CROWD - 1,     CROWD};
    unsigned k;
    test_debug_begin();
    for (k = 0; k < 2 * sizeof to; ++k) {
        const unsigned which = k % sizeof to, each = k < sizeof to ? 1 : 3;
        crowds m = crowded(), copied;
        const size_t requests = test_debug.requests;
        crowds_item i = LEAN_EMPTY;
        uint32_t nth;
        for (nth = 0; crowds_next(&m, &i); ++nth) {
            CHECK(crowd_there[i.key] == 1);
            if (nth < from[which] || nth >= to[which] || nth % each != 0)
                continue;
            crowd_there[i.key] = 0;
            crowds_erase(&m, &i);
            CHECK(!crowds_has(&m, i.key));
        }
        CHECK(nth == CROWD && test_debug.requests == requests && is_crowd(&m));
        CHECK(crowds_bytes(&m) == test_debug.bytes);
        crowds_init(&copied, &test_debug.allocator);
        CHECK(crowds_copy(&copied, &m) && is_crowd(&copied));
        crowds_free(&copied);
        CHECK(crowds_shrink(&m) && is_crowd(&m) && crowds_bytes(&m) == test_debug.bytes);
        for (nth = 0; nth < CROWD; ++nth)
            CHECK(crowd_put(&m, nth));
        CHECK(is_crowd(&m));
        crowds_free(&m);
    }
    test_debug_end();
}

/* Until there are as many as were reserved nothing is requested, whichever blocks become empty. */
static void chains_in_a_reserve(void) {
    unsigned round;
    uint32_t k;
    test_debug_begin();
    for (round = 0; round < 4; ++round) {
        crowds m, before;
        size_t requests, bytes;
        memset(crowd_there, 0, sizeof crowd_there);
        crowds_init(&m, &test_debug.allocator);
        for (k = 0; k < CROWD * round / 4; ++k)
            CHECK(crowd_put(&m, k));
        CHECK(crowds_reserve(&m, CROWD) && is_crowd(&m));
        requests = test_debug.requests;
        for (k = 0; k < CROWD; ++k)
            CHECK(crowd_put(&m, k));
        for (k = round; k < CROWD; ++k)
            CHECK(crowds_remove(&m, k) && --crowd_there[k] == 0);
        CHECK(is_crowd(&m));
        for (k = CROWD; k-- != 0;)
            CHECK(crowd_put(&m, k));
        CHECK(is_crowd(&m) && test_debug.requests == requests);
        crowds_init(&before, &test_debug.allocator);
        CHECK(crowds_copy(&before, &m) && crowds_shrink(&before) && crowds_shrink(&m));
        bytes = crowds_bytes(&before);
        CHECK(is_crowd(&m) && is_crowd(&before) && crowds_bytes(&m) <= bytes + bytes / 4);
        crowds_free(&m);
        crowds_free(&before);
    }
    test_debug_end();
}

/* A bucket of many blocks, of which some or none stay full and the others keep an entry or so, in
   the middle of a reserve: keys that go elsewhere get what has become free. */
#define THINNED(Name, stuck, other, value, full)                                                   \
    {                                                                                              \
        Name m;                                                                                    \
        size_t requests;                                                                           \
        uint32_t k;                                                                                \
        test_debug_begin();                                                                        \
        Name##_init(&m, &test_debug.allocator);                                                    \
        CHECK(Name##_reserve(&m, THIN));                                                           \
        requests = test_debug.requests;                                                            \
        for (k = 0; k < THIN; ++k)                                                                 \
            CHECK(Name##_put(&m, stuck(k), (value)k));                                             \
        for (k = 0; k < THIN; ++k)                                                                 \
            CHECK(STAYS(k, full) || Name##_remove(&m, stuck(k)));                                  \
        for (k = 0; Name##_len(&m) < THIN; ++k)                                                    \
            CHECK(Name##_put(&m, other(k), (value)k));                                             \
        CHECK(test_debug.requests == requests);                                                    \
        while (k-- != 0)                                                                           \
            CHECK(*Name##_get(&m, other(k)) == k);                                                 \
        for (k = 0; k < THIN; ++k)                                                                 \
            CHECK(Name##_has(&m, stuck(k)) == STAYS(k, full));                                     \
        Name##_free(&m);                                                                           \
        test_debug_end();                                                                          \
    }

#define THIN 6000u
#define STAYS(k, full) ((k) < (full) || (k) % 113 == 0)
#define EVEN_KEY(k) ((k)*2)
#define ODD_KEY(k) ((k)*2 + 1)
#define STUCK_KEY(k) lean_map_unmix_((uint64_t)(k) << 32 | 5, 64, 0)
#define OTHER_KEY(k) ((uint64_t)(k) + 1)

static void thinned_chains_in_a_reserve(void) {
    THINNED(splits, EVEN_KEY, ODD_KEY, uint32_t, 1)
    THINNED(splits, EVEN_KEY, ODD_KEY, uint32_t, 300)
    THINNED(longs, STUCK_KEY, OTHER_KEY, uint64_t, 300)
}

/* A chain in pages, where its blocks are moved as others come and go, among keys whose buckets have
   a block each. The requests are refused one after the other while the chain's bucket is split. */
static void chains_in_pages(void) {
    const uint32_t n = 600, at = 480; /* 64 buckets of 4 are split with 514 */
    uint32_t refuse;
    for (refuse = 0; refuse < 40; ++refuse) {
        halves m, copied;
        halves_item i = LEAN_EMPTY;
        value160 value;
        uint32_t k, seen = 0, erased = 0;
        memset(&value, 0, sizeof value);
        test_debug_begin();
        halves_init(&m, &test_debug.allocator);
        for (k = 0; k < n; ++k) {
            bool done;
            value.parts[0] = value.parts[19] = k;
            if (k >= at)
                lean_debug_fail(&test_debug, refuse / 2, refuse % 2 != 0);
            done = halves_put(&m, k, value);
            lean_debug_fail_none(&test_debug);
            CHECK(done || (k >= at && !halves_has(&m, k) && halves_put(&m, k, value)));
        }
        halves_init(&copied, &test_debug.allocator);
        CHECK(halves_len(&m) == n && halves_copy(&copied, &m) && halves_shrink(&copied));
        for (k = 0; k < n; ++k) {
            const value160 *const here = halves_get(&m, k), *const there = halves_get(&copied, k);
            CHECK(here != NULL && here->parts[0] == k && here->parts[19] == k);
            CHECK(there != NULL && there->parts[0] == k && there->parts[19] == k);
        }
        for (; halves_next(&m, &i); ++seen) {
            if (seen % 7 < refuse % 8) {
                halves_erase(&m, &i);
                ++erased;
            }
        }
        CHECK(seen == n && halves_bytes(&m) + halves_bytes(&copied) == test_debug.bytes);
        CHECK(halves_len(&m) == n - erased);
        for (k = 0; k < n; ++k)
            CHECK(!halves_take(&m, k, &value) || (value.parts[0] == k && value.parts[19] == k));
        CHECK(halves_len(&m) == 0);
        halves_free(&m);
        halves_free(&copied);
        test_debug_end();
    }
}

/* Whole keys where the directory has more than one segment. */
static void whole_keys_in_a_large_map(void) {
    const uint32_t n = 2 * 18000;
    halves m;
    value160 value;
    uint32_t k;
    memset(&value, 0, sizeof value);
    test_debug_begin();
    halves_init(&m, &test_debug.allocator);
    for (k = 1; k < n; k += 2) {
        value.parts[0] = value.parts[19] = k;
        CHECK(halves_put(&m, k, value));
    }
    for (k = 0; k < n; ++k) {
        const value160 *const at = halves_get(&m, k);
        CHECK(k % 2 == 0 ? at == NULL : at != NULL && at->parts[0] == k && at->parts[19] == k);
    }
    CHECK(halves_len(&m) == n / 2 && halves_bytes(&m) == test_debug.bytes);
    halves_free(&m);
    test_debug_end();
}

/* Values of which a few are more than most blocks have bytes. */
static void values_of_several_kb(void) {
    const uint32_t n = 400;
    pages_of m, copied;
    pages_of_item at = LEAN_EMPTY;
    value3000 value;
    uint32_t i, seen = 0;
    test_debug_begin();
    pages_of_init(&m, &test_debug.allocator);
    pages_of_init(&copied, &test_debug.allocator);
    for (i = 0; i < n; ++i) {
        memset(&value, (int)(i % 251), sizeof value);
        CHECK(pages_of_put(&m, i, value));
    }
    CHECK(pages_of_copy(&copied, &m) && pages_of_shrink(&copied));
    CHECK(pages_of_bytes(&m) + pages_of_bytes(&copied) == test_debug.bytes);
    for (; pages_of_next(&m, &at); ++seen)
        if (at.key % 3 != 0)
            pages_of_erase(&m, &at);
    CHECK(seen == n);
    for (i = 0; i < n; ++i) {
        memset(&value, (int)(i % 251), sizeof value);
        CHECK(memcmp(pages_of_get(&copied, i), &value, sizeof value) == 0);
        if (i % 3 == 0)
            CHECK(memcmp(pages_of_get(&m, i), &value, sizeof value) == 0);
        else
            CHECK(!pages_of_has(&m, i));
    }
    pages_of_free(&m);
    pages_of_free(&copied);
    test_debug_end();
}

/* Where there are so many buckets that an entry is narrower than what parts are rounded up to, one
   more or less may leave the parts behind it where they are. */
static void parts_that_stay_where_they_are(void) {
    const uint32_t n = 16000;
    to1 m;
    uint32_t i;
    test_debug_begin();
    to1_init(&m, &test_debug.allocator);
    for (i = 0; i < n; ++i)
        CHECK(to1_put(&m, key_of(i), (uint8_t)i));
    for (i = 0; i < n; i += 2)
        CHECK(to1_remove(&m, key_of(i)));
    for (i = 0; i < n; ++i) {
        const uint8_t *const value = to1_get(&m, key_of(i));
        CHECK(i % 2 == 0 ? value == NULL : value != NULL && *value == (uint8_t)i);
    }
    CHECK(to1_len(&m) == n / 2 && to1_bytes(&m) == test_debug.bytes);
    to1_free(&m);
    test_debug_end();
}

/* All keys of 8 bits with values so wide that they take two blocks, in a bucket that is never
   split. */
static void all_keys_of_8_bits_in_two_blocks(void) {
    unsigned round, i;
    test_debug_begin();
    for (round = 0; round < 3; ++round) {
        to24 m;
        value24 value;
        memset(&value, 0, sizeof value);
        to24_init(&m, &test_debug.allocator);
        CHECK(round != 1 || to24_reserve(&m, 256));
        for (i = 0; i < 256; ++i) {
            value.parts[2] = i;
            CHECK(to24_put(&m, (uint8_t)(i * 77), value));
        }
        for (i = 0; i < 256; ++i)
            CHECK(to24_get(&m, (uint8_t)(i * 77)) != NULL &&
                  to24_get(&m, (uint8_t)(i * 77))->parts[2] == i);
        CHECK(to24_len(&m) == 256 && (round != 2 || to24_shrink(&m)));
        for (i = 0; i < 256; ++i)
            CHECK(to24_take(&m, (uint8_t)i, &value) && (uint8_t)(value.parts[2] * 77) == i);
        CHECK(to24_len(&m) == 0 && to24_bytes(&m) == test_debug.bytes);
        to24_free(&m);
    }
    test_debug_end();
}
#endif

/* ---- what other tables stumbled over (pains.md, hash tables) ---- */

/* 100 live keys, and many that come and go: no tombstone and no block that nobody needs. */
static void churn_stays_small(void) {
    counts m, fresh;
    longs l;
    uint32_t i;
    size_t most = 0, most_long = 0, of_fresh;
    test_debug_begin();
    fresh = counted(LIVE);
    of_fresh = counts_bytes(&fresh);
    counts_free(&fresh);
    m = counted(LIVE);
    longs_init(&l, &test_debug.allocator);
    for (i = 0; i < LIVE; ++i)
        CHECK(longs_put(&l, i, i));
    for (i = 0; i < CHURN; ++i) {
        CHECK(counts_remove(&m, key_of(i)) && put(&m, i + LIVE));
        CHECK(longs_put(&l, i + LIVE, i + LIVE) && longs_remove(&l, i)); /* 101 for a moment */
        most = counts_bytes(&m) > most ? counts_bytes(&m) : most;
        most_long = longs_bytes(&l) > most_long ? longs_bytes(&l) : most_long;
    }
    CHECK(holds(&m, CHURN, CHURN + LIVE) && longs_len(&l) == LIVE);
    CHECK(most < 2 * of_fresh);
    counts_free(&m);
    longs_free(&l);
    longs_init(&l, &test_debug.allocator);
    for (i = 0; i <= LIVE; ++i)
        CHECK(longs_put(&l, i, i));
    CHECK(most_long < 2 * longs_bytes(&l));
    longs_free(&l);
    test_note("churn of 100 keys", (unsigned long)most, "bytes at most");
    test_note("fresh map of 100 keys", (unsigned long)of_fresh, "bytes");
    test_debug_end();
}

/* The same with keys that live for different times. */
static void random_churn_stays_small(void) {
    static uint32_t live[LIVE];
    points m;
    uint32_t i, k;
    size_t most = 0, of_fresh;
    test_debug_begin();
    points_init(&m, &test_debug.allocator);
    for (i = 0; i < LIVE; ++i) {
        live[i] = i;
        CHECK(points_put(&m, point_of(i), i));
    }
    of_fresh = points_bytes(&m);
    for (; i < CHURN / 4; ++i) {
        k = test_random() % LIVE;
        CHECK(points_remove(&m, point_of(live[k])));
        live[k] = i;
        CHECK(points_add(&m, point_of(i), i) == LEAN_OK);
        most = points_bytes(&m) > most ? points_bytes(&m) : most;
    }
    for (k = 0; k < LIVE; ++k)
        CHECK(is_value(points_get(&m, point_of(live[k])), live[k]));
    CHECK(points_len(&m) == LIVE && most < 2 * of_fresh);
    points_free(&m);
    test_debug_end();
}

/* A table that is full, or full of what was removed, ends every search. */
static void full_and_emptied_tables_end_every_search(void) {
    octet_set s;
    nothing z;
    counts m;
    uint32_t round, i;
    test_debug_begin();
    octet_set_init(&s, &test_debug.allocator);
    nothing_init(&z, &test_debug.allocator);
    for (round = 0; round < 20; ++round) {
        for (i = 0; i < 256; ++i)
            CHECK(octet_set_put(&s, (uint8_t)i));
        for (i = 0; i < 256; ++i)
            CHECK(octet_set_remove(&s, (uint8_t)(i * (2 * round + 1))));
        for (i = 0; i < 256; ++i)
            CHECK(!octet_set_has(&s, (uint8_t)i) && !octet_set_remove(&s, (uint8_t)i));
        for (i = 0; i < LIVE; ++i)
            CHECK(nothing_put(&z, i + round) && !nothing_has(&z, 1000));
        for (i = 0; i < LIVE; ++i)
            CHECK(nothing_remove(&z, i + round) && !nothing_has(&z, i + round));
    }
    octet_set_free(&s);
    nothing_free(&z);
    /* Filled to just what was reserved. */
    counts_init(&m, &test_debug.allocator);
    CHECK(counts_reserve(&m, MANY));
    for (i = 0; i < MANY; ++i)
        CHECK(put(&m, i) && !counts_has(&m, key_of(i + MANY)));
    lean_debug_fail(&test_debug, 0, true);
    while (put(&m, i)) /* and on until there is no room at all */
        ++i;
    CHECK(holds(&m, 0, i));
    counts_free(&m);
    test_debug_end();
}

/* Growing to many and back. Removal gives back what it can without a request; shrink the rest. */
static void memory_comes_back(void) {
    const uint32_t large = MANY * 50 > LEAN_INDEX_MAX ? LEAN_INDEX_MAX : MANY * 50;
    counts m, fresh;
    uint32_t i;
    size_t held, after_puts;
    unsigned long requests;
    meter_begin(SIZE_MAX / 2);
    test_debug_begin();
    fresh = counted(LIVE);
    counts_init(&m, &meter.allocator);
#ifdef TEST_SMALL
    for (i = 0; i < 2 * MANY; ++i)
#else
    for (i = 0; i < large; ++i)
#endif
        CHECK(put(&m, i));
    held = counts_bytes(&m);
    CHECK(held == meter.live && large >= i);
    requests = meter.requests;
    while (i > LIVE)
        CHECK(counts_remove(&m, key_of(--i)));
    CHECK(meter.requests == requests && holds(&m, 0, LIVE) && counts_bytes(&m) == meter.live);
    test_note("before removal", (unsigned long)held, "bytes");
    test_note("after it", (unsigned long)meter.live, "bytes");
    for (i = 0; i < 1000; ++i)
        CHECK(put(&m, LIVE + i) && counts_remove(&m, key_of(LIVE + i)));
    after_puts = counts_bytes(&m);
    test_note("after some puts", (unsigned long)after_puts, "bytes");
    CHECK(holds(&m, 0, LIVE) && after_puts <= held / KEPT && after_puts == meter.live);
    CHECK(counts_shrink(&m) && holds(&m, 0, LIVE) && counts_bytes(&m) == meter.live);
    test_note("after shrink", (unsigned long)meter.live, "bytes");
    CHECK(meter.live <= counts_bytes(&fresh));
    counts_free(&m);
    counts_free(&fresh);
    CHECK(meter.live == 0);
    test_debug_end();
}

#ifndef TEST_SMALL
/* Of a bucket of several blocks entries are removed, some put in, some reserved, and some removed
   again: what is reserved is there, and blocks that had room for more have not become many. */
static void chains_are_not_cut(void) {
    static const value100 value = {{7}};
    to100 m;
    uint32_t i, kept;
    size_t requests = 0, most = 0;
    for (kept = 2; kept < 8; ++kept) {
        test_debug_begin();
        to100_init(&m, &test_debug.allocator);
        for (i = 0; i < 60; ++i)
            CHECK(to100_put(&m, (uint8_t)i, value));
        for (i = kept; i < 60; ++i)
            if (i < 40 || i >= 40 + kept)
                CHECK(to100_remove(&m, (uint8_t)i));
        for (i = 100; i < 100 + kept; ++i)
            CHECK(to100_put(&m, (uint8_t)i, value));
        CHECK(to100_reserve(&m, 30));
        requests = test_debug.requests;
        for (i = 40; i < 40 + kept; ++i)
            CHECK(to100_remove(&m, (uint8_t)i));
        CHECK(to100_remove(&m, 100));
        for (i = 150; to100_len(&m) < 30; ++i)
            CHECK(to100_put(&m, (uint8_t)i, value));
        CHECK(test_debug.requests == requests);
        to100_free(&m);
        test_debug_end();
    }
    test_debug_begin();
    to100_init(&m, &test_debug.allocator);
    for (kept = 0; kept < 50; ++kept) {
        for (i = 0; i < 200; ++i)
            CHECK(to100_put(&m, (uint8_t)(i + kept), value));
        if (kept == 0) {
            requests = test_debug.requests;
            most = to100_bytes(&m);
        }
        CHECK(to100_bytes(&m) <= most + most / 8);
        for (i = 0; i < 100; ++i)
            CHECK(to100_remove(&m, (uint8_t)(i * 2 + kept)));
    }
    CHECK(test_debug.requests < 50 * requests);
    to100_free(&m);
    test_debug_end();
}
#endif

/* The only block has room already: it is reserved as it is. */
static void reserve_in_what_is_free(void) {
    counts m;
    uint32_t i;
    size_t requests;
    test_debug_begin();
    m = counted(40);
    for (i = 4; i < 40; ++i)
        CHECK(counts_remove(&m, key_of(i)));
    requests = test_debug.requests;
    CHECK(counts_reserve(&m, 10));
    for (; i < 46; ++i)
        CHECK(put(&m, i));
    CHECK(test_debug.requests == requests && counts_len(&m) == 10);
    counts_free(&m);
    test_debug_end();
}

/* A block that has been larger gives that back when something is put into it, unless it is
   reserved. */
static void blocks_are_cut_by_a_put(void) {
    counts m;
    uint32_t i;
    size_t held;
    int reserved;
    for (reserved = 0; reserved < 2; ++reserved) {
        test_debug_begin();
        counts_init(&m, &test_debug.allocator);
        if (reserved)
            CHECK(counts_reserve(&m, 40));
        for (i = 0; i < 40; ++i)
            CHECK(put(&m, i));
        held = counts_bytes(&m);
        for (; i > 4; --i)
            CHECK(counts_remove(&m, key_of(i - 1)));
        CHECK(counts_bytes(&m) == held && put(&m, 4) && holds(&m, 0, 5));
        CHECK(reserved ? counts_bytes(&m) == held : counts_bytes(&m) < held - held / 4);
        lean_debug_fail(&test_debug, 0, true);
        i = 5; /* into what is left: all where it is reserved */
        while (i < 40 && put(&m, i))
            ++i;
        CHECK(holds(&m, 0, i) && (i == 40 || !reserved));
        counts_free(&m);
        test_debug_end();
    }
}

#if !defined(TEST_SMALL) && LEAN_INDEX_BITS != 16
/* Far more entries than the other tests have, so that whatever is in segments has several; they go
   in three ways, and come again. */
static void large_maps_grow_and_empty(void) {
    const uint64_t n = 300000;
    longs m, copied;
    unsigned round;
    uint64_t i, left;
    meter_begin(SIZE_MAX / 2);
    longs_init(&m, &meter.allocator);
    longs_init(&copied, &meter.allocator);
    for (round = 0; round < 3; ++round) {
        longs_item at = LEAN_EMPTY;
        uint64_t sum = 0, seen = 0;
        for (i = 0; i < n; ++i)
            CHECK(longs_put(&m, lean_mix64(i + round), i));
        CHECK(longs_len(&m) == n && longs_bytes(&m) + longs_bytes(&copied) == meter.live);
        for (i = 0; i < n + 10; ++i)
            CHECK(longs_has(&m, lean_mix64(i + round)) == (i < n));
        if (round == 1)
            CHECK(longs_copy(&copied, &m) && longs_len(&copied) == n);
        left = n;
        while (longs_next(&m, &at)) {
            ++seen;
            sum += *at.value;
            CHECK(lean_unmix64(at.key) == *at.value + round);
            if (round == 1 && *at.value % 4096 != 5) {
                longs_erase(&m, &at);
                --left;
            }
        }
        CHECK(seen == n && sum == n * (n - 1) / 2 && longs_len(&m) == left);
        if (round == 0)
            for (i = 0; i < n; ++i)
                CHECK(longs_remove(&m, lean_mix64(i)));
        else if (round == 1)
            for (i = 0; i < n; ++i)
                CHECK(longs_has(&m, lean_mix64(i + 1)) == (i % 4096 == 5));
        else
            for (i = n; i-- != 0;)
                CHECK(longs_take(&m, lean_mix64(i + 2), NULL));
        if (round == 1) /* what is left would be other keys' */
            for (i = 5; i < n; i += 4096)
                CHECK(longs_remove(&m, lean_mix64(i + 1)));
        CHECK(longs_len(&m) == 0 && longs_bytes(&m) + longs_bytes(&copied) == meter.live);
    }
    for (i = 0; i < n; ++i)
        CHECK(longs_get(&copied, lean_mix64(i + 1)) != NULL &&
              *longs_get(&copied, lean_mix64(i + 1)) == i);
    longs_free(&m);
    longs_free(&copied);
    CHECK(meter.live == 0);
}

/* Values so wide that a bucket has few: the directory is in several segments. The requests around
   the beginning of each one are refused in turn. */
static void directories_in_segments(void) {
    const uint32_t bucket = 4, segment = LEAN_MAP_SEGMENT_ * bucket, n = 5 * segment + segment / 2;
    value160 value;
    wides m;
    uint32_t i;
    memset(&value, 0, sizeof value);
    test_debug_begin();
    wides_init(&m, &test_debug.allocator);
    for (i = 0; i < n; ++i) {
        const bool near = (i + 60) % segment < 120;
        bool done;
        value.parts[0] = value.parts[19] = i;
        if (near)
            lean_debug_fail(&test_debug, (i + 2) % 3, true);
        done = wides_put(&m, key_of(i), value);
        CHECK(done || near);
        lean_debug_fail_none(&test_debug);
        CHECK(done || (!wides_has(&m, key_of(i)) && wides_put(&m, key_of(i), value)));
    }
    CHECK(wides_len(&m) == n && wides_bytes(&m) == test_debug.bytes);
    for (i = 0; i < n; ++i) {
        const value160 *const at = wides_get(&m, key_of(i));
        CHECK(at != NULL && at->parts[0] == i && at->parts[19] == i);
    }
    for (i = n; i-- != 3 * bucket;)
        CHECK(wides_take(&m, key_of(i), &value) && value.parts[19] == i);
    CHECK(wides_len(&m) == 3 * bucket && wides_bytes(&m) == test_debug.bytes);
    for (i = 0; i < 4 * bucket; ++i)
        CHECK(wides_has(&m, key_of(i)) == (i < 3 * bucket));
    CHECK(wides_shrink(&m) && wides_len(&m) == 3 * bucket);
    wides_free(&m);
    test_debug_end();
}
#endif

/* Some tables take a quadratic time when they are copied in the order of iteration, because that
   clusters the keys. Counted: calls of hash and eq, and bytes asked for. */
static void copy_is_linear(void) {
    static const uint16_t counts_of[] = {LIVE, MANY};
    points m, n;
    uint32_t i;
    unsigned k;
    for (k = 0; k < 2; ++k) {
        const unsigned long entries = counts_of[k];
        right_seeds[0] = right_seeds[1] = 0;
        meter_begin(SIZE_MAX / 2);
        points_init(&m, NULL);
        points_init(&n, &meter.allocator);
        for (i = 0; i < entries; ++i)
            CHECK(points_put(&m, point_of(i), i));
        hashed = compared = 0;
        CHECK(points_copy(&n, &m));
        CHECK(hashed <= 8 * entries && compared <= 4 * entries);
        CHECK(meter.asked <= 4 * points_bytes(&m) + 256 && meter.live == points_bytes(&n));
        CHECK(meter.live <= points_bytes(&m) + points_bytes(&m) / 4 + 64);
        test_note("copy of whole keys", hashed, "calls of hash");
        test_note("copy of whole keys", compared, "calls of eq");
        /* What comes to a table in the other's order. */
        points_clear(&n);
        hashed = compared = 0;
        meter.asked = 0;
        {
            points_item at = LEAN_EMPTY;
            while (points_next(&m, &at))
                CHECK(points_put(&n, at.key, *at.value));
        }
        CHECK(points_len(&n) == entries && hashed <= 40 * entries && compared <= 2 * entries);
        points_free(&m);
        points_free(&n);
    }
}

#ifdef CLOCKED
/* Whether erasing what begins an iteration until nothing is left takes a time that grows with n,
   not with its square: 8 times the entries, less than 24 times the time. */
static clock_t time_to_erase_firsts(uint32_t n) {
    numbers s = LEAN_EMPTY;
    clock_t begin;
    uint32_t i;
    CHECK(numbers_reserve(&s, n));
    for (i = 0; i < n; ++i)
        CHECK(numbers_put(&s, i));
    begin = clock();
    for (i = 0; i < n; ++i) {
        numbers_item first = LEAN_EMPTY;
        CHECK(numbers_next(&s, &first));
        numbers_erase(&s, &first);
    }
    begin = clock() - begin;
    CHECK(numbers_len(&s) == 0);
    numbers_free(&s);
    return begin;
}

static void erasing_the_first_is_not_quadratic(void) {
    const clock_t few = time_to_erase_firsts(7000), many = time_to_erase_firsts(56000);
    CHECK(many <= 24 * few + CLOCKS_PER_SEC / 20);
    test_note("erasing 56000 firsts", (unsigned long)(many / (CLOCKS_PER_SEC / 1000)), "ms");
}
#endif

/* A miss is not the entry at index 0. */
static void a_miss_is_distinct(void) {
    longs m = LEAN_EMPTY;
    CHECK(longs_get(&m, 0) == NULL && longs_put(&m, 5, 0) && longs_get(&m, 0) == NULL);
    CHECK(longs_get(&m, 5) != NULL && *longs_get(&m, 5) == 0 && longs_get(&m, 6) == NULL);
    CHECK(longs_remove(&m, 5) && longs_get(&m, 5) == NULL);
    longs_free(&m);
}

/* ---- memory runs short ---- */

static void body_of_map_sweep(void) {
    counts m, n;
    uint32_t k, len = 0;
    bool is_new = false;
    counts_init(&m, &test_debug.allocator);
    counts_init(&n, &test_debug.allocator);
    if (!counts_reserve(&m, 5))
        CHECK(holds(&m, 0, 0) && counts_bytes(&m) == test_debug.bytes);
    for (k = 0; k < LIVE; ++k) {
        bool done;
        if (k % 3 == 0) {
            done = put(&m, len);
        } else if (k % 3 == 1) {
            const lean_status status = counts_add(&m, key_of(len), len * 3);
            CHECK(status == LEAN_OK || status == LEAN_NO_MEMORY);
            done = status == LEAN_OK;
        } else {
            uint32_t *const value = counts_ensure(&m, key_of(len), &is_new);
            CHECK(value == NULL || (is_new && *value == 0));
            done = value != NULL;
            if (done)
                *value = len * 3;
        }
        if (!done)
            CHECK(holds(&m, 0, len) && counts_bytes(&m) == test_debug.bytes);
        len += done;
    }
    CHECK(holds(&m, 0, len));
    if (!counts_copy(&n, &m))
        CHECK(holds(&n, 0, 0));
    else
        CHECK(holds(&n, 0, len));
    if (!counts_reserve(&m, len * 2 + 5))
        CHECK(holds(&m, 0, len));
    for (k = 0; k < len / 2; ++k)
        CHECK(counts_remove(&m, key_of(k)));
    CHECK(holds(&m, k, len));
    if (!counts_copy(&n, &m)) /* where there was something */
        CHECK(holds(&n, 0, (uint32_t)counts_len(&n)) &&
              (counts_len(&n) == len || k == 0 || counts_len(&n) == 0));
    else
        CHECK(holds(&n, k, len));
    (void)counts_shrink(&m);
    CHECK(holds(&m, k, len) && counts_bytes(&m) + counts_bytes(&n) == test_debug.bytes);
    counts_clear(&m);
    if (!counts_seed(&m, 99))
        CHECK(counts_len(&m) == 0);
    if (put(&m, 0))
        CHECK(holds(&m, 0, 1));
    else
        CHECK(holds(&m, 0, 0));
    CHECK(counts_bytes(&m) + counts_bytes(&n) == test_debug.bytes);
    counts_free(&m);
    counts_free(&n);
}

static void body_of_whole_key_sweep(void) {
    points m, n;
    uint32_t k, len = 0;
    points_init(&m, &test_debug.allocator);
    points_init(&n, &test_debug.allocator);
    right_seeds[0] = 0;
    right_seeds[1] = 4;
    strange_seeds = 0;
    if (!points_seed(&m, 4))
        CHECK(points_bytes(&m) == test_debug.bytes);
    for (k = 0; k < LIVE; ++k) {
        if (points_put(&m, point_of(len), len))
            ++len;
        else
            CHECK(points_len(&m) == len && !points_has(&m, point_of(len)));
    }
    if (!points_copy(&n, &m))
        CHECK(points_len(&n) == 0);
    (void)points_shrink(&m);
    for (k = 0; k < len; ++k)
        CHECK(is_value(points_get(&m, point_of(k)), k));
    CHECK(points_len(&m) == len && strange_seeds == 0);
    CHECK(points_bytes(&m) + points_bytes(&n) == test_debug.bytes);
    points_free(&m);
    points_free(&n);
}

/* unite may stop midway, and goes on when it is called again. */
static void body_of_set_sweep(void) {
    numbers a, b;
    uint32_t k, in_a = 0, in_b = 0;
    bool done;
    numbers_init(&a, &test_debug.allocator);
    numbers_init(&b, &test_debug.allocator);
    for (k = 0; k < LIVE; ++k) {
        if (numbers_put(&a, key_of(in_a * 2)))
            ++in_a;
        if (numbers_add(&b, key_of(in_b * 3)) == LEAN_OK)
            ++in_b;
    }
    CHECK(numbers_len(&a) == in_a && numbers_len(&b) == in_b);
    done = numbers_unite(&a, &b);
    for (k = 0; k < 3 * LIVE; ++k) {
        const bool was = k % 2 == 0 && k / 2 < in_a, comes = k % 3 == 0 && k / 3 < in_b;
        const bool is = numbers_has(&a, key_of(k));
        CHECK(done ? is == (was || comes) : (is || !was) && (!is || was || comes));
        CHECK(numbers_has(&b, key_of(k)) == comes);
    }
    lean_debug_fail_none(&test_debug);
    CHECK(numbers_unite(&a, &b));
    for (k = 0; k < in_b; ++k)
        CHECK(numbers_has(&a, key_of(3 * k)));
    CHECK(numbers_bytes(&a) + numbers_bytes(&b) == test_debug.bytes);
    numbers_free(&a);
    numbers_free(&b);
}

static void refused_requests_change_nothing(void) {
    SWEEP(body_of_map_sweep);
    SWEEP(body_of_whole_key_sweep);
    SWEEP(body_of_set_sweep);
}

/* In a caller's memory: full, emptied and filled again, with about as much each time: in so small a
   one it depends on the gaps whether a bucket can still be split. */
static void over_a_buffer(void) {
    const size_t bytes = 40 * MANY;
    unsigned char *const memory = (unsigned char *)malloc(bytes);
    lean_buffer buffer;
    counts m;
    uint32_t first = 0, round, i, n = 0;
    CHECK(memory != NULL);
    lean_buffer_init(&buffer, memory, memory != NULL ? bytes : 0);
    counts_init(&m, &buffer.allocator);
    for (round = 0; round < 12; ++round) {
        for (n = 0; put(&m, n + round * 7); ++n) {
        }
        CHECK(holds(&m, round * 7, round * 7 + n));
        first = round == 0 ? n : first;
        CHECK(n >= 2 * MANY && n >= first - first / 3);
        for (i = 0; i < n; ++i)
            CHECK(counts_remove(&m, key_of(i + round * 7)));
        CHECK(counts_len(&m) == 0);
        if (round % 3 == 1)
            counts_clear(&m);
        else if (round % 3 == 2)
            (void)counts_shrink(&m);
    }
    test_note("entries of 8 bytes in a buffer of", (unsigned long)bytes, "bytes");
    test_note("  the first time", first, "");
    test_note("  the last time", n, "");
    counts_free(&m);
    CHECK(lean_buffer_bytes(&buffer) == 0);
    free(memory);
}

#ifndef TEST_SMALL
/* What one entry costs at some sizes, for the reader: a fact of this build, not a promise. */
static void bytes_an_entry(void) {
    static const uint32_t many[] = {100, 1000, 10000, 60000};
    unsigned k;
    for (k = 0; k < 4; ++k) {
        longs m = LEAN_EMPTY;
        uint32_t i;
        for (i = 0; i < many[k]; ++i)
            CHECK(longs_put(&m, lean_mix64(i), i));
        test_note("hundredths of a byte for each pair of 16",
                  (unsigned long)(100 * (uint64_t)longs_bytes(&m) / many[k]), "");
        longs_free(&m);
    }
}
#endif

#ifdef TEST_SMALL
int main(void) {
#else
int main(int argc, char **argv) {
    test_seed = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 0) : 1;
#endif
    test_begin("test_map");
    test_note("seed", test_seed, "");
    RUN(objects_have_their_sizes);
    RUN(all_zero_is_empty);
    RUN(all_zero_is_an_empty_set);
    RUN(owner_is_kept);
    RUN(objects_move_by_assignment);
    RUN(bytes_are_what_was_requested);
    RUN(seeds_are_kept_by_clear);
    RUN(seeds_reach_every_hash_call);
    RUN(seeds_matter_to_integers);
    RUN(reserve_is_silent_afterwards);
    RUN(reserves_are_kept);
    RUN(reserve_is_in_proportion);
    RUN(reserve_after_removals);
    RUN(reserve_of_as_many);
    RUN(absurd_sizes_are_refused);
#if LEAN_INDEX_BITS == 16 && SIZE_MAX > 65535 && !defined(TEST_SMALL)
    RUN(maps_end_at_the_index_type);
#endif
    RUN(shrink_gives_back);
    RUN(shrink_goes_on_after_a_refusal);
#ifndef TEST_SMALL
    RUN(shrink_of_pages_goes_on_after_a_refusal);
#endif
    RUN(clear_leaves_no_entries);
    RUN(copy_replaces_and_is_independent);
    RUN(copy_between_seeds);
    RUN(put_replaces_and_add_does_not);
    RUN(existing_keys_need_no_memory);
    RUN(ensure_counts);
    RUN(ensure_zeroes_the_value);
    RUN(get_and_ref);
    RUN(take_and_remove);
    RUN(putting_an_own_value_while_growing);
    RUN(remove_if_asks_once_about_each);
    RUN(iteration_gives_each_entry_once);
    RUN(iteration_of_an_emptied_map);
    RUN(erase_at_the_cursor);
    RUN(erase_among_collisions);
    RUN(sets_are_combined);
    RUN(sets_of_different_sizes);
    RUN(all_keys_of_8_bits);
    RUN(a_set_of_all_keys_of_8_bits);
    RUN(all_signed_keys_of_8_bits);
#ifndef TEST_SMALL
    RUN(all_keys_of_16_bits);
#endif
    RUN(special_keys_are_ordinary);
    RUN(negative_keys);
    RUN(keys_of_every_integer_type);
    RUN(float_keys);
#if DBL_MANT_DIG == 53
    RUN(double_keys);
#endif
    RUN(values_are_aligned);
    RUN(whole_keys);
    RUN(a_constant_hash_works);
    RUN(an_identity_hash_works);
    RUN(integers_of_every_shape);
    RUN(siphash_keys);
    RUN(other_whole_keys);
    RUN(keys_and_values_are_aligned);
#ifndef TEST_SMALL
    RUN(chains_lose_entries_in_any_order);
    RUN(chains_under_a_cursor);
    RUN(chains_in_a_reserve);
    RUN(thinned_chains_in_a_reserve);
    RUN(chains_in_pages);
    RUN(whole_keys_in_a_large_map);
    RUN(values_of_several_kb);
    RUN(parts_that_stay_where_they_are);
    RUN(all_keys_of_8_bits_in_two_blocks);
#endif
    RUN(churn_stays_small);
    RUN(random_churn_stays_small);
    RUN(full_and_emptied_tables_end_every_search);
    RUN(memory_comes_back);
    RUN(reserve_in_what_is_free);
#ifndef TEST_SMALL
    RUN(chains_are_not_cut);
#endif
    RUN(blocks_are_cut_by_a_put);
#if !defined(TEST_SMALL) && LEAN_INDEX_BITS != 16
    RUN(large_maps_grow_and_empty);
    RUN(directories_in_segments);
#endif
    RUN(copy_is_linear);
#ifdef CLOCKED
    RUN(erasing_the_first_is_not_quadratic);
#endif
    RUN(a_miss_is_distinct);
    RUN(refused_requests_change_nothing);
    RUN(over_a_buffer);
#ifndef TEST_SMALL
    RUN(bytes_an_entry);
#endif
    return test_end();
}
