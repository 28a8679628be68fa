import TreeHash

/// P(n): n bytes, the byte at offset i is i mod 251.
func pattern(_ count: Int) -> [UInt8] {
    let period = [UInt8](0..<251)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + period.count)
    while bytes.count < count { bytes += period }
    return Array(bytes.prefix(count))
}

/// The kernels that this machine can run; at least one.
let availableKernels = HashKernel.allCases.filter(\.isAvailable)

/// How a payload is cut for the calls of `update`.
enum Splits: CaseIterable, CustomStringConvertible {
    case none, odd, aroundChunks

    /// Lengths of pieces, used again and again until the payload ends.
    private var lengths: [Int] {
        switch self {
        case .none: [.max]
        case .odd: [1, 63, 0, 64, 65, 127, 4_097, 300_001, 31, 128, 33, 524_288, 2]
        case .aroundChunks: [1_048_575, 1, 1_048_576, 1_048_577, 1_048_575, 2_097_151]
        }
    }

    var description: String { "in pieces of \(lengths)" }

    func pieces(of bytes: UnsafeRawBufferPointer) -> [UnsafeRawBufferPointer] { cut(bytes, into: lengths) }
}

/// Pieces of the given lengths, which are used again and again until the bytes end. One of them must not be 0.
func cut(_ bytes: UnsafeRawBufferPointer, into lengths: [Int]) -> [UnsafeRawBufferPointer] {
    var rest = bytes[...]
    var pieces: [UnsafeRawBufferPointer] = []
    while !rest.isEmpty {
        let piece = rest.prefix(lengths[pieces.count % lengths.count])
        pieces.append(UnsafeRawBufferPointer(rebasing: piece))
        rest = rest[piece.endIndex...]
    }
    return pieces
}

/// The hashes of a payload that is handed over in pieces.
func hashes(of payload: [UInt8], kernel: HashKernel, splits: Splits = .none) -> PayloadHashes {
    payload.withUnsafeBytes { bytes in
        var hasher = PayloadHasher(kernel: kernel)
        for piece in splits.pieces(of: bytes) { hasher.update(piece) }
        return hasher.finalize()
    }
}

/// SplitMix64, so that a failure can be repeated from its seed. Source: https://prng.di.unimi.it/splitmix64.c
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count { withUnsafeBytes(of: next()) { bytes += $0 } }
        return Array(bytes.prefix(count))
    }

    mutating func digest() throws -> Digest { try digestOf(bytes: bytes(32)) }
}

struct NotADigest: Error {}

func digestOf(bytes: [UInt8]) throws -> Digest {
    guard let digest = Digest(bytes: bytes) else { throw NotADigest() }
    return digest
}

func digestOf(hex: String) throws -> Digest {
    guard let digest = Digest(hex: hex) else { throw NotADigest() }
    return digest
}
