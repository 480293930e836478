// What the workers of the room "map" share: keys, values, and the works themselves.
//
// The works are u64_insert to text_worst. Their first word is the kind of key and value:
//     u64     random u64 -> u64                   u32    random u32 -> u32
//     set     the same u64, no value              record a struct of 12 bytes -> u32
//     words   lines of a dictionary -> u32        text   the distinct words of a large text -> u32
// and the second is what is done, always without telling how many keys there will be:
//     insert     n keys into an empty map, all growth included
//     hit        all keys, in a random order that no lookup waits for
//     miss       n keys that are not there
//     dependent  all keys in random order, where each lookup has to wait for the value before
//     mix        a key is erased and a new one inserted: n times, at a constant number of keys
//     iterate    all entries, key and value read
//     worst      the longest of the inserts of one map; its time is CPU time, the clock's included
//     sweep      insert at 16 sizes, for the bytes
//     count      (text) occurrences of all words of the text, in its order; n is the distinct words
// Those of "flood" are of keys of kind u64 that collide in ours, 20000 at most.
//
// A worker includes this file once for each of its types, after defining
//     MAP_X      the type, and the prefix of its functions
//     MAP_KIND   u64, u32, set, record or str (which is words and text)
// The type's functions are
//     void X_start(X *m, size_t n)         makes it empty; n is for those that cannot grow
//     void X_put(X *m, KEY key, VALUE value)         a key that is not there, or fails
//     bool X_find(const X *m, KEY key, VALUE *value)
//     bool X_remove(X *m, KEY key)
//     void X_add(X *m, KEY key)            str only: adds one to the value, which may not be there
//     uint64_t X_sum(X *m)                 of map_KIND_look over all entries
//     size_t X_says(const X *m)
//     void X_free(X *m)                    gives everything back; X_start may follow
// Sets have values too, which are always 1 and take no memory. With MAP_CLASS all of these are made
// of the members of a class such as those of the C++ library.
#ifndef MAP_H
#define MAP_H

#include "bench.h"

// ---- Keys and values ----------------------------------------------------------------------------
// Of each kind: 2n distinct keys, of which the first n are the map's, in this order, and the others
// never are; a value for each key, above 0 and with the top bit clear; and what is made of an entry
// that is looked at.

typedef struct map_record {
    uint32_t x, y, z;
} map_record;

// A key of bytes, ended by a zero byte as well for those who need one.
typedef struct map_word {
    const char *at;
    size_t length;
} map_word;

typedef uint64_t map_u64_key, map_u64_value, map_set_key, map_set_value;
typedef uint32_t map_u32_key, map_u32_value, map_record_value, map_str_value;
typedef map_record map_record_key;
typedef map_word map_str_key;

BENCH_INLINE map_u64_value map_u64_value_of(map_u64_key key) {
    return (key * UINT64_C(0x9E3779B97F4A7C15) >> 1) | 1;
}

BENCH_INLINE map_u32_value map_u32_value_of(map_u32_key key) {
    return (key * 2654435761u >> 1) | 1;
}

BENCH_INLINE map_set_value map_set_value_of(map_set_key key) {
    (void)key;
    return 1;
}

BENCH_INLINE map_record_value map_record_value_of(map_record_key key) {
    return ((key.x ^ key.y) * 2654435761u >> 1) | 1;
}

BENCH_INLINE map_str_value map_str_value_of(map_str_key key) {
    return (uint32_t)bench_look(key.at, key.length);
}

// Entries come in any order, so that what is made of them is added up.
BENCH_INLINE uint64_t map_u64_look(map_u64_key key, map_u64_value value) {
    return key ^ value * UINT64_C(0x9E3779B97F4A7C15);
}

BENCH_INLINE uint64_t map_u32_look(map_u32_key key, map_u32_value value) {
    return map_u64_look(key, value);
}

BENCH_INLINE uint64_t map_set_look(map_set_key key, map_set_value value) {
    return key + value;
}

BENCH_INLINE uint64_t map_record_look(map_record_key key, map_record_value value) {
    return map_u64_look((key.x ^ (uint64_t)key.y << 32) + key.z, value);
}

BENCH_INLINE uint64_t map_str_look(map_str_key key, map_str_value value) {
    return map_u64_look(bench_look(key.at, key.length), value);
}

// Of numbers and of structs the hash is everyone's own; of this struct nobody has one, so that all
// take the same: two multiplications whose halves are folded, which leaves nothing to be mixed.
BENCH_INLINE uint64_t map_fold(uint64_t a, uint64_t b) {
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

BENCH_INLINE uint64_t map_record_hash(const map_record *key, uint64_t seed) {
    const uint64_t xy = key->x | (uint64_t)key->y << 32;
    return map_fold(map_fold(xy ^ UINT64_C(0x9E3779B97F4A7C15), UINT64_C(0xE7037ED1A0B428DB)) ^
                        key->z ^ seed,
                    UINT64_C(0x8EBC6AF09C88C6E3));
}

BENCH_INLINE bool map_record_same(const map_record *a, const map_record *b) {
    return a->x == b->x && a->y == b->y && a->z == b->z;
}

// Keys that our map without a seed mixes to the same bucket, the same part of it and the same first
// byte: the inverse of its mix, which is public. Their number is bounded, since work that grows with
// its square would never end.
enum { MAP_FLOOD = 1, MAP_FLOOD_MOST = 20000 };

static inline map_u64_key map_flood_key(size_t i) {
    const uint64_t x = (5 * (UINT64_C(1) << 32) | i) * UINT64_C(0x319642B2D24D8EC3);
    return (x ^ x >> 32) * UINT64_C(0x96DE1B173F119089);
}

static inline map_u64_key *map_flood_keys(bench *b) {
    map_u64_key *keys = NULL;
    b->n = b->n < MAP_FLOOD_MOST ? b->n : MAP_FLOOD_MOST;
    keys = (map_u64_key *)bench_memory(2 * b->n, sizeof *keys);
    for (size_t i = 0; i < 2 * b->n; i++)
        keys[i] = map_flood_key(i);
    return keys;
}

static inline map_u64_key *map_u64_keys(bench *b) {
    if (b->option == MAP_FLOOD)
        return map_flood_keys(b);
    map_u64_key *keys = (map_u64_key *)bench_memory(2 * b->n, sizeof *keys);
    uint64_t state = 0; // which bench_random never gives twice
    for (size_t i = 0; i < 2 * b->n; i++)
        keys[i] = bench_random(&state);
    return keys;
}

static inline map_set_key *map_set_keys(bench *b) {
    return map_u64_keys(b);
}

static inline map_u32_key *map_u32_keys(bench *b) {
    map_u32_key *keys = (map_u32_key *)bench_memory(2 * b->n, sizeof *keys);
    for (size_t i = 0; i < 2 * b->n; i++) {
        uint32_t x = (uint32_t)i + 1; // every step can be undone, so that all stay distinct
        x = (x ^ x >> 16) * 0x7FEB352Du;
        x = (x ^ x >> 15) * 0x846CA68Bu;
        keys[i] = x ^ x >> 16;
    }
    return keys;
}

static inline map_record_key *map_record_keys(bench *b) {
    map_record_key *keys = (map_record_key *)bench_memory(2 * b->n, sizeof *keys);
    uint64_t state = 0;
    for (size_t i = 0; i < 2 * b->n; i++) {
        const uint64_t random = bench_random(&state);
        keys[i].x = (uint32_t)random;
        keys[i].y = (uint32_t)(random >> 32);
        keys[i].z = (uint32_t)i % 16;
    }
    return keys;
}

// The words of a text, one by one as they stand there, and each of the distinct ones once. Memory
// of inputs is never given back: a map that was built in it would seem to take none.
typedef struct map_text {
    map_word *all, *distinct;
    size_t all_len, distinct_len;
} map_text;

BENCH_INLINE bool map_letter(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c < 0;
}

static inline void map_distinct(map_text *t) {
    size_t slots = 1;
    map_word *table = NULL;
    while (slots < 2 * t->all_len)
        slots *= 2;
    table = (map_word *)bench_memory(slots, sizeof *table);
    memset(table, 0, slots * sizeof *table);
    for (size_t i = 0; i < t->all_len; i++) {
        const map_word word = t->all[i];
        uint64_t hash = word.length;
        for (size_t k = 0; k < word.length; k++)
            hash = map_fold(hash ^ (unsigned char)word.at[k], UINT64_C(0x9E3779B97F4A7C15));
        hash &= slots - 1;
        while (table[hash].at && (table[hash].length != word.length ||
                                  memcmp(table[hash].at, word.at, word.length) != 0))
            hash = (hash + 1) & (slots - 1);
        if (!table[hash].at)
            table[hash] = t->distinct[t->distinct_len++] = word;
    }
}

static inline map_text map_text_of(const char *bytes, size_t size) {
    map_text t = {NULL, NULL, 0, 0};
    char *copy = (char *)bench_memory(size + 1, 1); // in which each word is ended
    memcpy(copy, bytes, size);
    copy[size] = 0;
    t.all = (map_word *)bench_memory(size, sizeof *t.all);
    t.distinct = (map_word *)bench_memory(size, sizeof *t.distinct);
    for (size_t i = 0; i < size; i++) {
        const size_t begin = i;
        while (i < size && map_letter(copy[i]))
            i++;
        copy[i] = 0;
        if (i > begin) {
            t.all[t.all_len].at = copy + begin;
            t.all[t.all_len++].length = i - begin;
        }
    }
    map_distinct(&t);
    return t;
}

enum { MAP_WORDS, MAP_TEXT };

static inline map_text map_text_read(bench *b) {
    static const char path[] = "/usr/share/unicode/NamesList.txt";
    const bench_text lines = bench_lines(b, path); // with a zero byte where a line ends
    const map_text t = map_text_of(lines.bytes, lines.starts[b->n]);
    b->n = t.distinct_len;
    return t;
}

// The others are the same words with the last byte in another half of all bytes.
static inline map_str_key *map_str_keys_of(const map_word *words, size_t n) {
    map_str_key *keys = (map_str_key *)bench_memory(2 * n, sizeof *keys);
    size_t size = 0;
    char *bytes = NULL;
    for (size_t i = 0; i < n; i++)
        size += words[i].length + 1;
    bytes = (char *)bench_memory(size, 1);
    for (size_t i = 0; i < n; i++) {
        keys[i] = words[i];
        keys[n + i].at = bytes;
        keys[n + i].length = words[i].length;
        memcpy(bytes, words[i].at, words[i].length + 1);
        bytes[words[i].length - 1] = (char)(bytes[words[i].length - 1] ^ 0x80);
        bytes += words[i].length + 1;
    }
    return keys;
}

static inline map_str_key *map_str_keys(bench *b) {
    if (b->option == MAP_WORDS) {
        const bench_text lines = bench_lines(b, "/usr/share/dict/words");
        map_word *words = (map_word *)bench_memory(b->n, sizeof *words);
        for (size_t i = 0; i < b->n; i++)
            words[i].at = bench_string(&lines, i, &words[i].length);
        return map_str_keys_of(words, b->n);
    }
    const map_text text = map_text_read(b);
    return map_str_keys_of(text.distinct, text.distinct_len);
}

// The map's keys in random order, and one more: see X_dependent.
static inline void *map_shuffled(const bench *b, const void *keys, size_t size) {
    const uint32_t *order = bench_permutation(b->n);
    char *shuffled = (char *)bench_memory(b->n + 1, size);
    for (size_t i = 0; i <= b->n; i++)
        memcpy(shuffled + i * size, (const char *)keys + order[i % b->n] * size, size);
    return shuffled;
}

// ---- Classes such as those of the C++ library ---------------------------------------------------

#ifdef __cplusplus
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

BENCH_INLINE bool operator==(const map_record &a, const map_record &b) {
    return map_record_same(&a, &b);
}

struct map_record_hasher {
    typedef void is_avalanching; // says to Boost that nothing is left to be mixed
    size_t operator()(const map_record &key) const {
        return map_record_hash(&key, 0);
    }
};

// What is looked up for a key: the key, but a string of its own where a class can do no better.
template <class K> BENCH_INLINE const K &map_same(const K &key) {
    return key;
}

BENCH_INLINE std::string map_string(const map_word &key) {
    return std::string(key.at, key.length);
}

BENCH_INLINE std::string_view map_view(const map_word &key) {
    return std::string_view(key.at, key.length);
}

template <class K> BENCH_INLINE const K &map_owned(const K &key) {
    return key;
}

BENCH_INLINE std::string map_owned(const map_word &key) {
    return map_string(key);
}

template <class M>
constexpr bool map_is_set =
    std::is_same<typename M::key_type,
                 typename std::remove_cv<typename M::value_type>::type>::value;

template <class M, class K, class V> BENCH_INLINE void map_insert(M *m, K &&key, V value) {
    if constexpr (map_is_set<M>)
        m->insert(key);
    else
        m->insert(std::make_pair(std::forward<K>(key), value));
}

template <class At, class V> BENCH_INLINE V map_value_at(const At &at, V value) {
    if constexpr (std::is_integral<std::decay_t<decltype(*at)>>::value)
        return value;
    else
        return at->second;
}

BENCH_INLINE uint64_t map_entry_look(uint64_t key) {
    return map_set_look(key, 1);
}

BENCH_INLINE uint64_t map_entry_look(const std::pair<const uint64_t, uint64_t> &e) {
    return map_u64_look(e.first, e.second);
}

BENCH_INLINE uint64_t map_entry_look(const std::pair<const uint32_t, uint32_t> &e) {
    return map_u32_look(e.first, e.second);
}

BENCH_INLINE uint64_t map_entry_look(const std::pair<const map_record, uint32_t> &e) {
    return map_record_look(e.first, e.second);
}

BENCH_INLINE uint64_t map_entry_look(const std::pair<const std::string, uint32_t> &e) {
    map_word word = {e.first.data(), e.first.size()};
    return map_str_look(word, e.second);
}
#endif

// ---- Tables of works ----------------------------------------------------------------------------

#define MAP_ROWS_SET(KIND, IMPL, X, OPTION)                                                        \
    {KIND "_insert", IMPL, X##_insert, 0, OPTION}, {KIND "_hit", IMPL, X##_hit, 0, OPTION},        \
        {KIND "_miss", IMPL, X##_miss, 0, OPTION}, {KIND "_mix", IMPL, X##_mix, 0, OPTION},        \
        {KIND "_iterate", IMPL, X##_iterate, 0, OPTION}, {                                         \
        KIND "_worst", IMPL, X##_worst, 0, OPTION                                                  \
    }
#define MAP_ROWS(KIND, IMPL, X, OPTION)                                                            \
    MAP_ROWS_SET(KIND, IMPL, X, OPTION), {                                                         \
        KIND "_dependent", IMPL, X##_dependent, 0, OPTION                                          \
    }
#define MAP_ROWS_FLOOD(IMPL, X)                                                                    \
    {"flood_insert", IMPL, X##_insert, 0, MAP_FLOOD}, {                                            \
        "flood_hit", IMPL, X##_hit, 0, MAP_FLOOD                                                   \
    }
#define MAP_ROW_SWEEP(KIND, IMPL, X)                                                               \
    { KIND "_sweep", IMPL, X##_insert, 0, 0 }
#define MAP_ROWS_STR(IMPL, X)                                                                      \
    MAP_ROWS("words", IMPL, X, MAP_WORDS), MAP_ROWS("text", IMPL, X, MAP_TEXT), {                  \
        "text_count", IMPL, X##_count, 0, MAP_TEXT                                                 \
    }

#define MAP_JOIN_(a, b) a##b
#define MAP_JOIN(a, b) MAP_JOIN_(a, b)
#define MAP_F(name) MAP_JOIN(MAP_X, _##name)
#define MAP_OF(kind, name) MAP_JOIN(map_, MAP_JOIN(kind, _##name))
#define MAP_K(name) MAP_OF(MAP_KIND, name)

#endif // MAP_H

// ---- The works of one type ----------------------------------------------------------------------

#ifdef MAP_X
#ifdef MAP_CLASS
#ifndef MAP_LOOKUP
#define MAP_LOOKUP map_same
#endif
#ifndef MAP_START
#define MAP_START(m) ((void)(m))
#endif

static inline void MAP_F(start)(MAP_X *m, size_t n) {
    (void)n;
    MAP_START(m);
}

BENCH_INLINE void MAP_F(put)(MAP_X *m, MAP_K(key) key, MAP_K(value) value) {
    map_insert(m, map_owned(key), value);
}

BENCH_INLINE bool MAP_F(find)(const MAP_X *m, MAP_K(key) key, MAP_K(value) * value) {
    const auto at = m->find(MAP_LOOKUP(key));
    if (at == m->end())
        return false;
    *value = map_value_at(at, MAP_K(value)(1));
    return true;
}

BENCH_INLINE bool MAP_F(remove)(MAP_X *m, MAP_K(key) key) {
    return m->erase(MAP_LOOKUP(key)) != 0;
}

static inline uint64_t MAP_F(sum)(MAP_X *m) {
    const MAP_X &entries = *m;
    uint64_t sum = 0;
    for (const auto &entry : entries)
        sum += map_entry_look(entry);
    return sum;
}

#ifdef MAP_COUNTS
BENCH_INLINE void MAP_F(add)(MAP_X *m, MAP_K(key) key) {
    auto &&lookup = MAP_LOOKUP(key);
    const auto at = m->find(lookup);
    if (at == m->end())
        m->insert(std::make_pair(std::string(lookup), 1u));
    else
        ++at->second;
}
#endif

static inline size_t MAP_F(says)(const MAP_X *) {
    return BENCH_SILENT;
}

static inline void MAP_F(free)(MAP_X *m) {
    MAP_X().swap(*m);
}
#endif

static inline void MAP_F(fill)(bench *b, MAP_X *m, const MAP_K(key) * keys) {
    const size_t n = b->n;
    bench_steps(b);
    for (size_t i = 0; i < n; i++) {
        MAP_F(put)(m, keys[i], MAP_K(value_of)(keys[i]));
        bench_step(b);
    }
}

// Every key has its value, none of the others is there, and the sum is everyone's. Of many keys no
// more than a million are asked for: the time of a process should go into the work.
static inline void MAP_F(answer)(bench *b, MAP_X *m, const MAP_K(key) * keys) {
    const size_t stride = b->n > 1000000 ? b->n / 500000 : 1;
    for (size_t i = 0; i < 2 * b->n; i += stride) {
        MAP_K(value) value = 0;
        const bool found = MAP_F(find)(m, keys[i], &value);
        if (found != (i < b->n) || (found && value != MAP_K(value_of)(keys[i])))
            bench_fail("a key is missing, has a wrong value or should not be there");
    }
    bench_answer(b, MAP_F(sum)(m));
    MAP_F(free)(m);
}

static inline void MAP_F(insert)(bench *b) {
    const MAP_K(key) *keys = MAP_K(keys)(b);
    bool first = true;
    bench_build(b);
    MAP_X m;
    MAP_F(start)(&m, b->n);
    while (bench_again(b, &m)) {
        if (!first) {
            bench_stop(b);
            MAP_F(free)(&m);
            MAP_F(start)(&m, b->n);
            bench_start(b);
        }
        MAP_F(fill)(b, &m, keys);
        if (first) {
            bench_stop(b);
            bench_built(b, MAP_F(says)(&m));
            first = false;
            bench_start(b);
        }
    }
    MAP_F(answer)(b, &m, keys);
}

static inline void MAP_F(hit)(bench *b) {
    const MAP_K(key) *keys = MAP_K(keys)(b);
    const MAP_K(key) *probes = (const MAP_K(key) *)map_shuffled(b, keys, sizeof *keys);
    const size_t n = b->n;
    uint64_t sum = 0;
    bench_build(b);
    MAP_X m;
    MAP_F(start)(&m, n);
    MAP_F(fill)(b, &m, keys);
    bench_built(b, MAP_F(says)(&m));
    while (bench_again(b, &m)) {
        sum = 0;
        for (size_t i = 0; i < n; i++) {
            MAP_K(value) value = 0;
            if (MAP_F(find)(&m, probes[i], &value))
                sum += value;
        }
        bench_sink(sum);
    }
    bench_answer(b, sum);
    MAP_F(answer)(b, &m, keys);
}

static inline void MAP_F(miss)(bench *b) {
    const MAP_K(key) *keys = MAP_K(keys)(b);
    const size_t n = b->n;
    const MAP_K(key) *probes = keys + n;
    size_t found = 0;
    bench_build(b);
    MAP_X m;
    MAP_F(start)(&m, n);
    MAP_F(fill)(b, &m, keys);
    bench_built(b, MAP_F(says)(&m));
    while (bench_again(b, &m)) {
        for (size_t i = 0; i < n; i++) {
            MAP_K(value) value = 0;
            if (MAP_F(find)(&m, probes[i], &value))
                found += 1;
        }
    }
    bench_answer(b, found);
    MAP_F(answer)(b, &m, keys);
}

// Where the next key stands depends on the top bit of the value found, which is clear in all.
static inline void MAP_F(dependent)(bench *b) {
    const MAP_K(key) *keys = MAP_K(keys)(b);
    const MAP_K(key) *probes = (const MAP_K(key) *)map_shuffled(b, keys, sizeof *keys);
    const size_t n = b->n;
    uint64_t sum = 0;
    bench_build(b);
    MAP_X m;
    MAP_F(start)(&m, n);
    MAP_F(fill)(b, &m, keys);
    bench_built(b, MAP_F(says)(&m));
    while (bench_again(b, &m)) {
        size_t ahead = 0;
        sum = 0;
        for (size_t i = 0; i < n; i++) {
            MAP_K(value) value = 0;
            if (MAP_F(find)(&m, probes[i + ahead], &value))
                sum += value;
            ahead = (size_t)(value >> (8 * sizeof value - 1));
        }
        bench_sink(sum);
    }
    bench_answer(b, sum);
    MAP_F(answer)(b, &m, keys);
}

static inline size_t MAP_F(exchange)(bench *b, MAP_X *m, const MAP_K(key) * leave,
                                     const MAP_K(key) * come) {
    const size_t n = b->n;
    size_t removed = 0;
    for (size_t i = 0; i < n; i++) {
        removed += MAP_F(remove)(m, leave[i]);
        MAP_F(put)(m, come[i], MAP_K(value_of)(come[i]));
    }
    return removed;
}

// A pass exchanges all keys for the others, and the next one exchanges them back.
static inline void MAP_F(mix)(bench *b) {
    const MAP_K(key) *keys = MAP_K(keys)(b);
    const MAP_K(key) *probes = (const MAP_K(key) *)map_shuffled(b, keys, sizeof *keys);
    const MAP_K(key) *others = keys + b->n;
    size_t removed = 0, passes = 0;
    bench_build(b);
    MAP_X m;
    MAP_F(start)(&m, b->n);
    MAP_F(fill)(b, &m, keys);
    bench_built(b, MAP_F(says)(&m));
    while (bench_again(b, &m)) {
        removed += passes % 2 ? MAP_F(exchange)(b, &m, others, probes)
                              : MAP_F(exchange)(b, &m, probes, others);
        passes++;
    }
    if (removed != passes * b->n)
        bench_fail("a key that is there was not removed");
    if (passes % 2)
        MAP_F(exchange)(b, &m, others, probes);
    MAP_F(answer)(b, &m, keys);
}

static inline void MAP_F(iterate)(bench *b) {
    const MAP_K(key) *keys = MAP_K(keys)(b);
    uint64_t sum = 0;
    bench_build(b);
    MAP_X m;
    MAP_F(start)(&m, b->n);
    MAP_F(fill)(b, &m, keys);
    bench_built(b, MAP_F(says)(&m));
    while (bench_again(b, &m)) {
        sum = MAP_F(sum)(&m);
        bench_sink(sum);
    }
    bench_answer(b, sum);
    MAP_F(answer)(b, &m, keys);
}

static inline void MAP_F(worst)(bench *b) {
    const MAP_K(key) *keys = MAP_K(keys)(b);
    const size_t n = b->n;
    uint64_t worst = 0, before = 0;
    bench_build(b);
    MAP_X m;
    MAP_F(start)(&m, n);
    before = bench_now();
    for (size_t i = 0; i < n; i++) {
        uint64_t now = 0;
        MAP_F(put)(&m, keys[i], MAP_K(value_of)(keys[i]));
        now = bench_now();
        if (now - before > worst)
            worst = now - before;
        before = now;
    }
    bench_built(b, MAP_F(says)(&m));
    bench_longest(b, worst);
    MAP_F(answer)(b, &m, keys);
}

#ifdef MAP_COUNTS
static inline void MAP_F(count)(bench *b) {
    const map_text text = map_text_read(b);
    bool first = true;
    b->operations = text.all_len;
    bench_build(b);
    MAP_X m;
    MAP_F(start)(&m, b->n);
    while (bench_again(b, &m)) {
        if (!first) {
            bench_stop(b);
            MAP_F(free)(&m);
            MAP_F(start)(&m, b->n);
            bench_start(b);
        }
        for (size_t i = 0; i < text.all_len; i++)
            MAP_F(add)(&m, text.all[i]);
        if (first) {
            bench_stop(b);
            bench_built(b, MAP_F(says)(&m));
            first = false;
            bench_start(b);
        }
    }
    bench_answer(b, MAP_F(sum)(&m));
    MAP_F(free)(&m);
}
#endif

#undef MAP_X
#undef MAP_KIND
#undef MAP_CLASS
#undef MAP_LOOKUP
#undef MAP_START
#undef MAP_COUNTS
#endif
