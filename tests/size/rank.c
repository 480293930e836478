/* Module: [RANK]. Frame: 96. Chain: 168.
 * An index over a bitset: init, ones, select, free.
 */
#define LEAN_WITH_RANK
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "probe.h"

lean_rank object;
lean_rank *volatile subject = &object;
lean_bitset another;
const lean_bitset *volatile other = &another;

int main(void) {
    lean_rank *r = subject;
    (void)r;
    size_t at = place;
    if (!CALL(lean_rank_init(r, other, NULL), other != NULL))
        return 1;
    number = (uint32_t)CALL(lean_rank_ones(r, place), place);
    if (!CALL(lean_rank_select(r, place, &at), place != 0))
        return 2;
    place = at;
    CALL(lean_rank_free(r), (void)0);
    return 0;
}
