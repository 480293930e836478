/* cc -I. examples/words.c -o words
 * words [FILE]: the distinct words of a file in order; without a file, those of a short text.
 * A word is a run of ASCII letters, of at most 32. No word is held twice, not even for a
 * moment: each is looked up in the sorted ones, which are indices of 4 bytes into the strings.
 */
#define LEAN_WITH_ARRAY
#define LEAN_WITH_STRINGS
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

LEAN_DEFINE_ARRAY(indices, uint32_t)

static const char text[] = "One fish, two fish, red fish, blue fish. Black fish, blue fish, old "
                           "fish, new fish. This one has a little star.";

static int by_bytes(const uint32_t *a, const uint32_t *b, void *ctx) {
    const lean_strings *words = (const lean_strings *)ctx;
    size_t n, m;
    const char *x = lean_strings_get(words, *a, &n), *y = lean_strings_get(words, *b, &m);
    const int order = memcmp(x, y, n < m ? n : m);
    return order != 0 ? order : (n > m) - (n < m);
}

/* The key of a search is an item, so the word goes in first, and out again where it was known. */
static bool add(lean_strings *words, indices *order, const char *word, size_t n) {
    const uint32_t key = (uint32_t)lean_strings_len(words);
    size_t at;
    if (!lean_strings_push(words, word, n))
        return false;
    if (indices_search(order, &key, by_bytes, words, &at))
        return lean_strings_pop(words);
    return indices_insert(order, at, key);
}

/* The next byte of the file, or of the text where there is none. */
static int next(FILE *file, size_t *at) {
    return file != NULL ? getc(file) : text[*at] != '\0' ? text[(*at)++] : EOF;
}

static bool read_words(FILE *file, lean_strings *words, indices *order) {
    char word[32];
    size_t n = 0, at = 0;
    for (;;) {
        const int c = next(file, &at);
        if (isalpha(c) && n < sizeof word) {
            word[n++] = (char)c;
            continue;
        }
        if (n != 0 && !add(words, order, word, n))
            return false;
        n = 0;
        if (isalpha(c))
            word[n++] = (char)c;
        if (c == EOF)
            return file == NULL || !ferror(file);
    }
}

int main(int argc, char **argv) {
    lean_strings words = LEAN_EMPTY;
    indices order = LEAN_EMPTY;
    FILE *file = argc > 1 ? fopen(argv[1], "r") : NULL;
    const bool done = (argc < 2 || file != NULL) && read_words(file, &words, &order);
    for (size_t i = 0; done && i < indices_len(&order); ++i) {
        size_t n;
        const char *word = lean_strings_get(&words, indices_get(&order, i), &n);
        printf("%.*s\n", (int)n, word);
    }
    if (!done)
        fprintf(stderr, "words: no such file, not readable, or out of memory\n");
    if (file != NULL)
        fclose(file);
    lean_strings_free(&words);
    indices_free(&order);
    return done ? 0 : 1;
}
