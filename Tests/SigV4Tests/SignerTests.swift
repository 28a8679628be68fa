import HTTPTypes
import SigV4
import SeededTesting
import Testing

@Suite("Signing")
struct SignerTests {
    @Test("the host, every x-amz header and the stable ones are signed, the rest is not")
    func choosesHeaders() throws {
        let headers = [
            ("Content-Type", "application/json"), ("Content-Range", "bytes 0-2/*"), ("Range", "bytes=0-9"),
            ("Content-MD5", "x"), ("X-Amz-Archive-Description", "d"), ("User-Agent", "u"), ("Expect", "100-continue"),
            ("Accept-Encoding", "identity"), ("Content-Length", "3"), ("Connection", "close"), ("Date", "today"),
            ("X-Amzn-Trace-Id", "t"), ("Transfer-Encoding", "chunked"),
        ]
        let request = try Example.signed(.put, "/", headers)
        #expect(
            try SignatureClaim.parse(request).signedHeaders == [
                "content-md5", "content-range", "content-type", "host", "range", "x-amz-archive-description",
                "x-amz-date", "x-amz-glacier-version",
            ]
        )
        try Example.verify(request)
        for (name, value) in headers { #expect(request.headerFields[try #require(HTTPField.Name(name))] == value) }
    }

    @Test("signing again replaces the former signature, time and token")
    func replaces() throws {
        let temporary = SigningCredentials(
            accessKeyID: Example.accessKeyID,
            secretAccessKey: Example.secretAccessKey,
            sessionToken: "token"
        )
        let first = Example.signer(temporary).sign(
            try Example.request(),
            payloadHash: emptyPayload,
            at: SigningInstant(secondsSince1970: 0)
        )
        #expect(try SignatureClaim.parse(first).sessionToken == "token")
        #expect(try SignatureClaim.parse(first).signedHeaders.contains("x-amz-security-token"))
        let second = Example.signer().sign(first, payloadHash: emptyPayload, at: Example.moment)
        #expect(second == (try Example.signed()))
        #expect(try SignatureClaim.parse(second).sessionToken == nil)
        try Example.verify(second)
    }

    @Test("a request without a path is one for the root")
    func signsEmptyPath() throws {
        var request = try Example.request()
        request.path = nil
        let signed = Example.signer().sign(request, payloadHash: emptyPayload, at: Example.moment)
        try Example.verify(signed)
        var root = signed
        root.path = "/"
        try Example.verify(root)
        let presigned = Example.signer().presign(request, payloadHash: emptyPayload, at: Example.moment, expires: 1)
        #expect(presigned.path?.hasPrefix("/?X-Amz-Algorithm=") == true)
        try Example.verify(presigned)
    }

    @Test("whatever is signed is accepted", arguments: 0..<200 as Range<UInt64>)
    func roundTrips(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let method = try #require(["GET", "PUT", "POST", "DELETE"].randomElement(using: &random))
        let target =
            "/" + random.text(from: "ab/.%2F%20~_-+*;:@é", upTo: 30) + "?" + random.text(from: "ab&=%41+ é?/", upTo: 30)
        var request = try Example.request(
            try #require(HTTPRequest.Method(method)),
            target,
            [
                ("x-amz-meta", random.text(from: "ab \t,;", upTo: 12)),
                ("x-amz-meta", random.text(from: " c", upTo: 3)),
                ("content-type", random.text(from: "a/;= ", upTo: 9)),
            ]
        )
        request.authority = random.text(from: "a.:1", upTo: 9)
        let payloadHash = PayloadHash.hex(of: [UInt8(truncatingIfNeeded: seed)])
        try Example.verify(
            Example.signer().sign(request, payloadHash: payloadHash, at: Example.moment),
            payloadHash: payloadHash
        )
        try Example.verify(
            Example.signer().presign(request, payloadHash: payloadHash, at: Example.moment, expires: 5),
            payloadHash: payloadHash
        )
    }
}
