/* Every float there is becomes a half, alone and by lean_convert, as a float and as a double. */
#define LEAN_WITH_DTYPE
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include "dtype.h"

#define BLOCK 4096
#define SHARE (UINT64_C(1) << 28) /* floats in a sixteenth of all */

/* The half of a float that is not less than 0, from those of the floats below it: the tie above a
   half is the point where the next one begins, an odd half's tie with it. */
static uint32_t half_so_far, tie_bits, tie_below;

static void go_on_to(uint32_t half) {
    number tie = decode(LEAN_F16, half);
    tie_below = half == 0 ? UINT32_MAX : tie_bits;
    half_so_far = half;
    tie.m = 2 * tie.m + 1;
    --tie.e;
    tie_bits = (uint32_t)nearest_float(tie, LEAN_F32);
}

static uint32_t half_of_next(uint32_t bits) {
    while (half_so_far < 0x7c00 && bits >= tie_bits + (half_so_far % 2 == 0))
        go_on_to(half_so_far + 1);
    return half_so_far;
}

static uint32_t half_of_nan(uint32_t bits) {
    return 0x7e00 | (bits & 0x7fffff) >> 13;
}

static uint64_t next;
static unsigned long wrong;

/* The float as a double, and the doubles next to it, which are past a tie where it is at one. */
static void as_doubles(double x, uint32_t bits, uint32_t want) {
    const uint64_t at = item_get(&x, 0, LEAN_F64);
    wrong += lean_half_from_double(x) != want;
    if (bits > 0x7f7fffff || bits == 0)
        return;
    item_set(&x, 0, LEAN_F64, at + 1);
    wrong += lean_half_from_double(x) != want + (bits == tie_bits);
    item_set(&x, 0, LEAN_F64, at - 1);
    wrong += lean_half_from_double(x) != want - (bits == tie_below);
}

static void every_float_of_a_sixteenth(void) {
    static uint32_t bits_in[BLOCK];
    static float in[BLOCK];
    static double wide[BLOCK];
    static uint16_t out[BLOCK], out_of_wide[BLOCK];
    const uint64_t end = next + SHARE;
    wrong = 0;
    go_on_to(0);
    while (next < end) {
        unsigned i;
        for (i = 0; i < BLOCK; ++i)
            bits_in[i] = (uint32_t)next + i;
        memcpy(in, bits_in, sizeof in);
        for (i = 0; i < BLOCK; ++i)
            wide[i] = in[i];
        lean_convert_wrapped(LEAN_F32, in, BLOCK, LEAN_F16, out);
        lean_convert_wrapped(LEAN_F64, wide, BLOCK, LEAN_F16, out_of_wide);
        for (i = 0; i < BLOCK; ++i) {
            const uint32_t bits = bits_in[i] & 0x7fffffff, sign = bits_in[i] >> 31 << 15;
            const uint32_t want =
                sign | (bits > 0x7f800000 ? half_of_nan(bits) : half_of_next(bits));
            wrong += lean_half_from_float(in[i]) != want;
            wrong += out[i] != want;
            wrong += out_of_wide[i] != want;
            as_doubles(wide[i], bits, want);
        }
        next += BLOCK;
    }
    CHECK(wrong == 0);
    test_note("sixteenths done", (unsigned long)(next / SHARE), "");
    if (wrong != 0)
        test_note("conversions that went wrong", wrong, "");
}

int main(void) {
    unsigned i;
    test_begin("soak_half");
    for (i = 0; i < 16; ++i)
        RUN(every_float_of_a_sixteenth);
    return test_end();
}
