#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "CFirnSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <unistd.h>

int firn_tune_malloc(int kept_mebibytes, int heaps) {
    int accepted = 1;
    // The largest value glibc takes: below it, buffers come from a heap and are used again.
    accepted &= mallopt(M_MMAP_THRESHOLD, 32 * 1024 * 1024);
    // Unused memory at the end of a heap goes back to the kernel above this.
    accepted &= mallopt(M_TRIM_THRESHOLD, kept_mebibytes * 1024 * 1024);
    // A heap grows by this much at once; what is not touched takes no memory.
    accepted &= mallopt(M_TOP_PAD, kept_mebibytes * 1024 * 1024 / 4);
    // What is free in one heap is no use to another: a heap for every thread would take twice the memory.
    accepted &= mallopt(M_ARENA_MAX, heaps);
    return accepted ? 0 : -1;
}

int firn_rename_without_replacing(const char *from, const char *to) {
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) {
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return errno;
    }
    if (link(from, to) != 0) {
        return errno;
    }
    // The new name stands; an old name that cannot be removed is only an unpublished file for the next sweep.
    (void)unlink(from);
    return 0;
}

int firn_start_write_back(int descriptor, int64_t offset, int64_t length) {
    if (sync_file_range(descriptor, offset, length, SYNC_FILE_RANGE_WRITE) == 0) {
        return 0;
    }
    return errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP || errno == ESPIPE ? 0 : errno;
}

int firn_open_direct(const char *path) {
    return open(path, O_WRONLY | O_DIRECT | O_CLOEXEC);
}

int firn_allocate(int descriptor, int64_t length) {
    while (fallocate(descriptor, 0, 0, length) != 0) {
        if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

int firn_sync_file_system(int descriptor) {
    return syncfs(descriptor);
}

int firn_punch(int descriptor, int64_t offset, int64_t length) {
    while (fallocate(descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length) != 0) {
        if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}
