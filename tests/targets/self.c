/* A program that ends in the wrong way WAY: `make selftest` sees that each is noticed. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#ifdef __AVR__
void lean_out(const char *text);
#else
#include <stdio.h>
#define lean_out(text) fputs(text, stdout)
#endif

enum { FINE, FAILED, STATUS, NO_LINE, LINE_ONLY, ABORT, HANG, TWICE, STACK };

static volatile unsigned char seen;

static unsigned deep(unsigned n) {
    volatile unsigned char frame[64];
    memset((void *)frame, (int)n, sizeof frame);
    seen = frame[n % sizeof frame];
    return n ? deep(n - 1) + frame[0] : 0;
}

int main(void) {
    switch (WAY) {
    case FAILED:
        lean_out("self: 2 passed, 3 failed\n");
        return 1;
    case STATUS:
        lean_out("self: 2 passed, 0 failed\n");
        return 37;
    case NO_LINE:
        lean_out("nothing to say\n");
        return 0;
    case LINE_ONLY:
        lean_out("self: 2 passed, 1 failed\n");
        return 0;
    case ABORT:
        abort();
    case HANG:
        for (;;)
            seen++;
    case TWICE:
        lean_out("self: 2 passed, 0 failed\nand on\n");
        return 0;
    case STACK:
        deep(180);
        break;
    default:
        break;
    }
    lean_out("self: 2 passed, 0 failed\n");
    return 0;
}
