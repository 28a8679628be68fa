import GlacierModel
import JSONText
import TreeHash

/// The members of a response's JSON object, read by name and type.
///
/// Unknown keys are not looked at, and an explicit null equals an absent key: services differ in what they leave out.
/// A value of the wrong type or form is an `UnreadableAnswer` with its key.
struct AnswerDocument {
    private let members: [String: JSONValue]

    init(_ members: [String: JSONValue]) { self.members = members }

    func string(_ key: String) throws(UnreadableAnswer) -> String? {
        switch members[key] {
        case nil, .null: return nil
        case .string(let text): return text
        case .bool, .number, .array, .object: throw UnreadableAnswer(key)
        }
    }

    /// A whole number, which some services write as a string.
    func integer(_ key: String) throws(UnreadableAnswer) -> Int64? {
        switch members[key] {
        case nil, .null: return nil
        case .number(let text), .string(let text):
            guard let number = Int64(text) else { throw UnreadableAnswer(key) }
            return number
        case .bool, .array, .object: throw UnreadableAnswer(key)
        }
    }

    func bool(_ key: String) throws(UnreadableAnswer) -> Bool? {
        switch members[key] {
        case nil, .null: return nil
        case .bool(let value): return value
        case .number, .string, .array, .object: throw UnreadableAnswer(key)
        }
    }

    func date(_ key: String) throws(UnreadableAnswer) -> Timestamp? {
        guard let text = try string(key), !text.isEmpty else { return nil }
        guard let date = Timestamp(iso8601: text) else { throw UnreadableAnswer(key) }
        return date
    }

    func digest(_ key: String) throws(UnreadableAnswer) -> Digest? {
        guard let text = try string(key) else { return nil }
        guard let digest = Digest(hex: text) else { throw UnreadableAnswer(key) }
        return digest
    }

    /// `first-last`, inclusive, decimal.
    func range(_ key: String) throws(UnreadableAnswer) -> Range<Int64>? {
        guard let text = try string(key) else { return nil }
        guard let range = Range(inclusiveText: text[...]) else { throw UnreadableAnswer(key) }
        return range
    }

    func object(_ key: String) throws(UnreadableAnswer) -> AnswerDocument? {
        switch members[key] {
        case nil, .null: return nil
        case .object(let members): return AnswerDocument(members)
        case .bool, .number, .string, .array: throw UnreadableAnswer(key)
        }
    }

    /// An absent array is an empty one.
    func objects(_ key: String) throws(UnreadableAnswer) -> [AnswerDocument] {
        var objects: [AnswerDocument] = []
        for element in try elements(key) {
            guard case .object(let members) = element else { throw UnreadableAnswer(key) }
            objects.append(AnswerDocument(members))
        }
        return objects
    }

    /// An absent array is an empty one.
    func strings(_ key: String) throws(UnreadableAnswer) -> [String] {
        var texts: [String] = []
        for element in try elements(key) {
            guard case .string(let text) = element else { throw UnreadableAnswer(key) }
            texts.append(text)
        }
        return texts
    }

    /// All members, which have to be strings: an object that is a map.
    func texts() throws(UnreadableAnswer) -> [String: String] {
        var texts: [String: String] = [:]
        for key in members.keys.sorted() { texts[key] = try string(key) }
        return texts
    }

    private func elements(_ key: String) throws(UnreadableAnswer) -> [JSONValue] {
        switch members[key] {
        case nil, .null: return []
        case .array(let elements): return elements
        case .bool, .number, .string, .object: throw UnreadableAnswer(key)
        }
    }
}

extension Range<Int64> {
    /// Reads `first-last`, inclusive, decimal; nil for anything else.
    init?(inclusiveText text: Substring) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Int64(ends[0]), let last = Int64(ends[1]), first >= 0, first <= last,
            last < .max
        else { return nil }
        self = first..<(last + 1)
    }

    /// `first-last`, inclusive, decimal.
    ///
    /// - Throws: `UnsendableCall` for an empty range, which no such text can say, and for a negative one.
    func inclusiveText(named name: String) throws(UnsendableCall) -> String {
        guard !isEmpty, lowerBound >= 0 else { throw UnsendableCall(name, "\(lowerBound)..<\(upperBound)") }
        return "\(lowerBound)-\(upperBound - 1)"
    }
}
