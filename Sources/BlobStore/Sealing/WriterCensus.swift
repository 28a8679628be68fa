import Synchronization

/// Counts the sealed blobs that are being written, so that all of them together keep within a bound: few writers have
/// large buffers, which cost the least, and many have smaller ones.
final class WriterCensus: Sendable {
    /// Bytes of one buffer of each writer, all together, as far as the smallest size allows. A writer has two: one that
    /// is filled, and one on its way to the disk.
    private static let budget = 16 << 20
    private static let largest = 1 << 20
    private static let smallest = 256 << 10

    private let writers = Atomic(0)

    /// Bytes that the next buffer of a writer is to take in memory, a power of two.
    var bufferBytes: Int {
        let count = writers.load(ordering: .relaxed)
        var bytes = Self.largest
        while bytes > Self.smallest, bytes * count > Self.budget { bytes /= 2 }
        return bytes
    }

    /// Counts a writer in.
    func enter() { writers.add(1, ordering: .relaxed) }

    /// Counts a writer out.
    func leave() { writers.subtract(1, ordering: .relaxed) }
}
