/* cc -I. examples/log.c -o log
 * log [write FILE | read FILE]: a log in bytes that are the same on every machine, whatever wrote
 * it, and can be read on any other. Without arguments it is kept in memory: its bytes are shown, it
 * is read back, and what is wrong with some damaged ones is told. A log is
 *
 *     4 bytes   "LOG1"
 *     2 bytes   how many follow for the head, the least significant first
 *     head      a record in the form of lean_record_write: who logged, from when on, how many
 *     entries   so many, 47 bits each, without gaps
 *
 * All that is read is looked at before it is believed; positions in messages are of bytes.
 */
#define LEAN_WITH_RECORD
#define LEAN_WITH_PACKED
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"
#include <stdio.h>
#include <string.h>

#define MAGIC "LOG1"
enum { MAGIC_SIZE = 4, LENGTH_SIZE = 2, HEAD_AT = MAGIC_SIZE + LENGTH_SIZE, LOG_MOST = 2000 };

#define HEAD(VAL, ARR, SUB, STR, ...)                                                              \
    STR(station)                                                                                   \
    VAL(u64, started) /* seconds since 1970 */                                                     \
    VAL(u32, entries)
LEAN_DEFINE_LOOSE_STRUCT(head, HEAD) /* padding or not: none of it is written */

typedef enum level { NOTE, WARNING, FAULT, LEVELS } level;

#define ENTRY(F)                                                                                   \
    F(u32, 20, second) /* since the start: 12 days */                                              \
    F(u16, 12, code)                                                                               \
    F(i16, 12, value)                                                                              \
    F(level, 2, severity)                                                                          \
    F(bool, 1, handled)
LEAN_DEFINE_PACKED(entry, ENTRY)

typedef struct log_bytes {
    size_t n;
    unsigned char bytes[LOG_MOST];
} log_bytes;

/* What a log says. The entries lie where they were read. */
typedef struct contents {
    head top;
    entry_array entries;
} contents;

/* ---- Writing ---- */

static const entry measured[] = {{0, 100, 0, NOTE, true},
                                 {3600, 217, -2048, WARNING, false},
                                 {90061, 217, 2047, WARNING, true},
                                 {1048575, 4095, -1, FAULT, false}};
enum { MEASURED = sizeof measured / sizeof measured[0] };

static bool write_entries(log_bytes *to) {
    entry_array a;
    entry_over(&a, to->bytes + to->n, sizeof to->bytes - to->n);
    for (size_t i = 0; i < MEASURED; ++i)
        if (entry_push(&a, &measured[i]) != LEAN_OK)
            return false;
    to->n += LEAN_PACKED_BYTES(entry, MEASURED);
    return true;
}

static bool write_log(log_bytes *to) {
    char station[] = "lighthouse";
    head top = LEAN_EMPTY;
    size_t n;
    top.station = station;
    top.started = UINT64_C(1767225600);
    top.entries = MEASURED;
    n = lean_record_write(head_struct(), &top, to->bytes + HEAD_AT, sizeof to->bytes - HEAD_AT);
    if (n > sizeof to->bytes - HEAD_AT)
        return false;
    memcpy(to->bytes, MAGIC, MAGIC_SIZE);
    to->bytes[MAGIC_SIZE] = (unsigned char)(n & 255);
    to->bytes[MAGIC_SIZE + 1] = (unsigned char)(n >> 8);
    to->n = HEAD_AT + n;
    return write_entries(to);
}

/* ---- Reading ---- */

static bool wrong(const char *name, size_t at, const char *why) {
    printf("%s, byte %lu: %s\n", name, (unsigned long)at, why);
    return false;
}

/* Where the head ends. */
static bool read_head(const char *name, const log_bytes *from, head *top, size_t *end) {
    lean_status status;
    size_t n, at;
    if (from->n < HEAD_AT || memcmp(from->bytes, MAGIC, MAGIC_SIZE) != 0)
        return wrong(name, 0, "this is no log");
    n = from->bytes[MAGIC_SIZE] + (size_t)from->bytes[MAGIC_SIZE + 1] * 256;
    if (n > from->n - HEAD_AT)
        return wrong(name, MAGIC_SIZE, "the head is longer than the log");
    status = lean_record_read(head_struct(), top, NULL, from->bytes + HEAD_AT, n, &at);
    if (status == LEAN_NO_MEMORY)
        return wrong(name, HEAD_AT, lean_status_text(status));
    if (status != LEAN_OK)
        return wrong(name, HEAD_AT + at, "the head is not as it should be");
    *end = HEAD_AT + n;
    return true;
}

/* The bits of a level can be those of none. */
static bool check_levels(const char *name, const entry_array *a, size_t at) {
    for (size_t i = 0; i < entry_len(a); ++i)
        if (entry_get_severity(a, i) >= LEVELS)
            return wrong(name, at + i * LEAN_PACKED_BITS(entry) / 8, "an entry of no known level");
    return true;
}

/* How many entries there are is checked before it is multiplied: it may be any number. */
static bool read_entries(const char *name, const log_bytes *from, size_t at, contents *c) {
    const size_t left = from->n - at, n = (size_t)c->top.entries;
    if (c->top.entries > left * 8 / LEAN_PACKED_BITS(entry))
        return wrong(name, from->n, "the log ends before its last entry");
    if (LEAN_PACKED_BYTES(entry, n) != left)
        return wrong(name, at + LEAN_PACKED_BYTES(entry, n), "more than the entries");
    return entry_view(&c->entries, from->bytes + at, n) && check_levels(name, &c->entries, at);
}

static void show_contents(const contents *c) {
    static const char *const names[] = {"note", "warning", "fault"};
    printf("%s, from %lu on, %lu entries of %u bits\n", c->top.station,
           (unsigned long)c->top.started, (unsigned long)entry_len(&c->entries),
           (unsigned)LEAN_PACKED_BITS(entry));
    for (size_t i = 0; i < entry_len(&c->entries); ++i) {
        const entry e = entry_get(&c->entries, i);
        printf("%8lu  %-8s code %4u, value %5d%s\n", (unsigned long)e.second, names[e.severity],
               (unsigned)e.code, (int)e.value, e.handled ? ", handled" : "");
    }
}

static bool read_log(const char *name, const log_bytes *from) {
    contents c = LEAN_EMPTY;
    size_t at = 0;
    const bool good = read_head(name, from, &c.top, &at) && read_entries(name, from, at, &c);
    if (good)
        show_contents(&c);
    lean_struct_free(head_struct(), &c.top, NULL);
    return good;
}

/* ---- In memory ---- */

static void show_bytes(const log_bytes *l) {
    for (size_t i = 0; i < l->n; ++i)
        printf("%02x%s", (unsigned)l->bytes[i], i % 16 == 15 || i + 1 == l->n ? "\n" : " ");
}

/* Each must be refused. */
static bool show_damaged(const log_bytes *whole) {
    static log_bytes damaged;
    bool refused = true;
    damaged = *whole;
    damaged.bytes[0] = 'D';
    refused = !read_log("another beginning", &damaged) && refused;
    damaged = *whole;
    damaged.n -= 1;
    refused = !read_log("cut off", &damaged) && refused;
    damaged = *whole;
    damaged.bytes[HEAD_AT] ^= 1;
    refused = !read_log("of another kind", &damaged) && refused;
    damaged = *whole;
    damaged.bytes[HEAD_AT + 4] = 200;
    refused = !read_log("a long name", &damaged) && refused;
    damaged = *whole;
    damaged.bytes[damaged.n - LEAN_PACKED_BYTES(entry, MEASURED) + 5] |= 0x30;
    refused = !read_log("a strange level", &damaged) && refused;
    return refused;
}

static bool in_memory(void) {
    static log_bytes l;
    if (!write_log(&l))
        return false;
    printf("%lu bytes, %lu of them the entries\n", (unsigned long)l.n,
           (unsigned long)LEAN_PACKED_BYTES(entry, MEASURED));
    show_bytes(&l);
    return read_log("in memory", &l) && show_damaged(&l);
}

/* ---- In files ---- */

static bool to_file(const char *path) {
    static log_bytes l;
    FILE *file;
    bool done;
    if (!write_log(&l))
        return false;
    file = fopen(path, "wb");
    if (file == NULL) {
        perror(path);
        return false;
    }
    done = fwrite(l.bytes, 1, l.n, file) == l.n;
    done = fclose(file) == 0 && done;
    if (!done)
        perror(path);
    return done;
}

static bool from_file(const char *path) {
    static log_bytes l;
    FILE *const file = fopen(path, "rb");
    bool failed;
    if (file == NULL) {
        perror(path);
        return false;
    }
    l.n = fread(l.bytes, 1, sizeof l.bytes, file);
    failed = ferror(file) != 0;
    if (failed)
        perror(path);
    fclose(file);
    if (!failed && l.n == sizeof l.bytes)
        return wrong(path, l.n, "longer than this program takes");
    return !failed && read_log(path, &l);
}

int main(int argc, char **argv) {
    if (argc == 1)
        return in_memory() ? 0 : 1;
    if (argc == 3 && strcmp(argv[1], "write") == 0)
        return to_file(argv[2]) ? 0 : 1;
    if (argc == 3 && strcmp(argv[1], "read") == 0)
        return from_file(argv[2]) ? 0 : 1;
    fprintf(stderr, "usage: log [write FILE | read FILE]\n");
    return 2;
}
