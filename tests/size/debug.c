/* Module: [DEBUG]. Chain: 320. (Its report function and its allocator are both called through
 * pointers, and the measure takes one for the other.)
 * The debug allocator without stdio: init, a block, fail, check, free.
 */
#define LEAN_WITH_DEBUG
#define LEAN_NO_STDIO
#define LEAN_ASSERT(x) ((void)0)
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "probe.h"

lean_debug debug;
lean_debug *volatile subject = &debug;
void *volatile memory;

int main(void) {
    lean_debug *d = subject;
    void *block = memory;
    CALL(lean_debug_init(d, NULL), (void)d);
    CALL(lean_debug_fail(d, place, true), (void)place);
    block = CALL(lean_resize(&d->allocator, block, place, place), (char *)block + place + place);
    memory = block;
    place = CALL(lean_debug_check(d), 0);
    return CALL(lean_debug_free(d), place) != 0;
}
