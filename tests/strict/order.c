/* First the declarations, then the implementation in the same file, then both once more. */
#include "../../lean.h"
#define LEAN_IMPLEMENTATION
#include "../../lean.h"
#include "../../lean.h"

int main(void) {
    return lean_status_text(LEAN_OK)[0] != 'o';
}
