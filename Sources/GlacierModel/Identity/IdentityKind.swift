/// What an identity is: the three kinds share policies, paths and names that are compared without case.
package enum IdentityKind: String, Hashable, Sendable, CaseIterable {
    case user
    case group
    case role

    /// The kind as names of operations, parameters and elements spell it.
    package var word: String {
        switch self {
        case .user: "User"
        case .group: "Group"
        case .role: "Role"
        }
    }

    /// What unique ids of the kind begin with.
    ///
    /// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    package var uniqueIDPrefix: String {
        switch self {
        case .user: "AIDA"
        case .group: "AGPA"
        case .role: "AROA"
        }
    }
}

/// Who sends a request, as far as a request that names no user depends on it.
package enum CallingIdentity: Hashable, Sendable {
    case root
    case user(IdentityName)
    /// Temporary credentials of a role.
    case session
}
