/// The texts of a small XML document, by the names of the elements around them.
///
/// It reads what services of the query protocol write: elements, attributes, which are passed over, the five entities
/// and references to characters. Everything else (declarations of types, sections, comments, instructions) is refused,
/// and so is a document that nests deeper than 32 elements.
struct XMLTexts {
    private let texts: [String: String]

    /// The text of the first element at a path of names, such as `Answer/Result/Key`; nil where there is none.
    subscript(_ path: String) -> String? { texts[path] }

    /// Nil for bytes that are no such document.
    init?(parsing bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var rest = text.utf8[...]
        if text.hasPrefix("<?xml") {
            guard let end = text.firstRange(of: "?>") else { return nil }
            rest = text.utf8[end.upperBound...]
        }
        var texts: [String: String] = [:], path: [String] = [], content = "", isDone = false
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            guard let plain = Self.decoded(rest[..<start]) else { return nil }
            content += plain
            guard let end = rest[start...].firstIndex(of: UInt8(ascii: ">")) else { return nil }
            let tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.first == UInt8(ascii: "/") {
                guard let name = path.last, Self.trimmed(String(tag.dropFirst()) ?? "") == name else { return nil }
                let place = path.joined(separator: "/")
                if texts[place] == nil { texts[place] = content }
                path.removeLast()
                isDone = path.isEmpty
            } else {
                guard !isDone, path.count < 32, let name = Self.name(of: tag) else { return nil }
                path.append(name)
                if tag.last == UInt8(ascii: "/") {
                    let place = path.joined(separator: "/")
                    if texts[place] == nil { texts[place] = "" }
                    path.removeLast()
                }
            }
            content = ""
        }
        guard isDone, Self.trimmed(String(rest) ?? "x").isEmpty else { return nil }
        self.texts = texts
    }

    /// Nil for anything that does not begin an element. An attribute with a `>` in it ends too early and is refused
    /// with what follows it.
    private static func name(of tag: Substring.UTF8View) -> String? {
        let name = tag.prefix { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard let next = tag.dropFirst(name.count).first else { return name.isEmpty ? nil : String(name) }
        let isEnd = next == UInt8(ascii: "/") || next == 0x20 || (0x09...0x0D).contains(next)
        return name.isEmpty || !isEnd ? nil : String(name)
    }

    private static func trimmed(_ text: String) -> String {
        String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }

    private static func decoded(_ bytes: Substring.UTF8View) -> String? {
        var text = "", rest = Substring(bytes)
        while let start = rest.firstIndex(of: "&") {
            guard let end = rest[start...].firstIndex(of: ";"),
                let character = character(rest[rest.index(after: start)..<end])
            else { return nil }
            text += rest[..<start]
            text.append(character)
            rest = rest[rest.index(after: end)...]
        }
        return text + rest
    }

    private static func character(_ entity: Substring) -> Character? {
        switch entity {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            let isHex = entity.hasPrefix("#x")
            guard entity.hasPrefix("#"), let code = UInt32(entity.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10)
            else { return nil }
            return Unicode.Scalar(code).map(Character.init)
        }
    }
}
