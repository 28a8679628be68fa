package import GlacierAPI
package import GlacierModel
package import HTTPTypes
package import SigV4

/// Who is it, and may it: the only maker of permits.
package struct AccessControl: Sendable {
    /// The service name in signatures' scopes.
    package static let service = "glacier"

    private let keys: [String: AccessKey]
    private let deployment: Deployment
    private let verifier: SigV4Verifier
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - rootKeys: access keys of accounts' roots.
    ///   - skew: how far a signature's clock may be from `now`, either way.
    package init(
        rootKeys: [AccessKey],
        deployment: Deployment,
        skew: Span,
        signingKeys: SigningKeyCache,
        now: @escaping @Sendable () -> Timestamp
    ) {
        keys = Dictionary(rootKeys.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        self.deployment = deployment
        self.now = now
        verifier = SigV4Verifier(
            region: deployment.region,
            service: Self.service,
            allowedSkewSeconds: skew.milliseconds / 1000,
            keys: signingKeys
        )
    }

    /// What the head of a request says of its signer, as far as it can be judged without the body: all that is
    /// malformed, out of scope, out of time or of an unknown key is refused here.
    ///
    /// - Throws: `SignatureError`, `AuthenticationError`
    package func claim(of request: HTTPRequest) throws -> SignatureClaim {
        let claim = try SignatureClaim.parse(request)
        try verifier.checkScopeAndClock(claim, now: instant)
        _ = try key(for: claim)
        return claim
    }

    /// Proves who signed a request.
    ///
    /// - Parameter payloadHash: lower-case hex SHA-256 of the body, or the value of `x-amz-content-sha256` where it
    ///   was sent: the body is then compared with it after its last byte.
    /// - Throws: `SignatureError`, `AuthenticationError`
    package func authenticate(
        _ claim: SignatureClaim,
        of request: HTTPRequest,
        payloadHash: String
    ) throws -> Caller {
        let key = try key(for: claim)
        try verifier.verify(
            claim,
            of: request,
            payloadHash: payloadHash,
            secretAccessKey: key.secret,
            now: instant
        )
        return Caller(
            account: key.account,
            principalARN: deployment.rootARN(of: key.account),
            accessKeyID: key.id
        )
    }

    /// Which account a request means: `-` is the caller's own.
    ///
    /// - Throws: `ServiceError.accountDenied` for what is not an account id.
    package func account(named text: String, by caller: Caller) throws(ServiceError) -> AccountID {
        text == "-" ? caller.account : try AccountID(text)
    }

    /// Decides whether a caller may do an operation in an account.
    ///
    /// An account's root may do everything in its own account, and nothing in another's.
    /// - Parameter vaultName: as sent; nil for operations of a whole account.
    /// - Throws: `ServiceError.accessDenied`, or `ServiceError.accountDenied` where no policy could allow it.
    package func authorise(
        _ operation: OperationName,
        in account: AccountID,
        vaultName: String?,
        for caller: Caller
    ) throws(ServiceError) -> Permit {
        if account == caller.account { return Permit(operation: operation, caller: caller) }
        guard let vaultName, operation != .createVault else { throw .accountDenied(account.text) }
        throw .accessDenied(
            principal: caller.principalARN,
            action: "glacier:\(operation.rawValue)",
            resource: deployment.arn(account: account, vaultName: vaultName)
        )
    }

    /// There are no temporary credentials, so no session token belongs to a key.
    private func key(for claim: SignatureClaim) throws(AuthenticationError) -> AccessKey {
        guard let key = keys[claim.accessKeyID], claim.sessionToken == nil else { throw .unknownKey }
        return key
    }

    private var instant: SigningInstant { SigningInstant(secondsSince1970: now().seconds) }
}

/// Why credentials were not recognised.
package enum AuthenticationError: Error, Hashable, Sendable {
    /// The access key, or the session token that came with it, is not known.
    case unknownKey
}
