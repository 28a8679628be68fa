#ifndef CFIRNSYSTEM_H
#define CFIRNSYSTEM_H

#include <stdint.h>

/// Sets how glibc's malloc keeps and returns memory. To be called once, before the first thread is started.
///
/// Left alone, malloc takes each buffer of 128 KiB or more from the kernel and hands it straight back, and the page
/// faults of a fresh 1 MiB buffer cost more than encrypting it. See mallopt(3).
///
/// `kept_mebibytes` is how much unused memory at the end of a heap the process keeps for itself, in MiB; `heaps` is how
/// many heaps the threads share.
///
/// Returns 0, or -1 when malloc refuses a value (nothing is broken then, only slower).
int firn_tune_malloc(int kept_mebibytes, int heaps);

/// Renames `from` to `to` on the same file system; never replaces a file that is there already. See renameat2(2),
/// RENAME_NOREPLACE. On a file system without that flag a hard link does the same, see link(2).
///
/// Returns 0, or the error number; EEXIST when `to` exists.
int firn_rename_without_replacing(const char *from, const char *to);

/// Asks the kernel to start writing `length` bytes from `offset` to the disk, without waiting for them; a promise of
/// nothing, only less left to do for a later fdatasync. See sync_file_range(2), SYNC_FILE_RANGE_WRITE.
///
/// Returns 0 (also where the file system cannot do this), or the error number.
int firn_start_write_back(int descriptor, int64_t offset, int64_t length);

/// Opens an existing file for writes past the page cache. See open(2), O_DIRECT, which Swift does not import.
///
/// Returns the descriptor, or -1 with errno set: EINVAL where the file system cannot do this.
int firn_open_direct(const char *path);

/// Gives a file `length` bytes of room on the disk, which read as zeros, and makes that its length. See fallocate(2).
///
/// Returns 0, or the error number: EOPNOTSUPP where the file system cannot do this.
int firn_allocate(int descriptor, int64_t length);

/// Writes everything of the file system that a descriptor is in to the disk, and waits for it. See syncfs(2).
///
/// Returns 0, or -1 with errno set.
int firn_sync_file_system(int descriptor);

/// Gives the room of `length` bytes from `offset` back, which read as zeros from then on; the file's length stays. See
/// fallocate(2), FALLOC_FL_PUNCH_HOLE.
///
/// Returns 0, or the error number: EOPNOTSUPP where the file system cannot do this.
int firn_punch(int descriptor, int64_t offset, int64_t length);

#endif
