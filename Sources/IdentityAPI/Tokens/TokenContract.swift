import GlacierModel

/// One operation on temporary credentials. All of them answer with a result.
package protocol TokenContract {
    associatedtype Input: Sendable
    associatedtype Output: Sendable

    /// Reads the input from a request.
    ///
    /// - Throws: `IdentityError`, `TokenError`
    static func input(from request: inout TokenRequest) throws -> Input

    /// Writes what stands in the answer's result.
    static func write(_ output: Output, to xml: inout XMLWriter)
}

/// What went wrong with a request for temporary credentials, as a fact of the domain.
package enum TokenError: Error, Hashable, Sendable {
    /// A second factor was shown, and there are no devices for it.
    case noSuchDevice
    /// The root of an account may not be anybody else.
    case rootCannotAssume
    /// Credentials that end may not beget others in this way.
    case needsLastingCredentials(TokenOperationName)
    /// A session may assume a role for an hour only.
    case chainedTooLong
    /// Longer than the role allows.
    case longerThanRole
}

extension QueryError {
    /// Texts and codes as production has them.
    package init(_ error: TokenError) {
        switch error {
        case .noSuchDevice:
            self.init(
                403,
                "AccessDenied",
                "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number "
                    + "is valid and associated with this user."
            )
        case .rootCannotAssume: self.init(403, "AccessDenied", "Roles may not be assumed by root accounts.")
        case .needsLastingCredentials(let operation):
            self.init(403, "AccessDenied", "Cannot call \(operation.rawValue) with session credentials")
        case .chainedTooLong:
            self.init(
                400,
                "ValidationError",
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"
            )
        case .longerThanRole:
            self.init(
                400,
                "ValidationError",
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
            )
        }
    }
}
