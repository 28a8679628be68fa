/// What ``DiskBlobStore/sweepIncoming()`` did.
public struct IncomingSweep: Hashable, Sendable {
    /// Files of unpublished blobs that were removed.
    public var blobs = 0
    /// Volumes that could not be put in order; the next start tries it again.
    public var untidyVolumes = 0
}
