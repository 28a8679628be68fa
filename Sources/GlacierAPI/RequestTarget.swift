public import GlacierModel

/// The target of a request line, in origin form or absolute form, cut into path and query.
///
/// Source: https://www.rfc-editor.org/rfc/rfc9112#section-3.2
public struct RequestTarget: Sendable {
    /// Still percent-encoded.
    public let path: String
    /// What follows the first `?`; empty without one.
    public let query: QueryParameters
    /// The same as it was sent, still percent-encoded.
    public let rawQuery: String

    /// Cuts any text; whether the path leads anywhere is for `Route` to say.
    public init(_ target: String) {
        let origin = RequestTarget.originForm(target.utf8[...])
        let mark = origin.firstIndex(of: UInt8(ascii: "?"))
        let whole = origin[..<(mark ?? origin.endIndex)]
        path = whole.isEmpty ? "/" : String(Substring(whole))
        let query = mark.map { Substring(origin[$0...].dropFirst()) } ?? ""
        self.query = QueryParameters(query)
        rawQuery = String(query)
    }

    /// The target without scheme and authority, which ends at the path or, where there is none, at the query.
    private static func originForm(_ target: Substring.UTF8View) -> Substring.UTF8View {
        for scheme in ["http://", "https://"] {
            let start = target.prefix(scheme.utf8.count)
            guard start.elementsEqual(scheme.utf8, by: { $0 == $1 || $0 | 0x20 == $1 }) else { continue }
            return target.dropFirst(scheme.utf8.count).drop { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        }
        return target
    }
}

/// The parameters of a query, decoded. Unknown ones are ignored by whoever asks for those that it knows.
public struct QueryParameters: Sendable {
    private let items: [(name: String, value: String)]

    /// Reads `name=value` pairs joined by `&`. A pair without `=` has an empty value; text that cannot be decoded is
    /// kept as sent.
    public init(_ text: Substring) {
        items = text.utf8.split(separator: UInt8(ascii: "&")).map { item in
            let halves = item.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                .map { Substring($0) }
            let value = halves.count > 1 ? halves[1] : ""
            return (
                PercentEncoding.decode(halves[0]) ?? String(halves[0]),
                PercentEncoding.decode(value) ?? String(value)
            )
        }
    }

    /// - Throws: `ServiceError.invalidParameter` when the parameter is given more than once.
    public func value(of name: String) throws(ServiceError) -> String? {
        let values = items.filter { $0.name == name }
        guard values.count <= 1 else { throw .invalidParameter("Parameter given more than once: \(name)") }
        return values.first?.value
    }

    /// The marker of a listing; an empty one means the start, as a missing one does.
    public func marker() throws(ServiceError) -> String? {
        let marker = try value(of: "marker")
        return marker?.isEmpty == true ? nil : marker
    }
}

/// Percent-encoding of paths and queries.
///
/// Source: https://www.rfc-editor.org/rfc/rfc3986#section-2.1
enum PercentEncoding {
    /// Nil when a `%` is not followed by two hex digits, or the bytes are not UTF-8.
    static func decode(_ text: Substring) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexValue), let low = rest.popFirst().flatMap(hexValue) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
