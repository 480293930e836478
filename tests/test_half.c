/* Half floats, one at a time and by lean_convert, against exact arithmetic. */
#define LEAN_WITH_DTYPE
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include "dtype.h"

#ifdef TEST_SMALL
#define STEP 257 /* of 65,536 halves */
#define RANDOM 100
#define LENGTHS 18
#else
#define STEP 1
#define RANDOM 30000
#define LENGTHS 70
#endif

/* The single calls, on bits. Floats go through memory, so that no register widens them. */
static uint64_t half_to(lean_dtype to, uint16_t half) {
    if (to == LEAN_F32) {
        const float x = lean_half_to_float(half);
        return item_get(&x, 0, LEAN_F32);
    } else {
        const double x = lean_half_to_double(half);
        return item_get(&x, 0, LEAN_F64);
    }
}

static uint16_t half_from(lean_dtype from, uint64_t bits) {
    float x;
    double y;
    if (from == LEAN_F32) {
        item_set(&x, 0, LEAN_F32, bits);
        return lean_half_from_float(x);
    }
    item_set(&y, 0, LEAN_F64, bits);
    return lean_half_from_double(y);
}

static bool is_half_nan(unsigned half) {
    return (half & 0x7fff) > 0x7c00;
}

/* The bits of a half in a wider format: of a NaN, quiet, the sign and the payload's high bits. */
static uint64_t widened(uint16_t half, lean_dtype d) {
    const unsigned shift = precision_of(d) - 11;
    const uint64_t quiet = (fraction_of(d) + 1) / 2;
    if (!is_half_nan(half))
        return nearest_float(decode(LEAN_F16, half), d);
    return ((half & 0x8000) != 0 ? sign_of(d) : 0) | infinity_of(d) | quiet |
           (uint64_t)(half & 0x3ff) << shift;
}

static uint16_t narrowed(lean_dtype d, uint64_t bits) {
    if (!is_nan(d, bits))
        return (uint16_t)nearest_float(decode(d, bits), LEAN_F16);
    return (uint16_t)(((bits & sign_of(d)) != 0 ? 0x8000 : 0) | 0x7e00 |
                      (bits & fraction_of(d)) >> (precision_of(d) - 11));
}

/* Whether bulk conversions, where they are not refused, are right to the bit, NaNs too. */
static bool bulk_is_exact(lean_dtype from, const void *in, size_t n, lean_dtype to) {
    unsigned how;
    size_t i;
    for (how = CHECKED; how <= WRAPPED; ++how) {
        if (convert((mode)how, from, in, n, to, batch_out) != LEAN_OK)
            continue;
        for (i = 0; i < n; ++i) {
            const uint64_t bits = item_get(in, i, from);
            uint64_t item = from == LEAN_F16 ? widened((uint16_t)bits, to) : narrowed(from, bits);
            if (how == SATURATED && decode(to, item).kind == INFINITE)
                item -= decode(from, bits).kind == FINITE;
            if (item_get(batch_out, i, to) != item)
                return false;
        }
    }
    return true;
}

static void halves_become_floats(void) {
    unsigned wide;
    for (wide = LEAN_F32; wide <= LEAN_F64; ++wide) {
        const lean_dtype to = (lean_dtype)wide;
        batch b = batch_begin(LEAN_F16, to);
        uint32_t h;
        for (h = 0; h <= 0xffff; h += STEP) {
            CHECK(half_to(to, (uint16_t)h) == widened((uint16_t)h, to));
            CHECK(batch_add(&b, h));
        }
        CHECK(batch_end(&b));
    }
}

static void halves_come_back(void) {
    unsigned wide;
    for (wide = LEAN_F32; wide <= LEAN_F64; ++wide) {
        const lean_dtype from = (lean_dtype)wide;
        batch b = batch_begin(from, LEAN_F16);
        uint32_t h;
        for (h = 0; h <= 0xffff; h += STEP) {
            const uint64_t bits = half_to(from, (uint16_t)h);
            CHECK(half_from(from, bits) == (is_half_nan((unsigned)h) ? h | 0x200 : h));
            CHECK(batch_add(&b, bits));
        }
        CHECK(batch_end(&b));
    }
}

/* Some known values, so that this does not rest on the arithmetic of the tests alone. */
static void known_halves(void) {
    static const struct {
        uint16_t half;
        uint32_t bits;
    } known[] = {{0x0000, UINT32_C(0x00000000)}, {0x8000, UINT32_C(0x80000000)},
                 {0x0001, UINT32_C(0x33800000)}, {0x8001, UINT32_C(0xb3800000)},
                 {0x03ff, UINT32_C(0x387fc000)}, {0x0400, UINT32_C(0x38800000)},
                 {0x3555, UINT32_C(0x3eaaa000)}, {0x3c00, UINT32_C(0x3f800000)},
                 {0xc000, UINT32_C(0xc0000000)}, {0x7bff, UINT32_C(0x477fe000)},
                 {0xfbff, UINT32_C(0xc77fe000)}, {0x7c00, UINT32_C(0x7f800000)},
                 {0xfc00, UINT32_C(0xff800000)}, {0x7e00, UINT32_C(0x7fc00000)}};
    unsigned i;
    for (i = 0; i < sizeof known / sizeof known[0]; ++i) {
        CHECK(half_to(LEAN_F32, known[i].half) == known[i].bits);
        CHECK(half_from(LEAN_F32, known[i].bits) == known[i].half);
    }
    CHECK(lean_half_to_float(0x3c00) == 1.0f && lean_half_to_double(0xc000) == -2.0);
    CHECK(lean_half_from_float(65504.0f) == 0x7bff && lean_half_from_double(0.5) == 0x3800);
}

/* One number, alone and in a batch. `want` is the half that it must become. */
static void expect(batch *b, uint64_t bits, uint32_t want) {
    CHECK(half_from(b->from, bits) == want);
    CHECK(narrowed(b->from, bits) == want);
    CHECK(batch_add(b, bits));
}

/* Between a half and the next, or infinity where 65536 would stand, there is a tie. It goes to the
   even one, and what lies beside it, be it by the last bit of a double, to the nearer one: an f64
   that went to an f32 first would be at the tie by then. */
static void ties_and_their_neighbours(void) {
    unsigned wide;
    for (wide = LEAN_F32; wide <= LEAN_F64; ++wide) {
        const lean_dtype from = (lean_dtype)wide;
        batch b = batch_begin(from, LEAN_F16);
        uint32_t h;
        for (h = 0; h < 0x7c00; h += STEP) {
            unsigned minus;
            number tie = decode(LEAN_F16, h);
            tie.m = 2 * tie.m + 1;
            --tie.e;
            for (minus = 0; minus < 2; ++minus) {
                const uint16_t sign = minus != 0 ? 0x8000 : 0;
                uint64_t bits;
                tie.minus = minus != 0;
                bits = nearest_float(tie, from);
                expect(&b, bits - 1, h | sign);
                expect(&b, bits, (h + h % 2) | sign);
                expect(&b, bits + 1, (h + 1) | sign);
                if (precision_of(from) > 40) { /* just off by more than f32 can tell, and less */
                    expect(&b, bits - ((uint64_t)1 << 28), h | sign);
                    expect(&b, bits + ((uint64_t)1 << 28), (h + 1) | sign);
                    expect(&b, bits + ((uint64_t)1 << 29), (h + 1) | sign);
                }
                expect(&b, widened((uint16_t)(h | sign), from), h | sign);
                expect(&b, widened((uint16_t)(h | sign), from) + 1, h | sign);
            }
        }
        CHECK(batch_end(&b));
    }
}

static void the_ends_of_the_halves(void) {
    unsigned wide, minus;
    for (wide = LEAN_F32; wide <= LEAN_F64; ++wide) {
        const lean_dtype from = (lean_dtype)wide;
        batch b = batch_begin(from, LEAN_F16);
        for (minus = 0; minus < 2; ++minus) {
            const uint64_t sign = minus != 0 ? sign_of(from) : 0;
            const uint16_t low = minus != 0 ? 0x8000 : 0;
            number x = {65519, 0, FINITE, false};
            unsigned k;
            expect(&b, sign | nearest_float(x, from), low | 0x7bff);
            x.m = 65520;
            expect(&b, sign | (nearest_float(x, from) - 1), low | 0x7bff);
            expect(&b, sign | nearest_float(x, from), low | 0x7c00);
            expect(&b, sign | (nearest_float(x, from) + 1), low | 0x7c00);
            x.m = 65536;
            expect(&b, sign | nearest_float(x, from), low | 0x7c00);
            x.m = 1; /* the least half is 2^-24 */
            for (x.e = -22; x.e > -30; --x.e)
                expect(&b, sign | nearest_float(x, from),
                       low | (x.e >= -24 ? (uint32_t)1 << (x.e + 24) : 0));
            x.e = -25;
            expect(&b, sign | (nearest_float(x, from) + 1), low | 1);
            expect(&b, sign | (nearest_float(x, from) - 1), low);
            /* Subnormals of the wider format, the least normal, the largest, and infinity. */
            for (k = 0; k < precision_of(from); ++k)
                expect(&b, sign | (uint64_t)1 << k, low);
            expect(&b, sign | fraction_of(from), low);
            expect(&b, sign, low);
            expect(&b, sign | (infinity_of(from) - 1), low | 0x7c00);
            expect(&b, sign | infinity_of(from), low | 0x7c00);
        }
        CHECK(batch_end(&b));
    }
}

static void nans_stay_nans(void) {
    unsigned wide, minus, k;
    for (wide = LEAN_F32; wide <= LEAN_F64; ++wide) {
        const lean_dtype from = (lean_dtype)wide;
        const uint64_t quiet = (fraction_of(from) + 1) / 2;
        for (minus = 0; minus < 2; ++minus) {
            const uint64_t nan = (minus != 0 ? sign_of(from) : 0) | infinity_of(from);
            const uint16_t low = minus != 0 ? 0xfe00 : 0x7e00;
            CHECK(half_from(from, nan | 1) == low);
            CHECK(half_from(from, nan | quiet) == low);
            CHECK(half_from(from, nan | fraction_of(from)) == (low | 0x3ff));
            CHECK(half_from(from, nan | (quiet - 1)) == (low | 0x3ff));
            for (k = 0; k < precision_of(from) - 1; ++k) {
                const uint64_t bits = nan | (uint64_t)1 << k;
                const uint16_t kept = (uint16_t)((uint64_t)1 << k >> (precision_of(from) - 11));
                CHECK(half_from(from, bits) == (low | kept));
                CHECK(half_from(from, bits | quiet) == (low | kept));
                item_set(batch_in, k % 16, from, bits);
                CHECK(k % 16 != 15 || bulk_is_exact(from, batch_in, 16, LEAN_F16));
            }
            CHECK(bulk_is_exact(from, batch_in, k % 16, LEAN_F16));
        }
    }
}

/* Every exponent, with no fraction, the least, one that is low, the middle, and all of it: twice,
   and so many at once that each is once among those that are done in whole blocks. */
static void every_exponent_in_bulk(void) {
    unsigned wide, round, part, k;
    for (wide = LEAN_F32; wide <= LEAN_F64; ++wide) {
        const lean_dtype from = (lean_dtype)wide;
        const uint64_t one = fraction_of(from) + 1;
        const uint64_t fractions[5] = {0, 1, one >> 21, one / 2, one - 1};
        uint64_t exponent;
        for (k = round = 0; round < 2; ++round) {
            for (exponent = 0; exponent <= infinity_of(from); exponent += one) {
                for (part = 0; part < 10; ++part)
                    item_set(batch_in, k++, from,
                             exponent | fractions[part / 2] | (part % 2 != 0 ? sign_of(from) : 0));
                if (k + 10 <= BATCH)
                    continue;
                CHECK(bulk_is_exact(from, batch_in, k, LEAN_F16));
                k = 0;
            }
        }
    }
}

/* NaNs among numbers, whose bits the batches do not look at. */
static void bulk_and_single_agree(void) {
    uint32_t h;
    unsigned wide, k;
    for (wide = LEAN_F32; wide <= LEAN_F64; ++wide) {
        const lean_dtype d = (lean_dtype)wide;
        for (h = 0; h <= 0xffff; h += STEP * 61) {
            const size_t n = 1 + h % (BATCH / 2);
            for (k = 0; k < n; ++k)
                item_set(batch_in, k, LEAN_F16, lean_mix32(h + k));
            CHECK(bulk_is_exact(LEAN_F16, batch_in, n, d));
            for (k = 0; k < n; ++k)
                item_set(batch_in, k, d, lean_mix64(h + k) | (k % 3 == 0 ? infinity_of(d) : 0));
            CHECK(bulk_is_exact(d, batch_in, n, LEAN_F16));
        }
    }
}

/* Exponents near those of halves half of the time: most other floats become 0 or infinite. */
static void random_floats(void) {
    unsigned wide;
    for (wide = LEAN_F32; wide <= LEAN_F64; ++wide) {
        const lean_dtype from = (lean_dtype)wide;
        batch b = batch_begin(from, LEAN_F16);
        unsigned i;
        for (i = 0; i < RANDOM; ++i) {
            uint64_t bits = test_random();
            bits = (bits << 32 | test_random()) & mask_of(from);
            if (i % 2 == 0) {
                number x = {0, 0, FINITE, false};
                x.m = bits | 1;
                x.e = (int)(test_random() % 48) - 26 - (int)width_of(from);
                x.minus = i % 4 == 0;
                bits = nearest_float(x, from);
            }
            CHECK(half_from(from, bits) == narrowed(from, bits));
            CHECK(batch_add(&b, bits));
        }
        CHECK(batch_end(&b));
    }
}

/* Every length with every start: where a kernel of many items ends and the rest begins. */
static void every_start_and_length(void) {
    unsigned wide, narrow, start, n, k;
    for (wide = LEAN_F32; wide <= LEAN_F64; ++wide) {
        for (narrow = 0; narrow < 2; ++narrow) {
            const lean_dtype from = narrow != 0 ? (lean_dtype)wide : LEAN_F16;
            const lean_dtype to = narrow != 0 ? LEAN_F16 : (lean_dtype)wide;
            for (n = 0; n<LENGTHS; n += STEP> 1 ? 3 : 1) {
                for (start = 0; start < 4; ++start) {
                    for (k = 0; k < n + start; ++k)
                        item_set(batch_in, k, from,
                                 narrow != 0 ? half_to(from, (uint16_t)lean_mix32(n + k))
                                             : lean_mix32(n + k) & 0xffff);
                    CHECK(converts(CHECKED, from, (unsigned char *)batch_in + start * size_of(from),
                                   n, to));
                    CHECK(converts(SATURATED, from,
                                   (unsigned char *)batch_in + start * size_of(from), n, to));
                }
            }
        }
    }
}

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__TINYC__)
/* Bits 13 and 14 of MXCSR say how the processor rounds floats. */
static void rounding_of_the_processor_is_no_matter(void) {
    const unsigned before = __builtin_ia32_stmxcsr();
    unsigned wide, way, k;
    for (wide = LEAN_F32; wide <= LEAN_F64; ++wide) {
        const lean_dtype d = (lean_dtype)wide;
        for (way = 0; way < 4; ++way) {
            bool narrow, widen;
            for (k = 0; k < BATCH; ++k)
                item_set(batch_in, k, d,
                         half_to(d, (uint16_t)(lean_mix32(k) & 0x7bff)) + (lean_mix32(k) & 0x1fff));
            __builtin_ia32_ldmxcsr(before | way << 13);
            narrow = bulk_is_exact(d, batch_in, BATCH, LEAN_F16);
            __builtin_ia32_ldmxcsr(before);
            CHECK(narrow);
            for (k = 0; k < BATCH; ++k)
                item_set(batch_in, k, LEAN_F16, lean_mix32(k) & 0xfbff);
            __builtin_ia32_ldmxcsr(before | way << 13);
            widen = bulk_is_exact(LEAN_F16, batch_in, BATCH, d);
            __builtin_ia32_ldmxcsr(before);
            CHECK(widen);
        }
    }
}
#endif

int main(void) {
    test_begin("test_half");
    RUN(halves_become_floats);
    RUN(halves_come_back);
    RUN(known_halves);
    RUN(ties_and_their_neighbours);
    RUN(the_ends_of_the_halves);
    RUN(nans_stay_nans);
    RUN(every_exponent_in_bulk);
    RUN(bulk_and_single_agree);
    RUN(random_floats);
    RUN(every_start_and_length);
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__TINYC__)
    RUN(rounding_of_the_processor_is_no_matter);
#endif
    return test_end();
}
