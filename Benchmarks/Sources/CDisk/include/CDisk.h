#ifndef CDISK_H
#define CDISK_H

#include <stdint.h>

/// Ways to write a file from its first byte to its last and to make it durable.
enum disk_way {
    /// Through the page cache, then fdatasync.
    DISK_BUFFERED,
    /// The same with the space allocated beforehand, and the kernel asked to start writing after every 8 MiB.
    DISK_WRITTEN_BACK,
    /// Past the page cache from an aligned buffer, then fdatasync.
    DISK_DIRECT,
    /// The same with the space allocated beforehand.
    DISK_DIRECT_ALLOCATED,
    /// The same with the space allocated beforehand, and 8 writes at once through io_uring.
    DISK_RING,
};

/// Bytes of one write.
enum { DISK_PIECE_BYTES = 1 << 20 };

/// Makes a new file of so many pieces in one of the ways, and returns when it is durable. It blocks.
///
/// Returns 0, or the error number: ENOSYS, EPERM or EINVAL where the system or the file system does not have the way.
int disk_write_file(const char *path, enum disk_way way, int64_t pieces);

#endif
