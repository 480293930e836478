/* Makes bits of a stream, in runs of what it says, and holds every answer of rank and select against
   counting. */
#define LEAN_WITH_DEBUG
#define LEAN_WITH_RANK
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include "stream.h"
#include "model.h"

#define MOST (40000 / MODEL_SHARE)

static unsigned char bytes[MOST / 8 + 1];

/* Runs of a byte that is repeated; how many bits they are. */
static size_t lay(stream *in) {
    size_t at = 0;
    while (at < MOST / 8 && !stream_ended(in)) {
        const uint8_t byte = stream_byte(in), kind = stream_byte(in);
        size_t n = kind < 200 ? kind % 16u : stream_number(in) % 2000;
        for (; n != 0 && at < MOST / 8; --n)
            bytes[at++] = byte;
    }
    bytes[at] = stream_byte(in);
    return at * 8 + stream_byte(in) % 8;
}

/* The last few of those asked for one by one are asked for again, all at once. */
#define MANY 8

static void compare(const lean_rank *r, size_t n) {
    size_t i, at = 0, ones = 0, one_at = 0, zero_at = 0;
    size_t ranks[MANY], places[MANY], places_of_zeros[MANY];
    for (i = 0; i < MANY; ++i)
        ranks[i] = places[i] = places_of_zeros[i] = 0;
    for (i = 0; i < n; ++i) {
        const bool one = (bytes[i / 8] >> i % 8 & 1) != 0;
        CHECK(i % 5 != 0 || (lean_rank_ones(r, i) == ones && lean_rank_zeros(r, i) == i - ones));
        CHECK(one ? lean_rank_select(r, ones, &at) : lean_rank_select_zero(r, i - ones, &at));
        CHECK(at == i);
        ranks[i % MANY] = i;
        if (one)
            places[one_at++ % MANY] = ones;
        else
            places_of_zeros[zero_at++ % MANY] = i - ones;
        ones += one;
    }
    CHECK(lean_rank_count(r) == ones && lean_rank_ones(r, n) == ones && lean_rank_len(r) == n);
    at = SIZE_MAX;
    CHECK(!lean_rank_select(r, ones, &at) && !lean_rank_select_zero(r, n - ones, &at));
    CHECK(at == SIZE_MAX && lean_rank_zeros(r, n) == n - ones);
    if (n != 0)
        lean_rank_read_ones(r, ranks, MANY, ranks);
    if (ones != 0)
        lean_rank_read_select(r, places, MANY, places);
    if (ones != n)
        lean_rank_read_select_zero(r, places_of_zeros, MANY, places_of_zeros);
    for (i = 0; i < MANY; ++i) {
        CHECK(n < MANY || lean_rank_ones(r, n - n % MANY - MANY + i) == ranks[i] || i < n % MANY);
        CHECK(ones == 0 || (bytes[places[i] / 8] >> places[i] % 8 & 1) != 0);
        CHECK(ones == n || (bytes[places_of_zeros[i] / 8] >> places_of_zeros[i] % 8 & 1) == 0);
        CHECK(ones == 0 || one_at < MANY ||
              lean_rank_ones(r, places[i]) == one_at - 1 - (one_at - 1 - i) % MANY);
        CHECK(ones == n || zero_at < MANY ||
              lean_rank_zeros(r, places_of_zeros[i]) == zero_at - 1 - (zero_at - 1 - i) % MANY);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    lean_bitset b;
    lean_rank r;
    stream in;
    size_t n;
    uint8_t fail;
    in.data = data;
    in.n = size;
    fail = stream_byte(&in);
    n = lay(&in);
    CHECK(lean_bitset_view(&b, bytes, n));
    test_debug_begin();
    if (fail % 16 == 0)
        lean_debug_fail(&test_debug, 0, false);
    if (lean_rank_init(&r, &b, &test_debug.allocator)) {
        CHECK(lean_rank_bytes(&r) == test_debug.bytes);
        compare(&r, n);
    } else {
        CHECK(fail % 16 == 0 && n != 0 && r.len == 0);
    }
    lean_rank_free(&r);
    test_debug_end();
    return 0;
}

MODEL_MAIN("model_rank", 60);
