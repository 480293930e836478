/* What the two files share. */
#include "../../lean.h"

LEAN_DEFINE_ARRAY(numbers, uint32_t)

#ifdef __cplusplus
extern "C"
#endif
    uint32_t
    second_item(const numbers *n);
