/* Drives lean_array against a plain table of items and exact arithmetic: a stream of bytes says
   what happens, over the debug allocator with refusals or over a caller's buffer. */
#define LEAN_WITH_DEBUG
#define LEAN_WITH_DTYPE
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include "stream.h"
#include "model.h"
#include "dtype.h"

#define MOST (512 / MODEL_SHARE)

/* The array's dtype, and the bits of its items. */
static lean_dtype dtype;
static uint64_t model[MOST], outcome[MOST];
static uint64_t room[MOST + 1];
static size_t n;

static void compare(const lean_array *a) {
    bool others_null;
    const void *items = items_of(a, &others_null);
    size_t i;
    CHECK(lean_array_len(a) == n && lean_array_dtype(a) == dtype && others_null);
    CHECK((items == NULL) == (lean_array_bytes(a) == 0));
    for (i = 0; i < n; ++i)
        CHECK(same(dtype, item_get(items, i, dtype), model[i]));
}

/* Small numbers, which are the same in every dtype, and those where conversions can go wrong. */
static uint64_t item(stream *in, lean_dtype d) {
    const uint8_t kind = stream_byte(in);
    bool fits;
    if (kind < 128)
        return converted(LEAN_U8, kind, d, CHECKED, &fits);
    return sample(d, (unsigned)(stream_number(in) % samples_of(d)));
}

static lean_dtype any_dtype(stream *in) {
    return dtype_at(stream_byte(in) % DTYPES);
}

static lean_dtype any_value(stream *in) {
    static const uint8_t values[] = {LEAN_I64, LEAN_U64, LEAN_F64};
    return (lean_dtype)values[stream_byte(in) % 3];
}

/* Items from *at on, as many as the result. */
static size_t any_range(stream *in, size_t *at) {
    *at = stream_number(in) % (n + 1);
    return stream_number(in) % (n - *at + 1);
}

/* What the items of the model from `at` on become; false where not all of them fit. */
static bool all_converted(size_t at, size_t many, lean_dtype d, mode how) {
    bool all_fit = true;
    size_t i;
    for (i = 0; i < many; ++i) {
        bool fits;
        outcome[i] = converted(dtype, model[at + i], d, how, &fits);
        all_fit = all_fit && fits;
    }
    return all_fit;
}

static void put(lean_array *a, stream *in) {
    const told what = (told)(stream_byte(in) % 3);
    const lean_dtype x = any_value(in);
    const uint64_t value = item(in, x);
    size_t at = 0, many = 1, i;
    lean_status status;
    bool fits;
    const uint64_t bits = converted(x, value, dtype, CHECKED, &fits);
    if (what == PUSH && n == MOST)
        return;
    if (what == FILL)
        many = any_range(in, &at);
    else if (what == SET && n != 0)
        at = stream_number(in) % n;
    if (what == SET && n == 0)
        return;
    status = tell(what, a, at, many, x, value);
    if (!fits) {
        CHECK(status == LEAN_OUT_OF_RANGE);
        return;
    }
    CHECK(status == LEAN_OK || (what == PUSH && status == LEAN_NO_MEMORY));
    if (status == LEAN_NO_MEMORY)
        return;
    if (what == PUSH)
        at = n++;
    for (i = 0; i < many; ++i)
        model[at + i] = bits;
}

/* Whether a sum of floats is exact however it is made: of small whole numbers. */
static bool is_whole(uint64_t bits) {
    bool fits;
    const uint64_t i = converted(dtype, bits, LEAN_I32, CHECKED, &fits);
    return fits && i + 256 <= 512 &&
           same(dtype, converted(LEAN_I32, i, dtype, CHECKED, &fits), bits);
}

/* What a sum of the model's items should be; false where that is not known to the last bit. */
static bool sum_of(size_t at, size_t many, lean_dtype x, uint64_t *value, bool *fits) {
    total t = {0, 0};
    number sum;
    size_t i;
    for (i = at; i < at + many; ++i) {
        bool all = true;
        number item_is = decode(dtype, model[i]);
        if (is_float(dtype)) {
            if (!is_whole(model[i]))
                return false;
            item_is.m = whole(item_is, &all);
        }
        total_add(&t, item_is);
    }
    sum = number_of(t);
    *fits = true;
    *value = is_float(x) ? nearest_float(sum, x) : to_integer(sum, x, CHECKED, fits);
    return true;
}

static void inspect(const lean_array *a, stream *in) {
    const asked what = (asked)(stream_byte(in) % 4);
    const lean_dtype x = any_value(in);
    const uint64_t before = 77;
    uint64_t after = before, value = 0;
    size_t at, many = any_range(in, &at);
    bool fits = true;
    lean_status status;
    if (what == GET && at == n)
        return;
    status = ask(what, a, at, many, x, &after);
    if (what == SUM) {
        if (!sum_of(at, many, x, &value, &fits))
            return;
    } else if (what != GET && many == 0) {
        CHECK(status == LEAN_BAD_ARGUMENT && after == before);
        return;
    } else {
        value = what == GET ? model[at] : extreme(what, dtype, model + at, many);
        value = converted(dtype, value, x, CHECKED, &fits);
    }
    CHECK(status == (fits ? LEAN_OK : LEAN_OUT_OF_RANGE));
    CHECK(same(x, after, fits ? value : before) || (is_zero(x, after) && is_zero(x, value)));
}

static void read_items(const lean_array *a, stream *in) {
    const mode how = (mode)(stream_byte(in) % 3);
    const lean_dtype d = any_dtype(in);
    size_t at, i;
    const size_t many = any_range(in, &at);
    const bool fits = all_converted(at, many, d, how);
    memset(room, 0x6b, sizeof room);
    if (how == CHECKED) {
        CHECK(lean_array_read(a, at, many, d, room) == (fits ? LEAN_OK : LEAN_OUT_OF_RANGE));
        if (!fits) {
            CHECK(all_are(room, sizeof room, 0x6b));
            return;
        }
    } else if (how == SATURATED) {
        lean_array_read_saturated(a, at, many, d, room);
    } else {
        lean_array_read_wrapped(a, at, many, d, room);
    }
    for (i = 0; i < many; ++i)
        CHECK(same(d, item_get(room, i, d), outcome[i]));
    CHECK(all_are((unsigned char *)room + many * size_of(d), 8, 0x6b));
}

static void write_items(lean_array *a, stream *in) {
    const mode how = (mode)(stream_byte(in) % 3);
    const lean_dtype d = any_dtype(in);
    size_t at, i;
    const size_t many = any_range(in, &at);
    bool all_fit = true;
    for (i = 0; i < many; ++i) {
        const uint64_t bits = item(in, d);
        bool fits;
        item_set(room, i, d, bits);
        outcome[i] = converted(d, bits, dtype, how, &fits);
        all_fit = all_fit && fits;
    }
    if (how == CHECKED) {
        CHECK(lean_array_write(a, at, many, d, room) == (all_fit ? LEAN_OK : LEAN_OUT_OF_RANGE));
        if (!all_fit)
            return;
    } else if (how == SATURATED) {
        lean_array_write_saturated(a, at, many, d, room);
    } else {
        lean_array_write_wrapped(a, at, many, d, room);
    }
    for (i = 0; i < many; ++i)
        model[at + i] = outcome[i];
}

static void recast(lean_array *a, stream *in) {
    const lean_dtype d = any_dtype(in);
    const bool fits = all_converted(0, n, d, CHECKED);
    const size_t bytes = lean_array_bytes(a);
    const lean_status status = lean_array_recast(a, d);
    CHECK(fits ? status == LEAN_OK || status == LEAN_NO_MEMORY : status != LEAN_OK);
    if (status != LEAN_OK) {
        CHECK(lean_array_bytes(a) == bytes);
        return;
    }
    dtype = d;
    memcpy(model, outcome, n * sizeof model[0]);
}

/* To what fits the items best, which loses nothing. */
static void tighten(lean_array *a) {
    bool others_null;
    const void *items = items_of(a, &others_null);
    const lean_dtype d = n != 0 ? lean_dtype_fit(dtype, items, n) : dtype;
    size_t i;
    CHECK(size_of(d) <= size_of(dtype) && is_float(d) == is_float(dtype));
    CHECK(all_converted(0, n, d, CHECKED) && lean_array_recast(a, d) == LEAN_OK);
    for (i = 0; i < n; ++i) {
        bool fits;
        CHECK(same(dtype, converted(d, outcome[i], dtype, CHECKED, &fits), model[i]) && fits);
        model[i] = outcome[i];
    }
    dtype = d;
}

static void resize(lean_array *a, stream *in) {
    const size_t to = stream_number(in) % (MOST + 1);
    if (!lean_array_resize(a, to)) {
        CHECK(to > n);
        return;
    }
    while (n < to)
        model[n++] = 0;
    n = to;
}

/* A reservation keeps its word: what it was made for needs no request. */
static void reserve(lean_array *a, stream *in) {
    const size_t more = stream_byte(in) % 20;
    size_t i, requests;
    if (n + more > MOST || !lean_array_reserve(a, n + more))
        return;
    requests = test_debug.requests;
    for (i = 0; i < more; ++i) {
        bool fits;
        CHECK(lean_array_push_u64(a, i) == LEAN_OK);
        model[n++] = converted(LEAN_U8, i, dtype, CHECKED, &fits);
    }
    CHECK(test_debug.requests == requests);
}

static void copy(const lean_array *a, stream *in) {
    lean_array b;
    lean_array_init(&b, any_dtype(in), NULL);
    CHECK(lean_array_resize(&b, stream_byte(in) % MOST) && lean_array_copy(&b, a));
    compare(&b);
    lean_array_free(&b);
}

static void by_reference(lean_array *a, stream *in) {
    bool others_null;
    size_t at;
    if (n == 0)
        return;
    at = stream_number(in) % n;
    model[at] = item(in, dtype);
    item_set(items_ref(a, &others_null), at, dtype, model[at]);
    CHECK(others_null);
}

static void step(lean_array *a, stream *in) {
    const uint8_t what = stream_byte(in);
    if (what < 70) {
        put(a, in);
    } else if (what < 100) {
        inspect(a, in);
    } else if (what < 120) {
        read_items(a, in);
    } else if (what < 140) {
        write_items(a, in);
    } else if (what < 170) {
        recast(a, in);
    } else if (what < 180) {
        tighten(a);
    } else if (what < 195) {
        resize(a, in);
    } else if (what < 210) {
        reserve(a, in);
    } else if (what < 220) {
        const size_t before = lean_array_bytes(a);
        CHECK(lean_array_shrink(a) ? lean_array_bytes(a) <= before : lean_array_bytes(a) == before);
    } else if (what < 230) {
        copy(a, in);
    } else if (what < 250) {
        by_reference(a, in);
    } else if (what == 255) {
        lean_array_clear(a);
        n = 0;
    }
    compare(a);
}

static void over_the_debug_allocator(stream *in) {
    lean_array a;
    test_debug_begin();
    lean_array_init(&a, dtype, &test_debug.allocator);
    while (!stream_ended(in)) {
        const uint8_t what = stream_byte(in);
        if (what % 16 == 0)
            lean_debug_fail(&test_debug, what / 16 % 4, what >= 128);
        else if (what % 16 == 1)
            lean_debug_fail_none(&test_debug);
        else
            step(&a, in);
        CHECK(lean_array_bytes(&a) == test_debug.bytes);
    }
    lean_array_free(&a);
    test_debug_end();
}

static void over_a_buffer(stream *in) {
    static unsigned char memory[2000 / MODEL_SHARE];
    lean_buffer buffer;
    lean_array a;
    lean_buffer_init(&buffer, memory, sizeof memory);
    lean_array_init(&a, dtype, &buffer.allocator);
    while (!stream_ended(in))
        step(&a, in);
    lean_array_free(&a);
    CHECK(lean_buffer_bytes(&buffer) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    stream in;
    uint8_t first;
    in.data = data;
    in.n = size;
    n = 0;
    first = stream_byte(&in);
    dtype = dtype_at(first / 4 % DTYPES);
    if (first % 4 != 0)
        over_the_debug_allocator(&in);
    else
        over_a_buffer(&in);
    return 0;
}

MODEL_MAIN("model_dtype", 150);
