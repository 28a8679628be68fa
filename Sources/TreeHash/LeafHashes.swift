import CTreeHash

/// Hashes leaves alone, for payloads whose bytes can be had in any order.
///
/// A tree's leaves do not depend on each other, so that two of them are hashed side by side on one processor, and
/// others on other processors.
public enum LeafHashes {
    /// SHA-256 of each chunk of 1 MiB, in order; the last chunk may be shorter. The bytes begin where a leaf begins. No
    /// bytes have no leaves. A kernel that this machine does not have is replaced by the portable one.
    public static func of(_ bytes: UnsafeRawBufferPointer, kernel: HashKernel = .best) -> [Digest] {
        let chunkBytes = Int(TreeAlignment.chunkBytes)
        var leaves: [Digest] = []
        leaves.reserveCapacity((bytes.count + chunkBytes - 1) / chunkBytes)
        var rest = bytes
        while kernel.usesInstructions, rest.count >= 2 * chunkBytes {
            appendPair(UnsafeRawBufferPointer(rebasing: rest.prefix(2 * chunkBytes)), to: &leaves)
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(2 * chunkBytes))
        }
        while !rest.isEmpty {
            leaves.append(kernel.digest(of: UnsafeRawBufferPointer(rebasing: rest.prefix(chunkBytes))))
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(chunkBytes))
        }
        return leaves
    }

    /// Hashes two full leaves that lie one behind the other, with the processor's own instructions.
    private static func appendPair(_ bytes: UnsafeRawBufferPointer, to leaves: inout [Digest]) {
        guard let first = bytes.baseAddress else { return }
        let leafBytes = bytes.count / 2
        var one = firn_sha256_initial(), other = firn_sha256_initial()
        firn_sha256_pair(&one, &other, first, first + leafBytes, leafBytes / InstructionStates.blockBytes)
        for state in [one, other] {
            leaves.append(Digest { firn_sha256_finish(state, nil, 0, UInt64(leafBytes), $0.baseAddress) })
        }
    }
}
