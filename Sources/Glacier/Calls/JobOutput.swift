public import GlacierAPI

/// A job's output on its way: what was said of it, and its bytes.
public struct JobOutput: Sendable {
    /// Length, range, type and tree hash.
    public let head: JobOutputHead
    /// The bytes, as fast as they are taken; to be iterated once. Where they break off, the iteration throws.
    public let body: ByteStream
}
