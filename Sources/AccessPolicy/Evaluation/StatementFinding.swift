/// What one statement has to do with a request, for whoever asks why it was decided as it was.
public struct StatementFinding: Hashable, Sendable {
    /// The first element that the request does not meet.
    public enum Difference: Hashable, Sendable {
        case action
        case principal
        case resource
        /// By its key in lower case, and the value or values that the request has, as far as they may stand in a line;
        /// nil where it has none.
        case condition(key: String, value: String?)
    }

    /// Which one it is.
    public let statement: DecidingStatement
    /// What it does where it applies.
    public let effect: PolicyStatement.Effect
    /// Nil where the request meets all elements: the statement applies.
    public let difference: Difference?
    /// How an `Allow` that applies reaches the caller.
    public let reach: PolicyReach?
    /// Keys of conditions and variables that the request does not have, as the policy spells them; none where the
    /// statement is not about the request whatever values they had.
    public let missingKeys: [String]
}

extension PolicyDocument {
    /// What each statement has to do with a request, in the order of the text. It takes longer than ``evaluate(_:)``
    /// and decides nothing.
    public func findings(for request: PolicyRequest) -> [StatementFinding] {
        statements.enumerated().map { index, statement in
            let reach = statement.principals.map { $0.reach(request.caller) } ?? .caller
            let difference = statement.difference(from: request, reach: reach)
            return StatementFinding(
                statement: decidingStatement(index),
                effect: statement.effect,
                difference: difference,
                reach: difference == nil ? reach : nil,
                missingKeys: statement.missingKeys(in: request.context, difference)
            )
        }
    }
}

extension PolicyStatement {
    /// Keys that the statement asks for and a request does not have, in the order of their names.
    fileprivate func missingKeys(
        in context: ConditionContext,
        _ difference: StatementFinding.Difference?
    ) -> [String] {
        switch difference {
        case .action, .principal: return []
        case .resource where resourceKeys.allSatisfy { context[$0] != nil }: return []
        case nil, .resource, .condition: break
        }
        return mentionedKeys.filter { context[$0] == nil }.sorted { $0.name < $1.name }.map(\.spelling)
    }

    fileprivate func difference(
        from request: PolicyRequest,
        reach: PolicyReach?
    ) -> StatementFinding.Difference? {
        guard actions.selects({ $0.matches(request.action) }) else { return .action }
        guard reach != nil else { return .principal }
        guard resources.selects({ $0.matches(request.resource, in: request.context) }) else { return .resource }
        let failing = conditions.first { !$0.holds(in: request.context, for: effect) }
        guard let condition = failing else { return nil }
        return .condition(
            key: condition.key.name,
            value: request.context[condition.key].map { PolicyPlace.shown($0.description) }
        )
    }
}

extension ConditionContext.Values: CustomStringConvertible {
    var description: String {
        switch self {
        case .single(let value): value
        case .several(let values), .oneOf(let values): "[" + values.joined(separator: ", ") + "]"
        }
    }
}
