/* cc -I. examples/dtype.c -o dtype
 * dtype [FILE]: the lengths of a file's lines (default: this one) in an array whose type is chosen
 * at run time: the smallest that holds them, what that saves, and what it refuses from then on.
 */
#define LEAN_WITH_DTYPE
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"
#include <stdio.h>

/* The lengths go into 8 bytes each, since nobody knows yet how long the lines are. */
static bool read_lengths(lean_array *lengths, FILE *file) {
    int64_t length = 0;
    for (int c = getc(file); c != EOF; c = getc(file)) {
        if (c != '\n')
            ++length;
        else if (lean_array_push_i64(lengths, length) == LEAN_OK)
            length = 0;
        else
            return false;
    }
    return lean_array_shrink(lengths);
}

static void say(const lean_array *a, const char *what) {
    int64_t sum = 0;
    (void)lean_array_sum_i64(a, 0, lean_array_len(a), &sum); /* so few cannot leave its range */
    printf("%-8s %s: %u bytes, sum %ld\n", what, lean_dtype_name(lean_array_dtype(a)),
           (unsigned)lean_array_bytes(a), (long)sum);
}

/* In place: the items keep their values, and the block shrinks. */
static bool narrow(lean_array *a) {
    const int64_t *items = lean_array_i64(a); /* NULL where its dtype is another one */
    const lean_dtype d = lean_dtype_fit(LEAN_I64, items, lean_array_len(a));
    return lean_array_recast(a, d) == LEAN_OK && lean_array_shrink(a);
}

/* A value that the dtype cannot hold is refused, and nothing has changed. */
static void try_to_push(lean_array *a, int64_t value) {
    const char *text = lean_status_text(lean_array_push_i64(a, value));
    printf("%ld in %s: %s\n", (long)value, lean_dtype_name(lean_array_dtype(a)), text);
}

int main(int argc, char **argv) {
    const char *path = argc > 1 ? argv[1] : __FILE__;
    FILE *file = fopen(path, "rb");
    lean_array lengths;
    lean_dtype d = LEAN_I64;
    bool done;
    if (file == NULL) {
        fprintf(stderr, "dtype: %s: cannot be read\n", path);
        return 1;
    }
    lean_array_init(&lengths, d, NULL); /* NULL: malloc */
    done = read_lengths(&lengths, file);
    fclose(file);
    if (done) {
        say(&lengths, "as read");
        done = narrow(&lengths);
    }
    if (done) {
        say(&lengths, "narrowed");
        try_to_push(&lengths, -1);
        printf("\"int12\" is %s dtype\n", lean_dtype_parse("int12", 5, &d) ? "a" : "no");
        done = lean_dtype_parse("int16", 5, &d) && lean_array_recast(&lengths, d) == LEAN_OK;
        if (done)
            try_to_push(&lengths, -1);
    }
    lean_array_free(&lengths);
    if (!done)
        fprintf(stderr, "dtype: out of memory\n");
    return done ? 0 : 1;
}
