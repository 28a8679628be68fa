#include "CTreeHash.h"

#if defined(__x86_64__)

#include "RoundConstants.h"

#include <cpuid.h>
#include <immintrin.h>

// Only these functions are compiled for the extensions; whether the processor has them is asked at run time.
#define FIRN_TARGET __attribute__((target("sha,sse4.1,ssse3")))
#define FIRN_INLINE static inline __attribute__((always_inline)) FIRN_TARGET

firn_sha256_instructions firn_sha256_available(void) {
    unsigned int eax, ebx, ecx, edx;
    if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx) || !(ecx & bit_SSSE3) || !(ecx & bit_SSE4_1)) {
        return firn_sha256_instructions_none;
    }
    if (!__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) || !(ebx & bit_SHA)) {
        return firn_sha256_instructions_none;
    }
    return firn_sha256_instructions_x86;
}

/// A state in the order of words that `sha256rnds2` wants, the first named highest.
typedef struct {
    __m128i abef;
    __m128i cdgh;
} state_lanes;

FIRN_INLINE state_lanes load_state(const firn_sha256_state *state) {
    const __m128i *words = (const __m128i *)state->words;
    const __m128i abcd = _mm_shuffle_epi32(_mm_loadu_si128(words), 0x1B);
    const __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128(words + 1), 0x1B);
    return (state_lanes){_mm_unpackhi_epi64(efgh, abcd), _mm_unpacklo_epi64(efgh, abcd)};
}

FIRN_INLINE void store_state(firn_sha256_state *state, state_lanes lanes) {
    __m128i *words = (__m128i *)state->words;
    const __m128i abcd = _mm_unpackhi_epi64(lanes.cdgh, lanes.abef);
    const __m128i efgh = _mm_unpacklo_epi64(lanes.cdgh, lanes.abef);
    _mm_storeu_si128(words, _mm_shuffle_epi32(abcd, 0x1B));
    _mm_storeu_si128(words + 1, _mm_shuffle_epi32(efgh, 0x1B));
}

FIRN_INLINE state_lanes add_state(state_lanes one, state_lanes other) {
    return (state_lanes){_mm_add_epi32(one.abef, other.abef), _mm_add_epi32(one.cdgh, other.cdgh)};
}

/// Four big-endian words of the block.
FIRN_INLINE __m128i load_words(const uint8_t *block, int step) {
    const __m128i reversed = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    return _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)block + step), reversed);
}

/// The words of the schedule for one step of four rounds plus their constants; replaces them by those that are needed
/// four steps later.
FIRN_INLINE __m128i next_words(__m128i words[4], int step) {
    const __m128i oldest = words[step % 4], newest = words[(step + 3) % 4];
    const __m128i constants = _mm_load_si128((const __m128i *)firn_sha256_round_constants[step]);
    if (step < 12) {
        const __m128i seventh = _mm_alignr_epi8(newest, words[(step + 2) % 4], 4);
        const __m128i partial = _mm_add_epi32(_mm_sha256msg1_epu32(oldest, words[(step + 1) % 4]), seventh);
        words[step % 4] = _mm_sha256msg2_epu32(partial, newest);
    }
    return _mm_add_epi32(oldest, constants);
}

/// The first two of four rounds leave their result where c, d, g and h were, the other two where a, b, e and f were.
#define FIRN_FIRST_ROUNDS(lanes, words) lanes.cdgh = _mm_sha256rnds2_epu32(lanes.cdgh, lanes.abef, words)
#define FIRN_LAST_ROUNDS(lanes, words) lanes.abef = _mm_sha256rnds2_epu32(lanes.abef, lanes.cdgh, words)

FIRN_TARGET void firn_sha256_single(firn_sha256_state *state, const void *bytes, size_t blocks) {
    state_lanes lanes = load_state(state);
    for (const uint8_t *block = bytes; blocks > 0; blocks--, block += 64) {
        const state_lanes before = lanes;
        __m128i words[4] = {load_words(block, 0), load_words(block, 1), load_words(block, 2), load_words(block, 3)};
#pragma clang loop unroll(full)
        for (int step = 0; step < 16; step++) {
            __m128i round_words = next_words(words, step);
            FIRN_FIRST_ROUNDS(lanes, round_words);
            round_words = _mm_shuffle_epi32(round_words, 0x0E);
            FIRN_LAST_ROUNDS(lanes, round_words);
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
        __m128i words[4] = {load_words(block, 0), load_words(block, 1), load_words(block, 2), load_words(block, 3)};
#pragma clang loop unroll(full)
        for (int step = 0; step < 16; step++) {
            __m128i round_words = next_words(words, step);
            FIRN_FIRST_ROUNDS(lanes, round_words);
            FIRN_FIRST_ROUNDS(twins, round_words);
            round_words = _mm_shuffle_epi32(round_words, 0x0E);
            FIRN_LAST_ROUNDS(lanes, round_words);
            FIRN_LAST_ROUNDS(twins, round_words);
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
        __m128i words[4] = {load_words(block, 0), load_words(block, 1), load_words(block, 2), load_words(block, 3)};
        __m128i twin_words[4] = {load_words(twin, 0), load_words(twin, 1), load_words(twin, 2), load_words(twin, 3)};
#pragma clang loop unroll(full)
        for (int step = 0; step < 16; step++) {
            __m128i round_words = next_words(words, step), twin_round_words = next_words(twin_words, step);
            FIRN_FIRST_ROUNDS(lanes, round_words);
            FIRN_FIRST_ROUNDS(twins, twin_round_words);
            round_words = _mm_shuffle_epi32(round_words, 0x0E);
            twin_round_words = _mm_shuffle_epi32(twin_round_words, 0x0E);
            FIRN_LAST_ROUNDS(lanes, round_words);
            FIRN_LAST_ROUNDS(twins, twin_round_words);
        }
        lanes = add_state(lanes, lanes_before);
        twins = add_state(twins, twins_before);
    }
    store_state(one, lanes);
    store_state(other, twins);
}

#endif
