/// What one document says of a request.
public enum PolicyOpinion: Hashable, Sendable {
    /// No statement matches.
    case nothing
    /// Statements allow it and none denies it: the first of those with the widest reach.
    case allow(DecidingStatement, PolicyReach)
    /// The first statement that denies it.
    case deny(DecidingStatement)
}

/// A statement of a document, as it is shown to whoever asks why.
public struct DecidingStatement: Hashable, Sendable, CustomStringConvertible {
    /// Its place in the document, from 0.
    public let index: Int
    /// Its name, if it has one: any text.
    public let sid: String?

    /// `statement 1 (name)`, counted from 1, the name up to 64 characters and only their printable ASCII.
    public var description: String {
        "statement \(index + 1)" + (sid.map { " (\(PolicyPlace.shown($0)))" } ?? "")
    }
}

/// How an `Allow` comes to a caller, from the weakest to the strongest. Policies of identities always have `caller`:
/// they are the caller's own.
///
/// Source: IAM User Guide, `reference_policies_evaluation-logic_policy-eval-denyallow`
public enum PolicyReach: Int, Hashable, Sendable, Comparable {
    /// Through the caller's account, which was given the right to delegate it. Users and sessions of the resource's own
    /// account do not have it by this alone; callers of another account have the resource's side of what they need.
    case account
    /// Through the ARN of the role that the session assumed: permission, as far as the boundary of the role and the
    /// policy of the session go.
    case role
    /// Through `*` or `NotPrincipal`, the own ARN of a user or session, or the account where the caller is its root.
    /// No boundary limits it.
    case caller

    /// Whether the first is weaker.
    public static func < (left: PolicyReach, right: PolicyReach) -> Bool { left.rawValue < right.rawValue }
}
