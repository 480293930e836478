// Many strings in the C++ library's way: a vector of strings.
#include "bench.h"
#include <string>
#include <vector>

typedef std::vector<std::string> texts;

static void fill(bench *b, texts &v, const bench_text *text) {
    const size_t n = b->n;
    for (size_t i = 0; i < n; i++) {
        size_t length = 0;
        const char *string = bench_string(text, i, &length);
        v.emplace_back(string, length);
    }
    if (b->option == BENCH_LETTERS_SHRUNK)
        v.shrink_to_fit();
}

BENCH_INLINE uint64_t look(const std::string &s) {
    return bench_look(s.data(), s.size());
}

static void push(bench *b) {
    bench_text text = bench_strings(b);
    texts v;
    bench_build(b);
    bench_start(b);
    fill(b, v, &text);
    bench_stop(b);
    bench_built(b, BENCH_SILENT);
    for (size_t i = 0; i < v.size(); i++)
        bench_answer(b, look(v[i]));
}

static void get_sequential(bench *b) {
    bench_text text = bench_strings(b);
    texts v;
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    fill(b, v, &text);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &v)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += look(v[i]);
        bench_sink(sum);
    }
    bench_answer(b, sum);
}

static void get_random(bench *b) {
    bench_text text = bench_strings(b);
    uint32_t *order = bench_permutation(b->n);
    texts v;
    uint64_t sum = 0;
    const size_t n = b->n;
    bench_build(b);
    fill(b, v, &text);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, &v)) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += look(v[order[i]]);
        bench_sink(sum);
    }
    bench_answer(b, sum);
}

static const bench_work works[] = {
    {"push", "std_vector_string", push, 0, BENCH_LETTERS},
    {"push_shrink", "std_vector_string", push, 0, BENCH_LETTERS_SHRUNK},
    {"words", "std_vector_string", push, 0, BENCH_LINES},
    {"get_sequential", "std_vector_string", get_sequential, 0, BENCH_LETTERS},
    {"get_random", "std_vector_string", get_random, 0, BENCH_LETTERS},
};

BENCH_MAIN(works)
