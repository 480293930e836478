/* cc -I. examples/counts.c -o counts
 * counts [FILE]: how often each word occurs in a file, and the ten most frequent; without a file,
 * those of a short text. A word is a run of ASCII letters, of at most 32. The map owns its keys, so
 * no word is held twice. Where memory runs short, what has been counted stays, and is shown.
 */
#define LEAN_WITH_ARRAY
#define LEAN_WITH_STRMAP
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define SHOWN 10

LEAN_DEFINE_STRMAP(counts, uint32_t)
LEAN_DEFINE_FIXED_ARRAY(ranking, counts_item, SHOWN)

static const char text[] =
    "This is the house that Jack built. This is the malt that lay in the house that Jack built. "
    "This is the rat that ate the malt that lay in the house that Jack built. This is the cat that "
    "killed the rat that ate the malt that lay in the house that Jack built.";

/* The next byte of the file, or of the text where there is none. */
static int next(FILE *file, size_t *at) {
    return file != NULL ? getc(file) : text[*at] != '\0' ? text[(*at)++] : EOF;
}

/* A value that is not there yet is 0. */
static bool count(counts *words, const char *word, size_t n) {
    uint32_t *times = counts_ensure(words, word, n, NULL);
    if (times == NULL)
        return false;
    ++*times;
    return true;
}

static bool count_words(FILE *file, counts *words) {
    char word[32];
    size_t n = 0, at = 0;
    for (;;) {
        const int c = next(file, &at);
        if (isalpha(c) && n < sizeof word) {
            word[n++] = (char)c;
            continue;
        }
        if (n != 0 && !count(words, word, n))
            return false;
        n = 0;
        if (isalpha(c))
            word[n++] = (char)c;
        if (c == EOF)
            return file == NULL || !ferror(file);
    }
}

/* The most frequent first; of equally frequent ones by bytes, since a map has no order. */
static int by_count(const counts_item *a, const counts_item *b, void *ctx) {
    const int order = memcmp(a->key, b->key, a->n < b->n ? a->n : b->n);
    (void)ctx;
    if (*a->value != *b->value)
        return *a->value > *b->value ? -1 : 1;
    return order != 0 ? order : (a->n > b->n) - (a->n < b->n);
}

/* Keeps the best ten in order. Items point into the map: they are good until it changes. */
static void rank(const counts *words, ranking *top) {
    counts_item i = LEAN_EMPTY, last;
    while (counts_next(words, &i)) {
        size_t at;
        (void)ranking_search(top, &i, by_count, NULL, &at);
        if (at == SHOWN)
            continue;
        if (ranking_len(top) == SHOWN)
            (void)ranking_pop(top, &last);
        (void)ranking_insert(top, at, i); /* there is room */
    }
}

static void show(const counts *words) {
    ranking top = LEAN_EMPTY;
    rank(words, &top);
    for (size_t i = 0; i < ranking_len(&top); ++i) {
        const counts_item *word = ranking_ref(&top, i);
        printf("%6lu  %.*s\n", (unsigned long)*word->value, (int)word->n, word->key);
    }
    printf("%lu distinct words in %lu bytes\n", (unsigned long)counts_len(words),
           (unsigned long)(sizeof *words + counts_bytes(words)));
}

int main(int argc, char **argv) {
    counts words = LEAN_EMPTY; /* for words of strangers: counts_seed(&words, a random number) */
    FILE *file = argc > 1 ? fopen(argv[1], "r") : NULL;
    bool done;
    if (argc > 1 && file == NULL) {
        fprintf(stderr, "counts: %s cannot be opened\n", argv[1]);
        return 1;
    }
    done = count_words(file, &words);
    (void)counts_shrink(&words); /* as far as the memory lets it */
    show(&words);
    if (!done)
        fprintf(stderr, "counts: not readable to the end, or out of memory\n");
    if (file != NULL)
        fclose(file);
    counts_free(&words);
    return done ? 0 : 1;
}
