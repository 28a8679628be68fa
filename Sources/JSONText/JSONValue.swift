/// A JSON text that was read. A number keeps its text, so that no digit is lost.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    /// In no order; each key once.
    case object([String: JSONValue])
}

extension JSONValue {
    /// What becomes of an object that has a key more than once.
    public enum DuplicateKeys: Hashable, Sendable {
        /// The last one counts.
        case lastCounts
        /// The text is refused.
        case refused
    }

    /// Reads a whole text: UTF-8, a byte order mark is tolerated, nothing may follow the value.
    ///
    /// - Returns: nil when the bytes are not JSON, or nest deeper than 64 levels.
    /// Source: https://www.rfc-editor.org/rfc/rfc8259
    public init?(parsing bytes: [UInt8], duplicateKeys: DuplicateKeys = .lastCounts) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
        guard String(validating: text, as: UTF8.self) != nil else { return nil }
        var parser = JSONParser(text, duplicateKeys: duplicateKeys)
        guard let value = try? parser.parseDocument() else { return nil }
        self = value
    }
}
