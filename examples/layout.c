/* cc -I. examples/layout.c -o layout
 * A struct with a description: what its fields take and where padding is, a better order, and
 * records as JSON and back. Where a text is wrong, it shows the place.
 */
#define LEAN_WITH_RECORD
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"
#include <stdio.h>
#include <string.h>

/* As the fields came to mind. LEAN_DEFINE_STRUCT would refuse to compile this one. */
#define DRAFT(VAL, ARR, SUB, STR, ...)                                                             \
    VAL(bool, active)                                                                              \
    STR(name)                                                                                      \
    VAL(u8, channel)                                                                               \
    VAL(u32, serial)                                                                               \
    VAL(u16, year)                                                                                 \
    VAL(f32, offset)                                                                               \
    ARR(i16, 2, range)
LEAN_DEFINE_LOOSE_STRUCT(draft, DRAFT)

/* In the order that the report names. What is not a pointer are 16 bytes of alignment 4, so that
   there is no padding on machines of any size. */
#define SENSOR(VAL, ARR, SUB, STR, ...)                                                            \
    STR(name)                                                                                      \
    VAL(u32, serial)                                                                               \
    VAL(f32, offset)                                                                               \
    VAL(u16, year)                                                                                 \
    ARR(i16, 2, range)                                                                             \
    VAL(bool, active)                                                                              \
    VAL(u8, channel)
LEAN_DEFINE_STRUCT(sensor, SENSOR)

static const char *const texts[] = {
    "{\"serial\": 70041, \"name\": \"roof\", \"year\": 2019, \"range\": [-40, 85], "
    "\"offset\": -0.25, \"channel\": 3, \"active\": true}",
    "{\"serial\": 70042, \"name\": \"hall\", \"yaer\": 2020, \"range\": [-40, 85], "
    "\"offset\": 0, \"channel\": 4, \"active\": true}",
    "{\"serial\": 70043, \"name\": \"cellar\", \"year\": 2021, \"range\": [-40, 85], "
    "\"offset\": 0, \"channel\": 300, \"active\": true}",
    "{\"serial\": 70044, \"name\": \"door\", \"year\": 2022, \"range\": [-40, 85] "
    "\"offset\": 0, \"channel\": 5, \"active\": true}",
    "{\"serial\": 70045, \"name\": \"wall\", \"year\": 2023, \"range\": [-40], "
    "\"offset\": 0, \"channel\": 6, \"active\": true}"};

static void report(const lean_struct *type) {
    static char text[800];
    (void)lean_struct_layout(type, text, sizeof text);
    printf("%s\n", text);
}

#define SHOWN 60 /* how much of a text fits a line, */
#define LEAD 30  /* and how much of that is before the place */

static void point_at(const char *text, size_t at, lean_status why) {
    const size_t n = strlen(text), from = at > LEAD ? at - LEAD : 0;
    printf("  %.*s\n", (int)(n - from < SHOWN ? n - from : SHOWN), text + from);
    printf("  %*s^ %s, at byte %lu\n\n", (int)(at - from), "", lean_status_text(why),
           (unsigned long)at);
}

static bool there_and_back(const sensor *s) {
    char text[200];
    sensor again = LEAN_EMPTY;
    size_t at;
    bool same;
    const size_t n = lean_record_text(sensor_struct(), s, text, sizeof text);
    if (n >= sizeof text ||
        lean_record_parse(sensor_struct(), &again, NULL, text, n, &at) != LEAN_OK)
        return false;
    same = lean_record_equal(sensor_struct(), s, &again);
    printf("  %s\n\n", text);
    lean_struct_free(sensor_struct(), &again, NULL);
    return same;
}

/* Whether all went as it should: the first text is right, and the others are not. */
static bool parse(size_t i) {
    sensor s = LEAN_EMPTY;
    size_t at;
    bool same;
    const lean_status status =
        lean_record_parse(sensor_struct(), &s, NULL, texts[i], strlen(texts[i]), &at);
    if (status != LEAN_OK) {
        point_at(texts[i], at, status);
        return i != 0;
    }
    same = there_and_back(&s);
    lean_struct_free(sensor_struct(), &s, NULL);
    return i == 0 && same;
}

int main(void) {
    bool good = sizeof(sensor) <= sizeof(draft);
    report(draft_struct());
    report(sensor_struct());
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; ++i)
        good = parse(i) && good;
    printf("good: %s\n", good ? "yes" : "no");
    return good ? 0 : 1;
}
