/* lean.h - memory-lean containers in one header, for C99, C11 and C++11.
 *
 * Everything says how many bytes it holds, reports when memory runs short and is then exactly as it
 * was, and works the same over the heap, over a caller's buffer and in static storage.
 *
 * HOW TO USE IT
 *   Every file:      #define LEAN_WITH_ARRAY            switches, the same for the whole build
 *                    #include "lean.h"
 *   One C file more: #define LEAN_IMPLEMENTATION        before the include
 *   A single file:   #define LEAN_API static            and LEAN_IMPLEMENTATION as well
 *
 *   LEAN_DEFINE_ARRAY(numbers, uint32_t)                at file scope: makes the type numbers
 *
 *   numbers n = LEAN_EMPTY;                             all zero is valid and empty
 *   if (!numbers_push(&n, 41)) return OUT_OF_MEMORY;    n is as it was
 *   uint32_t x = numbers_get(&n, 0);                    the index is asserted, not checked
 *   size_t held = numbers_bytes(&n);                    requested bytes, the object excluded
 *   numbers_free(&n);                                   all zero, over malloc; twice is safe
 *
 *   `numbers n = LEAN_EMPTY;` initialises; later, numbers_init does. Unknown types lean_strings or
 *   lean_debug: the switch is missing. Undefined references to lean_...: no file of the program
 *   has LEAN_IMPLEMENTATION, or that file lacks a switch.
 *
 * MODULES
 *   .text: bytes on a Cortex-M0 with gcc -Os -ffunction-sections -fdata-sections -Wl,--gc-sections,
 *   of the calls in tests/size/<module>.c. bytes: sizeof of the object on x86-64 / Cortex-M0.
 *
 *   switch              what you get                             tag        needs  .text  bytes
 *   (always there)      statuses, allocators, bits, hashes       [CORE]     -        460  -
 *   LEAN_WITH_DEBUG     an allocator that finds memory faults    [DEBUG]    -       1136  -
 *   LEAN_WITH_ARRAY     typed arrays, growable and fixed         [ARRAY]    -        216  16 / 12
 *   LEAN_WITH_STRINGS   many strings in one block                [STRINGS]  -       1308  16 / 12
 *
 * OPTIONS
 *   For the whole build (files that disagree fail to link, with the option's name, unless LEAN_API
 *   is static):
 *   LEAN_INDEX_BITS     16, 32 or 64: bits of a length or index in objects (default: 32; 16 where
 *                       size_t has 16 bits). Containers end at that many items.
 *   For the file with LEAN_IMPLEMENTATION:
 *   LEAN_NO_STDLIB      no malloc: a container without an owner never gets memory.
 *   LEAN_NO_STDIO       the debug allocator prints nothing.
 *   For each file by itself:
 *   LEAN_API            what stands before shared functions (default: nothing; `static`, and just
 *                       that, keeps them to the file)
 *   LEAN_SMALL          1: calls go to one shared copy. 0: hot paths are inlined (default: 1 where
 *                       the compiler optimises for size or not at all, else 0)
 *   LEAN_ASSERT(x)      what to do about broken contracts (default: assert with LEAN_WITH_DEBUG and
 *                       without LEAN_NO_STDLIB, else nothing). In made functions it names the line
 *                       of LEAN_DEFINE_ARRAY; the caller is one frame up in a debugger.
 *
 * RULES THAT HOLD EVERYWHERE
 *   Objects    {pointer, len, cap}; all zero is empty. They may be moved by plain assignment, not
 *              duplicated by it: two copies would own one block. x_copy duplicates.
 *   Owners     A const lean_allocator *, NULL for malloc. It must outlive what it owns. It stands
 *              at the end of the block; while there is no block, in the object's pointer.
 *   Memory     "Grows" in a contract marks the only calls that need memory. When there is none they
 *              say so and nothing has changed. shrink may be refused too; nothing else is.
 *   bytes()    The bytes requested from the owner for the block, owner's place included; the object
 *              itself excluded. sizeof(object) + bytes() is all there is.
 *   Pointers   "Invalidates" marks the calls after which pointers into the container are dead.
 *   Verbs      init free reserve shrink clear resize copy; push pop insert append remove; get (by
 *              index: the value) ref (a writable pointer) set; sort search; len cap bytes.
 *   Threads    const calls on one object from several threads are safe; anything else is yours to
 *              lock. Containers over one buffer, site or debug allocator share it. Nothing is for
 *              interrupt handlers.
 *   C++        Items must be trivially copyable, default constructible and assignable.
 *
 * Version 0.1.0. Licence: MIT or public domain, whichever you prefer; see the end of the file.
 */

/* ============================================================================================
 * CONFIG
 * ============================================================================================ */

/* A switch that comes after the first include would be silently without effect. */
#if defined(LEAN_H)
#if defined(LEAN_WITH_DEBUG) && !defined(LEAN_HAS_DEBUG_)
#error "lean.h: LEAN_WITH_DEBUG comes too late: define it before the first include of lean.h"
#endif
#if defined(LEAN_WITH_ARRAY) && !defined(LEAN_HAS_ARRAY_)
#error "lean.h: LEAN_WITH_ARRAY comes too late: define it before the first include of lean.h"
#endif
#if defined(LEAN_WITH_STRINGS) && !defined(LEAN_HAS_STRINGS_)
#error "lean.h: LEAN_WITH_STRINGS comes too late: define it before the first include of lean.h"
#endif
#endif

#ifndef LEAN_H
#define LEAN_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef LEAN_WITH_DEBUG
#define LEAN_HAS_DEBUG_
#endif
#ifdef LEAN_WITH_ARRAY
#define LEAN_HAS_ARRAY_
#endif
#ifdef LEAN_WITH_STRINGS
#define LEAN_HAS_STRINGS_
#endif

#define LEAN_VERSION 100 /* major * 10000 + minor * 100 + patch */
#define LEAN_VERSION_TEXT "0.1.0"

#ifndef LEAN_INDEX_BITS
#if SIZE_MAX > 65535
#define LEAN_INDEX_BITS 32
#else
#define LEAN_INDEX_BITS 16
#endif
#endif
#if LEAN_INDEX_BITS == 16
typedef uint16_t lean_index;
#define LEAN_INDEX_MAX UINT16_MAX
#elif LEAN_INDEX_BITS == 32
typedef uint32_t lean_index;
#define LEAN_INDEX_MAX UINT32_MAX
#elif LEAN_INDEX_BITS == 64
typedef uint64_t lean_index;
#define LEAN_INDEX_MAX UINT64_MAX
#else
#error "lean.h: LEAN_INDEX_BITS must be 16, 32 or 64"
#endif

/* Compilers: who speaks GNU C. tcc claims to, but ignores what matters here. */
#if defined(__GNUC__) && !defined(__TINYC__)
#define LEAN_GNU_ 1
#else
#define LEAN_GNU_ 0
#endif

#ifndef LEAN_SMALL
#if defined(__OPTIMIZE_SIZE__) || (!defined(__OPTIMIZE__) && !defined(_MSC_VER))
#define LEAN_SMALL 1
#else
#define LEAN_SMALL 0
#endif
#endif
#if LEAN_SMALL != 0 && LEAN_SMALL != 1
#error "lean.h: LEAN_SMALL must be 0 or 1"
#endif

#if LEAN_GNU_
#define LEAN_UNUSED_ __attribute__((__unused__))
#define LEAN_UNLIKELY_(x) __builtin_expect(!!(x), 0)
#define LEAN_ALIGNED_(p, n) __builtin_assume_aligned((p), (n))
#define LEAN_FORCED_ __attribute__((__always_inline__, __unused__))
#define LEAN_COLD_ __attribute__((__noinline__, __cold__))
#define LEAN_PREFETCH_(p) __builtin_prefetch(p)
#if defined(__AVR__) /* which has no trap, and would call abort */
#define LEAN_TRAP_() LEAN_ENDLESS_()
#else
#define LEAN_TRAP_() __builtin_trap()
#endif
#else
#define LEAN_UNUSED_
#define LEAN_UNLIKELY_(x) (x)
#define LEAN_ALIGNED_(p, n) (p)
#define LEAN_FORCED_
#define LEAN_COLD_
#define LEAN_PREFETCH_(p) ((void)(p))
#define LEAN_TRAP_() LEAN_ENDLESS_()
#endif
#define LEAN_ENDLESS_()                                                                            \
    do {                                                                                           \
    } while (1)

/* clang makes a branch of a mask whose origin it knows. */
#if LEAN_GNU_ && defined(__clang__)
#define LEAN_OPAQUE_(x) __asm__("" : "+r"(x))
#else
#define LEAN_OPAQUE_(x) ((void)0)
#endif

/* Memory functions: the builtins fold in freestanding builds too and need no header. */
#if LEAN_GNU_
#define lean_memcpy_ __builtin_memcpy
#define lean_memmove_ __builtin_memmove
#define lean_memset_ __builtin_memset
#else
#include <string.h>
#define lean_memcpy_ memcpy
#define lean_memmove_ memmove
#define lean_memset_ memset
#endif

#ifndef LEAN_ASSERT
#if defined(LEAN_HAS_DEBUG_) && !defined(LEAN_NO_STDLIB)
#include <assert.h>
#define LEAN_ASSERT(x) assert(x)
#else
#define LEAN_ASSERT(x) ((void)0)
#endif
#endif

/* C and C++: casts that neither language warns about, the empty object, linkage. */
#ifdef __cplusplus
#define LEAN_EMPTY                                                                                 \
    {}
#define LEAN_CAST_(T, x) static_cast<T>(x)
#define LEAN_ADDRESS_(p) reinterpret_cast<uintptr_t>(p)
#define LEAN_C_BEGIN_ extern "C" {
#define LEAN_C_END_ }
#define LEAN_ANY_POINTER_(p)                                                                       \
    lean_any_pointer_ {                                                                            \
        p                                                                                          \
    }
extern "C++" struct lean_any_pointer_ { /* becomes a pointer of the type it initialises, as in C */
    void *pointer;
    template <typename T_> operator T_ *() const {
        return static_cast<T_ *>(pointer);
    }
};
#else
#define LEAN_EMPTY                                                                                 \
    { 0 }
#define LEAN_CAST_(T, x) ((T)(x))
#define LEAN_ADDRESS_(p) ((uintptr_t)(p))
#define LEAN_C_BEGIN_
#define LEAN_C_END_
#define LEAN_ANY_POINTER_(p) (void *)(p)
#endif
#if LEAN_INDEX_BITS == 64 && SIZE_MAX == UINT64_MAX
#define LEAN_INDEX_(x) (x)
#else
#define LEAN_INDEX_(x) LEAN_CAST_(lean_index, x)
#endif

#if LEAN_INDEX_MAX > SIZE_MAX
#define LEAN_SIZE_(x) LEAN_CAST_(size_t, x)
#else
#define LEAN_SIZE_(x) (x)
#endif

/* A check at compile time whose failure shows a name that tells what is wrong. C99 mode gets the
   array: some C libraries define _Static_assert there and lose the text. */
#if defined(__cplusplus)
#define LEAN_STATIC_ASSERT_(condition, name) static_assert(condition, #name)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define LEAN_STATIC_ASSERT_(condition, name) _Static_assert(condition, #name)
#else
#define LEAN_STATIC_ASSERT_(condition, name) typedef char name[(condition) ? 1 : -1] LEAN_UNUSED_
#endif
#if defined(__cplusplus) && (LEAN_GNU_ || defined(_MSC_VER))
#define LEAN_TRIVIAL_(T) __is_trivially_copyable(T)
#else
#define LEAN_TRIVIAL_(T) 1
#endif

/* Linkage. LEAN_SHARED_ stands before functions with one copy in the implementation, LEAN_CALL_
   before the wrappers that macros make. A body worth inlining everywhere is name_hot_, after
   LEAN_BODY_, with helpers after LEAN_HOT_; its shared copy is name_shared_, and wrappers call
   LEAN_PICK_(name_): the body in fast builds, the copy in small ones. */
#ifndef LEAN_API
#define LEAN_API
#endif
#define LEAN_JOIN2_(a, b) a##b
#define LEAN_JOIN_(a, b) LEAN_JOIN2_(a, b)
#define LEAN_PROBE_static ~, 1
#define LEAN_SECOND2_(a, b, ...) b
#define LEAN_SECOND_(...) LEAN_SECOND2_(__VA_ARGS__)
#define LEAN_API_IS_STATIC_ LEAN_SECOND_(LEAN_JOIN_(LEAN_PROBE_, LEAN_API), 0, ~)
#if LEAN_API_IS_STATIC_
#define LEAN_SHARED_ LEAN_UNUSED_ LEAN_API
#else
#define LEAN_SHARED_ LEAN_API
#endif
#define LEAN_CALL_ LEAN_UNUSED_ static inline
#define LEAN_BODY_ LEAN_FORCED_ static inline
#if LEAN_SMALL
#define LEAN_HOT_ LEAN_UNUSED_ static inline
#define LEAN_PICK_(name) LEAN_JOIN_(name, shared_)
#else
#define LEAN_HOT_ LEAN_FORCED_ static inline
#define LEAN_PICK_(name) LEAN_JOIN_(name, hot_)
#endif

/* Options that change layouts. Each file defines an absolute symbol with the option's value: equal
   values link, others fail with the symbol's name, and it costs no byte. Under clang that would
   break link-time optimisation, and lld before 15, which take equal definitions for a clash. There
   each file keeps a pointer to an object named after the value; the implementation defines it. */
#define LEAN_TEXT2_(x) #x
#define LEAN_TEXT_(x) LEAN_TEXT2_(x)
#define LEAN_OPTION_ "lean_option_LEAN_INDEX_BITS_must_agree_between_files"
#define lean_option_object_                                                                        \
    LEAN_JOIN_(lean_option_LEAN_INDEX_BITS_,                                                       \
               LEAN_JOIN_(LEAN_INDEX_BITS, _here_but_not_in_the_implementation))
#if LEAN_GNU_ && !LEAN_API_IS_STATIC_ && (defined(__ELF__) || defined(__MINGW32__))
#define LEAN_OPTION_CHECK_                                                                         \
    __asm__(".ifndef " LEAN_OPTION_ "\n .globl " LEAN_OPTION_ "\n .set " LEAN_OPTION_              \
            ", " LEAN_TEXT_(LEAN_INDEX_BITS) "\n .else\n .if " LEAN_OPTION_ " != " LEAN_TEXT_(     \
                LEAN_INDEX_BITS) "\n .error \"" LEAN_OPTION_ "\"\n .endif\n .endif\n");
LEAN_C_BEGIN_
extern const char lean_option_object_[1];
LEAN_C_END_
#ifndef __clang__
LEAN_OPTION_CHECK_
#elif __clang_major__ >= 13 && defined(__ELF__)
__attribute__((__used__, __retain__)) static const char *const lean_option_kept_ =
    lean_option_object_;
#endif
#elif defined(_MSC_VER)
#pragma detect_mismatch("LEAN_INDEX_BITS", LEAN_TEXT_(LEAN_INDEX_BITS))
#endif

/* Where counting zeros and ones is an instruction; elsewhere builtins would call helpers. */
#if LEAN_GNU_ && (defined(__x86_64__) || defined(__i386__) || defined(__aarch64__) ||              \
                  defined(__ARM_FEATURE_CLZ) || defined(__s390x__) || defined(__powerpc__))
#define LEAN_HAS_CLZ_ 1
#else
#define LEAN_HAS_CLZ_ 0
#endif
#if LEAN_GNU_ && (defined(__POPCNT__) || defined(__aarch64__))
#define LEAN_HAS_POPCOUNT_ 1
#else
#define LEAN_HAS_POPCOUNT_ 0
#endif
#if (defined(__GNUC__) && __GNUC__ >= 5 && LEAN_GNU_) || defined(__clang__)
#define LEAN_HAS_OVERFLOW_ 1
#else
#define LEAN_HAS_OVERFLOW_ 0
#endif

LEAN_C_BEGIN_

/* ============================================================================================
 * INTERFACE
 * ============================================================================================ */

/* ==== [CORE] statuses, sizes, allocators, bits, hashes ====================================== */

/* What a call says where its caller acts differently on different outcomes. */
typedef enum lean_status {
    LEAN_OK = 0,       /* done */
    LEAN_EXISTS,       /* it was there already */
    LEAN_NO_MEMORY,    /* the owner gave no memory; nothing changed */
    LEAN_FULL,         /* a fixed container, or the index type, has no room left; nothing changed */
    LEAN_BAD_ARGUMENT, /* an argument no call accepts; nothing changed */
    LEAN_OUT_OF_RANGE, /* a value the target cannot hold; nothing changed */
    LEAN_STALE,        /* a handle whose item is gone */
    LEAN_BAD_FORMAT,   /* bytes that are not what they should be; nothing changed */
    LEAN_IO            /* the operating system failed to read or write */
} lean_status;

/* A short English text, without a full stop; "unknown status" for any other value. Costs its texts
   in flash only where it is called and sections are collected. */
LEAN_SHARED_ const char *lean_status_text(lean_status status);

/* Checked arithmetic on sizes: *out = a + b, or a * b. False, and *out as it was, where the result
   does not fit a size_t. */
LEAN_CALL_ bool lean_size_plus(size_t a, size_t b, size_t *out) {
    if (b > SIZE_MAX - a)
        return false;
    *out = a + b;
    return true;
}

LEAN_CALL_ bool lean_size_times(size_t a, size_t b, size_t *out) {
#if LEAN_HAS_OVERFLOW_
    size_t product;
    if (__builtin_mul_overflow(a, b, &product))
        return false;
    *out = product;
#else
    if (b != 0 && a > SIZE_MAX / b)
        return false;
    *out = a * b;
#endif
    return true;
}

/* The most bytes of content in a block, and of a single item a quarter of it. So what there is,
   half of it and four items more never wrap a size_t, and growth needs no other check. */
#define LEAN_BLOCK_MAX_ (SIZE_MAX / 4)

/* The alignment that every allocator gives: that of the largest integers and pointers. What wants
   more, a long double or a vector on some machines, is treated as over-aligned: not every malloc
   gives it that. */
union lean_most_aligned_ {
    long long integer;
    void *pointer;
    void (*function)(void);
};
struct lean_align_probe_ {
    char lead;
    union lean_most_aligned_ item;
};
#define LEAN_ALIGN (sizeof(struct lean_align_probe_) - sizeof(union lean_most_aligned_))

/* Where memory comes from. One function does it all:
     resize(ctx, NULL, 0, n)       a new block of n bytes, aligned to LEAN_ALIGN
     resize(ctx, p, old, n)        the block, moved where need be, its first min(old, n) bytes kept
     resize(ctx, p, old, 0)        gives the block back, if p is not NULL; returns NULL
   NULL means that there is no memory, and p is then untouched. old is always the size last asked
   for, so an allocator needs no headers. Wherever a const lean_allocator * is asked for, NULL means
   malloc, realloc and free. An allocator must outlive every block that came from it. */
typedef struct lean_allocator {
    void *(*resize)(void *ctx, void *ptr, size_t old_size, size_t new_size);
    void *ctx;
} lean_allocator;

/* An allocator over a caller's memory, for programs without malloc. Blocks carry no header: a block
   costs its size rounded up to a unit of max(LEAN_ALIGN, 2 * sizeof(size_t)) bytes. The last block
   grows in place; blocks given back become gaps, which join their neighbours and are used again,
   first fit.

     memory                                    used                    size
     | block | block | gap: size, next | block | never used            |
                       next: offset of the next higher gap, or SIZE_MAX where there is none

   Cost: the last block grows in O(1) where there are no gaps; else O(gaps). */
typedef struct lean_buffer {
    lean_allocator allocator; /* &buffer.allocator is the owner to hand to containers */
    unsigned char *memory;    /* the first aligned byte */
    size_t size;              /* usable bytes, whole units */
    size_t used;              /* bytes before the end of the last block */
    size_t gap;               /* offset of the lowest gap, or SIZE_MAX */
} lean_buffer;

/* Memory that a buffer needs for one block of n bytes, wherever the memory begins. For several
   blocks, add them up, and reserve first: a block that is not the last grows by a copy, and needs
   room for both meanwhile. */
#define LEAN_UNIT_ (LEAN_ALIGN > 2 * sizeof(size_t) ? LEAN_ALIGN : 2 * sizeof(size_t))
#define LEAN_BUFFER_BYTES(n) (((n) + LEAN_UNIT_ - 1) / LEAN_UNIT_ * LEAN_UNIT_ + LEAN_ALIGN - 1)

/* Takes over `size` bytes at `memory`, of any alignment, for as long as the buffer is used. Fewer
   bytes than a unit are a buffer that is always full. The object must not be moved afterwards. */
LEAN_SHARED_ void lean_buffer_init(lean_buffer *buffer, void *memory, size_t size);

/* Forgets every block at once. All containers over the buffer are dead. O(1). */
LEAN_SHARED_ void lean_buffer_clear(lean_buffer *buffer);

/* Bytes in blocks and in gaps between them: what of the memory has been needed. O(1). */
LEAN_CALL_ size_t lean_buffer_bytes(const lean_buffer *buffer) {
    return buffer->used;
}

/* Asks the owner, or malloc where it is NULL. For containers of one's own. */
LEAN_SHARED_ void *lean_resize(const lean_allocator *owner, void *ptr, size_t old_size,
                               size_t new_size);

/* The alignment of a pointer, by where the compiler puts it. */
struct lean_pointer_probe_ {
    char lead;
    void *item;
};
#define LEAN_POINTER_ALIGN_ (sizeof(struct lean_pointer_probe_) - sizeof(void *))

/* Pointer fields of made types are read and written by their bytes: a T * is no void *, and while
   a container has no block its pointer is the owner's address. */
LEAN_CALL_ void *lean_pointer_get_(const void *field) {
    void *pointer;
    lean_memcpy_(&pointer, LEAN_ALIGNED_(field, LEAN_POINTER_ALIGN_), sizeof pointer);
    return pointer;
}

LEAN_CALL_ void lean_pointer_set_(void *field, const void *pointer) {
    lean_memcpy_(LEAN_ALIGNED_(field, LEAN_POINTER_ALIGN_), &pointer, sizeof pointer);
}

/* The owner's address stands behind a block's content, at the first place where a pointer is
   aligned: lean_tail_(content). Written and read as what it is, a void *. */
LEAN_CALL_ size_t lean_tail_(size_t content) {
    return (content + LEAN_POINTER_ALIGN_ - 1) / LEAN_POINTER_ALIGN_ * LEAN_POINTER_ALIGN_;
}

LEAN_CALL_ void **lean_owner_(void *block, size_t tail) {
    return LEAN_CAST_(void **, LEAN_CAST_(void *, LEAN_CAST_(char *, block) + tail));
}

/* Where `inside` lies in `bytes` bytes at `start`, or SIZE_MAX where it does not. */
LEAN_CALL_ size_t lean_offset_in_(const void *start, size_t bytes, const void *inside) {
    const uintptr_t offset = LEAN_ADDRESS_(inside) - LEAN_ADDRESS_(start);
    return offset < bytes ? LEAN_CAST_(size_t, offset) : SIZE_MAX;
}

/* Bits. The argument of ctz and clz must not be 0. popcount: ones; ctz: zeros below the lowest one;
   clz: zeros above the highest one. The _plain_ twins need no instruction and no table. */
LEAN_CALL_ unsigned lean_popcount32_plain_(uint32_t x) {
    x -= (x >> 1) & UINT32_C(0x55555555);
    x = (x & UINT32_C(0x33333333)) + ((x >> 2) & UINT32_C(0x33333333));
    x = (x + (x >> 4)) & UINT32_C(0x0f0f0f0f);
    x += x >> 8;
    x += x >> 16;
    return LEAN_CAST_(unsigned, x & 63);
}

LEAN_CALL_ unsigned lean_popcount64_plain_(uint64_t x) {
    return lean_popcount32_plain_(LEAN_CAST_(uint32_t, x)) +
           lean_popcount32_plain_(LEAN_CAST_(uint32_t, x >> 32));
}

LEAN_CALL_ unsigned lean_ctz32_plain_(uint32_t x) {
    return lean_popcount32_plain_(~x & (x - 1));
}

LEAN_CALL_ unsigned lean_clz32_plain_(uint32_t x) {
    x |= x >> 1;
    x |= x >> 2;
    x |= x >> 4;
    x |= x >> 8;
    x |= x >> 16;
    return 32 - lean_popcount32_plain_(x);
}

LEAN_CALL_ unsigned lean_popcount32(uint32_t x) {
#if LEAN_HAS_POPCOUNT_
    return LEAN_CAST_(unsigned, __builtin_popcountl(x));
#else
    return lean_popcount32_plain_(x);
#endif
}

LEAN_CALL_ unsigned lean_popcount64(uint64_t x) {
#if LEAN_HAS_POPCOUNT_
    return LEAN_CAST_(unsigned, __builtin_popcountll(x));
#else
    return lean_popcount64_plain_(x);
#endif
}

LEAN_CALL_ unsigned lean_ctz32(uint32_t x) {
    LEAN_ASSERT(x != 0);
#if LEAN_HAS_CLZ_
    return LEAN_CAST_(unsigned, __builtin_ctzl(x));
#else
    return lean_ctz32_plain_(x);
#endif
}

LEAN_CALL_ unsigned lean_ctz64(uint64_t x) {
#if LEAN_HAS_CLZ_ && ULONG_MAX > UINT32_MAX
    LEAN_ASSERT(x != 0);
    return LEAN_CAST_(unsigned, __builtin_ctzl(x));
#else
    const uint32_t low = LEAN_CAST_(uint32_t, x);
    return low != 0 ? lean_ctz32(low) : 32 + lean_ctz32(LEAN_CAST_(uint32_t, x >> 32));
#endif
}

LEAN_CALL_ unsigned lean_clz32(uint32_t x) {
    LEAN_ASSERT(x != 0);
#if LEAN_HAS_CLZ_
    return LEAN_CAST_(unsigned, __builtin_clzl(x) - LEAN_CAST_(int, sizeof(long) * CHAR_BIT - 32));
#else
    return lean_clz32_plain_(x);
#endif
}

LEAN_CALL_ unsigned lean_clz64(uint64_t x) {
#if LEAN_HAS_CLZ_ && ULONG_MAX > UINT32_MAX
    LEAN_ASSERT(x != 0);
    return LEAN_CAST_(unsigned, __builtin_clzl(x));
#else
    const uint32_t high = LEAN_CAST_(uint32_t, x >> 32);
    return high != 0 ? lean_clz32(high) : 32 + lean_clz32(LEAN_CAST_(uint32_t, x));
#endif
}

/* Bytes in memory, least significant first, at any alignment and on machines of any byte order. */
LEAN_CALL_ uint32_t lean_load32(const void *bytes) {
    const uint8_t *b = LEAN_CAST_(const uint8_t *, bytes);
    return LEAN_CAST_(uint32_t, b[0]) | LEAN_CAST_(uint32_t, b[1]) << 8 |
           LEAN_CAST_(uint32_t, b[2]) << 16 | LEAN_CAST_(uint32_t, b[3]) << 24;
}

LEAN_CALL_ uint64_t lean_load64(const void *bytes) {
    const uint8_t *b = LEAN_CAST_(const uint8_t *, bytes);
    return lean_load32(b) | LEAN_CAST_(uint64_t, lean_load32(b + 4)) << 32;
}

/* Invertible mixes: bijections whose every output bit depends on every input bit, and their
   inverses: lean_unmix32(lean_mix32(x)) == x. Not for untrusted keys: anyone can compute them.
   Sources: lowbias32 (C. Wellons, "Prospecting for Hash Functions", 2018); variant 13 of
   D. Stafford's "Better Bit Mixing" (2011), the finaliser of SplitMix64. */
LEAN_CALL_ uint32_t lean_mix32(uint32_t x) {
    x = (x ^ x >> 16) * UINT32_C(0x7feb352d);
    x = (x ^ x >> 15) * UINT32_C(0x846ca68b);
    return x ^ x >> 16;
}

LEAN_CALL_ uint32_t lean_unmix32(uint32_t x) {
    x = (x ^ x >> 16) * UINT32_C(0x43021123);
    x = (x ^ x >> 15 ^ x >> 30) * UINT32_C(0x1d69e2a5);
    return x ^ x >> 16;
}

LEAN_CALL_ uint64_t lean_mix64(uint64_t x) {
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

LEAN_CALL_ uint64_t lean_unmix64(uint64_t x) {
    x = (x ^ x >> 31 ^ x >> 62) * UINT64_C(0x319642b2d24d8ec3);
    x = (x ^ x >> 27 ^ x >> 54) * UINT64_C(0x96de1b173f119089);
    return x ^ x >> 30 ^ x >> 60;
}

/* SipHash-1-3 of n bytes under a 16-byte key: a hash that an attacker without the key cannot steer.
   The same on every machine. About n / 8 + 4 rounds. (Aumasson and Bernstein, "SipHash: a fast
   short-input PRF", 2012, with one compression and three finalisation rounds.) */
LEAN_SHARED_ uint64_t lean_siphash13(const void *key, const void *bytes, size_t n);

/* ==== [DEBUG] an allocator that finds memory faults ========================================= */
/* A place in the source that owns memory. `LEAN_SITE(rows);` at file or block scope declares one;
   `numbers n = LEAN_AT(rows);` makes an empty container that belongs to it, LEAN_OWNER(rows) is its
   allocator for init calls. A site is an allocator with counts behind it, so an object that knows
   its site is no larger. It finds no faults itself: its parent set to a debug allocator does, and
   reports then name the site. Without LEAN_WITH_DEBUG nothing is stored, memory comes from malloc
   and there is no parent to set: what must come from elsewhere is given its owner by init. */
#ifdef LEAN_HAS_DEBUG_
typedef struct lean_site {
    lean_allocator allocator;     /* first: the address of a site is the address of its allocator */
    const lean_allocator *parent; /* where its memory comes from (NULL: malloc); set before use */
    const char *name;
    const char *file;
    unsigned line;
    size_t blocks; /* live now; the counts mean nothing after a double free or a wrong size */
    size_t bytes;  /* held now: equals the sum of bytes() of its containers */
    size_t peak;   /* most ever held */
} lean_site;
LEAN_SHARED_ void *lean_site_resize_(void *site, void *ptr, size_t old_size, size_t new_size);
#define LEAN_SITE(site)                                                                            \
    LEAN_UNUSED_ static lean_site site = {                                                         \
        {lean_site_resize_, &site}, NULL, #site, __FILE__, __LINE__, 0, 0, 0}
#define LEAN_OWNER(site) (&(site).allocator)
#define LEAN_AT(site)                                                                              \
    { LEAN_ANY_POINTER_(&(site)), 0, 0 }
#else
#define LEAN_SITE(site) enum { LEAN_JOIN_(site, _is_a_site_) = __LINE__ }
#define LEAN_OWNER(site) NULL
#define LEAN_AT(site) LEAN_EMPTY
#endif

#ifdef LEAN_HAS_DEBUG_

/* Stands between containers and their memory, in tests and wherever trouble is hunted:
     static lean_debug d;
     lean_debug_init(&d, NULL);
     numbers_init(&n, &d.allocator);
     ...
     lean_debug_fail(&d, 3, true);       the fourth request from now on gets no memory
     ...
     if (lean_debug_free(&d) != 0) ...   leaks were reported

   A block is fenced on both sides and filled with a pattern; a freed one is poisoned and held back
   for a while, so that writing to it is noticed, and so is freeing it through a copy of its object.
   Blocks move at every change of size, so that stale pointers are noticed. They are aligned to
   LEAN_ALIGN and never more.

     | lean_debug_block_ | fence | the user's bytes | fence |      a fence: LEAN_ALIGN bytes or more

   Costs 72 bytes a block on x86-64, 52 on a Cortex-M0, and the LEAN_DEBUG_HELD_ newest freed
   blocks; O(bytes + live blocks / LEAN_DEBUG_LISTS_) a call. */
typedef enum lean_fault {
    LEAN_FAULT_NONE = 0,
    LEAN_FAULT_NOT_LIVE,         /* freed twice, or never came from here */
    LEAN_FAULT_OLD_SIZE,         /* given back with another size than it was asked for */
    LEAN_FAULT_WROTE_BEFORE,     /* the bytes before the block are damaged */
    LEAN_FAULT_WROTE_BEHIND,     /* the bytes behind the block are damaged */
    LEAN_FAULT_WROTE_AFTER_FREE, /* a freed block was written to */
    LEAN_FAULT_LEAK              /* still live at the end */
} lean_fault;

/* What is known of a fault when it is found. */
typedef struct lean_fault_report {
    lean_fault fault;
    const void *block;     /* as the user knows it */
    size_t size;           /* as it was asked for; the size claimed where the block is unknown */
    size_t request;        /* the number of the request that made it, from 0; SIZE_MAX: unknown */
    const lean_site *site; /* where it was asked for, or NULL */
} lean_fault_report;

#if SIZE_MAX > 65535
#define LEAN_DEBUG_LISTS_ 256
#define LEAN_DEBUG_HELD_ 16
#else
#define LEAN_DEBUG_LISTS_ 4
#define LEAN_DEBUG_HELD_ 2
#endif

typedef struct lean_debug {
    lean_allocator allocator; /* &d.allocator is the owner to hand to containers */
    const lean_allocator *parent;
    void (*report)(struct lean_debug *d, const lean_fault_report *report);
    void *user;      /* for the report function */
    size_t requests; /* asked so far for memory; giving back does not count */
    size_t refused;  /* requests refused on purpose */
    size_t blocks;   /* live now */
    size_t bytes;    /* live now, as asked for: equals the sum of bytes() of all containers */
    size_t peak;     /* most bytes ever live */
    size_t faults;   /* found so far */

    /* Private. */
    size_t fail_at;
    bool fail_on;
    bool fail_always;
    lean_site *site; /* of the request under way */
    size_t next_held;
    struct lean_debug_block_ *lists[LEAN_DEBUG_LISTS_];
    struct lean_debug_block_ *held[LEAN_DEBUG_HELD_];
} lean_debug;

/* Makes `d` an allocator over `parent` (NULL: malloc). Faults are printed to stderr and end the
   program, but for leaks, which are only printed; LEAN_NO_STDIO leaves out the printing, and with
   LEAN_NO_STDLIB the end is a trap. Set d->report to have them otherwise. After a
   report function that returns, the call goes on as safely as it can: a block that is not live is
   left alone. The object must not be moved afterwards. */
LEAN_SHARED_ void lean_debug_init(lean_debug *d, const lean_allocator *parent);

/* Refuses the request with number n from now on (0: the next one), once, or it and all that follow.
   Replaces an earlier call. Shrinking counts as a request: it may fail too. Growth that is refused
   once may succeed by asking for less. */
LEAN_SHARED_ void lean_debug_fail(lean_debug *d, size_t n, bool always);

/* No request is refused any more. */
LEAN_SHARED_ void lean_debug_fail_none(lean_debug *d);

/* Checks every live block and every held one now. Returns the number of faults found. */
LEAN_SHARED_ size_t lean_debug_check(lean_debug *d);

/* Gives held blocks back to the parent, checks all, and reports each live block as a leak, in no
   order (their requests have numbers). Returns the number of leaks. Leaked blocks stay as they
   are. */
LEAN_SHARED_ size_t lean_debug_free(lean_debug *d);

/* A short English text for a fault. */
LEAN_SHARED_ const char *lean_fault_text(lean_fault fault);

#endif /* LEAN_HAS_DEBUG_ */

/* ==== [ARRAY] typed arrays, growable and fixed ============================================== */
#ifdef LEAN_HAS_ARRAY_

/* LEAN_DEFINE_ARRAY(Name, T) makes a growable array of T, which may be over-aligned:

     Name   | data | len | cap |      16 bytes on x86-64, 12 on a Cortex-M0 (8 with 16-bit indices)
               |
               v
     block  | T 0 | T 1 | ... | T len-1 | free up to cap | owner |

   While cap is 0 there is no block, and data is the owner itself. Over-aligned items begin at the
   first aligned byte of the block; how far in they begin stands behind the owner.
   Invariant: len <= cap. bytes() = cap * sizeof(T), rounded up to where a pointer is aligned, plus
   sizeof(void *) while there is a block; for over-aligned T alignment - LEAN_ALIGN + sizeof(void *)
   more. A block has at most SIZE_MAX / 4 bytes of items.

   LEAN_DEFINE_FIXED_ARRAY(Name, T, CAP) has its storage inside:

     Name   | T 0 | T 1 | ... | T CAP-1 | len |

   and the same calls but init, free, shrink and bytes; what would grow past CAP fails. Nothing that
   requests memory is linked in.

   Growth is by half. Where that is refused, a second request asks for just what is needed. Items
   are passed by value; of over-aligned ones gcc notes that this once changed (-Wno-psabi). */

/* Every made array begins like this. The data pointer is reached by its bytes, len and cap as what
   they are, so that no object is read through a type that is not its own. */
typedef struct lean_array_head_ {
    void *data;
    lean_index len;
    lean_index cap;
} lean_array_head_;

/* Gives the array at `a` of items of `size` bytes the capacity `to` <= LEAN_INDEX_MAX, with which
   to * size does not wrap. False, and nothing changed, where there is no memory for it. */
LEAN_SHARED_ LEAN_COLD_ bool lean_array_fit_(void *a, size_t to, size_t size);

/* Makes room for one more item in a full array; for n more in any. limit: the most items there can
   be, a constant of the made type, so that nothing divides. */
LEAN_SHARED_ LEAN_COLD_ bool lean_array_more_(void *a, size_t size);
LEAN_SHARED_ LEAN_COLD_ bool lean_array_room_(void *a, size_t n, size_t size, size_t limit);

/* The same for over-aligned items; linked in with them only. */
LEAN_SHARED_ LEAN_COLD_ bool lean_array_fit_aligned_(void *a, size_t to, size_t size, size_t align);
LEAN_SHARED_ LEAN_COLD_ bool lean_array_room_aligned_(void *a, size_t n, size_t size, size_t limit,
                                                      size_t align);

/* Bytes that a block of n items of T asks of its owner, where T is not over-aligned: to size a
   lean_buffer by LEAN_BUFFER_BYTES. */
#define LEAN_ARRAY_BYTES(T, n)                                                                     \
    (((n) * sizeof(T) + LEAN_POINTER_ALIGN_ - 1) / LEAN_POINTER_ALIGN_ * LEAN_POINTER_ALIGN_ +     \
     sizeof(void *))

/* The alignment of T, by where the compiler puts it; what a block of over-aligned items holds
   beyond the others; how many items there can be. */
#define LEAN_ALIGN_BY_(Probe, T) (sizeof(struct Probe) - sizeof(T))
#define LEAN_ARRAY_EXTRA_(align) ((align) > LEAN_ALIGN ? (align)-LEAN_ALIGN + sizeof(void *) : 0)
#define LEAN_ARRAY_LIMIT_(T)                                                                       \
    (LEAN_BLOCK_MAX_ / sizeof(T) < LEAN_INDEX_MAX ? LEAN_BLOCK_MAX_ / sizeof(T) : LEAN_INDEX_MAX)

/* Opens a gap at i of len items, behind which there is room; closes the gap at i of len items. */
LEAN_SHARED_ void lean_items_open_(void *items, size_t len, size_t i, size_t size);
LEAN_SHARED_ void lean_items_close_(void *items, size_t len, size_t i, size_t size);

/* Writes n bytes at offset `at`: from `items`, or from offset `own` of the same storage where that
   is not SIZE_MAX. n may be 0, and then neither pointer is looked at. */
LEAN_SHARED_ void lean_items_write_(void *storage, size_t at, size_t own, const void *items,
                                    size_t n);
LEAN_SHARED_ void lean_items_zero_(void *storage, size_t at, size_t n);

/* Orders two items: negative, 0 or positive, as for qsort. */
typedef int (*lean_compare_)(const void *a, const void *b, void *order);

/* Lower bound: the first of n ordered items that is not less than the key. The place moves by a
   mask, not by a branch, so nothing is mispredicted; both places that may be looked at next are
   fetched before it is known which. */
LEAN_BODY_ size_t lean_items_search_hot_(const void *items, size_t n, size_t size, const void *key,
                                         lean_compare_ compare, void *order) {
    const char *first = LEAN_CAST_(const char *, items);
    size_t at = 0, less;
    if (n == 0)
        return 0;
    while (n > 1) {
        const size_t half = n / 2, next = (n - half) / 2;
        LEAN_PREFETCH_(first + (at + next) * size);
        LEAN_PREFETCH_(first + (at + half + next) * size);
        less = 0 - LEAN_CAST_(size_t, compare(first + (at + half - 1) * size, key, order) < 0);
        LEAN_OPAQUE_(less);
        at += less & half;
        n -= half;
    }
    return at + LEAN_CAST_(size_t, compare(first + at * size, key, order) < 0);
}
LEAN_SHARED_ size_t lean_items_search_shared_(const void *items, size_t n, size_t size,
                                              const void *key, lean_compare_ compare, void *order);

/* What sorting works with: the items' size and order, and room for two of them. */
typedef struct lean_sorting_ {
    size_t size;
    lean_compare_ compare;
    void *order;
    char *spare;
} lean_sorting_;

LEAN_HOT_ bool lean_sort_less_(const lean_sorting_ *s, const void *a, const void *b) {
    return s->compare(a, b, s->order) < 0;
}

LEAN_HOT_ void lean_sort_swap_(const lean_sorting_ *s, char *a, char *b) {
    lean_memcpy_(s->spare, a, s->size);
    lean_memmove_(a, b, s->size); /* which may be the same */
    lean_memcpy_(b, s->spare, s->size);
}

/* Heapsort: in place, O(n log n) whatever the items, and small: what sorts where inlining is not
   wanted, and what the fast sort falls back to. */
LEAN_HOT_ void lean_sort_sink_(const lean_sorting_ *s, char *items, size_t i, size_t n) {
    while (i < n / 2) {
        char *const parent = items + i * s->size;
        char *greater;
        i = 2 * i + 1;
        greater = items + i * s->size;
        if (i + 1 < n && lean_sort_less_(s, greater, greater + s->size)) {
            greater += s->size;
            ++i;
        }
        if (!lean_sort_less_(s, parent, greater))
            return;
        lean_sort_swap_(s, parent, greater);
    }
}

LEAN_HOT_ void lean_sort_heap_(const lean_sorting_ *s, char *items, size_t n) {
    size_t i;
    for (i = n / 2; i-- != 0;)
        lean_sort_sink_(s, items, i, n);
    while (n > 1) {
        --n;
        lean_sort_swap_(s, items, items + n * s->size);
        lean_sort_sink_(s, items, 0, n);
    }
}
LEAN_SHARED_ void lean_items_sort_shared_(void *items, size_t n, const lean_sorting_ *s);

/* Takes items that are in order already, or in strictly opposite order: O(n), and the first items
   tell whether it is so. */
LEAN_HOT_ bool lean_sort_run_(const lean_sorting_ *s, char *lo, char *hi) {
    char *end = lo + s->size;
    if (!lean_sort_less_(s, end, lo)) {
        while (end < hi && !lean_sort_less_(s, end, end - s->size))
            end += s->size;
        return end == hi;
    }
    while (end < hi && lean_sort_less_(s, end, end - s->size))
        end += s->size;
    if (end < hi)
        return false;
    for (hi -= s->size; lo < hi; lo += s->size, hi -= s->size)
        lean_sort_swap_(s, lo, hi);
    return true;
}

LEAN_HOT_ void lean_sort_insertion_(const lean_sorting_ *s, char *lo, char *hi) {
    if (lo == hi)
        return;
    for (char *next = lo + s->size; next < hi; next += s->size) {
        char *hole = next;
        if (!lean_sort_less_(s, next, next - s->size))
            continue;
        lean_memcpy_(s->spare, next, s->size);
        do {
            lean_memcpy_(hole, hole - s->size, s->size);
            hole -= s->size;
        } while (hole > lo && lean_sort_less_(s, s->spare, hole - s->size));
        lean_memcpy_(hole, s->spare, s->size);
    }
}

/* Puts three items in order. */
LEAN_HOT_ void lean_sort_three_(const lean_sorting_ *s, char *a, char *b, char *c) {
    if (lean_sort_less_(s, b, a))
        lean_sort_swap_(s, a, b);
    if (!lean_sort_less_(s, c, b))
        return;
    lean_sort_swap_(s, b, c);
    if (lean_sort_less_(s, b, a))
        lean_sort_swap_(s, a, b);
}

/* Brings a likely median to the front: of three items, or of nine spread out where there are many.
   (Bentley and McIlroy, "Engineering a sort function", 1993.) */
LEAN_HOT_ void lean_sort_pivot_(const lean_sorting_ *s, char *lo, char *hi) {
    const size_t n = LEAN_CAST_(size_t, hi - lo) / s->size;
    const size_t step = n / 8 * s->size;
    char *const middle = lo + n / 2 * s->size;
    hi -= s->size;
    lean_sort_three_(s, lo, middle, hi);
    if (n > 128) {
        lean_sort_three_(s, lo + step, middle - step, hi - step);
        lean_sort_three_(s, lo + 2 * step, middle + step, hi - 2 * step);
        lean_sort_three_(s, middle - step, middle, middle + step);
    }
    lean_sort_swap_(s, lo, middle);
}

/* Splits the items behind the first, the pivot: those that go left come first, and the place of the
   first that stays right is returned. Left goes what is less than the pivot, or with `equal` what
   is not greater. Every item is moved whatever the comparison says, so nothing is mispredicted:
   `gap` runs ahead, and `left` advances by the outcome. (Lomuto's scheme made free of branches.) */
LEAN_HOT_ char *lean_sort_split_(const lean_sorting_ *s, char *lo, char *hi, bool equal) {
    const size_t step = s->size;
    const char *pivot = s->spare;
    char *moved = s->spare + step;
    char *left = lo + step;
    lean_memcpy_(s->spare, lo, step);
    for (char *next = left; next < hi; next += step) {
        const bool goes =
            equal ? !lean_sort_less_(s, pivot, next) : lean_sort_less_(s, next, pivot);
        lean_memcpy_(moved, next, step);
        lean_memmove_(next, left, step);
        lean_memcpy_(left, moved, step);
        left += LEAN_CAST_(size_t, goes) * step;
    }
    return left;
}

/* Items still to be sorted, and how many of the splits that led to them failed. */
typedef struct lean_sort_part_ {
    char *lo, *hi;
    unsigned bad;
} lean_sort_part_;

/* Sorts a part that is small, or whose splits keep failing. False where it should be split. */
LEAN_HOT_ bool lean_sort_finish_(const lean_sorting_ *s, const lean_sort_part_ *part) {
    const size_t n = LEAN_CAST_(size_t, part->hi - part->lo) / s->size;
    if (n <= 24)
        lean_sort_insertion_(s, part->lo, part->hi);
    else if (part->bad > 8)
        lean_sort_heap_(s, part->lo, n);
    else
        return false;
    return true;
}

/* Splits a part: the smaller side stays in *part, the larger goes to *later. False where nothing
   went there: a pivot that equals its left neighbour is the least, and what equals it is done. */
LEAN_HOT_ bool lean_sort_cut_(const lean_sorting_ *s, const char *first, lean_sort_part_ *part,
                              lean_sort_part_ *later) {
    char *const lo = part->lo, *const hi = part->hi;
    char *pivot, *right;
    lean_sort_pivot_(s, lo, hi);
    if (lo > first && !lean_sort_less_(s, lo - s->size, lo)) {
        part->lo = lean_sort_split_(s, lo, hi, true);
        return false;
    }
    right = lean_sort_split_(s, lo, hi, false);
    pivot = right - s->size;
    lean_memmove_(lo, pivot, s->size);
    lean_memcpy_(pivot, s->spare, s->size);
    *later = *part;
    if (pivot - lo > hi - right) {
        later->hi = pivot;
        part->lo = right;
    } else {
        later->lo = right;
        part->hi = pivot;
    }
    part->bad += part->hi - part->lo < (hi - lo) / 16 && hi - lo > 128;
    later->bad = part->bad;
    return true;
}

/* Quicksort over an explicit stack: the larger side waits, so the stack holds one part for each
   halving of n at most. Equal items leave in one pass. What splits badly again and again goes to
   heapsort, so O(n log n) whatever the items. */
LEAN_BODY_ void lean_items_sort_hot_(void *items, size_t n, const lean_sorting_ *s) {
    lean_sort_part_ later[sizeof(size_t) * CHAR_BIT], part;
    unsigned depth = 0;
    if (n < 2)
        return;
    part.lo = LEAN_CAST_(char *, items);
    part.hi = part.lo + n * s->size;
    part.bad = 0;
    if (lean_sort_run_(s, part.lo, part.hi))
        return;
    for (;;) {
        if (!lean_sort_finish_(s, &part)) {
            if (lean_sort_cut_(s, LEAN_CAST_(char *, items), &part, &later[depth]))
                ++depth;
        } else {
            if (depth == 0)
                return;
            part = later[--depth];
        }
    }
}

/* The calls of every made array. Name_room_ and Name_more_ are its own ways to make room. The item
   type goes by a name of ours, and so does every local: a user's type or variable may be called
   order or key. */
#define LEAN_ARRAY_CALLS_(Name)                                                                    \
    struct Name##_order_ {                                                                         \
        int (*compare_)(Name##_item_ const *a_, Name##_item_ const *b_, void *ctx_);               \
        void *ctx_;                                                                                \
    };                                                                                             \
    LEAN_HOT_ int Name##_compare_(const void *a_, const void *b_, void *order_) {                  \
        const struct Name##_order_ *o_ = LEAN_CAST_(const struct Name##_order_ *, order_);         \
        return o_->compare_(LEAN_CAST_(Name##_item_ const *, a_),                                  \
                            LEAN_CAST_(Name##_item_ const *, b_), o_->ctx_);                       \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_len(const Name *a_) {                                                 \
        return LEAN_SIZE_(a_->len);                                                                \
    }                                                                                              \
    LEAN_CALL_ Name##_item_ Name##_get(const Name *a_, size_t i_) {                                \
        LEAN_ASSERT(i_ < a_->len);                                                                 \
        return a_->data[i_];                                                                       \
    }                                                                                              \
    LEAN_CALL_ Name##_item_ *Name##_ref(Name *a_, size_t i_) {                                     \
        LEAN_ASSERT(i_ < a_->len);                                                                 \
        return a_->data + i_;                                                                      \
    }                                                                                              \
    LEAN_CALL_ void Name##_set(Name *a_, size_t i_, Name##_item_ item_) {                          \
        LEAN_ASSERT(i_ < a_->len);                                                                 \
        a_->data[i_] = item_;                                                                      \
    }                                                                                              \
    LEAN_CALL_ void Name##_clear(Name *a_) {                                                       \
        a_->len = 0;                                                                               \
    }                                                                                              \
    LEAN_CALL_ bool Name##_push(Name *a_, Name##_item_ item_) {                                    \
        if (LEAN_UNLIKELY_(a_->len == Name##_cap(a_)) && !Name##_more_(a_))                        \
            return false;                                                                          \
        a_->data[a_->len++] = item_;                                                               \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ bool Name##_pop(Name *a_, Name##_item_ *out_) {                                     \
        if (a_->len == 0)                                                                          \
            return false;                                                                          \
        *out_ = a_->data[--a_->len];                                                               \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ bool Name##_insert(Name *a_, size_t i_, Name##_item_ item_) {                       \
        LEAN_ASSERT(i_ <= a_->len);                                                                \
        if (LEAN_UNLIKELY_(a_->len == Name##_cap(a_)) && !Name##_more_(a_))                        \
            return false;                                                                          \
        lean_items_open_(a_->data, LEAN_SIZE_(a_->len++), i_, sizeof(Name##_item_));               \
        a_->data[i_] = item_;                                                                      \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ bool Name##_append(Name *a_, Name##_item_ const *items_, size_t n_) {               \
        const size_t own_ =                                                                        \
            lean_offset_in_(a_->data, Name##_cap(a_) * sizeof(Name##_item_), items_);              \
        if (!Name##_room_(a_, n_))                                                                 \
            return false;                                                                          \
        lean_items_write_(a_->data, LEAN_SIZE_(a_->len) * sizeof(Name##_item_), own_, items_,      \
                          n_ * sizeof(Name##_item_));                                              \
        a_->len = LEAN_INDEX_(a_->len + n_);                                                       \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ bool Name##_resize(Name *a_, size_t n_) {                                           \
        if (n_ > a_->len) {                                                                        \
            if (!Name##_room_(a_, n_ - LEAN_SIZE_(a_->len)))                                       \
                return false;                                                                      \
            lean_items_zero_(a_->data, LEAN_SIZE_(a_->len) * sizeof(Name##_item_),                 \
                             (n_ - LEAN_SIZE_(a_->len)) * sizeof(Name##_item_));                   \
        }                                                                                          \
        a_->len = LEAN_INDEX_(n_);                                                                 \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ bool Name##_copy(Name *to_, const Name *from_) {                                    \
        if (!Name##_reserve(to_, LEAN_SIZE_(from_->len)))                                          \
            return false;                                                                          \
        if (to_ != from_)                                                                          \
            lean_items_write_(to_->data, 0, SIZE_MAX, from_->data,                                 \
                              LEAN_SIZE_(from_->len) * sizeof(Name##_item_));                      \
        to_->len = from_->len;                                                                     \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ void Name##_remove(Name *a_, size_t i_) {                                           \
        LEAN_ASSERT(i_ < a_->len);                                                                 \
        lean_items_close_(a_->data, LEAN_SIZE_(a_->len--), i_, sizeof(Name##_item_));              \
    }                                                                                              \
    LEAN_CALL_ void Name##_remove_swap(Name *a_, size_t i_) {                                      \
        LEAN_ASSERT(i_ < a_->len);                                                                 \
        a_->data[i_] = a_->data[--a_->len];                                                        \
    }                                                                                              \
    LEAN_HOT_ void Name##_sort(                                                                    \
        Name *a_, int (*compare_)(Name##_item_ const *a_, Name##_item_ const *b_, void *ctx_),     \
        void *ctx_) {                                                                              \
        struct Name##_order_ order_ = {compare_, ctx_};                                            \
        Name##_item_ spare_[2];                                                                    \
        const lean_sorting_ sorting_ = {sizeof(Name##_item_), Name##_compare_, &order_,            \
                                        LEAN_CAST_(char *, LEAN_CAST_(void *, spare_))};           \
        LEAN_PICK_(lean_items_sort_)(a_->data, LEAN_SIZE_(a_->len), &sorting_);                    \
    }                                                                                              \
    LEAN_HOT_ bool Name##_search(                                                                  \
        const Name *a_, Name##_item_ const *key_,                                                  \
        int (*compare_)(Name##_item_ const *a_, Name##_item_ const *b_, void *ctx_), void *ctx_,   \
        size_t *at_) {                                                                             \
        struct Name##_order_ order_ = {compare_, ctx_};                                            \
        const size_t found_ = LEAN_PICK_(lean_items_search_)(                                      \
            a_->data, LEAN_SIZE_(a_->len), sizeof(Name##_item_), key_, Name##_compare_, &order_);  \
        if (at_ != NULL)                                                                           \
            *at_ = found_;                                                                         \
        return found_ < a_->len && compare_(a_->data + found_, key_, ctx_) == 0;                   \
    }

/* LEAN_DEFINE_ARRAY(Name, T), at file scope, no semicolon behind it, makes the type Name and:

   void Name_init(Name *a, const lean_allocator *owner)
       An empty array over the owner (NULL: malloc). LEAN_EMPTY is the same over malloc.
   void Name_free(Name *a)
       Gives the block back; a is all zero, over malloc, and may be used or freed again. init
       gives it the same owner again; clear keeps owner and block.
   bool Name_reserve(Name *a, size_t n)
       Grows: room for n items in all, and no more, so that len may reach n without a request.
   bool Name_shrink(Name *a)
       Lowers the capacity to len. False where the owner would not; all is then as it was.
       Invalidates.
   void Name_clear(Name *a)
       len = 0; keeps the block. O(1).
   bool Name_copy(Name *to, const Name *from)
       Grows `to`, whose items are replaced by those of `from`; it keeps its own owner. O(n).
   bool Name_push(Name *a, T item)
       Grows: item behind the last. The item may be one of a's own. Amortised O(1).
   bool Name_pop(Name *a, T *out)
       Takes the last item into *out. False where there is none.
   bool Name_insert(Name *a, size_t i, T item)
       Grows: item at i <= len, those from i on move up. O(len - i).
   bool Name_append(Name *a, const T *items, size_t n)
       Grows: n items behind the last; they may lie in a itself. Amortised O(n).
   bool Name_resize(Name *a, size_t n)
       Grows: len = n; new items are all zero bytes.
   T Name_get(const Name *a, size_t i), T *Name_ref(Name *a, size_t i),
   void Name_set(Name *a, size_t i, T item)
       The item at i < len, asserted. O(1).
   void Name_remove(Name *a, size_t i)
       Removes the item at i < len; those behind it move down, in order. O(len - i).
   void Name_remove_swap(Name *a, size_t i)
       The same in O(1): the last item takes the place.
   void Name_sort(Name *a, int (*compare)(const T *a, const T *b, void *ctx), void *ctx)
       Ascending; equal items in any order. In place, O(n log n) comparisons at worst, no recursion,
       no memory but two items on the stack and, without LEAN_SMALL, three words a bit of size_t.
       compare: negative, 0, positive, and consistent; whatever it does, nothing outside is touched.
   bool Name_search(const Name *a, const T *key, (the same compare), void *ctx, size_t *at)
       Binary search in an ascending array: whether an item equals *key. *at (unless NULL) is the
       first item that is not less than *key, or len: where it is, or belongs. compare gets the
       item first and the key second. O(log n).
   size_t Name_len(const Name *a), size_t Name_cap(const Name *a)
   size_t Name_bytes(const Name *a)
       Requested from the owner: LEAN_ARRAY_BYTES(T, cap), for over-aligned T what is said above
       more, or 0 while there is no block. O(1).

   What grows invalidates; so do shrink and free; insert, remove and sort move items. a.data and
   a.len may be read directly. */
#define LEAN_DEFINE_ARRAY(Name, T)                                                                 \
    typedef T Name##_item_;                                                                        \
    typedef struct Name {                                                                          \
        Name##_item_ *data;                                                                        \
        lean_index len;                                                                            \
        lean_index cap;                                                                            \
    } Name;                                                                                        \
    struct Name##_align_ {                                                                         \
        char lead;                                                                                 \
        Name##_item_ item_;                                                                        \
    };                                                                                             \
    LEAN_STATIC_ASSERT_(LEAN_TRIVIAL_(Name##_item_), Name##_items_must_be_trivially_copyable);     \
    LEAN_STATIC_ASSERT_(sizeof(Name##_item_) <= LEAN_BLOCK_MAX_ / 4, Name##_items_are_too_large);  \
    enum { Name##_alignment_ = LEAN_ALIGN_BY_(Name##_align_, Name##_item_) };                      \
    LEAN_CALL_ bool Name##_fit_(Name *a_, size_t to_) {                                            \
        return Name##_alignment_ > LEAN_ALIGN                                                      \
                   ? lean_array_fit_aligned_(a_, to_, sizeof(Name##_item_), Name##_alignment_)     \
                   : lean_array_fit_(a_, to_, sizeof(Name##_item_));                               \
    }                                                                                              \
    LEAN_CALL_ bool Name##_room_(Name *a_, size_t n_) {                                            \
        return Name##_alignment_ > LEAN_ALIGN                                                      \
                   ? lean_array_room_aligned_(a_, n_, sizeof(Name##_item_),                        \
                                              LEAN_ARRAY_LIMIT_(Name##_item_), Name##_alignment_)  \
                   : lean_array_room_(a_, n_, sizeof(Name##_item_),                                \
                                      LEAN_ARRAY_LIMIT_(Name##_item_));                            \
    }                                                                                              \
    LEAN_CALL_ bool Name##_more_(Name *a_) {                                                       \
        return Name##_alignment_ > LEAN_ALIGN ? Name##_room_(a_, 1)                                \
                                              : lean_array_more_(a_, sizeof(Name##_item_));        \
    }                                                                                              \
    LEAN_CALL_ void Name##_init(Name *a_, const lean_allocator *owner_) {                          \
        lean_pointer_set_(&a_->data, owner_);                                                      \
        a_->len = a_->cap = 0;                                                                     \
    }                                                                                              \
    LEAN_CALL_ void Name##_free(Name *a_) {                                                        \
        (void)Name##_fit_(a_, 0);                                                                  \
        a_->data = NULL;                                                                           \
        a_->len = 0;                                                                               \
    }                                                                                              \
    LEAN_CALL_ bool Name##_reserve(Name *a_, size_t n_) {                                          \
        return n_ <= a_->cap || (n_ <= LEAN_ARRAY_LIMIT_(Name##_item_) && Name##_fit_(a_, n_));    \
    }                                                                                              \
    LEAN_CALL_ bool Name##_shrink(Name *a_) {                                                      \
        return a_->len == a_->cap || Name##_fit_(a_, LEAN_SIZE_(a_->len));                         \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_cap(const Name *a_) {                                                 \
        return LEAN_SIZE_(a_->cap);                                                                \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_bytes(const Name *a_) {                                               \
        return a_->cap == 0 ? 0                                                                    \
                            : LEAN_ARRAY_BYTES(Name##_item_, LEAN_SIZE_(a_->cap)) +                \
                                  LEAN_ARRAY_EXTRA_(Name##_alignment_);                            \
    }                                                                                              \
    LEAN_ARRAY_CALLS_(Name)

/* LEAN_DEFINE_FIXED_ARRAY(Name, T, CAP), at file scope: the same calls with at most CAP >= 1 items,
   stored in the object: sizeof(Name) is all it holds. Calls that would grow past CAP return false.
   Objects may be duplicated by assignment. */
#define LEAN_DEFINE_FIXED_ARRAY(Name, T, CAP)                                                      \
    typedef T Name##_item_;                                                                        \
    typedef struct Name {                                                                          \
        Name##_item_ data[CAP];                                                                    \
        lean_index len;                                                                            \
    } Name;                                                                                        \
    LEAN_STATIC_ASSERT_(LEAN_TRIVIAL_(Name##_item_), Name##_items_must_be_trivially_copyable);     \
    LEAN_STATIC_ASSERT_((CAP) >= 1 && (CAP) <= LEAN_INDEX_MAX,                                     \
                        Name##_capacity_must_fit_LEAN_INDEX_BITS);                                 \
    LEAN_CALL_ bool Name##_room_(Name *a_, size_t n_) {                                            \
        return n_ <= (CAP)-LEAN_CAST_(size_t, a_->len);                                            \
    }                                                                                              \
    LEAN_CALL_ bool Name##_more_(Name *a_) {                                                       \
        (void)a_;                                                                                  \
        return false;                                                                              \
    }                                                                                              \
    LEAN_CALL_ bool Name##_reserve(Name *a_, size_t n_) {                                          \
        (void)a_;                                                                                  \
        return n_ <= (CAP);                                                                        \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_cap(const Name *a_) {                                                 \
        (void)a_;                                                                                  \
        return (CAP);                                                                              \
    }                                                                                              \
    LEAN_ARRAY_CALLS_(Name)

#else
#define LEAN_DEFINE_ARRAY(Name, T)                                                                 \
    typedef LEAN_DEFINE_ARRAY_needs_LEAN_WITH_ARRAY_before_lean_h Name;
#define LEAN_DEFINE_FIXED_ARRAY(Name, T, CAP)                                                      \
    typedef LEAN_DEFINE_FIXED_ARRAY_needs_LEAN_WITH_ARRAY_before_lean_h Name;
#endif /* LEAN_HAS_ARRAY_ */

/* ==== [STRINGS] many strings in one block =================================================== */
#ifdef LEAN_HAS_STRINGS_

/* A growable array of byte strings of any content and length. The bytes stand back to back from the
   front, and records that say where they end stand from the back: one for eight strings.

     lean_strings  | data | len | cap |      16 bytes on x86-64, 12 on a Cortex-M0
                      |
                      v                                                          data + cap
     block  | string 0 | string 1 | ... | free | record 1 | record 0 | owner | width |

     record        | start | end 0 | end 1 | ... | end 7 |

   start is a lean_index from data; ends count from start and have `width` bytes: 1, 2 or those of a
   lean_index, whichever is the least that holds all of them. So with 32-bit indices a string costs
   its bytes and 1.5 more where eight neighbours have at most 255 bytes, 2.5 up to 65,535, else 4.5.
   A width that does no longer is widened in place, O(len). cap counts bytes, and is a multiple of
   what aligns records and owner. Strings are not ended by a 0 byte. At most LEAN_INDEX_MAX bytes in
   all. bytes() = cap + sizeof(void *) + 1 while there is a block. */
#define LEAN_STRINGS_GROUP_ 8
typedef struct lean_strings {
    unsigned char *data;
    lean_index len;
    lean_index cap;
} lean_strings;

/* An empty list over the owner (NULL: malloc). Cannot fail. LEAN_EMPTY is the same over malloc. */
LEAN_CALL_ void lean_strings_init(lean_strings *s, const lean_allocator *owner) {
    lean_pointer_set_(&s->data, owner);
    s->len = s->cap = 0;
}

/* Gives the block back; s is all zero, over malloc, and may be used or freed again. Invalidates. */
LEAN_SHARED_ void lean_strings_free(lean_strings *s);

/* Bytes that a block of at most n strings of `bytes` bytes together asks of its owner: to size a
   lean_buffer by LEAN_BUFFER_BYTES. */
#define LEAN_STRINGS_BYTES(n, bytes)                                                               \
    ((bytes) +                                                                                     \
     ((n) + LEAN_STRINGS_GROUP_ - 1) / LEAN_STRINGS_GROUP_ * (LEAN_STRINGS_GROUP_ + 1) *           \
         sizeof(lean_index) +                                                                      \
     2 * sizeof(lean_index) + 2 * sizeof(void *))

/* Grows: room for n strings of `bytes` bytes together, those already there included, of which none
   is longer than `longest` (0: as long as may be, for which wider records are kept free). Pushes up
   to there make no request. Invalidates. */
LEAN_SHARED_ bool lean_strings_reserve(lean_strings *s, size_t n, size_t bytes, size_t longest);

/* Lowers the capacity to what is needed, with the narrowest records. False where the owner would
   not; all is then as it was. Invalidates. O(len). */
LEAN_SHARED_ bool lean_strings_shrink(lean_strings *s);

/* len = 0; keeps the block. O(1). */
LEAN_CALL_ void lean_strings_clear(lean_strings *s) {
    s->len = 0;
}

/* Grows `to`, whose strings are replaced by those of `from`; it keeps its own owner. One request at
   most. Invalidates. O(bytes). */
LEAN_SHARED_ bool lean_strings_copy(lean_strings *to, const lean_strings *from);

/* Grows: a string of n bytes behind the last; they may lie in s itself, and may be NULL where n is
   0. Invalidates. Amortised O(n). */
LEAN_SHARED_ bool lean_strings_push(lean_strings *s, const void *bytes, size_t n);

/* Removes the last string. False where there is none. O(1). */
LEAN_CALL_ bool lean_strings_pop(lean_strings *s) {
    if (s->len == 0)
        return false;
    s->len--;
    return true;
}

/* The width of the ends; the record of group g; end k of a record. */
LEAN_HOT_ size_t lean_strings_width_(const lean_strings *s) {
    return s->data[s->cap + sizeof(void *)];
}

LEAN_HOT_ const unsigned char *lean_strings_record_(const lean_strings *s, size_t g, size_t width) {
    return s->data + s->cap - (g + 1) * (sizeof(lean_index) + LEAN_STRINGS_GROUP_ * width);
}

LEAN_HOT_ size_t lean_strings_start_(const unsigned char *record) {
    return LEAN_SIZE_(*LEAN_CAST_(const lean_index *, LEAN_CAST_(const void *, record)));
}

LEAN_HOT_ size_t lean_strings_end_(const unsigned char *record, size_t width, size_t k) {
    const void *ends = record + sizeof(lean_index);
    if (width == 1)
        return LEAN_CAST_(const uint8_t *, ends)[k];
    if (width == 2)
        return LEAN_CAST_(const uint16_t *, ends)[k];
    return LEAN_SIZE_(LEAN_CAST_(const lean_index *, ends)[k]);
}

LEAN_BODY_ const char *lean_strings_get_hot_(const lean_strings *s, size_t i, size_t *n) {
    const size_t width = lean_strings_width_(s), k = i % LEAN_STRINGS_GROUP_;
    const unsigned char *record = lean_strings_record_(s, i / LEAN_STRINGS_GROUP_, width);
    const size_t begin = k != 0 ? lean_strings_end_(record, width, k - 1) : 0;
    const void *string = s->data + lean_strings_start_(record) + begin;
    *n = lean_strings_end_(record, width, k) - begin;
    return LEAN_CAST_(const char *, string);
}
LEAN_SHARED_ const char *lean_strings_get_shared_(const lean_strings *s, size_t i, size_t *n);

/* The string at i < len, asserted, and its bytes in *n. There is no 0 byte behind it. O(1). */
LEAN_CALL_ const char *lean_strings_get(const lean_strings *s, size_t i, size_t *n) {
    LEAN_ASSERT(i < s->len);
    return LEAN_PICK_(lean_strings_get_)(s, i, n);
}

LEAN_CALL_ size_t lean_strings_len(const lean_strings *s) {
    return LEAN_SIZE_(s->len);
}

/* Requested from the owner. O(1). */
LEAN_CALL_ size_t lean_strings_bytes(const lean_strings *s) {
    return s->cap != 0 ? LEAN_SIZE_(s->cap) + sizeof(void *) + 1 : 0;
}

#endif /* LEAN_HAS_STRINGS_ */

LEAN_C_END_

#endif /* LEAN_H */

/* ============================================================================================
 * IMPLEMENTATION
 * ============================================================================================ */

#if defined(LEAN_IMPLEMENTATION) && !defined(LEAN_IMPLEMENTED_)
#define LEAN_IMPLEMENTED_

#ifndef LEAN_NO_STDLIB
#include <stdlib.h>
#endif
#if defined(LEAN_HAS_DEBUG_) && !defined(LEAN_NO_STDIO)
#include <stdio.h>
#endif

LEAN_C_BEGIN_

/* What the other files' option is held against. */
#ifdef LEAN_OPTION_CHECK_
LEAN_OPTION_CHECK_
const char lean_option_object_[1] = {LEAN_INDEX_BITS};
#endif

/* ==== [CORE] ================================================================================ */

/* Text i of texts that stand one behind the other, each ended by a 0 byte. */
static const char *lean_text_(const char *texts, unsigned i) {
    while (i-- != 0)
        while (*texts++ != 0)
            ;
    return texts;
}

/* In the order of the values. */
LEAN_SHARED_ const char *lean_status_text(lean_status status) {
    const unsigned i = LEAN_CAST_(unsigned, status);
    return lean_text_("ok\0already there\0out of memory\0full\0bad argument\0out of range\0"
                      "stale handle\0bad format\0input or output failed\0unknown status",
                      i <= LEAN_IO ? i : LEAN_IO + 1);
}

LEAN_FORCED_ static inline void *lean_resize_(const lean_allocator *owner, void *ptr,
                                              size_t old_size, size_t new_size) {
    if (owner != NULL)
        return owner->resize(owner->ctx, ptr, old_size, new_size);
#ifdef LEAN_NO_STDLIB
    return NULL;
#else
    if (new_size != 0)
        return realloc(ptr, new_size);
    free(ptr);
    return NULL;
#endif
}

LEAN_SHARED_ void *lean_resize(const lean_allocator *owner, void *ptr, size_t old_size,
                               size_t new_size) {
    return lean_resize_(owner, ptr, old_size, new_size);
}

/* What a gap in a lean_buffer holds, in a unit or more. */
typedef struct lean_gap_ {
    size_t size;
    size_t next;
} lean_gap_;

LEAN_SHARED_ void lean_buffer_clear(lean_buffer *b) {
    b->used = 0;
    b->gap = SIZE_MAX;
}

static lean_gap_ *lean_buffer_gap_(const lean_buffer *b, size_t at) {
    return LEAN_CAST_(lean_gap_ *, LEAN_CAST_(void *, b->memory + at));
}

/* The place that says where the first gap at or behind `at` is: the buffer's or another gap's. */
static size_t *lean_buffer_link_(lean_buffer *b, size_t at) {
    size_t *link = &b->gap;
    while (*link < at)
        link = &lean_buffer_gap_(b, *link)->next;
    return link;
}

/* Takes n bytes off the front of the gap that *link names. */
static void lean_buffer_use_(lean_buffer *b, size_t *link, size_t n) {
    const lean_gap_ gap = *lean_buffer_gap_(b, *link);
    if (gap.size == n) {
        *link = gap.next;
        return;
    }
    *link += n;
    lean_buffer_gap_(b, *link)->size = gap.size - n;
    lean_buffer_gap_(b, *link)->next = gap.next;
}

/* Makes n bytes at `at` a gap, joins it to its neighbours, and drops it where it is the last. */
static void lean_buffer_release_(lean_buffer *b, size_t at, size_t n) {
    size_t *link = &b->gap;
    size_t end = at + n;
    while (*link < at) {
        lean_gap_ *lower = lean_buffer_gap_(b, *link);
        if (*link + lower->size == at) {
            at = *link;
            break;
        }
        link = &lower->next;
    }
    {
        const bool joined = *link == at;
        size_t next = joined ? lean_buffer_gap_(b, at)->next : *link;
        if (next == end) {
            end += lean_buffer_gap_(b, next)->size;
            next = lean_buffer_gap_(b, next)->next;
        }
        if (end == b->used) {
            b->used = at;
            *link = SIZE_MAX;
            return;
        }
        *link = at;
        lean_buffer_gap_(b, at)->size = end - at;
        lean_buffer_gap_(b, at)->next = next;
    }
}

/* A place for n bytes: the first gap that is large enough, else behind the last block. */
static void *lean_buffer_take_(lean_buffer *b, size_t n) {
    size_t *link = &b->gap, at;
    while (*link != SIZE_MAX && lean_buffer_gap_(b, *link)->size < n)
        link = &lean_buffer_gap_(b, *link)->next;
    at = *link;
    if (at != SIZE_MAX) {
        lean_buffer_use_(b, link, n);
    } else {
        if (n > b->size - b->used)
            return NULL;
        at = b->used;
        b->used += n;
    }
    return b->memory + at;
}

/* Lengthens the block at `at` in place: into free bytes behind it, or into a gap that follows. */
static bool lean_buffer_extend_(lean_buffer *b, size_t at, size_t from, size_t to) {
    const size_t end = at + from, more = to - from;
    size_t *link;
    if (end == b->used) {
        if (more > b->size - end)
            return false;
        b->used += more;
        return true;
    }
    link = lean_buffer_link_(b, end);
    if (*link != end || lean_buffer_gap_(b, end)->size < more)
        return false;
    lean_buffer_use_(b, link, more);
    return true;
}

static void *lean_buffer_resize_(void *ctx, void *ptr, size_t old_size, size_t new_size) {
    lean_buffer *b = LEAN_CAST_(lean_buffer *, ctx);
    const size_t unit = LEAN_UNIT_;
    const size_t from = (old_size + unit - 1) / unit * unit;
    const size_t to = (new_size + unit - 1) / unit * unit;
    size_t at;
    void *moved;
    if (new_size > b->size)
        return NULL;
    if (ptr == NULL)
        return to != 0 ? lean_buffer_take_(b, to) : NULL;
    at = LEAN_CAST_(size_t, LEAN_CAST_(unsigned char *, ptr) - b->memory);
    if (to < from)
        lean_buffer_release_(b, at + to, from - to);
    if (to == 0)
        return NULL;
    if (to <= from || lean_buffer_extend_(b, at, from, to))
        return ptr;
    moved = lean_buffer_take_(b, to);
    if (moved == NULL)
        return NULL;
    lean_memcpy_(moved, ptr, old_size);
    lean_buffer_release_(b, at, from);
    return moved;
}

LEAN_SHARED_ void lean_buffer_init(lean_buffer *b, void *memory, size_t size) {
    const size_t skip = LEAN_CAST_(size_t, 0 - LEAN_ADDRESS_(memory)) % LEAN_ALIGN;
    b->allocator.resize = lean_buffer_resize_;
    b->allocator.ctx = b;
    b->memory = LEAN_CAST_(unsigned char *, memory);
    b->size = 0;
    if (skip < size) {
        b->memory += skip;
        b->size = (size - skip) / LEAN_UNIT_ * LEAN_UNIT_;
    }
    lean_buffer_clear(b);
}

/* One round of SipHash on the state v. */
static uint64_t lean_turn_(uint64_t x, unsigned bits) {
    return x << bits | x >> (64 - bits);
}

static void lean_sip_round_(uint64_t *v) {
    v[0] += v[1];
    v[1] = lean_turn_(v[1], 13) ^ v[0];
    v[0] = lean_turn_(v[0], 32);
    v[2] += v[3];
    v[3] = lean_turn_(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = lean_turn_(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = lean_turn_(v[1], 17) ^ v[2];
    v[2] = lean_turn_(v[2], 32);
}

LEAN_SHARED_ uint64_t lean_siphash13(const void *key, const void *bytes, size_t n) {
    const uint8_t *k = LEAN_CAST_(const uint8_t *, key);
    const uint8_t *p = LEAN_CAST_(const uint8_t *, bytes);
    const uint64_t k0 = lean_load64(k), k1 = lean_load64(k + 8);
    uint64_t last = LEAN_CAST_(uint64_t, n) << 56;
    size_t left = n;
    unsigned i;
    uint64_t v[4];
    v[0] = k0 ^ UINT64_C(0x736f6d6570736575);
    v[1] = k1 ^ UINT64_C(0x646f72616e646f6d);
    v[2] = k0 ^ UINT64_C(0x6c7967656e657261);
    v[3] = k1 ^ UINT64_C(0x7465646279746573);
    for (; left >= 8; left -= 8, p += 8) {
        const uint64_t word = lean_load64(p);
        v[3] ^= word;
        lean_sip_round_(v);
        v[0] ^= word;
    }
    while (left != 0) {
        --left;
        last |= LEAN_CAST_(uint64_t, p[left]) << (8 * left);
    }
    v[3] ^= last;
    lean_sip_round_(v);
    v[0] ^= last;
    v[2] ^= 0xff;
    for (i = 0; i < 3; ++i)
        lean_sip_round_(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* ==== [DEBUG] =============================================================================== */
#ifdef LEAN_HAS_DEBUG_

struct lean_debug_block_ {
    struct lean_debug_block_ *next;
    unsigned char *user; /* the first byte of the user's block */
    size_t size;
    size_t request;
    lean_site *site;
};

enum { LEAN_DEBUG_FENCE_ = 0xfe, LEAN_DEBUG_NEW_ = 0xcd };
#define LEAN_DEBUG_FENCE_BYTES_ (LEAN_ALIGN > 8 ? LEAN_ALIGN : 8)

/* In the order of the values. */
LEAN_SHARED_ const char *lean_fault_text(lean_fault fault) {
    const unsigned i = LEAN_CAST_(unsigned, fault);
    return lean_text_("no fault\0given back twice, or never asked for here\0"
                      "given back with a wrong size\0written before its first byte\0"
                      "written behind its last byte\0written after it was given back\0"
                      "never given back\0unknown fault",
                      i <= LEAN_FAULT_LEAK ? i : LEAN_FAULT_LEAK + 1);
}

static void lean_debug_stop_(lean_debug *d, const lean_fault_report *r) {
    (void)d;
#ifndef LEAN_NO_STDIO
    fprintf(stderr, "lean.h: block %p of %lu bytes, request %lu", r->block,
            LEAN_CAST_(unsigned long, r->size), LEAN_CAST_(unsigned long, r->request));
    if (r->site != NULL)
        fprintf(stderr, ", site %s at %s:%u", r->site->name, r->site->file, r->site->line);
    fprintf(stderr, ": %s\n", lean_fault_text(r->fault));
#endif
    if (r->fault == LEAN_FAULT_LEAK)
        return;
#ifdef LEAN_NO_STDLIB
    LEAN_TRAP_();
#else
    abort();
#endif
}

static void lean_debug_report_(lean_debug *d, lean_fault fault, const struct lean_debug_block_ *b) {
    lean_fault_report report;
    report.fault = fault;
    report.block = b->user;
    report.size = b->size;
    report.request = b->request;
    report.site = b->site;
    d->faults++;
    d->report(d, &report);
}

static bool lean_debug_filled_(const unsigned char *from, const unsigned char *to, int with) {
    while (from < to && *from == with)
        ++from;
    return from == to;
}

/* What the parent is asked for: the header, the fences, and room to align the user's bytes. */
static size_t lean_debug_total_(size_t size) {
    return sizeof(struct lean_debug_block_) + 2 * LEAN_DEBUG_FENCE_BYTES_ + 2 * LEAN_ALIGN + size;
}

/* The first byte behind the header, and the first that is not the block's. */
static unsigned char *lean_debug_front_(struct lean_debug_block_ *b) {
    return LEAN_CAST_(unsigned char *, LEAN_CAST_(void *, b + 1));
}

static unsigned char *lean_debug_end_(struct lean_debug_block_ *b) {
    return LEAN_CAST_(unsigned char *, LEAN_CAST_(void *, b)) + lean_debug_total_(b->size);
}

static void lean_debug_raise_(struct lean_debug_block_ *b) {
    unsigned char *front = lean_debug_front_(b), *behind = b->user + b->size;
    lean_memset_(front, LEAN_DEBUG_FENCE_, LEAN_CAST_(size_t, b->user - front));
    lean_memset_(behind, LEAN_DEBUG_FENCE_, LEAN_CAST_(size_t, lean_debug_end_(b) - behind));
}

/* Reports damaged fences, and mends them, so that each damage is reported once. */
static void lean_debug_fences_(lean_debug *d, struct lean_debug_block_ *b) {
    if (!lean_debug_filled_(lean_debug_front_(b), b->user, LEAN_DEBUG_FENCE_))
        lean_debug_report_(d, LEAN_FAULT_WROTE_BEFORE, b);
    if (!lean_debug_filled_(b->user + b->size, lean_debug_end_(b), LEAN_DEBUG_FENCE_))
        lean_debug_report_(d, LEAN_FAULT_WROTE_BEHIND, b);
    lean_debug_raise_(b);
}

/* Fills a freed block with the address of this allocator: what still takes the block for a
   container's finds its owner here, and is reported. Returns whether that was so already. */
static bool lean_debug_poison_(lean_debug *d, struct lean_debug_block_ *b) {
    const lean_allocator *const owner = &d->allocator;
    unsigned char poison[sizeof owner];
    bool poisoned = true;
    size_t i;
    lean_memcpy_(poison, &owner, sizeof owner);
    for (i = 0; i < b->size; ++i) {
        poisoned = poisoned && b->user[i] == poison[i % sizeof owner];
        b->user[i] = poison[i % sizeof owner];
    }
    return poisoned;
}

/* Reports what was done to a held block. */
static void lean_debug_held_(lean_debug *d, struct lean_debug_block_ *b) {
    lean_debug_fences_(d, b);
    if (!lean_debug_poison_(d, b))
        lean_debug_report_(d, LEAN_FAULT_WROTE_AFTER_FREE, b);
}

static struct lean_debug_block_ **lean_debug_list_(lean_debug *d, const void *user) {
    const uint32_t low = LEAN_CAST_(uint32_t, LEAN_ADDRESS_(user) & UINT32_MAX);
    return &d->lists[lean_mix32(low) % LEAN_DEBUG_LISTS_];
}

/* The live block at `user`, or NULL. */
static struct lean_debug_block_ *lean_debug_find_(lean_debug *d, const void *user) {
    struct lean_debug_block_ *b = *lean_debug_list_(d, user);
    while (b != NULL && b->user != user)
        b = b->next;
    return b;
}

/* Empties a place among the held blocks: its block is checked and goes back to the parent. */
static void lean_debug_let_go_(lean_debug *d, size_t place) {
    struct lean_debug_block_ *b = d->held[place];
    if (b == NULL)
        return;
    d->held[place] = NULL;
    lean_debug_held_(d, b);
    (void)lean_resize(d->parent, b, lean_debug_total_(b->size), 0);
}

static void lean_debug_let_all_go_(lean_debug *d) {
    size_t place;
    for (place = 0; place < LEAN_DEBUG_HELD_; ++place)
        lean_debug_let_go_(d, place);
}

static struct lean_debug_block_ *lean_debug_make_(lean_debug *d, size_t size) {
    struct lean_debug_block_ *b = NULL, **list;
    unsigned char *user;
    if (size > SIZE_MAX - lean_debug_total_(0))
        return NULL;
    b = LEAN_CAST_(struct lean_debug_block_ *,
                   lean_resize(d->parent, NULL, 0, lean_debug_total_(size)));
    if (b == NULL) {
        lean_debug_let_all_go_(d);
        b = LEAN_CAST_(struct lean_debug_block_ *,
                       lean_resize(d->parent, NULL, 0, lean_debug_total_(size)));
    }
    if (b == NULL)
        return NULL;
    user = lean_debug_front_(b) + LEAN_DEBUG_FENCE_BYTES_;
    user += (LEAN_ALIGN - LEAN_ADDRESS_(user)) % (2 * LEAN_ALIGN);
    b->user = user;
    b->size = size;
    lean_debug_raise_(b);
    lean_memset_(user, LEAN_DEBUG_NEW_, size);
    list = lean_debug_list_(d, user);
    b->next = *list;
    *list = b;
    return b;
}

/* Takes a live block out of its list, poisons it and holds it back. */
static void lean_debug_drop_(lean_debug *d, struct lean_debug_block_ *b) {
    struct lean_debug_block_ **link = lean_debug_list_(d, b->user);
    while (*link != b)
        link = &(*link)->next;
    *link = b->next;
    lean_debug_fences_(d, b);
    (void)lean_debug_poison_(d, b);
    lean_debug_let_go_(d, d->next_held);
    d->held[d->next_held] = b;
    d->next_held = (d->next_held + 1) % LEAN_DEBUG_HELD_;
    d->blocks--;
    d->bytes -= b->size;
}

static bool lean_debug_refuses_(lean_debug *d) {
    const size_t n = d->requests++;
    if (!d->fail_on || (d->fail_always ? n < d->fail_at : n != d->fail_at))
        return false;
    d->refused++;
    return true;
}

/* The live block that is given back, or NULL, reported, where there is none: it is left alone. */
static struct lean_debug_block_ *lean_debug_given_(lean_debug *d, const void *ptr, size_t size) {
    struct lean_debug_block_ *b = lean_debug_find_(d, ptr);
    struct lean_debug_block_ unknown = {NULL, NULL, 0, SIZE_MAX, NULL};
    size_t i;
    if (b != NULL) {
        if (b->size != size)
            lean_debug_report_(d, LEAN_FAULT_OLD_SIZE, b);
        return b;
    }
    unknown.size = size;
    unknown.user = LEAN_CAST_(unsigned char *, lean_pointer_get_(&ptr));
    for (i = 0; i < LEAN_DEBUG_HELD_; ++i)
        if (d->held[i] != NULL && d->held[i]->user == ptr)
            unknown = *d->held[i];
    lean_debug_report_(d, LEAN_FAULT_NOT_LIVE, &unknown);
    return NULL;
}

static void *lean_debug_resize_(void *ctx, void *ptr, size_t old_size, size_t new_size) {
    lean_debug *d = LEAN_CAST_(lean_debug *, ctx);
    lean_site *site = d->site;
    struct lean_debug_block_ *given = NULL, *made = NULL;
    d->site = NULL;
    if (ptr != NULL) {
        given = lean_debug_given_(d, ptr, old_size);
        if (given == NULL)
            return NULL;
    }
    if (new_size != 0) {
        if (lean_debug_refuses_(d))
            return NULL;
        made = lean_debug_make_(d, new_size);
        if (made == NULL)
            return NULL;
        made->request = d->requests - 1;
        made->site = site;
        d->blocks++;
        d->bytes += new_size;
    }
    if (given != NULL) {
        if (made != NULL)
            lean_memcpy_(made->user, ptr, given->size < new_size ? given->size : new_size);
        lean_debug_drop_(d, given);
    }
    if (d->bytes > d->peak)
        d->peak = d->bytes;
    return made != NULL ? made->user : NULL;
}

LEAN_SHARED_ void lean_debug_init(lean_debug *d, const lean_allocator *parent) {
    lean_memset_(d, 0, sizeof *d);
    d->allocator.resize = lean_debug_resize_;
    d->allocator.ctx = d;
    d->parent = parent;
    d->report = lean_debug_stop_;
}

LEAN_SHARED_ void lean_debug_fail(lean_debug *d, size_t n, bool always) {
    d->fail_on = true;
    d->fail_at = d->requests + n;
    d->fail_always = always;
}

LEAN_SHARED_ void lean_debug_fail_none(lean_debug *d) {
    d->fail_on = false;
}

LEAN_SHARED_ size_t lean_debug_check(lean_debug *d) {
    const size_t before = d->faults;
    size_t i;
    for (i = 0; i < LEAN_DEBUG_LISTS_; ++i) {
        struct lean_debug_block_ *b;
        for (b = d->lists[i]; b != NULL; b = b->next)
            lean_debug_fences_(d, b);
    }
    for (i = 0; i < LEAN_DEBUG_HELD_; ++i) {
        if (d->held[i] != NULL)
            lean_debug_held_(d, d->held[i]);
    }
    return d->faults - before;
}

LEAN_SHARED_ size_t lean_debug_free(lean_debug *d) {
    size_t i, leaks = 0;
    lean_debug_let_all_go_(d);
    (void)lean_debug_check(d);
    for (i = 0; i < LEAN_DEBUG_LISTS_; ++i) {
        struct lean_debug_block_ *b;
        for (b = d->lists[i]; b != NULL; b = b->next, ++leaks)
            lean_debug_report_(d, LEAN_FAULT_LEAK, b);
    }
    return leaks;
}

LEAN_SHARED_ void *lean_site_resize_(void *ctx, void *ptr, size_t old_size, size_t new_size) {
    lean_site *site = LEAN_CAST_(lean_site *, ctx);
    const lean_allocator *parent = site->parent;
    void *block;
    if (parent != NULL && parent->resize == lean_debug_resize_)
        LEAN_CAST_(lean_debug *, parent->ctx)->site = site;
    block = lean_resize(parent, ptr, old_size, new_size);
    if (block == NULL && new_size != 0)
        return NULL;
    site->blocks += (ptr == NULL);
    site->blocks -= (new_size == 0);
    site->bytes += new_size - old_size;
    if (site->bytes > site->peak)
        site->peak = site->bytes;
    return block;
}

#endif /* LEAN_HAS_DEBUG_ */

/* ==== [ARRAY] =============================================================================== */
#ifdef LEAN_HAS_ARRAY_

static lean_index *lean_array_len_(void *a) {
    void *len = LEAN_CAST_(char *, a) + offsetof(lean_array_head_, len);
    return LEAN_CAST_(lean_index *, len);
}

static lean_index *lean_array_cap_(void *a) {
    void *cap = LEAN_CAST_(char *, a) + offsetof(lean_array_head_, cap);
    return LEAN_CAST_(lean_index *, cap);
}

/* More items than a lean_index counts (nothing is compared where no size_t is more); more bytes
   than LEAN_BLOCK_MAX_, as a shift, since a large constant costs more. */
#if LEAN_INDEX_MAX < SIZE_MAX
#define LEAN_PAST_INDEX_(n) ((n) > LEAN_INDEX_MAX)
#else
#define LEAN_PAST_INDEX_(n) false
#endif
#define LEAN_PAST_BLOCK_(n) ((n) >> (sizeof(size_t) * CHAR_BIT - 2) != 0)

LEAN_SHARED_ bool lean_array_fit_(void *a, size_t to, size_t size) {
    lean_index *cap = lean_array_cap_(a);
    void *block = lean_pointer_get_(a), *owner = block;
    size_t old_size = lean_tail_(LEAN_SIZE_(*cap) * size);
    const size_t tail = lean_tail_(to * size);
    if (LEAN_PAST_BLOCK_(tail))
        return false;
    if (old_size != 0) {
        owner = *lean_owner_(block, old_size);
        old_size += sizeof owner;
    } else {
        block = NULL;
    }
    block = lean_resize_(LEAN_CAST_(const lean_allocator *, owner), block, old_size,
                         tail != 0 ? tail + sizeof owner : 0);
    if (block != NULL) {
        *lean_owner_(block, tail) = owner;
    } else {
        if (to != 0)
            return false;
        block = owner;
    }
    lean_pointer_set_(a, block);
    *cap = LEAN_INDEX_(to);
    return true;
}

/* Half as much again as there is, as far as an index goes. */
static size_t lean_half_more_(size_t cap) {
    const size_t more = cap + cap / 2 + 4;
    return LEAN_PAST_INDEX_(more) ? LEAN_INDEX_MAX : more;
}

LEAN_SHARED_ bool lean_array_more_(void *a, size_t size) {
    const size_t cap = LEAN_SIZE_(*lean_array_cap_(a));
    if (LEAN_PAST_INDEX_(cap + 1))
        return false;
    return lean_array_fit_(a, lean_half_more_(cap), size) || lean_array_fit_(a, cap + 1, size);
}

/* The capacity to try first for `need` items, and `need` where half as much again is too little. */
static size_t lean_array_first_(size_t cap, size_t need) {
    const size_t more = lean_half_more_(cap);
    return more > need ? more : need;
}

LEAN_SHARED_ bool lean_array_room_(void *a, size_t n, size_t size, size_t limit) {
    const size_t len = LEAN_SIZE_(*lean_array_len_(a)), cap = LEAN_SIZE_(*lean_array_cap_(a));
    const size_t need = len + n, first = lean_array_first_(cap, need);
    if (n <= cap - len)
        return true;
    if (n > limit - len)
        return false;
    return lean_array_fit_(a, first, size) || (first != need && lean_array_fit_(a, need, size));
}

/* The same with the items at the first aligned byte, `lead` bytes into the block: a number that
   stands behind the owner. A moved block may want another lead, and its items move to it. */
LEAN_SHARED_ bool lean_array_fit_aligned_(void *a, size_t to, size_t size, size_t align) {
    const size_t held = lean_tail_(LEAN_SIZE_(*lean_array_cap_(a)) * size);
    const size_t tail = lean_tail_(to * size);
    const size_t extra = 2 * sizeof(void *) + align - LEAN_ALIGN;
    char *items = LEAN_CAST_(char *, lean_pointer_get_(a)), *block = NULL;
    void *owner = items;
    size_t lead = 0, old_lead = 0, old_size = 0;
    if (LEAN_PAST_BLOCK_(tail))
        return false;
    if (*lean_array_cap_(a) != 0) {
        owner = *lean_owner_(items, held);
        lean_memcpy_(&old_lead, items + held + sizeof owner, sizeof old_lead);
        block = items - old_lead;
        old_size = held + extra;
    }
    block = LEAN_CAST_(char *, lean_resize(LEAN_CAST_(const lean_allocator *, owner), block,
                                           old_size, to != 0 ? tail + extra : 0));
    if (block != NULL) {
        lead = (0 - LEAN_ADDRESS_(block)) & (align - 1);
        items = block + lead;
        if (lead != old_lead)
            lean_memmove_(items, block + old_lead, held < tail ? held : tail);
        *lean_owner_(items, tail) = owner;
        lean_memcpy_(items + tail + sizeof owner, &lead, sizeof lead);
    } else if (to != 0) {
        return false;
    }
    lean_pointer_set_(a, to != 0 ? items : owner);
    *lean_array_cap_(a) = LEAN_INDEX_(to);
    return true;
}

LEAN_SHARED_ bool lean_array_room_aligned_(void *a, size_t n, size_t size, size_t limit,
                                           size_t align) {
    const size_t len = LEAN_SIZE_(*lean_array_len_(a)), cap = LEAN_SIZE_(*lean_array_cap_(a));
    const size_t need = len + n, first = lean_array_first_(cap, need);
    if (n <= cap - len)
        return true;
    if (n > limit - len)
        return false;
    return lean_array_fit_aligned_(a, first, size, align) ||
           (first != need && lean_array_fit_aligned_(a, need, size, align));
}

LEAN_SHARED_ void lean_items_open_(void *items, size_t len, size_t i, size_t size) {
    char *at = LEAN_CAST_(char *, items) + i * size;
    lean_memmove_(at + size, at, (len - i) * size);
}

LEAN_SHARED_ void lean_items_close_(void *items, size_t len, size_t i, size_t size) {
    char *at = LEAN_CAST_(char *, items) + i * size;
    lean_memmove_(at, at + size, (len - 1 - i) * size);
}

LEAN_SHARED_ void lean_items_write_(void *storage, size_t at, size_t own, const void *items,
                                    size_t n) {
    char *bytes = LEAN_CAST_(char *, storage);
    if (n != 0)
        lean_memmove_(bytes + at, own != SIZE_MAX ? bytes + own : items, n);
}

LEAN_SHARED_ void lean_items_zero_(void *storage, size_t at, size_t n) {
    lean_memset_(LEAN_CAST_(char *, storage) + at, 0, n);
}

LEAN_SHARED_ size_t lean_items_search_shared_(const void *items, size_t n, size_t size,
                                              const void *key, lean_compare_ compare, void *order) {
    return lean_items_search_hot_(items, n, size, key, compare, order);
}

LEAN_SHARED_ void lean_items_sort_shared_(void *items, size_t n, const lean_sorting_ *s) {
    char *first = LEAN_CAST_(char *, items);
    if (n >= 2 && !lean_sort_run_(s, first, first + n * s->size))
        lean_sort_heap_(s, first, n);
}

#endif /* LEAN_HAS_ARRAY_ */

/* ==== [STRINGS] ============================================================================= */
#ifdef LEAN_HAS_STRINGS_

/* What stands behind cap bytes: the owner and the width. */
#define LEAN_STRINGS_TAIL_ (sizeof(void *) + 1)
#define LEAN_STRINGS_UNIT_                                                                         \
    (sizeof(lean_index) > LEAN_POINTER_ALIGN_ ? sizeof(lean_index) : LEAN_POINTER_ALIGN_)
#define LEAN_STRINGS_LIMIT_                                                                        \
    ((LEAN_BLOCK_MAX_ < LEAN_INDEX_MAX ? LEAN_BLOCK_MAX_ : LEAN_INDEX_MAX) - LEAN_STRINGS_UNIT_)

LEAN_SHARED_ const char *lean_strings_get_shared_(const lean_strings *s, size_t i, size_t *n) {
    return lean_strings_get_hot_(s, i, n);
}

/* The highest end that a width can hold, and the least width for an end. */
static size_t lean_strings_most_(size_t width) {
    return width == 1 ? UINT8_MAX : width == 2 ? UINT16_MAX : LEAN_STRINGS_LIMIT_;
}

static size_t lean_strings_width_for_(size_t end) {
    size_t width = sizeof(lean_index);
    if (end <= UINT16_MAX)
        width = 2;
    if (end <= UINT8_MAX)
        width = 1;
    return width;
}

static size_t lean_strings_groups_(size_t len) {
    return len / LEAN_STRINGS_GROUP_ + (len % LEAN_STRINGS_GROUP_ != 0);
}

/* Bytes of the records of `groups` groups; they fit the block they are in. */
static size_t lean_strings_records_(size_t groups, size_t width) {
    return groups * (sizeof(lean_index) + LEAN_STRINGS_GROUP_ * width);
}

/* Bytes that strings and records need; false where no block can have them. */
static bool lean_strings_need_(size_t n, size_t bytes, size_t width, size_t *need) {
    size_t records;
    const size_t record = sizeof(lean_index) + LEAN_STRINGS_GROUP_ * width;
    return lean_size_times(lean_strings_groups_(n), record, &records) &&
           lean_size_plus(records, bytes, need) && *need <= LEAN_STRINGS_LIMIT_;
}

/* Bytes of all strings: the end of the last. */
static size_t lean_strings_used_(const lean_strings *s) {
    const size_t last = LEAN_SIZE_(s->len) - 1;
    const unsigned char *record;
    size_t width;
    if (s->len == 0)
        return 0;
    width = lean_strings_width_(s);
    record = lean_strings_record_(s, last / LEAN_STRINGS_GROUP_, width);
    return lean_strings_start_(record) +
           lean_strings_end_(record, width, last % LEAN_STRINGS_GROUP_);
}

static unsigned char *lean_strings_spot_(lean_strings *s, size_t g, size_t width) {
    return s->data + s->cap - lean_strings_records_(g + 1, width);
}

static void lean_strings_set_start_(unsigned char *record, size_t start) {
    *LEAN_CAST_(lean_index *, LEAN_CAST_(void *, record)) = LEAN_INDEX_(start);
}

static void lean_strings_set_end_(unsigned char *record, size_t width, size_t k, size_t end) {
    void *ends = record + sizeof(lean_index);
    if (width == 1)
        LEAN_CAST_(uint8_t *, ends)[k] = LEAN_CAST_(uint8_t, end);
    else if (width == 2)
        LEAN_CAST_(uint16_t *, ends)[k] = LEAN_CAST_(uint16_t, end);
    else
        LEAN_CAST_(lean_index *, ends)[k] = LEAN_INDEX_(end);
}

/* Writes record g anew with another width, at that width's place. A wider record begins below the
   old one, a narrower one above, so that ascending or descending, every end is read before it is
   written over. */
static void lean_strings_recut_(lean_strings *s, size_t g, size_t from, size_t to) {
    const unsigned char *old = lean_strings_spot_(s, g, from);
    unsigned char *record = lean_strings_spot_(s, g, to);
    const size_t start = lean_strings_start_(old);
    size_t k;
    for (k = 0; k < LEAN_STRINGS_GROUP_; ++k) {
        const size_t each = from < to ? k : LEAN_STRINGS_GROUP_ - 1 - k;
        lean_strings_set_end_(record, to, each, lean_strings_end_(old, from, each));
    }
    lean_strings_set_start_(record, start);
}

/* Gives all records another width. Wider ones reach down, so the last goes first; narrower ones
   shrink up, so the first does. There is room for them. */
static void lean_strings_set_width_(lean_strings *s, size_t to) {
    const size_t from = lean_strings_width_(s), groups = lean_strings_groups_(LEAN_SIZE_(s->len));
    size_t g;
    if (from == to)
        return;
    for (g = 0; g < groups; ++g)
        lean_strings_recut_(s, from < to ? groups - 1 - g : g, from, to);
    s->data[s->cap + sizeof(void *)] = LEAN_CAST_(unsigned char, to);
}

/* Gives the block another size, a multiple of the unit that has room for all there is; 0 only
   where there are no strings. The records keep their distance from the end. */
static bool lean_strings_block_(lean_strings *s, size_t to) {
    const size_t cap = LEAN_SIZE_(s->cap);
    const size_t width = cap != 0 ? lean_strings_width_(s) : 1;
    const size_t kept = lean_strings_records_(lean_strings_groups_(LEAN_SIZE_(s->len)), width);
    void *owner = cap != 0 ? *lean_owner_(s->data, cap) : s->data;
    unsigned char *block;
    if (to < cap)
        lean_memmove_(s->data + to - kept, s->data + cap - kept, kept);
    block =
        LEAN_CAST_(unsigned char *,
                   lean_resize(LEAN_CAST_(const lean_allocator *, owner), cap != 0 ? s->data : NULL,
                               lean_strings_bytes(s), to != 0 ? to + LEAN_STRINGS_TAIL_ : 0));
    if (to == 0) {
        lean_pointer_set_(&s->data, owner);
        s->cap = 0;
        return true;
    }
    if (block == NULL) {
        if (to < cap)
            lean_memmove_(s->data + cap - kept, s->data + to - kept, kept);
        return false;
    }
    if (to > cap)
        lean_memmove_(block + to - kept, block + cap - kept, kept);
    *lean_owner_(block, to) = owner;
    block[to + sizeof(void *)] = LEAN_CAST_(unsigned char, width);
    s->data = block;
    s->cap = LEAN_INDEX_(to);
    return true;
}

static size_t lean_strings_round_(size_t bytes) {
    return (bytes + LEAN_STRINGS_UNIT_ - 1) / LEAN_STRINGS_UNIT_ * LEAN_STRINGS_UNIT_;
}

LEAN_SHARED_ void lean_strings_free(lean_strings *s) {
    s->len = 0;
    (void)lean_strings_block_(s, 0);
    s->data = NULL;
}

LEAN_SHARED_ bool lean_strings_reserve(lean_strings *s, size_t n, size_t bytes, size_t longest) {
    size_t end = bytes, width, need = 0;
    if (longest != 0 && longest < bytes / LEAN_STRINGS_GROUP_)
        end = longest * LEAN_STRINGS_GROUP_;
    width = lean_strings_width_for_(end);
    if (s->len != 0 && width < lean_strings_width_(s))
        width = lean_strings_width_(s);
    if (!lean_strings_need_(n, bytes, width, &need))
        return false;
    need = lean_strings_round_(need);
    return need <= s->cap || lean_strings_block_(s, need);
}

LEAN_SHARED_ bool lean_strings_shrink(lean_strings *s) {
    size_t g, widest = 0, need;
    const size_t len = LEAN_SIZE_(s->len);
    if (len == 0)
        return lean_strings_block_(s, 0);
    for (g = 0; g < lean_strings_groups_(len); ++g) {
        const size_t width = lean_strings_width_(s);
        const size_t last = len - g * LEAN_STRINGS_GROUP_ - 1;
        const size_t end =
            lean_strings_end_(lean_strings_record_(s, g, width), width,
                              last < LEAN_STRINGS_GROUP_ ? last : LEAN_STRINGS_GROUP_ - 1);
        widest = end > widest ? end : widest;
    }
    lean_strings_set_width_(s, lean_strings_width_for_(widest));
    need =
        lean_strings_round_(lean_strings_used_(s) + lean_strings_records_(lean_strings_groups_(len),
                                                                          lean_strings_width_(s)));
    return need == s->cap || lean_strings_block_(s, need);
}

LEAN_SHARED_ bool lean_strings_copy(lean_strings *to, const lean_strings *from) {
    const size_t used = lean_strings_used_(from);
    size_t width, kept, need;
    if (to == from)
        return true;
    if (from->len == 0) {
        to->len = 0;
        return true;
    }
    width = lean_strings_width_(from);
    kept = lean_strings_records_(lean_strings_groups_(LEAN_SIZE_(from->len)), width);
    need = lean_strings_round_(used + kept);
    if (need > to->cap && !lean_strings_block_(to, need))
        return false;
    lean_memcpy_(to->data, from->data, used);
    lean_memcpy_(to->data + to->cap - kept, from->data + from->cap - kept, kept);
    to->data[to->cap + sizeof(void *)] = LEAN_CAST_(unsigned char, width);
    to->len = from->len;
    return true;
}

/* Makes room for `need` bytes: half as much again, or just that where memory is short. */
static bool lean_strings_grow_(lean_strings *s, size_t need) {
    const size_t cap = LEAN_SIZE_(s->cap), most = LEAN_STRINGS_LIMIT_;
    const size_t more = cap / 2 + 16 < most - cap ? cap + cap / 2 + 16 : most;
    if (need <= cap)
        return true;
    return (need < more && lean_strings_block_(s, lean_strings_round_(more))) ||
           lean_strings_block_(s, lean_strings_round_(need));
}

/* Writes a string behind the last. Unless all is made ready, only one that its group's record can
   take as it is, with the room there is. */
static bool lean_strings_put_(lean_strings *s, const void *bytes, size_t n, bool ready) {
    const size_t i = LEAN_SIZE_(s->len), k = i % LEAN_STRINGS_GROUP_;
    unsigned char *record, *text;
    size_t width, begin;
    if (k == 0 && !ready)
        return false;
    width = lean_strings_width_(s);
    record = lean_strings_spot_(s, i / LEAN_STRINGS_GROUP_, width);
    text = s->data + lean_strings_start_(record);
    begin = k != 0 ? lean_strings_end_(record, width, k - 1) : 0;
    /* The lowest record is where free bytes end. */
    if (n > LEAN_CAST_(size_t, record - text) - begin || begin + n > lean_strings_most_(width))
        return false;
    if (n != 0)
        lean_memmove_(text + begin, bytes, n);
    lean_strings_set_end_(record, width, k, begin + n);
    s->len++;
    return true;
}

/* Makes room for one more string of n bytes. Returns the width that its record needs, or 0. */
LEAN_COLD_ static size_t lean_strings_room_(lean_strings *s, size_t n) {
    const size_t i = LEAN_SIZE_(s->len), used = lean_strings_used_(s);
    size_t end = n, width = 1, need = 0;
    if (n > LEAN_STRINGS_LIMIT_ - used)
        return 0;
    if (i != 0)
        width = lean_strings_width_(s);
    if (i % LEAN_STRINGS_GROUP_ != 0)
        end += used - lean_strings_start_(lean_strings_record_(s, i / LEAN_STRINGS_GROUP_, width));
    if (end > lean_strings_most_(width))
        width = lean_strings_width_for_(end);
    if (!lean_strings_need_(i + 1, used + n, width, &need) || !lean_strings_grow_(s, need))
        return 0;
    return width;
}

LEAN_SHARED_ bool lean_strings_push(lean_strings *s, const void *bytes, size_t n) {
    const size_t i = LEAN_SIZE_(s->len);
    size_t own, width;
    if (lean_strings_put_(s, bytes, n, false))
        return true;
    own = lean_offset_in_(s->data, LEAN_SIZE_(s->cap), bytes);
    width = lean_strings_room_(s, n);
    if (width == 0)
        return false;
    lean_strings_set_width_(s, width);
    if (i % LEAN_STRINGS_GROUP_ == 0)
        lean_strings_set_start_(lean_strings_spot_(s, i / LEAN_STRINGS_GROUP_, width),
                                lean_strings_used_(s));
    return lean_strings_put_(s, own != SIZE_MAX ? s->data + own : bytes, n, true);
}

#endif /* LEAN_HAS_STRINGS_ */

LEAN_C_END_

#endif /* LEAN_IMPLEMENTATION */

/* ============================================================================================
 * CHANGES
 *   0.1.0  [CORE] [DEBUG] [ARRAY] [STRINGS].
 *
 * LICENCE: whichever of the two you prefer.
 *
 * A. MIT. Copyright (c) 2026 the lean.h authors.
 * Permission is hereby granted, free of charge, to any person obtaining a copy of this software
 * and associated documentation files (the "Software"), to deal in the Software without
 * restriction, including without limitation the rights to use, copy, modify, merge, publish,
 * distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
 * Software is furnished to do so, subject to the following conditions:
 * The above copyright notice and this permission notice shall be included in all copies or
 * substantial portions of the Software.
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING
 * BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
 * NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
 * DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
 * OUT OF OR IN CONNECTION WITH
 * THE SOFTWARE OR THE USE OR OTHER DEALINGS IN
 * THE SOFTWARE.
 *
 * B. Public domain. This is free and unencumbered software released into the public domain.
 * Anyone is free to copy, modify, publish, use, compile, sell, or distribute this software,
 * either in source code form or as a compiled binary, for any purpose, commercial or non-
 * commercial, and by any means.
 * In jurisdictions that recognise copyright laws, the authors dedicate any and all copyright
 * interest in the software to the public domain, for the benefit of the public at large and to
 * the detriment of their heirs and successors, as an overt act of relinquishment in perpetuity
 * of all present and future rights to this software under copyright law.
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING
 * BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
 * NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
 * LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
 * CONNECTION WITH
 * THE SOFTWARE OR THE USE OR OTHER DEALINGS IN
 * THE SOFTWARE.
 * ============================================================================================ */
