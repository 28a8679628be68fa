import Synchronization

/// Counts the reads that are under way, so that the buffers that are read ahead keep within a bound: while reads are
/// few each has one, and where there are many they do without.
final class ReaderCensus: Sendable {
    private static let most = 16

    private let readers = Atomic(0)

    /// Whether a read may hold a buffer more than the one that is being used.
    var allowsReadingAhead: Bool { readers.load(ordering: .relaxed) <= Self.most }

    /// Counts a read in.
    func enter() { readers.add(1, ordering: .relaxed) }

    /// Counts a read out.
    func leave() { readers.subtract(1, ordering: .relaxed) }
}
