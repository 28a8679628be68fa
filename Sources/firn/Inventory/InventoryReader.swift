import GlacierModel

/// Reads an inventory piece by piece, however it is cut, in memory of one archive.
struct InventoryReader {
    /// Bytes that one archive or one other value of the document may have.
    static let largestValue = 64 << 10

    private enum Form {
        case json(JSONInventory)
        case csv(CSVInventory)
    }

    private var form: Form

    init(_ format: InventoryFormat) {
        form =
            switch format {
            case .json: .json(JSONInventory())
            case .csv: .csv(CSVInventory())
            }
    }

    /// What the document said of itself so far; all of it once it has ended.
    var head: InventoryHead {
        switch form {
        case .json(let reader): reader.head
        case .csv: InventoryHead()
        }
    }

    /// Takes the next piece and hands over every archive that ends in it.
    ///
    /// - Throws: `InventoryError` where the document is none; what `body` throws.
    mutating func read(_ piece: some Sequence<UInt8>, _ body: (ListedArchive) throws -> Void) throws {
        switch form {
        case .json(var reader):
            // Taken out, so that the bytes it holds have one owner and are not copied.
            form = .csv(CSVInventory())
            defer { form = .json(reader) }
            for byte in piece {
                if let archive = try reader.take(byte) { try body(archive) }
            }
        case .csv(var reader):
            form = .json(JSONInventory())
            defer { form = .csv(reader) }
            for byte in piece {
                if let archive = try reader.take(byte) { try body(archive) }
            }
        }
    }

    /// Says that there is no further piece.
    ///
    /// - Throws: `InventoryError` where the document has not come to its end; what `body` throws.
    mutating func finish(_ body: (ListedArchive) throws -> Void) throws {
        switch form {
        case .json(let reader): try reader.finish()
        case .csv(var reader):
            if let archive = try reader.finish() { try body(archive) }
            form = .csv(reader)
        }
    }
}
