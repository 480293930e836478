/* Takes a stream for the text of a record, for its bytes, or for the values of two of them, which
   are held against a naive order. Whatever is a record comes back from its text and its bytes. */
#define LEAN_WITH_DEBUG
#define LEAN_WITH_RECORD
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include "stream.h"
#include "model.h"
#include <string.h>

#define SPOT(VAL, ARR, ...) VAL(f32, x) VAL(f16, y) ARR(i8, 2, z)
LEAN_DEFINE_STRUCT(spot, SPOT)
typedef uint16_t things_handle;
#define NOTE(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, ...)                                      \
    VAL(u8, id)                                                                                    \
    STR(name)                                                                                      \
    SUB(spot, at) MANY(f64, xs, n) VAL(i64, when) WEAK(things, of) ARR(bool, 2, on) MANY(u16, ys, m)
LEAN_DEFINE_LOOSE_STRUCT(note, NOTE)

#define MOST 40
static const lean_allocator *const owner = &test_debug.allocator;

/* ---- two records by the stream, and their order ---- */

typedef struct made {
    note it;
    char name[MOST + 1];
    double xs[MOST];
    uint16_t ys[MOST];
} made;

static void make_bytes(stream *in, void *out, size_t n) {
    unsigned char *to = (unsigned char *)out;
    for (; n != 0; --n)
        *to++ = stream_byte(in);
}

/* A double of few bits, or of any. */
static double make_real(stream *in) {
    const uint8_t kind = stream_byte(in);
    double x;
    if (kind % 4 != 0)
        return (double)(kind / 4) - 20;
    make_bytes(in, &x, sizeof x);
    return x;
}

static void make(stream *in, made *m) {
    const uint8_t length = stream_byte(in);
    size_t i;
    memset(m, stream_byte(in), sizeof *m);
    m->it.id = stream_byte(in);
    m->it.name = length % 8 != 0 ? m->name : NULL;
    for (i = 0; i < length / 8u; ++i)
        m->name[i] = (char)(stream_byte(in) | (i == 3));
    m->name[i] = 0;
    make_bytes(in, &m->it.at.x, sizeof m->it.at.x);
    m->it.at.y = (uint16_t)stream_number(in);
    make_bytes(in, m->it.at.z, 2);
    m->it.n = stream_byte(in) % 5u;
    m->it.xs = m->it.n != 0 || length % 2 != 0 ? m->xs : NULL;
    for (i = 0; i < m->it.n; ++i)
        m->xs[i] = make_real(in);
    make_bytes(in, &m->it.when, stream_byte(in) % 9);
    m->it.of = (uint16_t)stream_number(in);
    m->it.on[0] = stream_byte(in) % 2 != 0;
    m->it.on[1] = stream_byte(in) % 2 != 0;
    m->it.m = stream_byte(in) % 5u;
    m->it.ys = m->ys;
    for (i = 0; i < m->it.m; ++i)
        m->ys[i] = (uint16_t)stream_number(in);
}

static int by_real(double a, double b) {
    if (a != a || b != b)
        return (a != a) - (b != b);
    return (a > b) - (a < b);
}

static int by_integer(int64_t a, int64_t b) {
    return (a > b) - (a < b);
}

static float half(uint16_t bits) {
    const unsigned power = bits >> 10 & 31;
    float size = (float)((bits & 0x3ff) + (power != 0 ? 0x400 : 0));
    unsigned k = power != 0 ? power : 1;
    if (power == 31) {
        const float infinity = 1e38f * 1e38f;
        size = (bits & 0x3ff) != 0 ? infinity - infinity : infinity;
    }
    for (; k < 25; ++k)
        size /= 2;
    for (; k > 25; --k)
        size *= 2;
    return bits >> 15 != 0 ? -size : size;
}

static int by_name(const char *a, const char *b) {
    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

static int by_reals(const note *a, const note *b) {
    lean_index i;
    int order = 0;
    for (i = 0; order == 0 && i < a->n && i < b->n; ++i)
        order = by_real(a->xs[i], b->xs[i]);
    return order != 0 ? order : by_integer((int64_t)a->n, (int64_t)b->n);
}

static int by_integers(const note *a, const note *b) {
    lean_index i;
    int order = 0;
    for (i = 0; order == 0 && i < a->m && i < b->m; ++i)
        order = by_integer(a->ys[i], b->ys[i]);
    return order != 0 ? order : by_integer((int64_t)a->m, (int64_t)b->m);
}

static int naive_order(const note *a, const note *b) {
    const int orders[] = {by_integer(a->id, b->id),
                          by_name(a->name, b->name),
                          by_real(a->at.x, b->at.x),
                          by_real(half(a->at.y), half(b->at.y)),
                          by_integer(a->at.z[0], b->at.z[0]),
                          by_integer(a->at.z[1], b->at.z[1]),
                          by_reals(a, b),
                          by_integer(a->when, b->when),
                          by_integer(a->of, b->of),
                          by_integer(a->on[0], b->on[0]),
                          by_integer(a->on[1], b->on[1]),
                          by_integers(a, b)};
    size_t i = 0;
    while (i + 1 < sizeof orders / sizeof orders[0] && orders[i] == 0)
        ++i;
    return orders[i];
}

static void compare(const note *a, const note *b) {
    const int expected = naive_order(a, b), order = lean_record_compare(note_struct(), a, b);
    CHECK((expected > 0) == (order > 0) && (expected < 0) == (order < 0));
    CHECK(lean_record_equal(note_struct(), a, b) == (expected == 0));
    CHECK(expected != 0 ||
          lean_record_hash(note_struct(), a, 3) == lean_record_hash(note_struct(), b, 3));
}

/* ---- there and back ---- */

static bool all_zero(const note *a) {
    const unsigned char *bytes = (const unsigned char *)a;
    size_t i = 0;
    while (i < sizeof *a && bytes[i] == 0)
        ++i;
    return i == sizeof *a;
}

/* Where memory was refused a record is all zero; where bytes or a text were, it is as it was. */
static bool arrived(const note *a, lean_status status, size_t at, size_t n) {
    CHECK(at <= n);
    if (status == LEAN_OK) {
        CHECK(at == n);
        return true;
    }
    CHECK(test_debug.blocks == 0);
    if (status == LEAN_NO_MEMORY)
        CHECK(test_debug.refused != 0 && all_zero(a));
    else
        CHECK((status == LEAN_BAD_FORMAT || status == LEAN_OUT_OF_RANGE) && a->id == 0xa5);
    return false;
}

static void through_text(const note *a, uint8_t fail) {
    const size_t n = lean_record_text(note_struct(), a, NULL, 0), cap = fail % (n + 1);
    char *text = (char *)lean_resize(NULL, NULL, 0, n + 1);
    lean_status status;
    size_t at;
    note b;
    if (text == NULL)
        return;
    CHECK(lean_record_text(note_struct(), a, text, cap) == n && (cap == 0 || text[cap - 1] == 0));
    CHECK(lean_record_text(note_struct(), a, text, n + 1) == n && text[n] == 0);
    CHECK(strlen(text) == n);
    test_debug_begin();
    if (fail % 4 == 0)
        lean_debug_fail(&test_debug, fail / 4 % 4, fail / 16 % 2 != 0);
    status = lean_record_parse(note_struct(), &b, owner, text, n, &at);
    if (arrived(&b, status, at, n))
        CHECK(lean_record_equal(note_struct(), a, &b));
    else
        CHECK(status == LEAN_NO_MEMORY);
    lean_struct_free(note_struct(), &b, owner);
    test_debug_end();
    (void)lean_resize(NULL, text, n + 1, 0);
}

static void through_bytes(const note *a, uint8_t fail) {
    const size_t n = lean_record_write(note_struct(), a, NULL, 0);
    unsigned char *bytes = (unsigned char *)lean_resize(NULL, NULL, 0, n);
    lean_status status;
    size_t at;
    note b;
    if (bytes == NULL)
        return;
    CHECK(lean_record_write(note_struct(), a, bytes, n - 1) == n);
    CHECK(lean_record_write(note_struct(), a, bytes, n) == n);
    test_debug_begin();
    if (fail % 4 == 1)
        lean_debug_fail(&test_debug, fail / 4 % 4, fail / 16 % 2 != 0);
    status = lean_record_read(note_struct(), &b, owner, bytes, n, &at);
    if (arrived(&b, status, at, n))
        CHECK(lean_record_equal(note_struct(), a, &b));
    else
        CHECK(status == LEAN_NO_MEMORY);
    lean_struct_free(note_struct(), &b, owner);
    test_debug_end();
    (void)lean_resize(NULL, bytes, n, 0);
}

static void there_and_back(const note *a, uint8_t fail) {
    through_text(a, fail);
    through_bytes(a, fail);
}

/* ---- what the stream is taken for ---- */

/* A copy that outlives the allocator under which it was found out that there is one. */
static void keep(note *a, const note *found) {
    CHECK(lean_struct_copy(note_struct(), a, found, NULL) || all_zero(a));
}

static void as_text(const uint8_t *data, size_t n, uint8_t fail) {
    lean_status status;
    size_t at;
    note a, kept;
    memset(&a, 0xa5, sizeof a);
    test_debug_begin();
    status = lean_record_parse(note_struct(), &a, owner, (const char *)data, n, &at);
    if (!arrived(&a, status, at, n)) {
        test_debug_end();
        return;
    }
    keep(&kept, &a);
    lean_struct_free(note_struct(), &a, owner);
    test_debug_end();
    there_and_back(&kept, fail);
    lean_struct_free(note_struct(), &kept, NULL);
}

/* What is taken is what is written; but for NaNs that a double of 32 bits has no room for. */
static void as_bytes(const unsigned char *bytes, size_t n, uint8_t fail) {
    unsigned char *again;
    lean_status status;
    size_t at;
    note a, kept;
    memset(&a, 0xa5, sizeof a);
    test_debug_begin();
    status = lean_record_read(note_struct(), &a, owner, bytes, n, &at);
    if (!arrived(&a, status, at, n)) {
        test_debug_end();
        return;
    }
    again = (unsigned char *)lean_resize(NULL, NULL, 0, n);
    if (again != NULL) {
        CHECK(lean_record_write(note_struct(), &a, again, n) == n);
        CHECK(memcmp(again, bytes, n) == 0 || sizeof(double) < 8);
        (void)lean_resize(NULL, again, n, 0);
    }
    keep(&kept, &a);
    lean_struct_free(note_struct(), &a, owner);
    test_debug_end();
    there_and_back(&kept, fail);
    lean_struct_free(note_struct(), &kept, NULL);
}

/* Behind the first four bytes as they should be, which a fuzzer would have to guess. */
static void as_bytes_of_a_note(const stream *in, uint8_t fail) {
    static const note none = LEAN_EMPTY;
    const size_t n = lean_record_write(note_struct(), &none, NULL, 0);
    const size_t size = n + in->n;
    unsigned char *bytes = (unsigned char *)lean_resize(NULL, NULL, 0, size);
    if (bytes == NULL)
        return;
    (void)lean_record_write(note_struct(), &none, bytes, n);
    if (in->n != 0)
        memcpy(bytes + 4, in->data, in->n);
    as_bytes(bytes, 4 + in->n, fail);
    (void)lean_resize(NULL, bytes, size, 0);
}

static void as_values(stream *in, uint8_t fail) {
    static made a, b;
    make(in, &a);
    if (fail % 3 == 0) {
        static made copy;
        copy = a;
        copy.it.name = a.it.name != NULL ? copy.name : NULL;
        copy.it.xs = copy.xs;
        copy.it.ys = copy.ys;
        if (stream_byte(in) % 2 != 0)
            copy.xs[0] = -copy.xs[0];
        compare(&a.it, &copy.it);
    }
    make(in, &b);
    compare(&a.it, &b.it);
    compare(&a.it, &a.it);
    there_and_back(&a.it, fail);
    there_and_back(&b.it, fail);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    stream in;
    uint8_t kind, fail;
    in.data = data;
    in.n = size;
    kind = stream_byte(&in);
    fail = stream_byte(&in);
    if (kind % 4 == 0)
        as_text(in.data, in.n, fail);
    else if (kind % 4 == 1)
        as_bytes_of_a_note(&in, fail);
    else if (kind % 4 == 2)
        as_bytes(in.data, in.n, fail);
    else
        as_values(&in, fail);
    return 0;
}

MODEL_MAIN("model_record", 3000);
