/* The user's types may have any name that is not lean.h's, the names of its parameters and fields
   included. Where the user asks for -Wshadow, that is between him and his names. */
#include "../../lean.h"

#define DEFINE_NAMED(word)                                                                         \
    typedef struct word {                                                                          \
        int value;                                                                                 \
    } word;                                                                                        \
    LEAN_DEFINE_ARRAY(word##_list, word)                                                           \
    LEAN_DEFINE_FIXED_ARRAY(word##_few, word, 3)

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
