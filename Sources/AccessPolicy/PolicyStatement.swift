/// One rule of a policy: what it does to whom, for which actions on which resources, and when.
public struct PolicyStatement: Hashable, Sendable {
    /// What a statement does to a request that it matches.
    public enum Effect: String, Hashable, Sendable {
        case allow = "Allow"
        case deny = "Deny"
    }

    /// The statement's name, unique in its document; nil also where the text has an empty one.
    public let sid: String?
    /// What happens to a request that all other elements match.
    public let effect: Effect
    /// Whom the statement speaks of. Nil in an identity policy, which speaks of whoever has it, and nowhere else.
    public let principals: Selection<PolicyPrincipal>?
    /// Never without entries.
    public let actions: Selection<ActionPattern>
    /// Never without entries.
    public let resources: Selection<ResourcePattern>
    /// All of them must hold; with none the statement holds always.
    public let conditions: [PolicyCondition]
}

/// Reads the statements of one document.
struct StatementReader {
    let kind: PolicyKind
    /// Whether `${…}` stands for a value of the request.
    let hasVariables: Bool

    private static let elements: Set<String> = [
        "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
    ]

    func read(_ value: PolicyValue) throws(PolicyError) -> PolicyStatement {
        let statement = try value.object()
        try statement.allowOnly(Self.elements)
        let sid = try statement["Sid"]?.string()
        return PolicyStatement(
            sid: sid?.isEmpty == true ? nil : sid,
            effect: try statement.required("Effect").read { (text) throws(PolicyError.Reason) in
                guard let effect = PolicyStatement.Effect(rawValue: text) else { throw .unknownEffect }
                return effect
            },
            principals: try readPrincipals(of: statement),
            actions: try Selection("Action", of: statement) { (value, _) throws(PolicyError) in
                try readActions(value)
            },
            resources: try readResources(of: statement),
            conditions: try readConditions(of: statement)
        )
    }

    private func readPrincipals(of statement: PolicyObject) throws(PolicyError) -> Selection<PolicyPrincipal>? {
        guard case .identity = kind else {
            return try Selection("Principal", of: statement) { (value, _) throws(PolicyError) in
                try PolicyPrincipal.read(value)
            }
        }
        if let value = statement["Principal"] ?? statement["NotPrincipal"] {
            throw PolicyError(.principalInIdentityPolicy, at: value.place)
        }
        return nil
    }

    private func readActions(_ value: PolicyValue) throws(PolicyError) -> [ActionPattern] {
        try value.oneOrMore().map { (entry) throws(PolicyError) in
            try entry.read { (text) throws(PolicyError.Reason) in
                let pattern = try ActionPattern(text)
                switch kind {
                case .identity: break
                case .resource(let rules): try rules.check(pattern)
                case .trust: try TrustPolicyRules.check(pattern)
                }
                return pattern
            }
        }
    }

    /// The resource of a trust policy is the role that has it, which it does not name: every statement is about it.
    private func readResources(of statement: PolicyObject) throws(PolicyError) -> Selection<ResourcePattern> {
        guard case .trust = kind else {
            return try Selection("Resource", of: statement) { (value, isNegated) throws(PolicyError) in
                try readResources(value, mustMatch: !isNegated)
            }
        }
        if let value = statement["Resource"] ?? statement["NotResource"] {
            throw PolicyError(.resourceInTrustPolicy, at: value.place)
        }
        do {
            return .matching([try ResourcePattern("*", hasVariables: false)])
        } catch {
            throw PolicyError(error, at: statement.place)
        }
    }

    /// An entry of `NotResource` that does not match the policy's own resource only has no effect.
    private func readResources(_ value: PolicyValue, mustMatch: Bool) throws(PolicyError) -> [ResourcePattern] {
        try value.oneOrMore().map { (entry) throws(PolicyError) in
            try entry.read { (text) throws(PolicyError.Reason) in
                let pattern = try ResourcePattern(text, hasVariables: hasVariables)
                if case .resource(let rules) = kind, mustMatch { try rules.check(pattern) }
                return pattern
            }
        }
    }

    private func readConditions(of statement: PolicyObject) throws(PolicyError) -> [PolicyCondition] {
        guard let value = statement["Condition"] else { return [] }
        return try PolicyCondition.read(value, hasVariables: hasVariables)
    }
}
