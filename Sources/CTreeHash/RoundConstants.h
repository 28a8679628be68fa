#ifndef FIRN_ROUND_CONSTANTS_H
#define FIRN_ROUND_CONSTANTS_H

#include <stdint.h>

/// The constants K of SHA-256, four for each of the sixteen steps of a kernel. Source: FIPS 180-4, section 4.2.2.
extern const uint32_t firn_sha256_round_constants[16][4] __attribute__((visibility("hidden")));

#endif
