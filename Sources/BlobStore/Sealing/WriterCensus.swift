import Synchronization

/// Counts the sealed blobs that are being written, so that all of them together keep within a bound: few writers have
/// large buffers, which cost the least, and many have smaller ones.
final class WriterCensus: Sendable {
    /// Bytes that all writers' buffers take together, as far as the smallest size allows; each has two at once.
    private static let budget = 16 << 20
    private static let largest = 1 << 20
    private static let smallest = 256 << 10

    private let writers = Atomic(0)

    /// Counts a writer in.
    ///
    /// - Returns: bytes that its buffers are to take in memory, a power of two.
    func enter() -> Int {
        let count = writers.add(1, ordering: .relaxed).newValue
        var bytes = Self.largest
        while bytes > Self.smallest, bytes * count > Self.budget { bytes /= 2 }
        return bytes
    }

    /// Counts a writer out.
    func leave() { writers.subtract(1, ordering: .relaxed) }
}
