/* Drives lean_buffer against a table of blocks: contents survive, blocks keep apart and aligned, and
   when all are gone the buffer is empty. */
#define LEAN_IMPLEMENTATION
#include "../lean.h"
#include "test.h"
#include "stream.h"
#include "model.h"
#include <string.h>

#define BLOCKS 24

typedef struct block {
    unsigned char *at;
    size_t size;
} block;

static unsigned char memory[4096 / MODEL_SHARE];
static block blocks[BLOCKS];

/* Block i is filled with bytes that only it has. */
static void fill(unsigned i) {
    memset(blocks[i].at, (int)(i + 1), blocks[i].size);
}

static void check(const lean_buffer *b) {
    unsigned i, j;
    for (i = 0; i < BLOCKS; ++i) {
        const block *x = &blocks[i];
        if (x->at == NULL)
            continue;
        CHECK((uintptr_t)x->at % LEAN_ALIGN == 0);
        CHECK(x->at >= memory && x->at + x->size <= b->memory + lean_buffer_bytes(b));
        for (j = 0; j < x->size; ++j)
            CHECK(x->at[j] == i + 1);
    }
}

static void resize(lean_buffer *b, unsigned i, size_t to) {
    block *x = &blocks[i];
    unsigned char *moved;
    moved = (unsigned char *)lean_resize(&b->allocator, x->at, x->size, to);
    if (to == 0) {
        CHECK(moved == NULL);
        x->at = NULL;
        x->size = 0;
    } else if (moved != NULL) {
        size_t k;
        for (k = 0; k < x->size && k < to; ++k)
            CHECK(moved[k] == i + 1);
        x->at = moved;
        x->size = to;
        fill(i);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    lean_buffer b;
    stream s;
    unsigned i;
    s.data = data;
    s.n = size;
    i = stream_byte(&s) % 32u;
    lean_buffer_init(&b, memory + i, (sizeof memory - i) / (1u + i % 3u));
    memset(blocks, 0, sizeof blocks);
    while (!stream_ended(&s)) {
        const uint8_t what = stream_byte(&s);
        i = what % BLOCKS;
        if (what >= 192)
            resize(&b, i, 0);
        else if (what % 16 == 7)
            resize(&b, i, stream_number(&s) % (sizeof memory * 2));
        else
            resize(&b, i, stream_byte(&s));
        check(&b);
    }
    for (i = 0; i < BLOCKS; ++i)
        resize(&b, i * 7 % BLOCKS, 0); /* 7 and BLOCKS share no factor: each once */
    CHECK(lean_buffer_bytes(&b) == 0);
    return 0;
}

MODEL_MAIN("model_buffer", 200);
