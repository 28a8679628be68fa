/// The name of a value that a request has. Case does not matter: two keys are equal when they differ in nothing else.
struct ConditionKey: Hashable, Sendable {
    /// In lower case.
    let name: String

    init(_ text: String) { name = text.lowercased() }
}
