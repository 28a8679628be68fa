import struct Crypto.SHA256
import TreeHash

/// The tree hash written down as the documentation defines it, without regard to speed or memory.
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/checksum-calculations.html
enum ReferenceTree {
    /// SHA-256 of the payload's chunks of 1 MiB; an empty payload is one empty chunk.
    static func leaves(of payload: [UInt8]) throws -> [Digest] {
        guard payload.count > 1_048_576 else { return [try sha256(payload)] }
        return try [sha256(Array(payload.prefix(1_048_576)))] + leaves(of: Array(payload.dropFirst(1_048_576)))
    }

    /// Replaces pairs from the left by their parent until one node is left; a node without a partner moves up.
    static func root(of level: [Digest]) throws -> Digest {
        guard level.count > 1 else {
            guard let root = level.first else { throw NotADigest() }
            return root
        }
        return try root(
            of: stride(from: 0, to: level.count, by: 2).map { left in
                left + 1 < level.count ? try parent(level[left], level[left + 1]) : level[left]
            }
        )
    }

    static func parent(_ left: Digest, _ right: Digest) throws -> Digest { try sha256(left.bytes + right.bytes) }

    static func sha256(_ bytes: [UInt8]) throws -> Digest { try digestOf(bytes: Array(SHA256.hash(data: bytes))) }
}
