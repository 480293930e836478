/* cc -I. examples/telemetry.c -o telemetry
 * Readings of a sensor in memory that is there already, without malloc: 34 bits each, so that 64
 * bytes hold 15 of them; as structs they would be 8. When they are full the oldest half of them
 * goes, once it is sent. A reading goes over a wire in 5 bytes, the same from every machine. It
 * also runs on a Cortex-M0 and an AVR.
 */
#define LEAN_WITH_PACKED
#define LEAN_NO_STDLIB
#define LEAN_NO_STDIO
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"

#if defined(__STDC_HOSTED__) && __STDC_HOSTED__ && !defined(__AVR__)
#include <stdio.h>
#define SAY(text, number) printf("%s: %ld\n", (text), (long)(number))
#else
#define SAY(text, number) ((void)(number))
#endif

#define READING(F)                                                                                 \
    F(u16, 11, minute)          /* of the day */                                                   \
    F(i16, 10, tenths)          /* of a degree: -51.2 to 51.1 */                                   \
    F(u16, 9, hectopascal, 600) /* 600 to 1111 */                                                  \
    F(u8, 3, battery)                                                                              \
    F(bool, 1, raining)
LEAN_DEFINE_PACKED(reading, READING)

static unsigned char memory[64];
static unsigned char wire[LEAN_PACKED_BYTES(reading, 1)]; /* 5 */
static unsigned long sent;                                /* a sum over what has been received */

static reading measure(unsigned i) {
    reading r;
    r.minute = (uint16_t)(i * 10 % 1440);
    r.tenths = (int16_t)((int)(i * 37 % 500) - 250);
    r.hectopascal = (uint16_t)(990 + i % 40);
    r.battery = (uint8_t)(7 - i / 40 % 8);
    r.raining = i % 5 == 0;
    return r;
}

/* What comes out of the wire at the other end. */
static void receive(void) {
    reading r;
    reading_unpack(wire, &r);
    sent += (unsigned long)(r.minute + r.hectopascal) + r.battery + r.raining;
}

static bool send(const reading *r) {
    if (!reading_pack(wire, r))
        return false;
    receive();
    return true;
}

/* The first half is sent; the others move to the front, and the rest is taken off. */
static bool drain(reading_array *a) {
    const size_t n = reading_len(a), half = (n + 1) / 2;
    for (size_t i = 0; i < half; ++i) {
        const reading r = reading_get(a, i);
        if (!send(&r))
            return false;
    }
    for (size_t i = half; i < n; ++i) {
        const reading r = reading_get(a, i);
        (void)reading_set(a, i - half, &r); /* it has come from there, so it fits */
    }
    return reading_resize(a, n - half);
}

static bool keep(reading_array *a, const reading *r) {
    lean_status status = reading_push(a, r);
    if (status == LEAN_FULL && drain(a))
        status = reading_push(a, r);
    return status == LEAN_OK;
}

/* One field of all that are there. */
static int16_t coldest(const reading_array *a) {
    int16_t all[16], least = 511;
    const size_t n = reading_len(a) < 16 ? reading_len(a) : 16;
    reading_read_tenths(a, 0, n, all);
    for (size_t i = 0; i < n; ++i)
        if (all[i] < least)
            least = all[i];
    return least;
}

int main(void) {
    reading_array a;
    reading hot;
    unsigned long expected = 0;
    bool good = true;
    reading_over(&a, memory, sizeof memory);
    for (unsigned i = 0; i < 100; ++i) {
        const reading r = measure(i);
        expected += (unsigned long)(r.minute + r.hectopascal) + r.battery + r.raining;
        good = good && keep(&a, &r);
    }
    hot = measure(0);
    hot.tenths = 512; /* more than its bits hold: refused, before anything is asked for */
    good = good && reading_push(&a, &hot) == LEAN_OUT_OF_RANGE;
    SAY("bits of a reading", LEAN_PACKED_BITS(reading));
    SAY("readings kept", reading_len(&a));
    SAY("coldest of them, in tenths", coldest(&a));
    while (reading_len(&a) != 0 && good)
        good = drain(&a);
    good = good && sent == expected && reading_bytes(&a) == 0;
    SAY("sum of what was received", sent);
    SAY("bytes of a reading on the wire", sizeof wire);
    SAY("good", good);
    return good ? 0 : 1;
}
