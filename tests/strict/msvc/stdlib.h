/* Stands in for Microsoft's: as much as lean.h needs. */
#pragma once
#include <stddef.h>
#ifdef __cplusplus
extern "C" {
#endif
void *realloc(void *block, size_t size);
void free(void *block);
__declspec(noreturn) void abort(void);
#ifdef __cplusplus
}
#endif
