/// Text of a fixture in which braces stand for what cannot be known beforehand.
///
/// | in braces | in an answer | in a request |
/// |---|---|---|
/// | `{job:92}` | a new identifier of 92 characters, called `job` from here on | – |
/// | `{next:*}` | a new marker: up to 1,024 characters, called `next` from here on | – |
/// | `{job}` | exactly what was called so | the same |
/// | `{LF}` | a line feed | the same |
/// | `{text}` | words that the documentation leaves open, at least one character | – |
/// | `{sha256}` | – | the plain SHA-256 of the request's body, in hex |
/// | `{treehash}` | – | its tree hash |
///
/// Identifiers and markers are of `A–Z a–z 0–9 _ -`, identifiers begin with a letter or digit, and none comes twice.
struct Template: Sendable {
    enum Piece: Hashable, Sendable {
        case bytes([UInt8])
        case name(String)
        case newIdentifier(String, length: Int)
        case newMarker(String)
        case anyWords
    }

    /// What names stand for.
    typealias Names = [String: [UInt8]]

    static let longestMarker = 1024

    let pieces: [Piece]

    /// - Throws: `FixtureError` for braces that mean nothing. Braces around anything but a name are left alone: those
    ///   of JSON hold a quote or nothing.
    init(_ text: String) throws {
        var pieces: [Piece] = []
        var rest = Array(text.utf8)[...]
        var literal: [UInt8] = []
        while let byte = rest.first {
            guard byte == UInt8(ascii: "{"), let end = rest.firstIndex(of: UInt8(ascii: "}")),
                let piece = try Template.piece(String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self))
            else {
                literal.append(byte)
                rest = rest.dropFirst()
                continue
            }
            pieces += [.bytes(literal), piece]
            literal = []
            rest = rest[(end + 1)...]
        }
        self.pieces = pieces + [.bytes(literal)]
    }

    private static func piece(_ inner: String) throws -> Piece? {
        guard let first = inner.utf8.first, Template.isLetterOrDigit(first) else { return nil }
        let parts = inner.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts[0].allSatisfy({ $0.isLetter || $0.isNumber }) else {
            throw FixtureError(description: "{\(inner)} means nothing")
        }
        let name = String(parts[0])
        guard parts.count == 2 else {
            switch name {
            case "LF": return .bytes([UInt8(ascii: "\n")])
            case "text": return .anyWords
            default: return .name(name)
            }
        }
        if parts[1] == "*" { return .newMarker(name) }
        guard let length = Int(parts[1]), length > 0 else {
            throw FixtureError(description: "{\(inner)} has no length")
        }
        return .newIdentifier(name, length: length)
    }

    /// The bytes to send.
    ///
    /// - Throws: `FixtureError` for a name that stands for nothing yet.
    func filled(with names: Names) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .bytes(let literal): bytes += literal
            case .name(let name):
                guard let value = names[name] else {
                    throw FixtureError(description: "{\(name)} stands for nothing yet")
                }
                bytes += value
            case .newIdentifier, .newMarker, .anyWords:
                throw FixtureError(description: "a request cannot take what it does not know")
            }
        }
        return bytes
    }
}
