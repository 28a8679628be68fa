/// What an opaque identifier names: how long it is, and which error answers a text that cannot be one.
public protocol IdentifiedThing: Sendable {
    /// Characters of the identifier. Clients check them.
    static var identifierLength: Int { get }
    static func notFound(_ text: String) -> ServiceError
}

/// An opaque identifier of the API: a fixed length of `[A-Za-z0-9_-]`, from secure randomness, saying nothing about
/// what it names. Production's may begin with `-`, which breaks command lines; ours begin with a letter or digit.
public struct Identifier<Thing: IdentifiedThing>: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    /// - Throws: the thing's not-found error for a text that cannot name one.
    public init(_ text: String) throws(ServiceError) {
        guard text.utf8.count == Thing.identifierLength, text.utf8.allSatisfy(IdentifierAlphabet.contains) else {
            throw Thing.notFound(text)
        }
        self.text = text
    }

    public init(randomFrom surroundings: Surroundings) {
        text = IdentifierAlphabet.random(length: Thing.identifierLength, from: surroundings)
    }

    public var description: String { text }
}

public typealias ArchiveID = Identifier<ArchiveThing>
public typealias UploadID = Identifier<UploadThing>
public typealias JobID = Identifier<JobThing>

public enum ArchiveThing: IdentifiedThing {
    public static let identifierLength = 138
    public static func notFound(_ text: String) -> ServiceError { .archiveNotFound(text) }
}

public enum UploadThing: IdentifiedThing {
    public static let identifierLength = 92
    public static func notFound(_ text: String) -> ServiceError { .uploadNotFound(text) }
}

public enum JobThing: IdentifiedThing {
    public static let identifierLength = 92
    public static func notFound(_ text: String) -> ServiceError { .jobNotFound(text) }
}

/// The id that every response carries in `x-amzn-RequestId`: 47 characters.
public enum RequestID {
    public static let length = 47

    public static func random(from surroundings: Surroundings) -> String {
        IdentifierAlphabet.random(length: length, from: surroundings)
    }
}

private enum IdentifierAlphabet {
    static let characters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-".utf8)
    static let lettersAndDigits = 62

    static func random(length: Int, from surroundings: Surroundings) -> String {
        let text = surroundings.randomBytes(length).enumerated().map { index, byte in
            characters[Int(byte) % (index == 0 ? lettersAndDigits : characters.count)]
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func contains(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
