import AccessControl
import BlobStore
import GlacierModel
import TestSupport
import Testing

@Suite("Sealing of credentials")
struct CredentialSealingTests {
    private let randomness = SeededRandomness(seed: 7)
    private let ring: MasterKeyRing
    private let sealing: CredentialSealing

    init() {
        let randomness = randomness
        ring = MasterKeyRing(generating: randomness.bytes)
        sealing = CredentialSealing(keyRing: ring, randomBytes: { randomness.bytes($0) })
    }

    private func claims(_ principal: SessionClaims.Principal, policy: String? = nil) throws -> SessionClaims {
        SessionClaims(
            accessKeyID: "ASIAEXAMPLEEXAMPLE00",
            secret: "a secret with \"quotes\" and é",
            account: try AccountID("111122223333"),
            principal: principal,
            issued: Timestamp(milliseconds: 1_000),
            expiration: Timestamp(milliseconds: 901_000),
            sessionPolicy: policy
        )
    }

    @Test("what is sealed is opened under its own purpose and name only")
    func bindsPurposeAndName() throws {
        let sealed = try sealing.seal(Array("secret".utf8), .accessKeySecret, of: "AKIA1")
        #expect(try sealing.open(sealed, .accessKeySecret, of: "AKIA1") == Array("secret".utf8))
        #expect(throws: CredentialSealingError.self) { try sealing.open(sealed, .accessKeySecret, of: "AKIA2") }
        #expect(throws: CredentialSealingError.self) { try sealing.open(sealed, .sessionToken, of: "AKIA1") }
    }

    @Test("the sealed bytes have the documented length, show nothing, and differ each time")
    func hides() throws {
        let plaintext = Array("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".utf8)
        let first = try sealing.seal(plaintext, .accessKeySecret, of: "k")
        let second = try sealing.seal(plaintext, .accessKeySecret, of: "k")
        #expect(first.count == 1 + 16 + 12 + plaintext.count + 16)
        #expect(first[0] == 1)
        #expect(first != second)
        #expect(!first.indices.contains { first[$0...].starts(with: plaintext.prefix(4)) })
    }

    @Test("a change of any byte, and any cut, is noticed")
    func noticesChanges() throws {
        let sealed = try sealing.seal([1, 2, 3], .sessionToken, of: "n")
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: CredentialSealingError.self) { try sealing.open(changed, .sessionToken, of: "n") }
            #expect(throws: CredentialSealingError.self) {
                try sealing.open(Array(sealed[..<index]), .sessionToken, of: "n")
            }
        }
        #expect(throws: CredentialSealingError.self) { try sealing.open(sealed + [0], .sessionToken, of: "n") }
    }

    @Test("after a new master key the old values still open; another ring opens nothing")
    func followsTheRing() throws {
        let sealed = try sealing.seal([9], .accessKeySecret, of: "n")
        let randomness = randomness
        let longer = CredentialSealing(
            keyRing: ring.addingKey(generating: randomness.bytes),
            randomBytes: { randomness.bytes($0) }
        )
        #expect(try longer.open(sealed, .accessKeySecret, of: "n") == [9])
        let foreign = CredentialSealing(
            keyRing: MasterKeyRing(generating: randomness.bytes),
            randomBytes: { randomness.bytes($0) }
        )
        #expect(throws: CredentialSealingError.self) { try foreign.open(sealed, .accessKeySecret, of: "n") }
    }

    @Test(
        "a token gives its claims back",
        arguments: [
            .root, .user(id: "AIDAEXAMPLE0000000000"), .role(id: "AROAEXAMPLE0000000000", sessionName: "s@1"),
        ] as [SessionClaims.Principal],
        [nil, #"{"Statement":[]}"#]
    )
    func keepsClaims(_ principal: SessionClaims.Principal, _ policy: String?) throws {
        let claims = try claims(principal, policy: policy)
        let token = try sealing.token(of: claims)
        #expect(token.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        let read = try sealing.claims(of: token, accessKeyID: claims.accessKeyID)
        #expect(read.secret == claims.secret)
        #expect(read.account == claims.account)
        #expect(read.principal == principal)
        #expect(read.issued == claims.issued)
        #expect(read.expiration == claims.expiration)
        #expect(read.sessionPolicy == policy)
    }

    @Test("a token with another key's id, an edited one and what is none are refused")
    func refusesForged() throws {
        let claims = try claims(.root)
        let token = try sealing.token(of: claims)
        let texts = [
            "", "A", "not a token", token + "A", String(token.dropLast()), String(token.reversed()),
            String(repeating: "A", count: 40_000),
        ]
        for text in texts {
            #expect(throws: CredentialSealingError.self) {
                try sealing.claims(of: text, accessKeyID: claims.accessKeyID)
            }
        }
        #expect(throws: CredentialSealingError.self) {
            try sealing.claims(of: token, accessKeyID: "ASIAEXAMPLEEXAMPLE01")
        }
    }
}
