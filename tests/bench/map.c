// Hash maps and sets: ours; those of strings are in map_strings.c. lean stores only a part of an
// integer key, lean_whole all of it, as every other key is stored, and lean_siphash hashes it so
// that nobody can make keys that collide.
// bench: stores *_insert
#define LEAN_WITH_MAP
#define LEAN_IMPLEMENTATION
#include "map.h"
#include "lean.h"

static inline uint64_t whole_hash(const uint64_t *key, uint64_t seed) {
    return map_fold(*key ^ seed ^ UINT64_C(0x9E3779B97F4A7C15), UINT64_C(0xE7037ED1A0B428DB));
}

static inline bool whole_same(const uint64_t *a, const uint64_t *b) {
    return *a == *b;
}

LEAN_DEFINE_MAP(u64s, uint64_t, uint64_t)
LEAN_DEFINE_MAP(u32s, uint32_t, uint32_t)
LEAN_DEFINE_SET(sets, uint64_t)
LEAN_DEFINE_MAP_WITH(wholes, uint64_t, uint64_t, whole_hash, whole_same)
LEAN_DEFINE_MAP_WITH(secrets, uint64_t, uint64_t, LEAN_MAP_SIPHASH, LEAN_MAP_SAME)
LEAN_DEFINE_MAP_WITH(records, map_record, uint32_t, map_record_hash, map_record_same)

static const unsigned char secret[16] = {
    0x3B, 0x91, 0x5E, 0xC7, 0x08, 0xA4, 0xD2, 0x6F, 0x70, 0x1D, 0xE9, 0x86, 0x42, 0xFB, 0x35, 0xAC,
};

// What map.h asks for, of one of the types above.
#define OURS(X, NAME)                                                                              \
    typedef NAME X;                                                                                \
    static inline void X##_start(X *m, size_t n) {                                                 \
        (void)n;                                                                                   \
        NAME##_init(m, NULL);                                                                      \
    }                                                                                              \
    static inline size_t X##_says(const X *m) {                                                    \
        return NAME##_bytes(m);                                                                    \
    }                                                                                              \
    static inline void X##_free(X *m) {                                                            \
        NAME##_free(m);                                                                            \
    }

// More of it, of a map whose keys are handed over by value.
#define OURS_MAP(X, NAME, KIND)                                                                    \
    OURS(X, NAME)                                                                                  \
    BENCH_INLINE void X##_put(X *m, map_##KIND##_key key, map_##KIND##_value value) {              \
        if (!NAME##_put(m, key, value))                                                            \
            bench_fail("out of memory");                                                           \
    }                                                                                              \
    BENCH_INLINE bool X##_find(const X *m, map_##KIND##_key key, map_##KIND##_value *value) {      \
        const map_##KIND##_value *at = NAME##_get(m, key);                                         \
        if (!at)                                                                                   \
            return false;                                                                          \
        *value = *at;                                                                              \
        return true;                                                                               \
    }                                                                                              \
    BENCH_INLINE bool X##_remove(X *m, map_##KIND##_key key) {                                     \
        return NAME##_remove(m, key);                                                              \
    }                                                                                              \
    static inline uint64_t X##_sum(X *m) {                                                         \
        uint64_t sum = 0;                                                                          \
        NAME##_item i = LEAN_EMPTY;                                                                \
        while (NAME##_next(m, &i))                                                                 \
            sum += map_##KIND##_look(i.key, *i.value);                                             \
        return sum;                                                                                \
    }

// ---- Integers and structs -----------------------------------------------------------------------

OURS_MAP(ours_u64, u64s, u64)
OURS_MAP(ours_u32, u32s, u32)
OURS_MAP(ours_whole, wholes, u64)
OURS_MAP(ours_secret, secrets, u64)
OURS_MAP(ours_record, records, record)

#define MAP_X ours_u64
#define MAP_KIND u64
#include "map.h"

#define MAP_X ours_u32
#define MAP_KIND u32
#include "map.h"

#define MAP_X ours_whole
#define MAP_KIND u64
#include "map.h"

static inline void ours_secret_seeded(ours_secret *m, size_t n) {
    ours_secret_start(m, n);
    if (!secrets_seed(m, LEAN_MAP_SECRET(secret)))
        bench_fail("out of memory");
}
#define ours_secret_start ours_secret_seeded // its works start it so

#define MAP_X ours_secret
#define MAP_KIND u64
#include "map.h"

#define MAP_X ours_record
#define MAP_KIND record
#include "map.h"

// ---- Sets ---------------------------------------------------------------------------------------

OURS(ours_set, sets)

BENCH_INLINE void ours_set_put(ours_set *m, uint64_t key, uint64_t value) {
    (void)value;
    if (!sets_put(m, key))
        bench_fail("out of memory");
}

BENCH_INLINE bool ours_set_find(const ours_set *m, uint64_t key, uint64_t *value) {
    *value = 1;
    return sets_has(m, key);
}

BENCH_INLINE bool ours_set_remove(ours_set *m, uint64_t key) {
    return sets_remove(m, key);
}

static inline uint64_t ours_set_sum(ours_set *m) {
    uint64_t sum = 0;
    sets_item i = LEAN_EMPTY;
    while (sets_next(m, &i))
        sum += map_set_look(i.key, 1);
    return sum;
}

#define MAP_X ours_set
#define MAP_KIND set
#include "map.h"

static const bench_work works[] = {
    MAP_ROWS("u64", "lean", ours_u64, 0),
    MAP_ROW_SWEEP("u64", "lean", ours_u64),
    MAP_ROWS_FLOOD("lean", ours_u64),
    MAP_ROWS("u64", "lean_whole", ours_whole, 0),
    MAP_ROW_SWEEP("u64", "lean_whole", ours_whole),
    {"u64_insert", "lean_siphash", ours_secret_insert, 0, 0},
    {"u64_hit", "lean_siphash", ours_secret_hit, 0, 0},
    {"u64_miss", "lean_siphash", ours_secret_miss, 0, 0},
    MAP_ROWS_FLOOD("lean_siphash", ours_secret),
    MAP_ROWS("u32", "lean", ours_u32, 0),
    MAP_ROW_SWEEP("u32", "lean", ours_u32),
    MAP_ROWS_SET("set", "lean", ours_set, 0),
    MAP_ROW_SWEEP("set", "lean", ours_set),
    MAP_ROWS("record", "lean", ours_record, 0),
    MAP_ROW_SWEEP("record", "lean", ours_record),
};

BENCH_MAIN(works)
