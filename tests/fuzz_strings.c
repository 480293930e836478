/* Drives lean_strings against a plain table of strings: a stream of bytes says what happens, over
   the debug allocator with refusals or over a caller's buffer. */
#define LEAN_WITH_DEBUG
#define LEAN_WITH_STRINGS
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include "stream.h"
#include "model.h"
#include <string.h>

#define MOST (2048 / MODEL_SHARE)
#define LONGEST (16384 / MODEL_SHARE)

/* String i of the model is `size` bytes that follow from `seed`. */
typedef struct entry {
    uint16_t size;
    uint8_t seed;
} entry;

static entry model[MOST];
static size_t n;
static char text[LONGEST];

static void spell(entry e) {
    size_t k;
    for (k = 0; k < e.size; ++k)
        text[k] = (char)(e.seed + k * 7);
}

static void compare(const lean_strings *s, size_t from) {
    CHECK(lean_strings_len(s) == n);
    for (; from < n; ++from) {
        size_t size;
        const char *string = lean_strings_get(s, from, &size);
        spell(model[from]);
        CHECK(size == model[from].size && memcmp(string, text, size) == 0);
    }
}

static void push(lean_strings *s, stream *in) {
    const uint8_t kind = stream_byte(in);
    entry e;
    e.seed = stream_byte(in);
    e.size = (uint16_t)(kind < 200 ? kind % 40 : kind < 250 ? stream_byte(in) : stream_number(in));
    e.size = (uint16_t)(e.size % LONGEST);
    if (n == MOST)
        return;
    if (kind % 8 == 0 && n != 0) {
        size_t size;
        const size_t own = e.seed % n;
        const char *string = lean_strings_get(s, own, &size);
        if (lean_strings_push(s, string, size))
            model[n++] = model[own];
        return;
    }
    spell(e);
    if (lean_strings_push(s, text, e.size))
        model[n++] = e;
}

static size_t bytes_in_all(void) {
    size_t i, sum = 0;
    for (i = 0; i < n; ++i)
        sum += model[i].size;
    return sum;
}

/* A reservation keeps its word: what it was made for needs no request. */
static void reserve(lean_strings *s, stream *in) {
    const entry e = {stream_byte(in), stream_byte(in)};
    const size_t more = stream_byte(in) % 20;
    const size_t requests = test_debug.requests;
    size_t i, longest = 0;
    for (i = 0; i < n; ++i)
        longest = model[i].size > longest ? model[i].size : longest;
    longest = e.seed % 2 == 0 ? 0 : longest > e.size ? longest : e.size;
    if (n + more > MOST ||
        !lean_strings_reserve(s, n + more, bytes_in_all() + more * e.size, longest))
        return;
    CHECK(test_debug.requests <= requests + 1);
    for (i = 0; i < more; ++i) {
        const size_t before = test_debug.requests;
        spell(e);
        CHECK(lean_strings_push(s, text, e.size) && test_debug.requests == before);
        model[n++] = e;
    }
}

static void step(lean_strings *s, stream *in) {
    const uint8_t what = stream_byte(in);
    if (what < 160) {
        push(s, in);
    } else if (what < 200) {
        CHECK(lean_strings_pop(s) == (n != 0));
        n -= n != 0;
    } else if (what < 210) {
        const size_t before = lean_strings_bytes(s);
        CHECK(!lean_strings_shrink(s) || lean_strings_bytes(s) <= before);
    } else if (what < 220) {
        reserve(s, in);
    } else if (what < 230) {
        lean_strings copy = LEAN_EMPTY;
        CHECK(lean_strings_copy(&copy, s));
        compare(&copy, 0);
        lean_strings_free(&copy);
    } else if (what == 255) {
        lean_strings_clear(s);
        n = 0;
    }
    compare(s, n > 12 ? n - 12 : 0);
}

static void over_the_debug_allocator(stream *in) {
    lean_strings s;
    test_debug_begin();
    lean_strings_init(&s, &test_debug.allocator);
    while (!stream_ended(in)) {
        const uint8_t what = stream_byte(in);
        if (what % 16 == 0)
            lean_debug_fail(&test_debug, what / 16 % 4, what >= 128);
        else if (what % 16 == 1)
            lean_debug_fail_none(&test_debug);
        else
            step(&s, in);
        CHECK(lean_strings_bytes(&s) == test_debug.bytes);
    }
    compare(&s, 0);
    lean_strings_free(&s);
    test_debug_end();
}

static void over_a_buffer(stream *in) {
    static unsigned char memory[2000 / MODEL_SHARE];
    lean_buffer buffer;
    lean_strings s;
    lean_buffer_init(&buffer, memory, sizeof memory);
    lean_strings_init(&s, &buffer.allocator);
    while (!stream_ended(in))
        step(&s, in);
    compare(&s, 0);
    lean_strings_free(&s);
    CHECK(lean_buffer_bytes(&buffer) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    stream in;
    in.data = data;
    in.n = size;
    n = 0;
    if (stream_byte(&in) % 4 != 0)
        over_the_debug_allocator(&in);
    else
        over_a_buffer(&in);
    return 0;
}

MODEL_MAIN("model_strings", 150);
