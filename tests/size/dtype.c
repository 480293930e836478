/* Module: [DTYPE]. Float. Frame: 88. Chain: 364.
 * A growable array of a dtype: init, push, get, free.
 */
#define LEAN_WITH_DTYPE
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "probe.h"

lean_array object;
lean_array *volatile subject = &object;

int main(void) {
    lean_array *a = subject;
    int64_t item = number;
    CALL(lean_array_init(a, (lean_dtype)place, NULL), (void)a);
    if (CALL(lean_array_push_i64(a, item), item) != 0)
        return 1;
    if (CALL(lean_array_get_i64(a, place, &item), place) != 0)
        return 2;
    number = (uint32_t)item;
    CALL(lean_array_free(a), (void)0);
    return 0;
}
