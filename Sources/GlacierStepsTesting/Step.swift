import JSONText

/// One step to perform, as a line of JSON says it: `{"do": "parts", "vault": "v", "upload": "…", "limit": 2}`.
struct Step {
    private let members: [String: JSONValue]

    init(_ line: String) throws {
        guard case .object(let members)? = JSONValue(parsing: Array(line.utf8)) else { throw Mistake(line) }
        self.members = members
    }

    /// A line that is no step.
    struct Mistake: Error {
        let words: String

        init(_ words: String) { self.words = words }
    }

    func text(_ key: String) throws -> String {
        guard let text = optionalText(key) else { throw Mistake("\(key) is missing") }
        return text
    }

    func optionalText(_ key: String) -> String? {
        if case .string(let text)? = members[key] { text } else { nil }
    }

    func number(_ key: String) throws -> Int64 {
        guard let number = optionalNumber(key) else { throw Mistake("\(key) is missing") }
        return number
    }

    func optionalNumber(_ key: String) -> Int64? {
        if case .number(let text)? = members[key] { Int64(text) } else { nil }
    }
}
