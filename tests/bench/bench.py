"""What bench.h is to a worker in C, for workers in Python: inputs, the clock, main() and the rest.

A worker is an executable <room>_<peer>.py. Its works are functions of n that return
    held    the bytes of what is worked on; memory is not counted otherwise, nor as resident
    body    the function that is timed, over and over
    answer  a function that makes the answer's values from what the last body returned
"""
import sys
import time

try:
    import numpy as np  # for the inputs of workers that need it themselves
except ImportError:
    np = None

MASK = 2 ** 64 - 1


def randoms(n, state):
    """The first n numbers of bench_random."""
    x = np.arange(1, n + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(state)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def weigh(items):
    """The sum of unsigned items, the i-th taken 2 * i + 1 times: depends on order, and is fast."""
    return int((items * np.arange(1, 2 * len(items), 2, dtype=np.uint64)).sum())


def answer_of(values):
    """What bench_answer makes of the same values."""
    answer = 0
    for value in values:
        answer = (answer ^ value) * 0x9E3779B97F4A7C15 & MASK
        answer ^= answer >> 29
    return answer


def timed(body, least_ns):
    """The passes, the nanoseconds and the last result; as bench_again, the first pass but warms."""
    result, passes, ns, warm = None, 0, 0, False
    while not passes or ns < least_ns:
        if passes and not warm:
            warm, passes, ns = True, 0, 0
        batch = max(passes, 1)
        began = time.process_time_ns()
        for _ in range(batch):
            result = body()
        ns += time.process_time_ns() - began
        passes += batch
    return passes, ns, result


def main(works, most=sys.maxsize):
    """The command line of every worker; works: {(work, implementation): function}, most: the
    largest n that makes sense."""
    if sys.argv[1:] == ["--list"]:
        for row in works:
            print(*row)
        return
    if len(sys.argv) != 5:
        sys.exit(f"usage: {sys.argv[0]} WORK IMPL N MILLISECONDS, or --list")
    work, impl, n, milliseconds = sys.argv[1:]
    if (work, impl) not in works:
        sys.exit(f"{sys.argv[0]} has no work {work} for {impl}")
    n = min(int(n), most)
    held, body, answer = works[work, impl](n)
    passes, ns, result = timed(body, int(milliseconds) * 1000000)
    print(f"items {n}\npasses {passes}\nanswer {answer_of(answer(result)):016x}\nns {ns}\n"
          f"held {held}\npeak {held}\nresident 0\ndone")
