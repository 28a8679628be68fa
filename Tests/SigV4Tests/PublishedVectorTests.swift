import HTTPTypes
import SigV4
import Testing

@Suite("Published signatures")
struct PublishedVectorTests {
    @Test("the signer makes the published signature", arguments: publishedVectors)
    func signs(_ vector: PublishedVector) throws {
        let published = try vector.request.request
        var unsigned = published
        unsigned.headerFields[.authorization] = nil
        try unsigned.set("x-amz-date", nil)
        try unsigned.set("x-amz-security-token", nil)
        let credentials = SigningCredentials(
            accessKeyID: Example.accessKeyID,
            secretAccessKey: Example.secretAccessKey,
            sessionToken: vector.sessionToken
        )
        let signed = Example.signer(credentials, region: vector.request.region).sign(
            unsigned,
            payloadHash: vector.request.payloadHash,
            at: try #require(SigningInstant(basic: vector.timestamp))
        )
        let names = try #require(vector.request.signedHeaders), signature = try #require(vector.request.signature)
        let scope = "\(vector.request.day)/\(vector.request.region)/glacier/aws4_request"
        #expect(
            signed.headerFields[.authorization]
                == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/\(scope), SignedHeaders=\(names), "
                + "Signature=\(signature)"
        )
        var withoutAuthorization = signed
        withoutAuthorization.headerFields[.authorization] = nil
        var publishedWithout = published
        publishedWithout.headerFields[.authorization] = nil
        #expect(withoutAuthorization == publishedWithout)
    }

    @Test("a request with the published signature is accepted", arguments: publishedVectors)
    func verifies(_ vector: PublishedVector) throws {
        try Example.verify(
            vector.request.request,
            by: Example.verifier(region: vector.request.region),
            payloadHash: vector.request.payloadHash,
            now: try #require(SigningInstant(basic: vector.timestamp))
        )
    }

    @Test("the canonical request shown to the sender has the published hash", arguments: publishedVectors)
    func showsCanonicalRequest(_ vector: PublishedVector) throws {
        let signature = try #require(vector.request.signature)
        let request = try vector.request.request.replacing(signature, with: String(repeating: "0", count: 64))
        let error = #expect(throws: SignatureError.self) {
            try Example.verify(
                request,
                by: Example.verifier(region: vector.request.region),
                payloadHash: vector.request.payloadHash,
                now: try #require(SigningInstant(basic: vector.timestamp))
            )
        }
        guard case .mismatch(let canonicalRequest, let stringToSign) = error else {
            Issue.record("not a mismatch: \(String(describing: error))")
            return
        }
        #expect(PayloadHash.hex(of: Array(canonicalRequest.utf8)) == vector.canonicalRequestHash)
        #expect(
            stringToSign == "AWS4-HMAC-SHA256\n\(vector.timestamp)\n"
                + "\(vector.request.day)/\(vector.request.region)/glacier/aws4_request\n\(vector.canonicalRequestHash)"
        )
    }

    @Test("the hash of the published body is the published one")
    func hashesBody() {
        #expect(
            PayloadHash.hex(of: Array("Welcome to Amazon Glacier.".utf8))
                == "726e392cb4d09924dbad1cc0ba3b00c3643d03d14cb4b823e2f041cff612a628"
        )
        #expect(PayloadHash.hex(of: []) == emptyPayload)
        #expect(PayloadHash.empty == emptyPayload)
    }

    @Test("presigning makes the published signature")
    func presigns() throws {
        var request = try presignedVector.request
        request.path = "/-/vaults/examplevault"
        let presigned = Example.signer(region: "us-east-1").presign(
            request,
            payloadHash: emptyPayload,
            at: Example.moment,
            expires: 3600
        )
        #expect(
            presigned.path == "/-/vaults/examplevault?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260102%2Fus-east-1%2Fglacier%2Faws4_request"
                + "&X-Amz-Date=20260102T030405Z&X-Amz-Expires=3600"
                + "&X-Amz-SignedHeaders=host%3Bx-amz-glacier-version"
                + "&X-Amz-Signature=e4be566c89bb63b97092cc882704f1ff818ba7fd8b878970ba96bab4cd87baa6"
        )
        #expect(presigned.headerFields == request.headerFields)
    }

    @Test("a request with the published presigned query is accepted")
    func verifiesPresigned() throws {
        try Example.verify(presignedVector.request, by: Example.verifier(region: "us-east-1"))
    }

    @Test("what botocore signs is accepted", arguments: SignedRequest.byBotocore)
    func verifiesBotocore(_ signed: SignedRequest) throws {
        try Example.verify(signed.request, payloadHash: signed.payloadHash)
    }
}
