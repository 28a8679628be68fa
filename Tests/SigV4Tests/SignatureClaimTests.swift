import HTTPTypes
import SigV4
import Testing

private let scope = "20260102/eu-central-1/glacier/aws4_request"
private let credential = "Credential=AKIAIOSFODNN7EXAMPLE/\(scope)"
private let names = "SignedHeaders=host;x-amz-date"
private let zeros = String(repeating: "0", count: 64)
private let signature = "Signature=\(zeros)"

@Suite("What a request claims about its signature")
struct SignatureClaimTests {
    private func request(_ authorization: String?, _ headers: [(String, String)] = []) throws -> HTTPRequest {
        var request = try Example.request(.get, "/-/vaults", headers)
        try request.set("x-amz-date", "20260102T030405Z")
        if let authorization { try request.add("authorization", authorization) }
        return request
    }

    private func error(_ request: HTTPRequest) -> SignatureError? {
        do {
            _ = try SignatureClaim.parse(request)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "the parts of the header are read in any order, with any of the separators in use",
        arguments: [
            "AWS4-HMAC-SHA256 \(credential), \(names), \(signature)",
            "AWS4-HMAC-SHA256 \(credential),\(names),\(signature)",
            "AWS4-HMAC-SHA256 \(signature), \(credential),\(names)",
            "AWS4-HMAC-SHA256   \(names) ,\t\(signature)  ,  \(credential)  ",
            "AWS4-HMAC-SHA256 \(credential), \(names), \(signature),",
        ]
    )
    func readsHeader(_ authorization: String) throws {
        let claim = try SignatureClaim.parse(request(authorization))
        #expect(claim.accessKeyID == "AKIAIOSFODNN7EXAMPLE")
        #expect(claim.scope == CredentialScope(day: "20260102", region: "eu-central-1", service: "glacier"))
        #expect(claim.scope.description == scope)
        #expect(claim.signedHeaders == ["host", "x-amz-date"])
        #expect(claim.signature == zeros)
        #expect(claim.timestamp == Example.moment)
        #expect(claim.expires == nil)
        #expect(claim.sessionToken == nil)
        #expect(claim.payloadHash == nil)
    }

    @Test("token and payload hash are read from their headers")
    func readsOtherHeaders() throws {
        let headers = [("X-Amz-Security-Token", "token=="), ("X-Amz-Content-Sha256", zeros)]
        let claim = try SignatureClaim.parse(request("AWS4-HMAC-SHA256 \(credential),\(names),\(signature)", headers))
        #expect(claim.sessionToken == "token==")
        #expect(claim.payloadHash == zeros)
    }

    @Test("a request without credentials has none")
    func findsNothing() throws {
        #expect(error(try request(nil)) == .missing)
        var bare = HTTPRequest(method: .get, scheme: nil, authority: nil, path: nil)
        #expect(error(bare) == .missing)
        bare.path = "/?X-Amz-Date=20260102T030405Z&x-amz-signature=\(zeros)"
        #expect(error(bare) == .missing)
    }

    @Test(
        "a header that is not whole is incomplete",
        arguments: [
            "", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256 ,,",
            "AWS4-HMAC-SHA256 \(names), \(signature)", "AWS4-HMAC-SHA256 \(credential), \(signature)",
            "AWS4-HMAC-SHA256 \(credential), \(names)", "AWS4-HMAC-SHA256 \(credential), \(names), Signature=",
            "AWS4-HMAC-SHA256 \(credential), SignedHeaders=, \(signature)",
            "AWS4-HMAC-SHA256 Credential=, \(names), \(signature)",
            "AWS4-HMAC-SHA256 \(credential) \(names) \(signature)",
            "AWS4-HMAC-SHA256 \(credential), \(names), \(signature), \(signature)",
            "AWS4-HMAC-SHA256 \(credential), \(credential), \(names), \(signature)",
            "AWS4-HMAC-SHA256 \(credential), \(names), \(signature), Other=1",
            "AWS4-HMAC-SHA256 \(credential), \(names), \(signature), other",
            "AWS4-HMAC-SHA256,\(credential), \(names), \(signature)",
            "\(credential), \(names), \(signature)",
        ]
    )
    func refusesIncompleteHeader(_ authorization: String) throws {
        #expect(error(try request(authorization))?.code == .incompleteSignature)
    }

    @Test(
        "another algorithm is incomplete",
        arguments: [
            "AWS4-HMAC-SHA1", "AWS4-ECDSA-P256-SHA256", "AWS4-HMAC-SHA256-PAYLOAD", "aws4-hmac-sha256", "Bearer",
        ]
    )
    func refusesAlgorithm(_ algorithm: String) throws {
        #expect(
            error(try request("\(algorithm) \(credential), \(names), \(signature)"))?.code == .incompleteSignature
        )
    }

    @Test("signature versions 2 and 3 are incomplete")
    func refusesOldVersions() throws {
        #expect(error(try request("AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo="))?.code == .incompleteSignature)
        var old = try request(nil)
        try old.set("X-Amzn-Authorization", "AWS3-HTTPS AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE")
        #expect(error(old)?.code == .incompleteSignature)
        old = try request(nil)
        old.path = "/?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&SignatureVersion=2&Signature=x"
        #expect(error(old)?.code == .incompleteSignature)
    }

    @Test(
        "a malformed credential is incomplete",
        arguments: [
            "AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE/20260102/eu-central-1/glacier",
            "AKIAIOSFODNN7EXAMPLE/\(scope)/more", "/\(scope)", "AKIA/20260102//glacier/aws4_request",
            "AKIA KEY/\(scope)", "ÄKIA/\(scope)", "AKIA//eu-central-1/glacier/aws4_request", "AKIA/\(scope)/",
        ]
    )
    func refusesCredential(_ credential: String) throws {
        let authorization = "AWS4-HMAC-SHA256 Credential=\(credential), \(names), \(signature)"
        #expect(error(try request(authorization))?.code == .incompleteSignature)
    }

    @Test("another terminator is a wrong scope")
    func refusesTerminator() throws {
        let authorization =
            "AWS4-HMAC-SHA256 Credential=AKIA/20260102/eu-central-1/glacier/aws5_request, \(names), \(signature)"
        #expect(
            error(try request(authorization))
                == .wrongScope(
                    "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'."
                )
        )
    }

    @Test(
        "signed headers are lower-case names, sorted, each once",
        arguments: [
            "Host;x-amz-date", "host;X-Amz-Date", "x-amz-date;host", "host;host;x-amz-date", "host;;x-amz-date",
            ";host;x-amz-date", "host;x-amz-date;", "host; x-amz-date", "host:x-amz-date", "hôst;x-amz-date", ";",
        ]
    )
    func refusesSignedHeaders(_ names: String) throws {
        let authorization = "AWS4-HMAC-SHA256 \(credential), SignedHeaders=\(names), \(signature)"
        #expect(error(try request(authorization))?.code == .incompleteSignature)
    }

    @Test(
        "a signature is 64 lower-case hex digits",
        arguments: [
            "0", String(repeating: "0", count: 63), String(repeating: "0", count: 65),
            String(repeating: "A", count: 64),
            String(repeating: "g", count: 64), String(repeating: "0", count: 62) + "é",
        ]
    )
    func refusesSignature(_ text: String) throws {
        let authorization = "AWS4-HMAC-SHA256 \(credential), \(names), Signature=\(text)"
        #expect(error(try request(authorization))?.code == .incompleteSignature)
    }

    @Test("two signatures are incomplete")
    func refusesTwoSignatures() throws {
        let authorization = "AWS4-HMAC-SHA256 \(credential), \(names), \(signature)"
        var twice = try request(authorization)
        try twice.add("Authorization", authorization)
        #expect(error(twice)?.code == .incompleteSignature)
        var both = try request(authorization)
        both.path = "/-/vaults?X-Amz-Signature=\(zeros)"
        #expect(error(both)?.code == .incompleteSignature)
    }

    @Test(
        "a time that cannot be read is incomplete",
        arguments: [
            [], [("x-amz-date", "")], [("x-amz-date", "Fri, 02 Jan 2026 03:04:05 GMT")],
            [("x-amz-date", "20260102T030405")],
            [("x-amz-date", "20260102T030405Z"), ("x-amz-date", "20260102T030405Z")],
            [("x-amz-date", "yesterday"), ("date", "20260102T030405Z")], [("date", "yesterday")],
            [("date", "20260102T030405Z"), ("date", "20260102T030405Z")],
        ] as [[(String, String)]]
    )
    func refusesTime(_ headers: [(String, String)]) throws {
        var request = try Example.request()
        try request.add("authorization", "AWS4-HMAC-SHA256 \(credential), \(names), \(signature)")
        for (name, value) in headers { try request.add(name, value) }
        #expect(error(request)?.code == .incompleteSignature)
    }

    @Test("x-amz-date wins over Date")
    func prefersAmazonDate() throws {
        let authorization = "AWS4-HMAC-SHA256 \(credential), \(names), \(signature)"
        let claim = try SignatureClaim.parse(request(authorization, [("Date", "Sat, 03 Jan 2026 00:00:00 GMT")]))
        #expect(claim.timestamp == Example.moment)
    }
}
