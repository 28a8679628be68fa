import HTTPTypes
import SigV4
import Testing

/// Each of these takes a moment when the work is linear, and minutes when it is not.
@Suite("Large requests")
struct LargeRequestTests {
    private let count = 30_000

    @Test("many headers, all of them signed")
    func manyHeaders() throws {
        var request = try Example.request()
        for number in 0..<count { try request.add("x-amz-\(number)", "v") }
        try Example.verify(Example.signer().sign(request, payloadHash: emptyPayload, at: Example.moment))
    }

    @Test("one header, often repeated, full of spaces")
    func repeatedHeader() throws {
        var request = try Example.request()
        for _ in 0..<count { try request.add("x-amz-meta", "a  b") }
        try request.add("x-amz-long", String(repeating: " a", count: count) + String(repeating: " ", count: count))
        try Example.verify(Example.signer().sign(request, payloadHash: emptyPayload, at: Example.moment))
    }

    @Test("a query of many items")
    func manyItems() throws {
        for item in ["a=%41", "&", "%", "aaaaaaaaaaaaaaaaaaaa"] {
            let query = Array(repeating: item, count: count).joined(separator: "&")
            let request = try Example.request(.post, "/?\(query)")
            try Example.verify(Example.signer().sign(request, payloadHash: emptyPayload, at: Example.moment))
            try Example.verify(
                Example.signer().presign(request, payloadHash: emptyPayload, at: Example.moment, expires: 9)
            )
        }
    }

    @Test("a path of many segments", arguments: ["/", "/.", "/..", "/a", "/a/..", "%2F"])
    func manySegments(_ segment: String) throws {
        let request = try Example.request(.get, "/" + String(repeating: segment, count: count))
        try Example.verify(Example.signer().sign(request, payloadHash: emptyPayload, at: Example.moment))
    }

    @Test("long texts in the Authorization header", arguments: [",", ";", "/", "=", " ", "Credential=", "a;"])
    func longAuthorization(_ text: String) throws {
        let filler = String(repeating: text, count: count)
        for part in ["", "Credential=", "SignedHeaders=", "Signature="] {
            var request = try Example.signed()
            try request.set("authorization", "AWS4-HMAC-SHA256 \(part)\(filler)")
            #expect(throws: SignatureError.self) { try Example.verify(request) }
        }
        var request = try Example.signed()
        try request.set("x-amz-date", filler)
        #expect(throws: SignatureError.self) { try Example.verify(request) }
    }
}
