import AccessControl
import AccessPolicy

/// An explanation in plain words, a line for each statement.
struct ExplanationText: CustomStringConvertible {
    let description: String

    init(_ explanation: AccessExplanation, _ question: AccessQuestion) {
        var lines = [
            "\(explanation.principalARN)",
            "  \(question.action) on \(question.resource)",
            "  \(explanation.decision.isAllowed ? "ALLOWED" : "DENIED"): \(explanation.decision.reason)",
        ]
        for policy in explanation.policies {
            lines += ["", "\(policy.name) (\(policy.side.words))"]
            lines += policy.findings.map { "  " + $0.words }
        }
        if explanation.policies.isEmpty { lines += ["", "No policy has a say in it."] }
        description = lines.joined(separator: "\n")
    }
}

extension PolicySide {
    fileprivate var words: String {
        switch self {
        case .identity: "of the caller"
        case .boundary: "permissions boundary"
        case .session: "of the session"
        case .resource: "of the resource"
        }
    }
}

extension StatementFinding {
    fileprivate var words: String {
        let name = "\(statement)"
        guard let difference else {
            let verb = effect == .deny ? "denies it" : "allows it"
            return "\(name) \(verb)" + (reach == .account ? ", to whomever the account allows it as well" : "")
        }
        let verb = effect == .deny ? "would deny" : "would allow"
        return "\(name) does not apply (it \(verb)): \(difference.words)"
    }
}

extension StatementFinding.Difference {
    fileprivate var words: String {
        switch self {
        case .action: "the action is not among its actions"
        case .principal: "the caller is not among its principals"
        case .resource: "the resource is not among its resources"
        case .condition(let key, let value?): "its condition on \(key) does not hold: the value is \(value)"
        case .condition(let key, nil): "its condition on \(key) does not hold: the request has no such key"
        }
    }
}
