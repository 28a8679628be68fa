public import HTTPTypes

/// What a request says about who signed it, and when: read, not verified. Only ``SigV4Verifier`` can tell if it is
/// true.
///
/// Neither the signature nor the session token appears in a description, a debug description or a mirror of a value.
public struct SignatureClaim: Sendable {
    /// Whose secret is said to have signed.
    public let accessKeyID: String
    /// What the signing key is said to be good for.
    public let scope: CredentialScope
    /// Lower-case header names, strictly ascending.
    public let signedHeaders: [String]
    /// 64 lower-case hex digits.
    public let signature: String
    /// When the request was signed.
    public let timestamp: SigningInstant
    /// Seconds a presigned request is good for, 1 to 604,800; nil when the signature is in the `Authorization` header.
    public let expires: Int?
    /// The token of temporary credentials, if one was sent; empty when it was sent empty.
    public let sessionToken: String?
    /// The value of `x-amz-content-sha256` as it was sent, if it was; not checked for its form.
    public let payloadHash: String?

    /// The header that the timestamp came from and that therefore has to be signed; nil when the query had it.
    let timestampHeader: String?

    /// Reads the `Authorization` header or the presigned query of a request. Takes time linear in the request's size.
    ///
    /// - Throws: ``SignatureError/missing`` without any credentials; ``SignatureError/incomplete(_:)`` where a part is
    ///   absent, doubled or malformed, for another algorithm, and when both forms are there;
    ///   ``SignatureError/wrongScope(_:)`` for a scope that ends otherwise than in `aws4_request`.
    public static func parse(_ request: HTTPRequest) throws(SignatureError) -> SignatureClaim {
        let items = QueryItem.items(of: RequestTarget(request).query)
        let authorizations = values(of: .authorization, in: request)
        guard let authorization = authorizations.first else {
            if PresignedQuery.isPresent(in: items) {
                return SignatureClaim(try PresignedQuery(items), of: request)
            }
            if request.headerFields.contains(.amznAuthorization)
                || items.contains(where: { $0.isNamed("AWSAccessKeyId") })
            {
                throw .incomplete("The signing algorithm must be '\(SigningAlgorithm.name)'.")
            }
            throw .missing
        }
        guard authorizations.count == 1 else { throw .incomplete("Authorization header was sent more than once.") }
        guard !items.contains(where: { $0.isNamed("X-Amz-Signature") }) else {
            throw .incomplete("Only one of the Authorization header and the parameter X-Amz-Signature is allowed.")
        }
        let parts = try AuthorizationHeader.parse(authorization)
        return SignatureClaim(parts, try SignatureTimestamp(request), of: request)
    }

    private init(_ parts: SignatureParts, _ timestamp: SignatureTimestamp, of request: HTTPRequest) {
        accessKeyID = parts.accessKeyID
        scope = parts.scope
        signedHeaders = parts.signedHeaders
        signature = parts.signature
        self.timestamp = timestamp.instant
        timestampHeader = timestamp.header
        expires = nil
        sessionToken = Self.value(of: .amzSecurityToken, in: request)
        payloadHash = Self.value(of: .amzContentSHA256, in: request)
    }

    private init(_ query: PresignedQuery, of request: HTTPRequest) {
        accessKeyID = query.parts.accessKeyID
        scope = query.parts.scope
        signedHeaders = query.parts.signedHeaders
        signature = query.parts.signature
        timestamp = query.timestamp
        timestampHeader = nil
        expires = query.expires
        sessionToken = query.sessionToken ?? Self.value(of: .amzSecurityToken, in: request)
        payloadHash = Self.value(of: .amzContentSHA256, in: request)
    }

    /// Trimmed; a repeated header joined with `,`.
    private static func value(of name: HTTPField.Name, in request: HTTPRequest) -> String? {
        let values = values(of: name, in: request)
        return values.isEmpty
            ? nil : String(decoding: Array(values.joined(separator: [UInt8(ascii: ",")])), as: UTF8.self)
    }

    private static func values(of name: HTTPField.Name, in request: HTTPRequest) -> [[UInt8]] {
        request.headerFields[fields: name].map { $0.trimmedBytes }
    }
}

extension SignatureClaim: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Shows who, what for and when.
    public var description: String {
        "SignatureClaim(accessKeyID: \(accessKeyID), scope: \(scope), timestamp: \(timestamp.basic))"
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Shows who, what for and when.
    public var customMirror: Mirror {
        Mirror(self, children: ["accessKeyID": accessKeyID, "scope": scope.description, "timestamp": timestamp.basic])
    }
}
