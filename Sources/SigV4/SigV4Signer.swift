public import HTTPTypes

/// Signs requests with Signature Version 4.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
public struct SigV4Signer: Sendable {
    private let credentials: SigningCredentials
    private let region: String
    private let service: String
    private let keys = SigningKeyCache(capacity: 4)

    /// Signs for one region and one service, both by the names that scopes have for them.
    public init(credentials: SigningCredentials, region: String, service: String) {
        self.credentials = credentials
        self.region = region
        self.service = service
    }

    /// The request with `x-amz-date`, `Authorization` and, for temporary credentials, `x-amz-security-token`, which
    /// replace any it had. Signed are the host (the request's authority), every `x-amz-…` header and those of
    /// `content-md5`, `content-range`, `content-type` and `range` that are there; headers that a transport may add or
    /// change are left unsigned.
    ///
    /// - Parameters:
    ///   - request: Its path has to be percent-encoded already and must not change after signing.
    ///   - payloadHash: Hex SHA-256 of the body; the value of `x-amz-content-sha256` if the request has that header.
    ///   - now: The time of signing; good for a quarter of an hour or less.
    public func sign(_ request: HTTPRequest, payloadHash: String, at now: SigningInstant) -> HTTPRequest {
        var signed = request
        signed.headerFields[.authorization] = nil
        signed.headerFields[.amzDate] = now.basic
        signed.headerFields[.amzSecurityToken] = credentials.sessionToken
        let names = Self.headersToSign(of: signed)
        let scope = scope(at: now)
        let signature = signature(of: signed, names: names, payloadHash: payloadHash, at: now)
        signed.headerFields[.authorization] =
            "\(SigningAlgorithm.name) Credential=\(credentials.accessKeyID)/\(scope), "
            + "SignedHeaders=\(names.joined(separator: ";")), Signature=\(signature)"
        return signed
    }

    /// The request with its signature in the query, so that whoever has its URL can send it until it expires. Signed
    /// are the same headers as by ``sign(_:payloadHash:at:)``, except that date and token are in the query: the sender
    /// has to send those headers too.
    ///
    /// - Parameters:
    ///   - request: Its query must not hold a signature yet.
    ///   - payloadHash: As in ``sign(_:payloadHash:at:)``.
    ///   - now: The time of signing.
    ///   - seconds: How long the request is good for: 1 to 604,800 (7 days), others are refused by who verifies.
    public func presign(
        _ request: HTTPRequest,
        payloadHash: String,
        at now: SigningInstant,
        expires seconds: Int
    ) -> HTTPRequest {
        var signed = request
        signed.headerFields[.authorization] = nil
        signed.headerFields[.amzDate] = nil
        signed.headerFields[.amzSecurityToken] = nil
        let names = Self.headersToSign(of: signed)
        var items = [
            ("X-Amz-Algorithm", SigningAlgorithm.name),
            ("X-Amz-Credential", "\(credentials.accessKeyID)/\(scope(at: now))"),
            ("X-Amz-Date", now.basic),
            ("X-Amz-Expires", String(seconds)),
            ("X-Amz-SignedHeaders", names.joined(separator: ";")),
        ]
        if let token = credentials.sessionToken { items.append(("X-Amz-Security-Token", token)) }
        signed.path = Self.path(request.path ?? "", adding: items)
        let signature = signature(of: signed, names: names, payloadHash: payloadHash, at: now)
        signed.path = Self.path(signed.path ?? "", adding: [("X-Amz-Signature", signature)])
        return signed
    }

    private func scope(at now: SigningInstant) -> CredentialScope {
        CredentialScope(day: now.day, region: region, service: service)
    }

    private func signature(
        of request: HTTPRequest,
        names: [String],
        payloadHash: String,
        at now: SigningInstant
    ) -> String {
        let target = RequestTarget(request), scope = scope(at: now)
        let canonical = CanonicalRequest(
            method: request.method,
            path: CanonicalPath.encoded(CanonicalPath.normalized(target.path)),
            query: CanonicalQuery.encoded(QueryItem.items(of: target.query)),
            headers: SignedFields(names: names, of: request).block(spaces: .reduced),
            signedHeaders: names,
            payloadHash: payloadHash
        )
        let key = keys.key(
            accessKeyID: credentials.accessKeyID,
            secretAccessKey: credentials.secretAccessKey,
            scope: scope
        )
        return SigningKey.signature(of: canonical.stringToSign(at: now, scope: scope), using: key)
    }

    private static func headersToSign(of request: HTTPRequest) -> [String] {
        var names: Set<String> = ["host"]
        for field in request.headerFields {
            let name = field.name.canonicalName
            if stableHeaders.contains(name) || name.utf8.starts(with: "x-amz-".utf8) { names.insert(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Headers outside `x-amz-…` that no client library or proxy adds or rewrites by itself.
    private static let stableHeaders: Set<String> = ["content-md5", "content-range", "content-type", "range"]

    private static func path(_ path: String, adding items: [(name: String, value: String)]) -> String {
        var bytes = path.isEmpty ? [UInt8(ascii: "/")] : Array(path.utf8)
        var separator = UInt8(ascii: bytes.contains(UInt8(ascii: "?")) ? "&" : "?")
        for (name, value) in items {
            bytes.append(separator)
            bytes.appendEncodedQueryPart(name.utf8)
            bytes.append(UInt8(ascii: "="))
            bytes.appendEncodedQueryPart(value.utf8)
            separator = UInt8(ascii: "&")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
