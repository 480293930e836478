/* cc -O2 -I. examples/demo.c -o demo */
/* demo [FILE]: holds what is known of a file (default: lean.h) twice, the way C is usually written
 * and with lean.h, and shows what each costs in bytes and in time. Both must give the same answers,
 * which are compared item by item; the last line says whether they do, and so does the exit status.
 *
 * A line ends behind its '\n', which is not part of it; the last one may end with the file. A word
 * is a run of ASCII letters, ASCII digits and bytes from 0x80 up, so of UTF-8 too; case matters.
 *
 * The plain way: pointers to malloc'd strings and arrays of size_t, grown by doubling, sorted with
 * qsort; a byte for a flag and a double for a share; hash tables that double, of malloc'd nodes or
 * of slots, and arrays of mostly zeros. lean.h's way: as many bits as the greatest number needs,
 * strings in one block, indices for pointers, a bit for a flag and a half float for a share, which
 * differs by at most 1 part in 2048; bits and their ranks for places in order; records to the bit;
 * maps. What grows item by item gives back in the end what it does not need. Counted is what is
 * asked of malloc, by the same function for both. What malloc adds to each block is not counted,
 * nor what qsort takes for itself, nor the text of the file, which is there once for both.
 */
#define LEAN_WITH_ARRAY
#define LEAN_WITH_STRINGS
#define LEAN_WITH_DTYPE
#define LEAN_WITH_PACK
#define LEAN_WITH_PACKED
#define LEAN_WITH_RANK
#define LEAN_WITH_MAP
#define LEAN_WITH_STRMAP
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SHOWN_WORDS 10         /* how many of the most frequent words are shown */
#define SHOWN_BYTES 40         /* and how much of a long one */
#define ROUNDS 5               /* the best time of so many is shown, */
#define ROUNDS_BELOW 4000000u  /* but one round must do for files from so many bytes on */
#define PROGRESS_FROM 8000000u /* from so many on, it says what it is at */
#define FIRST_ROOM 32768       /* bytes for a file of unknown size */
#define FIRST_CAPACITY 16      /* items */

/* Places in the file are 32 bits wide, and lean.h's containers end at LEAN_INDEX_MAX. So much room
   is taken for the text at most, and a byte less for a file to be known to be whole. */
#define MOST_ROOM ((size_t)(LEAN_INDEX_MAX < UINT32_MAX ? LEAN_INDEX_MAX : UINT32_MAX))

/* ---- Memory, counted for both ways by one function, which is a lean.h allocator as well. ---- */

typedef struct ledger {
    size_t bytes;  /* held now */
    size_t peak;   /* most ever held */
    size_t blocks; /* that they are in */
    bool refused;  /* malloc has said no */
} ledger;

static void *counted(void *ctx, void *block, size_t old_size, size_t new_size) {
    ledger *l = (ledger *)ctx;
    void *to = NULL;
    if (new_size == 0) {
        free(block);
    } else {
        to = realloc(block, new_size);
        if (to == NULL) {
            l->refused = true;
            return NULL;
        }
    }
    l->bytes += new_size - old_size; /* where it shrinks, the sum wraps to what is right */
    l->blocks += (size_t)(to != NULL) - (size_t)(block != NULL);
    if (l->peak < l->bytes)
        l->peak = l->bytes;
    return to;
}

/* ---- What the plain way holds ---- */

typedef struct sizes {
    size_t *data;
    size_t len, cap;
} sizes;

typedef struct pointers {
    char **data;
    size_t len, cap;
} pointers;

typedef struct ranked {
    const char *word;
    size_t count;
} ranked;

/* What is known of a word of the text. */
typedef struct known {
    size_t at, length;
    bool has_capital, has_digit;
} known;

/* An entry of a chained hash table. Behind it are the bytes of the word, and a 0. */
typedef struct node {
    struct node *next;
    size_t count;
} node;

typedef struct chains {
    node **first;
    size_t len, cap;
} chains;

/* A slot of an open one. */
typedef struct slot {
    uint64_t hash;
    size_t line; /* and 1; 0 where it is free */
} slot;

typedef struct slots {
    slot *data;
    size_t len, cap;
} slots;

typedef struct plain_way {
    ledger memory;
    sizes lengths;   /* of each line */
    sizes offsets;   /* of its first byte in the file */
    pointers lines;  /* its bytes, and a 0 */
    pointers words;  /* the distinct ones, in order */
    sizes counts;    /* of each of them */
    ranked *ranking; /* as many as there are words, the most frequent first */
    bool *in_words;  /* for each byte of the file, whether it is in a word */
    size_t bytes;    /* of the file */
    double *shares;  /* for each line, the part of its bytes that is */
    sizes starts;    /* for each word of the text, where it begins */
    known *facts;    /* and more of it */
    size_t n_facts, cap_facts;
    chains tally;    /* the words again, hashed, with their counts */
    slots firsts;    /* hash of a line -> the first line that has it */
    size_t *repeats; /* for each line, the first one with its bytes and 1, or 0 */
} plain_way;

/* ---- What lean.h's way holds ---- */

LEAN_DEFINE_ARRAY(bytes4, uint32_t)
/* Five bytes. A length that is too long to be told means: look at the text. */
#define LENGTH_BITS 6
#define TOO_LONG ((1 << LENGTH_BITS) - 1)
#define WORD_FACT(F)                                                                               \
    F(u32, 32, at)                                                                                 \
    F(u8, LENGTH_BITS, length)                                                                     \
    F(bool, 1, has_capital)                                                                        \
    F(bool, 1, has_digit)
LEAN_DEFINE_PACKED(word_fact, WORD_FACT)

LEAN_DEFINE_STRMAP(word_counts, uint32_t)
LEAN_DEFINE_MAP(line_hashes, uint64_t, uint32_t)
LEAN_DEFINE_MAP(line_pairs, uint32_t, uint32_t)

typedef struct lean_way {
    ledger memory;
    lean_allocator owner;
    lean_pack lengths; /* in as many bits as the longest needs */
    bytes4 offsets;
    lean_strings lines;
    lean_strings words;
    lean_pack counts;
    bytes4 ranking; /* indices into words */
    lean_bitset in_words;
    lean_array shares;  /* half floats */
    lean_bitset starts; /* a bit for each byte of the file */
    lean_rank nth;      /* of these */
    word_fact_array facts;
    word_counts tally;
    line_hashes firsts;
    line_pairs repeats; /* of those lines only that have one */
} lean_way;

/* ---- The file, its lines and its words ---- */

/* There is a 0 behind the last byte, where every word ends without a look at the size. */
typedef struct text {
    unsigned char *bytes;
    size_t size;
} text;

/* A part of the text. */
typedef struct part {
    size_t at, len;
} part;

/* Moves on to the line behind the part; {0, 0} with `behind` 0 is before the first one. */
static bool next_line(const text *t, part *line, size_t *behind) {
    const unsigned char *newline;
    if (*behind == t->size)
        return false;
    line->at = *behind;
    newline = (const unsigned char *)memchr(t->bytes + line->at, '\n', t->size - line->at);
    line->len = newline != NULL ? (size_t)(newline - t->bytes) - line->at : t->size - line->at;
    *behind = line->at + line->len + (newline != NULL);
    return true;
}

static bool in_word(unsigned char c) {
    return c >= 0x80 || (c >= 0x30 && c <= 0x39) || ((c | 0x20) >= 0x61 && (c | 0x20) <= 0x7a);
}

/* Moves on to the word behind the part; {0, 0} is before the first one. */
static bool next_word(const text *t, part *word) {
    word->at += word->len;
    while (word->at < t->size && !in_word(t->bytes[word->at]))
        ++word->at;
    word->len = 0;
    while (in_word(t->bytes[word->at + word->len]))
        ++word->len;
    return word->len != 0;
}

static bool has_byte(const text *t, const part *word, unsigned char from, unsigned char to) {
    for (size_t i = 0; i < word->len; ++i)
        if (t->bytes[word->at + i] >= from && t->bytes[word->at + i] <= to)
            return true;
    return false;
}

static bool has_capital(const text *t, const part *word) {
    return has_byte(t, word, 0x41, 0x5a);
}

static bool has_digit(const text *t, const part *word) {
    return has_byte(t, word, 0x30, 0x39);
}

static bool is_word(const text *t, const part *word, const char *bytes, size_t n) {
    return word->len == n && memcmp(t->bytes + word->at, bytes, n) == 0;
}

/* FNV-1a. Lines are known by these 64 bits. */
static uint64_t hash_of(const void *bytes, size_t n) {
    const unsigned char *b = (const unsigned char *)bytes;
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < n; ++i)
        hash = (hash ^ b[i]) * UINT64_C(0x100000001b3);
    return hash;
}

/* ---- The plain way ---- */

/* Room for one more item of `size` bytes, by doubling. */
static void *plain_grown(ledger *l, void *items, size_t *cap, size_t size) {
    const size_t to = *cap != 0 ? *cap * 2 : FIRST_CAPACITY;
    void *grown = to <= SIZE_MAX / size ? counted(l, items, *cap * size, to * size) : NULL;
    if (grown != NULL)
        *cap = to;
    return grown;
}

/* Gives back what is behind the last item. */
static void *plain_trimmed(ledger *l, void *items, size_t len, size_t *cap, size_t size) {
    void *trimmed = counted(l, items, *cap * size, len * size);
    if (trimmed != NULL || len == 0)
        *cap = len;
    return trimmed;
}

static bool sizes_push(ledger *l, sizes *a, size_t value) {
    if (a->len == a->cap) {
        size_t *grown = (size_t *)plain_grown(l, a->data, &a->cap, sizeof *a->data);
        if (grown == NULL)
            return false;
        a->data = grown;
    }
    a->data[a->len++] = value;
    return true;
}

static bool sizes_trim(ledger *l, sizes *a) {
    size_t *trimmed = (size_t *)plain_trimmed(l, a->data, a->len, &a->cap, sizeof *a->data);
    if (a->cap != a->len)
        return false;
    a->data = trimmed;
    return true;
}

static void sizes_free(ledger *l, sizes *a) {
    static const sizes empty = {NULL, 0, 0};
    counted(l, a->data, a->cap * sizeof *a->data, 0);
    *a = empty;
}

/* A copy of n bytes with a 0 behind them, as the last of the pointers. */
static bool pointers_push(ledger *l, pointers *a, const void *bytes, size_t n) {
    char *copy;
    if (a->len == a->cap) {
        char **grown = (char **)plain_grown(l, a->data, &a->cap, sizeof *a->data);
        if (grown == NULL)
            return false;
        a->data = grown;
    }
    copy = (char *)counted(l, NULL, 0, n + 1);
    if (copy == NULL)
        return false;
    memcpy(copy, bytes, n);
    copy[n] = '\0';
    a->data[a->len++] = copy;
    return true;
}

static bool pointers_trim(ledger *l, pointers *a) {
    char **trimmed = (char **)plain_trimmed(l, a->data, a->len, &a->cap, sizeof *a->data);
    if (a->cap != a->len)
        return false;
    a->data = trimmed;
    return true;
}

/* `lengths` has those of the strings, or is NULL where strlen finds them. */
static void pointers_free(ledger *l, pointers *a, const size_t *lengths) {
    static const pointers empty = {NULL, 0, 0};
    for (size_t i = 0; i < a->len; ++i)
        counted(l, a->data[i], (lengths != NULL ? lengths[i] : strlen(a->data[i])) + 1, 0);
    counted(l, a->data, a->cap * sizeof *a->data, 0);
    *a = empty;
}

static bool plain_lengths(const text *t, plain_way *p) {
    size_t behind = 0;
    part line = {0, 0};
    while (next_line(t, &line, &behind))
        if (!sizes_push(&p->memory, &p->lengths, line.len))
            return false;
    return sizes_trim(&p->memory, &p->lengths);
}

static bool plain_offsets(const text *t, plain_way *p) {
    size_t behind = 0;
    part line = {0, 0};
    while (next_line(t, &line, &behind))
        if (!sizes_push(&p->memory, &p->offsets, line.at))
            return false;
    return sizes_trim(&p->memory, &p->offsets);
}

static bool plain_lines(const text *t, plain_way *p) {
    size_t behind = 0;
    part line = {0, 0};
    while (next_line(t, &line, &behind))
        if (!pointers_push(&p->memory, &p->lines, t->bytes + line.at, line.len))
            return false;
    return pointers_trim(&p->memory, &p->lines);
}

static int plain_by_bytes(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Keeps the first of equal neighbours. */
static void plain_distinct(ledger *l, pointers *a) {
    size_t kept = 0;
    for (size_t i = 0; i < a->len; ++i)
        if (kept != 0 && strcmp(a->data[kept - 1], a->data[i]) == 0)
            counted(l, a->data[i], strlen(a->data[i]) + 1, 0);
        else
            a->data[kept++] = a->data[i];
    a->len = kept;
}

static bool plain_words(const text *t, plain_way *p) {
    part word = {0, 0};
    while (next_word(t, &word))
        if (!pointers_push(&p->memory, &p->words, t->bytes + word.at, word.len))
            return false;
    if (p->words.len != 0)
        qsort(p->words.data, p->words.len, sizeof *p->words.data, plain_by_bytes);
    plain_distinct(&p->memory, &p->words);
    return pointers_trim(&p->memory, &p->words);
}

/* A word of the text, which has no 0 behind it, as the key to bsearch. */
typedef struct plain_key {
    const char *bytes;
    size_t n;
} plain_key;

static int plain_by_key(const void *key, const void *item) {
    const plain_key *k = (const plain_key *)key;
    const char *word = *(char *const *)item;
    const int order = strncmp(k->bytes, word, k->n);
    return order != 0 ? order : -(word[k->n] != '\0');
}

static bool plain_counts(const text *t, plain_way *p) {
    part word = {0, 0};
    for (size_t i = 0; i < p->words.len; ++i)
        if (!sizes_push(&p->memory, &p->counts, 0))
            return false;
    while (next_word(t, &word)) {
        const plain_key key = {(const char *)t->bytes + word.at, word.len};
        char **found = (char **)bsearch(&key, p->words.data, p->words.len, sizeof *p->words.data,
                                        plain_by_key);
        if (found != NULL) /* as it is; were it not, the counts would differ from lean.h's */
            p->counts.data[found - p->words.data] += 1;
    }
    return sizes_trim(&p->memory, &p->counts);
}

/* qsort hands nothing on to its comparison, so what is sorted must know its count. */
static int plain_by_count(const void *a, const void *b) {
    const ranked *x = (const ranked *)a, *y = (const ranked *)b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return strcmp(x->word, y->word);
}

static bool plain_ranking(const text *t, plain_way *p) {
    const size_t n = p->words.len;
    (void)t;
    if (n == 0)
        return true;
    p->ranking = (ranked *)counted(&p->memory, NULL, 0, n * sizeof *p->ranking);
    if (p->ranking == NULL)
        return false;
    for (size_t i = 0; i < n; ++i) {
        p->ranking[i].word = p->words.data[i];
        p->ranking[i].count = p->counts.data[i];
    }
    qsort(p->ranking, n, sizeof *p->ranking, plain_by_count);
    return true;
}

static bool plain_in_words(const text *t, plain_way *p) {
    part word = {0, 0};
    p->bytes = t->size;
    if (t->size == 0)
        return true;
    p->in_words = (bool *)counted(&p->memory, NULL, 0, t->size * sizeof *p->in_words);
    if (p->in_words == NULL)
        return false;
    memset(p->in_words, 0, t->size * sizeof *p->in_words);
    while (next_word(t, &word))
        for (size_t i = 0; i < word.len; ++i)
            p->in_words[word.at + i] = true;
    return true;
}

static bool plain_starts(const text *t, plain_way *p) {
    part word = {0, 0};
    while (next_word(t, &word))
        if (!sizes_push(&p->memory, &p->starts, word.at))
            return false;
    return sizes_trim(&p->memory, &p->starts);
}

static bool plain_facts(const text *t, plain_way *p) {
    ledger *l = &p->memory;
    part word = {0, 0};
    known *trimmed;
    while (next_word(t, &word)) {
        if (p->n_facts == p->cap_facts) {
            known *grown = (known *)plain_grown(l, p->facts, &p->cap_facts, sizeof *p->facts);
            if (grown == NULL)
                return false;
            p->facts = grown;
        }
        p->facts[p->n_facts].at = word.at;
        p->facts[p->n_facts].length = word.len;
        p->facts[p->n_facts].has_capital = has_capital(t, &word);
        p->facts[p->n_facts++].has_digit = has_digit(t, &word);
    }
    trimmed = (known *)plain_trimmed(l, p->facts, p->n_facts, &p->cap_facts, sizeof *p->facts);
    if (p->cap_facts != p->n_facts)
        return false;
    p->facts = trimmed;
    return true;
}

/* n of the `of` bytes of a line. */
static double share(size_t n, size_t of) {
    return of != 0 ? (double)n / (double)of : 0;
}

static bool plain_shares(const text *t, plain_way *p) {
    const size_t lines = p->lengths.len;
    (void)t;
    if (lines == 0)
        return true;
    p->shares = (double *)counted(&p->memory, NULL, 0, lines * sizeof *p->shares);
    if (p->shares == NULL)
        return false;
    for (size_t i = 0; i < lines; ++i) {
        const bool *line = p->in_words + p->offsets.data[i];
        size_t n = 0;
        for (size_t k = 0; k < p->lengths.data[i]; ++k)
            n += line[k];
        p->shares[i] = share(n, p->lengths.data[i]);
    }
    return true;
}

static char *plain_word(node *n) {
    return (char *)(n + 1);
}

/* Where the pointer to the word is, or where one to it belongs. */
static node **plain_link(chains *c, const void *word, size_t n) {
    node **link = &c->first[hash_of(word, n) & (c->cap - 1)];
    while (*link != NULL &&
           (strncmp(plain_word(*link), (const char *)word, n) != 0 || plain_word(*link)[n] != 0))
        link = &(*link)->next;
    return link;
}

/* Twice as many chains, once there are as many words as chains. */
static bool plain_room(ledger *l, chains *c) {
    chains to = {NULL, c->len, c->cap != 0 ? c->cap * 2 : FIRST_CAPACITY};
    if (c->len < c->cap)
        return true;
    to.first = (node **)counted(l, NULL, 0, to.cap * sizeof *to.first);
    if (to.first == NULL)
        return false;
    for (size_t i = 0; i < to.cap; ++i)
        to.first[i] = NULL;
    for (size_t i = 0; i < c->cap; ++i)
        for (node *n = c->first[i], *next; n != NULL; n = next) {
            next = n->next;
            n->next = NULL;
            *plain_link(&to, plain_word(n), strlen(plain_word(n))) = n;
        }
    counted(l, c->first, c->cap * sizeof *c->first, 0);
    *c = to;
    return true;
}

static bool plain_count(ledger *l, chains *c, const unsigned char *word, size_t n) {
    node **link = c->cap != 0 ? plain_link(c, word, n) : NULL;
    if (link == NULL || *link == NULL) {
        node *made;
        if (!plain_room(l, c))
            return false;
        made = (node *)counted(l, NULL, 0, sizeof *made + n + 1);
        if (made == NULL)
            return false;
        made->next = NULL;
        made->count = 0;
        memcpy(plain_word(made), word, n);
        plain_word(made)[n] = '\0';
        link = plain_link(c, word, n);
        *link = made;
        ++c->len;
    }
    ++(*link)->count;
    return true;
}

static bool plain_tally(const text *t, plain_way *p) {
    part word = {0, 0};
    while (next_word(t, &word))
        if (!plain_count(&p->memory, &p->tally, t->bytes + word.at, word.len))
            return false;
    return true;
}

/* The slot of the hash, or the free one where it belongs. */
static slot *plain_slot(const slots *s, uint64_t hash) {
    size_t i = (size_t)hash & (s->cap - 1);
    while (s->data[i].line != 0 && s->data[i].hash != hash)
        i = (i + 1) & (s->cap - 1);
    return &s->data[i];
}

/* Twice as many slots, once three of four are taken. */
static bool plain_more(ledger *l, slots *s) {
    slots to = {NULL, s->len, s->cap != 0 ? s->cap * 2 : FIRST_CAPACITY};
    if (s->len < s->cap / 4 * 3)
        return true;
    to.data = (slot *)counted(l, NULL, 0, to.cap * sizeof *to.data);
    if (to.data == NULL)
        return false;
    memset(to.data, 0, to.cap * sizeof *to.data);
    for (size_t i = 0; i < s->cap; ++i)
        if (s->data[i].line != 0)
            *plain_slot(&to, s->data[i].hash) = s->data[i];
    counted(l, s->data, s->cap * sizeof *s->data, 0);
    *s = to;
    return true;
}

static bool plain_firsts(const text *t, plain_way *p) {
    size_t behind = 0;
    part line = {0, 0};
    for (size_t i = 1; next_line(t, &line, &behind); ++i) {
        const uint64_t hash = hash_of(t->bytes + line.at, line.len);
        slot *s;
        if (!plain_more(&p->memory, &p->firsts))
            return false;
        s = plain_slot(&p->firsts, hash);
        if (s->line == 0) {
            s->hash = hash;
            s->line = i;
            ++p->firsts.len;
        }
    }
    return true;
}

static bool plain_repeats(const text *t, plain_way *p) {
    const size_t lines = p->lengths.len;
    size_t behind = 0;
    part line = {0, 0};
    if (lines == 0)
        return true;
    p->repeats = (size_t *)counted(&p->memory, NULL, 0, lines * sizeof *p->repeats);
    if (p->repeats == NULL)
        return false;
    for (size_t i = 0; next_line(t, &line, &behind); ++i) {
        const uint64_t hash = hash_of(t->bytes + line.at, line.len);
        const size_t first = plain_slot(&p->firsts, hash)->line;
        p->repeats[i] = first <= i ? first : 0;
    }
    return true;
}

/* The line that has the byte at `offset`: the last that does not begin behind it. */
static size_t plain_line_of(const plain_way *p, size_t offset) {
    size_t first = 0, last = p->offsets.len;
    while (first < last) {
        const size_t middle = first + (last - first) / 2;
        if (p->offsets.data[middle] <= offset)
            first = middle + 1;
        else
            last = middle;
    }
    return first - 1;
}

static void plain_free_lengths(plain_way *p) {
    sizes_free(&p->memory, &p->lengths);
}

static void plain_free_offsets(plain_way *p) {
    sizes_free(&p->memory, &p->offsets);
}

/* A line may have bytes 0 in it, so its length is what the array of them says. */
static void plain_free_lines(plain_way *p) {
    pointers_free(&p->memory, &p->lines, p->lengths.data);
}

static void plain_free_words(plain_way *p) {
    pointers_free(&p->memory, &p->words, NULL);
}

static void plain_free_counts(plain_way *p) {
    sizes_free(&p->memory, &p->counts);
}

static void plain_free_ranking(plain_way *p) {
    if (p->ranking != NULL)
        counted(&p->memory, p->ranking, p->words.len * sizeof *p->ranking, 0);
    p->ranking = NULL;
}

static void plain_free_in_words(plain_way *p) {
    if (p->in_words != NULL)
        counted(&p->memory, p->in_words, p->bytes * sizeof *p->in_words, 0);
    p->in_words = NULL;
}

static void plain_free_starts(plain_way *p) {
    sizes_free(&p->memory, &p->starts);
}

static void plain_free_facts(plain_way *p) {
    counted(&p->memory, p->facts, p->cap_facts * sizeof *p->facts, 0);
    p->facts = NULL;
    p->n_facts = p->cap_facts = 0;
}

static void plain_free_shares(plain_way *p) {
    if (p->shares != NULL)
        counted(&p->memory, p->shares, p->lengths.len * sizeof *p->shares, 0);
    p->shares = NULL;
}

static void plain_free_tally(plain_way *p) {
    static const chains empty = {NULL, 0, 0};
    for (size_t i = 0; i < p->tally.cap; ++i)
        for (node *n = p->tally.first[i], *next; n != NULL; n = next) {
            next = n->next;
            counted(&p->memory, n, sizeof *n + strlen(plain_word(n)) + 1, 0);
        }
    counted(&p->memory, p->tally.first, p->tally.cap * sizeof *p->tally.first, 0);
    p->tally = empty;
}

static void plain_free_firsts(plain_way *p) {
    static const slots empty = {NULL, 0, 0};
    counted(&p->memory, p->firsts.data, p->firsts.cap * sizeof *p->firsts.data, 0);
    p->firsts = empty;
}

static void plain_free_repeats(plain_way *p) {
    if (p->repeats != NULL)
        counted(&p->memory, p->repeats, p->lengths.len * sizeof *p->repeats, 0);
    p->repeats = NULL;
}

/* ---- lean.h's way ---- */

static bool lean_lengths(const text *t, lean_way *w) {
    size_t behind = 0, longest = 0;
    part line = {0, 0};
    while (next_line(t, &line, &behind))
        if (longest < line.len)
            longest = line.len;
    if (!lean_pack_init(&w->lengths, lean_bits_between(0, (int64_t)longest), &w->owner))
        return false;
    for (behind = 0; next_line(t, &line, &behind);)
        if (lean_pack_push_u64(&w->lengths, line.len) != LEAN_OK)
            return false;
    return lean_pack_shrink(&w->lengths);
}

static bool lean_offsets(const text *t, lean_way *w) {
    size_t behind = 0;
    part line = {0, 0};
    bytes4_init(&w->offsets, &w->owner);
    while (next_line(t, &line, &behind))
        if (!bytes4_push(&w->offsets, (uint32_t)line.at))
            return false;
    return bytes4_shrink(&w->offsets);
}

static bool lean_lines(const text *t, lean_way *w) {
    size_t behind = 0;
    part line = {0, 0};
    lean_strings_init(&w->lines, &w->owner);
    while (next_line(t, &line, &behind))
        if (!lean_strings_push(&w->lines, t->bytes + line.at, line.len))
            return false;
    return lean_strings_shrink(&w->lines);
}

/* Orders places in the text by the words that begin there. */
static int lean_by_bytes(const uint32_t *a, const uint32_t *b, void *ctx) {
    const unsigned char *x = (const unsigned char *)ctx + *a;
    const unsigned char *y = (const unsigned char *)ctx + *b;
    while (*x == *y && in_word(*x)) {
        ++x;
        ++y;
    }
    return (in_word(*x) ? *x : 0) - (in_word(*y) ? *y : 0);
}

/* Stores the words at the sorted places, each once. */
static bool lean_distinct(const text *t, lean_strings *words, const bytes4 *places) {
    for (size_t i = 0; i < bytes4_len(places); ++i) {
        part word = {bytes4_get(places, i), 0};
        size_t n = 0;
        const char *last = NULL;
        next_word(t, &word);
        if (lean_strings_len(words) != 0)
            last = lean_strings_get(words, lean_strings_len(words) - 1, &n);
        if (last != NULL && is_word(t, &word, last, n))
            continue;
        if (!lean_strings_push(words, t->bytes + word.at, word.len))
            return false;
    }
    return true;
}

/* What is sorted are places in the text, four bytes a word; only what stays is copied. */
static bool lean_words(const text *t, lean_way *w) {
    part word = {0, 0};
    bytes4 places;
    bool done = true;
    lean_strings_init(&w->words, &w->owner);
    bytes4_init(&places, &w->owner);
    while (done && next_word(t, &word))
        done = bytes4_push(&places, (uint32_t)word.at);
    if (done) {
        bytes4_sort(&places, lean_by_bytes, t->bytes);
        done = lean_distinct(t, &w->words, &places);
    }
    bytes4_free(&places);
    return done && lean_strings_shrink(&w->words);
}

/* Negative, 0 or positive as a word stands before, at or behind one of the text. */
static int lean_compare(const lean_strings *words, size_t i, const text *t, const part *word) {
    size_t n;
    const char *bytes = lean_strings_get(words, i, &n);
    const int order = memcmp(bytes, t->bytes + word->at, n < word->len ? n : word->len);
    return order != 0 ? order : (n > word->len) - (n < word->len);
}

/* The first word that does not stand before the text's. */
static size_t lean_find(const lean_strings *words, const text *t, const part *word) {
    size_t first = 0, last = lean_strings_len(words);
    while (first < last) {
        const size_t middle = first + (last - first) / 2;
        if (lean_compare(words, middle, t, word) < 0)
            first = middle + 1;
        else
            last = middle;
    }
    return first;
}

/* Packs numbers into as many bits as they need, from the least of them on. */
static bool lean_packed(lean_pack *to, bytes4 *from, const lean_allocator *owner) {
    const size_t n = bytes4_len(from);
    const uint32_t *items = n != 0 ? bytes4_ref(from, 0) : NULL;
    return lean_pack_init(to, lean_bits_fit(LEAN_U32, items, n), owner) &&
           lean_pack_resize(to, n) && lean_pack_write_u32(to, 0, n, items);
}

static bool lean_counts(const text *t, lean_way *w) {
    part word = {0, 0};
    bytes4 wide;
    bool done;
    bytes4_init(&wide, &w->owner);
    done = bytes4_resize(&wide, lean_strings_len(&w->words));
    if (done) {
        while (next_word(t, &word))
            ++*bytes4_ref(&wide, lean_find(&w->words, t, &word));
        done = lean_packed(&w->counts, &wide, &w->owner);
    }
    bytes4_free(&wide);
    return done;
}

/* The words are in order, so of two equally frequent ones the lower index comes first. */
static int lean_by_count(const uint32_t *a, const uint32_t *b, void *ctx) {
    const lean_pack *counts = (const lean_pack *)ctx;
    const uint64_t x = lean_pack_get_u64(counts, *a), y = lean_pack_get_u64(counts, *b);
    if (x != y)
        return x > y ? -1 : 1;
    return (*a > *b) - (*a < *b);
}

static bool lean_ranking(const text *t, lean_way *w) {
    const size_t n = lean_strings_len(&w->words);
    (void)t;
    bytes4_init(&w->ranking, &w->owner);
    if (!bytes4_reserve(&w->ranking, n))
        return false;
    for (size_t i = 0; i < n; ++i)
        if (!bytes4_push(&w->ranking, (uint32_t)i))
            return false;
    bytes4_sort(&w->ranking, lean_by_count, &w->counts);
    return true;
}

/* The bits of a word are set together. */
static bool lean_in_words(const text *t, lean_way *w) {
    part word = {0, 0};
    lean_bitset_init(&w->in_words, &w->owner);
    if (!lean_bitset_resize(&w->in_words, t->size))
        return false;
    while (next_word(t, &word))
        lean_bitset_set_range(&w->in_words, word.at, word.len);
    return true;
}

static bool lean_starts(const text *t, lean_way *w) {
    part word = {0, 0};
    lean_bitset_init(&w->starts, &w->owner);
    if (!lean_bitset_resize(&w->starts, t->size))
        return false;
    while (next_word(t, &word))
        lean_bitset_set(&w->starts, word.at);
    return lean_rank_init(&w->nth, &w->starts, &w->owner);
}

static bool lean_facts(const text *t, lean_way *w) {
    part word = {0, 0};
    word_fact_init(&w->facts, &w->owner);
    while (next_word(t, &word)) {
        word_fact fact;
        fact.at = (uint32_t)word.at;
        fact.length = (uint8_t)(word.len < TOO_LONG ? word.len : TOO_LONG);
        fact.has_capital = has_capital(t, &word);
        fact.has_digit = has_digit(t, &word);
        if (word_fact_push(&w->facts, &fact) != LEAN_OK)
            return false;
    }
    return word_fact_shrink(&w->facts);
}

static bool lean_shares(const text *t, lean_way *w) {
    const size_t lines = lean_pack_len(&w->lengths);
    (void)t;
    lean_array_init(&w->shares, LEAN_F16, &w->owner);
    if (!lean_array_resize(&w->shares, lines))
        return false;
    for (size_t i = 0; i < lines; ++i) {
        const size_t of = (size_t)lean_pack_get_u64(&w->lengths, i);
        const size_t n = lean_bitset_count_range(&w->in_words, bytes4_get(&w->offsets, i), of);
        lean_array_f16_ref(&w->shares)[i] = lean_half_from_double(share(n, of));
    }
    return true;
}

static bool lean_tally(const text *t, lean_way *w) {
    part word = {0, 0};
    word_counts_init(&w->tally, &w->owner);
    while (next_word(t, &word)) {
        const char *key = (const char *)t->bytes + word.at;
        uint32_t *count = word_counts_ensure(&w->tally, key, word.len, NULL);
        if (count == NULL)
            return false;
        ++*count;
    }
    return word_counts_shrink(&w->tally);
}

static bool lean_firsts(const text *t, lean_way *w) {
    size_t behind = 0;
    part line = {0, 0};
    line_hashes_init(&w->firsts, &w->owner);
    for (uint32_t i = 0; next_line(t, &line, &behind); ++i) /* those that are there stay */
        if (line_hashes_add(&w->firsts, hash_of(t->bytes + line.at, line.len), i) > LEAN_EXISTS)
            return false;
    return line_hashes_shrink(&w->firsts);
}

static bool lean_repeats(const text *t, lean_way *w) {
    size_t behind = 0;
    part line = {0, 0};
    line_pairs_init(&w->repeats, &w->owner);
    for (uint32_t i = 0; next_line(t, &line, &behind); ++i) {
        const uint64_t hash = hash_of(t->bytes + line.at, line.len);
        const uint32_t first = *line_hashes_get(&w->firsts, hash);
        if (first != i && !line_pairs_put(&w->repeats, i, first))
            return false;
    }
    return line_pairs_shrink(&w->repeats);
}

static int lean_by_value(const uint32_t *a, const uint32_t *b, void *ctx) {
    (void)ctx;
    return (*a > *b) - (*a < *b);
}

/* The line that has the byte at `offset`: the one that begins there, or the one before. */
static size_t lean_line_of(const lean_way *w, size_t offset) {
    const uint32_t key = (uint32_t)offset;
    size_t at;
    return bytes4_search(&w->offsets, &key, lean_by_value, NULL, &at) ? at : at - 1;
}

static void lean_free_lengths(lean_way *w) {
    lean_pack_free(&w->lengths);
}

static void lean_free_offsets(lean_way *w) {
    bytes4_free(&w->offsets);
}

static void lean_free_lines(lean_way *w) {
    lean_strings_free(&w->lines);
}

static void lean_free_words(lean_way *w) {
    lean_strings_free(&w->words);
}

static void lean_free_counts(lean_way *w) {
    lean_pack_free(&w->counts);
}

static void lean_free_ranking(lean_way *w) {
    bytes4_free(&w->ranking);
}

static void lean_free_in_words(lean_way *w) {
    lean_bitset_free(&w->in_words);
}

static void lean_free_starts(lean_way *w) {
    lean_rank_free(&w->nth);
    lean_bitset_free(&w->starts);
}

static void lean_free_facts(lean_way *w) {
    word_fact_free(&w->facts);
}

static void lean_free_shares(lean_way *w) {
    lean_array_free(&w->shares);
}

static void lean_free_tally(lean_way *w) {
    word_counts_free(&w->tally);
}

static void lean_free_firsts(lean_way *w) {
    line_hashes_free(&w->firsts);
}

static void lean_free_repeats(lean_way *w) {
    line_pairs_free(&w->repeats);
}

static size_t lean_bytes_lengths(const lean_way *w) {
    return lean_pack_bytes(&w->lengths);
}

static size_t lean_bytes_offsets(const lean_way *w) {
    return bytes4_bytes(&w->offsets);
}

static size_t lean_bytes_lines(const lean_way *w) {
    return lean_strings_bytes(&w->lines);
}

static size_t lean_bytes_words(const lean_way *w) {
    return lean_strings_bytes(&w->words);
}

static size_t lean_bytes_counts(const lean_way *w) {
    return lean_pack_bytes(&w->counts);
}

static size_t lean_bytes_ranking(const lean_way *w) {
    return bytes4_bytes(&w->ranking);
}

static size_t lean_bytes_in_words(const lean_way *w) {
    return lean_bitset_bytes(&w->in_words);
}

static size_t lean_bytes_starts(const lean_way *w) {
    return lean_bitset_bytes(&w->starts) + lean_rank_bytes(&w->nth);
}

static size_t lean_bytes_facts(const lean_way *w) {
    return word_fact_bytes(&w->facts);
}

static size_t lean_bytes_shares(const lean_way *w) {
    return lean_array_bytes(&w->shares);
}

static size_t lean_bytes_tally(const lean_way *w) {
    return word_counts_bytes(&w->tally);
}

static size_t lean_bytes_firsts(const lean_way *w) {
    return line_hashes_bytes(&w->firsts);
}

static size_t lean_bytes_repeats(const lean_way *w) {
    return line_pairs_bytes(&w->repeats);
}

/* ---- Whether both ways hold the same ---- */

static bool same_numbers(const sizes *plain, const lean_pack *lean) {
    if (plain->len != lean_pack_len(lean))
        return false;
    for (size_t i = 0; i < plain->len; ++i)
        if (plain->data[i] != lean_pack_get_u64(lean, i))
            return false;
    return true;
}

static bool same_lengths(const plain_way *p, const lean_way *w) {
    return same_numbers(&p->lengths, &w->lengths);
}

static bool same_offsets(const plain_way *p, const lean_way *w) {
    if (p->offsets.len != bytes4_len(&w->offsets))
        return false;
    for (size_t i = 0; i < p->offsets.len; ++i)
        if (p->offsets.data[i] != bytes4_get(&w->offsets, i))
            return false;
    return true;
}

static bool same_lines(const plain_way *p, const lean_way *w) {
    if (p->lines.len != lean_strings_len(&w->lines) || p->lines.len != p->lengths.len)
        return false;
    for (size_t i = 0; i < p->lines.len; ++i) {
        size_t n;
        const char *line = lean_strings_get(&w->lines, i, &n);
        if (n != p->lengths.data[i] || memcmp(p->lines.data[i], line, n) != 0)
            return false;
    }
    return true;
}

static bool same_words(const plain_way *p, const lean_way *w) {
    if (p->words.len != lean_strings_len(&w->words))
        return false;
    for (size_t i = 0; i < p->words.len; ++i) {
        size_t n;
        const char *word = lean_strings_get(&w->words, i, &n);
        if (n != strlen(p->words.data[i]) || memcmp(p->words.data[i], word, n) != 0)
            return false;
    }
    return true;
}

static bool same_counts(const plain_way *p, const lean_way *w) {
    return same_numbers(&p->counts, &w->counts);
}

static bool same_ranking(const plain_way *p, const lean_way *w) {
    if (p->words.len != bytes4_len(&w->ranking))
        return false;
    for (size_t i = 0; i < p->words.len; ++i) {
        const size_t word = bytes4_get(&w->ranking, i);
        if (p->ranking[i].word != p->words.data[word] ||
            p->ranking[i].count != lean_pack_get_u64(&w->counts, word))
            return false;
    }
    return true;
}

static bool same_in_words(const plain_way *p, const lean_way *w) {
    if (p->bytes != lean_bitset_len(&w->in_words))
        return false;
    for (size_t i = 0; i < p->bytes; ++i)
        if (p->in_words[i] != lean_bitset_test(&w->in_words, i))
            return false;
    return true;
}

static bool same_starts(const plain_way *p, const lean_way *w) {
    size_t at = 0;
    if (p->starts.len != lean_rank_count(&w->nth))
        return false;
    for (size_t i = 0; i < p->starts.len; ++i)
        if (!lean_rank_select(&w->nth, i, &at) || p->starts.data[i] != at)
            return false;
    return true;
}

/* The bits of the words are there as well, and tell where one ends that is too long to be told. */
static size_t lean_length_of(const lean_way *w, const word_fact *fact) {
    size_t end = 0;
    if (fact->length < TOO_LONG)
        return fact->length;
    if (!lean_bitset_next_clear(&w->in_words, fact->at, &end))
        end = lean_bitset_len(&w->in_words);
    return end - fact->at;
}

static bool same_facts(const plain_way *p, const lean_way *w) {
    if (p->n_facts != word_fact_len(&w->facts))
        return false;
    for (size_t i = 0; i < p->n_facts; ++i) {
        const known *plain = &p->facts[i];
        const word_fact fact = word_fact_get(&w->facts, i);
        if (plain->at != fact.at || plain->length != lean_length_of(w, &fact) ||
            plain->has_capital != fact.has_capital || plain->has_digit != fact.has_digit)
            return false;
    }
    return true;
}

/* Half floats differ by 1 part in 2048 at most, or where they are tiny by 2^-25. */
static bool same_shares(const plain_way *p, const lean_way *w) {
    const uint16_t *halves = lean_array_f16(&w->shares);
    if (p->lengths.len != lean_array_len(&w->shares))
        return false;
    for (size_t i = 0; i < p->lengths.len; ++i) {
        const double is = p->shares[i], half = lean_half_to_double(halves[i]);
        const double most = is > 1.0 / 16384 ? is / 2048 : 1.0 / 33554432;
        if (half < is - most || half > is + most)
            return false;
    }
    return true;
}

static bool same_tally(const plain_way *p, const lean_way *w) {
    if (p->tally.len != word_counts_len(&w->tally))
        return false;
    for (size_t i = 0; i < p->tally.cap; ++i)
        for (node *n = p->tally.first[i]; n != NULL; n = n->next) {
            const char *word = plain_word(n);
            const uint32_t *count = word_counts_get(&w->tally, word, strlen(word));
            if (count == NULL || *count != n->count)
                return false;
        }
    return true;
}

static bool same_firsts(const plain_way *p, const lean_way *w) {
    line_hashes_item i = LEAN_EMPTY;
    if (p->firsts.len != line_hashes_len(&w->firsts))
        return false;
    while (line_hashes_next(&w->firsts, &i))
        if (plain_slot(&p->firsts, i.key)->line != (size_t)*i.value + 1)
            return false;
    return true;
}

static bool same_repeats(const plain_way *p, const lean_way *w) {
    for (size_t i = 0; i < p->lengths.len; ++i) {
        const uint32_t *first = line_pairs_get(&w->repeats, (uint32_t)i);
        if (p->repeats[i] != (first != NULL ? (size_t)*first + 1 : 0))
            return false;
    }
    return true;
}

/* ---- The techniques: a new one is a line here, with the calls that it names. ---- */

typedef struct technique {
    const char *name;
    bool (*plain)(const text *t, plain_way *p); /* false: out of memory */
    bool (*lean)(const text *t, lean_way *w);   /* false: that, or more than an index can count */
    void (*plain_free)(plain_way *p);           /* both also take what was left half done */
    void (*lean_free)(lean_way *w);
    size_t (*lean_bytes)(const lean_way *w);
    bool (*same)(const plain_way *p, const lean_way *w);
} technique;

/* Each may use what those before it hold. */
static const technique techniques[] = {
    {"line lengths", plain_lengths, lean_lengths, plain_free_lengths, lean_free_lengths,
     lean_bytes_lengths, same_lengths},
    {"line offsets", plain_offsets, lean_offsets, plain_free_offsets, lean_free_offsets,
     lean_bytes_offsets, same_offsets},
    {"lines", plain_lines, lean_lines, plain_free_lines, lean_free_lines, lean_bytes_lines,
     same_lines},
    {"distinct words", plain_words, lean_words, plain_free_words, lean_free_words, lean_bytes_words,
     same_words},
    {"word counts", plain_counts, lean_counts, plain_free_counts, lean_free_counts,
     lean_bytes_counts, same_counts},
    {"words by count", plain_ranking, lean_ranking, plain_free_ranking, lean_free_ranking,
     lean_bytes_ranking, same_ranking},
    {"bytes in words", plain_in_words, lean_in_words, plain_free_in_words, lean_free_in_words,
     lean_bytes_in_words, same_in_words},
    {"starts of words", plain_starts, lean_starts, plain_free_starts, lean_free_starts,
     lean_bytes_starts, same_starts},
    {"facts of words", plain_facts, lean_facts, plain_free_facts, lean_free_facts, lean_bytes_facts,
     same_facts},
    {"share of words", plain_shares, lean_shares, plain_free_shares, lean_free_shares,
     lean_bytes_shares, same_shares},
    {"words hashed", plain_tally, lean_tally, plain_free_tally, lean_free_tally, lean_bytes_tally,
     same_tally},
    {"distinct lines", plain_firsts, lean_firsts, plain_free_firsts, lean_free_firsts,
     lean_bytes_firsts, same_firsts},
    {"repeated lines", plain_repeats, lean_repeats, plain_free_repeats, lean_free_repeats,
     lean_bytes_repeats, same_repeats},
};
#define TECHNIQUES (sizeof techniques / sizeof techniques[0])

/* What a technique has cost. */
typedef struct cost {
    size_t plain_bytes, lean_bytes;
    double plain_ms, lean_ms;
} cost;

/* ---- The run ---- */

typedef struct demo {
    const char *path;
    text file;
    plain_way plain;
    lean_way lean;
    cost costs[TECHNIQUES];
    bool same;
} demo;

static bool fail(const demo *d, const char *reason) {
    fflush(stdout);
    fprintf(stderr, "demo: %s: %s\n", d->path, reason);
    return false;
}

/* Not every C library says why; those that do, say it in errno. */
static bool fail_to_read(const demo *d) {
    return fail(d, errno != 0 ? strerror(errno) : "cannot be read");
}

static bool fail_as_too_large(const demo *d) {
    char reason[80];
    sprintf(reason, "too large: %lu bytes or more do not fit %d-bit indices",
            (unsigned long)MOST_ROOM - 1, MOST_ROOM < UINT32_MAX ? 16 : 32);
    return fail(d, reason);
}

/* So that nobody waits before an empty screen. */
static void progress(const demo *d, const char *what, const char *way) {
    if (d->file.size < PROGRESS_FROM)
        return;
    fprintf(stderr, "demo: %s, %s ...\n", what, way);
    fflush(stderr);
}

/* How many bytes the file says it has, or 0 where it cannot tell, as a pipe. */
static size_t announced_size(FILE *f) {
    long size;
    if (fseek(f, 0, SEEK_END) != 0)
        return 0;
    size = ftell(f);
    rewind(f);
    if (size < 0)
        return 0;
    return (unsigned long)size < MOST_ROOM ? (size_t)size : MOST_ROOM;
}

static bool room_for_text(demo *d, size_t room) {
    unsigned char *moved = (unsigned char *)realloc(d->file.bytes, room);
    if (moved == NULL)
        return fail(d, "out of memory for its text");
    d->file.bytes = moved;
    return true;
}

/* Reads until there is no more: what the file announced is only where to begin. */
static bool read_into(demo *d, FILE *f, size_t room) {
    text *t = &d->file;
    for (;;) {
        if (!room_for_text(d, room))
            return false;
        t->size += fread(t->bytes + t->size, 1, room - 1 - t->size, f);
        if (ferror(f))
            return fail_to_read(d);
        if (t->size < room - 1)
            break;
        if (room == MOST_ROOM)
            return fail_as_too_large(d);
        room = room < MOST_ROOM / 2 ? room * 2 : MOST_ROOM;
    }
    t->bytes[t->size] = 0;
    return room_for_text(d, t->size + 1);
}

/* A first byte is read before the size is asked for: a directory has a size, but no bytes. */
static bool read_open(demo *d, FILE *f) {
    size_t announced;
    const int first = getc(f);
    if (ferror(f))
        return fail_to_read(d);
    if (first != EOF)
        ungetc(first, f);
    announced = announced_size(f);
    if (announced >= MOST_ROOM - 1)
        return fail_as_too_large(d);
    return read_into(d, f, announced != 0 ? announced + 2 : FIRST_ROOM);
}

static bool read_file(demo *d) {
    FILE *f;
    bool done;
    errno = 0;
    f = fopen(d->path, "rb");
    if (f == NULL)
        return fail_to_read(d);
    done = read_open(d, f);
    fclose(f);
    return done;
}

static double ms_since(clock_t start) {
    return (double)(clock() - start) * 1000 / CLOCKS_PER_SEC;
}

static bool fail_to_hold(const demo *d, const technique *q, const ledger *l, const char *way) {
    char reason[96];
    sprintf(reason, "%s for %s, %s", l->refused ? "out of memory" : "more than an index can count",
            q->name, way);
    return fail(d, reason);
}

/* Holds what one technique is about in both ways, a few times where that is quick, since the first
   time finds cold caches and the shortest is the least disturbed. */
static bool run_plain(demo *d, const technique *q, cost *c) {
    const size_t before = d->plain.memory.bytes;
    const unsigned rounds = d->file.size < ROUNDS_BELOW ? ROUNDS : 1;
    progress(d, q->name, "plain C");
    for (unsigned round = 0; round < rounds; ++round) {
        clock_t start;
        double ms;
        if (round != 0)
            q->plain_free(&d->plain);
        start = clock();
        if (!q->plain(&d->file, &d->plain))
            return fail_to_hold(d, q, &d->plain.memory, "plain C");
        ms = ms_since(start);
        if (round == 0 || ms < c->plain_ms)
            c->plain_ms = ms;
    }
    c->plain_bytes = d->plain.memory.bytes - before;
    return true;
}

static bool run_lean(demo *d, const technique *q, cost *c) {
    const size_t before = d->lean.memory.bytes;
    const unsigned rounds = d->file.size < ROUNDS_BELOW ? ROUNDS : 1;
    progress(d, q->name, "lean.h");
    for (unsigned round = 0; round < rounds; ++round) {
        clock_t start;
        double ms;
        if (round != 0)
            q->lean_free(&d->lean);
        start = clock();
        if (!q->lean(&d->file, &d->lean))
            return fail_to_hold(d, q, &d->lean.memory, "lean.h");
        ms = ms_since(start);
        if (round == 0 || ms < c->lean_ms)
            c->lean_ms = ms;
    }
    c->lean_bytes = q->lean_bytes(&d->lean);
    if (c->lean_bytes != d->lean.memory.bytes - before) {
        printf("%s: bytes() does not agree with what was asked of malloc\n", q->name);
        d->same = false;
    }
    return true;
}

static bool run_all(demo *d) {
    for (size_t i = 0; i < TECHNIQUES; ++i) {
        const technique *q = &techniques[i];
        if (!run_plain(d, q, &d->costs[i]) || !run_lean(d, q, &d->costs[i]))
            return false;
        if (!q->same(&d->plain, &d->lean)) {
            printf("%s: the answers differ\n", q->name);
            d->same = false;
        }
    }
    return true;
}

/* In reverse: what is held may tell how large that is which was held after it. */
static void free_all(demo *d) {
    for (size_t i = TECHNIQUES; i-- != 0;) {
        techniques[i].plain_free(&d->plain);
        techniques[i].lean_free(&d->lean);
    }
    free(d->file.bytes);
    if (d->plain.memory.bytes != 0 || d->lean.memory.bytes != 0) {
        printf("not all memory was given back\n");
        d->same = false;
    }
}

/* ---- What is printed. size_t goes through unsigned long, which every printf knows. ---- */

/* A file may hold anything; what could disturb a terminal is shown by its number. */
static void print_word(const char *word) {
    size_t n = strlen(word);
    const bool cut = n > SHOWN_BYTES;
    if (cut)
        n = SHOWN_BYTES;
    for (size_t i = 0; i < n; ++i)
        if ((unsigned char)word[i] < 0x80)
            putchar(word[i]);
        else
            printf("\\x%02x", (unsigned)(unsigned char)word[i]);
    if (cut)
        printf("...");
}

/* Where the words that will be shown occur first. */
static void find_first(const demo *d, size_t *first, size_t n) {
    part word = {0, 0};
    size_t left = n;
    for (size_t i = 0; i < n; ++i)
        first[i] = SIZE_MAX;
    while (left != 0 && next_word(&d->file, &word))
        for (size_t i = 0; i < n; ++i) {
            const char *shown = d->plain.ranking[i].word;
            if (first[i] == SIZE_MAX && is_word(&d->file, &word, shown, strlen(shown))) {
                first[i] = word.at;
                --left;
            }
        }
}

static void print_frequent(demo *d) {
    size_t first[SHOWN_WORDS];
    const size_t n = d->plain.words.len < SHOWN_WORDS ? d->plain.words.len : SHOWN_WORDS;
    find_first(d, first, n);
    for (size_t i = 0; i < n; ++i) {
        const size_t line = plain_line_of(&d->plain, first[i]);
        printf("%10lu  ", (unsigned long)d->plain.ranking[i].count);
        print_word(d->plain.ranking[i].word);
        printf(", first on line %lu\n", (unsigned long)line + 1);
        if (line != lean_line_of(&d->lean, first[i])) {
            printf("the line differs\n");
            d->same = false;
        }
    }
}

static void print_facts(const demo *d) {
    size_t longest = 0, words = 0;
    for (size_t i = 0; i < d->plain.lengths.len; ++i)
        if (longest < d->plain.lengths.data[i])
            longest = d->plain.lengths.data[i];
    for (size_t i = 0; i < d->plain.counts.len; ++i)
        words += d->plain.counts.data[i];
    printf("%s: %lu bytes, %lu lines (the longest has %lu bytes), %lu words, %lu distinct\n",
           d->path, (unsigned long)d->file.size, (unsigned long)d->plain.lines.len,
           (unsigned long)longest, (unsigned long)words, (unsigned long)d->plain.words.len);
}

static void print_cost(const char *name, const cost *c) {
    printf("%-16s %12lu %12lu ", name, (unsigned long)c->plain_bytes, (unsigned long)c->lean_bytes);
    if (c->lean_bytes != 0)
        printf("%7.2f", (double)c->plain_bytes / (double)c->lean_bytes);
    else
        printf("%7s", "-");
    printf(" %12.3f %12.3f\n", c->plain_ms, c->lean_ms);
}

static void print_costs(const demo *d) {
    cost sum = {0, 0, 0, 0};
    printf("\n%-16s %12s %12s %7s %12s %12s\n", "technique", "plain bytes", "lean.h bytes", "ratio",
           "plain ms", "lean.h ms");
    for (size_t i = 0; i < TECHNIQUES; ++i) {
        print_cost(techniques[i].name, &d->costs[i]);
        sum.plain_bytes += d->costs[i].plain_bytes;
        sum.lean_bytes += d->costs[i].lean_bytes;
        sum.plain_ms += d->costs[i].plain_ms;
        sum.lean_ms += d->costs[i].lean_ms;
    }
    print_cost("all of it", &sum);
    printf("%-16s %12lu %12lu\n", "at the peak", (unsigned long)d->plain.memory.peak,
           (unsigned long)d->lean.memory.peak);
    printf("%-16s %12lu %12lu   malloc adds to each, which is not counted\n\n", "malloc's blocks",
           (unsigned long)d->plain.memory.blocks, (unsigned long)d->lean.memory.blocks);
}

/* A program is done when what it wrote has arrived. */
static bool flushed(const demo *d) {
    if (fflush(stdout) == 0 && !ferror(stdout))
        return true;
    return fail(d, "the results could not be written");
}

int main(int argc, char **argv) {
    static demo d; /* all zero, which for every container is valid and empty */
    bool done;
    if (argc > 2) {
        fprintf(stderr, "usage: demo [FILE]\n");
        return EXIT_FAILURE;
    }
    d.path = argc == 2 ? argv[1] : "lean.h";
    d.same = true;
    d.lean.owner.resize = counted;
    d.lean.owner.ctx = &d.lean.memory;
    done = read_file(&d) && run_all(&d);
    if (done) {
        print_facts(&d);
        print_frequent(&d);
        print_costs(&d);
    }
    free_all(&d);
    if (done)
        printf("same answers: %s\n", d.same ? "yes" : "no");
    return done && flushed(&d) && d.same ? EXIT_SUCCESS : EXIT_FAILURE;
}
