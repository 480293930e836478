/* Expect: place_has_padding_which_lean_struct_layout_shows
 * By: gcc g++ clang clang++
 * A described struct with padding that nobody asked for. */
#define LEAN_WITH_STRUCT
#include "../../lean.h"

#define PLACE(VAL, ...) VAL(u8, kind) VAL(u32, x)
#ifdef RIGHT
LEAN_DEFINE_LOOSE_STRUCT(place, PLACE)
#else
LEAN_DEFINE_STRUCT(place, PLACE)
#endif
