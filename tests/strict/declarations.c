/* The header without its implementation, and made types that nothing uses: not a warning. */
#include "../../lean.h"

typedef struct pair {
    uint16_t key, value;
} pair;

LEAN_SITE(unused_site);
LEAN_DEFINE_ARRAY(numbers, uint32_t)
LEAN_DEFINE_ARRAY(pairs, pair)
LEAN_DEFINE_FIXED_ARRAY(few_pairs, pair, 3)
LEAN_DEFINE_FIXED_PACK(few_flags, bool, 1, 3)
LEAN_DEFINE_FIXED_PACK(few_steps, int16_t, 9, 3)
LEAN_DEFINE_FIXED_BITSET(nine_bits, 9)
#define POINT_FIELDS(VAL, ARR, SUB, STR, OWN, ...) VAL(f32, x) VAL(f32, y) OWN(point, next)
LEAN_DEFINE_STRUCT(point, POINT_FIELDS)
#define STEP_FIELDS(F) F(i16, 9, by) F(bool, 1, is_last)
LEAN_DEFINE_PACKED(step, STEP_FIELDS)
LEAN_DEFINE_MAP(pairs_by_number, uint32_t, pair)
LEAN_DEFINE_MAP_WITH(ages_by_pair, pair, uint8_t, LEAN_MAP_SIPHASH, LEAN_MAP_SAME)
LEAN_DEFINE_SET(seen_numbers, int64_t)
LEAN_DEFINE_SET_WITH(seen_pairs, pair, LEAN_MAP_SIPHASH, LEAN_MAP_SAME)
LEAN_DEFINE_STRMAP(pairs_by_name, pair)
LEAN_DEFINE_STRSET(seen_names)
