import GlacierModel
import Glibc

extension Surroundings {
    /// The machine's clock, its secure random source, and real waiting.
    static var live: Surroundings {
        Surroundings(
            now: {
                var time = timespec()
                clock_gettime(CLOCK_REALTIME, &time)
                return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
            },
            randomBytes: secureRandomBytes,
            sleep: { span in try await Task.sleep(for: span.duration) }
        )
    }
}

/// Bytes of the kernel's secure random source.
///
/// Source: https://man7.org/linux/man-pages/man3/getentropy.3.html
private func secureRandomBytes(_ count: Int) -> [UInt8] {
    /// Bytes that one call of the system gives at most.
    let most = 256
    return [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
        while filled < count {
            let part = bytes[filled..<min(filled + most, count)]
            guard getentropy(UnsafeMutableBufferPointer(rebasing: part).baseAddress, part.count) == 0 else {
                // It fails where the kernel has no such call. Nothing may go on without secrets, then.
                preconditionFailure("the kernel gives no random bytes")
            }
            filled += part.count
        }
    }
}
