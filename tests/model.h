/* The main function of a model test: feeds its driver, LLVMFuzzerTestOneInput(), streams of random
   bytes. `model_x [seed [rounds]]`; the seed is printed, and the same seed does the same.
   With LEAN_FUZZ there is a fuzzer's own main; with LEAN_REPLAY the files named on the command line
   are run instead. */

#ifndef LEAN_MODEL_H
#define LEAN_MODEL_H

#ifdef __cplusplus
extern "C"
#endif
    int
    LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Models divide their tables by this. */
#ifdef TEST_SMALL
#define MODEL_SHARE 16
#else
#define MODEL_SHARE 1
#endif

#if defined(LEAN_FUZZ) && !defined(LEAN_REPLAY)
#define MODEL_MAIN(name, rounds) extern int model_unused
#elif defined(LEAN_REPLAY)
#define MODEL_MAIN(name, rounds)                                                                   \
    int main(int argc, char **argv) {                                                              \
        static uint8_t bytes[1 << 16];                                                             \
        int i;                                                                                     \
        for (i = 1; i < argc; ++i) {                                                               \
            FILE *file = fopen(argv[i], "rb");                                                     \
            if (file == NULL) {                                                                    \
                perror(argv[i]);                                                                   \
                return 2;                                                                          \
            }                                                                                      \
            (void)LLVMFuzzerTestOneInput(bytes, fread(bytes, 1, sizeof bytes, file));              \
            fclose(file);                                                                          \
        }                                                                                          \
        printf(name " corpus: %d passed, 0 failed\n", argc - 1);                                   \
        return 0;                                                                                  \
    }                                                                                              \
    extern int model_unused
#else
static unsigned long model_rounds;
static uint8_t model_bytes[2048 / MODEL_SHARE];

static void model_against_random_streams(void) {
    unsigned long round;
    for (round = 0; round < model_rounds; ++round) {
        const unsigned spread = 1 + test_random() % 256;
        const size_t n = test_random() % sizeof model_bytes;
        size_t i;
        for (i = 0; i < n; ++i)
            model_bytes[i] = (uint8_t)(test_random() % spread);
        (void)LLVMFuzzerTestOneInput(model_bytes, n);
    }
}

#ifdef TEST_SMALL
#define MODEL_ARGUMENTS void
#define MODEL_READ_ARGUMENTS(rounds) model_rounds = (rounds) / 64
#else
#include <stdlib.h>
#define MODEL_ARGUMENTS int argc, char **argv
#define MODEL_READ_ARGUMENTS(rounds)                                                               \
    test_seed = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 0) : 1;                                \
    model_rounds = argc > 2 ? strtoul(argv[2], NULL, 0) : (rounds)
#endif

#define MODEL_MAIN(name, rounds)                                                                   \
    int main(MODEL_ARGUMENTS) {                                                                    \
        test_begin(name);                                                                          \
        MODEL_READ_ARGUMENTS(rounds);                                                              \
        test_note("seed", test_seed, "");                                                          \
        RUN(model_against_random_streams);                                                         \
        return test_end();                                                                         \
    }                                                                                              \
    extern int model_unused
#endif

#endif
