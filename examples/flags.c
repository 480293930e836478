/* cc -I. examples/flags.c -o flags
 * Flags of one bit and integers of a few, without malloc: which numbers are prime, the last changes
 * of a temperature, and a table that can be in flash. It also runs on a Cortex-M0 and an AVR.
 */
#define LEAN_WITH_PACK
#define LEAN_NO_STDLIB
#define LEAN_NO_STDIO
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"

#if defined(__STDC_HOSTED__) && __STDC_HOSTED__ && !defined(__AVR__)
#include <stdio.h>
#define SAY(text, number) printf("%s: %d\n", (text), (int)(number))
#else
#define SAY(text, number) ((void)(number))
#endif

LEAN_DEFINE_FIXED_PACK(flags, bool, 1, 1000)   /* 125 bytes; as bool[1000] they would be 1000 */
LEAN_DEFINE_FIXED_PACK(changes, int8_t, 4, 16) /* -8 to 7 each */

static flags prime;
static changes recent; /* static storage is all zero, and so empty */

/* The days of the months, each less 28, in two bits: January's are the lowest of the first byte. */
static const unsigned char month_bits[] = {0xb3, 0xfb, 0xee};
static const lean_pack month_days = LEAN_PACK_CONST(month_bits, 12, 2, 28);

static unsigned sieve(void) {
    lean_pack all;
    while (flags_push(&prime, flags_len(&prime) >= 2)) /* until it is full */
        continue;
    for (size_t i = 2; i * i < flags_len(&prime); ++i)
        for (size_t k = i * i; flags_get(&prime, i) && k < flags_len(&prime); k += i)
            (void)flags_set(&prime, k, false); /* any bool fits */
    /* For what else a pack can do, such as counting. */
    all = flags_pack(&prime);
    return (unsigned)lean_pack_sum_u64(&all, 0, flags_len(&prime));
}

/* A change of more than the bits hold is refused, and nothing is lost. */
static bool watch(void) {
    static const int8_t measured[] = {20, 21, 21, 19, 14, 12, 13, 20, 19};
    lean_pack all;
    int64_t least = 0;
    for (size_t i = 1; i < sizeof measured; ++i)
        if (!changes_push(&recent, (int8_t)(measured[i] - measured[i - 1])))
            return false;
    all = changes_pack(&recent);
    return lean_pack_min_i64(&all, 0, 8, &least) && least == -5 &&
           lean_pack_sum_i64(&all, 0, 8) == -1 && !changes_push(&recent, 8) &&
           changes_len(&recent) == 8;
}

int main(void) {
    const unsigned primes = sieve();
    const bool good = primes == 168 && watch() && lean_pack_get_u64(&month_days, 1) == 28 &&
                      lean_pack_sum_u64(&month_days, 0, 12) == 365;
    SAY("primes below 1000", primes);
    SAY("bytes of the flags", sizeof prime);
    SAY("bytes of the changes", sizeof recent);
    SAY("the fourth change", changes_get(&recent, 3));
    SAY("days of a year", lean_pack_sum_u64(&month_days, 0, 12));
    SAY("bytes of its months", sizeof month_bits);
    SAY("good", good);
    return good ? 0 : 1;
}
