/* [STRUCT] in header order: descriptions against what the compiler says of the same structs, and
   copies, sums and frees of all that a struct can own against allocators that count. */
#if defined(__linux__) && !defined(_DEFAULT_SOURCE)
#define _DEFAULT_SOURCE /* mmap under -std=c99 */
#endif
#define LEAN_WITH_DEBUG
#define LEAN_WITH_ARRAY
#define LEAN_WITH_STRINGS
#define LEAN_WITH_STRUCT
#define LEAN_WITH_PACK
#define LEAN_WITH_BITSET
#define LEAN_WITH_MAP
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include <string.h>
#if defined(__linux__) && defined(__i386__)
#include <sys/mman.h>
#include <unistd.h>
#define LITTLE_FOR_MUCH
#endif

#ifdef TEST_SMALL
#ifdef __AVR__
#define WORKED 18
#define TEXT_MOST 440
#define CUT_MOST 240
#else
#define WORKED 40
#define TEXT_MOST 800
#define CUT_MOST 400
#endif
#define MANY_NODES WORKED
#define HELD 6
#else
#include <stdlib.h>
#define MANY_NODES 200000
#define WORKED 20000
#define TEXT_MOST 900
#define CUT_MOST 900
#define HELD 20
#endif

/* ---- structs of all words ---- */

LEAN_DEFINE_ARRAY(numbers, uint32_t)
LEAN_DEFINE_MAP(ages, uint32_t, uint16_t)
typedef uint8_t rows_handle;
typedef uint16_t cells_handle;
typedef uint32_t nodes_handle;
typedef uint64_t files_handle;

#define POINT(VAL, ...) VAL(f32, x) VAL(f32, y)
LEAN_DEFINE_STRUCT(point, POINT)

#define VALUES(VAL, ...)                                                                           \
    VAL(u64, h)                                                                                    \
    VAL(i64, l)                                                                                    \
    VAL(f64, q)                                                                                    \
    VAL(u32, g)                                                                                    \
    VAL(i32, k) VAL(f32, p) VAL(u16, f) VAL(i16, j) VAL(f16, o) VAL(u8, e) VAL(i8, i) VAL(bool, r)
LEAN_DEFINE_LOOSE_STRUCT(values, VALUES)

#define ROWS(VAL, ARR, ...)                                                                        \
    ARR(bool, 3, r)                                                                                \
    ARR(f64, 2, q)                                                                                 \
    ARR(u8, 1, e)                                                                                  \
    ARR(i64, 2, l)                                                                                 \
    ARR(i8, 5, i)                                                                                  \
    ARR(u64, 1, h)                                                                                 \
    ARR(f16, 3, o) ARR(u16, 2, f) ARR(i16, 1, j) ARR(u32, 2, g) ARR(f32, 3, p) ARR(i32, 1, k)
LEAN_DEFINE_LOOSE_STRUCT(rows, ROWS)

#define LINKS(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, ...)                                           \
    WEAK(rows, a) WEAK(cells, b) WEAK(nodes, c) WEAK(files, d)
LEAN_DEFINE_LOOSE_STRUCT(links, LINKS)

/* Two that speak of each other. */
LEAN_DECLARE_STRUCT(pong)
#define PING(VAL, ARR, SUB, STR, OWN, SHARE, ...) OWN(pong, next) SHARE(ping, self)
LEAN_DEFINE_STRUCT(ping, PING)
#define PONG(VAL, ARR, SUB, STR, OWN, SHARE, ...) OWN(ping, next) SHARE(ping, last)
LEAN_DEFINE_STRUCT(pong, PONG)

#define LEAF(VAL, ARR, SUB, STR, OWN, ...) OWN(leaf, next) STR(name)
LEAN_DEFINE_STRUCT(leaf, LEAF)

/* The same with its list one struct further in. */
#define CORE(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, ...)                                      \
    SUB(point, at) OWN(leaf, first) MANY(u16, sizes, n_sizes)
LEAN_DEFINE_LOOSE_STRUCT(core, CORE)

#define NODE(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, HOLD)                                     \
    OWN(leaf, first)                                                                               \
    SHARE(point, look)                                                                             \
    STR(name)                                                                                      \
    MANY(f32, xs, n_xs)                                                                            \
    MANY(leaf, kids, n_kids)                                                                       \
    MANY(bool, flags, n_flags)                                                                     \
    WEAK(cells, parent)                                                                            \
    SUB(core, inside)                                                                              \
    ARR(u8, 6, address)                                                                            \
    VAL(u32, id)                                                                                   \
    OWN(node, other)                                                                               \
    HOLD(numbers, list)
LEAN_DEFINE_LOOSE_STRUCT(node, NODE)

#define HOLDER(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, HOLD)                                   \
    HOLD(numbers, made)                                                                            \
    HOLD(lean_strings, words)                                                                      \
    HOLD(lean_pack, digits) HOLD(lean_array, typed) HOLD(lean_bitset, bits) HOLD(ages, map)
LEAN_DEFINE_LOOSE_STRUCT(holder, HOLDER)

/* Structs in each other as deep as they may be. */
#define SUB_1(VAL, ...) VAL(u16, x)
#define SUB_2(VAL, ARR, SUB, ...) SUB(sub_1, x) VAL(u16, y)
#define SUB_3(VAL, ARR, SUB, ...) VAL(u16, y) SUB(sub_2, x)
#define SUB_4(VAL, ARR, SUB, ...) SUB(sub_3, x) VAL(u16, y)
#define SUB_5(VAL, ARR, SUB, ...) SUB(sub_4, x) VAL(u16, y)
#define SUB_6(VAL, ARR, SUB, ...) SUB(sub_5, x) VAL(u16, y)
#define SUB_7(VAL, ARR, SUB, STR, ...) SUB(sub_6, x) STR(name) SUB(point, at)
LEAN_DEFINE_STRUCT(sub_1, SUB_1)
LEAN_DEFINE_STRUCT(sub_2, SUB_2)
LEAN_DEFINE_STRUCT(sub_3, SUB_3)
LEAN_DEFINE_STRUCT(sub_4, SUB_4)
LEAN_DEFINE_STRUCT(sub_5, SUB_5)
LEAN_DEFINE_STRUCT(sub_6, SUB_6)
LEAN_DEFINE_LOOSE_STRUCT(sub_7, SUB_7)

/* ---- descriptions ---- */

/* Alignments in structs, found another way than the header finds them. */
#define PROBE(T, name)                                                                             \
    struct name {                                                                                  \
        char lead;                                                                                 \
        T item;                                                                                    \
    }
PROBE(uint16_t, probe_16);
PROBE(uint32_t, probe_32);
PROBE(uint64_t, probe_64);
PROBE(float, probe_float);
PROBE(double, probe_double);
PROBE(void *, probe_pointer);
PROBE(lean_index, probe_index);

static size_t code_align(unsigned code) {
    switch (code) {
    case LEAN_U16:
    case LEAN_I16:
    case LEAN_F16:
        return offsetof(struct probe_16, item);
    case LEAN_U32:
    case LEAN_I32:
        return offsetof(struct probe_32, item);
    case LEAN_U64:
    case LEAN_I64:
        return offsetof(struct probe_64, item);
    case LEAN_F32:
        return offsetof(struct probe_float, item);
    case LEAN_F64:
        return offsetof(struct probe_double, item);
    default:
        return 1;
    }
}

static const lean_struct *target(const lean_struct *type, size_t i) {
    return type->targets[type->fields[i].count].describe();
}

static size_t field_align(const lean_struct *type, size_t i) {
    switch (type->fields[i].kind) {
    case LEAN_KIND_VAL:
    case LEAN_KIND_ARR:
    case LEAN_KIND_WEAK:
        return code_align(type->fields[i].dtype);
    case LEAN_KIND_SUB:
        return target(type, i)->align;
    case LEAN_KIND_HOLD:
        return type->targets[type->fields[i].count].holder->align;
    default:
        return offsetof(struct probe_pointer, item);
    }
}

/* Room for a field at a place that is aligned for it: where MANY ends, its length included. */
static size_t room(const lean_struct *type, size_t i, size_t at) {
    const size_t align = offsetof(struct probe_index, item);
    if (type->fields[i].kind != LEAN_KIND_MANY)
        return lean_struct_field_size(type, i);
    return (at + sizeof(void *) + align - 1) / align * align - at + sizeof(lean_index);
}

static bool is_field(const lean_struct *type, size_t i, const char *name, size_t at, size_t size,
                     unsigned kind, unsigned dtype) {
    const lean_field *field = &type->fields[i];
    return field->at == at && field->kind == kind && field->dtype == dtype &&
           lean_struct_field_size(type, i) == size && strcmp(lean_struct_name(type, i), name) == 0;
}

/* Field i of a struct T that has an object of that name here. */
#define IS_SIZED(T, i, field, size, kind, dtype)                                                   \
    CHECK(is_field(T##_struct(), i, #field, offsetof(T, field), size, LEAN_KIND_##kind, dtype))
#define IS(T, i, field, kind, dtype) IS_SIZED(T, i, field, sizeof object.field, kind, dtype)
#define IS_MANY(T, i, field, n, dtype)                                                             \
    IS_SIZED(T, i, field, offsetof(T, n) + sizeof object.n - offsetof(T, field), MANY, dtype)
#define IS_ARR(T, i, field, items, dtype)                                                          \
    IS(T, i, field, ARR, dtype);                                                                   \
    CHECK(T##_struct()->fields[i].count == (items))
#define IS_STRUCT(T, fields)                                                                       \
    CHECK(T##_struct()->size == sizeof object && T##_struct()->n == (fields) &&                    \
          T##_struct() == T##_struct());                                                           \
    CHECK(T##_struct()->align == sizeof(struct T##_probe) - sizeof(T));                            \
    CHECK(strcmp(lean_struct_name(T##_struct(), SIZE_MAX), #T) == 0);                              \
    CHECK(*lean_struct_name(T##_struct(), fields) == 0)

PROBE(point, point_probe);
PROBE(values, values_probe);
PROBE(rows, rows_probe);
PROBE(links, links_probe);
PROBE(ping, ping_probe);
PROBE(pong, pong_probe);
PROBE(core, core_probe);
PROBE(node, node_probe);
PROBE(holder, holder_probe);
PROBE(sub_7, sub_7_probe);

static void fields_are_small(void) {
    CHECK(sizeof(lean_field) == 6);
    CHECK(LEAN_DTYPE_BOOL == 8 && !lean_dtype_valid(LEAN_DTYPE_BOOL));
    CHECK(!lean_dtype_valid(LEAN_DTYPE_NONE));
}

static void values_are_described(void) {
    const values object = LEAN_EMPTY;
    IS_STRUCT(values, 12);
    IS(values, 0, h, VAL, LEAN_U64);
    IS(values, 1, l, VAL, LEAN_I64);
    IS(values, 2, q, VAL, LEAN_F64);
    IS(values, 3, g, VAL, LEAN_U32);
    IS(values, 4, k, VAL, LEAN_I32);
    IS(values, 5, p, VAL, LEAN_F32);
    IS(values, 6, f, VAL, LEAN_U16);
    IS(values, 7, j, VAL, LEAN_I16);
    IS(values, 8, o, VAL, LEAN_F16);
    IS(values, 9, e, VAL, LEAN_U8);
    IS(values, 10, i, VAL, LEAN_I8);
    IS(values, 11, r, VAL, LEAN_DTYPE_BOOL);
}

static void arrays_are_described(void) {
    const rows object = LEAN_EMPTY;
    IS_STRUCT(rows, 12);
    IS_ARR(rows, 0, r, 3, LEAN_DTYPE_BOOL);
    IS_ARR(rows, 1, q, 2, LEAN_F64);
    IS_ARR(rows, 2, e, 1, LEAN_U8);
    IS_ARR(rows, 3, l, 2, LEAN_I64);
    IS_ARR(rows, 4, i, 5, LEAN_I8);
    IS_ARR(rows, 5, h, 1, LEAN_U64);
    IS_ARR(rows, 6, o, 3, LEAN_F16);
    IS_ARR(rows, 7, f, 2, LEAN_U16);
    IS_ARR(rows, 8, j, 1, LEAN_I16);
    IS_ARR(rows, 9, g, 2, LEAN_U32);
    IS_ARR(rows, 10, p, 3, LEAN_F32);
    IS_ARR(rows, 11, k, 1, LEAN_I32);
}

static void handles_are_described(void) {
    const links object = LEAN_EMPTY;
    IS_STRUCT(links, 4);
    IS(links, 0, a, WEAK, LEAN_U8);
    IS(links, 1, b, WEAK, LEAN_U16);
    IS(links, 2, c, WEAK, LEAN_U32);
    IS(links, 3, d, WEAK, LEAN_U64);
}

static void structs_describe_each_other(void) {
    {
        const ping object = LEAN_EMPTY;
        IS_STRUCT(ping, 2);
        IS(ping, 0, next, OWN, LEAN_DTYPE_NONE);
        IS(ping, 1, self, SHARE, LEAN_DTYPE_NONE);
    }
    {
        const pong object = LEAN_EMPTY;
        IS_STRUCT(pong, 2);
        IS(pong, 0, next, OWN, LEAN_DTYPE_NONE);
        IS(pong, 1, last, SHARE, LEAN_DTYPE_NONE);
    }
    CHECK(target(ping_struct(), 0) == pong_struct() && target(ping_struct(), 1) == ping_struct());
    CHECK(target(pong_struct(), 0) == ping_struct() && target(pong_struct(), 1) == ping_struct());
}

static void what_is_owned_is_described(void) {
    const node object = LEAN_EMPTY;
    const lean_struct *type = node_struct();
    IS_STRUCT(node, 12);
    IS(node, 0, first, OWN, LEAN_DTYPE_NONE);
    IS(node, 1, look, SHARE, LEAN_DTYPE_NONE);
    IS(node, 2, name, STR, LEAN_DTYPE_NONE);
    IS_MANY(node, 3, xs, n_xs, LEAN_F32);
    IS_MANY(node, 4, kids, n_kids, LEAN_DTYPE_NONE);
    IS_MANY(node, 5, flags, n_flags, LEAN_DTYPE_BOOL);
    IS(node, 6, parent, WEAK, LEAN_U16);
    IS(node, 7, inside, SUB, LEAN_DTYPE_NONE);
    IS_ARR(node, 8, address, 6, LEAN_U8);
    IS(node, 9, id, VAL, LEAN_U32);
    IS(node, 10, other, OWN, LEAN_DTYPE_NONE);
    IS(node, 11, list, HOLD, LEAN_DTYPE_NONE);
    CHECK(target(type, 0) == leaf_struct() && target(type, 1) == point_struct());
    CHECK(target(type, 4) == leaf_struct() && target(type, 7) == core_struct());
    CHECK(target(type, 10) == node_struct());
    CHECK(type->targets[type->fields[3].count].describe == NULL &&
          type->targets[type->fields[5].count].describe == NULL);
}

static void structs_in_structs_are_described(void) {
    {
        const core object = LEAN_EMPTY;
        IS_STRUCT(core, 3);
        IS(core, 0, at, SUB, LEAN_DTYPE_NONE);
        IS(core, 1, first, OWN, LEAN_DTYPE_NONE);
        IS_MANY(core, 2, sizes, n_sizes, LEAN_U16);
    }
    {
        const sub_7 object = LEAN_EMPTY;
        IS_STRUCT(sub_7, 3);
        IS(sub_7, 0, x, SUB, LEAN_DTYPE_NONE);
        IS(sub_7, 1, name, STR, LEAN_DTYPE_NONE);
        IS(sub_7, 2, at, SUB, LEAN_DTYPE_NONE);
        CHECK(target(sub_7_struct(), 0) == sub_6_struct());
    }
    {
        const point object = LEAN_EMPTY;
        IS_STRUCT(point, 2);
        IS(point, 0, x, VAL, LEAN_F32);
        IS(point, 1, y, VAL, LEAN_F32);
    }
}

#define IS_HELD(i, T, field)                                                                       \
    IS(holder, i, field, HOLD, LEAN_DTYPE_NONE);                                                   \
    CHECK(is_held(i, sizeof(T), sizeof(struct T##_probe) - sizeof(T)))
PROBE(numbers, numbers_probe);
PROBE(lean_strings, lean_strings_probe);
PROBE(lean_pack, lean_pack_probe);
PROBE(lean_array, lean_array_probe);
PROBE(lean_bitset, lean_bitset_probe);
PROBE(ages, ages_probe);

static bool is_held(size_t i, size_t size, size_t align) {
    const lean_struct *type = holder_struct();
    const lean_target *held = &type->targets[type->fields[i].count];
    return held->describe == NULL && held->holder->size == size && held->holder->align == align &&
           held->holder->init != NULL && held->holder->copy != NULL;
}

static void containers_are_described(void) {
    const holder object = LEAN_EMPTY;
    IS_STRUCT(holder, 6);
    IS_HELD(0, numbers, made);
    IS_HELD(1, lean_strings, words);
    IS_HELD(2, lean_pack, digits);
    IS_HELD(3, lean_array, typed);
    IS_HELD(4, lean_bitset, bits);
    IS_HELD(5, ages, map);
}

/* What LEAN_NO_NAMES makes of a description. */
static lean_struct nameless(const lean_struct *type) {
    lean_struct bare = *type;
    bare.names = "";
    return bare;
}

static void names_can_be_left_out(void) {
    const lean_struct bare = nameless(node_struct());
    size_t i;
    for (i = 0; i < bare.n; ++i) {
        CHECK(*lean_struct_name(&bare, i) == 0);
        CHECK(lean_struct_field_size(&bare, i) == lean_struct_field_size(node_struct(), i));
    }
    CHECK(*lean_struct_name(&bare, SIZE_MAX) == 0);
}

/* ---- the layout ---- */

#define BAD(VAL, ...) VAL(u8, a) VAL(u64, b) VAL(u8, c) VAL(u32, d) VAL(bool, e)
LEAN_DEFINE_LOOSE_STRUCT(bad, BAD)
#define BETTER(VAL, ...) VAL(u64, b) VAL(u32, d) VAL(u8, a) VAL(u8, c) VAL(bool, e)
LEAN_DEFINE_LOOSE_STRUCT(better, BETTER)

#define MIXED(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, HOLD)                                    \
    VAL(u8, a)                                                                                     \
    OWN(leaf, b)                                                                                   \
    ARR(f16, 3, c)                                                                                 \
    SHARE(point, d)                                                                                \
    WEAK(cells, e)                                                                                 \
    STR(f) VAL(bool, g) SUB(point, h) HOLD(ages, i) MANY(f32, j, n_j) VAL(i8, k) MANY(leaf, l, n_l)
LEAN_DEFINE_LOOSE_STRUCT(mixed, MIXED)

/* MANY leaves room behind its length that only what is small can fill. */
#define PAIRS(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, ...)                                     \
    MANY(u8, a, n_a) MANY(u8, b, n_b) VAL(u32, c) VAL(u32, d)
LEAN_DEFINE_LOOSE_STRUCT(pairs, PAIRS)
#define LENGTHS(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, ...)                                   \
    VAL(u8, lead) MANY(u8, a, n_a) MANY(u8, b, n_b) MANY(u8, c, n_c)
LEAN_DEFINE_LOOSE_STRUCT(lengths, LENGTHS)

static char text[TEXT_MOST];

static const char *layout(const lean_struct *type) {
    CHECK(lean_struct_layout(type, text, sizeof text) < sizeof text);
    return text;
}

#ifndef TEST_SMALL
/* The text holds where the compiler lays the structs out as most do. */
static bool is_usual(void) {
    return offsetof(bad, b) == 8 && sizeof(void *) == 8 && sizeof(lean_index) == 4;
}

static void layout_is_told(void) {
    const lean_struct bare = nameless(bad_struct());
    if (!is_usual())
        return;
    CHECK(strcmp(layout(bad_struct()),
                 "struct bad: 32 bytes, alignment 8, padding 17\n"
                 "    at  bytes  field\n"
                 "     0      1  a: uint8\n"
                 "     1      7  - padding -\n"
                 "     8      8  b: uint64\n"
                 "    16      1  c: uint8\n"
                 "    17      3  - padding -\n"
                 "    20      4  d: uint32\n"
                 "    24      1  e: bool\n"
                 "    25      7  - padding -\n"
                 "in this order it has 16 bytes, padding 1: b, d, a, c, e\n") == 0);
    CHECK(sizeof(better) == 16);
    CHECK(strcmp(layout(&bare), "struct : 32 bytes, alignment 8, padding 17\n"
                                "    at  bytes  field\n"
                                "     0      1  0: uint8\n"
                                "     1      7  - padding -\n"
                                "     8      8  1: uint64\n"
                                "    16      1  2: uint8\n"
                                "    17      3  - padding -\n"
                                "    20      4  3: uint32\n"
                                "    24      1  4: bool\n"
                                "    25      7  - padding -\n"
                                "in this order it has 16 bytes, padding 1: 1, 3, 0, 2, 4\n") == 0);
}

static void layout_tells_every_word(void) {
    if (!is_usual())
        return;
    CHECK(strcmp(layout(point_struct()), "struct point: 8 bytes, alignment 4, padding 0\n"
                                         "    at  bytes  field\n"
                                         "     0      4  x: float32\n"
                                         "     4      4  y: float32\n") == 0);
    (void)layout(mixed_struct());
    CHECK(strstr(text, "  0      1  a: uint8\n") != NULL);
    CHECK(strstr(text, "  8      8  b: owned leaf\n") != NULL);
    CHECK(strstr(text, " 16      6  c: float16 x 3\n    22      2  - padding -\n") != NULL);
    CHECK(strstr(text, " 24      8  d: shared point\n") != NULL);
    CHECK(strstr(text, " 32      2  e: weak uint16\n") != NULL);
    CHECK(strstr(text, " 40      8  f: string\n") != NULL);
    CHECK(strstr(text, " 48      1  g: bool\n    49      3  - padding -\n") != NULL);
    CHECK(strstr(text, " 52      8  h: point\n    60      4  - padding -\n") != NULL);
    CHECK(strstr(text, " 64     16  i: container\n") != NULL);
    CHECK(strstr(text, " 80     12  j: many float32\n") != NULL);
    CHECK(strstr(text, " 92      1  k: int8\n    93      3  - padding -\n") != NULL);
    CHECK(strstr(text, " 96     12  l: many leaf\n   108      4  - padding -\n") != NULL);
}
#endif

/* As snprintf: what fits, with a 0 behind it, and nothing behind that. */
static void layout_is_cut_at_any_size(void) {
    static char cut[CUT_MOST];
    const size_t n = lean_struct_layout(bad_struct(), NULL, 0);
    size_t cap;
    CHECK(n == lean_struct_layout(bad_struct(), text, sizeof text) && strlen(text) == n);
    CHECK(n + 3 < sizeof cut);
    for (cap = 0; cap < n + 3; ++cap) {
        const size_t fits = cap > n ? n : cap - (cap != 0);
        memset(cut, '#', sizeof cut);
        CHECK(lean_struct_layout(bad_struct(), cut, cap) == n);
        CHECK(memcmp(cut, text, fits) == 0 && (cap == 0 || cut[fits] == 0));
        CHECK(cut[fits + (cap != 0)] == '#');
    }
}

/* The number behind `label` in the text, or none. */
static size_t told(const char *label, size_t none) {
    const char *at = strstr(text, label);
    size_t n = 0;
    if (at == NULL)
        return none;
    for (at += strlen(label); *at >= '0' && *at <= '9'; ++at)
        n = n * 10 + (size_t)(*at - '0');
    return n;
}

static size_t up(size_t at, size_t align) {
    return (at + align - 1) / align * align;
}

/* Which field a description without names calls by the number at *at, which is moved behind it. */
static size_t next_number(const char **at) {
    size_t n = 0;
    while (**at < '0' || **at > '9')
        ++*at;
    for (; **at >= '0' && **at <= '9'; ++*at)
        n = n * 10 + (size_t)(**at - '0');
    return n;
}

/* Lays out a struct in the order it is told to have: every field once. Its size. */
static size_t laid_out(const lean_struct *type, const char *order) {
    size_t i, at = 0;
    unsigned long seen = 0;
    for (i = 0; i < type->n; ++i) {
        const size_t field = next_number(&order);
        CHECK(field < type->n && (seen >> field & 1) == 0);
        if (field >= type->n)
            return 0;
        seen |= 1ul << field;
        at = up(at, field_align(type, field));
        at += room(type, field, at);
    }
    CHECK(*order == '\n');
    return up(at, type->align);
}

static size_t padding(const lean_struct *type) {
    size_t i, sum = 0;
    for (i = 0; i < type->n; ++i)
        sum += lean_struct_field_size(type, i);
    return type->size - sum;
}

static void promise_holds(const lean_struct *type) {
    const lean_struct bare = nameless(type);
    size_t least, holes = 0;
    const char *at;
    (void)layout(&bare);
    CHECK(told("struct : ", 0) == type->size && told(", alignment ", 0) == type->align);
    CHECK(told(", padding ", SIZE_MAX) == padding(type));
    for (at = text; (at = strstr(at, "- padding -")) != NULL; ++at)
        ++holes;
    CHECK((holes != 0) == (padding(type) != 0));
    least = told("in this order it has ", type->size);
    CHECK((strstr(text, "in this order") != NULL) == (least < type->size));
    CHECK(least <= type->size && type->size - least <= padding(type));
    if (least < type->size) {
        at = strstr(text, " bytes, padding ");
        CHECK(at != NULL &&
              told(" bytes, padding ", SIZE_MAX) + type->size - padding(type) == least);
        CHECK(at != NULL && laid_out(type, strchr(at, ':')) == least);
    }
}

static void promised_orders_have_their_size(void) {
    promise_holds(point_struct());
    promise_holds(bad_struct());
    promise_holds(better_struct());
    promise_holds(values_struct());
    promise_holds(rows_struct());
    promise_holds(links_struct());
    promise_holds(core_struct());
    promise_holds(node_struct());
    promise_holds(holder_struct());
    promise_holds(mixed_struct());
    promise_holds(sub_7_struct());
}

static void promised_orders_know_what_many_leaves(void) {
    promise_holds(pairs_struct());
    promise_holds(lengths_struct());
}

/* ---- making and comparing ---- */

static void *block(size_t n, const lean_allocator *owner) {
    void *made = lean_resize(owner, NULL, 0, n);
    CHECK(made != NULL);
    if (made != NULL)
        memset(made, 0, n);
    return made;
}

static char *string(const char *of, const lean_allocator *owner) {
    const size_t n = strlen(of) + 1;
    char *made = (char *)block(n, owner);
    memcpy(made, of, n);
    return made;
}

static leaf *new_leaf(const char *name, const lean_allocator *owner) {
    leaf *made = (leaf *)block(sizeof *made, owner);
    made->name = string(name, owner);
    return made;
}

static void fill_core(core *c, const lean_allocator *owner) {
    c->at.x = 1.5f;
    c->at.y = -2;
    c->first = new_leaf("inner", owner);
    c->first->next = new_leaf("", owner);
    c->sizes = (uint16_t *)block(3 * sizeof(uint16_t), owner);
    c->n_sizes = 3;
    c->sizes[0] = 7;
    c->sizes[2] = 65535u;
}

static point shared_point;

static void fill_many(node *to, const lean_allocator *owner) {
    to->xs = (float *)block(2 * sizeof(float), owner);
    to->n_xs = 2;
    to->xs[1] = 0.25f;
    to->kids = (leaf *)block(3 * sizeof(leaf), owner);
    to->n_kids = 3;
    to->kids[0].next = new_leaf("below", owner);
    to->kids[2].name = string("third", owner);
    to->flags = (bool *)block(2 * sizeof(bool), owner);
    to->n_flags = 2;
    to->flags[1] = true;
}

/* All of it but `other`. */
static void fill(node *to, uint32_t id, const lean_allocator *owner) {
    to->id = id;
    to->first = new_leaf("first", owner);
    to->look = &shared_point;
    to->name = string("a name", owner);
    to->parent = 40000u;
    fill_many(to, owner);
    fill_core(&to->inside, owner);
    memcpy(to->address, "\1\2\3\4\5\6", 6);
    numbers_init(&to->list, owner);
    CHECK(numbers_push(&to->list, 11) && numbers_push(&to->list, id));
}

static node made_node(const lean_allocator *owner) {
    node made = LEAN_EMPTY;
    fill(&made, 70000ul, owner);
    made.other = (node *)block(sizeof(node), owner);
    made.other->id = 9;
    fill_many(made.other, owner);
#ifndef TEST_SMALL
    fill(made.other->other = (node *)block(sizeof(node), owner), 8, owner);
#endif
    return made;
}

/* Blocks of a node as made_node makes it. */
#define BLOCKS_OF_MANY (1 + 1 + 2 + 1 + 1)
#define BLOCKS_OF_ONE (2 + 1 + BLOCKS_OF_MANY + 5 + 1)
#ifdef TEST_SMALL
#define BLOCKS_OF_MADE (BLOCKS_OF_ONE + 1 + BLOCKS_OF_MANY)
#else
#define BLOCKS_OF_MADE (2 * BLOCKS_OF_ONE + 2 + BLOCKS_OF_MANY)
#endif

static bool same_name(const char *a, const char *b) {
    return a == NULL || b == NULL ? a == b : a != b && strcmp(a, b) == 0;
}

static bool same_leaf(const leaf *a, const leaf *b) {
    for (; a != NULL && b != NULL; a = a->next, b = b->next)
        if (a == b || !same_name(a->name, b->name))
            return false;
    return a == b;
}

static bool same_core(const core *a, const core *b) {
    return a->at.x == b->at.x && a->at.y == b->at.y && same_leaf(a->first, b->first) &&
           a->n_sizes == b->n_sizes && (a->sizes == NULL) == (b->sizes == NULL) &&
           (a->sizes == NULL || (a->sizes != b->sizes &&
                                 memcmp(a->sizes, b->sizes, a->n_sizes * sizeof *a->sizes) == 0));
}

static bool same_kids(const node *a, const node *b) {
    size_t i;
    for (i = 0; i < a->n_kids; ++i)
        if (!same_leaf(&a->kids[i], &b->kids[i]))
            return false;
    return true;
}

static bool same_list(const numbers *a, const numbers *b) {
    size_t i;
    for (i = 0; i < numbers_len(a); ++i)
        if (numbers_get(a, i) != numbers_get(b, i))
            return false;
    return true;
}

static bool same_counts(const node *a, const node *b) {
    return a->n_xs == b->n_xs && a->n_kids == b->n_kids && a->n_flags == b->n_flags &&
           a->id == b->id && a->parent == b->parent &&
           numbers_len(&a->list) == numbers_len(&b->list);
}

/* Whether they are alike and share nothing but what is shared. */
static bool same_node(const node *a, const node *b) {
    if (!same_counts(a, b) || !same_leaf(a->first, b->first) || a->look != b->look ||
        !same_name(a->name, b->name) || a->xs == b->xs || a->kids == b->kids ||
        a->flags == b->flags || !same_core(&a->inside, &b->inside))
        return false;
    if (memcmp(a->xs, b->xs, a->n_xs * sizeof *a->xs) != 0 || !same_kids(a, b) ||
        memcmp(a->flags, b->flags, a->n_flags * sizeof *a->flags) != 0 ||
        memcmp(a->address, b->address, sizeof a->address) != 0 || !same_list(&a->list, &b->list))
        return false;
    return (a->other == NULL) == (b->other == NULL) &&
           (a->other == NULL || same_node(a->other, b->other));
}

static bool is_zero(const void *object, size_t n) {
    const unsigned char *bytes = (const unsigned char *)object;
    while (n != 0 && bytes[n - 1] == 0)
        --n;
    return n == 0;
}

/* ---- copies ---- */

static void copy_is_deep(void) {
    node from = made_node(NULL), to;
    memset(&to, 0x5a, sizeof to);
    test_debug_begin();
    CHECK(lean_struct_copy(node_struct(), &to, &from, &test_debug.allocator));
    CHECK(same_node(&from, &to) && test_debug.blocks == BLOCKS_OF_MADE);
    to.xs[0] = 99;
    to.kids[0].next->name[0] = 'B';
    to.inside.first->name[0] = 'I';
    to.other->flags[0] = true;
    CHECK(from.xs[0] == 0 && strcmp(from.kids[0].next->name, "below") == 0);
    CHECK(strcmp(from.inside.first->name, "inner") == 0 && !from.other->flags[0]);
    lean_struct_free(node_struct(), &from, NULL);
    CHECK(is_zero(&from, sizeof from) && test_debug.blocks == BLOCKS_OF_MADE);
    CHECK(strcmp(to.other->kids[2].name, "third") == 0);
    CHECK(numbers_get(&to.list, 0) == 11 && numbers_get(&to.list, 1) == 70000ul);
    lean_struct_free(node_struct(), &to, &test_debug.allocator);
    CHECK(is_zero(&to, sizeof to) && test_debug.blocks == 0);
    lean_struct_free(node_struct(), &to, &test_debug.allocator);
    test_debug_end();
}

static void copy_of_nothing_is_nothing(void) {
    const node from = LEAN_EMPTY;
    size_t bytes = 7;
    node to;
    memset(&to, 0x5a, sizeof to);
    test_debug_begin();
    CHECK(lean_struct_copy(node_struct(), &to, &from, &test_debug.allocator));
    CHECK(test_debug.blocks == 0 && to.first == NULL && to.n_kids == 0 && to.xs == NULL);
    CHECK(lean_struct_bytes(node_struct(), &from, NULL, &bytes) && bytes == 0);
    /* What is held has its owner all the same. */
    CHECK(numbers_push(&to.list, 4) && test_debug.blocks == 1);
    lean_struct_free(node_struct(), &to, &test_debug.allocator);
    test_debug_end();
}

/* Many of none: with or without a pointer, and a length without one. */
static void copy_of_many_of_none(void) {
    node from = LEAN_EMPTY, to;
    float x = 1;
    size_t bytes = 7;
    test_debug_begin();
    from.xs = &x;
    from.n_kids = 3;
    CHECK(lean_struct_copy(node_struct(), &to, &from, &test_debug.allocator));
    CHECK(to.xs == NULL && to.n_xs == 0 && to.kids == NULL && to.n_kids == 0);
    CHECK(lean_struct_bytes(node_struct(), &from, NULL, &bytes) && bytes == 0);
    from.xs = NULL; /* which is nobody's to give back */
    lean_struct_free(node_struct(), &from, NULL);
    CHECK(is_zero(&from, sizeof from) && test_debug.blocks == 0);
    from.kids = (leaf *)block(sizeof(leaf), NULL); /* which is, though none of it counts */
    CHECK(lean_struct_copy(node_struct(), &to, &from, &test_debug.allocator));
    CHECK(to.kids == NULL && to.n_kids == 0 && test_debug.blocks == 0);
    CHECK(lean_struct_bytes(node_struct(), &from, NULL, &bytes) && bytes == 0);
    lean_struct_free(node_struct(), &from, NULL);
    CHECK(is_zero(&from, sizeof from));
    test_debug_end();
}

/* As many as there is no memory for: only the list of what is to be done gets some. Where their
   bytes are more than a size can be, none is asked for. */
static void copy_of_too_many(void) {
    node from = LEAN_EMPTY, to;
    leaf one = LEAN_EMPTY;
    test_debug_begin();
    from.kids = &one;
    from.n_kids = LEAN_INDEX_MAX;
    lean_debug_fail(&test_debug, 1, true);
    CHECK(!lean_struct_copy(node_struct(), &to, &from, &test_debug.allocator));
    CHECK(is_zero(&to, sizeof to) && test_debug.blocks == 0);
    CHECK(test_debug.refused == (LEAN_INDEX_MAX <= SIZE_MAX / sizeof(leaf)));
    test_debug_end();
}

static void copy_of_plain_fields(void) {
    static values from, to;
    static rows many, others;
    memset(&from, 0, sizeof from);
    memset(&many, 0, sizeof many);
    from.h = UINT64_C(0x1234567890abcdef);
    from.l = -5;
    from.q = 0.1;
    from.f = 0xabcd;
    from.i = -128;
    from.r = true;
    CHECK(lean_struct_copy(values_struct(), &to, &from, NULL));
    CHECK(to.h == from.h && to.l == -5 && to.q == from.q && to.f == 0xabcd && to.i == -128 && to.r);
    many.r[2] = true;
    many.q[1] = 2.5;
    many.l[1] = -7;
    many.k[0] = INT32_MIN;
    CHECK(lean_struct_copy(rows_struct(), &others, &many, NULL));
    CHECK(others.r[2] && others.q[1] == 2.5 && others.l[1] == -7 && others.k[0] == INT32_MIN);
    CHECK(memcmp(&others, &many, sizeof many) == 0);
}

static void copy_goes_into_subs(void) {
    sub_7 from = LEAN_EMPTY, to;
    from.x.x.x.x.x.x.x = 77;
    from.x.x.x.x.y = 66;
    from.x.y = 55;
    from.at.y = 3;
    from.name = string("deep", NULL);
    test_debug_begin();
    CHECK(lean_struct_copy(sub_7_struct(), &to, &from, &test_debug.allocator));
    CHECK(to.x.x.x.x.x.x.x == 77 && to.x.x.x.x.y == 66 && to.x.y == 55 && to.at.y == 3);
    CHECK(same_name(to.name, from.name) && test_debug.blocks == 1 && test_debug.bytes == 5);
    lean_struct_free(sub_7_struct(), &to, &test_debug.allocator);
    lean_struct_free(sub_7_struct(), &from, NULL);
    test_debug_end();
}

/* ---- containers that are held ---- */

static void fill_holder(holder *h, const lean_allocator *owner) {
    uint32_t i;
    memset(h, 0, sizeof *h);
    numbers_init(&h->made, owner);
    lean_strings_init(&h->words, owner);
    CHECK(lean_pack_init(&h->digits, lean_bits_unsigned(5), owner));
    lean_array_init(&h->typed, LEAN_I16, owner);
    lean_bitset_init(&h->bits, owner);
    ages_init(&h->map, owner);
    for (i = 0; i < HELD; ++i) {
        CHECK(numbers_push(&h->made, i * 3));
        CHECK(lean_strings_push(&h->words, "abcdefghijklmnopqrstuvwxyz", i));
        CHECK(lean_pack_push_u64(&h->digits, i) == LEAN_OK);
        CHECK(lean_array_push_i64(&h->typed, (int64_t)i - 10) == LEAN_OK);
        CHECK(lean_bitset_push(&h->bits, i % 3 == 0));
        CHECK(ages_put(&h->map, i * 7, (uint16_t)(i + 1)));
    }
}

static bool holds_item(const holder *h, uint32_t i) {
    const uint16_t *age = ages_get(&h->map, i * 7);
    int64_t item = 0;
    size_t n;
    (void)lean_strings_get(&h->words, i, &n);
    return numbers_get(&h->made, i) == i * 3 && n == i && lean_pack_get_u64(&h->digits, i) == i &&
           lean_array_get_i64(&h->typed, i, &item) == LEAN_OK && item == (int64_t)i - 10 &&
           lean_bitset_test(&h->bits, i) == (i % 3 == 0) && age != NULL && *age == i + 1;
}

static bool holds_all(const holder *h) {
    uint32_t i;
    if (numbers_len(&h->made) != HELD || lean_strings_len(&h->words) != HELD ||
        lean_pack_len(&h->digits) != HELD || lean_array_len(&h->typed) != HELD ||
        lean_bitset_len(&h->bits) != HELD || ages_len(&h->map) != HELD)
        return false;
    for (i = 0; i < HELD; ++i)
        if (!holds_item(h, i))
            return false;
    return lean_array_dtype(&h->typed) == LEAN_I16;
}

static size_t holder_bytes(const holder *h) {
    return numbers_bytes(&h->made) + lean_strings_bytes(&h->words) + lean_pack_bytes(&h->digits) +
           lean_array_bytes(&h->typed) + lean_bitset_bytes(&h->bits) + ages_bytes(&h->map);
}

static void containers_are_copied(void) {
    holder from, to;
    size_t bytes = 0;
    fill_holder(&from, NULL);
    memset(&to, 0x5a, sizeof to);
    test_debug_begin();
    CHECK(lean_struct_copy(holder_struct(), &to, &from, &test_debug.allocator));
    CHECK(holds_all(&from) && holds_all(&to));
    CHECK(lean_struct_bytes(holder_struct(), &from, NULL, &bytes) && bytes == holder_bytes(&from));
    CHECK(lean_struct_bytes(holder_struct(), &to, NULL, &bytes) && bytes == holder_bytes(&to));
    CHECK(bytes == test_debug.bytes);
    lean_struct_free(holder_struct(), &from, NULL);
    CHECK(is_zero(&from, sizeof from) && holds_all(&to));
    CHECK(numbers_push(&to.made, 1) && lean_pack_push_u64(&to.digits, 31) == LEAN_OK);
    CHECK(lean_pack_push_u64(&to.digits, 32) == LEAN_OUT_OF_RANGE);
    lean_struct_free(holder_struct(), &to, &test_debug.allocator);
    CHECK(is_zero(&to, sizeof to) && test_debug.blocks == 0);
    lean_struct_free(holder_struct(), &to, &test_debug.allocator);
    test_debug_end();
}

static void empty_containers_are_copied(void) {
    const holder from = LEAN_EMPTY;
    holder to;
    test_debug_begin();
    CHECK(lean_struct_copy(holder_struct(), &to, &from, &test_debug.allocator));
    CHECK(test_debug.blocks == 0 && lean_pack_len(&to.digits) == 0 && ages_len(&to.map) == 0);
    lean_struct_free(holder_struct(), &to, &test_debug.allocator);
    CHECK(is_zero(&to, sizeof to));
    test_debug_end();
}

/* ---- out of memory ---- */

static node swept;

static void copy_when_memory_runs_short(void) {
    node to, before;
    memcpy(&before, &swept, sizeof before);
    memset(&to, 0x5a, sizeof to);
    if (lean_struct_copy(node_struct(), &to, &swept, &test_debug.allocator)) {
        CHECK(same_node(&swept, &to));
        lean_struct_free(node_struct(), &to, &test_debug.allocator);
    } else {
        CHECK(test_debug.refused != 0);
    }
    CHECK(is_zero(&to, sizeof to) && test_debug.blocks == 0);
    CHECK(memcmp(&before, &swept, sizeof before) == 0);
}

static void bytes_when_memory_runs_short(void) {
    size_t bytes = 77, want = 0;
    CHECK(lean_struct_bytes(node_struct(), &swept, NULL, &want));
    if (lean_struct_bytes(node_struct(), &swept, &test_debug.allocator, &bytes))
        CHECK(bytes == want && want != 77);
    else
        CHECK(bytes == 77 && test_debug.refused != 0);
    CHECK(test_debug.blocks == 0);
}

static void memory_may_run_short(void) {
    static node reference;
    swept = made_node(NULL);
    reference = made_node(NULL);
    SWEEP(copy_when_memory_runs_short);
    SWEEP(bytes_when_memory_runs_short);
    CHECK(same_node(&swept, &reference));
    lean_struct_free(node_struct(), &swept, NULL);
    lean_struct_free(node_struct(), &reference, NULL);
}

static holder swept_holder;

static void containers_when_memory_runs_short(void) {
    holder to;
    if (lean_struct_copy(holder_struct(), &to, &swept_holder, &test_debug.allocator)) {
        CHECK(holds_all(&to));
        lean_struct_free(holder_struct(), &to, &test_debug.allocator);
    } else {
        CHECK(test_debug.refused != 0);
    }
    CHECK(is_zero(&to, sizeof to) && test_debug.blocks == 0 && holds_all(&swept_holder));
}

static void memory_may_run_short_in_containers(void) {
    fill_holder(&swept_holder, NULL);
    SWEEP(containers_when_memory_runs_short);
    lean_struct_free(holder_struct(), &swept_holder, NULL);
}

/* ---- bytes ---- */

static void bytes_are_what_was_asked_for(void) {
    node built;
    size_t bytes = 0;
    test_debug_begin();
    built = made_node(&test_debug.allocator);
    CHECK(test_debug.blocks == BLOCKS_OF_MADE);
    CHECK(lean_struct_bytes(node_struct(), &built, NULL, &bytes) && bytes == test_debug.bytes);
    CHECK(lean_struct_bytes(node_struct(), &built, &test_debug.allocator, &bytes));
    CHECK(bytes == test_debug.bytes && test_debug.blocks == BLOCKS_OF_MADE);
    lean_struct_free(node_struct(), &built, &test_debug.allocator);
    CHECK(test_debug.blocks == 0);
    CHECK(lean_struct_bytes(node_struct(), &built, NULL, &bytes) && bytes == 0);
    test_debug_end();
}

/* ---- much to free ---- */

/* An allocator as cheap as malloc that knows the size of each block, for more of them than the
   debug allocator is made for. */
typedef union tag {
    size_t size;
    union {
        long long number;
        double real;
        void *pointer;
    } most_aligned;
} tag;

static struct {
    unsigned long blocks;
    unsigned long bytes;
    unsigned long wrong; /* given back with another size */
} counts;

static void *counted_resize(void *ctx, void *ptr, size_t old_size, size_t new_size) {
    tag *at = ptr != NULL ? (tag *)ptr - 1 : NULL;
    (void)ctx;
    if (at != NULL) {
        counts.wrong += at->size != old_size;
        counts.bytes -= (unsigned long)at->size;
        counts.blocks -= new_size == 0;
        at->size = SIZE_MAX; /* so that the second time is wrong, where it is still to be seen */
    }
    at = (tag *)lean_resize(NULL, at, old_size + sizeof *at,
                            new_size != 0 ? new_size + sizeof *at : 0);
    if (new_size == 0 || at == NULL)
        return NULL;
    counts.blocks += ptr == NULL;
    counts.bytes += (unsigned long)new_size;
    at->size = new_size;
    return at + 1;
}
static const lean_allocator counted = {counted_resize, NULL};

/* Structs whose parts stand in any order beside those of their own type. */
#define TREE(VAL, ARR, SUB, STR, OWN, ...) OWN(tree, x) OWN(tree, y) OWN(tree, z)
#define AFTER(VAL, ARR, SUB, STR, OWN, ...) STR(name) OWN(leaf, own) OWN(after, next)
#define BEFORE(VAL, ARR, SUB, STR, OWN, ...) OWN(before, next) OWN(leaf, own) STR(name)
#define BUSH(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, ...)                                      \
    MANY(bush, kids, n_kids) OWN(leaf, own) MANY(leaf, leaves, n_leaves)
#define CHAIN(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, ...)                                     \
    OWN(chain, next) MANY(leaf, leaves, n_leaves)
#define LINKED(VAL, ARR, SUB, STR, OWN, ...) OWN(outer, next) STR(name)
#define OUTER(VAL, ARR, SUB, STR, OWN, ...) SUB(linked, in)
LEAN_DEFINE_STRUCT(tree, TREE)
LEAN_DEFINE_STRUCT(after, AFTER)
LEAN_DEFINE_STRUCT(before, BEFORE)
LEAN_DEFINE_LOOSE_STRUCT(bush, BUSH)
LEAN_DEFINE_LOOSE_STRUCT(chain, CHAIN)
LEAN_DECLARE_STRUCT(outer)
LEAN_DEFINE_STRUCT(linked, LINKED)
LEAN_DEFINE_STRUCT(outer, OUTER)

/* The work of a free, as what it cannot do without: how often it asks what a part is. The struct's
   description, with all its targets of its own type and others, asks here. */
static unsigned long asked;
static lean_struct asked_tree, asked_before, asked_after, asked_chain, asked_outer, asked_linked;
static const lean_struct *ask_tree(void) {
    ++asked;
    return &asked_tree;
}
static const lean_struct *ask_before(void) {
    ++asked;
    return &asked_before;
}
static const lean_struct *ask_after(void) {
    ++asked;
    return &asked_after;
}
static const lean_struct *ask_chain(void) {
    ++asked;
    return &asked_chain;
}
static const lean_struct *ask_outer(void) {
    ++asked;
    return &asked_outer;
}
static const lean_struct *ask_linked(void) {
    ++asked;
    return &asked_linked;
}
static const lean_struct *ask_leaf(void) {
    ++asked;
    return leaf_struct();
}

static void ask(lean_struct *to, const lean_struct *type, lean_target *targets,
                const lean_struct *(*itself)(void), const lean_struct *(*other)(void)) {
    size_t i;
    *to = *type;
    to->targets = targets;
    for (i = 0; i < type->n; ++i) {
        const lean_field *field = &type->fields[i];
        if (field->kind == LEAN_KIND_STR)
            continue;
        targets[field->count] = type->targets[field->count];
        targets[field->count].describe = target(type, i) == type ? itself : other;
    }
}

static void ask_all(void) {
    static lean_target of_tree[3], of_before[2], of_after[2], of_chain[2], of_outer[1],
        of_linked[1];
    ask(&asked_tree, tree_struct(), of_tree, ask_tree, NULL);
    ask(&asked_before, before_struct(), of_before, ask_before, ask_leaf);
    ask(&asked_after, after_struct(), of_after, ask_after, ask_leaf);
    ask(&asked_chain, chain_struct(), of_chain, ask_chain, ask_leaf);
    ask(&asked_outer, outer_struct(), of_outer, ask_outer, ask_linked);
    ask(&asked_linked, linked_struct(), of_linked, ask_linked, ask_outer);
}

static void counted_begin(void) {
    memset(&counts, 0, sizeof counts);
    asked = 0;
}

/* Frees what is counted, all of it, twice. */
static void free_counted(const lean_struct *type, void *object) {
    size_t bytes = 0;
    CHECK(lean_struct_bytes(type, object, NULL, &bytes) && bytes == counts.bytes);
    asked = 0;
    lean_struct_free(type, object, &counted);
    CHECK(counts.blocks == 0 && counts.bytes == 0 && counts.wrong == 0);
    CHECK(is_zero(object, type->size));
    lean_struct_free(type, object, &counted);
    CHECK(counts.blocks == 0 && counts.wrong == 0);
}

/* Nothing of one type may cost more than so many looks at parts for each node. */
#define LOOKS 40ul

static void put_leaf(leaf **at) {
    *at = new_leaf("x", &counted);
}

/* A place in which a tree goes on: 'x', 'y' or 'z'. */
static tree **part(tree *of, int place) {
    return place == 'x' ? &of->x : place == 'y' ? &of->y : &of->z;
}

static tree *plant(tree **at) {
    if (*at == NULL)
        *at = (tree *)block(sizeof **at, &counted);
    return *at;
}

/* A chain of n whose members go on at `trunk` in turn and have a leaf at each of `leaves`. */
static void grow(tree *root, unsigned long n, const char *trunk, const char *leaves) {
    tree *at = root;
    unsigned long i;
    const char *k;
    for (i = 0; i < n; ++i) {
        for (k = leaves; *k != 0; ++k)
            (void)plant(part(at, *k));
        at = plant(part(at, trunk[i % strlen(trunk)]));
    }
}

typedef struct shape {
    char trunk[4];
    char leaves[4];
} shape;
static const shape shapes[] = {
#ifdef TEST_SMALL
    {"x", "y"},
    {"z", "x"},
    {"xyz", ""},
    {"xy", "z"},
#else
    {"x", ""},   {"y", ""},   {"z", ""},   {"xy", ""},  {"xyz", ""},   {"x", "y"},
    {"y", "x"},  {"x", "z"},  {"z", "x"},  {"y", "z"},  {"z", "y"},    {"x", "yz"},
    {"y", "xz"}, {"z", "xy"}, {"xy", "z"}, {"yz", "x"}, {"xyz", "xy"}, {"zx", "yz"},
#endif
};

static bool trees_are_linear(unsigned long n) {
    size_t k;
    bool linear = true;
    for (k = 0; k < sizeof shapes / sizeof shapes[0]; ++k) {
        tree root = LEAN_EMPTY;
        counted_begin();
        grow(&root, n, shapes[k].trunk, shapes[k].leaves);
        free_counted(&asked_tree, &root);
        linear = linear && asked <= LOOKS * 4 * n;
    }
    CHECK(linear);
    return linear;
}

static void trees_of_all_shapes_are_freed(void) {
    ask_all();
#ifdef TEST_SMALL
    (void)trees_are_linear(WORKED);
#else
    if (trees_are_linear(WORKED))
        (void)trees_are_linear(MANY_NODES / 4);
#endif
}

/* Each new node hangs at a random free place on a random way down, of at most `arity` places. */
static void random_trees_are_freed(void) {
    unsigned long n;
    int arity;
    for (arity = 2; arity <= 3; ++arity) {
        tree root = LEAN_EMPTY;
        counted_begin();
        for (n = 0; n < WORKED; ++n) {
            tree *at = &root;
            while (at != NULL) {
                tree **next = part(at, 'x' + (int)(test_random() % (unsigned)arity));
                at = *next;
                if (at == NULL)
                    (void)plant(next);
            }
        }
        free_counted(&asked_tree, &root);
        CHECK(asked <= LOOKS * WORKED);
    }
}

static void grow_before(before *at, unsigned long n) {
    for (; n != 0; --n) {
        at->next = (before *)block(sizeof *at, &counted);
        put_leaf(&at->own);
        at->name = string("", &counted);
        at = at->next;
    }
}

static void grow_after(after *at, unsigned long n) {
    for (; n != 0; --n) {
        at->next = (after *)block(sizeof *at, &counted);
        put_leaf(&at->own);
        at->name = string("", &counted);
        at = at->next;
    }
}

static void grow_chain(chain *at, unsigned long n) {
    for (; n != 0; --n) {
        at->next = (chain *)block(sizeof *at, &counted);
        at->leaves = (leaf *)block(2 * sizeof(leaf), &counted);
        at->n_leaves = 2;
        put_leaf(&at->leaves[1].next);
        at = at->next;
    }
}

static void grow_outer(outer *at, unsigned long n) {
    for (; n != 0; --n) {
        at->in.next = (outer *)block(sizeof *at, &counted);
        at->in.name = string("", &counted);
        at = at->in.next;
    }
}

/* A list is freed in O(n), wherever among its node's parts the next one is. */
#define LIST_IS_LINEAR(T)                                                                          \
    static bool T##_is_linear(unsigned long n) {                                                   \
        T root = LEAN_EMPTY;                                                                       \
        counted_begin();                                                                           \
        grow_##T(&root, n);                                                                        \
        free_counted(&asked_##T, &root);                                                           \
        CHECK(asked <= LOOKS * n);                                                                 \
        return asked <= LOOKS * n;                                                                 \
    }                                                                                              \
    static void lists_are_freed_##T(void) {                                                        \
        ask_all();                                                                                 \
        if (T##_is_linear(WORKED) && MANY_NODES != WORKED)                                         \
            (void)T##_is_linear(MANY_NODES);                                                       \
    }
LIST_IS_LINEAR(after)
LIST_IS_LINEAR(before)
LIST_IS_LINEAR(chain)
LIST_IS_LINEAR(outer)

/* Chains of two types that alternate, beside LEAN_FREE_DEPTH_ and far above it. */
static void chains_of_two_types_are_freed(void) {
    static const uint16_t lengths[] = {0, 1, 2, 7, 8, 9, 31, 32, 33, 34, 63, 64, 65, 97, 2000};
    size_t k;
    for (k = 0; k < sizeof lengths / sizeof lengths[0]; ++k) {
        ping root = LEAN_EMPTY;
        ping *at = &root;
        unsigned n;
        counted_begin();
        for (n = 0; n < lengths[k] && (n < WORKED || lengths[k] < 100); n += 2) {
            at->next = (pong *)block(sizeof(pong), &counted);
            at->self = at;
            at->next->last = at;
            if (n + 1 == lengths[k])
                break;
            at->next->next = (ping *)block(sizeof(ping), &counted);
            at = at->next->next;
        }
        free_counted(ping_struct(), &root);
    }
}

/* Bushes of some depth, each with a list of leaves of its own. */
static void grow_bush(bush *at, unsigned depth, unsigned kids) {
    unsigned i;
    put_leaf(&at->own);
    put_leaf(&at->own->next);
    at->leaves = (leaf *)block(2 * sizeof(leaf), &counted);
    at->n_leaves = 2;
    put_leaf(&at->leaves[0].next);
    if (depth == 0)
        return;
    at->kids = (bush *)block(kids * sizeof(bush), &counted);
    at->n_kids = (lean_index)kids;
    for (i = 0; i < kids; ++i)
        grow_bush(&at->kids[i], i % 2 == 0 ? depth - 1 : 0, kids);
}

static void many_of_many_are_freed(void) {
    bush root = LEAN_EMPTY;
    counted_begin();
#ifdef TEST_SMALL
    grow_bush(&root, 2, 2);
#else
    grow_bush(&root, 5, 5);
    free_counted(bush_struct(), &root);
    counted_begin();
    grow_bush(&root, 100, 1);
#endif
    free_counted(bush_struct(), &root);
}

/* A copy of what is long does not recurse either. */
static void long_lists_are_copied(void) {
    leaf root = LEAN_EMPTY, to;
    leaf *at = &root;
    const leaf *other = &to;
    unsigned long n;
    counted_begin();
    for (n = 0; n < WORKED; ++n) {
        at->next = new_leaf(n % 2 == 0 ? "" : "odd", NULL);
        at = at->next;
    }
    CHECK(lean_struct_copy(leaf_struct(), &to, &root, &counted));
    CHECK(counts.blocks == 2ul * WORKED);
    for (at = &root, n = 0; at != NULL && other != NULL; at = at->next, other = other->next, ++n)
        CHECK(same_name(at->name, other->name) && at != other);
    CHECK(at == NULL && other == NULL && n == WORKED + 1ul);
    lean_struct_free(leaf_struct(), &root, NULL);
    free_counted(leaf_struct(), &to);
}

static void bushes_are_copied(void) {
    bush root = LEAN_EMPTY, to;
    size_t from_bytes = 0, bytes = 0;
    unsigned long blocks;
    counted_begin();
    grow_bush(&root, 3, 2);
    blocks = counts.blocks;
    CHECK(lean_struct_bytes(bush_struct(), &root, NULL, &from_bytes));
    CHECK(lean_struct_copy(bush_struct(), &to, &root, &counted));
    CHECK(lean_struct_bytes(bush_struct(), &to, NULL, &bytes) && bytes == from_bytes);
    CHECK(counts.blocks == 2 * blocks && to.kids[0].kids[1].own != root.kids[0].kids[1].own);
    CHECK(strcmp(to.kids[0].kids[1].own->next->name, "x") == 0);
    lean_struct_free(bush_struct(), &root, &counted);
    CHECK(counts.blocks == blocks);
    free_counted(bush_struct(), &to);
}

/* More waits to be done than the list has room for at first, so that it is refused more. */
static bush deep;

static void bushes_when_memory_runs_short(void) {
    size_t bytes = 77, want = 0;
    bush to;
    CHECK(lean_struct_bytes(bush_struct(), &deep, NULL, &want));
    if (lean_struct_bytes(bush_struct(), &deep, &test_debug.allocator, &bytes))
        CHECK(bytes == want);
    else
        CHECK(bytes == 77 && test_debug.refused != 0);
    CHECK(test_debug.blocks == 0);
    if (lean_struct_copy(bush_struct(), &to, &deep, &test_debug.allocator)) {
        CHECK(test_debug.bytes == want && to.kids[0].kids[0].n_kids == 2);
        lean_struct_free(bush_struct(), &to, &test_debug.allocator);
    } else {
        CHECK(test_debug.refused != 0);
    }
    CHECK(is_zero(&to, sizeof to) && test_debug.blocks == 0);
}

static void memory_may_run_short_in_bushes(void) {
    bush *at = &deep;
    unsigned depth;
    for (depth = 0; depth < 10; ++depth) {
        at->kids = (bush *)block(2 * sizeof(bush), NULL);
        at->n_kids = 2;
        at = &at->kids[0];
    }
    SWEEP(bushes_when_memory_runs_short);
    lean_struct_free(bush_struct(), &deep, NULL);
}

#ifdef LITTLE_FOR_MUCH
static size_t most_asked;

static void *lie(void *ctx, void *ptr, size_t old_size, size_t new_size) {
    (void)ptr;
    (void)old_size;
    if (new_size > most_asked)
        most_asked = new_size;
    return new_size != 0 ? ctx : NULL;
}

/* The list of what is to be done ends before its bytes are more than a size. What owns itself three
   times gives it no end, and all that waits is alike: so one megabyte is enough, if it is seen at
   every place of a gigabyte. */
static void lists_of_what_waits_end_before_sizes(void) {
    const size_t all = SIZE_MAX / 4 + 1, part = (size_t)1 << 20;
    FILE *const file = tmpfile();
    void *const memory = mmap(NULL, all, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    bool is_there = file != NULL && memory != MAP_FAILED && ftruncate(fileno(file), 1 << 20) == 0;
    lean_allocator owner = {lie, NULL};
    size_t bytes = 77, at;
    tree knot;
    for (at = 0; at < all && is_there; at += part)
        is_there = mmap((char *)memory + at, part, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
                        fileno(file), 0) != MAP_FAILED;
    CHECK(is_there);
    owner.ctx = memory;
    knot.x = knot.y = knot.z = &knot;
    CHECK(is_there && !lean_struct_bytes(tree_struct(), &knot, &owner, &bytes) && bytes == 77);
    CHECK(most_asked > all / 2 && most_asked < all);
    if (memory != MAP_FAILED)
        (void)munmap(memory, all);
    if (file != NULL)
        (void)fclose(file);
}
#endif

int main(void) {
    test_begin("test_struct");
    RUN(fields_are_small);
    RUN(values_are_described);
    RUN(arrays_are_described);
    RUN(handles_are_described);
    RUN(structs_describe_each_other);
    RUN(what_is_owned_is_described);
    RUN(structs_in_structs_are_described);
    RUN(containers_are_described);
    RUN(names_can_be_left_out);
#ifndef TEST_SMALL
    RUN(layout_is_told);
    RUN(layout_tells_every_word);
#endif
    RUN(layout_is_cut_at_any_size);
    RUN(promised_orders_have_their_size);
    RUN(promised_orders_know_what_many_leaves);
    RUN(copy_is_deep);
    RUN(copy_of_nothing_is_nothing);
    RUN(copy_of_many_of_none);
    RUN(copy_of_too_many);
    RUN(copy_of_plain_fields);
    RUN(copy_goes_into_subs);
    RUN(containers_are_copied);
    RUN(empty_containers_are_copied);
    RUN(memory_may_run_short);
    RUN(memory_may_run_short_in_containers);
    RUN(bytes_are_what_was_asked_for);
    RUN(trees_of_all_shapes_are_freed);
    RUN(random_trees_are_freed);
    RUN(lists_are_freed_after);
    RUN(lists_are_freed_before);
    RUN(lists_are_freed_chain);
    RUN(lists_are_freed_outer);
    RUN(chains_of_two_types_are_freed);
    RUN(many_of_many_are_freed);
    RUN(long_lists_are_copied);
    RUN(bushes_are_copied);
    RUN(memory_may_run_short_in_bushes);
#ifdef LITTLE_FOR_MUCH
    RUN(lists_of_what_waits_end_before_sizes);
#endif
    return test_end();
}
