package import GlacierModel

/// The operations that give out and explain temporary credentials, by the names that AWS gives them.
///
/// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html
package enum TokenOperationName: String, Hashable, Sendable, CaseIterable {
    case assumeRole = "AssumeRole"
    case getCallerIdentity = "GetCallerIdentity"
    case getSessionToken = "GetSessionToken"

    /// The only value of `Version`.
    package static let version = "2011-06-15"

    /// The operation that a form asks for.
    ///
    /// - Throws: `IdentityError.missingAction`, `IdentityError.unknownAction`
    package init(of form: QueryForm) throws(IdentityError) {
        guard let action = form.value(of: "Action"), !action.isEmpty else { throw .missingAction }
        let version = form.value(of: "Version") ?? ""
        guard version == Self.version, let operation = Self(rawValue: action) else {
            throw .unknownAction(action, version: version)
        }
        self = operation
    }

    /// The name under which policies allow it.
    package var action: String { "sts:\(rawValue)" }
}
