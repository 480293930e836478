/* What a test program needs on an AVR without an operating system: text goes out through UART 0,
 * the exit status through GPIOR0 (avr_run.c reads both), and every wrong way out ends the run.
 */
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/pgmspace.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

enum { STATUS_ABORT = 134, STATUS_RESTART = 135 };

void lean_out(const char *text);
void lean_out_flash(const char *text);

static void put(char c) {
    while (!(UCSR0A & (1 << UDRE0))) {
    }
    UDR0 = (unsigned char)c;
}

void lean_out(const char *text) {
    while (*text)
        put(*text++);
}

void lean_out_flash(const char *text) {
    char c;
    while ((c = (char)pgm_read_byte(text++)) != 0)
        put(c);
}

/* The examples print through stdio; a test program that does not pays 14 bytes of RAM. */
static int put_file(char c, FILE *file) {
    (void)file;
    put(c);
    return 0;
}
static FILE out = FDEV_SETUP_STREAM(put_file, NULL, _FDEV_SETUP_WRITE);

/* The default malloc lets the heap come within 32 bytes of the stack. Weak, so that a program
 * without malloc stays without it. avr_run.c watches that the margin was enough.
 */
extern size_t __malloc_margin __attribute__((weak));

static void end(unsigned char status) __attribute__((noreturn));
static void end(unsigned char status) {
    GPIOR0 = status;
    cli();
    for (;;)
        __asm__ volatile("sleep");
}

__attribute__((constructor)) static void start(void) {
    if (GPIOR1) /* zero after a reset, kept by a wild jump to address 0 */
        end(STATUS_RESTART);
    GPIOR1 = 1;
    UCSR0B = 1 << TXEN0;
    UCSR0C = (1 << UCSZ01) | (1 << UCSZ00);
    UBRR0 = 0;
    stdout = &out;
    stderr = &out;
    if (&__malloc_margin)
        __malloc_margin = LEAN_STACK;
}

/* The library's own abort spins for ever. */
void abort(void) {
    end(STATUS_ABORT);
}

/* Here r24 holds what main returned or exit was given. */
__attribute__((section(".fini8"), naked, used)) static void finish(void) {
    __asm__ volatile("out %0, r24\n\tcli\n\tsleep\n" ::"I"(_SFR_IO_ADDR(GPIOR0)));
}
