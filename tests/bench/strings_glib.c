// Many strings in GLib's way: a GPtrArray of g_strdup copies. It has no call to shrink.
// bench: peer glib "GLib" needs pkg-config glib-2.0
#include "bench.h"
#include <glib.h>

static GPtrArray *fill(bench *b, const bench_text *text) {
    const size_t n = b->n;
    GPtrArray *a = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < n; i++) {
        size_t length = 0;
        g_ptr_array_add(a, g_strdup(bench_string(text, i, &length)));
    }
    return a;
}

BENCH_INLINE uint64_t look(const GPtrArray *a, size_t i) {
    const char *s = (const char *)g_ptr_array_index(a, i);
    return bench_look(s, strlen(s));
}

static void push(bench *b) {
    bench_text text = bench_strings(b);
    GPtrArray *a = NULL;
    const size_t n = b->n;
    bench_build(b);
    bench_start(b);
    a = fill(b, &text);
    bench_stop(b);
    bench_built(b, BENCH_SILENT);
    for (size_t i = 0; i < n; i++)
        bench_answer(b, look(a, i));
    g_ptr_array_free(a, TRUE);
}

static void get_sequential(bench *b) {
    bench_text text = bench_strings(b);
    GPtrArray *a = NULL;
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    a = fill(b, &text);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, a)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += look(a, i);
        bench_sink(sum);
    }
    bench_answer(b, sum);
    g_ptr_array_free(a, TRUE);
}

static void get_random(bench *b) {
    bench_text text = bench_strings(b);
    uint32_t *order = bench_permutation(b->n);
    GPtrArray *a = NULL;
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    a = fill(b, &text);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, a)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += look(a, order[i]);
        bench_sink(sum);
    }
    bench_answer(b, sum);
    g_ptr_array_free(a, TRUE);
}

static const bench_work works[] = {
    {"push", "glib", push, 0, BENCH_LETTERS},
    {"words", "glib", push, 0, BENCH_LINES},
    {"get_sequential", "glib", get_sequential, 0, BENCH_LETTERS},
    {"get_random", "glib", get_random, 0, BENCH_LETTERS},
};

BENCH_MAIN(works)
