#include "map.h"

bool fill(ages *a, names *n, words *w) {
    bool done = true;
    uint32_t k;
    for (k = 0; done && k < ENTRIES; ++k) {
        const char word[2] = {(char)('a' + k % 26), (char)('a' + k / 26 % 26)};
        done = ages_put(a, k, 3 * k) && names_put(n, k, 5 * k) && words_put(w, word, 2, k) &&
               *names_get(n, k / 2) == 5 * (k / 2) && *ages_get(a, k / 2) == 3 * (k / 2);
    }
    return done;
}
