import HTTPTypes

/// The target of a request line cut in two, byte for byte as it was sent.
///
/// A target in absolute form (`http://host/path?query`, what a client sends to a proxy) is signed by its path and query
/// like any other.
/// Source: https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
struct RequestTarget {
    /// The host and port of a target in absolute form.
    let authority: ArraySlice<UInt8>?
    /// `/` when the target has none.
    let path: ArraySlice<UInt8>
    /// What follows the first `?`; nil without one.
    let query: ArraySlice<UInt8>?

    init(_ request: HTTPRequest) {
        let bytes = request.pseudoHeaderFields.path?.withUnsafeBytesOfValue { Array($0) } ?? []
        let target: ArraySlice<UInt8>
        if let afterScheme = Self.lengthOfScheme(bytes) {
            let rest = bytes[afterScheme...]
            let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
            authority = rest[..<end]
            target = rest[end...]
        } else {
            authority = nil
            target = bytes[...]
        }
        let mark = target.firstIndex(of: UInt8(ascii: "?"))
        let whole = target[..<(mark ?? target.endIndex)]
        path = whole.isEmpty ? [UInt8(ascii: "/")] : whole
        query = mark.map { target[($0 + 1)...] }
    }

    private static func lengthOfScheme(_ bytes: [UInt8]) -> Int? {
        for scheme in ["http://", "https://"] {
            let start = bytes.prefix(scheme.utf8.count)
            if start.elementsEqual(scheme.utf8, by: { $0 == $1 || $0 | 0x20 == $1 }) { return scheme.utf8.count }
        }
        return nil
    }
}
