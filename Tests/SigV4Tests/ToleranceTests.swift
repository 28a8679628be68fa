import HTTPTypes
import SigV4
import Testing

@Suite("Forms of signing that are accepted and refused")
struct ToleranceTests {
    @Test("what deviating clients sign is accepted", arguments: SignedRequest.byDeviatingClients)
    func accepts(_ signed: SignedRequest) throws {
        try Example.verify(signed.request, payloadHash: signed.payloadHash)
    }

    @Test(
        "a query added to what was signed without one is refused, except on POST",
        arguments: ["GET", "PUT", "DELETE"]
    )
    func refusesUnsignedQuery(_ name: String) throws {
        var request = try Example.signed(try #require(HTTPRequest.Method(name)))
        request.path = "/-/vaults/v?operation=add"
        #expect(code(of: request) == .invalidSignature)
    }

    /// Were the query of a presigned POST taken as empty, anybody who saw an ordinary POST could prolong its quarter of
    /// an hour to a week.
    @Test("the signature of an ordinary POST cannot be moved into a query")
    func refusesMovedSignature() throws {
        var request = try Example.signed(.post, "/-/vaults/v/jobs")
        let claim = try SignatureClaim.parse(request)
        request.headerFields[.authorization] = nil
        request.path =
            "/-/vaults/v/jobs?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=\(claim.accessKeyID)/\(claim.scope)"
            + "&X-Amz-Date=\(claim.timestamp.basic)&X-Amz-Expires=604800"
            + "&X-Amz-SignedHeaders=\(claim.signedHeaders.joined(separator: ";"))&X-Amz-Signature=\(claim.signature)"
        #expect(try SignatureClaim.parse(request).expires == 604_800)
        #expect(code(of: request) == .invalidSignature)
    }

    @Test("a change of any signed part is refused")
    func refusesTampering() throws {
        let headers = [("x-amz-archive-description", "a b"), ("content-type", "application/json")]
        let signed = try Example.signed(.put, "/-/vaults/v?b=1&a=2", headers)
        try Example.verify(signed)
        var changed = signed
        changed.method = .delete
        #expect(code(of: changed) == .invalidSignature)
        for target in ["/-/vaults/w?b=1&a=2", "/-/vaults/v%3Fb=1&a=2", "/-/vaults/v?b=1&a=3", "/-/vaults/v?b=1", "/"] {
            changed = signed
            changed.path = target
            #expect(code(of: changed) == .invalidSignature, "\(target)")
        }
        changed = signed
        changed.authority = "127.0.0.1"
        #expect(code(of: changed) == .invalidSignature)
        for (name, value) in [
            ("x-amz-archive-description", "ab"), ("x-amz-archive-description", nil), ("content-type", "text/plain"),
            ("x-amz-date", "20260102T030406Z"), ("x-amz-glacier-version", "2012-06-02"),
        ] {
            changed = signed
            try changed.set(name, value)
            #expect(code(of: changed) == .invalidSignature, "\(name)")
        }
        #expect(code(of: signed, payloadHash: String(repeating: "0", count: 64)) == .invalidSignature)
    }

    @Test("what says the same in other words is accepted")
    func acceptsRewording() throws {
        let signed = try Example.signed(
            .get,
            "/-/vaults/v?b=1&a=%C3%A9",
            [("x-amz-meta", "one"), ("x-amz-meta", "two")]
        )
        for target in ["/-/vaults/v?a=%c3%a9&b=1", "/-//vaults/./v?b=1&a=%C3%A9", "/-/vaults/v?&b=%31&&a=é"] {
            var changed = signed
            changed.path = target
            #expect(code(of: changed) == nil, "\(target)")
        }
        var changed = signed
        try changed.set("x-amz-meta", "one,two")
        #expect(code(of: changed) == nil)
        changed = signed
        try changed.set("x-amz-unsigned", "anything, even Zürich")
        #expect(code(of: changed) == nil)
    }

    @Test("the host may be a field instead of the authority")
    func acceptsHostField() throws {
        var request = try Example.signed()
        request.authority = nil
        try request.set("host", Example.host)
        #expect(code(of: request) == nil)
        try request.set("host", nil)
        #expect(code(of: request) == .invalidSignature)
        request.path = "http://\(Example.host)/-/vaults/v"
        #expect(code(of: request) == nil)
    }

    private func code(of request: HTTPRequest, payloadHash: String? = nil) -> SignatureError.Code? {
        do {
            try Example.verify(request, payloadHash: payloadHash)
            return nil
        } catch {
            return error.code
        }
    }
}
