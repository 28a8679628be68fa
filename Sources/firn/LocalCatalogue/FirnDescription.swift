import GlacierModel

/// This program's own form of descriptions: a mark, the date of the last change, the path.
///
/// | mark | then the date and | |
/// |---|---|---|
/// | `firn1` | the path, what is not printable ASCII written `%XX` | readable, the usual one |
/// | `firn1b` | the path in base64url | where the first does not fit, as with long names in other scripts |
/// | `firn1t` | the end of the path in base64url | where nothing fits; the local catalogue has the whole path |
///
/// The date is in ISO 8601 without separators, to the nanosecond where needed, or `-` where there is none. Of the
/// printable characters `%`, `"` and `\` are escaped too, because inventories in CSV cannot tell them apart, and spaces
/// beside other spaces or at an end, which do not survive as a header.
///
/// Example: `firn1 20121114T201618Z photos/2012/autumn in Kyiv.jpg`
enum FirnDescription {
    /// The most that the service takes.
    static let limit = Limits.descriptionBytes

    /// Writes a description of at most ``limit`` characters, all of them printable ASCII.
    ///
    /// - Parameter path: as it should be found again, usually relative; any bytes, any length.
    static func write(path: [UInt8], modified: ModificationTime?) -> String {
        let date = modified?.compactText ?? "-"
        let readable = "firn1 \(date) \(escaped(path))"
        if readable.utf8.count <= limit { return readable }
        let dense = "firn1b \(date) \(Base64URL.encode(path))"
        if dense.utf8.count <= limit { return dense }
        let head = "firn1t \(date) "
        let room = (limit - head.utf8.count) / 4 * 3
        return head + Base64URL.encode(end(of: path, room))
    }

    /// As much of the end as fits: from a slash on where there is one, else from the beginning of a character.
    private static func end(of path: [UInt8], _ room: Int) -> [UInt8] {
        let tail = path.suffix(room)
        let slash = tail.firstIndex(of: UInt8(ascii: "/")).map { $0 + 1 }
        if let slash, slash < tail.endIndex { return Array(tail[slash...]) }
        return Array(tail.drop { (0x80..<0xC0).contains($0) })
    }

    private static func escaped(_ path: [UInt8]) -> String {
        let space = UInt8(ascii: " ")
        var text: [UInt8] = []
        for (index, byte) in path.enumerated() {
            let isPlainSpace =
                byte == space && index > 0 && index < path.count - 1 && path[index - 1] != space
            switch byte {
            case space where isPlainSpace: text.append(byte)
            case UInt8(ascii: "%"), UInt8(ascii: "\""), UInt8(ascii: "\\"), 0...space, 0x7F...:
                text += Array("%".utf8) + hex(byte)
            default: text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func hex(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    /// Nil for what is not in this form.
    static func read(_ text: [UInt8]) -> DescribedFile? {
        let parts = text.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let date = String(decoding: parts[1], as: UTF8.self)
        let modified = ModificationTime(compactText: date)
        guard modified != nil || date == "-" else { return nil }
        let coded = String(decoding: parts[2], as: UTF8.self)
        switch String(decoding: parts[0], as: UTF8.self) {
        case "firn1": return unescaped(parts[2]).map { DescribedFile(.firn, path: $0, modified: modified) }
        case "firn1b":
            return Base64URL.decode(coded).map { DescribedFile(.firn, path: $0, modified: modified) }
        case "firn1t":
            return Base64URL.decode(coded).map {
                DescribedFile(.firn, path: $0, isPathCut: true, modified: modified)
            }
        default: return nil
        }
    }

    private static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = [], rest = text
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, digits.allSatisfy(isHexDigit),
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return bytes
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
