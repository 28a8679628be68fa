/// How far an upload or a download has come.
public struct TransferProgress: Hashable, Sendable {
    /// What is being done.
    public enum Phase: Hashable, Sendable {
        /// What is already there, from an earlier run, is compared with what it should be.
        case comparing
        /// A job has to end before there are bytes to fetch.
        case waiting
        /// Bytes are sent or fetched.
        case transferring
        /// The whole is proved and made visible.
        case finishing
    }

    /// What is being done.
    public var phase: Phase
    /// Bytes of the whole; nil while the end of a stream is not known.
    public var totalBytes: Int64?
    /// Bytes that are where they belong, and proved to be right.
    public var completedBytes: Int64
    /// Of the completed bytes, those that were there before this run.
    public var reusedBytes: Int64
    /// Bytes that this run has moved over the network, those of repeated attempts each time.
    public var movedBytes: Int64

    /// Nothing is done yet, unless said otherwise.
    public init(
        phase: Phase,
        totalBytes: Int64? = nil,
        completedBytes: Int64 = 0,
        reusedBytes: Int64 = 0,
        movedBytes: Int64 = 0
    ) {
        self.phase = phase
        self.totalBytes = totalBytes
        self.completedBytes = completedBytes
        self.reusedBytes = reusedBytes
        self.movedBytes = movedBytes
    }
}
