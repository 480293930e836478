/* Module: [STRINGS].
 * Strings in one block: push, get, pop, free. Chain: 152. (128 from the call down; the rest is the
 * frame of the program that calls.)
 */
#define LEAN_WITH_STRINGS
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "probe.h"

lean_strings object;
lean_strings *volatile subject = &object;
const char *volatile text;

int main(void) {
    lean_strings *s = subject;
    size_t length = place;
    if (!CALL(lean_strings_push(s, text, place), text != NULL && place != 0))
        return 1;
    text = CALL(lean_strings_get(s, place, &length), text + place);
    place = length;
    if (!CALL(lean_strings_pop(s), s))
        return 2;
    CALL(lean_strings_free(s), (void)0);
    return 0;
}
