/* Two of these, with NAME as one and as two, make a program: each has lean.h to itself. */
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#define LEAN_WITH_ARRAY
#define LEAN_WITH_DTYPE
#define LEAN_WITH_PACK
#define LEAN_WITH_RANK
#define LEAN_WITH_MAP
#define LEAN_WITH_STRMAP
#include "../../lean.h"

LEAN_DEFINE_ARRAY(numbers, uint32_t)
LEAN_DEFINE_MAP(ages, uint32_t, uint16_t)
LEAN_DEFINE_STRMAP(counts, uint32_t)

#define JOIN(a, b) a##b
#define RUN(name) JOIN(run_, name)
int run_one(void);
int run_two(void);

int RUN(NAME)(void) {
    numbers n = LEAN_EMPTY;
    lean_pack p = LEAN_EMPTY;
    ages a = LEAN_EMPTY;
    counts c = LEAN_EMPTY;
    lean_bitset b = LEAN_EMPTY;
    uint8_t item = 0;
    bool right = numbers_push(&n, 41) && numbers_get(&n, 0) == 41;
    right = right && lean_pack_recast(&p, lean_bits_unsigned(5)) == LEAN_OK;
    right = right && lean_pack_push_u64(&p, 21) == LEAN_OK && lean_pack_read_u8(&p, 0, 1, &item);
    lean_convert_saturated(LEAN_U8, &item, 1, LEAN_I8, &item);
    right = right && ages_put(&a, 3, 5) && ages_get(&a, 3) != NULL && *ages_get(&a, 3) == 5;
    right = right && counts_put(&c, "key", 3, 7) && *counts_get(&c, "key", 3) == 7;
    right = right && lean_bitset_push(&b, true) && lean_bitset_count(&b) == 1;
    lean_bitset_free(&b);
    numbers_free(&n);
    ages_free(&a);
    counts_free(&c);
    lean_pack_free(&p);
    return right && item == 21 ? 0 : 1;
}

#ifdef WITH_MAIN
int main(void) {
    return run_one() | run_two();
}
#endif
