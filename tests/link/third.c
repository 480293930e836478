/* One more user of the shared functions. */
#define LEAN_WITH_ARRAY
#include "link.h"

bool add_third(numbers *n);
bool add_third(numbers *n) {
    return numbers_push(n, 43);
}
