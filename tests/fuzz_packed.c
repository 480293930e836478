/* Makes arrays of packed records of a stream of operations and holds them to arrays of structs. */
#define LEAN_WITH_DEBUG
#define LEAN_WITH_PACKED
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include "stream.h"
#include "model.h"
#include <string.h>

#define MOST (600 / MODEL_SHARE)

#define ITEM(F)                                                                                    \
    F(u8, 3, small)                                                                                \
    F(i32, 19, level)                                                                              \
    F(bool, 1, is)                                                                                 \
    F(u16, 10, year, 1900)                                                                         \
    F(u64, 41, key)                                                                                \
    F(i64, 64, far)
LEAN_DEFINE_PACKED(item, ITEM)

static item model[MOST];
static size_t n;

static item an_item(stream *in) {
    item x;
    x.small = stream_byte(in) % 8;
    x.level = (int32_t)(stream_number(in) * 8) - 262144;
    x.is = stream_byte(in) % 2 != 0;
    x.year = (uint16_t)(1900 + stream_number(in) % 1024);
    x.key = (uint64_t)stream_number(in) << 25 | stream_number(in);
    x.far = (int64_t)((uint64_t)stream_number(in) << 48 | stream_number(in));
    return x;
}

static bool same(const item *a, const item *b) {
    return a->small == b->small && a->level == b->level && a->is == b->is && a->year == b->year &&
           a->key == b->key && a->far == b->far;
}

static void compare(const item_array *a) {
    static int32_t levels[MOST];
    static uint64_t keys[MOST];
    const size_t end = n * LEAN_PACKED_BITS(item);
    size_t i;
    CHECK(item_len(a) == n);
    item_read_level(a, 0, n, levels);
    item_read_key(a, 0, n, keys);
    for (i = 0; i < n; ++i) {
        const item x = item_get(a, i);
        CHECK(same(&x, &model[i]) && levels[i] == x.level && keys[i] == x.key);
        CHECK(item_get_far(a, i) == x.far && item_get_year(a, i) == x.year);
        CHECK(item_get_is(a, i) == x.is && item_get_small(a, i) == x.small);
    }
    CHECK(end % 8 == 0 || a->records.block.bytes[end / 8] >> end % 8 == 0);
}

/* One field of one item, or of many of them. */
static void change(item_array *a, stream *in) {
    const item x = an_item(in);
    const size_t i = n != 0 ? stream_number(in) % n : 0, many = (n - i) % 37;
    static uint16_t years[MOST];
    size_t k;
    if (n == 0)
        return;
    switch (stream_byte(in) % 6) {
    case 0:
        CHECK(item_set_level(a, i, x.level) && !item_set_level(a, i, 262144));
        model[i].level = x.level;
        break;
    case 1:
        CHECK(item_set_key(a, i, x.key) && !item_set_key(a, i, UINT64_C(1) << 41));
        model[i].key = x.key;
        break;
    case 2:
        CHECK(item_set_far(a, i, x.far) && item_set_is(a, i, x.is));
        model[i].far = x.far;
        model[i].is = x.is;
        break;
    case 3:
        CHECK(item_set(a, i, &x));
        model[i] = x;
        break;
    default:
        for (k = 0; k < many; ++k)
            years[k] = model[i + k].year = (uint16_t)(1900 + (x.year + k) % 1024);
        CHECK(item_write_year(a, i, many, years));
    }
}

static void resize(item_array *a, size_t to) {
    static const item none = LEAN_EMPTY;
    if (!item_resize(a, to)) {
        CHECK(a->records.is_fixed != 0);
        return;
    }
    for (; n < to; ++n) {
        model[n] = none;
        model[n].year = 1900;
    }
    n = to;
}

static void push_or_pop(item_array *a, stream *in, bool is_push) {
    const item x = an_item(in);
    item out;
    if (!is_push) {
        CHECK(item_pop(a, &out) == (n != 0));
        if (n != 0)
            CHECK(same(&out, &model[--n]));
    } else if (n < MOST && item_push(a, &x) == LEAN_OK) {
        model[n++] = x;
    } else {
        CHECK(n == MOST || a->records.is_fixed != 0);
    }
}

static void copy(item_array *a) {
    item_array b;
    if (a->records.is_fixed != 0)
        return;
    item_init(&b, &test_debug.allocator);
    CHECK(item_copy(&b, a));
    item_free(a);
    *a = b;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static unsigned char memory[LEAN_PACKED_BYTES(item, MOST / 2)];
    stream in;
    item_array a;
    in.data = data;
    in.n = size;
    n = 0;
    test_debug_begin();
    item_init(&a, &test_debug.allocator);
    if (stream_byte(&in) % 4 == 0)
        item_over(&a, memory, stream_number(&in) % (sizeof memory + 1));
    while (!stream_ended(&in)) {
        const unsigned what = stream_byte(&in);
        if (what < 130)
            push_or_pop(&a, &in, what < 110);
        else if (what < 220)
            change(&a, &in);
        else if (what < 235)
            resize(&a, stream_number(&in) % (MOST + 1));
        else if (what < 240)
            CHECK(item_shrink(&a));
        else if (what < 245)
            copy(&a);
        else
            compare(&a);
    }
    compare(&a);
    CHECK(test_debug.bytes == item_bytes(&a));
    item_free(&a);
    test_debug_end();
    return 0;
}

MODEL_MAIN("model_packed", 2000);
