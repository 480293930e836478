// Dense bitsets: CRoaring's, with the optimisation that everyone gets.
// bench: peer croaring_O2 "CRoaring" needs header croaring/croaring.cc
#define IMPL "croaring_O2"
#include "bitset_croaring.cc"
