/* Module: [PACK].
 * A growable pack: push, get, set, pop, free. Chain: 184.
 */
#define LEAN_WITH_PACK
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "probe.h"

lean_pack object;
lean_pack *volatile subject = &object;

int main(void) {
    lean_pack *p = subject;
    uint64_t last = number;
    if (CALL(lean_pack_push_u64(p, number), number) != 0)
        return 1;
    number = (uint32_t)CALL(lean_pack_get_u64(p, place), place);
    if (!CALL(lean_pack_set_u64(p, place, number), place + number))
        return 2;
    if (!CALL(lean_pack_pop_u64(p, &last), p))
        return 3;
    number = (uint32_t)last;
    CALL(lean_pack_free(p), (void)0);
    return 0;
}
