/* The main function of a model test: feeds its driver, LLVMFuzzerTestOneInput(), streams of random
   bytes. `model_x [seed [rounds]]`; the seed is printed, and the same seed does the same. Or files:
   `model_x corpus FILE...`, each of them a test. With LEAN_FUZZ there is a fuzzer's own main. */

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

#ifdef LEAN_FUZZ
#define MODEL_MAIN(name, rounds) extern int model_unused
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

static void model_run(unsigned long rounds) {
    model_rounds = rounds;
    test_note("seed", test_seed, "");
    RUN(model_against_random_streams);
}

#ifdef TEST_SMALL
#define MODEL_ARGUMENTS void
#define MODEL_RUN(rounds) model_run((rounds) / 64)
#else
#include <stdlib.h>
#include <string.h>

static const char *model_path;

static void model_against_a_file(void) {
    static uint8_t bytes[1 << 16];
    FILE *file = fopen(model_path, "rb");
    CHECK(file != NULL);
    if (file == NULL)
        return;
    (void)LLVMFuzzerTestOneInput(bytes, fread(bytes, 1, sizeof bytes, file));
    fclose(file);
}

static void model_run_as_told(int argc, char **argv, unsigned long rounds) {
    int i;
    if (argc > 1 && strcmp(argv[1], "corpus") == 0) {
        for (i = 2; i < argc; ++i) {
            model_path = argv[i];
            test_run(model_against_a_file, model_path);
        }
        return;
    }
    test_seed = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 0) : 1;
    model_run(argc > 2 ? strtoul(argv[2], NULL, 0) : rounds);
}

#define MODEL_ARGUMENTS int argc, char **argv
#define MODEL_RUN(rounds) model_run_as_told(argc, argv, (rounds))
#endif

#define MODEL_MAIN(name, rounds)                                                                   \
    int main(MODEL_ARGUMENTS) {                                                                    \
        test_begin(name);                                                                          \
        MODEL_RUN(rounds);                                                                         \
        return test_end();                                                                         \
    }                                                                                              \
    extern int model_unused
#endif

#endif
