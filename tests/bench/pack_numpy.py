#!/usr/bin/python3
# Arrays of u8, u16, u32 and u64 and of single bits in NumPy.
# bench: peer numpy "NumPy" needs python numpy
import functools
import sys

sys.dont_write_bytecode = True

import bench  # noqa: E402
import numpy as np  # noqa: E402


def items(n, width):
    """What pack_array makes."""
    return bench.randoms(n, 5) & np.uint64(2 ** width - 1)


def total(n, width, dtype):
    x = items(n, width).astype(dtype)
    return x.nbytes, lambda: x.sum(dtype=np.uint64), lambda result: [int(result)]


# copyto is astype, but into an array that is there.
def unpack(n, width, dtype):
    x, out = items(n, width).astype(dtype), np.zeros(n, np.uint32)
    return x.nbytes, lambda: np.copyto(out, x), lambda _: [bench.weigh(out)]


def pack(n, width, dtype):
    x, out = items(n, width).astype(np.uint32), np.zeros(n, dtype)
    return out.nbytes, lambda: np.copyto(out, x, casting="unsafe"), lambda _: [bench.weigh(out)]


def unpackbits(n):
    """To bytes, not u32; and into new memory."""
    x = np.packbits(items(n, 1).astype(np.uint8), bitorder="little")
    return (x.nbytes, lambda: np.unpackbits(x, count=n, bitorder="little"),
            lambda result: [bench.weigh(result)])


def packbits(n):
    x = items(n, 1).astype(np.uint8)
    return ((n + 7) // 8, lambda: np.packbits(x, bitorder="little"),
            lambda result: [bench.weigh(np.unpackbits(result, count=n, bitorder="little"))])


WORKS = {("unpack_w1", "numpy_bits"): unpackbits, ("pack_w1", "numpy_bits"): packbits}
for w, kept in (8, np.uint8), (11, np.uint16), (32, np.uint32), (64, np.uint64):
    WORKS[f"sum_w{w}", "numpy"] = functools.partial(total, width=w, dtype=kept)
for w, kept in (8, np.uint8), (11, np.uint16):
    WORKS[f"unpack_w{w}", "numpy"] = functools.partial(unpack, width=w, dtype=kept)
    WORKS[f"pack_w{w}", "numpy"] = functools.partial(pack, width=w, dtype=kept)
bench.main(WORKS)
