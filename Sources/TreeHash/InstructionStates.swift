import CTreeHash

/// The linear hash of a payload and the hash of its current leaf, advanced together by the processor's own
/// instructions.
///
/// Leaves are whole numbers of blocks, so both hashes wait for the end of the same block. Within the first leaf the two
/// are one hash, which is computed once.
struct InstructionStates: Sendable {
    /// The bytes of one block of SHA-256.
    static let blockBytes = MemoryLayout<firn_sha256_block>.size

    private var linear = firn_sha256_initial()
    private var leaf = firn_sha256_initial()
    /// The bytes behind the last full block, `tailCount` of them.
    private var tail = firn_sha256_block()
    private var tailCount = 0
    private var linearCount: UInt64 = 0
    private var leafStart: UInt64 = 0

    /// Takes bytes of the current leaf; they must not reach beyond its end.
    mutating func absorb(_ bytes: UnsafeRawBufferPointer) {
        linearCount += UInt64(bytes.count)
        var rest = bytes
        if tailCount > 0 {
            rest = fillTail(from: bytes)
            guard tailCount == InstructionStates.blockBytes else { return }
            tailCount = 0
            withUnsafeBytes(of: tail) { compress($0) }
        }
        compress(rest)
        rest = UnsafeRawBufferPointer(rebasing: rest.suffix(rest.count % InstructionStates.blockBytes))
        _ = fillTail(from: rest)
    }

    /// Completes the current leaf and begins the next one.
    mutating func endLeaf() -> Digest {
        let digest =
            leafStart == 0 ? finish(linear, length: linearCount) : finish(leaf, length: linearCount - leafStart)
        leaf = firn_sha256_initial()
        leafStart = linearCount
        return digest
    }

    /// The hash of all bytes so far.
    func linearDigest() -> Digest { finish(linear, length: linearCount) }

    /// Appends to the tail what it has room for and returns what is left.
    private mutating func fillTail(from bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let taken = min(InstructionStates.blockBytes - tailCount, bytes.count)
        let start = tailCount
        withUnsafeMutableBytes(of: &tail) { tail in
            UnsafeMutableRawBufferPointer(rebasing: tail[start...]).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes.prefix(taken))
            )
        }
        tailCount += taken
        return UnsafeRawBufferPointer(rebasing: bytes.dropFirst(taken))
    }

    /// Advances over the full blocks at the beginning of `bytes`.
    private mutating func compress(_ bytes: UnsafeRawBufferPointer) {
        let blocks = bytes.count / InstructionStates.blockBytes
        if leafStart == 0 {
            firn_sha256_single(&linear, bytes.baseAddress, blocks)
        } else {
            firn_sha256_dual(&linear, &leaf, bytes.baseAddress, blocks)
        }
    }

    private func finish(_ state: firn_sha256_state, length: UInt64) -> Digest {
        withUnsafeBytes(of: tail) { tail in
            Digest { firn_sha256_finish(state, tail.baseAddress, tailCount, length, $0.baseAddress) }
        }
    }
}
