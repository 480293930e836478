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

static void compare(const lean_rank *r, size_t n) {
    size_t i, at = 0, ones = 0, many[8];
    for (i = 0; i < n; ++i) {
        const bool one = (bytes[i / 8] >> i % 8 & 1) != 0;
        CHECK(i % 5 != 0 || lean_rank_ones(r, i) == ones);
        CHECK(one ? lean_rank_select(r, ones, &at) : lean_rank_select_zero(r, i - ones, &at));
        CHECK(at == i);
        many[i % 8] = one ? ones : 0;
        ones += one;
    }
    CHECK(lean_rank_count(r) == ones && lean_rank_ones(r, n) == ones && lean_rank_len(r) == n);
    CHECK(!lean_rank_select(r, ones, &at) && !lean_rank_select_zero(r, n - ones, &at));
    if (ones != 0 && n >= 8) {
        lean_rank_read_select(r, many, 8, many);
        for (i = 0; i < 8; ++i)
            CHECK((bytes[many[i] / 8] >> many[i] % 8 & 1) != 0);
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
