// Hash maps of strings: ours.
// bench: stores *_insert
#define LEAN_WITH_STRMAP
#define LEAN_IMPLEMENTATION
#include "map.h"
#include "lean.h"

LEAN_DEFINE_STRMAP(strs, uint32_t)

typedef strs ours_str;

static inline void ours_str_start(ours_str *m, size_t n) {
    (void)n;
    strs_init(m, NULL);
}

BENCH_INLINE void ours_str_put(ours_str *m, map_word key, uint32_t value) {
    if (!strs_put(m, key.at, key.length, value))
        bench_fail("out of memory");
}

BENCH_INLINE void ours_str_add(ours_str *m, map_word key) {
    uint32_t *count = strs_ensure(m, key.at, key.length, NULL);
    if (!count)
        bench_fail("out of memory");
    ++*count;
}

BENCH_INLINE bool ours_str_find(const ours_str *m, map_word key, uint32_t *value) {
    const uint32_t *at = strs_get(m, key.at, key.length);
    if (!at)
        return false;
    *value = *at;
    return true;
}

BENCH_INLINE bool ours_str_remove(ours_str *m, map_word key) {
    return strs_remove(m, key.at, key.length);
}

static inline uint64_t ours_str_sum(ours_str *m) {
    uint64_t sum = 0;
    strs_item i = LEAN_EMPTY;
    while (strs_next(m, &i)) {
        const map_word word = {i.key, i.n};
        sum += map_str_look(word, *i.value);
    }
    return sum;
}

static inline size_t ours_str_says(const ours_str *m) {
    return strs_bytes(m);
}

static inline void ours_str_free(ours_str *m) {
    strs_free(m);
}

#define MAP_X ours_str
#define MAP_KIND str
#define MAP_COUNTS
#include "map.h"

static const bench_work works[] = {MAP_ROWS_STR("lean", ours_str)};

BENCH_MAIN(works)
