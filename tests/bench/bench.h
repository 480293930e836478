// What every benchmark worker shares: the clock, the counting of memory, the inputs and main().
//
// tools/bench builds each file of this directory into a worker and runs it once per figure:
//     worker WORK IMPL N MILLISECONDS        one work, one implementation, one fresh process
//     worker --list                          what it can do
//
// To add a room, drop in tests/bench/<room>.c (or .cc); no list elsewhere has to know of it. More
// peers go into <room>_<peer>.c or .cc, or as an executable into <room>_<peer>.py (see bench.py);
// what several files of a room share, into <room>.h. A whole worker:
//
//     #define LEAN_WITH_ARRAY
//     #define LEAN_IMPLEMENTATION
//     #include "bench.h"
//     #include "lean.h"
//     LEAN_DEFINE_ARRAY(u32s, uint32_t)
//     static void get_lean(bench *b) {
//         u32s a = LEAN_EMPTY;      // inputs, where there are any, are made before
//         uint64_t sum = 0;
//         const size_t n = b->n;    // a local, which no store in the loops can change
//         bench_build(b);           // memory is counted from here
//         for (size_t i = 0; i < n; i++)
//             if (!u32s_push(&a, bench_value(i)))
//                 bench_fail("out of memory");
//         bench_built(b, u32s_bytes(&a)); // to here, and has to be what the container says
//         while (bench_again(b, &a)) {    // timed, over and over
//             sum = 0;
//             for (size_t i = 0; i < n; i++)
//                 sum += u32s_get(&a, i);
//             bench_sink(sum);
//         }
//         bench_answer(b, sum);     // and so has every other implementation of "get"
//         u32s_free(&a);
//     }
//     static const bench_work works[] = {{"get", "lean", get_lean, 0, 0}};
//     BENCH_MAIN(works)
//
// The calls a work makes, in order:
//     bench_build(b)         what follows builds the container: the base line of its memory
//     bench_built(b, says)   it stands; says is what its bytes() tells, or BENCH_SILENT
//     bench_start, bench_stop(b)      around a work done once, such as a push of everything
//     while (bench_again(b, &x)) {}   around a body timed over and over; stop and start inside it
//                            leave out what is not the work, such as restoring a sort's input
//     bench_answer(b, value) every implementation of a work has to arrive at the same answers
//     bench_skip(reason)     nothing to measure on this machine; bench_fail(reason): it went wrong
// And where they fit:
//     b->operations          how many a pass does, where that is not n; bytes stay those of an item
//     bench_longest(b, ns)   in place of a timed stretch: the longest of many operations; of the
//                            runs the least counts, because everything else on a machine adds to it
//     bench_steps(b)         operations begin here whose stores are counted one by one
//     bench_step(b)          one of them ends here; what it stored is compared with the most yet
// A work whose name ends in _sweep is run at 16 sizes from n to just under 2 n, for bytes alone.
// A row of the table is the work, the implementation, its function, the largest n that makes sense
// (0: any) and an option, which the function finds in b->option.
//
// An implementation whose name begins with "lean" is ours and is built without any -march flag. It
// is also run as <name>_again from a second build whose code lies at other addresses; how far the
// two are apart is what a difference has to exceed to mean something. Everyone else is a peer and
// is built both with and without -march=native; the faster of the two counts. One name is a limit
// and never the best peer: memcpy, which moves what a work has to move and does nothing else.
//
// What a peer needs is said in the first lines of its file, one line each:
//     // bench: peer glib "GLib" needs pkg-config glib-2.0
//     // bench: peer absl "Abseil" needs header absl/container/flat_hash_map.h
//     // bench: flags -lJudy
//     # bench: peer numpy "NumPy" needs python numpy
//     // bench: stores *_insert
// Where it is missing, tools/bench says "GLib: not installed" and goes on. The last of these names
// the works that call bench_step: they are run once more in a build in which every store is counted
// (BENCH_STORES; gcc only), and the note tells the most bytes that one operation stored.
//
// No loop is slowed by the measuring: memory is counted in builds of their own (BENCH_COUNT), and
// inside a timed loop there is nothing but the work. Linux, glibc, gcc or clang.
#ifndef BENCH_H
#define BENCH_H

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifdef BENCH_INSTRUCTIONS
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_TOGGLE_COLLECT
#endif

#ifdef BENCH_AGAIN
// A quarter of a cache line further on: the same code, fetched and predicted from other addresses.
__asm__(".text\n .skip 80\n");
#endif

// For the small readers a work is written with: no implementation pays for a call others do not.
#define BENCH_INLINE static inline __attribute__((always_inline))

#define BENCH_SILENT SIZE_MAX // for a container that cannot say how many bytes it holds

typedef struct bench {
    size_t n;          // items to work on; a work that finds its own number of items sets it
    size_t operations; // of a pass; 0: n
    int option;        // the work's own, from its row of the table
    uint64_t answer;
    // The clock.
    uint64_t least_ns, timed_ns, started_ns;
    size_t passes, left, batch;
    bool timing, warm, least;
    // The memory.
    size_t says, resident_before, resident_after, held_before, held_after, peak;
} bench;

typedef struct bench_work {
    const char *name, *impl;
    void (*run)(bench *b);
    size_t most; // the largest n that makes sense here, 0 where there is none
    int option;
} bench_work;

// ---- Ends ---------------------------------------------------------------------------------------

static inline void bench_fail(const char *reason) {
    fprintf(stderr, "%s\n", reason);
    exit(3);
}

static inline void bench_skip(const char *reason) {
    printf("skip %s\n", reason);
    exit(0);
}

static inline void bench_answer(bench *b, uint64_t value) {
    b->answer = (b->answer ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    b->answer ^= b->answer >> 29;
}

// ---- Stores -------------------------------------------------------------------------------------

#ifdef BENCH_STORES
// In this build gcc calls __asan_store... before each store, because it takes the file for a part
// of a kernel that checks addresses, and the linker brings calls of memcpy and its like here.
// Counted is what goes to the heap: not the stack, and not the variables of the program.
#ifdef __clang__
#error "stores are counted with gcc only"
#endif
#define BENCH_UNSEEN __attribute__((no_sanitize_address))
#define BENCH_MOVED(p, size) bench_stores(p, size)
static volatile size_t bench_stored, bench_most_stored;

#ifdef __cplusplus
extern "C" {
#endif
extern char __data_start, _end;
extern void *__libc_stack_end;
void __asan_store1_noabort(void *p);
void __asan_store2_noabort(void *p);
void __asan_store4_noabort(void *p);
void __asan_store8_noabort(void *p);
void __asan_store16_noabort(void *p);
void __asan_storeN_noabort(void *p, size_t size);
void __asan_loadN_noabort(void *p, size_t size);
void __asan_handle_no_return(void);
void __asan_before_dynamic_init(const char *file);
void __asan_after_dynamic_init(void);
void *__real_memcpy(void *to, const void *from, size_t size);
void *__real_memmove(void *to, const void *from, size_t size);
void *__real_memset(void *to, int byte, size_t size);
void *__wrap_memcpy(void *to, const void *from, size_t size);
void *__wrap_memmove(void *to, const void *from, size_t size);
void *__wrap_memset(void *to, int byte, size_t size);

BENCH_UNSEEN __attribute__((noinline)) static void bench_stores(const void *p, size_t size) {
    const char *at = (const char *)p;
    const bool on_stack =
        at >= (const char *)__builtin_frame_address(0) && at < (const char *)__libc_stack_end;
    if (!on_stack && (at < &__data_start || at >= &_end))
        bench_stored += size;
}

BENCH_UNSEEN void __asan_store1_noabort(void *p) {
    bench_stores(p, 1);
}

BENCH_UNSEEN void __asan_store2_noabort(void *p) {
    bench_stores(p, 2);
}

BENCH_UNSEEN void __asan_store4_noabort(void *p) {
    bench_stores(p, 4);
}

BENCH_UNSEEN void __asan_store8_noabort(void *p) {
    bench_stores(p, 8);
}

BENCH_UNSEEN void __asan_store16_noabort(void *p) {
    bench_stores(p, 16);
}

BENCH_UNSEEN void __asan_storeN_noabort(void *p, size_t size) {
    bench_stores(p, size);
}

BENCH_UNSEEN void __asan_loadN_noabort(void *p, size_t size) {
    (void)p;
    (void)size;
}

BENCH_UNSEEN void __asan_handle_no_return(void) {}

BENCH_UNSEEN void __asan_before_dynamic_init(const char *file) {
    (void)file;
}

BENCH_UNSEEN void __asan_after_dynamic_init(void) {}

BENCH_UNSEEN void *__wrap_memcpy(void *to, const void *from, size_t size) {
    bench_stores(to, size);
    return __real_memcpy(to, from, size);
}

BENCH_UNSEEN void *__wrap_memmove(void *to, const void *from, size_t size) {
    bench_stores(to, size);
    return __real_memmove(to, from, size);
}

BENCH_UNSEEN void *__wrap_memset(void *to, int byte, size_t size) {
    bench_stores(to, size);
    return __real_memset(to, byte, size);
}
#ifdef __cplusplus
}
#endif
#else
#define BENCH_UNSEEN
#define BENCH_MOVED(p, size) ((void)(p))
#endif

BENCH_INLINE void bench_steps(bench *b) {
    (void)b;
#ifdef BENCH_STORES
    bench_stored = 0;
#endif
}

BENCH_INLINE void bench_step(bench *b) {
    (void)b;
#ifdef BENCH_STORES
    if (bench_stored > bench_most_stored)
        bench_most_stored = bench_stored;
    bench_stored = 0;
#endif
}

// ---- Memory -------------------------------------------------------------------------------------

#ifdef BENCH_COUNT
// In this build malloc and its family are ours, for the whole process: whoever allocates, in C, in
// C++ or inside a library, is counted by the same rule. Counted is what was requested. A realloc
// counts as its new size, because it may grow in place. The counts are volatile, and the build has
// -fno-builtin, because compilers take for granted that malloc changes nothing they can see.
static volatile size_t bench_held, bench_most;

#ifdef __cplusplus
#define BENCH_NOTHROW noexcept
extern "C" {
#else
#define BENCH_NOTHROW
#endif
void *__libc_memalign(size_t alignment, size_t size);
void *__libc_realloc(void *p, size_t size);
void __libc_free(void *p);
void *malloc(size_t size) BENCH_NOTHROW;
void *calloc(size_t count, size_t size) BENCH_NOTHROW;
void *realloc(void *p, size_t size) BENCH_NOTHROW;
void *memalign(size_t alignment, size_t size) BENCH_NOTHROW;
void *aligned_alloc(size_t alignment, size_t size) BENCH_NOTHROW;
int posix_memalign(void **p, size_t alignment, size_t size) BENCH_NOTHROW;
__attribute__((noinline)) void free(void *p) BENCH_NOTHROW;

// The words just before a block: its size, and how far back its memory begins.
typedef struct bench_block {
    size_t size, lead;
} bench_block;

BENCH_UNSEEN static inline void *bench_counted(void *memory, size_t size, size_t lead) {
    unsigned char *p = (unsigned char *)memory + lead;
    bench_block *block = (bench_block *)p - 1;
    if (!memory)
        return NULL;
    block->size = size;
    block->lead = lead;
    bench_held += size;
    if (bench_held > bench_most)
        bench_most = bench_held;
    return p;
}

void *memalign(size_t alignment, size_t size) BENCH_NOTHROW {
    size_t lead = alignment > sizeof(bench_block) ? alignment : sizeof(bench_block);
    if (size > SIZE_MAX / 2 || lead > SIZE_MAX / 2)
        return NULL;
    return bench_counted(__libc_memalign(lead, size + lead), size, lead);
}

void *malloc(size_t size) BENCH_NOTHROW {
    return memalign(sizeof(bench_block), size);
}

void *aligned_alloc(size_t alignment, size_t size) BENCH_NOTHROW {
    return memalign(alignment, size);
}

int posix_memalign(void **p, size_t alignment, size_t size) BENCH_NOTHROW {
    void *block = memalign(alignment, size);
    if (!block)
        return ENOMEM;
    *p = block;
    return 0;
}

void *calloc(size_t count, size_t size) BENCH_NOTHROW {
    void *p;
    if (size && count > SIZE_MAX / 2 / size)
        return NULL;
    p = malloc(count * size);
    // The compiler would make malloc and memset one calloc, that is, call this function again.
    __asm__ volatile("" : "+r"(p));
    if (p)
        memset(p, 0, count * size);
    return p;
}

void *realloc(void *p, size_t size) BENCH_NOTHROW {
    bench_block old;
    void *memory;
    if (!p)
        return malloc(size);
    old = ((bench_block *)p)[-1];
    if (size > SIZE_MAX / 2)
        return NULL;
    if (old.lead == sizeof old) {
        memory = __libc_realloc((unsigned char *)p - old.lead, size + old.lead);
        if (!memory)
            return NULL;
        if (memory != (void *)((unsigned char *)p - old.lead))
            BENCH_MOVED(memory, size < old.size ? size : old.size);
        bench_held -= old.size;
        return bench_counted(memory, size, old.lead);
    }
    memory = malloc(size);
    if (memory) {
        memcpy(memory, p, size < old.size ? size : old.size);
        free(p);
    }
    return memory;
}

void free(void *p) BENCH_NOTHROW {
    bench_block *block = NULL;
    if (!p)
        return;
    block = (bench_block *)p - 1;
    bench_held -= block->size;
    __libc_free((unsigned char *)p - block->lead);
}
#ifdef __cplusplus
}
#endif
#else
static const size_t bench_held = 0;
static size_t bench_most;
#endif

// Resident bytes of this process, without the pages of files: those are its own code, which comes
// in as it is first run. Only the stack is used, so that asking changes nothing.
static inline size_t bench_resident(void) {
    char text[128];
    char *end = text;
    size_t resident = 0, shared = 0;
    int file = open("/proc/self/statm", O_RDONLY);
    ssize_t got = file < 0 ? -1 : read(file, text, sizeof text - 1);
    if (got <= 0)
        bench_fail("/proc/self/statm cannot be read");
    close(file);
    text[got] = 0;
    strtoul(text, &end, 10);
    resident = strtoul(end, &end, 10);
    shared = strtoul(end, &end, 10);
    return (resident - shared) * (size_t)sysconf(_SC_PAGESIZE);
}

__attribute__((noinline, unused)) static void bench_build(bench *b) {
    b->resident_before = bench_resident();
    b->held_before = bench_most = bench_held;
    __asm__ volatile("" : : : "memory");
}

__attribute__((noinline, unused)) static void bench_built(bench *b, size_t says) {
    __asm__ volatile("" : : : "memory");
    b->held_after = bench_held;
    b->peak = bench_most;
    b->resident_after = bench_resident();
    b->says = says;
}

// ---- The clock ----------------------------------------------------------------------------------

static inline uint64_t bench_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

// The memory clobbers keep the compiler from moving work over the edges of the timed stretch.
static inline void bench_start(bench *b) {
    b->timing = true;
    CALLGRIND_TOGGLE_COLLECT;
    b->started_ns = bench_now();
    __asm__ volatile("" : : : "memory");
}

static inline void bench_stop(bench *b) {
    __asm__ volatile("" : : : "memory");
    b->timed_ns += bench_now() - b->started_ns;
    CALLGRIND_TOGGLE_COLLECT;
    b->timing = false;
}

// Passes come in batches that double, so that a short body is not drowned by looking at the clock.
// The first pass only warms the caches, unless it alone was long enough.
__attribute__((noinline, unused)) static bool bench_next_batch(bench *b) {
    if (b->timing)
        bench_stop(b);
    if (b->passes && b->timed_ns >= b->least_ns)
        return false;
    if (b->passes && !b->warm) {
        b->warm = true;
        b->passes = 0;
        b->timed_ns = 0;
    }
    b->batch = b->passes ? b->batch * 2 : 1;
    b->passes += b->batch;
    b->left = b->batch - 1;
    bench_start(b);
    return true;
}

// Handing out the address of what the body reads, and claiming to change all memory, makes each
// pass new work to the compiler; it happens between passes, so the loop within is what it would be.
static inline bool bench_again(bench *b, void *touched) {
    __asm__ volatile("" : : "r"(touched) : "memory");
    if (b->left) {
        b->left--;
        return true;
    }
    return bench_next_batch(b);
}

static inline void bench_longest(bench *b, uint64_t ns) {
    b->timed_ns = ns;
    b->passes = b->operations = 1;
    b->least = true;
}

// A result of a pass that nobody needs but that has to be computed.
static inline void bench_sink(uint64_t value) {
    __asm__ volatile("" : : "r"(value));
}

// ---- Inputs, the same for every implementation --------------------------------------------------

static inline void *bench_memory(size_t count, size_t size) {
    void *p = malloc(count * size + 1);
    if (!p)
        bench_fail("no memory for the input");
    return p;
}

// Memory that is there already, and begins where a cache line does.
static inline void *bench_aligned(size_t count, size_t size) {
    unsigned char *p = (unsigned char *)bench_memory(count * size + 63, 1);
    p += -(uintptr_t)p % 64;
    memset(p, 0, count * size);
    return p;
}

static inline uint64_t bench_random(uint64_t *state) {
    uint64_t x = *state += UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

static inline size_t bench_below(uint64_t *state, size_t limit) {
    return (size_t)(bench_random(state) % limit);
}

// Item i of a plain run of items: one multiplication, so that making it costs next to nothing.
static inline uint32_t bench_value(size_t i) {
    return (uint32_t)i * 2654435761u;
}

// The indices 0 to n-1 in random order.
static inline uint32_t *bench_permutation(size_t n) {
    uint32_t *p = (uint32_t *)bench_memory(n, sizeof *p);
    uint64_t state = 1;
    for (size_t i = 0; i < n; i++) {
        size_t j = bench_below(&state, i + 1);
        p[i] = p[j];
        p[j] = (uint32_t)i;
    }
    return p;
}

// 24 bytes without padding.
typedef struct bench_record {
    uint64_t id;
    double weight;
    uint32_t kind, count;
} bench_record;

static inline bench_record bench_record_at(size_t i) {
    bench_record r;
    r.id = i;
    r.weight = (double)i;
    r.kind = bench_value(i);
    r.count = (uint32_t)i;
    return r;
}

enum { BENCH_SHUFFLED, BENCH_SORTED, BENCH_REVERSED, BENCH_FEW_DISTINCT };

static inline uint32_t *bench_unsorted(size_t n, int order) {
    uint32_t *p = (uint32_t *)bench_memory(n, sizeof *p);
    uint64_t state = 2;
    for (size_t i = 0; i < n; i++) {
        uint32_t random = (uint32_t)bench_random(&state);
        p[i] = order == BENCH_SORTED         ? (uint32_t)i
               : order == BENCH_REVERSED     ? (uint32_t)(n - i)
               : order == BENCH_FEW_DISTINCT ? random % 16
                                             : random;
    }
    return p;
}

// Ascending and distinct, with gaps so that half of the keys below are not among them.
static inline uint32_t bench_ascending(size_t i) {
    return (uint32_t)(2 * i + (bench_value(i) >> 31));
}

static inline uint32_t *bench_keys(size_t n) {
    uint32_t *p = (uint32_t *)bench_memory(n, sizeof *p);
    uint64_t state = 3;
    for (size_t i = 0; i < n; i++)
        p[i] = (uint32_t)bench_below(&state, 2 * n);
    return p;
}

// n strings, each ended by a zero byte: string i has starts[i + 1] - starts[i] - 1 bytes.
typedef struct bench_text {
    char *bytes;
    uint32_t *starts;
} bench_text;

static inline const char *bench_string(const bench_text *t, size_t i, size_t *length) {
    *length = t->starts[i + 1] - t->starts[i] - 1;
    return t->bytes + t->starts[i];
}

// n strings of 20 letters.
static inline bench_text bench_letters(size_t n) {
    bench_text t;
    uint64_t state = 4;
    t.bytes = (char *)bench_memory(n, 21);
    t.starts = (uint32_t *)bench_memory(n + 1, sizeof *t.starts);
    for (size_t i = 0; i < 21 * n; i++)
        t.bytes[i] = i % 21 == 20 ? 0 : (char)('a' + bench_below(&state, 26));
    for (size_t i = 0; i <= n; i++)
        t.starts[i] = (uint32_t)(21 * i);
    return t;
}

// The lines of a file; sets b->n to how many there are. Without the file the work is skipped.
static inline bench_text bench_lines(bench *b, const char *path) {
    bench_text t;
    char reason[256];
    FILE *f = fopen(path, "rb");
    long size = 0;
    if (!f) {
        snprintf(reason, sizeof reason, "%s is not there", path);
        bench_skip(reason);
    }
    fseek(f, 0, SEEK_END);
    size = ftell(f);
    rewind(f);
    t.bytes = (char *)bench_memory((size_t)size, 1);
    t.starts = (uint32_t *)bench_memory((size_t)size + 2, sizeof *t.starts);
    if (fread(t.bytes, 1, (size_t)size, f) != (size_t)size)
        bench_fail("the file of lines cannot be read");
    fclose(f);
    b->n = 0;
    t.starts[0] = 0;
    for (size_t i = 0; i < (size_t)size; i++) {
        if (t.bytes[i] == '\n') {
            t.bytes[i] = 0;
            t.starts[++b->n] = (uint32_t)i + 1;
        }
    }
    return t;
}

enum { BENCH_LETTERS, BENCH_LETTERS_SHRUNK, BENCH_LINES };

// The strings of a work: letters, or the lines of a dictionary. Shrinking is up to the work.
static inline bench_text bench_strings(bench *b) {
    return b->option == BENCH_LINES ? bench_lines(b, "/usr/share/dict/words") : bench_letters(b->n);
}

// What a reader of a string touches: its length, its first byte and its last.
BENCH_INLINE uint64_t bench_look(const char *s, size_t length) {
    return length ? length + (unsigned char)s[0] * 256u + (unsigned char)s[length - 1] * 65536u : 0;
}

// ---- main ---------------------------------------------------------------------------------------

static inline void bench_report(const bench *b) {
    printf("items %zu\npasses %zu\n", b->n, b->passes ? b->passes : 1);
    printf("operations %zu\nleast %d\n", b->operations ? b->operations : b->n, b->least);
    printf("answer %016llx\n", (unsigned long long)b->answer);
    printf("ns %llu\n", (unsigned long long)b->timed_ns);
    printf("held %zu\npeak %zu\n", b->held_after - b->held_before, b->peak - b->held_before);
    printf("resident %ld\n", (long)b->resident_after - (long)b->resident_before);
    if (b->says != BENCH_SILENT)
        printf("says %zu\n", b->says);
#ifdef BENCH_STORES
    printf("most_stored %zu\n", bench_most_stored);
#endif
    printf("done\n");
}

static inline int bench_main(int argc, char **argv, const bench_work *works, size_t count) {
    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
        for (size_t i = 0; i < count; i++)
            printf("%s %s\n", works[i].name, works[i].impl);
        return 0;
    }
    if (argc != 5) {
        fprintf(stderr, "usage: %s WORK IMPL N MILLISECONDS, or --list\n", argv[0]);
        return 2;
    }
    for (size_t i = 0; i < count; i++) {
        if (strcmp(works[i].name, argv[1]) == 0 && strcmp(works[i].impl, argv[2]) == 0) {
            bench b;
            memset(&b, 0, sizeof b);
            b.n = strtoul(argv[3], NULL, 10);
            if (works[i].most && b.n > works[i].most)
                b.n = works[i].most;
            b.option = works[i].option;
            b.least_ns = strtoul(argv[4], NULL, 10) * 1000000u;
            b.says = BENCH_SILENT;
            works[i].run(&b);
            bench_report(&b);
            return 0;
        }
    }
    fprintf(stderr, "%s has no work %s for %s\n", argv[0], argv[1], argv[2]);
    return 2;
}

#define BENCH_MAIN(works)                                                                          \
    int main(int argc, char **argv) {                                                              \
        return bench_main(argc, argv, works, sizeof(works) / sizeof(works)[0]);                    \
    }

#endif
