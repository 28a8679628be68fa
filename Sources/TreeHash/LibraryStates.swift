import Crypto

/// The linear hash of a payload and the hash of its current leaf, advanced one after the other by swift-crypto.
///
/// Within the first leaf the two are one hash, which is computed once.
struct LibraryStates: Sendable {
    private var linear = SHA256()
    /// Nil within the first leaf.
    private var leaf: SHA256?

    /// Takes bytes of the current leaf; they must not reach beyond its end.
    mutating func absorb(_ bytes: UnsafeRawBufferPointer) {
        linear.update(bufferPointer: bytes)
        leaf?.update(bufferPointer: bytes)
    }

    /// Completes the current leaf and begins the next one.
    mutating func endLeaf() -> Digest {
        let digest = Digest((leaf ?? linear).finalize())
        leaf = SHA256()
        return digest
    }

    /// The hash of all bytes so far.
    func linearDigest() -> Digest { Digest(linear.finalize()) }
}
