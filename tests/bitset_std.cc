// Bitsets of lean.h against std::bitset and, where they grow, std::vector<bool>: the same random calls
// on both, and the same answers. `bitset_std [seed [rounds]]`.
#define LEAN_WITH_DEBUG
#define LEAN_WITH_RANK
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include <algorithm>
#include <bitset>
#include <cstdlib>
#include <vector>

static unsigned long rounds = 4000;

template <size_t N> static bool same(const lean_bitset &ours, const std::bitset<N> &theirs) {
    for (size_t i = 0; i < N; ++i)
        if (lean_bitset_test(&ours, i) != theirs[i])
            return false;
    return lean_bitset_len(&ours) == N && lean_bitset_count(&ours) == theirs.count() &&
           lean_bitset_any(&ours) == theirs.any() && lean_bitset_none(&ours) == theirs.none() &&
           lean_bitset_all(&ours) == theirs.all();
}

template <size_t N>
static void step(lean_bitset &a, std::bitset<N> &x, const lean_bitset &b, const std::bitset<N> &y) {
    const size_t i = test_random() % N, by = test_random() % (N + 70);
    switch (test_random() % 12) {
    case 0:
        lean_bitset_set(&a, i), x.set(i);
        break;
    case 1:
        lean_bitset_clear(&a, i), x.reset(i);
        break;
    case 2:
        lean_bitset_flip(&a, i), x.flip(i);
        break;
    case 3:
        lean_bitset_and(&a, &b), x &= y;
        break;
    case 4:
        lean_bitset_or(&a, &b), x |= y;
        break;
    case 5:
        lean_bitset_xor(&a, &b), x ^= y;
        break;
    case 6:
        lean_bitset_andnot(&a, &b), x &= ~y;
        break;
    case 7:
        lean_bitset_not(&a), x.flip();
        break;
    case 8:
        lean_bitset_shift_up(&a, by), x <<= by;
        break;
    case 9:
        lean_bitset_shift_down(&a, by), x >>= by;
        break;
    case 10:
        for (size_t k = i; k < N && k < i + by; ++k)
            x.flip(k);
        lean_bitset_flip_range(&a, i, by < N - i ? by : N - i);
        break;
    default:
        CHECK(lean_bitset_count_and(&a, &b) == (x & y).count());
        CHECK(lean_bitset_count_xor(&a, &b) == (x ^ y).count());
        CHECK(lean_bitset_equal(&a, &b) == (x == y));
        CHECK(lean_bitset_subset(&a, &b) == ((x & ~y).none()));
    }
}

template <size_t N> static void against_std_bitset() {
    lean_bitset a = LEAN_EMPTY, b = LEAN_EMPTY;
    std::bitset<N> x, y;
    CHECK(lean_bitset_resize(&a, N) && lean_bitset_resize(&b, N));
    for (unsigned long i = 0; i < rounds; ++i) {
        if (test_random() % 2 != 0)
            step<N>(a, x, b, y);
        else
            step<N>(b, y, a, x);
        CHECK(same<N>(a, x) && same<N>(b, y));
    }
    lean_rank r;
    CHECK(lean_rank_init(&r, &a, NULL));
    for (size_t i = 0; i <= N; i += 1 + i / 50)
        CHECK(lean_rank_ones(&r, i) == (i == N ? x : x & ~(~std::bitset<N>() << i)).count());
    lean_rank_free(&r);
    lean_bitset_free(&a);
    lean_bitset_free(&b);
}

typedef std::vector<bool> bools;

static bool same_bools(const lean_bitset &ours, const bools &theirs) {
    size_t i = 0;
    for (; i < theirs.size() && i < lean_bitset_len(&ours); ++i)
        if (lean_bitset_test(&ours, i) != theirs[i])
            return false;
    const size_t ones = static_cast<size_t>(std::count(theirs.begin(), theirs.end(), true));
    return lean_bitset_len(&ours) == theirs.size() && lean_bitset_count(&ours) == ones;
}

static bools::difference_type at_of(size_t i) {
    return static_cast<bools::difference_type>(i);
}

// The numbers of the bits that are set, from `from` on, in three ways.
static void read_all(const lean_bitset &ours, const bools &theirs, size_t from) {
    std::vector<uint32_t> expected, read, stepped;
    uint32_t some[64];
    size_t at = from, n;
    for (size_t i = from; i < theirs.size(); ++i)
        if (theirs[i])
            expected.push_back(static_cast<uint32_t>(i));
    while ((n = lean_bitset_read_u32(&ours, &at, some, 64)) != 0)
        read.insert(read.end(), some, some + n);
    CHECK(read == expected && at == theirs.size());
    for (at = from; lean_bitset_next(&ours, at, &at); ++at)
        stepped.push_back(static_cast<uint32_t>(at));
    CHECK(stepped == expected);
    stepped.clear();
    for (at = theirs.size(); lean_bitset_prev(&ours, at, &at) && at >= from;)
        stepped.push_back(static_cast<uint32_t>(at));
    std::reverse(stepped.begin(), stepped.end());
    CHECK(stepped == expected);
    stepped.clear();
    LEAN_EACH_BIT(i, &ours) {
        if (i >= from)
            stepped.push_back(static_cast<uint32_t>(i));
    }
    CHECK(stepped == expected);
}

static void grow_step(lean_bitset &a, bools &x) {
    const size_t i = test_random() % (x.size() + 1);
    const size_t n = test_random() % (x.size() - i + 1);
    const bool value = test_random() % 2 != 0;
    switch (test_random() % 8) {
    case 0: {
        const size_t to = test_random() % 1500;
        CHECK(lean_bitset_resize(&a, to));
        x.resize(to);
        break;
    }
    case 1:
        for (size_t k = test_random() % 100; k != 0; --k) {
            CHECK(lean_bitset_push(&a, k % 3 == 0));
            x.push_back(k % 3 == 0);
        }
        break;
    case 2:
        CHECK(lean_bitset_shrink(&a));
        break;
    case 3:
        lean_bitset_assign_range(&a, i, n, value);
        std::fill_n(x.begin() + at_of(i), n, value);
        break;
    case 4:
        CHECK(
            lean_bitset_test_and_set_range(&a, i, n) ==
            static_cast<size_t>(std::count(x.begin() + at_of(i), x.begin() + at_of(i + n), true)));
        std::fill_n(x.begin() + at_of(i), n, true);
        break;
    case 5:
        if (n != 0) {
            lean_bitset_assign(&a, i, value);
            x[i] = value;
        }
        break;
    case 6:
        lean_bitset_not(&a);
        x.flip();
        break;
    default:
        read_all(a, x, i);
    }
}

static void against_vector_of_bool() {
    lean_bitset a = LEAN_EMPTY, b = LEAN_EMPTY;
    bools x, y;
    for (unsigned long i = 0; i < rounds; ++i) {
        grow_step(a, x);
        grow_step(b, y);
        CHECK(same_bools(a, x) && same_bools(b, y) && lean_bitset_equal(&a, &b) == (x == y));
        if (i % 16 == 0) {
            CHECK(lean_bitset_copy(&a, &b) && lean_bitset_equal(&a, &b));
            x = y;
        }
    }
    lean_bitset_free(&a);
    lean_bitset_free(&b);
}

int main(int argc, char **argv) {
    test_begin("bitset_std");
    if (argc > 1)
        test_seed = static_cast<uint32_t>(std::strtoul(argv[1], NULL, 0));
    if (argc > 2)
        rounds = std::strtoul(argv[2], NULL, 0);
    test_note("seed", test_seed, "");
    RUN(against_std_bitset<1>);
    RUN(against_std_bitset<63>);
    RUN(against_std_bitset<64>);
    RUN(against_std_bitset<65>);
    RUN(against_std_bitset<1000>);
    RUN(against_std_bitset<6001>);
    RUN(against_vector_of_bool);
    return test_end();
}
