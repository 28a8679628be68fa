import Foundation
import Glacier
import JSONText
import Synchronization

/// Prints a whole inventory, in the forms that the service has for it or as lines for people, piece by piece.
final class InventoryDocument: Sendable {
    enum Form: Sendable {
        case lines(ArchiveListing)
        case json
        case csv
    }

    private let form: Form
    private let hasArchives = Mutex(false)

    init(_ form: Form) { self.form = form }

    /// What stands before the archives. A head is known only when an inventory has ended, so in JSON it comes last.
    func begin() {
        switch form {
        case .lines: break
        case .json: print(#"{"ArchiveList":["#, terminator: "")
        case .csv: print("ArchiveId,ArchiveDescription,CreationDate,Size,SHA256TreeHash")
        }
    }

    func add(_ archive: KnownArchive) {
        switch form {
        case .lines(let listing): listing.show(archive)
        case .json:
            let isFirst = hasArchives.withLock { has in
                defer { has = true }
                return !has
            }
            let text = String(decoding: archive.inventoryDocument.bytes, as: UTF8.self)
            print(isFirst ? text : ",\(text)", terminator: "")
        case .csv:
            let fields = [
                archive.archiveID, String(decoding: archive.description, as: UTF8.self),
                archive.creationDate.secondsText, String(archive.size), archive.treeHash.hex,
            ]
            print(fields.map(Self.field).joined(separator: ","))
        }
    }

    /// What stands behind the archives.
    func end(_ head: InventoryHead) {
        guard case .json = form else { return }
        var document = JSONObject()
        document.add("InventoryDate", head.inventoryDate?.secondsText)
        document.add("VaultARN", head.vaultARN)
        print("],\(String(decoding: document.bytes, as: UTF8.self).dropFirst())")
    }

    /// As the service quotes: the backslash is not escaped.
    private static func field(_ text: String) -> String {
        guard text.utf8.contains(where: { Array(",\"\\\n\r".utf8).contains($0) }) else { return text }
        return "\"\(text.replacing("\"", with: "\\\""))\""
    }
}
