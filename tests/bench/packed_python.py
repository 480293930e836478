#!/usr/bin/python3
# Records as objects of Python, with __slots__ and without.
# bench: peer python "Python" needs python tracemalloc
import functools
import sys
import tracemalloc

sys.dont_write_bytecode = True

import bench  # noqa: E402

HOLD = 200000  # PACKED_HOLD


class Slotted:
    __slots__ = ("a", "b", "c", "d", "e")

    def __init__(self, a, b, c, d, e):
        self.a, self.b, self.c, self.d, self.e = a, b, c, d, e


class Record:
    def __init__(self, a, b, c, d, e):
        self.a, self.b, self.c, self.d, self.e = a, b, c, d, e


def value(i):
    """What packed_value makes, counted through all fields. As any int that was computed, it keeps
    the room of what it was computed from: 32 bytes, not 28."""
    return (i * 2654435761 & 0xFFFFFFFF) % 200000


def hold(n, kind):
    """The list of them included, as all that was asked for while they were made."""
    tracemalloc.start()
    records = [kind(*map(value, range(5 * i, 5 * i + 5))) for i in range(n)]
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return held, lambda: sum(r.a + r.b + r.c + r.d + r.e for r in records), lambda total: [total]


bench.main({("hold", "python_slots"): functools.partial(hold, kind=Slotted),
            ("hold", "python"): functools.partial(hold, kind=Record)}, most=HOLD)
