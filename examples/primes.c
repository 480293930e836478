/* cc -I. examples/primes.c -o primes
 * The millionth prime, from a sieve with a bit for each odd number: select finds the millionth bit
 * that is set, and rank tells which prime a number is, by an index of 4 in 100 of the bits.
 */
#define LEAN_WITH_RANK
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"
#include <stdio.h>

#define BELOW 15500000u /* more than a million primes are */

/* Bit i stands for 2 * i + 1, but bit 0 for 2, the one prime that is not odd. */
static bool sieve(lean_bitset *prime) {
    const size_t n = BELOW / 2;
    if (!lean_bitset_resize(prime, n))
        return false;
    lean_bitset_set_range(prime, 0, n);
    for (size_t i = 1; 2 * i * (i + 1) < n; ++i)
        for (size_t k = 2 * i * (i + 1); lean_bitset_test(prime, i) && k < n; k += 2 * i + 1)
            lean_bitset_clear(prime, k);
    return true;
}

static unsigned long number(size_t bit) {
    return bit == 0 ? 2 : 2ul * bit + 1;
}

static void show(const lean_bitset *prime, const lean_rank *order) {
    static const size_t nth[] = {1, 10, 1000, 1000000};
    size_t bit = 0, gap = 0, widest = 0;
    printf("%lu primes below %u\n", (unsigned long)lean_rank_count(order), BELOW);
    for (size_t i = 0; i < sizeof nth / sizeof nth[0]; ++i)
        if (lean_rank_select(order, nth[i] - 1, &bit))
            printf("prime number %lu is %lu\n", (unsigned long)nth[i], number(bit));
    printf("104729 is number %lu\n", (unsigned long)lean_rank_ones(order, 104729 / 2) + 1);
    LEAN_EACH_BIT(i, prime) {
        if (i - gap > widest)
            widest = i - gap;
        gap = i;
    }
    printf("the widest gap between two is %lu\n", (unsigned long)widest * 2);
    printf("%lu bytes of bits, %lu of their index\n", (unsigned long)lean_bitset_bytes(prime),
           (unsigned long)lean_rank_bytes(order));
}

int main(void) {
    lean_bitset prime = LEAN_EMPTY;
    lean_rank order = LEAN_EMPTY;
    const bool done = sieve(&prime) && lean_rank_init(&order, &prime, NULL);
    if (done)
        show(&prime, &order);
    else
        fprintf(stderr, "primes: out of memory\n");
    lean_rank_free(&order);
    lean_bitset_free(&prime);
    return done ? 0 : 1;
}
