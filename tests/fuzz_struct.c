/* Builds and changes a few trees of structs that own all kinds of things, by a stream, and holds
   copies, sums and frees of them to a model that counts what there must be field by field. */
#define LEAN_WITH_DEBUG
#define LEAN_WITH_ARRAY
#define LEAN_WITH_BITSET
#define LEAN_WITH_STRUCT
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include "stream.h"
#include "model.h"
#include <string.h>

#define ROOTS 3
/* The model recurses: so deep a way down may lead. */
#define DEEPEST (MODEL_SHARE == 1 ? 60 : 5)

LEAN_DEFINE_ARRAY(numbers, uint16_t)

LEAN_DECLARE_STRUCT(note)
#define ITEM(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, HOLD)                                     \
    VAL(u32, id)                                                                                   \
    OWN(item, a)                                                                                   \
    OWN(note, about)                                                                               \
    OWN(item, b)                                                                                   \
    MANY(u16, sizes, n_sizes)                                                                      \
    STR(name)                                                                                      \
    OWN(item, c)                                                                                   \
    MANY(item, kids, n_kids)                                                                       \
    HOLD(numbers, held)                                                                            \
    SHARE(note, look)
LEAN_DEFINE_LOOSE_STRUCT(item, ITEM)

#define TAG(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, ...)                                       \
    STR(text)                                                                                      \
    OWN(note, further) MANY(bool, flags, n_flags)
LEAN_DEFINE_LOOSE_STRUCT(tag, TAG)

#define NOTE(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, HOLD)                                     \
    SUB(tag, first)                                                                                \
    OWN(item, back)                                                                                \
    SUB(tag, second)                                                                               \
    HOLD(lean_bitset, bits)                                                                        \
    MANY(note, more, n_more)                                                                       \
    ARR(i16, 3, at)
LEAN_DEFINE_LOOSE_STRUCT(note, NOTE)

static item roots[ROOTS];
static note anybody;

/* ---- the model: every block there must be, and its bytes ---- */

static size_t blocks, bytes;

static void count(size_t n) {
    blocks += n != 0;
    bytes += n;
}

static void count_text(const char *text) {
    if (text != NULL)
        count(strlen(text) + 1);
}

static void count_note(const note *n);

static void count_item(const item *it) {
    size_t i;
    const item *const parts[3] = {it->a, it->b, it->c};
    for (i = 0; i < 3; ++i) {
        if (parts[i] == NULL)
            continue;
        count(sizeof(item));
        count_item(parts[i]);
    }
    if (it->about != NULL) {
        count(sizeof(note));
        count_note(it->about);
    }
    count_text(it->name);
    count(it->n_sizes * sizeof(uint16_t));
    count(it->n_kids * sizeof(item));
    for (i = 0; i < it->n_kids; ++i)
        count_item(&it->kids[i]);
    count(numbers_bytes(&it->held));
}

static void count_tag(const tag *t) {
    count_text(t->text);
    count(t->n_flags * sizeof(bool));
    if (t->further != NULL) {
        count(sizeof(note));
        count_note(t->further);
    }
}

static void count_note(const note *n) {
    size_t i;
    count_tag(&n->first);
    count_tag(&n->second);
    if (n->back != NULL) {
        count(sizeof(item));
        count_item(n->back);
    }
    count(lean_bitset_bytes(&n->bits));
    count(n->n_more * sizeof(note));
    for (i = 0; i < n->n_more; ++i)
        count_note(&n->more[i]);
}

static void count_root(size_t i) {
    blocks = bytes = 0;
    count_item(&roots[i]);
}

/* ---- whether two are alike, and have nothing in common but what is shared ---- */

static bool both(const void *a, const void *b) {
    CHECK((a == NULL) == (b == NULL) && (a == NULL || a != b));
    return a != NULL;
}

static void same_text(const char *a, const char *b) {
    if (both(a, b))
        CHECK(strcmp(a, b) == 0);
}

static void same_note(const note *a, const note *b);

static void same_item(const item *a, const item *b) {
    size_t i;
    CHECK(a->id == b->id && a->look == b->look && a->n_sizes == b->n_sizes &&
          a->n_kids == b->n_kids);
    if (both(a->a, b->a))
        same_item(a->a, b->a);
    if (both(a->b, b->b))
        same_item(a->b, b->b);
    if (both(a->c, b->c))
        same_item(a->c, b->c);
    if (both(a->about, b->about))
        same_note(a->about, b->about);
    same_text(a->name, b->name);
    if (both(a->sizes, b->sizes))
        CHECK(memcmp(a->sizes, b->sizes, a->n_sizes * sizeof(uint16_t)) == 0);
    for (i = 0; both(a->kids, b->kids) && i < a->n_kids; ++i)
        same_item(&a->kids[i], &b->kids[i]);
    CHECK(numbers_len(&a->held) == numbers_len(&b->held));
    for (i = 0; i < numbers_len(&a->held); ++i)
        CHECK(numbers_get(&a->held, i) == numbers_get(&b->held, i));
}

static void same_tag(const tag *a, const tag *b) {
    same_text(a->text, b->text);
    CHECK(a->n_flags == b->n_flags);
    if (both(a->flags, b->flags))
        CHECK(memcmp(a->flags, b->flags, a->n_flags) == 0);
    if (both(a->further, b->further))
        same_note(a->further, b->further);
}

static void same_note(const note *a, const note *b) {
    size_t i;
    same_tag(&a->first, &b->first);
    same_tag(&a->second, &b->second);
    CHECK(memcmp(a->at, b->at, sizeof a->at) == 0 && a->n_more == b->n_more);
    if (both(a->back, b->back))
        same_item(a->back, b->back);
    CHECK(lean_bitset_equal(&a->bits, &b->bits));
    for (i = 0; both(a->more, b->more) && i < a->n_more; ++i)
        same_note(&a->more[i], &b->more[i]);
}

/* ---- what the stream says ---- */

static void *made(size_t n) {
    void *block = lean_resize(&test_debug.allocator, NULL, 0, n);
    if (block != NULL)
        memset(block, 0, n);
    return block;
}

static bool is_zero(const void *object, size_t n) {
    const unsigned char *at = (const unsigned char *)object;
    while (n != 0 && at[n - 1] == 0)
        --n;
    return n == 0;
}

static void new_text(stream *in, char **text) {
    const size_t n = stream_byte(in) % 9u;
    if (*text != NULL)
        (void)lean_resize(&test_debug.allocator, *text, strlen(*text) + 1, 0);
    *text = (char *)made(n + 1);
    if (*text != NULL && n != 0)
        memset(*text, 'a' + stream_byte(in) % 26, n);
}

/* Frees a part that somebody holds by a pointer; and the block it is. */
static void drop_item(item **part) {
    if (*part == NULL)
        return;
    lean_struct_free(item_struct(), *part, &test_debug.allocator);
    CHECK(is_zero(*part, sizeof **part));
    (void)lean_resize(&test_debug.allocator, *part, sizeof **part, 0);
    *part = NULL;
}

static void drop_note(note **part) {
    if (*part == NULL)
        return;
    lean_struct_free(note_struct(), *part, &test_debug.allocator);
    CHECK(is_zero(*part, sizeof **part));
    (void)lean_resize(&test_debug.allocator, *part, sizeof **part, 0);
    *part = NULL;
}

static void new_sizes(stream *in, item *it) {
    const size_t n = 1 + stream_byte(in) % 5u;
    if (it->sizes != NULL)
        (void)lean_resize(&test_debug.allocator, it->sizes, it->n_sizes * sizeof(uint16_t), 0);
    it->sizes = (uint16_t *)made(n * sizeof(uint16_t));
    it->n_sizes = it->sizes != NULL ? (lean_index)n : 0;
    if (it->sizes != NULL)
        it->sizes[n - 1] = (uint16_t)stream_number(in);
}

static void new_kids(stream *in, item *it) {
    const size_t n = 1 + stream_byte(in) % 3u;
    size_t i;
    for (i = 0; i < it->n_kids; ++i)
        lean_struct_free(item_struct(), &it->kids[i], &test_debug.allocator);
    if (it->kids != NULL)
        (void)lean_resize(&test_debug.allocator, it->kids, it->n_kids * sizeof(item), 0);
    it->kids = (item *)made(n * sizeof(item));
    it->n_kids = it->kids != NULL ? (lean_index)n : 0;
    for (i = 0; i < it->n_kids; ++i)
        numbers_init(&it->kids[i].held, &test_debug.allocator);
}

static item *ensure_item(item **part) {
    if (*part == NULL) {
        *part = (item *)made(sizeof **part);
        if (*part != NULL)
            numbers_init(&(*part)->held, &test_debug.allocator);
    }
    return *part;
}

static note *ensure_note(note **part) {
    if (*part == NULL) {
        *part = (note *)made(sizeof **part);
        if (*part != NULL)
            lean_bitset_init(&(*part)->bits, &test_debug.allocator);
    }
    return *part;
}

static void new_notes(note *n) {
    size_t i;
    n->more = (note *)made(2 * sizeof(note));
    n->n_more = n->more != NULL ? 2 : 0;
    for (i = 0; i < n->n_more; ++i)
        lean_bitset_init(&n->more[i].bits, &test_debug.allocator);
}

/* Changes a note, and the item behind it where there is or shall be one. */
static item *change_note(stream *in, note *n) {
    tag *t;
    unsigned depth = 0;
    for (;;) {
        const uint8_t what = stream_byte(in);
        t = what & 8 ? &n->first : &n->second;
        if (++depth > DEEPEST / 4)
            return NULL;
        switch (what % 8) {
        case 0:
            return ensure_item(&n->back);
        case 1:
            if (ensure_note(&t->further) == NULL)
                return NULL;
            n = t->further;
            break;
        case 2:
            new_text(in, &t->text);
            return NULL;
        case 3:
            if (t->flags == NULL && (t->flags = (bool *)made(2 * sizeof(bool))) != NULL)
                t->n_flags = 2;
            return NULL;
        case 4:
            (void)lean_bitset_push(&n->bits, what >= 128);
            n->at[what / 8 % 3] = (int16_t)stream_number(in);
            return NULL;
        case 5:
            if (n->more == NULL)
                new_notes(n);
            if (n->more == NULL)
                return NULL;
            n = &n->more[what / 8 % 2];
            break;
        case 6:
            drop_item(&n->back);
            return NULL;
        default:
            drop_note(&t->further);
            return NULL;
        }
    }
}

/* Changes an item, or steps to a part of it, which is made where there is none. */
static item *change_item(stream *in, item *it) {
    const uint8_t what = stream_byte(in);
    item **const part = what & 32 ? &it->a : what & 64 ? &it->b : &it->c;
    switch (what % 16) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
        return ensure_item(part);
    case 5:
        return it->n_kids != 0 ? &it->kids[what / 16 % it->n_kids] : NULL;
    case 6:
        if (it->kids == NULL || what >= 240)
            new_kids(in, it);
        break;
    case 7:
        new_sizes(in, it);
        break;
    case 8:
        new_text(in, &it->name);
        break;
    case 9:
        if (!numbers_push(&it->held, (uint16_t)stream_number(in)))
            CHECK(test_debug.refused != 0);
        break;
    case 10:
    case 11:
        return ensure_note(&it->about) != NULL ? change_note(in, it->about) : NULL;
    case 12:
        it->id = stream_number(in);
        it->look = it->id % 2 != 0 ? &anybody : NULL;
        break;
    case 13:
        drop_note(&it->about);
        break;
    default:
        if (what >= 128)
            drop_item(part);
        break;
    }
    return NULL;
}

/* Into another root, in place of what it was; refused where the stream says so. */
static void copy_root(stream *in, size_t from, size_t to) {
    const uint8_t how = stream_byte(in);
    size_t before;
    lean_struct_free(item_struct(), &roots[to], &test_debug.allocator);
    CHECK(is_zero(&roots[to], sizeof roots[to]));
    count_root(from);
    before = test_debug.blocks;
    if (how % 4 == 0)
        lean_debug_fail(&test_debug, how / 4 % 16u, how >= 128);
    memset(&roots[to], 0x5a, sizeof roots[to]);
    if (lean_struct_copy(item_struct(), &roots[to], &roots[from], &test_debug.allocator)) {
        CHECK(test_debug.blocks == before + blocks);
        same_item(&roots[from], &roots[to]);
    } else {
        CHECK(how % 4 == 0 && test_debug.blocks == before);
        CHECK(is_zero(&roots[to], sizeof roots[to]));
        numbers_init(&roots[to].held, &test_debug.allocator);
    }
    lean_debug_fail_none(&test_debug);
}

static void compare(void) {
    size_t i, all_blocks = 0, all_bytes = 0, sum;
    for (i = 0; i < ROOTS; ++i) {
        count_root(i);
        all_blocks += blocks;
        all_bytes += bytes;
        sum = SIZE_MAX;
        CHECK(lean_struct_bytes(item_struct(), &roots[i], &test_debug.allocator, &sum));
        CHECK(sum == bytes);
    }
    CHECK(test_debug.blocks == all_blocks && test_debug.bytes == all_bytes);
}

static void step(stream *in) {
    const uint8_t what = stream_byte(in);
    const size_t i = what % ROOTS;
    item *it = &roots[i];
    unsigned depth = 0;
    if (what >= 250) {
        copy_root(in, i, (i + 1) % ROOTS);
    } else if (what >= 248) {
        lean_struct_free(item_struct(), it, &test_debug.allocator);
        CHECK(is_zero(it, sizeof *it));
        numbers_init(&it->held, &test_debug.allocator);
    } else {
        while (it != NULL && depth++ < DEEPEST)
            it = change_item(in, it);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    stream in;
    size_t i;
    in.data = data;
    in.n = size;
    test_debug_begin();
    memset(roots, 0, sizeof roots);
    for (i = 0; i < ROOTS; ++i)
        numbers_init(&roots[i].held, &test_debug.allocator);
    while (!stream_ended(&in)) {
        step(&in);
        compare();
    }
    for (i = 0; i < ROOTS; ++i) {
        lean_struct_free(item_struct(), &roots[i], &test_debug.allocator);
        CHECK(is_zero(&roots[i], sizeof roots[i]));
    }
    CHECK(test_debug.blocks == 0);
    test_debug_end();
    return 0;
}

MODEL_MAIN("model_struct", 300);
