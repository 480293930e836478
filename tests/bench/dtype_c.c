// Half floats in plain C, by the compiler's own type, and the limit.
#include "dtype.h"

// ---- Plain C: a case for each kind of number ----------------------------------------------------

static inline float plain_from_half(uint16_t half) {
    const uint32_t sign = (uint32_t)(half & 0x8000) << 16;
    uint32_t exponent = half >> 10 & 31, fraction = half & 0x3FF, bits = 0;
    float x = 0;
    if (exponent == 31) {
        bits = 0x7F800000 | fraction << 13 | (fraction ? 0x400000 : 0);
    } else if (exponent) {
        bits = (exponent + 112) << 23 | fraction << 13;
    } else if (fraction) {
        const unsigned shift = (unsigned)__builtin_clz(fraction) - 21;
        bits = (113 - shift) << 23 | (fraction << shift & 0x3FF) << 13;
    }
    bits |= sign;
    memcpy(&x, &bits, sizeof x);
    return x;
}

// Rounds to nearest, ties to even: what is cut off carries where, with less than a half added to
// it, or a half where the last bit is set, it comes to a whole.
#define DEFINE_TO_HALF(T, BITS, SIZE, FRACTION)                                                    \
    static inline uint16_t plain_half_from_##T(T x) {                                              \
        const int largest = (1 << (SIZE - 1 - FRACTION)) - 1, bias = largest / 2;                  \
        const BITS one = (BITS)1 << FRACTION;                                                      \
        BITS bits = 0, fraction = 0, half = 0;                                                     \
        int exponent = 0, shift = FRACTION - 10;                                                   \
        uint16_t sign = 0;                                                                         \
        memcpy(&bits, &x, sizeof x);                                                               \
        sign = (uint16_t)(bits >> (SIZE - 1) << 15);                                               \
        exponent = (int)(bits >> FRACTION & (BITS)largest) - bias;                                 \
        fraction = bits & (one - 1);                                                               \
        if (exponent > bias)                                                                       \
            return sign | 0x7C00 | (fraction ? 0x200 | (uint16_t)(fraction >> shift) : 0);         \
        if (exponent > 15)                                                                         \
            return sign | 0x7C00;                                                                  \
        if (exponent < -25)                                                                        \
            return sign;                                                                           \
        if (exponent < -14) {                                                                      \
            shift += -14 - exponent;                                                               \
            fraction |= one;                                                                       \
        } else {                                                                                   \
            fraction |= (BITS)(exponent + 15) << FRACTION;                                         \
        }                                                                                          \
        half = fraction >> shift;                                                                  \
        fraction += ((BITS)1 << (shift - 1)) - 1 + (half & 1);                                     \
        return sign | (uint16_t)(fraction >> shift);                                               \
    }
DEFINE_TO_HALF(float, uint32_t, 32, 23)
DEFINE_TO_HALF(double, uint64_t, 64, 52)

// ---- The works ----------------------------------------------------------------------------------

#define DEFINE_WORK(NAME, IN, OUT, CONVERT)                                                        \
    static void NAME##_convert(const void *in, size_t n, void *out) {                              \
        const IN *from = (const IN *)in;                                                           \
        OUT *to = (OUT *)out;                                                                      \
        for (size_t i = 0; i < n; i++)                                                             \
            to[i] = CONVERT(from[i]);                                                              \
    }                                                                                              \
    static void NAME(bench *b) {                                                                   \
        dtype_work(b, sizeof(IN), sizeof(OUT), NAME##_convert);                                    \
    }
DEFINE_WORK(plain_f16_to_f32, uint16_t, float, plain_from_half)
DEFINE_WORK(plain_f32_to_f16, float, uint16_t, plain_half_from_float)
DEFINE_WORK(plain_f64_to_f16, double, uint16_t, plain_half_from_double)

// gcc's own halves take what the processor has for them, or else calls of its library.
#if defined __FLT16_MANT_DIG__ && !defined __clang__
DEFINE_WORK(gcc_f16_to_f32, _Float16, float, (float))
DEFINE_WORK(gcc_f32_to_f16, float, _Float16, (_Float16))
DEFINE_WORK(gcc_f64_to_f16, double, _Float16, (_Float16))
#define GCC_ROWS(WORK) DTYPE_ROWS(WORK, "gcc_float16", gcc_##WORK)
#else
#define GCC_ROWS(WORK)
#endif

// The limit: what has been converted is copied.
static void copy(bench *b, size_t from, size_t to, dtype_conversion *convert) {
    void *items = dtype_items(b, from), *converted = bench_aligned(b->n, to), *out = NULL;
    convert(items, b->n, converted);
    bench_build(b);
    out = bench_aligned(b->n, to);
    bench_built(b, BENCH_SILENT);
    while (bench_again(b, out))
        memcpy(out, converted, b->n * to);
    dtype_answer(b, out, to);
}

static void copy_f16_to_f32(bench *b) {
    copy(b, 2, 4, plain_f16_to_f32_convert);
}

static void copy_f32_to_f16(bench *b) {
    copy(b, 4, 2, plain_f32_to_f16_convert);
}

static void copy_f64_to_f16(bench *b) {
    copy(b, 8, 2, plain_f64_to_f16_convert);
}

#define ROWS(WORK)                                                                                 \
    DTYPE_ROWS(WORK, "plain_c", plain_##WORK)                                                      \
    GCC_ROWS(WORK)                                                                                 \
    DTYPE_ROWS(WORK, "memcpy", copy_##WORK)

static const bench_work works[] = {ROWS(f16_to_f32) ROWS(f32_to_f16) ROWS(f64_to_f16)};

BENCH_MAIN(works)
