/* Module: [CORE].
 * An allocator over a buffer: init, and a block taken, resized and given back through it.
 */
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "probe.h"

lean_buffer buffer;
lean_buffer *volatile subject = &buffer;
void *volatile memory;

int main(void) {
    lean_buffer *b = subject;
    void *block = memory;
    CALL(lean_buffer_init(b, memory, place), (void)(b && memory && place));
    block = CALL(lean_resize(&b->allocator, block, place, place), (char *)block + place + place);
    memory = block;
    return 0;
}
