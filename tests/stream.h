/* A stream of bytes that says what a model test does next: from a fuzzer, from a corpus, or made of
   random numbers. It gives zeros past its end. */

#ifndef LEAN_STREAM_H
#define LEAN_STREAM_H

typedef struct stream {
    const uint8_t *data;
    size_t n;
} stream;

static inline bool stream_ended(const stream *s) {
    return s->n == 0;
}

static inline uint8_t stream_byte(stream *s) {
    if (s->n == 0)
        return 0;
    s->n--;
    return *s->data++;
}

static inline uint32_t stream_number(stream *s) {
    const uint32_t low = stream_byte(s);
    return low | (uint32_t)stream_byte(s) << 8;
}

#endif
