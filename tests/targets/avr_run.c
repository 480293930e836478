/* avr_run MCU PROGRAM [MEGACYCLES]: runs an AVR program on libsimavr.
 *
 * UART 0 goes to standard output. The program ends when it sleeps with interrupts off; its exit
 * status is then what it left in GPIOR0. 125: it crashed or used up its cycles (default 4000
 * million). 124: its stack ran into the heap or the static data, which the chip would not notice.
 * 126: it could not be loaded.
 */
#include <simavr/avr_uart.h>
#include <simavr/sim_avr.h>
#include <simavr/sim_elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GPIOR0 = 0x3e, SPL = 0x5d, SPH = 0x5e, DATA = 0x800000 };

static void print_byte(struct avr_irq_t *irq, uint32_t value, void *param) {
    (void)irq;
    (void)param;
    putchar((int)value);
}

static void print_errors(avr_t *avr, const int level, const char *format, va_list args) {
    (void)avr;
    if (level <= LOG_ERROR)
        vfprintf(stderr, format, args);
}

/* The address in RAM of a symbol, 0 when the program has none of that name. */
static unsigned symbol(const elf_firmware_t *program, const char *name) {
    uint32_t i;
    for (i = 0; i < program->symbolcount; i++)
        if (strcmp(program->symbol[i]->symbol, name) == 0)
            return program->symbol[i]->addr & 0xffff;
    return 0;
}

static unsigned word(const avr_t *avr, unsigned at) {
    return avr->data[at] | (unsigned)avr->data[at + 1] << 8;
}

int main(int argc, char **argv) {
    elf_firmware_t program;
    avr_t *avr;
    avr_cycle_count_t most;
    uint32_t flags = 0;
    unsigned floor, static_end, heap_end, least = 0xffff;
    int state;

    if (argc < 3 || argc > 4) {
        fprintf(stderr, "usage: avr_run MCU PROGRAM [MEGACYCLES]\n");
        return 126;
    }
    most = (argc > 3 ? strtoull(argv[3], NULL, 10) : 4000) * 1000000;
    memset(&program, 0, sizeof program);
    avr_global_logger_set(print_errors);
    avr = avr_make_mcu_by_name(argv[1]);
    if (!avr || elf_read_firmware(argv[2], &program) != 0)
        return 126;
    static_end = symbol(&program, "_end");
    heap_end = symbol(&program, "__brkval");
    if (!static_end) {
        fprintf(stderr, "avr_run: %s has no symbol _end\n", argv[2]);
        return 126;
    }
    program.frequency = 16000000;
    avr_init(avr);
    avr_load_firmware(avr, &program);
    avr_ioctl(avr, AVR_IOCTL_UART_GET_FLAGS('0'), &flags);
    flags &= ~(uint32_t)AVR_UART_FLAG_STDIO;
    avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
    avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT),
                            print_byte, NULL);
    do {
        unsigned stack;
        state = avr_run(avr);
        stack = word(avr, SPL);
        floor = heap_end ? word(avr, heap_end) : 0;
        if (floor < static_end)
            floor = static_end;
        if (stack < floor) {
            fflush(stdout);
            fprintf(stderr, "avr_run: stack at 0x%x below 0x%x\n", stack, floor);
            return 124;
        }
        if (stack - floor < least)
            least = stack - floor;
    } while (state != cpu_Done && state != cpu_Crashed && avr->cycle < most);
    fflush(stdout);
    fprintf(stderr, "avr_run: %llu cycles, %u bytes between stack and heap at the least\n",
            (unsigned long long)avr->cycle, least);
    return state == cpu_Done ? avr->data[GPIOR0] : 125;
}
