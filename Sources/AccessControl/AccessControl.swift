import Catalogue
package import GlacierModel
package import HTTPTypes
package import SigV4

/// Who is it, and may it: the only maker of permits.
package struct AccessControl: Sendable {
    /// The service name in signatures' scopes, and in front of actions.
    package static let service = SignedService.glacier.rawValue

    let rules: AccessRules
    let deployment: Deployment
    let now: @Sendable () -> Timestamp
    private let configuredKeys: [String: AccessKey]
    private let setAsideKeys: Set<String>
    private let tokens: OpenedTokens
    private let limiter: FailureLimiter
    private let uses: AccessKeyUses
    private let verifiers: Verifiers

    /// - Parameters:
    ///   - configuredKeys: access keys of accounts' roots that are not in the catalogue.
    ///   - setAsideKeys: ids of keys that do not count at present, though the catalogue has them.
    ///   - skew: how far a signature's clock may be from `now`, either way.
    package init(
        configuredKeys: [AccessKey],
        setAsideKeys: Set<String> = [],
        rules: AccessRules,
        sealing: CredentialSealing,
        limiter: FailureLimiter,
        uses: AccessKeyUses,
        deployment: Deployment,
        skew: Span,
        signingKeys: SigningKeyCache,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.setAsideKeys = setAsideKeys
        self.configuredKeys = Dictionary(configuredKeys.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        self.rules = rules
        tokens = OpenedTokens(sealing)
        self.limiter = limiter
        self.uses = uses
        self.deployment = deployment
        self.now = now
        verifiers = Verifiers(deployment: deployment, skew: skew, signingKeys: signingKeys)
    }

    /// What the head of a request says of its signer, as far as it can be judged without the body: all that is
    /// malformed, out of scope, out of time or of an unknown key is refused here.
    ///
    /// - Throws: `SignatureError`, `AuthenticationError`
    package func presented(
        by request: HTTPRequest,
        to service: SignedService,
        _ facts: RequestFacts
    ) async throws -> PresentedCredentials {
        let claim = try SignatureClaim.parse(request)
        let verifier = verifiers.verifier(for: service, region: claim.scope.region)
        try verifier.checkScopeAndClock(claim, now: instant)
        guard AccessKey.isID(claim.accessKeyID) else { throw AuthenticationError.unknownKey }
        guard limiter.allows(claim.accessKeyID, from: facts.sourceAddress, at: now()) else {
            throw AuthenticationError.throttled
        }
        do {
            return try await credentials(of: claim, service, verifier)
        } catch AuthenticationError.unknownKey {
            limiter.fail(claim.accessKeyID, from: facts.sourceAddress, at: now())
            throw AuthenticationError.unknownKey
        }
    }

    /// Proves that a request was signed with the credentials that it names. What they may do is asked when that is
    /// decided: see `caller(of:)`.
    ///
    /// - Parameter payloadHash: lower-case hex SHA-256 of the body, or the value of `x-amz-content-sha256` where it
    ///   was sent: the body is then compared with it after its last byte.
    /// - Throws: `SignatureError`
    package func authenticate(
        _ presented: PresentedCredentials,
        of request: HTTPRequest,
        payloadHash: String,
        _ facts: RequestFacts
    ) throws {
        do throws(SignatureError) {
            try presented.verifier.verify(
                presented.claim,
                of: request,
                payloadHash: payloadHash,
                secretAccessKey: presented.secret,
                now: instant
            )
        } catch {
            if case .mismatch = error {
                limiter.fail(presented.claim.accessKeyID, from: facts.sourceAddress, at: now())
            }
            throw error
        }
        limiter.succeed(presented.claim.accessKeyID, from: facts.sourceAddress, at: now())
        uses.note(presented, at: now())
    }

    /// Whom proved credentials stand for at this moment, with the policies of this moment. A body may have taken its
    /// time: what was withdrawn meanwhile is withdrawn.
    ///
    /// - Throws: `AuthenticationError`
    package func caller(of proved: PresentedCredentials) async throws -> Caller {
        switch proved.origin {
        case .configured: return proved.caller
        case .stored where proved.accessVersion == rules.version: return proved.caller
        case .stored, .temporary:
            return try await credentials(of: proved.claim, proved.service, proved.verifier).caller
        }
    }

    /// Which account a request means: `-` is the caller's own.
    ///
    /// - Throws: `ServiceError.accountDenied` for what is not an account id.
    package func account(
        named text: String,
        by presented: PresentedCredentials
    ) throws(ServiceError) -> AccountID {
        text == "-" ? presented.account : try AccountID(text)
    }

    /// - Throws: `AuthenticationError`, or what reading the catalogue throws.
    private func credentials(
        of claim: SignatureClaim,
        _ service: SignedService,
        _ verifier: SigV4Verifier
    ) async throws -> PresentedCredentials {
        let id = claim.accessKeyID, version = rules.version
        let present = { (secret: String, caller: Caller, origin: PresentedCredentials.Origin) in
            PresentedCredentials(claim, secret, caller, origin, service, verifier, accessVersion: version)
        }
        guard !setAsideKeys.contains(id) else { throw AuthenticationError.unknownKey }
        if let token = claim.sessionToken {
            let session = try await session(token, id)
            return present(session.secret, session.caller, .temporary)
        }
        if let key = configuredKeys[id] {
            let caller = Caller(rootOf: key.account, accessKeyID: id, deployment: deployment)
            return present(key.secret, caller, .configured)
        }
        guard let stored = try await rules.credentials(id) else { throw AuthenticationError.unknownKey }
        let caller =
            stored.principal.map { Caller(user: $0, accessKeyID: id, deployment: deployment) }
            ?? Caller(rootOf: stored.account, accessKeyID: id, deployment: deployment)
        return present(stored.secret, caller, .stored)
    }

    /// The bearer of temporary credentials. Whoever was deleted since they were issued is not known any more.
    private func session(_ token: String, _ id: String) async throws -> (secret: String, caller: Caller) {
        guard configuredKeys[id] == nil, let opened = try? tokens.open(token, accessKeyID: id) else {
            throw AuthenticationError.unknownKey
        }
        let claims = opened.claims, bounds = opened.bounds
        guard now() < claims.expiration else {
            tokens.forget(token)
            throw AuthenticationError.expiredToken
        }
        let caller: Caller
        switch claims.principal {
        case .root: caller = Caller(rootOf: claims.account, accessKeyID: id, bounds, deployment: deployment)
        case .user(let uniqueID):
            let user = try await principal(.user, uniqueID, of: claims.account)
            caller = Caller(user: user, accessKeyID: id, bounds, deployment: deployment)
        case .role(let uniqueID, let name):
            let role = try await principal(.role, uniqueID, of: claims.account)
            caller = Caller(sessionOf: role, named: name, accessKeyID: id, bounds, deployment: deployment)
        }
        return (claims.secret, caller)
    }

    private func principal(
        _ kind: StoredPrincipal.Kind,
        _ uniqueID: String,
        of account: AccountID
    ) async throws -> KnownPrincipal {
        guard let principal = try await rules.principal(uniqueID: uniqueID), principal.kind == kind,
            principal.account == account
        else { throw AuthenticationError.unknownKey }
        return principal
    }

    private var instant: SigningInstant { SigningInstant(secondsSince1970: now().seconds) }
}

/// Why credentials were not recognised.
package enum AuthenticationError: Error, Hashable, Sendable {
    /// The access key, or the session token that came with it, is not known.
    case unknownKey
    /// The session token was issued here, and its time is over.
    case expiredToken
    /// Too many wrong credentials came from the same address.
    case throttled
}
