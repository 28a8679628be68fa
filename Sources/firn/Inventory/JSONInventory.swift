import GlacierModel
import JSONText

/// Finds the archives of an inventory in JSON: an object, whose member `ArchiveList` is an array of objects.
///
/// Any order of members and any white space is taken. What stands between the archives is read here byte by byte; each
/// archive is collected and read as a document of its own.
struct JSONInventory {
    private enum Place {
        case beginning
        /// Before a key or, where there is no member yet, the end of the object.
        case key(isFirst: Bool)
        case colon(key: String)
        case value(key: String)
        /// Before an archive or, where there is none yet, the end of the list.
        case archive(isFirst: Bool)
        case behindArchive
        case behindMember
        case end
    }

    private(set) var head = InventoryHead()
    private var place = Place.beginning
    private var value: CollectedValue?
    private var hasList = false

    /// - Returns: the archive that ends with this byte.
    /// - Throws: `InventoryError`
    mutating func take(_ byte: UInt8) throws -> ListedArchive? {
        if value != nil {
            guard value?.take(byte) == true else {
                guard let collected = value, collected.bytes.count < InventoryReader.largestValue else {
                    throw InventoryError("the inventory has a value that is too long")
                }
                return nil
            }
            let ended = value
            value = nil
            let archive = try end(of: ended?.bytes ?? [])
            // What showed the end of a number is the byte behind it.
            if ended?.isScalar == true { try step(unlessBlank: byte) }
            return archive
        }
        if [UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t")].contains(byte) {
            return nil
        }
        try step(byte)
        return nil
    }

    /// - Throws: `InventoryError` for a document that ends too early.
    func finish() throws {
        guard case .end = place, hasList else { throw InventoryError("the inventory ends too early") }
    }

    private mutating func step(unlessBlank byte: UInt8) throws {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): break
        default: try step(byte)
        }
    }

    private mutating func step(_ byte: UInt8) throws {
        switch (place, byte) {
        case (.beginning, UInt8(ascii: "{")): place = .key(isFirst: true)
        case (.key(isFirst: true), UInt8(ascii: "}")): place = .end
        case (.key, UInt8(ascii: "\"")): value = CollectedValue(byte)
        case (.colon(let key), UInt8(ascii: ":")): place = .value(key: key)
        case (.value("ArchiveList"), UInt8(ascii: "[")) where !hasList:
            hasList = true
            place = .archive(isFirst: true)
        case (.value(let key), _) where key != "ArchiveList": value = CollectedValue(byte)
        case (.archive(isFirst: true), UInt8(ascii: "]")): place = .behindMember
        case (.archive, UInt8(ascii: "{")): value = CollectedValue(byte)
        case (.behindArchive, UInt8(ascii: ",")): place = .archive(isFirst: false)
        case (.behindArchive, UInt8(ascii: "]")): place = .behindMember
        case (.behindMember, UInt8(ascii: ",")): place = .key(isFirst: false)
        case (.behindMember, UInt8(ascii: "}")): place = .end
        default: throw InventoryError("the document is no inventory in JSON")
        }
    }

    /// - Returns: the archive that the value is.
    private mutating func end(of bytes: [UInt8]) throws -> ListedArchive? {
        guard let read = JSONValue(parsing: bytes) else { throw InventoryError("the document is no JSON") }
        switch place {
        case .key:
            guard case .string(let key) = read else { throw InventoryError("the document is no JSON") }
            place = .colon(key: key)
        case .value(let key):
            if case .string(let text) = read {
                if key == "VaultARN" { head.vaultARN = text }
                if key == "InventoryDate" { head.inventoryDate = Timestamp(iso8601: text) }
            }
            place = .behindMember
        default:
            place = .behindArchive
            return try archive(read)
        }
        return nil
    }

    private func archive(_ value: JSONValue) throws -> ListedArchive {
        guard case .object(let members) = value else { throw InventoryError("the inventory lists what is no archive") }
        let text = { (key: String) -> String? in
            switch members[key] {
            case .string(let text), .number(let text): text
            default: nil
            }
        }
        guard let id = text("ArchiveId"), let date = text("CreationDate"), let size = text("Size"),
            let hash = text("SHA256TreeHash"),
            let archive = ListedArchive(
                archiveID: id,
                description: text("ArchiveDescription") ?? "",
                creationDate: date,
                size: size,
                treeHash: hash
            )
        else { throw InventoryError("the inventory lists an archive that lacks something") }
        return archive
    }
}

/// One JSON value being collected, byte by byte, until its end is seen. Whether it is one is judged afterwards.
private struct CollectedValue {
    private(set) var bytes: [UInt8]
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// A number, `true`, `false` or `null`, which has no end of its own.
    private(set) var isScalar = false

    init(_ first: UInt8) {
        bytes = [first]
        switch first {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth = 1
        default: isScalar = true
        }
    }

    private static func isBehindScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
            UInt8(ascii: "\t"):
            true
        default: false
        }
    }

    /// Whether the value has ended. A scalar's end is the byte behind it, which is not taken.
    mutating func take(_ byte: UInt8) -> Bool {
        if isScalar, Self.isBehindScalar(byte) { return true }
        bytes.append(byte)
        if isScalar { return false }
        if isInString {
            switch byte {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\"): isEscaped = true
            case UInt8(ascii: "\""): isInString = false
            default: break
            }
            return !isInString && depth == 0
        }
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
        return depth == 0
    }
}
