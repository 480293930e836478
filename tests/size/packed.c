/* Module: [PACKED]. Frame: 128. Chain: 232.
 * An array of records of five fields of 18 bits: push, get and set of a field, get of a record.
 */
#define LEAN_WITH_PACKED
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "probe.h"

#define FIVE(F) F(u32, 18, a) F(u32, 18, b) F(u32, 18, c) F(u32, 18, d) F(u32, 18, e)
LEAN_DEFINE_PACKED(five, FIVE)

five_array object;
five_array *volatile subject = &object;

int main(void) {
    five_array *p = subject;
    five x = {number, number, number, number, number};
    if (CALL(five_push(p, &x), p != NULL ? x.a : x.b) != LEAN_OK)
        return 1;
    number = CALL(five_get_c(p, place), place);
    if (!CALL(five_set_d(p, place, number), place + number))
        return 2;
    number = CALL(five_get(p, place).e, place);
    return 0;
}
