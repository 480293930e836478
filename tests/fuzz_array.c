/* Drives arrays against plain ones: a stream of bytes says what happens to a growable array over the
   debug allocator with refusals, an array over a caller's buffer, an over-aligned one and a fixed
   one; after every step all of it is compared. */
#define LEAN_WITH_DEBUG
#define LEAN_WITH_ARRAY
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include "stream.h"
#include "model.h"
#include <string.h>

#define MOST (4096 / MODEL_SHARE) /* items in a model; streams keep below it */

typedef struct pair {
    uint16_t key, value;
} pair;

#if LEAN_GNU_ && !defined(__AVR__)
typedef struct block {
    uint16_t key, value;
} __attribute__((aligned(32))) block;
#else
typedef struct block {
    uint16_t key, value;
} block;
#endif

LEAN_DEFINE_ARRAY(pairs, pair)
LEAN_DEFINE_ARRAY(blocks, block)
LEAN_DEFINE_FIXED_ARRAY(slots, pair, 60)

#define DEFINE_DRIVER(Name, T)                                                                     \
    static T Name##_model[MOST];                                                                   \
    static size_t Name##_n;                                                                        \
                                                                                                   \
    static int Name##_order(const T *a, const T *b, void *ctx) {                                   \
        (void)ctx;                                                                                 \
        return (a->key > b->key) - (a->key < b->key);                                              \
    }                                                                                              \
                                                                                                   \
    static void Name##_compare(const Name *a) {                                                    \
        size_t i;                                                                                  \
        CHECK(Name##_len(a) == Name##_n && Name##_n <= Name##_cap(a));                             \
        for (i = 0; i < Name##_n; ++i) {                                                           \
            const T x = Name##_get(a, i);                                                          \
            CHECK(x.key == Name##_model[i].key && x.value == Name##_model[i].value);               \
        }                                                                                          \
    }                                                                                              \
                                                                                                   \
    /* Equal keys may come out of a sort in any order, so values follow from keys first. */        \
    static void Name##_sort_both(Name *a) {                                                        \
        size_t i, j;                                                                               \
        for (i = 0; i < Name##_n; ++i)                                                             \
            Name##_model[i].value = Name##_ref(a, i)->value = (uint16_t)~Name##_model[i].key;      \
        for (i = 1; i < Name##_n; ++i) {                                                           \
            const T x = Name##_model[i];                                                           \
            for (j = i; j != 0 && Name##_model[j - 1].key > x.key; --j)                            \
                Name##_model[j] = Name##_model[j - 1];                                             \
            Name##_model[j] = x;                                                                   \
        }                                                                                          \
        Name##_sort(a, Name##_order, NULL);                                                        \
    }                                                                                              \
                                                                                                   \
    static void Name##_edit(Name *a, stream *s) {                                                  \
        T x;                                                                                       \
        size_t i = stream_byte(s), at = 0;                                                         \
        x.value = (uint16_t)(i * 257);                                                             \
        x.key = (uint16_t)(stream_byte(s) % 64);                                                   \
        i = Name##_n != 0 ? i % Name##_n : 0;                                                      \
        switch (stream_byte(s) % 8) {                                                              \
        case 0:                                                                                    \
            if (Name##_n == 0 || !Name##_pop(a, &x))                                               \
                break;                                                                             \
            --Name##_n;                                                                            \
            CHECK(x.key == Name##_model[Name##_n].key);                                            \
            break;                                                                                 \
        case 1:                                                                                    \
            if (Name##_n == 0)                                                                     \
                break;                                                                             \
            Name##_remove(a, i);                                                                   \
            --Name##_n;                                                                            \
            memmove(Name##_model + i, Name##_model + i + 1, (Name##_n - i) * sizeof(T));           \
            break;                                                                                 \
        case 2:                                                                                    \
            if (Name##_n == 0)                                                                     \
                break;                                                                             \
            Name##_remove_swap(a, i);                                                              \
            Name##_model[i] = Name##_model[--Name##_n];                                            \
            break;                                                                                 \
        case 3:                                                                                    \
            if (Name##_n == 0)                                                                     \
                break;                                                                             \
            Name##_set(a, i, x);                                                                   \
            Name##_model[i] = x;                                                                   \
            break;                                                                                 \
        case 4:                                                                                    \
            Name##_sort_both(a);                                                                   \
            CHECK(Name##_search(a, &x, Name##_order, NULL, &at) ==                                 \
                  (at < Name##_n && Name##_model[at].key == x.key));                               \
            CHECK(at == 0 || Name##_model[at - 1].key < x.key);                                    \
            CHECK(at == Name##_n || Name##_model[at].key >= x.key);                                \
            break;                                                                                 \
        case 5:                                                                                    \
            if (Name##_insert(a, i, x)) {                                                          \
                memmove(Name##_model + i + 1, Name##_model + i, (Name##_n++ - i) * sizeof(T));     \
                Name##_model[i] = x;                                                               \
            }                                                                                      \
            break;                                                                                 \
        default:                                                                                   \
            if (Name##_push(a, x))                                                                 \
                Name##_model[Name##_n++] = x;                                                      \
            break;                                                                                 \
        }                                                                                          \
    }                                                                                              \
                                                                                                   \
    static void Name##_bulk(Name *a, stream *s) {                                                  \
        const size_t n = stream_byte(s);                                                           \
        size_t i = stream_byte(s);                                                                 \
        switch (stream_byte(s) % 4) {                                                              \
        case 0:                                                                                    \
            i = Name##_n != 0 ? i % Name##_n : 0;                                                  \
            if (n <= Name##_n - i && Name##_append(a, a->data + i, n)) {                           \
                memmove(Name##_model + Name##_n, Name##_model + i, n * sizeof(T));                 \
                Name##_n += n;                                                                     \
            }                                                                                      \
            break;                                                                                 \
        case 1:                                                                                    \
            if (!Name##_resize(a, n))                                                              \
                break;                                                                             \
            if (n > Name##_n)                                                                      \
                memset(Name##_model + Name##_n, 0, (n - Name##_n) * sizeof(T));                    \
            Name##_n = n;                                                                          \
            break;                                                                                 \
        case 2:                                                                                    \
            if (Name##_reserve(a, n))                                                              \
                CHECK(Name##_cap(a) >= n);                                                         \
            break;                                                                                 \
        default:                                                                                   \
            if (i % 4 == 0) {                                                                      \
                Name##_clear(a);                                                                   \
                Name##_n = 0;                                                                      \
            }                                                                                      \
            break;                                                                                 \
        }                                                                                          \
    }                                                                                              \
                                                                                                   \
    /* One step; models keep room for the largest that can follow. */                              \
    static void Name##_step(Name *a, stream *s) {                                                  \
        if (stream_byte(s) % 8 == 0)                                                               \
            Name##_bulk(a, s);                                                                     \
        else                                                                                       \
            Name##_edit(a, s);                                                                     \
        if (Name##_n > MOST / 2 - 260 / MODEL_SHARE) {                                             \
            Name##_n = 10;                                                                         \
            CHECK(Name##_resize(a, 10));                                                           \
        }                                                                                          \
        Name##_compare(a);                                                                         \
    }

DEFINE_DRIVER(pairs, pair)
DEFINE_DRIVER(blocks, block)
DEFINE_DRIVER(slots, pair)

static void over_the_debug_allocator(stream *s) {
    pairs a;
    blocks b;
    test_debug_begin();
    pairs_init(&a, &test_debug.allocator);
    blocks_init(&b, &test_debug.allocator);
    pairs_n = blocks_n = 0;
    while (!stream_ended(s)) {
        const uint8_t what = stream_byte(s);
        if (what % 16 == 0)
            lean_debug_fail(&test_debug, what / 16 % 4, what >= 128);
        else if (what % 16 == 1)
            lean_debug_fail_none(&test_debug);
        else if (what % 16 == 2)
            CHECK(pairs_shrink(&a) ? a.cap == a.len : a.cap > a.len);
        else if (what % 16 == 3)
            CHECK(blocks_shrink(&b) ? b.cap == b.len : b.cap > b.len);
        else if (what % 2 != 0)
            pairs_step(&a, s);
        else
            blocks_step(&b, s);
        CHECK((uintptr_t)b.data % (blocks_alignment_) == 0 || b.cap == 0);
        CHECK(pairs_bytes(&a) + blocks_bytes(&b) == test_debug.bytes);
        pairs_compare(&a);
        blocks_compare(&b);
    }
    pairs_free(&a);
    blocks_free(&b);
    test_debug_end();
}

static void in_a_buffer_and_fixed(stream *s) {
    static unsigned char memory[1200];
    lean_buffer buffer;
    pairs a;
    slots f = LEAN_EMPTY;
    lean_buffer_init(&buffer, memory, sizeof memory);
    pairs_init(&a, &buffer.allocator);
    pairs_n = slots_n = 0;
    while (!stream_ended(s)) {
        pairs_step(&a, s);
        slots_step(&f, s);
        CHECK(lean_buffer_bytes(&buffer) >= pairs_bytes(&a));
    }
    pairs_free(&a);
    CHECK(lean_buffer_bytes(&buffer) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    stream s;
    s.data = data;
    s.n = size;
    if (stream_byte(&s) % 2 == 0)
        over_the_debug_allocator(&s);
    else
        in_a_buffer_and_fixed(&s);
    return 0;
}

MODEL_MAIN("model_array", 300);
