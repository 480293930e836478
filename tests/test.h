/* The tests' harness: as small as the smallest target. It needs stdio where there is one, and on
   an AVR lean_out() and lean_out_flash(), which write a text.

     static void push_keeps_order(void) {
         CHECK(1 + 1 == 2);
     }
     int main(void) {
         test_begin("test_array");
         RUN(push_keeps_order);
         return test_end();
     }

   A test passes if none of its checks fails. The last line of a program is
   `test_array: 12 passed, 0 failed`, and its exit status is 1 if any failed. */

#ifndef LEAN_TEST_H
#define LEAN_TEST_H

/* The small machines have 8 and 16 KB of memory and no files. */
#if defined(__AVR__) || (defined(__ARM_EABI__) && !defined(__linux__))
#define TEST_SMALL
#endif

#ifdef __AVR__
#ifdef __cplusplus
extern "C" {
#endif
void lean_out(const char *text);
void lean_out_flash(const char *text);
#ifdef __cplusplus
}
#endif
#define TEST_TEXT_OF(condition) ""
/* In flash: other texts take from the memory that is tested. */
#define TEST_NAME(name)                                                                            \
    (__extension__({                                                                               \
        static const char text[] __attribute__((__progmem__)) = name;                              \
        text;                                                                                      \
    }))
#else
#include <stdio.h>
#define TEST_TEXT_OF(condition) condition
#define TEST_NAME(name) name
#endif

static const char *test_program;
static unsigned test_passed, test_failed;
static unsigned long test_checks_failed;

static void test_text(const char *text) {
#ifdef __AVR__
    lean_out(text);
#else
    fputs(text, stdout);
    fflush(stdout);
#endif
}

static inline void test_name(const char *name) {
#ifdef __AVR__
    lean_out_flash(name);
#else
    test_text(name);
#endif
}

static void test_number(unsigned long n) {
    char digits[24];
    unsigned at = sizeof digits - 1;
    digits[at] = 0;
    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n != 0);
    test_text(digits + at);
}

/* Says where a check failed; only the first ones, so that a broken loop does not drown the rest. */
static void test_fail(const char *file, unsigned line, const char *text) {
    if (++test_checks_failed > 10)
        return;
    test_text(file);
    test_text(":");
    test_number(line);
    test_text(": check failed: ");
    test_text(text);
    test_text("\n");
}

#ifdef LEAN_FUZZ
#include <stdlib.h>
#define CHECK(condition)                                                                           \
    ((condition) ? (void)0 : (test_fail(__FILE__, __LINE__, #condition), abort()))
#else
#define CHECK(condition)                                                                           \
    ((condition) ? (void)0 : test_fail(__FILE__, __LINE__, TEST_TEXT_OF(#condition)))
#endif

#define RUN(test) test_run((test), TEST_NAME(#test))

static inline void test_run(void (*body)(void), const char *name) {
    const unsigned long before = test_checks_failed;
    body();
    if (test_checks_failed == before) {
        ++test_passed;
        return;
    }
    ++test_failed;
    test_text("FAILED ");
    test_name(name);
    test_text("\n");
}

static inline void test_begin(const char *program) {
    test_program = program;
}

/* A line for the reader: `name: n what`. */
static inline void test_note(const char *name, unsigned long n, const char *what) {
    test_text("  ");
    test_text(name);
    test_text(": ");
    test_number(n);
    test_text(" ");
    test_text(what);
    test_text("\n");
}

static inline int test_end(void) {
    test_text(test_program);
    test_text(": ");
    test_number(test_passed);
    test_text(" passed, ");
    test_number(test_failed);
    test_text(" failed\n");
    return test_failed != 0;
}

/* Random numbers, the same everywhere for the same seed. */
static uint32_t test_seed = 1;

static inline uint32_t test_random(void) {
    test_seed += UINT32_C(0x9e3779b9);
    return lean_mix32(test_seed);
}

#ifdef LEAN_WITH_DEBUG

static lean_fault test_fault; /* the last one */
static lean_debug test_debug;

static inline void test_report(lean_debug *d, const lean_fault_report *report) {
    (void)d;
    test_fault = report->fault;
}

static inline void test_debug_begin(void) {
    lean_debug_init(&test_debug, NULL);
    test_debug.report = test_report;
    test_fault = LEAN_FAULT_NONE;
}

static inline void test_debug_end(void) {
    CHECK(lean_debug_free(&test_debug) == 0);
    CHECK(test_debug.faults == 0);
}

/* Runs `body` again and again with request 0, 1, 2, ... refused, once and from then on, until it runs
   without a refusal. The body makes its containers over test_debug, checks that what was refused
   changed nothing, and frees them. */
static inline void test_sweep(void (*body)(void), const char *name) {
    unsigned long refused = 0;
    int always;
    for (always = 0; always < 2; ++always) {
        size_t n;
        for (n = 0;; ++n) {
            size_t hit;
            test_debug_begin();
            lean_debug_fail(&test_debug, n, always != 0);
            body();
            hit = test_debug.refused;
            test_debug_end();
            if (hit == 0)
                break;
            ++refused;
        }
        CHECK(n > 0);
    }
    test_note(name, refused, "requests refused");
}

#define SWEEP(body) test_sweep((body), #body)

#endif /* LEAN_WITH_DEBUG */

#endif /* LEAN_TEST_H */
