/* A program without a C library: no headers of one, no start-up code, no malloc. What it is linked
   with is in this file. For x86-64 Linux; the exit status is 0 if all is right. */
#define LEAN_NO_STDLIB
#define LEAN_NO_STDIO
#define LEAN_WITH_ARRAY
#define LEAN_WITH_STRINGS
#define LEAN_WITH_DTYPE
#define LEAN_WITH_PACK
#define LEAN_WITH_RANK
#define LEAN_WITH_RECORD
#define LEAN_WITH_PACKED
#define LEAN_WITH_MAP
#define LEAN_WITH_STRMAP
#define LEAN_IMPLEMENTATION
#include "../../lean.h"

LEAN_DEFINE_ARRAY(numbers, uint32_t)
LEAN_DEFINE_FIXED_ARRAY(few_numbers, uint32_t, 3)
LEAN_DEFINE_FIXED_PACK(few_digits, uint8_t, 4, 3)
LEAN_DEFINE_FIXED_BITSET(few_flags, 9)
#define PERSON(VAL, ARR, SUB, STR, OWN, ...)                                                       \
    STR(name) OWN(person, next) VAL(u32, age) VAL(f32, tall)
LEAN_DEFINE_STRUCT(person, PERSON)
#define READING(VAL, ARR, SUB, STR, OWN, ...) STR(name) VAL(u32, age) VAL(f32, tall)
LEAN_DEFINE_STRUCT(reading, READING)
#define SAMPLE(F) F(u16, 11, level) F(i8, 5, step)
LEAN_DEFINE_PACKED(sample, SAMPLE)
LEAN_DEFINE_MAP(ages, uint32_t, uint16_t)
LEAN_DEFINE_STRMAP(counts, uint32_t)

void *memmove(void *to, const void *from, size_t n);
void *memcpy(void *to, const void *from, size_t n);
void *memset(void *at, int byte, size_t n);
int run(void);

void *memmove(void *to, const void *from, size_t n) {
    char *t = (char *)to;
    const char *f = (const char *)from;
    size_t i;
    for (i = 0; i < n; ++i) {
        const size_t k = (uintptr_t)t < (uintptr_t)f ? i : n - 1 - i;
        t[k] = f[k];
    }
    return to;
}

void *memcpy(void *to, const void *from, size_t n) {
    return memmove(to, from, n);
}

void *memset(void *at, int byte, size_t n) {
    while (n != 0)
        ((char *)at)[--n] = (char)byte;
    return at;
}

static bool arrays(const lean_allocator *owner) {
    numbers n, without_memory = LEAN_EMPTY;
    few_numbers few = LEAN_EMPTY;
    uint32_t i;
    numbers_init(&n, owner);
    for (i = 0; i < 20; ++i)
        if (!numbers_push(&n, i * i) || few_numbers_push(&few, i) != (i < 3))
            return false;
    i = numbers_get(&n, 19);
    numbers_free(&n);
    return i == 361 && !numbers_push(&without_memory, 1) && few_numbers_get(&few, 2) == 2;
}

static bool strings(const lean_allocator *owner) {
    lean_strings s;
    size_t n = 0;
    bool right;
    lean_strings_init(&s, owner);
    right = lean_strings_push(&s, "lean", 4) && lean_strings_get(&s, 0, &n)[3] == 'n';
    lean_strings_free(&s);
    return right && n == 4;
}

static bool typed_arrays(const lean_allocator *owner) {
    lean_array a;
    int64_t sum = 0;
    bool right;
    lean_array_init(&a, LEAN_F16, owner);
    right = lean_array_resize(&a, 100);
    right = right && lean_array_fill_i64(&a, 0, 100, 2) == LEAN_OK;
    right = right && lean_array_recast(&a, LEAN_F32) == LEAN_OK;
    right = right && lean_array_sum_i64(&a, 0, 100, &sum) == LEAN_OK;
    lean_array_free(&a);
    return right && sum == 200;
}

static bool packs(const lean_allocator *owner) {
    uint32_t out[100];
    lean_pack p;
    few_digits few = LEAN_EMPTY;
    bool right = lean_pack_init(&p, lean_bits_unsigned(5), owner);
    right = right && lean_pack_resize(&p, 100) && lean_pack_fill_u64(&p, 0, 100, 7);
    right = right && lean_pack_read_u32(&p, 0, 100, out) && lean_pack_write_u32(&p, 0, 100, out);
    right = right && lean_pack_sum_u64(&p, 0, 100) == 700 && out[99] == 7;
    lean_pack_free(&p);
    return right && few_digits_push(&few, 9) && few_digits_get(&few, 0) == 9;
}

static bool packed_records(const lean_allocator *owner) {
    sample_array a;
    const sample x = {2047, -16};
    uint16_t levels[20];
    unsigned i;
    bool right = true;
    sample_init(&a, owner);
    for (i = 0; i < 20; ++i)
        right = right && sample_push(&a, &x) == LEAN_OK;
    sample_read_level(&a, 0, 20, levels);
    right = right && levels[19] == 2047 && sample_get_step(&a, 7) == -16;
    sample_free(&a);
    return right;
}

static bool structs(const lean_allocator *owner) {
    static char name[] = "Ann";
    person first = {name, NULL, 41, 1.75f}, second = {name, &first, 17, 0.5f}, copy;
    size_t bytes = 0;
    bool right = lean_struct_copy(person_struct(), &copy, &second, owner);
    right = right && lean_struct_bytes(person_struct(), &copy, owner, &bytes);
    right = right && copy.next->age == 41 && bytes == sizeof first + 8;
    lean_struct_free(person_struct(), &copy, owner);
    return right;
}

static bool records(const lean_allocator *owner) {
    static const char text[] = "{\"name\": \"Ann\", \"age\": 41, \"tall\": 1.75}";
    char out[sizeof text];
    unsigned char bytes[32];
    reading r, other;
    size_t at = 0, n;
    bool right =
        lean_record_parse(reading_struct(), &r, owner, text, sizeof text - 1, &at) == LEAN_OK;
    right = right && lean_record_text(reading_struct(), &r, out, sizeof out) == at;
    n = lean_record_write(reading_struct(), &r, bytes, sizeof bytes);
    right = right && n <= sizeof bytes;
    right = right && lean_record_read(reading_struct(), &other, owner, bytes, n, &at) == LEAN_OK;
    right = right && lean_record_equal(reading_struct(), &r, &other);
    lean_struct_free(reading_struct(), &r, owner);
    lean_struct_free(reading_struct(), &other, owner);
    return right;
}

static bool maps(const lean_allocator *owner) {
    ages a, without_memory = LEAN_EMPTY;
    uint32_t i, sum = 0;
    uint16_t age = 0;
    ages_item item = LEAN_EMPTY;
    ages_init(&a, owner);
    for (i = 0; i < 200; ++i)
        if (!ages_put(&a, i * i, (uint16_t)i))
            return false;
    if (!ages_take(&a, 199 * 199, &age) || age != 199 || ages_has(&a, 2))
        return false;
    while (ages_next(&a, &item))
        sum += *item.value;
    ages_free(&a);
    return sum == 198 * 199 / 2 && !ages_put(&without_memory, 1, 1);
}

static bool string_maps(const lean_allocator *owner) {
    counts c;
    char key[2] = "0";
    bool right = true;
    counts_init(&c, owner);
    for (; right && key[0] <= '9'; ++key[0]) {
        uint32_t *const n = counts_ensure(&c, key, 1, NULL);
        right = n != NULL && ++*n == 1;
    }
    right = right && counts_len(&c) == 10 && counts_remove(&c, "7", 1) && !counts_has(&c, "7", 1);
    right = right && counts_get(&c, "9", 1) != NULL && *counts_get(&c, "9", 1) == 1;
    counts_free(&c);
    return right;
}

static bool bitsets(const lean_allocator *owner) {
    few_flags few = LEAN_EMPTY;
    lean_bitset b;
    lean_rank r = LEAN_EMPTY;
    uint32_t numbers[8];
    size_t from = 0, at = 0;
    bool right;
    few_flags_set(&few, 8);
    lean_bitset_init(&b, owner);
    right = few_flags_count(&few) == 1 && lean_bitset_resize(&b, 5000);
    if (right)
        lean_bitset_set_range(&b, 1000, 3000);
    right = right && lean_bitset_count(&b) == 3000 && lean_bitset_subset(&b, &b);
    right = right && lean_bitset_read_u32(&b, &from, numbers, 8) == 8 && numbers[7] == 1007;
    right = right && lean_rank_init(&r, &b, owner) && lean_rank_ones(&r, 1100) == 100;
    right = right && lean_rank_select(&r, 2999, &at) && at == 3999;
    lean_rank_free(&r);
    lean_bitset_free(&b);
    return right;
}

int run(void) {
    static unsigned char memory[16384];
    lean_buffer b;
    lean_buffer_init(&b, memory, sizeof memory);
    if (!arrays(&b.allocator) || !strings(&b.allocator))
        return 1;
    if (!typed_arrays(&b.allocator) || !packs(&b.allocator))
        return 2;
    if (!maps(&b.allocator) || !string_maps(&b.allocator))
        return 3;
    if (!bitsets(&b.allocator))
        return 4;
    if (!structs(&b.allocator) || !records(&b.allocator) || !packed_records(&b.allocator))
        return 5;
    return lean_buffer_bytes(&b) == 0 ? 0 : 6;
}

/* The kernel enters here with an aligned stack; system call 60 ends the program. */
__asm__(".globl _start\n"
        "_start:\n"
        "    call run\n"
        "    mov %eax, %edi\n"
        "    mov $60, %eax\n"
        "    syscall\n");
