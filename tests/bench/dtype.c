// Numbers of a type chosen at run time: conversions by ours. dtype_sse2.c and dtype_plain.c are
// this file again, for what processors without F16C do.
#define LEAN_WITH_DTYPE
#define LEAN_IMPLEMENTATION
#include "dtype.h"
#include "lean.h"

#ifndef KERNEL
#define KERNEL "lean"
#endif

#define DEFINE_WORK(NAME, FROM, IN_SIZE, TO, OUT_SIZE)                                             \
    static void NAME##_convert(const void *in, size_t n, void *out) {                              \
        if (lean_convert(FROM, in, n, TO, out) != LEAN_OK)                                         \
            bench_fail("a conversion is refused");                                                 \
    }                                                                                              \
    static void NAME(bench *b) {                                                                   \
        dtype_work(b, IN_SIZE, OUT_SIZE, NAME##_convert);                                          \
    }
DEFINE_WORK(f16_to_f32, LEAN_F16, 2, LEAN_F32, 4)
DEFINE_WORK(f32_to_f16, LEAN_F32, 4, LEAN_F16, 2)
DEFINE_WORK(f64_to_f16, LEAN_F64, 8, LEAN_F16, 2)

static const bench_work works[] = {DTYPE_ROWS(f16_to_f32, KERNEL, f16_to_f32) DTYPE_ROWS(
    f32_to_f16, KERNEL, f32_to_f16) DTYPE_ROWS(f64_to_f16, KERNEL, f64_to_f16)};

BENCH_MAIN(works)
