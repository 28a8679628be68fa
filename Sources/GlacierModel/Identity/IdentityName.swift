/// The name of a user, group or role, unique among those of its kind in its account without regard to case.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
package struct IdentityName: Hashable, Sendable, CustomStringConvertible {
    /// As it was given.
    package let text: String
    /// In lower case: what names are compared and ordered by.
    package let folded: String

    /// - Parameter kind: which length is allowed.
    package init(_ text: String, of kind: IdentityKind) throws(IdentityValueError) {
        try IdentityText.checkLength(text, IdentityLimits.nameLength(of: kind))
        guard text.utf8.allSatisfy(IdentityText.isName) else { throw .malformed(.name) }
        self.text = text
        folded = text.lowercased()
    }

    package static func == (left: IdentityName, right: IdentityName) -> Bool { left.folded == right.folded }
    package func hash(into hasher: inout Hasher) { hasher.combine(folded) }
    package var description: String { text }
}

/// The name of an inline policy, unique in its identity, or of a managed policy, unique in its account, both without
/// regard to case.
package struct PolicyName: Hashable, Sendable, CustomStringConvertible {
    /// As it was given.
    package let text: String
    /// In lower case: what names are compared and ordered by.
    package let folded: String

    package init(_ text: String) throws(IdentityValueError) {
        try IdentityText.checkLength(text, IdentityLimits.policyNameLength)
        guard text.utf8.allSatisfy(IdentityText.isName) else { throw .malformed(.name) }
        self.text = text
        folded = text.lowercased()
    }

    package static func == (left: PolicyName, right: PolicyName) -> Bool { left.folded == right.folded }
    package func hash(into hasher: inout Hasher) { hasher.combine(folded) }
    package var description: String { text }
}

/// An identity as a request names it: whose, of which kind, and which.
package struct IdentityReference: Hashable, Sendable {
    package let account: AccountID
    package let kind: IdentityKind
    package let name: IdentityName

    package init(account: AccountID, kind: IdentityKind, name: IdentityName) {
        self.account = account
        self.kind = kind
        self.name = name
    }
}
