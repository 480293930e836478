// GLib's hash tables, which are of pointers: numbers are kept in them, as GLib's own macros do it.
// Values are above 0, so that NULL is no value. Keys that are structs or strings are copies.
// bench: peer glib "GLib" needs pkg-config glib-2.0
#include "map.h"
#include <glib.h>

// The functions of a type: how it is made, how a key is handed to it for a lookup and for keeping,
// and how it is read from the pointer.
#define GLIB(X, KIND, NEW, LOOKUP, KEPT, READ)                                                     \
    typedef struct X {                                                                             \
        GHashTable *table;                                                                         \
    } X;                                                                                           \
    static inline void X##_start(X *m, size_t n) {                                                 \
        (void)n;                                                                                   \
        m->table = NEW;                                                                            \
    }                                                                                              \
    BENCH_INLINE void X##_put(X *m, map_##KIND##_key key, map_##KIND##_value value) {              \
        g_hash_table_insert(m->table, KEPT, GSIZE_TO_POINTER(value));                              \
    }                                                                                              \
    BENCH_INLINE bool X##_find(const X *m, map_##KIND##_key key, map_##KIND##_value *value) {      \
        *value = (map_##KIND##_value)GPOINTER_TO_SIZE(g_hash_table_lookup(m->table, LOOKUP));      \
        return *value != 0;                                                                        \
    }                                                                                              \
    BENCH_INLINE bool X##_remove(X *m, map_##KIND##_key key) {                                     \
        return g_hash_table_remove(m->table, LOOKUP);                                              \
    }                                                                                              \
    static inline uint64_t X##_sum(X *m) {                                                         \
        GHashTableIter at;                                                                         \
        gpointer key, value;                                                                       \
        uint64_t sum = 0;                                                                          \
        g_hash_table_iter_init(&at, m->table);                                                     \
        while (g_hash_table_iter_next(&at, &key, &value))                                          \
            sum += map_##KIND##_look(READ, (map_##KIND##_value)GPOINTER_TO_SIZE(value));           \
        return sum;                                                                                \
    }                                                                                              \
    static inline size_t X##_says(const X *m) {                                                    \
        (void)m;                                                                                   \
        return BENCH_SILENT;                                                                       \
    }                                                                                              \
    static inline void X##_free(X *m) {                                                            \
        g_hash_table_destroy(m->table);                                                            \
    }

// ---- Numbers ------------------------------------------------------------------------------------

GLIB(glib_u64, u64, g_hash_table_new(g_direct_hash, NULL), GSIZE_TO_POINTER(key),
     GSIZE_TO_POINTER(key), GPOINTER_TO_SIZE(key))
GLIB(glib_u32, u32, g_hash_table_new(g_direct_hash, NULL), GSIZE_TO_POINTER(key),
     GSIZE_TO_POINTER(key), (uint32_t)GPOINTER_TO_SIZE(key))

#define MAP_X glib_u64
#define MAP_KIND u64
#include "map.h"

#define MAP_X glib_u32
#define MAP_KIND u32
#include "map.h"

// ---- Sets: tables whose values are their keys ---------------------------------------------------

typedef struct glib_set {
    GHashTable *table;
} glib_set;

static inline void glib_set_start(glib_set *m, size_t n) {
    (void)n;
    m->table = g_hash_table_new(g_direct_hash, NULL);
}

BENCH_INLINE void glib_set_put(glib_set *m, uint64_t key, uint64_t value) {
    (void)value;
    g_hash_table_add(m->table, GSIZE_TO_POINTER(key));
}

BENCH_INLINE bool glib_set_find(const glib_set *m, uint64_t key, uint64_t *value) {
    *value = 1;
    return g_hash_table_contains(m->table, GSIZE_TO_POINTER(key));
}

BENCH_INLINE bool glib_set_remove(glib_set *m, uint64_t key) {
    return g_hash_table_remove(m->table, GSIZE_TO_POINTER(key));
}

static inline uint64_t glib_set_sum(glib_set *m) {
    GHashTableIter at;
    gpointer key;
    uint64_t sum = 0;
    g_hash_table_iter_init(&at, m->table);
    while (g_hash_table_iter_next(&at, &key, NULL))
        sum += map_set_look(GPOINTER_TO_SIZE(key), 1);
    return sum;
}

static inline size_t glib_set_says(const glib_set *m) {
    (void)m;
    return BENCH_SILENT;
}

static inline void glib_set_free(glib_set *m) {
    g_hash_table_destroy(m->table);
}

#define MAP_X glib_set
#define MAP_KIND set
#include "map.h"

// ---- Structs and strings ------------------------------------------------------------------------

static guint record_hash(gconstpointer key) {
    return (guint)map_record_hash((const map_record *)key, 0);
}

static gboolean record_same(gconstpointer a, gconstpointer b) {
    return map_record_same((const map_record *)a, (const map_record *)b);
}

static inline map_word word_of(gconstpointer key) {
    const map_word word = {(const char *)key, strlen((const char *)key)};
    return word;
}

GLIB(glib_record, record, g_hash_table_new_full(record_hash, record_same, g_free, NULL), &key,
     g_memdup2(&key, sizeof key), *(const map_record *)key)
GLIB(glib_str, str, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), key.at,
     g_strdup(key.at), word_of(key))

// Inserting frees the second of two equal keys.
BENCH_INLINE void glib_str_add(glib_str *m, map_word key) {
    const gsize count = GPOINTER_TO_SIZE(g_hash_table_lookup(m->table, key.at));
    g_hash_table_insert(m->table, g_strdup(key.at), GSIZE_TO_POINTER(count + 1));
}

#define MAP_X glib_record
#define MAP_KIND record
#include "map.h"

#define MAP_X glib_str
#define MAP_KIND str
#define MAP_COUNTS
#include "map.h"

static const bench_work works[] = {
    MAP_ROWS("u64", "glib", glib_u64, 0),
    MAP_ROW_SWEEP("u64", "glib", glib_u64),
    MAP_ROWS("u32", "glib", glib_u32, 0),
    MAP_ROW_SWEEP("u32", "glib", glib_u32),
    MAP_ROWS_SET("set", "glib", glib_set, 0),
    MAP_ROW_SWEEP("set", "glib", glib_set),
    MAP_ROWS("record", "glib", glib_record, 0),
    MAP_ROW_SWEEP("record", "glib", glib_record),
    MAP_ROWS_STR("glib", glib_str),
};

BENCH_MAIN(works)
