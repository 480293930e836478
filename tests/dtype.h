/* What the tests of [DTYPE] share: numbers in exact integer arithmetic, samples of every dtype, and
   the calls on arrays by the dtype of their value. Nothing here computes with a floating type, so
   nothing rounds as the compiler, the machine or the library does. Items are uint64_t bits. */

#ifndef LEAN_TEST_DTYPE_H
#define LEAN_TEST_DTYPE_H

#include <string.h>

#define DTYPES 11
static inline lean_dtype dtype_at(unsigned k) {
    static const uint8_t all[DTYPES] = {LEAN_U8,  LEAN_U16, LEAN_U32, LEAN_U64, LEAN_I8, LEAN_I16,
                                        LEAN_I32, LEAN_I64, LEAN_F16, LEAN_F32, LEAN_F64};
    return (lean_dtype)all[k];
}

static inline bool is_float(lean_dtype d) {
    return d == LEAN_F16 || d == LEAN_F32 || d == LEAN_F64;
}

static inline bool is_signed(lean_dtype d) {
    return d == LEAN_I8 || d == LEAN_I16 || d == LEAN_I32 || d == LEAN_I64;
}

static inline unsigned size_of(lean_dtype d) {
    switch (d) {
    case LEAN_U8:
    case LEAN_I8:
        return 1;
    case LEAN_U16:
    case LEAN_I16:
    case LEAN_F16:
        return 2;
    case LEAN_U32:
    case LEAN_I32:
    case LEAN_F32:
        return 4;
    case LEAN_U64:
    case LEAN_I64:
        return 8;
    case LEAN_F64:
        break;
    }
    return sizeof(double);
}

static inline unsigned width_of(lean_dtype d) {
    return size_of(d) * 8;
}

/* All bits of an item. */
static inline uint64_t mask_of(lean_dtype d) {
    return UINT64_MAX >> (64 - width_of(d));
}

static inline uint64_t item_get(const void *items, size_t i, lean_dtype d) {
    const unsigned size = size_of(d);
    const unsigned char *from = (const unsigned char *)items + i * size;
    uint16_t two;
    uint32_t four;
    uint64_t eight;
    switch (size) {
    case 1:
        return *from;
    case 2:
        memcpy(&two, from, 2);
        return two;
    case 4:
        memcpy(&four, from, 4);
        return four;
    default:
        memcpy(&eight, from, 8);
        return eight;
    }
}

static inline void item_set(void *items, size_t i, lean_dtype d, uint64_t bits) {
    const unsigned size = size_of(d);
    unsigned char *to = (unsigned char *)items + i * size;
    const uint16_t two = (uint16_t)bits;
    const uint32_t four = (uint32_t)bits;
    switch (size) {
    case 1:
        *to = (unsigned char)bits;
        break;
    case 2:
        memcpy(to, &two, 2);
        break;
    case 4:
        memcpy(to, &four, 4);
        break;
    default:
        memcpy(to, &bits, 8);
    }
}

/* A number is m * 2^e with a sign; or it is infinite, or not a number. */
typedef enum number_kind { FINITE, INFINITE, NOT_A_NUMBER } number_kind;

typedef struct number {
    uint64_t m;
    int e;
    number_kind kind;
    bool minus;
} number;

/* Binary formats: bits of a significand, its first one included, and the exponent of the least
   normal number. */
static inline unsigned precision_of(lean_dtype d) {
    return width_of(d) == 16 ? 11 : width_of(d) == 32 ? 24 : 53;
}

static inline int least_exponent_of(lean_dtype d) {
    return width_of(d) == 16 ? -14 : width_of(d) == 32 ? -126 : -1022;
}

static inline uint64_t sign_of(lean_dtype d) {
    return (uint64_t)1 << (width_of(d) - 1);
}

static inline uint64_t fraction_of(lean_dtype d) {
    return ((uint64_t)1 << (precision_of(d) - 1)) - 1;
}

static inline uint64_t infinity_of(lean_dtype d) {
    return (sign_of(d) - 1) & ~fraction_of(d);
}

static inline number decode(lean_dtype d, uint64_t bits) {
    number x = {0, 0, FINITE, false};
    x.minus = (is_float(d) || is_signed(d)) && (bits & sign_of(d)) != 0;
    if (is_float(d)) {
        const uint64_t fraction = bits & fraction_of(d), exponent = bits & infinity_of(d);
        x.m = fraction;
        x.e = least_exponent_of(d) - (int)(precision_of(d) - 1);
        if (exponent == infinity_of(d)) {
            x.kind = fraction != 0 ? NOT_A_NUMBER : INFINITE;
        } else if (exponent != 0) {
            x.m += fraction_of(d) + 1;
            x.e += (int)(exponent >> (precision_of(d) - 1)) - 1;
        }
    } else {
        x.m = x.minus ? (0 - bits) & mask_of(d) : bits;
    }
    return x;
}

/* The nearest float, ties to even; infinity from where half a unit would be added to the largest
   one. A NaN is quiet, without a payload. */
static inline uint64_t nearest_float(number x, lean_dtype d) {
    const uint64_t sign = x.minus ? sign_of(d) : 0;
    const int precision = (int)precision_of(d);
    uint64_t q = 0, half;
    int exponent, drop, step;
    if (x.kind != FINITE)
        return sign | infinity_of(d) | (x.kind == NOT_A_NUMBER ? (fraction_of(d) + 1) / 2 : 0);
    if (x.m == 0)
        return sign;
    for (step = 32; step != 0; step /= 2) {
        if (x.m >> (64 - step) == 0) {
            x.m <<= step;
            x.e -= step;
        }
    }
    exponent = x.e + 63;
    drop = 64 - precision;
    if (exponent < least_exponent_of(d)) {
        drop += least_exponent_of(d) - exponent;
        exponent = least_exponent_of(d);
    }
    if (drop > 64)
        return sign;
    half = (uint64_t)1 << (drop - 1);
    if (drop < 64)
        q = x.m >> drop;
    x.m -= drop < 64 ? q << drop : 0;
    q += x.m > half || (x.m == half && q % 2 != 0);
    q += (uint64_t)(exponent - least_exponent_of(d)) << (precision - 1);
    return sign | (q < infinity_of(d) ? q : infinity_of(d));
}

/* What is left of the point, modulo 2^64, and whether it is less than 2^64. */
static inline uint64_t whole(number x, bool *all) {
    *all = true;
    if (x.e <= 0)
        return x.e > -64 ? x.m >> -x.e : 0;
    *all = x.m == 0 || (x.e < 64 && x.m >> (64 - x.e) == 0);
    return x.e < 64 ? x.m << x.e : 0;
}

typedef enum mode { CHECKED, SATURATED, WRAPPED } mode;

static inline uint64_t to_integer(number x, lean_dtype d, mode how, bool *fits) {
    const uint64_t high = is_signed(d) ? sign_of(d) - 1 : mask_of(d);
    const uint64_t low = is_signed(d) ? sign_of(d) : 0; /* of what is below 0, without its sign */
    bool all;
    const uint64_t left = whole(x, &all);
    *fits = x.kind == FINITE && all && left <= (x.minus ? low : high);
    if (x.kind == NOT_A_NUMBER || (x.kind == INFINITE && how == WRAPPED))
        return 0;
    if (!*fits && how == SATURATED)
        return x.minus ? low : high;
    return (x.minus ? 0 - left : left) & mask_of(d);
}

/* The item that a conversion makes of another, and whether it fits. */
static inline uint64_t converted(lean_dtype from, uint64_t bits, lean_dtype to, mode how,
                                 bool *fits) {
    const number x = decode(from, bits);
    uint64_t y;
    if (!is_float(to))
        return to_integer(x, to, how, fits);
    y = nearest_float(x, to);
    *fits = x.kind != FINITE || decode(to, y).kind == FINITE;
    return y - (!*fits && how == SATURATED);
}

static inline bool is_nan(lean_dtype d, uint64_t bits) {
    return is_float(d) && decode(d, bits).kind == NOT_A_NUMBER;
}

/* Whether two items are the same number: one NaN is as good as another. */
static inline bool same(lean_dtype d, uint64_t a, uint64_t b) {
    return a == b || (is_nan(d, a) && is_nan(d, b));
}

/* Samples lie where conversions can go wrong: at powers of two and one or a half beside them, where
   narrower floats have ties, each with both neighbours, and at the ends of the formats. */
#define SAMPLES_ (2 * 32)

static inline unsigned samples_of(lean_dtype d) {
    return SAMPLES_ * (!is_float(d)    ? width_of(d) + 1
                       : d == LEAN_F16 ? 86
                       : d == LEAN_F32 ? 108
                                       : 128);
}

static inline int sample_exponent(unsigned j) {
    const int i = (int)j;
    return i < 70    ? i - 3       /* the integers */
           : i < 86  ? i - 70 - 27 /* f16 */
           : i < 94  ? i - 86 - 152
           : i < 102 ? i - 94 - 129 /* f32 */
           : i < 108 ? i - 102 + 124
           : i < 116 ? i - 108 - 1078
           : i < 122 ? i - 116 - 1025 /* f64 */
                     : i - 122 + 1019;
}

/* 2^e and a bit, 11, 24 or 53 places below the first one. */
static inline number sample_number(unsigned base, int e, bool integer) {
    number x = {(uint64_t)1 << 62, 0, FINITE, false};
    x.e = e - 62;
    switch (base) {
    case 1:
        x.m += (uint64_t)1 << 51;
        break;
    case 2:
        x.m += (uint64_t)3 << 51;
        break;
    case 3:
        x.m -= (uint64_t)1 << 50;
        break;
    case 4:
        x.m += (uint64_t)1 << 38;
        break;
    case 5:
        x.m += (uint64_t)3 << 38;
        break;
    case 6:
        x.m -= (uint64_t)1 << 37;
        break;
    case 7:
        x.m += integer ? (uint64_t)1 << 9 : e >= 0 && e < 62 ? (uint64_t)1 << (61 - e) : 0;
        break;
    case 8:
        x.m += integer ? (uint64_t)3 << 9 : e >= 0 && e < 62 ? -((uint64_t)1 << (61 - e)) : 0;
        break;
    case 9:
        x.m += e >= 0 && e <= 62 ? -((uint64_t)1 << (62 - e)) : 0;
        break;
    default:
        break;
    }
    return x;
}

static inline uint64_t sample_special(lean_dtype d, unsigned j) {
    switch (is_float(d) ? j % 8 : 8) {
    case 0:
        return infinity_of(d) + (fraction_of(d) + 1) / 2;
    case 1:
        return infinity_of(d) + 1;
    case 2:
        return infinity_of(d);
    case 3:
        return 0;
    case 4:
        return infinity_of(d) - 1;
    case 5:
        return 1;
    default:
        return lean_mix64(j) & mask_of(d);
    }
}

static inline uint64_t sample(lean_dtype d, unsigned k) {
    const unsigned j = k / SAMPLES_, base = k % 32 / 3, beside = k % 32 % 3;
    const bool minus = k / 32 % 2 != 0;
    uint64_t bits;
    bool all;
    if (is_float(d)) {
        bits = base == 10 ? sample_special(d, 2 * j + beside)
                          : nearest_float(sample_number(base, sample_exponent(j), false), d);
        if (base != 10 && bits != infinity_of(d))
            bits += beside == 1 ? 1 : beside == 2 && bits != 0 ? UINT64_MAX : 0;
        return minus ? bits | sign_of(d) : bits;
    }
    if (base == 10)
        return sample_special(d, k);
    bits = whole(sample_number(base, (int)j, true), &all);
    bits += beside == 1 ? 1 : beside == 2 ? UINT64_MAX : 0;
    return (minus ? 0 - bits : bits) & mask_of(d);
}

/* ---- conversions of many items ---- */

#ifdef TEST_SMALL
#define BATCH 24
#else
#define BATCH 600 /* more than two of the blocks that kernels work in */
#endif

/* Items lie at changing places in these, so that kernels meet every alignment that an item has. The
   bytes beside what is written must stay as they are. */
#define BESIDE 16
static uint64_t batch_in[BATCH + 4], batch_out[BATCH + 2 * BESIDE / 8 + 4], batch_want[BATCH];
static unsigned batch_turn;

static inline lean_status convert(mode how, lean_dtype from, const void *in, size_t n,
                                  lean_dtype to, void *out) {
    if (how == CHECKED)
        return lean_convert(from, in, n, to, out);
    if (how == SATURATED)
        lean_convert_saturated(from, in, n, to, out);
    else
        lean_convert_wrapped(from, in, n, to, out);
    return LEAN_OK;
}

static inline bool all_are(const void *bytes, size_t n, unsigned char x) {
    const unsigned char *b = (const unsigned char *)bytes;
    while (n != 0 && *b == x) {
        ++b;
        --n;
    }
    return n == 0;
}

/* Whether n items of `in`, as they are or as far as they fit, become what they should. */
static inline bool converts(mode how, lean_dtype from, const void *in, size_t n, lean_dtype to) {
    unsigned char *const out = (unsigned char *)batch_out + BESIDE + batch_turn++ % 4 * size_of(to);
    const size_t size = n * size_of(to);
    bool right = true, all_fit = true;
    lean_status status;
    size_t i;
    for (i = 0; i < n; ++i) {
        bool fits;
        batch_want[i] = converted(from, item_get(in, i, from), to, how, &fits);
        all_fit = all_fit && fits;
    }
    memset(out - BESIDE, 0xa5, size + 2 * BESIDE);
    status = convert(how, from, in, n, to, out);
    if (how == CHECKED && !all_fit)
        return status == LEAN_OUT_OF_RANGE && all_are(out - BESIDE, size + 2 * BESIDE, 0xa5);
    for (i = 0; i < n; ++i)
        right = right && same(to, item_get(out, i, to), batch_want[i]);
    right = right && status == LEAN_OK && all_are(out - BESIDE, BESIDE, 0xa5) &&
            all_are(out + size, BESIDE, 0xa5);
    if (size_of(to) <= size_of(from)) {
        memcpy(batch_out, in, n * size_of(from));
        right = right && convert(how, from, batch_out, n, to, batch_out) == LEAN_OK;
        for (i = 0; i < n; ++i)
            right = right && same(to, item_get(batch_out, i, to), batch_want[i]);
    }
    return right;
}

/* Adds an item to a batch, which is converted in all three ways once it is full, and then again
   those of its items that fit. How full it has to be changes all the time. */
typedef struct batch {
    lean_dtype from, to;
    size_t n, most;
    unsigned char *in;
} batch;

static inline bool batch_end(batch *b) {
    bool right = true;
    size_t i, n = 0;
    unsigned how;
    for (how = CHECKED; how <= WRAPPED; ++how)
        right = right && converts((mode)how, b->from, b->in, b->n, b->to);
    for (i = 0; i < b->n; ++i) {
        const uint64_t bits = item_get(b->in, i, b->from);
        bool fits;
        (void)converted(b->from, bits, b->to, CHECKED, &fits);
        item_set(b->in, n, b->from, bits);
        n += fits;
    }
    right = right && converts(CHECKED, b->from, b->in, n, b->to);
    b->n = 0;
    b->most = 1 + lean_mix32(batch_turn) % BATCH;
    b->in = (unsigned char *)batch_in + batch_turn % 4 * size_of(b->from);
    return right;
}

static inline batch batch_begin(lean_dtype from, lean_dtype to) {
    batch b;
    b.from = from;
    b.to = to;
    b.n = 0;
    b.most = 1;
    b.in = (unsigned char *)batch_in;
    return b;
}

static inline bool batch_add(batch *b, uint64_t bits) {
    item_set(b->in, b->n, b->from, bits);
    return ++b->n < b->most || batch_end(b);
}

/* ---- calls on arrays by the dtype x of their value: i64, u64 or f64 ---- */

typedef enum asked { GET, SUM, MIN, MAX } asked;
typedef enum told { SET, PUSH, FILL } told;

#define ASK_AS_(T, X)                                                                              \
    do {                                                                                           \
        T v_;                                                                                      \
        memcpy(&v_, &item_, sizeof v_);                                                            \
        status = what == GET   ? lean_array_get_##X(a, i, &v_)                                     \
                 : what == SUM ? lean_array_sum_##X(a, i, n, &v_)                                  \
                 : what == MIN ? lean_array_min_##X(a, i, n, &v_)                                  \
                               : lean_array_max_##X(a, i, n, &v_);                                 \
        memcpy(&item_, &v_, sizeof v_);                                                            \
    } while (0)

static inline lean_status ask(asked what, const lean_array *a, size_t i, size_t n, lean_dtype x,
                              uint64_t *bits) {
    lean_status status;
    uint64_t item_ = 0;
    item_set(&item_, 0, x, *bits);
    if (x == LEAN_I64)
        ASK_AS_(int64_t, i64);
    else if (x == LEAN_U64)
        ASK_AS_(uint64_t, u64);
    else
        ASK_AS_(double, f64);
    *bits = item_get(&item_, 0, x);
    return status;
}

#define TELL_AS_(T, X)                                                                             \
    do {                                                                                           \
        T v_;                                                                                      \
        memcpy(&v_, &item_, sizeof v_);                                                            \
        status = what == SET    ? lean_array_set_##X(a, i, v_)                                     \
                 : what == PUSH ? lean_array_push_##X(a, v_)                                       \
                                : lean_array_fill_##X(a, i, n, v_);                                \
    } while (0)

static inline lean_status tell(told what, lean_array *a, size_t i, size_t n, lean_dtype x,
                               uint64_t bits) {
    lean_status status;
    uint64_t item_ = 0;
    item_set(&item_, 0, x, bits);
    if (x == LEAN_I64)
        TELL_AS_(int64_t, i64);
    else if (x == LEAN_U64)
        TELL_AS_(uint64_t, u64);
    else
        TELL_AS_(double, f64);
    return status;
}

/* The items through the pointer of their type, and whether every other type gives NULL. */
static inline const void *items_of(const lean_array *a, bool *others_null) {
    const void *items[DTYPES];
    const void *found = NULL;
    unsigned k;
    items[0] = lean_array_u8(a);
    items[1] = lean_array_u16(a);
    items[2] = lean_array_u32(a);
    items[3] = lean_array_u64(a);
    items[4] = lean_array_i8(a);
    items[5] = lean_array_i16(a);
    items[6] = lean_array_i32(a);
    items[7] = lean_array_i64(a);
    items[8] = lean_array_f16(a);
    items[9] = lean_array_f32(a);
    items[10] = lean_array_f64(a);
    *others_null = true;
    for (k = 0; k < DTYPES; ++k) {
        if (dtype_at(k) == lean_array_dtype(a))
            found = items[k];
        else
            *others_null = *others_null && items[k] == NULL;
    }
    return found;
}

static inline void *items_ref(lean_array *a, bool *others_null) {
    void *items[DTYPES];
    void *found = NULL;
    unsigned k;
    items[0] = lean_array_u8_ref(a);
    items[1] = lean_array_u16_ref(a);
    items[2] = lean_array_u32_ref(a);
    items[3] = lean_array_u64_ref(a);
    items[4] = lean_array_i8_ref(a);
    items[5] = lean_array_i16_ref(a);
    items[6] = lean_array_i32_ref(a);
    items[7] = lean_array_i64_ref(a);
    items[8] = lean_array_f16_ref(a);
    items[9] = lean_array_f32_ref(a);
    items[10] = lean_array_f64_ref(a);
    *others_null = true;
    for (k = 0; k < DTYPES; ++k) {
        if (dtype_at(k) == lean_array_dtype(a))
            found = items[k];
        else
            *others_null = *others_null && items[k] == NULL;
    }
    return found;
}

/* A sum of integers, of which there are fewer than 2^63. */
typedef struct total {
    uint64_t low;
    int64_t high;
} total;

static inline void total_add(total *t, number x) {
    const uint64_t m = x.minus ? 0 - x.m : x.m;
    t->low += m;
    t->high += t->low < m;
    t->high -= x.minus && x.m != 0;
}

static inline number number_of(total t) {
    number x = {0, 0, FINITE, false};
    x.minus = t.high < 0;
    if (x.minus) {
        t.high = ~t.high + (t.low == 0);
        t.low = 0 - t.low;
    }
    x.m = t.low;
    while (t.high != 0) { /* what is lost is kept in the last bit, which decides about ties */
        x.m = x.m >> 1 | x.m % 2 | (uint64_t)t.high << 63;
        t.high >>= 1;
        ++x.e;
    }
    return x;
}

/* The order of numbers that are not NaN. */
static inline bool is_less(lean_dtype d, uint64_t a, uint64_t b) {
    const bool sign = is_float(d) || is_signed(d);
    const bool a_minus = sign && (a & sign_of(d)) != 0, b_minus = sign && (b & sign_of(d)) != 0;
    if (is_float(d)) {
        a &= sign_of(d) - 1;
        b &= sign_of(d) - 1;
        if (a == 0 && b == 0)
            return false;
        if (a_minus && b_minus)
            return a > b;
    }
    return a_minus != b_minus ? a_minus : a < b;
}

/* The least or greatest of n items, or the first NaN. */
static inline uint64_t extreme(asked what, lean_dtype d, const uint64_t *items, size_t n) {
    uint64_t best = items[0];
    size_t i;
    for (i = 0; i < n; ++i) {
        if (is_nan(d, items[i]))
            return items[i];
        if (what == MIN ? is_less(d, items[i], best) : is_less(d, best, items[i]))
            best = items[i];
    }
    return best;
}

static inline bool is_zero(lean_dtype x, uint64_t bits) {
    return bits == 0 || (is_float(x) && bits == sign_of(x));
}

#endif
