/* The user's types may have any name that is not lean.h's, the names of its parameters and fields
   included. Where the user asks for -Wshadow, that is between him and his names. */
#include "../../lean.h"

#define NAMED_FIELDS(VAL, ...)                                                                     \
    VAL(u32, item)                                                                                 \
    VAL(u32, key) VAL(u32, order) VAL(u32, at) VAL(u32, n) VAL(u32, fields) VAL(u32, T) VAL(u32, X)
#define NAMED_BITS(F)                                                                              \
    F(u8, 3, item) F(u8, 3, key) F(u8, 3, at) F(u8, 3, n) F(u8, 3, records) F(u8, 3, T)

#define DEFINE_NAMED(word)                                                                         \
    typedef struct word {                                                                          \
        int value;                                                                                 \
    } word;                                                                                        \
    LEAN_DEFINE_ARRAY(word##_list, word)                                                           \
    LEAN_DEFINE_FIXED_ARRAY(word##_few, word, 3)                                                   \
    typedef int16_t word##_step;                                                                   \
    LEAN_DEFINE_FIXED_PACK(word##_steps, word##_step, 9, 3)                                        \
    LEAN_DEFINE_FIXED_BITSET(word##_bits, 9)                                                       \
    LEAN_DEFINE_STRUCT(word##_struct, NAMED_FIELDS)                                                \
    LEAN_DEFINE_PACKED(word##_packed, NAMED_BITS)                                                  \
    LEAN_DEFINE_MAP(word##_map, word##_step, word)                                                 \
    LEAN_DEFINE_MAP_WITH(word##_whole, word, word, LEAN_MAP_SIPHASH, LEAN_MAP_SAME)                \
    LEAN_DEFINE_SET(word##_set, word##_step)                                                       \
    LEAN_DEFINE_SET_WITH(word##_wholes, word, LEAN_MAP_SIPHASH, LEAN_MAP_SAME)                     \
    LEAN_DEFINE_STRMAP(word##_strmap, word)                                                        \
    LEAN_DEFINE_STRSET(word##_strset)

DEFINE_NAMED(item)
DEFINE_NAMED(key)
DEFINE_NAMED(order)
DEFINE_NAMED(data)
DEFINE_NAMED(len)
DEFINE_NAMED(owner)
DEFINE_NAMED(compare)
DEFINE_NAMED(a)
DEFINE_NAMED(b)
DEFINE_NAMED(i)
DEFINE_NAMED(n)
DEFINE_NAMED(p)
DEFINE_NAMED(at)
DEFINE_NAMED(bit)
DEFINE_NAMED(bits)
DEFINE_NAMED(block)
DEFINE_NAMED(bytes)
DEFINE_NAMED(cap)
DEFINE_NAMED(shift)
DEFINE_NAMED(value)
DEFINE_NAMED(width)
DEFINE_NAMED(raw)
DEFINE_NAMED(others)
DEFINE_NAMED(map)
DEFINE_NAMED(set)
DEFINE_NAMED(root)
DEFINE_NAMED(made)
DEFINE_NAMED(kind)
DEFINE_NAMED(mixed)
DEFINE_NAMED(hash)
DEFINE_NAMED(eq)
DEFINE_NAMED(same)
DEFINE_NAMED(seed)
DEFINE_NAMED(drop)
DEFINE_NAMED(user)
DEFINE_NAMED(out)
DEFINE_NAMED(from)
DEFINE_NAMED(to)
DEFINE_NAMED(is_new)
DEFINE_NAMED(text)
