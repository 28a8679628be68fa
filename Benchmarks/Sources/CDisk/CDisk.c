#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "CDisk.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "Ring.h"

/// What is written. Not zeros, so that a disk that compresses has nothing to gain.
static _Alignas(4096) uint64_t piece[DISK_PIECE_BYTES / sizeof(uint64_t)];

__attribute__((constructor)) static void fill_piece(void) {
    uint64_t state = 0x9E3779B97F4A7C15;
    for (size_t index = 0; index < sizeof piece / sizeof *piece; index++) {
        // Xorshift: https://www.jstatsoft.org/article/view/v008i14
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        piece[index] = state;
    }
}

static int write_piece(int descriptor, off_t offset) {
    size_t written = 0;
    while (written < sizeof piece) {
        ssize_t count =
            pwrite(descriptor, (const char *)piece + written, sizeof piece - written, offset + (off_t)written);
        if (count < 0) {
            return errno;
        }
        written += (size_t)count;
    }
    return 0;
}

static int write_pieces(int descriptor, int64_t pieces, int starts_write_back) {
    const off_t stretch = 8 * (off_t)sizeof piece;
    for (int64_t index = 0; index < pieces; index++) {
        off_t offset = (off_t)index * (off_t)sizeof piece;
        int error = write_piece(descriptor, offset);
        if (error != 0) {
            return error;
        }
        off_t end = offset + (off_t)sizeof piece;
        if (starts_write_back && end % stretch == 0) {
            // A promise of nothing: where it is not possible, fdatasync does it all.
            (void)sync_file_range(descriptor, end - stretch, stretch, SYNC_FILE_RANGE_WRITE);
        }
    }
    return 0;
}

static int write_all(int descriptor, enum disk_way way, int64_t pieces) {
    int allocates = way == DISK_WRITTEN_BACK || way == DISK_DIRECT_ALLOCATED || way == DISK_RING;
    if (allocates && fallocate(descriptor, 0, 0, (off_t)pieces * (off_t)sizeof piece) != 0) {
        return errno;
    }
    int error = way == DISK_RING ? ring_write(descriptor, pieces, piece, sizeof piece)
                                 : write_pieces(descriptor, pieces, way == DISK_WRITTEN_BACK);
    if (error == 0 && fdatasync(descriptor) != 0) {
        error = errno;
    }
    return error;
}

int disk_write_file(const char *path, enum disk_way way, int64_t pieces) {
    int is_direct = way == DISK_DIRECT || way == DISK_DIRECT_ALLOCATED || way == DISK_RING;
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | (is_direct ? O_DIRECT : 0);
    int descriptor = open(path, flags, S_IRUSR | S_IWUSR);
    if (descriptor < 0) {
        return errno;
    }
    int error = write_all(descriptor, way, pieces);
    if (close(descriptor) != 0 && error == 0) {
        error = errno;
    }
    return error;
}
