/* What the probes of tools/size share.
 *
 * A probe calls a room in the least way that is of use. It is built twice: as it is, and with
 * -DEMPTY, where each CALL is only its second argument: what the call is given, and what is done
 * with its result. The difference of the two is what the room brings into a program. Values come
 * out of volatile objects, so nothing is known to the compiler beforehand.
 */
#ifndef PROBE_H
#define PROBE_H

#include <stddef.h>
#include <stdint.h>

extern volatile uint32_t number;
extern volatile size_t place;

#ifdef EMPTY
#define CALL(call, given) (given)
#else
#define CALL(call, given) (call)
#endif

#endif
