/// Computes the linear hash, the leaves and the tree hash of a payload in one pass over its bytes.
///
/// A payload of at most 1 MiB is a single leaf, whose hash is also its linear hash and its tree hash: it costs one
/// plain SHA-256. Memory is a few hundred bytes and one digest for each MiB of the payload.
public struct PayloadHasher: Sendable {
    private let kernel: HashKernel
    private var states: PayloadStates
    private var byteCount: Int64 = 0
    private var leaves: [Digest] = []

    /// Begins a payload. A kernel that this machine does not have is replaced by the portable one.
    public init(kernel: HashKernel = .best) {
        self.kernel = kernel
        states = PayloadStates(kernel: kernel)
    }

    /// Appends bytes to the payload: any number, none included, at any address. They are hashed where they lie; at most
    /// 63 are kept until the next call.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let room = TreeAlignment.chunkBytes - byteCount % TreeAlignment.chunkBytes
            let piece = rest.prefix(Int(room))
            states.absorb(UnsafeRawBufferPointer(rebasing: piece))
            byteCount += Int64(piece.count)
            if piece.count == room { leaves.append(states.endLeaf()) }
            rest = rest[piece.endIndex...]
        }
    }

    /// Appends bytes to the payload. Those that do not lie side by side in memory are copied first.
    public mutating func update(_ bytes: some Sequence<UInt8>) {
        let hashed: Void? = bytes.withContiguousStorageIfAvailable { update(UnsafeRawBufferPointer($0)) }
        if hashed == nil { Array(bytes).withUnsafeBytes { update($0) } }
    }

    /// Ends the payload. The hasher is then as freshly made, ready for another payload.
    public mutating func finalize() -> PayloadHashes {
        if leaves.isEmpty || byteCount % TreeAlignment.chunkBytes > 0 { leaves.append(states.endLeaf()) }
        let linear = leaves.count == 1 ? leaves[0] : states.linearDigest()
        let tree = TreeFolder.root(of: leaves, kernel: kernel) ?? linear
        defer { self = PayloadHasher(kernel: kernel) }
        return PayloadHashes(byteCount: byteCount, linear: linear, tree: tree, leaves: leaves)
    }
}

/// The hashes of a whole payload.
public struct PayloadHashes: Hashable, Sendable {
    /// The payload's length in bytes.
    public let byteCount: Int64
    /// Plain SHA-256 of all bytes.
    public let linear: Digest
    /// The SHA-256 tree hash.
    public let tree: Digest
    /// SHA-256 of each chunk of 1 MiB, the last of which may be shorter. An empty payload has one empty chunk.
    public let leaves: [Digest]
}
