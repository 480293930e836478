// Many strings: ours, and the two ways plain C keeps them.
#define LEAN_WITH_STRINGS
#define LEAN_IMPLEMENTATION
#include "bench.h"
#include "lean.h"

// ---- lean.h -------------------------------------------------------------------------------------

static void lean_fill(bench *b, lean_strings *s, const bench_text *text) {
    const size_t n = b->n;
    for (size_t i = 0; i < n; i++) {
        size_t length = 0;
        const char *string = bench_string(text, i, &length);
        if (!lean_strings_push(s, string, length))
            bench_fail("out of memory");
    }
    if (b->option == BENCH_LETTERS_SHRUNK && !lean_strings_shrink(s))
        bench_fail("out of memory");
}

BENCH_INLINE uint64_t lean_look(const lean_strings *s, size_t i) {
    size_t length = 0;
    const char *string = lean_strings_get(s, i, &length);
    return bench_look(string, length);
}

static void lean_push(bench *b) {
    bench_text text = bench_strings(b);
    lean_strings s = LEAN_EMPTY;
    bench_build(b);
    bench_start(b);
    lean_fill(b, &s, &text);
    bench_stop(b);
    bench_built(b, lean_strings_bytes(&s));
    for (size_t i = 0; i < lean_strings_len(&s); i++)
        bench_answer(b, lean_look(&s, i));
    lean_strings_free(&s);
}

static void lean_get_sequential(bench *b) {
    bench_text text = bench_strings(b);
    lean_strings s = LEAN_EMPTY;
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    lean_fill(b, &s, &text);
    bench_built(b, lean_strings_bytes(&s));
    while (bench_again(b, &s)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += lean_look(&s, i);
        bench_sink(sum);
    }
    bench_answer(b, sum);
    lean_strings_free(&s);
}

static void lean_get_random(bench *b) {
    bench_text text = bench_strings(b);
    uint32_t *order = bench_permutation(b->n);
    lean_strings s = LEAN_EMPTY;
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    lean_fill(b, &s, &text);
    bench_built(b, lean_strings_bytes(&s));
    while (bench_again(b, &s)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += lean_look(&s, order[i]);
        bench_sink(sum);
    }
    bench_answer(b, sum);
    lean_strings_free(&s);
}

// ---- Plain C: an array of pointers to copies, their length found by strlen ----------------------

static char **pointers_fill(bench *b, const bench_text *text) {
    const size_t n = b->n;
    char **data = NULL;
    size_t cap = 0;
    for (size_t len = 0; len < n; len++) {
        size_t length = 0;
        const char *string = bench_string(text, len, &length);
        if (len == cap) {
            cap = cap ? 2 * cap : 16;
            data = (char **)realloc(data, cap * sizeof *data);
            if (!data)
                bench_fail("out of memory");
        }
        data[len] = (char *)malloc(length + 1);
        if (!data[len])
            bench_fail("out of memory");
        memcpy(data[len], string, length + 1);
    }
    if (b->option == BENCH_LETTERS_SHRUNK)
        data = (char **)realloc(data, n * sizeof *data);
    return data;
}

static void pointers_free(bench *b, char **data) {
    const size_t n = b->n;
    for (size_t i = 0; i < n; i++)
        free(data[i]);
    free(data);
}

static void pointers_push(bench *b) {
    bench_text text = bench_strings(b);
    char **data = NULL;
    const size_t n = b->n;
    bench_build(b);
    bench_start(b);
    data = pointers_fill(b, &text);
    bench_stop(b);
    bench_built(b, BENCH_SILENT);
    for (size_t i = 0; i < n; i++)
        bench_answer(b, bench_look(data[i], strlen(data[i])));
    pointers_free(b, data);
}

static void pointers_get_sequential(bench *b) {
    bench_text text = bench_strings(b);
    char **data = NULL;
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    data = pointers_fill(b, &text);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &data)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += bench_look(data[i], strlen(data[i]));
        bench_sink(sum);
    }
    bench_answer(b, sum);
    pointers_free(b, data);
}

static void pointers_get_random(bench *b) {
    bench_text text = bench_strings(b);
    uint32_t *order = bench_permutation(b->n);
    char **data = NULL;
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    data = pointers_fill(b, &text);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &data)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += bench_look(data[order[i]], strlen(data[order[i]]));
        bench_sink(sum);
    }
    bench_answer(b, sum);
    pointers_free(b, data);
}

// ---- Plain C: 32-bit offsets into one pool, as Apache Arrow keeps them --------------------------

typedef struct pool {
    uint32_t *starts; // string i is bytes[starts[i]] to bytes[starts[i + 1]]
    char *bytes;
    size_t starts_cap, bytes_cap;
} pool;

static void offsets_fill(bench *b, pool *p, const bench_text *text) {
    const size_t n = b->n;
    size_t used = 0;
    for (size_t len = 0; len < n; len++) {
        size_t length = 0;
        const char *string = bench_string(text, len, &length);
        if (len + 1 >= p->starts_cap) {
            p->starts_cap = p->starts_cap ? 2 * p->starts_cap : 16;
            p->starts = (uint32_t *)realloc(p->starts, p->starts_cap * sizeof *p->starts);
            if (!p->starts)
                bench_fail("out of memory");
            p->starts[len] = (uint32_t)used;
        }
        if (used + length > p->bytes_cap) {
            p->bytes_cap = p->bytes_cap ? 2 * p->bytes_cap : 256;
            p->bytes = (char *)realloc(p->bytes, p->bytes_cap);
            if (!p->bytes)
                bench_fail("out of memory");
        }
        memcpy(p->bytes + used, string, length);
        used += length;
        p->starts[len + 1] = (uint32_t)used;
    }
    if (b->option == BENCH_LETTERS_SHRUNK) {
        p->starts = (uint32_t *)realloc(p->starts, (n + 1) * sizeof *p->starts);
        p->bytes = (char *)realloc(p->bytes, used);
    }
}

BENCH_INLINE uint64_t offsets_look(const pool *p, size_t i) {
    return bench_look(p->bytes + p->starts[i], p->starts[i + 1] - p->starts[i]);
}

static void offsets_free(pool *p) {
    free(p->starts);
    free(p->bytes);
}

static void offsets_push(bench *b) {
    bench_text text = bench_strings(b);
    pool p = {0};
    const size_t n = b->n;
    bench_build(b);
    bench_start(b);
    offsets_fill(b, &p, &text);
    bench_stop(b);
    bench_built(b, BENCH_SILENT);
    for (size_t i = 0; i < n; i++)
        bench_answer(b, offsets_look(&p, i));
    offsets_free(&p);
}

static void offsets_get_sequential(bench *b) {
    bench_text text = bench_strings(b);
    pool p = {0};
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    offsets_fill(b, &p, &text);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &p)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += offsets_look(&p, i);
        bench_sink(sum);
    }
    bench_answer(b, sum);
    offsets_free(&p);
}

static void offsets_get_random(bench *b) {
    bench_text text = bench_strings(b);
    uint32_t *order = bench_permutation(b->n);
    pool p = {0};
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    offsets_fill(b, &p, &text);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &p)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += offsets_look(&p, order[i]);
        bench_sink(sum);
    }
    bench_answer(b, sum);
    offsets_free(&p);
}

static const bench_work works[] = {
    {"push", "lean_strings", lean_push, 0, BENCH_LETTERS},
    {"push", "plain_c_pointers", pointers_push, 0, BENCH_LETTERS},
    {"push", "plain_c_offsets", offsets_push, 0, BENCH_LETTERS},
    {"push_shrink", "lean_strings", lean_push, 0, BENCH_LETTERS_SHRUNK},
    {"push_shrink", "plain_c_pointers", pointers_push, 0, BENCH_LETTERS_SHRUNK},
    {"push_shrink", "plain_c_offsets", offsets_push, 0, BENCH_LETTERS_SHRUNK},
    {"words", "lean_strings", lean_push, 0, BENCH_LINES},
    {"words", "plain_c_pointers", pointers_push, 0, BENCH_LINES},
    {"words", "plain_c_offsets", offsets_push, 0, BENCH_LINES},
    {"get_sequential", "lean_strings", lean_get_sequential, 0, BENCH_LETTERS},
    {"get_sequential", "plain_c_pointers", pointers_get_sequential, 0, BENCH_LETTERS},
    {"get_sequential", "plain_c_offsets", offsets_get_sequential, 0, BENCH_LETTERS},
    {"get_random", "lean_strings", lean_get_random, 0, BENCH_LETTERS},
    {"get_random", "plain_c_pointers", pointers_get_random, 0, BENCH_LETTERS},
    {"get_random", "plain_c_offsets", offsets_get_random, 0, BENCH_LETTERS},
};

BENCH_MAIN(works)
