import HTTPTypes
import SigV4
import Testing

@Suite("Presigned requests")
struct PresignedTests {
    private let items = [
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE%2F20260102%2Feu-central-1%2Fglacier%2Faws4_request"),
        ("X-Amz-Date", "20260102T030405Z"), ("X-Amz-Expires", "60"), ("X-Amz-SignedHeaders", "host%3Bx-amz-date"),
        ("X-Amz-Signature", String(repeating: "0", count: 64)),
    ]

    private func parse(_ items: [(String, String)]) throws(SignatureError) -> SignatureClaim {
        let query = items.map { "\($0)=\($1)" }.joined(separator: "&")
        let request = HTTPRequest(method: .get, scheme: "http", authority: Example.host, path: "/-/vaults?\(query)")
        return try SignatureClaim.parse(request)
    }

    @Test("the query is read")
    func readsQuery() throws {
        let claim = try parse(items.reversed() + [("X-Amz-Security-Token", "a%2Bb+c==")])
        #expect(claim.accessKeyID == "AKIAIOSFODNN7EXAMPLE")
        #expect(claim.scope.description == "20260102/eu-central-1/glacier/aws4_request")
        #expect(claim.signedHeaders == ["host", "x-amz-date"])
        #expect(claim.timestamp == Example.moment)
        #expect(claim.expires == 60)
        #expect(claim.sessionToken == "a+b+c==")
    }

    @Test("the token may be in its header instead")
    func readsTokenHeader() throws {
        var request = Example.signer().presign(
            try Example.request(),
            payloadHash: emptyPayload,
            at: Example.moment,
            expires: 60
        )
        #expect(try SignatureClaim.parse(request).sessionToken == nil)
        try request.set("x-amz-security-token", "token")
        #expect(try SignatureClaim.parse(request).sessionToken == "token")
    }

    @Test("each parameter is needed, and needed once", arguments: 0..<6)
    func needsEachParameter(_ place: Int) {
        var fewer = items
        fewer.remove(at: place)
        #expect(code(fewer) == .incompleteSignature)
        #expect(code(items + [items[place]]) == .incompleteSignature)
        var empty = items
        empty[place].1 = ""
        #expect(code(empty) == .incompleteSignature)
    }

    @Test("a repeated token is incomplete")
    func refusesRepeatedToken() {
        #expect(
            code(items + [("X-Amz-Security-Token", "a"), ("X-Amz-Security-Token", "a")]) == .incompleteSignature
        )
    }

    @Test(
        "malformed parameters are incomplete",
        arguments: [
            (0, "AWS4-HMAC-SHA1"), (1, "AKIA"), (2, "2026-01-02T03:04:05Z"),
            (2, "Fri%2C%2002%20Jan%202026%2003:04:05%20GMT"),
            (3, "0"), (3, "604801"), (3, "-1"), (3, "+60"), (3, "60.0"), (3, "6e1"), (3, "%2060"), (3, "0x3c"),
            (3, "６０"),
            (3, String(repeating: "9", count: 40)), (4, "Host"), (4, "x-amz-date%3Bhost"), (5, "00"),
            (5, String(repeating: "A", count: 64)),
        ]
    )
    func refusesMalformed(_ place: Int, _ value: String) {
        var changed = items
        changed[place].1 = value
        #expect(code(changed) == .incompleteSignature)
    }

    @Test("the longest and the shortest life are accepted", arguments: [1, 604_800])
    func acceptsLimits(_ seconds: Int) throws {
        let request = Example.signer().presign(
            try Example.request(),
            payloadHash: emptyPayload,
            at: Example.moment,
            expires: seconds
        )
        try Example.verify(request)
        #expect(try SignatureClaim.parse(request).expires == seconds)
    }

    @Test("what the signer presigns is accepted, with a query and a token of its own")
    func acceptsOwnWork() throws {
        let credentials = SigningCredentials(
            accessKeyID: Example.accessKeyID,
            secretAccessKey: Example.secretAccessKey,
            sessionToken: "to/k+en=="
        )
        let request = try Example.request(.post, "/-/vaults/a%20b?marker=x%2Fy&limit=5", [("x-amz-date", "old")])
        let presigned = Example.signer(credentials).presign(
            request,
            payloadHash: emptyPayload,
            at: Example.moment,
            expires: 60
        )
        try Example.verify(presigned)
        #expect(try SignatureClaim.parse(presigned).sessionToken == "to/k+en==")
        for change in [("limit=5", "limit=6"), ("X-Amz-Expires=60", "X-Amz-Expires=61"), ("to%2Fk", "to%2FK")] {
            var changed = presigned
            let path = try #require(presigned.path)
            changed.path = path.split(separator: change.0).joined(separator: change.1)
            #expect(changed.path != path)
            #expect(throws: SignatureError.self) { try Example.verify(changed) }
        }
    }

    private func code(_ items: [(String, String)]) -> SignatureError.Code? {
        do {
            _ = try parse(items)
            return nil
        } catch {
            return error.code
        }
    }
}
