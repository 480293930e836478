/* [DEBUG] in header order: each fault is made on purpose and found. */
#define LEAN_WITH_DEBUG
#define LEAN_WITH_ARRAY
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include <string.h>

LEAN_DEFINE_ARRAY(numbers, uint32_t)

LEAN_SITE(rows);
LEAN_SITE(columns);
static numbers from_rows = LEAN_AT(rows);

static lean_fault_report last;

static void remember(lean_debug *d, const lean_fault_report *report) {
    last = *report;
    ++*(unsigned *)d->user;
}

static unsigned reports;

static void begin(void) {
    lean_debug_init(&test_debug, NULL);
    test_debug.report = remember;
    test_debug.user = &reports;
    reports = 0;
}

static void *ask(size_t n) {
    return lean_resize(&test_debug.allocator, NULL, 0, n);
}

static void *again(void *p, size_t from, size_t to) {
    return lean_resize(&test_debug.allocator, p, from, to);
}

static void sites_count_what_they_own(void) {
    numbers other;
    begin();
    rows.parent = &test_debug.allocator;
    columns.parent = NULL;
    numbers_init(&other, LEAN_OWNER(columns));
    CHECK(rows.bytes == 0 && rows.blocks == 0 && strcmp(rows.name, "rows") == 0);
    CHECK(rows.line != 0 && strstr(rows.file, "test_debug") != NULL);
    CHECK(numbers_push(&from_rows, 1) && numbers_reserve(&from_rows, 100));
    CHECK(numbers_push(&other, 1));
    CHECK(rows.bytes == numbers_bytes(&from_rows) && rows.bytes == test_debug.bytes);
    CHECK(columns.bytes == numbers_bytes(&other) && columns.blocks == 1);
    CHECK(rows.blocks == 1 && rows.peak == rows.bytes);
    CHECK(numbers_shrink(&from_rows) && rows.bytes == numbers_bytes(&from_rows));
    CHECK(rows.peak > rows.bytes);
    lean_debug_fail(&test_debug, 0, true);
    CHECK(!numbers_reserve(&from_rows, 50) && rows.bytes == numbers_bytes(&from_rows));
    lean_debug_fail_none(&test_debug);
    numbers_free(&from_rows);
    CHECK(rows.bytes == test_debug.bytes); /* freed objects forget their owner, sites do not */
    numbers_init(&from_rows, LEAN_OWNER(rows));
    CHECK(numbers_push(&from_rows, 2));
    CHECK(lean_debug_free(&test_debug) == 1); /* a leak, with its site */
    CHECK(reports == 1 && last.fault == LEAN_FAULT_LEAK && last.site == &rows);
    CHECK(last.size == numbers_bytes(&from_rows));
    numbers_free(&from_rows);
    numbers_free(&other);
    CHECK(rows.bytes == 0 && rows.blocks == 0 && columns.bytes == 0 && columns.blocks == 0);
    CHECK(lean_debug_free(&test_debug) == 0);
}

static unsigned char memory[1400];

static void sites_stand_over_any_allocator(void) {
    lean_buffer buffer;
    numbers a;
    lean_buffer_init(&buffer, memory, sizeof memory);
    columns.parent = &buffer.allocator;
    numbers_init(&a, LEAN_OWNER(columns));
    CHECK(numbers_push(&a, 1) && columns.bytes == numbers_bytes(&a));
    CHECK(lean_buffer_bytes(&buffer) >= columns.bytes);
    CHECK(!numbers_reserve(&a, 1000) && columns.bytes == numbers_bytes(&a) && columns.blocks == 1);
    numbers_free(&a);
    CHECK(columns.bytes == 0 && lean_buffer_bytes(&buffer) == 0);
    columns.parent = NULL;
}

static void blocks_are_aligned_and_no_better(void) {
    unsigned i;
    begin();
    for (i = 1; i < 20; ++i) {
        void *p = ask(i);
        CHECK((uintptr_t)p % (2 * LEAN_ALIGN) == LEAN_ALIGN % (2 * LEAN_ALIGN));
        again(p, i, 0);
    }
    CHECK(lean_debug_free(&test_debug) == 0 && reports == 0);
}

static void contents_survive_and_blocks_move(void) {
    unsigned char *p, *q;
    begin();
    p = (unsigned char *)ask(10);
    memset(p, 9, 10);
    q = (unsigned char *)again(p, 10, 30);
    CHECK(q != p && q[0] == 9 && q[9] == 9 && q[10] == 0xcd);
    p = (unsigned char *)again(q, 30, 5);
    CHECK(p != q && p[0] == 9 && p[4] == 9);
    CHECK(test_debug.blocks == 1 && test_debug.bytes == 5 && test_debug.peak >= 30);
    CHECK(test_debug.requests == 3);
    again(p, 5, 0);
    CHECK(test_debug.blocks == 0 && test_debug.bytes == 0 && test_debug.requests == 3);
    CHECK(lean_debug_free(&test_debug) == 0 && reports == 0);
}

static void wrong_old_size_is_found(void) {
    void *p;
    begin();
    p = ask(10);
    p = again(p, 9, 20);
    CHECK(reports == 1 && last.fault == LEAN_FAULT_OLD_SIZE && last.size == 10);
    again(p, 21, 0);
    CHECK(reports == 2 && last.size == 20 && last.request == 1);
    CHECK(lean_debug_free(&test_debug) == 0);
}

static void double_free_is_found(void) {
    void *p;
    int local;
    begin();
    p = ask(10);
    again(p, 10, 0);
    CHECK(again(p, 10, 0) == NULL && reports == 1);
    CHECK(last.fault == LEAN_FAULT_NOT_LIVE && last.block == p && last.size == 10);
    CHECK(last.request == 0);
    CHECK(again(p, 10, 20) == NULL && reports == 2 && test_debug.blocks == 0);
    CHECK(again(&local, 4, 8) == NULL && reports == 3 && last.block == &local);
    CHECK(lean_debug_free(&test_debug) == 0);
}

/* Two copies of one object own one block; the second free comes back here. */
static void freeing_a_duplicate_is_found(void) {
    numbers a, duplicate;
    begin();
    numbers_init(&a, &test_debug.allocator);
    CHECK(numbers_reserve(&a, 10) && numbers_push(&a, 1));
    duplicate = a;
    numbers_free(&a);
    numbers_free(&duplicate);
    CHECK(reports == 1 && last.fault == LEAN_FAULT_NOT_LIVE && last.request == 0);
    CHECK(lean_debug_free(&test_debug) == 0 && reports == 1);
}

static void damage_is_found(void) {
    unsigned char *p, *q;
    begin();
    p = (unsigned char *)ask(10);
    CHECK(lean_debug_check(&test_debug) == 0);
    p[10] ^= 1;
    CHECK(lean_debug_check(&test_debug) == 1 && last.fault == LEAN_FAULT_WROTE_BEHIND);
    CHECK(lean_debug_check(&test_debug) == 0); /* each damage is reported once */
    p[-1] ^= 1;
    CHECK(lean_debug_check(&test_debug) == 1 && last.fault == LEAN_FAULT_WROTE_BEFORE);
    p[-(int)LEAN_ALIGN] ^= 1;
    p[10 + LEAN_ALIGN - 1] ^= 1;
    q = (unsigned char *)again(p, 10, 20);
    CHECK(reports == 4 && last.fault == LEAN_FAULT_WROTE_BEHIND && last.block == p);
    q[20] = 0;
    again(q, 20, 0);
    CHECK(reports == 5 && last.fault == LEAN_FAULT_WROTE_BEHIND);
    q[3] ^= 1; /* after it was given back */
    CHECK(lean_debug_check(&test_debug) == 1 && last.fault == LEAN_FAULT_WROTE_AFTER_FREE);
    q[21] = 1;
    CHECK(lean_debug_check(&test_debug) == 1 && last.fault == LEAN_FAULT_WROTE_BEHIND);
    CHECK(lean_debug_free(&test_debug) == 0 && reports == 7 && test_debug.faults == 7);
}

static void held_blocks_are_checked_when_they_leave(void) {
    unsigned char *p;
    unsigned i;
    begin();
    p = (unsigned char *)ask(10);
    again(p, 10, 0);
    p[0] ^= 1;
    for (i = 0; i < LEAN_DEBUG_HELD_; ++i)
        again(ask(3), 3, 0);
    CHECK(reports == 1 && last.fault == LEAN_FAULT_WROTE_AFTER_FREE);
    CHECK(lean_debug_free(&test_debug) == 0);
}

static void leaks_are_listed(void) {
    void *p, *q;
    begin();
    p = ask(10);
    q = ask(20);
    CHECK(lean_debug_free(&test_debug) == 2 && reports == 2 && last.site == NULL);
    again(p, 10, 0);
    again(q, 20, 0);
    CHECK(lean_debug_free(&test_debug) == 0 && reports == 2);
}

static void requests_fail_once_or_always(void) {
    void *p, *q;
    begin();
    lean_debug_fail(&test_debug, 1, false);
    p = ask(10);
    CHECK(p != NULL && again(p, 10, 20) == NULL && ((unsigned char *)p)[9] == 0xcd);
    p = again(p, 10, 20);
    CHECK(p != NULL && test_debug.refused == 1);
    lean_debug_fail(&test_debug, 0, true);
    CHECK(again(p, 20, 10) == NULL && ask(1) == NULL && test_debug.refused == 3);
    again(p, 20, 0);
    lean_debug_fail_none(&test_debug);
    q = ask(1);
    CHECK(q != NULL);
    again(q, 1, 0);
    CHECK(lean_debug_free(&test_debug) == 0 && reports == 0);
}

/* Where the parent runs short, held blocks are given back first. */
static void held_blocks_make_room(void) {
    static lean_buffer buffer;
    unsigned i;
    lean_buffer_init(&buffer, memory, sizeof memory);
    lean_debug_init(&test_debug, &buffer.allocator);
    test_debug.report = remember;
    test_debug.user = &reports;
    reports = 0;
    for (i = 0; i < 20; ++i) {
        void *p = ask(400);
        CHECK(p != NULL);
        again(p, 400, 0);
    }
    CHECK(ask(sizeof memory) == NULL && ask(SIZE_MAX) == NULL && ask(SIZE_MAX - 20) == NULL);
    CHECK(lean_debug_free(&test_debug) == 0 && reports == 0);
    CHECK(lean_buffer_bytes(&buffer) == 0);
}

static void faults_have_texts(void) {
    int fault;
    for (fault = LEAN_FAULT_NONE; fault <= LEAN_FAULT_LEAK; ++fault)
        CHECK(strcmp(lean_fault_text((lean_fault)fault), "unknown fault") != 0);
    CHECK(strcmp(lean_fault_text((lean_fault)(LEAN_FAULT_LEAK + 1)), "unknown fault") == 0);
}

#if defined(__unix__) || defined(_WIN32)
#include <setjmp.h>
#include <signal.h>
static jmp_buf stopped;

static void on_abort(int number) {
    (void)number;
    longjmp(stopped, 1);
}

/* Without a report function a fault is told on stderr and ends the program; a leak is only told. */
static void faults_end_the_program(void) {
    volatile bool aborted = false;
    void *p, *q;
    fflush(stderr);
    CHECK(freopen("/dev/null", "w", stderr) != NULL);
    lean_debug_init(&test_debug, NULL);
    rows.parent = &test_debug.allocator;
    p = lean_resize(LEAN_OWNER(rows), NULL, 0, 5);
    q = ask(7);
    CHECK(lean_debug_free(&test_debug) == 2 && test_debug.faults == 2);
    (void)lean_resize(LEAN_OWNER(rows), p, 5, 0);
    again(q, 7, 0);
    (void)signal(SIGABRT, on_abort);
    if (setjmp(stopped) == 0)
        again(p, 5, 0);
    else
        aborted = true;
    (void)signal(SIGABRT, SIG_DFL);
    CHECK(aborted && test_debug.faults == 3);
    CHECK(lean_debug_free(&test_debug) == 0);
}
#endif

int main(void) {
    test_begin("test_debug");
    RUN(sites_count_what_they_own);
    RUN(sites_stand_over_any_allocator);
    RUN(blocks_are_aligned_and_no_better);
    RUN(contents_survive_and_blocks_move);
    RUN(wrong_old_size_is_found);
    RUN(double_free_is_found);
    RUN(freeing_a_duplicate_is_found);
    RUN(damage_is_found);
    RUN(held_blocks_are_checked_when_they_leave);
    RUN(leaks_are_listed);
    RUN(requests_fail_once_or_always);
    RUN(held_blocks_make_room);
    RUN(faults_have_texts);
#if defined(__unix__) || defined(_WIN32)
    RUN(faults_end_the_program);
#endif
    return test_end();
}
