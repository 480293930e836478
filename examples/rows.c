/* cc -I. examples/rows.c -o rows
 * rows [FILE [WORD WORD]]: selects lines of a file by bits, one a line and word: those with the
 * first word, with both, with one of them, and with the first but not the second. Without a file,
 * of a short text. Where memory runs short, it says so.
 */
#define LEAN_WITH_BITSET
#define LEAN_WITH_STRINGS
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"
#include <stdio.h>
#include <string.h>

#define LONGEST 1000 /* longer lines are more than one */

static const char *const text[] = {"the cat sat on the mat", "the dog sat on the cat",
                                   "a dog and a mat", "no animal at all", "the cat is out"};

typedef struct rows {
    lean_strings lines;
    lean_bitset first, second, both, either, only;
} rows;

static bool read_lines(rows *r, FILE *file) {
    char line[LONGEST];
    if (file == NULL) {
        for (size_t i = 0; i < sizeof text / sizeof text[0]; ++i)
            if (!lean_strings_push(&r->lines, text[i], strlen(text[i])))
                return false;
        return true;
    }
    while (fgets(line, sizeof line, file) != NULL)
        if (!lean_strings_push(&r->lines, line, strcspn(line, "\n")))
            return false;
    return true;
}

static bool has(const char *line, size_t n, const char *word) {
    const size_t m = strlen(word);
    for (size_t i = 0; i + m <= n; ++i)
        if (memcmp(line + i, word, m) == 0)
            return true;
    return false;
}

static bool mark(const rows *r, lean_bitset *marks, const char *word) {
    const size_t lines = lean_strings_len(&r->lines);
    if (!lean_bitset_resize(marks, lines))
        return false;
    for (size_t i = 0; i < lines; ++i) {
        size_t n;
        const char *line = lean_strings_get(&r->lines, i, &n);
        lean_bitset_assign(marks, i, has(line, n, word));
    }
    return true;
}

static bool choose(rows *r, const char *one, const char *two) {
    return mark(r, &r->first, one) && mark(r, &r->second, two) &&
           lean_bitset_and_into(&r->both, &r->first, &r->second) &&
           lean_bitset_or_into(&r->either, &r->first, &r->second) &&
           lean_bitset_andnot_into(&r->only, &r->first, &r->second);
}

/* How many, and the first three. */
static void show(const rows *r, const char *what, const lean_bitset *chosen) {
    unsigned left = 3;
    printf("%s: %lu of %lu lines\n", what, (unsigned long)lean_bitset_count(chosen),
           (unsigned long)lean_bitset_len(chosen));
    LEAN_EACH_BIT(i, chosen) {
        size_t n;
        const char *line = lean_strings_get(&r->lines, i, &n);
        if (left-- == 0)
            break;
        printf("%6lu  %.*s\n", (unsigned long)i + 1, (int)n, line);
    }
}

int main(int argc, char **argv) {
    const char *const one = argc > 3 ? argv[2] : "cat", *const two = argc > 3 ? argv[3] : "mat";
    FILE *const file = argc > 1 ? fopen(argv[1], "r") : NULL;
    rows r = LEAN_EMPTY;
    bool done;
    if (argc > 1 && file == NULL) {
        perror(argv[1]);
        return 1;
    }
    done = read_lines(&r, file) && choose(&r, one, two);
    if (done) {
        show(&r, "the first word", &r.first);
        show(&r, "both", &r.both);
        show(&r, "one of them", &r.either);
        show(&r, "the first only", &r.only);
        printf("%lu bytes of bits\n", (unsigned long)lean_bitset_bytes(&r.first));
    } else {
        fprintf(stderr, "rows: out of memory\n");
    }
    if (file != NULL)
        fclose(file);
    lean_strings_free(&r.lines);
    lean_bitset_free(&r.first);
    lean_bitset_free(&r.second);
    lean_bitset_free(&r.both);
    lean_bitset_free(&r.either);
    lean_bitset_free(&r.only);
    return done ? 0 : 1;
}
