// Hash maps over a caller's memory: ours that does not grow. It alone is told how many keys there
// will be, so its inserts are the time of an insert without growth.
// bench: stores *_insert
#define LEAN_WITH_FIXED_MAP
#define LEAN_IMPLEMENTATION
#include "map.h"
#include "lean.h"

LEAN_DEFINE_BUFFER_MAP(u64s, uint64_t, uint64_t)
LEAN_DEFINE_BUFFER_MAP(u32s, uint32_t, uint32_t)

#define OURS(X, NAME, KIND)                                                                        \
    typedef struct X {                                                                             \
        NAME map;                                                                                  \
        void *memory;                                                                              \
        size_t bytes;                                                                              \
    } X;                                                                                           \
    static inline void X##_start(X *m, size_t n) {                                                 \
        m->bytes = NAME##_needs(n);                                                                \
        m->memory = malloc(m->bytes);                                                              \
        if (!m->memory)                                                                            \
            bench_fail("out of memory");                                                           \
        NAME##_over(&m->map, m->memory, m->bytes);                                                 \
    }                                                                                              \
    BENCH_INLINE void X##_put(X *m, map_##KIND##_key key, map_##KIND##_value value) {              \
        if (!NAME##_put(&m->map, key, value))                                                      \
            bench_fail("full");                                                                    \
    }                                                                                              \
    BENCH_INLINE bool X##_find(const X *m, map_##KIND##_key key, map_##KIND##_value *value) {      \
        const map_##KIND##_value *at = NAME##_get(&m->map, key);                                   \
        if (!at)                                                                                   \
            return false;                                                                          \
        *value = *at;                                                                              \
        return true;                                                                               \
    }                                                                                              \
    BENCH_INLINE bool X##_remove(X *m, map_##KIND##_key key) {                                     \
        return NAME##_remove(&m->map, key);                                                        \
    }                                                                                              \
    static inline uint64_t X##_sum(X *m) {                                                         \
        uint64_t sum = 0;                                                                          \
        NAME##_item i = LEAN_EMPTY;                                                                \
        while (NAME##_next(&m->map, &i))                                                           \
            sum += map_##KIND##_look(i.key, *i.value);                                             \
        return sum;                                                                                \
    }                                                                                              \
    static inline size_t X##_says(const X *m) {                                                    \
        return m->bytes;                                                                           \
    }                                                                                              \
    static inline void X##_free(X *m) {                                                            \
        free(m->memory);                                                                           \
    }

OURS(ours_u64, u64s, u64)
OURS(ours_u32, u32s, u32)

#define MAP_X ours_u64
#define MAP_KIND u64
#include "map.h"

#define MAP_X ours_u32
#define MAP_KIND u32
#include "map.h"

#define ROWS(KIND, X)                                                                              \
    {KIND "_insert", "lean_fixed", X##_insert, 0, 0}, {KIND "_hit", "lean_fixed", X##_hit, 0, 0},  \
        {KIND "_miss", "lean_fixed", X##_miss, 0, 0}, {                                            \
        KIND "_mix", "lean_fixed", X##_mix, 0, 0                                                   \
    }

static const bench_work works[] = {
    ROWS("u64", ours_u64),
    ROWS("u32", ours_u32),
};

BENCH_MAIN(works)
