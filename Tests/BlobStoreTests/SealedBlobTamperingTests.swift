import BlobStore
import BlobStoreTesting
import NIOCore
import Testing

/// A blob of 85 bytes in chunks of 16 is changed in every place and in every way; what is opened is never wrong.
@Suite("A sealed blob that was tampered with")
struct SealedBlobTamperingTests {
    private static let plaintext = 0..<Int64(85)
    private static let headerBytes = 140 + 22
    private static let storedChunkBytes = 32
    private static let footerStart = headerBytes + 85 + 6 * 16
    private static let endingBytes = 72

    private let sample: SealedSample

    init() throws { sample = try SealedSample(chunkBytes: 16) }

    private func sealed(announced: Bool) async throws -> [UInt8] {
        try await sample.seal(85, announced: announced)
        return try #require(sample.store[SealedSample.key])
    }

    /// What becomes of reading `range` when the store holds `stored`: its bytes, or nil for an error of a kind that
    /// says so.
    private func read(_ stored: [UInt8], _ range: Range<Int64> = plaintext) async throws -> [UInt8]? {
        sample.store[SealedSample.key] = stored
        return try await orDamaged { try await sample.open(range) }
    }

    private func leaves(_ stored: [UInt8]) async throws -> [UInt8]? {
        sample.store[SealedSample.key] = stored
        return try await orDamaged { try await sample.blobs.leaves(of: SealedSample.key) }
    }

    private func descriptor(_ stored: [UInt8]) async throws -> SealedBlobDescription? {
        sample.store[SealedSample.key] = stored
        return try await orDamaged { try await sample.blobs.descriptor(of: SealedSample.key) }
    }

    private func orDamaged<Value>(_ body: () async throws -> Value) async throws -> Value? {
        do {
            return try await body()
        } catch let error as BlobStoreError
            where [.damaged, .unsupported, .unknownMasterKey].contains(error.code)
        {
            return nil
        }
    }

    @Test("a changed bit is found wherever it matters", arguments: [true, false], [0x01, 0x10, 0x80] as [UInt8])
    func bits(announced: Bool, mask: UInt8) async throws {
        let whole = try await sealed(announced: announced)
        let right = BytePattern.bytes(85)
        for place in whole.indices {
            var stored = whole
            stored[place] ^= mask
            let isHeader = place < Self.headerBytes
            let isFooter = place >= Self.footerStart
            let isProvedEnding = isFooter && (whole.count - Self.endingBytes..<whole.count - 40).contains(place)
            let isLength = !announced && isProvedEnding
            let read = try await read(stored)
            #expect(read == (isFooter && !isLength ? right : nil), "byte \(place) of the whole")
            let leaves = try await leaves(stored)
            #expect((leaves == nil) == (isHeader || isFooter), "byte \(place) of the leaves")
            let descriptor = try await descriptor(stored)
            #expect((descriptor == nil) == (isHeader || isLength), "byte \(place) of the descriptor")
        }
    }

    @Test("a chunk that was not changed is opened beside one that was", arguments: [true, false])
    func untouchedChunks(announced: Bool) async throws {
        var stored = try await sealed(announced: announced)
        stored[Self.headerBytes + 2 * Self.storedChunkBytes + 5] ^= 1
        #expect(try await read(stored, 0..<32) == BytePattern.bytes(0..<32))
        #expect(try await read(stored, 48..<85) == BytePattern.bytes(48..<85))
        #expect(try await read(stored, 31..<33) == nil)
        #expect(try await read(stored, 47..<48) == nil)
    }

    @Test("a blob that is shorter or longer is not opened", arguments: [true, false])
    func lengths(announced: Bool) async throws {
        let whole = try await sealed(announced: announced)
        let shorter = whole.indices.map { Array(whole[..<$0]) }
        let longer = (1...80).map { whole + [UInt8](repeating: 0, count: $0) }
        let withEnding = (1...80).map { whole + [UInt8](repeating: 0, count: $0) + whole.suffix(Self.endingBytes) }
        let beheaded = (1...300).map { Array(whole[$0...]) }
        for stored in shorter + longer + withEnding + beheaded {
            #expect(try await read(stored) == nil, "\(stored.count) of \(whole.count) bytes")
            #expect(try await read(stored, 0..<1) == nil, "\(stored.count) of \(whole.count) bytes")
            #expect(try await leaves(stored) == nil, "\(stored.count) of \(whole.count) bytes")
            #expect(try await descriptor(stored) == nil, "\(stored.count) of \(whole.count) bytes")
        }
    }

    @Test("chunks that were moved, repeated or left out are found", arguments: [true, false])
    func chunks(announced: Bool) async throws {
        let whole = try await sealed(announced: announced)
        let header = Array(whole[..<Self.headerBytes])
        let footer = Array(whole[Self.footerStart...])
        let chunks = (0..<6).map { index in
            let start = Self.headerBytes + index * Self.storedChunkBytes
            return Array(whole[start..<min(start + Self.storedChunkBytes, Self.footerStart)])
        }
        func stored(_ order: [Int]) -> [UInt8] { header + order.flatMap { chunks[$0] } + footer }

        #expect(try await read(stored([0, 1, 2, 3, 4, 5])) == BytePattern.bytes(85))
        for order in [
            [1, 0, 2, 3, 4, 5], [0, 1, 4, 3, 2, 5], [0, 0, 2, 3, 4, 5], [0, 1, 2, 3, 3, 5], [5, 1, 2, 3, 4, 0],
        ] {
            #expect(try await read(stored(order)) == nil, "chunks \(order)")
        }
        // Left out or repeated, with the numbers in the footer, and in the header, changed to fit.
        for (order, length) in [([0, 1, 2, 3, 4], 80), ([0, 1, 2, 3, 5], 69), ([0, 1, 2, 3, 4, 4, 5], 101), ([], 0)] {
            let lengths = UInt64(length).bigEndianBytes + UInt64(order.count).bigEndianBytes
            let leafBytes = [UInt8](repeating: 0, count: order.count * 32 + 16)
            let fitting = leafBytes + lengths + whole.suffix(Self.endingBytes - 16)
            let body = order.flatMap { chunks[$0] }
            var changedHeader = header
            if announced { changedHeader.replaceSubrange(108..<116, with: UInt64(length).bigEndianBytes) }
            for header in [header, changedHeader] {
                #expect(try await read(header + body + fitting, 0..<Int64(min(1, length))) == nil, "chunks \(order)")
                #expect(try await descriptor(header + body + fitting) == nil, "chunks \(order)")
            }
        }
    }

    @Test("chunks and headers of another blob with the same content are found", arguments: [true, false])
    func otherBlob(announced: Bool) async throws {
        let whole = try await sealed(announced: announced)
        try await sample.seal(85, announced: announced, as: SealedSample.otherKey)
        let other = try #require(sample.store[SealedSample.otherKey])
        #expect(try await read(other) == nil)
        for cut in [32, 108, Self.headerBytes, Self.headerBytes + Self.storedChunkBytes] {
            #expect(try await read(Array(whole[..<cut]) + other[cut...]) == nil, "cut at \(cut)")
            #expect(try await read(Array(other[..<cut]) + whole[cut...]) == nil, "cut at \(cut)")
            #expect(try await leaves(Array(whole[..<cut]) + other[cut...]) == nil, "cut at \(cut)")
        }
        let foreignFooter = Array(whole[..<Self.footerStart]) + other[Self.footerStart...]
        #expect(try await leaves(foreignFooter) == nil)
        #expect(try await read(foreignFooter) == (announced ? BytePattern.bytes(85) : nil))
    }

    @Test(
        "numbers at the limits of their fields are refused",
        arguments: [(8, 2), (10, 2), (12, 4), (108, 8), (116, 4), (120, 4), (-72, 8), (-64, 8)],
        [true, false]
    )
    func numbers(_ field: (Int, Int), announced: Bool) async throws {
        let whole = try await sealed(announced: announced)
        let place = field.0 < 0 ? whole.count + field.0 : field.0
        for number in [0, 1, 139, 140, 84, 86, 255, 65_535, 65_536, 1 << 31, 1 << 50, 1 << 62, 1 << 63, UInt64.max] {
            var stored = whole
            let bytes = number.bigEndianBytes.suffix(field.1)
            if Array(bytes) == Array(whole[place..<(place + field.1)]) { continue }
            stored.replaceSubrange(place..<(place + field.1), with: bytes)
            #expect(try await leaves(stored) == nil, "\(number) at \(place)")
            if field.0 >= 0 || !announced {
                #expect(try await read(stored, 0..<1) == nil, "\(number) at \(place)")
            }
        }
    }

    @Test("any bytes are refused, whatever they are", arguments: [1, 2, 3] as [UInt64])
    func garbage(seed: UInt64) async throws {
        let whole = try await sealed(announced: true)
        var random = SeededRandom(state: seed)
        for _ in 0..<500 {
            let kept = Int.random(in: 0...Self.headerBytes, using: &random)
            let length = Int.random(in: 0...700, using: &random)
            let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(try await read(noise) == nil, "seed \(seed)")
            #expect(try await read(Array(whole[..<kept]) + noise) == nil, "seed \(seed)")
            #expect(try await leaves(Array(whole[..<kept]) + noise) == nil, "seed \(seed)")
        }
    }
}

/// SplitMix64 (https://prng.di.unimi.it/splitmix64.c), so that a seed leads to the same numbers again.
private struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension UInt64 {
    fileprivate var bigEndianBytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: self >> (56 - 8 * $0)) } }
}
