/// The second line of a canonical request.
enum CanonicalPath {
    /// The path as sent, each byte encoded once more; what was encoded already is thereby encoded twice.
    static func encoded(_ path: ArraySlice<UInt8>) -> [UInt8] {
        var line = [UInt8]()
        line.reserveCapacity(path.count + 16)
        line.appendEncodedPath(path)
        return line
    }

    /// The path without empty, `.` and `..` segments; a slash at its beginning and its end stays. Linear in its length.
    ///
    /// Source: https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4 and, for the doubled slashes,
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
    static func normalized(_ path: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let slash = UInt8(ascii: "/"), dot = UInt8(ascii: ".")
        let segments = path.split(separator: slash, omittingEmptySubsequences: true)
        var kept = [ArraySlice<UInt8>]()
        for segment in segments {
            if segment.elementsEqual([dot]) { continue }
            if segment.elementsEqual([dot, dot]) { _ = kept.popLast() } else { kept.append(segment) }
        }
        var result = [UInt8]()
        result.reserveCapacity(path.count)
        if path.first == slash { result.append(slash) }
        result.append(contentsOf: kept.joined(separator: [slash]))
        if path.last == slash, !kept.isEmpty { result.append(slash) }
        return result[...]
    }
}
