/* Module: [STRUCT]. Frame: 296. Chain: 520.
 * A description of ten fields, with their names, copied and freed by it.
 */
#define LEAN_WITH_STRUCT
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "probe.h"

#define NODE(VAL, ARR, SUB, STR, OWN, ...)                                                         \
    STR(name)                                                                                      \
    OWN(node, first)                                                                               \
    OWN(node, second)                                                                              \
    VAL(u32, id)                                                                                   \
    VAL(u32, count) VAL(u16, x) VAL(u16, y) VAL(u8, kind) VAL(u8, level) ARR(u8, 6, card)
LEAN_DEFINE_LOOSE_STRUCT(node, NODE)

node object, other;
node *volatile subject = &object;
node *volatile copy = &other;

int main(void) {
    if (!CALL(lean_struct_copy(node_struct(), copy, subject, NULL), copy != subject))
        return 1;
    CALL(lean_struct_free(node_struct(), copy, NULL), (void)copy);
    return 0;
}
