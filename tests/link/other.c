/* Only uses a get that is inlined, so it refers to no function of the implementation. */
#define LEAN_WITH_ARRAY
#include "link.h"

uint32_t second_item(const numbers *n) {
    return n->len > 1 ? numbers_get(n, 1) : 0;
}
