/* Expect: map_sheet_is_too_large_to_be_described
 * By: gcc g++ clang clang++
 * A struct whose fields lie further in than a description says. */
#define LEAN_WITH_STRUCT
#include "../../lean.h"

#ifdef RIGHT
#define ROWS 1000
#else
#define ROWS 40000
#endif
#define SHEET(VAL, ARR, ...) ARR(u16, ROWS, heights)
LEAN_DEFINE_STRUCT(map_sheet, SHEET)
