/// An element that comes in two forms, such as `Action` and `NotAction`.
public enum Selection<Entry: Hashable & Sendable>: Hashable, Sendable {
    /// What at least one of the entries matches.
    case matching([Entry])
    /// What none of the entries matches.
    case notMatching([Entry])
}

extension Selection {
    /// Reads whichever of the two forms a statement has.
    ///
    /// - Throws: `missingElement` and `conflictingElements`, placed at the statement, when it has none or both.
    init(
        _ name: String,
        of statement: PolicyObject,
        _ read: (PolicyValue, _ isNegated: Bool) throws(PolicyError) -> [Entry]
    ) throws(PolicyError) {
        switch (statement[name], statement["Not\(name)"]) {
        case (let value?, nil): self = .matching(try read(value, false))
        case (nil, let value?): self = .notMatching(try read(value, true))
        case (nil, nil): throw PolicyError(.missingElement(name), at: statement.place)
        case (_?, _?): throw PolicyError(.conflictingElements(name, "Not\(name)"), at: statement.place)
        }
    }
}
