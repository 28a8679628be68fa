#include "CTreeHash.h"

#if defined(__aarch64__)

#include "RoundConstants.h"

#include <arm_neon.h>
#if !defined(__APPLE__)
#include <sys/auxv.h>
#endif

// Only these functions are compiled for the extension; whether the processor has it is asked at run time.
#if defined(__clang__)
#define FIRN_TARGET __attribute__((target("sha2")))
#else
// The header of GCC gives these functions only to those who ask for the whole cryptographic extension.
#define FIRN_TARGET __attribute__((target("+crypto")))
#endif
#define FIRN_INLINE static inline __attribute__((always_inline)) FIRN_TARGET

firn_sha256_instructions firn_sha256_available(void) {
#if defined(__APPLE__)
    // Every 64-bit Apple processor has them.
    return firn_sha256_instructions_armv8;
#else
    // HWCAP_SHA2, see https://docs.kernel.org/arch/arm64/elf_hwcaps.html
    const unsigned long sha2 = 1UL << 6;
    return (getauxval(AT_HWCAP) & sha2) ? firn_sha256_instructions_armv8 : firn_sha256_instructions_none;
#endif
}

typedef struct {
    uint32x4_t abcd;
    uint32x4_t efgh;
} state_lanes;

FIRN_INLINE state_lanes load_state(const firn_sha256_state *state) {
    return (state_lanes){vld1q_u32(state->words), vld1q_u32(state->words + 4)};
}

FIRN_INLINE void store_state(firn_sha256_state *state, state_lanes lanes) {
    vst1q_u32(state->words, lanes.abcd);
    vst1q_u32(state->words + 4, lanes.efgh);
}

FIRN_INLINE state_lanes add_state(state_lanes one, state_lanes other) {
    return (state_lanes){vaddq_u32(one.abcd, other.abcd), vaddq_u32(one.efgh, other.efgh)};
}

/// Four big-endian words of the block.
FIRN_INLINE uint32x4_t load_words(const uint8_t *block, int step) {
    return vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(block + 16 * step)));
}

/// The words of the schedule for one step of four rounds plus their constants; replaces them by those that are needed
/// four steps later.
FIRN_INLINE uint32x4_t next_words(uint32x4_t words[4], int step) {
    const uint32x4_t oldest = words[step % 4];
    if (step < 12) {
        const uint32x4_t partial = vsha256su0q_u32(oldest, words[(step + 1) % 4]);
        words[step % 4] = vsha256su1q_u32(partial, words[(step + 2) % 4], words[(step + 3) % 4]);
    }
    return vaddq_u32(oldest, vld1q_u32(firn_sha256_round_constants[step]));
}

FIRN_INLINE state_lanes four_rounds(state_lanes lanes, uint32x4_t words) {
    return (state_lanes){
        vsha256hq_u32(lanes.abcd, lanes.efgh, words), vsha256h2q_u32(lanes.efgh, lanes.abcd, words)};
}

FIRN_TARGET void firn_sha256_single(firn_sha256_state *state, const void *bytes, size_t blocks) {
    state_lanes lanes = load_state(state);
    for (const uint8_t *block = bytes; blocks > 0; blocks--, block += 64) {
        const state_lanes before = lanes;
        uint32x4_t words[4] = {load_words(block, 0), load_words(block, 1), load_words(block, 2), load_words(block, 3)};
#pragma clang loop unroll(full)
        for (int step = 0; step < 16; step++) {
            lanes = four_rounds(lanes, next_words(words, step));
        }
        lanes = add_state(lanes, before);
    }
    store_state(state, lanes);
}

FIRN_TARGET void firn_sha256_dual(
    firn_sha256_state *one, firn_sha256_state *other, const void *bytes, size_t blocks) {
    state_lanes lanes = load_state(one), twins = load_state(other);
    for (const uint8_t *block = bytes; blocks > 0; blocks--, block += 64) {
        const state_lanes lanes_before = lanes, twins_before = twins;
        uint32x4_t words[4] = {load_words(block, 0), load_words(block, 1), load_words(block, 2), load_words(block, 3)};
#pragma clang loop unroll(full)
        for (int step = 0; step < 16; step++) {
            const uint32x4_t round_words = next_words(words, step);
            lanes = four_rounds(lanes, round_words);
            twins = four_rounds(twins, round_words);
        }
        lanes = add_state(lanes, lanes_before);
        twins = add_state(twins, twins_before);
    }
    store_state(one, lanes);
    store_state(other, twins);
}

FIRN_TARGET void firn_sha256_pair(
    firn_sha256_state *one, firn_sha256_state *other, const void *bytes, const void *other_bytes, size_t blocks) {
    state_lanes lanes = load_state(one), twins = load_state(other);
    const uint8_t *block = bytes, *twin = other_bytes;
    for (; blocks > 0; blocks--, block += 64, twin += 64) {
        const state_lanes lanes_before = lanes, twins_before = twins;
        uint32x4_t words[4] = {load_words(block, 0), load_words(block, 1), load_words(block, 2), load_words(block, 3)};
        uint32x4_t twin_words[4] = {load_words(twin, 0), load_words(twin, 1), load_words(twin, 2), load_words(twin, 3)};
#pragma clang loop unroll(full)
        for (int step = 0; step < 16; step++) {
            lanes = four_rounds(lanes, next_words(words, step));
            twins = four_rounds(twins, next_words(twin_words, step));
        }
        lanes = add_state(lanes, lanes_before);
        twins = add_state(twins, twins_before);
    }
    store_state(one, lanes);
    store_state(other, twins);
}

#endif
