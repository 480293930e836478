/* [CORE] in header order. */
#define LEAN_WITH_DEBUG
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include <string.h>

static void statuses_have_texts(void) {
    int status;
    for (status = LEAN_OK; status <= LEAN_IO; ++status) {
        CHECK(lean_status_text((lean_status)status)[0] != 0);
        CHECK(strcmp(lean_status_text((lean_status)status), "unknown status") != 0);
    }
    CHECK(strcmp(lean_status_text(LEAN_OK), "ok") == 0);
    CHECK(strcmp(lean_status_text(LEAN_NO_MEMORY), "out of memory") == 0);
    CHECK(strcmp(lean_status_text((lean_status)(LEAN_IO + 1)), "unknown status") == 0);
}

static void versions_agree(void) {
    CHECK(LEAN_VERSION == 600);
    CHECK(strcmp(LEAN_VERSION_TEXT, "0.6.0") == 0);
}

static void size_plus_is_checked(void) {
    size_t out = 7;
    CHECK(lean_size_plus(2, 3, &out) && out == 5);
    CHECK(lean_size_plus(SIZE_MAX, 0, &out) && out == SIZE_MAX);
    CHECK(lean_size_plus(SIZE_MAX - 3, 3, &out) && out == SIZE_MAX);
    out = 7;
    CHECK(!lean_size_plus(SIZE_MAX, 1, &out) && out == 7);
    CHECK(!lean_size_plus(SIZE_MAX / 2 + 1, SIZE_MAX / 2 + 1, &out) && out == 7);
}

static void size_times_is_checked(void) {
    const size_t root = (size_t)1 << (sizeof(size_t) * 4);
    size_t out = 7;
    CHECK(lean_size_times(6, 7, &out) && out == 42);
    CHECK(lean_size_times(SIZE_MAX, 1, &out) && out == SIZE_MAX);
    CHECK(lean_size_times(0, SIZE_MAX, &out) && out == 0);
    CHECK(lean_size_times(SIZE_MAX, 0, &out) && out == 0);
    CHECK(lean_size_times(root - 1, root + 1, &out) && out == SIZE_MAX);
    out = 7;
    CHECK(!lean_size_times(root, root, &out) && out == 7);
    CHECK(!lean_size_times(SIZE_MAX / 2 + 1, 2, &out) && out == 7);
    CHECK(!lean_size_times(3, SIZE_MAX / 2, &out) && out == 7);
}

static void default_owner_is_malloc(void) {
    unsigned char *p = (unsigned char *)lean_resize(NULL, NULL, 0, 10);
    CHECK(p != NULL);
    if (p == NULL)
        return;
    memset(p, 5, 10);
    p = (unsigned char *)lean_resize(NULL, p, 10, 200);
    CHECK(p != NULL && p[0] == 5 && p[9] == 5);
    CHECK((uintptr_t)p % LEAN_ALIGN == 0);
    CHECK(lean_resize(NULL, p, 200, 0) == NULL);
}

/* A naive count for the bit helpers. */
static unsigned ones(uint64_t x) {
    unsigned n = 0;
    for (; x != 0; x >>= 1)
        n += (unsigned)(x & 1);
    return n;
}

static void bits_of(uint64_t x) {
    unsigned low = 0, high = 63;
    const uint32_t x32 = (uint32_t)x;
    CHECK(lean_popcount64(x) == ones(x) && lean_popcount64_plain_(x) == ones(x));
    CHECK(lean_popcount32(x32) == ones(x32) && lean_popcount32_plain_(x32) == ones(x32));
    if (x != 0) {
        while (!(x >> low & 1))
            ++low;
        while (!(x >> high & 1))
            --high;
        CHECK(lean_ctz64(x) == low);
        CHECK(lean_clz64(x) == 63 - high);
    }
    if (x32 != 0) {
        for (low = 0; !(x32 >> low & 1);)
            ++low;
        for (high = 31; !(x32 >> high & 1);)
            --high;
        CHECK(lean_ctz32(x32) == low && lean_ctz32_plain_(x32) == low);
        CHECK(lean_clz32(x32) == 31 - high && lean_clz32_plain_(x32) == 31 - high);
    }
}

static void bits_agree_with_counting(void) {
    unsigned i, j;
    bits_of(0);
    bits_of(UINT64_MAX);
    for (i = 0; i < 64; ++i) {
        for (j = 0; j <= i; j += 7)
            bits_of((uint64_t)1 << i | (uint64_t)1 << j);
        bits_of(UINT64_MAX << i);
        bits_of(UINT64_MAX >> i);
        bits_of((uint64_t)test_random() << 32 | test_random());
    }
}

static void loads_are_little_endian(void) {
    const uint8_t bytes[9] = {0xff, 1, 2, 3, 4, 5, 6, 7, 0x88};
    CHECK(lean_load32(bytes + 1) == UINT32_C(0x04030201));
    CHECK(lean_load64(bytes + 1) == (UINT64_C(0x88070605) << 32 | UINT32_C(0x04030201)));
}

static void mixes_are_inverted(void) {
    unsigned i;
    CHECK(lean_mix32(0) == 0 && lean_mix64(0) == 0);
    for (i = 0; i < 1000; ++i) {
        const uint32_t x = test_random();
        const uint64_t y = (uint64_t)test_random() << 32 | x;
        CHECK(lean_unmix32(lean_mix32(x)) == x && lean_mix32(lean_unmix32(x)) == x);
        CHECK(lean_unmix64(lean_mix64(y)) == y && lean_mix64(lean_unmix64(y)) == y);
    }
    for (i = 0; i < 64; ++i) {
        const uint64_t y = (uint64_t)1 << i;
        CHECK(lean_unmix64(lean_mix64(y)) == y);
        CHECK(lean_unmix32(lean_mix32((uint32_t)y)) == (uint32_t)y);
    }
}

/* Known values: the first two outputs of SplitMix64 from 0, and lowbias32 of 1. */
static void mixes_have_known_values(void) {
    CHECK(lean_mix64(UINT64_C(0x9e3779b97f4a7c15)) == UINT64_C(0xe220a8397b1dcdaf));
    CHECK(lean_mix64(UINT64_C(0x3c6ef372fe94f82a)) == UINT64_C(0x6e789e6aa1b965f4));
    CHECK(lean_mix32(1) == UINT32_C(0x688990c0));
}

/* Flipping any input bit flips each output bit about half the time. */
static void mixes_spread_every_bit(void) {
    unsigned bit, i;
    for (bit = 0; bit < 32; ++bit) {
        unsigned flipped = 0;
        for (i = 0; i < 256; ++i) {
            const uint32_t x = test_random();
            flipped += lean_popcount32(lean_mix32(x) ^ lean_mix32(x ^ (uint32_t)1 << bit));
        }
        CHECK(flipped > 256 * 14 && flipped < 256 * 18);
    }
}

/* Made with CPython's siphash13 (key of zeros) and Rust's SipHasher13 (key 0, 1, ..., 15). */
static void siphash_has_known_values(void) {
    static const char text[] = "0123456789abcdefghij";
    uint8_t key[16];
    unsigned i;
    for (i = 0; i < 16; ++i)
        key[i] = (uint8_t)i;
    CHECK(lean_siphash13(key, "", 0) == UINT64_C(0xabac0158050fc4dc));
    memset(key, 0, sizeof key);
    CHECK(lean_siphash13(key, text, 1) == UINT64_C(0x49bc192c478bfc2e));
    CHECK(lean_siphash13(key, text, 7) == UINT64_C(0x810aaf7acf670379));
    CHECK(lean_siphash13(key, text, 8) == UINT64_C(0xda3dcedf84ea6cc6));
    CHECK(lean_siphash13(key, text, 9) == UINT64_C(0xb79d8581f8552753));
    CHECK(lean_siphash13(key, text, 20) == UINT64_C(0xc39bc23d6720e4da));
}

static unsigned char memory[1024];
static lean_buffer buffer;

static void *ask(size_t n) {
    return buffer.allocator.resize(buffer.allocator.ctx, NULL, 0, n);
}

static void *again(void *p, size_t from, size_t to) {
    return buffer.allocator.resize(buffer.allocator.ctx, p, from, to);
}

static void buffer_blocks_are_aligned_and_inside(void) {
    unsigned lead;
    for (lead = 0; lead < 20; ++lead) {
        unsigned char *p, *q;
        lean_buffer_init(&buffer, memory + lead, 500);
        p = (unsigned char *)ask(1);
        q = (unsigned char *)ask(40);
        CHECK(p != NULL && q != NULL && (uintptr_t)p % LEAN_ALIGN == 0);
        CHECK((uintptr_t)q % LEAN_ALIGN == 0 && q > p && p >= memory + lead);
        while ((p = (unsigned char *)ask(1)) != NULL)
            CHECK(p + 1 <= memory + lead + 500);
        CHECK(lean_buffer_bytes(&buffer) <= 500 && lean_buffer_bytes(&buffer) > 500 - 48);
    }
}

static void buffer_too_small_is_full(void) {
    size_t n;
    for (n = 0; n < 4; ++n) {
        lean_buffer_init(&buffer, memory + 1, n);
        CHECK(ask(1) == NULL && lean_buffer_bytes(&buffer) == 0);
    }
    lean_buffer_init(&buffer, NULL, 0);
    CHECK(ask(1) == NULL);
}

static void buffer_last_block_grows_in_place(void) {
    void *p;
    lean_buffer_init(&buffer, memory, sizeof memory);
    p = ask(16);
    CHECK(again(p, 16, 160) == p && again(p, 160, 900) == p);
    CHECK(again(p, 900, 2000) == NULL && lean_buffer_bytes(&buffer) >= 900);
    CHECK(again(p, 900, 16) == p && lean_buffer_bytes(&buffer) <= 16 + 2 * LEAN_ALIGN);
    CHECK(again(p, 16, 0) == NULL && lean_buffer_bytes(&buffer) == 0);
}

static void buffer_refuses_absurd_sizes(void) {
    void *p;
    lean_buffer_init(&buffer, memory, sizeof memory);
    CHECK(ask(SIZE_MAX) == NULL && ask(SIZE_MAX - 5) == NULL && ask(sizeof memory + 1) == NULL);
    p = ask(10);
    CHECK(again(p, 10, SIZE_MAX) == NULL && again(p, 10, SIZE_MAX / 2) == NULL);
    CHECK(lean_buffer_bytes(&buffer) <= 32);
}

static void buffer_gaps_join_and_are_used_again(void) {
    void *p[8];
    unsigned i;
    size_t full;
    lean_buffer_init(&buffer, memory, sizeof memory);
    for (i = 0; i < 8; ++i)
        p[i] = ask(64);
    full = lean_buffer_bytes(&buffer);
    CHECK(full == 8 * 64);
    again(p[1], 64, 0);
    again(p[3], 64, 0);
    again(p[2], 64, 0); /* joins both neighbours */
    CHECK(ask(3 * 64) == p[1] && lean_buffer_bytes(&buffer) == full);
    again(p[5], 64, 0);
    CHECK(ask(32) == p[5]); /* first fit, from the front of the gap */
    CHECK(again(p[4], 64, 64) == p[4]);
    again(p[6], 64, 0);
    again(p[7], 64, 0); /* the last blocks leave, and the gap before them with them */
    CHECK(lean_buffer_bytes(&buffer) == 5 * 64 + 32);
    CHECK(ask(64 + 32) != NULL && lean_buffer_bytes(&buffer) == 7 * 64);
}

static void buffer_block_grows_into_a_gap(void) {
    unsigned char *p, *q, *r, *moved;
    lean_buffer_init(&buffer, memory, sizeof memory);
    p = (unsigned char *)ask(64);
    q = (unsigned char *)ask(64);
    r = (unsigned char *)ask(64);
    memset(p, 1, 64);
    memset(r, 3, 64);
    again(q, 64, 0);
    CHECK(again(p, 64, 96) == p && again(p, 96, 128) == p);
    CHECK(r[0] == 3 && r[63] == 3);
    moved = (unsigned char *)again(p, 128, 256); /* no gap is large enough: moves behind r */
    CHECK(moved != NULL && moved > r && moved[0] == 1 && moved[63] == 1);
    CHECK(ask(128) == p);
    CHECK(again(r, 64, 900) == NULL && r[0] == 3);
}

static void buffer_shrinks_in_place(void) {
    void *p, *q;
    lean_buffer_init(&buffer, memory, sizeof memory);
    p = ask(128);
    q = ask(64);
    CHECK(again(p, 128, 64) == p && ask(64) == (unsigned char *)p + 64);
    CHECK(again(q, 64, 63) == q);
    lean_buffer_clear(&buffer);
    CHECK(lean_buffer_bytes(&buffer) == 0 && ask(sizeof memory / 2) == p);
}

int main(void) {
    test_begin("test_core");
    RUN(statuses_have_texts);
    RUN(versions_agree);
    RUN(size_plus_is_checked);
    RUN(size_times_is_checked);
    RUN(default_owner_is_malloc);
    RUN(bits_agree_with_counting);
    RUN(loads_are_little_endian);
    RUN(mixes_are_inverted);
    RUN(mixes_have_known_values);
    RUN(mixes_spread_every_bit);
    RUN(siphash_has_known_values);
    RUN(buffer_blocks_are_aligned_and_inside);
    RUN(buffer_too_small_is_full);
    RUN(buffer_last_block_grows_in_place);
    RUN(buffer_refuses_absurd_sizes);
    RUN(buffer_gaps_join_and_are_used_again);
    RUN(buffer_block_grows_into_a_gap);
    RUN(buffer_shrinks_in_place);
    return test_end();
}
