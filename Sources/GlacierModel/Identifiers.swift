/// What an opaque identifier names: how long it is, and which error answers a text that cannot be one.
public protocol IdentifiedThing: Sendable {
    /// Characters of the identifier. Clients check them.
    static var identifierLength: Int { get }
    /// The error that answers `text`, which is quoted in it as sent.
    static func notFound(_ text: String) -> ServiceError
}

/// An opaque identifier of the API: a fixed length of `[A-Za-z0-9_-]`, from secure randomness, saying nothing about
/// what it names. Production's may begin with `-`, which breaks command lines; ours begin with a letter or digit.
public struct Identifier<Thing: IdentifiedThing>: Hashable, Sendable, CustomStringConvertible {
    /// As paths, headers and documents show it.
    public let text: String

    /// - Throws: the thing's not-found error for a text that cannot name one.
    public init(_ text: String) throws(ServiceError) {
        guard text.utf8.count == Thing.identifierLength, text.utf8.allSatisfy(IdentifierAlphabet.contains) else {
            throw Thing.notFound(text)
        }
        self.text = text
    }

    /// A new identifier, of one random byte for each character. It is so long that none is ever made twice, so nothing
    /// checks whether it was.
    public init(randomFrom surroundings: Surroundings) {
        text = IdentifierAlphabet.random(length: Thing.identifierLength, from: surroundings)
    }

    /// The same as `text`.
    public var description: String { text }
}

/// Names an archive: 138 characters.
public typealias ArchiveID = Identifier<ArchiveThing>
/// Names a multipart upload: 92 characters.
public typealias UploadID = Identifier<UploadThing>
/// Names a job: 92 characters.
public typealias JobID = Identifier<JobThing>
/// Names a vault lock: 24 characters.
public typealias LockID = Identifier<LockThing>
/// Names a unit of provisioned capacity: 24 characters.
public typealias CapacityID = Identifier<CapacityThing>

/// Marks the identifiers of archives, so that no other can stand in their place.
public enum ArchiveThing: IdentifiedThing {
    /// Characters, as the AWS documentation states them.
    public static let identifierLength = 138
    /// The same error for an archive that was deleted and one that never was.
    public static func notFound(_ text: String) -> ServiceError { .archiveNotFound(text) }
}

/// Marks the identifiers of multipart uploads, so that no other can stand in their place.
public enum UploadThing: IdentifiedThing {
    /// Characters, as in the examples of the AWS documentation.
    public static let identifierLength = 92
    /// The same error for an upload that has ended and one that never was.
    public static func notFound(_ text: String) -> ServiceError { .uploadNotFound(text) }
}

/// Marks the identifiers of jobs, so that no other can stand in their place.
public enum JobThing: IdentifiedThing {
    /// Characters, as in the examples of the AWS documentation.
    public static let identifierLength = 92
    /// The same error for a job whose lifetime is over and one that never was.
    public static func notFound(_ text: String) -> ServiceError { .jobNotFound(text) }
}

/// Marks the identifiers of vault locks, so that no other can stand in their place.
public enum LockThing: IdentifiedThing {
    /// Characters, as the AWS documentation states them.
    public static let identifierLength = 24
    /// A lock is found by its vault: an id that is not its own is a wrong value.
    public static func notFound(_ text: String) -> ServiceError { .invalidLockID(text) }
}

/// Marks the identifiers of units of provisioned capacity, so that no other can stand in their place.
public enum CapacityThing: IdentifiedThing {
    /// Characters, as the AWS documentation states them.
    public static let identifierLength = 24
    /// No request names a unit.
    public static func notFound(_ text: String) -> ServiceError { .invalidParameter("Invalid capacity ID: \(text)") }
}

/// The id that every response carries in `x-amzn-RequestId`: 47 characters.
public enum RequestID {
    /// Characters, as many as production's have.
    public static let length = 47

    /// A new one, of the alphabet of identifiers. It begins with a letter or digit and says nothing of the request.
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
