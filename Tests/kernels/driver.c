// Hashes what it reads with the kernel that it is built with, in the ways of the server: see test_kernels.py.
//
// Standard input is a sequence of lines, some with bytes behind them. Each gets one line of answer.
//   available                      which instructions the processor has, as a number
//   payload OFFSET PIECE COUNT     and COUNT bytes: the hash of each leaf and then that of the whole, as
//                                  InstructionStates.swift computes them from pieces of PIECE bytes
//   pair OFFSET OTHER COUNT        and twice COUNT bytes, a multiple of 64: the hashes of both halves, computed side by
//                                  side, as LeafHashes.swift does
// The bytes begin OFFSET bytes behind an aligned address, the second half at OTHER bytes behind another one.

#include "CTreeHash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { block_bytes = 64, leaf_bytes = 1 << 20 };

#if defined(FIRN_WITHOUT_SHA2)
// Linked in place of the C library's, for a processor that lacks the instructions and has all others.
unsigned long __real_getauxval(unsigned long type);
unsigned long __wrap_getauxval(unsigned long type);
unsigned long __wrap_getauxval(unsigned long type) {
    const unsigned long hwcap = 16, sha2 = 1UL << 6;
    return type == hwcap ? __real_getauxval(type) & ~sha2 : __real_getauxval(type);
}
#endif

static void fail(const char *what) {
    fprintf(stderr, "driver: %s\n", what);
    exit(1);
}

/// Reads `count` bytes to `offset` bytes behind an aligned address. The last of them is the last of the memory that was
/// asked for, so that a checker of memory sees a read beyond it.
static uint8_t *read_bytes(size_t offset, size_t count) {
    uint8_t *memory = NULL;
    if (posix_memalign((void **)&memory, block_bytes, offset + count + (offset + count == 0)) != 0) {
        fail("no memory");
    }
    if (fread(memory + offset, 1, count, stdin) != count) {
        fail("the input ends too early");
    }
    return memory;
}

static void print_digest(firn_sha256_state state, const void *tail, size_t tail_length, uint64_t length) {
    uint8_t digest[32];
    firn_sha256_finish(state, tail, tail_length, length, digest);
    for (size_t index = 0; index < sizeof digest; index++) {
        printf("%02x", digest[index]);
    }
    putchar(' ');
}

/// What InstructionStates.swift holds.
typedef struct {
    firn_sha256_state linear, leaf;
    uint8_t tail[block_bytes];
    size_t tail_count;
    uint64_t linear_count, leaf_start;
} states;

static void compress(states *self, const uint8_t *bytes, size_t count) {
    if (self->leaf_start == 0) {
        firn_sha256_single(&self->linear, bytes, count / block_bytes);
    } else {
        firn_sha256_dual(&self->linear, &self->leaf, bytes, count / block_bytes);
    }
}

static size_t fill_tail(states *self, const uint8_t *bytes, size_t count) {
    const size_t room = block_bytes - self->tail_count, taken = count < room ? count : room;
    memcpy(self->tail + self->tail_count, bytes, taken);
    self->tail_count += taken;
    return taken;
}

static void absorb(states *self, const uint8_t *bytes, size_t count) {
    self->linear_count += count;
    if (self->tail_count > 0) {
        const size_t taken = fill_tail(self, bytes, count);
        bytes += taken, count -= taken;
        if (self->tail_count < block_bytes) {
            return;
        }
        self->tail_count = 0;
        compress(self, self->tail, block_bytes);
    }
    compress(self, bytes, count);
    fill_tail(self, bytes + count - count % block_bytes, count % block_bytes);
}

static void print_leaf(states *self) {
    const firn_sha256_state state = self->leaf_start == 0 ? self->linear : self->leaf;
    print_digest(state, self->tail, self->tail_count, self->linear_count - self->leaf_start);
    self->leaf = firn_sha256_initial();
    self->leaf_start = self->linear_count;
}

static void hash_payload(const uint8_t *bytes, size_t piece, size_t count) {
    states self = {.linear = firn_sha256_initial(), .leaf = firn_sha256_initial()};
    while (count > 0) {
        const size_t room = leaf_bytes - (self.linear_count - self.leaf_start);
        size_t taken = count < piece ? count : piece;
        taken = taken < room ? taken : room;
        absorb(&self, bytes, taken);
        bytes += taken, count -= taken;
        if (taken == room) {
            print_leaf(&self);
        }
    }
    if (self.linear_count == 0 || self.linear_count > self.leaf_start) {
        print_leaf(&self);
    }
    print_digest(self.linear, self.tail, self.tail_count, self.linear_count);
}

static void hash_pair(const uint8_t *bytes, const uint8_t *other_bytes, size_t count) {
    firn_sha256_state one = firn_sha256_initial(), other = firn_sha256_initial();
    firn_sha256_pair(&one, &other, bytes, other_bytes, count / block_bytes);
    print_digest(one, NULL, 0, count);
    print_digest(other, NULL, 0, count);
}

int main(void) {
    char line[128];
    while (fgets(line, sizeof line, stdin)) {
        size_t offset, second, count;
        if (strcmp(line, "available\n") == 0) {
            printf("%d", firn_sha256_available());
        } else if (sscanf(line, "payload %zu %zu %zu", &offset, &second, &count) == 3 && second > 0) {
            uint8_t *memory = read_bytes(offset, count);
            hash_payload(memory + offset, second, count);
            free(memory);
        } else if (sscanf(line, "pair %zu %zu %zu", &offset, &second, &count) == 3 && count % block_bytes == 0) {
            uint8_t *memory = read_bytes(offset, count), *other = read_bytes(second, count);
            hash_pair(memory + offset, other + second, count);
            free(memory);
            free(other);
        } else {
            fail("this line is no question");
        }
        putchar('\n');
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
