#ifndef CTREEHASH_H
#define CTREEHASH_H

#include <stddef.h>
#include <stdint.h>

// SHA-256 with the instructions that processors have for it.
// Source of the algorithm and of its names: https://doi.org/10.6028/NIST.FIPS.180-4

/// The chaining value between two blocks: the words a to h of the standard, in that order.
typedef struct firn_sha256_state {
    uint32_t words[8];
} firn_sha256_state;

/// The unit in which a message is consumed.
typedef struct firn_sha256_block {
    uint8_t bytes[64];
} firn_sha256_block;

/// Which instructions a processor has.
typedef enum firn_sha256_instructions {
    firn_sha256_instructions_none = 0,
    /// The SHA extensions of x86-64, with SSSE3 and SSE4.1.
    firn_sha256_instructions_x86 = 1,
    /// The SHA-256 instructions of the ARMv8 cryptographic extension.
    firn_sha256_instructions_armv8 = 2,
} firn_sha256_instructions;

/// Asks the processor. The functions below must not be called where the answer is `firn_sha256_instructions_none`:
/// the process ends there.
firn_sha256_instructions firn_sha256_available(void);

/// The chaining value before the first block.
firn_sha256_state firn_sha256_initial(void);

/// Advances a state over `blocks` blocks of 64 bytes, which may be none. `bytes` needs no alignment.
void firn_sha256_single(firn_sha256_state *state, const void *bytes, size_t blocks);

/// Advances two states over the same `blocks` blocks of 64 bytes, which may be none. `bytes` needs no alignment; the
/// states must not overlap.
///
/// The message schedule is computed once for both, and the rounds of the one fill the latency of the other's.
void firn_sha256_dual(firn_sha256_state *one, firn_sha256_state *other, const void *bytes, size_t blocks);

/// Advances two states over `blocks` blocks of 64 bytes each, which may be none: `one` over those at `bytes`, `other`
/// over those at `other_bytes`. Neither needs alignment; the states must not overlap.
///
/// The rounds of the one fill the latency of the other's.
void firn_sha256_pair(
    firn_sha256_state *one, firn_sha256_state *other, const void *bytes, const void *other_bytes, size_t blocks);

/// Pads the end of a message (section 5.1.1 of the standard) and writes the digest of 32 bytes.
///
/// `state` covers all but the last `tail_length` bytes, fewer than 64, which `tail` points to; `length` counts the
/// bytes of the whole message.
void firn_sha256_finish(
    firn_sha256_state state, const void *tail, size_t tail_length, uint64_t length, void *digest);

#endif
