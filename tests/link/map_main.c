/* The file with the implementation. Another one fills maps, which it reads, walks and empties. */
#define LEAN_IMPLEMENTATION
#include "map.h"

int main(void) {
    ages a = LEAN_EMPTY;
    names n = LEAN_EMPTY;
    words w = LEAN_EMPTY;
    names_item i = LEAN_EMPTY;
    uint32_t seen = 0, k;
    bool right = fill(&a, &n, &w);
    for (k = 0; right && k < ENTRIES; ++k) {
        const char word[2] = {(char)('a' + k % 26), (char)('a' + k / 26 % 26)};
        right = ages_has(&a, k) && *ages_get(&a, k) == 3 * k && names_has(&n, k) &&
                *names_get(&n, k) == 5 * k && words_has(&w, word, 2);
    }
    while (names_next(&n, &i)) {
        right = right && *i.value == 5 * i.key;
        ++seen;
        names_erase(&n, &i);
    }
    right = right && seen == ENTRIES && names_len(&n) == 0 && ages_remove(&a, 7);
    ages_free(&a);
    names_free(&n);
    words_free(&w);
    return right ? 0 : 1;
}
