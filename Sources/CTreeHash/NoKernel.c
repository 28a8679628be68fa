#include "CTreeHash.h"

#if !defined(__x86_64__) && !defined(__aarch64__)

firn_sha256_instructions firn_sha256_available(void) {
    return firn_sha256_instructions_none;
}

void firn_sha256_single(firn_sha256_state *state, const void *bytes, size_t blocks) {
    (void)state, (void)bytes, (void)blocks;
    __builtin_trap();
}

void firn_sha256_dual(firn_sha256_state *one, firn_sha256_state *other, const void *bytes, size_t blocks) {
    (void)one, (void)other, (void)bytes, (void)blocks;
    __builtin_trap();
}

void firn_sha256_pair(
    firn_sha256_state *one, firn_sha256_state *other, const void *bytes, const void *other_bytes, size_t blocks) {
    (void)one, (void)other, (void)bytes, (void)other_bytes, (void)blocks;
    __builtin_trap();
}

#endif
