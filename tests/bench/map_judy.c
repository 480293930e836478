// Judy arrays: tries of words (JudyL, Judy1) and of strings that end with a zero byte (JudySL). Its
// table of other keys, JudyHS, cannot tell what is in it, and so has no works here.
// bench: peer judy "Judy" needs header Judy.h
// bench: flags -lJudy
#include "map.h"
#include <Judy.h>

typedef struct judy_u64 {
    Pvoid_t root;
} judy_u64;

typedef struct judy_set {
    Pvoid_t root;
} judy_set;

typedef struct judy_str {
    Pvoid_t root;
} judy_str;

typedef judy_u64 judy_u32;

// ---- Words to words -----------------------------------------------------------------------------

static inline void judy_u64_start(judy_u64 *m, size_t n) {
    (void)n;
    m->root = NULL;
}

BENCH_INLINE void judy_u64_put(judy_u64 *m, uint64_t key, uint64_t value) {
    Word_t *at = (Word_t *)JudyLIns(&m->root, key, PJE0);
    if (at == (Word_t *)PPJERR)
        bench_fail("out of memory");
    *at = value;
}

BENCH_INLINE bool judy_u64_find(const judy_u64 *m, uint64_t key, uint64_t *value) {
    const Word_t *at = (const Word_t *)JudyLGet(m->root, key, PJE0);
    if (!at)
        return false;
    *value = *at;
    return true;
}

BENCH_INLINE bool judy_u64_remove(judy_u64 *m, uint64_t key) {
    return JudyLDel(&m->root, key, PJE0) == 1;
}

static inline uint64_t judy_u64_sum(judy_u64 *m) {
    uint64_t sum = 0;
    Word_t key = 0;
    for (Word_t *at = (Word_t *)JudyLFirst(m->root, &key, PJE0); at;
         at = (Word_t *)JudyLNext(m->root, &key, PJE0))
        sum += map_u64_look(key, *at);
    return sum;
}

static inline size_t judy_u64_says(const judy_u64 *m) {
    (void)m;
    return BENCH_SILENT;
}

static inline void judy_u64_free(judy_u64 *m) {
    JudyLFreeArray(&m->root, PJE0);
}

#define MAP_X judy_u64
#define MAP_KIND u64
#include "map.h"

// ---- 32 bits: the same, of which only half is used ----------------------------------------------

#define judy_u32_start judy_u64_start
#define judy_u32_put judy_u64_put
#define judy_u32_remove judy_u64_remove
#define judy_u32_sum judy_u64_sum
#define judy_u32_says judy_u64_says
#define judy_u32_free judy_u64_free

BENCH_INLINE bool judy_u32_find(const judy_u32 *m, uint32_t key, uint32_t *value) {
    uint64_t word = 0;
    const bool found = judy_u64_find(m, key, &word);
    *value = (uint32_t)word;
    return found;
}

#define MAP_X judy_u32
#define MAP_KIND u32
#include "map.h"

// ---- Sets of words ------------------------------------------------------------------------------

static inline void judy_set_start(judy_set *m, size_t n) {
    (void)n;
    m->root = NULL;
}

BENCH_INLINE void judy_set_put(judy_set *m, uint64_t key, uint64_t value) {
    (void)value;
    if (Judy1Set(&m->root, key, PJE0) != 1)
        bench_fail("out of memory");
}

BENCH_INLINE bool judy_set_find(const judy_set *m, uint64_t key, uint64_t *value) {
    *value = 1;
    return Judy1Test(m->root, key, PJE0) == 1;
}

BENCH_INLINE bool judy_set_remove(judy_set *m, uint64_t key) {
    return Judy1Unset(&m->root, key, PJE0) == 1;
}

static inline uint64_t judy_set_sum(judy_set *m) {
    uint64_t sum = 0;
    Word_t key = 0;
    for (int there = Judy1First(m->root, &key, PJE0); there; there = Judy1Next(m->root, &key, PJE0))
        sum += map_set_look(key, 1);
    return sum;
}

static inline size_t judy_set_says(const judy_set *m) {
    (void)m;
    return BENCH_SILENT;
}

static inline void judy_set_free(judy_set *m) {
    Judy1FreeArray(&m->root, PJE0);
}

#define MAP_X judy_set
#define MAP_KIND set
#include "map.h"

// ---- Strings to words ---------------------------------------------------------------------------

static inline void judy_str_start(judy_str *m, size_t n) {
    (void)n;
    m->root = NULL;
}

BENCH_INLINE Word_t *judy_str_ensure(judy_str *m, map_word key) {
    Word_t *at = (Word_t *)JudySLIns(&m->root, (const uint8_t *)key.at, PJE0);
    if (at == (Word_t *)PPJERR)
        bench_fail("out of memory");
    return at;
}

BENCH_INLINE void judy_str_put(judy_str *m, map_word key, uint32_t value) {
    *judy_str_ensure(m, key) = value;
}

BENCH_INLINE void judy_str_add(judy_str *m, map_word key) {
    ++*judy_str_ensure(m, key);
}

BENCH_INLINE bool judy_str_find(const judy_str *m, map_word key, uint32_t *value) {
    const Word_t *at = (const Word_t *)JudySLGet(m->root, (const uint8_t *)key.at, PJE0);
    if (!at)
        return false;
    *value = (uint32_t)*at;
    return true;
}

BENCH_INLINE bool judy_str_remove(judy_str *m, map_word key) {
    return JudySLDel(&m->root, (const uint8_t *)key.at, PJE0) == 1;
}

static inline uint64_t judy_str_sum(judy_str *m) {
    static uint8_t key[4096]; // longer than any
    uint64_t sum = 0;
    key[0] = 0;
    for (Word_t *at = (Word_t *)JudySLFirst(m->root, key, PJE0); at;
         at = (Word_t *)JudySLNext(m->root, key, PJE0)) {
        const map_word word = {(const char *)key, strlen((const char *)key)};
        sum += map_str_look(word, (uint32_t)*at);
    }
    return sum;
}

static inline size_t judy_str_says(const judy_str *m) {
    (void)m;
    return BENCH_SILENT;
}

static inline void judy_str_free(judy_str *m) {
    JudySLFreeArray(&m->root, PJE0);
}

#define MAP_X judy_str
#define MAP_KIND str
#define MAP_COUNTS
#include "map.h"

static const bench_work works[] = {
    MAP_ROWS("u64", "judy", judy_u64, 0),     MAP_ROW_SWEEP("u64", "judy", judy_u64),
    MAP_ROWS("u32", "judy", judy_u32, 0),     MAP_ROW_SWEEP("u32", "judy", judy_u32),
    MAP_ROWS_SET("set", "judy", judy_set, 0), MAP_ROW_SWEEP("set", "judy", judy_set),
    MAP_ROWS_STR("judy", judy_str),
};

BENCH_MAIN(works)
