/// What all policies together say of a request, and which of them decided it.
public struct AccessDecision: Hashable, Sendable {
    /// The outcome.
    public enum Outcome: Hashable, Sendable {
        case allowed
        /// A policy denies it. Nothing overrides that.
        case explicitDeny
        /// Nothing denies it, but not all that must allow it do.
        case implicitDeny(missing: [PolicySide])
    }

    /// A statement of one of the policies.
    public struct Source: Hashable, Sendable {
        /// To which side the policy belongs.
        public let side: PolicySide
        /// The name that the policy was given.
        public let policy: String
        /// Which of its statements it is.
        public let statement: DecidingStatement
    }

    /// Whether it is allowed, and if not, for which of the two reasons.
    public let outcome: Outcome
    /// Of an explicit deny the statement that denies. Of anything else one that allows, from the side on which the
    /// permission rests; nil where none does, and for a root that needs none.
    public let source: Source?

    /// Whether what was asked for may be done.
    public var isAllowed: Bool { outcome == .allowed }
}

/// The sides that have a say in a request.
public enum PolicySide: String, Hashable, Sendable, CaseIterable {
    /// Policies of the user and its groups, or of the role.
    case identity
    /// The permissions boundary of the user or role.
    case boundary
    /// The policy of the session.
    case session
    /// Policies of the resource.
    case resource
}
