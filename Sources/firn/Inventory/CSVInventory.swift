/// Reads the lines of an inventory in CSV.
///
/// A quote inside a quoted field is written `\"`, but a backslash is not escaped, so a description that ends with one
/// cannot be told from one that goes on. The other fields hold neither commas nor quotes: id and the last three are
/// taken off a line first, and what is left is the description, whatever it holds.
struct CSVInventory {
    private static let heading = "ArchiveId,ArchiveDescription,CreationDate,Size,SHA256TreeHash"

    private var line: [UInt8] = []
    private var hasHeading = false

    /// - Returns: the archive whose line ends with this byte.
    /// - Throws: `InventoryError`
    mutating func take(_ byte: UInt8) throws -> ListedArchive? {
        if byte == UInt8(ascii: "\n") { return try endLine() }
        guard line.count < InventoryReader.largestValue else {
            throw InventoryError("the inventory has a line that is too long")
        }
        line.append(byte)
        return nil
    }

    /// - Returns: the archive of a last line without an end.
    /// - Throws: `InventoryError`
    mutating func finish() throws -> ListedArchive? {
        let last = line.isEmpty ? nil : try endLine()
        guard hasHeading else { throw InventoryError("the document is no inventory in CSV") }
        return last
    }

    private mutating func endLine() throws -> ListedArchive? {
        defer { line.removeAll(keepingCapacity: true) }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        guard hasHeading else {
            let names = String(decoding: line, as: UTF8.self).filter { $0 != "\"" && $0 != "\u{FEFF}" }
            guard names == Self.heading else { throw InventoryError("the document is no inventory in CSV") }
            hasHeading = true
            return nil
        }
        guard !line.isEmpty else { return nil }
        guard let archive = Self.archive(line) else {
            throw InventoryError("the inventory has a line that is no archive's")
        }
        return archive
    }

    private static func archive(_ line: [UInt8]) -> ListedArchive? {
        let comma = UInt8(ascii: ",")
        guard let first = line.firstIndex(of: comma) else { return nil }
        var end = line.endIndex, tail: [String] = []
        for _ in 0..<3 {
            guard let index = line[..<end].lastIndex(of: comma), index >= first else { return nil }
            tail.append(unquoted(line[(index + 1)..<end]))
            end = index
        }
        guard end > first else { return nil }
        return ListedArchive(
            archiveID: unquoted(line[..<first]),
            description: unquoted(line[(first + 1)..<end]).replacing("\\\"", with: "\""),
            creationDate: tail[2],
            size: tail[1],
            treeHash: tail[0]
        )
    }

    private static func unquoted(_ field: ArraySlice<UInt8>) -> String {
        let quote = UInt8(ascii: "\"")
        let isQuoted = field.count >= 2 && field.first == quote && field.last == quote
        return String(decoding: isQuoted ? field.dropFirst().dropLast() : field, as: UTF8.self)
    }
}
