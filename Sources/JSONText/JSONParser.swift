/// A recursive-descent reader of JSON over bytes that are known to be UTF-8.
struct JSONParser {
    struct SyntaxError: Error {}

    static let maximumDepth = 64
    private var rest: ArraySlice<UInt8>
    private var depth = 0
    private let duplicateKeys: JSONValue.DuplicateKeys

    init(_ text: ArraySlice<UInt8>, duplicateKeys: JSONValue.DuplicateKeys) {
        rest = text
        self.duplicateKeys = duplicateKeys
    }

    mutating func parseDocument() throws(SyntaxError) -> JSONValue {
        let value = try parseValue()
        skipSpace()
        guard rest.isEmpty else { throw SyntaxError() }
        return value
    }

    private mutating func parseValue() throws(SyntaxError) -> JSONValue {
        skipSpace()
        switch rest.first {
        case UInt8(ascii: "{"): return try nested { parser throws(SyntaxError) in try parser.parseObject() }
        case UInt8(ascii: "["): return try nested { parser throws(SyntaxError) in try parser.parseArray() }
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        default: return try parseNumber()
        }
    }

    private mutating func nested(
        _ parse: (inout JSONParser) throws(SyntaxError) -> JSONValue
    ) throws(SyntaxError) -> JSONValue {
        guard depth < JSONParser.maximumDepth else { throw SyntaxError() }
        depth += 1
        rest = rest.dropFirst()
        let value = try parse(&self)
        depth -= 1
        return value
    }

    private mutating func parseObject() throws(SyntaxError) -> JSONValue {
        var members: [String: JSONValue] = [:]
        if takeAfterSpace(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            let key = try parseString()
            guard takeAfterSpace(UInt8(ascii: ":")) else { throw SyntaxError() }
            let earlier = members.updateValue(try parseValue(), forKey: key)
            guard earlier == nil || duplicateKeys == .lastCounts else { throw SyntaxError() }
        } while takeAfterSpace(UInt8(ascii: ","))
        guard takeAfterSpace(UInt8(ascii: "}")) else { throw SyntaxError() }
        return .object(members)
    }

    private mutating func parseArray() throws(SyntaxError) -> JSONValue {
        var elements: [JSONValue] = []
        if takeAfterSpace(UInt8(ascii: "]")) { return .array(elements) }
        repeat { elements.append(try parseValue()) } while takeAfterSpace(UInt8(ascii: ","))
        guard takeAfterSpace(UInt8(ascii: "]")) else { throw SyntaxError() }
        return .array(elements)
    }

    private mutating func parseString() throws(SyntaxError) -> String {
        guard take(UInt8(ascii: "\"")) else { throw SyntaxError() }
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"): bytes.append(contentsOf: try parseEscape())
            case 0x00..<0x20: throw SyntaxError()
            default: bytes.append(byte)
            }
        }
        throw SyntaxError()
    }

    private mutating func parseEscape() throws(SyntaxError) -> [UInt8] {
        switch rest.popFirst() {
        case UInt8(ascii: "\""): return [UInt8(ascii: "\"")]
        case UInt8(ascii: "\\"): return [UInt8(ascii: "\\")]
        case UInt8(ascii: "/"): return [UInt8(ascii: "/")]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(Character(try parseUnicodeEscape())).utf8)
        default: throw SyntaxError()
        }
    }

    /// A code unit of UTF-16, or two that make a pair; a lone surrogate is no character.
    private mutating func parseUnicodeEscape() throws(SyntaxError) -> Unicode.Scalar {
        let first = try parseCodeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(UInt16(first)), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw SyntaxError()
        }
        let second = try parseCodeUnit()
        guard UTF16.isTrailSurrogate(UInt16(second)),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw SyntaxError() }
        return scalar
    }

    private mutating func parseCodeUnit() throws(SyntaxError) -> UInt32 {
        let digits = rest.prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw SyntaxError() }
        rest = rest.dropFirst(4)
        return unit
    }

    private mutating func parseWord(_ word: String, _ value: JSONValue) throws(SyntaxError) -> JSONValue {
        guard rest.starts(with: word.utf8) else { throw SyntaxError() }
        rest = rest.dropFirst(word.utf8.count)
        return value
    }

    private mutating func parseNumber() throws(SyntaxError) -> JSONValue {
        let start = rest
        _ = take(UInt8(ascii: "-"))
        let leadingZero = rest.first == UInt8(ascii: "0")
        let whole = takeDigits()
        guard whole > 0, !leadingZero || whole == 1 else { throw SyntaxError() }
        if take(UInt8(ascii: ".")) { guard takeDigits() > 0 else { throw SyntaxError() } }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard takeDigits() > 0 else { throw SyntaxError() }
        }
        return .number(String(decoding: start[..<rest.startIndex], as: UTF8.self))
    }

    private mutating func takeDigits() -> Int {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest = rest.dropFirst(digits.count)
        return digits.count
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func takeAfterSpace(_ byte: UInt8) -> Bool {
        skipSpace()
        return take(byte)
    }

    private mutating func skipSpace() {
        rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }
}
