/* Drives three bitsets against arrays of bool: a stream of bytes says what happens. The first is over
   the debug allocator with refusals or a caller's buffer, the second in a caller's memory or a fixed
   one, and the third is a view of other bits, of which more may be set behind the last. */
#define LEAN_WITH_DEBUG
#define LEAN_WITH_BITSET
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include "stream.h"
#include "model.h"
#include <string.h>

#define MOST (8192 / MODEL_SHARE)

typedef struct model {
    bool bits[MOST];
    size_t n;
} model;

static model grown, fixed, seen;
static unsigned char memory[MOST / 16], viewed[MOST / 8];

#define FIXED (2000 / MODEL_SHARE - 3)
LEAN_DEFINE_FIXED_BITSET(some_bits, FIXED)
static some_bits some;

static bool same(const lean_bitset *b, const model *m, size_t from) {
    if (lean_bitset_len(b) != m->n)
        return false;
    for (; from < m->n; ++from)
        if (lean_bitset_test(b, from) != m->bits[from])
            return false;
    return m->n % 8 == 0 || (b->cap & LEAN_BITSET_VIEW_) != 0 ||
           lean_bitset_data(b)[m->n / 8] >> m->n % 8 == 0;
}

static size_t number(stream *in, size_t below) {
    const size_t small = stream_byte(in);
    return below == 0 ? 0 : (small < 250 ? small : stream_number(in)) % below;
}

static size_t ones(const model *m, size_t i, size_t n) {
    size_t sum = 0;
    for (; n != 0; --n)
        sum += m->bits[i++];
    return sum;
}

static void set_length(model *m, size_t n) {
    for (; m->n < n; ++m->n)
        m->bits[m->n] = false;
    m->n = n;
}

static void resize(lean_bitset *b, model *m, stream *in) {
    const size_t n = number(in, MOST);
    if (lean_bitset_resize(b, n))
        set_length(m, n);
}

static void put(lean_bitset *b, model *m, stream *in) {
    const uint8_t how = stream_byte(in);
    const size_t i = number(in, m->n);
    bool *const bit = &m->bits[i];
    if (m->n == 0)
        return;
    if (how % 5 == 0)
        lean_bitset_set(b, i);
    else if (how % 5 == 1)
        lean_bitset_clear(b, i);
    else if (how % 5 == 2)
        lean_bitset_flip(b, i);
    else if (how % 5 == 3)
        lean_bitset_assign(b, i, how > 127);
    else
        CHECK(lean_bitset_test_and_set(b, i) == *bit);
    *bit = how % 5 == 0 || how % 5 == 4 ? true
           : how % 5 == 1               ? false
           : how % 5 == 2               ? !*bit
                                        : how > 127;
}

static void put_range(lean_bitset *b, model *m, stream *in) {
    const uint8_t how = stream_byte(in);
    const size_t i = number(in, m->n + 1), n = number(in, m->n - i + 1), had = ones(m, i, n);
    size_t k;
    CHECK(lean_bitset_count_range(b, i, n) == had);
    CHECK(lean_bitset_any_range(b, i, n) == (had != 0));
    CHECK(lean_bitset_all_range(b, i, n) == (had == n));
    if (how % 4 == 0)
        lean_bitset_set_range(b, i, n);
    else if (how % 4 == 1)
        lean_bitset_clear_range(b, i, n);
    else if (how % 4 == 2)
        lean_bitset_flip_range(b, i, n);
    else
        CHECK(lean_bitset_test_and_set_range(b, i, n) == had);
    for (k = i; k < i + n; ++k)
        m->bits[k] = how % 4 == 1 ? false : how % 4 == 2 ? !m->bits[k] : true;
}

static bool combined(unsigned way, bool x, bool y) {
    return way == 0 ? x && y : way == 1 ? x || y : way == 2 ? x != y : x && !y;
}

static bool bit(const model *m, size_t i) {
    return i < m->n && m->bits[i];
}

static void count_two(const lean_bitset *a, const model *x, const lean_bitset *b, const model *y) {
    const size_t n = x->n > y->n ? x->n : y->n;
    size_t counts[4] = {0, 0, 0, 0}, i;
    unsigned way;
    bool equal = x->n == y->n;
    for (i = 0; i < n; ++i) {
        equal = equal && bit(x, i) == bit(y, i);
        for (way = 0; way < 4; ++way)
            counts[way] += combined(way, bit(x, i), bit(y, i));
    }
    CHECK(lean_bitset_count_and(a, b) == counts[0] && lean_bitset_count_or(a, b) == counts[1]);
    CHECK(lean_bitset_count_xor(a, b) == counts[2] && lean_bitset_count_andnot(a, b) == counts[3]);
    CHECK(lean_bitset_equal(a, b) == equal && lean_bitset_subset(a, b) == (counts[3] == 0));
    CHECK(lean_bitset_intersects(a, b) == (counts[0] != 0));
}

/* a = x way y; or out = x way y, where out is a. */
static void combine(lean_bitset *a, model *m, const lean_bitset *x, const model *mx,
                    const lean_bitset *y, const model *my, stream *in) {
    const uint8_t what = stream_byte(in);
    const unsigned way = what % 5;
    const bool in_place = a == x && what < 128;
    static model result;
    size_t i;
    bool done = true;
    result.n = mx->n;
    for (i = 0; i < result.n; ++i)
        result.bits[i] = way == 4 ? !mx->bits[i] : combined(way, mx->bits[i], bit(my, i));
    if (in_place && way == 4)
        lean_bitset_not(a);
    else if (way == 4)
        done = lean_bitset_not_into(a, x);
    else if (in_place && way == 0)
        lean_bitset_and(a, y);
    else if (in_place && way == 1)
        lean_bitset_or(a, y);
    else if (in_place && way == 2)
        lean_bitset_xor(a, y);
    else if (in_place)
        lean_bitset_andnot(a, y);
    else
        done = way == 0   ? lean_bitset_and_into(a, x, y)
               : way == 1 ? lean_bitset_or_into(a, x, y)
               : way == 2 ? lean_bitset_xor_into(a, x, y)
                          : lean_bitset_andnot_into(a, x, y);
    if (!done)
        return;
    m->n = result.n;
    memcpy(m->bits, result.bits, result.n * sizeof result.bits[0]);
}

static void shift(lean_bitset *b, model *m, stream *in) {
    const bool up = stream_byte(in) % 2 != 0;
    const size_t by = number(in, m->n + 9);
    static model moved;
    size_t i;
    for (i = 0; i < m->n; ++i)
        moved.bits[i] = up ? i >= by && m->bits[i - by] : i + by < m->n && m->bits[i + by];
    memcpy(m->bits, moved.bits, m->n * sizeof moved.bits[0]);
    if (up)
        lean_bitset_shift_up(b, by);
    else
        lean_bitset_shift_down(b, by);
}

static void look(const lean_bitset *b, const model *m, stream *in) {
    const size_t i = number(in, m->n + 1), most = number(in, 100);
    const bool value = stream_byte(in) % 2 != 0;
    size_t next = i, prev = i, at = SIZE_MAX, from = i, k, got;
    uint32_t out[100];
    while (next < m->n && m->bits[next] != value)
        ++next;
    while (prev != 0 && m->bits[prev - 1] != value)
        --prev;
    CHECK((value ? lean_bitset_next(b, i, &at) : lean_bitset_next_clear(b, i, &at)) ==
          (next < m->n));
    CHECK(at == (next < m->n ? next : SIZE_MAX));
    at = SIZE_MAX;
    CHECK((value ? lean_bitset_prev(b, i, &at) : lean_bitset_prev_clear(b, i, &at)) == (prev != 0));
    CHECK(at == (prev != 0 ? prev - 1 : SIZE_MAX));
    got = lean_bitset_read_u32(b, &from, out, most);
    for (k = 0, at = i; k < got; ++k, ++at) {
        while (at < m->n && !m->bits[at])
            ++at;
        CHECK(out[k] == at);
    }
    CHECK(got == most || (ones(m, at, m->n - at) == 0 && from == m->n));
    at = 0;
    LEAN_EACH_BIT(n, b) {
        CHECK(m->bits[n]);
        ++at;
    }
    CHECK(at == ones(m, 0, m->n) && at == lean_bitset_count(b));
    CHECK(lean_bitset_any(b) == (at != 0) && lean_bitset_none(b) == (at == 0));
    CHECK(lean_bitset_all(b) == (at == m->n));
}

/* The same of a fixed one as long as its handle is of all its bits. */
static void look_fixed(const model *m, stream *in) {
    const size_t i = number(in, FIXED);
    size_t next = i, at = SIZE_MAX;
    if (m->n != FIXED)
        return;
    while (next < FIXED && !m->bits[next])
        ++next;
    CHECK(some_bits_test(&some, i) == m->bits[i] && some_bits_count(&some) == ones(m, 0, FIXED));
    CHECK(some_bits_next(&some, i, &at) == (next < FIXED));
    CHECK(at == (next < FIXED ? next : SIZE_MAX));
}

/* Bits that follow from three bytes: dense, sparse or the same all over. */
static void view(lean_bitset *b, stream *in) {
    const uint8_t first = stream_byte(in), times = stream_byte(in), mask = stream_byte(in);
    uint32_t x = first;
    size_t i;
    seen.n = number(in, MOST);
    for (i = 0; i < sizeof viewed; ++i) {
        x = x * times + 1;
        viewed[i] = (unsigned char)(x >> 3 & mask);
    }
    for (i = 0; i < seen.n; ++i)
        seen.bits[i] = (viewed[i / 8] >> i % 8 & 1) != 0;
    CHECK(lean_bitset_view(b, viewed, seen.n));
}

static void step(lean_bitset *a, model *m, const lean_bitset *b, const model *other,
                 const lean_bitset *c, stream *in) {
    const uint8_t what = stream_byte(in);
    switch (what % 16) {
    case 0:
        resize(a, m, in);
        break;
    case 1:
        if (m->n < MOST && lean_bitset_push(a, what > 127)) {
            set_length(m, m->n + 1);
            m->bits[m->n - 1] = what > 127;
        }
        break;
    case 2:
        (void)(what > 127 ? lean_bitset_shrink(a) : lean_bitset_reserve(a, number(in, MOST)));
        break;
    case 3:
        if (lean_bitset_copy(a, c)) {
            m->n = seen.n;
            memcpy(m->bits, seen.bits, seen.n * sizeof seen.bits[0]);
        }
        break;
    case 4:
    case 5:
    case 6:
        put(a, m, in);
        break;
    case 7:
    case 8:
        put_range(a, m, in);
        break;
    case 9:
        combine(a, m, a, m, what > 127 ? b : c, what > 127 ? other : &seen, in);
        break;
    case 10:
        combine(a, m, c, &seen, what > 127 ? a : b, what > 127 ? m : other, in);
        break;
    case 11:
        count_two(a, m, what > 127 ? b : c, what > 127 ? other : &seen);
        count_two(c, &seen, a, m);
        break;
    case 12:
        shift(a, m, in);
        break;
    default:
        look(what > 127 ? a : c, what > 127 ? m : &seen, in);
    }
}

static void run(lean_bitset *a, stream *in, bool over_debug, bool is_fixed) {
    lean_bitset b, c;
    fixed.n = 0;
    if (is_fixed) {
        memset(&some, 0, sizeof some);
        b = some_bits_bitset(&some);
        set_length(&fixed, FIXED);
    } else {
        lean_bitset_over(&b, memory, sizeof memory);
    }
    view(&c, in);
    while (!stream_ended(in)) {
        const uint8_t what = stream_byte(in);
        if (what % 16 == 0 && over_debug)
            lean_debug_fail(&test_debug, what / 16 % 4, what >= 128);
        else if (what % 16 == 1 && over_debug)
            lean_debug_fail_none(&test_debug);
        else if (what % 16 == 2)
            view(&c, in);
        else if (what % 16 == 3 && is_fixed)
            look_fixed(&fixed, in);
        else if (what % 3 == 0)
            step(&b, &fixed, a, &grown, &c, in);
        else
            step(a, &grown, &b, &fixed, &c, in);
        CHECK(same(a, &grown, grown.n > 200 ? grown.n - 200 : 0) && same(&b, &fixed, 0));
        CHECK(lean_bitset_bytes(&b) == 0 && lean_bitset_bytes(&c) == 0);
        CHECK(!over_debug || lean_bitset_bytes(a) == test_debug.bytes);
    }
    CHECK(same(a, &grown, 0) && same(&c, &seen, 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static unsigned char room[MOST / 8];
    lean_buffer buffer;
    lean_bitset a;
    stream in;
    uint8_t kind;
    in.data = data;
    in.n = size;
    grown.n = 0;
    kind = stream_byte(&in);
    if (kind % 4 != 0) {
        test_debug_begin();
        lean_bitset_init(&a, &test_debug.allocator);
        run(&a, &in, true, kind > 127);
        lean_bitset_free(&a);
        test_debug_end();
    } else {
        lean_buffer_init(&buffer, room, sizeof room);
        lean_bitset_init(&a, &buffer.allocator);
        run(&a, &in, false, kind > 127);
        lean_bitset_free(&a);
        CHECK(lean_buffer_bytes(&buffer) == 0);
    }
    return 0;
}

MODEL_MAIN("model_bitset", 150);
