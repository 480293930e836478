#!/usr/bin/python3
# Half floats in NumPy.
# bench: peer numpy "NumPy" needs python numpy
import functools
import sys

sys.dont_write_bytecode = True

import bench  # noqa: E402
import numpy as np  # noqa: E402


def items(n, size, percent):
    """What dtype_items makes."""
    numbers = bench.randoms(2 * n, 7)
    choice, random = numbers[::2], numbers[1::2]
    denormal, high = choice % np.uint64(100) < percent, (choice >> np.uint64(32)).astype(np.int64)
    bias, bits = {2: (15, 10), 4: (127, 23), 8: (1023, 52)}[size]
    fraction = random & np.uint64((1 << bits) - 1)
    exponent = np.where(denormal, high % 10 - 24, high % 29 - 14) + bias
    if size == 2:
        exponent[denormal] = 0
        fraction[denormal & (fraction == 0)] = 1
    x = random >> np.uint64(63) << np.uint64(8 * size - 1)
    x |= exponent.astype(np.uint64) << np.uint64(bits) | fraction
    return x.astype(f"u{size}").view(f"f{size}")


# copyto is astype, but into an array that is there.
def convert(n, percent, from_size, to_size):
    x, out = items(n, from_size, percent), np.zeros(n, f"f{to_size}")
    return (out.nbytes, lambda: np.copyto(out, x, casting="same_kind"),
            lambda _: [bench.weigh(out.view(f"u{to_size}"))])


WORKS = {}
for a, b in (2, 4), (4, 2), (8, 2):
    for name, share in ("", 0), ("_denormal", 14):
        WORKS[f"f{8 * a}_to_f{8 * b}{name}", "numpy"] = functools.partial(
            convert, percent=share, from_size=a, to_size=b)
bench.main(WORKS)
