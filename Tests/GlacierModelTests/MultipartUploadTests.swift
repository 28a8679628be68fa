import GlacierModel
import Testing
import TreeHash

@Suite("Completing an upload")
struct MultipartUploadTests {
    private static let mebibyte: Int64 = 1_048_576

    /// The tree hashes of the 2 MiB parts of 7 MiB whose byte at offset i is i mod 251, and of the whole.
    private static let partHashes = [
        "bf4dff263ae686b64403208c35a3767e38453d6477e841947588d13d04e1d816",
        "9e217b1ceb8db81071f9c6e4a2bf0401a83491d10751ce858a2628f5d699dbdb",
        "3f1cd462b63cf286198c3f2ee91cf116dfed51d327686dca0fb06ba94a4ae759",
        "3fe5670143d04b21f7993a66e25f307e3c1083134804dd589dfc699eebc29bf2",
    ]
    private static let wholeHash = "8bfce57c6a4076b3e930e725fbaa00beeffff0f0d9a6491a89a53baa73b4810d"

    private let notContiguous = ServiceError.partsNotContiguous(uploadID: id92)

    private func upload(partMebibytes: Int64 = 2) throws -> MultipartUpload {
        MultipartUpload(
            id: try UploadID(id92),
            archiveDescription: nil,
            partSize: try PartSize(bytes: partMebibytes * Self.mebibyte),
            creationDate: Timestamp(milliseconds: 0)
        )
    }

    private func claim(_ size: Int64, _ hash: String = wholeHash) throws -> CompletionClaim {
        try CompletionClaim(archiveSizeHeader: String(size), treeHashHeader: hash)
    }

    private func part(_ range: Range<Int64>, _ hash: String = partHashes[0]) throws -> Part {
        Part(range: range, treeHash: try #require(Digest(hex: hash)))
    }

    /// The four parts of the 7 MiB.
    private func parts() throws -> [Part] {
        try Self.partHashes.enumerated().map { index, hash in
            let first = Int64(index) * 2 * Self.mebibyte
            return try part(first..<min(first + 2 * Self.mebibyte, 7 * Self.mebibyte), hash)
        }
    }

    /// Parts whose hash is SHA-256 of their number in decimal, all full.
    private func fullParts(_ count: Int, of size: Int64) -> [Part] {
        (0..<count).map { index in
            Part(
                range: Int64(index) * size..<Int64(index + 1) * size,
                treeHash: Digest.sha256(Array(String(index).utf8))
            )
        }
    }

    @Test("parts that tile the archive make it, under the hash of the whole")
    func completes() throws {
        let root = try upload().complete(with: parts(), as: claim(7 * Self.mebibyte))
        #expect(root.hex == Self.wholeHash)
    }

    @Test("a single part of any size is an archive under its own hash", arguments: [1, 1_048_576, 2_097_152])
    func completesSinglePart(_ size: Int64) throws {
        let root = try upload().complete(with: [part(0..<size)], as: claim(size, Self.partHashes[0]))
        #expect(root.hex == Self.partHashes[0])
    }

    @Test(
        "the hashes of parts are combined in pairs from the left, the odd one out moving up unchanged",
        arguments: [
            (2, "b9b10a1bc77d2a241d120324db7f3b81b2edb67eb8e9cf02af9c95d30329aef5"),
            (3, "c80f77387d860fa469920d7ac2f8a959ef83a651f76dc54923734ed76daaef53"),
            (9999, "9d8d5ad9e89b8264b27250ed83831b0a36763136336302f5bc67c3781648bdff"),
            (10_000, "e08a41fa2a658af6f552d22570da0e9511230e4c81d421ca7f206e76770045d6"),
        ]
    )
    func combinesHashes(_ count: Int, _ hash: String) throws {
        let size: Int64 = 4_294_967_296
        let upload = try upload(partMebibytes: 4096)
        let root = try upload.complete(
            with: fullParts(count, of: size),
            as: claim(Int64(count) * size, hash.uppercased())
        )
        #expect(root.hex == hash)
    }

    @Test("an upload without parts cannot be completed")
    func refusesNoParts() throws {
        let (upload, claim) = (try upload(), try claim(1))
        #expect(throws: notContiguous) { try upload.complete(with: [], as: claim) }
    }

    @Test("a missing part leaves a gap wherever it is, but at the end it is a wrong size", arguments: 0..<4)
    func refusesGap(_ missing: Int) throws {
        let (upload, claim) = (try upload(), try claim(7 * Self.mebibyte))
        var parts = try parts()
        parts.remove(at: missing)
        let error = missing == 3 ? ServiceError.invalidArchiveSize(claim.archiveSizeHeader) : notContiguous
        #expect(throws: error) { try upload.complete(with: parts, as: claim) }
    }

    @Test("a part that is shorter than the part size is refused anywhere but at the end", arguments: 0..<3)
    func refusesShortPart(_ index: Int) throws {
        let (upload, claim) = (try upload(), try claim(7 * Self.mebibyte))
        var parts = try parts()
        let range = parts[index].range
        parts[index] = Part(range: range.lowerBound..<(range.upperBound - 1), treeHash: parts[index].treeHash)
        #expect(throws: notContiguous) { try upload.complete(with: parts, as: claim) }
        // Neither may the ones behind it close the gap.
        parts[index + 1] = Part(
            range: (range.upperBound - 1)..<parts[index + 1].range.upperBound,
            treeHash: parts[index + 1].treeHash
        )
        #expect(throws: notContiguous) { try upload.complete(with: parts, as: claim) }
    }

    @Test("parts that overlap, repeat or come out of order do not tile")
    func refusesDisorder() throws {
        let (upload, claim) = (try upload(), try claim(7 * Self.mebibyte))
        let parts = try parts()
        let size = 2 * Self.mebibyte
        let disorders = [
            [parts[1], parts[0], parts[2], parts[3]],
            [parts[0], parts[0], parts[2], parts[3]],
            [parts[0], parts[1], parts[1], parts[2], parts[3]],
            [parts[0], try part(size - 1..<2 * size - 1), parts[2], parts[3]],
            [try part(1..<size + 1), parts[1], parts[2], parts[3]],
            Array(parts.reversed()),
        ]
        for disorder in disorders {
            #expect(throws: notContiguous) { try upload.complete(with: disorder, as: claim) }
        }
    }

    @Test("the sum of the parts is judged before the hash", arguments: [1, 7_340_031, 7_340_033, Int64.max])
    func refusesWrongSize(_ size: Int64) throws {
        let upload = try upload(), parts = try parts()
        let claim = try claim(size, String(repeating: "0", count: 64))
        #expect(throws: ServiceError.invalidArchiveSize(String(size))) { try upload.complete(with: parts, as: claim) }
    }

    @Test("another hash is refused as sent", arguments: ["00", String(wholeHash.dropLast(2)), partHashes[0]])
    func refusesWrongHash(_ hash: String) throws {
        let upload = try upload(), parts = try parts(), claim = try claim(7 * Self.mebibyte, hash)
        #expect(throws: ServiceError.invalidTreeHash(hash)) { try upload.complete(with: parts, as: claim) }
    }

    @Test("parts whose hashes changed places make another archive")
    func noticesExchangedHashes() throws {
        let upload = try upload(), claim = try claim(7 * Self.mebibyte)
        var parts = try parts()
        (parts[0], parts[1]) = (
            Part(range: parts[0].range, treeHash: parts[1].treeHash),
            Part(range: parts[1].range, treeHash: parts[0].treeHash)
        )
        #expect(throws: ServiceError.invalidTreeHash(Self.wholeHash)) { try upload.complete(with: parts, as: claim) }
    }
}

@Suite("The claim of a completion")
struct CompletionClaimTests {
    private static let hash = String(repeating: "ab", count: 32)

    @Test(
        "a size that is not a positive number in decimal digits is refused as sent, before the hash",
        arguments: ["", "0", "00", "-1", "+1", "1.0", "1 ", " 1", "1e3", "0x1", "9223372036854775808", "１"]
    )
    func refusesSize(_ size: String) {
        #expect(throws: ServiceError.invalidArchiveSize(size)) {
            try CompletionClaim(archiveSizeHeader: size, treeHashHeader: "not hex")
        }
    }

    @Test("a hash that is not an even number of hex digits is refused as sent", arguments: ["abc", "xy", "0x12"])
    func refusesHash(_ hash: String) {
        #expect(throws: ServiceError.invalidTreeHash(hash)) {
            try CompletionClaim(archiveSizeHeader: "1", treeHashHeader: hash)
        }
    }

    @Test("a repeated claim is held against the archive that was made")
    func judgesRepetition() throws {
        let digest = try #require(Digest(hex: Self.hash)), other = Digest.sha256([])
        let claim = try CompletionClaim(archiveSizeHeader: "0042", treeHashHeader: Self.hash.uppercased())
        #expect(claim.archiveSize == 42)
        #expect(throws: Never.self) { try claim.check(size: 42, treeHash: digest) }
        #expect(throws: ServiceError.invalidArchiveSize("0042")) { try claim.check(size: 43, treeHash: other) }
        #expect(throws: ServiceError.invalidTreeHash(Self.hash.uppercased())) {
            try claim.check(size: 42, treeHash: other)
        }
    }
}
