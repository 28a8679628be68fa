import Foundation
import GlacierModel
import JSONText

/// `mt2 …` and the older `mt1 …` of mt-aws-glacier: base64url of JSON with `filename` and `mtime`. In `mt1` the bytes
/// of the JSON were taken for Latin-1 and written as UTF-8 once more.
///
/// Source: https://metacpan.org/pod/App::MtAws::MetaData
enum MtAwsGlacierForm {
    static func read(_ text: [UInt8]) -> DescribedFile? {
        let words = text.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard words.count == 2 else { return nil }
        let coded = String(decoding: words[1].prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
        guard let bytes = Base64URL.decode(coded) else { return nil }
        let document: [UInt8]?
        switch String(decoding: words[0], as: UTF8.self) {
        case "mt2": document = bytes
        case "mt1": document = latin1(bytes)
        default: return nil
        }
        guard let document, case .object(let members)? = JSONValue(parsing: document),
            case .string(let name)? = members["filename"], !name.isEmpty
        else { return nil }
        return DescribedFile(.mtAwsGlacier, path: Array(name.utf8), modified: modified(members["mtime"]))
    }

    /// UTF-8 whose characters all are of Latin-1, a byte each; nil for anything else.
    private static func latin1(_ bytes: [UInt8]) -> [UInt8]? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var single: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard let byte = UInt8(exactly: scalar.value) else { return nil }
            single.append(byte)
        }
        return single
    }

    /// A date, or in the oldest descriptions seconds since 1970.
    private static func modified(_ value: JSONValue?) -> ModificationTime? {
        switch value {
        case .string(let text): ModificationTime(compactText: text)
        case .number(let text): Int64(text).flatMap { ModificationTime(seconds: $0) }
        default: nil
        }
    }
}

/// The small XML of FastGlacier: `<m><v>4</v><p>base64 of the path</p><lm>date</lm><ce>…</ce></m>`, and
/// `<ArchiveMetadata><Path>…</Path>…` in its first versions.
///
/// `ce` begins with two flags, compressed and encrypted.
///
/// Source: https://fastglacier.com/fastglacier-metadata-format.aspx
enum FastGlacierForm {
    static func read(_ text: String) -> DescribedFile? {
        var text = trimmed(text)
        if text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count > 1 {
            text = trimmed(text.dropFirst().dropLast())
        }
        if text.hasPrefix("<ArchiveMetadata>") {
            return read(path: element("Path", of: text), date: element("LastModified", of: text), flags: nil)
        }
        guard text.hasPrefix("<m>"), ["2", "3", "4"].contains(element("v", of: text)) else { return nil }
        return read(path: element("p", of: text), date: element("lm", of: text), flags: element("ce", of: text))
    }

    private static func read(path: Substring?, date: Substring?, flags: Substring?) -> DescribedFile? {
        guard let path, let bytes = Data(base64Encoded: String(path.filter { !$0.isWhitespace })), !bytes.isEmpty else {
            return nil
        }
        return DescribedFile(
            .fastGlacier,
            path: Array(bytes),
            modified: date.flatMap { ModificationTime(compactText: $0) },
            isTransformed: flags.map { $0.split(separator: ":").prefix(2).contains("1") } ?? false
        )
    }

    private static func element(_ name: String, of text: Substring) -> Substring? {
        guard let start = text.firstRange(of: "<\(name)>"),
            let end = text[start.upperBound...].firstRange(of: "</\(name)>")
        else { return nil }
        return trimmed(text[start.upperBound..<end.lowerBound])
    }

    private static func trimmed(_ text: some StringProtocol) -> Substring {
        var rest = Substring(text)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}

/// The JSON of CloudBerry: `{"Path":"…","UTCDateModified":"…","Flags":…}`, its path in UTF-7. Of the flags 1 means
/// compressed and 2 encrypted.
///
/// Source: https://stackoverflow.com/questions/12195031
enum CloudBerryForm {
    static func read(_ text: [UInt8]) -> DescribedFile? {
        guard text.first == UInt8(ascii: "{"), case .object(let members)? = JSONValue(parsing: text),
            case .string(let path)? = members["Path"] ?? members["path"],
            path.contains(where: { !$0.isWhitespace })
        else { return nil }
        var modified: ModificationTime?
        if case .string(let date)? = members["UTCDateModified"] { modified = ModificationTime(compactText: date) }
        var flags: Int64 = 0
        if case .number(let number)? = members["Flags"] { flags = Int64(number) ?? 0 }
        return DescribedFile(
            .cloudBerry,
            path: Array((decodedUTF7(path) ?? path).utf8),
            modified: modified,
            isTransformed: flags & 3 != 0
        )
    }

    /// Nil for what is not UTF-7 throughout. Source: https://www.rfc-editor.org/rfc/rfc2152
    private static func decodedUTF7(_ text: String) -> String? {
        var units: [UInt16] = [], rest = Substring(text).utf8
        while let byte = rest.popFirst() {
            guard byte < 0x80 else { return nil }
            guard byte == UInt8(ascii: "+") else {
                units.append(UInt16(byte))
                continue
            }
            let coded = rest.prefix { $0 != UInt8(ascii: "-") && isBase64($0) }
            rest = rest.dropFirst(coded.count)
            let isEnded = rest.first == UInt8(ascii: "-")
            if isEnded { rest = rest.dropFirst() }
            guard !coded.isEmpty else {
                guard isEnded else { return nil }
                units.append(UInt16(UInt8(ascii: "+")))
                continue
            }
            guard
                let bytes = Base64URL.decode(
                    String(Substring(coded)).replacing("+", with: "-").replacing("/", with: "_")
                ),
                bytes.count >= 2, bytes.count.isMultiple(of: 2)
            else { return nil }
            for index in stride(from: 0, to: bytes.count, by: 2) {
                units.append(UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]))
            }
        }
        return String(validating: units, as: UTF16.self)
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
