#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "Ring.h"

#include <errno.h>

#if __has_include(<linux/io_uring.h>)

#include <linux/io_uring.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { DEPTH = 8 };

/// The queues shared with the kernel, as io_uring_setup(2) and io_uring(7) describe them.
struct ring {
    int descriptor;
    char *queues;
    size_t queues_bytes;
    struct io_uring_sqe *entries;
    size_t entries_bytes;
    struct io_uring_params parameters;
};

static unsigned *field(const struct ring *ring, unsigned offset) {
    return (unsigned *)(ring->queues + offset);
}

static void close_ring(struct ring *ring) {
    if (ring->entries != MAP_FAILED) {
        (void)munmap(ring->entries, ring->entries_bytes);
    }
    if (ring->queues != MAP_FAILED) {
        (void)munmap(ring->queues, ring->queues_bytes);
    }
    (void)close(ring->descriptor);
}

static int open_ring(struct ring *ring) {
    memset(ring, 0, sizeof *ring);
    struct io_uring_params *parameters = &ring->parameters;
    ring->descriptor = (int)syscall(__NR_io_uring_setup, DEPTH, parameters);
    if (ring->descriptor < 0) {
        return errno;
    }
    size_t submissions = parameters->sq_off.array + parameters->sq_entries * sizeof(unsigned);
    size_t completions = parameters->cq_off.cqes + parameters->cq_entries * sizeof(struct io_uring_cqe);
    ring->queues_bytes = submissions > completions ? submissions : completions;
    ring->entries_bytes = parameters->sq_entries * sizeof(struct io_uring_sqe);
    int protection = PROT_READ | PROT_WRITE, flags = MAP_SHARED | MAP_POPULATE;
    ring->queues = mmap(NULL, ring->queues_bytes, protection, flags, ring->descriptor, IORING_OFF_SQ_RING);
    ring->entries = mmap(NULL, ring->entries_bytes, protection, flags, ring->descriptor, IORING_OFF_SQES);
    int is_mapped = ring->queues != MAP_FAILED && ring->entries != MAP_FAILED;
    if (!is_mapped || !(parameters->features & IORING_FEAT_SINGLE_MMAP)) {
        close_ring(ring);
        return ENOSYS;
    }
    return 0;
}

static void queue_write(struct ring *ring, int descriptor, int64_t offset, const void *piece, size_t piece_bytes) {
    const struct io_sqring_offsets *offsets = &ring->parameters.sq_off;
    unsigned tail = *field(ring, offsets->tail);
    unsigned index = tail & *field(ring, offsets->ring_mask);
    struct io_uring_sqe *entry = &ring->entries[index];
    memset(entry, 0, sizeof *entry);
    entry->opcode = IORING_OP_WRITE;
    entry->fd = descriptor;
    entry->addr = (uint64_t)(uintptr_t)piece;
    entry->len = (uint32_t)piece_bytes;
    entry->off = (uint64_t)offset;
    field(ring, offsets->array)[index] = index;
    __atomic_store_n(field(ring, offsets->tail), tail + 1, __ATOMIC_RELEASE);
}

/// Takes what has been completed and adds its number to `done`.
static int reap(struct ring *ring, size_t piece_bytes, int64_t *done) {
    const struct io_cqring_offsets *offsets = &ring->parameters.cq_off;
    const struct io_uring_cqe *completions = (const void *)(ring->queues + offsets->cqes);
    unsigned head = *field(ring, offsets->head), mask = *field(ring, offsets->ring_mask);
    unsigned tail = __atomic_load_n(field(ring, offsets->tail), __ATOMIC_ACQUIRE);
    int error = 0;
    for (; head != tail; head++) {
        int result = completions[head & mask].res;
        if (result != (int)piece_bytes && error == 0) {
            error = result < 0 ? -result : EIO;
        }
        (*done)++;
    }
    __atomic_store_n(field(ring, offsets->head), head, __ATOMIC_RELEASE);
    return error;
}

int ring_write(int descriptor, int64_t pieces, const void *piece, size_t piece_bytes) {
    struct ring ring;
    int error = open_ring(&ring);
    if (error != 0) {
        return error;
    }
    int64_t queued = 0, submitted = 0, done = 0;
    while (error == 0 && done < pieces) {
        for (; queued < pieces && queued - done < DEPTH; queued++) {
            queue_write(&ring, descriptor, queued * (int64_t)piece_bytes, piece, piece_bytes);
        }
        unsigned waiting = (unsigned)(queued - submitted);
        long entered = syscall(__NR_io_uring_enter, ring.descriptor, waiting, 1, IORING_ENTER_GETEVENTS, NULL, 0);
        if (entered < 0) {
            error = errno == EINTR ? 0 : errno;
        } else {
            submitted += entered;
            error = reap(&ring, piece_bytes, &done);
        }
    }
    close_ring(&ring);
    return error;
}

#else

int ring_write(int descriptor, int64_t pieces, const void *piece, size_t piece_bytes) {
    (void)descriptor, (void)pieces, (void)piece, (void)piece_bytes;
    return ENOSYS;
}

#endif
