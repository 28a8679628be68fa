import CTreeHash
import Crypto

/// A way to compute SHA-256. All of them give the same digests.
public enum HashKernel: String, Sendable, CaseIterable {
    /// The SHA extensions of x86-64.
    case shaExtensions
    /// The SHA-256 instructions of the ARMv8 cryptographic extension.
    case armv8
    /// swift-crypto, on every machine.
    case portable

    /// The fastest one that this machine has.
    public static let best = allCases.first(where: \.isAvailable) ?? .portable

    private static let instructions = firn_sha256_available()

    /// Whether this machine has it.
    public var isAvailable: Bool {
        switch self {
        case .shaExtensions: HashKernel.instructions == firn_sha256_instructions_x86
        case .armv8: HashKernel.instructions == firn_sha256_instructions_armv8
        case .portable: true
        }
    }

    /// Whether the processor's own instructions compute it. False where the machine does not have them.
    var usesInstructions: Bool { self != .portable && isAvailable }

    /// SHA-256 of bytes that are all in memory.
    func digest(of bytes: UnsafeRawBufferPointer) -> Digest {
        usesInstructions ? HashKernel.instructionDigest(of: bytes) : HashKernel.libraryDigest(of: bytes)
    }

    /// The node over two neighbours of a tree: SHA-256 of their 64 bytes.
    func node(over left: Digest, _ right: Digest) -> Digest {
        // A tuple of two digests is their bytes side by side.
        withUnsafeBytes(of: (left, right)) { digest(of: $0) }
    }

    private static func instructionDigest(of bytes: UnsafeRawBufferPointer) -> Digest {
        var state = firn_sha256_initial()
        let blocks = bytes.count / InstructionStates.blockBytes
        firn_sha256_single(&state, bytes.baseAddress, blocks)
        let tail = UnsafeRawBufferPointer(rebasing: bytes[(blocks * InstructionStates.blockBytes)...])
        return Digest {
            firn_sha256_finish(state, tail.baseAddress, tail.count, UInt64(bytes.count), $0.baseAddress)
        }
    }

    private static func libraryDigest(of bytes: UnsafeRawBufferPointer) -> Digest {
        var hasher = SHA256()
        hasher.update(bufferPointer: bytes)
        return Digest(hasher.finalize())
    }
}

extension Digest {
    /// Takes over a digest of swift-crypto.
    init(_ digest: SHA256Digest) {
        self.init { bytes in digest.withUnsafeBytes { bytes.copyMemory(from: $0) } }
    }
}
