// Maps and sets of lean.h against std::unordered_map and std::unordered_set: the same random calls on
// both, and the same answers. `map_std [seed [rounds]]`.
#define LEAN_WITH_DEBUG
#define LEAN_WITH_MAP
#define LEAN_WITH_STRMAP
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include <cstdlib>
#include <cstring>
#include <string>
#include <unordered_map>
#include <unordered_set>

LEAN_DEFINE_MAP(longs, uint64_t, uint64_t)
LEAN_DEFINE_MAP(ints, int32_t, uint16_t)
LEAN_DEFINE_MAP(doubles, double, uint32_t)
LEAN_DEFINE_SET(numbers, uint32_t)
LEAN_DEFINE_STRMAP(words, uint32_t)
LEAN_DEFINE_STRSET(names)

static unsigned long rounds = 60000;

// How many keys there may be: small and large in turn, so that tables grow and empty.
static uint32_t span_of(unsigned long round) {
    return UINT32_C(10) << (round / 2048 * 5 % 13);
}

template <typename K> struct key_of {
    static K from(uint32_t i) {
        return static_cast<K>(i);
    }
};
template <> struct key_of<uint64_t> {
    static uint64_t from(uint32_t i) {
        return i % 2 == 0 ? lean_mix64(i) : UINT64_MAX - i;
    }
};
template <> struct key_of<int32_t> {
    static int32_t from(uint32_t i) {
        return i % 2 == 0 ? static_cast<int32_t>(i) * 64 : -static_cast<int32_t>(i);
    }
};
template <> struct key_of<double> {
    static double from(uint32_t i) {
        return i == 7 ? -0.0 : i == 8 ? 0.0 : i / 16.0 - 100;
    }
};

// The calls of a made map, told apart by its type.
#define CALLS(Name, K, V)                                                                          \
    struct Name##_calls {                                                                          \
        typedef Name map;                                                                          \
        typedef Name##_item item;                                                                  \
        typedef K key;                                                                             \
        typedef V value;                                                                           \
        static void init(map *m) {                                                                 \
            Name##_init(m, &test_debug.allocator);                                                 \
        }                                                                                          \
        static void free(map *m) {                                                                 \
            Name##_free(m);                                                                        \
        }                                                                                          \
        static bool put(map *m, K k, V v) {                                                        \
            return Name##_put(m, k, v);                                                            \
        }                                                                                          \
        static lean_status add(map *m, K k, V v) {                                                 \
            return Name##_add(m, k, v);                                                            \
        }                                                                                          \
        static V *ensure(map *m, K k, bool *is_new) {                                              \
            return Name##_ensure(m, k, is_new);                                                    \
        }                                                                                          \
        static const V *get(const map *m, K k) {                                                   \
            return Name##_get(m, k);                                                               \
        }                                                                                          \
        static bool take(map *m, K k, V *out) {                                                    \
            return Name##_take(m, k, out);                                                         \
        }                                                                                          \
        static size_t len(const map *m) {                                                          \
            return Name##_len(m);                                                                  \
        }                                                                                          \
        static size_t bytes(const map *m) {                                                        \
            return Name##_bytes(m);                                                                \
        }                                                                                          \
        static bool next(const map *m, item *i) {                                                  \
            return Name##_next(m, i);                                                              \
        }                                                                                          \
        static void erase(map *m, item *i) {                                                       \
            Name##_erase(m, i);                                                                    \
        }                                                                                          \
        static bool copy(map *to, const map *from) {                                               \
            return Name##_copy(to, from);                                                          \
        }                                                                                          \
        static bool shrink(map *m) {                                                               \
            return Name##_shrink(m);                                                               \
        }                                                                                          \
    }
CALLS(longs, uint64_t, uint64_t);
CALLS(ints, int32_t, uint16_t);
CALLS(doubles, double, uint32_t);

// Each item once, with its value; every sixth is erased from both where `erases`.
template <typename C>
static void walk(typename C::map *m, std::unordered_map<typename C::key, typename C::value> *s,
                 bool erases) {
    std::unordered_map<typename C::key, bool> seen;
    typename C::item i = LEAN_EMPTY;
    const size_t len = s->size();
    while (C::next(m, &i)) {
        const auto at = s->find(i.key);
        CHECK(at != s->end() && at->second == *i.value && !seen[i.key]);
        seen[i.key] = true;
        if (erases && seen.size() % 6 == 0) {
            s->erase(i.key);
            C::erase(m, &i);
        }
    }
    CHECK(seen.size() == len && C::len(m) == s->size());
}

template <typename C> static void against_unordered_map() {
    std::unordered_map<typename C::key, typename C::value> s;
    typename C::map m, other;
    test_debug_begin();
    C::init(&m);
    C::init(&other);
    for (unsigned long round = 0; round < rounds; ++round) {
        const typename C::key k = key_of<typename C::key>::from(test_random() % span_of(round));
        const typename C::value v = static_cast<typename C::value>(round);
        const uint32_t how = test_random() % 16;
        const auto at = s.find(k);
        const bool there = at != s.end();
        const typename C::value *const got = C::get(&m, k);
        CHECK((got != NULL) == there && (!there || *got == at->second));
        if (how < 4) {
            CHECK(C::put(&m, k, v));
            s[k] = v;
        } else if (how < 6) {
            CHECK(C::add(&m, k, v) == (there ? LEAN_EXISTS : LEAN_OK));
            s.insert({k, v});
        } else if (how < 9) {
            bool is_new = false;
            typename C::value *const value = C::ensure(&m, k, &is_new);
            CHECK(value != NULL && is_new == !there);
            if (value != NULL)
                CHECK(++*value == ++s[k]);
        } else {
            typename C::value out = 0;
            CHECK(C::take(&m, k, &out) == there && (!there || out == at->second));
            s.erase(k);
        }
        CHECK(C::len(&m) == s.size() && C::bytes(&m) + C::bytes(&other) == test_debug.bytes);
        if (round % 4096 == 2000)
            walk<C>(&m, &s, round % 8192 == 2000);
        if (round % 8192 == 8000) {
            CHECK(C::copy(&other, &m));
            CHECK(C::shrink(&m));
            walk<C>(&other, &s, false);
        }
    }
    walk<C>(&m, &s, false);
    C::free(&m);
    C::free(&other);
    test_debug_end();
}

static void longs_agree() {
    against_unordered_map<longs_calls>();
}

static void ints_agree() {
    against_unordered_map<ints_calls>();
}

static void doubles_agree() {
    against_unordered_map<doubles_calls>();
}

// Three sets of ours and three of theirs, made anew, united, intersected and subtracted.
static void sets_agree() {
    std::unordered_set<uint32_t> s[3];
    numbers n[3];
    test_debug_begin();
    for (auto &set : n)
        numbers_init(&set, &test_debug.allocator);
    for (unsigned long round = 0; round < rounds / 100; ++round) {
        const unsigned to = test_random() % 3, from = test_random() % 3;
        const std::unordered_set<uint32_t> other = s[from];
        numbers_item i = LEAN_EMPTY;
        size_t found = 0;
        switch (test_random() % 4) {
        case 0:
            for (unsigned k = test_random() % 500; k-- != 0;) {
                const uint32_t x = test_random() % 3000 * 17;
                CHECK(numbers_add(&n[to], x) == (s[to].insert(x).second ? LEAN_OK : LEAN_EXISTS));
            }
            break;
        case 1:
            CHECK(numbers_unite(&n[to], &n[from]));
            s[to].insert(other.begin(), other.end());
            break;
        case 2:
            numbers_intersect(&n[to], &n[from]);
            for (auto at = s[to].begin(); at != s[to].end();)
                at = other.count(*at) == 0 ? s[to].erase(at) : std::next(at);
            break;
        default:
            numbers_subtract(&n[to], &n[from]);
            for (const uint32_t x : other)
                s[to].erase(x);
        }
        while (numbers_next(&n[to], &i))
            found += s[to].count(i.key);
        CHECK(found == s[to].size() && numbers_len(&n[to]) == found);
        CHECK(numbers_bytes(&n[0]) + numbers_bytes(&n[1]) + numbers_bytes(&n[2]) ==
              test_debug.bytes);
    }
    for (auto &set : n)
        numbers_free(&set);
    test_debug_end();
}

static std::string string_of(uint32_t i) {
    return std::string(i % 41, static_cast<char>(i % 3)) + std::to_string(i / 2);
}

static void strings_agree() {
    std::unordered_map<std::string, uint32_t> s;
    words m;
    names n;
    words_item i = LEAN_EMPTY;
    test_debug_begin();
    words_init(&m, &test_debug.allocator);
    names_init(&n, &test_debug.allocator);
    for (unsigned long round = 0; round < rounds; ++round) {
        const std::string k = string_of(test_random() % (span_of(round) / 4 + 1));
        const uint32_t v = test_random();
        const bool there = s.count(k) != 0;
        const uint32_t *const got = words_get(&m, k.data(), k.size());
        CHECK((got != NULL) == there && (!there || *got == s[k]));
        CHECK(names_has(&n, k.data(), k.size()) == there);
        if (v % 5 < 3) {
            CHECK(words_put(&m, k.data(), k.size(), v));
            CHECK(names_add(&n, k.data(), k.size()) == (there ? LEAN_EXISTS : LEAN_OK));
            s[k] = v;
        } else {
            uint32_t out = 0;
            CHECK(words_take(&m, k.data(), k.size(), &out) == there && (!there || out == s[k]));
            CHECK(names_remove(&n, k.data(), k.size()) == there);
            s.erase(k);
        }
        CHECK(words_len(&m) == s.size() && names_len(&n) == s.size());
        CHECK(words_bytes(&m) + names_bytes(&n) == test_debug.bytes);
    }
    while (words_next(&m, &i)) {
        const auto at = s.find(std::string(i.key, i.n));
        CHECK(at != s.end() && at->second == *i.value);
        s.erase(at);
    }
    CHECK(s.empty());
    words_free(&m);
    names_free(&n);
    test_debug_end();
}

int main(int argc, char **argv) {
    test_seed = argc > 1 ? static_cast<uint32_t>(strtoul(argv[1], NULL, 0)) : 1;
    rounds = argc > 2 ? strtoul(argv[2], NULL, 0) : rounds;
    test_begin("map_std");
    test_note("seed", test_seed, "");
    RUN(longs_agree);
    RUN(ints_agree);
    RUN(doubles_agree);
    RUN(sets_agree);
    RUN(strings_agree);
    return test_end();
}
