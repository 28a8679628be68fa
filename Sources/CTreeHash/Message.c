#include "CTreeHash.h"
#include "RoundConstants.h"

#include <string.h>

_Alignas(64) const uint32_t firn_sha256_round_constants[16][4] = {
    {0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5}, {0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5},
    {0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3}, {0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174},
    {0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc}, {0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da},
    {0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7}, {0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967},
    {0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13}, {0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85},
    {0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3}, {0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070},
    {0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5}, {0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3},
    {0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208}, {0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2},
};

firn_sha256_state firn_sha256_initial(void) {
    // FIPS 180-4, section 5.3.3.
    return (firn_sha256_state){{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
}

/// The byte of a big-endian number that stands `index` bytes from its end.
static uint8_t byte_from_end(uint64_t number, int index) {
    return (uint8_t)(number >> (8 * index));
}

void firn_sha256_finish(
    firn_sha256_state state, const void *tail, size_t tail_length, uint64_t length, void *digest) {
    uint8_t padded[128] = {0};
    if (tail_length > 0) {
        memcpy(padded, tail, tail_length);
    }
    padded[tail_length] = 0x80;
    // The length in bits takes the last 8 bytes; it needs a block of its own when fewer than those are left.
    const size_t blocks = tail_length < 56 ? 1 : 2;
    for (int index = 0; index < 8; index++) {
        padded[64 * blocks - 1 - index] = byte_from_end(length * 8, index);
    }
    firn_sha256_single(&state, padded, blocks);
    uint8_t *out = digest;
    for (int word = 0; word < 8; word++) {
        for (int index = 0; index < 4; index++) {
            out[4 * word + 3 - index] = byte_from_end(state.words[word], index);
        }
    }
}
