import Crypto
import FoundationEssentials

/// The master keys of a deployment. Each blob has a key of its own, and that key is wrapped under one of these.
///
/// One key is the current one, under which new blobs are sealed; the others open older blobs. Whoever loses the ring
/// has lost the data; whoever has it can read them.
public struct MasterKeyRing: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The name of a master key: the first 16 bytes of the SHA-256 digest of a fixed prefix and the key. It proves that
    /// a key was read as it was written, and tells nothing about it, a key being 32 random bytes.
    public struct KeyID: Hashable, Sendable, CustomStringConvertible {
        /// The 16 bytes, as they stand in the header of a sealed blob.
        public let bytes: [UInt8]

        init(bytes: [UInt8]) { self.bytes = bytes }

        /// The id as 32 hexadecimal digits.
        public var description: String { Hexadecimal.text(of: bytes) }
    }

    /// Makes `count` unpredictable bytes.
    public typealias RandomBytes = (_ count: Int) -> [UInt8]

    /// The key under which new blobs are sealed: the last one.
    public private(set) var currentID: KeyID
    /// All keys' ids, oldest first.
    public private(set) var ids: [KeyID]
    private var keys: [KeyID: [UInt8]]

    /// A ring of one new key.
    ///
    /// - Precondition: `randomBytes` returns as many bytes as it is asked for.
    public init(generating randomBytes: RandomBytes) {
        let key = Self.newKey(randomBytes)
        currentID = Self.id(of: key)
        ids = [currentID]
        keys = [currentID: key]
    }

    /// Reads the text that ``secretText`` wrote.
    ///
    /// Empty lines and lines that begin with `#` say nothing. Any other line has to be the word `firn-master-key-1`,
    /// the id and the key, with one space between them. The last key is the current one.
    ///
    /// - Throws: A ``MasterKeyRingError`` that names the line, never its content.
    public init(parsing text: String) throws(MasterKeyRingError) {
        var ids: [KeyID] = []
        var keys: [KeyID: [UInt8]] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            let (id, key) = try Self.parse(line, number: index + 1)
            guard keys.updateValue(key, forKey: id) == nil else {
                throw MasterKeyRingError(line: index + 1, message: "this key stands here twice")
            }
            ids.append(id)
        }
        guard let last = ids.last else { throw MasterKeyRingError(line: nil, message: "there is no key") }
        self.ids = ids
        self.keys = keys
        currentID = last
    }

    /// The same ring with one more, new key, which is the current one.
    ///
    /// - Precondition: `randomBytes` returns as many bytes as it is asked for.
    public func addingKey(generating randomBytes: RandomBytes) -> MasterKeyRing {
        var ring = self
        let key = Self.newKey(randomBytes)
        ring.currentID = Self.id(of: key)
        ring.ids.append(ring.currentID)
        ring.keys[ring.currentID] = key
        return ring
    }

    /// The whole ring as text, one line a key, oldest first, for a file that only its owner may read. Never log it.
    public var secretText: String {
        ids.map { "\(Self.lineWord) \($0) \(Hexadecimal.text(of: keys[$0] ?? []))\n" }.joined()
    }

    /// How many keys there are and which is the current one; never a key.
    public var description: String { "MasterKeyRing(\(ids.count) keys, current \(currentID))" }
    /// The same as ``description``.
    public var debugDescription: String { description }
    /// Shows the ids only, so that dumping a value that holds a ring does not show keys.
    public var customMirror: Mirror { Mirror(self, children: ["ids": ids]) }

    /// The 32 bytes of a master key; nil if the ring does not have it.
    func key(_ id: KeyID) -> SymmetricKey? { keys[id].map { SymmetricKey(data: $0) } }

    private static let lineWord = "firn-master-key-1"
    private static let keyBytes = 32

    private static func newKey(_ randomBytes: RandomBytes) -> [UInt8] {
        let key = randomBytes(keyBytes)
        precondition(key.count == keyBytes, "a random source that returns what it is asked for")
        return key
    }

    private static func id(of key: [UInt8]) -> KeyID {
        KeyID(bytes: Array(SHA256.hash(data: Array("firn master key 1:".utf8) + key).prefix(16)))
    }

    private static func parse(_ line: Substring, number: Int) throws(MasterKeyRingError) -> (KeyID, [UInt8]) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == lineWord else {
            throw MasterKeyRingError(line: number, message: "not a key of a kind this program knows")
        }
        guard let id = Hexadecimal.bytes(of: words[1]), let key = Hexadecimal.bytes(of: words[2]), key.count == keyBytes
        else {
            throw MasterKeyRingError(line: number, message: "not 32 and 64 hexadecimal digits")
        }
        guard Self.id(of: key).bytes == id else {
            throw MasterKeyRingError(line: number, message: "the key is damaged: it does not have this id")
        }
        return (KeyID(bytes: id), key)
    }
}

/// Why a key ring's text cannot be used.
public struct MasterKeyRingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, counted from 1; nil where no line by itself is wrong.
    public let line: Int?
    /// What is wrong, without any content of the line.
    public let message: String

    /// The line and the message.
    public var description: String { (line.map { "line \($0): " } ?? "") + message }
}
