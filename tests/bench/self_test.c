// Workers of which the outcome is known beforehand; tools/bench --self-test holds itself to them.
// They stand in for ours and for peers, and need nothing of lean.h.
// bench: stores stores
#include "bench.h"

// A chain of multiplications that no compiler shortens; option says how many times over.
static void spin(bench *b) {
    uint64_t x = 1;
    bench_build(b);
    bench_built(b, 0);
    while (bench_again(b, &x)) {
        for (int times = 0; times < b->option; times++) {
            x = 1;
            for (size_t i = 0; i < b->n; i++)
                x = (x ^ i) * UINT64_C(0x9E3779B97F4A7C15);
            bench_sink(x);
        }
    }
    bench_answer(b, x);
}

static void liar(bench *b) {
    spin(b);
    bench_answer(b, 1);
}

static void crash(bench *b) {
    (void)b;
    abort();
}

static void hang(bench *b) {
    (void)b;
    for (;;)
        sleep(1);
}

static void skip(bench *b) {
    (void)b;
    bench_skip("it was told to");
}

// Holds 1000 items of 8 bytes in the end and 1000 of 12 for a moment; touches every byte. As its
// option, it says some bytes too many.
static void hold(bench *b) {
    size_t size = 12 * b->n;
    unsigned char *p = NULL;
    bench_build(b);
    bench_start(b);
    p = (unsigned char *)malloc(4 * b->n);
    if (p)
        p = (unsigned char *)realloc(p, size);
    if (!p)
        bench_fail("out of memory");
    for (size_t i = 0; i < size; i++)
        p[i] = (unsigned char)i;
    p = (unsigned char *)realloc(p, 8 * b->n);
    bench_stop(b);
    bench_built(b, 8 * b->n + (size_t)b->option);
    bench_answer(b, p[b->n]);
    free(p);
}

// The same through the aligned family, calloc and a free in between.
static void hold_aligned(bench *b) {
    unsigned char *p = NULL, *q = NULL;
    void *r = NULL;
    bench_build(b);
    bench_start(b);
    q = (unsigned char *)calloc(b->n, 4);
    p = (unsigned char *)aligned_alloc(64, 8 * b->n / 64 * 64);
    if (!p || !q || posix_memalign(&r, 4096, 8 * b->n % 64) || (uintptr_t)p % 64)
        bench_fail("no memory, or at a wrong address");
    memset(p, 7, 8 * b->n / 64 * 64);
    memset(q, 7, 4 * b->n);
    free(q);
    bench_stop(b);
    bench_built(b, 8 * b->n);
    bench_answer(b, (unsigned char)b->n);
    free(p);
    free(r);
}

// As many operations as its option says for every item.
static void several(bench *b) {
    b->operations = b->n * (size_t)b->option;
    b->option = 1;
    spin(b);
}

// Another figure in every process.
static void longest(bench *b) {
    bench_build(b);
    bench_built(b, 0);
    bench_longest(b, 1000 + (uint64_t)getpid());
    bench_answer(b, 1);
}

// 24 bytes by assignment, 800 by memcpy and 7000 moved by a growing realloc are one operation; what
// goes to the stack or to a variable is none.
static void store(bench *b) {
    static volatile uint64_t variable;
    volatile uint64_t local[8];
    uint64_t *p = (uint64_t *)malloc(7000), *q = (uint64_t *)malloc(24 + 800), *r = NULL;
    void *between = NULL;
    if (!p || !q)
        bench_fail("out of memory");
    memset(p, 1, 7000);
    between = malloc(100); // so that the realloc has to move
    bench_build(b);
    bench_start(b);
    bench_steps(b);
    for (size_t i = 0; i < 8; i++)
        variable = local[i] = i;
    __asm__ volatile("" : "+r"(p), "+r"(q));
    q[0] = q[1] = q[2] = local[3] + variable;
    memcpy(q + 3, p, 800);
    __asm__ volatile("" : "+r"(q) : : "memory");
    r = (uint64_t *)realloc(p, 100000);
    bench_step(b);
    bench_stop(b);
    bench_built(b, BENCH_SILENT);
    bench_answer(b, r ? r[7] + q[3] : 0);
    free(r);
    free(q);
    free(between);
}

static const bench_work works[] = {
    {"speed", "lean", spin, 0, 1},
    {"speed", "same", spin, 0, 1},
    {"speed", "thrice", spin, 0, 3},
    {"wrong", "lean", spin, 0, 1},
    {"wrong", "liar", liar, 0, 1},
    {"crash", "lean", spin, 0, 1},
    {"crash", "crasher", crash, 0, 0},
    {"hang", "hanger", hang, 0, 0},
    {"skip", "skipper", skip, 0, 0},
    {"memory", "lean", hold, 0, 0},
    {"memory_aligned", "lean", hold_aligned, 0, 0},
    {"memory_sweep", "lean", hold, 0, 0},
    {"twice", "lean", several, 0, 1},
    {"twice", "two_each", several, 0, 2},
    {"longest", "lean", longest, 0, 0},
    {"stores", "lean", store, 0, 0},
    {"boast", "lean", hold, 0, 8},
};

BENCH_MAIN(works)
