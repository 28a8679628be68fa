import TreeHash

/// A line of a list of hashes: one hash or two, and a name.
///
/// The form is that of sha256sum: a line that begins with a backslash has `\\`, `\n` and `\r` in its name for a
/// backslash, a line feed and a carriage return. Source: https://www.gnu.org/software/coreutils/md5sum
struct HashLine: Hashable {
    let name: String
    let tree: Digest
    /// The plain SHA-256, in lists that have both.
    let linear: Digest?

    init(name: String, tree: Digest, linear: Digest?) {
        (self.name, self.tree, self.linear) = (name, tree, linear)
    }

    /// Without a line break at its end.
    var text: String {
        let escaped = String(decoding: name.utf8.flatMap(Self.escaped), as: UTF8.self)
        let hashes = linear.map { "\(tree)  \($0)" } ?? tree.hex
        return "\(escaped == name ? "" : "\\")\(hashes)  \(escaped)"
    }

    /// Reads a line of a list whose lines all have one hash, or all have two; nil for anything else. A `*` before the
    /// name, with which sha256sum marks what it read as binary, is taken too.
    init?(_ line: Substring, hashes: Int) {
        let isEscaped = line.utf8.first == UInt8(ascii: "\\")
        var rest = line.utf8.dropFirst(isEscaped ? 1 : 0), digests: [Digest] = []
        for _ in 0..<hashes {
            guard let digest = Digest(hex: Substring(rest.prefix(64))) else { return nil }
            rest = rest.dropFirst(64)
            let isLast = digests.count == hashes - 1
            guard rest.starts(with: "  ".utf8) || (isLast && rest.starts(with: " *".utf8)) else { return nil }
            rest = rest.dropFirst(2)
            digests.append(digest)
        }
        guard let name = isEscaped ? Self.unescaped(rest) : String(Substring(rest)), !name.isEmpty else { return nil }
        self.init(name: name, tree: digests[0], linear: digests.dropFirst().first)
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case UInt8(ascii: "\\"): Array(#"\\"#.utf8)
        case UInt8(ascii: "\n"): Array(#"\n"#.utf8)
        case UInt8(ascii: "\r"): Array(#"\r"#.utf8)
        default: [byte]
        }
    }

    private static func unescaped(_ name: Substring.UTF8View) -> String? {
        var bytes: [UInt8] = [], isEscape = false
        for byte in name {
            switch (isEscape, byte) {
            case (true, UInt8(ascii: "\\")): bytes.append(byte)
            case (true, UInt8(ascii: "n")): bytes.append(UInt8(ascii: "\n"))
            case (true, UInt8(ascii: "r")): bytes.append(UInt8(ascii: "\r"))
            case (true, _): return nil
            case (false, UInt8(ascii: "\\")): break
            case (false, _): bytes.append(byte)
            }
            isEscape = !isEscape && byte == UInt8(ascii: "\\")
        }
        return isEscape ? nil : String(decoding: bytes, as: UTF8.self)
    }
}
