import HTTPTypes

/// The canonical requests that a signature may be of: the one the specification demands first, then those of clients
/// known to deviate from it. Each differs from the others; there are 8 at most, built one at a time.
struct CanonicalForms {
    private let method: HTTPRequest.Method
    private let fields: SignedFields
    private let payloadHash: String
    private let paths: [[UInt8]]
    private let queries: [[UInt8]]

    init(_ claim: SignatureClaim, of request: HTTPRequest, payloadHash: String) {
        method = request.method
        fields = SignedFields(names: claim.signedHeaders, of: request)
        self.payloadHash = payloadHash
        let target = RequestTarget(request)
        let normalized = CanonicalPath.normalized(target.path)
        let path = CanonicalPath.encoded(normalized)
        paths = normalized == target.path ? [path] : [path, CanonicalPath.encoded(target.path)]
        let query = CanonicalQuery.encoded(QueryItem.items(of: target.query))
        // A presigned query is always covered: were it not, the signature of an ordinary POST could be moved into a
        // query with a long life of the mover's choice.
        let mayBeEmpty = method == .post && claim.expires == nil && !query.isEmpty
        queries = mayBeEmpty ? [query, []] : [query]
    }

    var headerOutsideASCII: String? { fields.nameOutsideASCII }

    /// What the specification demands.
    var expected: CanonicalRequest {
        form(path: paths[0], query: queries[0], headers: fields.block(spaces: .reduced))
    }

    func contains(where isRight: (CanonicalRequest) -> Bool) -> Bool {
        let reduced = fields.block(spaces: .reduced)
        if contains(headers: reduced, where: isRight) { return true }
        let kept = fields.block(spaces: .kept)
        return kept != reduced && contains(headers: kept, where: isRight)
    }

    private func contains(headers: [UInt8], where isRight: (CanonicalRequest) -> Bool) -> Bool {
        for path in paths {
            for query in queries where isRight(form(path: path, query: query, headers: headers)) { return true }
        }
        return false
    }

    private func form(path: [UInt8], query: [UInt8], headers: [UInt8]) -> CanonicalRequest {
        CanonicalRequest(
            method: method,
            path: path,
            query: query,
            headers: headers,
            signedHeaders: fields.names,
            payloadHash: payloadHash
        )
    }
}
