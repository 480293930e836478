/* Expect: crowd_has_too_many_fields
 * By: gcc g++ clang clang++
 * One field more than a description counts. */
#define LEAN_WITH_STRUCT
#include "../../lean.h"

#ifdef RIGHT
#define CROWD(VAL, ARR, ...) ARR(u8, 256, x)
#else
/* clang-format off */
#define CROWD(VAL, ...) \
    VAL(u8, x00) VAL(u8, x01) VAL(u8, x02) VAL(u8, x03) VAL(u8, x04) VAL(u8, x05) VAL(u8, x06) \
    VAL(u8, x07) VAL(u8, x08) VAL(u8, x09) VAL(u8, x0a) VAL(u8, x0b) VAL(u8, x0c) VAL(u8, x0d) \
    VAL(u8, x0e) VAL(u8, x0f) VAL(u8, x10) VAL(u8, x11) VAL(u8, x12) VAL(u8, x13) VAL(u8, x14) \
    VAL(u8, x15) VAL(u8, x16) VAL(u8, x17) VAL(u8, x18) VAL(u8, x19) VAL(u8, x1a) VAL(u8, x1b) \
    VAL(u8, x1c) VAL(u8, x1d) VAL(u8, x1e) VAL(u8, x1f) VAL(u8, x20) VAL(u8, x21) VAL(u8, x22) \
    VAL(u8, x23) VAL(u8, x24) VAL(u8, x25) VAL(u8, x26) VAL(u8, x27) VAL(u8, x28) VAL(u8, x29) \
    VAL(u8, x2a) VAL(u8, x2b) VAL(u8, x2c) VAL(u8, x2d) VAL(u8, x2e) VAL(u8, x2f) VAL(u8, x30) \
    VAL(u8, x31) VAL(u8, x32) VAL(u8, x33) VAL(u8, x34) VAL(u8, x35) VAL(u8, x36) VAL(u8, x37) \
    VAL(u8, x38) VAL(u8, x39) VAL(u8, x3a) VAL(u8, x3b) VAL(u8, x3c) VAL(u8, x3d) VAL(u8, x3e) \
    VAL(u8, x3f) VAL(u8, x40) VAL(u8, x41) VAL(u8, x42) VAL(u8, x43) VAL(u8, x44) VAL(u8, x45) \
    VAL(u8, x46) VAL(u8, x47) VAL(u8, x48) VAL(u8, x49) VAL(u8, x4a) VAL(u8, x4b) VAL(u8, x4c) \
    VAL(u8, x4d) VAL(u8, x4e) VAL(u8, x4f) VAL(u8, x50) VAL(u8, x51) VAL(u8, x52) VAL(u8, x53) \
    VAL(u8, x54) VAL(u8, x55) VAL(u8, x56) VAL(u8, x57) VAL(u8, x58) VAL(u8, x59) VAL(u8, x5a) \
    VAL(u8, x5b) VAL(u8, x5c) VAL(u8, x5d) VAL(u8, x5e) VAL(u8, x5f) VAL(u8, x60) VAL(u8, x61) \
    VAL(u8, x62) VAL(u8, x63) VAL(u8, x64) VAL(u8, x65) VAL(u8, x66) VAL(u8, x67) VAL(u8, x68) \
    VAL(u8, x69) VAL(u8, x6a) VAL(u8, x6b) VAL(u8, x6c) VAL(u8, x6d) VAL(u8, x6e) VAL(u8, x6f) \
    VAL(u8, x70) VAL(u8, x71) VAL(u8, x72) VAL(u8, x73) VAL(u8, x74) VAL(u8, x75) VAL(u8, x76) \
    VAL(u8, x77) VAL(u8, x78) VAL(u8, x79) VAL(u8, x7a) VAL(u8, x7b) VAL(u8, x7c) VAL(u8, x7d) \
    VAL(u8, x7e) VAL(u8, x7f) VAL(u8, x80) VAL(u8, x81) VAL(u8, x82) VAL(u8, x83) VAL(u8, x84) \
    VAL(u8, x85) VAL(u8, x86) VAL(u8, x87) VAL(u8, x88) VAL(u8, x89) VAL(u8, x8a) VAL(u8, x8b) \
    VAL(u8, x8c) VAL(u8, x8d) VAL(u8, x8e) VAL(u8, x8f) VAL(u8, x90) VAL(u8, x91) VAL(u8, x92) \
    VAL(u8, x93) VAL(u8, x94) VAL(u8, x95) VAL(u8, x96) VAL(u8, x97) VAL(u8, x98) VAL(u8, x99) \
    VAL(u8, x9a) VAL(u8, x9b) VAL(u8, x9c) VAL(u8, x9d) VAL(u8, x9e) VAL(u8, x9f) VAL(u8, xa0) \
    VAL(u8, xa1) VAL(u8, xa2) VAL(u8, xa3) VAL(u8, xa4) VAL(u8, xa5) VAL(u8, xa6) VAL(u8, xa7) \
    VAL(u8, xa8) VAL(u8, xa9) VAL(u8, xaa) VAL(u8, xab) VAL(u8, xac) VAL(u8, xad) VAL(u8, xae) \
    VAL(u8, xaf) VAL(u8, xb0) VAL(u8, xb1) VAL(u8, xb2) VAL(u8, xb3) VAL(u8, xb4) VAL(u8, xb5) \
    VAL(u8, xb6) VAL(u8, xb7) VAL(u8, xb8) VAL(u8, xb9) VAL(u8, xba) VAL(u8, xbb) VAL(u8, xbc) \
    VAL(u8, xbd) VAL(u8, xbe) VAL(u8, xbf) VAL(u8, xc0) VAL(u8, xc1) VAL(u8, xc2) VAL(u8, xc3) \
    VAL(u8, xc4) VAL(u8, xc5) VAL(u8, xc6) VAL(u8, xc7) VAL(u8, xc8) VAL(u8, xc9) VAL(u8, xca) \
    VAL(u8, xcb) VAL(u8, xcc) VAL(u8, xcd) VAL(u8, xce) VAL(u8, xcf) VAL(u8, xd0) VAL(u8, xd1) \
    VAL(u8, xd2) VAL(u8, xd3) VAL(u8, xd4) VAL(u8, xd5) VAL(u8, xd6) VAL(u8, xd7) VAL(u8, xd8) \
    VAL(u8, xd9) VAL(u8, xda) VAL(u8, xdb) VAL(u8, xdc) VAL(u8, xdd) VAL(u8, xde) VAL(u8, xdf) \
    VAL(u8, xe0) VAL(u8, xe1) VAL(u8, xe2) VAL(u8, xe3) VAL(u8, xe4) VAL(u8, xe5) VAL(u8, xe6) \
    VAL(u8, xe7) VAL(u8, xe8) VAL(u8, xe9) VAL(u8, xea) VAL(u8, xeb) VAL(u8, xec) VAL(u8, xed) \
    VAL(u8, xee) VAL(u8, xef) VAL(u8, xf0) VAL(u8, xf1) VAL(u8, xf2) VAL(u8, xf3) VAL(u8, xf4) \
    VAL(u8, xf5) VAL(u8, xf6) VAL(u8, xf7) VAL(u8, xf8) VAL(u8, xf9) VAL(u8, xfa) VAL(u8, xfb) \
    VAL(u8, xfc) VAL(u8, xfd) VAL(u8, xfe) VAL(u8, xff)
/* clang-format on */
#endif
LEAN_DEFINE_STRUCT(crowd, CROWD)
