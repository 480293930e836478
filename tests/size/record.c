/* Module: [RECORD]. Frame: 900. Chain: 2000.
 * A record as text and back, as bytes and back, and its hash. The digits of a float are on the stack.
 */
#define LEAN_WITH_RECORD
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "probe.h"

#define READING(VAL, ARR, SUB, STR, ...)                                                           \
    STR(name) VAL(u32, id) VAL(f32, volts) VAL(u16, count) VAL(i16, level)
LEAN_DEFINE_LOOSE_STRUCT(reading, READING)

reading object;
reading *volatile subject = &object;
char text[80];

int main(void) {
    reading *r = subject;
    size_t at = 0, n = CALL(lean_record_text(reading_struct(), r, text, sizeof text), r->id);
    number = (uint32_t)CALL(lean_record_hash(reading_struct(), r, number), number);
    if (CALL(lean_record_parse(reading_struct(), r, NULL, text, n, &at), n) != 0)
        return 1;
    n = CALL(lean_record_write(reading_struct(), r, text, sizeof text), at);
    if (CALL(lean_record_read(reading_struct(), r, NULL, text, n, &at), at) != 0)
        return 2;
    return 0;
}
