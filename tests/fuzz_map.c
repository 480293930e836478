/* Drives made maps and sets against plain tables: a stream of bytes says which type it is, what its
   keys look like and what happens, over the debug allocator with refusals or over a lean_buffer.
   The keys of a type are numbered; the model knows for each number whether its key is there, and
   its value. */
#include <stdint.h>
#define LEAN_WITH_DEBUG
#define LEAN_WITH_MAP
#define LEAN_WITH_STRMAP
#if SIZE_MAX > 65535
#define LEAN_MAP_OWN_ 6u /* pages where there are few buckets already */
#endif
#define LEAN_MAP_TEXT_MOST_ 40u /* many keys lie elsewhere */
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include "stream.h"
#include "model.h"
#include <float.h>
#include <string.h>

#define IDS (1024 / MODEL_SHARE)
#define ROOM (32768 / MODEL_SHARE) /* bytes of the buffer */

/* ---- keys: for each type a function from numbers below IDS, and its inverse ---- */

static unsigned family; /* what keys of integers look like */

/* In a row; spread; in the highest bits; from the end; such that the mix makes numbers in a row of
   them, or multiples of a large power of 2. */
static uint64_t long_of(size_t id) {
    switch (family % 6) {
    case 0:
        return id;
    case 1:
        return lean_mix64(id);
    case 2:
        return (uint64_t)id << 54;
    case 3:
        return ~(uint64_t)id;
    case 4:
        return lean_map_unmix_(id, 64, 0);
    default:
        return lean_map_unmix_((uint64_t)id << 54, 64, 0);
    }
}

static size_t long_id(uint64_t key) {
    switch (family % 6) {
    case 0:
        return (size_t)key;
    case 1:
        return (size_t)lean_unmix64(key);
    case 2:
        return (size_t)(key >> 54);
    case 3:
        return (size_t)~key;
    case 4:
        return (size_t)lean_map_mix_(key, 64, 0);
    default:
        return (size_t)(lean_map_mix_(key, 64, 0) >> 54);
    }
}

static uint32_t number_of(size_t id) {
    const uint32_t x = (uint32_t)id;
    switch (family % 6) {
    case 0:
        return x;
    case 1:
        return lean_mix32(x);
    case 2:
        return x << 22;
    case 3:
        return ~x;
    case 4:
        return lean_unmix32(x);
    default:
        return lean_unmix32(x << 22);
    }
}

static size_t number_id(uint32_t key) {
    switch (family % 6) {
    case 0:
        return key;
    case 1:
        return lean_unmix32(key);
    case 2:
        return key >> 22;
    case 3:
        return (uint32_t)~key;
    case 4:
        return lean_mix32(key);
    default:
        return lean_mix32(key) >> 22;
    }
}

/* 40503 and 30599 are inverses modulo 65536. */
static uint16_t word_of(size_t id) {
    switch (family % 4) {
    case 0:
        return (uint16_t)id;
    case 1:
        return (uint16_t)(id << 6);
    case 2:
        return (uint16_t)~id;
    default:
        return (uint16_t)((uint32_t)id * 40503);
    }
}

static size_t word_id(uint16_t key) {
    switch (family % 4) {
    case 0:
        return key;
    case 1:
        return key >> 6;
    case 2:
        return (uint16_t)~key;
    default:
        return (uint16_t)((uint32_t)key * 30599);
    }
}

static uint8_t octet_of(size_t id) {
    return (uint8_t)id;
}

static size_t octet_id(uint8_t key) {
    return key;
}

/* A NaN of some sign and payload, from its bits. */
static double some_nan(unsigned turn) {
    double x;
#if DBL_MANT_DIG == 53
    const uint64_t bits = UINT64_C(0x7ff8000000000000) | (uint64_t)turn << 63 | turn;
#else
    const uint32_t bits = UINT32_C(0x7fc00000) | (uint32_t)turn << 31 | turn % 256;
#endif
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* All NaNs are key 1, infinities 2 and 3, both zeros key 80. */
static double real_of(size_t id) {
    static unsigned turn;
    const double x = (double)id / 8 - 10;
    ++turn;
    if (id == 1)
        return some_nan(turn);
    if (id == 2 || id == 3)
        return id == 2 ? DBL_MAX * 2 : -DBL_MAX * 2;
    return id == 80 && turn % 2 == 0 ? -(x * 0) : x;
}

static size_t real_id(double key) {
    if (key != key)
        return 1;
    if (key > DBL_MAX || key < -DBL_MAX)
        return key > 0 ? 2 : 3;
    return (size_t)((key + 10) * 8);
}

/* Stored whole, with padding behind z; the hash is always the same. */
typedef struct cell {
    uint32_t x;
    uint16_t y;
    uint8_t z;
} cell;

static cell cell_of(size_t id) {
    cell c;
    memset(&c, family % 2 == 0 ? 0xff : 0, sizeof c); /* padding means nothing */
    c.x = (uint32_t)id << 5;
    c.y = (uint16_t)(id >> 3);
    c.z = 9;
    return c;
}

static size_t cell_id(cell key) {
    return key.x >> 5;
}

static uint64_t hash_cell(const cell *key, uint64_t seed) {
    (void)key;
    return seed;
}

static bool same_cell(const cell *a, const cell *b) {
    return a->x == b->x && a->y == b->y && a->z == b->z;
}

/* Numbers of which every third shares a bucket with the others, with values of which a bucket has
   few: chains in pages. */
static uint64_t hash_crowd(const uint32_t *key, uint64_t seed) {
    return lean_mix32(*key) % 3 == 0 ? seed : lean_mix64(*key ^ seed);
}

static bool same_crowd(const uint32_t *a, const uint32_t *b) {
    return *a == *b;
}

typedef struct badge {
    uint8_t bytes[12];
} badge;

static badge badge_of(size_t id) {
    badge b;
    memset(&b, 7, sizeof b);
    b.bytes[11] = (uint8_t)id;
    b.bytes[3] = (uint8_t)(id >> 8);
    return b;
}

static size_t badge_id(badge key) {
    return key.bytes[11] | (size_t)key.bytes[3] << 8;
}

/* Strings: the first 256 are zero bytes, none to 255 of them. The others begin with their number,
   and a few of them are long. */
#define LONGEST 700
static char text[LONGEST];
static size_t text_n;

static void spell(size_t id) {
    text_n = id < 256 ? id : 2 + id % 23;
    memset(text, id < 256 ? 0 : (int)(id % 100), text_n);
    if (id < 256)
        return;
    text[0] = (char)(id >> 8);
    text[1] = (char)(id & 255);
    if (id % 64 == 5) {
        memset(text + text_n, 'x', LONGEST - text_n);
        text_n = LONGEST;
    }
}

static bool is_far(size_t id) {
    spell(id);
    return text_n > LEAN_MAP_TEXT_MOST_;
}

static size_t string_id(const char *key, size_t n) {
    if (n >= 2 && key[0] != 0)
        return (size_t)(unsigned char)key[0] << 8 | (unsigned char)key[1];
    return n;
}

/* ---- values ---- */

typedef struct triple {
    uint8_t bytes[3];
} triple;

typedef struct large {
    uint64_t a, b, c;
} large;

typedef struct huge {
    uint64_t parts[20];
} huge;

/* By address: tcc writes behind structs of three bytes that functions return. */
static void to_twice(uint32_t x, uint64_t *v) {
    *v = (uint64_t)x << 32 | x;
}

struct twice_place {
    char lead;
    uint64_t item;
};

static uint32_t from_twice(const uint64_t *v) {
    CHECK((uintptr_t)v % offsetof(struct twice_place, item) == 0);
    CHECK(*v >> 32 == (*v & UINT32_MAX));
    return (uint32_t)(*v & UINT32_MAX);
}

static void to_octet(uint32_t x, uint8_t *v) {
    *v = (uint8_t)x;
}

static uint32_t from_octet(const uint8_t *v) {
    return *v;
}

static void to_word(uint32_t x, uint16_t *v) {
    *v = (uint16_t)x;
}

static uint32_t from_word(const uint16_t *v) {
    return *v;
}

static void to_triple(uint32_t x, triple *v) {
    v->bytes[0] = (uint8_t)x;
    v->bytes[1] = v->bytes[2] = (uint8_t)(x >> 8);
}

static uint32_t from_triple(const triple *v) {
    CHECK(v->bytes[1] == v->bytes[2]);
    return v->bytes[0] | (uint32_t)v->bytes[1] << 8;
}

static void to_large(uint32_t x, large *v) {
    v->a = v->b = x;
    v->c = (uint64_t)x << 9;
}

static uint32_t from_large(const large *v) {
    CHECK(v->a == v->b && v->c == v->a << 9);
    return (uint32_t)v->a;
}

static void to_huge(uint32_t x, huge *v) {
    memset(v, 0, sizeof *v);
    v->parts[0] = v->parts[19] = x;
    v->parts[10] = (uint64_t)x << 9;
}

static uint32_t from_huge(const huge *v) {
    CHECK(v->parts[0] == v->parts[19] && v->parts[10] == v->parts[0] << 9);
    return (uint32_t)v->parts[0];
}

/* ---- the types, and one face for all of them ---- */

LEAN_DEFINE_MAP(longs, uint64_t, uint64_t)
LEAN_DEFINE_SET(numbers, uint32_t)
LEAN_DEFINE_MAP(words, uint16_t, uint8_t)
LEAN_DEFINE_SET(octets, uint8_t)
LEAN_DEFINE_MAP(reals, double, large)
LEAN_DEFINE_MAP_WITH(cells, cell, triple, hash_cell, same_cell)
LEAN_DEFINE_MAP_WITH(crowds, uint32_t, huge, hash_crowd, same_crowd)
LEAN_DEFINE_SET_WITH(badges, badge, LEAN_MAP_SIPHASH, LEAN_MAP_SAME)
LEAN_DEFINE_STRMAP(texts, uint16_t)
LEAN_DEFINE_STRSET(names)

/* Says of an item of an iteration whether it is to be erased; *value may be changed. */
typedef bool visitor(size_t id, uint32_t *value);

typedef struct face {
    size_t ids;      /* keys there are */
    uint32_t values; /* bits of a value, 0 for sets */
    bool is_string;
    void (*init)(unsigned w, const lean_allocator *owner);
    void (*free)(unsigned w);
    bool (*seed)(unsigned w, uint64_t seed);
    bool (*reserve)(unsigned w, size_t n);
    bool (*shrink)(unsigned w);
    void (*clear)(unsigned w);
    bool (*copy)(unsigned to, unsigned from);
    bool (*put)(unsigned w, size_t id, uint32_t value);
    lean_status (*add)(unsigned w, size_t id, uint32_t value);
    lean_status (*ensure)(unsigned w, size_t id, uint32_t value);
    bool (*put_own)(unsigned w, size_t id, uint32_t value);
    bool (*get)(unsigned w, size_t id, uint32_t *value);
    bool (*take)(unsigned w, size_t id, uint32_t *value);
    bool (*remove)(unsigned w, size_t id);
    size_t (*remove_if)(unsigned w, visitor *visit);
    size_t (*len)(unsigned w);
    size_t (*bytes)(unsigned w);
    size_t (*walk)(unsigned w, visitor *visit);
    bool (*unite)(unsigned to, unsigned from);
    void (*intersect)(unsigned to, unsigned from);
    void (*subtract)(unsigned to, unsigned from);
} face;

/* How a key is made of a number, read from an item, declared and given, and which number it has. */
#define PLAIN_MAKE(Key, id) const Key##_type key = Key##_of(id)
#define PLAIN_LOAD(Key, i) const Key##_type key = (i).key
#define PLAIN_PARAM(Key) Key##_type key
#define PLAIN_KEY key
#define PLAIN_ID(Key) Key##_id(key)
#define PLAIN_RESERVE(Name, m, n) Name##_reserve(m, n)
#define STRING_MAKE(Key, id) spell(id)
#define STRING_LOAD(Key, i)                                                                        \
    const char *const key = (i).key;                                                               \
    const size_t n = (i).n
#define STRING_PARAM(Key) const char *key, size_t n
#define STRING_KEY text, text_n
#define STRING_ID(Key) string_id(key, n)
#define STRING_RESERVE(Name, m, n) Name##_reserve(m, n, (n)*LEAN_MAP_TEXT_MOST_)

typedef uint64_t long_type;
typedef uint32_t number_type;
typedef uint16_t word_type;
typedef uint8_t octet_type;
typedef double real_type;
typedef cell cell_type;
typedef badge badge_type;

#define FACE_COMMON(Name, F, Key)                                                                  \
    static Name Name##_both[2];                                                                    \
    static visitor *Name##_visitor;                                                                \
    static void Name##_init_it(unsigned w, const lean_allocator *owner) {                          \
        Name##_init(&Name##_both[w], owner);                                                       \
    }                                                                                              \
    static void Name##_free_it(unsigned w) {                                                       \
        Name##_free(&Name##_both[w]);                                                              \
        CHECK(Name##_len(&Name##_both[w]) == 0 && Name##_bytes(&Name##_both[w]) == 0);             \
        Name##_free(&Name##_both[w]);                                                              \
    }                                                                                              \
    static bool Name##_seed_it(unsigned w, uint64_t seed) {                                        \
        return Name##_seed(&Name##_both[w], seed);                                                 \
    }                                                                                              \
    static bool Name##_reserve_it(unsigned w, size_t n) {                                          \
        return F##_RESERVE(Name, &Name##_both[w], n);                                              \
    }                                                                                              \
    static bool Name##_shrink_it(unsigned w) {                                                     \
        return Name##_shrink(&Name##_both[w]);                                                     \
    }                                                                                              \
    static void Name##_clear_it(unsigned w) {                                                      \
        Name##_clear(&Name##_both[w]);                                                             \
    }                                                                                              \
    static bool Name##_copy_it(unsigned to, unsigned from) {                                       \
        return Name##_copy(&Name##_both[to], &Name##_both[from]);                                  \
    }                                                                                              \
    static bool Name##_remove_it(unsigned w, size_t id) {                                          \
        F##_MAKE(Key, id);                                                                         \
        return Name##_remove(&Name##_both[w], F##_KEY);                                            \
    }                                                                                              \
    static size_t Name##_len_it(unsigned w) {                                                      \
        return Name##_len(&Name##_both[w]);                                                        \
    }                                                                                              \
    static size_t Name##_bytes_it(unsigned w) {                                                    \
        return Name##_bytes(&Name##_both[w]);                                                      \
    }

#define FACE_NAMES(Name)                                                                           \
    Name##_init_it, Name##_free_it, Name##_seed_it, Name##_reserve_it, Name##_shrink_it,           \
        Name##_clear_it, Name##_copy_it, Name##_put_it, Name##_add_it, Name##_ensure_it,           \
        Name##_put_own, Name##_get_it, Name##_take_it, Name##_remove_it, Name##_remove_if_it,      \
        Name##_len_it, Name##_bytes_it, Name##_walk_it

#define MAP_FACE(Name, F, Key, V)                                                                  \
    FACE_COMMON(Name, F, Key)                                                                      \
    static bool Name##_put_it(unsigned w, size_t id, uint32_t value) {                             \
        F##_MAKE(Key, id);                                                                         \
        V##_type v;                                                                                \
        to_##V(value, &v);                                                                         \
        return Name##_put(&Name##_both[w], F##_KEY, v);                                            \
    }                                                                                              \
    static lean_status Name##_add_it(unsigned w, size_t id, uint32_t value) {                      \
        F##_MAKE(Key, id);                                                                         \
        V##_type v;                                                                                \
        to_##V(value, &v);                                                                         \
        return Name##_add(&Name##_both[w], F##_KEY, v);                                            \
    }                                                                                              \
    /* An existing value is left alone, as by add. */                                              \
    static lean_status Name##_ensure_it(unsigned w, size_t id, uint32_t value) {                   \
        F##_MAKE(Key, id);                                                                         \
        bool is_new = id % 2 == 0;                                                                 \
        V##_type *const v = Name##_ensure(&Name##_both[w], F##_KEY, id % 3 == 0 ? NULL : &is_new); \
        if (v == NULL)                                                                             \
            return LEAN_NO_MEMORY;                                                                 \
        if (id % 3 == 0)                                                                           \
            return LEAN_BAD_ARGUMENT;                                                              \
        CHECK(!is_new || from_##V(v) == 0);                                                        \
        if (is_new)                                                                                \
            to_##V(value, v);                                                                      \
        return is_new ? LEAN_OK : LEAN_EXISTS;                                                     \
    }                                                                                              \
    static bool Name##_get_it(unsigned w, size_t id, uint32_t *value) {                            \
        F##_MAKE(Key, id);                                                                         \
        V##_type const *const v = Name##_get(&Name##_both[w], F##_KEY);                            \
        CHECK(Name##_has(&Name##_both[w], F##_KEY) == (v != NULL));                                \
        CHECK(Name##_ref(&Name##_both[w], F##_KEY) == v);                                          \
        *value = v != NULL ? from_##V(v) : 0;                                                      \
        return v != NULL;                                                                          \
    }                                                                                              \
    static bool Name##_take_it(unsigned w, size_t id, uint32_t *value) {                           \
        F##_MAKE(Key, id);                                                                         \
        V##_type v;                                                                                \
        bool done;                                                                                 \
        to_##V(77, &v);                                                                            \
        done = Name##_take(&Name##_both[w], F##_KEY, &v);                                          \
        *value = from_##V(&v);                                                                     \
        return done;                                                                               \
    }                                                                                              \
    static bool Name##_drop(F##_PARAM(Key), V##_type *v, void *user) {                             \
        uint32_t value = from_##V(v);                                                              \
        const bool goes = Name##_visitor(F##_ID(Key), &value);                                     \
        CHECK(user == Name##_both);                                                                \
        to_##V(value, v);                                                                          \
        return goes;                                                                               \
    }                                                                                              \
    static size_t Name##_remove_if_it(unsigned w, visitor *visit) {                                \
        Name##_visitor = visit;                                                                    \
        return Name##_remove_if(&Name##_both[w], Name##_drop, Name##_both);                        \
    }                                                                                              \
    static size_t Name##_walk_it(unsigned w, visitor *visit) {                                     \
        size_t erased = 0;                                                                         \
        Name##_item i = LEAN_EMPTY;                                                                \
        while (Name##_next(&Name##_both[w], &i)) {                                                 \
            F##_LOAD(Key, i);                                                                      \
            uint32_t value = from_##V(i.value);                                                    \
            const bool goes = visit(F##_ID(Key), &value);                                          \
            if (value != from_##V(i.value))                                                        \
                to_##V(value, Name##_item_ref(&Name##_both[w], &i));                               \
            if (goes) {                                                                            \
                Name##_erase(&Name##_both[w], &i);                                                 \
                ++erased;                                                                          \
            }                                                                                      \
        }                                                                                          \
        return erased;                                                                             \
    }

/* Values of sets are 0. */
#define SET_FACE(Name, F, Key)                                                                     \
    FACE_COMMON(Name, F, Key)                                                                      \
    static bool Name##_put_it(unsigned w, size_t id, uint32_t value) {                             \
        F##_MAKE(Key, id);                                                                         \
        (void)value;                                                                               \
        return Name##_put(&Name##_both[w], F##_KEY);                                               \
    }                                                                                              \
    static lean_status Name##_add_it(unsigned w, size_t id, uint32_t value) {                      \
        F##_MAKE(Key, id);                                                                         \
        (void)value;                                                                               \
        return Name##_add(&Name##_both[w], F##_KEY);                                               \
    }                                                                                              \
    static lean_status Name##_ensure_it(unsigned w, size_t id, uint32_t value) {                   \
        return Name##_add_it(w, id, value);                                                        \
    }                                                                                              \
    static bool Name##_get_it(unsigned w, size_t id, uint32_t *value) {                            \
        F##_MAKE(Key, id);                                                                         \
        *value = 0;                                                                                \
        return Name##_has(&Name##_both[w], F##_KEY);                                               \
    }                                                                                              \
    static bool Name##_take_it(unsigned w, size_t id, uint32_t *value) {                           \
        const bool done = Name##_remove_it(w, id);                                                 \
        *value = done ? 0 : 77;                                                                    \
        return done;                                                                               \
    }                                                                                              \
    static bool Name##_drop(F##_PARAM(Key), void *user) {                                          \
        uint32_t value = 0;                                                                        \
        CHECK(user == Name##_both);                                                                \
        return Name##_visitor(F##_ID(Key), &value);                                                \
    }                                                                                              \
    static size_t Name##_remove_if_it(unsigned w, visitor *visit) {                                \
        Name##_visitor = visit;                                                                    \
        return Name##_remove_if(&Name##_both[w], Name##_drop, Name##_both);                        \
    }                                                                                              \
    static size_t Name##_walk_it(unsigned w, visitor *visit) {                                     \
        size_t erased = 0;                                                                         \
        Name##_item i = LEAN_EMPTY;                                                                \
        while (Name##_next(&Name##_both[w], &i)) {                                                 \
            F##_LOAD(Key, i);                                                                      \
            uint32_t value = 0;                                                                    \
            if (visit(F##_ID(Key), &value)) {                                                      \
                Name##_erase(&Name##_both[w], &i);                                                 \
                ++erased;                                                                          \
            }                                                                                      \
        }                                                                                          \
        return erased;                                                                             \
    }                                                                                              \
    static bool Name##_unite_it(unsigned to, unsigned from) {                                      \
        return Name##_unite(&Name##_both[to], &Name##_both[from]);                                 \
    }                                                                                              \
    static void Name##_intersect_it(unsigned to, unsigned from) {                                  \
        Name##_intersect(&Name##_both[to], &Name##_both[from]);                                    \
    }                                                                                              \
    static void Name##_subtract_it(unsigned to, unsigned from) {                                   \
        Name##_subtract(&Name##_both[to], &Name##_both[from]);                                     \
    }

#define NO_OWN(Name)                                                                               \
    static bool Name##_put_own(unsigned w, size_t id, uint32_t value) {                            \
        return Name##_put_it(w, id, value);                                                        \
    }

/* Puts the key with the given number, which is in the map: the bytes given lie in a string of the
   map itself, that with the number `id` or a longer one of the same bytes. */
#define FIND_OWN(Name)                                                                             \
    Name##_item i = LEAN_EMPTY;                                                                    \
    while (Name##_next(&Name##_both[w], &i) &&                                                     \
           (id < 256 ? i.n < id || string_id(i.key, i.n) > 255 : string_id(i.key, i.n) != id)) {   \
    }

typedef uint64_t twice_type;
typedef triple triple_type;
typedef large large_type;
typedef huge huge_type;

MAP_FACE(longs, PLAIN, long, twice)
NO_OWN(longs)
SET_FACE(numbers, PLAIN, number)
NO_OWN(numbers)
MAP_FACE(words, PLAIN, word, octet)
NO_OWN(words)
SET_FACE(octets, PLAIN, octet)
NO_OWN(octets)
MAP_FACE(reals, PLAIN, real, large)
NO_OWN(reals)
MAP_FACE(cells, PLAIN, cell, triple)
NO_OWN(cells)
MAP_FACE(crowds, PLAIN, number, huge)
NO_OWN(crowds)
SET_FACE(badges, PLAIN, badge)
NO_OWN(badges)
MAP_FACE(texts, STRING, , word)
static bool texts_put_own(unsigned w, size_t id, uint32_t value) {
    FIND_OWN(texts)
    return texts_put(&texts_both[w], i.key, id < 256 ? id : i.n, (uint16_t)value);
}
SET_FACE(names, STRING, )
static bool names_put_own(unsigned w, size_t id, uint32_t value) {
    FIND_OWN(names)
    (void)value;
    return names_put(&names_both[w], i.key, id < 256 ? id : i.n);
}

#define NO_SETS NULL, NULL, NULL
#define SETS(Name) Name##_unite_it, Name##_intersect_it, Name##_subtract_it
#define FEW (IDS < 256 ? IDS : 256)
static const face faces[] = {
    {IDS, 32, false, FACE_NAMES(longs), NO_SETS},
    {IDS, 0, false, FACE_NAMES(numbers), SETS(numbers)},
    {IDS, 8, false, FACE_NAMES(words), NO_SETS},
    {FEW, 0, false, FACE_NAMES(octets), SETS(octets)},
    {IDS, 32, false, FACE_NAMES(reals), NO_SETS},
    {FEW, 16, false, FACE_NAMES(cells), NO_SETS},
    {IDS, 0, false, FACE_NAMES(badges), SETS(badges)},
    {IDS, 16, true, FACE_NAMES(texts), NO_SETS},
    {IDS, 0, true, FACE_NAMES(names), SETS(names)},
    {IDS, 32, false, FACE_NAMES(crowds), NO_SETS},
};
#define FACES (sizeof faces / sizeof faces[0])

/* ---- the model ---- */

static const face *it;
static uint8_t is_there[2][IDS];
static uint32_t values[2][IDS];
static size_t lens[2];
static bool debugged; /* else over a buffer */
static bool may_fail; /* the owner may have no memory, or the index type no numbers */
static const unsigned char secret[16] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3};

static uint32_t cut(uint32_t value) {
    return it->values == 32 ? value : value & ((UINT32_C(1) << it->values) - 1);
}

static void model_put(unsigned w, size_t id, uint32_t value) {
    lens[w] += !is_there[w][id];
    is_there[w][id] = 1;
    values[w][id] = cut(value);
}

static void model_remove(unsigned w, size_t id) {
    lens[w] -= is_there[w][id];
    is_there[w][id] = 0;
}

static void model_clear(unsigned w) {
    memset(is_there[w], 0, sizeof is_there[w]);
    lens[w] = 0;
}

static bool check_key(unsigned w, size_t id) {
    uint32_t value = 0;
    const bool found = it->get(w, id, &value);
    CHECK(found == (is_there[w][id] != 0));
    CHECK(!found || value == values[w][id]);
    return found;
}

/* What a walk does: it counts each item, and changes and drops what it is told to. */
static struct walk {
    unsigned w;
    uint8_t every; /* items: of so many one is dropped */
    uint8_t from;  /* but none before this one */
    uint8_t write; /* bits of numbers of which the values change */
    size_t n, dropped;
    uint8_t seen[IDS];
} walk;

static bool visit(size_t id, uint32_t *value) {
    CHECK(id < it->ids);
    if (id >= it->ids)
        return false;
    CHECK(is_there[walk.w][id] && !walk.seen[id]);
    CHECK(*value == values[walk.w][id]);
    walk.seen[id] = 1;
    if ((id & walk.write) != 0)
        *value = values[walk.w][id] = cut(values[walk.w][id] + 1);
    ++walk.n;
    if (walk.every == 0 || walk.n <= walk.from || walk.n % walk.every != 0)
        return false;
    model_remove(walk.w, id);
    ++walk.dropped;
    return true;
}

/* Every item comes exactly once, whatever is erased meanwhile. */
static void go_through(unsigned w, bool by_remove_if) {
    const size_t before = lens[w], requests = test_debug.requests;
    walk.w = w;
    walk.n = walk.dropped = 0;
    memset(walk.seen, 0, sizeof walk.seen);
    CHECK((by_remove_if ? it->remove_if(w, visit) : it->walk(w, visit)) == walk.dropped);
    CHECK(walk.n == before && it->len(w) == lens[w]);
    CHECK(test_debug.requests == requests);
}

static void compare(unsigned w) {
    size_t id, n = 0;
    for (id = 0; id < it->ids; ++id)
        n += check_key(w, id);
    CHECK(n == lens[w]);
    walk.every = walk.write = 0;
    go_through(w, false);
}

static bool is_right(bool done) {
    return done || may_fail;
}

/* ---- steps ---- */

static size_t some_id(stream *in) {
    return stream_number(in) % it->ids;
}

static void put_one(unsigned w, stream *in) {
    const uint8_t how = stream_byte(in);
    const size_t id = some_id(in);
    const uint32_t value = cut(lean_mix32(how + (uint32_t)id));
    const bool there = is_there[w][id] != 0;
    bool done;
    lean_status status;
    if (how % 4 == 0) {
        done = it->put(w, id, value);
        CHECK(is_right(done));
        if (done)
            model_put(w, id, value);
    } else if (how % 4 == 3 && there) {
        done = it->put_own(w, id, value);
        CHECK(is_right(done));
        if (done)
            model_put(w, id, value);
    } else {
        status = how % 4 == 1 ? it->add(w, id, value) : it->ensure(w, id, value);
        if (status == LEAN_BAD_ARGUMENT) /* ensured, without telling whether it is new */
            status = there ? LEAN_EXISTS : it->put(w, id, value) ? LEAN_OK : LEAN_STALE;
        CHECK(status == (there ? LEAN_EXISTS : LEAN_OK) ||
              (may_fail && (status == LEAN_NO_MEMORY || status == LEAN_FULL)));
        if (status == LEAN_OK)
            model_put(w, id, value);
    }
    check_key(w, id);
}

static void remove_one(unsigned w, stream *in) {
    const uint8_t how = stream_byte(in);
    const size_t id = some_id(in), requests = test_debug.requests;
    const bool there = is_there[w][id] != 0;
    uint32_t value = 0;
    if (how % 2 == 0) {
        CHECK(it->remove(w, id) == there);
    } else {
        CHECK(it->take(w, id, &value) == there);
        CHECK(value == (there ? values[w][id] : it->values == 0 ? 77 : cut(77)));
    }
    CHECK(test_debug.requests == requests);
    model_remove(w, id);
    check_key(w, id);
}

/* Runs of numbers come and go at once, so that streams get somewhere. */
static void put_many(unsigned w, stream *in) {
    const size_t stride = 1 + stream_byte(in) % 4;
    size_t id = some_id(in), k = stream_number(in) % (IDS / 4);
    for (; k > 0; --k, id = (id + stride) % it->ids) {
        if (it->put(w, id, (uint32_t)(id * 3)))
            model_put(w, id, (uint32_t)(id * 3));
        else
            CHECK(may_fail);
    }
}

static void remove_many(unsigned w, stream *in) {
    const size_t stride = 1 + stream_byte(in) % 4, requests = test_debug.requests;
    size_t id = some_id(in), k = stream_number(in) % (IDS / 2);
    for (; k > 0; --k, id = (id + stride) % it->ids) {
        CHECK(it->remove(w, id) == (is_there[w][id] != 0));
        model_remove(w, id);
    }
    CHECK(test_debug.requests == requests);
}

/* What a reservation was made for needs no request, whatever the keys but for long strings. */
static void reserve(unsigned w, stream *in) {
    size_t id = some_id(in), more = stream_number(in) % (IDS / 4), requests;
    const size_t stride = 1 + 2 * (size_t)(stream_byte(in) % 4);
    bool done;
    if (lens[w] + more > it->ids)
        more = it->ids - lens[w];
    done = it->reserve(w, lens[w] + more);
    CHECK(is_right(done));
    if (!done)
        return;
    requests = test_debug.requests;
    for (; more > 0; id = (id + stride) % it->ids) {
        if (is_there[w][id])
            continue;
        if (it->is_string && is_far(id)) {
            --more;
            continue;
        }
        CHECK(it->put(w, id, (uint32_t)id));
        model_put(w, id, (uint32_t)id);
        --more;
    }
    CHECK(test_debug.requests == requests);
}

static void copy(unsigned to, unsigned from) {
    const bool done = it->copy(to, from);
    CHECK(is_right(done));
    if (!done)
        return;
    memcpy(is_there[to], is_there[from], sizeof is_there[to]);
    memcpy(values[to], values[from], sizeof values[to]);
    lens[to] = lens[from];
}

/* Both may be the same set. */
static void combine(unsigned to, unsigned from, uint8_t how) {
    const size_t requests = test_debug.requests;
    size_t id;
    bool done = true;
    if (it->unite == NULL)
        return;
    if (how % 3 == 0) {
        done = it->unite(to, from);
        CHECK(is_right(done));
    } else {
        (how % 3 == 1 ? it->intersect : it->subtract)(to, from);
        CHECK(test_debug.requests == requests);
    }
    for (id = 0; id < it->ids; ++id) {
        const bool there = is_there[from][id] != 0;
        uint32_t value;
        if (how % 3 == 0 && there && (done || it->get(to, id, &value)))
            model_put(to, id, 0);
        else if (how % 3 != 0 && there == (how % 3 == 2))
            model_remove(to, id);
    }
}

static void set_seed(unsigned w, stream *in) {
    const uint8_t seed = stream_byte(in);
    if (lens[w] != 0)
        return;
    if (it->unite == faces[6].unite) /* the badges */
        CHECK(is_right(it->seed(w, seed % 2 == 0 ? LEAN_MAP_SECRET(secret) : 0)));
    else
        CHECK(is_right(it->seed(w, seed * UINT64_C(0x9e3779b97f4a7c15))));
}

static void step(stream *in) {
    const uint8_t what = stream_byte(in);
    const unsigned w = what % 8 == 7; /* seldom the other */
    size_t before, id;
    bool done;
    if (what < 70) {
        put_one(w, in);
    } else if (what < 120) {
        remove_one(w, in);
    } else if (what < 150) {
        put_many(w, in);
    } else if (what < 165) {
        remove_many(w, in);
    } else if (what < 180) {
        walk.every = stream_byte(in);
        walk.every = (uint8_t)(walk.every % (walk.every < 128 ? 5 : 40));
        walk.from = stream_byte(in);
        walk.write = it->values != 0 ? stream_byte(in) : 0;
        go_through(w, what % 2 == 0);
    } else if (what < 195) {
        reserve(w, in);
    } else if (what < 210) {
        before = it->bytes(w);
        done = it->shrink(w);
        CHECK(is_right(done));
        CHECK(!done ||
              it->bytes(w) <= before + before / 16 + 64); /* blocks of pages are rounded up */
    } else if (what < 222) {
        copy(w, what % 3 == 0 ? w : 1 - w);
    } else if (what < 240) {
        combine(w, what % 5 == 0 ? w : 1 - w, what);
    } else if (what < 250) {
        set_seed(w, in);
    } else if (what < 253) {
        before = test_debug.requests;
        it->clear(w);
        CHECK(test_debug.requests == before);
        model_clear(w);
    } else { /* one after the other, the first each time */
        for (id = 0; id < it->ids && lens[w] > IDS / 8; ++id) {
            if (is_there[w][id])
                CHECK(it->remove(w, id));
            model_remove(w, id);
        }
    }
    CHECK(it->len(0) == lens[0] && it->len(1) == lens[1]);
}

static unsigned steps;

static void check_all(bool often) {
    ++steps;
    if (debugged)
        CHECK(it->bytes(0) + it->bytes(1) == test_debug.bytes);
    if (often || steps % (1 + lens[0] / 8) == 0)
        compare(0);
    if (often || steps % (1 + lens[1] / 4) == 0)
        compare(1);
}

static void over_the_debug_allocator(stream *in) {
    test_debug_begin();
    it->init(0, &test_debug.allocator);
    it->init(1, &test_debug.allocator);
    while (!stream_ended(in)) {
        const uint8_t what = stream_byte(in);
        const size_t refused = test_debug.refused;
        if (what % 16 == 0) {
            lean_debug_fail(&test_debug, what / 16 % 4, what >= 128);
            may_fail = true;
        } else if (what % 16 == 1) {
            lean_debug_fail_none(&test_debug);
#ifndef TEST_SMALL
            may_fail = false;
#endif
        } else {
            step(in);
        }
        check_all(test_debug.refused != refused && lens[0] < 200);
    }
    compare(0);
    compare(1);
    it->free(0);
    CHECK(it->bytes(1) == test_debug.bytes);
    it->free(1);
    test_debug_end();
}

static void over_a_buffer(stream *in) {
    static unsigned char room[ROOM];
    lean_buffer buffer;
    may_fail = true;
    lean_buffer_init(&buffer, room, sizeof room);
    it->init(0, &buffer.allocator);
    it->init(1, &buffer.allocator);
    while (!stream_ended(in)) {
        step(in);
        check_all(false);
    }
    compare(0);
    compare(1);
    it->free(0);
    it->free(1);
    CHECK(lean_buffer_bytes(&buffer) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    stream in;
    uint8_t where;
    in.data = data;
    in.n = size;
    where = stream_byte(&in);
    it = &faces[where % FACES];
    family = stream_byte(&in);
    steps = 0;
    model_clear(0);
    model_clear(1);
    debugged = stream_byte(&in) % 4 != 0;
#ifdef TEST_SMALL
    may_fail = true;
#else
    may_fail = false;
#endif
    if (debugged)
        over_the_debug_allocator(&in);
    else
        over_a_buffer(&in);
    return 0;
}

MODEL_MAIN("model_map", 80);
