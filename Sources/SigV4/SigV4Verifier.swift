public import HTTPTypes

/// Decides whether a request was signed by the holder of a secret, for this region and service, at about this time.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
public struct SigV4Verifier: Sendable {
    private let region: String
    private let service: String
    private let allowedSkewSeconds: Int64
    private let keys: SigningKeyCache

    /// - Parameters:
    ///   - region: The region that scopes have to name.
    ///   - service: The service that scopes have to name.
    ///   - allowedSkewSeconds: How far a clock may be away from the server's, in either direction, this many included.
    ///   - keys: Where derived keys are kept; may be shared.
    public init(region: String, service: String, allowedSkewSeconds: Int64, keys: SigningKeyCache) {
        self.region = region
        self.service = service
        self.allowedSkewSeconds = max(0, allowedSkewSeconds)
        self.keys = keys
    }

    /// Checks scope, clock, signed headers and signature of a request's head.
    ///
    /// Takes time linear in the size of the head and compares in constant time. The forms that clients are known to
    /// deviate in are tried one after the other, 8 at most: inner spaces of headers reduced or kept, the path
    /// normalised or as sent, and for a POST with an `Authorization` header the query as sent or taken as empty.
    ///
    /// - Parameters:
    ///   - claim: What ``SignatureClaim/parse(_:)`` read from this very request.
    ///   - request: The head as it was received: target, `Host` (the authority) and headers unchanged.
    ///   - payloadHash: The value of `x-amz-content-sha256` when that was sent, else the hex SHA-256 of the body. That
    ///     the body has this hash is for the caller to check.
    ///   - secretAccessKey: The secret of the claim's access key.
    ///   - now: The time of the server's clock.
    /// - Throws: An error whose code is ``SignatureError/Code/invalidSignature``.
    public func verify(
        _ claim: SignatureClaim,
        of request: HTTPRequest,
        payloadHash: String,
        secretAccessKey: String,
        now: SigningInstant
    ) throws(SignatureError) {
        try checkScopeAndClock(claim, now: now)
        try checkSignedHeaders(claim)
        try checkPayloadHash(payloadHash)
        let forms = CanonicalForms(claim, of: request, payloadHash: payloadHash)
        if let name = forms.headerOutsideASCII {
            throw .invalid("The signed header '\(name)' has a value with characters outside ASCII.")
        }
        let key = keys.key(accessKeyID: claim.accessKeyID, secretAccessKey: secretAccessKey, scope: claim.scope)
        guard let signature = [UInt8](lowercaseHexadecimal: claim.signature) else {
            throw .invalid("Signature must be 64 lower-case hexadecimal digits.")
        }
        let matches = forms.contains { form in
            let stringToSign = form.stringToSign(at: claim.timestamp, scope: claim.scope)
            return SigningKey.isSignature(signature, of: stringToSign, using: key)
        }
        guard matches else {
            let expected = forms.expected
            let stringToSign = expected.stringToSign(at: claim.timestamp, scope: claim.scope)
            throw .mismatch(
                canonicalRequest: expected.text,
                stringToSign: String(decoding: stringToSign, as: UTF8.self)
            )
        }
    }

    /// Checks what needs no secret: region, service and day of the scope, and the clock.
    ///
    /// ``verify(_:of:payloadHash:secretAccessKey:now:)`` does it too; by itself it serves to refuse a request before
    /// its access key is looked up.
    ///
    /// - Throws: ``SignatureError/wrongRegion(_:)``, ``SignatureError/wrongScope(_:)``,
    ///   ``SignatureError/expired(signed:limit:now:)`` or ``SignatureError/notYetCurrent(signed:limit:now:)``.
    public func checkScopeAndClock(_ claim: SignatureClaim, now: SigningInstant) throws(SignatureError) {
        guard claim.scope.region == region else { throw .wrongRegion(claim.scope.region) }
        guard claim.scope.service == service else {
            throw .wrongScope("Credential should be scoped to correct service: '\(service)'.")
        }
        let day = claim.timestamp.day
        guard claim.scope.day == day else {
            throw .wrongScope(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                    + "'\(claim.scope.day)' != '\(day)', from '\(claim.timestamp.basic)'."
            )
        }
        let latest = now.advanced(bySeconds: allowedSkewSeconds)
        guard claim.timestamp <= latest else {
            throw .notYetCurrent(signed: claim.timestamp, limit: latest, now: now)
        }
        let earliest = now.advanced(bySeconds: -(claim.expires.map(Int64.init) ?? allowedSkewSeconds))
        guard claim.timestamp >= earliest else {
            throw .expired(signed: claim.timestamp, limit: earliest, now: now)
        }
    }

    private func checkSignedHeaders(_ claim: SignatureClaim) throws(SignatureError) {
        guard claim.signedHeaders.contains("host") else {
            throw .invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.")
        }
        if let header = claim.timestampHeader, !claim.signedHeaders.contains(header) {
            throw .invalid("'\(header)' must be a 'SignedHeader' in the AWS Authorization.")
        }
    }

    private func checkPayloadHash(_ payloadHash: String) throws(SignatureError) {
        guard !PayloadHash.isUncovered(payloadHash) else {
            throw .invalid("The payload must be covered by the signature: '\(payloadHash)' is not supported.")
        }
        guard payloadHash.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw .invalid("The signed header 'x-amz-content-sha256' has a value with characters outside ASCII.")
        }
    }
}
