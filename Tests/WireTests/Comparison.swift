import BlobStoreTesting

extension Template {
    /// Compares with what came, and learns the names that stand in the template for the first time.
    ///
    /// - Returns: what differs; nil when nothing does.
    func difference(from actual: [UInt8], _ names: inout Names) -> String? {
        var rest = actual[...]
        for piece in pieces {
            let wanted: Wanted
            switch piece {
            case .bytes(let literal): wanted = .exactly(literal)
            case .name(let name):
                guard let value = names[name] else { return "{\(name)} stands for nothing yet" }
                wanted = .exactly(value)
            case .newIdentifier(let name, let length): wanted = .identifier(name, rest.prefix(length), length)
            case .newMarker(let name): wanted = .marker(name, rest.prefix(while: Self.isOfIdentifiers))
            case .anyWords: wanted = .words(rest.prefix(while: Self.isOfWords))
            }
            if let difference = wanted.difference(from: rest, &names) {
                return "byte \(rest.startIndex): \(difference)"
            }
            rest = rest.dropFirst(wanted.count)
        }
        return rest.isEmpty ? nil : "byte \(rest.startIndex): \(rest.count) bytes too many"
    }

    static func isOfIdentifiers(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    /// Printable, and nothing that would end a JSON string.
    private static func isOfWords(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
}

/// What a piece of a template asks of the bytes at its place.
private enum Wanted {
    case exactly([UInt8])
    case identifier(String, ArraySlice<UInt8>, Int)
    case marker(String, ArraySlice<UInt8>)
    case words(ArraySlice<UInt8>)

    /// How many bytes it takes.
    var count: Int {
        switch self {
        case .exactly(let bytes): bytes.count
        case .identifier(_, let found, _), .marker(_, let found), .words(let found): found.count
        }
    }

    func difference(from rest: ArraySlice<UInt8>, _ names: inout Template.Names) -> String? {
        switch self {
        case .exactly(let bytes):
            if rest.starts(with: bytes) { return nil }
            let same = zip(bytes, rest).prefix(while: { $0 == $1 }).count
            return "\(same) bytes on, \(excerpt(rest.dropFirst(same))) instead of \(excerpt(bytes.dropFirst(same)))"
        case .identifier(let name, let found, let length):
            guard found.count == length, found.allSatisfy(Template.isOfIdentifiers),
                found.first.map(Template.isLetterOrDigit) == true
            else { return "\(excerpt(found)) is no identifier of \(length) characters" }
            return learn(name, found, &names)
        case .marker(let name, let found):
            guard (1...Template.longestMarker).contains(found.count) else {
                return "no marker but \(excerpt(rest))"
            }
            return learn(name, found, &names)
        case .words(let found): return found.isEmpty ? "no words but \(excerpt(rest))" : nil
        }
    }

    private func learn(_ name: String, _ found: ArraySlice<UInt8>, _ names: inout Template.Names) -> String? {
        if names[name] != nil { return "{\(name)} stands for something already" }
        if let other = names.first(where: { $0.value.elementsEqual(found) }) {
            return "the same as {\(other.key)} once more"
        }
        names[name] = Array(found)
        return nil
    }

    private func excerpt(_ bytes: some Collection<UInt8>) -> String {
        "“\(String(decoding: bytes.prefix(60), as: UTF8.self))”"
    }
}

/// An answer as it is compared.
struct ActualAnswer: Sendable {
    let status: Int
    let headers: [(name: String, value: String)]
    let body: [UInt8]
}

extension Fixture.ExpectedAnswer {
    /// Compares status, every header and every byte of the body, and learns the names on the way.
    ///
    /// - Returns: all that differs.
    func differences(from actual: ActualAnswer, _ names: inout Template.Names) -> [String] {
        var differences: [String] = []
        if actual.status != status { differences.append("status \(actual.status) instead of \(status)") }
        var left = actual.headers
        for (name, value) in headers {
            let places = left.indices.filter { left[$0].name.lowercased() == name.lowercased() }
            guard places.count == 1 else {
                differences.append("header \(name) comes \(places.count) times")
                continue
            }
            let found = left.remove(at: places[0])
            if let difference = value.difference(from: Array(found.value.utf8), &names) {
                differences.append("header \(name): \(difference)")
            }
        }
        differences += left.map { "header \($0.name): \($0.value) is too many" }
        if let length, length != actual.body.count {
            differences.append("body of \(actual.body.count) bytes instead of \(length)")
        }
        switch body {
        case .text(let template):
            if let difference = template.difference(from: actual.body, &names) {
                differences.append("body, \(difference)")
            }
        case .pattern(let positions):
            if actual.body != BytePattern.bytes(positions) {
                differences.append("body is not the payload's bytes \(positions)")
            }
        }
        return differences
    }
}
