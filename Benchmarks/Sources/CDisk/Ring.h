#ifndef RING_H
#define RING_H

#include <stddef.h>
#include <stdint.h>

/// Writes `piece` so many times one behind the other, with up to 8 writes at once, through an io_uring of its own.
///
/// Returns 0, or the error number: ENOSYS or EPERM where there is no io_uring.
int ring_write(int descriptor, int64_t pieces, const void *piece, size_t piece_bytes);

#endif
