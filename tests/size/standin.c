/* Stands in for the C library under the probes of tools/size; its bytes are not counted. The
 * functions are never run.
 */
#include "probe.h"

volatile uint32_t number = 1; /* one object in .data, one in .bss: start-up code is there anyway */
volatile size_t place;

#define STAND_IN(result, name, parameters, value)                                                  \
    result name parameters;                                                                        \
    result name parameters {                                                                       \
        place++;                                                                                   \
        return value;                                                                              \
    }

void abort(void) __attribute__((noreturn));
STAND_IN(void *, malloc, (size_t n), n ? (void *)&place : NULL)
STAND_IN(void *, realloc, (void *p, size_t n), n ? p : NULL)
STAND_IN(void, free, (void *p), (void)p)
STAND_IN(void *, memcpy, (void *to, const void *from, size_t n), from != NULL && n != 0 ? to : NULL)
STAND_IN(void *, memmove, (void *to, const void *from, size_t n),
         from != NULL && n != 0 ? to : NULL)
STAND_IN(void *, memset, (void *to, int c, size_t n), c != 0 && n != 0 ? to : NULL)
STAND_IN(int, memcmp, (const void *a, const void *b, size_t n), a != b && n)
STAND_IN(size_t, strlen, (const char *text), (size_t)*text)

void abort(void) {
    for (;;)
        place++;
}
