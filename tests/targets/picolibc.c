/* What a test program needs under picolibc without an operating system: a fault ends the run
 * instead of hanging, and so does a stack that was too small. Nothing protects the memory, so words
 * between heap and stack are marked at the start and looked at in the end.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { STATUS_FAULT = 134, STATUS_STACK = 135, MARKS = 8 };

extern uint32_t __heap_end[]; /* from picolibc.ld: the stack may come down to here */

#ifdef __riscv
__attribute__((aligned(4))) static void fault(void) {
    _Exit(STATUS_FAULT);
}

__attribute__((constructor)) static void catch_faults(void) {
    __asm__ volatile(".option arch, +zicsr\n\tcsrw mtvec, %0" ::"r"(fault));
}
#else
void arm_hardfault_isr(void);
void arm_hardfault_isr(void) {
    _Exit(STATUS_FAULT);
}
#endif

static uint32_t mark(unsigned i) {
    return UINT32_C(0xA5C396E1) * (i + 1);
}

__attribute__((constructor)) static void set_marks(void) {
    unsigned i;
    for (i = 0; i < MARKS; i++)
        __heap_end[i] = mark(i);
}

__attribute__((destructor)) static void check_marks(void) {
    unsigned i;
    for (i = 0; i < MARKS; i++)
        if (__heap_end[i] != mark(i)) {
            puts("the stack ran into the heap");
            fflush(stdout);
            _Exit(STATUS_STACK);
        }
}
