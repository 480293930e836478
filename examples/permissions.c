/* cc -I. examples/permissions.c -o permissions
 * Permissions as bits, without malloc: what each role may do, in two bytes, what a user may who has
 * several roles, and what is missing for a task. It also runs on a Cortex-M0 and an AVR.
 */
#define LEAN_WITH_BITSET
#define LEAN_NO_STDLIB
#define LEAN_NO_STDIO
#define LEAN_API static
#define LEAN_IMPLEMENTATION
#include "lean.h"

#if defined(__STDC_HOSTED__) && __STDC_HOSTED__ && !defined(__AVR__)
#include <stdio.h>
#define SAY(text, number) printf("%s: %u\n", (text), (unsigned)(number))
#else
#define SAY(text, number) ((void)(number))
#endif

enum { READ, WRITE, CREATE, RENAME, DELETE, SHARE, LOG_IN, RESTART, UPDATE, ACTIONS };

LEAN_DEFINE_FIXED_BITSET(permissions, ACTIONS) /* 2 bytes; as bool[ACTIONS] they would be 9 */

/* What a reader may, in flash: bits 0 and 6. */
static const unsigned char reader_bits[] = {0x41, 0x00};
static const lean_bitset reader = LEAN_BITSET_CONST(reader_bits, ACTIONS);

/* Static storage is all zero: nobody may do anything yet. */
static permissions author, keeper, user;

static void make_roles(void) {
    lean_bitset writes = permissions_bitset(&author);
    lean_bitset_or(&writes, &reader);
    lean_bitset_set_range(&writes, WRITE, SHARE - WRITE + 1);
    permissions_set(&keeper, LOG_IN);
    permissions_set(&keeper, RESTART);
    permissions_set(&keeper, UPDATE);
}

/* The roles together, but for what was taken from this user. */
static void make_user(void) {
    const lean_bitset writes = permissions_view(&author), keeps = permissions_view(&keeper);
    lean_bitset all = permissions_bitset(&user);
    lean_bitset_or(&all, &writes);
    lean_bitset_or(&all, &keeps);
    permissions_clear(&user, DELETE);
}

int main(void) {
    permissions task = LEAN_EMPTY, missing;
    lean_bitset left, all;
    size_t first = ACTIONS;
    bool good;
    make_roles();
    make_user();
    all = permissions_view(&user);
    permissions_set(&task, WRITE);
    permissions_set(&task, DELETE);
    missing = task; /* fixed bitsets may be duplicated by assignment */
    left = permissions_bitset(&missing);
    good = lean_bitset_subset(&reader, &all) && !lean_bitset_subset(&left, &all);
    lean_bitset_andnot(&left, &all);
    good = good && permissions_count(&missing) == 1 && permissions_next(&missing, 0, &first) &&
           first == DELETE && permissions_count(&user) == 8 && permissions_test(&user, UPDATE);
    SAY("bytes of a role", sizeof author);
    SAY("an author may do so many things", permissions_count(&author));
    SAY("the user", permissions_count(&user));
    SAY("missing for the task", first);
    SAY("good", good);
    return good ? 0 : 1;
}
