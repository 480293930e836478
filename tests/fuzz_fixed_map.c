/* Drives fixed maps and sets against a plain table of which keys are there and with what: a stream
   of bytes says what happens. Keys are numbers below KEYS, made into keys of several types. */
#define LEAN_WITH_FIXED_MAP
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include "stream.h"
#include "model.h"
#include <string.h>

#define KEYS 400

typedef struct pair {
    uint8_t low;
    uint16_t high;
} pair;

static uint32_t hash_poor(const uint32_t *key, uint32_t seed) {
    return *key % 3 + seed;
}

static bool same_number(const uint32_t *a, const uint32_t *b) {
    return *a == *b;
}

#define HASH_PAIR(p, seed) (lean_mix64((uint64_t)(p)->high << 8 ^ (p)->low) ^ (seed))
#define SAME_PAIR(a, b) ((a)->low == (b)->low && (a)->high == (b)->high)

static pair pair_of(uint32_t k) {
    pair p;
    memset(&p, 0, sizeof p);
    p.low = (uint8_t)(k % 7);
    p.high = (uint16_t)(k / 7);
    return p;
}

static uint32_t number_of(pair p) {
    return p.high * UINT32_C(7) + p.low;
}

#define AS_IT_IS(k) (k)
#define AS_U32(k) ((k)*UINT32_C(0x01000193))
#define OF_U32(key) ((key)*UINT32_C(0x359c449b))
#define AS_U64(k) ((uint64_t)(k) << 37)
#define OF_U64(key) ((uint32_t)((key) >> 37))
#define AS_I16(k) ((int16_t)((int)(k)-200))
#define OF_I16(key) ((uint32_t)((key) + 200))
#define AS_FLOAT(k) ((float)(k)*0.25f)
#define OF_FLOAT(key) ((uint32_t)((key)*4.0f))

LEAN_DEFINE_FIXED_MAP(small, uint16_t, uint16_t, 7)
LEAN_DEFINE_FIXED_MAP(scattered, uint32_t, uint16_t, 100)
LEAN_DEFINE_FIXED_MAP(larger, int16_t, uint16_t, 260)
LEAN_DEFINE_FIXED_MAP(halves, float, uint16_t, 64)
LEAN_DEFINE_FIXED_MAP_WITH(poor, uint32_t, uint16_t, 30, hash_poor, same_number)
LEAN_DEFINE_FIXED_MAP_WITH(pairs, pair, uint16_t, 50, HASH_PAIR, SAME_PAIR)
LEAN_DEFINE_BUFFER_MAP(lent, uint64_t, uint16_t)
LEAN_DEFINE_FIXED_SET(set, uint32_t, 40)

static bool present[KEYS], marks[KEYS];
static uint16_t model[KEYS];
static size_t n, cap;

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

/* What the model does where a call says that it inserted, or removed. */
static void now_there(uint32_t k, uint16_t value) {
    n += !present[k];
    present[k] = true;
    model[k] = value;
}

static void now_gone(uint32_t k) {
    n -= present[k];
    present[k] = false;
}

static void forget(size_t most) {
    memset(present, 0, sizeof present);
    n = 0;
    cap = most;
}

/* A key of few or of many. */
static uint32_t some_key(stream *in) {
    const uint8_t kind = stream_byte(in);
    return kind < 128 ? kind % 16u : (kind + stream_byte(in) * 2u) % KEYS;
}

static bool fits(uint32_t k) {
    return present[k] || n < cap;
}

static uint16_t dropped_bits;

/* The calls that a map and a set have with the same meaning. */
#define COMMON(Name, K, as_key, of_key)                                                            \
    static void Name##_erase_some(Name *m, uint16_t mask) {                                        \
        bool *const seen = marks;                                                                  \
        Name##_item i = LEAN_EMPTY;                                                                \
        size_t all = n, counted = 0;                                                               \
        memset(marks, 0, sizeof marks);                                                            \
        while (Name##_next(m, &i)) {                                                               \
            const uint32_t k = of_key(i.key);                                                      \
            CHECK(k < KEYS && !seen[k] && present[k]);                                             \
            if (k >= KEYS)                                                                         \
                return;                                                                            \
            seen[k] = true;                                                                        \
            ++counted;                                                                             \
            Name##_item_is(m, &i, k);                                                              \
            if ((mask >> k % 16 & 1) != 0) {                                                       \
                Name##_erase(m, &i);                                                               \
                now_gone(k);                                                                       \
            }                                                                                      \
        }                                                                                          \
        CHECK(counted == all);                                                                     \
    }                                                                                              \
    static void Name##_compare(const Name *m) {                                                    \
        uint32_t k;                                                                                \
        CHECK(Name##_len(m) == n && Name##_cap(m) == cap);                                         \
        CHECK(is_sound(Name##_map_(m), Name##_kind_of_(m)));                                       \
        for (k = 0; k < KEYS; ++k)                                                                 \
            CHECK(Name##_has(m, (K)as_key(k)) == present[k]);                                      \
    }

#define MAP(Name, K, as_key, of_key)                                                               \
    static void Name##_item_is(Name *m, Name##_item *i, uint32_t k) {                              \
        CHECK(*i->value == model[k]);                                                              \
        if (k % 5 == 0)                                                                            \
            ++*Name##_item_ref(m, i), ++model[k];                                                  \
    }                                                                                              \
    COMMON(Name, K, as_key, of_key)                                                                \
    static bool Name##_drop(K key, uint16_t *value, void *user) {                                  \
        const uint32_t k = of_key(key);                                                            \
        ++*(size_t *)user;                                                                         \
        CHECK(k < KEYS && present[k] && *value == model[k]);                                       \
        if ((dropped_bits >> k % 16 & 1) == 0)                                                     \
            return false;                                                                          \
        now_gone(k);                                                                               \
        return true;                                                                               \
    }                                                                                              \
    static void Name##_remove_some(Name *m) {                                                      \
        const size_t before = n;                                                                   \
        size_t calls = 0;                                                                          \
        CHECK(Name##_remove_if(m, Name##_drop, &calls) == before - n && calls == before);          \
    }                                                                                              \
    static void Name##_insert(Name *m, uint8_t what, uint32_t k, uint16_t x) {                     \
        const bool fit = fits(k), there = present[k];                                              \
        bool is_new = !fit;                                                                        \
        uint16_t *at;                                                                              \
        if (what < 60) {                                                                           \
            CHECK(Name##_put(m, (K)as_key(k), x) == fit);                                          \
        } else if (what < 90) {                                                                    \
            CHECK(Name##_add(m, (K)as_key(k), x) == (there ? LEAN_EXISTS                           \
                                                     : fit ? LEAN_OK                               \
                                                           : LEAN_FULL));                          \
            x = there ? model[k] : x;                                                              \
        } else {                                                                                   \
            at = Name##_ensure(m, (K)as_key(k), what % 2 != 0 ? &is_new : NULL);                   \
            CHECK((at != NULL) == fit && (what % 2 == 0 || is_new == (fit && !there)));            \
            x = there ? model[k] : 0;                                                              \
            CHECK(at == NULL || *at == x);                                                         \
        }                                                                                          \
        if (fit)                                                                                   \
            now_there(k, x);                                                                       \
    }                                                                                              \
    static void Name##_look(Name *m, uint32_t k) {                                                 \
        const uint16_t *value = Name##_get(m, (K)as_key(k));                                       \
        CHECK((value != NULL) == present[k] && value == Name##_ref(m, (K)as_key(k)));              \
        CHECK(value == NULL || *value == model[k]);                                                \
    }                                                                                              \
    static void Name##_leave(Name *m, uint8_t what, uint32_t k) {                                  \
        uint16_t out = 12345;                                                                      \
        if (what % 2 != 0) {                                                                       \
            CHECK(Name##_remove(m, (K)as_key(k)) == present[k]);                                   \
        } else {                                                                                   \
            CHECK(Name##_take(m, (K)as_key(k), what % 4 != 0 ? &out : NULL) == present[k]);        \
            CHECK(out == (what % 4 != 0 && present[k] ? model[k] : 12345));                        \
        }                                                                                          \
        now_gone(k);                                                                               \
    }                                                                                              \
    static void Name##_step(Name *m, stream *in) {                                                 \
        const uint8_t what = stream_byte(in);                                                      \
        const uint32_t k = some_key(in);                                                           \
        if (what < 120) {                                                                          \
            Name##_insert(m, what, k, (uint16_t)(k * 7 + what));                                   \
        } else if (what < 180) {                                                                   \
            Name##_leave(m, what, k);                                                              \
        } else if (what < 230) {                                                                   \
            Name##_look(m, k);                                                                     \
        } else if (what < 240) {                                                                   \
            Name##_erase_some(m, (uint16_t)stream_number(in));                                     \
        } else if (what < 250) {                                                                   \
            dropped_bits = (uint16_t)stream_number(in);                                            \
            Name##_remove_some(m);                                                                 \
        } else if (what < 252) {                                                                   \
            Name##_clear(m);                                                                       \
            forget(cap);                                                                           \
        } else {                                                                                   \
            Name##_compare(m);                                                                     \
        }                                                                                          \
        CHECK(Name##_len(m) == n);                                                                 \
    }                                                                                              \
    static void Name##_run(Name *m, stream *in) {                                                  \
        forget(Name##_cap(m));                                                                     \
        Name##_seed(m, stream_byte(in) / 128u * stream_number(in));                                \
        while (!stream_ended(in))                                                                  \
            Name##_step(m, in);                                                                    \
        Name##_compare(m);                                                                         \
    }
MAP(small, uint16_t, AS_IT_IS, AS_IT_IS)
MAP(scattered, uint32_t, AS_U32, OF_U32)
MAP(larger, int16_t, AS_I16, OF_I16)
MAP(halves, float, AS_FLOAT, OF_FLOAT)
MAP(poor, uint32_t, AS_IT_IS, AS_IT_IS)
MAP(lent, uint64_t, AS_U64, OF_U64)

static void set_item_is(const set *s, const set_item *i, uint32_t k) {
    CHECK(i->key == AS_U32(k) && set_has(s, i->key));
}
COMMON(set, uint32_t, AS_U32, OF_U32)

static set some_set(stream *in, bool *is_in) {
    set s = LEAN_EMPTY;
    size_t left = stream_byte(in) % 41;
    memset(is_in, 0, KEYS * sizeof is_in[0]);
    for (; left > 0; --left) {
        const uint32_t k = some_key(in);
        CHECK(set_put(&s, AS_U32(k)));
        is_in[k] = true;
    }
    return s;
}

static void combine(set *s, stream *in) {
    bool *const is_in = marks;
    const uint8_t how = stream_byte(in);
    const set other = some_set(in, is_in);
    size_t all = n;
    uint32_t k;
    for (k = 0; k < KEYS; ++k)
        all += is_in[k] && !present[k];
    if (how % 3 == 0) {
        CHECK(set_unite(s, &other) == (all <= cap));
        CHECK(set_len(s) == (all <= cap ? all : cap));
        for (k = 0; k < KEYS; ++k) {
            CHECK(!present[k] || set_has(s, AS_U32(k)));
            CHECK(all > cap || set_has(s, AS_U32(k)) == (present[k] || is_in[k]));
            if (set_has(s, AS_U32(k))) {
                CHECK(present[k] || is_in[k]);
                now_there(k, 0);
            }
        }
        return;
    }
    if (how % 3 == 1)
        set_intersect(s, &other);
    else
        set_subtract(s, &other);
    for (k = 0; k < KEYS; ++k)
        if (is_in[k] == (how % 3 == 2))
            now_gone(k);
}

static void set_run(set *s, stream *in) {
    forget(set_cap(s));
    while (!stream_ended(in)) {
        const uint8_t what = stream_byte(in);
        const uint32_t k = some_key(in);
        if (what < 100) {
            const bool fit = fits(k);
            CHECK(set_add(s, AS_U32(k)) == (present[k] ? LEAN_EXISTS : fit ? LEAN_OK : LEAN_FULL));
            if (fit)
                now_there(k, 0);
        } else if (what < 200) {
            CHECK(set_remove(s, AS_U32(k)) == present[k]);
            now_gone(k);
        } else if (what < 240) {
            combine(s, in);
            set_compare(s);
        } else {
            set_erase_some(s, (uint16_t)stream_number(in));
        }
    }
    set_compare(s);
}

static void pairs_run(pairs *m, stream *in) {
    uint32_t k;
    forget(pairs_cap(m));
    while (!stream_ended(in)) {
        const uint8_t what = stream_byte(in);
        k = some_key(in);
        if (what < 128) {
            const bool fit = fits(k);
            CHECK(pairs_put(m, pair_of(k), what) == fit);
            if (fit)
                now_there(k, what);
        } else {
            CHECK(pairs_remove(m, pair_of(k)) == present[k]);
            now_gone(k);
        }
    }
    for (k = 0; k < KEYS; ++k) {
        const uint16_t *value = pairs_get(m, pair_of(k));
        CHECK((value != NULL) == present[k] && (value == NULL || *value == model[k]));
        CHECK(value == NULL || number_of(m->keys[value - m->values]) == k);
    }
    CHECK(is_sound(m, &pairs_kind_));
}

static void lent_anywhere(stream *in) {
    static unsigned char room[MODEL_SHARE == 1 ? 1300 : 600];
    const size_t lead = stream_byte(in) % 8, bytes = stream_number(in) % (sizeof room - 16);
    lent m;
    memset(room, 0xa5, sizeof room);
    lent_over(&m, room + lead, bytes);
    lent_run(&m, in);
    CHECK((lead == 0 || room[lead - 1] == 0xa5) && room[lead + bytes] == 0xa5);
}

/* One at a time in the same memory, which small machines have little of. */
static union subject {
    small a;
    scattered b;
    larger c;
    halves d;
    poor e;
    pairs f;
    set g;
} subject;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    stream in;
    in.data = data;
    in.n = size;
    memset(&subject, 0, sizeof subject);
    switch (stream_byte(&in) % 8) {
    case 0:
        small_run(&subject.a, &in);
        break;
    case 1:
        scattered_run(&subject.b, &in);
        break;
    case 2:
        larger_run(&subject.c, &in);
        break;
    case 3:
        halves_run(&subject.d, &in);
        break;
    case 4:
        poor_run(&subject.e, &in);
        break;
    case 5:
        pairs_run(&subject.f, &in);
        break;
    case 6:
        set_run(&subject.g, &in);
        break;
    default:
        lent_anywhere(&in);
    }
    return 0;
}

MODEL_MAIN("model_fixed_map", 8000);
