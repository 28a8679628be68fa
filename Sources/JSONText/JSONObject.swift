/// A compact JSON object being written: UTF-8, no spaces, keys in the order in which they are added.
///
/// The API's documents have their keys in alphabetical order without regard to case, and every key is always there:
/// what is absent is added as nil and written as `null`.
public struct JSONObject: Sendable {
    private var text: [UInt8] = [UInt8(ascii: "{")]

    /// Begins an object without members: written as it is, it is `{}`.
    public init() {}

    /// The finished document.
    public var bytes: [UInt8] { text + [UInt8(ascii: "}")] }

    /// Appends a string, or `null`. Keys are neither sorted nor compared with earlier ones.
    public mutating func add(_ key: String, _ value: String?) {
        addKey(key)
        if let value { append(string: value) } else { appendNull() }
    }

    /// Appends a number without fraction or exponent, or `null`.
    public mutating func add(_ key: String, _ value: Int64?) {
        addKey(key)
        if let value { text.append(contentsOf: String(value).utf8) } else { appendNull() }
    }

    /// Appends `true` or `false`.
    public mutating func add(_ key: String, _ value: Bool) {
        addKey(key)
        text.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Appends an object as it is now, or `null`.
    public mutating func add(_ key: String, _ value: JSONObject?) {
        addKey(key)
        if let value { text.append(contentsOf: value.bytes) } else { appendNull() }
    }

    /// Appends an array in the given order; without values it is `[]`, not `null`.
    public mutating func add(_ key: String, _ values: [JSONObject]) {
        addKey(key)
        text.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text.append(contentsOf: value.bytes)
        }
        text.append(UInt8(ascii: "]"))
    }

    /// Appends an array of strings in the given order.
    public mutating func add(_ key: String, _ values: [String]) {
        addKey(key)
        text.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            append(string: value)
        }
        text.append(UInt8(ascii: "]"))
    }

    private mutating func addKey(_ key: String) {
        if text.count > 1 { text.append(UInt8(ascii: ",")) }
        append(string: key)
        text.append(UInt8(ascii: ":"))
    }

    private mutating func appendNull() { text.append(contentsOf: "null".utf8) }

    /// `/` is not escaped; characters beyond ASCII are sent as UTF-8.
    private mutating func append(string: String) {
        text.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case 0x08: text.append(contentsOf: "\\b".utf8)
            case 0x09: text.append(contentsOf: "\\t".utf8)
            case 0x0A: text.append(contentsOf: "\\n".utf8)
            case 0x0C: text.append(contentsOf: "\\f".utf8)
            case 0x0D: text.append(contentsOf: "\\r".utf8)
            case 0x00..<0x20:
                text.append(contentsOf: "\\u00".utf8)
                text.append(JSONObject.hexDigits[Int(byte >> 4)])
                text.append(JSONObject.hexDigits[Int(byte & 15)])
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)
}
