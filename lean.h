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
 *   switch              what you get                            tag        needs   .text  bytes
 *   (always there)      statuses, allocators, bits, hashes      [CORE]     -         460  -
 *   LEAN_WITH_DEBUG     an allocator that finds memory faults   [DEBUG]    -        1136  -
 *   LEAN_WITH_ARRAY     typed arrays, growable and fixed        [ARRAY]    -         216  16 / 12
 *   LEAN_WITH_STRINGS   many strings in one block               [STRINGS]  -        1308  16 / 12
 *   LEAN_WITH_DTYPE     half floats, arrays of run-time dtype   [DTYPE]    -       10292  24 / 16
 *   LEAN_WITH_STRUCT    structs with a description              [STRUCT]   [DTYPE]  1896  48 / 32
 *   LEAN_WITH_RECORD    structs as values, text and bytes       [RECORD]   [STRUCT] 8920  24 / 16
 *   LEAN_WITH_PACK      integers of 0 to 64 bits, back to back  [PACK]     -        1308  32 / 24
 *   LEAN_WITH_PACKED    records to the bit                      [PACKED]   [PACK]   2124  24 / 16
 *   LEAN_WITH_BITSET    dense bitsets                           [BITSET]   -         396  16 / 12
 *   LEAN_WITH_RANK      rank and select over a finished bitset  [RANK]     [BITSET] 1344  72 / 40
 *   LEAN_WITH_MAP       sparse hash maps and sets that grow     [MAP]      -        8332  16 / 12
 *   LEAN_WITH_STRMAP    sparse hash maps and sets of strings    [STRMAP]   [MAP]   10176  16 / 12
 *   LEAN_WITH_FIXED_MAP maps and sets of fixed capacity         [FIXED_MAP] -        680  588 / 588
 *
 * OPTIONS
 *   For the whole build (files that disagree fail to link, with the option's name, unless LEAN_API
 *   is static):
 *   LEAN_INDEX_BITS     16, 32 or 64: bits of a length or index in objects (default: 32; 16 where
 *                       size_t has 16 bits). Containers end at that many items.
 *   For the file with LEAN_IMPLEMENTATION:
 *   LEAN_NO_STDLIB      no malloc: a container without an owner never gets memory.
 *   LEAN_NO_STDIO       the debug allocator prints nothing.
 *   LEAN_KERNEL         plain, sse2, avx2 or avx512: the most that bulk work may use of what the
 *                       processor has (default: all; with LEAN_SMALL plain)
 *   For each file by itself:
 *   LEAN_API            what stands before shared functions (default: nothing; `static`, and just
 *                       that, keeps them to the file)
 *   LEAN_SMALL          1: calls go to one shared copy. 0: hot paths are inlined (default: 1 where
 *                       the compiler optimises for size or not at all, else 0)
 *   LEAN_ASSERT(x)      what to do about broken contracts (default: assert with LEAN_WITH_DEBUG and
 *                       without LEAN_NO_STDLIB, else nothing). In made functions it names the line
 *                       of LEAN_DEFINE_ARRAY; the caller is one frame up in a debugger.
 *   LEAN_NO_NAMES       descriptions of structs have no names; text has positions instead.
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
 *   Verbs      init free reserve shrink clear resize copy; over (in a caller's memory) view (only
 *              read) recast (to other items); push pop insert append remove; by key: put (insert
 *              or replace) add (if absent) ensure (find or insert) take (remove and give) has; get
 *              (by index: the value; by key: a pointer to it or NULL) ref (a writable one) set;
 *              next erase (iteration); read write fill (many at once); sort search find sum min
 *              max; len cap bytes. Of a bit, or a range of them: test set clear flip assign.
 *   Threads    const calls on one object from several threads are safe; anything else is yours to
 *              lock. Containers over one buffer, site or debug allocator share it. Nothing is for
 *              interrupt handlers.
 *   C++        Items must be trivially copyable, default constructible and assignable.
 *
 * Version 0.5.0. Licence: MIT or public domain, whichever you prefer; see the end of the file.
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
#if defined(LEAN_WITH_DTYPE) && !defined(LEAN_HAS_DTYPE_)
#error "lean.h: LEAN_WITH_DTYPE comes too late: define it before the first include of lean.h"
#endif
#if defined(LEAN_WITH_FIXED_MAP) && !defined(LEAN_HAS_FIXED_MAP_)
#error "lean.h: LEAN_WITH_FIXED_MAP comes too late: define it before the first include of lean.h"
#endif
#if defined(LEAN_WITH_STRUCT) && !defined(LEAN_HAS_STRUCT_)
#error "lean.h: LEAN_WITH_STRUCT comes too late: define it before the first include of lean.h"
#endif
#if defined(LEAN_WITH_RECORD) && !defined(LEAN_HAS_RECORD_)
#error "lean.h: LEAN_WITH_RECORD comes too late: define it before the first include of lean.h"
#endif
#if defined(LEAN_WITH_PACK) && !defined(LEAN_HAS_PACK_)
#error "lean.h: LEAN_WITH_PACK comes too late: define it before the first include of lean.h"
#endif
#if defined(LEAN_WITH_PACKED) && !defined(LEAN_HAS_PACKED_)
#error "lean.h: LEAN_WITH_PACKED comes too late: define it before the first include of lean.h"
#endif
#if defined(LEAN_WITH_BITSET) && !defined(LEAN_HAS_BITSET_)
#error "lean.h: LEAN_WITH_BITSET comes too late: define it before the first include of lean.h"
#endif
#if defined(LEAN_WITH_RANK) && !defined(LEAN_HAS_RANK_)
#error "lean.h: LEAN_WITH_RANK comes too late: define it before the first include of lean.h"
#endif
#if defined(LEAN_WITH_MAP) && !defined(LEAN_HAS_MAP_)
#error "lean.h: LEAN_WITH_MAP comes too late: define it before the first include of lean.h"
#endif
#if defined(LEAN_WITH_STRMAP) && !defined(LEAN_HAS_STRMAP_)
#error "lean.h: LEAN_WITH_STRMAP comes too late: define it before the first include of lean.h"
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
#ifdef LEAN_WITH_STRUCT /* which needs [DTYPE] */
#define LEAN_HAS_STRUCT_
#define LEAN_HAS_DTYPE_
#endif
#ifdef LEAN_WITH_RECORD /* which needs both */
#define LEAN_HAS_RECORD_
#define LEAN_HAS_STRUCT_
#define LEAN_HAS_DTYPE_
#endif
#ifdef LEAN_WITH_DTYPE
#define LEAN_HAS_DTYPE_
#endif
#ifdef LEAN_HAS_DTYPE_
#include <float.h>
#if DBL_MANT_DIG == 53
#define LEAN_HAS_DOUBLE_ 1
#else
#define LEAN_HAS_DOUBLE_ 0
#endif
#endif
#ifdef LEAN_WITH_PACK
#define LEAN_HAS_PACK_
#endif
#ifdef LEAN_WITH_PACKED /* which needs the other */
#define LEAN_HAS_PACKED_
#define LEAN_HAS_PACK_
#endif
#ifdef LEAN_WITH_BITSET
#define LEAN_HAS_BITSET_
#endif
#ifdef LEAN_WITH_RANK /* which needs the other */
#define LEAN_HAS_RANK_
#define LEAN_HAS_BITSET_
#endif
#ifdef LEAN_WITH_FIXED_MAP
#define LEAN_HAS_FIXED_MAP_
#endif
#ifdef LEAN_WITH_MAP
#define LEAN_HAS_MAP_
#endif
#ifdef LEAN_WITH_STRMAP /* which needs the other */
#define LEAN_HAS_STRMAP_
#define LEAN_HAS_MAP_
#endif

#define LEAN_VERSION 600 /* major * 10000 + minor * 100 + patch */
#define LEAN_VERSION_TEXT "0.6.0"

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
#define LEAN_APART_ __attribute__((__noinline__)) /* its frame is not the caller's */
#define LEAN_PURE_ __attribute__((__pure__))
#define LEAN_RESTRICT_ __restrict__
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
#define LEAN_APART_
#define LEAN_PURE_
#define LEAN_RESTRICT_
#define LEAN_PREFETCH_(p) ((void)(p))
#define LEAN_TRAP_() LEAN_ENDLESS_()
#endif
#define LEAN_ENDLESS_()                                                                            \
    do {                                                                                           \
    } while (1)

/* Behind the last statement of a case that goes on in the next. */
#define LEAN_FALL_THROUGH_
#if LEAN_GNU_ && defined(__has_attribute)
#if __has_attribute(__fallthrough__)
#undef LEAN_FALL_THROUGH_
#define LEAN_FALL_THROUGH_ __attribute__((__fallthrough__));
#endif
#endif

/* gcc makes a call of strlen of the loop that counts to a 0, which freestanding programs lack. */
#if LEAN_GNU_
#define LEAN_COUNTED_(x) __asm__("" : "+r"(x))
#else
#define LEAN_COUNTED_(x) ((void)0)
#endif

/* clang makes a branch of a mask whose origin it knows. */
#if LEAN_GNU_ && defined(__clang__)
#define LEAN_OPAQUE_(x) __asm__("" : "+r"(x))
#else
#define LEAN_OPAQUE_(x) ((void)0)
#endif

#define LEAN_TEXT2_(x) #x
#define LEAN_TEXT_(x) LEAN_TEXT2_(x)
#define LEAN_JOIN2_(a, b) a##b
#define LEAN_JOIN_(a, b) LEAN_JOIN2_(a, b)

/* Bytes in memory of machines that keep the least significant first are what they should be. */
#if defined(__BYTE_ORDER__) && defined(__ORDER_LITTLE_ENDIAN__)
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define LEAN_LITTLE_ENDIAN_ 1
#endif
#elif defined(_MSC_VER) || defined(__x86_64__) || defined(__i386__)
#define LEAN_LITTLE_ENDIAN_ 1
#endif
#ifndef LEAN_LITTLE_ENDIAN_
#define LEAN_LITTLE_ENDIAN_ 0
#endif

/* gcc unrolls short loops only when asked to. */
#if LEAN_GNU_ && !defined(__clang__)
#if __GNUC__ >= 8
#define LEAN_UNROLL_(n) _Pragma(LEAN_TEXT_(GCC unroll n))
#endif
#endif
#ifndef LEAN_UNROLL_
#define LEAN_UNROLL_(n)
#endif

/* gcc from 11 on knows f16c by name. */
#if LEAN_GNU_ && !defined(__clang__)
#if __GNUC__ >= 11
#define LEAN_KNOWS_F16C_ 1
#endif
#endif
#ifndef LEAN_KNOWS_F16C_
#define LEAN_KNOWS_F16C_ 0
#endif

/* gcc and clang call some instructions by different names. */
#ifdef __clang__
#define LEAN_CLANG_ 1
#else
#define LEAN_CLANG_ 0
#endif

/* Bulk work goes by blocks on the stack, where code size and stack do not come first. */
#define LEAN_HAS_BLOCKS_ (!LEAN_SMALL && SIZE_MAX > 65535)

/* Kernels: bulk work in vector instructions, chosen when it runs, by what the processor has and
   LEAN_KERNEL allows. Each has a plain twin with the same results, which is all there is elsewhere.
   The memory sanitizer does not see through them. */
#define LEAN_KERNEL_plain 1
#define LEAN_KERNEL_sse2 2
#define LEAN_KERNEL_avx2 3
#define LEAN_KERNEL_avx512 4
#ifdef LEAN_KERNEL
#define LEAN_KERNEL_MOST_ LEAN_JOIN_(LEAN_KERNEL_, LEAN_KERNEL)
#else
#define LEAN_KERNEL_MOST_ LEAN_KERNEL_avx512
#endif
#if LEAN_KERNEL_MOST_ == 0
#error "lean.h: LEAN_KERNEL must be plain, sse2, avx2 or avx512"
#endif
#define LEAN_HAS_KERNELS_ 0

/* Bytes behind the last item that may be read: of the widest kernel there could be. */
#if defined(__x86_64__)
#define LEAN_READ_OVER_ 32u
#else
#define LEAN_READ_OVER_ 8u
#endif

#if LEAN_GNU_ && defined(__x86_64__) && defined(__SSE2__) && !LEAN_SMALL &&                        \
    LEAN_KERNEL_MOST_ != LEAN_KERNEL_plain && __STDC_HOSTED__ != 0
#if defined(__clang__) ? __clang_major__ >= 9 : __GNUC__ >= 9
#undef LEAN_HAS_KERNELS_
#define LEAN_HAS_KERNELS_ 1
#endif
#endif
#if defined(__has_feature)
#if __has_feature(memory_sanitizer)
#undef LEAN_HAS_KERNELS_
#define LEAN_HAS_KERNELS_ 0
#endif
#endif

/* Lanes: vectors of 32 bytes where the compiler makes good code of them. */
#if LEAN_HAS_KERNELS_ || (LEAN_GNU_ && defined(__aarch64__) && LEAN_HAS_BLOCKS_)
#define LEAN_HAS_LANES_ 1
#else
#define LEAN_HAS_LANES_ 0
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
#define LEAN_VECTOR_(T, x) reinterpret_cast<T>(x)
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
#define LEAN_VECTOR_(T, x) ((T)(x))
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

/* Lists of fields: `#define POINT(F) F(i32, x) F(i32, y)`. LEAN_LIST_(POINT, M, p) is what
   M(p, i32, x) M(p, i32, y) would be. F becomes M without its arguments' parenthesis, which is put
   together with what stands behind F; only when all is read once more M is there to be called. */
#define LEAN_NOTHING_
#define LEAN_OPEN_() (
#define LEAN_CLOSE_(...) __VA_ARGS__ )
#define LEAN_CALLED_(M, ...) M LEAN_OPEN_ LEAN_NOTHING_() __VA_ARGS__, LEAN_CLOSE_
#define LEAN_AGAIN_(...) __VA_ARGS__
#define LEAN_APPLY_(M, ...) M(__VA_ARGS__)
#define LEAN_LIST_(LIST, M, Name) LEAN_AGAIN_(LIST(LEAN_CALLED_(M, Name)))

/* Any type's alignment; whether it is a number, which no struct and no pointer is, and then whether
   it has a fraction. */
#if defined(__cplusplus)
#define LEAN_ALIGNOF_(T) alignof(T)
#elif LEAN_GNU_ || defined(__TINYC__)
#define LEAN_ALIGNOF_(T) __alignof__(T)
#elif defined(_MSC_VER)
#define LEAN_ALIGNOF_(T) __alignof(T)
#else
#define LEAN_ALIGNOF_(T) (sizeof(T) < sizeof(long long) ? sizeof(T) : sizeof(long long))
#endif
#define LEAN_IS_REAL_(T) (LEAN_CAST_(T, 1) < LEAN_CAST_(T, 1.5))
#if defined(__cplusplus) && (LEAN_GNU_ || defined(_MSC_VER))
extern "C++" {
template <typename T_> struct lean_is_number_ {
    enum { yes = !__is_class(T_) && !__is_union(T_) };
};
template <typename T_> struct lean_is_number_<T_ *> {
    enum { yes = 0 };
};
}
#define LEAN_IS_NUMBER_(T) lean_is_number_<T>::yes
extern "C++" { /* an enum may hold no -1 to look at */
template <typename T_, bool is_enum_> struct lean_is_signed_ {
    enum { yes = static_cast<T_>(-1) < static_cast<T_>(1) };
};
template <typename T_> struct lean_is_signed_<T_, true> {
    enum { yes = static_cast<__underlying_type(T_)>(-1) < static_cast<__underlying_type(T_)>(1) };
};
}
#define LEAN_IS_SIGNED_(T) lean_is_signed_<T, __is_enum(T)>::yes
#elif LEAN_GNU_ /* the class of a float cannot be asked for without a warning */
#define LEAN_CLASS_(T)                                                                             \
    __builtin_classify_type(                                                                       \
        __builtin_choose_expr(__builtin_types_compatible_p(T, float), 0, *LEAN_CAST_(T *, NULL)))
#define LEAN_IS_NUMBER_(T) (LEAN_CLASS_(T) != 5 && LEAN_CLASS_(T) < 9)
#else
#define LEAN_IS_NUMBER_(T) (sizeof(LEAN_CAST_(T, 1)) != 0)
#endif

#ifndef LEAN_IS_SIGNED_
#define LEAN_IS_SIGNED_(T) (LEAN_CAST_(T, -1) < LEAN_CAST_(T, 1))
#endif

/* Linkage. LEAN_SHARED_ stands before functions with one copy in the implementation, LEAN_CALL_
   before the wrappers that macros make. A body worth inlining everywhere is name_hot_, after
   LEAN_BODY_, with helpers after LEAN_HOT_; its shared copy is name_shared_, and wrappers call
   LEAN_PICK_(name_): the body in fast builds, the copy in small ones. */
#ifndef LEAN_API
#define LEAN_API
#endif
#define LEAN_PROBE_static ~, 1
#define LEAN_FIRST2_(a, ...) a
#define LEAN_FIRST_(...) LEAN_FIRST2_(__VA_ARGS__)
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
#ifdef __OPTIMIZE__
#define LEAN_HOT_APART_ LEAN_UNUSED_ static LEAN_APART_ /* its locals are not in callers' frames */
#else
#define LEAN_HOT_APART_ LEAN_HOT_
#endif
#define LEAN_PICK_(name) LEAN_JOIN_(name, shared_)
#else
#define LEAN_HOT_ LEAN_FORCED_ static inline
#define LEAN_HOT_APART_ LEAN_HOT_
#define LEAN_PICK_(name) LEAN_JOIN_(name, hot_)
#endif

/* Options that change layouts. Each file defines an absolute symbol with the option's value: equal
   values link, others fail with the symbol's name, and it costs no byte. Under clang that would
   break link-time optimisation, and lld before 15, which take equal definitions for a clash. There
   each file keeps a pointer to an object named after the value; the implementation defines it. */
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

/* The alignment of T, by where the compiler puts it behind a char in a struct. */
#define LEAN_ALIGN_BY_(Probe, T) (sizeof(struct Probe) - sizeof(T))

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

/* A block of `cap` bytes with its owner behind it; while cap is 0, `bytes` is the owner. What
   containers stand on whose items have no size that is known when they are compiled. */
typedef struct lean_block_ {
    const unsigned char *bytes;
    size_t cap;
} lean_block_;

LEAN_CALL_ unsigned char *lean_block_bytes_(const lean_block_ *b) {
    return LEAN_CAST_(unsigned char *, lean_pointer_get_(&b->bytes));
}

/* Gives a block another capacity. False, and nothing changed, where there is no memory for it. */
LEAN_SHARED_ LEAN_COLD_ bool lean_block_fit_(lean_block_ *b, size_t to);

/* Makes room for `need` bytes: half as much again as there is, or just that if it is refused. */
LEAN_SHARED_ LEAN_COLD_ bool lean_block_room_(lean_block_ *b, size_t need);

/* Requested from the owner. */
LEAN_CALL_ size_t lean_block_held_(const lean_block_ *b) {
    return b->cap != 0 ? lean_tail_(b->cap) + sizeof(void *) : 0;
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
#if LEAN_LITTLE_ENDIAN_
    uint64_t x;
    lean_memcpy_(&x, bytes, sizeof x);
    return x;
#else
    const uint8_t *b = LEAN_CAST_(const uint8_t *, bytes);
    return lean_load32(b) | LEAN_CAST_(uint64_t, lean_load32(b + 4)) << 32;
#endif
}

LEAN_CALL_ void lean_store64(void *bytes, uint64_t x) {
#if LEAN_LITTLE_ENDIAN_
    lean_memcpy_(bytes, &x, sizeof x);
#else
    uint8_t *b = LEAN_CAST_(uint8_t *, bytes);
    unsigned i;
    for (i = 0; i < 8; ++i)
        b[i] = LEAN_CAST_(uint8_t, x >> (8 * i));
#endif
}

#if defined(LEAN_HAS_PACKED_) || defined(LEAN_HAS_STRUCT_)
/* The value at `in`, with its sign where it has one, and the other way round. */
LEAN_HOT_ uint64_t lean_number_load_(const void *in, unsigned size, bool is_signed) {
    uint64_t x = 0;
    uint8_t x8;
    uint16_t x16;
    uint32_t x32;
    if (size == 1) {
        lean_memcpy_(&x8, in, 1);
        x = x8;
    } else if (size == 2) {
        lean_memcpy_(&x16, LEAN_ALIGNED_(in, LEAN_ALIGNOF_(uint16_t)), 2);
        x = x16;
    } else if (size == 4) {
        lean_memcpy_(&x32, LEAN_ALIGNED_(in, LEAN_ALIGNOF_(uint32_t)), 4);
        x = x32;
    } else {
        lean_memcpy_(&x, LEAN_ALIGNED_(in, LEAN_ALIGNOF_(uint32_t)), 8);
    }
    if (is_signed && size < 8) {
        const uint64_t sign = UINT64_C(1) << (size * 8 - 1);
        x = (x ^ sign) - sign;
    }
    return x;
}

LEAN_HOT_ void lean_number_store_(void *out, unsigned size, uint64_t x) {
    const uint8_t x8 = LEAN_CAST_(uint8_t, x & 0xff);
    const uint16_t x16 = LEAN_CAST_(uint16_t, x & 0xffff);
    const uint32_t x32 = LEAN_CAST_(uint32_t, x & UINT32_MAX);
    if (size == 1)
        lean_memcpy_(out, &x8, 1);
    else if (size == 2)
        lean_memcpy_(LEAN_ALIGNED_(out, LEAN_ALIGNOF_(uint16_t)), &x16, 2);
    else if (size == 4)
        lean_memcpy_(LEAN_ALIGNED_(out, LEAN_ALIGNOF_(uint32_t)), &x32, 4);
    else
        lean_memcpy_(LEAN_ALIGNED_(out, LEAN_ALIGNOF_(uint32_t)), &x, 8);
}

/* The C type of a field: that of a dtype's name, or what else is written there. */
#define LEAN_TYPE_u8 ~, uint8_t
#define LEAN_TYPE_u16 ~, uint16_t
#define LEAN_TYPE_u32 ~, uint32_t
#define LEAN_TYPE_u64 ~, uint64_t
#define LEAN_TYPE_i8 ~, int8_t
#define LEAN_TYPE_i16 ~, int16_t
#define LEAN_TYPE_i32 ~, int32_t
#define LEAN_TYPE_i64 ~, int64_t
#define LEAN_TYPE_f16 ~, uint16_t
#define LEAN_TYPE_f32 ~, float
#define LEAN_TYPE_f64 ~, double
#define LEAN_TYPE_bool ~, bool
#ifndef __cplusplus /* where bool is a macro */
#define LEAN_TYPE__Bool ~, bool
#endif
#define LEAN_TYPE_(T) LEAN_SECOND_(LEAN_TYPE_##T, T, ~)
#endif /* LEAN_HAS_PACKED_ || LEAN_HAS_STRUCT_ */

LEAN_CALL_ void lean_store32_(void *bytes, uint32_t x) {
#if LEAN_LITTLE_ENDIAN_
    lean_memcpy_(bytes, &x, sizeof x);
#else
    uint8_t *b = LEAN_CAST_(uint8_t *, bytes);
    unsigned i;
    for (i = 0; i < 4; ++i)
        b[i] = LEAN_CAST_(uint8_t, x >> (8 * i) & 0xff);
#endif
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

/* The same of 16 bits (C. Wellons, "hash-prospector"). */
LEAN_CALL_ uint32_t lean_mix16_(uint32_t x) {
    x = ((x ^ x >> 8) * UINT32_C(0x88b5)) & 0xffff;
    x = ((x ^ x >> 7) * UINT32_C(0xdb2d)) & 0xffff;
    return x ^ x >> 9;
}

LEAN_CALL_ uint32_t lean_unmix16_(uint32_t x) {
    x = ((x ^ x >> 9) * UINT32_C(0x2ca5)) & 0xffff;
    x = ((x ^ x >> 7 ^ x >> 14) * UINT32_C(0x259d)) & 0xffff;
    return x ^ x >> 8;
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
   and there is no parent to set: what must come from elsewhere is given its owner by init. Maps get
   theirs by Name_init(&m, LEAN_OWNER(rows)). */
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

/* What a block of over-aligned items holds beyond the others; how many items there can be. */
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

/* ==== [DTYPE] numbers whose type is chosen at run time ====================================== */
#ifdef LEAN_HAS_DTYPE_

/* The types of numbers. The two low bits are the logarithm of the size, those above are the kind.
   An f16 is a half float, kept in a uint16_t; an f64 is the machine's double, which on an AVR has 4
   bytes. In memory they have the machine's byte order. */
typedef enum lean_dtype {
    LEAN_U8 = 0,
    LEAN_U16 = 1,
    LEAN_U32 = 2,
    LEAN_U64 = 3,
    LEAN_I8 = 4,
    LEAN_I16 = 5,
    LEAN_I32 = 6,
    LEAN_I64 = 7,
    LEAN_F16 = 9,
    LEAN_F32 = 10,
    LEAN_F64 = 11
} lean_dtype;

/* Whether a number is one of them. */
LEAN_CALL_ bool lean_dtype_valid(unsigned d) {
    return d <= LEAN_F64 && d != 8;
}

/* Bytes of an item. */
LEAN_CALL_ size_t lean_dtype_size(lean_dtype d) {
    return d == LEAN_F64 ? sizeof(double) : LEAN_CAST_(size_t, 1) << (d & 3);
}

/* The name that NumPy gives it, "uint8" or "float16"; "unknown dtype" for any other value. */
LEAN_SHARED_ const char *lean_dtype_name(lean_dtype d);

/* The dtype of such a name of n bytes. False, and *out as it was, where there is none. */
LEAN_SHARED_ bool lean_dtype_parse(const char *name, size_t n, lean_dtype *out);

/* The smallest dtype for n items, in which each is what it is now: for integers the first of u8,
   i8, u16, i16, ... that holds them all; for floats f16, f32 or f64. Floats stay floats, and NaNs
   fit any. O(n). */
LEAN_SHARED_ lean_dtype lean_dtype_fit(lean_dtype d, const void *items, size_t n);

/* Half floats (IEEE 754 binary16): a sign, 5 bits of exponent and 10 of fraction; up to 65504, in
   steps of 2^-24 at least. Rounded to the nearest, ties to even, in one step from any type; from
   65520 on to infinity. NaNs stay NaNs, with their sign and the high bits of their payload, and
   become quiet. Subnormal numbers cost no more than others. */
LEAN_SHARED_ float lean_half_to_float(uint16_t half);
LEAN_SHARED_ double lean_half_to_double(uint16_t half);
LEAN_SHARED_ uint16_t lean_half_from_float(float x);
LEAN_SHARED_ uint16_t lean_half_from_double(double x);

/* Converts n items of one dtype to another. Both are aligned for their items. `out` may be `in`
   itself, in allocated memory, where its items are no larger, and else does not overlap it. On the
   way to an integer a fraction is cut off, as in C; floats are rounded to the nearest, ties to
   even. What then does not fit:

                               to an integer               to a float, a finite number too large
     lean_convert              LEAN_OUT_OF_RANGE, and nothing is written, as for NaN to an integer
     lean_convert_saturated    the nearest; NaN: 0         the largest finite one
     lean_convert_wrapped      modulo 2^bits; NaN and      infinity
                               infinities: 0

   Infinities and NaNs fit any float. O(n); the checked call looks at everything twice, unless
   nothing can fail. Half floats from and to f32 are converted by kernels. */
LEAN_SHARED_ lean_status lean_convert(lean_dtype from, const void *in, size_t n, lean_dtype to,
                                      void *out);
LEAN_SHARED_ void lean_convert_saturated(lean_dtype from, const void *in, size_t n, lean_dtype to,
                                         void *out);
LEAN_SHARED_ void lean_convert_wrapped(lean_dtype from, const void *in, size_t n, lean_dtype to,
                                       void *out);

/* A growable array of one dtype.

     lean_array  | bytes | cap | len | dtype |        24 bytes on x86-64, 16 on a Cortex-M0
                    |
                    v
     block       | item 0 | item 1 | ... | item len-1 | free up to cap bytes | owner |

   cap counts bytes; while it is 0 there is no block, and bytes is the owner. bytes() = cap, rounded
   up to where a pointer is aligned, plus sizeof(void *) while there is a block. All zero is an
   empty array of u8 over malloc. Growth is by half; where that is refused, a second request asks
   for just what is needed. */
typedef struct lean_array {
    lean_block_ block;
    lean_index len;
    uint8_t dtype;
} lean_array;

/* An empty array over the owner (NULL: malloc). */
LEAN_CALL_ void lean_array_init(lean_array *a, lean_dtype d, const lean_allocator *owner) {
    LEAN_ASSERT(lean_dtype_valid(LEAN_CAST_(unsigned, d)));
    lean_pointer_set_(&a->block.bytes, owner);
    a->block.cap = 0;
    a->len = 0;
    a->dtype = LEAN_CAST_(uint8_t, d);
}

/* Gives the block back; a is all zero. Invalidates. */
LEAN_SHARED_ void lean_array_free(lean_array *a);

/* Grows: room for n items in all, and no more. Invalidates. */
LEAN_SHARED_ bool lean_array_reserve(lean_array *a, size_t n);

/* Lowers the capacity to len. False where the owner would not; all is then as it was.
   Invalidates. */
LEAN_SHARED_ bool lean_array_shrink(lean_array *a);

/* len = 0; keeps the block. O(1). */
LEAN_CALL_ void lean_array_clear(lean_array *a) {
    a->len = 0;
}

/* Grows: len = n; new items are 0. Invalidates. */
LEAN_SHARED_ bool lean_array_resize(lean_array *a, size_t n);

/* Grows `to`, whose items and dtype are replaced by those of `from`; it keeps its own owner.
   Invalidates. O(n). */
LEAN_SHARED_ bool lean_array_copy(lean_array *to, const lean_array *from);

/* Grows where the new dtype is wider: gives the items another one, in place, as lean_convert does.
   LEAN_OUT_OF_RANGE, LEAN_NO_MEMORY, or LEAN_BAD_ARGUMENT for no dtype: nothing changed. A narrower
   array keeps its capacity. Invalidates. O(n). */
LEAN_SHARED_ lean_status lean_array_recast(lean_array *a, lean_dtype d);

LEAN_CALL_ size_t lean_array_len(const lean_array *a) {
    return LEAN_SIZE_(a->len);
}

LEAN_CALL_ lean_dtype lean_array_dtype(const lean_array *a) {
    return LEAN_CAST_(lean_dtype, a->dtype);
}

/* Requested from the owner. O(1). */
LEAN_CALL_ size_t lean_array_bytes(const lean_array *a) {
    return lean_block_held_(&a->block);
}

/* Items: where item i is; one more, of value 0; the sum, the least and the greatest of n. */
LEAN_CALL_ void *lean_array_item_(const lean_array *a, size_t i) {
    unsigned char *first = lean_block_bytes_(&a->block);
    return i != 0 ? first + i * lean_dtype_size(lean_array_dtype(a)) : first;
}
LEAN_SHARED_ bool lean_array_fill_(lean_array *a, size_t i, size_t n, lean_dtype d,
                                   const void *value);
LEAN_SHARED_ lean_status lean_array_push_(lean_array *a, lean_dtype d, const void *value);
LEAN_SHARED_ lean_status lean_array_sum_(const lean_array *a, size_t i, size_t n, lean_dtype d,
                                         void *out);
LEAN_SHARED_ lean_status lean_array_most_(const lean_array *a, size_t i, size_t n, lean_dtype d,
                                          void *out, bool max);

/* Calls for values of a type T: X, T are i64, int64_t; u64, uint64_t; f64, double. Items i to i + n
   - 1 are within len, asserted. What does not fit, by the rules of lean_convert, is refused with
   LEAN_OUT_OF_RANGE, and then nothing has changed. Each call looks at the dtype; loops do better
   with the items as what they are, or with many at once, below.

   lean_status lean_array_get_X(const lean_array *a, size_t i, T *out)
       Item i < len.
   lean_status lean_array_set_X(lean_array *a, size_t i, T value)
   lean_status lean_array_push_X(lean_array *a, T value)
       Grows: an item behind the last. LEAN_NO_MEMORY, or LEAN_FULL at LEAN_INDEX_MAX items.
       Invalidates. Amortised O(1).
   lean_status lean_array_fill_X(lean_array *a, size_t i, size_t n, T value)
       Gives n items that value.
   lean_status lean_array_sum_X(const lean_array *a, size_t i, size_t n, T *out)
       Of integers exactly, of floats in double.
   lean_status lean_array_min_X(const lean_array *a, size_t i, size_t n, T *out)
   lean_status lean_array_max_X(const lean_array *a, size_t i, size_t n, T *out)
       LEAN_BAD_ARGUMENT where n is 0. Of items of which one is a NaN it is a NaN. */
#define LEAN_ARRAY_VALUES_(X, T, D)                                                                \
    LEAN_CALL_ lean_status lean_array_get_##X(const lean_array *a, size_t i, T *out) {             \
        LEAN_ASSERT(i < a->len);                                                                   \
        return lean_convert(lean_array_dtype(a), lean_array_item_(a, i), 1, D, out);               \
    }                                                                                              \
    LEAN_CALL_ lean_status lean_array_set_##X(lean_array *a, size_t i, T value) {                  \
        LEAN_ASSERT(i < a->len);                                                                   \
        return lean_convert(D, &value, 1, lean_array_dtype(a), lean_array_item_(a, i));            \
    }                                                                                              \
    LEAN_CALL_ lean_status lean_array_push_##X(lean_array *a, T value) {                           \
        return lean_array_push_(a, D, &value);                                                     \
    }                                                                                              \
    LEAN_CALL_ lean_status lean_array_fill_##X(lean_array *a, size_t i, size_t n, T value) {       \
        LEAN_ASSERT(i <= a->len && n <= a->len - i);                                               \
        return lean_array_fill_(a, i, n, D, &value) ? LEAN_OK : LEAN_OUT_OF_RANGE;                 \
    }                                                                                              \
    LEAN_CALL_ lean_status lean_array_sum_##X(const lean_array *a, size_t i, size_t n, T *out) {   \
        LEAN_ASSERT(i <= a->len && n <= a->len - i);                                               \
        return lean_array_sum_(a, i, n, D, out);                                                   \
    }                                                                                              \
    LEAN_CALL_ lean_status lean_array_min_##X(const lean_array *a, size_t i, size_t n, T *out) {   \
        LEAN_ASSERT(i <= a->len && n <= a->len - i);                                               \
        return lean_array_most_(a, i, n, D, out, false);                                           \
    }                                                                                              \
    LEAN_CALL_ lean_status lean_array_max_##X(const lean_array *a, size_t i, size_t n, T *out) {   \
        LEAN_ASSERT(i <= a->len && n <= a->len - i);                                               \
        return lean_array_most_(a, i, n, D, out, true);                                            \
    }
LEAN_ARRAY_VALUES_(i64, int64_t, LEAN_I64)
LEAN_ARRAY_VALUES_(u64, uint64_t, LEAN_U64)
LEAN_ARRAY_VALUES_(f64, double, LEAN_F64)

/* The items as what they are. X, T are u8, uint8_t to i64, int64_t, and f16, uint16_t; f32, float;
   f64, double. Both are NULL where the dtype is another one, and while there is no block.

   const T *lean_array_X(const lean_array *a)
   T *lean_array_X_ref(lean_array *a) */
#define LEAN_ARRAY_TYPED_(X, T, D)                                                                 \
    LEAN_CALL_ T *lean_array_##X##_ref(lean_array *a) {                                            \
        return a->dtype == D && a->block.cap != 0 ? LEAN_CAST_(T *, lean_array_item_(a, 0))        \
                                                  : NULL;                                          \
    }                                                                                              \
    LEAN_CALL_ const T *lean_array_##X(const lean_array *a) {                                      \
        return a->dtype == D && a->block.cap != 0 ? LEAN_CAST_(const T *, lean_array_item_(a, 0))  \
                                                  : NULL;                                          \
    }
LEAN_ARRAY_TYPED_(u8, uint8_t, LEAN_U8)
LEAN_ARRAY_TYPED_(u16, uint16_t, LEAN_U16)
LEAN_ARRAY_TYPED_(u32, uint32_t, LEAN_U32)
LEAN_ARRAY_TYPED_(u64, uint64_t, LEAN_U64)
LEAN_ARRAY_TYPED_(i8, int8_t, LEAN_I8)
LEAN_ARRAY_TYPED_(i16, int16_t, LEAN_I16)
LEAN_ARRAY_TYPED_(i32, int32_t, LEAN_I32)
LEAN_ARRAY_TYPED_(i64, int64_t, LEAN_I64)
LEAN_ARRAY_TYPED_(f16, uint16_t, LEAN_F16)
LEAN_ARRAY_TYPED_(f32, float, LEAN_F32)
LEAN_ARRAY_TYPED_(f64, double, LEAN_F64)

/* Copies items i to i + n - 1, within len, asserted, out of an array into n items of dtype d, and
   the other way round, with conversions as lean_convert and its kin make them. Neither lies in the
   other.

   lean_status lean_array_read(const lean_array *a, size_t i, size_t n, lean_dtype d, void *out)
   lean_status lean_array_write(lean_array *a, size_t i, size_t n, lean_dtype d, const void *in)
   and read_saturated, read_wrapped, write_saturated and write_wrapped, which cannot fail. */
#define LEAN_ARRAY_COPIES_(R, suffix, give)                                                        \
    LEAN_CALL_ R lean_array_read##suffix(const lean_array *a, size_t i, size_t n, lean_dtype d,    \
                                         void *out) {                                              \
        LEAN_ASSERT(i <= a->len && n <= a->len - i);                                               \
        give lean_convert##suffix(lean_array_dtype(a), lean_array_item_(a, i), n, d, out);         \
    }                                                                                              \
    LEAN_CALL_ R lean_array_write##suffix(lean_array *a, size_t i, size_t n, lean_dtype d,         \
                                          const void *in) {                                        \
        LEAN_ASSERT(i <= a->len && n <= a->len - i);                                               \
        give lean_convert##suffix(d, in, n, lean_array_dtype(a), lean_array_item_(a, i));          \
    }
LEAN_ARRAY_COPIES_(lean_status, , return )
LEAN_ARRAY_COPIES_(void, _saturated, )
LEAN_ARRAY_COPIES_(void, _wrapped, )

#endif /* LEAN_HAS_DTYPE_ */

/* ==== [STRUCT] structs with a description =================================================== */
#ifdef LEAN_HAS_STRUCT_

/* LEAN_DEFINE_STRUCT(Name, LIST), at file scope, no semicolon behind it, makes a struct of a list
   of fields, whose words say what each is, and a description of it that programs can read:

     #define NODE(VAL, ARR, SUB, STR, OWN, SHARE, WEAK, MANY, HOLD)                         \
         OWN(node, first)          struct node *first: this node's alone; NULL where there is none
         SHARE(style, look)        struct style *look: somebody else's
         STR(name)                 char *name, ends with a 0, this node's alone
         MANY(f32, xs, n_xs)       float *xs; lean_index n_xs; so many, this node's alone; NULL
                                   for none; of structs too: MANY(node, children, n_children)
         WEAK(nodes, parent)       nodes_handle parent: a handle, which is an integer
         HOLD(ages, by_name)       ages by_name: a container, by value
         SUB(point, at)            point at: another such struct, by value
         ARR(u8, 6, address)       uint8_t address[6]
         VAL(u32, id)              uint32_t id; u8 to u64, i8 to i64, f16, f32, f64, bool
     LEAN_DEFINE_STRUCT(node, NODE)

   What a struct owns comes from one owner, which copy and free are given: a STR is a block of its
   bytes and the 0, an OWN of one struct, a MANY of n items and no more. A HOLD has an init over an
   owner, copy, free and bytes by the names that made containers have; lean_pack and lean_array can
   be held too, packed arrays cannot.

   Words are told apart by their place; those behind the last one that is used can be left out:
   `#define POINT(VAL, ...) VAL(f32, x) VAL(f32, y)`. A struct must have no padding, or it does not
   compile; LEAN_DEFINE_LOOSE_STRUCT takes any, and lean_struct_layout tells what is to be moved.
   With pointers in it, that depends on the machine: what stands between them should add up to
   multiples of 8. At most 255 fields and 65535 bytes.

   const lean_struct *Name_struct(void)
       The description: const, in flash, 6 bytes a field and its name. Structs that a list speaks of
       are described before, or at least LEAN_DECLARE_STRUCT(other) is. LEAN_NO_NAMES leaves names
       out. */
typedef enum lean_kind {
    LEAN_KIND_VAL = 0,
    LEAN_KIND_ARR,
    LEAN_KIND_SUB,
    LEAN_KIND_STR,
    LEAN_KIND_OWN,
    LEAN_KIND_SHARE,
    LEAN_KIND_WEAK,
    LEAN_KIND_MANY,
    LEAN_KIND_HOLD
} lean_kind;

/* How deep structs can be in each other by SUB. */
#define LEAN_SUB_MOST 6

/* What stands in place of a dtype for a bool, and for what is no number. */
#define LEAN_DTYPE_BOOL 8
#define LEAN_DTYPE_NONE 15

typedef struct lean_field {
    uint16_t at;    /* offset in the struct */
    uint16_t count; /* of ARR: its items; of SUB, OWN, SHARE, MANY, HOLD: which target */
    uint8_t kind;   /* a lean_kind */
    uint8_t dtype;  /* of VAL, ARR, WEAK and of MANY numbers: a lean_dtype or LEAN_DTYPE_BOOL */
} lean_field;

/* How to handle a container that is held: its size and alignment, its bytes(), and its init over an
   owner, copy and free. */
typedef struct lean_holder {
    size_t (*bytes)(const void *container);
    void (*init)(void *container, const lean_allocator *owner);
    bool (*copy)(void *to, const void *from);
    void (*free)(void *container);
    uint16_t size;
    uint8_t align;
} lean_holder;

struct lean_struct;
typedef struct lean_target {
    const struct lean_struct *(*describe)(void); /* of SUB, OWN, SHARE, and MANY structs */
    const lean_holder *holder;                   /* of HOLD */
} lean_target;

typedef struct lean_struct {
    const lean_field *fields;   /* n of them, in the order of their offsets */
    const lean_target *targets; /* what their count speaks of */
    const char *names;          /* that of the struct and those of all fields, each with a 0 */
    uint16_t size;
    uint8_t align;
    uint8_t n;
} lean_struct;

/* The name of field i, or of the struct itself for SIZE_MAX; "" where names are left out. O(n). */
LEAN_SHARED_ const char *lean_struct_name(const lean_struct *type, size_t i);

/* Bytes of field i; where it is MANY, of the pointer, the length and what is between them. */
LEAN_SHARED_ size_t lean_struct_field_size(const lean_struct *type, size_t i);

/* What is to be known of a struct's layout, as text: where each field is, where padding is, and an
   order with less, if a simple search finds one. As snprintf does, it writes what fits into `cap`
   bytes, with a 0 behind it, and returns what all of it needs, but for the 0. */
LEAN_SHARED_ size_t lean_struct_layout(const lean_struct *type, char *out, size_t cap);

/* Makes `to`, whose bytes are not looked at, a deep copy of any struct: STR, OWN, MANY and HOLD are
   copied, over the owner (NULL: malloc), SHARE and WEAK still speak of the same. False where there
   is no memory: `to` is then all zero and nothing is left behind. What is owned is a tree: two
   owners of one thing would make two copies. Without recursion; its list of what is to be done is
   the owner's too. O(bytes). */
LEAN_SHARED_ bool lean_struct_copy(const lean_struct *type, void *to, const void *from,
                                   const lean_allocator *owner);

/* Gives back all that a struct owns, to the owner it came from, and makes it all zero. The struct
   itself stays. It asks for no memory and does not recurse. O(n) for lists and trees of any length
   and shape, if what goes deep has OWN of its own type; through MANY, or where types own each other
   only in turns, chains of more than LEAN_FREE_DEPTH_ owners cost O(n) for each as many. */
#define LEAN_FREE_DEPTH_ (LEAN_SMALL ? 4 : 32)
LEAN_SHARED_ void lean_struct_free(const lean_struct *type, void *object,
                                   const lean_allocator *owner);

/* Bytes that a struct's own parts were asked for: STR, OWN, MANY and HOLD, all the way down, itself
   excluded. False where there is no memory for the list of what is to be done. O(things owned). */
LEAN_SHARED_ bool lean_struct_bytes(const lean_struct *type, const void *object,
                                    const lean_allocator *owner, size_t *out);

/* The words. Each becomes a pass with the struct's name, its kind, type, name and number. */
#define LEAN_AS_VAL_(X, Name, T, field) X(Name, VAL, T, field, 1)
#define LEAN_AS_ARR_(X, Name, T, n, field) X(Name, ARR, T, field, n)
#define LEAN_AS_SUB_(X, Name, T, field) X(Name, SUB, T, field, 1)
#define LEAN_AS_STR_(X, Name, field) X(Name, STR, char, field, 1)
#define LEAN_AS_OWN_(X, Name, T, field) X(Name, OWN, T, field, 1)
#define LEAN_AS_SHARE_(X, Name, T, field) X(Name, SHARE, T, field, 1)
#define LEAN_AS_WEAK_(X, Name, T, field) X(Name, WEAK, T, field, 1)
#define LEAN_AS_MANY_(X, Name, T, field, n) X(Name, MANY, T, field, n)
#define LEAN_AS_HOLD_(X, Name, T, field) X(Name, HOLD, T, field, 1)
#define LEAN_FIELDS_(LIST, X, Name)                                                                \
    LEAN_AGAIN_(LIST(LEAN_CALLED_(LEAN_AS_VAL_, X, Name), LEAN_CALLED_(LEAN_AS_ARR_, X, Name),     \
                     LEAN_CALLED_(LEAN_AS_SUB_, X, Name), LEAN_CALLED_(LEAN_AS_STR_, X, Name),     \
                     LEAN_CALLED_(LEAN_AS_OWN_, X, Name), LEAN_CALLED_(LEAN_AS_SHARE_, X, Name),   \
                     LEAN_CALLED_(LEAN_AS_WEAK_, X, Name), LEAN_CALLED_(LEAN_AS_MANY_, X, Name),   \
                     LEAN_CALLED_(LEAN_AS_HOLD_, X, Name)))

/* Members. */
#define LEAN_MEMBER_VAL_(T, field, n) LEAN_TYPE_(T) field;
#define LEAN_MEMBER_ARR_(T, field, n) LEAN_TYPE_(T) field[n];
#define LEAN_MEMBER_SUB_(T, field, n) T field;
#define LEAN_MEMBER_STR_(T, field, n) char *field;
#define LEAN_MEMBER_OWN_(T, field, n) struct T *field;
#define LEAN_MEMBER_SHARE_(T, field, n) struct T *field;
#define LEAN_MEMBER_WEAK_(T, field, n) T##_handle field;
#define LEAN_MEMBER_MANY_(T, field, n)                                                             \
    LEAN_SECOND_(LEAN_TYPE_##T, struct T, ~) * field;                                              \
    lean_index n;
#define LEAN_MEMBER_HOLD_(T, field, n) T field;
#define LEAN_MEMBER_(Name, kind, T, field, n) LEAN_MEMBER_##kind##_(T, field, n)

/* Bytes of a field. */
#define LEAN_LENGTH_OF_(kind) (LEAN_KIND_##kind == LEAN_KIND_MANY ? sizeof(lean_index) : 0)
#define LEAN_BYTES_(Name, kind, T, field, n)                                                       \
    +sizeof(LEAN_CAST_(Name *, NULL)->field) + LEAN_LENGTH_OF_(kind)

/* Targets: which one a field's is, what it is. */
#define LEAN_PLACE_VAL_(Name, field)
#define LEAN_PLACE_ARR_(Name, field)
#define LEAN_PLACE_SUB_(Name, field) Name##_##field##_target_,
#define LEAN_PLACE_STR_(Name, field)
#define LEAN_PLACE_OWN_(Name, field) Name##_##field##_target_,
#define LEAN_PLACE_SHARE_(Name, field) Name##_##field##_target_,
#define LEAN_PLACE_WEAK_(Name, field)
#define LEAN_PLACE_MANY_(Name, field) Name##_##field##_target_,
#define LEAN_PLACE_HOLD_(Name, field) Name##_##field##_target_,
#define LEAN_PLACE_(Name, kind, T, field, n) LEAN_PLACE_##kind##_(Name, field)
#define LEAN_TARGET_VAL_(Name, T, field)
#define LEAN_TARGET_ARR_(Name, T, field)
#define LEAN_TARGET_SUB_(Name, T, field) {T##_struct, NULL},
#define LEAN_TARGET_STR_(Name, T, field)
#define LEAN_TARGET_OWN_(Name, T, field) {T##_struct, NULL},
#define LEAN_TARGET_SHARE_(Name, T, field) {T##_struct, NULL},
#define LEAN_TARGET_WEAK_(Name, T, field)
#define LEAN_TARGET_MANY_(Name, T, field) {LEAN_SECOND_(LEAN_NUMBER_##T, T##_struct, ~), NULL},
#define LEAN_TARGET_HOLD_(Name, T, field) {NULL, &Name##_##field##_holder_},
#define LEAN_TARGET_(Name, kind, T, field, n) LEAN_TARGET_##kind##_(Name, T, field)

/* How deep structs are in each other: the largest member of a union. */
#define LEAN_DEPTH_VAL_(T, field)
#define LEAN_DEPTH_ARR_(T, field)
#define LEAN_DEPTH_SUB_(T, field) char field[sizeof(union T##_depth_) + 1];
#define LEAN_DEPTH_STR_(T, field)
#define LEAN_DEPTH_OWN_(T, field)
#define LEAN_DEPTH_SHARE_(T, field)
#define LEAN_DEPTH_WEAK_(T, field)
#define LEAN_DEPTH_MANY_(T, field)
#define LEAN_DEPTH_HOLD_(T, field)
#define LEAN_DEPTH_(Name, kind, T, field, n) LEAN_DEPTH_##kind##_(T, field)

/* Fields: their count and dtype by kind. */
#define LEAN_COUNT_VAL_(Name, field, n) 1
#define LEAN_COUNT_ARR_(Name, field, n) (n)
#define LEAN_COUNT_SUB_(Name, field, n) Name##_##field##_target_
#define LEAN_COUNT_STR_(Name, field, n) 1
#define LEAN_COUNT_OWN_(Name, field, n) Name##_##field##_target_
#define LEAN_COUNT_SHARE_(Name, field, n) Name##_##field##_target_
#define LEAN_COUNT_WEAK_(Name, field, n) 1
#define LEAN_COUNT_MANY_(Name, field, n) Name##_##field##_target_
#define LEAN_COUNT_HOLD_(Name, field, n) Name##_##field##_target_
#define LEAN_CODE_VAL_(T) LEAN_SECOND_(LEAN_CODE_##T, T##_is_no_dtype, ~)
#define LEAN_CODE_ARR_(T) LEAN_SECOND_(LEAN_CODE_##T, T##_is_no_dtype, ~)
#define LEAN_CODE_SUB_(T) LEAN_DTYPE_NONE
#define LEAN_CODE_STR_(T) LEAN_DTYPE_NONE
#define LEAN_CODE_OWN_(T) LEAN_DTYPE_NONE
#define LEAN_CODE_SHARE_(T) LEAN_DTYPE_NONE
#define LEAN_CODE_WEAK_(T)                                                                         \
    (sizeof(T##_handle) == 8   ? LEAN_U64                                                          \
     : sizeof(T##_handle) == 4 ? LEAN_U32                                                          \
     : sizeof(T##_handle) == 2 ? LEAN_U16                                                          \
                               : LEAN_U8)
#define LEAN_CODE_MANY_(T) LEAN_SECOND_(LEAN_CODE_##T, LEAN_DTYPE_NONE, ~)
#define LEAN_CODE_HOLD_(T) LEAN_DTYPE_NONE
#define LEAN_FIELD_(Name, kind, T, field, n)                                                       \
    {offsetof(Name, field), LEAN_COUNT_##kind##_(Name, field, n), LEAN_KIND_##kind,                \
     LEAN_CODE_##kind##_(T)},
#ifdef LEAN_NO_NAMES
#define LEAN_FIELD_NAME_(Name, kind, T, field, n)
#define LEAN_STRUCT_NAME_(Name) ""
#else
#define LEAN_FIELD_NAME_(Name, kind, T, field, n) #field "\0"
#define LEAN_STRUCT_NAME_(Name) #Name "\0"
#endif
#define LEAN_CODE_u8 ~, LEAN_U8
#define LEAN_CODE_u16 ~, LEAN_U16
#define LEAN_CODE_u32 ~, LEAN_U32
#define LEAN_CODE_u64 ~, LEAN_U64
#define LEAN_CODE_i8 ~, LEAN_I8
#define LEAN_CODE_i16 ~, LEAN_I16
#define LEAN_CODE_i32 ~, LEAN_I32
#define LEAN_CODE_i64 ~, LEAN_I64
#define LEAN_CODE_f16 ~, LEAN_F16
#define LEAN_CODE_f32 ~, LEAN_F32
#define LEAN_CODE_f64 ~, LEAN_F64
#define LEAN_CODE_bool ~, LEAN_DTYPE_BOOL
#ifndef __cplusplus /* where bool is a macro */
#define LEAN_CODE__Bool ~, LEAN_DTYPE_BOOL
#define LEAN_NUMBER__Bool ~, NULL
#endif
#define LEAN_NUMBER_u8 ~, NULL
#define LEAN_NUMBER_u16 ~, NULL
#define LEAN_NUMBER_u32 ~, NULL
#define LEAN_NUMBER_u64 ~, NULL
#define LEAN_NUMBER_i8 ~, NULL
#define LEAN_NUMBER_i16 ~, NULL
#define LEAN_NUMBER_i32 ~, NULL
#define LEAN_NUMBER_i64 ~, NULL
#define LEAN_NUMBER_f16 ~, NULL
#define LEAN_NUMBER_f32 ~, NULL
#define LEAN_NUMBER_f64 ~, NULL
#define LEAN_NUMBER_bool ~, NULL

/* What a held container can do, behind pointers to anything. A pack and an array of a run-time
   dtype take theirs from what they are copied from. */
#define LEAN_INIT_lean_pack ~, lean_held_init_
#define LEAN_INIT_lean_array ~, lean_held_init_
LEAN_SHARED_ void lean_held_init_(void *container, const lean_allocator *owner);
#define LEAN_HOLDER_VAL_(Name, T, field)
#define LEAN_HOLDER_ARR_(Name, T, field)
#define LEAN_HOLDER_SUB_(Name, T, field)
#define LEAN_HOLDER_STR_(Name, T, field)
#define LEAN_HOLDER_OWN_(Name, T, field)
#define LEAN_HOLDER_SHARE_(Name, T, field)
#define LEAN_HOLDER_WEAK_(Name, T, field)
#define LEAN_HOLDER_MANY_(Name, T, field)
#define LEAN_HOLDER_HOLD_(Name, T, field)                                                          \
    LEAN_CALL_ size_t Name##_##field##_bytes_(const void *container_) {                            \
        return T##_bytes(LEAN_CAST_(const T *, container_));                                       \
    }                                                                                              \
    LEAN_CALL_ void Name##_##field##_init_(void *container_, const lean_allocator *owner_) {       \
        LEAN_SECOND_(LEAN_INIT_##T, T##_init, ~)(LEAN_CAST_(T *, container_), owner_);             \
    }                                                                                              \
    LEAN_CALL_ bool Name##_##field##_copy_(void *to_, const void *from_) {                         \
        return T##_copy(LEAN_CAST_(T *, to_), LEAN_CAST_(const T *, from_));                       \
    }                                                                                              \
    LEAN_CALL_ void Name##_##field##_free_(void *container_) {                                     \
        T##_free(LEAN_CAST_(T *, container_));                                                     \
    }                                                                                              \
    LEAN_UNUSED_ static const lean_holder Name##_##field##_holder_ = {Name##_##field##_bytes_,     \
                                                                      Name##_##field##_init_,      \
                                                                      Name##_##field##_copy_,      \
                                                                      Name##_##field##_free_,      \
                                                                      sizeof(T),                   \
                                                                      LEAN_ALIGNOF_(T)};
#define LEAN_HOLDER_(Name, kind, T, field, n) LEAN_HOLDER_##kind##_(Name, T, field)

#define LEAN_DECLARE_STRUCT(Name)                                                                  \
    struct Name;                                                                                   \
    LEAN_CALL_ const lean_struct *Name##_struct(void);
#define LEAN_DEFINE_LOOSE_STRUCT(Name, LIST)                                                       \
    typedef struct Name {                                                                          \
        LEAN_FIELDS_(LIST, LEAN_MEMBER_, Name)                                                     \
    } Name;                                                                                        \
    union Name##_depth_ {                                                                          \
        char least[1];                                                                             \
        LEAN_FIELDS_(LIST, LEAN_DEPTH_, Name)                                                      \
    };                                                                                             \
    LEAN_STATIC_ASSERT_(sizeof(union Name##_depth_) <= LEAN_SUB_MOST + 1,                          \
                        Name##_is_too_deep_by_its_SUBs);                                           \
    LEAN_STATIC_ASSERT_(sizeof(Name) <= 65535, Name##_is_too_large_to_be_described);               \
    enum { LEAN_FIELDS_(LIST, LEAN_PLACE_, Name) Name##_targets_ };                                \
    LEAN_FIELDS_(LIST, LEAN_HOLDER_, Name)                                                         \
    LEAN_CALL_ const lean_struct *Name##_struct(void) {                                            \
        static const lean_field fields_[] = {LEAN_FIELDS_(LIST, LEAN_FIELD_, Name)};               \
        LEAN_STATIC_ASSERT_(sizeof fields_ / sizeof *fields_ <= 255, Name##_has_too_many_fields);  \
        static const lean_target targets_[] = {                                                    \
            LEAN_FIELDS_(LIST, LEAN_TARGET_, Name){NULL, NULL}};                                   \
        static const char names_[] =                                                               \
            LEAN_STRUCT_NAME_(Name) LEAN_FIELDS_(LIST, LEAN_FIELD_NAME_, Name) "";                 \
        static const lean_struct struct_ = {                                                       \
            fields_,                                                                               \
            targets_,                                                                              \
            names_,                                                                                \
            sizeof(Name),                                                                          \
            LEAN_ALIGNOF_(Name),                                                                   \
            LEAN_CAST_(uint8_t, sizeof fields_ / sizeof *fields_)};                                \
        return &struct_;                                                                           \
    }
#define LEAN_DEFINE_STRUCT(Name, LIST)                                                             \
    LEAN_DEFINE_LOOSE_STRUCT(Name, LIST)                                                           \
    LEAN_STATIC_ASSERT_(sizeof(Name) == 0 LEAN_FIELDS_(LIST, LEAN_BYTES_, Name),                   \
                        Name##_has_padding_which_lean_struct_layout_shows);

#else
#define LEAN_DECLARE_STRUCT(Name)                                                                  \
    typedef LEAN_DECLARE_STRUCT_needs_LEAN_WITH_STRUCT_before_lean_h Name;
#define LEAN_DEFINE_STRUCT(Name, LIST)                                                             \
    typedef LEAN_DEFINE_STRUCT_needs_LEAN_WITH_STRUCT_before_lean_h Name;
#define LEAN_DEFINE_LOOSE_STRUCT(Name, LIST)                                                       \
    typedef LEAN_DEFINE_LOOSE_STRUCT_needs_LEAN_WITH_STRUCT_before_lean_h Name;
#endif /* LEAN_HAS_STRUCT_ */

/* ==== [RECORD] structs as values, as text and as bytes ====================================== */
#ifdef LEAN_HAS_RECORD_

/* A record is a struct of VAL, ARR, STR, WEAK, MANY numbers, and SUB, up to LEAN_SUB_MOST deep,
   of the same: what has a meaning of its own outside this program's memory. */
LEAN_SHARED_ bool lean_record_valid(const lean_struct *type);

/* Equality, order and hash of records (which is asserted), by fields: padding does not count.
   Numbers are compared as numbers, where -0 equals 0, and all NaNs are equal and above all else;
   strings by their bytes, NULL first; MANY item by item, then the shorter one first. compare:
   negative, 0 or positive. What is equal has equal hashes under one seed; the hash is the same on
   every machine. O(bytes). For a map: LEAN_DEFINE_MAP_WITH(Name, K, V, my_hash, my_equal) over
   these. */
LEAN_SHARED_ bool lean_record_equal(const lean_struct *type, const void *a, const void *b);
LEAN_SHARED_ int lean_record_compare(const lean_struct *type, const void *a, const void *b);
LEAN_SHARED_ uint64_t lean_record_hash(const lean_struct *type, const void *record, uint64_t seed);

/* A record as text, in JSON: {"id": 7, "at": {"x": 0.5, "y": -1}, "tags": [1, 2], "name": "Ann"};
   [7, [0.5, -1], [1, 2], "Ann"] where names are left out. Floats have the fewest digits that give
   them back; what JSON lacks is NaN, Infinity and -Infinity. As snprintf does, it writes what fits
   into `cap` bytes, with a 0 behind it, and returns what all of it needs, but for the 0, SIZE_MAX
   at most; 0 where it is no record. A float takes 0.8 KB of stack, and up to 60 us. */
LEAN_SHARED_ size_t lean_record_text(const lean_struct *type, const void *record, char *out,
                                     size_t cap);

/* The record that n bytes of text stand for, all of them, in either form; without names only in the
   second. By name, without escapes in it, fields stand in any order; each must be there, once, and
   no other. *at is where the text ends, or where it goes wrong: at the closing brace where a field
   is missing, at a name that is none or was there before, at the comma behind the last field that
   there can be. LEAN_BAD_FORMAT, for a fraction or an exponent in an integer, too, and for a
   character of the number 0; from 0x80 on bytes are kept as they are. LEAN_OUT_OF_RANGE for a
   number that the field cannot be, or another number of items; LEAN_BAD_ARGUMENT where it is no
   record: `record` is then as it was. LEAN_NO_MEMORY from the owner (NULL: malloc), which STR and
   MANY come from: it is then all zero. What it had before is not freed. The text is read twice;
   floats cost what they cost in text. */
LEAN_SHARED_ lean_status lean_record_parse(const lean_struct *type, void *record,
                                           const lean_allocator *owner, const char *text, size_t n,
                                           size_t *at);

/* A record as bytes, the same on every machine: a check of the fields' words and types, but not
   their names, in 4 bytes, so that records of other structs are refused; the fields in
   their order without padding, the least significant byte first; strings as a length + 1 in 4
   bytes, 0 for NULL, and their bytes; MANY as a number in 4 bytes and the items. Writes if `cap`
   bytes are enough, and returns how many are; 0 where it is no record, or a length does
   not fit its 4 bytes. */
LEAN_SHARED_ size_t lean_record_write(const lean_struct *type, const void *record, void *out,
                                      size_t cap);

/* The record that n bytes stand for, all of them, each looked at before it is believed. As parse:
   *at is where they go wrong. */
LEAN_SHARED_ lean_status lean_record_read(const lean_struct *type, void *record,
                                          const lean_allocator *owner, const void *bytes, size_t n,
                                          size_t *at);

#endif /* LEAN_HAS_RECORD_ */

/* ==== [PACK] integers of 0 to 64 bits, back to back ========================================= */
#ifdef LEAN_HAS_PACK_

/* A growable array of integers that have `width` bits each, without a gap, the least significant
   bit first: item i is made of bits i * width to (i + 1) * width - 1, and bit b is bit b % 8 of
   byte b / 8. So the bytes are the same on every machine.

     lean_pack  | bytes | cap | base | len | width, ... |      32 bytes on x86-64, 24 on a Cortex-M0
                   |
                   v    byte 0            1            2
     block      | 1 1 1 0 0 0 0 0 | 3 2 2 2 2 2 1 1 | ... | free up to cap bytes | owner |
                          items of 5 bits, each byte's highest bit to the left

   While cap is 0 there is no block, and bytes is the owner. cap counts bytes. Bits behind the last
   item in its byte are 0, but for views; those further behind are anything. Nothing outside the
   block, or the caller's memory, is read or written. bytes() = cap, rounded up to where a pointer
   is aligned, plus sizeof(void *) while there is a block. Growth is by half; where that is refused,
   a second request asks for just what is needed. A pack has at most SIZE_MAX / 8 - 8 bytes.
   Whatever grows invalidates; so do free and shrink.

   Calls come in pairs that differ by the type of their values: _u64 and _i64. What a pack can hold
   fits one of the two at least; of a pack that cannot hold negative numbers _i64 reads those above
   INT64_MAX modulo 2^64, and so does _u64 those below 0. */
typedef struct lean_pack {
    lean_block_ block;
    int64_t base;
    lean_index len;
    uint8_t width;
    uint8_t is_signed;
    uint8_t is_fixed; /* 1: over memory that is not its own; 2: which is only read */
    uint8_t quick;    /* 1: eight bytes from any item on hold it and are there; 2: and base is 0 */
} lean_pack;

/* What the items of a pack are: base to base + 2^width - 1, kept as the difference to base; or
   where is_signed, with base = -2^(width - 1), in two's complement. Of width 0 all are base. */
typedef struct lean_bits {
    int64_t base;
    uint8_t width;
    bool is_signed;
} lean_bits;

/* 0 to 2^width - 1; -2^(width - 1) to 2^(width - 1) - 1; base to base + 2^width - 1. */
LEAN_SHARED_ lean_bits lean_bits_unsigned(unsigned width);
LEAN_SHARED_ lean_bits lean_bits_signed(unsigned width);
LEAN_SHARED_ lean_bits lean_bits_from(int64_t base, unsigned width);

/* The narrowest for least to most: unsigned, where least < 0 signed; and with a base of its own.
   least <= most, asserted. */
LEAN_SHARED_ lean_bits lean_bits_between(int64_t least, int64_t most);
LEAN_SHARED_ lean_bits lean_bits_from_between(int64_t least, int64_t most);

#ifdef LEAN_HAS_DTYPE_
/* The narrowest with a base of their own for n items, of an integer dtype, asserted. O(n). */
LEAN_SHARED_ lean_bits lean_bits_fit(lean_dtype d, const void *items, size_t n);
#endif

/* Whether a pack can be made of such items: width <= 64, and where base >= 0 all values fit a
   uint64_t, else an int64_t. */
LEAN_SHARED_ bool lean_bits_valid(lean_bits bits);

/* The most bytes of a pack: bit numbers, and sums of them, fit a size_t. */
#define LEAN_PACK_MOST_ (SIZE_MAX / 8 - 8)

/* Bytes that n items take. */
#define LEAN_PACK_BYTES(width, n)                                                                  \
    (LEAN_CAST_(size_t, n) / 8 * (width) + (LEAN_CAST_(size_t, n) % 8 * (width) + 7) / 8)

/* A static const lean_pack of n items in n * width bits of memory, which can be in flash. */
#define LEAN_PACK_CONST(memory, n, width, base)                                                    \
    { {(memory), LEAN_PACK_BYTES(width, n)}, (base), (n), (width), 0, 2, 0 }
#define LEAN_PACK_CONST_SIGNED(memory, n, width)                                                   \
    {                                                                                              \
        {(memory), LEAN_PACK_BYTES(width, n)},                                                     \
            -LEAN_CAST_(int64_t, (UINT64_C(1) << ((width)-1)) - 1) - 1, (n), (width), 1, 2, 0      \
    }

/* An empty pack over the owner (NULL: malloc). False, and p is all zero, where the bits are not
   valid. LEAN_EMPTY is a pack of width 0 over malloc, which has items but no bytes, and which
   lean_pack_recast widens. */
LEAN_SHARED_ bool lean_pack_init(lean_pack *p, lean_bits bits, const lean_allocator *owner);

/* An empty pack in a caller's memory, which grows until that is full. Pushes may write anything
   behind the last item, within that memory. It requests nothing, and free gives nothing back.
   False, and p is all zero, as for init. */
LEAN_SHARED_ bool lean_pack_over(lean_pack *p, lean_bits bits, void *memory, size_t bytes);

/* A pack of the n items that are in memory, to be read only: calls that write are asserted not to
   be made. False, and p is all zero, as for init, or where n items are too many. */
LEAN_SHARED_ bool lean_pack_view(lean_pack *p, lean_bits bits, const void *memory, size_t n);

/* Gives the block back; p is all zero. Invalidates. */
LEAN_SHARED_ void lean_pack_free(lean_pack *p);

/* Grows: room for n items in all, and no more. */
LEAN_SHARED_ bool lean_pack_reserve(lean_pack *p, size_t n);

/* Lowers the capacity to what len items need. False where the owner would not; all is then as it
   was. Does nothing over a caller's memory. */
LEAN_SHARED_ bool lean_pack_shrink(lean_pack *p);

/* len = 0; keeps the block. O(1). */
LEAN_CALL_ void lean_pack_clear(lean_pack *p) {
    p->len = 0;
}

/* Grows: len = n; the bits of new items are 0, so they are base, or 0 where signed. */
LEAN_SHARED_ bool lean_pack_resize(lean_pack *p, size_t n);

/* Grows `to`, whose items and their kind are replaced by those of `from`. It keeps its own owner or
   memory. O(bytes). */
LEAN_SHARED_ bool lean_pack_copy(lean_pack *to, const lean_pack *from);

/* Grows: gives the items that are there another width, base or sign, in place. LEAN_BAD_ARGUMENT
   where the bits are not valid, LEAN_OUT_OF_RANGE where an item would not fit, LEAN_NO_MEMORY or
   LEAN_FULL: nothing changed. A narrower pack keeps its capacity. O(n). */
LEAN_SHARED_ lean_status lean_pack_recast(lean_pack *p, lean_bits bits);

LEAN_CALL_ size_t lean_pack_len(const lean_pack *p) {
    return LEAN_SIZE_(p->len);
}

LEAN_CALL_ lean_bits lean_pack_bits(const lean_pack *p) {
    lean_bits bits;
    bits.base = p->base;
    bits.width = p->width;
    bits.is_signed = p->is_signed != 0;
    return bits;
}

/* The bytes: LEAN_PACK_BYTES(width, len) of them hold the items. Without items, anything. */
LEAN_CALL_ const unsigned char *lean_pack_data(const lean_pack *p) {
    return p->block.bytes;
}

/* Requested from the owner. O(1). */
LEAN_CALL_ size_t lean_pack_bytes(const lean_pack *p) {
    return p->is_fixed != 0 ? 0 : lean_block_held_(&p->block);
}

/* Fields of 0 to 64 bits at any bit of `cap` bytes. The fast bodies read and write eight bytes at
   once. Where there are fewer from the field's first byte on, or where fields may need a ninth, as
   those of 58 to 63 bits do, they call the shared copies, which go byte by byte, but for reading a
   ninth that is there. The last byte at which eight are to be had is worked out without a branch,
   so that loops do it once. */
#if LEAN_SMALL
LEAN_HOT_ uint64_t lean_bits_mask_(unsigned width) {
    return ~(~UINT64_C(0) << (width / 2) << (width - width / 2));
}
#else
#define LEAN_MASKS_4_(w)                                                                           \
    ~UINT64_C(0) >> (64 - (w)), ~UINT64_C(0) >> (63 - (w)), ~UINT64_C(0) >> (62 - (w)),            \
        ~UINT64_C(0) >> (61 - (w))
#define LEAN_MASKS_(w)                                                                             \
    LEAN_MASKS_4_(w), LEAN_MASKS_4_((w) + 4), LEAN_MASKS_4_((w) + 8), LEAN_MASKS_4_((w) + 12)
LEAN_UNUSED_ static const uint64_t lean_bits_masks_[] = {0, LEAN_MASKS_(1), LEAN_MASKS_(17),
                                                         LEAN_MASKS_(33), LEAN_MASKS_(49)};
LEAN_HOT_ uint64_t lean_bits_mask_(unsigned width) {
    return lean_bits_masks_[width];
}
#endif

/* What eight bytes become by a field at a bit of them. The mask goes round: compilers make one
   instruction of that, where shifting and inverting it takes three. */
LEAN_HOT_ uint64_t lean_bits_patch_(uint64_t bytes, unsigned shift, uint64_t mask, uint64_t raw) {
    return (bytes & (~mask << shift | ~mask >> (64 - shift) % 64)) | raw << shift;
}

LEAN_HOT_ bool lean_bits_near_(size_t cap, size_t bit, unsigned width) {
    const ptrdiff_t ninth = LEAN_CAST_(ptrdiff_t, width - 58 < 6) * (PTRDIFF_MAX / 2);
    return LEAN_CAST_(ptrdiff_t, bit / 8) <= LEAN_CAST_(ptrdiff_t, cap) - 8 - ninth;
}
LEAN_SHARED_ LEAN_PURE_ uint64_t lean_bits_get_shared_(const unsigned char *bytes, size_t cap,
                                                       size_t bit, unsigned width);
LEAN_SHARED_ void lean_bits_set_shared_(unsigned char *bytes, size_t cap, size_t bit,
                                        unsigned width, uint64_t raw);
LEAN_SHARED_ void lean_bits_append_shared_(unsigned char *bytes, size_t cap, size_t bit,
                                           unsigned width, uint64_t raw);

LEAN_BODY_ uint64_t lean_bits_get_hot_(const unsigned char *bytes, size_t cap, size_t bit,
                                       unsigned width) {
    if (LEAN_UNLIKELY_(!lean_bits_near_(cap, bit, width)))
        return lean_bits_get_shared_(bytes, cap, bit, width);
    return lean_load64(bytes + bit / 8) >> bit % 8 & lean_bits_mask_(width);
}

LEAN_BODY_ void lean_bits_set_hot_(unsigned char *bytes, size_t cap, size_t bit, unsigned width,
                                   uint64_t raw) {
    const unsigned shift = LEAN_CAST_(unsigned, bit % 8);
    if (LEAN_UNLIKELY_(!lean_bits_near_(cap, bit, width))) {
        lean_bits_set_shared_(bytes, cap, bit, width, raw);
    } else {
        unsigned char *at = bytes + bit / 8;
        lean_store64(at, lean_bits_patch_(lean_load64(at), shift, lean_bits_mask_(width), raw));
    }
}

/* The bits of an item are those of value - base, with the highest flipped where it is signed. */
LEAN_HOT_ uint64_t lean_pack_base_(const lean_pack *p) {
    return LEAN_CAST_(uint64_t, p->base);
}

LEAN_HOT_ uint64_t lean_pack_flip_(const lean_pack *p) {
    return (0 - lean_pack_base_(p)) & (0 - LEAN_CAST_(uint64_t, p->is_signed));
}

LEAN_HOT_ uint64_t lean_pack_raw_(const lean_pack *p, uint64_t value) {
    return (value - lean_pack_base_(p)) ^ lean_pack_flip_(p);
}

/* Whether an item can be such a value: of the negative numbers and those from 2^63 on, which have
   the same 64 bits, a pack holds the ones or the others, by the sign of its base. */
LEAN_HOT_ bool lean_pack_holds_(const lean_pack *p, uint64_t value, bool is_i64) {
    const uint64_t base = lean_pack_base_(p), other = value & (is_i64 ? ~base : base);
    return value - base <= lean_bits_mask_(p->width) && other >> 63 == 0;
}

LEAN_BODY_ uint64_t lean_pack_get_hot_(const lean_pack *p, size_t i) {
    const size_t bit = i * p->width;
    uint64_t raw;
    if (!LEAN_SMALL && !LEAN_UNLIKELY_(p->quick < 2))
        return lean_load64(p->block.bytes + bit / 8) >> bit % 8 & lean_bits_mask_(p->width);
    raw = LEAN_PICK_(lean_bits_get_)(p->block.bytes, p->block.cap, bit, p->width);
    return (raw ^ lean_pack_flip_(p)) + lean_pack_base_(p);
}
LEAN_SHARED_ uint64_t lean_pack_get_shared_(const lean_pack *p, size_t i);

/* Writes a value that the pack holds. */
LEAN_HOT_ void lean_pack_put_(lean_pack *p, size_t i, uint64_t value) {
    LEAN_PICK_(lean_bits_set_)
    (lean_block_bytes_(&p->block), p->block.cap, i * p->width, p->width, lean_pack_raw_(p, value));
}

/* Writes the bits of an item of a quick pack. */
LEAN_HOT_ void lean_pack_patch_(lean_pack *p, size_t bit, unsigned width, uint64_t raw) {
    unsigned char *at = lean_block_bytes_(&p->block) + bit / 8;
    lean_store64(at, lean_bits_patch_(lean_load64(at), LEAN_CAST_(unsigned, bit % 8),
                                      lean_bits_mask_(width), raw));
}

LEAN_BODY_ bool lean_pack_set_hot_(lean_pack *p, size_t i, uint64_t value, bool is_i64) {
    const unsigned width = p->width;
    const size_t bit = i * width;
    LEAN_ASSERT(p->is_fixed != 2);
    if (!LEAN_SMALL && !LEAN_UNLIKELY_(p->quick < 2)) {
        if (LEAN_UNLIKELY_(value > lean_bits_mask_(width) || (is_i64 && value >> 63 != 0)))
            return false;
        lean_pack_patch_(p, bit, width, value);
        return true;
    }
    if (!lean_pack_holds_(p, value, is_i64))
        return false;
    if (!LEAN_SMALL && !LEAN_UNLIKELY_(p->quick == 0))
        lean_pack_patch_(p, bit, width, lean_pack_raw_(p, value));
    else
        lean_pack_put_(p, i, value);
    return true;
}
LEAN_SHARED_ bool lean_pack_set_shared_(lean_pack *p, size_t i, uint64_t value, bool is_i64);

/* Makes room for an item more: LEAN_OK, LEAN_NO_MEMORY or LEAN_FULL; and writes its bits. */
LEAN_SHARED_ LEAN_COLD_ lean_status lean_pack_more_(lean_pack *p);
LEAN_SHARED_ LEAN_COLD_ lean_status lean_pack_push_slow_(lean_pack *p, uint64_t raw);
LEAN_HOT_ lean_status lean_pack_append_(lean_pack *p, uint64_t raw) {
    const size_t end = (LEAN_CAST_(size_t, p->len) + 1) * p->width;
    if (end > p->block.cap * 8 || p->len == LEAN_INDEX_MAX) {
        const lean_status status = lean_pack_more_(p);
        if (status != LEAN_OK)
            return status;
    }
    lean_bits_append_shared_(lean_block_bytes_(&p->block), p->block.cap, end - p->width, p->width,
                             raw);
    p->len++;
    return LEAN_OK;
}

/* Where there are sixteen bytes from the word on in which the new item begins, there is room for
   it, and the bits behind it may become 0. It goes by words that begin at multiples of eight, so
   that it mostly reads what the push before has written in one: a load of parts of two stores would
   wait for both. */
LEAN_BODY_ lean_status lean_pack_push_hot_(lean_pack *p, uint64_t value, bool is_i64) {
    const unsigned width = p->width;
    const size_t bit = LEAN_CAST_(size_t, p->len) * width, at = bit / 64 * 8;
    const unsigned shift = LEAN_CAST_(unsigned, bit % 64);
    unsigned char *word;
    uint64_t raw = value;
    LEAN_ASSERT(p->is_fixed != 2);
    if (LEAN_SMALL)
        return lean_pack_holds_(p, value, is_i64) ? lean_pack_append_(p, lean_pack_raw_(p, value))
                                                  : LEAN_OUT_OF_RANGE;
    if (LEAN_UNLIKELY_(p->base != 0)) {
        if (!lean_pack_holds_(p, value, is_i64))
            return LEAN_OUT_OF_RANGE;
        raw = lean_pack_raw_(p, value);
    } else if (LEAN_UNLIKELY_(value > lean_bits_mask_(width) || (is_i64 && value >> 63 != 0))) {
        return LEAN_OUT_OF_RANGE;
    }
    if (LEAN_UNLIKELY_(p->block.cap - at < 16 || p->len == LEAN_INDEX_MAX))
        return lean_pack_push_slow_(p, raw);
    word = lean_block_bytes_(&p->block) + at;
    lean_store64(word, (lean_load64(word) & ~(~UINT64_C(0) << shift)) | raw << shift);
    if (shift + width > 64)
        lean_store64(word + 8, raw >> (64 - shift));
    p->len++;
    return LEAN_OK;
}
LEAN_SHARED_ lean_status lean_pack_push_shared_(lean_pack *p, uint64_t value, bool is_i64);
LEAN_SHARED_ bool lean_pack_pop_(lean_pack *p, uint64_t *out);
LEAN_SHARED_ lean_status lean_pack_insert_(lean_pack *p, size_t i, uint64_t value, bool is_i64);
LEAN_SHARED_ bool lean_pack_fill_(lean_pack *p, size_t i, size_t n, uint64_t value, bool is_i64);
LEAN_SHARED_ uint64_t lean_pack_sum_(const lean_pack *p, size_t i, size_t n);
LEAN_SHARED_ bool lean_pack_most_(const lean_pack *p, size_t i, size_t n, uint64_t *out, bool max);
LEAN_SHARED_ bool lean_pack_find_(const lean_pack *p, size_t from, uint64_t value, bool is_i64,
                                  size_t *at);

/* T is uint64_t in calls ending in _u64, int64_t in those ending in _i64. Items i to i + n - 1 are
   within len, asserted. A value that an item cannot be is refused, and nothing has changed.

   T lean_pack_get_X(const lean_pack *p, size_t i)
       Item i < len. O(1).
   bool lean_pack_set_X(lean_pack *p, size_t i, T value)
       False where it cannot be that value. O(1).
   lean_status lean_pack_push_X(lean_pack *p, T value)
       Grows: an item behind the last. LEAN_OUT_OF_RANGE, LEAN_NO_MEMORY or LEAN_FULL. Amortised
       O(1).
   bool lean_pack_pop_X(lean_pack *p, T *out)
       Takes the last item. False where there is none.
   lean_status lean_pack_insert_X(lean_pack *p, size_t i, T value)
       Grows: an item at i <= len; those from i on move up. As push. O(bytes behind it).
   bool lean_pack_fill_X(lean_pack *p, size_t i, size_t n, T value)
       Gives n items that value. O(bytes).
   T lean_pack_sum_X(const lean_pack *p, size_t i, size_t n)
       The sum, modulo 2^64.
   bool lean_pack_min_X(const lean_pack *p, size_t i, size_t n, T *out)
   bool lean_pack_max_X(const lean_pack *p, size_t i, size_t n, T *out)
       The least, the greatest. False where n is 0.
   bool lean_pack_find_X(const lean_pack *p, size_t from, T value, size_t *at)
       The first item from `from` <= len on that equals the value. False where there is none. */
#define LEAN_PACK_CALLS_(X, T, is_i64)                                                             \
    LEAN_CALL_ T lean_pack_get_##X(const lean_pack *p, size_t i) {                                 \
        LEAN_ASSERT(i < p->len);                                                                   \
        return LEAN_CAST_(T, LEAN_PICK_(lean_pack_get_)(p, i));                                    \
    }                                                                                              \
    LEAN_CALL_ bool lean_pack_set_##X(lean_pack *p, size_t i, T value) {                           \
        LEAN_ASSERT(i < p->len);                                                                   \
        return LEAN_PICK_(lean_pack_set_)(p, i, LEAN_CAST_(uint64_t, value), is_i64);              \
    }                                                                                              \
    LEAN_CALL_ lean_status lean_pack_push_##X(lean_pack *p, T value) {                             \
        return LEAN_PICK_(lean_pack_push_)(p, LEAN_CAST_(uint64_t, value), is_i64);                \
    }                                                                                              \
    LEAN_CALL_ bool lean_pack_pop_##X(lean_pack *p, T *out) {                                      \
        uint64_t value;                                                                            \
        if (!lean_pack_pop_(p, &value))                                                            \
            return false;                                                                          \
        *out = LEAN_CAST_(T, value);                                                               \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ lean_status lean_pack_insert_##X(lean_pack *p, size_t i, T value) {                 \
        LEAN_ASSERT(i <= p->len);                                                                  \
        return lean_pack_insert_(p, i, LEAN_CAST_(uint64_t, value), is_i64);                       \
    }                                                                                              \
    LEAN_CALL_ bool lean_pack_fill_##X(lean_pack *p, size_t i, size_t n, T value) {                \
        LEAN_ASSERT(i <= p->len && n <= p->len - i);                                               \
        return lean_pack_fill_(p, i, n, LEAN_CAST_(uint64_t, value), is_i64);                      \
    }                                                                                              \
    LEAN_CALL_ T lean_pack_sum_##X(const lean_pack *p, size_t i, size_t n) {                       \
        LEAN_ASSERT(i <= p->len && n <= p->len - i);                                               \
        return LEAN_CAST_(T, lean_pack_sum_(p, i, n));                                             \
    }                                                                                              \
    LEAN_CALL_ bool lean_pack_min_##X(const lean_pack *p, size_t i, size_t n, T *out) {            \
        uint64_t value;                                                                            \
        LEAN_ASSERT(i <= p->len && n <= p->len - i);                                               \
        if (!lean_pack_most_(p, i, n, &value, false))                                              \
            return false;                                                                          \
        *out = LEAN_CAST_(T, value);                                                               \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ bool lean_pack_max_##X(const lean_pack *p, size_t i, size_t n, T *out) {            \
        uint64_t value;                                                                            \
        LEAN_ASSERT(i <= p->len && n <= p->len - i);                                               \
        if (!lean_pack_most_(p, i, n, &value, true))                                               \
            return false;                                                                          \
        *out = LEAN_CAST_(T, value);                                                               \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ bool lean_pack_find_##X(const lean_pack *p, size_t from, T value, size_t *at) {     \
        LEAN_ASSERT(from <= p->len);                                                               \
        return lean_pack_find_(p, from, LEAN_CAST_(uint64_t, value), is_i64, at);                  \
    }
LEAN_PACK_CALLS_(u64, uint64_t, false)
LEAN_PACK_CALLS_(i64, int64_t, true)

/* Removes the item at i < len; those behind it move down. O(bytes behind it). */
LEAN_SHARED_ void lean_pack_remove(lean_pack *p, size_t i);

/* Bulk work on integers of a type T: 0 to 3 is the logarithm of its size, and 4 more if signed. */
LEAN_SHARED_ bool lean_pack_read_(const lean_pack *p, size_t i, size_t n, void *out, unsigned type);
LEAN_SHARED_ bool lean_pack_write_(lean_pack *p, size_t i, size_t n, const void *in, unsigned type);

/* For X, T of u8, u16, u32, u64, i8, i16, i32 and i64:

   bool lean_pack_read_X(const lean_pack *p, size_t i, size_t n, T *out)
       Unpacks items i to i + n - 1, within len, asserted. False, and nothing written, where there
       are values such items can have that T cannot.
   bool lean_pack_write_X(lean_pack *p, size_t i, size_t n, const T *in)
       Packs n values into those items. False, and nothing changed, where one does not fit.

   What is read into, or written from, is aligned for T and no part of the pack's own bytes.
   O(n). Outputs of 16 MB and more are written past the caches. */
#define LEAN_PACK_BULK_(X, T, type)                                                                \
    LEAN_CALL_ bool lean_pack_read_##X(const lean_pack *p, size_t i, size_t n, T *out) {           \
        LEAN_ASSERT(i <= p->len && n <= p->len - i);                                               \
        return lean_pack_read_(p, i, n, out, type);                                                \
    }                                                                                              \
    LEAN_CALL_ bool lean_pack_write_##X(lean_pack *p, size_t i, size_t n, const T *in) {           \
        LEAN_ASSERT(i <= p->len && n <= p->len - i);                                               \
        return lean_pack_write_(p, i, n, in, type);                                                \
    }
LEAN_PACK_BULK_(u8, uint8_t, 0)
LEAN_PACK_BULK_(u16, uint16_t, 1)
LEAN_PACK_BULK_(u32, uint32_t, 2)
LEAN_PACK_BULK_(u64, uint64_t, 3)
LEAN_PACK_BULK_(i8, int8_t, 4)
LEAN_PACK_BULK_(i16, int16_t, 5)
LEAN_PACK_BULK_(i32, int32_t, 6)
LEAN_PACK_BULK_(i64, int64_t, 7)

/* Writes items i to i + n - 1 of `from` over items at to at + n - 1 of `to`; both ranges are within
   len, asserted. Widths, bases and signs may differ. The ranges may overlap where it is the same
   pack, and only there. False, and nothing changed, where a value does not fit. O(n). */
LEAN_SHARED_ bool lean_pack_copy_range(lean_pack *to, size_t at, const lean_pack *from, size_t i,
                                       size_t n);

/* LEAN_DEFINE_FIXED_PACK(Name, T, WIDTH, CAP), at file scope, no semicolon behind it: at most CAP
   >= 1 items of WIDTH >= 1 bits, stored in the object, which may be duplicated by assignment. They
   are read and written as T, an integer type or bool, and are signed if T is.

     Name   | bytes: LEAN_PACK_BYTES(WIDTH, CAP) of them | len |

   size_t Name_len(const Name *p), size_t Name_cap(const Name *p), void Name_clear(Name *p)
   T Name_get(const Name *p, size_t i)
       Item i < len, asserted.
   bool Name_resize(Name *p, size_t n)
       len = n; new items are 0. False where n > CAP.
   bool Name_set(Name *p, size_t i, T value)
       False where WIDTH bits cannot hold it.
   bool Name_push(Name *p, T value)
       False where WIDTH bits cannot hold it, or where there are CAP items.
   bool Name_pop(Name *p, T *out)
   lean_pack Name_pack(const Name *p)
       A pack of the same items, to be read only: for what else lean_pack can do. Dead when p
       changes its place or its length. */
#define LEAN_DEFINE_FIXED_PACK(Name, T, WIDTH, CAP)                                                \
    typedef T Name##_item_;                                                                        \
    typedef struct Name {                                                                          \
        unsigned char bytes[LEAN_PACK_BYTES(LEAN_CAST_(size_t, WIDTH), LEAN_CAST_(size_t, CAP))];  \
        lean_index len;                                                                            \
    } Name;                                                                                        \
    LEAN_STATIC_ASSERT_((WIDTH) >= 1 && (WIDTH) <= sizeof(Name##_item_) * 8,                       \
                        Name##_width_must_fit_its_type);                                           \
    LEAN_STATIC_ASSERT_((CAP) >= 1 && (CAP) <= LEAN_INDEX_MAX,                                     \
                        Name##_capacity_must_fit_LEAN_INDEX_BITS);                                 \
    LEAN_STATIC_ASSERT_(sizeof(Name) <= LEAN_PACK_MOST_, Name##_is_too_large);                     \
    LEAN_CALL_ uint64_t Name##_flip_(void) {                                                       \
        return LEAN_CAST_(Name##_item_, -1) < LEAN_CAST_(Name##_item_, 1)                          \
                   ? UINT64_C(1) << ((WIDTH)-1)                                                    \
                   : 0;                                                                            \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_len(const Name *p_) {                                                 \
        return LEAN_SIZE_(p_->len);                                                                \
    }                                                                                              \
    LEAN_CALL_ Name##_item_ Name##_get(const Name *p_, size_t i_) {                                \
        LEAN_ASSERT(i_ < p_->len);                                                                 \
        return LEAN_CAST_(                                                                         \
            Name##_item_,                                                                          \
            LEAN_CAST_(int64_t, (LEAN_PICK_(lean_bits_get_)(p_->bytes, sizeof p_->bytes,           \
                                                            i_ * (WIDTH), (WIDTH)) ^               \
                                 Name##_flip_()) -                                                 \
                                    Name##_flip_()));                                              \
    }                                                                                              \
    LEAN_CALL_ bool Name##_set(Name *p_, size_t i_, Name##_item_ value_) {                         \
        const uint64_t x_ = LEAN_CAST_(uint64_t, value_) + Name##_flip_();                         \
        LEAN_ASSERT(i_ < p_->len);                                                                 \
        if ((x_ & ~lean_bits_mask_(WIDTH)) != 0)                                                   \
            return false;                                                                          \
        LEAN_PICK_(lean_bits_set_)                                                                 \
        (p_->bytes, sizeof p_->bytes, i_ * (WIDTH), (WIDTH), x_ ^ Name##_flip_());                 \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ void Name##_clear(Name *p_) {                                                       \
        p_->len = 0;                                                                               \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_cap(const Name *p_) {                                                 \
        (void)p_;                                                                                  \
        return (CAP);                                                                              \
    }                                                                                              \
    LEAN_CALL_ bool Name##_push(Name *p_, Name##_item_ value_) {                                   \
        if (p_->len == (CAP))                                                                      \
            return false;                                                                          \
        p_->len++;                                                                                 \
        if (Name##_set(p_, LEAN_SIZE_(p_->len) - 1, value_))                                       \
            return true;                                                                           \
        p_->len--;                                                                                 \
        return false;                                                                              \
    }                                                                                              \
    LEAN_CALL_ bool Name##_resize(Name *p_, size_t n_) {                                           \
        if (n_ > (CAP))                                                                            \
            return false;                                                                          \
        while (p_->len < n_)                                                                       \
            (void)Name##_push(p_, LEAN_CAST_(Name##_item_, 0));                                    \
        p_->len = LEAN_INDEX_(n_);                                                                 \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ bool Name##_pop(Name *p_, Name##_item_ *out_) {                                     \
        if (p_->len == 0)                                                                          \
            return false;                                                                          \
        *out_ = Name##_get(p_, LEAN_SIZE_(p_->len) - 1);                                           \
        p_->len--;                                                                                 \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ lean_pack Name##_pack(const Name *p_) {                                             \
        lean_pack pack_;                                                                           \
        pack_.block.bytes = p_->bytes;                                                             \
        pack_.block.cap = sizeof p_->bytes;                                                        \
        pack_.base = LEAN_CAST_(int64_t, 0 - Name##_flip_());                                      \
        pack_.len = p_->len;                                                                       \
        pack_.width = (WIDTH);                                                                     \
        pack_.is_signed = Name##_flip_() != 0;                                                     \
        pack_.is_fixed = 2;                                                                        \
        pack_.quick = 0;                                                                           \
        return pack_;                                                                              \
    }

#else
#define LEAN_DEFINE_FIXED_PACK(Name, T, WIDTH, CAP)                                                \
    typedef LEAN_DEFINE_FIXED_PACK_needs_LEAN_WITH_PACK_before_lean_h Name;
#endif /* LEAN_HAS_PACK_ */

/* ==== [PACKED] records to the bit =========================================================== */
#ifdef LEAN_HAS_PACKED_

/* LEAN_DEFINE_PACKED(Name, LIST), at file scope, no semicolon behind it, makes of a list of fields
   a plain struct and arrays of the same to the bit:

     #define READING(F)                                                                     \
         F(u32, 18, sensor)        0 to 262143; u8, u16, u32 or u64                         \
         F(i16, 9, celsius)        -256 to 255, in two's complement; i8, i16, i32 or i64    \
         F(u16, 7, year, 1970)     1970 to 2097: a base of its own, which is not 0          \
         F(bool, 1, valid)                                                                  \
         F(weather, 3, sky)        an enum, or another integer type                         \
         F(f32, 32, volts)         f16, kept in a uint16_t; f32, f64: all their bits
     LEAN_DEFINE_PACKED(reading, READING)

     reading        | sensor | celsius | year | valid | sky | volts |   as compilers lay it out
     reading_array  | bytes | cap | len, ... |                       24 bytes, 16 on a Cortex-M0
                       |
                       v
     block          | sensor 18 | celsius 9 | year 7 | ... | sensor 18 | ... | up to cap | owner |

   Widths and bases are constants. Fields and records follow each other without a gap, the least
   significant bit first: bit b is bit b % 8 of byte b / 8. So the bytes are the same on every
   machine and with every compiler. Record i begins at bit i * LEAN_PACKED_BITS(Name). While cap is
   0 there is no block, and bytes is the owner. Bits behind the last record in its byte are 0, but
   for views. Nothing outside the block, or the caller's memory, is read or written. bytes() = cap,
   rounded up to where a pointer is aligned, plus sizeof(void *) while there is a block. Growth is
   by half; where that is refused, a second request asks for just what is needed. Whatever grows
   invalidates; so do free and shrink. A field costs more where it has 58 bits or more, or its
   records fewer than 25, or 57 where it has more than 25.

   In the calls, a is a Name_array. Indices are below len, asserted.

   Name_init(a, owner)                      empty; all zero is empty over malloc
   Name_over(a, memory, bytes)              empty, and grows until a caller's memory is full
   bool Name_view(a, memory, n)             n records that are there, in LEAN_PACKED_BYTES(Name, n)
                                            bytes, only to be read. False, and a is empty, where
                                            they are too many. Any bytes are records, but what is
                                            read as an enum may be none of its names
   Name_free(a), Name_clear(a), size_t Name_len(a), size_t Name_bytes(a), const void *Name_data(a)
   bool Name_reserve(a, n)                  grows: room for n records in all
   bool Name_shrink(a)                      lowers the capacity to what len records need
   bool Name_resize(a, n)                   grows: len = n; the bits of new records are 0
   bool Name_copy(to, from)                 grows `to`, whose records are replaced
   Name Name_get(a, i)                      record i
   bool Name_set(a, i, const Name *r)       false, and nothing changed, where a field does not fit
   lean_status Name_push(a, const Name *r)  grows: LEAN_OUT_OF_RANGE where a field does not fit,
                                            LEAN_NO_MEMORY or LEAN_FULL. Amortised O(1)
   bool Name_pop(a, Name *out)              takes the last; false where there is none
   Name_unpack(const void *memory, Name *out), bool Name_pack(void *memory, const Name *r)
                                            one record in LEAN_PACKED_BYTES(Name, 1) bytes of its
                                            own; bits behind it become 0. False: does not fit

   and of each field, of type T:

   T Name_get_FIELD(a, i), bool Name_set_FIELD(a, i, value)
   Name_read_FIELD(a, i, n, T *out)         the field of records i to i + n - 1, within len
   bool Name_write_FIELD(a, i, n, const T *in)
                                            false, and nothing changed, where one does not fit */
typedef struct lean_records_ {
    lean_block_ block;
    lean_index len;
    uint8_t is_fixed; /* 1: over memory that is not its own; 2: which is only read */
} lean_records_;

/* Bits of a record, at most 65472, or 4096 where a size_t has 16 bits; bytes of n of them. */
#define LEAN_PACKED_BITS(Name) sizeof(struct Name##_bits_)
#define LEAN_PACKED_BYTES(Name, n) LEAN_PACK_BYTES(LEAN_PACKED_BITS(Name), n)
#define LEAN_PACKED_WORDS_(Name) ((LEAN_PACKED_BITS(Name) + 7) / 64 + 1) /* at any bit */
#define LEAN_RECORD_MOST_ (SIZE_MAX > 65535 ? 65472 : 4096)

LEAN_SHARED_ void lean_records_over_(lean_records_ *a, size_t bits, void *memory, size_t bytes);
LEAN_SHARED_ bool lean_records_view_(lean_records_ *a, size_t bits, const void *memory, size_t n);
LEAN_SHARED_ void lean_records_free_(lean_records_ *a);
LEAN_SHARED_ bool lean_records_reserve_(lean_records_ *a, size_t bits, size_t n);
LEAN_SHARED_ bool lean_records_shrink_(lean_records_ *a, size_t bits);
LEAN_SHARED_ bool lean_records_resize_(lean_records_ *a, size_t bits, size_t n);
LEAN_SHARED_ bool lean_records_copy_(lean_records_ *to, size_t bits, const lean_records_ *from);
LEAN_SHARED_ LEAN_COLD_ lean_status lean_records_more_(lean_records_ *a, size_t bits);

/* A field of a record: where it is and how a value becomes its bits. flip is the sign's bit where
   there is one, base what is taken off before; a number of `size` bytes is what a value is in
   memory.

   Alone it is read and written in a word of 32 or 64 bits from a byte on. A word that lies within
   the bytes of any record needs no look at what is behind them, so the word of a last field begins
   with the bits before:

       record   | a      | b                | c           |
       words    >--------b---------------->
                   >--------c------------->
                   | back |

   Where records are too short for that, or a field is too wide, back is LEAN_COLUMN_SHORT_. */
typedef struct lean_column_ {
    uint64_t base;
    uint64_t flip;
    uint16_t at;
    uint8_t width;
    uint8_t size;
    bool is_signed;
    uint8_t back;
} lean_column_;
#define LEAN_COLUMN_SHORT_ 255
#define LEAN_COLUMN_LEAST_(width) ((width) <= 25 ? 25u : 57u) /* a word, from any bit of a byte */
#define LEAN_COLUMN_BACK_(bits, at, width)                                                         \
    ((width) > 57 || (bits) < LEAN_COLUMN_LEAST_(width) ? LEAN_COLUMN_SHORT_                       \
     : (bits) - (at) < LEAN_COLUMN_LEAST_(width) ? LEAN_COLUMN_LEAST_(width) - ((bits) - (at))     \
                                                 : 0)
LEAN_SHARED_ void lean_records_read_(const lean_records_ *a, size_t bits, const lean_column_ *c,
                                     size_t i, size_t n, void *out);
LEAN_SHARED_ bool lean_records_write_(lean_records_ *a, size_t bits, const lean_column_ *c,
                                      size_t i, size_t n, const void *in);

LEAN_HOT_ bool lean_column_fits_(const lean_column_ *c, uint64_t value) {
    return value - c->base + c->flip <= lean_bits_mask_(c->width);
}

LEAN_HOT_ uint64_t lean_column_raw_(const lean_column_ *c, uint64_t value) {
    return (value - c->base) & lean_bits_mask_(c->width);
}

LEAN_HOT_ uint64_t lean_column_value_(const lean_column_ *c, uint64_t raw) {
    return (raw ^ c->flip) - c->flip + c->base;
}

LEAN_HOT_ unsigned lean_column_word_(const lean_column_ *c) {
    return c->back != LEAN_COLUMN_SHORT_ && c->width <= 25 ? 32 : 64;
}

LEAN_HOT_ unsigned lean_column_back_(const lean_column_ *c) {
    return c->back != LEAN_COLUMN_SHORT_ ? c->back : 0;
}

/* Whether the word from a bit on may be read and written, and holds the field. In short records it
   has eight bytes: behind those of a block of its own stands its owner, which the same bytes are
   written back to. */
LEAN_HOT_ bool lean_column_near_(const lean_column_ *c, const lean_records_ *a, size_t bit) {
    if (c->back != LEAN_COLUMN_SHORT_)
        return true;
    if (c->width > 57)
        return false;
    return (sizeof(void *) == 8 && a->is_fixed == 0) ||
           lean_bits_near_(a->block.cap, bit, c->width);
}

LEAN_HOT_ uint64_t lean_word_load_(unsigned word, const unsigned char *at) {
    return word == 32 ? lean_load32(at) : lean_load64(at);
}

LEAN_HOT_ void lean_word_store_(unsigned word, unsigned char *at, uint64_t x) {
    if (word == 32)
        lean_store32_(at, LEAN_CAST_(uint32_t, x & UINT32_MAX));
    else
        lean_store64(at, x);
}
LEAN_SHARED_ LEAN_PURE_ uint64_t lean_column_get_shared_(const lean_column_ *c,
                                                         const lean_records_ *a, size_t bit);
LEAN_SHARED_ bool lean_column_set_shared_(const lean_column_ *c, lean_records_ *a, size_t bit,
                                          uint64_t value, const uint64_t *keep);

LEAN_BODY_ uint64_t lean_column_get_hot_(const lean_column_ *c, const lean_records_ *a,
                                         size_t bit) {
    const unsigned back = lean_column_back_(c);
    const size_t first = bit + c->at - back;
    uint64_t word;
    if (LEAN_UNLIKELY_(!lean_column_near_(c, a, first)))
        return lean_column_get_shared_(c, a, bit);
    word = lean_word_load_(lean_column_word_(c), a->block.bytes + first / 8);
    return lean_column_value_(c, word >> first % 8 >> back & lean_bits_mask_(c->width));
}

/* `keep` says what is kept of the word, by the bit of a byte at which it begins; the shared copy
   does without, and so small builds have no such tables. */
LEAN_BODY_ bool lean_column_set_hot_(const lean_column_ *c, lean_records_ *a, size_t bit,
                                     uint64_t value, const uint64_t *keep) {
    const unsigned size = lean_column_word_(c), back = lean_column_back_(c);
    const size_t first = bit + c->at - back;
    unsigned char *at = lean_block_bytes_(&a->block) + first / 8;
    if (LEAN_UNLIKELY_(!lean_column_near_(c, a, first)))
        return lean_column_set_shared_(c, a, bit, value, keep);
    if (LEAN_UNLIKELY_(!lean_column_fits_(c, value)))
        return false;
    lean_word_store_(size, at,
                     (lean_word_load_(size, at) & keep[first % 8]) | lean_column_raw_(c, value)
                                                                         << back << first % 8);
    return true;
}
#if LEAN_SMALL
#define LEAN_KEEP_TABLE_(width, back) const uint64_t *const keep_ = NULL
#else
#define LEAN_KEEP_(width, shift) ~((~UINT64_C(0) >> (64 - (width))) << (shift))
#define LEAN_KEEP_4_(width, shift)                                                                 \
    LEAN_KEEP_(width, shift), LEAN_KEEP_(width, (shift) + 1), LEAN_KEEP_(width, (shift) + 2),      \
        LEAN_KEEP_(width, (shift) + 3)
#define LEAN_KEEP_TABLE_(width, back)                                                              \
    static const uint64_t keep_[] = {LEAN_KEEP_4_(width, back), LEAN_KEEP_4_(width, (back) + 4)}
#endif

/* Whole records are put together in words, from which fields are taken by constant shifts. They
   are read by parts that never need a ninth byte. */
#define LEAN_PART_ 56u

LEAN_HOT_ uint64_t lean_words_get_(const uint64_t *words, unsigned at, unsigned width) {
    uint64_t raw = words[at / 64] >> at % 64;
    if (at % 64 + width > 64)
        raw |= words[at / 64 + 1] << (64 - at % 64);
    return raw & lean_bits_mask_(width);
}

LEAN_HOT_ void lean_words_or_(uint64_t *words, unsigned at, unsigned width, uint64_t raw) {
    words[at / 64] |= raw << at % 64;
    if (at % 64 + width > 64)
        words[at / 64 + 1] |= raw >> (64 - at % 64);
}

LEAN_HOT_ unsigned lean_words_part_(unsigned at, unsigned bits) {
    return bits - at < LEAN_PART_ ? bits - at : LEAN_PART_;
}

LEAN_BODY_ void lean_words_read_hot_(const lean_records_ *a, size_t bit, uint64_t *words,
                                     unsigned bits) {
    unsigned at;
    LEAN_UNROLL_(8)
    for (at = 0; at < bits; at += LEAN_PART_) {
        const unsigned part = lean_words_part_(at, bits);
        lean_words_or_(words, at, part,
                       LEAN_PICK_(lean_bits_get_)(a->block.bytes, a->block.cap, bit + at, part));
    }
}

/* Writes words from a bit on: the bytes that they fill, and what they share with others at either
   end. Nothing wider than that is read, so no load has to wait for the stores of the record
   before. `last` is what the last byte has behind them. */
LEAN_HOT_ void lean_words_put_(unsigned char *to, unsigned shift, const uint64_t *words,
                               unsigned bits, unsigned last) {
    const unsigned bytes = (shift + bits + 7) / 8;
    uint64_t x = *to & ((1u << shift) - 1);
    unsigned k, rest;
    for (k = 0; k * 8 + 8 <= bytes; ++k, to += 8) {
        x |= words[k] << shift;
        if (k * 8 + 8 == bytes)
            x |= LEAN_CAST_(uint64_t, last) << 56;
        lean_store64(to, x);
        x = words[k] >> 1 >> (63 - shift);
    }
    rest = bytes - k * 8;
    if (rest == 0)
        return;
    x |= words[k] << shift | LEAN_CAST_(uint64_t, last) << (rest - 1) * 8;
    if ((rest & 4) != 0) {
        lean_store32_(to, LEAN_CAST_(uint32_t, x & UINT32_MAX));
        to += 4;
        x >>= 32;
    }
    for (rest &= 3; rest != 0; --rest, x >>= 8)
        *to++ = LEAN_CAST_(unsigned char, x & 0xff);
}

LEAN_BODY_ void lean_words_write_hot_(lean_records_ *a, size_t bit, const uint64_t *words,
                                      unsigned bits) {
    unsigned char *to = lean_block_bytes_(&a->block) + bit / 8;
    const unsigned shift = LEAN_CAST_(unsigned, bit % 8), end = shift + bits;
    const unsigned last = end % 8 != 0 ? to[end / 8] & (0xffu << end % 8) : 0;
    lean_words_put_(to, shift, words, bits, last);
}

LEAN_BODY_ lean_status lean_words_push_hot_(lean_records_ *a, const uint64_t *words,
                                            unsigned bits) {
    const size_t bit = LEAN_SIZE_(a->len) * bits;
    if (LEAN_UNLIKELY_(bit + bits > a->block.cap * 8 || a->len == LEAN_INDEX_MAX)) {
        const lean_status status = lean_records_more_(a, bits);
        if (status != LEAN_OK)
            return status;
    }
    lean_words_put_(lean_block_bytes_(&a->block) + bit / 8, LEAN_CAST_(unsigned, bit % 8), words,
                    bits, 0);
    a->len++;
    return LEAN_OK;
}
LEAN_SHARED_ void lean_words_read_shared_(const lean_records_ *a, size_t bit, uint64_t *words,
                                          unsigned bits);
LEAN_SHARED_ void lean_words_write_shared_(lean_records_ *a, size_t bit, const uint64_t *words,
                                           unsigned bits);
LEAN_SHARED_ lean_status lean_words_push_shared_(lean_records_ *a, const uint64_t *words,
                                                 unsigned bits);

LEAN_HOT_ bool lean_column_holds_(const lean_column_ *c, const void *in) {
    return lean_column_fits_(c, lean_number_load_(in, c->size, c->is_signed));
}

LEAN_HOT_ void lean_column_or_(const lean_column_ *c, const void *in, uint64_t *words) {
    lean_words_or_(words, c->at, c->width,
                   lean_column_raw_(c, lean_number_load_(in, c->size, c->is_signed)));
}

LEAN_HOT_ void lean_column_take_(const lean_column_ *c, const uint64_t *words, void *out) {
    lean_number_store_(out, c->size,
                       lean_column_value_(c, lean_words_get_(words, c->at, c->width)));
}

/* Whether it is known to be signed, or has a fraction; that is said by its name, since C takes no
   comparison of floats for a constant. */
#define LEAN_REAL_f32 ~, 1
#define LEAN_REAL_f64 ~, 1
#define LEAN_REAL_float ~, 1
#define LEAN_REAL_double ~, 1
#define LEAN_REAL_(T) LEAN_SECOND_(LEAN_REAL_##T, 0, ~)
#define LEAN_SIGNED_0_(T) LEAN_IS_SIGNED_(T)
#define LEAN_SIGNED_1_(T) 0
#define LEAN_HOLDS_TWO_0_(T) (LEAN_CAST_(T, 2) != LEAN_CAST_(T, 1))
#define LEAN_HOLDS_TWO_1_(T) 1

/* Whether base to base + 2^width - 1 are values of a type of so many bits. */
#define LEAN_ALL_BITS_(n) (UINT64_MAX >> (64 - (n)))
#define LEAN_FROM_LEAST_(is_signed, bits, base)                                                    \
    (LEAN_CAST_(uint64_t, LEAN_CAST_(int64_t, base)) +                                             \
     ((is_signed) ? UINT64_C(1) << ((bits)-1) : 0)) /* how far it is above the least value */
#define LEAN_BASE_FITS_(is_signed, bits, width, base)                                              \
    ((is_signed) && (base) == 0                                                                    \
         ? true                                                                                    \
         : LEAN_FROM_LEAST_((is_signed), bits, base) >> ((bits)-1) >> 1 == 0 &&                    \
               LEAN_ALL_BITS_(width) <=                                                            \
                   LEAN_ALL_BITS_(bits) - LEAN_FROM_LEAST_((is_signed), bits, base))

/* What a list's F becomes: a macro with the made type's name and its type, width, name and base. */
#define LEAN_PACKED_MEMBER_(Name, T, width, ...) LEAN_TYPE_(T) LEAN_FIRST_(__VA_ARGS__, ~);
#define LEAN_PACKED_BITS_(Name, T, width, ...) char LEAN_FIRST_(__VA_ARGS__, ~)[width];
#define LEAN_PACKED_FIELD_(Name, T, width, ...)                                                    \
    LEAN_APPLY_(LEAN_PACKED_CALLS_, Name, LEAN_TYPE_(T), LEAN_REAL_(T), width,                     \
                LEAN_FIRST_(__VA_ARGS__, ~), LEAN_SECOND_(__VA_ARGS__, 0, ~))
#define LEAN_PACKED_FITS_(Name, T, width, ...)                                                     \
    LEAN_APPLY_(LEAN_PACKED_FITS2_, Name, LEAN_FIRST_(__VA_ARGS__, ~))
#define LEAN_PACKED_FITS2_(Name, field)                                                            \
    &&lean_column_holds_(Name##_##field##_column_(), &record_->field)
#define LEAN_PACKED_OR_(Name, T, width, ...)                                                       \
    LEAN_APPLY_(LEAN_PACKED_OR2_, Name, LEAN_FIRST_(__VA_ARGS__, ~))
#define LEAN_PACKED_OR2_(Name, field)                                                              \
    lean_column_or_(Name##_##field##_column_(), &record_->field, words_);
#define LEAN_PACKED_TAKE_(Name, T, width, ...)                                                     \
    LEAN_APPLY_(LEAN_PACKED_TAKE2_, Name, LEAN_FIRST_(__VA_ARGS__, ~))
#define LEAN_PACKED_TAKE2_(Name, field)                                                            \
    lean_column_take_(Name##_##field##_column_(), words_, &record_.field);
#define LEAN_PACKED_CALLS_(Name, T, real_, width_, field, base_)                                   \
    LEAN_STATIC_ASSERT_((width_) >= 1 && (width_) <= sizeof(T) * 8,                                \
                        Name##_##field##_has_more_bits_than_its_type);                             \
    LEAN_STATIC_ASSERT_(!real_ || (width_) == sizeof(T) * 8,                                       \
                        Name##_##field##_needs_all_the_bits_of_its_type);                          \
    LEAN_STATIC_ASSERT_(!real_ || sizeof(T) == 4 || sizeof(double) == 8,                           \
                        Name##_##field##_is_a_double_and_this_machine_has_none);                   \
    LEAN_STATIC_ASSERT_((width_) == 1 || LEAN_HOLDS_TWO_##real_##_(T),                             \
                        Name##_##field##_is_a_bool_and_has_one_bit);                               \
    LEAN_STATIC_ASSERT_(LEAN_BASE_FITS_(LEAN_SIGNED_##real_##_(T), sizeof(T) * 8, width_, base_),  \
                        Name##_##field##_has_values_beyond_its_type);                              \
    LEAN_CALL_ const lean_column_ *Name##_##field##_column_(void) {                                \
        enum {                                                                                     \
            is_signed_ = LEAN_SIGNED_##real_##_(T),                                                \
            at_ = offsetof(struct Name##_bits_, field)                                             \
        };                                                                                         \
        static const lean_column_ column_ = {                                                      \
            LEAN_CAST_(uint64_t, LEAN_CAST_(int64_t, base_)),                                      \
            is_signed_ && (base_) == 0 ? UINT64_C(1) << ((width_)-1) : 0,                          \
            at_,                                                                                   \
            (width_),                                                                              \
            sizeof(T),                                                                             \
            is_signed_ != 0,                                                                       \
            LEAN_COLUMN_BACK_(LEAN_PACKED_BITS(Name), at_, width_)};                               \
        return &column_;                                                                           \
    }                                                                                              \
    LEAN_CALL_ T Name##_get_##field(const Name##_array *a_, size_t i_) {                           \
        T value_;                                                                                  \
        LEAN_ASSERT(i_ < a_->records.len);                                                         \
        lean_number_store_(&value_, sizeof value_,                                                 \
                           LEAN_PICK_(lean_column_get_)(Name##_##field##_column_(), &a_->records,  \
                                                        i_ * LEAN_PACKED_BITS(Name)));             \
        return value_;                                                                             \
    }                                                                                              \
    LEAN_CALL_ bool Name##_set_##field(Name##_array *a_, size_t i_, T value_) {                    \
        enum { at_ = offsetof(struct Name##_bits_, field) };                                       \
        LEAN_KEEP_TABLE_(width_, LEAN_COLUMN_BACK_(LEAN_PACKED_BITS(Name), at_, width_) %          \
                                     LEAN_COLUMN_SHORT_ /* of short ones 0 */);                    \
        LEAN_ASSERT(i_ < a_->records.len && a_->records.is_fixed != 2);                            \
        return LEAN_PICK_(lean_column_set_)(                                                       \
            Name##_##field##_column_(), &a_->records, i_ * LEAN_PACKED_BITS(Name),                 \
            lean_number_load_(&value_, sizeof value_, Name##_##field##_column_()->is_signed),      \
            keep_);                                                                                \
    }                                                                                              \
    LEAN_CALL_ void Name##_read_##field(const Name##_array *a_, size_t i_, size_t n_, T *out_) {   \
        LEAN_ASSERT(i_ <= a_->records.len && n_ <= a_->records.len - i_);                          \
        lean_records_read_(&a_->records, LEAN_PACKED_BITS(Name), Name##_##field##_column_(), i_,   \
                           n_, out_);                                                              \
    }                                                                                              \
    LEAN_CALL_ bool Name##_write_##field(Name##_array *a_, size_t i_, size_t n_, const T *in_) {   \
        LEAN_ASSERT(i_ <= a_->records.len && n_ <= a_->records.len - i_ &&                         \
                    a_->records.is_fixed != 2);                                                    \
        return lean_records_write_(&a_->records, LEAN_PACKED_BITS(Name),                           \
                                   Name##_##field##_column_(), i_, n_, in_);                       \
    }
#define LEAN_DEFINE_PACKED(Name, LIST)                                                             \
    typedef struct Name {                                                                          \
        LEAN_LIST_(LIST, LEAN_PACKED_MEMBER_, Name)                                                \
    } Name;                                                                                        \
    struct Name##_bits_ {                                                                          \
        LEAN_LIST_(LIST, LEAN_PACKED_BITS_, Name)                                                  \
    };                                                                                             \
    LEAN_STATIC_ASSERT_(sizeof(struct Name##_bits_) <= LEAN_RECORD_MOST_, Name##_is_too_long);     \
    typedef struct Name##_array {                                                                  \
        lean_records_ records;                                                                     \
    } Name##_array;                                                                                \
    LEAN_LIST_(LIST, LEAN_PACKED_FIELD_, Name)                                                     \
    LEAN_CALL_ void Name##_init(Name##_array *a_, const lean_allocator *owner_) {                  \
        lean_memset_(a_, 0, sizeof *a_);                                                           \
        lean_pointer_set_(&a_->records.block.bytes, owner_);                                       \
    }                                                                                              \
    LEAN_CALL_ void Name##_over(Name##_array *a_, void *memory_, size_t bytes_) {                  \
        lean_records_over_(&a_->records, LEAN_PACKED_BITS(Name), memory_, bytes_);                 \
    }                                                                                              \
    LEAN_CALL_ bool Name##_view(Name##_array *a_, const void *memory_, size_t n_) {                \
        return lean_records_view_(&a_->records, LEAN_PACKED_BITS(Name), memory_, n_);              \
    }                                                                                              \
    LEAN_CALL_ void Name##_free(Name##_array *a_) {                                                \
        lean_records_free_(&a_->records);                                                          \
    }                                                                                              \
    LEAN_CALL_ void Name##_clear(Name##_array *a_) {                                               \
        a_->records.len = 0;                                                                       \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_len(const Name##_array *a_) {                                         \
        return LEAN_SIZE_(a_->records.len);                                                        \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_bytes(const Name##_array *a_) {                                       \
        return a_->records.is_fixed != 0 ? 0 : lean_block_held_(&a_->records.block);               \
    }                                                                                              \
    LEAN_CALL_ const void *Name##_data(const Name##_array *a_) {                                   \
        return a_->records.block.bytes;                                                            \
    }                                                                                              \
    LEAN_CALL_ bool Name##_reserve(Name##_array *a_, size_t n_) {                                  \
        return lean_records_reserve_(&a_->records, LEAN_PACKED_BITS(Name), n_);                    \
    }                                                                                              \
    LEAN_CALL_ bool Name##_shrink(Name##_array *a_) {                                              \
        return lean_records_shrink_(&a_->records, LEAN_PACKED_BITS(Name));                         \
    }                                                                                              \
    LEAN_CALL_ bool Name##_resize(Name##_array *a_, size_t n_) {                                   \
        return lean_records_resize_(&a_->records, LEAN_PACKED_BITS(Name), n_);                     \
    }                                                                                              \
    LEAN_CALL_ bool Name##_copy(Name##_array *to_, const Name##_array *from_) {                    \
        return lean_records_copy_(&to_->records, LEAN_PACKED_BITS(Name), &from_->records);         \
    }                                                                                              \
    LEAN_CALL_ bool Name##_holds_(const Name *record_) {                                           \
        return true LEAN_LIST_(LIST, LEAN_PACKED_FITS_, Name);                                     \
    }                                                                                              \
    LEAN_CALL_ void Name##_words_(const Name *record_, uint64_t *words_){LEAN_LIST_(               \
        LIST, LEAN_PACKED_OR_, Name)} LEAN_CALL_ Name Name##_from_(const uint64_t *words_) {       \
        Name record_;                                                                              \
        LEAN_LIST_(LIST, LEAN_PACKED_TAKE_, Name)                                                  \
        return record_;                                                                            \
    }                                                                                              \
    LEAN_CALL_ Name Name##_get(const Name##_array *a_, size_t i_) {                                \
        uint64_t words_[LEAN_PACKED_WORDS_(Name)] = {0};                                           \
        LEAN_ASSERT(i_ < a_->records.len);                                                         \
        LEAN_PICK_(lean_words_read_)                                                               \
        (&a_->records, i_ * LEAN_PACKED_BITS(Name), words_, LEAN_PACKED_BITS(Name));               \
        return Name##_from_(words_);                                                               \
    }                                                                                              \
    LEAN_CALL_ bool Name##_set(Name##_array *a_, size_t i_, const Name *record_) {                 \
        uint64_t words_[LEAN_PACKED_WORDS_(Name)] = {0};                                           \
        LEAN_ASSERT(i_ < a_->records.len && a_->records.is_fixed != 2);                            \
        if (!Name##_holds_(record_))                                                               \
            return false;                                                                          \
        Name##_words_(record_, words_);                                                            \
        LEAN_PICK_(lean_words_write_)                                                              \
        (&a_->records, i_ * LEAN_PACKED_BITS(Name), words_, LEAN_PACKED_BITS(Name));               \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ lean_status Name##_push(Name##_array *a_, const Name *record_) {                    \
        uint64_t words_[LEAN_PACKED_WORDS_(Name)] = {0};                                           \
        LEAN_ASSERT(a_->records.is_fixed != 2);                                                    \
        if (!Name##_holds_(record_))                                                               \
            return LEAN_OUT_OF_RANGE;                                                              \
        Name##_words_(record_, words_);                                                            \
        return LEAN_PICK_(lean_words_push_)(&a_->records, words_, LEAN_PACKED_BITS(Name));         \
    }                                                                                              \
    LEAN_CALL_ bool Name##_pop(Name##_array *a_, Name *out_) {                                     \
        if (a_->records.len == 0)                                                                  \
            return false;                                                                          \
        *out_ = Name##_get(a_, LEAN_SIZE_(a_->records.len) - 1);                                   \
        return lean_records_resize_(&a_->records, LEAN_PACKED_BITS(Name),                          \
                                    LEAN_SIZE_(a_->records.len) - 1);                              \
    }                                                                                              \
    LEAN_CALL_ void Name##_unpack(const void *memory_, Name *out_) {                               \
        Name##_array a_;                                                                           \
        (void)Name##_view(&a_, memory_, 1);                                                        \
        *out_ = Name##_get(&a_, 0);                                                                \
    }                                                                                              \
    LEAN_CALL_ bool Name##_pack(void *memory_, const Name *record_) {                              \
        Name##_array a_;                                                                           \
        Name##_over(&a_, memory_, LEAN_PACKED_BYTES(Name, 1));                                     \
        return Name##_push(&a_, record_) == LEAN_OK;                                               \
    }

#else
#define LEAN_DEFINE_PACKED(Name, LIST)                                                             \
    typedef LEAN_DEFINE_PACKED_needs_LEAN_WITH_PACKED_before_lean_h Name;
#endif /* LEAN_HAS_PACKED_ */

/* ==== [BITSET] dense bitsets ================================================================ */
#ifdef LEAN_HAS_BITSET_

/* Bits with numbers, eight to a byte: bit i is bit i % 8 of byte i / 8, on every machine. So bytes
   are what Arrow and, as its bit order 'little', NumPy have.

     lean_bitset  | bytes | len | cap |      16 bytes on x86-64, 12 on a Cortex-M0
                     |
                     v     byte 0            1                    len bits in all
     block        | 7 6 5 4 3 2 1 0 | 15 14 13 12 11 10 9 8 | ... | free up to cap bytes | owner |

   len counts bits, cap bytes; while cap is 0 there is no block, and bytes is the owner. The two
   highest bits of cap tell what is not a block of its own: OVER_ a caller's memory, VIEW_ what is
   only read besides. Bits behind the last in its byte are 0, but for views, where they may be
   anything and are never looked at; bytes behind that one are anything. Nothing outside the bytes
   that hold the bits is read or written. bytes() = cap, rounded up to where a pointer is aligned,
   plus sizeof(void *) while there is a block. Growth is by half; where that is refused, a second
   request asks for just what is needed. Whatever grows invalidates; so do free and shrink.

   Numbers of bits are below len, ranges within it, both asserted. Where two bitsets meet that are
   not of one length, the bits that the shorter one lacks count as 0. */
typedef struct lean_bitset {
    const unsigned char *bytes;
    lean_index len;
    lean_index cap;
} lean_bitset;
#define LEAN_BITSET_OVER_ (LEAN_INDEX_MAX / 2 + 1)
#define LEAN_BITSET_VIEW_ (LEAN_INDEX_MAX / 4 + 1)
#define LEAN_BITSET_CONST_ (LEAN_BITSET_OVER_ + LEAN_BITSET_VIEW_)

/* Bytes that n bits take. */
#define LEAN_BITSET_BYTES(n) (LEAN_CAST_(size_t, n) / 8 + (LEAN_CAST_(size_t, n) % 8 != 0))

/* A static const lean_bitset of n bits in memory, which can be in flash. */
#define LEAN_BITSET_CONST(memory, n)                                                               \
    { (memory), (n), LEAN_INDEX_(LEAN_BITSET_CONST_ + LEAN_BITSET_BYTES(n)) }

/* An empty bitset over the owner (NULL: malloc). LEAN_EMPTY is the same over malloc. */
LEAN_CALL_ void lean_bitset_init(lean_bitset *b, const lean_allocator *owner) {
    lean_pointer_set_(&b->bytes, owner);
    b->len = b->cap = 0;
}

/* An empty bitset in `bytes` bytes of a caller's memory, which grows until that is full. It
   requests nothing, and free gives nothing back. */
LEAN_SHARED_ void lean_bitset_over(lean_bitset *b, void *memory, size_t bytes);

/* A bitset of the n bits that are in memory, of any alignment, to be read only: calls that write
   are asserted not to be made. False, and b is all zero, where n is more than LEAN_INDEX_MAX. */
LEAN_SHARED_ bool lean_bitset_view(lean_bitset *b, const void *memory, size_t n);

/* Gives the block back; b is all zero. Invalidates. */
LEAN_SHARED_ void lean_bitset_free(lean_bitset *b);

/* Grows: room for n bits in all, and no more. */
LEAN_SHARED_ bool lean_bitset_reserve(lean_bitset *b, size_t n);

/* Lowers the capacity to what len bits need. False where the owner would not; all is then as it
   was. Does nothing over a caller's memory. */
LEAN_SHARED_ bool lean_bitset_shrink(lean_bitset *b);

/* Grows: len = n; new bits are 0. */
LEAN_SHARED_ bool lean_bitset_resize(lean_bitset *b, size_t n);

/* Grows `to`, whose bits are replaced by those of `from`. It keeps its own owner or memory. */
LEAN_SHARED_ bool lean_bitset_copy(lean_bitset *to, const lean_bitset *from);

/* Grows: a bit behind the last. Amortised O(1). */
LEAN_SHARED_ bool lean_bitset_push(lean_bitset *b, bool value);

LEAN_CALL_ size_t lean_bitset_len(const lean_bitset *b) {
    return LEAN_SIZE_(b->len);
}

/* The bytes: LEAN_BITSET_BYTES(len) of them hold the bits. Without bits, anything. */
LEAN_CALL_ const unsigned char *lean_bitset_data(const lean_bitset *b) {
    return b->bytes;
}

/* Requested from the owner. O(1). */
LEAN_SHARED_ size_t lean_bitset_bytes(const lean_bitset *b);

/* One bit of what holds it. */
LEAN_CALL_ unsigned char *lean_bits_at_(const unsigned char *const *bytes, size_t i) {
    return LEAN_CAST_(unsigned char *, lean_pointer_get_(bytes)) + i / 8;
}

LEAN_CALL_ bool lean_bits_test_(const unsigned char *bytes, size_t i) {
    return (bytes[i / 8] >> i % 8 & 1) != 0;
}

/* Makes bits 0, and then turns them over. */
LEAN_CALL_ void lean_bits_put_(unsigned char *byte, unsigned bits, bool clears, bool flips) {
    *byte = LEAN_CAST_(unsigned char, (*byte & ~(clears ? bits : 0u)) ^ (flips ? bits : 0u));
}

/* Bit i; sets it; sets it to 0; turns it over; makes it that value. O(1). */
LEAN_CALL_ bool lean_bitset_test(const lean_bitset *b, size_t i) {
    LEAN_ASSERT(i < b->len);
    return lean_bits_test_(b->bytes, i);
}

LEAN_CALL_ void lean_bitset_set(lean_bitset *b, size_t i) {
    LEAN_ASSERT(i < b->len && (b->cap & LEAN_BITSET_VIEW_) == 0);
    lean_bits_put_(lean_bits_at_(&b->bytes, i), 1u << i % 8, true, true);
}

LEAN_CALL_ void lean_bitset_clear(lean_bitset *b, size_t i) {
    LEAN_ASSERT(i < b->len && (b->cap & LEAN_BITSET_VIEW_) == 0);
    lean_bits_put_(lean_bits_at_(&b->bytes, i), 1u << i % 8, true, false);
}

LEAN_CALL_ void lean_bitset_flip(lean_bitset *b, size_t i) {
    LEAN_ASSERT(i < b->len && (b->cap & LEAN_BITSET_VIEW_) == 0);
    lean_bits_put_(lean_bits_at_(&b->bytes, i), 1u << i % 8, false, true);
}

LEAN_CALL_ void lean_bitset_assign(lean_bitset *b, size_t i, bool value) {
    LEAN_ASSERT(i < b->len && (b->cap & LEAN_BITSET_VIEW_) == 0);
    lean_bits_put_(lean_bits_at_(&b->bytes, i), 1u << i % 8, true, value);
}

/* Sets bit i. Whether it was set before. O(1). */
LEAN_CALL_ bool lean_bitset_test_and_set(lean_bitset *b, size_t i) {
    const bool was = lean_bitset_test(b, i);
    lean_bitset_set(b, i);
    return was;
}

/* The same of the n bits from i on; the last one gives how many were set before. O(n). */
LEAN_SHARED_ void lean_bitset_assign_range(lean_bitset *b, size_t i, size_t n, bool value);
LEAN_SHARED_ void lean_bitset_flip_range(lean_bitset *b, size_t i, size_t n);
LEAN_SHARED_ size_t lean_bitset_test_and_set_range(lean_bitset *b, size_t i, size_t n);

LEAN_CALL_ void lean_bitset_set_range(lean_bitset *b, size_t i, size_t n) {
    lean_bitset_assign_range(b, i, n, true);
}

LEAN_CALL_ void lean_bitset_clear_range(lean_bitset *b, size_t i, size_t n) {
    lean_bitset_assign_range(b, i, n, false);
}

/* How many of the n bits from i on are set; whether any of them is; whether all are. */
LEAN_SHARED_ LEAN_PURE_ size_t lean_bitset_count_range(const lean_bitset *b, size_t i, size_t n);
LEAN_SHARED_ LEAN_PURE_ bool lean_bitset_any_range(const lean_bitset *b, size_t i, size_t n);
LEAN_SHARED_ LEAN_PURE_ bool lean_bitset_all_range(const lean_bitset *b, size_t i, size_t n);

/* The same of all bits. Of none, all are set. */
LEAN_SHARED_ LEAN_PURE_ size_t lean_bitset_count(const lean_bitset *b);

LEAN_CALL_ bool lean_bitset_any(const lean_bitset *b) {
    return lean_bitset_any_range(b, 0, LEAN_SIZE_(b->len));
}

LEAN_CALL_ bool lean_bitset_none(const lean_bitset *b) {
    return !lean_bitset_any(b);
}

LEAN_CALL_ bool lean_bitset_all(const lean_bitset *b) {
    return lean_bitset_all_range(b, 0, LEAN_SIZE_(b->len));
}

/* How bits x and y become one: the exclusive or of those of x, y, x and y, and 1 that are named by
   bits 0 to 3. */
enum {
    LEAN_BITS_SAME_ = 1,
    LEAN_BITS_XOR_ = 3,
    LEAN_BITS_AND_ = 4,
    LEAN_BITS_ANDNOT_ = 5,
    LEAN_BITS_OR_ = 7,
    LEAN_BITS_NOT_ = 9
};
LEAN_SHARED_ void lean_bitset_apply_(lean_bitset *a, const lean_bitset *b, unsigned way);
LEAN_SHARED_ bool lean_bitset_apply_into_(lean_bitset *out, const lean_bitset *a,
                                          const lean_bitset *b, unsigned way);
LEAN_SHARED_ LEAN_PURE_ size_t lean_bitset_count_two_(const lean_bitset *a, const lean_bitset *b,
                                                      unsigned way);
LEAN_SHARED_ LEAN_PURE_ bool lean_bitset_any_two_(const lean_bitset *a, const lean_bitset *b,
                                                  unsigned way);

/* For X of and, or, xor (of both, one is set) and andnot (a is set, b is not):

   void lean_bitset_X(lean_bitset *a, const lean_bitset *b)
       Into a, whose length stays. They may be the same.
   bool lean_bitset_X_into(lean_bitset *out, const lean_bitset *a, const lean_bitset *b)
       Grows: out gets the length of a. It may be one of them.
   size_t lean_bitset_count_X(const lean_bitset *a, const lean_bitset *b)
       How many would be set, in the length of the longer one, without making them.

   O(bytes), at the speed of memory. */
#define LEAN_BITSET_CALLS_(X, way)                                                                 \
    LEAN_CALL_ void lean_bitset_##X(lean_bitset *a, const lean_bitset *b) {                        \
        lean_bitset_apply_(a, b, way);                                                             \
    }                                                                                              \
    LEAN_CALL_ bool lean_bitset_##X##_into(lean_bitset *out, const lean_bitset *a,                 \
                                           const lean_bitset *b) {                                 \
        return lean_bitset_apply_into_(out, a, b, way);                                            \
    }                                                                                              \
    LEAN_CALL_ size_t lean_bitset_count_##X(const lean_bitset *a, const lean_bitset *b) {          \
        return lean_bitset_count_two_(a, b, way);                                                  \
    }
LEAN_BITSET_CALLS_(and, LEAN_BITS_AND_)
LEAN_BITSET_CALLS_(or, LEAN_BITS_OR_)
LEAN_BITSET_CALLS_(xor, LEAN_BITS_XOR_)
LEAN_BITSET_CALLS_(andnot, LEAN_BITS_ANDNOT_)

/* Turns all bits over; grows `out`, which gets those of a turned over, and may be a. */
LEAN_CALL_ void lean_bitset_not(lean_bitset *a) {
    lean_bitset_flip_range(a, 0, LEAN_SIZE_(a->len));
}

LEAN_CALL_ bool lean_bitset_not_into(lean_bitset *out, const lean_bitset *a) {
    return lean_bitset_apply_into_(out, a, a, LEAN_BITS_NOT_);
}

/* Whether they have the same length and bits; all bits of a are in b; some bit is in both. They end
   where it is known. O(bytes). */
LEAN_CALL_ bool lean_bitset_equal(const lean_bitset *a, const lean_bitset *b) {
    return a->len == b->len && !lean_bitset_any_two_(a, b, LEAN_BITS_XOR_);
}

LEAN_CALL_ bool lean_bitset_subset(const lean_bitset *a, const lean_bitset *b) {
    return !lean_bitset_any_two_(a, b, LEAN_BITS_ANDNOT_);
}

LEAN_CALL_ bool lean_bitset_intersects(const lean_bitset *a, const lean_bitset *b) {
    return lean_bitset_any_two_(a, b, LEAN_BITS_AND_);
}

/* Bit i becomes bit i + n; or bit i - n. What leaves is lost, zeros enter, and len stays. */
LEAN_SHARED_ void lean_bitset_shift_up(lean_bitset *b, size_t n);
LEAN_SHARED_ void lean_bitset_shift_down(lean_bitset *b, size_t n);

/* Bits i on of n, the first as the lowest bit of a word; as many as the word has behind i % 8 bits,
   or as there are, and then zeros. */
#if SIZE_MAX > UINT32_MAX
#define LEAN_WORD_ 64u
#define LEAN_WORD_AT_(bytes) lean_load64(bytes)
#define lean_word_ctz_ lean_ctz64
#define lean_word_clz_ lean_clz64
#define lean_word_popcount_ lean_popcount64
#elif SIZE_MAX > 65535
#define LEAN_WORD_ 32u
#define LEAN_WORD_AT_(bytes) lean_load32(bytes)
#define lean_word_ctz_ lean_ctz32
#define lean_word_clz_ lean_clz32
#define lean_word_popcount_ lean_popcount32
#else
#define LEAN_WORD_ 16u
#define LEAN_WORD_AT_(bytes) LEAN_CAST_(size_t, (bytes)[0] | LEAN_CAST_(unsigned, (bytes)[1]) << 8)
#define lean_word_ctz_ lean_ctz32
#define lean_word_clz_(x) (lean_clz32(x) - 16)
#define lean_word_popcount_ lean_popcount32
#endif
LEAN_SHARED_ LEAN_PURE_ size_t lean_bits_word_shared_(const unsigned char *bytes, size_t i,
                                                      size_t n);
LEAN_BODY_ size_t lean_bits_word_hot_(const unsigned char *bytes, size_t i, size_t n) {
    if (LEAN_UNLIKELY_(n - i < LEAN_WORD_))
        return lean_bits_word_shared_(bytes, i, n);
    return LEAN_WORD_AT_(bytes + i / 8) >> i % 8;
}

/* The first bit from `from` <= len on that is set, or is not: its number in *at. False, and *at as
   it was, where there is none. */
LEAN_SHARED_ bool lean_bits_next_shared_(const lean_bitset *b, size_t from, size_t end, size_t *at,
                                         bool value);
LEAN_BODY_ bool lean_bits_next_hot_(const lean_bitset *b, size_t from, size_t end, size_t *at,
                                    bool value) {
    if (end - from >= LEAN_WORD_) {
        const size_t all = LEAN_WORD_AT_(b->bytes + from / 8);
        const size_t word = (value ? all : ~all) >> from % 8;
        if (word != 0) {
            *at = from + lean_word_ctz_(word);
            return true;
        }
    }
    return lean_bits_next_shared_(b, from, end, at, value);
}
LEAN_CALL_ bool lean_bitset_next(const lean_bitset *b, size_t from, size_t *at) {
    LEAN_ASSERT(from <= b->len);
    return LEAN_PICK_(lean_bits_next_)(b, from, LEAN_SIZE_(b->len), at, true);
}

LEAN_CALL_ bool lean_bitset_next_clear(const lean_bitset *b, size_t from, size_t *at) {
    LEAN_ASSERT(from <= b->len);
    return LEAN_PICK_(lean_bits_next_)(b, from, LEAN_SIZE_(b->len), at, false);
}

/* The last bit before `end` <= len that is set, or is not. False as above. */
LEAN_SHARED_ bool lean_bits_prev_(const lean_bitset *b, size_t end, size_t *at, bool value);
LEAN_CALL_ bool lean_bitset_prev(const lean_bitset *b, size_t end, size_t *at) {
    LEAN_ASSERT(end <= b->len);
    return lean_bits_prev_(b, end, at, true);
}

LEAN_CALL_ bool lean_bitset_prev_clear(const lean_bitset *b, size_t end, size_t *at) {
    LEAN_ASSERT(end <= b->len);
    return lean_bits_prev_(b, end, at, false);
}

/* `LEAN_EACH_BIT(i, &b) { ... }`: for each set bit, in order, with its number in a new size_t i.
   The pointer is asked for again and again. A size_t of bits is read ahead: what the loop does to
   those is not noticed. */
#define LEAN_EACH_BIT(i, b)                                                                        \
    for (size_t i = 0, i##_left_ = 0, i##_from_ = 0;                                               \
         LEAN_PICK_(lean_bits_step_)((b), &i, &i##_left_, &i##_from_);)
LEAN_BODY_ bool lean_bits_step_hot_(const lean_bitset *b, size_t *at, size_t *left, size_t *from) {
    const size_t len = LEAN_SIZE_(b->len);
    while (*left == 0) { /* *from counts words, since a bit behind the last may have no number */
        if (*from >= len / LEAN_WORD_ + (len % LEAN_WORD_ != 0))
            return false;
        *left = lean_bits_word_hot_(b->bytes, *from * LEAN_WORD_, len);
        ++*from;
    }
    *at = (*from - 1) * LEAN_WORD_ + lean_word_ctz_(*left);
    *left &= *left - 1;
    return true;
}
LEAN_SHARED_ bool lean_bits_step_shared_(const lean_bitset *b, size_t *at, size_t *left,
                                         size_t *from);

/* Writes the numbers of the first `most` set bits from *from <= len on to `out`, or of all there
   are, and sets *from to where to go on. How many. Numbers from 2^32 on are not written.

     while ((n = lean_bitset_read_u32(&b, &from, some, 256)) != 0) ...      the more, the faster */
LEAN_SHARED_ size_t lean_bitset_read_u32(const lean_bitset *b, size_t *from, uint32_t *out,
                                         size_t most);

/* LEAN_DEFINE_FIXED_BITSET(Name, CAP), at file scope, no semicolon behind it: CAP >= 1 bits in
   LEAN_BITSET_BYTES(CAP) bytes, which are all of the object. It may be duplicated by assignment,
   and where it is all zero no bit is set.

   size_t Name_len(const Name *b)      CAP
   bool Name_test(const Name *b, size_t i)
   void Name_set(Name *b, size_t i), Name_clear, Name_flip
   void Name_assign(Name *b, size_t i, bool value)
   bool Name_test_and_set(Name *b, size_t i)
       As lean_bitset has them; i < CAP, asserted.
   size_t Name_count(const Name *b)
   bool Name_next(const Name *b, size_t from, size_t *at)
       As lean_bitset_count and lean_bitset_next.
   lean_bitset Name_bitset(Name *b), Name_view(const Name *b)
       The same bits for what else lean_bitset can do; a view is only read. Dead when b changes its
       place. */
#define LEAN_DEFINE_FIXED_BITSET(Name, CAP)                                                        \
    typedef struct Name {                                                                          \
        unsigned char bytes[LEAN_BITSET_BYTES(CAP)];                                               \
    } Name;                                                                                        \
    LEAN_STATIC_ASSERT_((CAP) >= 1 && (CAP) <= LEAN_INDEX_MAX,                                     \
                        Name##_capacity_must_fit_LEAN_INDEX_BITS);                                 \
    LEAN_CALL_ size_t Name##_len(const Name *b_) {                                                 \
        (void)b_;                                                                                  \
        return (CAP);                                                                              \
    }                                                                                              \
    LEAN_CALL_ bool Name##_test(const Name *b_, size_t i_) {                                       \
        LEAN_ASSERT(i_ < (CAP));                                                                   \
        return lean_bits_test_(b_->bytes, i_);                                                     \
    }                                                                                              \
    LEAN_CALL_ void Name##_set(Name *b_, size_t i_) {                                              \
        LEAN_ASSERT(i_ < (CAP));                                                                   \
        lean_bits_put_(b_->bytes + i_ / 8, 1u << i_ % 8, true, true);                              \
    }                                                                                              \
    LEAN_CALL_ void Name##_clear(Name *b_, size_t i_) {                                            \
        LEAN_ASSERT(i_ < (CAP));                                                                   \
        lean_bits_put_(b_->bytes + i_ / 8, 1u << i_ % 8, true, false);                             \
    }                                                                                              \
    LEAN_CALL_ void Name##_flip(Name *b_, size_t i_) {                                             \
        LEAN_ASSERT(i_ < (CAP));                                                                   \
        lean_bits_put_(b_->bytes + i_ / 8, 1u << i_ % 8, false, true);                             \
    }                                                                                              \
    LEAN_CALL_ void Name##_assign(Name *b_, size_t i_, bool value_) {                              \
        LEAN_ASSERT(i_ < (CAP));                                                                   \
        lean_bits_put_(b_->bytes + i_ / 8, 1u << i_ % 8, true, value_);                            \
    }                                                                                              \
    LEAN_CALL_ bool Name##_test_and_set(Name *b_, size_t i_) {                                     \
        const bool was_ = Name##_test(b_, i_);                                                     \
        Name##_set(b_, i_);                                                                        \
        return was_;                                                                               \
    }                                                                                              \
    LEAN_CALL_ lean_bitset Name##_view(const Name *b_) {                                           \
        lean_bitset view_ = LEAN_EMPTY;                                                            \
        view_.bytes = b_->bytes;                                                                   \
        view_.len = LEAN_INDEX_(CAP);                                                              \
        view_.cap = LEAN_INDEX_(LEAN_BITSET_CONST_ + sizeof b_->bytes);                            \
        return view_;                                                                              \
    }                                                                                              \
    LEAN_CALL_ lean_bitset Name##_bitset(Name *b_) {                                               \
        lean_bitset bits_ = Name##_view(b_);                                                       \
        unsigned char *const last_ = b_->bytes + sizeof b_->bytes - 1;                             \
        *last_ = LEAN_CAST_(unsigned char, *last_ &(0xff >> (7 - ((CAP) + 7) % 8)));               \
        bits_.cap = LEAN_INDEX_(LEAN_BITSET_OVER_ + sizeof b_->bytes);                             \
        return bits_;                                                                              \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_count(const Name *b_) {                                               \
        const lean_bitset view_ = Name##_view(b_);                                                 \
        return lean_bitset_count(&view_);                                                          \
    }                                                                                              \
    LEAN_CALL_ bool Name##_next(const Name *b_, size_t from_, size_t *at_) {                       \
        const lean_bitset view_ = Name##_view(b_);                                                 \
        return lean_bitset_next(&view_, from_, at_);                                               \
    }

#else
#define LEAN_DEFINE_FIXED_BITSET(Name, CAP)                                                        \
    typedef LEAN_DEFINE_FIXED_BITSET_needs_LEAN_WITH_BITSET_before_lean_h Name;
#endif /* LEAN_HAS_BITSET_ */

/* ==== [RANK] rank and select over a finished bitset ========================================= */
#ifdef LEAN_HAS_RANK_

/* How many bits before a given one are set, and which bit is the k-th that is set, in a few steps
   whatever the number of bits:

     block  | sums: ones before each 2^16 bits | places | counts: ones from there to each 512 |

   Places are the numbers of every 4096th one, from the front, and of every 4096th zero, from the
   back; so there are never more of both together than len / 4096 + 2. A rank is a sum, a count and
   the ones in at most eight words. A select looks between two places for the last count that is not
   too large, and then into 512 bits.

   Bytes, in hundredths of those of the bits: 16 / 512 for counts and 32 / 65536 for sums, which is
   what rank reads, 3.17; with 32 / 4096 for places 3.96. (With LEAN_INDEX_BITS 64 every 8192th has
   a place: 4.00.) The bits must stay where and as they are for as long as the object is used.
   Sources: Jacobson, "Space-efficient static trees and graphs" (1989) for the two levels; Vigna,
   "Broadword implementation of rank/select queries" (2008) for selecting in a word. */
typedef struct lean_rank {
    lean_block_ block;
    const unsigned char *bytes; /* of the bitset */
    const lean_index *sums;
    const lean_index *places;
    const uint16_t *counts;
    size_t quick; /* bits before this one are counted in place: eight bytes are there to be loaded,
                     and an instruction counts ones */
    lean_index len;
    lean_index ones;
    bool has_pdep; /* an instruction that puts bits where a word has ones, and is fast */
} lean_rank;
#define LEAN_RANK_PLACE_ (LEAN_INDEX_BITS * 128u)
#define LEAN_RANK_EVEN_ LEAN_CAST_(size_t, UINT32_MAX / LEAN_RANK_PLACE_ & SIZE_MAX)

/* Grows: makes r, which need not be initialised, over the owner (NULL: malloc) for the bits that
   there are. False, and r is all zero, where there is no memory. One pass. LEAN_EMPTY is the rank
   of no bits. */
LEAN_SHARED_ bool lean_rank_init(lean_rank *r, const lean_bitset *bits,
                                 const lean_allocator *owner);

/* Gives the block back; r is all zero. */
LEAN_SHARED_ void lean_rank_free(lean_rank *r);

/* Requested from the owner. O(1). */
LEAN_CALL_ size_t lean_rank_bytes(const lean_rank *r) {
    return lean_block_held_(&r->block);
}

/* All bits; those that are set. */
LEAN_CALL_ size_t lean_rank_len(const lean_rank *r) {
    return LEAN_SIZE_(r->len);
}

LEAN_CALL_ size_t lean_rank_count(const lean_rank *r) {
    return LEAN_SIZE_(r->ones);
}

/* Ones in a word. Where the processor has an instruction that the compiler was not told of, it is
   written out: a call for it would cost more than the rest of a rank. */
#if LEAN_HAS_KERNELS_ && !LEAN_HAS_POPCOUNT_
LEAN_HOT_ size_t lean_rank_popcount_(uint64_t x) {
    __asm__("popcnt %0, %0" : "+r"(x) : : "cc");
    return x;
}
#else
#define lean_rank_popcount_(x) lean_popcount64(x)
#endif

LEAN_SHARED_ LEAN_PURE_ size_t lean_rank_ones_shared_(const lean_rank *r, size_t i);
LEAN_BODY_ size_t lean_rank_ones_hot_(const lean_rank *r, size_t i) {
    const unsigned char *at;
    size_t ones;
    if (LEAN_UNLIKELY_(i >= r->quick))
        return lean_rank_ones_shared_(r, i);
    at = r->bytes + i / 512 * 64;
    ones = LEAN_SIZE_(r->sums[i / 65536]) + r->counts[i / 512] +
           lean_rank_popcount_(lean_load64(at + i / 64 % 8 * 8) << 1 << (63 - i % 64));
    switch (i / 64 % 8) { /* shorter than a loop, whose end would be guessed wrong as often */
    case 7:
        ones += lean_rank_popcount_(lean_load64(at + 48));
        LEAN_FALL_THROUGH_
    case 6:
        ones += lean_rank_popcount_(lean_load64(at + 40));
        LEAN_FALL_THROUGH_
    case 5:
        ones += lean_rank_popcount_(lean_load64(at + 32));
        LEAN_FALL_THROUGH_
    case 4:
        ones += lean_rank_popcount_(lean_load64(at + 24));
        LEAN_FALL_THROUGH_
    case 3:
        ones += lean_rank_popcount_(lean_load64(at + 16));
        LEAN_FALL_THROUGH_
    case 2:
        ones += lean_rank_popcount_(lean_load64(at + 8));
        LEAN_FALL_THROUGH_
    case 1:
        ones += lean_rank_popcount_(lean_load64(at));
        LEAN_FALL_THROUGH_
    default:
        return ones;
    }
}

/* How many of the bits before i <= len are set; how many are not. O(1). */
LEAN_CALL_ size_t lean_rank_ones(const lean_rank *r, size_t i) {
    LEAN_ASSERT(i <= r->len);
    return LEAN_PICK_(lean_rank_ones_)(r, i);
}

LEAN_CALL_ size_t lean_rank_zeros(const lean_rank *r, size_t i) {
    return i - lean_rank_ones(r, i);
}

/* The number of the one, or zero, before which there are k of its kind, in *at. False, and *at as
   it was, where there is none. O(1) where bits of the kind are spread evenly, else O(log len). */
LEAN_SHARED_ bool lean_rank_seek_(const lean_rank *r, size_t k, size_t *at, bool value);
LEAN_CALL_ bool lean_rank_select(const lean_rank *r, size_t k, size_t *at) {
    return lean_rank_seek_(r, k, at, true);
}

LEAN_CALL_ bool lean_rank_select_zero(const lean_rank *r, size_t k, size_t *at) {
    return lean_rank_seek_(r, k, at, false);
}

/* The same of n at once, to out[0] to out[n - 1], which may be where they are asked from: several
   times as fast where the bits are not in the cache. Those selected are there, asserted. */
LEAN_SHARED_ void lean_rank_read_ones(const lean_rank *r, const size_t *bits, size_t n,
                                      size_t *out);
LEAN_SHARED_ void lean_rank_read_select(const lean_rank *r, const size_t *k, size_t n, size_t *out);
LEAN_SHARED_ void lean_rank_read_select_zero(const lean_rank *r, const size_t *k, size_t n,
                                             size_t *out);

#endif /* LEAN_HAS_RANK_ */

/* ==== [MAP] sparse hash maps and sets that grow ============================================= */
#ifdef LEAN_HAS_MAP_

/* LEAN_DEFINE_MAP(Name, K, V) makes a hash map that holds hardly more than its values and what of
   the keys their place does not tell already, at every size:

     Name      | root | len | made |      16 bytes on x86-64, 12 on a Cortex-M0
                  |
                  v
     root      | owner | seed | buckets | directory | pages |
                                            |
                                            v
     directory | bucket 0 | bucket 1 | ... | bucket n |    in segments; grows a bucket at a time
                                |
                                v
     bucket    | block | where each part begins | entries in each part |    16 bytes on x86-64
                   |
                   v
     block     | head | part 0 | part 1 | part 2 | part 3 |    some 600 bytes
                                    |
                                    v
     part      | values | a byte of each key | rest of each key |

     of whole keys:
     block     | head | values and keys, by their part | four bits of each key |

   A number is mixed by a bijection. The low bits of that are its bucket, the highest eight are a
   byte by which it is looked for, many at once, the two behind them its part, and only the bits in
   between are stored besides, back to back: together they are the key again. (Cleary, "Compact hash
   tables using bidirectional linear probing", 1984, has the quotients; the eight bits in front are
   Bagwell's and SwissTable's idea, and here part of the key.) The directory tells where a part is
   and how long, so behind it a call waits for memory once, and for lines side by side.

   Keys that are stored whole are sorted, where pointers have 64 bits, into 14 parts of at most 15
   entries each: so few that four bits tell nearly always which one is meant. What a full part
   cannot have another one has, and the block is marked: it is searched from end to end for what is
   not in its part. Large values and keys of few bits have one part or two.

   Buckets are split one after the other as the map grows, and joined as it shrinks (Litwin, "Linear
   hashing", 1980), so that no step moves more than two of them. A bucket is a block of just the
   size that it needs. Where there are some hundred, blocks of a size lie side by side in pages, and
   the last one of a size moves into a place that becomes free, so that nothing is lost between
   them. A block that is as large as may be is followed by another, so that any keys and any hash
   are correct, if slow.

   Invariants: a page's places are all used but for those at the end of the newest page of a size;
   what a block's head says points to it, before any other block moves; a bucket without entries has
   no block, unless that is reserved; bytes() is what was requested from the owner.

   Keys that are integers, enums, bool, float or double go into LEAN_DEFINE_MAP and _SET: 0.0 and
   -0.0 are one key, and so are all NaNs. The mix is public and the seed, 0 unless given, does not
   hide it: who chooses the keys can make them share a bucket, and then calls take time in
   proportion to their number. For such keys there is LEAN_MAP_SIPHASH. */

/* What the directory has of a bucket, and a block of the one behind it in the same bucket:

               | parts | flags, bits of a rest | where parts 1 to 3 begin | entries of each part |
     sorted    | parts | flags | entries of each part, in four bits |

   Blocks are sorted where pointers have 64 bits. It is nothing that a file could choose: one may be
   compiled for speed and the next for size. */
typedef struct lean_map_slot_ {
    unsigned char *parts; /* behind the head of the block; NULL: no entries */
    uint8_t at[4];        /* first flags and bits of a rest, the others in units */
    uint8_t len[4];
} lean_map_slot_;
#define LEAN_MAP_MORE_ 64u   /* another block follows */
#define LEAN_MAP_SPILT_ 128u /* entries of full parts may be in others */
#define LEAN_MAP_SORTS_ (SIZE_MAX > UINT32_MAX)
#define LEAN_MAP_SORTED_PARTS_ 14u
#define LEAN_MAP_SORTED_MOST_ (LEAN_MAP_SORTED_PARTS_ * 15)
#define LEAN_MAP_PARTS_ (LEAN_MAP_SORTS_ ? LEAN_MAP_SORTED_PARTS_ : 4u) /* at most */

/* The head of a block. Where another follows, what the directory would have of that one is behind
   it. */
typedef struct lean_map_head_ {
    uint32_t bucket; /* who points to it */
    uint16_t room;   /* for parts, in units */
    uint8_t share;   /* so many blocks of its size make a page; 0: a block of its own */
    uint8_t more;    /* whether another follows, or did */
} lean_map_head_;

/* Full pages are of one size; the newest of a block size begins with one place and grows. */
typedef struct lean_map_page_ {
    struct lean_map_page_ *below; /* the page before, whose places are all used */
    size_t used;
    size_t places;
    size_t size; /* of a place */
} lean_map_page_;

#define LEAN_MAP_PAGE_HEAD_ ((sizeof(lean_map_page_) + LEAN_ALIGN - 1) / LEAN_ALIGN * LEAN_ALIGN)

/* Buckets that keys of so many bits can have: their first bits do not count. */
#if SIZE_MAX > 65535
#define LEAN_MAP_BUCKETS_MAX_(bits)                                                                \
    ((bits) > 32 ? LEAN_CAST_(size_t, UINT32_MAX / 64)                                             \
                 : LEAN_CAST_(size_t, 1) << ((bits) > 16 ? (bits)-10 : (bits)-8))
#else
#define LEAN_MAP_BUCKETS_MAX_(bits) ((bits) > 16 ? SIZE_MAX / 64 : (bits) > 8 ? 256u : 1u)
#endif
#define LEAN_MAP_MOST_ENTRIES_ (LEAN_INDEX_MAX < SIZE_MAX / 64 ? LEAN_INDEX_MAX : SIZE_MAX / 64)
#define LEAN_MAP_NOBODY_ UINT32_MAX /* the bucket of fresh blocks */
#define LEAN_MAP_SEGMENT_ 4096u     /* buckets in a segment of the directory */
#define LEAN_MAP_STOCKED_ 2048u     /* with so many buckets pages are kept in store: */
#define LEAN_MAP_STOCK_ 3u
#define LEAN_MAP_SHARES_ 64u
#define LEAN_MAP_COARSE_SHARES_ 40u /* at most in a page, while there is a reserve */
#ifndef LEAN_MAP_OWN_               /* the tests have a file with less */
#define LEAN_MAP_OWN_ (SIZE_MAX > 65535 ? 256u : SIZE_MAX) /* with fewer buckets no pages */
#endif

typedef struct lean_map_root_ {
    const lean_allocator *owner;
    lean_map_slot_ **segments; /* of the directory; &first while there is one */
    lean_map_slot_ *first;     /* the first segment; &only while there is one bucket */
    lean_map_slot_ only;
    lean_map_slot_ fresh; /* blocks that belong to no bucket yet */
    size_t buckets;
    size_t mask; /* 2^depth - 1 >= buckets - 1 */
    uint64_t seed;
    uint64_t salt;          /* the seed, mixed: for numbers of any width */
    size_t bytes;           /* requested */
    lean_map_page_ **pages; /* the newest of each share; NULL before there are any */
    lean_map_page_ *spare;  /* full pages without blocks */
    size_t spares;          /* how many */
    size_t kept;            /* how many of them stay when more become free */
    size_t reserved;        /* until there are so many entries nothing is requested or joined */
    size_t own;             /* blocks that are in no page */
    size_t front;           /* buckets before this one are empty */
    size_t changes;         /* so often entries and blocks may have come to lie elsewhere */
    size_t weight;          /* of the entries, where keys are texts */
    size_t segments_len;    /* segments there are */
    size_t segments_cap;    /* that there is room for */
    size_t first_cap;       /* buckets that there is room for in the first one */
    uint8_t depth;
    bool coarse;  /* there is a reserve of pages, and few sizes of blocks */
    bool quiet;   /* nothing may be requested now */
    bool thin;    /* of a bucket of several blocks entries were removed, while there is a reserve */
    bool far;     /* some texts may lie elsewhere */
    bool chained; /* some bucket has, or had, several blocks */
} lean_map_root_;

/* Every made map begins like this. */
typedef struct lean_map_ {
    const void *root; /* the owner while made is 0 */
    lean_index len;
    lean_index made;
} lean_map_;

/* What the made types differ in. */
typedef struct lean_map_kind_ {
    size_t value_size;
    size_t key_size;    /* of keys that are stored whole; 0 where a number of some bits is */
    bool is_key_first;  /* of the two, the one that is aligned more is in front */
    bool is_sorted;     /* the parts are in the same arrays */
    bool is_paired;     /* which is one, of values and keys in turn, where that needs no padding */
    unsigned bits;      /* of a mixed key */
    unsigned part_bits; /* that tell the part */
    unsigned unit_log;  /* parts begin at multiples of a unit, 2 to the power of that */
    unsigned mean;      /* entries a bucket; of texts their weight */
    unsigned most;      /* that fit into any block, whatever their parts */
    size_t page;        /* bytes */
    uint64_t (*hash)(const lean_map_ *map, const void *stored); /* mixed; NULL: keys are numbers */
    bool (*same)(const void *stored, const void *key);
} lean_map_kind_;

/* The bytes of an entry whose bucket is one of some thousand, half of which are told by it, and at
   most; the bytes of a usual block, which must not be much of a small memory, and its entries; the
   bytes that a block should be able to have: a bucket holds twice as much before it is split, and
   some more by chance. */
#define LEAN_MAP_ENTRY_(value, key, bits)                                                          \
    ((value) + ((key) != 0 ? (key) + 1 : (bits) > 16 ? (bits) / 8 - 1 : 1))
#define LEAN_MAP_LARGEST_(value, key, bits) ((value) + ((key) != 0 ? (key) + 1 : (bits) / 8))
#define LEAN_MAP_USUAL_ (SIZE_MAX > 65535 ? 850u : 425u)
#define LEAN_MAP_MEAN_(entry)                                                                      \
    ((entry) > 160                    ? 4u                                                         \
     : LEAN_MAP_USUAL_ / (entry) > 56 ? 56u                                                        \
                                      : LEAN_CAST_(unsigned, LEAN_MAP_USUAL_ / (entry)))
#define LEAN_MAP_NEED_(entry) ((entry) * (LEAN_MAP_MEAN_(entry) * 9 / 4 + 8))

/* The binary logarithm of a unit, of which a block has up to 255. */
#define LEAN_MAP_IS_UNIT_(entry, align, other, log)                                                \
    (LEAN_MAP_NEED_(entry) <= LEAN_CAST_(size_t, 255) << (log) &&                                  \
     LEAN_CAST_(size_t, align) <= LEAN_CAST_(size_t, 1) << (log) &&                                \
     LEAN_CAST_(size_t, other) <= LEAN_CAST_(size_t, 1) << (log))
#define LEAN_MAP_UNIT_LOG_(entry, align, other)                                                    \
    ((entry) > 160                               ? LEAN_MAP_LARGE_LOG_(entry)                      \
     : LEAN_MAP_IS_UNIT_(entry, align, other, 0) ? 0u                                              \
     : LEAN_MAP_IS_UNIT_(entry, align, other, 1) ? 1u                                              \
     : LEAN_MAP_IS_UNIT_(entry, align, other, 2) ? 2u                                              \
     : LEAN_MAP_IS_UNIT_(entry, align, other, 3) ? 3u                                              \
                                                 : 4u)
#define LEAN_MAP_LARGE_LOG_(entry)                                                                 \
    (SIZE_MAX <= 65535 && (entry) > 1408 ? 7u                                                      \
     : (entry) <= 176                    ? 4u                                                      \
     : (entry) <= 352                    ? 5u                                                      \
     : (entry) <= 704                    ? 6u                                                      \
     : (entry) <= 1408                   ? 7u                                                      \
     : (entry) <= 2816                   ? 8u                                                      \
     : (entry) <= 5632                   ? 9u                                                      \
     : (entry) <= 11264                  ? 10u                                                     \
     : (entry) <= 22528                  ? 11u                                                     \
     : (entry) <= 45056                  ? 12u                                                     \
     : (entry) <= UINT32_C(90112)        ? 13u                                                     \
     : (entry) <= UINT32_C(180224)       ? 14u                                                     \
     : (entry) <= UINT32_C(360448)       ? 15u                                                     \
     : (entry) <= UINT32_C(720896)       ? 16u                                                     \
     : (entry) <= UINT32_C(1441792)      ? 17u                                                     \
     : (entry) <= UINT32_C(2883584)      ? 18u                                                     \
     : (entry) <= UINT32_C(5767168)      ? 19u                                                     \
     : (entry) <= UINT32_C(11534336)     ? 20u                                                     \
                                         : 21u)
/* So that four of the largest blocks make a page of less than 4 GB, or a block a half of memory. */
#define LEAN_MAP_SIZE_MAX_ (SIZE_MAX > 65535 ? UINT32_C(8388608) : SIZE_MAX / 16)
#define LEAN_MAP_PART_BITS_(entry, key, bits)                                                      \
    ((bits) <= 16 || (entry) > 40      ? 0u                                                        \
     : LEAN_MAP_IS_SORTED_(entry, key) ? 0u                                                        \
     : (key) != 0 || (entry) > 20      ? 1u                                                        \
                                       : 2u)
#define LEAN_MAP_IS_SORTED_(entry, key) (LEAN_MAP_SORTS_ && (key) != 0 && (entry) <= 41)
#define LEAN_MAP_MOST_(limit, largest, most)                                                       \
    ((limit) / (largest) < (most) ? LEAN_CAST_(unsigned, (limit) / (largest)) : (most))
/* A page has places for four blocks of any size, and for a dozen and more of the usual ones: with
   fewer their sizes would be too far apart. */
#define LEAN_MAP_FOUR_(log) (((LEAN_CAST_(size_t, 255) << (log)) + 64) * 4)
#define LEAN_MAP_PAGE_(entry, key, log)                                                            \
    LEAN_MAP_PAGE_OF_((key) != 0 ? LEAN_MAP_NEED_(entry) * 9 : LEAN_MAP_NEED_(entry) * 6, entry,   \
                      LEAN_MAP_FOUR_(log))
#define LEAN_MAP_PAGE_OF_(wanted, entry, four)                                                     \
    ((entry) <= 160 && (wanted) > (four) ? (wanted) / 16 * 16 : (four))

/* Whether behind a key and a value another two can follow at once. */
#define LEAN_MAP_FIT_(value, value_align, key, key_align)                                          \
    (((value) + (key)) % LEAN_CAST_(size_t, key_align) == 0 &&                                     \
     ((value) + (key)) % LEAN_CAST_(size_t, value_align) == 0)

#define LEAN_MAP_KIND_OF_(entry, largest, log, value, key, is_first, fit, bits, hash, same)        \
    {                                                                                              \
        (value), (key), (is_first), LEAN_MAP_IS_SORTED_(entry, key),                               \
            LEAN_MAP_IS_SORTED_(entry, key) && (fit), (bits),                                      \
            LEAN_MAP_PART_BITS_(entry, key, bits), (log), LEAN_MAP_MEAN_(entry),                   \
            LEAN_MAP_IS_SORTED_(entry, key)                                                        \
                ? LEAN_MAP_MOST_(LEAN_CAST_(size_t, 500) << (log), ((value) + (key)) * 2 + 1,      \
                                 LEAN_MAP_SORTED_MOST_)                                            \
                : LEAN_MAP_MOST_(LEAN_CAST_(size_t, 250) << (log), largest, 255u),                 \
            LEAN_MAP_PAGE_(entry, key, log), (hash), (same)                                        \
    }
#define LEAN_MAP_KIND_(value, value_align, key, key_align, bits, hash, same)                       \
    LEAN_MAP_KIND_OF_(                                                                             \
        LEAN_MAP_ENTRY_(value, key, bits), LEAN_MAP_LARGEST_(value, key, bits),                    \
        LEAN_MAP_UNIT_LOG_(LEAN_MAP_ENTRY_(value, key, bits), value_align, key_align), value, key, \
        (key_align) > (value_align), LEAN_MAP_FIT_(value, value_align, key, key_align), bits,      \
        hash, same)

LEAN_HOT_ lean_map_root_ *lean_map_root_of_(const lean_map_ *m) {
    return LEAN_CAST_(lean_map_root_ *, lean_pointer_get_(&m->root));
}

/* Whether keys are texts, see [STRMAP]. */
#ifdef LEAN_HAS_STRMAP_
#define LEAN_MAP_TEXTS_ 1
#else
#define LEAN_MAP_TEXTS_ 0
#endif
LEAN_HOT_ bool lean_map_has_texts_(const lean_map_kind_ *kind) {
    return LEAN_MAP_TEXTS_ && kind->hash != NULL && kind->key_size == 0;
}

/* Mixes of 8 to 64 bits under a seed, and back. That of 64 multiplies twice, and after each time
   brings the upper half, which every bit has gone into, to the lower one: less work than that of
   lean_mix64, and as even in the bits of the bucket. First bytes in a bucket are the same a few
   times as often as by chance for keys of some strides, which costs a comparison each. */
LEAN_HOT_ uint64_t lean_map_mix_(uint64_t bits, unsigned width, uint64_t seed) {
    bits ^= seed;
    if (width == 64) {
        bits *= UINT64_C(0xbf58476d1ce4e5b9);
        bits = (bits ^ bits >> 32) * UINT64_C(0x94d049bb133111eb);
        return bits << 32 | bits >> 32;
    }
    if (width == 32)
        return lean_mix32(LEAN_CAST_(uint32_t, bits & UINT32_MAX));
    if (width == 16)
        return lean_mix16_(LEAN_CAST_(uint32_t, bits & 0xffff));
    return bits & 0xff;
}

LEAN_HOT_ uint64_t lean_map_unmix_(uint64_t mixed, unsigned width, uint64_t seed) {
    if (width == 64) {
        mixed = (mixed << 32 | mixed >> 32) * UINT64_C(0x319642b2d24d8ec3);
        return (mixed ^ mixed >> 32) * UINT64_C(0x96de1b173f119089) ^ seed;
    }
    if (width == 32)
        return lean_unmix32(LEAN_CAST_(uint32_t, mixed)) ^ (seed & UINT32_MAX);
    if (width == 16)
        return lean_unmix16_(LEAN_CAST_(uint32_t, mixed)) ^ (seed & 0xffff);
    return (mixed ^ seed) & 0xff;
}

/* A number of 1, 2, 4 or 8 bytes as bits, and back. */
LEAN_HOT_ uint64_t lean_map_bits_(const void *key, size_t size) {
    uint8_t one;
    uint16_t two;
    uint32_t four;
    uint64_t eight;
    if (size == 8) {
        lean_memcpy_(&eight, key, 8);
        return eight;
    }
    if (size == 4) {
        lean_memcpy_(&four, key, 4);
        return four;
    }
    if (size == 2) {
        lean_memcpy_(&two, key, 2);
        return two;
    }
    lean_memcpy_(&one, key, 1);
    return one;
}

LEAN_HOT_ void lean_map_number_(void *key, size_t size, uint64_t bits) {
    const uint8_t one = LEAN_CAST_(uint8_t, bits & 0xff);
    const uint16_t two = LEAN_CAST_(uint16_t, bits & 0xffff);
    const uint32_t four = LEAN_CAST_(uint32_t, bits & UINT32_MAX);
    if (size == 8)
        lean_memcpy_(key, &bits, 8);
    else if (size == 4)
        lean_memcpy_(key, &four, 4);
    else if (size == 2)
        lean_memcpy_(key, &two, 2);
    else
        lean_memcpy_(key, &one, 1);
}

/* The bits of a float or a double, of which those that are equal are the same, and all NaNs. */
LEAN_HOT_ uint64_t lean_map_real_(uint64_t bits, size_t size) {
    const uint64_t sign = UINT64_C(1) << (size * 8 - 1);
    const uint64_t infinity = size == 8 ? UINT64_C(0x7ff) << 52 : UINT64_C(0xff) << 23;
    if ((bits & ~sign) > infinity)
        return infinity | infinity >> 1;
    return bits == sign ? 0 : bits;
}

LEAN_HOT_ size_t lean_map_up_(size_t n, size_t align) {
    return (n + align - 1) & ~(align - 1);
}

LEAN_HOT_ bool lean_map_is_sorted_(const lean_map_kind_ *kind) {
    return LEAN_MAP_SORTS_ && kind->is_sorted;
}

LEAN_HOT_ bool lean_map_is_number_(const lean_map_kind_ *kind) {
    return kind->hash == NULL;
}

LEAN_HOT_ bool lean_map_is_paired_(const lean_map_kind_ *kind) {
    return LEAN_MAP_SORTS_ && kind->is_paired;
}

LEAN_HOT_ unsigned lean_map_parts_(const lean_map_kind_ *kind) {
    return lean_map_is_sorted_(kind) ? LEAN_MAP_SORTED_PARTS_ : 1u << kind->part_bits;
}

/* Bits of a mixed key: eight by which it is looked for, those of its part, its rest, and the number
   of its bucket. Where blocks are sorted the highest eight tell the part, and it is looked for by
   the next four. */
LEAN_HOT_ unsigned lean_map_first_(const lean_map_kind_ *kind, uint64_t mixed) {
    if (lean_map_is_sorted_(kind))
        return LEAN_CAST_(unsigned, mixed >> 52) & 15;
    return LEAN_CAST_(unsigned, mixed >> (kind->bits - 8));
}

LEAN_HOT_ unsigned lean_map_part_(const lean_map_kind_ *kind, uint64_t mixed) {
    if (lean_map_is_sorted_(kind))
        return LEAN_CAST_(unsigned, mixed >> 56) * LEAN_MAP_SORTED_PARTS_ >> 8;
    return LEAN_CAST_(unsigned, mixed >> (kind->bits - 8 - kind->part_bits)) &
           ((1u << kind->part_bits) - 1);
}

/* Entries of the parts of a sorted block, four bits each; and the sum of such numbers. */
LEAN_HOT_ uint64_t lean_map_tells_(const lean_map_slot_ *s) {
    return lean_load64(LEAN_CAST_(const char *, LEAN_CAST_(const void *, s)) + sizeof s->parts) >>
           8;
}

LEAN_HOT_ unsigned lean_map_sum_(uint64_t fours) {
    const uint64_t low = UINT64_C(0x0f0f0f0f0f0f0f0f);
    fours = (fours & low) + (fours >> 4 & low);
    return LEAN_CAST_(unsigned, fours *UINT64_C(0x0101010101010101) >> 56);
}

/* Entries of a part; those in front of it in the arrays where they are, and all that are there. */
LEAN_HOT_ size_t lean_map_n_(const lean_map_kind_ *kind, const lean_map_slot_ *s, unsigned part) {
    if (lean_map_is_sorted_(kind))
        return LEAN_CAST_(unsigned, lean_map_tells_(s) >> part * 4) & 15;
    return s->len[part];
}

LEAN_HOT_ size_t lean_map_before_(const lean_map_kind_ *kind, const lean_map_slot_ *s,
                                  unsigned part) {
    if (lean_map_is_sorted_(kind))
        return lean_map_sum_(lean_map_tells_(s) & ((UINT64_C(1) << part * 4) - 1));
    return 0;
}

LEAN_HOT_ size_t lean_map_all_(const lean_map_kind_ *kind, const lean_map_slot_ *s, unsigned part) {
    return lean_map_is_sorted_(kind) ? lean_map_sum_(lean_map_tells_(s)) : s->len[part];
}

LEAN_HOT_ unsigned lean_map_width_(const lean_map_slot_ *s) {
    return s->at[0] & (LEAN_MAP_MORE_ - 1);
}

LEAN_HOT_ unsigned lean_map_depth_(const lean_map_kind_ *kind, const lean_map_slot_ *s) {
    return kind->bits - 8 - kind->part_bits - lean_map_width_(s);
}

LEAN_HOT_ uint64_t lean_map_rest_mask_(unsigned width) {
    return UINT64_MAX >> 8 >> (56 - width);
}

/* Units as bytes, and the units that so many bytes take. */
LEAN_HOT_ size_t lean_map_bytes_of_(const lean_map_kind_ *kind, size_t units) {
    return units << kind->unit_log;
}

LEAN_HOT_ size_t lean_map_units_(const lean_map_kind_ *kind, size_t bytes) {
    return (bytes + lean_map_bytes_of_(kind, 1) - 1) >> kind->unit_log;
}

/* Where things are: a part in its block, and of its entries the values and whole keys, the first
   bytes, the rests. */
LEAN_BODY_ unsigned char *lean_map_run_(const lean_map_kind_ *kind, const lean_map_slot_ *s,
                                        unsigned part) {
    /* For part 0 there is the width instead: masked, since a branch could not be guessed. */
    return s->parts + lean_map_bytes_of_(kind, s->at[part] & (0u - (part != 0)));
}

/* Where the value or the key of an entry of a sorted block is: it has so many bytes, and so many of
   an entry are in front of it. */
LEAN_HOT_ unsigned char *lean_map_in_(const lean_map_kind_ *kind, const lean_map_slot_ *s,
                                      unsigned part, size_t i, size_t size, size_t before) {
    const size_t at = lean_map_before_(kind, s, part) + i;
    if (lean_map_is_paired_(kind))
        return s->parts + at * (kind->value_size + kind->key_size) + before;
    return s->parts + lean_map_all_(kind, s, part) * before + at * size;
}

LEAN_HOT_ void *lean_map_value_(const lean_map_kind_ *kind, const lean_map_slot_ *s, unsigned part,
                                size_t i) {
    if (lean_map_is_sorted_(kind))
        return lean_map_in_(kind, s, part, i, kind->value_size,
                            kind->is_key_first ? kind->key_size : 0);
    return lean_map_run_(kind, s, part) + (kind->is_key_first ? s->len[part] * kind->key_size : 0) +
           i * kind->value_size;
}

LEAN_HOT_ void *lean_map_key_(const lean_map_kind_ *kind, const lean_map_slot_ *s, unsigned part,
                              size_t i) {
    if (lean_map_is_sorted_(kind))
        return lean_map_in_(kind, s, part, i, kind->key_size,
                            kind->is_key_first ? 0 : kind->value_size);
    return lean_map_run_(kind, s, part) +
           (kind->is_key_first ? 0 : s->len[part] * kind->value_size) + i * kind->key_size;
}

LEAN_HOT_ unsigned char *lean_map_firsts_(const lean_map_kind_ *kind, const lean_map_slot_ *s,
                                          unsigned part) {
    const size_t both = kind->value_size + kind->key_size;
    if (lean_map_is_sorted_(kind))
        return s->parts + lean_map_all_(kind, s, part) * both;
    return lean_map_run_(kind, s, part) + s->len[part] * both;
}

/* The rests, where there are no whole keys. */
LEAN_HOT_ unsigned char *lean_map_rests_of_(const lean_map_kind_ *kind, const lean_map_slot_ *s,
                                            unsigned part) {
    return lean_map_run_(kind, s, part) + s->len[part] * (kind->value_size + 1);
}

LEAN_HOT_ unsigned lean_map_first_of_(const lean_map_kind_ *kind, const lean_map_slot_ *s,
                                      unsigned part, size_t i) {
    const unsigned char *const firsts = lean_map_firsts_(kind, s, part);
    if (!lean_map_is_sorted_(kind))
        return firsts[i];
    i += lean_map_before_(kind, s, part);
    return LEAN_CAST_(unsigned, firsts[i / 2]) >> i % 2 * 4 & 15;
}

/* The rest of a key as the highest of 64 bits: below them there may be any. It is read with eight
   bytes, of which some may be another's: behind the last block of a page there are some more. */
LEAN_HOT_ uint64_t lean_map_top_(const unsigned char *rests, unsigned width, size_t i) {
    const unsigned bit = LEAN_CAST_(unsigned, i) * width; /* a part has up to 255 */
    return lean_load64(rests + bit / 8) << ((0u - bit % 8 - width) & 63);
}

LEAN_HOT_ uint64_t lean_map_rest_(const lean_map_kind_ *kind, const lean_map_slot_ *s,
                                  unsigned part, size_t i) {
    return lean_map_top_(lean_map_rests_of_(kind, s, part), lean_map_width_(s), i);
}

/* The bits of a rest moved to where a mixed key has them, and the other way round. */
LEAN_HOT_ uint64_t lean_map_down_(const lean_map_kind_ *kind, uint64_t top) {
    return top >> 1 >> (71 - kind->bits + kind->part_bits);
}

LEAN_HOT_ uint64_t lean_map_lift_(const lean_map_kind_ *kind, uint64_t mixed) {
    return mixed << 1 << (71 - kind->bits + kind->part_bits);
}

/* The head of a block, and what it has of the next one in its bucket, or NULL: there may be a place
   for that, but no block any more. */
#define LEAN_MAP_BEHIND_ /* bytes that are so taken */                                             \
    ((sizeof(lean_map_slot_) + LEAN_ALIGN - 1) / LEAN_ALIGN * LEAN_ALIGN)
#define LEAN_MAP_HEAD_ ((sizeof(lean_map_head_) + LEAN_ALIGN - 1) / LEAN_ALIGN * LEAN_ALIGN)

LEAN_HOT_ bool lean_map_has_more_(const lean_map_slot_ *s) {
    return (s->at[0] & LEAN_MAP_MORE_) != 0;
}

LEAN_HOT_ bool lean_map_is_spilt_(const lean_map_slot_ *s) {
    return LEAN_MAP_SORTS_ && (s->at[0] & LEAN_MAP_SPILT_) != 0;
}

LEAN_HOT_ lean_map_head_ *lean_map_head_of_(const lean_map_slot_ *s) {
    const size_t before = LEAN_MAP_HEAD_ + (lean_map_has_more_(s) ? LEAN_MAP_BEHIND_ : 0);
    return LEAN_CAST_(lean_map_head_ *, LEAN_CAST_(void *, s->parts - before));
}

LEAN_HOT_ lean_map_slot_ *lean_map_behind_at_(const lean_map_slot_ *s) {
    return LEAN_CAST_(lean_map_slot_ *, LEAN_CAST_(void *, s->parts - LEAN_MAP_BEHIND_));
}

LEAN_HOT_ lean_map_slot_ *lean_map_behind_(const lean_map_slot_ *s) {
    return lean_map_has_more_(s) && lean_map_behind_at_(s)->parts != NULL ? lean_map_behind_at_(s)
                                                                          : NULL;
}

LEAN_HOT_ size_t lean_map_bucket_(const lean_map_root_ *r, uint64_t mixed) {
    const size_t bucket = LEAN_CAST_(size_t, mixed) & r->mask;
    const size_t within = 0 - LEAN_CAST_(size_t, bucket < r->buckets);
    return bucket & (r->mask >> 1 | within);
}

LEAN_HOT_ lean_map_slot_ *lean_map_link_(const lean_map_root_ *r, size_t bucket) {
    return &r->segments[bucket / LEAN_MAP_SEGMENT_][bucket % LEAN_MAP_SEGMENT_];
}

/* The mixed key of a number again: its first byte, the bits of its rest, and those that its place
   tells. */
LEAN_HOT_ uint64_t lean_map_told_(const lean_map_kind_ *kind, size_t bucket, unsigned part) {
    return LEAN_CAST_(uint64_t, part) << (kind->bits - 8 - kind->part_bits) | bucket;
}

LEAN_HOT_ uint64_t lean_map_rests_(const lean_map_kind_ *kind, const lean_map_slot_ *s) {
    return lean_map_rest_mask_(lean_map_width_(s)) << lean_map_depth_(kind, s);
}

LEAN_HOT_ uint64_t lean_map_joined_(const lean_map_kind_ *kind, uint64_t first, uint64_t top,
                                    uint64_t rests, uint64_t told) {
    return first << (kind->bits - 8) | (lean_map_down_(kind, top) & rests) | told;
}

/* A key of bytes. In a block the texts are behind their sizes, a byte each. Of one that has more
   than LEAN_MAP_TEXT_MOST_ bytes the size is LEAN_MAP_FAR_, and in its place there is this, with
   where it lies. */
typedef struct lean_map_text_ {
    const unsigned char *bytes;
    size_t n;
} lean_map_text_;
#define LEAN_MAP_FAR_ 255u
#ifndef LEAN_MAP_TEXT_MOST_ /* the tests have a file with less, but no less than that takes */
#define LEAN_MAP_TEXT_MOST_ (SIZE_MAX > UINT32_MAX ? 254u : 63u)
#endif

/* The size of a text of n bytes, as it is kept. */
LEAN_HOT_ unsigned lean_map_told_size_(size_t n) {
    return n > LEAN_MAP_TEXT_MOST_ ? LEAN_MAP_FAR_ : LEAN_CAST_(unsigned, n);
}

/* What a text of n bytes takes in its block, and all of those with such sizes: eight at once. */
LEAN_HOT_ size_t lean_map_text_size_(size_t n) {
    return n > LEAN_MAP_TEXT_MOST_ ? sizeof(lean_map_text_) : n;
}

LEAN_HOT_ size_t lean_map_texts_size_(const unsigned char *sizes, size_t n) {
    size_t sum = 0, i = 0;
#if LEAN_SMALL
    for (; i < n; ++i)
        sum += sizes[i] == LEAN_MAP_FAR_ ? sizeof(lean_map_text_) : sizes[i];
#else
    const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f), pairs = UINT64_C(0x00ff00ff00ff00ff);
    const uint64_t ones = UINT64_C(0x0101010101010101), fours = UINT64_C(0x0001000100010001);
    uint64_t x, far;
    for (; i < n; i += 8) {
        x = lean_load64(sizes + i) << (n - i < 8 ? 8 - (n - i) : 0) * 8; /* none behind the last */
        far = ~(((~x & low) + low) | ~x | low);                          /* the high bit of 255s */
        sum += LEAN_CAST_(size_t, ((x & pairs) + (x >> 8 & pairs)) * fours >> 48);
        if (LEAN_UNLIKELY_(far != 0))
            sum -= LEAN_CAST_(size_t, (far >> 7) * ones >> 56) *
                   (LEAN_MAP_FAR_ - sizeof(lean_map_text_));
    }
#endif
    return sum;
}

/* Text i of n with such sizes. */
LEAN_HOT_ lean_map_text_ lean_map_text_of_(const unsigned char *sizes, size_t n, size_t i) {
    lean_map_text_ text;
    text.bytes = sizes + n + lean_map_texts_size_(sizes, i);
    text.n = sizes[i];
    if (LEAN_UNLIKELY_(text.n == LEAN_MAP_FAR_))
        lean_memcpy_(&text, text.bytes, sizeof text);
    return text;
}

/* Whether n bytes are the same, and whether a text is the wanted one. */
LEAN_HOT_ bool lean_map_same_bytes_(const unsigned char *a, const unsigned char *b, size_t n) {
    size_t i = 0;
#if !LEAN_SMALL
    if (n >= 8) {
        for (; i < n - 8; i += 8)
            if (lean_load64(a + i) != lean_load64(b + i))
                return false;
        return lean_load64(a + n - 8) == lean_load64(b + n - 8);
    }
#endif
    while (i < n && a[i] == b[i])
        ++i;
    return i == n;
}

LEAN_HOT_ bool lean_map_is_text_(const unsigned char *sizes, size_t n, size_t i,
                                 const lean_map_text_ *wanted) {
    lean_map_text_ text;
    if (sizes[i] != lean_map_told_size_(wanted->n))
        return false;
    text = lean_map_text_of_(sizes, n, i);
    return text.n == wanted->n && lean_map_same_bytes_(text.bytes, wanted->bytes, text.n);
}

/* The key as it is stored, for those who are not numbers: where it is, or in *text what it is. */
LEAN_HOT_ const void *lean_map_stored_(const lean_map_kind_ *kind, const lean_map_slot_ *s,
                                       unsigned part, size_t i, lean_map_text_ *text) {
    if (!lean_map_has_texts_(kind))
        return lean_map_key_(kind, s, part, i);
    *text = lean_map_text_of_(lean_map_rests_of_(kind, s, part), s->len[part], i);
    return text;
}

/* The mixed key of an entry again; if it is no number, by asking for the hash, or where m is NULL
   without what only that tells. */
LEAN_HOT_ uint64_t lean_map_mixed_(const lean_map_ *m, const lean_map_kind_ *kind,
                                   const lean_map_slot_ *s, size_t bucket, unsigned part,
                                   size_t i) {
    lean_map_text_ text;
    if (kind->hash != NULL && m != NULL)
        return kind->hash(m, lean_map_stored_(kind, s, part, i, &text));
    if (lean_map_is_sorted_(kind)) /* the least that has this part */
        return LEAN_CAST_(uint64_t,
                          (part * 256 + LEAN_MAP_SORTED_PARTS_ - 1) / LEAN_MAP_SORTED_PARTS_)
                   << 56 |
               LEAN_CAST_(uint64_t, lean_map_first_of_(kind, s, part, i)) << 52;
    return lean_map_joined_(kind, lean_map_firsts_(kind, s, part)[i],
                            lean_map_rest_(kind, s, part, i), lean_map_rests_(kind, s),
                            lean_map_told_(kind, bucket, part));
}

/* Which of 32 bytes are the wanted one, a bit each; those from n on may be anything. The plain twin
   goes by eight: what is zero after the exclusive or keeps its high bit clear through the sum. */
#define LEAN_MAP_WIDE_ 32u
#define LEAN_MAP_OVER_ LEAN_READ_OVER_ /* behind the last block of a page, or one of its own */
LEAN_HOT_APART_ uint32_t lean_map_match_plain_(const unsigned char *bytes, unsigned n,
                                               unsigned wanted) {
    const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
    uint32_t found = 0;
    unsigned i;
    for (i = 0; i < n; i += 8) {
        const uint64_t x = lean_load64(bytes + i) ^ UINT64_C(0x0101010101010101) * wanted;
        const uint64_t zero = ~(((x & low) + low) | x | low) >> 7;
        found |= LEAN_CAST_(uint32_t, zero * UINT64_C(0x0102040810204080) >> 56) << i;
    }
    return n < 32 ? found & ((UINT32_C(1) << n) - 1) : found;
}

#if LEAN_HAS_KERNELS_
typedef char lean_16i8_ __attribute__((__vector_size__(16)));
LEAN_HOT_ uint32_t lean_map_match_16_(const unsigned char *bytes, lean_16i8_ wanted) {
    lean_16i8_ x;
    lean_memcpy_(&x, bytes, 16);
    return LEAN_CAST_(uint16_t, __builtin_ia32_pmovmskb128(LEAN_VECTOR_(lean_16i8_, x == wanted)));
}
LEAN_HOT_ uint32_t lean_map_match_(const unsigned char *bytes, unsigned n, unsigned wanted) {
    const lean_16i8_ zero = {0}, w = zero + LEAN_CAST_(char, wanted);
    (void)n;
    return lean_map_match_16_(bytes, w) | lean_map_match_16_(bytes + 16, w) << 16;
}
#else
LEAN_HOT_ uint32_t lean_map_match_(const unsigned char *bytes, unsigned n, unsigned wanted) {
    return lean_map_match_plain_(bytes, n < LEAN_MAP_WIDE_ ? n : LEAN_MAP_WIDE_, wanted);
}
#endif

/* The first of n bytes that is the wanted one, if it is among the first 31; else some number from n
   on, or 31, which of more than 31 says nothing. */
#define LEAN_MAP_SURE_ 31u
LEAN_HOT_ unsigned lean_map_match_first_(const unsigned char *bytes, unsigned n, unsigned wanted) {
    return lean_ctz32(lean_map_match_(bytes, n, wanted) | UINT32_C(1) << LEAN_MAP_SURE_);
}

/* Whether an entry whose first bits fit is the wanted one. */
LEAN_HOT_ bool lean_map_is_(const lean_map_kind_ *kind, const lean_map_slot_ *s, unsigned part,
                            size_t i, uint64_t mixed, const void *key) {
    if (lean_map_has_texts_(kind))
        return lean_map_is_text_(lean_map_rests_of_(kind, s, part), s->len[part], i,
                                 LEAN_CAST_(const lean_map_text_ *, key));
    if (kind->same != NULL)
        return kind->same(lean_map_key_(kind, s, part, i), key);
    mixed = lean_map_lift_(kind, mixed) ^ lean_map_rest_(kind, s, part, i);
    if (kind->bits > 32) /* so there is a rest */
        return mixed >> ((0u - lean_map_width_(s)) & 63) == 0;
    return mixed >> 1 >> (63 - lean_map_width_(s)) == 0;
}

/* An entry: in which block, in which part, which one of it. */
typedef struct lean_map_entry_ {
    lean_map_slot_ *slot;
    unsigned part;
    unsigned i;
} lean_map_entry_;

/* The entry of a key, in that block or those behind it. False where there is none. */
LEAN_SHARED_ bool lean_map_seek_(const lean_map_kind_ *kind, lean_map_slot_ *s, uint64_t mixed,
                                 const void *key, lean_map_entry_ *e);
LEAN_SHARED_ void *lean_map_seek_value_(const lean_map_kind_ *kind, lean_map_slot_ *s,
                                        uint64_t mixed, const void *key);

/* The mixed key: of a number from its bits; of others it is what is given as bits. */
LEAN_HOT_ uint64_t lean_map_hash_(const lean_map_ *m, const lean_map_kind_ *kind, uint64_t bits) {
    return kind->hash != NULL ? bits : lean_map_mix_(bits, kind->bits, lean_map_root_of_(m)->salt);
}

/* The lines that a part of n numbers' keys lies in, all at once: which of them are needed besides
   the first bytes is known only when those are there. */
LEAN_HOT_ void lean_map_fetch_(const lean_map_kind_ *kind, const unsigned char *run, size_t n) {
#if LEAN_SMALL
    (void)kind, (void)run, (void)n;
#else
    const size_t values = n * kind->value_size;
    if (kind->key_size != 0)
        return;
    LEAN_PREFETCH_(run);
    if (kind->bits <= 32)
        return;
    LEAN_PREFETCH_(run + values / 2);
    LEAN_PREFETCH_(run + values + n * 4);
    LEAN_PREFETCH_(run + values + n * 5);
#endif
}

/* Which of the lowest n numbers of four bits are the wanted one: the lowest of those bits that are
   set is the highest bit of the first one. */
LEAN_HOT_ uint64_t lean_map_match_fours_(uint64_t fours, unsigned n, unsigned wanted) {
    const uint64_t ones = UINT64_C(0x1111111111111111);
    const uint64_t low = ones * 7, x = fours ^ ones * wanted;
    return ~(((x & low) + low) | x | low) & ((UINT64_C(1) << n * 4) - 1);
}

/* Of a sorted block the numbers of four bits from one on: at least fifteen. */
LEAN_HOT_ uint64_t lean_map_fours_(const unsigned char *firsts, size_t from) {
    return lean_load64(firsts + from / 2) >> from % 2 * 4;
}

/* The value of a key in a sorted block, or NULL. */
LEAN_HOT_ void *lean_map_get_sorted_(const lean_map_kind_ *kind, lean_map_slot_ *s, uint64_t mixed,
                                     const void *key) {
    const unsigned part = lean_map_part_(kind, mixed);
    const unsigned n = LEAN_CAST_(unsigned, lean_map_n_(kind, s, part));
    uint64_t found;
    if (LEAN_UNLIKELY_(n == 0))
        return lean_map_seek_value_(kind, s, mixed, key);
    LEAN_PREFETCH_(lean_map_key_(kind, s, part, 0));
    LEAN_PREFETCH_(lean_map_key_(kind, s, part, n - 1));
    if (!lean_map_is_paired_(kind))
        LEAN_PREFETCH_(lean_map_value_(kind, s, part, 0));
    found = lean_map_match_fours_(
        lean_map_fours_(lean_map_firsts_(kind, s, part), lean_map_before_(kind, s, part)), n,
        lean_map_first_(kind, mixed));
    for (; found != 0; found &= found - 1) {
        const unsigned i = lean_ctz64(found) / 4;
        if (kind->same(lean_map_key_(kind, s, part, i), key))
            return lean_map_value_(kind, s, part, i);
    }
    if (LEAN_UNLIKELY_(lean_map_has_more_(s) || lean_map_is_spilt_(s)))
        return lean_map_seek_value_(kind, s, mixed, key);
    return NULL;
}

/* The value of a key, or NULL; of a set some place that is not NULL. The first entry that fits is
   nearly always it. */
LEAN_BODY_ void *lean_map_get_hot_(const lean_map_ *m, const lean_map_kind_ *kind, uint64_t bits,
                                   const void *key) {
    const lean_map_root_ *r;
    lean_map_slot_ *s;
    bool is_large;
    uint64_t mixed;
    const unsigned char *firsts;
    unsigned part, n, i;
    if (m->len == 0)
        return NULL;
    mixed = lean_map_hash_(m, kind, bits);
    r = lean_map_root_of_(m);
    is_large = r->buckets > LEAN_MAP_SEGMENT_; /* else it may well be in the caches */
    s = is_large ? lean_map_link_(r, lean_map_bucket_(r, mixed))
                 : r->first + lean_map_bucket_(r, mixed);
    if (lean_map_is_sorted_(kind))
        return lean_map_get_sorted_(kind, s, mixed, key);
    part = lean_map_part_(kind, mixed);
    n = s->len[part];
    if (LEAN_UNLIKELY_(n == 0))
        return lean_map_seek_value_(kind, s, mixed, key);
    firsts = lean_map_firsts_(kind, s, part);
    if (is_large)
        lean_map_fetch_(kind, lean_map_run_(kind, s, part), n);
    i = lean_map_match_first_(firsts, n, lean_map_first_(kind, mixed));
    if (i < n) {
        if (!LEAN_UNLIKELY_(i == LEAN_MAP_SURE_ || !lean_map_is_(kind, s, part, i, mixed, key)))
            return lean_map_value_(kind, s, part, i);
    } else if (!LEAN_UNLIKELY_(lean_map_has_more_(s))) {
        return NULL;
    }
    return lean_map_seek_value_(kind, s, mixed, key);
}
LEAN_SHARED_ LEAN_PURE_ void *lean_map_get_shared_(const lean_map_ *m, const lean_map_kind_ *kind,
                                                   uint64_t bits, const void *key);

/* The value of a key that is not there yet, all zero; NULL, and nothing changed, where there is no
   memory or no more index. */
LEAN_SHARED_ void *lean_map_insert_(lean_map_ *m, const lean_map_kind_ *kind, uint64_t bits,
                                    const void *key);
/* Removes a key, its value to `out` unless that is NULL. */
LEAN_SHARED_ bool lean_map_remove_(lean_map_ *m, const lean_map_kind_ *kind, uint64_t bits,
                                   const void *key, void *out);
LEAN_SHARED_ bool lean_map_seed_(lean_map_ *m, uint64_t seed);
/* For n entries, or of texts for so much weight. */
LEAN_SHARED_ bool lean_map_reserve_(lean_map_ *m, const lean_map_kind_ *kind, size_t n);
LEAN_SHARED_ bool lean_map_shrink_(lean_map_ *m, const lean_map_kind_ *kind);
LEAN_SHARED_ bool lean_map_copy_(lean_map_ *to, const lean_map_ *from, const lean_map_kind_ *kind);
LEAN_SHARED_ void lean_map_clear_(lean_map_ *m, const lean_map_kind_ *kind);
LEAN_SHARED_ void lean_map_free_(lean_map_ *m, const lean_map_kind_ *kind);

/* A place in an iteration: all zero before the first entry. Entries of a bucket come from the last
   to the first, so that removing one moves only what has been there already. What the entries of a
   part, or of a sorted block, have in common is kept here while the map does not change. */
typedef struct lean_map_at_ {
    size_t bucket;               /* the next one */
    size_t left;                 /* of the one before: entries in front of those */
    size_t changes;              /* the root's, when the rest of this was found */
    const void *at;              /* the value */
    const unsigned char *firsts; /* of those */
    uint64_t told;               /* for lean_map_joined_ */
    uint64_t rests;
    uint8_t part;
    uint8_t n; /* of those */
    uint8_t width;
    uint8_t i; /* the entry's place among them */
} lean_map_at_;
/* The whole key that an iteration is at. */
LEAN_HOT_ const void *lean_map_key_at_(const lean_map_kind_ *kind, const lean_map_at_ *i) {
    const unsigned char *const value = LEAN_CAST_(const unsigned char *, i->at);
    const size_t behind = kind->key_size + (kind->is_key_first ? kind->value_size : 0);
    if (lean_map_is_paired_(kind))
        return kind->is_key_first ? value - kind->key_size : value + kind->value_size;
    return i->firsts - i->n * behind + i->i * kind->key_size;
}

/* Finds the next entry anywhere. False where there is none. */
LEAN_SHARED_ bool lean_map_step_far_(const lean_map_ *m, const lean_map_kind_ *kind,
                                     lean_map_at_ *i);

/* Goes on to the next entry: a number's bits to *bits, or the key to `key`. */
LEAN_BODY_ bool lean_map_step_hot_(const lean_map_ *m, const lean_map_kind_ *kind, lean_map_at_ *i,
                                   uint64_t *bits, void *key) {
    const lean_map_root_ *const r = lean_map_root_of_(m);
    lean_map_text_ text;
    if (LEAN_UNLIKELY_(i->i == 0 || i->changes != r->changes)) {
        if (!lean_map_step_far_(m, kind, i))
            return false;
    } else {
        i->i--;
        i->at = LEAN_CAST_(const unsigned char *, i->at) - kind->value_size -
                (lean_map_is_paired_(kind) ? kind->key_size : 0);
    }
    if (kind->key_size != 0) {
        lean_memcpy_(key, lean_map_key_at_(kind, i), kind->key_size);
        return true;
    }
    if (kind->hash != NULL) {
        text = lean_map_text_of_(i->firsts + i->n, i->n, i->i);
        lean_memcpy_(key, &text, sizeof text);
        return true;
    }
    *bits = lean_map_unmix_(lean_map_joined_(kind, i->firsts[i->i],
                                             lean_map_top_(i->firsts + i->n, i->width, i->i),
                                             i->rests, i->told),
                            kind->bits, r->salt);
    return true;
}
LEAN_SHARED_ bool lean_map_step_shared_(const lean_map_ *m, const lean_map_kind_ *kind,
                                        lean_map_at_ *i, uint64_t *bits, void *key);
/* Removes the entry that an iteration is at. */
LEAN_SHARED_ void lean_map_erase_(lean_map_ *m, const lean_map_kind_ *kind, const lean_map_at_ *i);

LEAN_CALL_ size_t lean_map_held_(const lean_map_ *m) {
    return m->made != 0 ? lean_map_root_of_(m)->bytes : 0;
}

/* The seed that hashes of whole keys are asked with. */
LEAN_CALL_ uint64_t lean_map_seed_of_(const lean_map_ *m) {
    return m->made != 0 ? lean_map_root_of_(m)->seed : 0;
}

/* For LEAN_DEFINE_MAP_WITH and _SET_WITH: SipHash-1-3 of the key's bytes, under the 16 bytes that
   LEAN_MAP_SECRET(bytes) gives to Name_seed, or under zeros; and equality of all bytes. The secret
   must outlive the map. Keys must have no padding. */
LEAN_SHARED_ uint64_t lean_map_siphash_(const void *key, size_t n, uint64_t seed);
LEAN_CALL_ bool lean_map_same_(const void *a, const void *b, size_t n) {
    if (n == 4 || n == 8)
        return lean_map_bits_(a, n) == lean_map_bits_(b, n);
    return lean_map_same_bytes_(LEAN_CAST_(const unsigned char *, a),
                                LEAN_CAST_(const unsigned char *, b), n);
}
#define LEAN_MAP_SIPHASH(key, seed) lean_map_siphash_((key), sizeof *(key), (seed))
#define LEAN_MAP_SAME(a, b) lean_map_same_((a), (b), sizeof *(a))
LEAN_CALL_ uint64_t LEAN_MAP_SECRET(const unsigned char *secret) {
    return LEAN_ADDRESS_(secret);
}

/* What all made maps and sets have in common. */
#define LEAN_MAP_ANY_CALLS_(Name)                                                                  \
    LEAN_CALL_ void Name##_init(Name *m_, const lean_allocator *owner_) {                          \
        m_->map_.root = owner_;                                                                    \
        m_->map_.len = m_->map_.made = 0;                                                          \
    }                                                                                              \
    LEAN_CALL_ void Name##_free(Name *m_) {                                                        \
        lean_map_free_(&m_->map_, &Name##_kind_);                                                  \
    }                                                                                              \
    LEAN_CALL_ bool Name##_seed(Name *m_, uint64_t seed_) {                                        \
        return lean_map_seed_(&m_->map_, seed_);                                                   \
    }                                                                                              \
    LEAN_CALL_ bool Name##_shrink(Name *m_) {                                                      \
        return lean_map_shrink_(&m_->map_, &Name##_kind_);                                         \
    }                                                                                              \
    LEAN_CALL_ void Name##_clear(Name *m_) {                                                       \
        lean_map_clear_(&m_->map_, &Name##_kind_);                                                 \
    }                                                                                              \
    LEAN_CALL_ bool Name##_copy(Name *to_, const Name *from_) {                                    \
        return lean_map_copy_(&to_->map_, &from_->map_, &Name##_kind_);                            \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_len(const Name *m_) {                                                 \
        return LEAN_SIZE_(m_->map_.len);                                                           \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_bytes(const Name *m_) {                                               \
        return lean_map_held_(&m_->map_);                                                          \
    }                                                                                              \
    LEAN_CALL_ lean_status Name##_refused_(const Name *m_, size_t n_) {                            \
        const bool is_full_ = m_->map_.len == LEAN_INDEX_MAX || n_ > LEAN_BLOCK_MAX_;              \
        return is_full_ ? LEAN_FULL : LEAN_NO_MEMORY;                                              \
    }                                                                                              \
    LEAN_CALL_ void Name##_erase(Name *m_, const Name##_item *item_) {                             \
        lean_map_erase_(&m_->map_, &Name##_kind_, &item_->at_);                                    \
    }

/* And those whose keys have one type. Name_bits_ and Name_whole_ make of a key what the engine asks
   for. */
#define LEAN_MAP_CALLS_(Name)                                                                      \
    LEAN_MAP_ANY_CALLS_(Name)                                                                      \
    LEAN_CALL_ bool Name##_reserve(Name *m_, size_t n_) {                                          \
        return n_ <= LEAN_MAP_MOST_ENTRIES_ && lean_map_reserve_(&m_->map_, &Name##_kind_, n_);    \
    }                                                                                              \
    LEAN_CALL_ void *Name##_find_(const Name *m_, Name##_key_ const *key_) {                       \
        return LEAN_PICK_(lean_map_get_)(&m_->map_, &Name##_kind_, Name##_bits_(&m_->map_, key_),  \
                                         Name##_whole_(key_));                                     \
    }                                                                                              \
    LEAN_CALL_ void *Name##_insert_(Name *m_, Name##_key_ const *key_) {                           \
        return lean_map_insert_(&m_->map_, &Name##_kind_, Name##_bits_(&m_->map_, key_),           \
                                Name##_whole_(key_));                                              \
    }                                                                                              \
    LEAN_CALL_ bool Name##_has(const Name *m_, Name##_key_ key_) {                                 \
        return Name##_find_(m_, &key_) != NULL;                                                    \
    }                                                                                              \
    LEAN_CALL_ bool Name##_remove(Name *m_, Name##_key_ key_) {                                    \
        return lean_map_remove_(&m_->map_, &Name##_kind_, Name##_bits_(&m_->map_, &key_),          \
                                Name##_whole_(&key_), NULL);                                       \
    }                                                                                              \
    LEAN_HOT_ bool Name##_next(const Name *m_, Name##_item *item_) {                               \
        uint64_t bits_ = 0;                                                                        \
        if (!LEAN_PICK_(lean_map_step_)(&m_->map_, &Name##_kind_, &item_->at_, &bits_,             \
                                        &item_->key))                                              \
            return false;                                                                          \
        Name##_reach_(item_, bits_);                                                               \
        return true;                                                                               \
    }

#define LEAN_MAP_VALUE_CALLS_(Name)                                                                \
    LEAN_CALL_ const Name##_value_ *Name##_get(const Name *m_, Name##_key_ key_) {                 \
        return LEAN_CAST_(const Name##_value_ *, Name##_find_(m_, &key_));                         \
    }                                                                                              \
    LEAN_CALL_ Name##_value_ *Name##_ref(Name *m_, Name##_key_ key_) {                             \
        return LEAN_CAST_(Name##_value_ *, Name##_find_(m_, &key_));                               \
    }                                                                                              \
    LEAN_CALL_ Name##_value_ *Name##_ensure(Name *m_, Name##_key_ key_, bool *is_new_) {           \
        void *value_ = Name##_find_(m_, &key_);                                                    \
        if (is_new_ != NULL)                                                                       \
            *is_new_ = value_ == NULL;                                                             \
        if (value_ == NULL)                                                                        \
            value_ = Name##_insert_(m_, &key_);                                                    \
        return LEAN_CAST_(Name##_value_ *, value_);                                                \
    }                                                                                              \
    LEAN_CALL_ bool Name##_put(Name *m_, Name##_key_ key_, Name##_value_ value_) {                 \
        Name##_value_ *const at_ = Name##_ensure(m_, key_, NULL);                                  \
        if (at_ == NULL)                                                                           \
            return false;                                                                          \
        *at_ = value_;                                                                             \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ lean_status Name##_add(Name *m_, Name##_key_ key_, Name##_value_ value_) {          \
        Name##_value_ *at_;                                                                        \
        if (Name##_find_(m_, &key_) != NULL)                                                       \
            return LEAN_EXISTS;                                                                    \
        at_ = LEAN_CAST_(Name##_value_ *, Name##_insert_(m_, &key_));                              \
        if (at_ == NULL)                                                                           \
            return Name##_refused_(m_, 0);                                                         \
        *at_ = value_;                                                                             \
        return LEAN_OK;                                                                            \
    }                                                                                              \
    LEAN_CALL_ bool Name##_take(Name *m_, Name##_key_ key_, Name##_value_ *out_) {                 \
        return lean_map_remove_(&m_->map_, &Name##_kind_, Name##_bits_(&m_->map_, &key_),          \
                                Name##_whole_(&key_), out_);                                       \
    }                                                                                              \
    LEAN_CALL_ Name##_value_ *Name##_item_ref(Name *m_, const Name##_item *item_) {                \
        (void)m_;                                                                                  \
        return LEAN_CAST_(Name##_value_ *, lean_pointer_get_(&item_->at_.at));                     \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_remove_if(                                                            \
        Name *m_, bool (*drop_)(Name##_key_ key_, Name##_value_ * value_, void *user_),            \
        void *user_) {                                                                             \
        Name##_item item_ = LEAN_EMPTY;                                                            \
        size_t n_ = 0;                                                                             \
        while (Name##_next(m_, &item_)) {                                                          \
            if (!drop_(item_.key, Name##_item_ref(m_, &item_), user_))                             \
                continue;                                                                          \
            Name##_erase(m_, &item_);                                                              \
            ++n_;                                                                                  \
        }                                                                                          \
        return n_;                                                                                 \
    }

#define LEAN_MAP_SET_CALLS_(Name)                                                                  \
    LEAN_CALL_ lean_status Name##_add(Name *m_, Name##_key_ key_) {                                \
        if (Name##_find_(m_, &key_) != NULL)                                                       \
            return LEAN_EXISTS;                                                                    \
        if (Name##_insert_(m_, &key_) != NULL)                                                     \
            return LEAN_OK;                                                                        \
        return Name##_refused_(m_, 0);                                                             \
    }                                                                                              \
    LEAN_CALL_ bool Name##_put(Name *m_, Name##_key_ key_) {                                       \
        return Name##_add(m_, key_) <= LEAN_EXISTS;                                                \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_remove_if(Name *m_, bool (*drop_)(Name##_key_ key_, void *user_),     \
                                       void *user_) {                                              \
        Name##_item item_ = LEAN_EMPTY;                                                            \
        size_t n_ = 0;                                                                             \
        while (Name##_next(m_, &item_)) {                                                          \
            if (!drop_(item_.key, user_))                                                          \
                continue;                                                                          \
            Name##_erase(m_, &item_);                                                              \
            ++n_;                                                                                  \
        }                                                                                          \
        return n_;                                                                                 \
    }                                                                                              \
    LEAN_CALL_ bool Name##_unite(Name *to_, const Name *from_) {                                   \
        Name##_item item_ = LEAN_EMPTY;                                                            \
        while (to_ != from_ && Name##_next(from_, &item_))                                         \
            if (!Name##_put(to_, item_.key))                                                       \
                return false;                                                                      \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ void Name##_intersect(Name *to_, const Name *from_) {                               \
        Name##_item item_ = LEAN_EMPTY;                                                            \
        while (to_ != from_ && Name##_next(to_, &item_))                                           \
            if (!Name##_has(from_, item_.key))                                                     \
                Name##_erase(to_, &item_);                                                         \
    }                                                                                              \
    LEAN_CALL_ void Name##_subtract(Name *to_, const Name *from_) {                                \
        Name##_item item_ = LEAN_EMPTY;                                                            \
        if (to_ == from_)                                                                          \
            Name##_clear(to_);                                                                     \
        while (Name##_next(to_, &item_))                                                           \
            if (Name##_has(from_, item_.key))                                                      \
                Name##_erase(to_, &item_);                                                         \
    }

/* The key of a number, and of an item. */
#define LEAN_MAP_NUMBER_(Name, K)                                                                  \
    typedef K Name##_key_;                                                                         \
    LEAN_STATIC_ASSERT_(LEAN_IS_NUMBER_(Name##_key_),                                              \
                        Name##_keys_must_be_numbers_or_else_use_LEAN_DEFINE_MAP_WITH);             \
    LEAN_STATIC_ASSERT_(sizeof(Name##_key_) == 1 || sizeof(Name##_key_) == 2 ||                    \
                            sizeof(Name##_key_) == 4 || sizeof(Name##_key_) == 8,                  \
                        Name##_keys_must_have_8_16_32_or_64_bits);                                 \
    LEAN_CALL_ uint64_t Name##_bits_(const lean_map_ *m_, Name##_key_ const *key_) {               \
        const uint64_t bits_ = lean_map_bits_(key_, sizeof *key_);                                 \
        (void)m_;                                                                                  \
        return LEAN_IS_REAL_(Name##_key_) ? lean_map_real_(bits_, sizeof *key_) : bits_;           \
    }                                                                                              \
    LEAN_CALL_ const void *Name##_whole_(Name##_key_ const *key_) {                                \
        (void)key_;                                                                                \
        return NULL;                                                                               \
    }

/* A whole key. */
#define LEAN_MAP_WHOLE_(Name, K, hash, eq)                                                         \
    typedef K Name##_key_;                                                                         \
    LEAN_STATIC_ASSERT_(LEAN_TRIVIAL_(Name##_key_), Name##_keys_must_be_trivially_copyable);       \
    LEAN_STATIC_ASSERT_(sizeof(Name##_key_) <= LEAN_MAP_SIZE_MAX_, Name##_keys_are_too_large);     \
    struct Name##_key_align_ {                                                                     \
        char lead_;                                                                                \
        Name##_key_ item_;                                                                         \
    };                                                                                             \
    LEAN_STATIC_ASSERT_(LEAN_ALIGN_BY_(Name##_key_align_, Name##_key_) <= LEAN_ALIGN,              \
                        Name##_keys_are_over_aligned);                                             \
    LEAN_CALL_ uint64_t Name##_hash_(const lean_map_ *m_, const void *key_) {                      \
        return lean_map_mix_(hash(LEAN_CAST_(Name##_key_ const *, key_), lean_map_seed_of_(m_)),   \
                             64, 0);                                                               \
    }                                                                                              \
    LEAN_CALL_ bool Name##_same_(const void *stored_, const void *key_) {                          \
        return eq(LEAN_CAST_(Name##_key_ const *, stored_),                                        \
                  LEAN_CAST_(Name##_key_ const *, key_));                                          \
    }                                                                                              \
    LEAN_CALL_ uint64_t Name##_bits_(const lean_map_ *m_, Name##_key_ const *key_) {               \
        return Name##_hash_(m_, key_);                                                             \
    }                                                                                              \
    LEAN_CALL_ const void *Name##_whole_(Name##_key_ const *key_) {                                \
        return key_;                                                                               \
    }

#define LEAN_MAP_VALUE_(Name, V)                                                                   \
    typedef V Name##_value_;                                                                       \
    LEAN_STATIC_ASSERT_(LEAN_TRIVIAL_(Name##_value_), Name##_values_must_be_trivially_copyable);   \
    LEAN_STATIC_ASSERT_(sizeof(Name##_value_) <= LEAN_MAP_SIZE_MAX_, Name##_values_are_too_large); \
    struct Name##_value_align_ {                                                                   \
        char lead_;                                                                                \
        Name##_value_ item_;                                                                       \
    };                                                                                             \
    enum { Name##_value_alignment_ = LEAN_ALIGN_BY_(Name##_value_align_, Name##_value_) };         \
    LEAN_STATIC_ASSERT_(Name##_value_alignment_ <= LEAN_ALIGN, Name##_values_are_over_aligned);

#define LEAN_MAP_ITEM_(Name)                                                                       \
    typedef struct Name##_item {                                                                   \
        lean_map_at_ at_;                                                                          \
        Name##_key_ key;                                                                           \
        Name##_value_ const *value;                                                                \
    } Name##_item;

#define LEAN_MAP_NO_VALUE_(Name)                                                                   \
    typedef struct Name##_item {                                                                   \
        lean_map_at_ at_;                                                                          \
        Name##_key_ key;                                                                           \
    } Name##_item;

#define LEAN_MAP_TYPE_(Name)                                                                       \
    typedef struct Name {                                                                          \
        lean_map_ map_;                                                                            \
    } Name;

/* LEAN_DEFINE_MAP(Name, K, V), LEAN_DEFINE_SET(Name, K): keys are integers of 8 to 64 bits, enums,
   bool, float or double. LEAN_DEFINE_MAP_WITH(Name, K, V, hash, eq), LEAN_DEFINE_SET_WITH(Name, K,
   hash, eq): keys of any trivially copyable type, which are stored whole; functions or macros
       uint64_t hash(const K *key, uint64_t seed)
       bool eq(const K *a, const K *b)
   or LEAN_MAP_SIPHASH and LEAN_MAP_SAME. Any hash is correct: the worse it is, the slower; it is
   mixed once more. Equal keys must have equal hashes. All at file scope, no semicolon behind.
   Values are not over-aligned. A key stored whole, and a value, has at most 8 MB, or where size_t
   has 16 bits SIZE_MAX / 16.

   void Name_init(Name *m, const lean_allocator *owner)
       An empty map over the owner (NULL: malloc). LEAN_EMPTY is the same over malloc.
   void Name_free(Name *m)
       Gives everything back; m is all zero, over malloc, and may be used or freed again.
   bool Name_seed(Name *m, uint64_t seed)
       Grows: the seed of the mix or hash, 0 if there is none. len must be 0, asserted. Stays till
       free, or until it is copied to.
   bool Name_reserve(Name *m, size_t n)
       Grows: makes room so that len may reach n without a request, whatever the keys; that lasts
       until len exceeds n, clear, copy to it, a reserve that is refused, or shrink, which gives
       back what is left of it. It takes up to as much again as the entries do, of a map that has
       many already up to 2.2 times as much, and 250 KB or so where they need less than that. False
       where there is no memory, or where n is more than a map can have: no entry is lost, and the
       map may hold some more bytes than before.
   bool Name_shrink(Name *m)
       Gives back what is not needed, but for what sizes of blocks round up. False where the owner
       would not move a block; the map is right in any case. O(n).
   void Name_clear(Name *m)
       Removes all entries and gives their memory back, but for what keeps owner and seed. O(n).
   bool Name_copy(Name *to, const Name *from)
       Grows `to`, whose entries and seed become those of `from`; it keeps its own owner. Where
       there is no memory it is as it was: there must be enough for both its contents. O(n).
   bool Name_put(Name *m, K key, V value)
       Grows: the key's value is that, whether it was there or not.
   lean_status Name_add(Name *m, K key, V value)
       Grows: LEAN_EXISTS, and nothing changed, where the key is there; LEAN_NO_MEMORY; LEAN_FULL
       where there are LEAN_INDEX_MAX entries.
   V *Name_ensure(Name *m, K key, bool *is_new)
       Grows: the value of the key, all zero bytes if it is new, so that ++*counts_ensure(&c, key,
       NULL) counts. NULL where there is no memory. is_new may be NULL.
   const V *Name_get(const Name *m, K key), V *Name_ref(Name *m, K key)
       The value of a key; NULL where it is absent. O(1).
   bool Name_has(const Name *m, K key)
   bool Name_take(Name *m, K key, V *out)
       Removes a key, its value to *out unless that is NULL. False where it is absent.
   bool Name_remove(Name *m, K key)
       The same without the value. Neither requests memory or fails for it: what has become free
       is given back as far as that goes (of less than some 14,000 entries little), and the rest by
       later puts or by shrink. O(1).
   size_t Name_remove_if(Name *m, bool (*drop)(K key, V *value, void *user), void *user)
       Removes what drop returns true for, which it sees once each; the number removed. O(n).
   size_t Name_len(const Name *m), size_t Name_bytes(const Name *m)
       Entries; bytes requested from the owner. O(1).
   bool Name_next(const Name *m, Name_item *item)
       The next entry: Name_item i = LEAN_EMPTY; while (ages_next(&a, &i)) ... i.key, *i.value. Each
       is seen once, in no order, though the same one in every run of a program, for as long as no
       entry is added or removed in another way and nothing is reserved or shrunk. An item may be
       kept: its key is a copy.
   void Name_erase(Name *m, const Name_item *item)
       Removes the entry that next has just given; the iteration goes on as if it had never been.
   V *Name_item_ref(Name *m, const Name_item *item)
       The value of that entry, to be written.

   Sets have no values: Name_put(s, key), Name_add(s, key), drop(key, user); no ensure, get, ref,
   take. Besides:
   bool Name_unite(Name *to, const Name *from)
       Grows: adds what `from` has. False where memory runs short: what there was room for is in,
       and calling again goes on.
   void Name_intersect(Name *to, const Name *from), void Name_subtract(Name *to, const Name *from)
       Removes what `from` has not; what it has. O(n).

   Whatever adds or removes an entry invalidates all pointers to values, and so do reserve, shrink,
   clear, copy and free. put and ensure of a key that is there do not.

   For keys that somebody else chooses: LEAN_DEFINE_MAP_WITH(hits, addr, int, LEAN_MAP_SIPHASH,
   LEAN_MAP_SAME), and before the first entry hits_seed(&h, LEAN_MAP_SECRET(bytes)) with 16 random
   bytes, whose address is the seed: no other number may be given there. Keys must have no padding.
   Without it the secret is zeros, which anybody knows. */
#define LEAN_DEFINE_MAP(Name, K, V)                                                                \
    LEAN_MAP_TYPE_(Name)                                                                           \
    LEAN_MAP_NUMBER_(Name, K)                                                                      \
    LEAN_MAP_VALUE_(Name, V)                                                                       \
    LEAN_MAP_ITEM_(Name)                                                                           \
    LEAN_UNUSED_ static const lean_map_kind_ Name##_kind_ =                                        \
        LEAN_MAP_KIND_(sizeof(Name##_value_), Name##_value_alignment_, 0, 1,                       \
                       sizeof(Name##_key_) * 8, NULL, NULL);                                       \
    LEAN_CALL_ void Name##_reach_(Name##_item *item_, uint64_t bits_) {                            \
        lean_map_number_(&item_->key, sizeof item_->key, bits_);                                   \
        item_->value = LEAN_CAST_(Name##_value_ const *, item_->at_.at);                           \
    }                                                                                              \
    LEAN_MAP_CALLS_(Name)                                                                          \
    LEAN_MAP_VALUE_CALLS_(Name)

#define LEAN_DEFINE_SET(Name, K)                                                                   \
    LEAN_MAP_TYPE_(Name)                                                                           \
    LEAN_MAP_NUMBER_(Name, K)                                                                      \
    LEAN_MAP_NO_VALUE_(Name)                                                                       \
    LEAN_UNUSED_ static const lean_map_kind_ Name##_kind_ =                                        \
        LEAN_MAP_KIND_(0, 1, 0, 1, sizeof(Name##_key_) * 8, NULL, NULL);                           \
    LEAN_CALL_ void Name##_reach_(Name##_item *item_, uint64_t bits_) {                            \
        lean_map_number_(&item_->key, sizeof item_->key, bits_);                                   \
    }                                                                                              \
    LEAN_MAP_CALLS_(Name)                                                                          \
    LEAN_MAP_SET_CALLS_(Name)

#define LEAN_DEFINE_MAP_WITH(Name, K, V, hash, eq)                                                 \
    LEAN_MAP_TYPE_(Name)                                                                           \
    LEAN_MAP_WHOLE_(Name, K, hash, eq)                                                             \
    LEAN_MAP_VALUE_(Name, V)                                                                       \
    LEAN_MAP_ITEM_(Name)                                                                           \
    LEAN_UNUSED_ static const lean_map_kind_ Name##_kind_ = LEAN_MAP_KIND_(                        \
        sizeof(Name##_value_), Name##_value_alignment_, sizeof(Name##_key_),                       \
        LEAN_ALIGN_BY_(Name##_key_align_, Name##_key_), 64, Name##_hash_, Name##_same_);           \
    LEAN_CALL_ void Name##_reach_(Name##_item *item_, uint64_t bits_) {                            \
        (void)bits_;                                                                               \
        item_->value = LEAN_CAST_(Name##_value_ const *, item_->at_.at);                           \
    }                                                                                              \
    LEAN_MAP_CALLS_(Name)                                                                          \
    LEAN_MAP_VALUE_CALLS_(Name)

#define LEAN_DEFINE_SET_WITH(Name, K, hash, eq)                                                    \
    LEAN_MAP_TYPE_(Name)                                                                           \
    LEAN_MAP_WHOLE_(Name, K, hash, eq)                                                             \
    LEAN_MAP_NO_VALUE_(Name)                                                                       \
    LEAN_UNUSED_ static const lean_map_kind_ Name##_kind_ =                                        \
        LEAN_MAP_KIND_(0, 1, sizeof(Name##_key_), LEAN_ALIGN_BY_(Name##_key_align_, Name##_key_),  \
                       64, Name##_hash_, Name##_same_);                                            \
    LEAN_CALL_ void Name##_reach_(Name##_item *item_, uint64_t bits_) {                            \
        (void)bits_;                                                                               \
        (void)item_;                                                                               \
    }                                                                                              \
    LEAN_MAP_CALLS_(Name)                                                                          \
    LEAN_MAP_SET_CALLS_(Name)

#else
#define LEAN_DEFINE_MAP(Name, K, V) typedef LEAN_DEFINE_MAP_needs_LEAN_WITH_MAP_before_lean_h Name;
#define LEAN_DEFINE_SET(Name, K) typedef LEAN_DEFINE_SET_needs_LEAN_WITH_MAP_before_lean_h Name;
#define LEAN_DEFINE_MAP_WITH(Name, K, V, hash, eq)                                                 \
    typedef LEAN_DEFINE_MAP_WITH_needs_LEAN_WITH_MAP_before_lean_h Name;
#define LEAN_DEFINE_SET_WITH(Name, K, hash, eq)                                                    \
    typedef LEAN_DEFINE_SET_WITH_needs_LEAN_WITH_MAP_before_lean_h Name;
#endif /* LEAN_HAS_MAP_ */

/* ==== [STRMAP] sparse hash maps and sets of strings ========================================= */
#ifdef LEAN_HAS_STRMAP_

/* LEAN_DEFINE_STRMAP(Name, V), LEAN_DEFINE_STRSET(Name): keys are any bytes, which the map owns.
   They lie in the blocks, so that an entry needs no pointer or offset that leads to its key, and
   finding it does not wait for memory once more:

     block | head | values | a byte of each key's hash | size of each key | keys, back to back |

   Where a key begins the sizes before its own tell. One of more than 254 bytes (63 where sizes have
   32 bits or less) is requested on its own, and the block has its length and where it is, in a
   place that checkers which look for aligned pointers do not see. How many buckets there are goes
   by the bytes that the entries take, some 1000 a bucket.

   The calls are those of LEAN_DEFINE_MAP and _SET, with `const char *key, size_t n` for `K key`:
   Name_put(&m, "one", 3, 1), Name_get(&m, "one", 3). Besides:

   bool Name_reserve(Name *m, size_t n, size_t bytes)
       Grows: makes room so that the map may have n entries, with keys of so many bytes altogether,
       without a request but for those longer than 254 (63) bytes; the rest as there, but that it
       counts each entry as 16 bytes (8 where sizes have 16 bits) and its key, if it takes less.
       Removing gives back little while all is less than some 1 MB.

   An item has `const char *key; size_t n;`: the key is where it lies, without a 0 behind it, and
   may be given to a call on the same map; what invalidates values invalidates it too. The hash is
   SipHash-1-3 under the seed: with a random one nobody can choose keys that share a bucket. */

/* The bytes of a usual entry; a bucket's are the weight of as many as another map has. An entry
   weighs at least a unit, so that a block has no more than 255 of them. */
#define LEAN_STRMAP_ENTRY_(value) ((value) + 26)
#define LEAN_STRMAP_KIND_(value, align)                                                            \
    LEAN_STRMAP_KIND_OF_(LEAN_STRMAP_ENTRY_(value), value,                                         \
                         LEAN_MAP_UNIT_LOG_(LEAN_STRMAP_ENTRY_(value), align, 1))
#define LEAN_STRMAP_KIND_OF_(entry, value, log)                                                    \
    {                                                                                              \
        (value), 0, false, false, false, 64, 0, (log),                                             \
            LEAN_CAST_(unsigned, LEAN_MAP_MEAN_(entry) * (entry)*5 / 4),                           \
            LEAN_CAST_(unsigned, 255) << (log), LEAN_MAP_PAGE_(entry, 1, log), lean_strmap_hash_,  \
            NULL                                                                                   \
    }

LEAN_SHARED_ uint64_t lean_strmap_hash_(const lean_map_ *m, const void *stored);
LEAN_SHARED_ void *lean_strmap_find_(const lean_map_ *m, const lean_map_kind_ *kind,
                                     const char *key, size_t n);
LEAN_SHARED_ void *lean_strmap_insert_(lean_map_ *m, const lean_map_kind_ *kind, const char *key,
                                       size_t n);
LEAN_SHARED_ bool lean_strmap_remove_(lean_map_ *m, const lean_map_kind_ *kind, const char *key,
                                      size_t n, void *out);
LEAN_SHARED_ bool lean_strmap_reserve_(lean_map_ *m, const lean_map_kind_ *kind, size_t n,
                                       size_t bytes);
LEAN_SHARED_ const char *lean_strmap_next_(const lean_map_ *m, const lean_map_kind_ *kind,
                                           lean_map_at_ *i, size_t *n);

#define LEAN_STRMAP_CALLS_(Name)                                                                   \
    LEAN_MAP_ANY_CALLS_(Name)                                                                      \
    LEAN_CALL_ bool Name##_reserve(Name *m_, size_t n_, size_t bytes_) {                           \
        return lean_strmap_reserve_(&m_->map_, &Name##_kind_, n_, bytes_);                         \
    }                                                                                              \
    LEAN_CALL_ void *Name##_find_(const Name *m_, const char *key_, size_t n_) {                   \
        return lean_strmap_find_(&m_->map_, &Name##_kind_, key_, n_);                              \
    }                                                                                              \
    LEAN_CALL_ void *Name##_insert_(Name *m_, const char *key_, size_t n_) {                       \
        return lean_strmap_insert_(&m_->map_, &Name##_kind_, key_, n_);                            \
    }                                                                                              \
    LEAN_CALL_ bool Name##_has(const Name *m_, const char *key_, size_t n_) {                      \
        return Name##_find_(m_, key_, n_) != NULL;                                                 \
    }                                                                                              \
    LEAN_CALL_ bool Name##_remove(Name *m_, const char *key_, size_t n_) {                         \
        return lean_strmap_remove_(&m_->map_, &Name##_kind_, key_, n_, NULL);                      \
    }                                                                                              \
    LEAN_CALL_ bool Name##_next(const Name *m_, Name##_item *item_) {                              \
        item_->key = lean_strmap_next_(&m_->map_, &Name##_kind_, &item_->at_, &item_->n);          \
        Name##_reach_(item_);                                                                      \
        return item_->key != NULL;                                                                 \
    }

#define LEAN_DEFINE_STRMAP(Name, V)                                                                \
    LEAN_MAP_TYPE_(Name)                                                                           \
    LEAN_MAP_VALUE_(Name, V)                                                                       \
    typedef struct Name##_item {                                                                   \
        const char *key;                                                                           \
        size_t n;                                                                                  \
        Name##_value_ const *value;                                                                \
        lean_map_at_ at_;                                                                          \
    } Name##_item;                                                                                 \
    LEAN_UNUSED_ static const lean_map_kind_ Name##_kind_ =                                        \
        LEAN_STRMAP_KIND_(sizeof(Name##_value_), Name##_value_alignment_);                         \
    LEAN_CALL_ void Name##_reach_(Name##_item *item_) {                                            \
        item_->value = LEAN_CAST_(Name##_value_ const *, item_->at_.at);                           \
    }                                                                                              \
    LEAN_STRMAP_CALLS_(Name)                                                                       \
    LEAN_CALL_ const Name##_value_ *Name##_get(const Name *m_, const char *key_, size_t n_) {      \
        return LEAN_CAST_(const Name##_value_ *, Name##_find_(m_, key_, n_));                      \
    }                                                                                              \
    LEAN_CALL_ Name##_value_ *Name##_ref(Name *m_, const char *key_, size_t n_) {                  \
        return LEAN_CAST_(Name##_value_ *, Name##_find_(m_, key_, n_));                            \
    }                                                                                              \
    LEAN_CALL_ Name##_value_ *Name##_ensure(Name *m_, const char *key_, size_t n_,                 \
                                            bool *is_new_) {                                       \
        void *value_ = Name##_find_(m_, key_, n_);                                                 \
        if (is_new_ != NULL)                                                                       \
            *is_new_ = value_ == NULL;                                                             \
        if (value_ == NULL)                                                                        \
            value_ = Name##_insert_(m_, key_, n_);                                                 \
        return LEAN_CAST_(Name##_value_ *, value_);                                                \
    }                                                                                              \
    LEAN_CALL_ bool Name##_put(Name *m_, const char *key_, size_t n_, Name##_value_ value_) {      \
        Name##_value_ *const at_ = Name##_ensure(m_, key_, n_, NULL);                              \
        if (at_ == NULL)                                                                           \
            return false;                                                                          \
        *at_ = value_;                                                                             \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ lean_status Name##_add(Name *m_, const char *key_, size_t n_,                       \
                                      Name##_value_ value_) {                                      \
        bool is_new_;                                                                              \
        Name##_value_ *const at_ = Name##_ensure(m_, key_, n_, &is_new_);                          \
        if (at_ == NULL)                                                                           \
            return Name##_refused_(m_, n_);                                                        \
        if (!is_new_)                                                                              \
            return LEAN_EXISTS;                                                                    \
        *at_ = value_;                                                                             \
        return LEAN_OK;                                                                            \
    }                                                                                              \
    LEAN_CALL_ bool Name##_take(Name *m_, const char *key_, size_t n_, Name##_value_ *out_) {      \
        return lean_strmap_remove_(&m_->map_, &Name##_kind_, key_, n_, out_);                      \
    }                                                                                              \
    LEAN_CALL_ Name##_value_ *Name##_item_ref(Name *m_, const Name##_item *item_) {                \
        (void)m_;                                                                                  \
        return LEAN_CAST_(Name##_value_ *, lean_pointer_get_(&item_->at_.at));                     \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_remove_if(                                                            \
        Name *m_, bool (*drop_)(const char *key_, size_t n_, Name##_value_ *value_, void *user_),  \
        void *user_) {                                                                             \
        Name##_item item_ = LEAN_EMPTY;                                                            \
        const size_t len_ = Name##_len(m_);                                                        \
        while (Name##_next(m_, &item_))                                                            \
            if (drop_(item_.key, item_.n, Name##_item_ref(m_, &item_), user_))                     \
                Name##_erase(m_, &item_);                                                          \
        return len_ - Name##_len(m_);                                                              \
    }

#define LEAN_DEFINE_STRSET(Name)                                                                   \
    LEAN_MAP_TYPE_(Name)                                                                           \
    typedef struct Name##_item {                                                                   \
        const char *key;                                                                           \
        size_t n;                                                                                  \
        lean_map_at_ at_;                                                                          \
    } Name##_item;                                                                                 \
    LEAN_UNUSED_ static const lean_map_kind_ Name##_kind_ = LEAN_STRMAP_KIND_(0, 1);               \
    LEAN_CALL_ void Name##_reach_(Name##_item *item_) {                                            \
        (void)item_;                                                                               \
    }                                                                                              \
    LEAN_STRMAP_CALLS_(Name)                                                                       \
    LEAN_CALL_ lean_status Name##_add(Name *m_, const char *key_, size_t n_) {                     \
        if (Name##_has(m_, key_, n_))                                                              \
            return LEAN_EXISTS;                                                                    \
        return Name##_insert_(m_, key_, n_) != NULL ? LEAN_OK : Name##_refused_(m_, n_);           \
    }                                                                                              \
    LEAN_CALL_ bool Name##_put(Name *m_, const char *key_, size_t n_) {                            \
        return Name##_add(m_, key_, n_) <= LEAN_EXISTS;                                            \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_remove_if(                                                            \
        Name *m_, bool (*drop_)(const char *key_, size_t n_, void *user_), void *user_) {          \
        Name##_item item_ = LEAN_EMPTY;                                                            \
        const size_t len_ = Name##_len(m_);                                                        \
        while (Name##_next(m_, &item_))                                                            \
            if (drop_(item_.key, item_.n, user_))                                                  \
                Name##_erase(m_, &item_);                                                          \
        return len_ - Name##_len(m_);                                                              \
    }                                                                                              \
    LEAN_CALL_ bool Name##_unite(Name *to_, const Name *from_) {                                   \
        Name##_item item_ = LEAN_EMPTY;                                                            \
        while (to_ != from_ && Name##_next(from_, &item_))                                         \
            if (!Name##_put(to_, item_.key, item_.n))                                              \
                return false;                                                                      \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ void Name##_intersect(Name *to_, const Name *from_) {                               \
        Name##_item item_ = LEAN_EMPTY;                                                            \
        while (to_ != from_ && Name##_next(to_, &item_))                                           \
            if (!Name##_has(from_, item_.key, item_.n))                                            \
                Name##_erase(to_, &item_);                                                         \
    }                                                                                              \
    LEAN_CALL_ void Name##_subtract(Name *to_, const Name *from_) {                                \
        Name##_item item_ = LEAN_EMPTY;                                                            \
        if (to_ == from_)                                                                          \
            Name##_clear(to_);                                                                     \
        while (Name##_next(to_, &item_))                                                           \
            if (Name##_has(from_, item_.key, item_.n))                                             \
                Name##_erase(to_, &item_);                                                         \
    }

#else
#define LEAN_DEFINE_STRMAP(Name, V)                                                                \
    typedef LEAN_DEFINE_STRMAP_needs_LEAN_WITH_STRMAP_before_lean_h Name;
#define LEAN_DEFINE_STRSET(Name)                                                                   \
    typedef LEAN_DEFINE_STRSET_needs_LEAN_WITH_STRMAP_before_lean_h Name;
#endif /* LEAN_HAS_STRMAP_ */

/* ==== [FIXED_MAP] maps and sets of fixed capacity ============================================ */
#ifdef LEAN_HAS_FIXED_MAP_

/* Maps and sets of at most CAP entries, in the object or in a caller's memory, for programs without
   malloc. A key's home is the slot that its hash names. The keys of one home form a chain, a circle
   of links, and one of them is at home; the others are in any slots that were free.

     Name   | seed | len | cursor | links: CAP | keys: CAP | values: CAP |

     slot      0     1     2     3     4     5
     links  |  0  |  6  |  0  |  4  |  0  |  2  |      0: the slot is free; else the next of the
     keys   |     |  A  |     |  C  |     |  B  |      circle + 1, here A, B and C alone

   A newcomer always goes to its home. Who is there moves to the next free slot from the cursor on,
   and stays in its circle: the newcomer's, or one of another home. A slot that is left is free as
   before, and the cursor goes there. So CAP entries fit whatever their keys and hashes, and nothing
   wears out.

   Bytes beyond keys and values: 1 an entry where CAP < 256, 2 where CAP < 65,536, else 4; and seed,
   len and cursor, 12 (8 with 16-bit indices). A call hashes one key, a second one where it changes
   something, and looks at the keys of one circle: in a full table at 1.5 on average for a key that
   is there and 2 for one that is not, and never at more than CAP. Insertion may look at more links
   until it finds a free slot, at each once at most. */

/* What the calls of a made type are told about it. For a map over a caller's memory it is in the
   object, and that memory is laid out as other objects are. */
typedef struct lean_slots_lane_ {
    size_t at; /* offset of the first in the object */
    size_t size;
} lean_slots_lane_;

typedef struct lean_slots_kind_ {
    uint32_t (*hash)(const void *key, uint32_t seed);
    bool (*same)(const void *a, const void *b);
    size_t cap;
    lean_slots_lane_ lanes[2]; /* keys; values, of 0 bytes in a set */
} lean_slots_kind_;

typedef struct lean_slots_head_ {
    uint32_t seed;
    lean_index len;
    lean_index cursor;
} lean_slots_head_;

/* Widths are told by shifts, as LEAN_INDEX_MAX and SIZE_MAX may be less than the limits. */
#if SIZE_MAX > UINT32_MAX && LEAN_INDEX_MAX > UINT32_MAX
#define LEAN_SLOTS_MOST_ UINT32_MAX
#elif LEAN_INDEX_MAX < SIZE_MAX
#define LEAN_SLOTS_MOST_ LEAN_INDEX_MAX
#else
#define LEAN_SLOTS_MOST_ SIZE_MAX
#endif
#define LEAN_SLOTS_WIDTH_(cap) ((cap) >> 8 == 0 ? 1u : (cap) >> 8 >> 8 == 0 ? 2u : 4u)
#define LEAN_SLOTS_ALIGNED_(p, n) LEAN_ALIGNED_(p, (n) < LEAN_ALIGN ? (n) : LEAN_ALIGN)

/* Of a hash the high bits count most. A single product would bring keys of some strides together.
   The factor depends on the seed and is odd; the seed of an object with numbers as keys is that of
   the user mixed, as small ones would change too little. */
LEAN_HOT_ uint32_t lean_slots_mix_(uint32_t low, uint32_t high, uint32_t seed) {
    const uint32_t factor = UINT32_C(0x9e3779b1) ^ seed << 1, x = low * factor;
    return (x ^ x >> 15 ^ high) * factor;
}

/* Numbers of 1, 2, 4 and 8 bytes as keys: each kind names the two functions that it needs. */
#define LEAN_SLOTS_NUMBER_KEY_(bytes, word, product)                                               \
    LEAN_CALL_ uint32_t lean_slots_hash##bytes##_(const void *key, uint32_t seed) {                \
        word x;                                                                                    \
        lean_memcpy_(&x, LEAN_SLOTS_ALIGNED_(key, bytes), bytes);                                  \
        return product;                                                                            \
    }                                                                                              \
    LEAN_CALL_ bool lean_slots_same##bytes##_(const void *a, const void *b) {                      \
        word x, y;                                                                                 \
        lean_memcpy_(&x, LEAN_SLOTS_ALIGNED_(a, bytes), bytes);                                    \
        lean_memcpy_(&y, LEAN_SLOTS_ALIGNED_(b, bytes), bytes);                                    \
        return x == y;                                                                             \
    }
LEAN_SLOTS_NUMBER_KEY_(1, uint8_t, lean_slots_mix_(x, 0, seed))
LEAN_SLOTS_NUMBER_KEY_(2, uint16_t, lean_slots_mix_(x, 0, seed))
LEAN_SLOTS_NUMBER_KEY_(4, uint32_t, lean_slots_mix_(x, 0, seed))
LEAN_SLOTS_NUMBER_KEY_(8, uint64_t,
                       lean_slots_mix_(LEAN_CAST_(uint32_t, x), LEAN_CAST_(uint32_t, x >> 32),
                                       seed))
#define LEAN_SLOTS_BY_SIZE_(name, T)                                                               \
    (sizeof(T) == 1 ? name##1_ : sizeof(T) == 2 ? name##2_ : sizeof(T) == 4 ? name##4_ : name##8_)

/* One key for both zeros and one for all NaNs, by their bits: nothing of it is done in floats. */
LEAN_HOT_ void lean_slots_real_(void *key, size_t size) {
    uint64_t bits = 0;
    uint32_t few;
    if (size == 4) {
        lean_memcpy_(&few, LEAN_SLOTS_ALIGNED_(key, 4), 4);
        few = few << 1 == 0 ? 0 : few << 1 > UINT32_C(0xff000000) ? UINT32_C(0x7fc00000) : few;
        lean_memcpy_(LEAN_SLOTS_ALIGNED_(key, 4), &few, 4);
        return;
    }
    lean_memcpy_(&bits, LEAN_SLOTS_ALIGNED_(key, 8), 8);
    if (bits << 1 == 0)
        bits = 0;
    if (bits << 1 > UINT64_C(0xffe0000000000000))
        bits = UINT64_C(0x7ff8000000000000);
    lean_memcpy_(LEAN_SLOTS_ALIGNED_(key, 8), &bits, 8);
}

/* Entry `slot` of a lane; link `slot`. */
LEAN_HOT_ void *lean_slots_at_(lean_slots_head_ *h, const lean_slots_lane_ *lane, size_t slot) {
    return LEAN_CAST_(unsigned char *, LEAN_CAST_(void *, h)) + lane->at + slot * lane->size;
}

LEAN_HOT_ size_t lean_slots_link_(lean_slots_head_ *h, const lean_slots_kind_ *k, size_t slot) {
    const unsigned char *const links = LEAN_CAST_(unsigned char *, LEAN_CAST_(void *, h + 1));
    uint32_t wide;
    uint16_t narrow;
    if (k->cap >> 8 == 0)
        return links[slot];
    if (k->cap >> 8 >> 8 == 0) {
        lean_memcpy_(&narrow, LEAN_SLOTS_ALIGNED_(links + slot * 2, 2), 2);
        return narrow;
    }
    lean_memcpy_(&wide, LEAN_SLOTS_ALIGNED_(links + slot * 4, 4), 4);
    return LEAN_CAST_(size_t, wide);
}

LEAN_HOT_ void lean_slots_set_(lean_slots_head_ *h, const lean_slots_kind_ *k, size_t slot,
                               size_t link) {
    unsigned char *const links = LEAN_CAST_(unsigned char *, LEAN_CAST_(void *, h + 1));
    const uint32_t wide = LEAN_CAST_(uint32_t, link);
    const uint16_t narrow = LEAN_CAST_(uint16_t, link);
    if (k->cap <= 255)
        links[slot] = LEAN_CAST_(unsigned char, link);
    else if (k->cap >> 8 >> 8 == 0)
        lean_memcpy_(LEAN_SLOTS_ALIGNED_(links + slot * 2, 2), &narrow, 2);
    else
        lean_memcpy_(LEAN_SLOTS_ALIGNED_(links + slot * 4, 4), &wide, 4);
}

/* hash * cap / 2^32, or less by one or two where there are no products of 64 bits to be had. */
LEAN_BODY_ size_t lean_slots_home_(lean_slots_head_ *h, const lean_slots_kind_ *k,
                                   const void *key) {
    const uint32_t hash = k->hash(key, h->seed);
#if SIZE_MAX > UINT32_MAX
    return LEAN_CAST_(uint64_t, hash) * k->cap >> 32;
#else
    const uint32_t low = k->cap & 0xffff, high = LEAN_CAST_(uint32_t, k->cap) >> 16;
    return LEAN_CAST_(size_t, (hash >> 16) * high + ((hash >> 16) * low >> 16) +
                                  ((hash & 0xffff) * high >> 16));
#endif
}

/* The slot of a key, or SIZE_MAX. The circle may be that of another home: it ends all the same.
   Which of the first two slots has a short key is not left to a branch, that would be foretold
   wrongly one time in three. */
LEAN_HOT_ size_t lean_slots_seek_(lean_slots_head_ *h, const lean_slots_kind_ *k, const void *key,
                                  size_t home) {
    size_t slot = home, link = lean_slots_link_(h, k, home);
    if (link == 0)
        return SIZE_MAX;
#if !LEAN_SMALL
    if (k->lanes[0].size <= 8) {
        const bool here = k->same(lean_slots_at_(h, &k->lanes[0], home), key);
        size_t other = LEAN_CAST_(size_t, here) - 1;
        LEAN_OPAQUE_(other);
        slot ^= (home ^ (link - 1)) & other;
    }
#endif
    while (!k->same(lean_slots_at_(h, &k->lanes[0], slot), key)) {
        slot = lean_slots_link_(h, k, slot) - 1;
        if (slot == home)
            return SIZE_MAX;
    }
    return slot;
}

/* Gives slot `to` the link, key and value of slot `from`. */
LEAN_HOT_ void lean_slots_move_(lean_slots_head_ *h, const lean_slots_kind_ *k, size_t to,
                                size_t from) {
    const lean_slots_lane_ *lane;
    lean_slots_set_(h, k, to, lean_slots_link_(h, k, from));
    for (lane = k->lanes; lane < k->lanes + 2; ++lane)
        lean_memcpy_(lean_slots_at_(h, lane, to), lean_slots_at_(h, lane, from), lane->size);
}

/* Whether the entry of a slot is at home. If not, the link that leads there becomes `link`. */
LEAN_HOT_ bool lean_slots_stays_(lean_slots_head_ *h, const lean_slots_kind_ *k, size_t slot,
                                 size_t link) {
    size_t i = slot, next;
    if (lean_slots_home_(h, k, lean_slots_at_(h, &k->lanes[0], slot)) == slot)
        return true;
    while ((next = lean_slots_link_(h, k, i) - 1) != slot)
        i = next;
    lean_slots_set_(h, k, i, link);
    return false;
}

/* Makes a home free for a newcomer and links it. There is a free slot. */
LEAN_HOT_ void lean_slots_settle_(lean_slots_head_ *h, const lean_slots_kind_ *k, size_t home) {
    size_t slot = LEAN_SIZE_(h->cursor), link = home + 1;
    if (lean_slots_link_(h, k, home) != 0) {
        while (lean_slots_link_(h, k, slot) != 0)
            slot = slot + 1 < k->cap ? slot + 1 : 0;
        h->cursor = LEAN_INDEX_(slot);
        lean_slots_move_(h, k, slot, home);
        if (lean_slots_stays_(h, k, home, slot + 1))
            link = slot + 1;
    }
    lean_slots_set_(h, k, home, link);
    h->len++;
}

/* Frees a slot and returns it, or another, whose entry takes its place: the one at home may go only
   when it is the last of its circle. */
LEAN_HOT_ size_t lean_slots_erase_(lean_slots_head_ *h, const lean_slots_kind_ *k, size_t slot) {
    const size_t link = lean_slots_link_(h, k, slot);
    if (lean_slots_stays_(h, k, slot, link) && link != slot + 1) {
        lean_slots_move_(h, k, slot, link - 1);
        slot = link - 1;
    }
    lean_slots_set_(h, k, slot, 0);
    h->cursor = LEAN_INDEX_(slot);
    h->len--;
    return slot;
}

/* A look for a key in one of three ways. Returns where its value is, and after an insertion is to
   be, or NULL where the key is not there and not inserted. In a set, and after an erasure, it is
   any pointer that is not NULL. All in one function, that is less code than three. */
typedef enum lean_slots_way_ {
    LEAN_SLOTS_LOOK_,
    LEAN_SLOTS_INSERT_,
    LEAN_SLOTS_ERASE_
} lean_slots_way_;

LEAN_BODY_ void *lean_slots_do_hot_(const void *map, const lean_slots_kind_ *k, const void *key,
                                    lean_slots_way_ way) {
    lean_slots_head_ *const h = LEAN_CAST_(lean_slots_head_ *, lean_pointer_get_(&map));
    const size_t home = lean_slots_home_(h, k, key);
    size_t slot = lean_slots_seek_(h, k, key, home);
    if (slot != SIZE_MAX) {
        if (way == LEAN_SLOTS_ERASE_)
            (void)lean_slots_erase_(h, k, slot);
    } else {
        if (way != LEAN_SLOTS_INSERT_ || h->len == k->cap)
            return NULL;
        lean_slots_settle_(h, k, home);
        slot = home;
        lean_memcpy_(lean_slots_at_(h, &k->lanes[0], slot), key, k->lanes[0].size);
    }
    return lean_slots_at_(h, &k->lanes[1], slot);
}
LEAN_SHARED_ void *lean_slots_do_shared_(const void *map, const lean_slots_kind_ *k,
                                         const void *key, lean_slots_way_ way);

/* Goes on to the next entry: *at becomes its slot + 1. False where there is none. */
LEAN_BODY_ bool lean_slots_next_hot_(const void *map, const lean_slots_kind_ *k, size_t *at) {
    lean_slots_head_ *const h = LEAN_CAST_(lean_slots_head_ *, lean_pointer_get_(&map));
    size_t slot;
    for (slot = *at; slot < k->cap; ++slot) {
        if (lean_slots_link_(h, k, slot) != 0) {
            *at = slot + 1;
            return true;
        }
    }
    return false;
}
LEAN_SHARED_ bool lean_slots_next_shared_(const void *map, const lean_slots_kind_ *k, size_t *at);

/* Removes the entry that next gave. One from further on takes its place at times: *at then goes
   back, so that next gives that. One from before has been given. */
LEAN_SHARED_ void lean_slots_erase_at_(void *map, const lean_slots_kind_ *k, size_t *at);

/* No entries; the seed stays. */
LEAN_SHARED_ void lean_slots_clear_(void *map, const lean_slots_kind_ *k);

/* Puts all entries of `from` into `to`, over those that are there. False where not all fitted. */
LEAN_SHARED_ bool lean_slots_unite_(void *to, const lean_slots_kind_ *k, const void *from,
                                    const lean_slots_kind_ *from_k);

/* The same once `to` is empty. False, and nothing changed, where not all will fit. */
LEAN_SHARED_ bool lean_slots_copy_(void *to, const lean_slots_kind_ *k, const void *from,
                                   const lean_slots_kind_ *from_k);

/* Keeps in `to` what `from` has, or what it has not. */
LEAN_SHARED_ void lean_slots_sift_(void *to, const lean_slots_kind_ *k, const void *from,
                                   const lean_slots_kind_ *from_k, bool common);

/* The object of a map over a caller's memory, and what its calls work on while it has none: no
   slot, and a link that is asked for all the same. */
typedef struct lean_slots_over_ {
    void *map;
    lean_slots_kind_ kind;
} lean_slots_over_;

typedef struct lean_slots_none_ {
    lean_slots_head_ head;
    unsigned char links[1];
} lean_slots_none_;

/* Lays out as many slots as fit. `sizes` has their functions and sizes. */
LEAN_SHARED_ void lean_slots_lay_(lean_slots_over_ *o, const lean_slots_kind_ *sizes,
                                  size_t key_align, size_t value_align, void *memory, size_t bytes);

/* Bytes that maps and sets over a caller's memory need for `cap` entries, wherever it begins: a
   constant if cap is one. Name_needs(cap) is the same. */
#define LEAN_BUFFER_MAP_BYTES(K, V, cap)                                                           \
    LEAN_SLOTS_BYTES_(LEAN_SLOTS_MORE_(LEAN_ALIGNOF_(K), LEAN_ALIGNOF_(V)), sizeof(K) + sizeof(V), \
                      cap)
#define LEAN_BUFFER_SET_BYTES(K, cap) LEAN_SLOTS_BYTES_(LEAN_ALIGNOF_(K), sizeof(K), cap)
#define LEAN_SLOTS_MORE_(a, b) ((a) * ((a) > (b)) + (b) * ((a) <= (b)))
#define LEAN_SLOTS_BYTES_(align, size, cap)                                                        \
    (2 * LEAN_SLOTS_MORE_(align, LEAN_ALIGNOF_(lean_slots_head_)) - 2 + sizeof(lean_slots_head_) + \
     (cap) * ((size) + LEAN_SLOTS_WIDTH_(cap)))
#define LEAN_SLOTS_LIMIT_(size)                                                                    \
    (SIZE_MAX / 4 / LEAN_SLOTS_MOST_ > (size) + 3 ? LEAN_SLOTS_MOST_ : SIZE_MAX / 4 / ((size) + 4))

/* What made maps and sets are put together from: keys with or without functions of their own; the
   object or a caller's memory; the calls. */
#define LEAN_SLOTS_NUMBERS_(Name, K)                                                               \
    typedef K Name##_key_;                                                                         \
    LEAN_STATIC_ASSERT_(LEAN_IS_NUMBER_(Name##_key_) && sizeof(Name##_key_) <= 8,                  \
                        Name##_keys_must_be_numbers_or_made_by_a_macro_WITH_hash);                 \
    LEAN_CALL_ void Name##_ready_(Name##_key_ *key_) {                                             \
        if (LEAN_IS_REAL_(Name##_key_))                                                            \
            lean_slots_real_(key_, sizeof(Name##_key_));                                           \
    }                                                                                              \
    LEAN_CALL_ uint32_t Name##_mixed_(uint32_t seed_) {                                            \
        return lean_mix32(seed_);                                                                  \
    }
#define LEAN_SLOTS_HASHED_(Name, K, hash_of, same_as)                                              \
    typedef K Name##_key_;                                                                         \
    LEAN_STATIC_ASSERT_(LEAN_TRIVIAL_(Name##_key_), Name##_keys_must_be_trivially_copyable);       \
    LEAN_CALL_ void Name##_ready_(Name##_key_ *key_) {                                             \
        (void)key_;                                                                                \
    }                                                                                              \
    LEAN_CALL_ uint32_t Name##_mixed_(uint32_t seed_) {                                            \
        return seed_;                                                                              \
    }                                                                                              \
    LEAN_CALL_ uint32_t Name##_hash_(const void *key_, uint32_t seed_) {                           \
        const uint64_t hash_ = hash_of(LEAN_CAST_(Name##_key_ const *, key_), seed_);              \
        return lean_slots_mix_(LEAN_CAST_(uint32_t, hash_), LEAN_CAST_(uint32_t, hash_ >> 32), 0); \
    }                                                                                              \
    LEAN_CALL_ bool Name##_same_(const void *a_, const void *b_) {                                 \
        return same_as(LEAN_CAST_(Name##_key_ const *, a_), LEAN_CAST_(Name##_key_ const *, b_));  \
    }
#define LEAN_SLOTS_INSIDE_(Name, CAP)                                                              \
    LEAN_STATIC_ASSERT_((CAP) >= 1 && (CAP) <= LEAN_SLOTS_MOST_,                                   \
                        Name##_capacity_must_fit_LEAN_INDEX_BITS);                                 \
    LEAN_CALL_ void *Name##_map_(const Name *m_) {                                                 \
        return lean_pointer_get_(&m_);                                                             \
    }                                                                                              \
    LEAN_CALL_ const lean_slots_kind_ *Name##_kind_of_(const Name *m_) {                           \
        (void)m_;                                                                                  \
        return &Name##_kind_;                                                                      \
    }                                                                                              \
    LEAN_CALL_ Name##_key_ Name##_key_at_(const Name *m_, size_t slot_) {                          \
        return m_->keys[slot_];                                                                    \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_cap(const Name *m_) {                                                 \
        (void)m_;                                                                                  \
        return (CAP);                                                                              \
    }                                                                                              \
    LEAN_CALL_ bool Name##_copy(Name *to_, const Name *from_) {                                    \
        if (to_ != from_)                                                                          \
            *to_ = *from_;                                                                         \
        return true;                                                                               \
    }
#define LEAN_SLOTS_OUTSIDE_(Name, hash_of, same_as, value_size, value_align)                       \
    typedef struct Name {                                                                          \
        lean_slots_over_ over;                                                                     \
    } Name;                                                                                        \
    LEAN_UNUSED_ static const lean_slots_none_ Name##_none_ = {{0, 0, 0}, {0}};                    \
    LEAN_UNUSED_ static const lean_slots_kind_ Name##_kind_ = {                                    \
        hash_of, same_as, 0, {{0, sizeof(Name##_key_)}, {0, value_size}}};                         \
    LEAN_CALL_ void *Name##_map_(const Name *m_) {                                                 \
        const void *map_ = m_->over.map;                                                           \
        if (map_ == NULL)                                                                          \
            map_ = &Name##_none_;                                                                  \
        return lean_pointer_get_(&map_);                                                           \
    }                                                                                              \
    LEAN_CALL_ const lean_slots_kind_ *Name##_kind_of_(const Name *m_) {                           \
        return m_->over.map != NULL ? &m_->over.kind : &Name##_kind_;                              \
    }                                                                                              \
    LEAN_CALL_ Name##_key_ Name##_key_at_(const Name *m_, size_t slot_) {                          \
        const void *key_ = lean_slots_at_(LEAN_CAST_(lean_slots_head_ *, m_->over.map),            \
                                          &m_->over.kind.lanes[0], slot_);                         \
        return *LEAN_CAST_(Name##_key_ const *, key_);                                             \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_cap(const Name *m_) {                                                 \
        return m_->over.kind.cap;                                                                  \
    }                                                                                              \
    LEAN_CALL_ bool Name##_copy(Name *to_, const Name *from_) {                                    \
        return lean_slots_copy_(Name##_map_(to_), Name##_kind_of_(to_), Name##_map_(from_),        \
                                Name##_kind_of_(from_));                                           \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_needs(size_t cap_) {                                                  \
        return cap_ <= LEAN_SLOTS_LIMIT_(sizeof(Name##_key_) + (value_size))                       \
                   ? LEAN_SLOTS_BYTES_(LEAN_SLOTS_MORE_(LEAN_ALIGNOF_(Name##_key_), value_align),  \
                                       sizeof(Name##_key_) + (value_size), cap_)                   \
                   : SIZE_MAX;                                                                     \
    }                                                                                              \
    LEAN_CALL_ void Name##_over(Name *m_, void *memory_, size_t bytes_) {                          \
        lean_slots_lay_(&m_->over, &Name##_kind_, LEAN_ALIGNOF_(Name##_key_), value_align,         \
                        memory_, bytes_);                                                          \
    }
#define LEAN_SLOTS_CALLS_(Name)                                                                    \
    LEAN_CALL_ size_t Name##_len(const Name *m_) {                                                 \
        const lean_slots_head_ *h_ = LEAN_CAST_(const lean_slots_head_ *, Name##_map_(m_));        \
        return LEAN_SIZE_(h_->len);                                                                \
    }                                                                                              \
    LEAN_CALL_ void Name##_seed(Name *m_, uint32_t seed_) {                                        \
        lean_slots_head_ *h_ = LEAN_CAST_(lean_slots_head_ *, Name##_map_(m_));                    \
        LEAN_ASSERT(h_->len == 0);                                                                 \
        if (Name##_cap(m_) != 0)                                                                   \
            h_->seed = Name##_mixed_(seed_);                                                       \
    }                                                                                              \
    LEAN_CALL_ void Name##_clear(Name *m_) {                                                       \
        lean_slots_clear_(Name##_map_(m_), Name##_kind_of_(m_));                                   \
    }                                                                                              \
    LEAN_CALL_ void *Name##_do_(const Name *m_, Name##_key_ key_, lean_slots_way_ way_) {          \
        Name##_ready_(&key_);                                                                      \
        return LEAN_PICK_(lean_slots_do_)(Name##_map_(m_), Name##_kind_of_(m_), &key_, way_);      \
    }                                                                                              \
    LEAN_CALL_ bool Name##_has(const Name *m_, Name##_key_ key_) {                                 \
        return Name##_do_(m_, key_, LEAN_SLOTS_LOOK_) != NULL;                                     \
    }                                                                                              \
    LEAN_CALL_ bool Name##_remove(Name *m_, Name##_key_ key_) {                                    \
        return Name##_do_(m_, key_, LEAN_SLOTS_ERASE_) != NULL;                                    \
    }                                                                                              \
    LEAN_CALL_ void Name##_erase(Name *m_, Name##_item *i_) {                                      \
        lean_slots_erase_at_(Name##_map_(m_), Name##_kind_of_(m_), &i_->at);                       \
    }
#define LEAN_SLOTS_MAP_CALLS_(Name)                                                                \
    typedef struct Name##_item {                                                                   \
        size_t at;                                                                                 \
        Name##_key_ key;                                                                           \
        Name##_value_ const *value;                                                                \
    } Name##_item;                                                                                 \
    LEAN_SLOTS_CALLS_(Name)                                                                        \
    LEAN_CALL_ bool Name##_put(Name *m_, Name##_key_ key_, Name##_value_ value_) {                 \
        Name##_value_ *const to_ =                                                                 \
            LEAN_CAST_(Name##_value_ *, Name##_do_(m_, key_, LEAN_SLOTS_INSERT_));                 \
        if (to_ == NULL)                                                                           \
            return false;                                                                          \
        *to_ = value_;                                                                             \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ lean_status Name##_add(Name *m_, Name##_key_ key_, Name##_value_ value_) {          \
        const size_t len_ = Name##_len(m_);                                                        \
        Name##_value_ *const to_ =                                                                 \
            LEAN_CAST_(Name##_value_ *, Name##_do_(m_, key_, LEAN_SLOTS_INSERT_));                 \
        if (to_ == NULL)                                                                           \
            return LEAN_FULL;                                                                      \
        if (len_ == Name##_len(m_))                                                                \
            return LEAN_EXISTS;                                                                    \
        *to_ = value_;                                                                             \
        return LEAN_OK;                                                                            \
    }                                                                                              \
    LEAN_CALL_ Name##_value_ *Name##_ensure(Name *m_, Name##_key_ key_, bool *is_new_) {           \
        const size_t len_ = Name##_len(m_);                                                        \
        void *const to_ = Name##_do_(m_, key_, LEAN_SLOTS_INSERT_);                                \
        if (len_ != Name##_len(m_))                                                                \
            lean_memset_(to_, 0, sizeof(Name##_value_));                                           \
        if (is_new_ != NULL)                                                                       \
            *is_new_ = len_ != Name##_len(m_);                                                     \
        return LEAN_CAST_(Name##_value_ *, to_);                                                   \
    }                                                                                              \
    LEAN_CALL_ Name##_value_ const *Name##_get(const Name *m_, Name##_key_ key_) {                 \
        return LEAN_CAST_(Name##_value_ const *, Name##_do_(m_, key_, LEAN_SLOTS_LOOK_));          \
    }                                                                                              \
    LEAN_CALL_ Name##_value_ *Name##_ref(Name *m_, Name##_key_ key_) {                             \
        return LEAN_CAST_(Name##_value_ *, Name##_do_(m_, key_, LEAN_SLOTS_LOOK_));                \
    }                                                                                              \
    LEAN_CALL_ bool Name##_take(Name *m_, Name##_key_ key_, Name##_value_ *out_) {                 \
        Name##_value_ const *const from_ = Name##_get(m_, key_);                                   \
        if (from_ != NULL && out_ != NULL)                                                         \
            *out_ = *from_;                                                                        \
        return Name##_remove(m_, key_);                                                            \
    }                                                                                              \
    LEAN_CALL_ bool Name##_next(const Name *m_, Name##_item *i_) {                                 \
        if (!LEAN_PICK_(lean_slots_next_)(Name##_map_(m_), Name##_kind_of_(m_), &i_->at))          \
            return false;                                                                          \
        i_->key = Name##_key_at_(m_, i_->at - 1);                                                  \
        i_->value = Name##_value_at_(m_, i_->at - 1);                                              \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ Name##_value_ *Name##_item_ref(Name *m_, const Name##_item *i_) {                   \
        const void *value_ = Name##_value_at_(m_, i_->at - 1);                                     \
        return LEAN_CAST_(Name##_value_ *, lean_pointer_get_(&value_));                            \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_remove_if(                                                            \
        Name *m_, bool (*drop_)(Name##_key_ key_, Name##_value_ * value_, void *user_),            \
        void *user_) {                                                                             \
        const size_t len_ = Name##_len(m_);                                                        \
        Name##_item i_ = LEAN_EMPTY;                                                               \
        while (Name##_next(m_, &i_))                                                               \
            if (drop_(i_.key, Name##_item_ref(m_, &i_), user_))                                    \
                Name##_erase(m_, &i_);                                                             \
        return len_ - Name##_len(m_);                                                              \
    }
#define LEAN_SLOTS_SET_CALLS_(Name)                                                                \
    typedef struct Name##_item {                                                                   \
        size_t at;                                                                                 \
        Name##_key_ key;                                                                           \
    } Name##_item;                                                                                 \
    LEAN_SLOTS_CALLS_(Name)                                                                        \
    LEAN_CALL_ bool Name##_put(Name *m_, Name##_key_ key_) {                                       \
        return Name##_do_(m_, key_, LEAN_SLOTS_INSERT_) != NULL;                                   \
    }                                                                                              \
    LEAN_CALL_ lean_status Name##_add(Name *m_, Name##_key_ key_) {                                \
        const size_t len_ = Name##_len(m_);                                                        \
        if (!Name##_put(m_, key_))                                                                 \
            return LEAN_FULL;                                                                      \
        return len_ == Name##_len(m_) ? LEAN_EXISTS : LEAN_OK;                                     \
    }                                                                                              \
    LEAN_CALL_ bool Name##_next(const Name *m_, Name##_item *i_) {                                 \
        if (!LEAN_PICK_(lean_slots_next_)(Name##_map_(m_), Name##_kind_of_(m_), &i_->at))          \
            return false;                                                                          \
        i_->key = Name##_key_at_(m_, i_->at - 1);                                                  \
        return true;                                                                               \
    }                                                                                              \
    LEAN_CALL_ size_t Name##_remove_if(Name *m_, bool (*drop_)(Name##_key_ key_, void *user_),     \
                                       void *user_) {                                              \
        const size_t len_ = Name##_len(m_);                                                        \
        Name##_item i_ = LEAN_EMPTY;                                                               \
        while (Name##_next(m_, &i_))                                                               \
            if (drop_(i_.key, user_))                                                              \
                Name##_erase(m_, &i_);                                                             \
        return len_ - Name##_len(m_);                                                              \
    }                                                                                              \
    LEAN_CALL_ bool Name##_unite(Name *to_, const Name *from_) {                                   \
        return lean_slots_unite_(Name##_map_(to_), Name##_kind_of_(to_), Name##_map_(from_),       \
                                 Name##_kind_of_(from_));                                          \
    }                                                                                              \
    LEAN_CALL_ void Name##_intersect(Name *to_, const Name *from_) {                               \
        lean_slots_sift_(Name##_map_(to_), Name##_kind_of_(to_), Name##_map_(from_),               \
                         Name##_kind_of_(from_), true);                                            \
    }                                                                                              \
    LEAN_CALL_ void Name##_subtract(Name *to_, const Name *from_) {                                \
        lean_slots_sift_(Name##_map_(to_), Name##_kind_of_(to_), Name##_map_(from_),               \
                         Name##_kind_of_(from_), false);                                           \
    }
#define LEAN_SLOTS_LINKS_(CAP) LEAN_SLOTS_WIDTH_(LEAN_CAST_(size_t, CAP)) * LEAN_CAST_(size_t, CAP)
#define LEAN_SLOTS_FIXED_MAP_(Name, V, CAP, hash_of, same_as)                                      \
    typedef V Name##_value_;                                                                       \
    typedef struct Name {                                                                          \
        lean_slots_head_ head;                                                                     \
        unsigned char links[LEAN_SLOTS_LINKS_(CAP)];                                               \
        Name##_key_ keys[CAP];                                                                     \
        Name##_value_ values[CAP];                                                                 \
    } Name;                                                                                        \
    LEAN_STATIC_ASSERT_(LEAN_TRIVIAL_(Name##_value_), Name##_values_must_be_trivially_copyable);   \
    LEAN_UNUSED_ static const lean_slots_kind_ Name##_kind_ = {                                    \
        hash_of,                                                                                   \
        same_as,                                                                                   \
        CAP,                                                                                       \
        {{offsetof(Name, keys), sizeof(Name##_key_)},                                              \
         {offsetof(Name, values), sizeof(Name##_value_)}}};                                        \
    LEAN_SLOTS_INSIDE_(Name, CAP)                                                                  \
    LEAN_CALL_ Name##_value_ const *Name##_value_at_(const Name *m_, size_t slot_) {               \
        return m_->values + slot_;                                                                 \
    }                                                                                              \
    LEAN_SLOTS_MAP_CALLS_(Name)
#define LEAN_SLOTS_FIXED_SET_(Name, CAP, hash_of, same_as)                                         \
    typedef struct Name {                                                                          \
        lean_slots_head_ head;                                                                     \
        unsigned char links[LEAN_SLOTS_LINKS_(CAP)];                                               \
        Name##_key_ keys[CAP];                                                                     \
    } Name;                                                                                        \
    LEAN_UNUSED_ static const lean_slots_kind_ Name##_kind_ = {                                    \
        hash_of, same_as, CAP, {{offsetof(Name, keys), sizeof(Name##_key_)}, {0, 0}}};             \
    LEAN_SLOTS_INSIDE_(Name, CAP)                                                                  \
    LEAN_SLOTS_SET_CALLS_(Name)
#define LEAN_SLOTS_BUFFER_MAP_(Name, V, hash_of, same_as)                                          \
    typedef V Name##_value_;                                                                       \
    LEAN_STATIC_ASSERT_(LEAN_TRIVIAL_(Name##_value_), Name##_values_must_be_trivially_copyable);   \
    LEAN_SLOTS_OUTSIDE_(Name, hash_of, same_as, sizeof(Name##_value_),                             \
                        LEAN_ALIGNOF_(Name##_value_))                                              \
    LEAN_CALL_ Name##_value_ const *Name##_value_at_(const Name *m_, size_t slot_) {               \
        const void *value_ = lean_slots_at_(LEAN_CAST_(lean_slots_head_ *, m_->over.map),          \
                                            &m_->over.kind.lanes[1], slot_);                       \
        return LEAN_CAST_(Name##_value_ const *, value_);                                          \
    }                                                                                              \
    LEAN_SLOTS_MAP_CALLS_(Name)
#define LEAN_SLOTS_BUFFER_SET_(Name, hash_of, same_as)                                             \
    LEAN_SLOTS_OUTSIDE_(Name, hash_of, same_as, 0, 1)                                              \
    LEAN_SLOTS_SET_CALLS_(Name)

/* At file scope, no semicolon behind it, makes the type Name and its calls:
     LEAN_DEFINE_FIXED_MAP(Name, K, V, CAP), LEAN_DEFINE_FIXED_SET(Name, K, CAP)
         At most CAP >= 1 entries in the object, which may be duplicated by assignment. K is an
         integer of 8 to 64 bits, bool, char, an enum, float or double. 0.0 and -0.0 are one key,
         and all NaNs are; as keys they come back as 0.0 and one NaN.
     LEAN_DEFINE_BUFFER_MAP(Name, K, V), LEAN_DEFINE_BUFFER_SET(Name, K)
         Over a caller's memory, which Name_over takes. Not to be duplicated by assignment: two
         objects would share one memory. sizeof(Name) is 64 bytes on x86-64, 32 on a Cortex-M0.
     LEAN_DEFINE_..._WITH(..., hash, eq)
         The same for any trivially copyable K. hash and eq are functions or macros:
             uint32_t or uint64_t hash(const K *key, uint32_t seed)
             bool eq(const K *a, const K *b)
         All bits of a hash count, and a poor one is only slow. Equal keys have equal hashes, and
         a key that is there keeps its own.
   All zero, LEAN_EMPTY, is valid and empty; over a caller's memory it has room for nothing. No call
   makes a request, and none but put, add, ensure, unite and copy can fail.

   void Name_over(Name *m, void *memory, size_t bytes)              BUFFER alone
       Empty, in memory of any alignment, with as many slots as fit: Name_cap. The memory must
       outlive the object's use, and stay where it is.
   size_t Name_needs(size_t cap)                                    BUFFER alone
       Bytes that suffice for cap entries wherever the memory begins; SIZE_MAX: too many.
       LEAN_BUFFER_MAP_BYTES(K, V, cap) and LEAN_BUFFER_SET_BYTES(K, cap) are constants if cap is.
   void Name_seed(Name *m, uint32_t seed)
       Changes the hashes. While m is empty, asserted. With a seed of 0, the default, and any other
       that is known, keys can be found that all have one home; keys of 4 bytes or fewer collide
       seldom under a seed that nobody knows.
   void Name_clear(Name *m)
       No entries; the seed stays. O(cap) bytes are written.
   bool Name_copy(Name *to, const Name *from)
       Entries of `to` become those of `from`. False, and `to` as it was, where it has too few
       slots, which only a BUFFER can. A FIXED object becomes the same in all, a BUFFER keeps its
       seed.
   bool Name_put(Name *m, K key, V value)
       Inserts or replaces. False: full, and the key is not there.
   lean_status Name_add(Name *m, K key, V value)
       Inserts: LEAN_OK, or LEAN_EXISTS or LEAN_FULL and nothing changed.
   V *Name_ensure(Name *m, K key, bool *is_new)
       Finds, or inserts a value of zero bytes. NULL: full. *is_new, unless NULL: whether inserted.
   const V *Name_get(const Name *m, K key), V *Name_ref(Name *m, K key)
       NULL where it is not there.
   bool Name_has(const Name *m, K key)
   bool Name_take(Name *m, K key, V *out)
       Removes it, its value to *out unless out is NULL. False, and *out as it was: not there.
   bool Name_remove(Name *m, K key)
   size_t Name_remove_if(Name *m, bool (*drop)(K key, V *value, void *user), void *user)
       Removes the entries for which drop is true, and says how many. drop sees each once.
   size_t Name_len(const Name *m), size_t Name_cap(const Name *m)
       Entries now, and at most. O(1).

   Iteration gives each entry exactly once, in no order, O(cap) in all:
       Name_item i = LEAN_EMPTY;
       while (Name_next(&m, &i))             i.key, and i.value, a const V *
           if (...) Name_erase(&m, &i);      removes what next gave, once
   V *Name_item_ref(Name *m, const Name_item *i)
       The writable value of what next gave. Any other insertion or removal ends an iteration.

   Sets have no values: bool Name_put(Name *s, K key), lean_status Name_add(Name *s, K key), drop is
   bool (*)(K key, void *user), and get, ref, ensure, take and item_ref are missing. They have:
   bool Name_unite(Name *to, const Name *from)
       Puts all of `from` into `to`. False: full; what fitted stays.
   void Name_intersect(Name *to, const Name *from), void Name_subtract(Name *to, const Name *from)
       Keeps what `from` has, or what it has not. All three: O(cap), and `from` may be `to`.

   Cost, where nothing else is said: O(1) in usual, O(CAP) at worst. What inserts or removes moves
   entries, and invalidates pointers to values. */
#define LEAN_DEFINE_FIXED_MAP(Name, K, V, CAP)                                                     \
    LEAN_SLOTS_NUMBERS_(Name, K)                                                                   \
    LEAN_SLOTS_FIXED_MAP_(Name, V, CAP, LEAN_SLOTS_BY_SIZE_(lean_slots_hash, Name##_key_),         \
                          LEAN_SLOTS_BY_SIZE_(lean_slots_same, Name##_key_))
#define LEAN_DEFINE_FIXED_MAP_WITH(Name, K, V, CAP, hash, eq)                                      \
    LEAN_SLOTS_HASHED_(Name, K, hash, eq)                                                          \
    LEAN_SLOTS_FIXED_MAP_(Name, V, CAP, Name##_hash_, Name##_same_)
#define LEAN_DEFINE_FIXED_SET(Name, K, CAP)                                                        \
    LEAN_SLOTS_NUMBERS_(Name, K)                                                                   \
    LEAN_SLOTS_FIXED_SET_(Name, CAP, LEAN_SLOTS_BY_SIZE_(lean_slots_hash, Name##_key_),            \
                          LEAN_SLOTS_BY_SIZE_(lean_slots_same, Name##_key_))
#define LEAN_DEFINE_FIXED_SET_WITH(Name, K, CAP, hash, eq)                                         \
    LEAN_SLOTS_HASHED_(Name, K, hash, eq)                                                          \
    LEAN_SLOTS_FIXED_SET_(Name, CAP, Name##_hash_, Name##_same_)
#define LEAN_DEFINE_BUFFER_MAP(Name, K, V)                                                         \
    LEAN_SLOTS_NUMBERS_(Name, K)                                                                   \
    LEAN_SLOTS_BUFFER_MAP_(Name, V, LEAN_SLOTS_BY_SIZE_(lean_slots_hash, Name##_key_),             \
                           LEAN_SLOTS_BY_SIZE_(lean_slots_same, Name##_key_))
#define LEAN_DEFINE_BUFFER_MAP_WITH(Name, K, V, hash, eq)                                          \
    LEAN_SLOTS_HASHED_(Name, K, hash, eq)                                                          \
    LEAN_SLOTS_BUFFER_MAP_(Name, V, Name##_hash_, Name##_same_)
#define LEAN_DEFINE_BUFFER_SET(Name, K)                                                            \
    LEAN_SLOTS_NUMBERS_(Name, K)                                                                   \
    LEAN_SLOTS_BUFFER_SET_(Name, LEAN_SLOTS_BY_SIZE_(lean_slots_hash, Name##_key_),                \
                           LEAN_SLOTS_BY_SIZE_(lean_slots_same, Name##_key_))
#define LEAN_DEFINE_BUFFER_SET_WITH(Name, K, hash, eq)                                             \
    LEAN_SLOTS_HASHED_(Name, K, hash, eq)                                                          \
    LEAN_SLOTS_BUFFER_SET_(Name, Name##_hash_, Name##_same_)

#else
#define LEAN_DEFINE_FIXED_MAP(Name, K, V, CAP)                                                     \
    typedef LEAN_DEFINE_FIXED_MAP_needs_LEAN_WITH_FIXED_MAP_before_lean_h Name;
#define LEAN_DEFINE_FIXED_MAP_WITH(Name, K, V, CAP, hash, eq)                                      \
    typedef LEAN_DEFINE_FIXED_MAP_WITH_needs_LEAN_WITH_FIXED_MAP_before_lean_h Name;
#define LEAN_DEFINE_FIXED_SET(Name, K, CAP)                                                        \
    typedef LEAN_DEFINE_FIXED_SET_needs_LEAN_WITH_FIXED_MAP_before_lean_h Name;
#define LEAN_DEFINE_FIXED_SET_WITH(Name, K, CAP, hash, eq)                                         \
    typedef LEAN_DEFINE_FIXED_SET_WITH_needs_LEAN_WITH_FIXED_MAP_before_lean_h Name;
#define LEAN_DEFINE_BUFFER_MAP(Name, K, V)                                                         \
    typedef LEAN_DEFINE_BUFFER_MAP_needs_LEAN_WITH_FIXED_MAP_before_lean_h Name;
#define LEAN_DEFINE_BUFFER_MAP_WITH(Name, K, V, hash, eq)                                          \
    typedef LEAN_DEFINE_BUFFER_MAP_WITH_needs_LEAN_WITH_FIXED_MAP_before_lean_h Name;
#define LEAN_DEFINE_BUFFER_SET(Name, K)                                                            \
    typedef LEAN_DEFINE_BUFFER_SET_needs_LEAN_WITH_FIXED_MAP_before_lean_h Name;
#define LEAN_DEFINE_BUFFER_SET_WITH(Name, K, hash, eq)                                             \
    typedef LEAN_DEFINE_BUFFER_SET_WITH_needs_LEAN_WITH_FIXED_MAP_before_lean_h Name;
#endif /* LEAN_HAS_FIXED_MAP_ */

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

/* More items than a lean_index counts (nothing is compared where no size_t is more); more bytes
   than LEAN_BLOCK_MAX_, as a shift, since a large constant costs more. */
#if LEAN_INDEX_MAX < SIZE_MAX
#define LEAN_PAST_INDEX_(n) ((n) > LEAN_INDEX_MAX)
#else
#define LEAN_PAST_INDEX_(n) false
#endif
#define LEAN_PAST_BLOCK_(n) ((n) >> (sizeof(size_t) * CHAR_BIT - 2) != 0)

LEAN_SHARED_ bool lean_block_fit_(lean_block_ *b, size_t to) {
    const size_t old_size = lean_block_held_(b), tail = lean_tail_(to);
    void *block = lean_block_bytes_(b), *owner = block;
    if (LEAN_PAST_BLOCK_(to))
        return false;
    if (old_size != 0)
        owner = *lean_owner_(block, lean_tail_(b->cap));
    block = lean_resize_(LEAN_CAST_(const lean_allocator *, owner), old_size != 0 ? block : NULL,
                         old_size, to != 0 ? tail + sizeof owner : 0);
    if (block != NULL)
        *lean_owner_(block, tail) = owner;
    else if (to != 0)
        return false;
    lean_pointer_set_(&b->bytes, to != 0 ? block : owner);
    b->cap = to;
    return true;
}

LEAN_SHARED_ bool lean_block_room_(lean_block_ *b, size_t need) {
    const size_t more = b->cap + b->cap / 2 + 16;
    if (need <= b->cap)
        return true;
    return (need < more && lean_block_fit_(b, more)) || lean_block_fit_(b, need);
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

#if defined(LEAN_HAS_PACK_) || defined(LEAN_HAS_DTYPE_) || defined(LEAN_HAS_BITSET_)
#if LEAN_HAS_KERNELS_
/* What the kernels are written in: vectors of the compiler's, and the few instructions that no
   operator stands for. */
#if LEAN_KNOWS_F16C_
#define LEAN_SUPPORTS_F16C_ __builtin_cpu_supports("f16c")
#else /* processors with avx512 or fma have it as well */
#define LEAN_SUPPORTS_F16C_ __builtin_cpu_supports("fma")
#endif
#define LEAN_AVX2_ __attribute__((__target__("avx2,f16c,popcnt,bmi,bmi2"), __unused__))
#define LEAN_AVX512_                                                                               \
    __attribute__((__target__("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,avx512vpopcntdq,"  \
                              "avx2,f16c,popcnt,bmi,bmi2"),                                        \
                   __unused__))
typedef long long lean_2i64_ __attribute__((__vector_size__(16), __may_alias__));
typedef uint16_t lean_4u16_ __attribute__((__vector_size__(8)));
typedef uint32_t lean_4u32_ __attribute__((__vector_size__(16)));
typedef int lean_4i32_ __attribute__((__vector_size__(16)));
typedef float lean_4f32_ __attribute__((__vector_size__(16)));
typedef short lean_8i16_ __attribute__((__vector_size__(16)));
typedef uint16_t lean_8u16_ __attribute__((__vector_size__(16)));
typedef char lean_16c8_ __attribute__((__vector_size__(16)));
typedef float lean_8f32_ __attribute__((__vector_size__(32)));
typedef long long lean_4i64_ __attribute__((__vector_size__(32), __may_alias__));
typedef long long lean_8i64_ __attribute__((__vector_size__(64), __may_alias__));
typedef uint32_t lean_8u32_ __attribute__((__vector_size__(32), __may_alias__));
typedef int lean_8i32_ __attribute__((__vector_size__(32)));
typedef uint64_t lean_4u64_ __attribute__((__vector_size__(32)));
typedef double lean_4f64_ __attribute__((__vector_size__(32)));
typedef double lean_2f64_ __attribute__((__vector_size__(16)));
typedef uint64_t lean_2u64_ __attribute__((__vector_size__(16)));
typedef char lean_32i8_ __attribute__((__vector_size__(32)));
typedef uint32_t lean_16u32_ __attribute__((__vector_size__(64), __may_alias__));
typedef int lean_16i32_ __attribute__((__vector_size__(64)));
typedef uint64_t lean_8u64_ __attribute__((__vector_size__(64)));
typedef uint8_t lean_8u8_ __attribute__((__vector_size__(8)));
typedef uint8_t lean_16u8_ __attribute__((__vector_size__(16)));
typedef uint16_t lean_16u16_ __attribute__((__vector_size__(32)));
typedef unsigned char lean_64u8_ __attribute__((__vector_size__(64)));
typedef char lean_64i8_ __attribute__((__vector_size__(64)));
#if LEAN_CLANG_
#define LEAN_PERMUTE_I8_(x, from) __builtin_ia32_permvarqi512(x, from)
#else
#define LEAN_PERMUTE_I8_(x, from) __builtin_ia32_permvarqi512_mask(x, from, x, UINT64_MAX)
#endif
#define LEAN_PERMUTE_(x, from)                                                                     \
    LEAN_VECTOR_(lean_64u8_,                                                                       \
                 LEAN_PERMUTE_I8_(LEAN_VECTOR_(lean_64i8_, x), LEAN_VECTOR_(lean_64i8_, from)))
#endif /* LEAN_HAS_KERNELS_ */

#if LEAN_HAS_BLOCKS_
/* The best kernel that may be used here. */
LEAN_UNUSED_ static unsigned lean_kernel_(void) {
    unsigned kernel = LEAN_KERNEL_plain;
#if LEAN_HAS_KERNELS_
    kernel = LEAN_KERNEL_sse2;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
        __builtin_cpu_supports("bmi2") && LEAN_SUPPORTS_F16C_)
        kernel = LEAN_KERNEL_avx2;
    if (kernel == LEAN_KERNEL_avx2 && __builtin_cpu_supports("avx512vbmi") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vpopcntdq"))
        kernel = LEAN_KERNEL_avx512;
#endif
    return kernel < LEAN_KERNEL_MOST_ ? kernel : LEAN_KERNEL_MOST_;
}

/* Makes name() of name_body_(), compiled for avx2 as well. `give` is `return`, or nothing. */
#if LEAN_HAS_KERNELS_
#define LEAN_BLOCK_WORK_(R, give, name, params, args)                                              \
    LEAN_AVX2_ static R LEAN_JOIN_(name, avx2_) params {                                           \
        give LEAN_JOIN_(name, body_) args;                                                         \
    }                                                                                              \
    static R name params {                                                                         \
        if (lean_kernel_() >= LEAN_KERNEL_avx2)                                                    \
            give LEAN_JOIN_(name, avx2_) args;                                                     \
        else                                                                                       \
            give LEAN_JOIN_(name, body_) args;                                                     \
    }
#else
#define LEAN_BLOCK_WORK_(R, give, name, params, args)                                              \
    static R name params {                                                                         \
        give LEAN_JOIN_(name, body_) args;                                                         \
    }
#endif
#endif /* LEAN_HAS_BLOCKS_ */
#endif /* LEAN_HAS_PACK_ || LEAN_HAS_DTYPE_ || LEAN_HAS_BITSET_ */

#if defined(LEAN_HAS_PACK_) || defined(LEAN_HAS_DTYPE_)
/* Integers of the types 0 to 7: logarithm of the size, and 4 more if signed. */
static uint64_t lean_integer_get_(const void *items, unsigned type, size_t i) {
    switch (type) {
    case 0:
        return LEAN_CAST_(const uint8_t *, items)[i];
    case 1:
        return LEAN_CAST_(const uint16_t *, items)[i];
    case 2:
        return LEAN_CAST_(const uint32_t *, items)[i];
    case 4:
        return LEAN_CAST_(uint64_t, LEAN_CAST_(const int8_t *, items)[i]);
    case 5:
        return LEAN_CAST_(uint64_t, LEAN_CAST_(const int16_t *, items)[i]);
    case 6:
        return LEAN_CAST_(uint64_t, LEAN_CAST_(const int32_t *, items)[i]);
    default:
        return LEAN_CAST_(const uint64_t *, items)[i];
    }
}

static void lean_integer_set_(void *items, unsigned type, size_t i, uint64_t value) {
    switch (type & 3) {
    case 0:
        LEAN_CAST_(uint8_t *, items)[i] = LEAN_CAST_(uint8_t, value);
        break;
    case 1:
        LEAN_CAST_(uint16_t *, items)[i] = LEAN_CAST_(uint16_t, value);
        break;
    case 2:
        LEAN_CAST_(uint32_t *, items)[i] = LEAN_CAST_(uint32_t, value);
        break;
    default:
        LEAN_CAST_(uint64_t *, items)[i] = value;
    }
}

/* Outputs of 16 MB and more are. */
#define LEAN_STREAM_BITS_ 24
#if LEAN_HAS_KERNELS_
/* Writes past the caches, which pays where the output would not stay in them. `to` is aligned to
   what is written; n is a multiple of 64. The end makes it visible to other threads like any other
   write. */
#if LEAN_CLANG_
#define LEAN_STREAM_16_(to, x) __builtin_nontemporal_store(x, LEAN_CAST_(lean_2i64_ *, to))
#define LEAN_STREAM_32_(to, x)                                                                     \
    __builtin_nontemporal_store(x, LEAN_CAST_(lean_8u32_ *, LEAN_CAST_(void *, to)))
#define LEAN_STREAM_64_(to, x)                                                                     \
    __builtin_nontemporal_store(LEAN_VECTOR_(lean_16u32_, x),                                      \
                                LEAN_CAST_(lean_16u32_ *, LEAN_CAST_(void *, to)))
#else
#define LEAN_STREAM_16_(to, x) __builtin_ia32_movntdq(LEAN_CAST_(lean_2i64_ *, to), x)
#define LEAN_STREAM_32_(to, x)                                                                     \
    __builtin_ia32_movntdq256(LEAN_CAST_(lean_4i64_ *, LEAN_CAST_(void *, to)),                    \
                              LEAN_VECTOR_(lean_4i64_, x))
#define LEAN_STREAM_64_(to, x)                                                                     \
    __builtin_ia32_movntdq512(LEAN_CAST_(lean_8i64_ *, LEAN_CAST_(void *, to)),                    \
                              LEAN_VECTOR_(lean_8i64_, x))
#endif
static void lean_stream_(void *to, const void *from, size_t n) {
    lean_2i64_ x;
    size_t k;
    for (k = 0; k < n; k += sizeof x) {
        lean_memcpy_(&x, LEAN_CAST_(const char *, from) + k, sizeof x);
        LEAN_STREAM_16_(LEAN_CAST_(void *, LEAN_CAST_(char *, to) + k), x);
    }
}

static void lean_stream_end_(void) {
    __builtin_ia32_sfence();
}
#else
#define lean_stream_(to, from, n) lean_memcpy_(to, from, n)
#define lean_stream_end_() ((void)0)
#endif /* LEAN_HAS_KERNELS_ */

#if LEAN_HAS_BLOCKS_
/* Bulk work that is not done in one go is done in blocks of items, in the cache. A call has up to
   three of them, and tables, on the stack: 7 KB, or 2.5 KB on smaller machines. */
enum { LEAN_BLOCK_ITEMS_ = SIZE_MAX > UINT32_MAX ? 256 : 64 };

/* Blocks of any type as numbers of 64 bits. */
#define LEAN_BLOCK_LOAD_(T)                                                                        \
    do {                                                                                           \
        const T *from = LEAN_CAST_(const T *, in) + at;                                            \
        for (k = 0; k < LEAN_BLOCK_ITEMS_; ++k)                                                    \
            block[k] = LEAN_CAST_(uint64_t, from[k]);                                              \
    } while (0)

LEAN_BODY_ void lean_block_load_body_(const void *LEAN_RESTRICT_ in, unsigned type, size_t at,
                                      uint64_t *LEAN_RESTRICT_ block) {
    unsigned k;
    switch (type) {
    case 0:
        LEAN_BLOCK_LOAD_(uint8_t);
        break;
    case 1:
        LEAN_BLOCK_LOAD_(uint16_t);
        break;
    case 2:
        LEAN_BLOCK_LOAD_(uint32_t);
        break;
    case 4:
        LEAN_BLOCK_LOAD_(int8_t);
        break;
    case 5:
        LEAN_BLOCK_LOAD_(int16_t);
        break;
    case 6:
        LEAN_BLOCK_LOAD_(int32_t);
        break;
    default:
        LEAN_BLOCK_LOAD_(uint64_t);
    }
}
LEAN_BLOCK_WORK_(void, , lean_block_load_,
                 (const void *LEAN_RESTRICT_ in, unsigned type, size_t at,
                  uint64_t *LEAN_RESTRICT_ block),
                 (in, type, at, block))

/* Whether so many items of 1 << size bytes are to be written past the caches. */
LEAN_UNUSED_ static bool lean_streams_(size_t n, unsigned size) {
    return LEAN_HAS_KERNELS_ && n >> (LEAN_STREAM_BITS_ - size) != 0;
}
#endif /* LEAN_HAS_BLOCKS_ */
#endif /* LEAN_HAS_PACK_ || LEAN_HAS_DTYPE_ */

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

/* ==== [DTYPE] =============================================================================== */
#ifdef LEAN_HAS_DTYPE_

/* In the order of the values; 8 is none. */
LEAN_SHARED_ const char *lean_dtype_name(lean_dtype d) {
    const unsigned i = LEAN_CAST_(unsigned, d);
    return lean_text_("uint8\0uint16\0uint32\0uint64\0int8\0int16\0int32\0int64\0unknown dtype\0"
                      "float16\0float32\0float64",
                      lean_dtype_valid(i) ? i : 8);
}

LEAN_SHARED_ bool lean_dtype_parse(const char *name, size_t n, lean_dtype *out) {
    unsigned d;
    for (d = 0; d <= LEAN_F64; ++d) {
        const char *known = lean_dtype_name(LEAN_CAST_(lean_dtype, d));
        size_t k = 0;
        while (k < n && known[k] != 0 && known[k] == name[k])
            ++k;
        if (k == n && known[k] == 0 && lean_dtype_valid(d)) {
            *out = LEAN_CAST_(lean_dtype, d);
            return true;
        }
    }
    return false;
}

/* Half floats, by the bits of a float. */
static uint32_t lean_float_bits_(float x) {
    uint32_t bits;
    lean_memcpy_(&bits, &x, sizeof bits);
    return bits;
}

static float lean_float_from_(uint32_t bits) {
    float x;
    lean_memcpy_(&x, &bits, sizeof x);
    return x;
}

enum { LEAN_HALF_INFINITY_ = 0x7c00, LEAN_HALF_QUIET_ = 0x0200, LEAN_HALF_MOST_ = 0x7bff };
#define LEAN_HALF_SIGN_ 0x8000u
#define LEAN_FLOAT_SIGN_ UINT32_C(0x80000000)
#define LEAN_FLOAT_INFINITY_ UINT32_C(0x7f800000)
#define LEAN_FLOAT_QUIET_ UINT32_C(0x00400000)
#define LEAN_FLOAT_REBIAS_ UINT32_C(0x38000000)     /* the exponents' bias: 127 - 15 */
#define LEAN_FLOAT_HALF_LEAST_ UINT32_C(0x38800000) /* 2^-14, the least normal half */
#define LEAN_FLOAT_HALF_OVER_ UINT32_C(0x477ff000)  /* 65520, which rounds to infinity */
#define LEAN_FLOAT_HALF_UNDER_ UINT32_C(0x33000000) /* 2^-25, which rounds to 0 */

/* A subnormal half is its fraction times 2^-24, which no float operation finds subnormal. NaNs are
   handled by their bits alone: many processors keep no payload, nor the sign. */
static uint32_t lean_half_to_bits_(uint16_t half) {
    const uint32_t sign = LEAN_CAST_(uint32_t, half & LEAN_HALF_SIGN_) << 16;
    const uint32_t size = LEAN_CAST_(uint32_t, half & 0x7fff) << 13;
    uint32_t bits = size + LEAN_FLOAT_REBIAS_;
    if (size < UINT32_C(1) << 23)
        bits = lean_float_bits_(LEAN_CAST_(float, half & 0x03ff) * 5.9604644775390625e-8f);
    else if ((half & 0x7fff) > LEAN_HALF_INFINITY_)
        bits = size | LEAN_FLOAT_INFINITY_ | LEAN_FLOAT_QUIET_;
    else if ((half & 0x7fff) == LEAN_HALF_INFINITY_)
        bits = LEAN_FLOAT_INFINITY_;
    return sign | bits;
}

LEAN_SHARED_ float lean_half_to_float(uint16_t half) {
    return lean_float_from_(lean_half_to_bits_(half));
}

LEAN_SHARED_ double lean_half_to_double(uint16_t half) {
    const uint32_t bits = lean_half_to_bits_(half);
#if LEAN_HAS_DOUBLE_
    if ((bits & LEAN_FLOAT_INFINITY_) == LEAN_FLOAT_INFINITY_) {
        const uint64_t wide = UINT64_C(0x7ff) << 52 |
                              LEAN_CAST_(uint64_t, bits & LEAN_FLOAT_SIGN_) << 32 |
                              LEAN_CAST_(uint64_t, bits & UINT32_C(0x7fffff)) << 29;
        double x;
        lean_memcpy_(&x, &wide, sizeof x);
        return x;
    }
#endif
    return LEAN_CAST_(double, lean_float_from_(bits));
}

/* A subnormal result: the fraction, shifted to where 2^-24 is 1, and rounded. */
static uint32_t lean_half_subnormal_(uint32_t size) {
    const unsigned shift = LEAN_CAST_(unsigned, 126 - (size >> 23));
    const uint32_t fraction = (size & UINT32_C(0x7fffff)) | UINT32_C(0x800000);
    const uint32_t whole = fraction >> shift, tie = UINT32_C(1) << (shift - 1);
    return (fraction + tie - 1 + (whole & 1)) >> shift;
}

static uint16_t lean_half_from_bits_(uint32_t bits) {
    const uint32_t sign = bits >> 16 & LEAN_HALF_SIGN_, size = bits & ~LEAN_FLOAT_SIGN_;
    uint32_t half = 0;
    if (size > LEAN_FLOAT_INFINITY_)
        half = (size >> 13 & 0x03ff) | LEAN_HALF_INFINITY_ | LEAN_HALF_QUIET_;
    else if (size >= LEAN_FLOAT_HALF_OVER_)
        half = LEAN_HALF_INFINITY_;
    else if (size >= LEAN_FLOAT_HALF_LEAST_)
        half = (size - LEAN_FLOAT_REBIAS_ + 0x0fff + (size >> 13 & 1)) >> 13;
    else if (size > LEAN_FLOAT_HALF_UNDER_)
        half = lean_half_subnormal_(size);
    return LEAN_CAST_(uint16_t, sign | half);
}

LEAN_SHARED_ uint16_t lean_half_from_float(float x) {
    return lean_half_from_bits_(lean_float_bits_(x));
}

#if LEAN_HAS_DOUBLE_
/* The bits of a float that is odd where the double has more bits than it: so it is on the same side
   of every tie of half floats, and rounding twice is rounding once. */
static uint32_t lean_double_jammed_(double x) {
    const uint64_t infinity = UINT64_C(0x7ff) << 52, rebias = UINT64_C(896) << 23;
    uint64_t bits, size;
    uint32_t sign;
    lean_memcpy_(&bits, &x, sizeof bits);
    sign = LEAN_CAST_(uint32_t, bits >> 32) & LEAN_FLOAT_SIGN_;
    size = bits & (UINT64_MAX >> 1);
    if (size > infinity)
        return sign | LEAN_FLOAT_INFINITY_ | LEAN_FLOAT_QUIET_ |
               LEAN_CAST_(uint32_t, size >> 29 & 0x7fffff);
    if (size >> 29 >= rebias + LEAN_FLOAT_INFINITY_)
        return sign | LEAN_FLOAT_INFINITY_;
    if (size >> 29 <= rebias)
        return sign | LEAN_CAST_(uint32_t, size != 0);
    return sign | LEAN_CAST_(uint32_t, (size >> 29) - rebias) |
           LEAN_CAST_(uint32_t, (size & UINT64_C(0x1fffffff)) != 0);
}

LEAN_SHARED_ uint16_t lean_half_from_double(double x) {
    return lean_half_from_bits_(lean_double_jammed_(x));
}
#else
LEAN_SHARED_ uint16_t lean_half_from_double(double x) {
    return lean_half_from_float(LEAN_CAST_(float, x));
}
#endif

/* A number of any dtype: an integer of 64 bits, which is unsigned or signed, or a double. */
typedef struct lean_number_ {
    uint64_t whole;
    double real;
    unsigned kind; /* of the dtype: 0, 1, 2 */
} lean_number_;

/* Room for an item of any dtype. */
typedef union lean_aside_ {
    uint8_t u8;
    uint16_t u16;
    uint32_t u32;
    uint64_t u64;
    float f32;
    double f64;
} lean_aside_;

/* What to do about numbers that do not fit. */
typedef enum lean_misfit_ { LEAN_CHECK_, LEAN_SATURATE_, LEAN_WRAP_ } lean_misfit_;

static lean_number_ lean_number_get_(lean_dtype d, const void *items, size_t i) {
    lean_number_ x;
    x.kind = LEAN_CAST_(unsigned, d) / 4;
    x.whole = 0;
    x.real = 0;
    if (d == LEAN_F16)
        x.real = lean_half_to_double(LEAN_CAST_(const uint16_t *, items)[i]);
    else if (d == LEAN_F32)
        x.real = LEAN_CAST_(double, LEAN_CAST_(const float *, items)[i]);
    else if (d == LEAN_F64)
        x.real = LEAN_CAST_(const double *, items)[i];
    else
        x.whole = lean_integer_get_(items, LEAN_CAST_(unsigned, d), i);
    return x;
}

/* The bits of a double without its sign; whether it is a NaN, or infinite or a NaN. The compiler
   may have been told that there are none. */
#if LEAN_HAS_DOUBLE_
#define LEAN_REAL_INFINITY_ (UINT64_C(0x7ff) << 52)
static uint64_t lean_real_size_(double real) {
    uint64_t bits;
    lean_memcpy_(&bits, &real, sizeof bits);
    return bits & (UINT64_MAX >> 1);
}
#else
#define LEAN_REAL_INFINITY_ LEAN_FLOAT_INFINITY_
static uint64_t lean_real_size_(double real) {
    return lean_float_bits_(LEAN_CAST_(float, real)) & ~LEAN_FLOAT_SIGN_;
}
#endif

static bool lean_real_is_nan_(double real) {
    return lean_real_size_(real) > LEAN_REAL_INFINITY_;
}

static bool lean_real_is_special_(double real) {
    return lean_real_size_(real) >= LEAN_REAL_INFINITY_;
}

static bool lean_number_is_negative_(const lean_number_ *x) {
    return x->kind == 2 ? x->real < 0 : x->kind == 1 && x->whole >> 63 != 0;
}

/* 2^64 and 2^63: what integers end before. */
#define LEAN_TWO_64_ 18446744073709551616.0
#define LEAN_TWO_63_ 9223372036854775808.0

/* The whole part of a double modulo 2^64: its fraction, moved to where its exponent says. */
static uint64_t lean_real_wrapped_(double real) {
    double size = real < 0 ? -real : real;
    uint64_t whole;
    if (lean_real_is_special_(real) || size >= LEAN_TWO_64_ * LEAN_TWO_64_) /* a multiple of 2^64 */
        return 0;
    if (size >= LEAN_TWO_64_) {
        uint64_t times = LEAN_CAST_(uint64_t, size / LEAN_TWO_64_);
        size -= LEAN_CAST_(double, times) * LEAN_TWO_64_;
    }
    whole = LEAN_CAST_(uint64_t, size);
    return real < 0 ? 0 - whole : whole;
}

/* Makes a double an integer. False where it is none of 64 bits; it is then the nearest there is. */
static bool lean_number_cut_(lean_number_ *x, lean_misfit_ misfit) {
    const double real = x->real;
    if (lean_real_is_nan_(real)) {
        x->kind = 0;
        x->whole = 0;
        return misfit == LEAN_WRAP_;
    }
    x->kind = real < 0;
    if (misfit == LEAN_WRAP_) {
        x->whole = lean_real_wrapped_(real);
        return true;
    }
    if (real > -1 && real < LEAN_TWO_64_) {
        x->whole = real > 0 ? LEAN_CAST_(uint64_t, real) : 0;
        x->kind = 0;
        return true;
    }
    if (real < 0 && real >= -LEAN_TWO_63_) {
        x->whole = LEAN_CAST_(uint64_t, LEAN_CAST_(int64_t, real));
        return true;
    }
    x->whole = real > 0 ? UINT64_MAX : UINT64_C(1) << 63;
    return false;
}

static bool lean_number_to_integer_(lean_dtype d, void *items, size_t i, lean_number_ *x,
                                    lean_misfit_ misfit) {
    const bool is_signed = d >= LEAN_I8;
    const uint64_t all = UINT64_MAX >> (64 - (8u << (d & 3))), most = is_signed ? all >> 1 : all;
    bool fits = x->kind != 2 || lean_number_cut_(x, misfit);
    const bool negative = lean_number_is_negative_(x);
    const uint64_t least = is_signed ? ~most : 0;
    if (negative ? !is_signed || x->whole < least : x->whole > most) {
        fits = false;
        if (misfit == LEAN_SATURATE_)
            x->whole = negative ? least : most;
    }
    if (fits || misfit != LEAN_CHECK_)
        lean_integer_set_(items, LEAN_CAST_(unsigned, d), i, x->whole);
    return fits;
}

/* The integer as a double, or already one. */
static double lean_number_real_(const lean_number_ *x) {
    if (x->kind == 0)
        return LEAN_CAST_(double, x->whole);
    if (x->kind == 1)
        return LEAN_CAST_(double, LEAN_CAST_(int64_t, x->whole));
    return x->real;
}

/* Whether a finite number is too large for a float type, whose rounding to infinity begins at
   `over`. Integers so large are rounded no nearer to it by becoming a double. */
static bool lean_real_is_over_(double real, double over) {
    const double size = real < 0 ? -real : real;
    return size >= over && !lean_real_is_special_(real);
}

static bool lean_number_to_half_(uint16_t *out, const lean_number_ *x, lean_misfit_ misfit) {
    const double real = lean_number_real_(x);
    const bool over = lean_real_is_over_(real, 65520.0);
    if (over && misfit == LEAN_CHECK_)
        return false;
    *out = lean_half_from_double(real);
    if (over && misfit == LEAN_SATURATE_)
        *out = LEAN_CAST_(uint16_t, *out - 1); /* the largest is next to infinity */
    return true;
}

/* Integers are rounded by one conversion, not by way of a double. */
static bool lean_number_to_float_(float *out, const lean_number_ *x, lean_misfit_ misfit) {
    (void)misfit; /* where a double is a float */
    if (x->kind == 0) {
        *out = LEAN_CAST_(float, x->whole);
    } else if (x->kind == 1) {
        *out = LEAN_CAST_(float, LEAN_CAST_(int64_t, x->whole));
#if LEAN_HAS_DOUBLE_
    } else if (lean_real_is_over_(x->real, 3.4028235677973366e38)) {
        const uint32_t size =
            misfit == LEAN_SATURATE_ ? LEAN_FLOAT_INFINITY_ - 1 : LEAN_FLOAT_INFINITY_;
        if (misfit == LEAN_CHECK_)
            return false;
        *out = lean_float_from_(x->real < 0 ? LEAN_FLOAT_SIGN_ | size : size);
#endif
    } else {
        *out = LEAN_CAST_(float, x->real);
    }
    return true;
}

/* Writes a number, which may change on the way. False where it does not fit; what is then written
   is for `misfit` to say. */
static bool lean_number_set_(lean_dtype d, void *items, size_t i, lean_number_ *x,
                             lean_misfit_ misfit) {
    if (d == LEAN_F16)
        return lean_number_to_half_(LEAN_CAST_(uint16_t *, items) + i, x, misfit);
    if (d == LEAN_F32)
        return lean_number_to_float_(LEAN_CAST_(float *, items) + i, x, misfit);
    if (d != LEAN_F64)
        return lean_number_to_integer_(d, items, i, x, misfit);
    LEAN_CAST_(double *, items)[i] = lean_number_real_(x);
    return true;
}

/* Whether all numbers of a dtype fit another. */
static bool lean_dtype_includes_(lean_dtype from, lean_dtype to) {
    if (from >= LEAN_F16)
        return to >= from;
    if (to >= LEAN_F16)
        return to > LEAN_F16 || from == LEAN_U8 || from == LEAN_I8 || from == LEAN_I16;
    return from == to || ((from < LEAN_I8 || to >= LEAN_I8) && (from & 3) < (to & 3));
}

/* Between f16 and f32 by their bits. */
static void lean_convert_half_(lean_dtype from, const void *in, size_t i, void *out,
                               lean_misfit_ misfit) {
    uint32_t bits, size;
    uint16_t half;
    if (from == LEAN_F16) {
        bits = lean_half_to_bits_(LEAN_CAST_(const uint16_t *, in)[i]);
        lean_memcpy_(LEAN_CAST_(float *, out) + i, &bits, sizeof bits);
        return;
    }
    lean_memcpy_(&bits, LEAN_CAST_(const float *, in) + i, sizeof bits);
    size = bits & ~LEAN_FLOAT_SIGN_;
    half = lean_half_from_bits_(bits);
    if (misfit == LEAN_SATURATE_ && size >= LEAN_FLOAT_HALF_OVER_ && size < LEAN_FLOAT_INFINITY_)
        --half; /* the largest is next to infinity */
    LEAN_CAST_(uint16_t *, out)[i] = half;
}

/* Converts one by one: from the last on where `down`. */
static void lean_convert_each_(lean_dtype from, const void *in, size_t n, lean_dtype to, void *out,
                               lean_misfit_ misfit, bool down) {
    const bool is_half =
        (from == LEAN_F16 && to == LEAN_F32) || (from == LEAN_F32 && to == LEAN_F16);
    size_t k;
    for (k = 0; k < n; ++k) {
        const size_t i = down ? n - 1 - k : k;
        lean_number_ x;
        if (is_half) {
            lean_convert_half_(from, in, i, out, misfit);
            continue;
        }
        x = lean_number_get_(from, in, i);
        (void)lean_number_set_(to, out, i, &x, misfit);
    }
}

#if LEAN_HAS_KERNELS_
/* Of doubles: the bits that a float has not; what becomes 0 as a half, by its bits. */
#define LEAN_DOUBLE_LOW_ 0x1fffffff
#define LEAN_DOUBLE_HALF_UNDER_ INT64_C(0x3e50000000000000) /* 2^-26 */

/* Half floats in bulk. Each returns how many it has done, and leaves what is no whole step. */
LEAN_AVX2_ static size_t lean_halves_widen_f16c_(const void *in, size_t n, void *out) {
    const char *from = LEAN_CAST_(const char *, in);
    char *to = LEAN_CAST_(char *, out);
    size_t k;
    for (k = 0; k + 8 <= n; k += 8, from += 16, to += 32) {
        lean_8i16_ x;
        lean_8f32_ y;
        lean_memcpy_(&x, from, sizeof x);
        y = __builtin_ia32_vcvtph2ps256(x);
        lean_memcpy_(to, &y, sizeof y);
    }
    return k;
}

LEAN_AVX2_ static size_t lean_halves_narrow_f16c_(const void *in, size_t n, void *out) {
    const char *from = LEAN_CAST_(const char *, in);
    char *to = LEAN_CAST_(char *, out);
    size_t k;
    for (k = 0; k + 8 <= n; k += 8, from += 32, to += 16) {
        lean_8i16_ x;
        lean_8f32_ y;
        lean_memcpy_(&y, from, sizeof y);
        x = __builtin_ia32_vcvtps2ph256(y, 0);
        lean_memcpy_(to, &x, sizeof x);
    }
    return k;
}

/* Doubles, four at once, by way of floats as lean_double_jammed_ has them: a carry brings what a
   float has no bits for into its last one. What is less than any half becomes 0 before, since
   subnormal floats may be slow. */
LEAN_AVX2_ static size_t lean_doubles_narrow_f16c_(const void *in, size_t n, void *out) {
    const lean_4i64_ zero = {0}, sign = zero + (-INT64_MAX - 1);
    const lean_4i64_ under = zero + LEAN_DOUBLE_HALF_UNDER_, low = zero + LEAN_DOUBLE_LOW_;
    const char *from = LEAN_CAST_(const char *, in);
    char *to = LEAN_CAST_(char *, out);
    size_t k;
    for (k = 0; k + 4 <= n; k += 4, from += 32, to += 8) {
        lean_4i64_ x;
        lean_8i16_ halves;
        lean_memcpy_(&x, from, sizeof x);
        x &= LEAN_VECTOR_(lean_4i64_, (x & ~sign) > under) | sign;
        x = (x | ((x & low) + low)) & ~low;
        halves =
            __builtin_ia32_vcvtps2ph(__builtin_ia32_cvtpd2ps256(LEAN_VECTOR_(lean_4f64_, x)), 0);
        lean_memcpy_(to, &halves, 8);
    }
    return k;
}

/* Where there are no instructions for it, four at once: all cases are worked out, and masks choose.
   A subnormal half, as the fraction of a float that begins at 2^-14, becomes a number by taking
   2^-14 off; and the other way round, adding 1/2 rounds a float to a multiple of 2^-24. What is
   less than any half is not added: subnormal floats may be slow. */
LEAN_UNUSED_ static inline lean_4u32_ lean_half_widen_4_(lean_4u32_ half) {
    const lean_4u32_ size = (half & 0x7fff) << 13;
    const lean_4i32_ order = LEAN_VECTOR_(lean_4i32_, size), zero = {0};
    const lean_4f32_ least = LEAN_VECTOR_(lean_4f32_, zero + 0x38800000);
    const lean_4f32_ sum = LEAN_VECTOR_(lean_4f32_, size + LEAN_FLOAT_HALF_LEAST_) - least;
    const lean_4u32_ is_normal = LEAN_VECTOR_(lean_4u32_, order > 0x007fffff);
    lean_4u32_ bits = size + LEAN_FLOAT_REBIAS_;
    bits += LEAN_VECTOR_(lean_4u32_, order > 0x0f7fffff) & LEAN_FLOAT_REBIAS_;
    bits |= LEAN_VECTOR_(lean_4u32_, order > 0x0f800000) & LEAN_FLOAT_QUIET_;
    bits = (bits & is_normal) | (LEAN_VECTOR_(lean_4u32_, sum) & ~is_normal);
    return bits | (half & 0x8000) << 16;
}

/* The same back, but for the sign. 65536 and what is more, or none, is infinite. */
LEAN_UNUSED_ static inline lean_4i32_ lean_half_narrow_4_(lean_4u32_ bits) {
    const lean_4u32_ size = bits & ~LEAN_FLOAT_SIGN_;
    const lean_4i32_ order = LEAN_VECTOR_(lean_4i32_, size), zero = {0};
    const lean_4f32_ one_half = LEAN_VECTOR_(lean_4f32_, zero + 0x3f000000);
    const lean_4f32_ most = LEAN_VECTOR_(lean_4f32_, zero + 0x47800000);
    const lean_4u32_ is_normal = LEAN_VECTOR_(lean_4u32_, order > 0x387fffff);
    const lean_4u32_ is_nan = LEAN_VECTOR_(lean_4u32_, order > 0x7f800000);
    const lean_4u32_ counts = LEAN_VECTOR_(lean_4u32_, order > 0x33000000);
    const lean_4u32_ capped = LEAN_VECTOR_(
        lean_4u32_, __builtin_ia32_minps(LEAN_VECTOR_(lean_4f32_, size & counts), most));
    const lean_4f32_ sum = LEAN_VECTOR_(lean_4f32_, capped) + one_half;
    const lean_4u32_ small = LEAN_VECTOR_(lean_4u32_, sum) - 0x3f000000;
    lean_4u32_ half = (capped - LEAN_FLOAT_REBIAS_ + 0x0fff + (capped >> 13 & 1)) >> 13;
    half = (half & is_normal) | (small & ~is_normal);
    half |= is_nan & ((size >> 13 & 0x03ff) | 0x0200);
    return LEAN_VECTOR_(lean_4i32_, half);
}

LEAN_UNUSED_ static size_t lean_halves_widen_sse2_(const void *in, size_t n, void *out) {
    const char *from = LEAN_CAST_(const char *, in);
    char *to = LEAN_CAST_(char *, out);
    size_t k;
    for (k = 0; k + 4 <= n; k += 4, from += 8, to += 16) {
        lean_4u16_ halves;
        lean_4u32_ bits;
        lean_memcpy_(&halves, from, sizeof halves);
        bits = lean_half_widen_4_(__builtin_convertvector(halves, lean_4u32_));
        lean_memcpy_(to, &bits, sizeof bits);
    }
    return k;
}

/* Eight floats as halves. Packing takes integers for signed: halves without their signs, and the
   upper halves of floats, which have them. */
LEAN_UNUSED_ static inline lean_8i16_ lean_half_narrow_8_(lean_4u32_ low, lean_4u32_ high) {
    const lean_8i16_ halves =
        __builtin_ia32_packssdw128(lean_half_narrow_4_(low), lean_half_narrow_4_(high));
    const lean_8i16_ signs = __builtin_ia32_packssdw128(LEAN_VECTOR_(lean_4i32_, low) >> 16,
                                                        LEAN_VECTOR_(lean_4i32_, high) >> 16);
    return halves | (signs & LEAN_CAST_(short, -0x8000));
}

LEAN_UNUSED_ static size_t lean_halves_narrow_sse2_(const void *in, size_t n, void *out) {
    const char *from = LEAN_CAST_(const char *, in);
    char *to = LEAN_CAST_(char *, out);
    size_t k;
    for (k = 0; k + 8 <= n; k += 8, from += 32, to += 16) {
        lean_4u32_ low, high;
        lean_8i16_ halves;
        lean_memcpy_(&low, from, sizeof low);
        lean_memcpy_(&high, from + 16, sizeof high);
        halves = lean_half_narrow_8_(low, high);
        lean_memcpy_(to, &halves, sizeof halves);
    }
    return k;
}

/* Of four doubles the upper halves. */
LEAN_UNUSED_ static inline lean_4u32_ lean_doubles_upper_(const char *from) {
    lean_4f32_ a, b;
    lean_memcpy_(&a, from, sizeof a);
    lean_memcpy_(&b, from + 16, sizeof b);
    return LEAN_VECTOR_(lean_4u32_, __builtin_ia32_shufps(a, b, 0xdd));
}

/* How many floats, in whole steps, are known not to be too large for a half: none, where there is
   one of 65520 or more, infinity or NaN, which has the highest bit in a sum. */
LEAN_UNUSED_ static size_t lean_halves_fit_(const void *in, size_t n) {
    const uint32_t more = LEAN_FLOAT_SIGN_ - LEAN_FLOAT_HALF_OVER_;
    const char *from = LEAN_CAST_(const char *, in);
    lean_4u32_ low, high, any = {0};
    size_t k;
    for (k = 0; k + 8 <= n; k += 8, from += 32) {
        lean_memcpy_(&low, from, sizeof low);
        lean_memcpy_(&high, from + 16, sizeof high);
        any |= ((low & ~LEAN_FLOAT_SIGN_) + more) | ((high & ~LEAN_FLOAT_SIGN_) + more);
    }
    return ((any[0] | any[1] | any[2] | any[3]) & LEAN_FLOAT_SIGN_) == 0 ? k : 0;
}

/* The same of doubles. */
LEAN_UNUSED_ static size_t lean_doubles_fit_(const void *in, size_t n) {
    const uint32_t more = LEAN_FLOAT_SIGN_ - UINT32_C(0x40effe00); /* the upper half of 65520 */
    const char *from = LEAN_CAST_(const char *, in);
    lean_4u32_ any = {0};
    size_t k;
    for (k = 0; k + 4 <= n; k += 4, from += 32)
        any |= (lean_doubles_upper_(from) & ~LEAN_FLOAT_SIGN_) + more;
    return ((any[0] | any[1] | any[2] | any[3]) & LEAN_FLOAT_SIGN_) == 0 ? k : 0;
}

/* Two doubles as the same floats as there, but that what becomes 0 is told by the upper halves; and
   four. */
LEAN_UNUSED_ static inline lean_4f32_ lean_double_narrow_2_(const char *from) {
    const lean_2u64_ zero = {0}, sign = zero + ~(UINT64_MAX >> 1), low = zero + LEAN_DOUBLE_LOW_;
    lean_2u64_ x;
    lean_4i32_ counts;
    lean_memcpy_(&x, from, sizeof x);
    counts = LEAN_VECTOR_(lean_4i32_, x & ~sign) > 0x3e4fffff; /* LEAN_DOUBLE_HALF_UNDER_ */
    x &= LEAN_VECTOR_(lean_2u64_, __builtin_ia32_pshufd(counts, 0xf5)) | sign;
    x = (x | ((x & low) + low)) & ~low;
    return __builtin_ia32_cvtpd2ps(LEAN_VECTOR_(lean_2f64_, x));
}

LEAN_UNUSED_ static inline lean_4u32_ lean_double_narrow_4_(const char *from) {
    return LEAN_VECTOR_(lean_4u32_, __builtin_ia32_shufps(lean_double_narrow_2_(from),
                                                          lean_double_narrow_2_(from + 16), 0x44));
}

LEAN_UNUSED_ static size_t lean_doubles_narrow_sse2_(const void *in, size_t n, void *out) {
    const char *from = LEAN_CAST_(const char *, in);
    char *to = LEAN_CAST_(char *, out);
    size_t k;
    for (k = 0; k + 8 <= n; k += 8, from += 64, to += 16) {
        const lean_8i16_ halves =
            lean_half_narrow_8_(lean_double_narrow_4_(from), lean_double_narrow_4_(from + 32));
        lean_memcpy_(to, &halves, sizeof halves);
    }
    return k;
}

static size_t lean_halves_(lean_dtype from, const void *in, size_t n, void *out) {
    if (lean_kernel_() == LEAN_KERNEL_sse2)
        return from == LEAN_F16   ? lean_halves_widen_sse2_(in, n, out)
               : from == LEAN_F32 ? lean_halves_narrow_sse2_(in, n, out)
                                  : lean_doubles_narrow_sse2_(in, n, out);
    return from == LEAN_F16   ? lean_halves_widen_f16c_(in, n, out)
           : from == LEAN_F32 ? lean_halves_narrow_f16c_(in, n, out)
                              : lean_doubles_narrow_f16c_(in, n, out);
}

/* Between f16 and f32, or from f64 to f16 by way of floats that do not round twice; how many it has
   done. Large outputs go past the caches. */
static size_t lean_convert_halves_(lean_dtype from, const void *in, size_t n, lean_dtype to,
                                   void *out) {
    const char *source = LEAN_CAST_(const char *, in);
    char *target = LEAN_CAST_(char *, out);
    const size_t size = lean_dtype_size(to), step = LEAN_BLOCK_ITEMS_;
    const bool streams = in != out && lean_streams_(n, LEAN_CAST_(unsigned, to) & 3);
    union {
        uint16_t halves[LEAN_BLOCK_ITEMS_];
        float floats[LEAN_BLOCK_ITEMS_];
    } block;
    size_t done = 0;
    if (lean_kernel_() == LEAN_KERNEL_sse2 && (__builtin_ia32_stmxcsr() & 0x6000) != 0)
        return 0; /* floats are not rounded to the nearest */
    if (!streams)
        return lean_halves_(from, in, n, out);
    for (; LEAN_ADDRESS_(target + done * size) % 64 != 0; ++done)
        lean_convert_each_(from, source + done * lean_dtype_size(from), 1, to, target + done * size,
                           LEAN_WRAP_, false);
    for (; done + step <= n; done += step) {
        (void)lean_halves_(from, source + done * lean_dtype_size(from), step, &block);
        lean_stream_(target + done * size, &block, step * size);
    }
    lean_stream_end_();
    return done;
}
#endif /* LEAN_HAS_KERNELS_ */

#if LEAN_HAS_BLOCKS_
/* A block of numbers on their way: integers of 64 bits, doubles, or the bits of floats. */
typedef union lean_numbers_ {
    uint64_t whole[LEAN_BLOCK_ITEMS_];
    double real[LEAN_BLOCK_ITEMS_];
    uint32_t bits[LEAN_BLOCK_ITEMS_];
} lean_numbers_;

/* Floats as doubles. */
static void lean_reals_load_(lean_dtype d, const void *in, size_t at, double *real) {
    unsigned k;
    if (d == LEAN_F64)
        lean_memcpy_(real, LEAN_CAST_(const double *, in) + at, LEAN_BLOCK_ITEMS_ * sizeof *real);
    else if (d == LEAN_F32)
        for (k = 0; k < LEAN_BLOCK_ITEMS_; ++k)
            real[k] = LEAN_CAST_(double, LEAN_CAST_(const float *, in)[at + k]);
    else
        for (k = 0; k < LEAN_BLOCK_ITEMS_; ++k)
            real[k] = lean_half_to_double(LEAN_CAST_(const uint16_t *, in)[at + k]);
}

#define LEAN_NUMBERS_STORE_(T, from, via)                                                          \
    do {                                                                                           \
        T *to = LEAN_CAST_(T *, out) + at;                                                         \
        for (k = 0; k < LEAN_BLOCK_ITEMS_; ++k)                                                    \
            to[k] = LEAN_CAST_(T, LEAN_CAST_(via, (from)[k]));                                     \
    } while (0)

/* Integers become smaller ones, modulo their range, or floats. */
static void lean_wholes_store_(lean_dtype d, void *out, size_t at, const uint64_t *whole,
                               bool is_signed) {
    unsigned k;
    if (d == LEAN_F64 && is_signed)
        LEAN_NUMBERS_STORE_(double, whole, int64_t);
    else if (d == LEAN_F64)
        LEAN_NUMBERS_STORE_(double, whole, uint64_t);
    else if (d == LEAN_F32 && is_signed)
        LEAN_NUMBERS_STORE_(float, whole, int64_t);
    else if (d == LEAN_F32)
        LEAN_NUMBERS_STORE_(float, whole, uint64_t);
    else if ((d & 3) == 0)
        LEAN_NUMBERS_STORE_(uint8_t, whole, uint64_t);
    else if ((d & 3) == 1)
        LEAN_NUMBERS_STORE_(uint16_t, whole, uint64_t);
    else if ((d & 3) == 2)
        LEAN_NUMBERS_STORE_(uint32_t, whole, uint64_t);
    else
        LEAN_NUMBERS_STORE_(uint64_t, whole, uint64_t);
}

/* Doubles that are known to fit become integers, or floats. */
static void lean_reals_store_(lean_dtype d, void *out, size_t at, const double *real) {
    uint64_t whole[LEAN_BLOCK_ITEMS_];
    unsigned k;
    if (d == LEAN_F64) {
        LEAN_NUMBERS_STORE_(double, real, double);
    } else if (d == LEAN_F32) {
        LEAN_NUMBERS_STORE_(float, real, double);
    } else if (d == LEAN_U64) {
        LEAN_NUMBERS_STORE_(uint64_t, real, uint64_t);
    } else {
        for (k = 0; k < LEAN_BLOCK_ITEMS_; ++k)
            whole[k] = LEAN_CAST_(uint64_t, LEAN_CAST_(int64_t, real[k]));
        lean_wholes_store_(d, out, at, whole, false);
    }
}

/* Converts whole blocks of numbers that fit, or are integers that become others. Returns how many
   it did. */
static size_t lean_convert_blocks_(lean_dtype from, const void *in, size_t n, lean_dtype to,
                                   void *out) {
    lean_numbers_ numbers;
    size_t done = 0;
    if (to == LEAN_F16 || (from == LEAN_F16 && to == LEAN_F32)) /* which goes by bits */
        return 0;
    for (; n - done >= LEAN_BLOCK_ITEMS_; done += LEAN_BLOCK_ITEMS_) {
        if (from < LEAN_F16) {
            lean_block_load_(in, LEAN_CAST_(unsigned, from), done, numbers.whole);
            lean_wholes_store_(to, out, done, numbers.whole, from >= LEAN_I8);
        } else {
            lean_reals_load_(from, in, done, numbers.real);
            lean_reals_store_(to, out, done, numbers.real);
        }
    }
    return done;
}

/* Whether integers fit others: the bits that any of them has tell, moved up by half the range where
   the others are signed. */
static bool lean_wholes_fit_(const uint64_t *whole, bool is_signed, lean_dtype to) {
    const unsigned width = 8u << (to & 3);
    const uint64_t up = to >= LEAN_I8 ? UINT64_C(1) << (width - 1) : 0;
    uint64_t any = 0, moved = 0;
    unsigned k;
    for (k = 0; k < LEAN_BLOCK_ITEMS_; ++k) {
        any |= whole[k];
        moved |= whole[k] + up;
    }
    if (width < 64 && moved >> width != 0)
        return false;
    return any >> 63 == 0 || is_signed == (to >= LEAN_I8);
}

/* Whether doubles fit: they are between the limits, or neither integers nor finite. */
static bool lean_reals_fit_(const double *real, double under, double over, bool any_special) {
    unsigned fit = 0, k;
    for (k = 0; k < LEAN_BLOCK_ITEMS_; ++k)
        fit += lean_real_is_special_(real[k]) ? any_special : real[k] > under && real[k] < over;
    return fit == LEAN_BLOCK_ITEMS_;
}

/* How many numbers, in whole blocks, fit; it stops at one that does not. */
static size_t lean_convert_fit_blocks_(lean_dtype from, const void *in, size_t n, lean_dtype to) {
    const double width = LEAN_CAST_(double, UINT64_C(1) << ((8u << (to & 3)) - 1));
    double under = -1, over = 2 * width;
    lean_numbers_ numbers;
    size_t done = 0;
    bool fit = true;
    if (to == LEAN_F16 && from < LEAN_F16)
        return 0;
    if (to >= LEAN_F16) {
        over = to == LEAN_F16 ? 65520.0 : 3.4028235677973366e38;
        under = -over;
    } else if (to >= LEAN_I8) {
        over = width;
        under = to == LEAN_I64 ? -9223372036854777856.0 : -width - 1;
    }
    for (; n - done >= LEAN_BLOCK_ITEMS_; done += LEAN_BLOCK_ITEMS_) {
        if (from < LEAN_F16) {
            lean_block_load_(in, LEAN_CAST_(unsigned, from), done, numbers.whole);
            fit = lean_wholes_fit_(numbers.whole, from >= LEAN_I8, to);
        } else {
            lean_reals_load_(from, in, done, numbers.real);
            fit = lean_reals_fit_(numbers.real, under, over, to >= LEAN_F16);
        }
        if (!fit)
            break;
    }
    return done;
}
#endif /* LEAN_HAS_BLOCKS_ */

static bool lean_convert_fits_(lean_dtype from, const void *in, size_t n, lean_dtype to) {
    size_t k = 0;
    if (lean_dtype_includes_(from, to))
        return true;
#if LEAN_HAS_KERNELS_
    if (from == LEAN_F32 && to == LEAN_F16)
        k = lean_halves_fit_(in, n);
    else if (from == LEAN_F64 && to == LEAN_F16)
        k = lean_doubles_fit_(in, n);
#endif
#if LEAN_HAS_BLOCKS_
    if (k == 0)
        k = lean_convert_fit_blocks_(from, in, n, to);
#endif
    for (; k < n; ++k) {
        lean_number_ x = lean_number_get_(from, in, k);
        lean_aside_ aside;
        if (!lean_number_set_(to, &aside, 0, &x, LEAN_CHECK_))
            return false;
    }
    return true;
}

/* LEAN_CHECK_: all are known to fit. */
static void lean_convert_(lean_dtype from, const void *in, size_t n, lean_dtype to, void *out,
                          lean_misfit_ misfit) {
    size_t done = 0;
    if (n == 0)
        return;
    if (from == to) {
        lean_memmove_(out, in, n * lean_dtype_size(to));
        return;
    }
#if LEAN_HAS_KERNELS_
    if (misfit != LEAN_SATURATE_ &&
        ((from == LEAN_F16 && to == LEAN_F32) || (to == LEAN_F16 && from > LEAN_F16)))
        done = lean_convert_halves_(from, in, n, to, out);
#endif
#if LEAN_HAS_BLOCKS_
    if (misfit == LEAN_CHECK_ || (misfit == LEAN_WRAP_ && from < LEAN_F16))
        done = done != 0 ? done : lean_convert_blocks_(from, in, n, to, out);
#endif
    in = LEAN_CAST_(const char *, in) + done * lean_dtype_size(from);
    out = LEAN_CAST_(char *, out) + done * lean_dtype_size(to);
    lean_convert_each_(from, in, n - done, to, out, misfit, false);
}

LEAN_SHARED_ lean_status lean_convert(lean_dtype from, const void *in, size_t n, lean_dtype to,
                                      void *out) {
    if (!lean_convert_fits_(from, in, n, to))
        return LEAN_OUT_OF_RANGE;
    lean_convert_(from, in, n, to, out, LEAN_CHECK_);
    return LEAN_OK;
}

LEAN_SHARED_ void lean_convert_saturated(lean_dtype from, const void *in, size_t n, lean_dtype to,
                                         void *out) {
    lean_convert_(from, in, n, to, out,
                  lean_dtype_includes_(from, to) ? LEAN_CHECK_ : LEAN_SATURATE_);
}

LEAN_SHARED_ void lean_convert_wrapped(lean_dtype from, const void *in, size_t n, lean_dtype to,
                                       void *out) {
    lean_convert_(from, in, n, to, out, lean_dtype_includes_(from, to) ? LEAN_CHECK_ : LEAN_WRAP_);
}

/* Whether a float gives the number back. */
static bool lean_real_survives_(double real, lean_dtype d) {
    lean_number_ x, back;
    lean_aside_ aside;
    x.kind = 2;
    x.whole = 0;
    x.real = real;
    if (!lean_number_set_(d, &aside, 0, &x, LEAN_CHECK_))
        return false;
    back = lean_number_get_(d, &aside, 0);
    if (lean_real_is_nan_(real))
        return true;
    return lean_real_size_(back.real) == lean_real_size_(real); /* the sign always survives */
}

static lean_dtype lean_dtype_fit_float_(lean_dtype d, const void *items, size_t n) {
    unsigned best = LEAN_F16;
    size_t i;
    for (i = 0; i < n; ++i) {
        const double real = lean_number_get_(d, items, i).real;
        while (best < LEAN_CAST_(unsigned, d) &&
               !lean_real_survives_(real, LEAN_CAST_(lean_dtype, best)))
            ++best;
    }
    return LEAN_CAST_(lean_dtype, best);
}

/* How far integers go: the greatest, and the greatest of the negative ones with its bits turned
   over, which is how far they go below 0. */
static void lean_integers_reach_(lean_dtype d, const void *items, size_t n, uint64_t *up,
                                 uint64_t *down, bool *negative) {
    size_t i;
    *up = *down = 0;
    *negative = false;
    for (i = 0; i < n; ++i) {
        const lean_number_ x = lean_number_get_(d, items, i);
        if (lean_number_is_negative_(&x)) {
            *negative = true;
            *down = ~x.whole > *down ? ~x.whole : *down;
        } else {
            *up = x.whole > *up ? x.whole : *up;
        }
    }
}

LEAN_SHARED_ lean_dtype lean_dtype_fit(lean_dtype d, const void *items, size_t n) {
    uint64_t up, down;
    bool negative;
    unsigned k;
    if (d >= LEAN_F16)
        return lean_dtype_fit_float_(d, items, n);
    lean_integers_reach_(d, items, n, &up, &down, &negative);
    for (k = 0; k < 3; ++k) {
        const uint64_t most = UINT64_MAX >> (64 - (8u << k));
        if (!negative && up <= most)
            return LEAN_CAST_(lean_dtype, LEAN_U8 + k);
        if (up <= most >> 1 && down <= most >> 1)
            return LEAN_CAST_(lean_dtype, LEAN_I8 + k);
    }
    return negative ? LEAN_I64 : LEAN_U64;
}

/* Bytes of n items; SIZE_MAX where there cannot be so many. */
static size_t lean_array_need_(const lean_array *a, size_t n) {
    size_t bytes = SIZE_MAX;
#if LEAN_INDEX_MAX <= SIZE_MAX / 64
    if (n <= LEAN_INDEX_MAX)
        bytes = n * lean_dtype_size(lean_array_dtype(a));
#else
    (void)lean_size_times(n, lean_dtype_size(lean_array_dtype(a)), &bytes);
#endif
    return bytes;
}

LEAN_SHARED_ void lean_array_free(lean_array *a) {
    (void)lean_block_fit_(&a->block, 0);
    lean_memset_(a, 0, sizeof *a);
}

LEAN_SHARED_ bool lean_array_reserve(lean_array *a, size_t n) {
    const size_t need = lean_array_need_(a, n);
    return need <= a->block.cap || lean_block_fit_(&a->block, need);
}

LEAN_SHARED_ bool lean_array_shrink(lean_array *a) {
    const size_t need = lean_array_need_(a, LEAN_SIZE_(a->len));
    return need == a->block.cap || lean_block_fit_(&a->block, need);
}

LEAN_SHARED_ bool lean_array_resize(lean_array *a, size_t n) {
    const size_t need = lean_array_need_(a, n), used = lean_array_need_(a, LEAN_SIZE_(a->len));
    if (!lean_block_room_(&a->block, need))
        return false;
    if (used < need)
        lean_memset_(lean_block_bytes_(&a->block) + used, 0, need - used);
    a->len = LEAN_INDEX_(n);
    return true;
}

LEAN_SHARED_ bool lean_array_copy(lean_array *to, const lean_array *from) {
    const size_t need = lean_array_need_(from, LEAN_SIZE_(from->len));
    if (to == from)
        return true;
    if (need > to->block.cap && !lean_block_fit_(&to->block, need))
        return false;
    if (need != 0)
        lean_memcpy_(lean_block_bytes_(&to->block), from->block.bytes, need);
    to->len = from->len;
    to->dtype = from->dtype;
    return true;
}

LEAN_SHARED_ lean_status lean_array_recast(lean_array *a, lean_dtype d) {
    const lean_dtype from = lean_array_dtype(a);
    const size_t n = LEAN_SIZE_(a->len);
    lean_array cast = *a;
    size_t need;
    if (!lean_dtype_valid(LEAN_CAST_(unsigned, d)))
        return LEAN_BAD_ARGUMENT;
    cast.dtype = LEAN_CAST_(uint8_t, d);
    need = lean_array_need_(&cast, n);
    if (!lean_convert_fits_(from, a->block.bytes, n, d))
        return LEAN_OUT_OF_RANGE;
    if (need > a->block.cap && !lean_block_fit_(&a->block, need))
        return LEAN_NO_MEMORY;
    a->dtype = cast.dtype;
    if (lean_dtype_size(d) > lean_dtype_size(from))
        lean_convert_each_(from, a->block.bytes, n, d, lean_array_item_(a, 0), LEAN_WRAP_, true);
    else
        lean_convert_(from, a->block.bytes, n, d, lean_array_item_(a, 0), LEAN_CHECK_);
    return LEAN_OK;
}

LEAN_SHARED_ lean_status lean_array_push_(lean_array *a, lean_dtype d, const void *value) {
    const size_t len = LEAN_SIZE_(a->len), need = lean_array_need_(a, len + 1);
    lean_aside_ aside;
    if (lean_convert(d, value, 1, lean_array_dtype(a), &aside) != LEAN_OK)
        return LEAN_OUT_OF_RANGE;
    if (a->len == LEAN_INDEX_MAX)
        return LEAN_FULL;
    if (!lean_block_room_(&a->block, need))
        return LEAN_NO_MEMORY;
    a->len++;
    lean_memcpy_(lean_array_item_(a, len), &aside, lean_dtype_size(lean_array_dtype(a)));
    return LEAN_OK;
}

LEAN_SHARED_ bool lean_array_fill_(lean_array *a, size_t i, size_t n, lean_dtype d,
                                   const void *value) {
    const size_t size = lean_dtype_size(lean_array_dtype(a)), bytes = n * size;
    lean_aside_ aside;
    char *first;
    size_t done;
    if (lean_convert(d, value, 1, lean_array_dtype(a), &aside) != LEAN_OK)
        return false;
    if (n == 0)
        return true;
    first = LEAN_CAST_(char *, lean_array_item_(a, i));
    lean_memcpy_(first, &aside, size);
    for (done = size; done < bytes;) {
        const size_t part = done < bytes - done ? done : bytes - done;
        lean_memcpy_(first + done, first, part);
        done += part;
    }
    return true;
}

/* Hands a result out, if it fits. */
static lean_status lean_number_give_(lean_number_ *x, lean_dtype d, void *out) {
    return lean_number_set_(d, out, 0, x, LEAN_CHECK_) ? LEAN_OK : LEAN_OUT_OF_RANGE;
}

/* An integer of 128 bits as the nearest double: of bits that fall off one stays, to break ties. */
static double lean_wide_real_(uint64_t low, int64_t high) {
    const bool negative = high < 0;
    uint64_t above = LEAN_CAST_(uint64_t, high);
    double scale = negative ? -1 : 1;
    if (negative) {
        low = 0 - low;
        above = ~above + (low == 0);
    }
    for (; above != 0; above >>= 1, scale *= 2)
        low = above << 63 | low >> 1 | (low & 1);
    return LEAN_CAST_(double, low) * scale;
}

/* A sum of integers has 128 bits: `high` counts how often the lower 64 went over or under. */
static lean_status lean_integers_give_(uint64_t low, int64_t high, lean_dtype d, void *out) {
    lean_number_ sum;
    sum.whole = low;
    sum.real = lean_wide_real_(low, high);
    sum.kind = 2;
    if (high == 0)
        sum.kind = 0;
    else if (high == -1 && low >> 63 != 0)
        sum.kind = 1;
    else if (d != LEAN_F64)
        return LEAN_OUT_OF_RANGE;
    return lean_number_give_(&sum, d, out);
}

LEAN_SHARED_ lean_status lean_array_sum_(const lean_array *a, size_t i, size_t n, lean_dtype d,
                                         void *out) {
    lean_number_ sum;
    int64_t high = 0;
    size_t k;
    sum.whole = 0;
    sum.real = 0;
    sum.kind = 2;
    for (k = i; k < i + n; ++k) {
        const lean_number_ x = lean_number_get_(lean_array_dtype(a), a->block.bytes, k);
        sum.real += x.real;
        sum.whole += x.whole;
        high += (sum.whole < x.whole) - lean_number_is_negative_(&x);
    }
    if (a->dtype < LEAN_F16)
        return lean_integers_give_(sum.whole, high, d, out);
    return lean_number_give_(&sum, d, out);
}

/* Whether x is less than y, of one dtype, or a NaN, which is less and greater than all. */
static bool lean_number_less_(const lean_number_ *x, const lean_number_ *y) {
    const uint64_t turn = LEAN_CAST_(uint64_t, x->kind == 1) << 63;
    if (x->kind == 2)
        return x->real < y->real || lean_real_is_nan_(x->real);
    return (x->whole ^ turn) < (y->whole ^ turn);
}

LEAN_SHARED_ lean_status lean_array_most_(const lean_array *a, size_t i, size_t n, lean_dtype d,
                                          void *out, bool max) {
    const lean_dtype dtype = lean_array_dtype(a);
    lean_number_ best;
    size_t k;
    if (n == 0)
        return LEAN_BAD_ARGUMENT;
    best = lean_number_get_(dtype, a->block.bytes, i);
    for (k = i + 1; k < i + n && !lean_real_is_nan_(best.real); ++k) {
        const lean_number_ x = lean_number_get_(dtype, a->block.bytes, k);
        if (max ? lean_number_less_(&best, &x) || lean_real_is_nan_(x.real)
                : lean_number_less_(&x, &best))
            best = x;
    }
    return lean_number_give_(&best, d, out);
}

#endif /* LEAN_HAS_DTYPE_ */

/* ==== [STRUCT] ============================================================================== */
#ifdef LEAN_HAS_STRUCT_

LEAN_SHARED_ const char *lean_struct_name(const lean_struct *type, size_t i) {
    const char *name = type->names;
    for (++i; i != 0 && *name != 0; --i)
        while (*name++ != 0) {
        }
    return name;
}

static unsigned lean_code_size_(unsigned code) {
    return code == LEAN_DTYPE_BOOL
               ? 1
               : LEAN_CAST_(unsigned, lean_dtype_size(LEAN_CAST_(lean_dtype, code)));
}

/* What numbers are aligned to in structs is not always their size, nor what compilers say of those
   that stand alone. */
struct lean_probe_16_ {
    char lead;
    uint16_t item;
};
struct lean_probe_32_ {
    char lead;
    uint32_t item;
};
struct lean_probe_64_ {
    char lead;
    uint64_t item;
};
struct lean_probe_double_ {
    char lead;
    double item;
};
struct lean_probe_index_ {
    char lead;
    lean_index item;
};

static size_t lean_code_align_(unsigned code) {
    if (code == LEAN_F64)
        return offsetof(struct lean_probe_double_, item);
    switch (lean_code_size_(code)) {
    case 1:
        return 1;
    case 2:
        return offsetof(struct lean_probe_16_, item);
    case 4:
        return offsetof(struct lean_probe_32_, item);
    default:
        return offsetof(struct lean_probe_64_, item);
    }
}

LEAN_BODY_ const lean_struct *lean_field_type_(const lean_struct *type, const lean_field *field) {
    return type->targets[field->count].describe();
}

static const lean_holder *lean_field_holder_(const lean_struct *type, const lean_field *field) {
    return type->targets[field->count].holder;
}

/* Where the length of a field at `at` is that is MANY. */
static size_t lean_many_length_(size_t at) {
    const size_t align = offsetof(struct lean_probe_index_, item);
    return (at + sizeof(void *) + align - 1) / align * align;
}

static bool lean_field_is_structs_(const lean_field *field) {
    return field->kind == LEAN_KIND_MANY && field->dtype == LEAN_DTYPE_NONE;
}

LEAN_SHARED_ size_t lean_struct_field_size(const lean_struct *type, size_t i) {
    const lean_field *field = &type->fields[i];
    LEAN_ASSERT(i < type->n);
    switch (field->kind) {
    case LEAN_KIND_VAL:
    case LEAN_KIND_WEAK:
        return lean_code_size_(field->dtype);
    case LEAN_KIND_ARR:
        return LEAN_CAST_(size_t, field->count) * lean_code_size_(field->dtype);
    case LEAN_KIND_SUB:
        return lean_field_type_(type, field)->size;
    case LEAN_KIND_MANY:
        return lean_many_length_(field->at) - field->at + sizeof(lean_index);
    case LEAN_KIND_HOLD:
        return lean_field_holder_(type, field)->size;
    default:
        return sizeof(void *);
    }
}

static size_t lean_field_align_(const lean_struct *type, size_t i) {
    const lean_field *field = &type->fields[i];
    switch (field->kind) {
    case LEAN_KIND_VAL:
    case LEAN_KIND_WEAK:
    case LEAN_KIND_ARR:
        return lean_code_align_(field->dtype);
    case LEAN_KIND_SUB:
        return lean_field_type_(type, field)->align;
    case LEAN_KIND_HOLD:
        return lean_field_holder_(type, field)->align;
    default:
        return LEAN_POINTER_ALIGN_;
    }
}

/* Fields one after another, those of a SUB in its place. */
typedef enum lean_step_kind_ {
    LEAN_STEP_FIELD_,
    LEAN_STEP_IN_,
    LEAN_STEP_OUT_,
    LEAN_STEP_END_
} lean_step_kind_;

typedef struct lean_level_ {
    const lean_struct *type;
    uint16_t at;
    uint8_t next;
} lean_level_;

typedef struct lean_walk_ {
    lean_level_ levels[LEAN_SUB_MOST + 1];
    uint8_t depth;
    const lean_struct *type; /* of the step: which struct's, */
    const lean_field *field; /* which field, */
    size_t at;               /* and where from the outermost struct's beginning */
} lean_walk_;

static void lean_walk_init_(lean_walk_ *w, const lean_struct *type) {
    w->levels[0].type = type;
    w->levels[0].at = 0;
    w->levels[0].next = 0;
    w->depth = 0;
}

static lean_step_kind_ lean_walk_next_(lean_walk_ *w) {
    lean_level_ *level = &w->levels[w->depth];
    w->type = level->type;
    if (level->next == level->type->n) {
        if (w->depth == 0)
            return LEAN_STEP_END_;
        --w->depth;
        return LEAN_STEP_OUT_;
    }
    w->field = &level->type->fields[level->next++];
    w->at = LEAN_CAST_(size_t, level->at) + w->field->at;
    if (w->field->kind != LEAN_KIND_SUB)
        return LEAN_STEP_FIELD_;
    ++w->depth;
    level[1].type = lean_field_type_(w->type, w->field);
    level[1].at = LEAN_CAST_(uint16_t, w->at);
    level[1].next = 0;
    return LEAN_STEP_IN_;
}

/* The next field, or false at the end. */
static bool lean_walk_field_(lean_walk_ *w) {
    lean_step_kind_ step;
    do
        step = lean_walk_next_(w);
    while (step != LEAN_STEP_FIELD_ && step != LEAN_STEP_END_);
    return step == LEAN_STEP_FIELD_;
}

/* ---- text that is written ---- */

typedef struct lean_text_out_ {
    char *out;
    size_t cap;
    size_t n;
} lean_text_out_;

static void lean_put_(lean_text_out_ *t, char c) {
    if (t->cap != 0 && t->n < t->cap - 1)
        t->out[t->n] = c;
    t->n += t->n != SIZE_MAX;
}

static void lean_puts_(lean_text_out_ *t, const char *text) {
    while (*text != 0)
        lean_put_(t, *text++);
}

static size_t lean_put_end_(const lean_text_out_ *t) {
    if (t->cap != 0)
        t->out[t->n < t->cap ? t->n : t->cap - 1] = 0;
    return t->n;
}

/* The digits of x, by taking off powers of ten: without division, which some processors lack.
   Returns how many there are, one at least. */
static unsigned lean_digits_(uint64_t x, uint8_t digits[20]) {
    uint64_t power = UINT64_C(10000000000000000000);
    unsigned n = 0, k;
    for (k = 0; k < 20; ++k) {
        uint8_t digit = 0;
        for (; x >= power; x -= power)
            ++digit;
        if (digit != 0 || n != 0 || k == 19)
            digits[n++] = digit;
        /* A tenth, exactly: division by 5 is multiplication by its inverse modulo 2^64. */
        power = (power >> 1) * UINT64_C(0xcccccccccccccccd);
    }
    return n;
}

static void lean_put_digits_(lean_text_out_ *t, const uint8_t *digits, unsigned n) {
    unsigned i;
    for (i = 0; i < n; ++i)
        lean_put_(t, LEAN_CAST_(char, '0' + digits[i]));
}

static void lean_put_unsigned_(lean_text_out_ *t, uint64_t x) {
    uint8_t digits[20];
    const unsigned n = lean_digits_(x, digits);
    lean_put_digits_(t, digits, n);
}

static void lean_put_padded_(lean_text_out_ *t, size_t x, unsigned width) {
    uint8_t digits[20];
    unsigned n = lean_digits_(x, digits);
    for (; n < width; --width)
        lean_put_(t, ' ');
    lean_put_digits_(t, digits, n);
}

/* ---- the layout report ---- */

static const char *lean_code_name_(unsigned code) {
    return code == LEAN_DTYPE_BOOL ? "bool" : lean_dtype_name(LEAN_CAST_(lean_dtype, code));
}

static void lean_put_field_(lean_text_out_ *t, const lean_struct *type, size_t i) {
    const lean_field *field = &type->fields[i];
    const unsigned kind = field->kind;
    if (*type->names == 0)
        lean_put_unsigned_(t, i);
    lean_puts_(t, lean_struct_name(type, i));
    lean_puts_(t, ": ");
    lean_puts_(t, lean_text_("\0\0\0string\0owned \0shared \0weak \0many \0container", kind));
    if (field->dtype != LEAN_DTYPE_NONE)
        lean_puts_(t, lean_code_name_(field->dtype));
    else if (kind != LEAN_KIND_STR && kind != LEAN_KIND_HOLD)
        lean_puts_(t, lean_struct_name(lean_field_type_(type, field), SIZE_MAX));
    if (kind == LEAN_KIND_ARR) {
        lean_puts_(t, " x ");
        lean_put_unsigned_(t, field->count);
    }
}

static void lean_put_row_(lean_text_out_ *t, size_t at, size_t size) {
    lean_put_padded_(t, at, 6);
    lean_put_padded_(t, size, 7);
    lean_puts_(t, "  ");
}

static void lean_put_hole_(lean_text_out_ *t, size_t at, size_t size) {
    if (size == 0)
        return;
    lean_put_row_(t, at, size);
    lean_puts_(t, "- padding -\n");
}

/* An order with little padding: of what fits without any the field of the largest alignment is
   next, or if nothing does, of all. */
typedef struct lean_order_ {
    const lean_struct *type;
    uint8_t done[32];
    size_t end;
} lean_order_;

static size_t lean_round_up_(size_t n, size_t align) {
    return (n + align - 1) & ~(align - 1);
}

/* The next field, or n if there is none. */
static size_t lean_order_next_(lean_order_ *o) {
    size_t best = o->type->n, most = 0, i;
    for (i = 0; i < o->type->n; ++i) {
        const size_t align = lean_field_align_(o->type, i);
        const size_t rank = (o->end & (align - 1)) == 0 ? align + 256 : align;
        if ((o->done[i / 8] >> i % 8 & 1) == 0 && rank > most) {
            most = rank;
            best = i;
        }
    }
    if (best == o->type->n)
        return best;
    o->done[best / 8] = LEAN_CAST_(uint8_t, o->done[best / 8] | 1 << best % 8);
    o->end = lean_round_up_(o->end, lean_field_align_(o->type, best)) +
             lean_struct_field_size(o->type, best);
    return best;
}

static void lean_order_init_(lean_order_ *o, const lean_struct *type) {
    lean_memset_(o, 0, sizeof *o);
    o->type = type;
}

static size_t lean_order_size_(const lean_struct *type) {
    lean_order_ o;
    lean_order_init_(&o, type);
    while (lean_order_next_(&o) < type->n) {
    }
    return lean_round_up_(o.end, type->align);
}

static size_t lean_struct_sum_(const lean_struct *type) {
    size_t i, sum = 0;
    for (i = 0; i < type->n; ++i)
        sum += lean_struct_field_size(type, i);
    return sum;
}

static void lean_put_order_(lean_text_out_ *t, const lean_struct *type, size_t size) {
    const char *before = "";
    lean_order_ o;
    size_t i;
    lean_order_init_(&o, type);
    lean_puts_(t, "in this order it has ");
    lean_put_unsigned_(t, size);
    lean_puts_(t, " bytes, padding ");
    lean_put_unsigned_(t, size - lean_struct_sum_(type));
    lean_puts_(t, ": ");
    while ((i = lean_order_next_(&o)) < type->n) {
        lean_puts_(t, before);
        before = ", ";
        if (*type->names == 0)
            lean_put_unsigned_(t, i);
        lean_puts_(t, lean_struct_name(type, i));
    }
    lean_put_(t, '\n');
}

LEAN_SHARED_ size_t lean_struct_layout(const lean_struct *type, char *out, size_t cap) {
    lean_text_out_ t = {NULL, 0, 0};
    const size_t size_in_order = lean_order_size_(type);
    size_t i, end = 0;
    t.out = out;
    t.cap = cap;
    lean_puts_(&t, "struct ");
    lean_puts_(&t, lean_struct_name(type, SIZE_MAX));
    lean_puts_(&t, ": ");
    lean_put_unsigned_(&t, type->size);
    lean_puts_(&t, " bytes, alignment ");
    lean_put_unsigned_(&t, type->align);
    lean_puts_(&t, ", padding ");
    lean_put_unsigned_(&t, type->size - lean_struct_sum_(type));
    lean_puts_(&t, "\n    at  bytes  field\n");
    for (i = 0; i < type->n; ++i) {
        const size_t at = type->fields[i].at, size = lean_struct_field_size(type, i);
        lean_put_hole_(&t, end, at - end);
        lean_put_row_(&t, at, size);
        lean_put_field_(&t, type, i);
        lean_put_(&t, '\n');
        end = at + size;
    }
    lean_put_hole_(&t, end, type->size - end);
    if (size_in_order < type->size)
        lean_put_order_(&t, type, size_in_order);
    return lean_put_end_(&t);
}

/* ---- what is owned ---- */

LEAN_SHARED_ void lean_held_init_(void *container, const lean_allocator *owner) {
    lean_pointer_set_(container, owner);
}

static const unsigned char *lean_at_(const void *record, size_t at) {
    return LEAN_CAST_(const unsigned char *, record) + at;
}

static size_t lean_text_length_(const void *string) {
    const char *text = LEAN_CAST_(const char *, string);
    size_t n;
    for (n = 0; text[n] != 0; ++n)
        LEAN_COUNTED_(n);
    return n;
}

/* What is still to be done: n structs of a type, one behind the other. Those that a copy is made of
   lie at `from`. */
typedef struct lean_task_ {
    const lean_struct *type;
    unsigned char *to;
    const unsigned char *from;
    size_t n;
} lean_task_;

typedef struct lean_tasks_ {
    lean_task_ *tasks;
    size_t n;
    size_t cap;
    const lean_allocator *owner;
} lean_tasks_;

static bool lean_tasks_push_(lean_tasks_ *t, const lean_struct *type, void *to, const void *from,
                             size_t n) {
    lean_task_ *task;
    if (t->n == t->cap) {
        const size_t cap = t->cap + t->cap / 2 + 8;
        void *tasks =
            cap < LEAN_BLOCK_MAX_ / sizeof *task
                ? lean_resize(t->owner, t->tasks, t->cap * sizeof *task, cap * sizeof *task)
                : NULL;
        if (tasks == NULL)
            return false;
        t->tasks = LEAN_CAST_(lean_task_ *, tasks);
        t->cap = cap;
    }
    task = &t->tasks[t->n++];
    task->type = type;
    task->to = LEAN_CAST_(unsigned char *, to);
    task->from = LEAN_CAST_(const unsigned char *, from);
    task->n = n;
    return true;
}

/* The next struct, or false where nothing is left to be done. */
static bool lean_tasks_pop_(lean_tasks_ *t, lean_task_ *out) {
    lean_task_ *task;
    if (t->n == 0)
        return false;
    task = &t->tasks[t->n - 1];
    *out = *task;
    if (--task->n == 0)
        --t->n;
    task->to += task->type->size;
    task->from += task->type->size;
    return true;
}

static void lean_tasks_free_(lean_tasks_ *t) {
    if (t->cap != 0)
        (void)lean_resize(t->owner, t->tasks, t->cap * sizeof *t->tasks, 0);
}

static void *lean_pointer_at_(const void *object, size_t at) {
    return lean_pointer_get_(lean_at_(object, at));
}

static size_t lean_many_count_(const void *object, size_t at) {
    lean_index n;
    lean_memcpy_(&n, lean_at_(object, lean_many_length_(at)), sizeof n);
    return lean_pointer_at_(object, at) != NULL ? LEAN_SIZE_(n) : 0;
}

/* Gives a field that is MANY n items of room. True for none. */
static bool lean_many_make_(unsigned char *record, size_t at, size_t n, size_t size,
                            const lean_allocator *owner) {
    const lean_index length = LEAN_INDEX_(n);
    void *items;
    size_t bytes;
    if (n == 0)
        return true;
    if (!lean_size_times(n, size, &bytes))
        return false;
    items = lean_resize(owner, NULL, 0, bytes);
    if (items == NULL)
        return false;
    lean_memset_(items, 0, bytes);
    lean_pointer_set_(record + at, items);
    lean_memcpy_(record + lean_many_length_(at), &length, sizeof length);
    return true;
}

/* Copies what a field owns, or says what is to be copied later. */
static bool lean_copy_owned_(lean_tasks_ *t, const lean_walk_ *w, unsigned char *to,
                             const unsigned char *from) {
    const lean_field *field = w->field;
    const size_t at = w->at;
    const void *source = lean_pointer_at_(from, at);
    void *copy;
    size_t n;
    if (source == NULL)
        return true;
    if (field->kind == LEAN_KIND_MANY) {
        const lean_struct *type =
            lean_field_is_structs_(field) ? lean_field_type_(w->type, field) : NULL;
        n = lean_many_count_(from, at);
        if (!lean_many_make_(to, at, n, type != NULL ? type->size : lean_code_size_(field->dtype),
                             t->owner))
            return false;
        copy = lean_pointer_at_(to, at);
        if (type == NULL && n != 0)
            lean_memcpy_(copy, source, n * lean_code_size_(field->dtype));
        return type == NULL || n == 0 || lean_tasks_push_(t, type, copy, source, n);
    }
    n = field->kind == LEAN_KIND_STR ? lean_text_length_(source) + 1
                                     : lean_field_type_(w->type, field)->size;
    copy = lean_resize(t->owner, NULL, 0, n);
    if (copy == NULL)
        return false;
    lean_pointer_set_(to + at, copy);
    if (field->kind == LEAN_KIND_STR) {
        lean_memcpy_(copy, source, n);
        return true;
    }
    lean_memset_(copy, 0, n);
    return lean_tasks_push_(t, lean_field_type_(w->type, field), copy, source, 1);
}

static bool lean_copy_held_(const lean_walk_ *w, unsigned char *to, const unsigned char *from,
                            const lean_allocator *owner) {
    const lean_holder *holder = lean_field_holder_(w->type, w->field);
    holder->init(to + w->at, owner);
    return holder->copy(to + w->at, from + w->at);
}

static bool lean_copy_one_(lean_tasks_ *t, const lean_task_ *task) {
    lean_walk_ w;
    bool done = true;
    lean_walk_init_(&w, task->type);
    while (done && lean_walk_field_(&w)) {
        switch (w.field->kind) {
        case LEAN_KIND_STR:
        case LEAN_KIND_OWN:
        case LEAN_KIND_MANY:
            done = lean_copy_owned_(t, &w, task->to, task->from);
            break;
        case LEAN_KIND_HOLD:
            done = lean_copy_held_(&w, task->to, task->from, t->owner);
            break;
        default:
            lean_memcpy_(
                task->to + w.at, task->from + w.at,
                lean_struct_field_size(w.type, LEAN_CAST_(size_t, w.field - w.type->fields)));
        }
    }
    return done;
}

LEAN_SHARED_ bool lean_struct_copy(const lean_struct *type, void *to, const void *from,
                                   const lean_allocator *owner) {
    lean_tasks_ tasks = {NULL, 0, 0, NULL};
    lean_task_ task;
    bool done;
    tasks.owner = owner;
    lean_memset_(to, 0, type->size);
    done = lean_tasks_push_(&tasks, type, to, from, 1);
    while (done && lean_tasks_pop_(&tasks, &task))
        done = lean_copy_one_(&tasks, &task);
    lean_tasks_free_(&tasks);
    if (!done)
        lean_struct_free(type, to, owner);
    return done;
}

static bool lean_sum_one_(lean_tasks_ *t, const lean_task_ *task, size_t *sum) {
    lean_walk_ w;
    bool done = true;
    lean_walk_init_(&w, task->type);
    while (done && lean_walk_field_(&w)) {
        const unsigned kind = w.field->kind;
        void *owned = kind == LEAN_KIND_STR || kind == LEAN_KIND_OWN || kind == LEAN_KIND_MANY
                          ? lean_pointer_at_(task->to, w.at)
                          : NULL;
        switch (kind) {
        case LEAN_KIND_STR:
            if (owned != NULL)
                *sum += lean_text_length_(owned) + 1;
            break;
        case LEAN_KIND_OWN:
            if (owned != NULL) {
                const lean_struct *type = lean_field_type_(w.type, w.field);
                *sum += type->size;
                done = lean_tasks_push_(t, type, owned, owned, 1);
            }
            break;
        case LEAN_KIND_MANY: {
            const size_t n = lean_many_count_(task->to, w.at);
            const bool is_structs = lean_field_is_structs_(w.field);
            const lean_struct *type = is_structs ? lean_field_type_(w.type, w.field) : NULL;
            *sum += n * (is_structs ? type->size : lean_code_size_(w.field->dtype));
            if (is_structs && n != 0)
                done = lean_tasks_push_(t, type, owned, owned, n);
            break;
        }
        case LEAN_KIND_HOLD:
            *sum += lean_field_holder_(w.type, w.field)->bytes(task->to + w.at);
            break;
        default:
            break;
        }
    }
    return done;
}

LEAN_SHARED_ bool lean_struct_bytes(const lean_struct *type, const void *object,
                                    const lean_allocator *owner, size_t *out) {
    lean_tasks_ tasks = {NULL, 0, 0, NULL};
    lean_task_ task;
    size_t sum = 0;
    bool done;
    union {
        const void *constant;
        void *object;
    } it;
    it.constant = object;
    tasks.owner = owner;
    done = lean_tasks_push_(&tasks, type, it.object, object, 1);
    while (done && lean_tasks_pop_(&tasks, &task))
        done = lean_sum_one_(&tasks, &task, &sum);
    lean_tasks_free_(&tasks);
    if (done)
        *out = sum;
    return done;
}

/* ---- giving back what is owned ---- */

/* Freeing must not ask for memory. Objects that own one of their own type are linked through the
   first pointer to such: what else they own of that type is put into the list behind them, and so
   is what is found below of a type of which there is a list. So a tree needs no way back up, but
   for its types. Of others the last LEAN_FREE_DEPTH_ owners are remembered; when they are worked
   off, it begins at the top again and finds the way by what is not yet freed. At any time what is
   left is a tree of the types that are described. */
typedef struct lean_owned_ {
    const lean_struct *type;
    unsigned char *object;
    unsigned char *slot; /* the pointer to it, or to the first of many; NULL at the top */
    size_t n;            /* how many there are */
    size_t link;         /* where the pointer to the next in a list is, or SIZE_MAX */
} lean_owned_;

/* Where an object of a type has the first pointer to what it owns of its own type. */
static size_t lean_struct_link_(const lean_struct *type) {
    lean_walk_ w;
    lean_walk_init_(&w, type);
    while (lean_walk_field_(&w))
        if (w.field->kind == LEAN_KIND_OWN && lean_field_type_(w.type, w.field) == type)
            return w.at;
    return SIZE_MAX;
}

/* Frees what a field owns if that has no parts. True where it may have some: `part` is them. */
static bool lean_free_field_(const lean_walk_ *w, unsigned char *object,
                             const lean_allocator *owner, lean_owned_ *part) {
    unsigned char *slot = object + w->at;
    const unsigned kind = w->field->kind;
    size_t bytes = 0;
    void *owned;
    if (kind == LEAN_KIND_HOLD)
        lean_field_holder_(w->type, w->field)->free(slot);
    if (kind != LEAN_KIND_STR && kind != LEAN_KIND_OWN && kind != LEAN_KIND_MANY)
        return false;
    owned = lean_pointer_get_(slot);
    if (owned == NULL)
        return false;
    part->n = kind == LEAN_KIND_MANY ? lean_many_count_(object, w->at) : 1;
    if (kind == LEAN_KIND_STR) {
        bytes = lean_text_length_(owned) + 1;
    } else if (w->field->dtype != LEAN_DTYPE_NONE) {
        bytes = part->n * lean_code_size_(w->field->dtype);
    } else if (part->n != 0) {
        part->type = lean_field_type_(w->type, w->field);
        part->object = LEAN_CAST_(unsigned char *, owned);
        part->slot = slot;
        part->link = kind == LEAN_KIND_OWN ? lean_struct_link_(part->type) : SIZE_MAX;
        return true;
    }
    (void)lean_resize(owner, owned, bytes, 0);
    lean_pointer_set_(slot, NULL);
    return false;
}

/* Frees what an object owns until it comes to what has parts. */
static bool lean_free_parts_(const lean_owned_ *of, const lean_allocator *owner,
                             lean_owned_ *part) {
    lean_walk_ w;
    lean_walk_init_(&w, of->type);
    while (lean_walk_field_(&w))
        if (w.at != of->link && lean_free_field_(&w, of->object, owner, part))
            return true;
    return false;
}

/* Puts a part, and the list behind it, into the list of its type. */
static void lean_free_later_(const lean_owned_ *list, const lean_owned_ *part) {
    unsigned char *object = part->object, *next;
    lean_pointer_set_(part->slot, NULL);
    for (; object != NULL; object = next) {
        next = LEAN_CAST_(unsigned char *, lean_pointer_get_(object + list->link));
        lean_pointer_set_(object + list->link, lean_pointer_get_(list->object + list->link));
        lean_pointer_set_(list->object + list->link, object);
    }
}

/* Goes on to the next of many, or frees an object and goes on to the next in its list, or frees
   many. False where that was the last. */
static bool lean_free_next_(lean_owned_ *of, const lean_allocator *owner) {
    unsigned char *first = LEAN_CAST_(unsigned char *, lean_pointer_get_(of->slot));
    const size_t size = of->type->size;
    if (LEAN_CAST_(size_t, of->object - first) < (of->n - 1) * size) {
        of->object += size;
        return true;
    }
    of->object = of->link == SIZE_MAX
                     ? NULL
                     : LEAN_CAST_(unsigned char *, lean_pointer_get_(first + of->link));
    (void)lean_resize(owner, first, of->n * size, 0);
    lean_pointer_set_(of->slot, of->object);
    return of->object != NULL;
}

LEAN_SHARED_ void lean_struct_free(const lean_struct *type, void *object,
                                   const lean_allocator *owner) {
    lean_owned_ way[LEAN_FREE_DEPTH_], part = {NULL, NULL, NULL, 1, SIZE_MAX};
    size_t n = 0; /* owners on the way */
    unsigned kept = 0, k;
    for (;;) {
        lean_owned_ *of;
        if (kept == 0) { /* at the top, for the first time or again */
            part.type = type;
            part.object = LEAN_CAST_(unsigned char *, object);
            part.slot = NULL;
            part.n = 1;
            part.link = SIZE_MAX;
            way[0] = part;
            n = kept = 1;
        }
        of = &way[(n - 1) % LEAN_FREE_DEPTH_];
        if (!lean_free_parts_(of, owner, &part)) {
            if (of->slot == NULL)
                break;
            if (!lean_free_next_(of, owner)) {
                --n;
                --kept;
            }
            continue;
        }
        for (k = 1; k <= kept; ++k) {
            of = &way[(n - k) % LEAN_FREE_DEPTH_];
            if (part.link != SIZE_MAX && of->link != SIZE_MAX && of->type == part.type)
                break;
        }
        if (k <= kept) {
            lean_free_later_(of, &part);
        } else {
            way[n++ % LEAN_FREE_DEPTH_] = part;
            kept += kept < LEAN_FREE_DEPTH_;
        }
    }
    lean_memset_(object, 0, type->size);
}

#endif /* LEAN_HAS_STRUCT_ */

/* ==== [RECORD] ============================================================================== */
#ifdef LEAN_HAS_RECORD_

LEAN_SHARED_ bool lean_record_valid(const lean_struct *type) {
    lean_walk_ w;
    lean_walk_init_(&w, type);
    while (lean_walk_field_(&w)) {
        const unsigned kind = w.field->kind;
        if (kind == LEAN_KIND_OWN || kind == LEAN_KIND_SHARE || kind == LEAN_KIND_HOLD ||
            lean_field_is_structs_(w.field))
            return false;
    }
    return true;
}

/* ---- numbers ---- */

/* The three formats of floats: bits of fraction and of exponent, and the decimal digits that any
   number of so few keeps, and that any float needs at most. */
typedef struct lean_real_format_ {
    uint8_t fraction;
    uint8_t exponent;
    uint8_t digits_kept;
} lean_real_format_;

static const lean_real_format_ *lean_real_format_of_(unsigned code) {
    static const lean_real_format_ formats[] = {{10, 5, 3}, {23, 8, 6}, {52, 11, 15}};
    return &formats[code - LEAN_F16];
}

static bool lean_code_is_real_(unsigned code) {
    return code >= LEAN_F16;
}

static bool lean_code_is_signed_(unsigned code) {
    return code >= LEAN_I8 && code <= LEAN_I64;
}

static uint64_t lean_real_infinity_(const lean_real_format_ *f) {
    return ((UINT64_C(1) << f->exponent) - 1) << f->fraction;
}

static uint64_t lean_real_sign_(const lean_real_format_ *f) {
    return UINT64_C(1) << (f->fraction + f->exponent);
}

/* A finite number without its sign is mantissa * 2^exponent. */
static uint64_t lean_real_mantissa_(const lean_real_format_ *f, uint64_t size, int *exponent) {
    const int power = LEAN_CAST_(int, size >> f->fraction);
    const int bias = (1 << (f->exponent - 1)) - 1 + f->fraction;
    const uint64_t fraction = size & ((UINT64_C(1) << f->fraction) - 1);
    *exponent = (power != 0 ? power : 1) - bias;
    return power != 0 ? fraction | UINT64_C(1) << f->fraction : fraction;
}

/* The other way round, rounded to the nearest, ties to even; `more` says that it is a little more
   than that. mantissa >= 2^63. Infinity where it is too large. */
static uint64_t lean_real_make_(const lean_real_format_ *f, uint64_t mantissa, int exponent,
                                bool more) {
    const int bias = (1 << (f->exponent - 1)) - 1;
    int power = exponent + 63 + bias; /* as it is kept, if it is at least 1 */
    int drop = 63 - f->fraction;
    uint64_t kept, rest, half, bits;
    if (power < 1)
        drop += 1 - power;
    if (drop > 64 || power >= (1 << f->exponent))
        return power < 1 ? 0 : lean_real_infinity_(f);
    kept = drop < 64 ? mantissa >> drop : 0;
    rest = drop < 64 ? mantissa << (64 - drop) : mantissa;
    half = UINT64_C(1) << 63;
    bits = power < 1 ? kept : kept + (LEAN_CAST_(uint64_t, power - 1) << f->fraction);
    if (rest > half || (rest == half && (more || kept % 2 != 0)))
        ++bits; /* which may carry into the exponent, as it should */
    return bits < lean_real_infinity_(f) ? bits : lean_real_infinity_(f);
}

#if !LEAN_HAS_DOUBLE_
/* From the bits of one format to those of another. */
static uint64_t lean_real_recast_(const lean_real_format_ *from, uint64_t bits,
                                  const lean_real_format_ *to) {
    const uint64_t sign = bits & lean_real_sign_(from) ? lean_real_sign_(to) : 0;
    const uint64_t size = bits & (lean_real_sign_(from) - 1);
    int exponent;
    uint64_t mantissa;
    if (size >= lean_real_infinity_(from))
        return sign | lean_real_infinity_(to) |
               (size > lean_real_infinity_(from) ? UINT64_C(1) << (to->fraction - 1) : 0);
    mantissa = lean_real_mantissa_(from, size, &exponent);
    for (; mantissa != 0 && mantissa >> 63 == 0; mantissa <<= 1)
        --exponent;
    return sign | (mantissa != 0 ? lean_real_make_(to, mantissa, exponent, false) : 0);
}
#endif

/* The bits of a number in a struct or an array: integers with their sign, floats in their format,
   an f64 in 64 bits whatever a double has. */
static uint64_t lean_cell_get_(const void *in, unsigned code) {
    const uint64_t x = lean_number_load_(in, lean_code_size_(code), lean_code_is_signed_(code));
#if !LEAN_HAS_DOUBLE_
    if (code == LEAN_F64)
        return lean_real_recast_(lean_real_format_of_(LEAN_F32), x, lean_real_format_of_(code));
#endif
    return x;
}

static void lean_cell_put_(void *out, unsigned code, uint64_t x) {
#if !LEAN_HAS_DOUBLE_
    if (code == LEAN_F64)
        x = lean_real_recast_(lean_real_format_of_(code), x, lean_real_format_of_(LEAN_F32));
#endif
    lean_number_store_(out, lean_code_size_(code), x);
}

/* Whether a number can be what has been read: a bool is 0 or 1, and a double of 32 bits may be too
   small for an f64. */
static bool lean_cell_holds_(unsigned code, uint64_t x) {
#if !LEAN_HAS_DOUBLE_
    if (code == LEAN_F64) {
        const lean_real_format_ *f = lean_real_format_of_(code),
                                *g = lean_real_format_of_(LEAN_F32);
        const uint64_t size = x & (lean_real_sign_(f) - 1);
        return size >= lean_real_infinity_(f) ||
               lean_real_recast_(f, size, g) != lean_real_infinity_(g);
    }
#endif
    return code != LEAN_DTYPE_BOOL || x <= 1;
}

/* Numbers of one dtype are ordered as these are, and equal where these are. */
static uint64_t lean_cell_key_(const void *in, unsigned code) {
    const uint64_t x = lean_cell_get_(in, code);
    const lean_real_format_ *f;
    uint64_t sign;
    if (!lean_code_is_real_(code))
        return lean_code_is_signed_(code) ? x ^ UINT64_C(1) << 63 : x;
    f = lean_real_format_of_(code);
    sign = lean_real_sign_(f);
    if ((x & (sign - 1)) > lean_real_infinity_(f))
        return UINT64_MAX;
    return x & sign ? sign - (x & (sign - 1)) : x | sign;
}

/* ---- equality, order, hash ---- */

/* What a field is for all of these: items of a dtype, so many, somewhere. A string's are its bytes
   and the 0 behind them, which orders it; NULL has none. */
typedef struct lean_items_of_ {
    const unsigned char *items;
    size_t n;
    unsigned code;
} lean_items_of_;

static lean_items_of_ lean_field_items_(const lean_walk_ *w, const void *record) {
    const unsigned kind = w->field->kind;
    lean_items_of_ f;
    f.items = lean_at_(record, w->at);
    f.n = kind == LEAN_KIND_ARR ? w->field->count : 1;
    f.code = w->field->dtype;
    if (kind == LEAN_KIND_STR) {
        f.items = LEAN_CAST_(const unsigned char *, lean_pointer_get_(f.items));
        f.n = f.items != NULL ? lean_text_length_(f.items) + 1 : 0;
        f.code = LEAN_U8;
    } else if (kind == LEAN_KIND_MANY) {
        f.items = LEAN_CAST_(const unsigned char *, lean_pointer_get_(f.items));
        f.n = lean_many_count_(record, w->at);
    }
    return f;
}

static int lean_items_compare_(const lean_items_of_ *a, const lean_items_of_ *b) {
    const size_t size = lean_code_size_(a->code), n = a->n < b->n ? a->n : b->n;
    size_t i;
    for (i = 0; i < n; ++i) {
        const uint64_t x = lean_cell_key_(a->items + i * size, a->code);
        const uint64_t y = lean_cell_key_(b->items + i * size, a->code);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return a->n < b->n ? -1 : a->n > b->n;
}

LEAN_SHARED_ int lean_record_compare(const lean_struct *type, const void *a, const void *b) {
    lean_walk_ w;
    int order = 0;
    LEAN_ASSERT(lean_record_valid(type));
    lean_walk_init_(&w, type);
    while (order == 0 && lean_walk_field_(&w)) {
        const lean_items_of_ x = lean_field_items_(&w, a), y = lean_field_items_(&w, b);
        order = lean_items_compare_(&x, &y);
    }
    return order;
}

LEAN_SHARED_ bool lean_record_equal(const lean_struct *type, const void *a, const void *b) {
    return lean_record_compare(type, a, b) == 0;
}

LEAN_SHARED_ uint64_t lean_record_hash(const lean_struct *type, const void *record, uint64_t seed) {
    uint64_t hash = lean_mix64(seed + UINT64_C(0x9e3779b97f4a7c15));
    lean_walk_ w;
    LEAN_ASSERT(lean_record_valid(type));
    lean_walk_init_(&w, type);
    while (lean_walk_field_(&w)) {
        const lean_items_of_ f = lean_field_items_(&w, record);
        const size_t size = lean_code_size_(f.code);
        size_t i;
        for (i = 0; i < f.n; ++i)
            hash = lean_mix64(hash ^ lean_cell_key_(f.items + i * size, f.code)) + hash;
        hash = lean_mix64(hash ^ f.n);
    }
    return hash;
}

/* ---- floats in decimal ---- */

/* A number as decimal digits, 0.d1d2d3... * 10^point, moved by powers of two until what is looked
   for stands at its place: exact, as long as the digits are enough, of which a double needs 767 at
   most; what does not fit is remembered as `more`. (The way of the fallback in the Go language's
   strconv.) */
#define LEAN_DECIMAL_MOST_ 780
#define LEAN_DECIMAL_SHIFT_ 9
#define LEAN_POINT_MOST_ INT32_C(1000000000) /* digits before it or zeros behind it */
typedef struct lean_decimal_ {
    uint8_t digits[LEAN_DECIMAL_MOST_];
    uint16_t n;
    int32_t point;
    bool more;
} lean_decimal_;

/* x / 10 for x < 43698, without division. */
static unsigned lean_tenth_(unsigned x) {
    return LEAN_CAST_(unsigned, (LEAN_CAST_(uint32_t, x) * UINT32_C(52429)) >> 19);
}

static void lean_decimal_trim_(lean_decimal_ *d) {
    while (d->n != 0 && d->digits[d->n - 1] == 0)
        --d->n;
    if (d->n == 0)
        d->point = 0;
}

/* Times 2^k, k <= LEAN_DECIMAL_SHIFT_. */
static void lean_decimal_up_(lean_decimal_ *d, unsigned k) {
    unsigned carry = 0, extra, i;
    for (i = d->n; i-- != 0;) {
        const unsigned x = (LEAN_CAST_(unsigned, d->digits[i]) << k) + carry;
        carry = lean_tenth_(x);
        d->digits[i] = LEAN_CAST_(uint8_t, x - carry * 10);
    }
    extra = carry == 0 ? 0 : carry < 10 ? 1 : carry < 100 ? 2 : 3;
    while (d->n + extra > LEAN_DECIMAL_MOST_) {
        --d->n;
        d->more = d->more || d->digits[d->n] != 0;
    }
    lean_memmove_(d->digits + extra, d->digits, d->n);
    d->n = LEAN_CAST_(uint16_t, d->n + extra);
    d->point = LEAN_CAST_(int32_t, d->point + LEAN_CAST_(int, extra));
    for (i = extra; i != 0; carry = lean_tenth_(carry))
        d->digits[--i] = LEAN_CAST_(uint8_t, carry - lean_tenth_(carry) * 10);
    lean_decimal_trim_(d);
}

/* Over 2^k. */
static void lean_decimal_down_(lean_decimal_ *d, unsigned k) {
    unsigned x = 0, from = 0, to = 0;
    LEAN_ASSERT(d->n != 0);
    for (; x >> k == 0; ++from)
        x = x * 10 + (from < d->n ? d->digits[from] : 0);
    d->point = LEAN_CAST_(int32_t, d->point - LEAN_CAST_(int, from) + 1);
    while (from < d->n || x != 0) {
        const uint8_t digit = LEAN_CAST_(uint8_t, x >> k);
        if (to < LEAN_DECIMAL_MOST_)
            d->digits[to++] = digit;
        else if (digit != 0)
            d->more = true;
        x = (x & ((1u << k) - 1)) * 10 + (from < d->n ? d->digits[from] : 0);
        ++from;
    }
    d->n = LEAN_CAST_(uint16_t, to);
    lean_decimal_trim_(d);
}

/* Times 2^power. */
static void lean_decimal_shift_(lean_decimal_ *d, int power) {
    for (; power > LEAN_DECIMAL_SHIFT_; power -= LEAN_DECIMAL_SHIFT_)
        lean_decimal_up_(d, LEAN_DECIMAL_SHIFT_);
    for (; power < -LEAN_DECIMAL_SHIFT_; power += LEAN_DECIMAL_SHIFT_)
        lean_decimal_down_(d, LEAN_DECIMAL_SHIFT_);
    if (power > 0)
        lean_decimal_up_(d, LEAN_CAST_(unsigned, power));
    else if (power < 0)
        lean_decimal_down_(d, LEAN_CAST_(unsigned, -power));
}

/* Exact digits to n > 0 of them, the nearest, ties to even, or up. */
static void lean_decimal_round_(lean_decimal_ *d, unsigned n, bool up) {
    if (d->n <= n)
        return;
    up = up || d->digits[n] > 5 ||
         (d->digits[n] == 5 && (d->n > n + 1 || d->digits[n - 1] % 2 != 0));
    d->n = LEAN_CAST_(uint16_t, n);
    d->more = false;
    if (up) {
        while (n != 0 && d->digits[n - 1] == 9)
            --n;
        if (n == 0) {
            d->digits[0] = 0;
            d->point = LEAN_CAST_(int32_t, d->point + 1);
            n = 1;
        }
        ++d->digits[n - 1];
        d->n = LEAN_CAST_(uint16_t, n);
    }
    lean_decimal_trim_(d);
}

/* The nearest float, without its sign; infinity where it is too large. The digits are used up: they
   are moved until 2^63 <= number < 2^64. */
static uint64_t lean_decimal_real_(lean_decimal_ *d, const lean_real_format_ *f) {
    int exponent = 0;
    unsigned i;
    uint64_t mantissa = 0;
    if (d->n == 0 || d->point < -400)
        return 0;
    if (d->point > 400)
        return lean_real_infinity_(f);
    while (d->point > 0) { /* to below 1: a digit more is three bits at least */
        const unsigned k = d->point > 2 ? LEAN_DECIMAL_SHIFT_ : LEAN_CAST_(unsigned, d->point) * 3;
        lean_decimal_down_(d, k);
        exponent += LEAN_CAST_(int, k);
    }
    while (d->point < 0 || d->digits[0] < 5) { /* to a half at least */
        const unsigned k = d->point < -2 ? LEAN_DECIMAL_SHIFT_ : 1;
        lean_decimal_up_(d, k);
        exponent -= LEAN_CAST_(int, k);
    }
    lean_decimal_shift_(d, 64);
    for (i = 0; LEAN_CAST_(int, i) < d->point; ++i)
        mantissa = mantissa * 10 + (i < d->n ? d->digits[i] : 0);
    return lean_real_make_(f, mantissa, exponent - 64, d->more || LEAN_CAST_(int, d->n) > d->point);
}

/* The digits of a float, as many as it needs. */
typedef struct lean_short_ {
    uint8_t digits[17];
    unsigned n;
    int point;
} lean_short_;

static void lean_decimal_init_(lean_decimal_ *d, uint64_t x) {
    uint8_t digits[20];
    const unsigned n = lean_digits_(x, digits);
    lean_memcpy_(d->digits, digits, n);
    d->n = LEAN_CAST_(uint16_t, n);
    d->point = LEAN_CAST_(int32_t, n);
    d->more = false;
    lean_decimal_trim_(d);
}

/* A float > 0 in n digits, or in fewer. True if it comes back from them. */
static bool lean_real_in_(const lean_real_format_ *f, uint64_t size, unsigned n, bool up,
                          lean_short_ *out) {
    lean_decimal_ d;
    int exponent;
    const uint64_t mantissa = lean_real_mantissa_(f, size, &exponent);
    lean_decimal_init_(&d, mantissa);
    lean_decimal_shift_(&d, exponent);
    lean_decimal_round_(&d, n, up);
    out->n = d.n;
    out->point = LEAN_CAST_(int, d.point);
    lean_memcpy_(out->digits, d.digits, d.n);
    return lean_decimal_real_(&d, f) == size;
}

/* The fewest digits from which it comes back. Numbers of so few digits as a format keeps all do,
   but for subnormal ones. Below a power of two there is half as much room for what is rounded down
   as above it, so what is rounded up may still come back. */
static void lean_real_digits_(const lean_real_format_ *f, uint64_t size, lean_short_ *out) {
    const bool is_power = (size & ((UINT64_C(1) << f->fraction) - 1)) == 0;
    unsigned n = size >> f->fraction != 0 ? f->digits_kept : 1;
    while (!lean_real_in_(f, size, n, false, out) &&
           !(is_power && lean_real_in_(f, size, n, true, out)))
        ++n;
}

static void lean_put_zeros_(lean_text_out_ *t, int n) {
    for (; n > 0; --n)
        lean_put_(t, '0');
}

/* As JavaScript writes numbers: with an exponent below 1e-6 and from 1e21 on. */
static void lean_put_real_size_(lean_text_out_ *t, const lean_real_format_ *f, uint64_t size) {
    lean_short_ x;
    int all;
    lean_real_digits_(f, size, &x);
    all = LEAN_CAST_(int, x.n);
    if (x.point > 21 || x.point < -5) {
        lean_put_digits_(t, x.digits, 1);
        if (all > 1)
            lean_put_(t, '.');
        lean_put_digits_(t, x.digits + 1, x.n - 1);
        lean_puts_(t, x.point > 0 ? "e+" : "e-");
        lean_put_unsigned_(t, LEAN_CAST_(uint64_t, x.point > 0 ? x.point - 1 : 1 - x.point));
    } else if (x.point >= all) {
        lean_put_digits_(t, x.digits, x.n);
        lean_put_zeros_(t, x.point - all);
    } else if (x.point > 0) {
        lean_put_digits_(t, x.digits, LEAN_CAST_(unsigned, x.point));
        lean_put_(t, '.');
        lean_put_digits_(t, x.digits + x.point, LEAN_CAST_(unsigned, all - x.point));
    } else {
        lean_puts_(t, "0.");
        lean_put_zeros_(t, -x.point);
        lean_put_digits_(t, x.digits, x.n);
    }
}

static void lean_put_real_(lean_text_out_ *t, unsigned code, uint64_t bits) {
    const lean_real_format_ *f = lean_real_format_of_(code);
    const uint64_t size = bits & (lean_real_sign_(f) - 1);
    if (bits != size && size <= lean_real_infinity_(f))
        lean_put_(t, '-');
    if (size > lean_real_infinity_(f))
        lean_puts_(t, "NaN");
    else if (size == lean_real_infinity_(f))
        lean_puts_(t, "Infinity");
    else if (size == 0)
        lean_put_(t, '0');
    else
        lean_put_real_size_(t, f, size);
}

/* ---- text of records ---- */

static void lean_put_number_(lean_text_out_ *t, unsigned code, const void *in) {
    uint64_t x;
#if !LEAN_HAS_DOUBLE_
    if (code == LEAN_F64)
        code = LEAN_F32;
#endif
    x = lean_cell_get_(in, code);
    if (code == LEAN_DTYPE_BOOL) {
        lean_puts_(t, x != 0 ? "true" : "false");
    } else if (lean_code_is_real_(code)) {
        lean_put_real_(t, code, x);
    } else if (lean_code_is_signed_(code) && x >> 63 != 0) {
        lean_put_(t, '-');
        lean_put_unsigned_(t, 0 - x);
    } else {
        lean_put_unsigned_(t, x);
    }
}

static void lean_put_string_(lean_text_out_ *t, const char *text) {
    static const char hex[] = "0123456789abcdef";
    lean_put_(t, '"');
    for (; *text != 0; ++text) {
        const unsigned char c = LEAN_CAST_(unsigned char, *text);
        if (c == '"' || c == '\\') {
            lean_put_(t, '\\');
            lean_put_(t, *text);
        } else if (c < 0x20) {
            lean_puts_(t, "\\u00");
            lean_put_(t, hex[c / 16]);
            lean_put_(t, hex[c % 16]);
        } else {
            lean_put_(t, *text);
        }
    }
    lean_put_(t, '"');
}

static void lean_put_value_(lean_text_out_ *t, const lean_walk_ *w, const void *record) {
    const lean_items_of_ f = lean_field_items_(w, record);
    const bool is_list = w->field->kind == LEAN_KIND_ARR || w->field->kind == LEAN_KIND_MANY;
    const size_t size = lean_code_size_(f.code);
    size_t i;
    if (w->field->kind == LEAN_KIND_STR) {
        if (f.items == NULL)
            lean_puts_(t, "null");
        else
            lean_put_string_(t,
                             LEAN_CAST_(const char *, lean_pointer_get_(lean_at_(record, w->at))));
        return;
    }
    if (is_list)
        lean_put_(t, '[');
    for (i = 0; i < f.n; ++i) {
        if (i != 0)
            lean_puts_(t, ", ");
        lean_put_number_(t, f.code, f.items + i * size);
    }
    if (is_list)
        lean_put_(t, ']');
}

/* What stands before a field: what parts it from the one before, and its name. */
static void lean_put_key_(lean_text_out_ *t, const lean_walk_ *w) {
    const size_t i = LEAN_CAST_(size_t, w->field - w->type->fields);
    if (i != 0)
        lean_puts_(t, ", ");
    if (*w->type->names != 0) {
        lean_put_string_(t, lean_struct_name(w->type, i));
        lean_puts_(t, ": ");
    }
}

LEAN_SHARED_ size_t lean_record_text(const lean_struct *type, const void *record, char *out,
                                     size_t cap) {
    lean_text_out_ t = {NULL, 0, 0};
    lean_walk_ w;
    lean_step_kind_ step = LEAN_STEP_IN_;
    t.out = out;
    t.cap = cap;
    if (!lean_record_valid(type))
        return lean_put_end_(&t);
    lean_walk_init_(&w, type);
    lean_put_(&t, *type->names != 0 ? '{' : '[');
    while ((step = lean_walk_next_(&w)) != LEAN_STEP_END_) {
        if (step == LEAN_STEP_OUT_) {
            lean_put_(&t, *w.type->names != 0 ? '}' : ']');
            continue;
        }
        lean_put_key_(&t, &w);
        if (step == LEAN_STEP_FIELD_)
            lean_put_value_(&t, &w, record);
        else
            lean_put_(&t, *w.levels[w.depth].type->names != 0 ? '{' : '[');
    }
    lean_put_(&t, *type->names != 0 ? '}' : ']');
    return lean_put_end_(&t);
}

/* ---- text that is read ---- */

typedef struct lean_scan_ {
    const char *text;
    size_t n;
    size_t at;
    const lean_allocator *owner;
    unsigned char *record; /* where it goes; NULL while all is only looked at */
} lean_scan_;

/* The character that is next, or 0 at the end, which is refused wherever it stands. */
static char lean_scan_peek_(const lean_scan_ *s) {
    return s->at < s->n ? s->text[s->at] : LEAN_CAST_(char, 0);
}

static bool lean_scan_is_(lean_scan_ *s, char c) {
    const bool is = s->at < s->n && s->text[s->at] == c;
    s->at += is;
    return is;
}

static void lean_scan_space_(lean_scan_ *s) {
    while (s->at < s->n && (s->text[s->at] == ' ' || s->text[s->at] == '\n' ||
                            s->text[s->at] == '\t' || s->text[s->at] == '\r'))
        ++s->at;
}

static bool lean_scan_word_(lean_scan_ *s, const char *word) {
    size_t i = 0;
    while (word[i] != 0 && i < s->n - s->at && s->text[s->at + i] == word[i])
        ++i;
    if (word[i] != 0)
        return false;
    s->at += i;
    return true;
}

static bool lean_scan_is_digit_(const lean_scan_ *s) {
    return lean_scan_peek_(s) >= '0' && lean_scan_peek_(s) <= '9';
}

/* Digits behind those that are there, at which the point is where `point` counts them. */
static void lean_scan_digits_(lean_scan_ *s, lean_decimal_ *d, bool is_whole) {
    for (; lean_scan_is_digit_(s); ++s->at) {
        const uint8_t digit = LEAN_CAST_(uint8_t, s->text[s->at] - '0');
        if (d->n == 0 && digit == 0) { /* zeros in front only move the point */
            d->point =
                LEAN_CAST_(int32_t, d->point - (is_whole ? 0 : d->point > -LEAN_POINT_MOST_));
            continue;
        }
        if (d->n < LEAN_DECIMAL_MOST_)
            d->digits[d->n++] = digit;
        else
            d->more = d->more || digit != 0;
        d->point = LEAN_CAST_(int32_t, d->point + (is_whole ? d->point < LEAN_POINT_MOST_ : 0));
    }
}

/* What is behind an e, which is limited to what has an effect. */
static bool lean_scan_exponent_(lean_scan_ *s, lean_decimal_ *d) {
    const bool is_down = lean_scan_is_(s, '-');
    int32_t power = 0;
    if (!is_down)
        (void)lean_scan_is_(s, '+');
    if (!lean_scan_is_digit_(s))
        return false;
    for (; lean_scan_is_digit_(s); ++s->at)
        power =
            power < LEAN_POINT_MOST_ / 20 ? power * 10 + (s->text[s->at] - '0') : LEAN_POINT_MOST_;
    d->point = LEAN_CAST_(int32_t, d->point + (is_down ? -power : power));
    return true;
}

static bool lean_scan_decimal_(lean_scan_ *s, lean_decimal_ *d) {
    d->n = 0;
    d->point = 0;
    d->more = false;
    if (!lean_scan_is_digit_(s))
        return false;
    if (!lean_scan_is_(s, '0')) /* behind which no digit comes in JSON */
        lean_scan_digits_(s, d, true);
    if (lean_scan_is_(s, '.')) {
        if (!lean_scan_is_digit_(s))
            return false;
        lean_scan_digits_(s, d, false);
    }
    if (lean_scan_is_(s, 'e') || lean_scan_is_(s, 'E'))
        return lean_scan_exponent_(s, d);
    return true;
}

static lean_status lean_scan_real_(lean_scan_ *s, unsigned code, uint64_t *bits) {
    const lean_real_format_ *f = lean_real_format_of_(code);
    const size_t start = s->at;
    const uint64_t sign = lean_scan_is_(s, '-') ? lean_real_sign_(f) : 0;
    lean_decimal_ d;
    if (lean_scan_word_(s, "NaN")) {
        *bits = sign | lean_real_infinity_(f) | UINT64_C(1) << (f->fraction - 1);
        return sign == 0 ? LEAN_OK : LEAN_BAD_FORMAT;
    }
    if (lean_scan_word_(s, "Infinity")) {
        *bits = sign | lean_real_infinity_(f);
        return LEAN_OK;
    }
    if (!lean_scan_decimal_(s, &d))
        return LEAN_BAD_FORMAT;
    lean_decimal_trim_(&d);
    *bits = sign | lean_decimal_real_(&d, f);
    if ((*bits & ~sign) != lean_real_infinity_(f))
        return LEAN_OK;
    s->at = start;
    return LEAN_OUT_OF_RANGE;
}

/* The largest number of an integer type, and one more below 0. */
static uint64_t lean_integer_most_(unsigned code, bool is_below) {
    const unsigned bits = lean_code_size_(code) * 8;
    const uint64_t all = UINT64_MAX >> (64 - bits);
    if (lean_code_is_signed_(code))
        return (all >> 1) + is_below;
    return is_below ? 0 : all;
}

static lean_status lean_scan_integer_(lean_scan_ *s, unsigned code, uint64_t *bits) {
    const size_t start = s->at;
    const bool is_below = lean_scan_is_(s, '-');
    const uint64_t most = lean_integer_most_(code, is_below);
    bool fits = true;
    uint64_t x = 0;
    if (!lean_scan_is_digit_(s))
        return LEAN_BAD_FORMAT;
    if (lean_scan_is_(s, '0') && lean_scan_is_digit_(s))
        return LEAN_BAD_FORMAT;
    for (; lean_scan_is_digit_(s); ++s->at) {
        const uint64_t digit = LEAN_CAST_(uint64_t, s->text[s->at] - '0');
        fits = fits && x <= UINT64_MAX / 10 && x * 10 <= UINT64_MAX - digit;
        x = x * 10 + digit;
    }
    if (lean_scan_peek_(s) == '.' || lean_scan_peek_(s) == 'e' || lean_scan_peek_(s) == 'E')
        return LEAN_BAD_FORMAT;
    *bits = is_below ? 0 - x : x;
    if (fits && x <= most)
        return LEAN_OK;
    s->at = start;
    return LEAN_OUT_OF_RANGE;
}

static lean_status lean_scan_number_(lean_scan_ *s, unsigned code, uint64_t *bits) {
#if !LEAN_HAS_DOUBLE_
    if (code == LEAN_F64) {
        const lean_status status = lean_scan_real_(s, LEAN_F32, bits);
        if (status == LEAN_OK)
            *bits = lean_real_recast_(lean_real_format_of_(LEAN_F32), *bits,
                                      lean_real_format_of_(code));
        return status;
    }
#endif
    if (lean_code_is_real_(code))
        return lean_scan_real_(s, code, bits);
    if (code != LEAN_DTYPE_BOOL)
        return lean_scan_integer_(s, code, bits);
    *bits = lean_scan_word_(s, "true");
    return *bits != 0 || lean_scan_word_(s, "false") ? LEAN_OK : LEAN_BAD_FORMAT;
}

/* Numbers in brackets: how many there are, and they themselves where `out` is there. */
static lean_status lean_scan_numbers_(lean_scan_ *s, unsigned code, unsigned char *out, size_t most,
                                      size_t *n) {
    *n = 0;
    if (!lean_scan_is_(s, '['))
        return LEAN_BAD_FORMAT;
    lean_scan_space_(s);
    while (!lean_scan_is_(s, ']')) {
        uint64_t bits;
        lean_status status;
        if (*n != 0) {
            if (!lean_scan_is_(s, ','))
                return LEAN_BAD_FORMAT;
            lean_scan_space_(s);
        }
        if (*n == most)
            return LEAN_OUT_OF_RANGE;
        status = lean_scan_number_(s, code, &bits);
        if (status != LEAN_OK)
            return status;
        if (out != NULL)
            lean_cell_put_(out + *n * lean_code_size_(code), code, bits);
        ++*n;
        lean_scan_space_(s);
    }
    return LEAN_OK;
}

/* Four hexadecimal digits, or UINT32_MAX. */
static uint32_t lean_scan_hex_(lean_scan_ *s) {
    uint32_t x = 0;
    unsigned i;
    for (i = 0; i < 4; ++i, ++s->at) {
        const char c = lean_scan_peek_(s);
        if (c >= '0' && c <= '9')
            x = x << 4 | LEAN_CAST_(uint32_t, c - '0');
        else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))
            x = x << 4 | LEAN_CAST_(uint32_t, (c & 0x0f) + 9);
        else
            return UINT32_MAX;
    }
    return x;
}

/* What is behind \u, surrogates in pairs; 0 and UINT32_MAX are no characters of a string. */
static uint32_t lean_scan_unicode_(lean_scan_ *s) {
    uint32_t x = lean_scan_hex_(s), low;
    if (x < UINT32_C(0xd800) || x > UINT32_C(0xdfff))
        return x;
    if (x > UINT32_C(0xdbff) || !lean_scan_is_(s, '\\') || !lean_scan_is_(s, 'u'))
        return UINT32_MAX;
    low = lean_scan_hex_(s);
    if (low < UINT32_C(0xdc00) || low > UINT32_C(0xdfff))
        return UINT32_MAX;
    return UINT32_C(0x10000) + ((x & 0x3ff) << 10 | (low & 0x3ff));
}

/* In UTF-8. Returns how many bytes. */
static unsigned lean_utf8_(uint32_t x, unsigned char out[4]) {
    unsigned n = 1, i;
    if (x < 0x80) {
        out[0] = LEAN_CAST_(unsigned char, x);
        return 1;
    }
    n = x < 0x800 ? 2 : x < UINT32_C(0x10000) ? 3 : 4;
    for (i = n; --i != 0; x >>= 6)
        out[i] = LEAN_CAST_(unsigned char, 0x80 | (x & 0x3f));
    out[0] = LEAN_CAST_(unsigned char, ((0xf00u >> n) & 0xf0) | x);
    return n;
}

/* A character of a string, in one to four bytes; 0 bytes where it is none. */
static unsigned lean_scan_character_(lean_scan_ *s, unsigned char out[4]) {
    static const char names[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    const char c = lean_scan_peek_(s);
    uint32_t x;
    unsigned i;
    if (LEAN_CAST_(unsigned char, c) < 0x20)
        return 0;
    ++s->at;
    out[0] = LEAN_CAST_(unsigned char, c);
    if (c != '\\')
        return 1;
    for (i = 0; names[i] != 0; ++i) {
        if (lean_scan_is_(s, names[i])) {
            out[0] = LEAN_CAST_(unsigned char, meant[i]);
            return 1;
        }
    }
    if (!lean_scan_is_(s, 'u'))
        return 0;
    x = lean_scan_unicode_(s);
    return x == 0 || x == UINT32_MAX ? 0 : lean_utf8_(x, out);
}

/* A string: how many bytes it has, and they themselves where `out` is there. */
static lean_status lean_scan_string_(lean_scan_ *s, char *out, size_t *n) {
    *n = 0;
    if (!lean_scan_is_(s, '"'))
        return LEAN_BAD_FORMAT;
    while (!lean_scan_is_(s, '"')) {
        unsigned char c[4];
        const unsigned bytes = lean_scan_character_(s, c);
        if (bytes == 0)
            return LEAN_BAD_FORMAT;
        if (out != NULL)
            lean_memcpy_(out + *n, c, bytes);
        *n += bytes;
    }
    return LEAN_OK;
}

/* Reads a string once to know its length, then to keep it. */
static lean_status lean_scan_text_(lean_scan_ *s, size_t at) {
    const size_t start = s->at;
    lean_status status;
    char *copy;
    size_t n;
    if (lean_scan_word_(s, "null"))
        return LEAN_OK;
    status = lean_scan_string_(s, NULL, &n);
    if (status != LEAN_OK || s->record == NULL)
        return status;
    copy = LEAN_CAST_(char *, lean_resize(s->owner, NULL, 0, n + 1));
    if (copy == NULL)
        return LEAN_NO_MEMORY;
    s->at = start;
    (void)lean_scan_string_(s, copy, &n);
    copy[n] = 0;
    lean_pointer_set_(s->record + at, copy);
    return LEAN_OK;
}

#if LEAN_INDEX_MAX < SIZE_MAX
#define LEAN_MANY_MOST_ LEAN_CAST_(size_t, LEAN_INDEX_MAX)
#else
#define LEAN_MANY_MOST_ SIZE_MAX
#endif

static lean_status lean_scan_many_(lean_scan_ *s, const lean_field *field, size_t at) {
    const size_t start = s->at;
    size_t n;
    const lean_status status = lean_scan_numbers_(s, field->dtype, NULL, LEAN_MANY_MOST_, &n);
    if (status != LEAN_OK || s->record == NULL)
        return status;
    if (!lean_many_make_(s->record, at, n, lean_code_size_(field->dtype), s->owner))
        return LEAN_NO_MEMORY;
    s->at = start;
    return lean_scan_numbers_(
        s, field->dtype, LEAN_CAST_(unsigned char *, lean_pointer_get_(s->record + at)), n, &n);
}

static lean_status lean_scan_value_(lean_scan_ *s, const lean_field *field, size_t at) {
    unsigned char *out = s->record != NULL ? s->record + at : NULL;
    const size_t start = s->at;
    lean_status status;
    uint64_t bits;
    size_t n;
    if (field->kind == LEAN_KIND_STR)
        return lean_scan_text_(s, at);
    if (field->kind == LEAN_KIND_MANY)
        return lean_scan_many_(s, field, at);
    if (field->kind == LEAN_KIND_ARR) {
        status = lean_scan_numbers_(s, field->dtype, out, field->count, &n);
        if (status != LEAN_OK || n == field->count)
            return status;
        s->at = start;
        return LEAN_OUT_OF_RANGE;
    }
    status = lean_scan_number_(s, field->dtype, &bits);
    if (status == LEAN_OK && out != NULL)
        lean_cell_put_(out, field->dtype, bits);
    return status;
}

/* A struct that is being read: which fields were there, by name or one after another. */
typedef struct lean_reading_ {
    const lean_struct *type;
    size_t at;
    unsigned n;
    char end;
    uint8_t seen[32];
} lean_reading_;

static bool lean_reading_init_(lean_reading_ *r, const lean_struct *type, size_t at,
                               lean_scan_ *s) {
    lean_memset_(r, 0, sizeof *r);
    r->type = type;
    r->at = at;
    lean_scan_space_(s);
    if (*type->names != 0 && lean_scan_is_(s, '{'))
        r->end = '}';
    else if (lean_scan_is_(s, '['))
        r->end = ']';
    lean_scan_space_(s);
    return r->end != 0;
}

/* The field with the name that comes next, or n. */
static size_t lean_reading_name_(lean_reading_ *r, lean_scan_ *s) {
    const char *name = lean_struct_name(r->type, 0);
    const size_t start = s->at;
    size_t i, n;
    if (lean_scan_string_(s, NULL, &n) != LEAN_OK)
        return r->type->n;
    for (i = 0; i < r->type->n; ++i) {
        if (n == s->at - start - 2 && lean_text_length_(name) == n) {
            size_t k = 0;
            while (k < n && name[k] == s->text[start + 1 + k])
                ++k;
            if (k == n)
                break;
        }
        name += lean_text_length_(name) + 1;
    }
    if (i == r->type->n || (r->seen[i / 8] >> i % 8 & 1) != 0) {
        s->at = start;
        return r->type->n;
    }
    r->seen[i / 8] = LEAN_CAST_(uint8_t, r->seen[i / 8] | 1 << i % 8);
    lean_scan_space_(s);
    if (!lean_scan_is_(s, ':'))
        return r->type->n;
    lean_scan_space_(s);
    return i;
}

/* The next field that is there, or n where something else is. */
static size_t lean_reading_field_(lean_reading_ *r, lean_scan_ *s) {
    if (r->n != 0) {
        if (!lean_scan_is_(s, ','))
            return r->type->n;
        lean_scan_space_(s);
    }
    return r->end == ']' ? r->n : lean_reading_name_(r, s);
}

static lean_status lean_scan_record_(lean_scan_ *s, const lean_struct *type) {
    lean_reading_ readings[LEAN_SUB_MOST + 1];
    unsigned depth = 1;
    if (!lean_reading_init_(&readings[0], type, 0, s))
        return LEAN_BAD_FORMAT;
    while (depth != 0) {
        lean_reading_ *r = &readings[depth - 1];
        const lean_field *field;
        lean_status status;
        size_t i, at;
        if (r->n == r->type->n) {
            if (!lean_scan_is_(s, r->end))
                return LEAN_BAD_FORMAT;
            --depth;
            lean_scan_space_(s);
            continue;
        }
        i = lean_reading_field_(r, s);
        if (i == r->type->n)
            return LEAN_BAD_FORMAT;
        ++r->n;
        field = &r->type->fields[i];
        at = r->at + field->at;
        if (field->kind == LEAN_KIND_SUB) {
            ++depth;
            if (!lean_reading_init_(r + 1, lean_field_type_(r->type, field), at, s))
                return LEAN_BAD_FORMAT;
            continue;
        }
        status = lean_scan_value_(s, field, at);
        if (status != LEAN_OK)
            return status;
        lean_scan_space_(s);
    }
    return s->at == s->n ? LEAN_OK : LEAN_BAD_FORMAT;
}

LEAN_SHARED_ lean_status lean_record_parse(const lean_struct *type, void *record,
                                           const lean_allocator *owner, const char *text, size_t n,
                                           size_t *at) {
    lean_scan_ s = {NULL, 0, 0, NULL, NULL};
    lean_status status;
    s.text = text;
    s.n = n;
    s.owner = owner;
    *at = 0;
    if (!lean_record_valid(type))
        return LEAN_BAD_ARGUMENT;
    status = lean_scan_record_(&s, type);
    *at = s.at;
    if (status != LEAN_OK)
        return status;
    s.at = 0;
    s.record = LEAN_CAST_(unsigned char *, record);
    lean_memset_(record, 0, type->size);
    status = lean_scan_record_(&s, type);
    if (status != LEAN_OK)
        lean_struct_free(type, record, owner);
    return status;
}

/* ---- bytes of records ---- */

/* An f64 has 8 bytes there even where a double has fewer. */
static unsigned lean_stored_size_(unsigned code) {
    return code == LEAN_F64 ? 8 : lean_code_size_(code);
}

/* What the fields are, but for their names. */
static uint32_t lean_struct_shape_(const lean_struct *type) {
    uint32_t shape = 1;
    lean_step_kind_ step;
    lean_walk_ w;
    lean_walk_init_(&w, type);
    while ((step = lean_walk_next_(&w)) != LEAN_STEP_END_) {
        uint32_t field = LEAN_CAST_(uint32_t, step) << 16;
        if (step == LEAN_STEP_FIELD_)
            field |= LEAN_CAST_(uint32_t, w.field->kind) << 8 | w.field->dtype;
        shape = lean_mix32(shape ^ field) + UINT32_C(0x9e3779b9);
        if (step == LEAN_STEP_FIELD_ && w.field->kind == LEAN_KIND_ARR)
            shape = lean_mix32(shape ^ w.field->count);
    }
    return shape;
}

static unsigned char *lean_store_bytes_(unsigned char *to, uint64_t x, unsigned n) {
    for (; n != 0; --n, x >>= 8)
        *to++ = LEAN_CAST_(unsigned char, x & 0xff);
    return to;
}

/* Bytes of a field; SIZE_MAX where its length cannot be written. */
static size_t lean_stored_field_size_(const lean_field *field, const lean_items_of_ *f) {
    const size_t length = field->kind == LEAN_KIND_STR || field->kind == LEAN_KIND_MANY ? 4 : 0;
    size_t bytes;
#if SIZE_MAX > UINT32_MAX
    if (length != 0 && f->n > UINT32_MAX)
        return SIZE_MAX;
#endif
    if (!lean_size_times(f->n, lean_stored_size_(f->code), &bytes) || bytes > SIZE_MAX - 5)
        return SIZE_MAX;
    return bytes - (field->kind == LEAN_KIND_STR && f->n != 0) + length;
}

static unsigned char *lean_store_field_(unsigned char *to, const lean_field *field,
                                        const lean_items_of_ *f) {
    const size_t size = lean_code_size_(f->code);
    const size_t n = f->n - (field->kind == LEAN_KIND_STR && f->n != 0);
    size_t i;
    if (field->kind == LEAN_KIND_STR || field->kind == LEAN_KIND_MANY)
        to = lean_store_bytes_(to, f->n, 4);
    for (i = 0; i < n; ++i)
        to = lean_store_bytes_(to, lean_cell_get_(f->items + i * size, f->code),
                               lean_stored_size_(f->code));
    return to;
}

LEAN_SHARED_ size_t lean_record_write(const lean_struct *type, const void *record, void *out,
                                      size_t cap) {
    unsigned char *to = LEAN_CAST_(unsigned char *, out);
    size_t need = 4;
    lean_walk_ w;
    if (!lean_record_valid(type))
        return 0;
    for (lean_walk_init_(&w, type); lean_walk_field_(&w);) {
        const lean_items_of_ f = lean_field_items_(&w, record);
        const size_t bytes = lean_stored_field_size_(w.field, &f);
        if (bytes == SIZE_MAX || !lean_size_plus(need, bytes, &need))
            return 0;
    }
    if (need > cap)
        return need;
    to = lean_store_bytes_(to, lean_struct_shape_(type), 4);
    for (lean_walk_init_(&w, type); lean_walk_field_(&w);) {
        const lean_items_of_ f = lean_field_items_(&w, record);
        to = lean_store_field_(to, w.field, &f);
    }
    return need;
}

typedef struct lean_loading_ {
    const unsigned char *bytes;
    size_t n;
    size_t at;
    const lean_allocator *owner;
    unsigned char *record; /* where it goes; NULL while all is only looked at */
} lean_loading_;

static bool lean_load_bytes_(lean_loading_ *l, unsigned n, uint64_t *out) {
    uint64_t x = 0;
    unsigned i;
    if (n > l->n - l->at)
        return false;
    for (i = 0; i < n; ++i)
        x |= LEAN_CAST_(uint64_t, l->bytes[l->at++]) << (8 * i);
    *out = x;
    return true;
}

static bool lean_load_numbers_(lean_loading_ *l, unsigned code, size_t n, unsigned char *out) {
    const unsigned size = lean_stored_size_(code);
    size_t i, bytes;
    if (!lean_size_times(n, size, &bytes) || bytes > l->n - l->at) {
        l->at = l->n;
        return false;
    }
    for (i = 0; i < n; ++i) {
        uint64_t x = 0;
        (void)lean_load_bytes_(l, size, &x);
        if (!lean_cell_holds_(code, x)) {
            l->at -= size;
            return false;
        }
        if (out != NULL)
            lean_cell_put_(out + i * lean_code_size_(code), code, x);
    }
    return true;
}

static lean_status lean_load_string_(lean_loading_ *l, uint64_t length, size_t at) {
    const size_t n = LEAN_CAST_(size_t, length);
    char *copy;
    size_t i;
    if (length > l->n - l->at) {
        l->at = l->n;
        return LEAN_BAD_FORMAT;
    }
    for (i = 0; i < n; ++i, ++l->at)
        if (l->bytes[l->at] == 0)
            return LEAN_BAD_FORMAT;
    if (l->record == NULL)
        return LEAN_OK;
    copy = LEAN_CAST_(char *, lean_resize(l->owner, NULL, 0, n + 1));
    if (copy == NULL)
        return LEAN_NO_MEMORY;
    lean_memcpy_(copy, l->bytes + l->at - n, n);
    copy[n] = 0;
    lean_pointer_set_(l->record + at, copy);
    return LEAN_OK;
}

static lean_status lean_load_many_(lean_loading_ *l, const lean_field *field, size_t n, size_t at) {
    unsigned char *out = NULL;
    if (l->record != NULL) {
        if (!lean_many_make_(l->record, at, n, lean_code_size_(field->dtype), l->owner))
            return LEAN_NO_MEMORY;
        out = LEAN_CAST_(unsigned char *, lean_pointer_get_(l->record + at));
    }
    return lean_load_numbers_(l, field->dtype, n, out) ? LEAN_OK : LEAN_BAD_FORMAT;
}

static lean_status lean_load_field_(lean_loading_ *l, const lean_field *field, size_t at) {
    uint64_t n;
    if (field->kind == LEAN_KIND_VAL || field->kind == LEAN_KIND_ARR ||
        field->kind == LEAN_KIND_WEAK)
        return lean_load_numbers_(l, field->dtype, field->kind == LEAN_KIND_ARR ? field->count : 1,
                                  l->record != NULL ? l->record + at : NULL)
                   ? LEAN_OK
                   : LEAN_BAD_FORMAT;
    if (!lean_load_bytes_(l, 4, &n)) {
        l->at = l->n;
        return LEAN_BAD_FORMAT;
    }
    if (field->kind == LEAN_KIND_STR)
        return n != 0 ? lean_load_string_(l, n - 1, at) : LEAN_OK;
    if (n > LEAN_MANY_MOST_) {
        l->at -= 4;
        return LEAN_OUT_OF_RANGE;
    }
    return lean_load_many_(l, field, LEAN_CAST_(size_t, n), at);
}

static lean_status lean_load_record_(lean_loading_ *l, const lean_struct *type) {
    lean_status status = LEAN_OK;
    uint64_t shape;
    lean_walk_ w;
    l->at = 0;
    if (!lean_load_bytes_(l, 4, &shape) || shape != lean_struct_shape_(type)) {
        l->at = 0;
        return LEAN_BAD_FORMAT;
    }
    for (lean_walk_init_(&w, type); status == LEAN_OK && lean_walk_field_(&w);)
        status = lean_load_field_(l, w.field, w.at);
    if (status == LEAN_OK && l->at != l->n)
        status = LEAN_BAD_FORMAT;
    return status;
}

LEAN_SHARED_ lean_status lean_record_read(const lean_struct *type, void *record,
                                          const lean_allocator *owner, const void *bytes, size_t n,
                                          size_t *at) {
    lean_loading_ l = {NULL, 0, 0, NULL, NULL};
    lean_status status;
    l.bytes = LEAN_CAST_(const unsigned char *, bytes);
    l.n = n;
    l.owner = owner;
    *at = 0;
    if (!lean_record_valid(type))
        return LEAN_BAD_ARGUMENT;
    status = lean_load_record_(&l, type);
    *at = l.at;
    if (status != LEAN_OK)
        return status;
    l.record = LEAN_CAST_(unsigned char *, record);
    lean_memset_(record, 0, type->size);
    status = lean_load_record_(&l, type);
    if (status != LEAN_OK)
        lean_struct_free(type, record, owner);
    return status;
}

#endif /* LEAN_HAS_RECORD_ */

/* ==== [PACK] ================================================================================ */
#ifdef LEAN_HAS_PACK_

LEAN_SHARED_ uint64_t lean_bits_get_shared_(const unsigned char *bytes, size_t cap, size_t bit,
                                            unsigned width) {
    const unsigned shift = LEAN_CAST_(unsigned, bit % 8);
    const size_t first = bit / 8, end = bit + width;
    size_t at = end / 8;
    uint64_t x = 0;
    (void)cap;
#if LEAN_HAS_BLOCKS_
    if (width > 57 && cap - first >= 9)
        return (lean_load64(bytes + first) >> shift | LEAN_CAST_(uint64_t, bytes[first + 8])
                                                          << 1 << (63 - shift)) &
               lean_bits_mask_(width);
#endif
    if (end % 8 != 0)
        x = bytes[at] & (0xffu >> (8 - end % 8));
    if (at == first)
        return x >> shift;
    while (--at != first)
        x = x << 8 | bytes[at];
    return x << (8 - shift) | LEAN_CAST_(unsigned, bytes[at]) >> shift;
}

LEAN_SHARED_ void lean_bits_set_shared_(unsigned char *bytes, size_t cap, size_t bit,
                                        unsigned width, uint64_t raw) {
    unsigned shift = LEAN_CAST_(unsigned, bit % 8);
    size_t at = bit / 8;
    (void)cap;
    while (width != 0) {
        const unsigned part = width < 8 - shift ? width : 8 - shift;
        const unsigned mask = (0xffu >> (8 - part)) << shift;
        const unsigned here = LEAN_CAST_(unsigned, raw & 0xff) << shift;
        bytes[at] = LEAN_CAST_(unsigned char, (bytes[at] & ~mask) | (here & mask));
        ++at;
        raw >>= part;
        width -= part;
        shift = 0;
    }
}

LEAN_SHARED_ void lean_bits_append_shared_(unsigned char *bytes, size_t cap, size_t bit,
                                           unsigned width, uint64_t raw) {
    const size_t end = bit + width;
    lean_bits_set_shared_(bytes, cap, bit, width, raw);
    if (end % 8 != 0)
        bytes[end / 8] = LEAN_CAST_(unsigned char, bytes[end / 8] & (0xffu >> (8 - end % 8)));
}

/* Bits that a number needs. */
static unsigned lean_bits_width_(uint64_t x) {
    return x != 0 ? 64 - lean_clz64(x) : 0;
}

LEAN_SHARED_ lean_bits lean_bits_from(int64_t base, unsigned width) {
    lean_bits bits;
    bits.base = base;
    bits.width = LEAN_CAST_(uint8_t, width <= 64 ? width : 255);
    bits.is_signed = false;
    return bits;
}

LEAN_SHARED_ lean_bits lean_bits_unsigned(unsigned width) {
    return lean_bits_from(0, width);
}

/* The highest half of the unsigned numbers of so many bits, made negative: -2^(width - 1). */
static int64_t lean_bits_lowest_(unsigned width) {
    return -LEAN_CAST_(int64_t, lean_bits_mask_(width) >> 1) - 1;
}

LEAN_SHARED_ lean_bits lean_bits_signed(unsigned width) {
    lean_bits bits = lean_bits_from(0, width);
    bits.is_signed = true;
    if (width - 1 < 64)
        bits.base = lean_bits_lowest_(width);
    return bits;
}

LEAN_SHARED_ lean_bits lean_bits_between(int64_t least, int64_t most) {
    const uint64_t low = LEAN_CAST_(uint64_t, least), high = LEAN_CAST_(uint64_t, most);
    LEAN_ASSERT(least <= most);
    if (least >= 0)
        return lean_bits_unsigned(lean_bits_width_(high));
    return lean_bits_signed(1 + lean_bits_width_(~low | (most < 0 ? ~high : high)));
}

/* Those of a least one, whose sign tells of which 64 bits, and `span` more. With all 64 bits, the
   base is the least there is. */
static lean_bits lean_bits_from_span_(uint64_t least, uint64_t span) {
    const unsigned width = lean_bits_width_(span);
    const int64_t base = LEAN_CAST_(int64_t, least);
    return lean_bits_from(width < 64 ? base : base < 0 ? INT64_MIN : 0, width);
}

LEAN_SHARED_ lean_bits lean_bits_from_between(int64_t least, int64_t most) {
    const uint64_t low = LEAN_CAST_(uint64_t, least);
    LEAN_ASSERT(least <= most);
    return lean_bits_from_span_(low, LEAN_CAST_(uint64_t, most) - low);
}

/* Items are compared in an order that unsigned ones have; a base is at most INT64_MAX. */
#ifdef LEAN_HAS_DTYPE_
LEAN_SHARED_ lean_bits lean_bits_fit(lean_dtype d, const void *items, size_t n) {
    const uint64_t turn = LEAN_CAST_(uint64_t, d >= LEAN_I8) << 63;
    uint64_t least = UINT64_MAX, most = 0;
    size_t i;
    LEAN_ASSERT(d < LEAN_F16);
    for (i = 0; i < n; ++i) {
        const uint64_t x = lean_integer_get_(items, LEAN_CAST_(unsigned, d), i) ^ turn;
        least = x < least ? x : least;
        most = x > most ? x : most;
    }
    if (n == 0)
        return lean_bits_unsigned(0);
    if (turn == 0 && least > INT64_MAX)
        least = INT64_MAX;
    return lean_bits_from_span_(least ^ turn, most - least);
}
#endif

LEAN_SHARED_ bool lean_bits_valid(lean_bits bits) {
    const uint64_t base = LEAN_CAST_(uint64_t, bits.base);
    if (bits.width > 64)
        return false;
    if (bits.is_signed)
        return bits.width != 0 && bits.base == lean_bits_lowest_(bits.width);
    return lean_bits_mask_(bits.width) <= (bits.base < 0 ? INT64_MAX - base : UINT64_MAX - base);
}

/* Bytes that n items need; SIZE_MAX where there cannot be so many. */
static size_t lean_pack_need_(const lean_pack *p, size_t n) {
    size_t bytes;
#if LEAN_INDEX_MAX <= SIZE_MAX / 64
    if (n > LEAN_INDEX_MAX)
        return SIZE_MAX;
    bytes = n / 8 * p->width;
#else
    if (!lean_size_times(n / 8, p->width, &bytes) || bytes > LEAN_PACK_MOST_ - 64)
        return SIZE_MAX;
#endif
    return bytes + (n % 8 * p->width + 7) / 8;
}

static void lean_pack_set_bits_(lean_pack *p, lean_bits bits) {
    p->base = bits.base;
    p->width = bits.width;
    p->is_signed = bits.is_signed;
    p->quick = 0; /* behind a block of its own stands its owner, which may be written back */
    if (sizeof(void *) == 8 && p->is_fixed == 0 && (p->width - 1u < 57 || p->width == 64))
        p->quick = p->base == 0 ? 2 : 1;
}

LEAN_SHARED_ bool lean_pack_init(lean_pack *p, lean_bits bits, const lean_allocator *owner) {
    lean_memset_(p, 0, sizeof *p);
    if (!lean_bits_valid(bits))
        return false;
    lean_pointer_set_(&p->block.bytes, owner);
    lean_pack_set_bits_(p, bits);
    return true;
}

LEAN_SHARED_ bool lean_pack_over(lean_pack *p, lean_bits bits, void *memory, size_t bytes) {
    if (!lean_pack_init(p, bits, NULL))
        return false;
    p->block.bytes = LEAN_CAST_(unsigned char *, memory);
    p->block.cap = bytes < LEAN_PACK_MOST_ ? bytes : LEAN_PACK_MOST_;
    p->is_fixed = 1;
    p->quick = 0;
    return true;
}

LEAN_SHARED_ bool lean_pack_view(lean_pack *p, lean_bits bits, const void *memory, size_t n) {
    size_t need;
    if (!lean_pack_init(p, bits, NULL))
        return false;
    need = lean_pack_need_(p, n);
    if (need == SIZE_MAX) {
        lean_memset_(p, 0, sizeof *p);
        return false;
    }
    p->block.bytes = LEAN_CAST_(const unsigned char *, memory);
    p->block.cap = need;
    p->len = LEAN_INDEX_(n);
    p->is_fixed = 2;
    p->quick = 0;
    return true;
}

LEAN_SHARED_ void lean_pack_free(lean_pack *p) {
    if (p->is_fixed == 0)
        (void)lean_block_fit_(&p->block, 0);
    lean_memset_(p, 0, sizeof *p);
}

LEAN_SHARED_ bool lean_pack_reserve(lean_pack *p, size_t n) {
    const size_t need = lean_pack_need_(p, n);
    return need <= p->block.cap || (p->is_fixed == 0 && lean_block_fit_(&p->block, need));
}

LEAN_SHARED_ bool lean_pack_shrink(lean_pack *p) {
    const size_t need = lean_pack_need_(p, LEAN_SIZE_(p->len));
    return p->is_fixed != 0 || need == p->block.cap || lean_block_fit_(&p->block, need);
}

/* Makes room for `need` bytes with room to spare, unless that is refused. */
static lean_status lean_bits_room_(lean_block_ *b, unsigned is_fixed, size_t need) {
    LEAN_ASSERT(is_fixed != 2);
    if (need <= b->cap)
        return LEAN_OK;
    if (is_fixed != 0)
        return LEAN_FULL;
    if (need > LEAN_PACK_MOST_)
        return LEAN_NO_MEMORY;
    if (b->cap < LEAN_PACK_MOST_ / 2
            ? lean_block_room_(b, need)
            : lean_block_fit_(b, LEAN_PACK_MOST_) || lean_block_fit_(b, need))
        return LEAN_OK;
    return LEAN_NO_MEMORY;
}

LEAN_SHARED_ lean_status lean_pack_more_(lean_pack *p) {
    if (p->len == LEAN_INDEX_MAX)
        return LEAN_FULL;
    return lean_bits_room_(&p->block, p->is_fixed, lean_pack_need_(p, LEAN_SIZE_(p->len) + 1));
}

LEAN_SHARED_ lean_status lean_pack_push_slow_(lean_pack *p, uint64_t raw) {
    return lean_pack_append_(p, raw);
}

/* Sets bits behind the last item in its byte to 0. */
static void lean_pack_trim_(lean_pack *p) {
    lean_bits_append_shared_(lean_block_bytes_(&p->block), p->block.cap,
                             LEAN_SIZE_(p->len) * p->width, 0, 0);
}

LEAN_SHARED_ bool lean_pack_resize(lean_pack *p, size_t n) {
    const size_t from = lean_pack_need_(p, LEAN_SIZE_(p->len)), to = lean_pack_need_(p, n);
    if (lean_bits_room_(&p->block, p->is_fixed, to) != LEAN_OK)
        return false;
    if (from < to)
        lean_memset_(lean_block_bytes_(&p->block) + from, 0, to - from);
    p->len = LEAN_INDEX_(n);
    lean_pack_trim_(p);
    return true;
}

LEAN_SHARED_ bool lean_pack_copy(lean_pack *to, const lean_pack *from) {
    const size_t need = lean_pack_need_(from, LEAN_SIZE_(from->len));
    if (to == from)
        return true;
    if (need > to->block.cap && (to->is_fixed != 0 || !lean_block_fit_(&to->block, need)))
        return false;
    if (need != 0)
        lean_memmove_(lean_block_bytes_(&to->block), from->block.bytes, need);
    lean_pack_set_bits_(to, lean_pack_bits(from));
    to->len = from->len;
    lean_pack_trim_(to);
    return true;
}

LEAN_SHARED_ uint64_t lean_pack_get_shared_(const lean_pack *p, size_t i) {
    return lean_pack_get_hot_(p, i);
}

LEAN_SHARED_ bool lean_pack_set_shared_(lean_pack *p, size_t i, uint64_t value, bool is_i64) {
    return lean_pack_set_hot_(p, i, value, is_i64);
}

LEAN_SHARED_ lean_status lean_pack_push_shared_(lean_pack *p, uint64_t value, bool is_i64) {
    return lean_pack_push_hot_(p, value, is_i64);
}

LEAN_SHARED_ bool lean_pack_pop_(lean_pack *p, uint64_t *out) {
    LEAN_ASSERT(p->is_fixed != 2);
    if (p->len == 0)
        return false;
    *out = lean_pack_get_hot_(p, LEAN_SIZE_(p->len) - 1);
    p->len--;
    lean_pack_trim_(p);
    return true;
}

/* Moves the items from `from` to the end so that they begin at `to`, where there is room: by fields
   of 56 bits, the last first where they move up. */
static void lean_pack_slide_(lean_pack *p, size_t to, size_t from) {
    unsigned char *bytes = lean_block_bytes_(&p->block);
    const size_t cap = p->block.cap, at = from * p->width, into = to * p->width;
    const size_t n = LEAN_SIZE_(p->len) * p->width - at;
    size_t done = 0;
    unsigned part;
    if (n != 0 && p->width % 8 == 0) {
        lean_memmove_(bytes + into / 8, bytes + at / 8, n / 8);
        return;
    }
    for (; done < n; done += part) {
        size_t next = done;
        part = n - done < 56 ? LEAN_CAST_(unsigned, n - done) : 56;
        if (into > at)
            next = n - done - part;
        LEAN_PICK_(lean_bits_set_)
        (bytes, cap, into + next, part, LEAN_PICK_(lean_bits_get_)(bytes, cap, at + next, part));
    }
}

LEAN_SHARED_ lean_status lean_pack_insert_(lean_pack *p, size_t i, uint64_t value, bool is_i64) {
    const lean_status status =
        lean_pack_holds_(p, value, is_i64) ? lean_pack_more_(p) : LEAN_OUT_OF_RANGE;
    if (status != LEAN_OK)
        return status;
    lean_pack_slide_(p, i + 1, i);
    lean_pack_put_(p, i, value);
    p->len++;
    lean_pack_trim_(p);
    return LEAN_OK;
}

LEAN_SHARED_ void lean_pack_remove(lean_pack *p, size_t i) {
    LEAN_ASSERT(i < p->len && p->is_fixed != 2);
    lean_pack_slide_(p, i, i + 1);
    p->len--;
    lean_pack_trim_(p);
}

/* Eight items are `width` bytes: eight are written, then what there is is copied, twice as much
   each time. */
LEAN_SHARED_ bool lean_pack_fill_(lean_pack *p, size_t i, size_t n, uint64_t value, bool is_i64) {
    unsigned char *first;
    size_t done, bytes;
    LEAN_ASSERT(p->is_fixed != 2);
    if (!lean_pack_holds_(p, value, is_i64))
        return false;
    if (p->width == 0)
        return true;
    for (; n != 0 && (i % 8 != 0 || n < 16); ++i, --n)
        lean_pack_put_(p, i, value);
    if (n == 0)
        return true;
    for (done = 0; done < 8; ++done)
        lean_pack_put_(p, i + done, value);
    first = lean_block_bytes_(&p->block) + i / 8 * p->width;
    bytes = n / 8 * p->width;
    for (done = p->width; done < bytes;) {
        const size_t part = done < bytes - done ? done : bytes - done;
        lean_memcpy_(first + done, first, part);
        done += part;
    }
    for (done = n / 8 * 8; done < n; ++done)
        lean_pack_put_(p, i + done, value);
    return true;
}

#if LEAN_HAS_BLOCKS_
/* Eight items are `width` bytes, so whatever bit the first begins at, the eighth after it begins at
   the same bit of a byte `width` bytes on: where the bytes of some items come from, and by how much
   they are shifted, is found out once. What unpacks never reads behind `room` bytes; it returns how
   many items it has done, and leaves the last ones to whoever called it. */

/* How many of n items can be done in steps of `step`, where a step touches `window` bytes out of
   the `room` there are, and the next begins behind its items. */
static size_t lean_pack_steps_(size_t n, size_t step, unsigned width, size_t window, size_t room) {
    const size_t bytes = step / 8 * width;
    size_t steps = n / step;
    while (steps != 0 && (steps - 1) * bytes + window > room)
        --steps;
    return steps * step;
}

typedef struct lean_unpacking_ {
    const unsigned char *bytes; /* those that hold the first bit */
    size_t room;                /* bytes from there on */
    bool streams;               /* past the caches, to where vectors are aligned */
    unsigned shift;             /* of the first bit in its byte */
    unsigned width;
    bool is_wide;   /* items of more than 25 bits: lanes of 64 bits, in place of 32 */
    unsigned level; /* the kernel */
} lean_unpacking_;

#if LEAN_HAS_KERNELS_
/* How many items, 64 at most, a lane that is not shifted has room for the sum of: shifts differ by
   the lowest bit of the width. */
static unsigned lean_unpacking_steps_(const lean_unpacking_ *u) {
    const unsigned apart = (u->width | 8) & (0u - (u->width | 8));
    const unsigned room = 24 - u->width + apart - u->shift % apart;
    return 1u << (room < 6 ? room : 6);
}
#endif /* LEAN_HAS_KERNELS_ */

/* Makes ready to unpack n items from item i on. False where that is not worth while. */
static bool lean_unpacking_init_(lean_unpacking_ *u, const lean_pack *p, size_t i, size_t n) {
    const size_t bit = i * p->width;
    u->level = lean_kernel_();
    if (n < 64 || p->width == 0 || (p->width > 57 && p->width < 64))
        return false;
    u->bytes = p->block.bytes + bit / 8;
    u->room = p->block.cap - bit / 8;
    u->streams = false;
    u->shift = LEAN_CAST_(unsigned, bit % 8);
    u->width = p->width;
    u->is_wide = p->width > 25;
    return true;
}

static void lean_unpacking_skip_(lean_unpacking_ *u, size_t n) {
    u->bytes += n / 8 * u->width;
    u->room -= n / 8 * u->width;
}

#if LEAN_HAS_KERNELS_
/* avx2: where the bytes of eight items come from, and by how much these are shifted. Sixteen bytes
   are loaded into each half, from where the first of its four items begins; or the same ones into
   both, where items are near: of 15 bits at most. */
typedef struct lean_lanes_8_ {
    lean_32i8_ from;
    lean_8u32_ shifts;
    size_t upper; /* so many bytes further on the upper half begins */
} lean_lanes_8_;

LEAN_AVX2_ LEAN_FORCED_ static inline lean_lanes_8_ lean_lanes_8_of_(const lean_unpacking_ *u,
                                                                     bool near) {
    const unsigned upper = near ? 0 : (u->shift + 4 * u->width) / 8;
    const lean_8u32_ each = {0, 1, 2, 3, 4, 5, 6, 7}, high = {0, 0, 0, 0, 8, 8, 8, 8};
    const lean_8u32_ bits = each * u->width + u->shift - high * upper;
    lean_lanes_8_ lanes;
    lanes.from = LEAN_VECTOR_(lean_32i8_, (bits >> 3) * 0x01010101u + 0x03020100u);
    lanes.shifts = bits & 7;
    lanes.upper = upper;
    return lanes;
}

/* Lanes that each begin in the byte in which an item of 25 bits at most does. */
LEAN_AVX2_ LEAN_FORCED_ static inline lean_8u32_
lean_lanes_8_load_(const unsigned char *at, const lean_lanes_8_ *lanes, bool near) {
    lean_2i64_ low, high;
    lean_4i64_ x = {0};
    lean_memcpy_(&low, at, sizeof low);
    lean_memcpy_(&high, at + lanes->upper, sizeof high);
    if (near) {
        const lean_4i64_ both = {low[0], low[1], low[0], low[1]};
        x = both;
    } else {
        x = __builtin_ia32_insert128i256(x, low, 0);
        x = __builtin_ia32_insert128i256(x, high, 1);
    }
    return LEAN_VECTOR_(lean_8u32_,
                        __builtin_ia32_pshufb256(LEAN_VECTOR_(lean_32i8_, x), lanes->from));
}

LEAN_AVX2_ LEAN_FORCED_ static inline void lean_unpack_to_(uint32_t *out, lean_8u32_ x,
                                                           bool streams) {
    if (streams)
        LEAN_STREAM_32_(out, x);
    else
        lean_memcpy_(out, &x, sizeof x);
}

LEAN_AVX2_ LEAN_FORCED_ static inline size_t
lean_unpack_avx2_body_(const lean_unpacking_ *u, size_t n, uint32_t *out, bool near, bool streams) {
    const lean_lanes_8_ lanes = lean_lanes_8_of_(u, near);
    const size_t width = u->width, most = lean_pack_steps_(n, 8, u->width, 32, u->room);
    const lean_8u32_ zero = {0}, mask = zero + LEAN_CAST_(uint32_t, lean_bits_mask_(u->width));
    const unsigned char *at = u->bytes;
    size_t done = 0;
    unsigned k;
    for (; most - done >= 32; at += 4 * width) {
        LEAN_UNROLL_(4)
        for (k = 0; k < 4; ++k, done += 8) {
            const lean_8u32_ x = lean_lanes_8_load_(at + k * width, &lanes, near);
            lean_unpack_to_(out + done, x >> lanes.shifts & mask, streams);
        }
    }
    for (; done < most; done += 8, at += width) {
        const lean_8u32_ x = lean_lanes_8_load_(at, &lanes, near);
        lean_unpack_to_(out + done, x >> lanes.shifts & mask, streams);
    }
    return done;
}

LEAN_AVX2_ static size_t lean_unpack_avx2_(const lean_unpacking_ *u, size_t n, uint32_t *out) {
    if (u->width <= 15)
        return u->streams ? lean_unpack_avx2_body_(u, n, out, true, true)
                          : lean_unpack_avx2_body_(u, n, out, true, false);
    return u->streams ? lean_unpack_avx2_body_(u, n, out, false, true)
                      : lean_unpack_avx2_body_(u, n, out, false, false);
}

/* Adds up items with `flip` turned over. A lane is shifted in the same way each time: late, that is
   done once for as many as a lane has room for the sum of. */
LEAN_AVX2_ LEAN_FORCED_ static inline size_t lean_sum_avx2_body_(const lean_unpacking_ *u, size_t n,
                                                                 uint32_t flip, uint64_t *sum,
                                                                 bool near, bool late) {
    const size_t width = u->width, most = lean_pack_steps_(n, 8, u->width, 32, u->room);
    const size_t items = 8 * (late ? lean_unpacking_steps_(u) : 64u);
    const lean_8u32_ zero = {0};
    const unsigned char *at = u->bytes;
    const lean_lanes_8_ lanes = lean_lanes_8_of_(u, near);
    lean_8u32_ mask = zero + LEAN_CAST_(uint32_t, lean_bits_mask_(u->width));
    lean_8u32_ flips = zero + flip;
    lean_4u64_ all = {0};
    size_t done = 0;
    if (late) {
        mask <<= lanes.shifts;
        flips <<= lanes.shifts;
    }
    while (done < most) {
        const size_t end = most - done < items ? most : done + items;
        lean_8u32_ some = zero;
        LEAN_UNROLL_(2)
        for (; done < end; done += 8, at += width) {
            const lean_8u32_ x = lean_lanes_8_load_(at, &lanes, near);
            some += ((late ? x : x >> lanes.shifts) & mask) ^ flips;
        }
        some = late ? some >> lanes.shifts : some;
        all += LEAN_VECTOR_(lean_4u64_, some) & UINT32_MAX;
        all += LEAN_VECTOR_(lean_4u64_, some) >> 32;
    }
    *sum += all[0] + all[1] + all[2] + all[3];
    return done;
}

LEAN_AVX2_ static size_t lean_sum_avx2_(const lean_unpacking_ *u, size_t n, uint32_t flip,
                                        uint64_t *sum) {
    if (u->width <= 15)
        return lean_sum_avx2_body_(u, n, flip, sum, true, true);
    return lean_unpacking_steps_(u) < 16 ? lean_sum_avx2_body_(u, n, flip, sum, false, false)
                                         : lean_sum_avx2_body_(u, n, flip, sum, false, true);
}

/* avx512: 64 bytes are loaded, and any byte can go anywhere. Sixteen items of 25 bits at most, or
   eight of 57, or of 64. */
typedef struct lean_lanes_16_ {
    lean_64u8_ from;
    lean_16u32_ shifts;
} lean_lanes_16_;

LEAN_AVX512_ LEAN_FORCED_ static inline lean_lanes_16_ lean_lanes_16_of_(const lean_unpacking_ *u) {
    const lean_16u32_ each = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const lean_16u32_ bits = each * u->width + u->shift;
    lean_lanes_16_ lanes;
    lanes.from = LEAN_VECTOR_(lean_64u8_, (bits >> 3) * 0x01010101u + 0x03020100u);
    lanes.shifts = bits & 7;
    return lanes;
}

LEAN_AVX512_ LEAN_FORCED_ static inline lean_16u32_
lean_lanes_16_load_(const unsigned char *at, const lean_lanes_16_ *lanes) {
    lean_64u8_ x;
    lean_memcpy_(&x, at, sizeof x);
    return LEAN_VECTOR_(lean_16u32_, LEAN_PERMUTE_(x, lanes->from));
}

LEAN_AVX512_ static size_t lean_unpack_avx512_(const lean_unpacking_ *u, size_t n, uint32_t *out) {
    const lean_lanes_16_ lanes = lean_lanes_16_of_(u);
    const size_t step = 2 * u->width;
    const bool streams = u->streams;
    const unsigned char *at = u->bytes;
    const size_t most = lean_pack_steps_(n, 16, u->width, 64, u->room);
    const lean_16u32_ zero = {0}, mask = zero + LEAN_CAST_(uint32_t, lean_bits_mask_(u->width));
    size_t done;
    for (done = 0; done < most; done += 16, at += step) {
        const lean_16u32_ x = lean_lanes_16_load_(at, &lanes) >> lanes.shifts & mask;
        if (streams)
            LEAN_STREAM_64_(out + done, x);
        else
            lean_memcpy_(out + done, &x, sizeof x);
    }
    return done;
}

/* Eight items of 57 bits at most, or of 64. */
LEAN_AVX512_ static size_t lean_unpack_wide_avx512_(const lean_unpacking_ *u, size_t n,
                                                    uint64_t *out) {
    const unsigned width = u->width;
    const bool streams = u->streams;
    const unsigned char *at = u->bytes;
    const size_t most = lean_pack_steps_(n, 8, width, 64, u->room);
    const lean_8u64_ zero = {0}, mask = zero + lean_bits_mask_(width);
    const lean_8u64_ each = {0, 1, 2, 3, 4, 5, 6, 7}, bits = each * width + u->shift;
    const lean_64u8_ from = LEAN_VECTOR_(lean_64u8_, (bits >> 3) * UINT64_C(0x0101010101010101) +
                                                         UINT64_C(0x0706050403020100));
    const lean_8u64_ shifts = bits & 7;
    size_t done;
    for (done = 0; done < most; done += 8, at += width) {
        lean_64u8_ bytes;
        lean_8u64_ x;
        lean_memcpy_(&bytes, at, sizeof bytes);
        x = LEAN_VECTOR_(lean_8u64_, LEAN_PERMUTE_(bytes, from)) >> shifts & mask;
        if (streams)
            LEAN_STREAM_64_(out + done, x);
        else
            lean_memcpy_(out + done, &x, sizeof x);
    }
    return done;
}

LEAN_AVX512_ LEAN_FORCED_ static inline size_t
lean_sum_avx512_body_(const lean_unpacking_ *u, size_t n, uint32_t flip, uint64_t *sum, bool late) {
    const size_t step = 2 * u->width, most = lean_pack_steps_(n, 16, u->width, 64, u->room);
    const size_t items = 16 * (late ? lean_unpacking_steps_(u) : 64u);
    const lean_16u32_ zero = {0};
    const unsigned char *at = u->bytes;
    const lean_lanes_16_ lanes = lean_lanes_16_of_(u);
    lean_16u32_ mask = zero + LEAN_CAST_(uint32_t, lean_bits_mask_(u->width));
    lean_16u32_ flips = zero + flip;
    lean_8u64_ all = {0};
    size_t done = 0;
    if (late) {
        mask <<= lanes.shifts;
        flips <<= lanes.shifts;
    }
    while (done < most) {
        const size_t end = most - done < items ? most : done + items;
        lean_16u32_ some = zero;
        for (; done < end; done += 16, at += step) {
            const lean_16u32_ x = lean_lanes_16_load_(at, &lanes);
            some += ((late ? x : x >> lanes.shifts) & mask) ^ flips;
        }
        some = late ? some >> lanes.shifts : some;
        all += LEAN_VECTOR_(lean_8u64_, some) & UINT32_MAX;
        all += LEAN_VECTOR_(lean_8u64_, some) >> 32;
    }
    *sum += all[0] + all[1] + all[2] + all[3] + all[4] + all[5] + all[6] + all[7];
    return done;
}

LEAN_AVX512_ static size_t lean_sum_avx512_(const lean_unpacking_ *u, size_t n, uint32_t flip,
                                            uint64_t *sum) {
    return lean_unpacking_steps_(u) < 16 ? lean_sum_avx512_body_(u, n, flip, sum, false)
                                         : lean_sum_avx512_body_(u, n, flip, sum, true);
}

#endif /* LEAN_HAS_KERNELS_ */

/* Items one by one: eight bytes hold any of 57 bits, and those of 64. */
static size_t lean_unpack_narrow_each_(const lean_unpacking_ *u, size_t n, uint32_t *out) {
    const unsigned char *at = u->bytes;
    const size_t most = lean_pack_steps_(n, 8, u->width, u->width + 8, u->room);
    const uint32_t mask = LEAN_CAST_(uint32_t, lean_bits_mask_(u->width));
    size_t done, bit = u->shift;
    for (done = 0; done < most; ++done, bit += u->width)
        out[done] = LEAN_CAST_(uint32_t, lean_load64(at + bit / 8) >> bit % 8) & mask;
    return done;
}

static size_t lean_unpack_wide_each_(const lean_unpacking_ *u, size_t n, uint64_t *out) {
    const unsigned char *at = u->bytes;
    const size_t most = lean_pack_steps_(n, 8, u->width, u->width + 8, u->room);
    const uint64_t mask = lean_bits_mask_(u->width);
    size_t done, bit = u->shift;
    for (done = 0; done < most; ++done, bit += u->width)
        out[done] = lean_load64(at + bit / 8) >> bit % 8 & mask;
    return done;
}

static size_t lean_unpack_narrow_part_(const lean_unpacking_ *u, size_t n, uint32_t *out) {
#if LEAN_HAS_KERNELS_
    if (u->level == LEAN_KERNEL_avx512)
        return lean_unpack_avx512_(u, n, out);
    if (u->level == LEAN_KERNEL_avx2)
        return lean_unpack_avx2_(u, n, out);
#endif
    return lean_unpack_narrow_each_(u, n, out);
}

static size_t lean_unpack_wide_part_(const lean_unpacking_ *u, size_t n, uint64_t *out) {
#if LEAN_HAS_KERNELS_
    if (u->level == LEAN_KERNEL_avx512)
        return lean_unpack_wide_avx512_(u, n, out);
#endif
    return lean_unpack_wide_each_(u, n, out);
}

/* Adds up narrow items with `flip` turned over. */
static size_t lean_unpack_sum_part_(const lean_unpacking_ *u, size_t n, uint32_t flip,
                                    uint64_t *sum) {
    const unsigned char *at = u->bytes;
    const size_t most = lean_pack_steps_(n, 8, u->width, u->width + 8, u->room);
    const uint32_t mask = LEAN_CAST_(uint32_t, lean_bits_mask_(u->width));
    size_t done, bit = u->shift;
#if LEAN_HAS_KERNELS_
    if (u->level == LEAN_KERNEL_avx512)
        return lean_sum_avx512_(u, n, flip, sum);
    if (u->level == LEAN_KERNEL_avx2)
        return lean_sum_avx2_(u, n, flip, sum);
#endif
    for (done = 0; done < most; ++done, bit += u->width)
        *sum += (LEAN_CAST_(uint32_t, lean_load64(at + bit / 8) >> bit % 8) & mask) ^ flip;
    return done;
}

/* What is left behind `done` items because eight bytes, or a vector, would reach behind the room,
   can be done from a copy with room behind it. */
typedef struct lean_unpacking_end_ {
    lean_unpacking_ u;
    unsigned char bytes[192];
} lean_unpacking_end_;

static const lean_unpacking_ *lean_unpacking_rest_(lean_unpacking_end_ *end,
                                                   const lean_unpacking_ *u, size_t done) {
    end->u = *u;
    lean_unpacking_skip_(&end->u, done);
    lean_memset_(end->bytes, 0, sizeof end->bytes);
    lean_memcpy_(end->bytes, end->u.bytes, end->u.room < 64 + 8 ? end->u.room : 64 + 8);
    end->u.bytes = end->bytes;
    end->u.room = sizeof end->bytes;
    return &end->u;
}

static size_t lean_unpack_narrow_(const lean_unpacking_ *u, size_t n, uint32_t *out) {
    const size_t done = lean_unpack_narrow_part_(u, n, out);
    lean_unpacking_end_ end;
    if (n - done < 16)
        return done;
    return done +
           lean_unpack_narrow_part_(lean_unpacking_rest_(&end, u, done), n - done, out + done);
}

static size_t lean_unpack_wide_(const lean_unpacking_ *u, size_t n, uint64_t *out) {
    const size_t done = lean_unpack_wide_part_(u, n, out);
    lean_unpacking_end_ end;
    if (n - done < 8)
        return done;
    return done + lean_unpack_wide_part_(lean_unpacking_rest_(&end, u, done), n - done, out + done);
}

/* A block of items as they are stored, narrow or wide, or as values of any size. */
typedef union lean_pack_block_ {
    uint8_t u8[LEAN_BLOCK_ITEMS_];
    uint16_t u16[LEAN_BLOCK_ITEMS_];
    uint32_t narrow[LEAN_BLOCK_ITEMS_];
    uint64_t wide[LEAN_BLOCK_ITEMS_];
} lean_pack_block_;

/* Unpacks the next block. False where there is none that a kernel can do whole. */
static bool lean_unpacking_next_(lean_unpacking_ *u, size_t n, lean_pack_block_ *block) {
    if (n < LEAN_BLOCK_ITEMS_)
        return false;
    if ((u->is_wide
             ? lean_unpack_wide_(u, LEAN_BLOCK_ITEMS_, block->wide)
             : lean_unpack_narrow_(u, LEAN_BLOCK_ITEMS_, block->narrow)) != LEAN_BLOCK_ITEMS_)
        return false;
    lean_unpacking_skip_(u, LEAN_BLOCK_ITEMS_);
    return true;
}

/* Makes stored items values, at a type's size. */
#define LEAN_PACK_VALUES_(from, T)                                                                 \
    do {                                                                                           \
        T *values = LEAN_CAST_(T *, out);                                                          \
        for (k = 0; k < LEAN_BLOCK_ITEMS_; ++k)                                                    \
            values[k] = LEAN_CAST_(T, (from[k] ^ flip) + base);                                    \
    } while (0)

LEAN_BODY_ void lean_pack_values_narrow_body_(const lean_pack *p, unsigned size,
                                              const uint32_t *LEAN_RESTRICT_ raw,
                                              void *LEAN_RESTRICT_ out) {
    const uint32_t flip = LEAN_CAST_(uint32_t, lean_pack_flip_(p));
    const uint64_t wide_base = lean_pack_base_(p);
    const uint32_t base = LEAN_CAST_(uint32_t, wide_base);
    unsigned k;
    if (size == 0)
        LEAN_PACK_VALUES_(raw, uint8_t);
    else if (size == 1)
        LEAN_PACK_VALUES_(raw, uint16_t);
    else if (size == 2)
        LEAN_PACK_VALUES_(raw, uint32_t);
    else
        for (k = 0; k < LEAN_BLOCK_ITEMS_; ++k)
            LEAN_CAST_(uint64_t *, out)[k] = LEAN_CAST_(uint64_t, raw[k] ^ flip) + wide_base;
}
LEAN_BLOCK_WORK_(void, , lean_pack_values_narrow_,
                 (const lean_pack *p, unsigned size, const uint32_t *LEAN_RESTRICT_ raw,
                  void *LEAN_RESTRICT_ out),
                 (p, size, raw, out))

LEAN_BODY_ void lean_pack_values_wide_body_(const lean_pack *p, unsigned size,
                                            const uint64_t *LEAN_RESTRICT_ raw,
                                            void *LEAN_RESTRICT_ out) {
    const uint64_t flip = lean_pack_flip_(p), base = lean_pack_base_(p);
    unsigned k;
    if (size == 2)
        LEAN_PACK_VALUES_(raw, uint32_t);
    else
        LEAN_PACK_VALUES_(raw, uint64_t);
}
LEAN_BLOCK_WORK_(void, , lean_pack_values_wide_,
                 (const lean_pack *p, unsigned size, const uint64_t *LEAN_RESTRICT_ raw,
                  void *LEAN_RESTRICT_ out),
                 (p, size, raw, out))

static void lean_pack_values_(const lean_pack *p, unsigned size, const lean_pack_block_ *raw,
                              bool is_wide, void *out) {
    if (is_wide)
        lean_pack_values_wide_(p, size, raw->wide, out);
    else
        lean_pack_values_narrow_(p, size, raw->narrow, out);
}

static size_t lean_pack_read_fast_(const lean_pack *p, size_t i, size_t n, void *out,
                                   unsigned size) {
    unsigned char *to = LEAN_CAST_(unsigned char *, out);
    const bool streams = lean_streams_(n, size);
    lean_unpacking_ u;
    lean_pack_block_ raw, values;
    size_t done = 0;
    if (n < 64)
        return 0;
    if (LEAN_LITTLE_ENDIAN_ && p->base == 0 && p->width == 8u << size) {
        lean_memcpy_(out, p->block.bytes + (i << size), n << size);
        return n;
    }
    if (streams)
        while (LEAN_ADDRESS_(to + (done << size)) % 64 != 0) {
            lean_integer_set_(out, size, done, lean_pack_get_hot_(p, i + done));
            ++done;
        }
    if (!lean_unpacking_init_(&u, p, i + done, n - done))
        return done;
    if (p->base == 0 && size == (u.is_wide ? 3u : 2u)) {
        u.streams = streams;
        done += u.is_wide ? lean_unpack_wide_(&u, n - done, LEAN_CAST_(uint64_t *, out) + done)
                          : lean_unpack_narrow_(&u, n - done, LEAN_CAST_(uint32_t *, out) + done);
        n = done;
    }
    for (; lean_unpacking_next_(&u, n - done, &raw); done += LEAN_BLOCK_ITEMS_) {
        void *here = to + (done << size);
        lean_pack_values_(p, size, &raw, u.is_wide, streams ? &values : here);
        if (streams)
            lean_stream_(here, &values, LEAN_CAST_(size_t, LEAN_BLOCK_ITEMS_) << size);
    }
    if (streams)
        lean_stream_end_();
    return done;
}

LEAN_BODY_ uint64_t lean_block_sum_body_(const uint64_t *items, uint64_t flip) {
    uint64_t sum = 0;
    unsigned k;
    for (k = 0; k < LEAN_BLOCK_ITEMS_; ++k)
        sum += items[k] ^ flip;
    return sum;
}
LEAN_BLOCK_WORK_(uint64_t, return, lean_block_sum_, (const uint64_t *items, uint64_t flip),
                 (items, flip))

static size_t lean_unpack_sum_(const lean_unpacking_ *u, size_t n, uint32_t flip, uint64_t *sum) {
    const size_t done = lean_unpack_sum_part_(u, n, flip, sum);
    lean_unpacking_end_ end;
    if (n - done < 16)
        return done;
    return done + lean_unpack_sum_part_(lean_unpacking_rest_(&end, u, done), n - done, flip, sum);
}

static size_t lean_pack_sum_fast_(const lean_pack *p, size_t i, size_t n, uint64_t *sum) {
    const uint64_t flip = lean_pack_flip_(p);
    lean_unpacking_ u;
    lean_pack_block_ raw;
    size_t done = 0;
    if (!lean_unpacking_init_(&u, p, i, n))
        return 0;
    if (!u.is_wide)
        done = lean_unpack_sum_(&u, n, LEAN_CAST_(uint32_t, flip), sum);
    else
        for (; lean_unpacking_next_(&u, n - done, &raw); done += LEAN_BLOCK_ITEMS_)
            *sum += lean_block_sum_(raw.wide, flip);
    *sum += done * lean_pack_base_(p);
    return done;
}

/* The least of items with `flip` turned over, which brings them in the order of their values. */
LEAN_BODY_ uint32_t lean_block_min_body_(const uint32_t *items, uint32_t flip) {
    uint32_t least = UINT32_MAX;
    unsigned k;
    for (k = 0; k < LEAN_BLOCK_ITEMS_; ++k)
        least = (items[k] ^ flip) < least ? items[k] ^ flip : least;
    return least;
}
LEAN_BLOCK_WORK_(uint32_t, return, lean_block_min_, (const uint32_t *items, uint32_t flip),
                 (items, flip))

LEAN_BODY_ uint64_t lean_block_min_wide_body_(const uint64_t *items, uint64_t flip) {
    uint64_t least = UINT64_MAX;
    unsigned k;
    for (k = 0; k < LEAN_BLOCK_ITEMS_; ++k)
        least = (items[k] ^ flip) < least ? items[k] ^ flip : least;
    return least;
}
LEAN_BLOCK_WORK_(uint64_t, return, lean_block_min_wide_, (const uint64_t *items, uint64_t flip),
                 (items, flip))

/* The greatest is what is the least with all bits turned over. */
static size_t lean_pack_most_fast_(const lean_pack *p, size_t i, size_t n, uint64_t *best,
                                   bool max) {
    const uint64_t mask = max ? lean_bits_mask_(p->width) : 0, flip = lean_pack_flip_(p) ^ mask;
    lean_unpacking_ u;
    lean_pack_block_ raw;
    uint64_t least = UINT64_MAX;
    size_t done = 0;
    if (!lean_unpacking_init_(&u, p, i, n))
        return 0;
    for (; lean_unpacking_next_(&u, n - done, &raw); done += LEAN_BLOCK_ITEMS_) {
        const uint64_t here = u.is_wide ? lean_block_min_wide_(raw.wide, flip)
                                        : lean_block_min_(raw.narrow, LEAN_CAST_(uint32_t, flip));
        least = here < least ? here : least;
    }
    if (done != 0)
        *best = least ^ mask;
    return done;
}

LEAN_BODY_ bool lean_block_has_body_(const uint32_t *items, uint32_t raw) {
    uint32_t found = 0;
    unsigned k;
    for (k = 0; k < LEAN_BLOCK_ITEMS_; ++k)
        found |= items[k] == raw;
    return found != 0;
}
LEAN_BLOCK_WORK_(bool, return, lean_block_has_, (const uint32_t *items, uint32_t raw), (items, raw))

LEAN_BODY_ bool lean_block_has_wide_body_(const uint64_t *items, uint64_t raw) {
    uint64_t found = 0;
    unsigned k;
    for (k = 0; k < LEAN_BLOCK_ITEMS_; ++k)
        found |= items[k] == raw;
    return found != 0;
}
LEAN_BLOCK_WORK_(bool, return, lean_block_has_wide_, (const uint64_t *items, uint64_t raw),
                 (items, raw))

/* How many items from i on, in whole blocks, are not the one that is looked for. */
static size_t lean_pack_find_fast_(const lean_pack *p, size_t i, size_t n, uint64_t raw) {
    lean_unpacking_ u;
    lean_pack_block_ block;
    size_t done = 0;
    if (!lean_unpacking_init_(&u, p, i, n))
        return 0;
    while (lean_unpacking_next_(&u, n - done, &block) &&
           !(u.is_wide ? lean_block_has_wide_(block.wide, raw)
                       : lean_block_has_(block.narrow, LEAN_CAST_(uint32_t, raw))))
        done += LEAN_BLOCK_ITEMS_;
    return done;
}

/* Packing. Items come in lanes of 64 bits, one wide item or two narrow ones in a row, `part` bits
   together. Lane k begins at bit k * part, so it is shifted to its place in a byte, and its bytes
   are carried over. A byte that two lanes share is made of both; with 4 bits or more no third has a
   part in it. */
typedef struct lean_packing_ {
    unsigned char *bytes; /* where the first item begins, at the byte's first bit */
    size_t room;          /* bytes from there on that may be written */
    unsigned width;
    bool is_wide;
    unsigned level;
    unsigned char first[64], first_mask[64], second[64], second_mask[64], carry[16];
    uint64_t shifts[8];
} lean_packing_;

#if LEAN_HAS_KERNELS_
/* avx512: which byte goes where of each of eight items, or pairs of them. */
LEAN_AVX512_ static void lean_packing_lanes_(lean_packing_ *q) {
    const unsigned part = q->is_wide ? q->width : 2u * q->width;
    unsigned k, byte;
    for (k = 0; k < 8; ++k) {
        const unsigned begin = k * part / 8, end = (k * part + part - 1) / 8;
        q->shifts[k] = k * part % 8;
        for (byte = begin; byte <= end; ++byte) {
            const bool shared = q->first_mask[byte] != 0;
            (shared ? q->second : q->first)[byte] = LEAN_CAST_(unsigned char, 8 * k + byte - begin);
            (shared ? q->second_mask : q->first_mask)[byte] = 0xff;
        }
    }
}
#endif

#if LEAN_HAS_KERNELS_
/* avx2: the same within each half of the vector, which has two pairs of narrow items and begins in
   a byte of its own: the last one of the lower half, `carry`, is in both where they share it. */
LEAN_AVX2_ static void lean_packing_halves_(lean_packing_ *q) {
    const unsigned part = 2u * q->width;
    unsigned k, byte;
    lean_memset_(q->first, 0x80, sizeof q->first);
    lean_memset_(q->second, 0x80, sizeof q->second);
    lean_memset_(q->carry, 0x80, sizeof q->carry);
    for (k = 0; k < 4; ++k) {
        const unsigned bit = k % 2 * part + k / 2 * (2 * part % 8);
        const unsigned begin = bit / 8, end = (bit + part - 1) / 8;
        q->shifts[k] = bit % 8;
        for (byte = begin; byte <= end; ++byte)
            (k % 2 != 0 ? q->second : q->first)[k / 2 * 16 + byte] =
                LEAN_CAST_(unsigned char, k % 2 * 8 + byte - begin);
    }
    if (2 * part % 8 != 0)
        q->carry[0] = LEAN_CAST_(unsigned char, 2 * part / 8);
}
#endif

static void lean_packing_init_(lean_packing_ *q, lean_pack *p, size_t i, size_t n) {
    lean_memset_(q, 0, sizeof *q);
    q->bytes = lean_block_bytes_(&p->block) + i / 8 * p->width;
    q->room = (i + n) * p->width / 8 - i / 8 * p->width;
    q->width = p->width;
    q->is_wide = p->width > 25;
    q->level = lean_kernel_();
#if LEAN_HAS_KERNELS_
    if (q->level == LEAN_KERNEL_avx512)
        lean_packing_lanes_(q);
    else if (q->level == LEAN_KERNEL_avx2 && !q->is_wide)
        lean_packing_halves_(q);
#endif
}

static void lean_packing_skip_(lean_packing_ *q, size_t n) {
    q->bytes += n / 8 * q->width;
    q->room -= n / 8 * q->width;
}

#if LEAN_HAS_KERNELS_
LEAN_AVX512_ static inline lean_64u8_ lean_pack_lanes_(lean_8u64_ x, const lean_packing_ *q) {
    lean_64u8_ first, first_mask, second, second_mask, y;
    lean_8u64_ shifts;
    lean_memcpy_(&first, q->first, sizeof first);
    lean_memcpy_(&first_mask, q->first_mask, sizeof first_mask);
    lean_memcpy_(&second, q->second, sizeof second);
    lean_memcpy_(&second_mask, q->second_mask, sizeof second_mask);
    lean_memcpy_(&shifts, q->shifts, sizeof shifts);
    y = LEAN_VECTOR_(lean_64u8_, x << shifts);
    return (LEAN_PERMUTE_(y, first) & first_mask) | (LEAN_PERMUTE_(y, second) & second_mask);
}

LEAN_AVX512_ static size_t lean_pack_avx512_(const lean_packing_ *q, size_t n, const uint32_t *in) {
    const lean_packing_ plan = *q;
    const size_t most = lean_pack_steps_(n, 16, q->width, 64, q->room);
    unsigned char *at = q->bytes;
    size_t done;
    for (done = 0; done < most; done += 16, at += 2 * plan.width) {
        lean_64u8_ y;
        lean_8u64_ x;
        lean_memcpy_(&x, in + done, sizeof x);
        y = lean_pack_lanes_((x & UINT32_MAX) | x >> 32 << plan.width, &plan);
        lean_memcpy_(at, &y, sizeof y);
    }
    return done;
}

LEAN_AVX512_ static size_t lean_pack_wide_avx512_(const lean_packing_ *q, size_t n,
                                                  const uint64_t *in) {
    const lean_packing_ plan = *q;
    const size_t most = q->width > 57 ? 0 : lean_pack_steps_(n, 8, q->width, 64, q->room);
    unsigned char *at = q->bytes;
    size_t done;
    for (done = 0; done < most; done += 8, at += plan.width) {
        lean_64u8_ y;
        lean_8u64_ x;
        lean_memcpy_(&x, in + done, sizeof x);
        y = lean_pack_lanes_(x, &plan);
        lean_memcpy_(at, &y, sizeof y);
    }
    return done;
}

LEAN_AVX2_ static size_t lean_pack_avx2_(const lean_packing_ *q, size_t n, const uint32_t *in) {
    const size_t upper = q->width / 2, most = lean_pack_steps_(n, 8, q->width, upper + 16, q->room);
    const unsigned width = q->width;
    unsigned char *at = q->bytes;
    lean_32i8_ first, second;
    lean_16c8_ carry;
    lean_4u64_ shifts;
    size_t done;
    lean_memcpy_(&first, q->first, sizeof first);
    lean_memcpy_(&second, q->second, sizeof second);
    lean_memcpy_(&carry, q->carry, sizeof carry);
    lean_memcpy_(&shifts, q->shifts, sizeof shifts);
    for (done = 0; done < most; done += 8, at += width) {
        lean_4u64_ x;
        lean_32i8_ y;
        lean_16c8_ low, high;
        lean_memcpy_(&x, in + done, sizeof x);
        y = LEAN_VECTOR_(lean_32i8_, ((x & UINT32_MAX) | x >> 32 << width) << shifts);
        y = __builtin_ia32_pshufb256(y, first) | __builtin_ia32_pshufb256(y, second);
        low =
            LEAN_VECTOR_(lean_16c8_, __builtin_ia32_extract128i256(LEAN_VECTOR_(lean_4i64_, y), 0));
        high =
            LEAN_VECTOR_(lean_16c8_, __builtin_ia32_extract128i256(LEAN_VECTOR_(lean_4i64_, y), 1));
        high |= __builtin_ia32_pshufb128(low, carry);
        lean_memcpy_(at, &low, sizeof low);
        lean_memcpy_(at + upper, &high, sizeof high);
    }
    return done;
}

/* avx2: single bits, each the sign of an item that is shifted up. */
LEAN_AVX2_ static size_t lean_pack_bits_avx2_(const lean_packing_ *q, size_t n,
                                              const uint32_t *in) {
    const size_t most = lean_pack_steps_(n, 32, 1, 4, q->room);
    size_t done;
    unsigned k;
    for (done = 0; done < most; done += 32) {
        uint32_t bits = 0;
        LEAN_UNROLL_(4)
        for (k = 0; k < 4; ++k) {
            lean_8u32_ x;
            lean_memcpy_(&x, in + done + 8 * k, sizeof x);
            bits |=
                LEAN_CAST_(uint32_t, __builtin_ia32_movmskps256(LEAN_VECTOR_(lean_8f32_, x << 31)))
                << 8 * k;
        }
        lean_store32_(q->bytes + done / 8, bits);
    }
    return done;
}
#endif /* LEAN_HAS_KERNELS_ */

/* A step of eight items without vectors: each lane is written as eight bytes where its first byte
   is, of which the next lane's carry those that it begins with. */
typedef struct lean_pack_lanes_at_ {
    size_t at[8];
    unsigned shift[8], back[8]; /* back: bits between the places of a lane and the one before */
} lean_pack_lanes_at_;

static lean_pack_lanes_at_ lean_pack_lanes_at_of_(unsigned part) {
    lean_pack_lanes_at_ s;
    unsigned k;
    lean_memset_(&s, 0, sizeof s);
    for (k = 0; k < 8; ++k) {
        s.at[k] = k * part / 8;
        s.shift[k] = k * part % 8;
        s.back[k] = 8 * (k * part / 8 - (k != 0 ? (k - 1) * part / 8 : 0));
    }
    return s;
}

/* Narrow items by pairs. */
LEAN_BODY_ size_t lean_pack_narrow_body_(const lean_packing_ *q, size_t n, const uint32_t *in) {
    const unsigned width = q->width;
    const lean_pack_lanes_at_ s = lean_pack_lanes_at_of_(2 * width);
    const size_t most = lean_pack_steps_(n, 8, width, s.at[3] + 8, q->room);
    unsigned char *at = q->bytes;
    size_t done;
    for (done = 0; done < most; done += 8, at += width) {
        uint64_t x = 0;
        unsigned k;
        LEAN_UNROLL_(4)
        for (k = 0; k < 4; ++k) {
            const uint64_t pair = in[done + 2 * k] | LEAN_CAST_(uint64_t, in[done + 2 * k + 1])
                                                         << width;
            x = x >> s.back[k] | pair << s.shift[k];
            lean_store64(at + s.at[k], x);
        }
    }
    return done;
}
LEAN_BLOCK_WORK_(size_t, return, lean_pack_narrow_,
                 (const lean_packing_ *q, size_t n, const uint32_t *in), (q, n, in))

/* Wide items of 56 bits at most, beyond which a lane's bytes are more than eight. */
static size_t lean_pack_wide_(const lean_packing_ *q, size_t n, const uint64_t *in) {
    const lean_pack_lanes_at_ s = lean_pack_lanes_at_of_(q->width);
    const size_t most = q->width <= 56 ? lean_pack_steps_(n, 8, q->width, s.at[7] + 8, q->room) : 0;
    unsigned char *at = q->bytes;
    size_t done;
    for (done = 0; done < most; done += 8, at += q->width) {
        uint64_t x = 0;
        unsigned k;
        LEAN_UNROLL_(8)
        for (k = 0; k < 8; ++k) {
            x = x >> s.back[k] | in[done + k] << s.shift[k];
            lean_store64(at + s.at[k], x);
        }
    }
    return done;
}

/* Packs n items that are as they are to be stored; returns how many it did. */
static size_t lean_packing_run_narrow_(lean_packing_ *q, size_t n, const uint32_t *in) {
    size_t done = 0;
#if LEAN_HAS_KERNELS_
    if (q->width == 1 && q->level >= LEAN_KERNEL_avx2)
        done = lean_pack_bits_avx2_(q, n, in);
    else if (q->level == LEAN_KERNEL_avx512)
        done = lean_pack_avx512_(q, n, in);
    else if (q->level == LEAN_KERNEL_avx2)
        done = lean_pack_avx2_(q, n, in);
#endif
    lean_packing_skip_(q, done);
    n = lean_pack_narrow_(q, n - done, in + done);
    lean_packing_skip_(q, n);
    return done + n;
}

static size_t lean_packing_run_wide_(lean_packing_ *q, size_t n, const uint64_t *in) {
    size_t done = 0;
#if LEAN_HAS_KERNELS_
    if (q->level == LEAN_KERNEL_avx512)
        done = lean_pack_wide_avx512_(q, n, in);
#endif
    lean_packing_skip_(q, done);
    n = lean_pack_wide_(q, n - done, in + done);
    lean_packing_skip_(q, n);
    return done + n;
}

/* Takes the base off a block, and gathers the bits that came out, and those of the values. */
LEAN_BODY_ void lean_block_gather_body_(uint64_t *block, uint64_t base, uint64_t *offsets,
                                        uint64_t *values) {
    uint64_t all = 0, any = 0;
    unsigned k;
    for (k = 0; k < LEAN_BLOCK_ITEMS_; ++k) {
        any |= block[k];
        all |= block[k] - base;
    }
    *values |= any;
    *offsets |= all;
}
LEAN_BLOCK_WORK_(void, , lean_block_gather_,
                 (uint64_t * block, uint64_t base, uint64_t *offsets, uint64_t *values),
                 (block, base, offsets, values))

/* Items as they are to be stored, and the narrow ones narrow. */
LEAN_BODY_ void lean_block_encode_body_(const uint64_t *LEAN_RESTRICT_ block, uint64_t base,
                                        uint64_t flip, lean_pack_block_ *LEAN_RESTRICT_ raw,
                                        bool is_wide) {
    unsigned k;
    if (is_wide)
        for (k = 0; k < LEAN_BLOCK_ITEMS_; ++k)
            raw->wide[k] = (block[k] - base) ^ flip;
    else
        for (k = 0; k < LEAN_BLOCK_ITEMS_; ++k)
            raw->narrow[k] = LEAN_CAST_(uint32_t, (block[k] - base) ^ flip);
}
LEAN_BLOCK_WORK_(void, , lean_block_encode_,
                 (const uint64_t *LEAN_RESTRICT_ block, uint64_t base, uint64_t flip,
                  lean_pack_block_ *LEAN_RESTRICT_ raw, bool is_wide),
                 (block, base, flip, raw, is_wide))

/* 32-bit integers that are kept as they are: which bits are used. */
LEAN_BODY_ uint32_t lean_block_bits_body_(const uint32_t *items) {
    uint32_t bits = 0;
    unsigned k;
    for (k = 0; k < LEAN_BLOCK_ITEMS_; ++k)
        bits |= items[k];
    return bits;
}
LEAN_BLOCK_WORK_(uint32_t, return, lean_block_bits_, (const uint32_t *items), (items))

/* How many of n values, in whole blocks, are known to fit: none, where one does not. */
static size_t lean_pack_fit_fast_(const lean_pack *p, size_t n, const void *in, unsigned type) {
    const uint64_t base = lean_pack_base_(p), mask = lean_bits_mask_(p->width);
    const bool simple = type == 2 && base == 0;
    uint64_t block[LEAN_BLOCK_ITEMS_], offsets = 0, values = 0;
    size_t done;
    for (done = 0; n - done >= LEAN_BLOCK_ITEMS_; done += LEAN_BLOCK_ITEMS_) {
        if (simple) {
            offsets |= lean_block_bits_(LEAN_CAST_(const uint32_t *, in) + done);
        } else {
            lean_block_load_(in, type, done, block);
            lean_block_gather_(block, base, &offsets, &values);
        }
    }
    return ((offsets & ~mask) | (values & (type >= 4 ? ~base : base)) >> 63) == 0 ? done : 0;
}

/* Writes values that fit; returns how many it did. */
static size_t lean_pack_write_fast_(lean_pack *p, size_t i, size_t n, const void *in,
                                    unsigned type) {
    const uint64_t base = lean_pack_base_(p), flip = lean_pack_flip_(p);
    lean_packing_ q;
    uint64_t block[LEAN_BLOCK_ITEMS_];
    lean_pack_block_ raw;
    size_t done = 0, now = LEAN_BLOCK_ITEMS_;
    if (n < 64 || p->width == 0)
        return 0;
    if (LEAN_LITTLE_ENDIAN_ && base == 0 && p->width == 8u << type % 4) {
        lean_memcpy_(lean_block_bytes_(&p->block) + (i << type % 4), in, n << type % 4);
        return n;
    }
    for (; (i + done) % 8 != 0; ++done)
        lean_pack_put_(p, i + done, lean_integer_get_(in, type, done));
    lean_packing_init_(&q, p, i + done, n - done);
    if (base == 0 && q.is_wide && type % 4 == 3)
        return done + lean_packing_run_wide_(&q, n - done, LEAN_CAST_(const uint64_t *, in) + done);
    if (base == 0 && !q.is_wide && type % 4 == 2)
        return done +
               lean_packing_run_narrow_(&q, n - done, LEAN_CAST_(const uint32_t *, in) + done);
    for (; n - done >= LEAN_BLOCK_ITEMS_ && now == LEAN_BLOCK_ITEMS_; done += now) {
        lean_block_load_(in, type, done, block);
        lean_block_encode_(block, base, flip, &raw, q.is_wide);
        now = q.is_wide ? lean_packing_run_wide_(&q, LEAN_BLOCK_ITEMS_, raw.wide)
                        : lean_packing_run_narrow_(&q, LEAN_BLOCK_ITEMS_, raw.narrow);
    }
    return done;
}
#endif /* LEAN_HAS_BLOCKS_ */

LEAN_SHARED_ uint64_t lean_pack_sum_(const lean_pack *p, size_t i, size_t n) {
    uint64_t sum = 0;
    size_t done = 0;
#if LEAN_HAS_BLOCKS_
    done = lean_pack_sum_fast_(p, i, n, &sum);
#endif
    for (; done < n; ++done)
        sum += lean_pack_get_hot_(p, i + done);
    return sum;
}

/* Values are compared by their distance from the base, and the greatest by what is left above. */
LEAN_SHARED_ bool lean_pack_most_(const lean_pack *p, size_t i, size_t n, uint64_t *out, bool max) {
    const uint64_t base = lean_pack_base_(p), turn = max ? UINT64_MAX : 0;
    uint64_t best = UINT64_MAX;
    size_t done = 0;
    if (n == 0)
        return false;
#if LEAN_HAS_BLOCKS_
    done = lean_pack_most_fast_(p, i, n, &best, max);
    if (done != 0)
        best ^= turn;
#endif
    for (; done < n; ++done) {
        const uint64_t x = (lean_pack_get_hot_(p, i + done) - base) ^ turn;
        best = x < best ? x : best;
    }
    *out = (best ^ turn) + base;
    return true;
}

LEAN_SHARED_ bool lean_pack_find_(const lean_pack *p, size_t from, uint64_t value, bool is_i64,
                                  size_t *at) {
    const size_t len = LEAN_SIZE_(p->len);
    size_t i = from;
    if (!lean_pack_holds_(p, value, is_i64))
        return false;
#if LEAN_HAS_BLOCKS_
    i += lean_pack_find_fast_(p, i, len - i, lean_pack_raw_(p, value));
#endif
    while (i < len && lean_pack_get_hot_(p, i) != value)
        ++i;
    if (i == len)
        return false;
    *at = i;
    return true;
}

/* Whether a type holds every value that items can have. */
static bool lean_pack_suits_(const lean_pack *p, unsigned type) {
    const bool is_signed = type >= 4;
    const uint64_t base = lean_pack_base_(p), all = lean_bits_mask_(8u << type % 4);
    const uint64_t most = is_signed ? all >> 1 : all;
    if (p->base < 0 ? !is_signed || p->base < -LEAN_CAST_(int64_t, most) - 1 : base > most)
        return false;
    return lean_bits_mask_(p->width) <= most - base;
}

LEAN_SHARED_ bool lean_pack_read_(const lean_pack *p, size_t i, size_t n, void *out,
                                  unsigned type) {
    size_t done = 0;
    if (!lean_pack_suits_(p, type))
        return false;
#if LEAN_HAS_BLOCKS_
    done = lean_pack_read_fast_(p, i, n, out, type % 4);
#endif
    for (; done < n; ++done)
        lean_integer_set_(out, type, done, lean_pack_get_hot_(p, i + done));
    return true;
}

LEAN_SHARED_ bool lean_pack_write_(lean_pack *p, size_t i, size_t n, const void *in,
                                   unsigned type) {
    size_t done = 0;
    LEAN_ASSERT(n == 0 || p->is_fixed != 2);
#if LEAN_HAS_BLOCKS_
    done = lean_pack_fit_fast_(p, n, in, type);
#endif
    for (; done < n; ++done)
        if (!lean_pack_holds_(p, lean_integer_get_(in, type, done), type >= 4))
            return false;
    done = 0;
#if LEAN_HAS_BLOCKS_
    done = lean_pack_write_fast_(p, i, n, in, type);
#endif
    for (; done < n; ++done)
        lean_pack_put_(p, i + done, lean_integer_get_(in, type, done));
    return true;
}

/* Items are copied in groups through here. */
#if LEAN_HAS_BLOCKS_
enum { LEAN_PACK_GROUP_ = LEAN_BLOCK_ITEMS_ };
#else
enum { LEAN_PACK_GROUP_ = 1 };
#endif

/* Copies n items from i of a pack to `at` of one that holds their values, which may be in the same
   memory: the last first where `down`. */
static void lean_pack_carry_(lean_pack *to, size_t at, const lean_pack *from, size_t i, size_t n,
                             bool down) {
    const unsigned type = from->base < 0 ? 7 : 3;
    uint64_t group[LEAN_PACK_GROUP_];
    size_t done, part;
    for (done = 0; done < n; done += part) {
        size_t next = done;
        part = LEAN_PACK_GROUP_;
        if (n - done < part)
            part = n - done;
        if (down)
            next = n - done - part;
        else if (part > 8)
            part -= (at + done) % 8; /* eight items end a byte, where packing is fast */
        (void)lean_pack_read_(from, i + next, part, group, type);
        (void)lean_pack_write_(to, at + next, part, group, type);
    }
}

/* Whether a pack holds the least and the greatest of those items, and so all. */
static bool lean_pack_holds_all_(const lean_pack *to, const lean_pack *from, size_t i, size_t n) {
    const bool is_i64 = from->base < 0;
    uint64_t least = 0, most = 0;
    if (n == 0)
        return true;
    (void)lean_pack_most_(from, i, n, &least, false);
    (void)lean_pack_most_(from, i, n, &most, true);
    return lean_pack_holds_(to, least, is_i64) && lean_pack_holds_(to, most, is_i64);
}

LEAN_SHARED_ bool lean_pack_copy_range(lean_pack *to, size_t at, const lean_pack *from, size_t i,
                                       size_t n) {
    LEAN_ASSERT(at <= to->len && n <= to->len - at && i <= from->len && n <= from->len - i);
    if (!lean_pack_holds_all_(to, from, i, n))
        return false;
    lean_pack_carry_(to, at, from, i, n, to == from && at > i);
    return true;
}

LEAN_SHARED_ lean_status lean_pack_recast(lean_pack *p, lean_bits bits) {
    const size_t len = LEAN_SIZE_(p->len);
    lean_pack old;
    lean_pack cast = *p;
    size_t need;
    if (!lean_bits_valid(bits))
        return LEAN_BAD_ARGUMENT;
    lean_pack_set_bits_(&cast, bits);
    if (!lean_pack_holds_all_(&cast, p, 0, len))
        return LEAN_OUT_OF_RANGE;
    need = lean_pack_need_(&cast, len);
    if (need > p->block.cap && p->is_fixed != 0)
        return LEAN_FULL;
    if (need > p->block.cap && !lean_block_fit_(&p->block, need))
        return LEAN_NO_MEMORY;
    old = *p;
    lean_pack_set_bits_(p, bits);
    lean_pack_carry_(p, 0, &old, 0, len, p->width > old.width);
    lean_pack_trim_(p);
    return LEAN_OK;
}

#endif /* LEAN_HAS_PACK_ */

/* ==== [PACKED] ============================================================================== */
#ifdef LEAN_HAS_PACKED_

/* Bytes of n records, or SIZE_MAX where they are too many. */
static size_t lean_records_need_(size_t bits, size_t n) {
    size_t bytes;
#if LEAN_INDEX_MAX < SIZE_MAX
    if (n > LEAN_INDEX_MAX)
        return SIZE_MAX;
#endif
    if (!lean_size_times(n / 8, bits, &bytes) || bytes > LEAN_PACK_MOST_ - bits)
        return SIZE_MAX;
    return bytes + (n % 8 * bits + 7) / 8;
}

/* Of memory so much is used that where a record behind the last one would end is a size_t, too. */
LEAN_SHARED_ void lean_records_over_(lean_records_ *a, size_t bits, void *memory, size_t bytes) {
    const size_t most = LEAN_PACK_MOST_ - bits / 8;
    lean_memset_(a, 0, sizeof *a);
    a->block.bytes = LEAN_CAST_(unsigned char *, memory);
    a->block.cap = bytes < most ? bytes : most;
    a->is_fixed = 1;
}

LEAN_SHARED_ bool lean_records_view_(lean_records_ *a, size_t bits, const void *memory, size_t n) {
    const size_t need = lean_records_need_(bits, n);
    lean_memset_(a, 0, sizeof *a);
    if (need == SIZE_MAX)
        return false;
    a->block.bytes = LEAN_CAST_(const unsigned char *, memory);
    a->block.cap = need;
    a->len = LEAN_INDEX_(n);
    a->is_fixed = 2;
    return true;
}

LEAN_SHARED_ void lean_records_free_(lean_records_ *a) {
    if (a->is_fixed == 0)
        (void)lean_block_fit_(&a->block, 0);
    lean_memset_(a, 0, sizeof *a);
}

LEAN_SHARED_ bool lean_records_reserve_(lean_records_ *a, size_t bits, size_t n) {
    const size_t need = lean_records_need_(bits, n);
    return need <= a->block.cap ||
           (a->is_fixed == 0 && need != SIZE_MAX && lean_block_fit_(&a->block, need));
}

LEAN_SHARED_ bool lean_records_shrink_(lean_records_ *a, size_t bits) {
    const size_t need = lean_records_need_(bits, LEAN_SIZE_(a->len));
    return a->is_fixed != 0 || need == a->block.cap || lean_block_fit_(&a->block, need);
}

LEAN_SHARED_ lean_status lean_records_more_(lean_records_ *a, size_t bits) {
    if (a->len == LEAN_INDEX_MAX)
        return LEAN_FULL;
    return lean_bits_room_(&a->block, a->is_fixed,
                           lean_records_need_(bits, LEAN_SIZE_(a->len) + 1));
}

/* Sets bits behind the last record in its byte to 0. */
static void lean_records_trim_(lean_records_ *a, size_t bits) {
    const size_t end = LEAN_SIZE_(a->len) * bits;
    unsigned char *bytes = lean_block_bytes_(&a->block);
    if (end % 8 != 0)
        bytes[end / 8] = LEAN_CAST_(unsigned char, bytes[end / 8] & (0xffu >> (8 - end % 8)));
}

LEAN_SHARED_ bool lean_records_resize_(lean_records_ *a, size_t bits, size_t n) {
    const size_t from = lean_records_need_(bits, LEAN_SIZE_(a->len));
    const size_t to = lean_records_need_(bits, n);
    if (lean_bits_room_(&a->block, a->is_fixed, to) != LEAN_OK)
        return false;
    if (from < to)
        lean_memset_(lean_block_bytes_(&a->block) + from, 0, to - from);
    a->len = LEAN_INDEX_(n);
    lean_records_trim_(a, bits);
    return true;
}

LEAN_SHARED_ bool lean_records_copy_(lean_records_ *to, size_t bits, const lean_records_ *from) {
    const size_t need = lean_records_need_(bits, LEAN_SIZE_(from->len));
    LEAN_ASSERT(to->is_fixed != 2);
    if (to == from)
        return true;
    if (need > to->block.cap && (to->is_fixed != 0 || !lean_block_fit_(&to->block, need)))
        return false;
    if (need != 0)
        lean_memmove_(lean_block_bytes_(&to->block), from->block.bytes, need);
    to->len = from->len;
    lean_records_trim_(to, bits);
    return true;
}

/* Fields of any width, to the last bit of any memory. Those of 64 bits, which may begin at any bit,
   go by halves. */
LEAN_SHARED_ uint64_t lean_column_get_shared_(const lean_column_ *c, const lean_records_ *a,
                                              size_t bit) {
    const unsigned char *bytes = a->block.bytes;
    const size_t cap = a->block.cap;
    uint64_t raw;
    bit += c->at;
    if (c->width == 64)
        raw = LEAN_PICK_(lean_bits_get_)(bytes, cap, bit, 32) |
              LEAN_PICK_(lean_bits_get_)(bytes, cap, bit + 32, 32) << 32;
    else
        raw = LEAN_PICK_(lean_bits_get_)(bytes, cap, bit, c->width);
    return lean_column_value_(c, raw);
}

LEAN_SHARED_ bool lean_column_set_shared_(const lean_column_ *c, lean_records_ *a, size_t bit,
                                          uint64_t value, const uint64_t *keep) {
    unsigned char *bytes = lean_block_bytes_(&a->block);
    const size_t cap = a->block.cap;
    const uint64_t raw = lean_column_raw_(c, value);
    (void)keep;
    if (!lean_column_fits_(c, value))
        return false;
    bit += c->at;
    if (c->width == 64) {
        LEAN_PICK_(lean_bits_set_)(bytes, cap, bit, 32, raw & UINT32_MAX);
        LEAN_PICK_(lean_bits_set_)(bytes, cap, bit + 32, 32, raw >> 32);
    } else {
        LEAN_PICK_(lean_bits_set_)(bytes, cap, bit, c->width, raw);
    }
    return true;
}

LEAN_SHARED_ void lean_words_read_shared_(const lean_records_ *a, size_t bit, uint64_t *words,
                                          unsigned bits) {
    lean_words_read_hot_(a, bit, words, bits);
}

LEAN_SHARED_ void lean_words_write_shared_(lean_records_ *a, size_t bit, const uint64_t *words,
                                           unsigned bits) {
    lean_words_write_hot_(a, bit, words, bits);
}

LEAN_SHARED_ lean_status lean_words_push_shared_(lean_records_ *a, const uint64_t *words,
                                                 unsigned bits) {
    return lean_words_push_hot_(a, words, bits);
}

#if LEAN_HAS_KERNELS_
/* Eight records are `bits` bytes, so that in each eight the field is at the same bits: what moves
   is one address. Each is loaded with what is behind it. Of the even ones and the odd ones shifts
   and masks make the halves of words; signs and bases follow for all. */
typedef struct lean_gather_ {
    size_t at[8];
    lean_4u64_ shift[2];
    lean_4u64_ mask;
} lean_gather_;

LEAN_HOT_ void lean_gather_init_(lean_gather_ *g, size_t bit, size_t bits, unsigned width) {
    unsigned k;
    for (k = 0; k < 8; ++k) {
        g->at[k] = (bit % 8 + k * bits) / 8;
        g->shift[k % 2][k / 2] = (bit + k * bits) % 8;
    }
    for (k = 0; k < 4; ++k)
        g->mask[k] = lean_bits_mask_(width);
}

LEAN_HOT_ void lean_gather_half_(lean_4u64_ *out, const lean_gather_ *g, const unsigned char *from,
                                 unsigned odd) {
    const size_t *at = g->at + odd;
    const lean_4u64_ x = {lean_load64(from + at[0]), lean_load64(from + at[2]),
                          lean_load64(from + at[4]), lean_load64(from + at[6])};
    *out = x >> g->shift[odd] & g->mask;
}

LEAN_HOT_ void lean_gather_8_(lean_8u32_ *out, const lean_gather_ *g, const unsigned char *from,
                              uint32_t flip, uint32_t base) {
    lean_4u64_ even, odd;
    lean_gather_half_(&even, g, from, 0);
    lean_gather_half_(&odd, g, from, 1);
    *out = ((LEAN_VECTOR_(lean_8u32_, even | odd << 32) ^ flip) - flip) + base;
}

#define LEAN_GATHER_(name, Lanes)                                                                  \
    LEAN_AVX2_ static void name(const lean_gather_ *gather, const lean_column_ *c,                 \
                                const unsigned char *from, size_t rounds, size_t bits,             \
                                unsigned char *out) {                                              \
        const lean_gather_ g = *gather;                                                            \
        const uint32_t flip = LEAN_CAST_(uint32_t, c->flip & UINT32_MAX);                          \
        const uint32_t base = LEAN_CAST_(uint32_t, c->base & UINT32_MAX);                          \
        lean_8u32_ x;                                                                              \
        Lanes y;                                                                                   \
        for (; rounds != 0; --rounds, from += bits, out += sizeof y) {                             \
            lean_gather_8_(&x, &g, from, flip, base);                                              \
            y = __builtin_convertvector(x, Lanes);                                                 \
            lean_memcpy_(out, &y, sizeof y);                                                       \
        }                                                                                          \
    }
LEAN_GATHER_(lean_gather_u8_, lean_8u8_)
LEAN_GATHER_(lean_gather_u16_, lean_8u16_)
LEAN_GATHER_(lean_gather_u32_, lean_8u32_)

/* Fields of up to 25 bits are found in four bytes, and a load of 64 brings those of several
   records, which one instruction moves to where they belong. Of sixteen records it takes as many
   loads as say which bytes, and which of them count. */
enum { LEAN_SCATTER_WIDTH_ = 25, LEAN_SCATTER_LEAST_ = 64 };
typedef struct lean_scatter_ {
    size_t at[16];
    lean_64u8_ bytes[16];
    lean_64u8_ mask[16];
    lean_16u32_ shift;
    unsigned loads;
} lean_scatter_;

LEAN_AVX512_ static void lean_scatter_init_(lean_scatter_ *s, size_t bit, size_t bits) {
    unsigned k, j, loads = 0;
    for (k = 0; k < 16; ++k) {
        const size_t at = (bit % 8 + k * bits) / 8;
        if (loads == 0 || at - s->at[loads - 1] > 60) {
            lean_memset_(&s->mask[loads], 0, sizeof *s->mask);
            lean_memset_(&s->bytes[loads], 0, sizeof *s->bytes);
            s->at[loads++] = at;
        }
        for (j = 0; j < 4; ++j) {
            s->bytes[loads - 1][k * 4 + j] = LEAN_CAST_(uint8_t, at - s->at[loads - 1] + j);
            s->mask[loads - 1][k * 4 + j] = 0xff;
        }
        s->shift[k] = LEAN_CAST_(uint32_t, (bit + k * bits) % 8);
    }
    s->loads = loads;
}

LEAN_AVX512_ static inline lean_16u32_ lean_scatter_16_(const lean_scatter_ *s,
                                                        const unsigned char *from, unsigned loads) {
    lean_64u8_ all = {0}, x;
    unsigned k;
    LEAN_UNROLL_(4)
    for (k = 0; k < loads; ++k) {
        lean_memcpy_(&x, from + s->at[k], sizeof x);
        all |= LEAN_PERMUTE_(x, s->bytes[k]) & s->mask[k];
    }
    return LEAN_VECTOR_(lean_16u32_, all) >> s->shift;
}

/* With a number of loads that is known, what says where they go stays in registers. */
#define LEAN_SCATTER_LOOP_(Lanes, loads)                                                           \
    for (; rounds != 0; --rounds, from += 2 * bits, out += sizeof(Lanes)) {                        \
        const lean_16u32_ x = lean_scatter_16_(&s, from, loads) & mask;                            \
        const Lanes y = __builtin_convertvector((x ^ flip) - flip + base, Lanes);                  \
        lean_memcpy_(out, &y, sizeof y);                                                           \
    }                                                                                              \
    break
#define LEAN_SCATTER_(name, Lanes)                                                                 \
    LEAN_AVX512_ static void name(const lean_scatter_ *scatter, const lean_column_ *c,             \
                                  const unsigned char *from, size_t rounds, size_t bits,           \
                                  unsigned char *out) {                                            \
        const lean_scatter_ s = *scatter;                                                          \
        const uint32_t flip = LEAN_CAST_(uint32_t, c->flip & UINT32_MAX);                          \
        const uint32_t base = LEAN_CAST_(uint32_t, c->base & UINT32_MAX);                          \
        const uint32_t mask = LEAN_CAST_(uint32_t, lean_bits_mask_(c->width));                     \
        switch (s.loads) {                                                                         \
        case 1:                                                                                    \
            LEAN_SCATTER_LOOP_(Lanes, 1);                                                          \
        case 2:                                                                                    \
            LEAN_SCATTER_LOOP_(Lanes, 2);                                                          \
        case 3:                                                                                    \
            LEAN_SCATTER_LOOP_(Lanes, 3);                                                          \
        case 4:                                                                                    \
            LEAN_SCATTER_LOOP_(Lanes, 4);                                                          \
        default:                                                                                   \
            LEAN_SCATTER_LOOP_(Lanes, s.loads);                                                    \
        }                                                                                          \
    }
LEAN_SCATTER_(lean_scatter_u8_, lean_16u8_)
LEAN_SCATTER_(lean_scatter_u16_, lean_16u16_)
LEAN_SCATTER_(lean_scatter_u32_, lean_16u32_)

/* Records that go so: a multiple of sixteen, with 64 bytes from where each load begins. */
LEAN_AVX512_ static size_t lean_records_scatter_(const lean_records_ *a, size_t bits,
                                                 const lean_column_ *c, size_t i, size_t n,
                                                 unsigned char *out) {
    const size_t bit = i * bits + c->at;
    const unsigned char *from = a->block.bytes + bit / 8;
    size_t rounds = n / 16, last;
    lean_scatter_ s;
    lean_scatter_init_(&s, bit, bits);
    last = bit / 8 + s.at[s.loads - 1] + 64;
    while (rounds != 0 && last + (rounds - 1) * 2 * bits > a->block.cap)
        --rounds;
    if (c->size == 1)
        lean_scatter_u8_(&s, c, from, rounds, bits, out);
    else if (c->size == 2)
        lean_scatter_u16_(&s, c, from, rounds, bits, out);
    else
        lean_scatter_u32_(&s, c, from, rounds, bits, out);
    return rounds * 16;
}

/* Records that go so: a multiple of eight, each with eight bytes from the field's first on. */
static size_t lean_records_gather_(const lean_records_ *a, size_t bits, const lean_column_ *c,
                                   size_t i, size_t n, unsigned char *out) {
    const size_t bit = i * bits + c->at;
    const unsigned char *from;
    size_t rounds = n / 8;
    lean_gather_ g;
    if (rounds == 0 || c->size > 4 || lean_kernel_() < LEAN_KERNEL_avx2)
        return 0;
    from = a->block.bytes + bit / 8;
    if (lean_kernel_() == LEAN_KERNEL_avx512 && c->width <= LEAN_SCATTER_WIDTH_ &&
        n >= LEAN_SCATTER_LEAST_)
        return lean_records_scatter_(a, bits, c, i, n, out);
    while (rounds != 0 && (bit + (rounds * 8 - 1) * bits) / 8 + 8 > a->block.cap)
        --rounds;
    lean_gather_init_(&g, bit, bits, c->width);
    if (c->size == 1)
        lean_gather_u8_(&g, c, from, rounds, bits, out);
    else if (c->size == 2)
        lean_gather_u16_(&g, c, from, rounds, bits, out);
    else
        lean_gather_u32_(&g, c, from, rounds, bits, out);
    return rounds * 8;
}
#endif

/* What is copied here cannot change by what is written, for all that the compiler knows. */
LEAN_SHARED_ void lean_records_read_(const lean_records_ *a, size_t bits, const lean_column_ *c,
                                     size_t i, size_t n, void *out) {
    const lean_records_ from = *a;
    const lean_column_ column = *c;
    unsigned char *to = LEAN_CAST_(unsigned char *, out);
    size_t done = 0;
#if LEAN_HAS_KERNELS_
    done = lean_records_gather_(a, bits, c, i, n, to);
#endif
    for (; done < n; ++done)
        lean_number_store_(to + done * column.size, column.size,
                           lean_column_get_hot_(&column, &from, (i + done) * bits));
}

/* All values are looked at before the first is written. */
static bool lean_column_write_plain_(const lean_column_ *c, lean_records_ *a, size_t bit,
                                     size_t bits, size_t n, const unsigned char *in) {
    const lean_column_ column = *c;
    uint64_t keep[LEAN_SMALL ? 1 : 8] = {0};
    size_t k;
    for (k = 0; k < n; ++k)
        if (!lean_column_holds_(&column, in + k * column.size))
            return false;
    for (k = 0; !LEAN_SMALL && k < 8; ++k)
        keep[k] = ~(lean_bits_mask_(column.width) << k);
    for (k = 0; k < n; ++k)
        (void)LEAN_PICK_(lean_column_set_)(
            &column, a, bit + k * bits,
            lean_number_load_(in + k * column.size, column.size, column.is_signed), keep);
    return true;
}

/* Less the least that the field holds, values that fit have no bit above the field's, so one look
   at all their bits will do. Its constants are copied, since they cannot change by what is written,
   for all that the compiler knows. */
LEAN_HOT_ bool lean_column_write_hot_(const lean_column_ *c, unsigned char *bytes, size_t bit,
                                      size_t bits, size_t n, const unsigned char *in, unsigned size,
                                      unsigned word) {
    const uint64_t sign = c->is_signed ? UINT64_C(1) << (size * 8 - 1) : 0;
    const uint64_t least = sign + c->base - c->flip, flip = c->flip;
    const uint64_t mask = lean_bits_mask_(c->width);
    const unsigned back = c->back;
    size_t first = bit + c->at - back, k;
    uint64_t all = 0;
    for (k = 0; k < n; ++k)
        all |= (lean_number_load_(in + k * size, size, false) ^ sign) - least;
    if (all > mask)
        return false;
    for (k = 0; k < n; ++k, first += bits) {
        const uint64_t x = (lean_number_load_(in + k * size, size, false) ^ sign) - least;
        const unsigned shift = LEAN_CAST_(unsigned, first % 8) + back;
        unsigned char *to = bytes + first / 8;
        lean_word_store_(word, to,
                         lean_bits_patch_(lean_word_load_(word, to), shift, mask, x ^ flip));
    }
    return true;
}

LEAN_HOT_ bool lean_column_write_size_(const lean_column_ *c, unsigned char *bytes, size_t bit,
                                       size_t bits, size_t n, const unsigned char *in,
                                       unsigned size) {
    if (lean_column_word_(c) == 32)
        return lean_column_write_hot_(c, bytes, bit, bits, n, in, size, 32);
    return lean_column_write_hot_(c, bytes, bit, bits, n, in, size, 64);
}

LEAN_SHARED_ bool lean_records_write_(lean_records_ *a, size_t bits, const lean_column_ *c,
                                      size_t i, size_t n, const void *in) {
    const unsigned char *from = LEAN_CAST_(const unsigned char *, in);
    unsigned char *bytes = lean_block_bytes_(&a->block);
    const size_t bit = i * bits;
    if (LEAN_SMALL || c->back == LEAN_COLUMN_SHORT_)
        return lean_column_write_plain_(c, a, bit, bits, n, from);
    if (c->size == 1)
        return lean_column_write_size_(c, bytes, bit, bits, n, from, 1);
    if (c->size == 2)
        return lean_column_write_size_(c, bytes, bit, bits, n, from, 2);
    if (c->size == 4)
        return lean_column_write_size_(c, bytes, bit, bits, n, from, 4);
    return lean_column_write_size_(c, bytes, bit, bits, n, from, 8);
}

#endif /* LEAN_HAS_PACKED_ */

/* ==== [BITSET] ============================================================================== */
#ifdef LEAN_HAS_BITSET_

static size_t lean_bitset_cap_(const lean_bitset *b) {
    return LEAN_SIZE_(b->cap & (LEAN_BITSET_VIEW_ - 1));
}

static unsigned char *lean_bitset_bytes_(const lean_bitset *b) {
    return LEAN_CAST_(unsigned char *, lean_pointer_get_(&b->bytes));
}

static lean_block_ lean_bitset_block_(const lean_bitset *b) {
    lean_block_ block;
    block.bytes = b->bytes;
    block.cap = lean_bitset_cap_(b);
    return block;
}

static bool lean_bitset_is_over_(const lean_bitset *b) {
    return (b->cap & LEAN_BITSET_OVER_) != 0;
}

/* Gives a bitset of its own block another capacity. It never comes near the bits that tell what a
   bitset is over: half as much again as an eighth of LEAN_INDEX_MAX is less than a quarter. */
static bool lean_bitset_fit_(lean_bitset *b, size_t to, bool with_room) {
    lean_block_ block = lean_bitset_block_(b);
    if (with_room ? !lean_block_room_(&block, to) : !lean_block_fit_(&block, to))
        return false;
    b->bytes = block.bytes;
    b->cap = LEAN_INDEX_(block.cap);
    return true;
}

static bool lean_bitset_room_(lean_bitset *b, size_t n, bool with_room) {
    const size_t need = LEAN_BITSET_BYTES(n);
    LEAN_ASSERT((b->cap & LEAN_BITSET_VIEW_) == 0);
    if (LEAN_PAST_INDEX_(n))
        return false;
    return need <= lean_bitset_cap_(b) ||
           (!lean_bitset_is_over_(b) && lean_bitset_fit_(b, need, with_room));
}

/* Sets bits behind the last in its byte to 0. */
static void lean_bitset_trim_(lean_bitset *b) {
    if (b->len % 8 != 0) {
        unsigned char *last = lean_bits_at_(&b->bytes, LEAN_SIZE_(b->len));
        *last = LEAN_CAST_(unsigned char, *last &(0xffu >> (8 - b->len % 8)));
    }
}

/* The most bytes that can be told of. */
#if LEAN_INDEX_MAX / 8 < SIZE_MAX
#define LEAN_BITSET_MOST_ (LEAN_INDEX_MAX / 8 + 1)
#else
#define LEAN_BITSET_MOST_ SIZE_MAX
#endif

LEAN_SHARED_ void lean_bitset_over(lean_bitset *b, void *memory, size_t bytes) {
    const size_t most = LEAN_BITSET_MOST_;
    lean_pointer_set_(&b->bytes, memory);
    b->len = 0;
    b->cap = LEAN_INDEX_(LEAN_BITSET_OVER_ + LEAN_INDEX_(bytes < most ? bytes : most));
}

LEAN_SHARED_ bool lean_bitset_view(lean_bitset *b, const void *memory, size_t n) {
    lean_memset_(b, 0, sizeof *b);
    if (LEAN_PAST_INDEX_(n))
        return false;
    b->bytes = LEAN_CAST_(const unsigned char *, memory);
    b->len = LEAN_INDEX_(n);
    b->cap = LEAN_INDEX_(LEAN_BITSET_OVER_ + LEAN_BITSET_VIEW_ + LEAN_BITSET_BYTES(n));
    return true;
}

LEAN_SHARED_ void lean_bitset_free(lean_bitset *b) {
    if (!lean_bitset_is_over_(b))
        (void)lean_bitset_fit_(b, 0, false);
    lean_memset_(b, 0, sizeof *b);
}

LEAN_SHARED_ bool lean_bitset_reserve(lean_bitset *b, size_t n) {
    return lean_bitset_room_(b, n, false);
}

LEAN_SHARED_ bool lean_bitset_shrink(lean_bitset *b) {
    const size_t need = LEAN_BITSET_BYTES(b->len);
    return lean_bitset_is_over_(b) || need == lean_bitset_cap_(b) ||
           lean_bitset_fit_(b, need, false);
}

LEAN_SHARED_ bool lean_bitset_resize(lean_bitset *b, size_t n) {
    const size_t from = LEAN_BITSET_BYTES(b->len), to = LEAN_BITSET_BYTES(n);
    if (!lean_bitset_room_(b, n, true))
        return false;
    if (from < to)
        lean_memset_(lean_bitset_bytes_(b) + from, 0, to - from);
    b->len = LEAN_INDEX_(n);
    lean_bitset_trim_(b);
    return true;
}

LEAN_SHARED_ bool lean_bitset_copy(lean_bitset *to, const lean_bitset *from) {
    if (to == from)
        return true;
    if (!lean_bitset_room_(to, LEAN_SIZE_(from->len), false))
        return false;
    if (from->len != 0)
        lean_memmove_(lean_bitset_bytes_(to), from->bytes, LEAN_BITSET_BYTES(from->len));
    to->len = from->len;
    lean_bitset_trim_(to);
    return true;
}

LEAN_SHARED_ bool lean_bitset_push(lean_bitset *b, bool value) {
    const size_t i = LEAN_SIZE_(b->len);
    if (b->len == LEAN_INDEX_MAX || !lean_bitset_resize(b, i + 1))
        return false;
    lean_bitset_assign(b, i, value);
    return true;
}

LEAN_SHARED_ size_t lean_bitset_bytes(const lean_bitset *b) {
    const lean_block_ block = lean_bitset_block_(b);
    return lean_bitset_is_over_(b) ? 0 : lean_block_held_(&block);
}

/* Bits i to end - 1 of one byte. */
static unsigned lean_bits_part_(const unsigned char *bytes, size_t i, size_t end) {
    return i != end ? LEAN_CAST_(unsigned, bytes[i / 8]) >> i % 8 & (0xffu >> (8 - (end - i))) : 0;
}

/* Makes integers, or vectors of them, the counts of ones in each of their bytes. */
#define LEAN_ONES_BYTES_(x)                                                                        \
    do {                                                                                           \
        (x) -= ((x) >> 1) & UINT64_C(0x5555555555555555);                                          \
        (x) = ((x)&UINT64_C(0x3333333333333333)) + (((x) >> 2) & UINT64_C(0x3333333333333333));    \
        (x) = ((x) + ((x) >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);                                   \
    } while (0)

/* The sum of the bytes. */
LEAN_HOT_ size_t lean_bytes_sum_(uint64_t x) {
    const uint64_t pairs = UINT64_C(0x00ff00ff00ff00ff);
    return LEAN_CAST_(size_t,
                      ((x & pairs) + (x >> 8 & pairs)) * UINT64_C(0x0001000100010001) >> 48);
}

static unsigned char lean_bits_byte_(unsigned x, unsigned y, unsigned way) {
    const unsigned all = x * (way & 1) ^ y * (way >> 1 & 1) ^ (x & y) * (way >> 2 & 1);
    return LEAN_CAST_(unsigned char, (way > 7 ? ~all : all) & 0xff);
}

/* Byte k of len bits, zeros behind them. */
static unsigned lean_bits_at_byte_(const unsigned char *bytes, size_t k, size_t len) {
    const size_t left = len - k * 8;
    if (k * 8 >= len)
        return 0;
    return left < 8 ? bytes[k] & (0xffu >> (8 - left)) : bytes[k];
}

#if LEAN_HAS_BLOCKS_
/* Bulk work goes by lanes: vectors of 32 bytes, of which each processor makes what it has, or words
   of eight. What a lane holds of bits is never looked at by number, so byte order does not
   count. */
#if LEAN_HAS_LANES_
typedef uint64_t lean_lane_ __attribute__((__vector_size__(32)));
#else
typedef uint64_t lean_lane_;
#endif
enum { LEAN_LANE_ = sizeof(lean_lane_), LEAN_LANE_WORDS_ = LEAN_LANE_ / 8 };

/* The same ways for lanes; `way` is known to the compiler. */
#define LEAN_BITS_WAY_(way, x, y)                                                                  \
    ((way) == LEAN_BITS_AND_      ? (x) & (y)                                                      \
     : (way) == LEAN_BITS_OR_     ? (x) | (y)                                                      \
     : (way) == LEAN_BITS_XOR_    ? (x) ^ (y)                                                      \
     : (way) == LEAN_BITS_ANDNOT_ ? (x) & ~(y)                                                     \
     : (way) == LEAN_BITS_NOT_    ? ~(x)                                                           \
                                  : (x))
LEAN_HOT_ void lean_lane_load_(lean_lane_ *lane, const unsigned char *a, const unsigned char *b,
                               unsigned way) {
    lean_lane_ x, y;
    lean_memcpy_(&x, a, sizeof x);
    lean_memcpy_(&y, b, sizeof y);
    *lane = LEAN_BITS_WAY_(way, x, y);
}

/* The same of n < LEAN_LANE_ bytes, and zeros. */
LEAN_HOT_ void lean_lane_load_some_(lean_lane_ *lane, const unsigned char *a,
                                    const unsigned char *b, size_t n, unsigned way) {
    unsigned char x[LEAN_LANE_] = {0}, y[LEAN_LANE_] = {0};
    lean_memcpy_(x, a, n);
    lean_memcpy_(y, b, n);
    lean_lane_load_(lane, x, y, way);
}

/* Bytes before the first lane that is aligned, where there are many. */
LEAN_HOT_ size_t lean_lane_lead_(const unsigned char *bytes, size_t n) {
    return n < 16 * LEAN_LANE_ ? 0 : LEAN_CAST_(size_t, (0 - LEAN_ADDRESS_(bytes)) % LEAN_LANE_);
}

LEAN_HOT_ void lean_lane_combine_(unsigned char *out, const unsigned char *a,
                                  const unsigned char *b, unsigned way) {
    lean_lane_ lane;
    lean_lane_load_(&lane, a, b, way);
    lean_memcpy_(out, &lane, sizeof lane);
}

LEAN_HOT_ void lean_bits_combine_way_(unsigned char *out, const unsigned char *a,
                                      const unsigned char *b, size_t n, unsigned way) {
    const size_t lead = lean_lane_lead_(out, n);
    size_t i, at;
    for (i = 0; i < lead; ++i)
        out[i] = lean_bits_byte_(a[i], b[i], way);
    for (; n - i >= 4 * LEAN_LANE_; i += 4 * LEAN_LANE_)
        LEAN_UNROLL_(4)
    for (at = i; at < i + 4 * LEAN_LANE_; at += LEAN_LANE_)
        lean_lane_combine_(out + at, a + at, b + at, way);
    for (; n - i >= LEAN_LANE_; i += LEAN_LANE_)
        lean_lane_combine_(out + i, a + i, b + i, way);
    for (; i < n; ++i)
        out[i] = lean_bits_byte_(a[i], b[i], way);
}

LEAN_BODY_ void lean_bits_combine_lanes_body_(unsigned char *out, const unsigned char *a,
                                              const unsigned char *b, size_t n, unsigned way) {
    switch (way) {
    case LEAN_BITS_AND_:
        lean_bits_combine_way_(out, a, b, n, LEAN_BITS_AND_);
        break;
    case LEAN_BITS_OR_:
        lean_bits_combine_way_(out, a, b, n, LEAN_BITS_OR_);
        break;
    case LEAN_BITS_XOR_:
        lean_bits_combine_way_(out, a, b, n, LEAN_BITS_XOR_);
        break;
    case LEAN_BITS_ANDNOT_:
        lean_bits_combine_way_(out, a, b, n, LEAN_BITS_ANDNOT_);
        break;
    default:
        lean_bits_combine_way_(out, a, b, n, LEAN_BITS_NOT_);
    }
}
LEAN_BLOCK_WORK_(void, , lean_bits_combine_lanes_,
                 (unsigned char *out, const unsigned char *a, const unsigned char *b, size_t n,
                  unsigned way),
                 (out, a, b, n, way))

#if LEAN_HAS_KERNELS_
/* The same by 64 bytes, for what cannot be aligned: of loads of 32 one in two would reach into a
   second line of the cache, and each would be waited for. */
enum { LEAN_OCTET_ = 64, LEAN_OCTETS_ = 4 * LEAN_OCTET_ };

LEAN_AVX512_ static inline void lean_octets_combine_(unsigned char *out, const unsigned char *a,
                                                     const unsigned char *b, size_t n,
                                                     unsigned way) {
    lean_8u64_ x, y;
    size_t i;
    LEAN_UNROLL_(2)
    for (i = 0; i < n; i += LEAN_OCTET_) {
        lean_memcpy_(&x, a + i, sizeof x);
        lean_memcpy_(&y, b + i, sizeof y);
        x = LEAN_BITS_WAY_(way, x, y);
        lean_memcpy_(out + i, &x, sizeof x);
    }
}

LEAN_AVX512_ static void lean_bits_combine_octets_(unsigned char *out, const unsigned char *a,
                                                   const unsigned char *b, size_t n, unsigned way) {
    switch (way) {
    case LEAN_BITS_AND_:
        lean_octets_combine_(out, a, b, n, LEAN_BITS_AND_);
        break;
    case LEAN_BITS_OR_:
        lean_octets_combine_(out, a, b, n, LEAN_BITS_OR_);
        break;
    case LEAN_BITS_XOR_:
        lean_octets_combine_(out, a, b, n, LEAN_BITS_XOR_);
        break;
    case LEAN_BITS_ANDNOT_:
        lean_octets_combine_(out, a, b, n, LEAN_BITS_ANDNOT_);
        break;
    default:
        lean_octets_combine_(out, a, b, n, LEAN_BITS_NOT_);
    }
}

/* Bytes of n before the first octet that is aligned, and those up to the last whole group. */
static size_t lean_octets_(const unsigned char *bytes, size_t n, size_t *lead) {
    *lead = LEAN_CAST_(size_t, (0 - LEAN_ADDRESS_(bytes)) % LEAN_OCTET_);
    if (n < 2 * LEAN_OCTETS_ || lean_kernel_() < LEAN_KERNEL_avx512)
        return 0;
    return (n - *lead) / LEAN_OCTETS_ * LEAN_OCTETS_;
}
#endif

static void lean_bits_combine_(unsigned char *out, const unsigned char *a, const unsigned char *b,
                               size_t n, unsigned way) {
    size_t done = 0;
#if LEAN_HAS_KERNELS_
    size_t lead;
    const size_t octets = lean_octets_(out, n, &lead);
    const uintptr_t apart =
        (LEAN_ADDRESS_(a) - LEAN_ADDRESS_(out)) | (LEAN_ADDRESS_(b) - LEAN_ADDRESS_(out));
    if (octets != 0 && apart % LEAN_LANE_ != 0) {
        lean_bits_combine_lanes_(out, a, b, lead, way);
        lean_bits_combine_octets_(out + lead, a + lead, b + lead, octets, way);
        done = lead + octets;
    }
#endif
    if (done < n)
        lean_bits_combine_lanes_(out + done, a + done, b + done, n - done, way);
}

LEAN_HOT_ size_t lean_lane_sum_(const lean_lane_ *bytes) {
    uint64_t words[LEAN_LANE_WORDS_];
    size_t sum = 0;
    unsigned k;
    lean_memcpy_(words, bytes, sizeof words);
    for (k = 0; k < LEAN_LANE_WORDS_; ++k)
        sum += lean_bytes_sum_(words[k]);
    return sum;
}

LEAN_HOT_ size_t lean_lane_ones_(const lean_lane_ *lane) {
    lean_lane_ bytes = *lane;
    LEAN_ONES_BYTES_(bytes);
    return lean_lane_sum_(&bytes);
}

/* Counting by carry-save adders, each of which makes of three bits a sum and a carry in five steps:
   sixteen lanes become one whose bits are worth sixteen each, and only that one is counted (Harley;
   in Mula, Kurz and Lemire, "Faster population counts using AVX2 instructions", 2018). sums[k]
   holds bits that are worth 2^k. */
typedef struct lean_counting_ {
    lean_lane_ sums[4];
} lean_counting_;

LEAN_HOT_ void lean_counting_add_(lean_lane_ *sum, const lean_lane_ *x, const lean_lane_ *y,
                                  lean_lane_ *carry) {
    const lean_lane_ half = *x ^ *y, both = *x & *y;
    *carry = both | (half & *sum);
    *sum ^= half;
}

LEAN_HOT_ void lean_counting_2_(lean_counting_ *c, const unsigned char *a, const unsigned char *b,
                                unsigned way, lean_lane_ *carry) {
    lean_lane_ x, y;
    lean_lane_load_(&x, a, b, way);
    lean_lane_load_(&y, a + LEAN_LANE_, b + LEAN_LANE_, way);
    lean_counting_add_(&c->sums[0], &x, &y, carry);
}

LEAN_HOT_ void lean_counting_4_(lean_counting_ *c, const unsigned char *a, const unsigned char *b,
                                unsigned way, lean_lane_ *carry) {
    lean_lane_ x, y;
    lean_counting_2_(c, a, b, way, &x);
    lean_counting_2_(c, a + 2 * LEAN_LANE_, b + 2 * LEAN_LANE_, way, &y);
    lean_counting_add_(&c->sums[1], &x, &y, carry);
}

LEAN_HOT_ void lean_counting_8_(lean_counting_ *c, const unsigned char *a, const unsigned char *b,
                                unsigned way, lean_lane_ *carry) {
    lean_lane_ x, y;
    lean_counting_4_(c, a, b, way, &x);
    lean_counting_4_(c, a + 4 * LEAN_LANE_, b + 4 * LEAN_LANE_, way, &y);
    lean_counting_add_(&c->sums[2], &x, &y, carry);
}

LEAN_HOT_ void lean_counting_16_(lean_counting_ *c, const unsigned char *a, const unsigned char *b,
                                 unsigned way, lean_lane_ *carry) {
    lean_lane_ x, y;
    lean_counting_8_(c, a, b, way, &x);
    lean_counting_8_(c, a + 8 * LEAN_LANE_, b + 8 * LEAN_LANE_, way, &y);
    lean_counting_add_(&c->sums[3], &x, &y, carry);
}

LEAN_HOT_ size_t lean_bits_count_way_(const unsigned char *a, const unsigned char *b, size_t n,
                                      unsigned way) {
    const size_t lead = lean_lane_lead_(a, n);
    const lean_lane_ zero = {0};
    lean_counting_ c;
    lean_lane_ lane, bytes;
    size_t i = lead, ones = 0, k;
    lean_memset_(&c, 0, sizeof c);
    while (n - i >= 16 * LEAN_LANE_) { /* of up to 31 lanes the counts fit a byte */
        const size_t rounds = (n - i) / (16 * LEAN_LANE_), most = rounds < 31 ? rounds : 31;
        bytes = zero;
        for (k = 0; k < most; ++k, i += 16 * LEAN_LANE_) {
            lean_counting_16_(&c, a + i, b + i, way, &lane);
            LEAN_ONES_BYTES_(lane);
            bytes += lane;
        }
        ones += 16 * lean_lane_sum_(&bytes);
    }
    for (k = 0; k < 4; ++k)
        ones += lean_lane_ones_(&c.sums[k]) << k;
    lean_lane_load_some_(&bytes, a, b, lead, way);
    LEAN_ONES_BYTES_(bytes);
    for (; n - i >= LEAN_LANE_; i += LEAN_LANE_) { /* at most 15 */
        lean_lane_load_(&lane, a + i, b + i, way);
        LEAN_ONES_BYTES_(lane);
        bytes += lane;
    }
    lean_lane_load_some_(&lane, a + i, b + i, n - i, way);
    LEAN_ONES_BYTES_(lane);
    bytes += lane;
    return ones + lean_lane_sum_(&bytes);
}

LEAN_BODY_ size_t lean_bits_count_lanes_body_(const unsigned char *a, const unsigned char *b,
                                              size_t n, unsigned way) {
    switch (way) {
    case LEAN_BITS_AND_:
        return lean_bits_count_way_(a, b, n, LEAN_BITS_AND_);
    case LEAN_BITS_OR_:
        return lean_bits_count_way_(a, b, n, LEAN_BITS_OR_);
    case LEAN_BITS_XOR_:
        return lean_bits_count_way_(a, b, n, LEAN_BITS_XOR_);
    case LEAN_BITS_ANDNOT_:
        return lean_bits_count_way_(a, b, n, LEAN_BITS_ANDNOT_);
    default:
        return lean_bits_count_way_(a, b, n, LEAN_BITS_SAME_);
    }
}
LEAN_BLOCK_WORK_(size_t, return, lean_bits_count_lanes_,
                 (const unsigned char *a, const unsigned char *b, size_t n, unsigned way),
                 (a, b, n, way))

#if LEAN_HAS_KERNELS_
/* Where an instruction counts the ones of eight words there is nothing to add up by hand. */
LEAN_AVX512_ static inline void lean_octet_count_(lean_8u64_ *sum, const unsigned char *a,
                                                  const unsigned char *b, unsigned way) {
    lean_8u64_ x, y;
    lean_memcpy_(&x, a, sizeof x);
    lean_memcpy_(&y, b, sizeof y);
    x = LEAN_BITS_WAY_(way, x, y);
    __asm__("vpopcntq %0, %0" : "+v"(x));
    *sum += x;
}

LEAN_AVX512_ static inline size_t lean_octets_count_(const unsigned char *a, const unsigned char *b,
                                                     size_t n, unsigned way) {
    lean_8u64_ sums[4] = {{0}, {0}, {0}, {0}};
    size_t i, k, ones = 0;
    for (i = 0; n - i >= LEAN_OCTETS_; i += LEAN_OCTETS_)
        LEAN_UNROLL_(4)
    for (k = 0; k < 4; ++k)
        lean_octet_count_(&sums[k], a + i + k * LEAN_OCTET_, b + i + k * LEAN_OCTET_, way);
    sums[0] += sums[1] + sums[2] + sums[3];
    for (k = 0; k < 8; ++k)
        ones += sums[0][k];
    return ones;
}

LEAN_AVX512_ static size_t lean_bits_count_octets_(const unsigned char *a, const unsigned char *b,
                                                   size_t n, unsigned way) {
    switch (way) {
    case LEAN_BITS_AND_:
        return lean_octets_count_(a, b, n, LEAN_BITS_AND_);
    case LEAN_BITS_OR_:
        return lean_octets_count_(a, b, n, LEAN_BITS_OR_);
    case LEAN_BITS_XOR_:
        return lean_octets_count_(a, b, n, LEAN_BITS_XOR_);
    case LEAN_BITS_ANDNOT_:
        return lean_octets_count_(a, b, n, LEAN_BITS_ANDNOT_);
    default:
        return lean_octets_count_(a, b, n, LEAN_BITS_SAME_);
    }
}
#endif

static size_t lean_bits_count_(const unsigned char *a, const unsigned char *b, size_t n,
                               unsigned way) {
    size_t done = 0, ones = 0;
#if LEAN_HAS_KERNELS_
    size_t lead;
    const size_t octets = lean_octets_(a, n, &lead);
    if (octets != 0) {
        ones = lead == 0 ? 0 : lean_bits_count_lanes_(a, b, lead, way);
        ones += lean_bits_count_octets_(a + lead, b + lead, octets, way);
        done = lead + octets;
    }
#endif
    return done == n ? ones : ones + lean_bits_count_lanes_(a + done, b + done, n - done, way);
}

LEAN_HOT_ bool lean_lane_any_(const lean_lane_ *lane) {
    uint64_t words[LEAN_LANE_WORDS_], any = 0;
    unsigned k;
    lean_memcpy_(words, lane, sizeof words);
    for (k = 0; k < LEAN_LANE_WORDS_; ++k)
        any |= words[k];
    return any != 0;
}

LEAN_HOT_ bool lean_bits_any_way_(const unsigned char *a, const unsigned char *b, size_t n,
                                  unsigned way) {
    lean_lane_ lane, more;
    size_t i = 0;
    for (; n - i >= 2 * LEAN_LANE_; i += 2 * LEAN_LANE_) {
        lean_lane_load_(&lane, a + i, b + i, way);
        lean_lane_load_(&more, a + i + LEAN_LANE_, b + i + LEAN_LANE_, way);
        lane |= more;
        if (lean_lane_any_(&lane))
            return true;
    }
    for (; i < n; ++i)
        if (lean_bits_byte_(a[i], b[i], way) != 0)
            return true;
    return false;
}

LEAN_BODY_ bool lean_bits_any_body_(const unsigned char *a, const unsigned char *b, size_t n,
                                    unsigned way) {
    if (way == LEAN_BITS_AND_)
        return lean_bits_any_way_(a, b, n, LEAN_BITS_AND_);
    if (way == LEAN_BITS_XOR_)
        return lean_bits_any_way_(a, b, n, LEAN_BITS_XOR_);
    return lean_bits_any_way_(a, b, n, LEAN_BITS_ANDNOT_);
}
LEAN_BLOCK_WORK_(bool, return, lean_bits_any_,
                 (const unsigned char *a, const unsigned char *b, size_t n, unsigned way),
                 (a, b, n, way))

static unsigned lean_bits_popcount_(unsigned byte) {
    return lean_popcount32(byte);
}

static size_t lean_bits_ones_(const unsigned char *bytes, size_t n) {
    return lean_bits_count_(bytes, bytes, n, LEAN_BITS_SAME_);
}
#else
/* Small rather than fast, byte by byte. */
static void lean_bits_combine_(unsigned char *out, const unsigned char *a, const unsigned char *b,
                               size_t n, unsigned way) {
    size_t i;
    for (i = 0; i < n; ++i)
        out[i] = lean_bits_byte_(a[i], b[i], way);
}

static unsigned lean_bits_popcount_(unsigned byte) {
    unsigned ones = 0;
    for (; byte != 0; byte &= byte - 1)
        ++ones;
    return ones;
}

static size_t lean_bits_ones_(const unsigned char *bytes, size_t n) {
    size_t i, ones = 0;
    for (i = 0; i < n; ++i)
        ones += lean_bits_popcount_(bytes[i]);
    return ones;
}

static size_t lean_bits_count_(const unsigned char *a, const unsigned char *b, size_t n,
                               unsigned way) {
    size_t i, ones = 0;
    for (i = 0; i < n; ++i)
        ones += lean_bits_popcount_(lean_bits_byte_(a[i], b[i], way));
    return ones;
}

static bool lean_bits_any_(const unsigned char *a, const unsigned char *b, size_t n, unsigned way) {
    size_t i;
    for (i = 0; i < n; ++i)
        if (lean_bits_byte_(a[i], b[i], way) != 0)
            return true;
    return false;
}
#endif /* LEAN_HAS_BLOCKS_ */

/* Of the n bits from i on those that `clears` are made 0, and then those that `flips` turned. */
static void lean_bitset_put_range_(lean_bitset *b, size_t i, size_t n, bool clears, bool flips) {
    unsigned char *const bytes = lean_bitset_bytes_(b);
    const size_t first = i / 8, last = (i + n - 1) / 8;
    const unsigned lead = 0xffu << i % 8 & 0xff, trail = 0xffu >> (7 - (i + n - 1) % 8);
    LEAN_ASSERT(i <= b->len && n <= b->len - i && (b->cap & LEAN_BITSET_VIEW_) == 0);
    if (n == 0)
        return;
    if (first == last) {
        lean_bits_put_(bytes + first, lead & trail, clears, flips);
        return;
    }
    lean_bits_put_(bytes + first, lead, clears, flips);
    if (clears)
        lean_memset_(bytes + first + 1, flips ? 0xff : 0, last - first - 1);
    else
        lean_bits_combine_(bytes + first + 1, bytes + first + 1, bytes + first + 1,
                           last - first - 1, LEAN_BITS_NOT_);
    lean_bits_put_(bytes + last, trail, clears, flips);
}

LEAN_SHARED_ void lean_bitset_assign_range(lean_bitset *b, size_t i, size_t n, bool value) {
    lean_bitset_put_range_(b, i, n, true, value);
}

LEAN_SHARED_ void lean_bitset_flip_range(lean_bitset *b, size_t i, size_t n) {
    lean_bitset_put_range_(b, i, n, false, true);
}

LEAN_SHARED_ size_t lean_bitset_test_and_set_range(lean_bitset *b, size_t i, size_t n) {
    const size_t were = lean_bitset_count_range(b, i, n);
    lean_bitset_set_range(b, i, n);
    return were;
}

LEAN_SHARED_ size_t lean_bitset_count(const lean_bitset *b) {
    const size_t n = LEAN_SIZE_(b->len) / 8;
    return lean_bits_ones_(b->bytes, n) +
           lean_bits_popcount_(lean_bits_at_byte_(b->bytes, n, LEAN_SIZE_(b->len)));
}

LEAN_SHARED_ size_t lean_bitset_count_range(const lean_bitset *b, size_t i, size_t n) {
    const size_t end = i + n, first = i / 8 + (i % 8 != 0), last = end / 8;
    LEAN_ASSERT(i <= b->len && n <= b->len - i);
    if (n == 0)
        return 0;
    if (first > last)
        return lean_bits_popcount_(lean_bits_part_(b->bytes, i, end));
    return lean_bits_popcount_(lean_bits_part_(b->bytes, i, first * 8)) +
           lean_bits_popcount_(lean_bits_part_(b->bytes, last * 8, end)) +
           lean_bits_ones_(b->bytes + first, last - first);
}

LEAN_SHARED_ bool lean_bitset_any_range(const lean_bitset *b, size_t i, size_t n) {
    size_t at;
    LEAN_ASSERT(i <= b->len && n <= b->len - i);
    return lean_bits_next_shared_(b, i, i + n, &at, true);
}

LEAN_SHARED_ bool lean_bitset_all_range(const lean_bitset *b, size_t i, size_t n) {
    size_t at;
    LEAN_ASSERT(i <= b->len && n <= b->len - i);
    return !lean_bits_next_shared_(b, i, i + n, &at, false);
}

static size_t lean_bitset_common_(const lean_bitset *a, const lean_bitset *b) {
    return LEAN_SIZE_(a->len < b->len ? a->len : b->len);
}

/* Into out, which has room for the bits of a. Bits behind the last in its byte stay 0 where they
   are 0 in a, but for LEAN_BITS_NOT_. */
static void lean_bitset_combine_(lean_bitset *out, const lean_bitset *a, const lean_bitset *b,
                                 unsigned way) {
    const size_t common = lean_bitset_common_(a, b), all = LEAN_BITSET_BYTES(a->len);
    unsigned char *const to = lean_bitset_bytes_(out);
    size_t n = 0;
#if LEAN_HAS_BLOCKS_
    n = common / 8;
    lean_bits_combine_(to, a->bytes, b->bytes, n, way);
    if (n < all) {
        to[n] = lean_bits_byte_(a->bytes[n], lean_bits_at_byte_(b->bytes, n, common), way);
        ++n;
    }
    if (n < all && way == LEAN_BITS_AND_)
        lean_memset_(to + n, 0, all - n);
    else if (n < all)
        lean_memmove_(to + n, a->bytes + n, all - n);
#else
    for (; n < all; ++n)
        to[n] = lean_bits_byte_(a->bytes[n], lean_bits_at_byte_(b->bytes, n, common), way);
#endif
}

LEAN_SHARED_ void lean_bitset_apply_(lean_bitset *a, const lean_bitset *b, unsigned way) {
    LEAN_ASSERT((a->cap & LEAN_BITSET_VIEW_) == 0);
    lean_bitset_combine_(a, a, b, way);
}

LEAN_SHARED_ bool lean_bitset_apply_into_(lean_bitset *out, const lean_bitset *a,
                                          const lean_bitset *b, unsigned way) {
    if (!lean_bitset_room_(out, LEAN_SIZE_(a->len), false))
        return false;
    lean_bitset_combine_(out, a, b, way);
    out->len = a->len;
    lean_bitset_trim_(out);
    return true;
}

LEAN_SHARED_ size_t lean_bitset_count_two_(const lean_bitset *a, const lean_bitset *b,
                                           unsigned way) {
    const size_t common = lean_bitset_common_(a, b), n = common / 8;
    const unsigned x = lean_bits_part_(a->bytes, n * 8, common);
    const unsigned y = lean_bits_part_(b->bytes, n * 8, common);
    size_t ones =
        lean_bits_count_(a->bytes, b->bytes, n, way) + lean_popcount32(lean_bits_byte_(x, y, way));
    if (way != LEAN_BITS_AND_)
        ones += lean_bitset_count_range(a, common, LEAN_SIZE_(a->len) - common);
    if (way == LEAN_BITS_OR_ || way == LEAN_BITS_XOR_)
        ones += lean_bitset_count_range(b, common, LEAN_SIZE_(b->len) - common);
    return ones;
}

LEAN_SHARED_ bool lean_bitset_any_two_(const lean_bitset *a, const lean_bitset *b, unsigned way) {
    const size_t common = lean_bitset_common_(a, b), n = common / 8;
    const unsigned x = lean_bits_part_(a->bytes, n * 8, common);
    const unsigned y = lean_bits_part_(b->bytes, n * 8, common);
    if (lean_bits_any_(a->bytes, b->bytes, n, way) || lean_bits_byte_(x, y, way) != 0)
        return true;
    return way == LEAN_BITS_ANDNOT_ &&
           lean_bitset_any_range(a, common, LEAN_SIZE_(a->len) - common);
}

LEAN_SHARED_ void lean_bitset_shift_up(lean_bitset *b, size_t n) {
    unsigned char *const bytes = lean_bitset_bytes_(b);
    const size_t all = LEAN_BITSET_BYTES(b->len), far = n / 8;
    const unsigned shift = LEAN_CAST_(unsigned, n % 8);
    size_t k = all;
    LEAN_ASSERT((b->cap & LEAN_BITSET_VIEW_) == 0);
    if (far >= all) {
        lean_bitset_clear_range(b, 0, LEAN_SIZE_(b->len));
        return;
    }
#if LEAN_HAS_BLOCKS_
    for (; k - far > 8; k -= 8) {
        const unsigned char *const from = bytes + (k - far - 8);
        const unsigned below = LEAN_CAST_(unsigned, from[-1]) >> (8 - shift);
        lean_store64(bytes + k - 8, lean_load64(from) << shift | below);
    }
#endif
    while (k-- > far) {
        const unsigned below = k > far ? bytes[k - far - 1] : 0;
        bytes[k] = LEAN_CAST_(
            unsigned char,
            (LEAN_CAST_(unsigned, bytes[k - far]) << shift | below >> (8 - shift)) & 0xff);
    }
    lean_memset_(bytes, 0, far);
    lean_bitset_trim_(b);
}

LEAN_SHARED_ void lean_bitset_shift_down(lean_bitset *b, size_t n) {
    unsigned char *const bytes = lean_bitset_bytes_(b);
    const size_t all = LEAN_BITSET_BYTES(b->len), far = n / 8;
    const unsigned shift = LEAN_CAST_(unsigned, n % 8);
    size_t k = far;
    LEAN_ASSERT((b->cap & LEAN_BITSET_VIEW_) == 0);
    if (far >= all) {
        lean_bitset_clear_range(b, 0, LEAN_SIZE_(b->len));
        return;
    }
#if LEAN_HAS_BLOCKS_
    for (; all - k > 8; k += 8) {
        const uint64_t above = LEAN_CAST_(uint64_t, bytes[k + 8]) << 1 << (63 - shift);
        lean_store64(bytes + k - far, lean_load64(bytes + k) >> shift | above);
    }
#endif
    for (; k < all; ++k) {
        const unsigned above = k + 1 < all ? bytes[k + 1] : 0;
        bytes[k - far] = LEAN_CAST_(
            unsigned char, (LEAN_CAST_(unsigned, bytes[k]) >> shift | above << (8 - shift)) & 0xff);
    }
    lean_memset_(bytes + all - far, 0, far);
}

LEAN_SHARED_ size_t lean_bits_word_shared_(const unsigned char *bytes, size_t i, size_t n) {
    const size_t first = i / 8, left = LEAN_BITSET_BYTES(n) - first;
    size_t k = first + (left < LEAN_WORD_ / 8 ? left : LEAN_WORD_ / 8), word = 0;
    while (k-- > first)
        word = word << 8 | bytes[k];
    word >>= i % 8;
    return n - i < LEAN_WORD_ ? word & ~(SIZE_MAX << (n - i)) : word;
}

#if LEAN_HAS_BLOCKS_
/* The first whole word from bit i on, a multiple of 8, that is another. */
LEAN_HOT_ size_t lean_bits_skip_(const unsigned char *bytes, size_t i, size_t end, size_t word) {
    const unsigned char *at = bytes + i / 8;
    const unsigned char *const last = at + (end - i) / LEAN_WORD_ * (LEAN_WORD_ / 8);
    while (at != last && LEAN_WORD_AT_(at) == word)
        at += LEAN_WORD_ / 8;
    return LEAN_CAST_(size_t, at - bytes) * 8;
}

LEAN_SHARED_ bool lean_bits_next_shared_(const lean_bitset *b, size_t from, size_t end, size_t *at,
                                         bool value) {
    const unsigned char *const bytes = b->bytes;
    const size_t flip = value ? 0 : SIZE_MAX;
    while (from < end) {
        const size_t here = LEAN_WORD_ - from % 8, left = end - from;
        const size_t width = left < here ? left : here;
        const size_t word =
            (lean_bits_word_hot_(bytes, from, end) ^ flip) & SIZE_MAX >> (LEAN_WORD_ - width);
        if (word != 0) {
            *at = from + lean_word_ctz_(word);
            return true;
        }
        from = left > here ? lean_bits_skip_(bytes, from + here, end, flip) : end;
    }
    return false;
}

LEAN_SHARED_ bool lean_bits_prev_(const lean_bitset *b, size_t end, size_t *at, bool value) {
    const size_t flip = value ? 0 : SIZE_MAX;
    while (end != 0) {
        const size_t bytes = LEAN_BITSET_BYTES(end);
        const size_t from = bytes > LEAN_WORD_ / 8 ? bytes * 8 - LEAN_WORD_ : 0;
        const size_t word = (LEAN_PICK_(lean_bits_word_)(b->bytes, from, end) ^ flip) &
                            SIZE_MAX >> (LEAN_WORD_ - (end - from));
        if (word != 0) {
            *at = from + (LEAN_WORD_ - 1) - lean_word_clz_(word);
            return true;
        }
        end = from;
    }
    return false;
}
#else
LEAN_SHARED_ bool lean_bits_next_shared_(const lean_bitset *b, size_t from, size_t end, size_t *at,
                                         bool value) {
    const unsigned none = value ? 0 : 0xff;
    while (from < end) {
        if (from % 8 == 0 && b->bytes[from / 8] == none) {
            from += 8;
        } else if (lean_bits_test_(b->bytes, from) == value) {
            *at = from;
            return true;
        } else {
            ++from;
        }
    }
    return false;
}

LEAN_SHARED_ bool lean_bits_prev_(const lean_bitset *b, size_t end, size_t *at, bool value) {
    const unsigned none = value ? 0 : 0xff;
    while (end != 0) {
        if (end % 8 == 0 && b->bytes[end / 8 - 1] == none) {
            end -= 8;
        } else if (lean_bits_test_(b->bytes, --end) == value) {
            *at = end;
            return true;
        }
    }
    return false;
}
#endif /* LEAN_HAS_BLOCKS_ */

LEAN_SHARED_ bool lean_bits_step_shared_(const lean_bitset *b, size_t *at, size_t *left,
                                         size_t *from) {
    return lean_bits_step_hot_(b, at, left, from);
}

#if LEAN_HAS_KERNELS_
/* The numbers of the bits that are set in a byte, one a byte, the lowest first. From the highest
   bit down, each is put in below those above it. */
#define LEAN_BITS_1_(x) (x), (x) << 8
#define LEAN_BITS_2_(x) LEAN_BITS_1_(x), LEAN_BITS_1_((x) << 8 | 1)
#define LEAN_BITS_3_(x) LEAN_BITS_2_(x), LEAN_BITS_2_((x) << 8 | 2)
#define LEAN_BITS_4_(x) LEAN_BITS_3_(x), LEAN_BITS_3_((x) << 8 | 3)
#define LEAN_BITS_5_(x) LEAN_BITS_4_(x), LEAN_BITS_4_((x) << 8 | 4)
#define LEAN_BITS_6_(x) LEAN_BITS_5_(x), LEAN_BITS_5_((x) << 8 | 5)
#define LEAN_BITS_7_(x) LEAN_BITS_6_(x), LEAN_BITS_6_((x) << 8 | 6)
static const uint64_t lean_bits_numbers_[256] = {LEAN_BITS_7_(UINT64_C(0)),
                                                 LEAN_BITS_7_(UINT64_C(7))};

/* Eight bytes as numbers of 32 bits. */
#if LEAN_CLANG_
#define LEAN_WIDEN_8_(x)                                                                           \
    __builtin_convertvector(LEAN_VECTOR_(lean_8u8_, LEAN_CAST_(long long, (x)[0])), lean_8u32_)
#else
#define LEAN_WIDEN_8_(x)                                                                           \
    LEAN_VECTOR_(lean_8u32_, __builtin_ia32_pmovzxbd256(LEAN_VECTOR_(lean_16c8_, x)))
#endif

/* Writes the numbers of a word's bits: eight for each byte, of which the next byte's overwrite
   those that are none. Where they begin, `ends` tells for all bytes at once: sums of their ones. */
LEAN_FORCED_ LEAN_AVX2_ static inline void lean_bits_write_avx2_(uint64_t word, uint64_t ends,
                                                                 uint32_t i, uint32_t *out) {
    const lean_8u32_ zero = {0};
    lean_8u32_ base = zero + i;
    unsigned k;
    LEAN_UNROLL_(8)
    for (k = 0; k < 8; ++k) {
        const lean_2i64_ numbers = {
            LEAN_CAST_(long long, lean_bits_numbers_[word >> (8 * k) & 0xff]), 0};
        const lean_8u32_ x = LEAN_WIDEN_8_(numbers) + base;
        lean_memcpy_(out + (ends << 8 >> (8 * k) & 0xff), &x, sizeof x);
        base += 8;
    }
}

/* Whole words from *from on, a multiple of 8, while there is room for the ones of a word and eight
   more. */
LEAN_AVX2_ static size_t lean_bits_read_words_(const unsigned char *bytes, size_t *from, size_t end,
                                               uint32_t *out, size_t most) {
    size_t i, n = 0;
    for (i = *from; end - i >= 64; i += 64) {
        const uint64_t word = lean_load64(bytes + i / 8);
        uint64_t ends = word;
        if (word == 0) {
            i = lean_bits_skip_(bytes, i, end, 0) - 64;
            continue;
        }
        LEAN_ONES_BYTES_(ends);
        ends *= UINT64_C(0x0101010101010101);
        if (most - n < (ends >> 56) + 8)
            break;
        lean_bits_write_avx2_(word, ends, LEAN_CAST_(uint32_t, i), out + n);
        n += ends >> 56;
    }
    *from = i;
    return n;
}

/* Sixteen bytes as numbers of 32 bits. */
#if LEAN_CLANG_
#define LEAN_WIDEN_16_(x) __builtin_convertvector(x, lean_16u32_)
#else
#define LEAN_WIDEN_16_(x)                                                                          \
    LEAN_VECTOR_(lean_16u32_,                                                                      \
                 __builtin_ia32_pmovzxbd512_mask(LEAN_VECTOR_(lean_16c8_, x),                      \
                                                 LEAN_VECTOR_(lean_16i32_, zero), 0xffff))
#endif

/* The same where an instruction picks the numbers of the bits that are set out of 0 to 63. Most
   words have few: sixteen are written, or all. */
LEAN_AVX512_ LEAN_FORCED_ static inline void
lean_bits_write_16_(const lean_64i8_ *numbers, unsigned k, uint32_t i, uint32_t *out) {
    const lean_16u32_ zero = {0};
    lean_16u8_ some;
    lean_16u32_ x;
    (void)zero;
    lean_memcpy_(&some, LEAN_CAST_(const char *, LEAN_CAST_(const void *, numbers)) + k, 16);
    x = LEAN_WIDEN_16_(some) + i;
    lean_memcpy_(out + k, &x, sizeof x);
}

LEAN_AVX512_ static size_t lean_bits_pick_words_(const unsigned char *bytes, size_t *from,
                                                 size_t end, uint32_t *out, size_t most) {
    static const unsigned char all[64] = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
        44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    const lean_64i8_ zero = {0};
    lean_64i8_ numbers, picked;
    size_t i, n = 0;
    lean_memcpy_(&numbers, all, sizeof numbers);
    for (i = *from; end - i >= 64; i += 64) {
        const uint64_t word = lean_load64(bytes + i / 8);
        const uint32_t first = LEAN_CAST_(uint32_t, i);
        const size_t ones = LEAN_CAST_(size_t, __builtin_popcountll(word));
        if (word == 0) {
            i = lean_bits_skip_(bytes, i, end, 0) - 64;
            continue;
        }
        if (most - n < (ones <= 16 ? 16 : 64))
            break;
        picked = __builtin_ia32_compressqi512_mask(numbers, zero, word);
        lean_bits_write_16_(&picked, 0, first, out + n);
        if (ones > 16) {
            lean_bits_write_16_(&picked, 16, first, out + n);
            lean_bits_write_16_(&picked, 32, first, out + n);
            lean_bits_write_16_(&picked, 48, first, out + n);
        }
        n += ones;
    }
    *from = i;
    return n;
}

/* What lean_bitset_read_u32 does. What is not a whole word, or has not that room, goes by way of
   the stack. */
LEAN_AVX2_ static size_t lean_bits_read_avx2_(const unsigned char *bytes, size_t *from, size_t end,
                                              uint32_t *out, size_t most) {
    const bool picks = lean_kernel_() == LEAN_KERNEL_avx512;
    uint32_t some[64 + 8];
    size_t i = *from, n = 0;
    while (i < end && n < most) {
        const size_t here = LEAN_WORD_ - i % 8, room = most - n;
        const uint64_t word = lean_bits_word_hot_(bytes, i, end);
        uint64_t ends = word;
        LEAN_ONES_BYTES_(ends);
        ends *= UINT64_C(0x0101010101010101);
        lean_bits_write_avx2_(word, ends, LEAN_CAST_(uint32_t, i), some);
        if (ends >> 56 > room) {
            lean_memcpy_(out + n, some, room * sizeof *out);
            *from = some[room];
            return most;
        }
        lean_memcpy_(out + n, some, (ends >> 56) * sizeof *out);
        n += ends >> 56;
        i = end - i > here ? i + here : end;
        n += picks ? lean_bits_pick_words_(bytes, &i, end, out + n, most - n)
                   : lean_bits_read_words_(bytes, &i, end, out + n, most - n);
    }
    *from = i;
    return n;
}
#endif /* LEAN_HAS_KERNELS_ */

/* Bits whose numbers a uint32_t holds. */
static size_t lean_bits_end_u32_(const lean_bitset *b) {
#if LEAN_INDEX_MAX > UINT32_MAX && SIZE_MAX > UINT32_MAX
    return b->len > UINT32_MAX ? LEAN_CAST_(size_t, UINT32_MAX) + 1 : b->len;
#else
    return LEAN_SIZE_(b->len);
#endif
}

static size_t lean_bits_read_(const unsigned char *bytes, size_t *from, size_t end, uint32_t *out,
                              size_t most) {
    size_t i = *from, n = 0;
    while (i < end && n < most) {
        const size_t here = LEAN_WORD_ - i % 8;
        size_t word = LEAN_PICK_(lean_bits_word_)(bytes, i, end);
        for (; word != 0; word &= word - 1) {
            const size_t at = i + lean_word_ctz_(word);
            if (n == most) {
                *from = at;
                return n;
            }
            out[n++] = LEAN_CAST_(uint32_t, at);
        }
        i = end - i > here ? i + here : end;
    }
    *from = i;
    return n;
}

LEAN_SHARED_ size_t lean_bitset_read_u32(const lean_bitset *b, size_t *from, uint32_t *out,
                                         size_t most) {
    const size_t end = lean_bits_end_u32_(b);
    size_t n;
    LEAN_ASSERT(*from <= b->len);
#if LEAN_HAS_KERNELS_
    if (lean_kernel_() >= LEAN_KERNEL_avx2)
        n = lean_bits_read_avx2_(b->bytes, from, end, out, most);
    else
#endif
        n = lean_bits_read_(b->bytes, from, end, out, most);
    if (*from == end)
        *from = LEAN_SIZE_(b->len);
    return n;
}

#endif /* LEAN_HAS_BITSET_ */

/* ==== [RANK] ================================================================================ */
#ifdef LEAN_HAS_RANK_

#if LEAN_HAS_BLOCKS_
/* Ones among the first n <= 512 bits. */
static size_t lean_rank_part_(const unsigned char *bytes, size_t n) {
    uint64_t sums = 0;
    size_t i, ones;
    for (i = 0; n - i >= 64; i += 64) {
        uint64_t x = lean_load64(bytes + i / 8);
        LEAN_ONES_BYTES_(x);
        sums += x;
    }
    ones = lean_bytes_sum_(sums);
    for (; i < n; i += LEAN_WORD_)
        ones += lean_word_popcount_(lean_bits_word_shared_(bytes, i, n));
    return ones;
}

/* Ones in 512 bits. */
static size_t lean_rank_full_(const unsigned char *bytes, bool quick) {
    size_t ones = 0;
    unsigned k;
    if (!quick)
        return lean_rank_part_(bytes, 512);
    LEAN_UNROLL_(8)
    for (k = 0; k < 64; k += 8)
        ones += lean_rank_popcount_(lean_load64(bytes + k));
    return ones;
}
#else
static size_t lean_rank_part_(const unsigned char *bytes, size_t n) {
    return lean_bits_ones_(bytes, n / 8) +
           lean_bits_popcount_(lean_bits_part_(bytes, n / 8 * 8, n));
}
#define lean_rank_full_(bytes, quick) lean_rank_part_(bytes, 512)
#endif /* LEAN_HAS_BLOCKS_ */

static size_t lean_rank_places_(size_t len) {
    return len / LEAN_RANK_PLACE_ + 2;
}

/* The t-th place of a kind. */
LEAN_BODY_ lean_index *lean_rank_place_(const lean_rank *r, size_t t, bool value) {
    const size_t all = lean_rank_places_(LEAN_SIZE_(r->len));
    return LEAN_CAST_(lean_index *, lean_pointer_get_(&r->places)) + (value ? t : all - 1 - t);
}

/* Ones, or zeros, before a block of 512 bits. */
static size_t lean_rank_before_(const lean_rank *r, size_t block, bool value) {
    const size_t ones = LEAN_SIZE_(r->sums[block / 128]) + r->counts[block];
    return value ? ones : block * 512 - ones;
}

LEAN_SHARED_ size_t lean_rank_ones_shared_(const lean_rank *r, size_t i) {
    if (i == 0)
        return 0;
    return lean_rank_before_(r, i / 512, true) + lean_rank_part_(r->bytes + i / 512 * 64, i % 512);
}

/* The last block of `first` to `last` before which there are at most k of a kind. By a mask, not a
   branch, which would be guessed wrong half of the time. */
static size_t lean_rank_search_(const lean_rank *r, size_t first, size_t last, size_t k,
                                bool value) {
    size_t n = last - first + 1;
    while (n > 1) {
        const size_t half = n / 2;
        size_t up = 0 - LEAN_CAST_(size_t, lean_rank_before_(r, first + half, value) <= k);
        LEAN_OPAQUE_(up);
        first += up & half;
        n -= half;
    }
    return first;
}

/* How many of the eight blocks from number `at` of a sum on have at most k of a kind between its
   start and theirs. None depends on another, so they are compared at once. */
LEAN_HOT_ unsigned lean_rank_compare_(const uint16_t *counts, size_t at, size_t k, bool value) {
#if LEAN_HAS_KERNELS_
    const lean_8u16_ units = {0, 512, 1024, 1536, 2048, 2560, 3072, 3584};
    lean_8u16_ x;
    lean_memcpy_(&x, counts + at, sizeof x);
    if (!value)
        x = units + LEAN_CAST_(uint16_t, at * 512) - x;
    return lean_popcount32(LEAN_CAST_(uint32_t, __builtin_ia32_pmovmskb128(LEAN_VECTOR_(
                                                    lean_16c8_, x <= LEAN_CAST_(uint16_t, k))))) /
           2;
#else
    unsigned n = 0, i;
    for (i = 0; i < 8; ++i, ++at)
        n += (value ? counts[at] : at * 512 - counts[at]) <= k;
    return n;
#endif
}

/* The block in which the k-th of a kind lies between two places, if one of those about bit `near`
   is it and they have a sum in common; else SIZE_MAX. */
LEAN_HOT_ size_t lean_rank_try_(const lean_rank *r, size_t near, size_t k, bool value) {
    const size_t block = near / 512, sum = block / 128, ones = LEAN_SIZE_(r->sums[sum]);
    const size_t left = k - (value ? ones : (sum << 8 << 8) - ones);
    size_t at = block % 128 < 3 ? 0 : block % 128 - 3;
    unsigned n;
    at = at < 120 ? at : 120;
    if (left >> 8 >> 8 != 0 || block + 8 > LEAN_SIZE_(r->len) / 512)
        return SIZE_MAX;
    n = lean_rank_compare_(r->counts + sum * 128, at, left, value);
    return n % 8 != 0 ? sum * 128 + at + n - 1 : SIZE_MAX;
}

/* Between which bits the k-th of a kind lies, of which there are `all`, and where about, if they
   are near enough to each other for that to say something. */
typedef struct lean_rank_near_ {
    size_t from, to, near;
    bool is_even;
} lean_rank_near_;

LEAN_HOT_ lean_rank_near_ lean_rank_near_of_(const lean_rank *r, size_t k, size_t all, bool value) {
    const size_t t = k / LEAN_RANK_PLACE_;
    lean_rank_near_ n;
    n.from = LEAN_SIZE_(*lean_rank_place_(r, t, value));
    n.to = t < (all - 1) / LEAN_RANK_PLACE_ ? LEAN_SIZE_(*lean_rank_place_(r, t + 1, value))
                                            : LEAN_SIZE_(r->len) - 1;
    n.near = n.from;
    n.is_even = LEAN_HAS_BLOCKS_ && n.to - n.from <= LEAN_RANK_EVEN_;
    if (n.is_even) {
        const uint32_t part = LEAN_CAST_(uint32_t, k % LEAN_RANK_PLACE_);
        n.near += LEAN_CAST_(size_t, part * LEAN_CAST_(uint32_t, n.to - n.from) / LEAN_RANK_PLACE_);
    }
    return n;
}

/* The bits of a block of 512 that are looked at lie in two lines of the cache, or in one. */
LEAN_HOT_ void lean_rank_fetch_(const lean_rank *r, size_t near) {
    LEAN_PREFETCH_(r->bytes + near / 512 * 64);
    LEAN_PREFETCH_(r->bytes + near / 8);
}

#if LEAN_HAS_BLOCKS_
/* The last bits, less than 64. */
static uint64_t lean_rank_rest_(const lean_rank *r, size_t i) {
    uint64_t rest = 0;
    size_t k;
    for (k = LEAN_BITSET_BYTES(r->len); k-- > i / 8;)
        rest = rest << 8 | r->bytes[k];
    return rest;
}

/* How many of the sums, one a byte and below 128, are at most k. */
static unsigned lean_rank_below_(uint64_t sums, size_t k) {
    const uint64_t each = UINT64_C(0x0101010101010101), high = each << 7;
    const uint64_t below = ((k * each | high) - sums) & high;
    return LEAN_CAST_(unsigned, (below >> 7) * each >> 56);
}

/* The number of the one of a word before which there are k. Sums of its bytes' ones tell the byte,
   and sums of that one's bits, spread to a byte each, the bit. */
static unsigned lean_rank_in_word_(uint64_t word, size_t k) {
    const uint64_t each = UINT64_C(0x0101010101010101);
    uint64_t sums = word, bits;
    unsigned at;
    LEAN_ONES_BYTES_(sums);
    sums *= each;
    at = 8 * lean_rank_below_(sums, k);
    k -= sums << 8 >> at & 0xff;
    bits = (word >> at & 0xff) * each & UINT64_C(0x8040201008040201);
    bits = (bits + UINT64_C(0x7f7f7f7f7f7f7f7f)) >> 7 & each;
    return at + lean_rank_below_(bits * each, k);
}

#if LEAN_HAS_KERNELS_
/* The same by an instruction. */
LEAN_HOT_ unsigned lean_rank_pdep_(uint64_t word, size_t k) {
    uint64_t bit;
    __asm__("pdep %2, %1, %0" : "=r"(bit) : "r"(UINT64_C(1) << k), "r"(word));
    return lean_ctz64(bit);
}
#endif

/* The bit of the k-th of a kind from bit i on, in at most 512 bits. */
static size_t lean_rank_seek_here_(const lean_rank *r, size_t i, size_t k, bool value) {
    const size_t len = LEAN_SIZE_(r->len);
    const uint64_t flip = value ? 0 : UINT64_MAX;
    for (; len - i >= 64; i += 64) {
        const uint64_t word = lean_load64(r->bytes + i / 8) ^ flip;
        const size_t ones = lean_popcount64(word);
        if (k < ones)
            return i + lean_rank_in_word_(word, k);
        k -= ones;
    }
    return i + lean_rank_in_word_(lean_rank_rest_(r, i) ^ flip, k);
}

/* The same in a block of 512 bits that can be counted in place. What waits for memory is short, so
   that the processor meanwhile finds out where the next ones are. */
LEAN_HOT_ size_t lean_rank_seek_quick_(const lean_rank *r, size_t block, size_t k, bool value) {
    const uint64_t flip = value ? 0 : UINT64_MAX;
    const unsigned char *at = r->bytes + block * 64;
    uint64_t word = lean_load64(at) ^ flip;
    size_t ones = lean_rank_popcount_(word);
    while (k >= ones) {
        k -= ones;
        at += 8;
        word = lean_load64(at) ^ flip;
        ones = lean_rank_popcount_(word);
    }
#if LEAN_HAS_KERNELS_
    if (r->has_pdep)
        return LEAN_CAST_(size_t, at - r->bytes) * 8 + lean_rank_pdep_(word, k);
#endif
    return LEAN_CAST_(size_t, at - r->bytes) * 8 + lean_rank_in_word_(word, k);
}

LEAN_HOT_ size_t lean_rank_seek_in_(const lean_rank *r, size_t block, size_t k, bool value) {
    if (LEAN_UNLIKELY_(block >= r->quick / 512))
        return lean_rank_seek_here_(r, block * 512, k, value);
    return lean_rank_seek_quick_(r, block, k, value);
}
#else
LEAN_BODY_ size_t lean_rank_seek_in_(const lean_rank *r, size_t block, size_t k, bool value) {
    const unsigned flip = value ? 0 : 0xff;
    size_t i = block * 64;
    unsigned bits, ones;
    while (k >= (ones = lean_bits_popcount_(r->bytes[i] ^ flip))) {
        k -= ones;
        ++i;
    }
    bits = r->bytes[i] ^ flip;
    for (i *= 8; (bits & 1) == 0 || k-- != 0; bits >>= 1)
        ++i;
    return i;
}
#endif /* LEAN_HAS_BLOCKS_ */

LEAN_HOT_ size_t lean_rank_seek_near_(const lean_rank *r, const lean_rank_near_ *n, size_t k,
                                      bool value) {
    size_t block = n->is_even ? lean_rank_try_(r, n->near, k, value) : SIZE_MAX;
    if (LEAN_UNLIKELY_(block == SIZE_MAX))
        block = lean_rank_search_(r, n->from / 512, n->to / 512, k, value);
    return lean_rank_seek_in_(r, block, k - lean_rank_before_(r, block, value), value);
}

/* What is near is fetched while it is made sure that it is the place. */
LEAN_HOT_ size_t lean_rank_seek_way_(const lean_rank *r, size_t k, size_t all, bool value) {
    const lean_rank_near_ n = lean_rank_near_of_(r, k, all, value);
    lean_rank_fetch_(r, n.near);
    return lean_rank_seek_near_(r, &n, k, value);
}

LEAN_SHARED_ bool lean_rank_seek_(const lean_rank *r, size_t k, size_t *at, bool value) {
    const size_t ones = LEAN_SIZE_(r->ones), zeros = LEAN_SIZE_(r->len) - ones;
    if (k >= (value ? ones : zeros))
        return false;
    *at = value ? lean_rank_seek_way_(r, k, ones, true) : lean_rank_seek_way_(r, k, zeros, false);
    return true;
}

/* Many at once wait for memory together. */
#define LEAN_RANK_MANY_ LEAN_CAST_(size_t, SIZE_MAX > 65535 ? 32 : 4)

LEAN_SHARED_ void lean_rank_read_ones(const lean_rank *r, const size_t *bits, size_t n,
                                      size_t *out) {
    size_t i, j, end;
    for (i = 0; i < n && r->len == 0; ++i)
        out[i] = 0;
    for (; i < n; i = end) {
        end = n - i < LEAN_RANK_MANY_ ? n : i + LEAN_RANK_MANY_;
        for (j = i; j < end; ++j) {
            LEAN_PREFETCH_(&r->counts[bits[j] / 512]);
            lean_rank_fetch_(r, bits[j]);
        }
        for (j = i; j < end; ++j)
            out[j] = lean_rank_ones(r, bits[j]);
    }
}

LEAN_HOT_ void lean_rank_read_way_(const lean_rank *r, const size_t *k, size_t n, size_t *out,
                                   bool value) {
    const size_t ones = LEAN_SIZE_(r->ones), all = value ? ones : LEAN_SIZE_(r->len) - ones;
    lean_rank_near_ near[LEAN_RANK_MANY_];
    size_t i, j;
    for (i = 0; i < n; i += LEAN_RANK_MANY_) {
        const size_t some = n - i < LEAN_RANK_MANY_ ? n - i : LEAN_RANK_MANY_;
        for (j = 0; j < some; ++j)
            LEAN_PREFETCH_(lean_rank_place_(r, k[i + j] / LEAN_RANK_PLACE_, value));
        for (j = 0; j < some; ++j) {
            LEAN_ASSERT(k[i + j] < all);
            near[j] = lean_rank_near_of_(r, k[i + j], all, value);
            LEAN_PREFETCH_(&r->counts[near[j].near / 512]);
            lean_rank_fetch_(r, near[j].near);
        }
        for (j = 0; j < some; ++j)
            out[i + j] = lean_rank_seek_near_(r, &near[j], k[i + j], value);
    }
}

LEAN_SHARED_ void lean_rank_read_select(const lean_rank *r, const size_t *k, size_t n,
                                        size_t *out) {
    lean_rank_read_way_(r, k, n, out, true);
}

LEAN_SHARED_ void lean_rank_read_select_zero(const lean_rank *r, const size_t *k, size_t n,
                                             size_t *out) {
    lean_rank_read_way_(r, k, n, out, false);
}

/* What is known while an index is built: of each kind the place that is to be noted next, and how
   many of the kind are before it. */
typedef struct lean_ranking_ {
    const lean_rank *r;
    size_t next[2];
    size_t due[2];
} lean_ranking_;

/* Notes the next place, which is in a block before which there are `before` of the kind. A block
   has no second one. */
static void lean_rank_note_(lean_ranking_ *b, size_t before, size_t block, bool value) {
    *lean_rank_place_(b->r, b->next[value], value) =
        LEAN_INDEX_(lean_rank_seek_in_(b->r, block, b->due[value] - before, value));
    ++b->next[value];
    b->due[value] += LEAN_RANK_PLACE_;
}

/* Counts `blocks` blocks from number `block` on, which belong to one sum. Returns the ones before
   the next. */
static size_t lean_rank_count_(lean_ranking_ *b, size_t block, size_t blocks, size_t ones) {
    uint16_t *const counts = LEAN_CAST_(uint16_t *, lean_pointer_get_(&b->r->counts));
    const size_t first = ones, end = block + blocks;
    for (; block < end; ++block) {
        const size_t here = lean_rank_full_(b->r->bytes + block * 64, b->r->quick != 0);
        const size_t zeros = block * 512 - ones;
        counts[block] = LEAN_CAST_(uint16_t, ones - first);
        if (LEAN_UNLIKELY_(ones + here > b->due[1]))
            lean_rank_note_(b, ones, block, true);
        if (LEAN_UNLIKELY_(zeros + 512 - here > b->due[0]))
            lean_rank_note_(b, zeros, block, false);
        ones += here;
    }
    return ones;
}

static void lean_rank_build_(lean_rank *r) {
    lean_index *const sums = LEAN_CAST_(lean_index *, lean_pointer_get_(&r->sums));
    uint16_t *const counts = LEAN_CAST_(uint16_t *, lean_pointer_get_(&r->counts));
    const size_t all = LEAN_SIZE_(r->len) / 512, left = LEAN_SIZE_(r->len) % 512;
    lean_ranking_ b = {NULL, {0, 0}, {0, 0}};
    size_t block, ones = 0, here;
    b.r = r;
    for (block = 0; block < all; block += 128) {
        sums[block / 128] = LEAN_INDEX_(ones);
        ones = lean_rank_count_(&b, block, all - block < 128 ? all - block : 128, ones);
    }
    if (all % 128 == 0)
        sums[all / 128] = LEAN_INDEX_(ones);
    counts[all] = LEAN_CAST_(uint16_t, ones - LEAN_SIZE_(sums[all / 128]));
    here = lean_rank_part_(r->bytes + all * 64, left);
    if (ones + here > b.due[1])
        lean_rank_note_(&b, ones, all, true);
    if (all * 512 + left - ones - here > b.due[0])
        lean_rank_note_(&b, all * 512 - ones, all, false);
    r->ones = LEAN_INDEX_(ones + here);
}

/* Bits before which a rank can be counted in place. */
static size_t lean_rank_quick_(size_t len) {
#if LEAN_HAS_BLOCKS_ && LEAN_HAS_POPCOUNT_
    return len / 64 * 64;
#elif LEAN_HAS_KERNELS_
    return lean_kernel_() >= LEAN_KERNEL_avx2 ? len / 64 * 64 : 0;
#else
    (void)len;
    return 0;
#endif
}

/* Processors before Zen 3 have pdep, but in hundreds of steps. */
static bool lean_rank_has_pdep_(void) {
#if LEAN_HAS_KERNELS_
    return lean_kernel_() >= LEAN_KERNEL_avx2 && !__builtin_cpu_is("znver1") &&
           !__builtin_cpu_is("znver2");
#else
    return false;
#endif
}

LEAN_SHARED_ bool lean_rank_init(lean_rank *r, const lean_bitset *bits,
                                 const lean_allocator *owner) {
    const size_t len = LEAN_SIZE_(bits->len), places = lean_rank_places_(len);
    const size_t sums = ((len >> 8 >> 8) + 1) * sizeof *r->sums;
    unsigned char *memory;
    lean_memset_(r, 0, sizeof *r);
    lean_pointer_set_(&r->block.bytes, owner);
    if (len == 0)
        return true;
    if (!lean_block_fit_(&r->block,
                         sums + places * sizeof *r->places + (len / 512 + 1) * sizeof *r->counts)) {
        lean_memset_(r, 0, sizeof *r);
        return false;
    }
    memory = lean_block_bytes_(&r->block);
    lean_pointer_set_(&r->sums, memory);
    lean_pointer_set_(&r->places, memory + sums);
    lean_pointer_set_(&r->counts, memory + sums + places * sizeof *r->places);
    r->bytes = bits->bytes;
    r->len = bits->len;
    r->quick = lean_rank_quick_(len);
    r->has_pdep = lean_rank_has_pdep_();
    lean_rank_build_(r);
    return true;
}

LEAN_SHARED_ void lean_rank_free(lean_rank *r) {
    (void)lean_block_fit_(&r->block, 0);
    lean_memset_(r, 0, sizeof *r);
}

#endif /* LEAN_HAS_RANK_ */

/* ==== [MAP] ================================================================================= */
#ifdef LEAN_HAS_MAP_

/* Requests for a map go by its root, which counts them, and while it is quiet refuses more memory
   to any. */
static void *lean_map_resize_(lean_map_root_ *r, void *ptr, size_t old_size, size_t new_size) {
    void *p;
    if (r->quiet && new_size > old_size)
        return NULL;
    p = lean_resize(r->owner, ptr, old_size, new_size);
    if (p != NULL || new_size == 0)
        r->bytes += new_size - old_size;
    return p;
}

/* Nothing but an empty bucket; of the fields before, only owner and seed are kept, and that there
   was a change. */
static void lean_map_root_clear_(lean_map_root_ *r) {
    const lean_allocator *const owner = r->owner;
    const uint64_t seed = r->seed;
    const size_t changes = r->changes;
    lean_memset_(r, 0, sizeof *r);
    r->owner = owner;
    r->seed = seed;
    r->changes = changes + 1;
    r->salt = lean_mix64(seed);
    r->bytes = sizeof *r;
    r->buckets = 1;
    r->kept = 1;
    r->segments = &r->first;
    r->segments_len = 1;
    r->first = &r->only;
    r->first_cap = 1;
    r->only.parts = r->fresh.parts = NULL;
    r->pages = NULL;
    r->spare = NULL;
}

static lean_map_root_ *lean_map_root_new_(const lean_allocator *owner, uint64_t seed) {
    lean_map_root_ *r = LEAN_CAST_(lean_map_root_ *, lean_resize(owner, NULL, 0, sizeof *r));
    if (r != NULL) {
        r->owner = owner;
        r->seed = seed;
        r->changes = 0;
        lean_map_root_clear_(r);
    }
    return r;
}

/* Bytes that n entries take in a part, without their texts; and those of a block with such parts:
   SIZE_MAX where no one block can have them. Where keys are texts, len[0] is how many entries there
   are, and len[1] the bytes of their texts. */
static size_t lean_map_part_size_(const lean_map_kind_ *kind, unsigned width, size_t n) {
    const size_t bytes = n * (kind->value_size + kind->key_size);
    return bytes + (lean_map_is_sorted_(kind) ? (n + 1) / 2 : n + (n * width + 7) / 8);
}

#define LEAN_MAP_LIMIT_(kind) lean_map_bytes_of_(kind, 255)
static LEAN_APART_ size_t lean_map_parts_size_(const lean_map_kind_ *kind, unsigned width,
                                               const size_t *len) {
    size_t size = 0, n = 0;
    unsigned part;
    if (lean_map_is_sorted_(kind)) {
        for (part = 0; part < LEAN_MAP_SORTED_PARTS_; ++part)
            n += len[part];
        return n <= kind->most ? lean_map_part_size_(kind, width, n) : SIZE_MAX;
    }
    if (lean_map_has_texts_(kind)) {
        size = lean_map_part_size_(kind, 8, len[0]) + len[1];
        return len[0] <= 255 && size <= LEAN_MAP_LIMIT_(kind) ? size : SIZE_MAX;
    }
    for (part = 0; part < 1u << kind->part_bits; ++part) {
        if (len[part] > 255 || size > LEAN_MAP_LIMIT_(kind))
            return SIZE_MAX;
        size = part == 0 ? 0 : lean_map_bytes_of_(kind, lean_map_units_(kind, size));
        size += lean_map_part_size_(kind, width, len[part]);
    }
    return size <= LEAN_MAP_LIMIT_(kind) ? size : SIZE_MAX;
}

/* The bits that a block of some depth stores for each key besides the first byte: of a text those
   of its size. */
static unsigned lean_map_width_at_(const lean_map_kind_ *kind, unsigned depth) {
    if (kind->key_size != 0)
        return 0;
    return kind->hash != NULL ? 8 : kind->bits - 8 - kind->part_bits - depth;
}

/* What n entries with so many bytes of texts weigh: no less than they take, and so much that no
   block can have more than 255. */
static size_t lean_map_weight_(const lean_map_kind_ *kind, size_t n, size_t texts) {
    const size_t each = kind->value_size + 2, least = lean_map_bytes_of_(kind, 1);
    return n * (each < least ? least : each) + texts;
}

/* Of what any block can have so much may stay free, since the next entry has no room: of texts. */
static size_t lean_map_last_(const lean_map_kind_ *kind) {
    return lean_map_has_texts_(kind) ? lean_map_weight_(kind, 1, LEAN_MAP_TEXT_MOST_) : 0;
}

/* At most what the parts of n entries take, however they are spread; or texts of such a weight. */
static size_t lean_map_size_(const lean_map_kind_ *kind, size_t n, unsigned width) {
    if (lean_map_has_texts_(kind))
        return n;
    return lean_map_part_size_(kind, width, n) + (lean_map_bytes_of_(kind, 1) << kind->part_bits);
}

/* a / b. Where code size comes first it is done by hand, and where a processor is so small that it
   counts no zeros: it has no division either, and the helper is large. */
static uint32_t lean_map_over_(uint32_t a, uint32_t b) {
#if LEAN_SMALL || !LEAN_HAS_CLZ_
    uint32_t quotient = 0, bit;
    for (bit = 1; b <= a >> 1; bit <<= 1)
        b <<= 1;
    for (; bit != 0; bit >>= 1, b >>= 1) {
        if (a < b)
            continue;
        a -= b;
        quotient |= bit;
    }
    return quotient;
#else
    return a / b;
#endif
}

/* So many blocks share a page that have parts of `size` bytes and so many before them; and the size
   that those blocks then have. While there is a reserve there are few sizes, so that it need not be
   for the first of a page each. */
static unsigned lean_map_share_(const lean_map_root_ *r, const lean_map_kind_ *kind, size_t before,
                                size_t size) {
    static const uint8_t few[] = {4, 6, 9, 13, 20, LEAN_MAP_COARSE_SHARES_};
    const uint32_t room = LEAN_CAST_(uint32_t, kind->page - LEAN_MAP_PAGE_HEAD_ - LEAN_MAP_OVER_);
    const size_t whole = before + lean_map_bytes_of_(kind, lean_map_units_(kind, size));
    const uint32_t share =
        lean_map_over_(room, LEAN_CAST_(uint32_t, lean_map_up_(whole, LEAN_ALIGN)));
    unsigned i = sizeof few - 1;
    if (!r->coarse)
        return LEAN_CAST_(unsigned, share < LEAN_MAP_SHARES_ ? share : LEAN_MAP_SHARES_ - 1);
    while (i != 0 && few[i] > share)
        --i;
    return few[i];
}

static size_t lean_map_place_size_(const lean_map_kind_ *kind, unsigned share) {
    const uint32_t room = LEAN_CAST_(uint32_t, kind->page - LEAN_MAP_PAGE_HEAD_ - LEAN_MAP_OVER_);
    return LEAN_CAST_(size_t, lean_map_over_(room, share)) / LEAN_ALIGN * LEAN_ALIGN;
}

static size_t lean_map_page_size_(const lean_map_kind_ *kind, unsigned share, size_t places) {
    return places == share
               ? kind->page
               : LEAN_MAP_PAGE_HEAD_ + places * lean_map_place_size_(kind, share) + LEAN_MAP_OVER_;
}

static lean_map_head_ *lean_map_place_(lean_map_page_ *page, size_t i) {
    char *const places = LEAN_CAST_(char *, LEAN_CAST_(void *, page)) + LEAN_MAP_PAGE_HEAD_;
    return LEAN_CAST_(lean_map_head_ *, LEAN_CAST_(void *, places + i * page->size));
}

/* A block's parts. */
static unsigned char *lean_map_parts_of_(lean_map_head_ *b) {
    const size_t before = LEAN_MAP_HEAD_ + (b->more != 0 ? LEAN_MAP_BEHIND_ : 0);
    return LEAN_CAST_(unsigned char *, LEAN_CAST_(void *, b)) + before;
}

/* What points to the blocks of a bucket, or to the fresh ones. */
static lean_map_slot_ *lean_map_home_(lean_map_root_ *r, const lean_map_head_ *b) {
    return b->bucket == LEAN_MAP_NOBODY_ ? &r->fresh
                                         : lean_map_link_(r, LEAN_CAST_(size_t, b->bucket));
}

/* The block `from` is at `to` now. What points to it need not be read where no bucket has several
   blocks: it is in no cache. */
static void lean_map_relink_(lean_map_root_ *r, const lean_map_head_ *from, lean_map_head_ *to) {
    lean_map_slot_ *s = lean_map_home_(r, to);
    while (r->chained && lean_map_head_of_(s) != from)
        s = lean_map_behind_at_(s);
    s->parts = lean_map_parts_of_(to);
}

/* A page with room for a full page's places, from those that are spare if there are. */
static lean_map_page_ *lean_map_page_new_(lean_map_root_ *r, const lean_map_kind_ *kind,
                                          unsigned share, size_t places) {
    lean_map_page_ *page = r->spare;
    if (page != NULL && (places == share || r->coarse || r->quiet)) {
        r->spare = page->below;
        r->spares--;
        places = share;
    } else {
        page = LEAN_CAST_(lean_map_page_ *,
                          lean_map_resize_(r, NULL, 0, lean_map_page_size_(kind, share, places)));
        if (page == NULL)
            return NULL;
    }
    page->places = places;
    page->used = 0;
    page->size = lean_map_place_size_(kind, share);
    return page;
}

static void lean_map_page_free_(lean_map_root_ *r, const lean_map_kind_ *kind, unsigned share,
                                lean_map_page_ *page) {
    if (page->places == share && r->spares < r->kept) {
        page->below = r->spare;
        r->spare = page;
        r->spares++;
    } else {
        lean_map_resize_(r, page, lean_map_page_size_(kind, share, page->places), 0);
    }
}

/* Keeps at most n spare pages. */
static void lean_map_spares_drop_(lean_map_root_ *r, const lean_map_kind_ *kind, size_t n) {
    while (r->spares > n) {
        lean_map_page_ *const page = r->spare;
        r->spare = page->below;
        r->spares--;
        lean_map_resize_(r, page, kind->page, 0);
    }
    r->kept = n;
}

/* Sees to n spare pages. False where there is no memory for them. */
static bool lean_map_spares_fill_(lean_map_root_ *r, const lean_map_kind_ *kind, size_t n) {
    while (r->spares < n) {
        lean_map_page_ *const page =
            LEAN_CAST_(lean_map_page_ *, lean_map_resize_(r, NULL, 0, kind->page));
        if (page == NULL) {
            lean_map_spares_drop_(r, kind, 1);
            return false;
        }
        page->below = r->spare;
        r->spare = page;
        r->spares++;
    }
    r->kept = n;
    return true;
}

/* A reserve that has been used up. */
static void lean_map_unreserve_(lean_map_root_ *r, const lean_map_kind_ *kind) {
    r->reserved = 0;
    r->coarse = r->thin = false;
    lean_map_spares_drop_(r, kind, 1);
}

/* The newest page of a share with another number of places, its blocks moved. */
static bool lean_map_page_fit_(lean_map_root_ *r, const lean_map_kind_ *kind, unsigned share,
                               size_t places) {
    lean_map_page_ *const old = r->pages[share];
    lean_map_page_ *const page = lean_map_page_new_(r, kind, share, places);
    size_t i;
    if (page == NULL)
        return false;
    for (i = 0; i < old->used; ++i) {
        lean_memcpy_(lean_map_place_(page, i), lean_map_place_(old, i), old->size);
        lean_map_relink_(r, lean_map_place_(old, i), lean_map_place_(page, i));
    }
    page->used = old->used;
    page->below = old->below;
    r->pages[share] = page;
    lean_map_page_free_(r, kind, share, old);
    return true;
}

/* Sees to a free place in the newest page of a share. */
static bool lean_map_page_room_(lean_map_root_ *r, const lean_map_kind_ *kind, unsigned share) {
    lean_map_page_ *page = r->pages[share];
    if (page != NULL && page->used < page->places)
        return true;
    if (page != NULL && page->places < share) {
        const size_t more = page->places + page->places / 8 + 1;
        return lean_map_page_fit_(r, kind, share, more < share ? more : share);
    }
    page = lean_map_page_new_(r, kind, share, 1);
    if (page == NULL)
        return false;
    page->below = r->pages[share];
    r->pages[share] = page;
    return true;
}

/* Makes the newest page of a share smaller when a fifth of its places is free. */
static void lean_map_page_slim_(lean_map_root_ *r, const lean_map_kind_ *kind, unsigned share) {
    const lean_map_page_ *const page = share != 0 ? r->pages[share] : NULL;
    if (page != NULL && page->used + page->used / 4 + 1 < page->places)
        (void)lean_map_page_fit_(r, kind, share, page->used + page->used / 8 + 1);
}

/* The table of pages. */
static bool lean_map_pages_new_(lean_map_root_ *r) {
    const size_t bytes = LEAN_MAP_SHARES_ * sizeof *r->pages;
    if (r->pages != NULL)
        return true;
    r->pages = LEAN_CAST_(lean_map_page_ **, lean_map_resize_(r, NULL, 0, bytes));
    if (r->pages == NULL)
        return false;
    lean_memset_(r->pages, 0, bytes);
    return true;
}

/* Whether blocks are in pages: not where there are few, but for a reserve. */
static bool lean_map_is_paged_(const lean_map_root_ *r) {
    return r->pages != NULL && (r->buckets >= LEAN_MAP_OWN_ || r->coarse);
}

/* Where the entries of a bucket are: in no block. */
static void lean_map_slot_clear_(lean_map_slot_ *s) {
    lean_memset_(s, 0, sizeof *s);
    s->parts = NULL;
}

/* The bytes for parts of a block that is in no page: up to an eighth or a unit more than asked for,
   but not while the map is made smaller. All blocks have one of a few sizes, so that what some
   give back suits the next, and little of it stays with malloc when the pages begin. */
static size_t lean_map_own_size_(const lean_map_root_ *r, const lean_map_kind_ *kind, size_t size) {
    size_t step = lean_map_bytes_of_(kind, 1);
    while (r->kept != 0 && step < size / 16)
        step *= 2;
    size = (size + step - 1) & ~(step - 1);
    if (size > LEAN_MAP_LIMIT_(kind))
        size = LEAN_MAP_LIMIT_(kind);
    return size;
}

/* A block without entries, with room for parts of `size` bytes or a few more, to *s. Another block
   is to follow where `more` says so. */
static bool lean_map_block_new_(lean_map_root_ *r, const lean_map_kind_ *kind, size_t size,
                                unsigned width, bool more, lean_map_slot_ *s) {
    const size_t before = LEAN_MAP_HEAD_ + (more ? LEAN_MAP_BEHIND_ : 0);
    /* Blocks of texts have more sizes: each would have a page that is not full. */
    const size_t enough = lean_map_has_texts_(kind) ? r->buckets / 4 : r->buckets;
    lean_map_head_ *b;
    unsigned share = 0;
    if (enough >= LEAN_MAP_OWN_ && r->kept != 0)
        (void)lean_map_pages_new_(r);
    if (lean_map_is_paged_(r)) {
        share = lean_map_share_(r, kind, before, size);
        if (!lean_map_page_room_(r, kind, share))
            return false;
        size = r->pages[share]->size - before;
        b = lean_map_place_(r->pages[share], r->pages[share]->used++);
    } else {
        size = lean_map_own_size_(r, kind, size);
        b = LEAN_CAST_(lean_map_head_ *,
                       lean_map_resize_(r, NULL, 0, before + size + LEAN_MAP_OVER_));
        if (b == NULL)
            return false;
        r->own++;
    }
    b->bucket = LEAN_MAP_NOBODY_;
    b->room = LEAN_CAST_(uint16_t, size >> kind->unit_log);
    b->share = LEAN_CAST_(uint8_t, share);
    b->more = more;
    r->chained |= more;
    lean_map_slot_clear_(s);
    s->parts = lean_map_parts_of_(b);
    s->at[0] = LEAN_CAST_(uint8_t, width | (more ? LEAN_MAP_MORE_ : 0));
    return true;
}

/* Gives back a block that nobody points to any more. The last of its size takes its place. */
static void lean_map_block_free_(lean_map_root_ *r, const lean_map_kind_ *kind, lean_map_head_ *b) {
    const unsigned share = b->share;
    lean_map_page_ *page;
    lean_map_head_ *last;
    size_t size;
    if (share == 0) {
        size = LEAN_MAP_HEAD_ + (b->more != 0 ? LEAN_MAP_BEHIND_ : 0) +
               lean_map_bytes_of_(kind, b->room);
        lean_map_resize_(r, b, size + LEAN_MAP_OVER_, 0);
        r->own--;
        return;
    }
    page = r->pages[share];
    last = lean_map_place_(page, --page->used);
    if (last != b) {
        lean_memcpy_(b, last, page->size);
        lean_map_relink_(r, last, b);
    }
    if (page->used == 0) {
        r->pages[share] = page->below;
        lean_map_page_free_(r, kind, share, page);
    }
}

/* A text that lies elsewhere becomes a copy: NULL, and false, where there is no memory. And gives
   it back. */
static bool lean_map_far_copy_(lean_map_root_ *r, lean_map_text_ *text) {
    void *const bytes = lean_map_resize_(r, NULL, 0, text->n);
    if (bytes != NULL) {
        lean_memcpy_(bytes, text->bytes, text->n);
        r->far = true;
    }
    text->bytes = LEAN_CAST_(const unsigned char *, bytes);
    return bytes != NULL;
}

static void lean_map_far_free_(lean_map_root_ *r, const lean_map_text_ *text) {
    if (text->n <= LEAN_MAP_TEXT_MOST_ || text->bytes == NULL)
        return;
    lean_map_resize_(r, lean_pointer_get_(&text->bytes), text->n, 0);
}

static size_t lean_map_len_(const lean_map_kind_ *kind, const lean_map_slot_ *s) {
    size_t n = 0;
    unsigned part;
    if (lean_map_is_sorted_(kind))
        return lean_map_sum_(lean_map_tells_(s));
    for (part = 0; part < 4; ++part)
        n += s->len[part];
    return n;
}

LEAN_HOT_ void lean_map_rest_put_(unsigned char *rests, unsigned width, size_t i, uint64_t rest) {
    const size_t bit = i * width;
    const uint64_t mask = lean_map_rest_mask_(width);
    unsigned char *const at = rests + bit / 8;
    lean_store64(at, (lean_load64(at) & ~(mask << bit % 8)) | (rest & mask) << bit % 8);
}

static void lean_map_rest_set_(const lean_map_kind_ *kind, const lean_map_slot_ *s, unsigned part,
                               size_t i, uint64_t rest) {
    lean_map_rest_put_(lean_map_rests_of_(kind, s, part), lean_map_width_(s), i, rest);
}

/* The bytes of the first n texts of a block, if keys are texts. */
static size_t lean_map_texts_(const lean_map_kind_ *kind, const lean_map_slot_ *s, size_t n) {
    return lean_map_has_texts_(kind) ? lean_map_texts_size_(lean_map_rests_of_(kind, s, 0), n) : 0;
}

/* The bytes that an entry's text has in its block; or a key that is to be put in. */
static size_t lean_map_text_bytes_(const lean_map_kind_ *kind, const void *stored) {
    return lean_map_has_texts_(kind)
               ? lean_map_text_size_(LEAN_CAST_(const lean_map_text_ *, stored)->n)
               : 0;
}

/* The bytes of a block's parts; and what they become with an entry more in one, with such a text:
   SIZE_MAX where no block can have that. */
static size_t lean_map_used_(const lean_map_kind_ *kind, const lean_map_slot_ *s) {
    const unsigned last = lean_map_is_sorted_(kind) ? 0 : (1u << kind->part_bits) - 1;
    const size_t before = last != 0 ? lean_map_bytes_of_(kind, s->at[last]) : 0;
    return before + lean_map_part_size_(kind, lean_map_width_(s), lean_map_all_(kind, s, last)) +
           lean_map_texts_(kind, s, s->len[last]);
}

static size_t lean_map_grown_(const lean_map_kind_ *kind, const lean_map_slot_ *s, unsigned part,
                              size_t text) {
    const unsigned width = lean_map_width_(s), last = (1u << kind->part_bits) - 1;
    const size_t n = lean_map_all_(kind, s, part);
    const size_t then = lean_map_part_size_(kind, width, n + 1) + text;
    size_t now, units, size;
    if (lean_map_is_sorted_(kind))
        return n < kind->most ? then : SIZE_MAX;
    now = lean_map_part_size_(kind, width, n);
    units = lean_map_units_(kind, then) - lean_map_units_(kind, now);
    size = lean_map_used_(kind, s) + (part == last ? then - now : lean_map_bytes_of_(kind, units));
    if (n == 255 || (part != last && s->at[last] + units > 255) || size > LEAN_MAP_LIMIT_(kind))
        return SIZE_MAX;
    return size;
}

/* Moves what is behind `from` in a part to `to`, where it has another number of entries. */
static void lean_map_shift_(unsigned char *run, size_t to, size_t from, size_t bytes) {
    if (bytes != 0 && to != from)
        lean_memmove_(run + to, run + from, bytes);
}

/* Moves the parts behind one that is to have so many bytes. */
static void lean_map_parts_fit_(const lean_map_kind_ *kind, lean_map_slot_ *s, unsigned part,
                                size_t bytes) {
    const unsigned last = (1u << kind->part_bits) - 1;
    size_t from, to;
    unsigned i;
    if (part == last)
        return;
    from = s->at[part + 1];
    to = lean_map_units_(kind, bytes) + (part != 0 ? s->at[part] : 0u);
    if (to == from)
        return;
    lean_memmove_(s->parts + lean_map_bytes_of_(kind, to),
                  s->parts + lean_map_bytes_of_(kind, from),
                  lean_map_used_(kind, s) - lean_map_bytes_of_(kind, from));
    for (i = part + 1; i <= last; ++i)
        s->at[i] = LEAN_CAST_(uint8_t, s->at[i] + to - from);
}

/* Sets the entries of a part of a sorted block: all eight bytes, since so many are read next. */
static void lean_map_n_set_(lean_map_slot_ *s, unsigned part, size_t n) {
    unsigned char *const tells =
        LEAN_CAST_(unsigned char *, LEAN_CAST_(void *, s)) + sizeof s->parts;
    const unsigned shift = 8 + part * 4;
    const uint64_t others = lean_load64(tells) & ~(UINT64_C(15) << shift);
    lean_store64(tells, others | LEAN_CAST_(uint64_t, n) << shift);
}

/* Sets one number of four bits; opens a place for one among so many, and closes it again. */
static void lean_map_four_set_(unsigned char *fours, size_t i, unsigned four) {
    fours[i / 2] =
        LEAN_CAST_(unsigned char, (fours[i / 2] & 240u >> i % 2 * 4) | four << i % 2 * 4);
}

static void lean_map_fours_open_(unsigned char *fours, size_t i, size_t n) {
    size_t k = n / 2 + 1;
    while (k > i / 2 + 8) {
        k -= 8;
        lean_store64(fours + k, lean_load64(fours + k) << 4 | fours[k - 1] >> 4);
    }
    for (--k; k > i / 2; --k)
        fours[k] = LEAN_CAST_(unsigned char, (fours[k] << 4 & 240) | fours[k - 1] >> 4);
    if (i % 2 == 0)
        fours[k] = LEAN_CAST_(unsigned char, fours[k] << 4 & 240);
}

static void lean_map_fours_close_(unsigned char *fours, size_t i, size_t n) {
    size_t k = i / 2;
    if (i % 2 != 0) {
        fours[k] = LEAN_CAST_(unsigned char, (fours[k] & 15) | (fours[k + 1] << 4 & 240));
        ++k;
    }
    for (; k + 8 < (n + 1) / 2; k += 8)
        lean_store64(fours + k,
                     lean_load64(fours + k) >> 4 | LEAN_CAST_(uint64_t, fours[k + 8] & 15) << 60);
    for (; k < n / 2; ++k)
        fours[k] = LEAN_CAST_(unsigned char, fours[k] >> 4 | (fours[k + 1] << 4 & 240));
}

/* Gives a part of a sorted block n entries, one more or less: the place behind its last one opens
   or closes in each array. */
static void lean_map_sorted_fit_(const lean_map_kind_ *kind, lean_map_slot_ *s, unsigned part,
                                 size_t n) {
    const size_t both = kind->value_size + kind->key_size;
    const size_t front = kind->is_key_first ? kind->key_size : kind->value_size;
    const size_t rest = both - front;
    const size_t old = lean_map_n_(kind, s, part), all = lean_map_all_(kind, s, part);
    const size_t i = lean_map_before_(kind, s, part) + (n < old ? n : old), behind = all - i;
    unsigned char *const run = s->parts;
    if (lean_map_is_paired_(kind) && n > old) { /* one array, and what is behind it at once */
        lean_map_shift_(run, (i + 1) * both, i * both, behind * both + (all + 1) / 2);
        lean_map_fours_open_(run + (all + 1) * both, i, all);
    } else if (lean_map_is_paired_(kind)) {
        lean_map_fours_close_(run + all * both, i, all);
        lean_map_shift_(run, i * both, (i + 1) * both, (behind - 1) * both + all / 2);
    } else if (n > old) {
        lean_map_shift_(run, (all + 1) * both, all * both, (all + 1) / 2);
        lean_map_fours_open_(run + (all + 1) * both, i, all);
        lean_map_shift_(run, (all + 1) * front + (i + 1) * rest, all * front + i * rest,
                        behind * rest);
        lean_map_shift_(run, (all + 1) * front, all * front, i * rest);
        lean_map_shift_(run, (i + 1) * front, i * front, behind * front);
    } else {
        lean_map_shift_(run, i * front, (i + 1) * front, (behind - 1) * front);
        lean_map_shift_(run, (all - 1) * front, all * front, i * rest);
        lean_map_shift_(run, (all - 1) * front + i * rest, all * front + (i + 1) * rest,
                        (behind - 1) * rest);
        lean_map_fours_close_(run + all * both, i, all);
        lean_map_shift_(run, (all - 1) * both, all * both, all / 2);
    }
    lean_map_n_set_(s, part, n);
}

/* Gives a part n entries, one more or less: what there is keeps its place in each array. */
static void lean_map_part_fit_(const lean_map_kind_ *kind, lean_map_slot_ *s, unsigned part,
                               size_t n) {
    const size_t front = kind->is_key_first ? kind->key_size : kind->value_size;
    const size_t both = kind->value_size + kind->key_size;
    const size_t old = s->len[part], keep = n < old ? n : old;
    const size_t then = lean_map_part_size_(kind, lean_map_width_(s), n);
    const size_t rests = (keep * lean_map_width_(s) + 7) / 8;
    const size_t texts = lean_map_texts_(kind, s, keep);
    unsigned char *const run = lean_map_run_(kind, s, part);
    if (n > old) {
        lean_map_parts_fit_(kind, s, part, then);
        lean_map_shift_(run, n * (both + 2), old * (both + 2), texts);
        lean_map_shift_(run, n * (both + 1), old * (both + 1), rests);
        lean_map_shift_(run, n * both, old * both, keep);
        lean_map_shift_(run, n * front, old * front, keep * (both - front));
    } else {
        lean_map_shift_(run, n * front, old * front, keep * (both - front));
        lean_map_shift_(run, n * both, old * both, keep);
        lean_map_shift_(run, n * (both + 1), old * (both + 1), rests);
        lean_map_shift_(run, n * (both + 2), old * (both + 2), texts);
        lean_map_parts_fit_(kind, s, part, then);
    }
    s->len[part] = LEAN_CAST_(uint8_t, n);
}

static void lean_map_fit_(const lean_map_kind_ *kind, lean_map_slot_ *s, unsigned part, size_t n) {
    if (lean_map_is_sorted_(kind))
        lean_map_sorted_fit_(kind, s, part, n);
    else
        lean_map_part_fit_(kind, s, part, n);
}

/* Where a sorted block can have an entry of a part: in another one if that is full, and then it is
   marked. */
static unsigned lean_map_spill_(const lean_map_kind_ *kind, lean_map_slot_ *s, unsigned part) {
    while (lean_map_is_sorted_(kind) && lean_map_n_(kind, s, part) == 15) {
        s->at[0] |= LEAN_MAP_SPILT_;
        part = part != 0 ? part - 1 : LEAN_MAP_SORTED_PARTS_ - 1;
    }
    return part;
}

/* Lays out an empty block for so many entries of each part. Where a part of a sorted one cannot
   have them, others do. */
static void lean_map_lay_sorted_(const lean_map_kind_ *kind, lean_map_slot_ *s, const size_t *len) {
    size_t left;
    unsigned part, at;
    for (part = 0; part < LEAN_MAP_SORTED_PARTS_; ++part)
        lean_map_n_set_(s, part, len[part] < 15 ? len[part] : 15);
    for (part = 0; part < LEAN_MAP_SORTED_PARTS_; ++part) {
        for (left = len[part]; left > 15; --left) {
            at = lean_map_spill_(kind, s, part);
            lean_map_n_set_(s, at, lean_map_n_(kind, s, at) + 1);
        }
    }
}

static LEAN_APART_ void lean_map_lay_(const lean_map_kind_ *kind, lean_map_slot_ *s,
                                      const size_t *len) {
    size_t at = 0;
    unsigned part;
    if (lean_map_is_sorted_(kind)) {
        lean_map_lay_sorted_(kind, s, len);
        return;
    }
    for (part = 0; part < 4 && part < 1u << kind->part_bits; ++part) {
        if (part != 0)
            s->at[part] = LEAN_CAST_(uint8_t, at);
        s->len[part] = LEAN_CAST_(uint8_t, len[part]);
        at += lean_map_units_(kind, lean_map_part_size_(kind, lean_map_width_(s), len[part]));
    }
}

/* Whether a block has room for an entry more in a part, with such a text. */
static bool lean_map_has_room_(const lean_map_kind_ *kind, const lean_map_slot_ *s, unsigned part,
                               size_t text) {
    return lean_map_grown_(kind, s, part, text) <=
           lean_map_bytes_of_(kind, lean_map_head_of_(s)->room);
}

/* Sets the first bits of an entry, and its key. */
static void lean_map_first_set_(const lean_map_kind_ *kind, const lean_map_slot_ *s, unsigned part,
                                size_t i, unsigned first) {
    unsigned char *const firsts = lean_map_firsts_(kind, s, part);
    if (lean_map_is_sorted_(kind))
        lean_map_four_set_(firsts, lean_map_before_(kind, s, part) + i, first);
    else
        firsts[i] = LEAN_CAST_(unsigned char, first);
}

static void lean_map_set_text_(const lean_map_kind_ *kind, const lean_map_slot_ *s, unsigned i,
                               const lean_map_text_ *text) {
    unsigned char *const sizes = lean_map_rests_of_(kind, s, 0);
    unsigned char *const at = sizes + s->len[0] + lean_map_texts_size_(sizes, i);
    sizes[i] = LEAN_CAST_(unsigned char, lean_map_told_size_(text->n));
    if (text->n > LEAN_MAP_TEXT_MOST_)
        lean_memcpy_(at, text, sizeof *text);
    else
        lean_memcpy_(at, text->bytes, text->n);
}

static void lean_map_set_(const lean_map_kind_ *kind, lean_map_slot_ *s, unsigned part, unsigned i,
                          uint64_t mixed, const void *key) {
    lean_map_first_set_(kind, s, part, i, lean_map_first_(kind, mixed));
    if (kind->key_size != 0)
        lean_memcpy_(lean_map_key_(kind, s, part, i), key, kind->key_size);
    else if (kind->hash == NULL)
        lean_map_rest_set_(kind, s, part, i, mixed >> lean_map_depth_(kind, s));
    else
        lean_map_set_text_(kind, s, i, LEAN_CAST_(const lean_map_text_ *, key));
}

/* The same as lean_map_append_ does, for numbers and at once: most of what an insertion takes. */
static void lean_map_append_number_(const lean_map_kind_ *kind, lean_map_slot_ *s, uint64_t mixed,
                                    unsigned part) {
    const size_t size = kind->value_size, n = s->len[part], front = (n + 1) * (size + 1);
    const unsigned width = lean_map_width_(s);
    unsigned char *const run = lean_map_run_(kind, s, part);
    lean_map_parts_fit_(kind, s, part, front + ((n + 1) * width + 7) / 8);
    lean_memmove_(run + front, run + n * (size + 1), (n * width + 7) / 8);
    lean_memmove_(run + (n + 1) * size, run + n * size, n);
    run[front - 1] = LEAN_CAST_(unsigned char, lean_map_first_(kind, mixed));
    lean_map_rest_put_(run + front, width, n, mixed >> lean_map_depth_(kind, s));
    s->len[part] = LEAN_CAST_(uint8_t, n + 1);
}

/* And for whole keys that lie beside their values. */
static void lean_map_append_pair_(const lean_map_kind_ *kind, lean_map_slot_ *s, uint64_t mixed,
                                  const void *key, unsigned part) {
    const size_t both = kind->value_size + kind->key_size, all = lean_map_all_(kind, s, part);
    const size_t i = lean_map_before_(kind, s, part + 1);
    unsigned char *const at = s->parts + i * both, *const firsts = s->parts + (all + 1) * both;
    lean_memmove_(at + both, at, (all - i) * both + (all + 1) / 2);
    lean_map_fours_open_(firsts, i, all);
    lean_map_four_set_(firsts, i, lean_map_first_(kind, mixed));
    lean_memcpy_(at + (kind->is_key_first ? 0 : kind->value_size), key, kind->key_size);
    lean_map_n_set_(s, part, lean_map_n_(kind, s, part) + 1);
}

/* Adds an entry behind those of a part, in a block with room for it. Returns its place there, where
   the value is not set yet. */
static unsigned lean_map_append_(const lean_map_kind_ *kind, lean_map_slot_ *s, uint64_t mixed,
                                 const void *key, unsigned part) {
    const unsigned i = LEAN_CAST_(unsigned, lean_map_n_(kind, s, part));
    if (!LEAN_SMALL && lean_map_is_number_(kind)) {
        lean_map_append_number_(kind, s, mixed, part);
        return i;
    }
    if (!LEAN_SMALL && lean_map_is_paired_(kind)) {
        lean_map_append_pair_(kind, s, mixed, key, part);
        return i;
    }
    lean_map_fit_(kind, s, part, i + 1u);
    lean_map_set_(kind, s, part, i, mixed, key);
    return i;
}

/* Takes a text and what belongs to it out of a block: those behind it move up. */
static void lean_map_take_text_(const lean_map_kind_ *kind, lean_map_slot_ *s, size_t i) {
    const size_t n = s->len[0], behind = n - 1 - i, size = kind->value_size;
    unsigned char *const values = s->parts, *const firsts = values + n * size;
    unsigned char *const sizes = firsts + n, *const texts = sizes + n;
    const size_t at = lean_map_texts_size_(sizes, i), next = lean_map_texts_size_(sizes, i + 1);
    lean_map_shift_(texts, at, next, lean_map_texts_size_(sizes, n) - next);
    lean_map_shift_(sizes, i, i + 1, behind);
    lean_map_shift_(firsts, i, i + 1, behind);
    lean_map_shift_(values, i * size, (i + 1) * size, behind * size);
}

/* The same as lean_map_take_ does, for numbers and for whole keys that lie beside their values. */
static void lean_map_take_number_(const lean_map_kind_ *kind, lean_map_slot_ *s, unsigned part,
                                  size_t i) {
    const unsigned width = lean_map_width_(s);
    const size_t size = kind->value_size, n = s->len[part] - 1u, bytes = (n * width + 7) / 8;
    unsigned char *const run = lean_map_run_(kind, s, part);
    unsigned char *const firsts = run + (n + 1) * size, *const rests = firsts + n + 1;
    if (i != n) {
        lean_memcpy_(run + i * size, run + n * size, size);
        firsts[i] = firsts[n];
        lean_map_rest_put_(rests, width, i, lean_map_top_(rests, width, n) >> 1 >> (63 - width));
    }
    lean_memmove_(run + n * size, firsts, n);
    lean_memmove_(run + n * (size + 1), rests, bytes);
    lean_map_parts_fit_(kind, s, part, n * (size + 1) + bytes);
    s->len[part] = LEAN_CAST_(uint8_t, n);
}

static void lean_map_take_pair_(const lean_map_kind_ *kind, lean_map_slot_ *s, unsigned part,
                                size_t i) {
    const size_t both = kind->value_size + kind->key_size, all = lean_map_all_(kind, s, part);
    const size_t last = lean_map_before_(kind, s, part + 1) - 1, n = lean_map_n_(kind, s, part) - 1;
    unsigned char *const at = s->parts + last * both, *const firsts = s->parts + all * both;
    if (i != n) {
        i += last - n;
        lean_memcpy_(s->parts + i * both, at, both);
        lean_map_four_set_(firsts, i, LEAN_CAST_(unsigned, firsts[last / 2]) >> last % 2 * 4 & 15);
    }
    lean_map_fours_close_(firsts, last, all);
    lean_memmove_(at, at + both, (all - 1 - last) * both + all / 2);
    lean_map_n_set_(s, part, n);
}

/* Takes an entry out of its block: the last of its part takes its place, or if it is a text those
   behind it move up, so that no entry in front of it is moved. */
static void lean_map_take_(const lean_map_kind_ *kind, const lean_map_entry_ *e) {
    lean_map_slot_ *const s = e->slot;
    const unsigned part = e->part, i = e->i;
    const size_t last = lean_map_n_(kind, s, part) - 1;
    if (!LEAN_SMALL && lean_map_is_number_(kind)) {
        lean_map_take_number_(kind, s, part, i);
        return;
    }
    if (!LEAN_SMALL && lean_map_is_paired_(kind)) {
        lean_map_take_pair_(kind, s, part, i);
        return;
    }
    if (lean_map_has_texts_(kind)) {
        lean_map_take_text_(kind, s, i);
    } else if (i != last) {
        lean_map_first_set_(kind, s, part, i, lean_map_first_of_(kind, s, part, last));
        if (kind->key_size != 0)
            lean_memcpy_(lean_map_key_(kind, s, part, i), lean_map_key_(kind, s, part, last),
                         kind->key_size);
        else
            lean_map_rest_set_(kind, s, part, i,
                               lean_map_rest_(kind, s, part, last) >> 1 >>
                                   (63 - lean_map_width_(s)));
        lean_memcpy_(lean_map_value_(kind, s, part, i), lean_map_value_(kind, s, part, last),
                     kind->value_size);
    }
    lean_map_fit_(kind, s, part, last);
}

/* Entries of a bucket, or of the fresh blocks. */
static size_t lean_map_count_(const lean_map_kind_ *kind, const lean_map_slot_ *s) {
    size_t n = 0;
    if (s->parts == NULL)
        return 0;
    for (; s != NULL; s = lean_map_behind_(s))
        n += lean_map_len_(kind, s);
    return n;
}

/* Gives back a block, whose entries are no longer needed; the one behind it, if there is, takes its
   place. */
static void lean_map_pop_(lean_map_root_ *r, const lean_map_kind_ *kind, lean_map_slot_ *s) {
    lean_map_head_ *const b = lean_map_head_of_(s);
    const lean_map_slot_ *const behind = lean_map_behind_(s);
    if (behind != NULL)
        *s = *behind;
    else
        lean_map_slot_clear_(s);
    lean_map_block_free_(r, kind, b);
}

/* Gives back the blocks of a bucket, or the fresh ones. */
static void lean_map_drop_(lean_map_root_ *r, const lean_map_kind_ *kind, lean_map_slot_ *s) {
    while (s->parts != NULL)
        lean_map_pop_(r, kind, s);
}

/* Fresh blocks, or those of a bucket, on the way to what they are made for. Where speed comes
   before size a single one has the lengths of its parts from the beginning, and `at` tells where
   the next entry of each goes; else its parts grow an entry at a time. */
#define LEAN_MAP_LAYS_ (!LEAN_SMALL)
typedef struct lean_map_fill_ {
    lean_map_slot_ *slot;
    uint8_t at[LEAN_MAP_PARTS_];
} lean_map_fill_;

static void lean_map_fill_begin_(const lean_map_kind_ *kind, lean_map_fill_ *f,
                                 lean_map_slot_ *slot) {
    unsigned part;
    f->slot = slot;
    for (part = 0; LEAN_MAP_LAYS_ && part < LEAN_MAP_PARTS_ && part < lean_map_parts_(kind); ++part)
        f->at[part] = LEAN_CAST_(uint8_t, lean_map_before_(kind, slot, part));
}

/* Makes fresh blocks for so many entries of each part: one of just the size, or where that cannot
   be, as many of the largest size as take them in any order. False, and none, where there is no
   memory. */
static bool lean_map_make_(lean_map_root_ *r, const lean_map_kind_ *kind, const size_t *len,
                           unsigned depth) {
    const unsigned width = lean_map_width_at_(kind, depth);
    const size_t whole = lean_map_parts_size_(kind, width, len);
    const size_t last = lean_map_last_(kind);
    const size_t most = kind->most - last;
    size_t n = 0;
    unsigned part;
    for (part = 0; part < lean_map_parts_(kind); ++part)
        n += len[part];
    if (lean_map_has_texts_(kind))
        n = lean_map_weight_(kind, n, len[1]);
    while (n != 0) {
        const bool more = r->fresh.parts != NULL;
        lean_map_slot_ s;
        const size_t size = whole != SIZE_MAX ? whole
                            : n < most        ? lean_map_size_(kind, n, width) + last
                                              : LEAN_MAP_LIMIT_(kind);
        if (!lean_map_block_new_(r, kind, size, width, more, &s)) {
            lean_map_drop_(r, kind, &r->fresh);
            return false;
        }
        if (more)
            *lean_map_behind_at_(&s) = r->fresh;
        if (LEAN_MAP_LAYS_ && whole != SIZE_MAX)
            lean_map_lay_(kind, &s, len);
        r->fresh = s;
        n -= whole != SIZE_MAX || n < most ? n : most;
    }
    return true;
}

/* Brings key and value of entry k of a sorted block to place i of another. */
static void lean_map_move_(const lean_map_kind_ *kind, const lean_map_slot_ *to, size_t i,
                           const lean_map_slot_ *from, size_t k) {
    if (lean_map_is_paired_(kind) && kind->value_size + kind->key_size == 16) { /* without a call */
        lean_memcpy_(to->parts + i * 16, from->parts + k * 16, 16);
        return;
    }
    lean_memcpy_(lean_map_key_(kind, to, 0, i), lean_map_key_(kind, from, 0, k), kind->key_size);
    lean_memcpy_(lean_map_value_(kind, to, 0, i), lean_map_value_(kind, from, 0, k),
                 kind->value_size);
}

/* Gives a sorted block that is laid out an entry of another. */
static void lean_map_add_sorted_(const lean_map_kind_ *kind, lean_map_fill_ *f, uint64_t mixed,
                                 const lean_map_slot_ *from, unsigned part, unsigned k) {
    lean_map_slot_ *const s = f->slot;
    unsigned to = lean_map_part_(kind, mixed);
    size_t i;
    while (f->at[to] == lean_map_before_(kind, s, to + 1))
        to = to != 0 ? to - 1 : LEAN_MAP_SORTED_PARTS_ - 1;
    i = f->at[to]++;
    lean_map_four_set_(lean_map_firsts_(kind, s, 0), i, lean_map_first_(kind, mixed));
    lean_map_move_(kind, s, i, from, lean_map_before_(kind, from, part) + k);
}

/* Adds an entry of a block to what is being filled. */
static void lean_map_add_(const lean_map_kind_ *kind, lean_map_fill_ *f, uint64_t mixed,
                          const lean_map_slot_ *from, unsigned part, unsigned k) {
    unsigned to = lean_map_is_sorted_(kind) ? lean_map_part_(kind, mixed) : part, i;
    lean_map_slot_ *s = f->slot;
    lean_map_text_ text;
    const void *const key = lean_map_stored_(kind, from, part, k, &text);
    while (lean_map_has_more_(s) &&
           !lean_map_has_room_(kind, s, to, lean_map_text_bytes_(kind, key)))
        s = lean_map_behind_at_(s);
    if (LEAN_MAP_LAYS_ && !lean_map_has_more_(f->slot)) {
        i = f->at[to]++;
        lean_map_set_(kind, s, to, i, mixed, key);
    } else {
        to = lean_map_spill_(kind, s, to);
        i = lean_map_append_(kind, s, mixed, key, to);
    }
    lean_memcpy_(lean_map_value_(kind, s, to, i), lean_map_value_(kind, from, part, k),
                 kind->value_size);
}

/* Tells blocks whose they are. */
static void lean_map_own_(lean_map_slot_ *s, uint32_t bucket) {
    for (; s != NULL && s->parts != NULL; s = lean_map_behind_(s))
        lean_map_head_of_(s)->bucket = bucket;
}

/* The fresh blocks become those of a bucket, whose own are given back. */
static void lean_map_adopt_(lean_map_root_ *r, const lean_map_kind_ *kind, size_t bucket) {
    lean_map_slot_ *const link = lean_map_link_(r, bucket);
    const lean_map_slot_ old = *link;
    *link = r->fresh;
    if (link->parts != NULL && r->front > bucket)
        r->front = bucket;
    r->fresh = old;
    lean_map_own_(link, LEAN_CAST_(uint32_t, bucket));
    lean_map_own_(&r->fresh, LEAN_MAP_NOBODY_);
    lean_map_drop_(r, kind, &r->fresh);
}

/* Gives the first segment of the directory another size: one of one is in the root. */
static bool lean_map_first_fit_(lean_map_root_ *r, size_t cap) {
    const bool is_only = r->first == &r->only;
    const size_t old_cap = is_only ? 0 : r->first_cap, new_cap = cap == 1 ? 0 : cap;
    lean_map_slot_ *first;
    if (cap == 1)
        r->only = r->first[0];
    first = LEAN_CAST_(lean_map_slot_ *,
                       lean_map_resize_(r, is_only ? NULL : r->first, old_cap * sizeof *first,
                                        new_cap * sizeof *first));
    if (cap == 1)
        first = &r->only;
    else if (first == NULL)
        return false;
    else if (is_only)
        first[0] = r->only;
    r->first = r->segments[0] = first;
    r->first_cap = cap;
    return true;
}

/* Sees to a place for a bucket more in the directory. */
static bool lean_map_directory_room_(lean_map_root_ *r) {
    const size_t n = r->buckets;
    lean_map_slot_ *segment;
    if (n < LEAN_MAP_SEGMENT_ ? n < r->first_cap : n / LEAN_MAP_SEGMENT_ < r->segments_len)
        return true;
    if (n < LEAN_MAP_SEGMENT_) {
        /* From a half on it is whole at once: growing moves no more than that, but after shrink. */
        const size_t more = n + (n < 64 ? n / 2 : n / 8) + 1;
        return lean_map_first_fit_(r, more <= LEAN_MAP_SEGMENT_ / 2 ? more : LEAN_MAP_SEGMENT_);
    }
    if (r->segments_len >= r->segments_cap) {
        const size_t cap = r->segments_len + r->segments_len / 2 + 1;
        const bool is_first = r->segments == &r->first;
        lean_map_slot_ **segments = LEAN_CAST_(
            lean_map_slot_ **, lean_map_resize_(r, is_first ? NULL : r->segments,
                                                is_first ? 0 : r->segments_cap * sizeof *segments,
                                                cap * sizeof *segments));
        if (segments == NULL)
            return false;
        segments[0] = r->first;
        r->segments = segments;
        r->segments_cap = cap;
    }
    segment = LEAN_CAST_(lean_map_slot_ *,
                         lean_map_resize_(r, NULL, 0, LEAN_MAP_SEGMENT_ * sizeof *segment));
    if (segment == NULL)
        return false;
    r->segments[r->segments_len++] = segment;
    return true;
}

/* Gives back a segment that no bucket needs. */
static void lean_map_directory_trim_(lean_map_root_ *r) {
    if (r->segments_len > 1 && r->buckets <= (r->segments_len - 1) * LEAN_MAP_SEGMENT_)
        lean_map_resize_(r, r->segments[--r->segments_len], LEAN_MAP_SEGMENT_ * sizeof *r->first,
                         0);
}

/* The depth of a bucket: it has been split as often as the last one, or once less. */
static unsigned lean_map_bucket_depth_(const lean_map_root_ *r, size_t bucket) {
    const size_t half = (r->mask + 1) / 2;
    return bucket >= half || bucket < r->buckets - half ? r->depth : r->depth - 1u;
}

/* The map, if the hash of keys must be asked for: to know a bit of theirs, or the parts of those
   that may be in others. */
static const lean_map_ *lean_map_asked_(const lean_map_ *m, const lean_map_slot_ *s, unsigned bit) {
    return bit != 64 || lean_map_is_spilt_(s) ? m : NULL;
}

/* Adds to len[0] how many of a block's texts have bit `bit` of the mixed key set, or how many there
   are if that is 64, and to len[1] the bytes of those. */
static void lean_map_tally_texts_(const lean_map_ *m, const lean_map_kind_ *kind,
                                  const lean_map_slot_ *s, unsigned bit, size_t *len) {
    const size_t n = s->len[0];
    size_t i;
    if (bit == 64) {
        len[0] += n;
        len[1] += lean_map_texts_(kind, s, n);
        return;
    }
    for (i = 0; i < n; ++i) {
        const lean_map_text_ text = lean_map_text_of_(lean_map_rests_of_(kind, s, 0), n, i);
        if ((kind->hash(m, &text) >> bit & 1) == 0)
            continue;
        len[0]++;
        len[1] += lean_map_text_size_(text.n);
    }
}

/* How many rests of a part are odd: numbers that a split brings to the new bucket. */
static size_t lean_map_odd_(const lean_map_kind_ *kind, const lean_map_slot_ *s, unsigned part) {
    const unsigned char *const rests = lean_map_rests_of_(kind, s, part);
    const unsigned width = lean_map_width_(s);
    size_t odd = 0, i, bit = 0;
    for (i = 0; i < s->len[part]; ++i, bit += width)
        odd += LEAN_CAST_(unsigned, rests[bit / 8]) >> bit % 8 & 1;
    return odd;
}

/* Adds to len[] how many of each part a bucket's entries are; only those whose bit `bit` of the
   mixed key is set, unless that is 64. */
static void lean_map_tally_(const lean_map_ *m, const lean_map_kind_ *kind, size_t bucket,
                            unsigned bit, size_t *len) {
    const lean_map_slot_ *s = lean_map_link_(lean_map_root_of_(m), bucket);
    unsigned part, i;
    if (s->parts == NULL)
        return;
    for (; s != NULL; s = lean_map_behind_(s)) {
        const lean_map_ *const asked = lean_map_asked_(m, s, bit);
        if (lean_map_has_texts_(kind)) {
            lean_map_tally_texts_(m, kind, s, bit, len);
            continue;
        }
        for (part = 0; part < lean_map_parts_(kind); ++part) {
            const size_t n = lean_map_n_(kind, s, part);
            if (lean_map_is_number_(kind) && bit != 64) {
                len[part] += lean_map_odd_(kind, s, part);
                continue;
            }
            len[part] += asked == NULL ? n : 0;
            for (i = 0; asked != NULL && i < n; ++i) {
                const uint64_t mixed = lean_map_mixed_(asked, kind, s, bucket, part, i);
                len[lean_map_is_sorted_(kind) ? lean_map_part_(kind, mixed) : part] +=
                    bit == 64 || (mixed >> bit & 1) != 0;
            }
        }
    }
}

/* What lean_map_pour_ does in a split, for a block of numbers and two that are laid out: the lowest
   bit of a rest, which has one at least, says to which, and the others are the rest there. */
static void lean_map_pour_numbers_(const lean_map_kind_ *kind, const lean_map_slot_ *s,
                                   lean_map_fill_ *fills) {
    const unsigned width = lean_map_width_(s);
    const size_t size = kind->value_size;
    unsigned part, i;
    for (part = 0; part < 1u << kind->part_bits; ++part) {
        const unsigned char *const values = lean_map_run_(kind, s, part);
        const unsigned char *const firsts = lean_map_firsts_(kind, s, part);
        const unsigned char *const rests = lean_map_rests_of_(kind, s, part);
        for (i = 0; i < s->len[part]; ++i) {
            const uint64_t rest = lean_map_top_(rests, width, i) >> (64 - width);
            lean_map_fill_ *const f = &fills[rest & 1];
            const unsigned to = f->at[part]++;
            lean_map_firsts_(kind, f->slot, part)[to] = firsts[i];
            lean_map_rest_put_(lean_map_rests_of_(kind, f->slot, part), width - 1, to, rest >> 1);
            if (size == 8)
                lean_memcpy_(lean_map_run_(kind, f->slot, part) + to * 8, values + i * 8, 8);
            else
                lean_memcpy_(lean_map_run_(kind, f->slot, part) + to * size, values + i * size,
                             size);
        }
    }
}

/* Adds the entries of a bucket of a map to fills[0]; those whose bit `bit` is set to fills[1],
   unless that is 64. */
static void lean_map_pour_(const lean_map_ *m, const lean_map_kind_ *kind, size_t bucket,
                           unsigned bit, lean_map_fill_ *fills) {
    const lean_map_slot_ *s = lean_map_link_(lean_map_root_of_(m), bucket);
    unsigned part, i;
    if (s->parts == NULL)
        return;
    for (; s != NULL; s = lean_map_behind_(s)) {
        if (LEAN_MAP_LAYS_ && lean_map_is_number_(kind) && bit != 64 &&
            ((fills[0].slot->at[0] | fills[1].slot->at[0]) & LEAN_MAP_MORE_) == 0) {
            lean_map_pour_numbers_(kind, s, fills);
            continue;
        }
        for (part = 0; part < lean_map_parts_(kind); ++part) {
            for (i = 0; i < lean_map_n_(kind, s, part); ++i) {
                const uint64_t mixed =
                    lean_map_mixed_(lean_map_asked_(m, s, bit), kind, s, bucket, part, i);
                lean_map_fill_ *const f = &fills[bit != 64 && (mixed >> bit & 1) != 0];
                if (LEAN_MAP_LAYS_ && lean_map_is_sorted_(kind) && !lean_map_has_more_(f->slot))
                    lean_map_add_sorted_(kind, f, mixed, s, part, i);
                else
                    lean_map_add_(kind, f, mixed, s, part, i);
            }
        }
    }
}

/* A split of one block that is sorted, none of it in another part: which entries go to the new
   bucket only their hashes tell, which are asked for once. What they say is a bit of `ones` each,
   in the order of the block. */
#define LEAN_MAP_ONES_ ((LEAN_MAP_SORTED_MOST_ + 7) / 8)
static bool lean_map_is_plain_(const lean_map_kind_ *kind, const lean_map_slot_ *s) {
    return LEAN_MAP_LAYS_ && lean_map_is_sorted_(kind) && s->parts != NULL &&
           !lean_map_has_more_(s) && !lean_map_is_spilt_(s);
}

static void lean_map_tally_plain_(const lean_map_ *m, const lean_map_kind_ *kind,
                                  const lean_map_slot_ *s, unsigned bit, size_t *len,
                                  uint8_t *ones) {
    unsigned part, i, k = 0, one;
    lean_memset_(ones, 0, LEAN_MAP_ONES_);
    for (part = 0; part < LEAN_MAP_SORTED_PARTS_; ++part) {
        for (i = 0; i < lean_map_n_(kind, s, part); ++i, ++k) {
            one = LEAN_CAST_(unsigned, kind->hash(m, lean_map_key_(kind, s, 0, k)) >> bit & 1);
            len[part] += one;
            ones[k / 8] = LEAN_CAST_(uint8_t, ones[k / 8] | one << k % 8);
        }
    }
}

static void lean_map_pour_plain_(const lean_map_kind_ *kind, const lean_map_slot_ *s,
                                 lean_map_fill_ *fills, const uint8_t *ones) {
    const unsigned char *const firsts = lean_map_firsts_(kind, s, 0);
    unsigned part, i, k = 0;
    for (part = 0; part < LEAN_MAP_SORTED_PARTS_; ++part) {
        for (i = 0; i < lean_map_n_(kind, s, part); ++i, ++k) {
            lean_map_fill_ *const f = &fills[ones[k / 8] >> k % 8 & 1];
            const unsigned to = f->at[part]++;
            lean_map_four_set_(lean_map_firsts_(kind, f->slot, 0), to,
                               LEAN_CAST_(unsigned, firsts[k / 2]) >> k % 2 * 4 & 15);
            lean_map_move_(kind, f->slot, to, s, k);
        }
    }
}

/* Splits the next bucket in turn. False where there is no memory for it, and nothing changed. */
static bool lean_map_split_(lean_map_ *m, const lean_map_kind_ *kind) {
    lean_map_root_ *const r = lean_map_root_of_(m);
    const size_t to = r->buckets, from = to & r->mask >> 1;
    const unsigned depth = r->depth + (to > r->mask ? 1u : 0u);
    size_t len[LEAN_MAP_PARTS_] = {0};
    uint8_t ones[LEAN_MAP_LAYS_ ? LEAN_MAP_ONES_ : 1];
    lean_map_fill_ fills[2];
    bool is_plain;
    unsigned part;
    if (!lean_map_directory_room_(r))
        return false;
    is_plain = lean_map_is_plain_(kind, lean_map_link_(r, from));
    lean_map_slot_clear_(lean_map_link_(r, to));
    if (is_plain)
        lean_map_tally_plain_(m, kind, lean_map_link_(r, from), depth - 1, len, ones);
    else
        lean_map_tally_(m, kind, from, depth - 1, len);
    if (!lean_map_make_(r, kind, len, depth))
        return false;
    lean_map_adopt_(r, kind, to);
    for (part = 0; part < LEAN_MAP_PARTS_; ++part) /* all but those */
        len[part] = 0 - len[part];
    lean_map_tally_(m, kind, from, 64, len);
    if (!lean_map_make_(r, kind, len, depth)) {
        lean_map_drop_(r, kind, lean_map_link_(r, to));
        return false;
    }
    lean_map_fill_begin_(kind, &fills[0], &r->fresh);
    lean_map_fill_begin_(kind, &fills[1], lean_map_link_(r, to));
    if (is_plain)
        lean_map_pour_plain_(kind, lean_map_link_(r, from), fills, ones);
    else
        lean_map_pour_(m, kind, from, depth - 1, fills);
    lean_map_adopt_(r, kind, from);
    r->buckets++;
    if (to > r->mask) {
        r->depth++;
        r->mask = r->mask * 2 + 1;
    }
    return true;
}

/* Joins the last bucket to the one that it was split from. */
static bool lean_map_join_(lean_map_ *m, const lean_map_kind_ *kind) {
    lean_map_root_ *const r = lean_map_root_of_(m);
    const size_t half = (r->mask + 1) / 2;
    const size_t from = r->buckets - 1, to = from - half;
    size_t len[LEAN_MAP_PARTS_] = {0};
    lean_map_fill_ fill;
    lean_map_tally_(m, kind, from, 64, len);
    lean_map_tally_(m, kind, to, 64, len);
    if (!lean_map_make_(r, kind, len, r->depth - 1u))
        return false;
    lean_map_fill_begin_(kind, &fill, &r->fresh);
    lean_map_pour_(m, kind, to, 64, &fill);
    lean_map_pour_(m, kind, from, 64, &fill);
    lean_map_adopt_(r, kind, to);
    lean_map_drop_(r, kind, lean_map_link_(r, from));
    r->buckets--;
    if (r->buckets == half) {
        r->mask >>= 1;
        r->depth--;
    }
    lean_map_directory_trim_(r);
    return true;
}

/* Large maps have some pages in store for what becomes smaller while nothing may be requested. */
static void lean_map_stock_(lean_map_root_ *r, const lean_map_kind_ *kind) {
    if (r->buckets >= LEAN_MAP_STOCKED_ && r->spares < LEAN_MAP_STOCK_)
        (void)lean_map_spares_fill_(r, kind, LEAN_MAP_STOCK_);
}

/* What buckets share: the entries, or the weight of those. */
static size_t lean_map_load_(const lean_map_ *m, const lean_map_kind_ *kind) {
    return lean_map_has_texts_(kind) ? lean_map_root_of_(m)->weight : LEAN_SIZE_(m->len);
}

/* Keeps the number of buckets to that of the entries. True where blocks may have moved. What memory
   is not there for now is done later: it is a matter of speed alone. */
static bool lean_map_settle_(lean_map_ *m, const lean_map_kind_ *kind) {
    lean_map_root_ *const r = lean_map_root_of_(m);
    const size_t load = lean_map_load_(m, kind);
    unsigned i;
    if (load > r->buckets * kind->mean) {
        if (r->buckets >= LEAN_MAP_BUCKETS_MAX_(kind->bits))
            return false;
        if (!r->quiet)
            lean_map_stock_(r, kind);
        (void)lean_map_split_(m, kind);
        return true;
    }
    for (i = 0; i < 2; ++i) {
        const size_t less = (r->buckets - 1) * kind->mean;
        if (r->reserved != 0 || less <= load || less - load <= load / 4)
            return i != 0;
        (void)lean_map_join_(m, kind);
    }
    return true;
}

/* Gives a block that is in no page, and stays so, room for parts of `size` bytes, where it is if
   that can be. */
static bool lean_map_stretch_(lean_map_root_ *r, const lean_map_kind_ *kind, lean_map_slot_ *s,
                              size_t size) {
    lean_map_head_ *b = lean_map_head_of_(s);
    const size_t more = LEAN_MAP_HEAD_ + (b->more != 0 ? LEAN_MAP_BEHIND_ : 0) + LEAN_MAP_OVER_;
    const size_t old = lean_map_bytes_of_(kind, b->room);
    size = lean_map_own_size_(r, kind, size);
    b = LEAN_CAST_(lean_map_head_ *, lean_map_resize_(r, b, more + old, more + size));
    if (b == NULL)
        return false;
    b->room = LEAN_CAST_(uint16_t, size >> kind->unit_log);
    s->parts = lean_map_parts_of_(b);
    return true;
}

/* Gives the first block of a bucket room for parts of `size` bytes. */
static bool lean_map_refit_(lean_map_root_ *r, const lean_map_kind_ *kind, size_t bucket,
                            size_t size) {
    lean_map_slot_ *const s = lean_map_link_(r, bucket);
    const bool more = lean_map_behind_(s) != NULL;
    const size_t behind = more ? LEAN_MAP_BEHIND_ : 0;
    const unsigned share = lean_map_head_of_(s)->share;
    lean_map_slot_ fresh;
    lean_map_head_ *old;
    if (share == 0 && !lean_map_is_paged_(r))
        return lean_map_stretch_(r, kind, s, size);
    if (!lean_map_block_new_(r, kind, size, lean_map_width_(s), more, &fresh))
        return false;
    lean_memcpy_(fresh.parts - behind, s->parts - behind, behind + lean_map_used_(kind, s));
    old = lean_map_head_of_(s);
    s->parts = fresh.parts;
    s->at[0] = LEAN_CAST_(uint8_t, fresh.at[0] | (s->at[0] & LEAN_MAP_SPILT_));
    lean_map_head_of_(s)->bucket = LEAN_CAST_(uint32_t, bucket);
    lean_map_block_free_(r, kind, old);
    if (!r->quiet && !r->coarse)
        lean_map_page_slim_(r, kind, share);
    return true;
}

/* Puts a block without entries in front of those of a bucket. */
static bool lean_map_extend_(lean_map_root_ *r, const lean_map_kind_ *kind, size_t bucket,
                             size_t size) {
    lean_map_slot_ *const s = lean_map_link_(r, bucket);
    const unsigned width = lean_map_width_at_(kind, lean_map_bucket_depth_(r, bucket));
    const bool more = s->parts != NULL;
    lean_map_slot_ fresh;
    if (!lean_map_block_new_(r, kind, size, width, more, &fresh))
        return false;
    if (more)
        *lean_map_behind_at_(&fresh) = *s;
    *s = fresh;
    lean_map_head_of_(s)->bucket = LEAN_CAST_(uint32_t, bucket);
    if (r->front > bucket)
        r->front = bucket;
    return true;
}

/* Gives back what a block that is in no page has too much, where parts of `size` bytes are all that
   is wanted: it has been larger. Not what is reserved. */
static void lean_map_cut_(lean_map_root_ *r, const lean_map_kind_ *kind, lean_map_slot_ *s,
                          size_t size) {
    const lean_map_head_ *const b = lean_map_head_of_(s);
    if (b->share == 0 && r->reserved == 0 && size + size / 4 < lean_map_bytes_of_(kind, b->room))
        (void)lean_map_stretch_(r, kind, s, size);
}

/* A block of a bucket with room for an entry more in a part, with such a text. */
static LEAN_APART_ lean_map_slot_ *lean_map_room_(lean_map_root_ *r, const lean_map_kind_ *kind,
                                                  size_t bucket, unsigned part, size_t text) {
    lean_map_slot_ *const link = lean_map_link_(r, bucket), *s;
    const unsigned width = lean_map_width_at_(kind, lean_map_bucket_depth_(r, bucket));
    size_t size = SIZE_MAX;
    bool done;
    if (link->parts != NULL) {
        for (s = link; s != NULL; s = lean_map_behind_(s)) {
            size = lean_map_grown_(kind, s, part, text);
            if (size <= lean_map_bytes_of_(kind, lean_map_head_of_(s)->room)) {
                if (s == link) /* those behind stay as large as a block can be */
                    lean_map_cut_(r, kind, s, size);
                return s;
            }
        }
        size = lean_map_grown_(kind, link, part, text);
    }
    done = size != SIZE_MAX
               ? lean_map_refit_(r, kind, bucket, size)
               : lean_map_extend_(r, kind, bucket, lean_map_part_size_(kind, width, 1) + text);
    return done ? link : NULL;
}

static const lean_allocator *lean_map_owner_(const lean_map_ *m) {
    return m->made != 0 ? lean_map_root_of_(m)->owner : LEAN_CAST_(const lean_allocator *, m->root);
}

/* What a map needs before its first entry; and without that again. */
static bool lean_map_begin_(lean_map_ *m) {
    lean_map_root_ *r;
    if (m->made != 0)
        return true;
    r = lean_map_root_new_(lean_map_owner_(m), 0);
    if (r == NULL)
        return false;
    m->root = r;
    m->made = 1;
    return true;
}

/* Gives back the texts that lie elsewhere. */
static void lean_map_drop_far_(lean_map_root_ *r, const lean_map_kind_ *kind) {
    lean_map_text_ text;
    size_t bucket;
    unsigned i;
    for (bucket = 0; r->far && bucket < r->buckets; ++bucket) {
        const lean_map_slot_ *s = lean_map_link_(r, bucket);
        for (; s != NULL; s = lean_map_behind_(s)) {
            for (i = 0; i < s->len[0]; ++i) {
                text = lean_map_text_of_(lean_map_rests_of_(kind, s, 0), s->len[0], i);
                lean_map_far_free_(r, &text);
            }
        }
    }
}

/* Gives back everything but the root. */
static void lean_map_empty_(lean_map_root_ *r, const lean_map_kind_ *kind) {
    size_t i;
    unsigned share;
    lean_map_drop_far_(r, kind);
    for (i = 0; r->own != 0; ++i)
        lean_map_drop_(r, kind, lean_map_link_(r, i));
    r->kept = 0;
    for (share = 1; r->pages != NULL && share < LEAN_MAP_SHARES_; ++share) {
        while (r->pages[share] != NULL) {
            lean_map_page_ *const page = r->pages[share];
            r->pages[share] = page->below;
            lean_map_page_free_(r, kind, share, page);
        }
    }
    lean_map_spares_drop_(r, kind, 0);
    if (r->pages != NULL)
        lean_map_resize_(r, r->pages, LEAN_MAP_SHARES_ * sizeof *r->pages, 0);
    for (i = 1; i < r->segments_len; ++i)
        lean_map_resize_(r, r->segments[i], LEAN_MAP_SEGMENT_ * sizeof *r->first, 0);
    if (r->segments != &r->first)
        lean_map_resize_(r, r->segments, r->segments_cap * sizeof *r->segments, 0);
    if (r->first != &r->only)
        lean_map_resize_(r, r->first, r->first_cap * sizeof *r->first, 0);
    lean_map_root_clear_(r);
}

static void lean_map_end_(lean_map_ *m, const lean_map_kind_ *kind) {
    lean_map_root_ *const r = lean_map_root_of_(m);
    if (m->made == 0)
        return;
    lean_map_empty_(r, kind);
    m->root = r->owner;
    m->len = 0;
    m->made = 0;
    lean_resize(r->owner, r, sizeof *r, 0);
}

/* Fetches the first block of a bucket, which an iteration comes to next or a change moves parts of:
   blocks lie anywhere, so the processor cannot guess. It is always inline: gcc takes a function
   that does nothing else for one without effects, and drops its calls. */
LEAN_BODY_ void lean_map_prefetch_(const lean_map_root_ *r, const lean_map_kind_ *kind,
                                   size_t bucket) {
    const lean_map_slot_ *const s = lean_map_link_(r, bucket);
    const bool has_texts = lean_map_has_texts_(kind);
    uintptr_t at = LEAN_ADDRESS_(s->parts), end;
    const void *line;
    if (s->parts == NULL)
        return;
    if (has_texts)
        at += s->len[0] * kind->value_size;
    /* Of texts most: how many bytes they have only the block tells. */
    for (end = at + (has_texts ? 640 : lean_map_used_(kind, s)); at < end; at += 64) {
        lean_memcpy_(&line, &at, sizeof line); /* it may be behind the block */
        LEAN_PREFETCH_(line);
    }
}

/* Fetches the block of a key that is about to be put in or removed, unless it may well be in the
   caches. */
LEAN_BODY_ void lean_map_prefetch_large_(const lean_map_root_ *r, const lean_map_kind_ *kind,
                                         uint64_t mixed) {
    if (!LEAN_SMALL && r->buckets > LEAN_MAP_SEGMENT_)
        lean_map_prefetch_(r, kind, lean_map_bucket_(r, mixed));
}

/* Entry `left` of a block, in the order of the parts. */
static void lean_map_entry_of_(const lean_map_kind_ *kind, lean_map_slot_ *s, size_t left,
                               lean_map_entry_ *e) {
    for (e->part = 0; left >= lean_map_n_(kind, s, e->part); ++e->part)
        left -= lean_map_n_(kind, s, e->part);
    e->slot = s;
    e->i = LEAN_CAST_(unsigned, left);
}

/* The entry of a key among n of a sorted block, from one on: n where there is none. */
static size_t lean_map_seek_fours_(const lean_map_kind_ *kind, const lean_map_slot_ *s, size_t from,
                                   size_t n, uint64_t mixed, const void *key) {
    const unsigned char *const firsts = lean_map_firsts_(kind, s, 0);
    size_t at, i;
    for (at = 0; at < n; at += 15) {
        const unsigned some = n - at < 15 ? LEAN_CAST_(unsigned, n - at) : 15;
        uint64_t found = lean_map_match_fours_(lean_map_fours_(firsts, from + at), some,
                                               lean_map_first_(kind, mixed));
        for (; found != 0; found &= found - 1) {
            i = at + lean_ctz64(found) / 4;
            if (kind->same(lean_map_key_(kind, s, 0, from + i), key))
                return i;
        }
    }
    return n;
}

/* The entry of a key in a sorted block: in its part, or in any where the block is marked. */
static bool lean_map_seek_sorted_(const lean_map_kind_ *kind, lean_map_slot_ *s, uint64_t mixed,
                                  const void *key, lean_map_entry_ *e) {
    const unsigned part = lean_map_part_(kind, mixed);
    size_t n = lean_map_n_(kind, s, part), i = 0;
    if (n != 0)
        i = lean_map_seek_fours_(kind, s, lean_map_before_(kind, s, part), n, mixed, key);
    e->slot = s;
    e->part = part;
    e->i = LEAN_CAST_(unsigned, i);
    if (i < n || !lean_map_is_spilt_(s))
        return i < n;
    n = lean_map_all_(kind, s, part);
    i = lean_map_seek_fours_(kind, s, 0, n, mixed, key);
    if (i < n)
        lean_map_entry_of_(kind, s, i, e);
    return i < n;
}

LEAN_SHARED_ bool lean_map_seek_(const lean_map_kind_ *kind, lean_map_slot_ *s, uint64_t mixed,
                                 const void *key, lean_map_entry_ *e) {
    const unsigned part = lean_map_part_(kind, mixed);
    unsigned from;
    if (lean_map_is_sorted_(kind)) {
        while (s != NULL && !lean_map_seek_sorted_(kind, s, mixed, key, e))
            s = lean_map_behind_(s);
        return s != NULL;
    }
    e->part = part;
    for (e->slot = s; s != NULL; e->slot = s = lean_map_behind_(s)) {
        for (from = 0; from < s->len[part]; from += LEAN_MAP_WIDE_) {
            const unsigned n = s->len[part] - from;
            uint32_t found = lean_map_match_(lean_map_firsts_(kind, s, part) + from, n,
                                             lean_map_first_(kind, mixed));
            if (n < LEAN_MAP_WIDE_)
                found &= (UINT32_C(1) << n) - 1;
            for (; found != 0; found &= found - 1) {
                e->i = from + lean_ctz32(found);
                if (lean_map_is_(kind, s, part, e->i, mixed, key))
                    return true;
            }
        }
    }
    return false;
}

LEAN_SHARED_ void *lean_map_seek_value_(const lean_map_kind_ *kind, lean_map_slot_ *s,
                                        uint64_t mixed, const void *key) {
    lean_map_entry_ e;
    return lean_map_seek_(kind, s, mixed, key, &e) ? lean_map_value_(kind, e.slot, e.part, e.i)
                                                   : NULL;
}

/* The entry of a key. */
static bool lean_map_find_(const lean_map_ *m, const lean_map_kind_ *kind, uint64_t mixed,
                           const void *key, lean_map_entry_ *e) {
    const lean_map_root_ *const r = lean_map_root_of_(m);
    return lean_map_seek_(kind, lean_map_link_(r, lean_map_bucket_(r, mixed)), mixed, key, e);
}

LEAN_SHARED_ uint64_t lean_map_siphash_(const void *key, size_t n, uint64_t seed) {
    static const unsigned char zeros[16] = {0};
    const void *secret;
    const uintptr_t address = LEAN_CAST_(uintptr_t, seed);
    lean_memcpy_(&secret, &address, sizeof secret);
    return lean_siphash13(seed != 0 ? secret : zeros, key, n);
}

LEAN_SHARED_ void *lean_map_get_shared_(const lean_map_ *m, const lean_map_kind_ *kind,
                                        uint64_t bits, const void *key) {
#if LEAN_SMALL
    lean_map_entry_ e;
    if (m->len == 0 || !lean_map_find_(m, kind, lean_map_hash_(m, kind, bits), key, &e))
        return NULL;
    return lean_map_value_(kind, e.slot, e.part, e.i);
#else
    return lean_map_get_hot_(m, kind, bits, key);
#endif
}

/* Moves a bucket's first block to a smaller place, if one is enough for it. */
static LEAN_APART_ void lean_map_slim_(lean_map_root_ *r, const lean_map_kind_ *kind,
                                       size_t bucket) {
    const lean_map_slot_ *const s = lean_map_link_(r, bucket);
    const size_t size = lean_map_used_(kind, s);
    const size_t before = LEAN_MAP_HEAD_ + (lean_map_behind_(s) != NULL ? LEAN_MAP_BEHIND_ : 0);
    if (lean_map_share_(r, kind, before, size) > lean_map_head_of_(s)->share)
        (void)lean_map_refit_(r, kind, bucket, size);
}

/* Moves the last entry of a bucket's first block to one behind it. False where none has room. */
static LEAN_APART_ bool lean_map_pass_on_(const lean_map_kind_ *kind, lean_map_slot_ *first,
                                          size_t bucket) {
    lean_map_slot_ *s = lean_map_behind_(first);
    lean_map_entry_ e;
    lean_map_text_ text;
    const void *key;
    uint64_t mixed;
    unsigned part, i;
    lean_map_entry_of_(kind, first, lean_map_len_(kind, first) - 1, &e);
    key = lean_map_stored_(kind, first, e.part, e.i, &text);
    while (s != NULL && !lean_map_has_room_(kind, s, e.part, lean_map_text_bytes_(kind, key)))
        s = lean_map_behind_(s);
    if (s == NULL)
        return false;
    mixed = lean_map_mixed_(NULL, kind, first, bucket, e.part, e.i);
    s->at[0] = LEAN_CAST_(uint8_t, s->at[0] | (first->at[0] & LEAN_MAP_SPILT_));
    part = lean_map_spill_(kind, s, e.part);
    i = lean_map_append_(kind, s, mixed, key, part);
    lean_memcpy_(lean_map_value_(kind, s, part, i), lean_map_value_(kind, first, e.part, e.i),
                 kind->value_size);
    lean_map_take_(kind, &e);
    return true;
}

/* Makes as few of a bucket's blocks as there can be without memory, and the first one of those no
   larger than it need be. */
static void lean_map_gather_in_(lean_map_root_ *r, const lean_map_kind_ *kind, size_t bucket) {
    lean_map_slot_ *const first = lean_map_link_(r, bucket);
    while (lean_map_behind_(first) != NULL) {
        if (lean_map_len_(kind, first) == 0)
            lean_map_pop_(r, kind, first);
        else if (!lean_map_pass_on_(kind, first, bucket))
            break;
    }
    if (lean_map_is_paged_(r)) /* else the block is what is reserved */
        lean_map_slim_(r, kind, bucket);
}

/* A reserve is for blocks that are as large as their entries need. Those of a bucket that has
   several are not, once entries have been removed: before that would take memory that is not
   reserved, the buckets are gathered. */
static LEAN_APART_ void lean_map_gather_(lean_map_root_ *r, const lean_map_kind_ *kind) {
    size_t i;
    if (!r->thin || r->spares > LEAN_MAP_STOCK_)
        return;
    r->thin = false;
    r->quiet = true;
    for (i = 0; i < r->buckets; ++i)
        if (lean_map_has_more_(lean_map_link_(r, i)))
            lean_map_gather_in_(r, kind, i);
    r->quiet = false;
}

LEAN_SHARED_ void *lean_map_insert_(lean_map_ *m, const lean_map_kind_ *kind, uint64_t bits,
                                    const void *key) {
    const size_t text = lean_map_text_bytes_(kind, key);
    const bool is_made = m->made != 0;
    lean_map_root_ *r;
    lean_map_slot_ *s;
    void *value;
    uint64_t mixed;
    unsigned part;
    if (m->len == LEAN_INDEX_MAX || !lean_map_begin_(m))
        return NULL;
    r = lean_map_root_of_(m);
    mixed = lean_map_hash_(m, kind, bits);
    part = lean_map_part_(kind, mixed);
    lean_map_gather_(r, kind);
    lean_map_prefetch_large_(r, kind, mixed);
    s = lean_map_room_(r, kind, lean_map_bucket_(r, mixed), part, text);
    if (s == NULL) {
        if (!is_made)
            lean_map_end_(m, kind);
        return NULL;
    }
    part = lean_map_spill_(kind, s, part);
    value = lean_map_value_(kind, s, part, lean_map_append_(kind, s, mixed, key, part));
    lean_memset_(value, 0, kind->value_size);
    m->len++;
    if (lean_map_has_texts_(kind))
        r->weight += lean_map_weight_(kind, 1, text);
    r->changes++;
    if (r->reserved != 0 && lean_map_load_(m, kind) > r->reserved)
        lean_map_unreserve_(r, kind);
    r->quiet = r->reserved != 0;
    if (lean_map_settle_(m, kind))
        value = lean_map_get_shared_(m, kind, bits, key);
    r->quiet = false;
    return value;
}

/* Removes an entry, and its block if it was the last one there. The root is quiet: what removes
   requests nothing. */
static void lean_map_remove_at_(lean_map_ *m, const lean_map_kind_ *kind,
                                const lean_map_entry_ *e) {
    lean_map_root_ *const r = lean_map_root_of_(m);
    lean_map_slot_ *const s = e->slot, *const behind = lean_map_behind_(s);
    lean_map_head_ *const b = lean_map_head_of_(s);
    const size_t bucket = LEAN_CAST_(size_t, b->bucket);
    const bool is_first = s == lean_map_link_(r, bucket);
    lean_map_text_ text;
    if (lean_map_has_texts_(kind)) {
        text = lean_map_text_of_(lean_map_rests_of_(kind, s, 0), s->len[0], e->i);
        r->weight -= lean_map_weight_(kind, 1, lean_map_text_size_(text.n));
        lean_map_far_free_(r, &text);
    }
    lean_map_take_(kind, e);
    m->len--;
    r->changes++;
    r->thin |= (r->reserved != 0) & ((behind != NULL) | !is_first);
    if (lean_map_len_(kind, s) == 0) {
        if (b->share == 0 && r->reserved != 0)
            return;
        lean_map_pop_(r, kind, s);
        while (r->front < r->buckets && lean_map_link_(r, r->front)->parts == NULL)
            r->front++;
    } else if (b->share != 0 && behind == NULL && is_first) {
        lean_map_slim_(r, kind, bucket);
    }
}

LEAN_SHARED_ bool lean_map_remove_(lean_map_ *m, const lean_map_kind_ *kind, uint64_t bits,
                                   const void *key, void *out) {
    lean_map_root_ *r;
    lean_map_entry_ e;
    uint64_t mixed;
    if (m->len == 0)
        return false;
    r = lean_map_root_of_(m);
    mixed = lean_map_hash_(m, kind, bits);
    lean_map_prefetch_large_(r, kind, mixed);
    if (!lean_map_find_(m, kind, mixed, key, &e))
        return false;
    if (out != NULL)
        lean_memcpy_(out, lean_map_value_(kind, e.slot, e.part, e.i), kind->value_size);
    r->quiet = true;
    lean_map_remove_at_(m, kind, &e);
    if (m->len != 0)
        (void)lean_map_settle_(m, kind);
    else if (r->reserved == 0)
        lean_map_empty_(r, kind);
    r->quiet = false;
    return true;
}

/* Entry `left` of a bucket, counted from the beginning of its last block. */
static void lean_map_nth_(const lean_map_kind_ *kind, lean_map_slot_ *s, size_t left,
                          lean_map_entry_ *e) {
    size_t before = lean_map_count_(kind, s) - lean_map_len_(kind, s);
    while (left < before) {
        s = lean_map_behind_at_(s);
        before -= lean_map_len_(kind, s);
    }
    lean_map_entry_of_(kind, s, left - before, e);
}

/* The entry that an iteration is at. */
static void lean_map_reached_(const lean_map_ *m, const lean_map_kind_ *kind, const lean_map_at_ *i,
                              lean_map_entry_ *e) {
    lean_map_nth_(kind, lean_map_link_(lean_map_root_of_(m), i->bucket - 1), i->left + i->i, e);
}

/* What an iteration that has come to an entry keeps of it. */
static void lean_map_keep_(const lean_map_root_ *r, const lean_map_kind_ *kind, lean_map_at_ *i,
                           const lean_map_entry_ *e) {
    i->changes = r->changes;
    i->at = lean_map_value_(kind, e->slot, e->part, e->i);
    i->firsts = lean_map_firsts_(kind, e->slot, e->part);
    i->part = LEAN_CAST_(uint8_t, e->part);
    i->n = LEAN_CAST_(uint8_t, lean_map_all_(kind, e->slot, e->part));
    i->width = LEAN_CAST_(uint8_t, lean_map_width_(e->slot));
    if (kind->hash != NULL)
        return;
    i->told = lean_map_told_(kind, i->bucket - 1, e->part);
    i->rests = lean_map_rests_(kind, e->slot);
}

/* Goes on to the next bucket with entries. False where there is none. */
static bool lean_map_step_bucket_(const lean_map_root_ *r, const lean_map_kind_ *kind,
                                  lean_map_at_ *i) {
    if (i->bucket < r->front)
        i->bucket = r->front;
    do {
        if (i->bucket >= r->buckets)
            return false;
        i->left = lean_map_count_(kind, lean_map_link_(r, i->bucket++));
        if (i->bucket < r->buckets)
            lean_map_prefetch_(r, kind, i->bucket);
    } while (i->left == 0);
    i->part = LEAN_CAST_(uint8_t, lean_map_parts_(kind));
    i->changes = r->changes;
    return true;
}

/* The entry in front of what is `left` of a bucket. */
static void lean_map_step_part_(const lean_map_ *m, const lean_map_kind_ *kind, lean_map_at_ *i,
                                lean_map_entry_ *e) {
    const lean_map_root_ *const r = lean_map_root_of_(m);
    size_t at;
    e->slot = lean_map_link_(r, i->bucket - 1);
    i->left--;
    if (LEAN_SMALL || i->changes != r->changes || lean_map_has_more_(e->slot)) {
        lean_map_reached_(m, kind, i, e);
    } else {
        e->part = i->part - 1u;
        while (lean_map_n_(kind, e->slot, e->part) == 0)
            --e->part;
        e->i = LEAN_CAST_(unsigned, lean_map_n_(kind, e->slot, e->part)) - 1u;
    }
    at = lean_map_before_(kind, e->slot, e->part) + e->i;
    i->i = LEAN_CAST_(uint8_t, at);
    i->left -= at;
}

LEAN_SHARED_ bool lean_map_step_far_(const lean_map_ *m, const lean_map_kind_ *kind,
                                     lean_map_at_ *i) {
    const lean_map_root_ *const r = lean_map_root_of_(m);
    lean_map_entry_ e;
    if (m->made == 0)
        return false;
    if (i->i != 0) {
        i->i--;
        lean_map_reached_(m, kind, i, &e);
    } else {
        if (i->left == 0 && !lean_map_step_bucket_(r, kind, i))
            return false;
        lean_map_step_part_(m, kind, i, &e);
    }
    lean_map_keep_(r, kind, i, &e);
    return true;
}

LEAN_SHARED_ bool lean_map_step_shared_(const lean_map_ *m, const lean_map_kind_ *kind,
                                        lean_map_at_ *i, uint64_t *bits, void *key) {
    return lean_map_step_hot_(m, kind, i, bits, key);
}

LEAN_SHARED_ void lean_map_erase_(lean_map_ *m, const lean_map_kind_ *kind, const lean_map_at_ *i) {
    lean_map_root_ *const r = lean_map_root_of_(m);
    lean_map_entry_ e;
    lean_map_reached_(m, kind, i, &e);
    r->quiet = true;
    lean_map_remove_at_(m, kind, &e);
    if (m->len == 0 && r->reserved == 0)
        lean_map_empty_(r, kind);
    r->quiet = false;
}

LEAN_SHARED_ bool lean_map_seed_(lean_map_ *m, uint64_t seed) {
    LEAN_ASSERT(m->len == 0);
    if (!lean_map_begin_(m))
        return false;
    lean_map_root_of_(m)->seed = seed;
    lean_map_root_of_(m)->salt = lean_mix64(seed);
    return true;
}

/* Pages that n entries in the buckets there are need at worst, however they are spread: a place in
   the page for each bucket, so many more as entries can cost at most, each beginning a page in each
   size, and one on the way from one size to the next. */
static size_t lean_map_pages_for_(const lean_map_root_ *r, const lean_map_kind_ *kind, size_t n) {
    const unsigned width = lean_map_width_at_(kind, r->depth != 0 ? r->depth - 1u : 0);
    const uint32_t one = UINT32_C(1) << 20, least = one / LEAN_MAP_COARSE_SHARES_;
    const unsigned step = lean_map_has_texts_(kind) ? 1u << kind->unit_log : 1;
    uint32_t each = 0, cost;
    unsigned len, sizes = 0, before = 0;
    for (len = 1; len <= kind->most; len += step) {
        const unsigned share = lean_map_share_(r, kind, LEAN_MAP_HEAD_ + LEAN_MAP_BEHIND_,
                                               lean_map_size_(kind, len + step - 1, width));
        cost = lean_map_over_(lean_map_over_(one, share) - least, len) + 1;
        each = each > cost ? each : cost;
        sizes += share != before;
        before = share;
    }
    /* Of several blocks of a bucket those behind the first are the largest. */
    cost = lean_map_over_(lean_map_over_(one, before),
                          LEAN_CAST_(uint32_t, kind->most - lean_map_last_(kind))) +
           1;
    each = each > cost ? each : cost;
    return LEAN_CAST_(size_t, (LEAN_CAST_(uint64_t, n) * each +
                               LEAN_CAST_(uint64_t, r->buckets) * (least + 1)) >>
                                  20) +
           sizes + 2;
}

/* A single bucket can have a block for all; several take what they need from spare pages. */
static bool lean_map_reserve_block_(lean_map_root_ *r, const lean_map_kind_ *kind, size_t n) {
    const size_t size = lean_map_size_(kind, n, lean_map_width_at_(kind, 0));
    const lean_map_slot_ *const s = lean_map_link_(r, 0);
    if (s->parts != NULL)
        return (lean_map_head_of_(s)->share == 0 &&
                lean_map_bytes_of_(kind, lean_map_head_of_(s)->room) >= size) ||
               lean_map_refit_(r, kind, 0, size);
    return lean_map_extend_(r, kind, 0, size);
}

static bool lean_map_reserve_pages_(lean_map_ *m, const lean_map_kind_ *kind, size_t n) {
    const size_t most = LEAN_MAP_BUCKETS_MAX_(kind->bits);
    lean_map_root_ *const r = lean_map_root_of_(m);
    const bool was_coarse = r->coarse;
    while (r->buckets * kind->mean <= n && r->buckets < most)
        if (!lean_map_split_(m, kind))
            return false;
    r->coarse = true;
    if (lean_map_pages_new_(r) && lean_map_spares_fill_(r, kind, lean_map_pages_for_(r, kind, n)))
        return true;
    r->coarse = was_coarse;
    return false;
}

LEAN_SHARED_ bool lean_map_reserve_(lean_map_ *m, const lean_map_kind_ *kind, size_t n) {
    const bool is_made = m->made != 0;
    lean_map_root_ *r;
    bool done;
    if (n == 0)
        return true;
    if (!lean_map_begin_(m))
        return false;
    r = lean_map_root_of_(m);
    if (n <= r->reserved || n < lean_map_load_(m, kind))
        return true;
    r->changes++;
    done = r->buckets == 1 && n < kind->most ? lean_map_reserve_block_(r, kind, n)
                                             : lean_map_reserve_pages_(m, kind, n);
    if (done) {
        r->reserved = n;
    } else if (!is_made) {
        lean_map_end_(m, kind);
    } else {
        lean_map_unreserve_(r, kind);
    }
    return done;
}

/* Gives the only blocks of buckets the size and place that they need. */
static bool lean_map_tighten_(lean_map_root_ *r, const lean_map_kind_ *kind) {
    bool done = true;
    size_t i;
    for (i = 0; i < r->buckets; ++i) {
        const lean_map_slot_ *const s = lean_map_link_(r, i);
        const lean_map_head_ *b;
        size_t size;
        if (lean_map_count_(kind, s) == 0 || lean_map_behind_(s) != NULL)
            continue;
        b = lean_map_head_of_(s);
        size = lean_map_used_(kind, s);
        if (lean_map_is_paged_(r) ? lean_map_share_(r, kind, LEAN_MAP_HEAD_, size) != b->share
                                  : b->share != 0 || b->room > lean_map_units_(kind, size))
            done = lean_map_refit_(r, kind, i, size) && done;
    }
    return done;
}

/* Shortens the newest pages, and the directory. */
static bool lean_map_trim_(lean_map_root_ *r, const lean_map_kind_ *kind) {
    const size_t cap = r->buckets < LEAN_MAP_SEGMENT_ ? r->buckets : LEAN_MAP_SEGMENT_;
    bool done = true;
    unsigned share, used = 0;
    for (share = 1; r->pages != NULL && share < LEAN_MAP_SHARES_; ++share) {
        const lean_map_page_ *const page = r->pages[share];
        used += page != NULL;
        if (page != NULL && page->used < page->places)
            done = lean_map_page_fit_(r, kind, share, page->used) && done;
    }
    if (r->pages != NULL && used == 0) {
        lean_map_resize_(r, r->pages, LEAN_MAP_SHARES_ * sizeof *r->pages, 0);
        r->pages = NULL;
    }
    lean_map_directory_trim_(r);
    if (cap < r->first_cap)
        done = lean_map_first_fit_(r, cap) && done;
    return done;
}

LEAN_SHARED_ bool lean_map_shrink_(lean_map_ *m, const lean_map_kind_ *kind) {
    lean_map_root_ *const r = lean_map_root_of_(m);
    bool done = true;
    if (m->made == 0)
        return true;
    if (m->len == 0) {
        lean_map_empty_(r, kind);
        return true;
    }
    r->changes++;
    lean_map_unreserve_(r, kind);
    lean_map_spares_drop_(r, kind, 0);
    while (done && r->buckets > 1 && lean_map_load_(m, kind) <= (r->buckets - 1) * kind->mean)
        done = lean_map_join_(m, kind);
    done = lean_map_tighten_(r, kind) && done;
    done = lean_map_trim_(r, kind) && done;
    r->kept = 1;
    return done;
}

/* The entries of a bucket of another map in fresh blocks. */
static bool lean_map_clone_(lean_map_root_ *r, const lean_map_ *from, const lean_map_kind_ *kind,
                            size_t bucket) {
    size_t len[LEAN_MAP_PARTS_] = {0};
    lean_map_fill_ fill;
    lean_map_tally_(from, kind, bucket, 64, len);
    if (!lean_map_make_(r, kind, len, lean_map_bucket_depth_(lean_map_root_of_(from), bucket)))
        return false;
    lean_map_fill_begin_(kind, &fill, &r->fresh);
    lean_map_pour_(from, kind, bucket, 64, &fill);
    return true;
}

/* Texts elsewhere that are another map's become copies. False where there is no memory: those that
   are missing then are NULL, and are not given back. */
static bool lean_map_copy_far_(lean_map_root_ *r, const lean_map_kind_ *kind,
                               const lean_map_slot_ *s) {
    bool done = true;
    lean_map_text_ text;
    unsigned i;
    for (; s != NULL; s = lean_map_behind_(s)) {
        for (i = 0; i < s->len[0]; ++i) {
            text = lean_map_text_of_(lean_map_rests_of_(kind, s, 0), s->len[0], i);
            if (text.n <= LEAN_MAP_TEXT_MOST_)
                continue;
            done = lean_map_far_copy_(r, &text) && done;
            lean_map_set_text_(kind, s, i, &text);
        }
    }
    return done;
}

LEAN_SHARED_ bool lean_map_copy_(lean_map_ *to, const lean_map_ *from, const lean_map_kind_ *kind) {
    const lean_map_root_ *const source = lean_map_root_of_(from);
    lean_map_ made;
    lean_map_root_ *r;
    size_t i;
    if (to == from)
        return true;
    if (from->made == 0) {
        lean_map_end_(to, kind);
        return true;
    }
    made.root = lean_map_owner_(to);
    made.len = made.made = 0;
    if (!lean_map_begin_(&made))
        return false;
    r = lean_map_root_of_(&made);
    r->seed = source->seed;
    r->salt = source->salt;
    r->weight = source->weight;
    for (i = 0; i < source->buckets; ++i) {
        r->buckets = i;
        if ((i != 0 && !lean_map_directory_room_(r)) ||
            (source->pages != NULL && !lean_map_pages_new_(r)) ||
            !lean_map_clone_(r, from, kind, i)) {
            lean_map_end_(&made, kind);
            return false;
        }
        lean_map_slot_clear_(lean_map_link_(r, i));
        lean_map_adopt_(r, kind, i);
        if (source->far && !lean_map_copy_far_(r, kind, lean_map_link_(r, i))) {
            r->buckets = i + 1;
            lean_map_end_(&made, kind);
            return false;
        }
    }
    r->buckets = source->buckets;
    r->mask = source->mask;
    r->depth = source->depth;
    made.len = from->len;
    lean_map_end_(to, kind);
    *to = made;
    return true;
}

LEAN_SHARED_ void lean_map_clear_(lean_map_ *m, const lean_map_kind_ *kind) {
    if (m->made != 0)
        lean_map_empty_(lean_map_root_of_(m), kind);
    m->len = 0;
}

LEAN_SHARED_ void lean_map_free_(lean_map_ *m, const lean_map_kind_ *kind) {
    lean_map_end_(m, kind);
    m->root = NULL;
}

#endif /* LEAN_HAS_MAP_ */

/* ==== [STRMAP] ============================================================================== */
#ifdef LEAN_HAS_STRMAP_

LEAN_SHARED_ uint64_t lean_strmap_hash_(const lean_map_ *m, const void *stored) {
    const lean_map_text_ *const text = LEAN_CAST_(const lean_map_text_ *, stored);
    unsigned char secret[16] = {0};
    lean_store64(secret, lean_map_seed_of_(m));
    return lean_siphash13(secret, text->bytes, text->n);
}

static lean_map_text_ lean_strmap_text_(const char *key, size_t n) {
    lean_map_text_ text;
    text.bytes = LEAN_CAST_(const unsigned char *, LEAN_CAST_(const void *, key));
    text.n = n;
    return text;
}

LEAN_SHARED_ void *lean_strmap_find_(const lean_map_ *m, const lean_map_kind_ *kind,
                                     const char *key, size_t n) {
    const lean_map_text_ text = lean_strmap_text_(key, n);
    const lean_map_root_ *r;
    lean_map_slot_ *s;
    uint64_t mixed;
    if (m->len == 0)
        return NULL;
    mixed = lean_strmap_hash_(m, &text);
    r = lean_map_root_of_(m);
    s = lean_map_link_(r, lean_map_bucket_(r, mixed));
    lean_map_prefetch_large_(r, kind, mixed);
    return lean_map_seek_value_(kind, s, mixed, &text);
}

/* A key that is the map's own may move as it is put in: what is kept in a block is copied first. */
LEAN_SHARED_ void *lean_strmap_insert_(lean_map_ *m, const lean_map_kind_ *kind, const char *key,
                                       size_t n) {
    const bool is_made = m->made != 0, is_far = n > LEAN_MAP_TEXT_MOST_;
    unsigned char bytes[LEAN_MAP_TEXT_MOST_];
    lean_map_text_ text = lean_strmap_text_(key, n);
    void *value = NULL;
    if (n > LEAN_BLOCK_MAX_ || !lean_map_begin_(m))
        return NULL;
    if (!is_far && n != 0)
        lean_memcpy_(bytes, key, n);
    if (!is_far)
        text.bytes = bytes;
    if (!is_far || lean_map_far_copy_(lean_map_root_of_(m), &text))
        value = lean_map_insert_(m, kind, lean_strmap_hash_(m, &text), &text);
    if (value != NULL)
        return value;
    lean_map_far_free_(lean_map_root_of_(m), &text);
    if (!is_made)
        lean_map_end_(m, kind);
    return NULL;
}

LEAN_SHARED_ bool lean_strmap_remove_(lean_map_ *m, const lean_map_kind_ *kind, const char *key,
                                      size_t n, void *out) {
    const lean_map_text_ text = lean_strmap_text_(key, n);
    return m->len != 0 && lean_map_remove_(m, kind, lean_strmap_hash_(m, &text), &text, out);
}

/* No key has more bytes in a block than LEAN_MAP_TEXT_MOST_; and what is there already may weigh
   more, with fewer entries. */
LEAN_SHARED_ bool lean_strmap_reserve_(lean_map_ *m, const lean_map_kind_ *kind, size_t n,
                                       size_t bytes) {
    const size_t load = m->made != 0 ? lean_map_load_(m, kind) : 0;
    size_t weight, most;
    if (n > LEAN_MAP_MOST_ENTRIES_)
        return false;
    if (lean_size_times(n, LEAN_MAP_TEXT_MOST_, &most) && bytes > most)
        bytes = most;
    return lean_size_times(n, lean_map_weight_(kind, 1, 0), &weight) &&
           lean_size_plus(weight, bytes, &weight) && weight <= SIZE_MAX / 2 &&
           lean_map_reserve_(m, kind, weight > load || n == 0 ? weight : load);
}

LEAN_SHARED_ const char *lean_strmap_next_(const lean_map_ *m, const lean_map_kind_ *kind,
                                           lean_map_at_ *i, size_t *n) {
    lean_map_text_ text;
    uint64_t bits;
    if (!lean_map_step_shared_(m, kind, i, &bits, &text))
        return NULL;
    *n = text.n;
    return LEAN_CAST_(const char *, LEAN_CAST_(const void *, text.bytes));
}
#endif /* LEAN_HAS_STRMAP_ */

/* ==== [FIXED_MAP] ============================================================================ */
#ifdef LEAN_HAS_FIXED_MAP_

void *lean_slots_do_shared_(const void *map, const lean_slots_kind_ *k, const void *key,
                            lean_slots_way_ way) {
    return lean_slots_do_hot_(map, k, key, way);
}

bool lean_slots_next_shared_(const void *map, const lean_slots_kind_ *k, size_t *at) {
    return lean_slots_next_hot_(map, k, at);
}

void lean_slots_erase_at_(void *map, const lean_slots_kind_ *k, size_t *at) {
    lean_slots_head_ *const h = LEAN_CAST_(lean_slots_head_ *, map);
    const size_t slot = *at - 1;
    LEAN_ASSERT(slot < k->cap && lean_slots_link_(h, k, slot) != 0);
    if (lean_slots_erase_(h, k, slot) > slot)
        *at = slot;
}

void lean_slots_clear_(void *map, const lean_slots_kind_ *k) {
    lean_slots_head_ *const h = LEAN_CAST_(lean_slots_head_ *, map);
    if (k->cap == 0)
        return;
    h->len = h->cursor = 0;
    lean_memset_(h + 1, 0, k->cap * LEAN_SLOTS_WIDTH_(k->cap));
}

bool lean_slots_unite_(void *to, const lean_slots_kind_ *k, const void *from,
                       const lean_slots_kind_ *from_k) {
    lean_slots_head_ *const h = LEAN_CAST_(lean_slots_head_ *, lean_pointer_get_(&from));
    const lean_slots_lane_ *const lanes = from_k->lanes;
    size_t at = 0;
    bool all = true;
    while (lean_slots_next_shared_(from, from_k, &at)) {
        const void *const key = lean_slots_at_(h, &lanes[0], at - 1);
        void *const value = lean_slots_do_shared_(to, k, key, LEAN_SLOTS_INSERT_);
        all = all && value != NULL;
        if (value != NULL && to != from)
            lean_memcpy_(value, lean_slots_at_(h, &lanes[1], at - 1), lanes[1].size);
    }
    return all;
}

bool lean_slots_copy_(void *to, const lean_slots_kind_ *k, const void *from,
                      const lean_slots_kind_ *from_k) {
    if (to == from)
        return true;
    if (LEAN_CAST_(const lean_slots_head_ *, from)->len > k->cap)
        return false;
    lean_slots_clear_(to, k);
    return lean_slots_unite_(to, k, from, from_k);
}

void lean_slots_sift_(void *to, const lean_slots_kind_ *k, const void *from,
                      const lean_slots_kind_ *from_k, bool common) {
    lean_slots_head_ *const h = LEAN_CAST_(lean_slots_head_ *, to);
    size_t at = 0;
    while (lean_slots_next_shared_(to, k, &at)) {
        const void *const key = lean_slots_at_(h, &k->lanes[0], at - 1);
        if ((lean_slots_do_shared_(from, from_k, key, LEAN_SLOTS_LOOK_) != NULL) != common)
            lean_slots_erase_at_(to, k, &at);
    }
}

/* The most entries of `size` bytes, and less than 2^32, with links of `width` bytes. By shifts: a
   division would bring in a helper. */
static size_t lean_slots_fit_(size_t bytes, size_t size, unsigned width) {
    const size_t most =
        width < 4 ? (LEAN_CAST_(size_t, 1) << (8 * width - 1) << 1) - 1 : LEAN_SLOTS_MOST_;
    unsigned bit = sizeof(size_t) < 4 ? 16 : 32;
    size_t n = 0;
    while (bit-- > 0) {
        if (bytes >> bit >= size + width) {
            bytes -= (size + width) << bit;
            n += LEAN_CAST_(size_t, 1) << bit;
        }
    }
    return n < most ? n : most;
}

/* Links behind the head; then keys or values, whichever is aligned to more, and the others. */
void lean_slots_lay_(lean_slots_over_ *o, const lean_slots_kind_ *sizes, size_t key_align,
                     size_t value_align, void *memory, size_t bytes) {
    const unsigned first = value_align > key_align;
    const size_t align =
        LEAN_SLOTS_MORE_(LEAN_SLOTS_MORE_(key_align, value_align), LEAN_ALIGNOF_(lean_slots_head_));
    const size_t lead = LEAN_CAST_(size_t, (0 - LEAN_ADDRESS_(memory)) & (align - 1));
    const size_t spent = lead + align - 1 + sizeof(lean_slots_head_);
    const size_t size = sizes->lanes[0].size + sizes->lanes[1].size;
    lean_slots_lane_ *const lanes = o->kind.lanes;
    size_t cap = 0;
    unsigned width;
    lean_memset_(o, 0, sizeof *o);
    for (width = 1; width <= 4 && bytes > spent; width *= 2) {
        const size_t n = lean_slots_fit_(bytes - spent, size, width);
        cap = LEAN_SLOTS_MORE_(n, cap);
    }
    if (cap == 0)
        return;
    o->map = LEAN_CAST_(unsigned char *, memory) + lead;
    o->kind = *sizes;
    o->kind.cap = cap;
    lanes[first].at =
        (sizeof(lean_slots_head_) + cap * LEAN_SLOTS_WIDTH_(cap) + align - 1) & ~(align - 1);
    lanes[1 - first].at = lanes[first].at + cap * lanes[first].size;
    LEAN_CAST_(lean_slots_head_ *, o->map)->seed = 0;
    lean_slots_clear_(o->map, &o->kind);
}

#endif /* LEAN_HAS_FIXED_MAP_ */

LEAN_C_END_

#endif /* LEAN_IMPLEMENTATION */

/* ============================================================================================
 * CHANGES
 *   0.6.0  [STRMAP], out of [MAP]: its keys lie in the blocks, Name_reserve takes their bytes too.
 *   0.5.0  [STRUCT] [RECORD] [PACKED].
 *   0.4.0  [BITSET] [RANK].
 *   0.3.0  [MAP] [FIXED_MAP].
 *   0.2.0  [DTYPE] [PACK]; kernels chosen at run time.
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
