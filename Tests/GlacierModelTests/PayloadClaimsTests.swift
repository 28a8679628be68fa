import GlacierModel
import Testing
import TreeHash

@Suite("Claims about a payload")
struct PayloadClaimsTests {
    /// SHA-256 of `a`, and of nothing.
    private static let hex = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    private static let emptyHex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    private let digest: Digest
    private let other: Digest

    init() throws {
        digest = try #require(Digest(hex: Self.hex))
        other = try #require(Digest(hex: Self.emptyHex))
    }

    @Test("an equal tree hash matches in any case", arguments: [hex, hex.uppercased(), "Ca97" + hex.dropFirst(4)])
    func matchesEqualHash(_ header: String) throws {
        let claim = try TreeHashClaim(header: header)
        #expect(claim.header == header)
        #expect(claim.matches(digest))
        #expect(!claim.matches(other))
    }

    @Test(
        "hex of another value or of a wrong even length is a claim that nothing matches",
        arguments: ["00", "ca97", String(hex.prefix(32)), hex + "00", hex + hex, "00" + hex.dropFirst(2)]
    )
    func matchesNothing(_ header: String) throws {
        #expect(try !TreeHashClaim(header: header).matches(digest))
    }

    @Test(
        "what is not hex, or has an odd number of digits, is refused as sent",
        arguments: [
            "a", "abc", String(hex.dropLast()), hex + "0", "zz", "0x" + hex, " " + hex.dropFirst(), "ca 7", "éa",
            "ＡＢ", String(hex.dropLast()) + "g", "-1",
        ]
    )
    func refusesHeader(_ header: String) {
        #expect(throws: ServiceError.invalidTreeHash(header)) { try TreeHashClaim(header: header) }
    }

    @Test("the plain hash is judged before the tree hash")
    func judgesPlainHashFirst() throws {
        let wrong = String(repeating: "0", count: 64)
        let claims = PayloadClaims(
            contentSHA256: wrong,
            treeHash: try TreeHashClaim(header: wrong),
            contentLength: nil
        )
        #expect(throws: ServiceError.contentHashMismatch(expected: wrong, actual: digest)) {
            try claims.check(linear: digest, tree: other)
        }
    }

    @Test("a wrong tree hash is told with both values, the claimed one as sent")
    func tellsBothHashes() throws {
        let claims = PayloadClaims(
            contentSHA256: Self.hex,
            treeHash: try TreeHashClaim(header: "ABCD"),
            contentLength: 1
        )
        #expect(throws: ServiceError.treeHashMismatch(expected: "ABCD", actual: other)) {
            try claims.check(linear: digest, tree: other)
        }
    }

    @Test("right hashes pass; the plain one is compared as given")
    func passesRightHashes() throws {
        let tree = try TreeHashClaim(header: Self.emptyHex.uppercased())
        let claims = PayloadClaims(contentSHA256: Self.hex, treeHash: tree, contentLength: 1)
        #expect(throws: Never.self) { try claims.check(linear: digest, tree: other) }
        let shouting = PayloadClaims(contentSHA256: Self.hex.uppercased(), treeHash: tree, contentLength: 1)
        #expect(throws: ServiceError.contentHashMismatch(expected: Self.hex.uppercased(), actual: digest)) {
            try shouting.check(linear: digest, tree: other)
        }
    }
}
