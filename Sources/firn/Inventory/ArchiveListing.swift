import Foundation
import Glacier
import JSONText

/// How archives are printed, one by one, so that the longest list needs no memory.
struct ArchiveListing: Sendable {
    /// What a person sees of an archive.
    enum Detail: Sendable {
        /// Size, date and path.
        case short
        /// Everything that is known, the path last.
        case long
    }

    let output: OutputOptions
    let detail: Detail

    /// Prints one archive: a line, with `--quiet` its id alone, with `--json` an object.
    func show(_ archive: KnownArchive) {
        if output.json {
            output.stream(archive.document)
        } else if output.quiet {
            print(archive.archiveID.visible)
        } else {
            print(line(archive))
        }
    }

    private func line(_ archive: KnownArchive) -> String {
        let size = "\(HumanSize(archive.size, output.sizes))"
        let columns = [
            String(repeating: " ", count: max(0, 12 - size.count)) + size, "\(HumanTime(archive.creationDate))",
        ]
        let name = archive.shownPath
        guard case .long = detail else { return (columns + [name]).joined(separator: "  ") }
        let modified = archive.modified.map { "\(HumanTime($0.timestamp))" } ?? "-"
        let padded = modified + String(repeating: " ", count: max(0, 23 - modified.count))
        let details = [padded, archive.source.rawValue, archive.treeHash.hex, archive.archiveID.visible]
        return (columns + details + [name]).joined(separator: "  ")
    }
}

extension KnownArchive {
    /// The path for people: nothing in it steers a terminal.
    var shownPath: String { path.isEmpty ? "(no description)" : String(decoding: path, as: UTF8.self).visible }

    /// With the keys of an inventory, and those that only this program has behind them.
    var document: JSONObject {
        var document = inventoryDocument
        document.add("Path", String(decoding: path, as: UTF8.self))
        document.add("LocalPath", localPath.map { String(decoding: $0, as: UTF8.self) })
        document.add("ModificationDate", modified?.timestamp.secondsText)
        document.add("Source", source.rawValue)
        return document
    }

    /// With the keys of an inventory, in its order.
    var inventoryDocument: JSONObject {
        var document = JSONObject()
        document.add("ArchiveId", archiveID)
        document.add("ArchiveDescription", String(decoding: description, as: UTF8.self))
        document.add("CreationDate", creationDate.secondsText)
        document.add("Size", size)
        document.add("SHA256TreeHash", treeHash.hex)
        return document
    }
}
