/* Drives lean_pack against a plain table of 64-bit integers: a stream of bytes says what happens,
   over the debug allocator with refusals, over a lean_buffer or in a caller's memory. */
#define LEAN_WITH_DEBUG
#define LEAN_WITH_PACK
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include "stream.h"
#include "model.h"
#include <string.h>

#define MOST (2048 / MODEL_SHARE)
#define ROOM (4096 / MODEL_SHARE) /* bytes of the buffer and of the caller's memory */

/* Item i of the model is worth model[i]: below 0 where its highest bit is set and the base of the
   bits is negative. */
static uint64_t model[MOST];
static size_t n;
static lean_bits bits;
static union scratch {
    uint8_t u8[MOST];
    uint16_t u16[MOST];
    uint32_t u32[MOST];
    uint64_t u64[MOST];
    int8_t i8[MOST];
    int16_t i16[MOST];
    int32_t i32[MOST];
    int64_t i64[MOST];
} scratch;
static unsigned char room[ROOM + 16];
static size_t fixed;  /* bytes of the caller's memory that the pack may use, or SIZE_MAX */
static bool may_fail; /* the owner may have no memory */

static uint64_t ones(unsigned width) {
    return width == 0 ? 0 : UINT64_MAX >> (64 - width);
}

static size_t bytes_of(unsigned width, size_t items) {
    return (items * width + 7) / 8;
}

static bool same_bits(lean_bits a, lean_bits b) {
    return a.base == b.base && a.width == b.width && a.is_signed == b.is_signed;
}

/* Whether an item of these bits can be x, which is below 0 if `negative`. */
static bool can_be(lean_bits b, uint64_t x, bool negative) {
    const bool below = b.base < 0;
    if (x >> 63 != 0 && negative != below)
        return false;
    return x - (uint64_t)b.base <= ones(b.width);
}

static bool is_negative(uint64_t x) {
    return bits.base < 0 && x >> 63 != 0;
}

static bool less(uint64_t a, uint64_t b) {
    return a - (uint64_t)bits.base < b - (uint64_t)bits.base;
}

static uint64_t long_number(stream *in) {
    uint64_t x = 0;
    unsigned k;
    for (k = 0; k < 8; ++k)
        x = x << 8 | stream_byte(in);
    return x;
}

/* Ordinary values of the pack, its ends, the ends of the types, and what is just outside. */
static uint64_t some_value(stream *in) {
    const uint8_t kind = stream_byte(in);
    const uint64_t base = (uint64_t)bits.base, all = ones(bits.width);
    if (kind < 120)
        return base + (lean_mix64(kind + n) & all);
    if (kind < 170)
        return base + (kind & all);
    if (kind < 190)
        return base + all - (kind & all & 3);
    if (kind < 200)
        return base + all + 1;
    if (kind < 210)
        return base - 1;
    if (kind < 220)
        return UINT64_C(1) << kind % 64;
    if (kind < 230)
        return 0 - (uint64_t)(kind % 4);
    if (kind < 240)
        return (UINT64_C(1) << 63) - kind % 2;
    return long_number(in);
}

static lean_bits some_bits(stream *in) {
    const uint8_t kind = stream_byte(in);
    const unsigned width = stream_byte(in) % 66;
    if (kind < 80)
        return lean_bits_unsigned(width);
    if (kind < 160)
        return lean_bits_signed(width);
    if (kind < 200)
        return lean_bits_from((int64_t)kind - 180, width);
    if (kind < 220)
        return lean_bits_from(INT64_MIN + kind % 3, width);
    if (kind < 240)
        return lean_bits_from(INT64_MAX - (int64_t)(ones(width % 65) / 2), width);
    return lean_bits_from((int64_t)long_number(in), width);
}

/* The bits that would hold the items there are, and a little more. */
static lean_bits fitting_bits(uint8_t kind) {
    uint64_t least = 0, most = 0;
    size_t i;
    for (i = 0; i < n; ++i) {
        least = i == 0 || less(model[i], least) ? model[i] : least;
        most = i == 0 || less(most, model[i]) ? model[i] : most;
    }
    if (bits.base >= 0 && most >> 63 != 0)
        return lean_bits_unsigned(64);
    if (kind % 4 == 3) /* narrower by a bit than it takes */
        return lean_bits_from((int64_t)least,
                              (unsigned)(lean_bits_between(0, (int64_t)(most / 2)).width));
    return kind % 2 == 0 ? lean_bits_between((int64_t)least, (int64_t)most)
                         : lean_bits_from_between((int64_t)least, (int64_t)most);
}

static void compare(const lean_pack *p, size_t from) {
    const size_t bit = n * bits.width;
    CHECK(lean_pack_len(p) == n && same_bits(lean_pack_bits(p), bits));
    for (; from < n; ++from)
        CHECK(lean_pack_get_u64(p, from) == model[from] &&
              lean_pack_get_i64(p, from) == (int64_t)model[from]);
    if (bit % 8 != 0)
        CHECK(p->block.bytes[bit / 8] >> bit % 8 == 0);
}

/* Whether a call that makes the pack `items` items of some width may end so. */
static bool is_right(lean_status status, unsigned width, size_t items) {
    if (fixed != SIZE_MAX)
        return status == (bytes_of(width, items) <= fixed ? LEAN_OK : LEAN_FULL);
    return status == LEAN_OK || (status == LEAN_NO_MEMORY && may_fail);
}

static void push_or_insert(lean_pack *p, stream *in, bool inserts) {
    const uint64_t x = some_value(in);
    const bool is_i64 = x >> 63 != 0 ? stream_byte(in) % 2 == 0 : x % 2 == 0;
    const size_t at = inserts ? stream_number(in) % (n + 1) : n;
    lean_status status;
    if (n == MOST)
        return;
    if (inserts)
        status = is_i64 ? lean_pack_insert_i64(p, at, (int64_t)x) : lean_pack_insert_u64(p, at, x);
    else
        status = is_i64 ? lean_pack_push_i64(p, (int64_t)x) : lean_pack_push_u64(p, x);
    if (!can_be(bits, x, is_i64)) {
        CHECK(status == LEAN_OUT_OF_RANGE);
        return;
    }
    CHECK(is_right(status, bits.width, n + 1));
    if (status != LEAN_OK)
        return;
    memmove(model + at + 1, model + at, (n - at) * sizeof model[0]);
    model[at] = x;
    ++n;
}

static void pop(lean_pack *p, bool is_i64) {
    uint64_t u = 5;
    int64_t i = 5;
    if (is_i64) {
        CHECK(lean_pack_pop_i64(p, &i) == (n != 0));
        CHECK(i == (n != 0 ? (int64_t)model[n - 1] : 5));
    } else {
        CHECK(lean_pack_pop_u64(p, &u) == (n != 0));
        CHECK(u == (n != 0 ? model[n - 1] : 5));
    }
    n -= n != 0;
}

static void resize(lean_pack *p, size_t to) {
    const bool done = lean_pack_resize(p, to);
    CHECK(is_right(done       ? LEAN_OK
                   : may_fail ? LEAN_NO_MEMORY
                              : LEAN_FULL,
                   bits.width, to) ||
          (done && to <= n));
    if (!done)
        return;
    for (; n < to; ++n)
        model[n] = bits.is_signed ? 0 : (uint64_t)bits.base;
    n = to;
}

/* What a reservation was made for needs no request. */
static void reserve(lean_pack *p, stream *in) {
    const size_t more = stream_byte(in) % 40;
    size_t requests, k;
    if (n + more > MOST || !lean_pack_reserve(p, n + more))
        return;
    requests = test_debug.requests;
    for (k = 0; k < more; ++k) {
        model[n] = (uint64_t)bits.base + (lean_mix64(k) & ones(bits.width));
        CHECK((is_negative(model[n]) ? lean_pack_push_i64(p, (int64_t)model[n])
                                     : lean_pack_push_u64(p, model[n])) == LEAN_OK);
        ++n;
    }
    CHECK(test_debug.requests == requests);
}

static void recast(lean_pack *p, lean_bits to) {
    bool all = true;
    lean_status status;
    size_t i;
    if (!lean_bits_valid(to)) {
        CHECK(lean_pack_recast(p, to) == LEAN_BAD_ARGUMENT);
        return;
    }
    for (i = 0; i < n; ++i)
        all = all && can_be(to, model[i], is_negative(model[i]));
    status = lean_pack_recast(p, to);
    CHECK(all ? is_right(status, to.width, n) : status == LEAN_OUT_OF_RANGE);
    if (status == LEAN_OK)
        bits = to;
}

static void set_and_fill(lean_pack *p, stream *in) {
    const uint64_t x = some_value(in);
    const bool is_i64 = x >> 63 != 0 ? stream_byte(in) % 2 == 0 : x % 2 == 0;
    const size_t i = stream_number(in) % (n + 1);
    size_t k = stream_number(in) % (n - i + 1);
    const bool fits = can_be(bits, x, is_i64);
    if (k < 3 && i < n) {
        k = 1;
        CHECK((is_i64 ? lean_pack_set_i64(p, i, (int64_t)x) : lean_pack_set_u64(p, i, x)) == fits);
    } else {
        CHECK((is_i64 ? lean_pack_fill_i64(p, i, k, (int64_t)x) : lean_pack_fill_u64(p, i, k, x)) ==
              fits);
    }
    for (; fits && k > 0; --k)
        model[i + k - 1] = x;
}

static void find_and_sum(const lean_pack *p, stream *in) {
    const size_t i = stream_number(in) % (n + 1), k = stream_number(in) % (n - i + 1);
    const uint64_t x =
        stream_byte(in) % 4 == 0 || n == 0 ? some_value(in) : model[stream_number(in) % n];
    const bool is_i64 = x >> 63 != 0 ? bits.base < 0 : x % 2 == 0;
    uint64_t sum = 0, least = 0, most = 0, u = 0;
    int64_t s = 0;
    size_t at, found = SIZE_MAX;
    bool there;
    for (at = i; at < i + k; ++at) {
        least = at == i || less(model[at], least) ? model[at] : least;
        most = at == i || less(most, model[at]) ? model[at] : most;
        sum += model[at];
    }
    CHECK(lean_pack_sum_u64(p, i, k) == sum && lean_pack_sum_i64(p, i, k) == (int64_t)sum);
    CHECK(lean_pack_min_u64(p, i, k, &u) == (k != 0) && u == least);
    CHECK(lean_pack_max_i64(p, i, k, &s) == (k != 0) && s == (int64_t)most);
    at = i;
    while (at < n && model[at] != x)
        ++at;
    there =
        is_i64 ? lean_pack_find_i64(p, i, (int64_t)x, &found) : lean_pack_find_u64(p, i, x, &found);
    if (!can_be(bits, x, is_i64))
        CHECK(!there && found == SIZE_MAX);
    else
        CHECK(there == (at < n) && found == (there ? at : SIZE_MAX));
}

/* Writes what a type can hold into a range and reads it again. */
#define BULK(X, T, MIN, MAX)                                                                       \
    static void bulk_##X(lean_pack *p, size_t i, size_t k, uint8_t seed) {                         \
        T *const items = scratch.X;                                                                \
        const bool is_i64 = (MIN) != 0;                                                            \
        const uint64_t least = (uint64_t)bits.base, most = least + ones(bits.width);               \
        const bool suits = bits.base < 0 ? is_i64 && bits.base >= (int64_t)(MIN) &&                \
                                               (int64_t)most <= (int64_t)(MAX)                     \
                                         : most <= (uint64_t)(MAX);                                \
        bool fits = true;                                                                          \
        size_t at;                                                                                 \
        for (at = 0; at < k; ++at) {                                                               \
            const uint64_t x = bits.base + (lean_mix64(seed + at) & ones(bits.width));             \
            const T cut = (T)(seed % 8 == 0 && at == seed % k ? lean_mix64(seed) : x);             \
            items[at] = cut;                                                                       \
            fits = fits && can_be(bits, (uint64_t)cut, is_i64);                                    \
        }                                                                                          \
        CHECK(lean_pack_write_##X(p, i, k, items) == fits);                                        \
        for (at = 0; at < k && fits; ++at)                                                         \
            model[i + at] = (uint64_t)items[at];                                                   \
        for (at = 0; at < k; ++at)                                                                 \
            items[at] = (T)0x35;                                                                   \
        CHECK(lean_pack_read_##X(p, i, k, items) == suits);                                        \
        for (at = 0; at < k; ++at)                                                                 \
            CHECK(items[at] == (suits ? (T)model[i + at] : (T)0x35));                              \
    }
BULK(u8, uint8_t, 0, UINT8_MAX)
BULK(u16, uint16_t, 0, UINT16_MAX)
BULK(u32, uint32_t, 0, UINT32_MAX)
BULK(u64, uint64_t, 0, UINT64_MAX)
BULK(i8, int8_t, INT8_MIN, INT8_MAX)
BULK(i16, int16_t, INT16_MIN, INT16_MAX)
BULK(i32, int32_t, INT32_MIN, INT32_MAX)
BULK(i64, int64_t, INT64_MIN, INT64_MAX)

static void bulk(lean_pack *p, stream *in) {
    static void (*const calls[])(lean_pack *, size_t, size_t, uint8_t) = {
        bulk_u8, bulk_u16, bulk_u32, bulk_u64, bulk_i8, bulk_i16, bulk_i32, bulk_i64};
    const uint8_t type = stream_byte(in), seed = stream_byte(in);
    const size_t i = stream_number(in) % (n + 1), k = stream_number(in) % (n - i + 1);
    calls[type % 8](p, i, k, seed);
}

/* Within the pack, overlapping or not; and by way of another with bits of its own. */
static void copy_range(lean_pack *p, stream *in) {
    static unsigned char other[ROOM];
    const size_t i = stream_number(in) % (n + 1), k = stream_number(in) % (n - i + 1);
    const size_t to = stream_number(in) % (n - k + 1);
    const lean_bits b = stream_byte(in) % 2 == 0 ? fitting_bits(stream_byte(in)) : some_bits(in);
    lean_pack q;
    if (lean_pack_over(&q, b, other, sizeof other) && lean_pack_resize(&q, k)) {
        bool all = true;
        size_t at;
        for (at = i; at < i + k; ++at)
            all = all && can_be(b, model[at], is_negative(model[at]));
        CHECK(lean_pack_copy_range(&q, 0, p, i, k) == all);
        for (at = 0; at < k; ++at)
            CHECK(lean_pack_get_u64(&q, at) == (all           ? model[i + at]
                                                : b.is_signed ? 0
                                                              : (uint64_t)b.base));
        if (all)
            CHECK(lean_pack_copy_range(p, i, &q, 0, k));
    }
    CHECK(lean_pack_copy_range(p, to, p, i, k));
    memmove(model + to, model + i, k * sizeof model[0]);
}

static void copy(lean_pack *p, stream *in) {
    const lean_bits b = some_bits(in);
    const bool back = stream_byte(in) % 2 == 0;
    lean_pack q = LEAN_EMPTY;
    if (lean_bits_valid(b))
        CHECK(lean_pack_init(&q, b, NULL));
    CHECK(lean_pack_copy(&q, p));
    compare(&q, 0);
    if (back && fixed == SIZE_MAX) {
        const bool done = lean_pack_copy(p, &q);
        CHECK(done);
    }
    lean_pack_free(&q);
}

static void step(lean_pack *p, stream *in) {
    const uint8_t what = stream_byte(in);
    size_t from = n > 12 ? n - 12 : 0;
    if (what < 90) {
        push_or_insert(p, in, what % 4 == 0);
    } else if (what < 110) {
        pop(p, what % 2 == 0);
    } else if (what < 120) {
        const size_t i = stream_number(in);
        if (n != 0) {
            lean_pack_remove(p, i % n);
            memmove(model + i % n, model + i % n + 1, (n - 1 - i % n) * sizeof model[0]);
            --n;
        }
    } else if (what < 135) {
        resize(p, what < 128 ? (n + stream_byte(in)) % MOST : stream_number(in) % MOST);
    } else if (what < 150) {
        set_and_fill(p, in);
    } else if (what < 165) {
        find_and_sum(p, in);
    } else if (what < 195) {
        bulk(p, in);
        from = 0;
    } else if (what < 205) {
        reserve(p, in);
    } else if (what < 225) {
        recast(p, what < 215 ? fitting_bits(stream_byte(in)) : some_bits(in));
        from = 0;
    } else if (what < 240) {
        copy_range(p, in);
        from = 0;
    } else if (what < 246) {
        const size_t before = lean_pack_bytes(p);
        CHECK(!lean_pack_shrink(p) || lean_pack_bytes(p) <= before);
    } else if (what < 250) {
        copy(p, in);
        from = 0;
    } else if (what == 255) {
        lean_pack_clear(p);
        n = 0;
    }
    compare(p, from < n ? from : n);
}

static void over_the_debug_allocator(lean_pack *p, stream *in) {
    test_debug_begin();
    CHECK(lean_pack_init(p, bits, &test_debug.allocator));
    while (!stream_ended(in)) {
        const uint8_t what = stream_byte(in);
        if (what % 16 == 0) {
            lean_debug_fail(&test_debug, what / 16 % 4, what >= 128);
            may_fail = true;
        } else if (what % 16 == 1) {
            lean_debug_fail_none(&test_debug);
            may_fail = false;
        } else {
            step(p, in);
        }
        CHECK(lean_pack_bytes(p) == test_debug.bytes);
    }
    compare(p, 0);
    lean_pack_free(p);
    test_debug_end();
}

static void over_a_buffer(lean_pack *p, stream *in) {
    lean_buffer buffer;
    may_fail = true;
    lean_buffer_init(&buffer, room, ROOM / 2);
    CHECK(lean_pack_init(p, bits, &buffer.allocator));
    while (!stream_ended(in))
        step(p, in);
    compare(p, 0);
    lean_pack_free(p);
    CHECK(lean_buffer_bytes(&buffer) == 0);
}

static void over_callers_memory(lean_pack *p, stream *in) {
    const size_t lead = stream_byte(in) % 8;
    fixed = stream_number(in) % ROOM;
    memset(room, 0xa5, sizeof room);
    CHECK(lean_pack_over(p, bits, room + lead, fixed));
    while (!stream_ended(in)) {
        step(p, in);
        CHECK(room[lead + fixed] == 0xa5 && (lead == 0 || room[lead - 1] == 0xa5));
        CHECK(lean_pack_bytes(p) == 0);
    }
    compare(p, 0);
    lean_pack_free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    stream in;
    uint8_t where;
    lean_pack p;
    in.data = data;
    in.n = size;
    n = 0;
    fixed = SIZE_MAX;
    may_fail = false;
    where = stream_byte(&in);
    bits = some_bits(&in);
    if (!lean_bits_valid(bits)) {
        CHECK(!lean_pack_init(&p, bits, NULL) && lean_pack_len(&p) == 0);
        bits = lean_bits_unsigned(where % 65);
    }
    if (where % 4 < 2)
        over_the_debug_allocator(&p, &in);
    else if (where % 4 == 2)
        over_a_buffer(&p, &in);
    else
        over_callers_memory(&p, &in);
    return 0;
}

MODEL_MAIN("model_pack", 600);
