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
            randomBytes: { count in
                var generator = SystemRandomNumberGenerator()
                var bytes: [UInt8] = []
                bytes.reserveCapacity(count + 7)
                while bytes.count < count {
                    withUnsafeBytes(of: generator.next() as UInt64) { bytes.append(contentsOf: $0) }
                }
                return Array(bytes.prefix(count))
            },
            sleep: { span in try await Task.sleep(for: span.duration) }
        )
    }
}
