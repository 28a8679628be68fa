/// The name of a value that a request has. Case does not matter: two keys are equal when they differ in nothing else.
struct ConditionKey: Hashable, Sendable {
    /// In lower case.
    let name: String
    /// As it was written.
    let spelling: String
    /// Different only for different names: most of them are told apart by this alone.
    private let fingerprint: UInt64

    init(_ text: String) {
        name = text.lowercased()
        spelling = text
        fingerprint = Self.fingerprint(of: name)
    }

    static func == (left: ConditionKey, right: ConditionKey) -> Bool {
        left.fingerprint == right.fingerprint && left.name == right.name
    }

    func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// FNV-1a.
    ///
    /// Source: https://datatracker.ietf.org/doc/html/rfc9923
    private static func fingerprint(of name: String) -> UInt64 {
        name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
