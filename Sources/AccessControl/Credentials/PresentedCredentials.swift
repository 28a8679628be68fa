package import GlacierModel
package import SigV4

/// The credentials that a request names, found but not proved: only the signature tells whether it may use them.
package struct PresentedCredentials: Sendable {
    /// Where the credentials come from.
    enum Origin: Sendable {
        /// The server's own settings.
        case configured
        /// The catalogue.
        case stored
        /// A session token.
        case temporary
    }

    package let claim: SignatureClaim
    let service: SignedService
    let secret: String
    let caller: Caller
    let origin: Origin
    let verifier: SigV4Verifier
    /// Of the rules under which the caller was looked up.
    let accessVersion: Int64

    /// The account whose credentials they are: that never changes.
    package var account: AccountID { caller.account }

    init(
        _ claim: SignatureClaim,
        _ secret: String,
        _ caller: Caller,
        _ origin: Origin,
        _ service: SignedService,
        _ verifier: SigV4Verifier,
        accessVersion: Int64
    ) {
        self.claim = claim
        self.secret = secret
        self.caller = caller
        self.origin = origin
        self.service = service
        self.verifier = verifier
        self.accessVersion = accessVersion
    }
}

extension PresentedCredentials: CustomStringConvertible, CustomReflectable {
    /// The id alone: a secret is never shown.
    package var description: String { claim.accessKeyID }
    package var customMirror: Mirror { Mirror(self, children: ["accessKeyID": claim.accessKeyID]) }
}
