/* cc -I. examples/fixed_map.c -o fixed_map
 * Maps and sets of fixed capacity, without malloc: how often each message on a bus was seen, the
 * sensors that have fallen silent, and readings by place in memory that was left over. It also runs
 * on a Cortex-M0 and an AVR.
 */
#define LEAN_WITH_FIXED_MAP
#define LEAN_NO_STDLIB
#define LEAN_NO_STDIO
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"

#if defined(__STDC_HOSTED__) && __STDC_HOSTED__ && !defined(__AVR__)
#include <stdio.h>
#define SAY(text, number) printf("%s: %u\n", (text), (unsigned)(number))
#else
#define SAY(text, number) ((void)(number))
#endif

typedef struct place {
    int8_t x;
    int8_t y;
} place;

static inline uint32_t place_hash(const place *p, uint32_t seed) {
    return ((uint32_t)(uint8_t)p->x << 8 | (uint8_t)p->y) ^ seed;
}

static inline bool place_same(const place *a, const place *b) {
    return a->x == b->x && a->y == b->y;
}

LEAN_DEFINE_FIXED_MAP(counts, uint32_t, uint16_t, 12) /* 7 bytes a message, whatever its number */
LEAN_DEFINE_FIXED_SET(sensors, uint8_t, 16)
LEAN_DEFINE_BUFFER_MAP_WITH(readings, place, uint16_t, place_hash, place_same)

static counts seen; /* static storage is all zero, and so empty */
static sensors expected, heard;

/* Messages of a bus with numbers of 29 bits; those beyond the twelfth kind are only counted. */
static unsigned count_messages(void) {
    unsigned lost = 0;
    for (uint32_t i = 0; i < 200; ++i) {
        uint16_t *count = counts_ensure(&seen, UINT32_C(0x18ff0000) + i * i % 27 * 256, NULL);
        if (count != NULL)
            ++*count;
        else
            ++lost;
    }
    return lost;
}

static bool is_rare(uint32_t message, uint16_t *count, void *least) {
    (void)message;
    return *count < *(const uint16_t *)least;
}

/* What is expected and was not heard. Sets may be duplicated by assignment. */
static sensors silent(void) {
    sensors left;
    for (uint8_t i = 0; i < 16; ++i) {
        (void)sensors_put(&expected, (uint8_t)(i * 10)); /* there are sixteen slots */
        if (i % 5 != 0)
            (void)sensors_put(&heard, (uint8_t)(i * 10));
    }
    left = expected;
    sensors_subtract(&left, &heard);
    return left;
}

static bool by_place(unsigned char *memory, size_t bytes) {
    readings r;
    readings_item i = LEAN_EMPTY;
    place p = {-3, 7};
    unsigned sum = 0;
    readings_over(&r, memory, bytes);
    for (; p.x < 5; ++p.x)
        if (!readings_put(&r, p, (uint16_t)(p.x + 100)))
            return false;
    p.x = 2;
    if (!readings_has(&r, p) || *readings_get(&r, p) != 102 || !readings_remove(&r, p))
        return false;
    while (readings_next(&r, &i)) {
        sum += *i.value;
        if (i.key.x < 0)
            readings_erase(&r, &i); /* goes on safely */
    }
    return sum == 702 && readings_len(&r) == 4;
}

int main(void) {
    static unsigned char left_over[LEAN_BUFFER_MAP_BYTES(place, uint16_t, 8)];
    const unsigned lost = count_messages();
    uint16_t least = 20;
    const uint16_t *count = counts_get(&seen, UINT32_C(0x18ff0000) + 9 * 256);
    const unsigned nine = count != NULL ? *count : 0;
    const size_t kinds = counts_len(&seen), rare = counts_remove_if(&seen, is_rare, &least);
    const sensors quiet = silent();
    bool good = lost == 0 && nine != 0 && counts_len(&seen) == kinds - rare;
    good = good && sensors_len(&quiet) == 4 && sensors_has(&quiet, 150);
    good = by_place(left_over, sizeof left_over) && good;
    SAY("kinds of messages", kinds);
    SAY("messages of kind 9", nine);
    SAY("seen less than 20 times", rare);
    SAY("silent sensors", sensors_len(&quiet));
    SAY("bytes of the counts", sizeof seen);
    SAY("bytes of a set", sizeof quiet);
    SAY("good", good);
    return good ? 0 : 1;
}
