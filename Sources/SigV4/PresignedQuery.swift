/// The signature of a presigned request, which stands in its query.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
struct PresignedQuery {
    let parts: SignatureParts
    let timestamp: SigningInstant
    /// Seconds after the timestamp, 1 to 604,800 (7 days).
    let expires: Int
    let sessionToken: String?

    /// Whether a query looks as if it were meant to be one.
    static func isPresent(in items: [QueryItem]) -> Bool {
        items.contains {
            $0.isNamed("X-Amz-Signature") || $0.isNamed("X-Amz-Algorithm") || $0.isNamed("X-Amz-Credential")
        }
    }

    /// - Throws: ``SignatureError/incomplete(_:)`` for a parameter that is absent, repeated or malformed;
    ///   ``SignatureError/wrongScope(_:)`` as ``SignatureParts``.
    init(_ items: [QueryItem]) throws(SignatureError) {
        let algorithm = try Self.required("X-Amz-Algorithm", in: items)
        guard algorithm.elementsEqual(SigningAlgorithm.name.utf8) else {
            throw .incomplete("X-Amz-Algorithm must be '\(SigningAlgorithm.name)'.")
        }
        parts = try SignatureParts(
            credential: Self.required("X-Amz-Credential", in: items),
            signedHeaders: Self.required("X-Amz-SignedHeaders", in: items),
            signature: Self.required("X-Amz-Signature", in: items)
        )
        let date = String(decoding: try Self.required("X-Amz-Date", in: items), as: UTF8.self)
        guard let timestamp = SigningInstant(basic: date) else {
            throw .incomplete("X-Amz-Date must be in ISO-8601 'basic format'.")
        }
        self.timestamp = timestamp
        let seconds = try Self.required("X-Amz-Expires", in: items)
        guard let expires = Int64(digits: seconds), (1...604_800).contains(expires) else {
            throw .incomplete("X-Amz-Expires must be a number of seconds from 1 to 604800.")
        }
        self.expires = Int(expires)
        sessionToken = try Self.optional("X-Amz-Security-Token", in: items).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func required(_ name: StaticString, in items: [QueryItem]) throws(SignatureError) -> [UInt8] {
        guard let value = try optional(name, in: items), !value.isEmpty else {
            throw .incomplete("AWS query-string parameters must include '\(name)'.")
        }
        return value
    }

    private static func optional(_ name: StaticString, in items: [QueryItem]) throws(SignatureError) -> [UInt8]? {
        var found: [UInt8]?
        for item in items where item.isNamed(name) {
            guard found == nil else { throw .incomplete("AWS query-string parameters must not repeat '\(name)'.") }
            found = item.value
        }
        return found
    }
}
