/* cc -I. examples/debug.c -o debug
 * Lets memory run out at each request in turn, to see what a function does then: this one leaks,
 * and does not look at an answer. Containers belong to sites, so that reports say whose memory it
 * is. With `careless` corrected, each refusal ends in "no" and nothing is still held.
 */
#define LEAN_WITH_DEBUG
#define LEAN_WITH_ARRAY
#define LEAN_WITH_STRINGS
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"
#include <stdio.h>

LEAN_DEFINE_ARRAY(numbers, uint32_t)
LEAN_SITE(names_of_rows);
LEAN_SITE(sizes_of_rows);

/* Stores two rows. True where it believes to have done so; `rows` gets how many there are. */
static bool careless(size_t *rows) {
    numbers sizes = LEAN_AT(sizes_of_rows);
    lean_strings names = LEAN_AT(names_of_rows);
    if (!numbers_reserve(&sizes, 2))
        return false;
    if (!lean_strings_push(&names, "short", 5))
        return false; /* wrong: the sizes are still there */
    lean_strings_push(&names, "longer than there is room for now", 33); /* wrong: it may say no */
    (void)numbers_push(&sizes, 5); /* these two cannot fail, there is room for them */
    (void)numbers_push(&sizes, 33);
    *rows = lean_strings_len(&names);
    numbers_free(&sizes);
    lean_strings_free(&names);
    return true;
}

/* Instead of ending the program, a fault is printed. */
static void print_fault(lean_debug *d, const lean_fault_report *r) {
    (void)d;
    printf("  %s: request %u, %s\n", lean_fault_text(r->fault), (unsigned)r->request,
           r->site != NULL ? r->site->name : "no site");
}

/* Runs it with request n and all behind it refused. False where it made no more than n. */
static bool try_without(size_t n) {
    static uint64_t memory[512]; /* what leaks is lost with it, not for good */
    lean_buffer buffer;
    lean_debug d;
    size_t rows = 0;
    bool done;
    lean_buffer_init(&buffer, memory, sizeof memory);
    lean_debug_init(&d, &buffer.allocator);
    d.report = print_fault;
    names_of_rows.parent = sizes_of_rows.parent = &d.allocator;
    lean_debug_fail(&d, n, true);
    done = careless(&rows);
    printf("request %u %s: says %s, %u rows of 2\n", (unsigned)n,
           d.refused != 0 ? "refused" : "not made", done ? "yes" : "no", (unsigned)rows);
    lean_debug_free(&d); /* finds what is still live */
    return d.refused != 0;
}

int main(void) {
    size_t n = 0;
    while (try_without(n))
        ++n;
    printf("still held: %u bytes of names, %u of sizes\n", (unsigned)names_of_rows.bytes,
           (unsigned)sizes_of_rows.bytes);
    return 0;
}
