import Glacier
import JSONText

/// What came of one thing that was to be uploaded.
struct UploadResult: Sendable {
    enum Fact: Sendable {
        case uploaded(UploadedArchive)
        /// By the local catalogue it is this archive already.
        case known(KnownArchive)
    }

    let subject: UploadSubject
    let fact: Fact

    /// One line for people, the archive's id alone with `--quiet`, an object with `--json`.
    func show(_ output: OutputOptions) {
        output.show(document) { _ in output.quiet ? archiveID.visible : words(output.sizes) }
    }

    private var archiveID: String {
        switch fact {
        case .uploaded(let archive): archive.archiveID
        case .known(let archive): archive.archiveID
        }
    }

    private func words(_ sizes: HumanSize.Style) -> String {
        switch fact {
        case .uploaded(let archive):
            let reused = archive.reusedBytes
            let facts = [
                "\(HumanSize(archive.size, sizes))", "tree hash \(archive.treeHash)",
                reused > 0 ? "\(HumanSize(reused, sizes)) of it were there already" : nil,
            ].compactMap(\.self).joined(separator: ", ")
            return "\(subject.label.visible): \(facts)\n  archive \(archive.archiveID.visible)"
        case .known(let archive):
            return """
                \(subject.label.visible): uploaded already on \(HumanTime(archive.creationDate)), says the local \
                catalogue; --again uploads it once more
                  archive \(archive.archiveID.visible)
                """
        }
    }

    /// With the names that inventories have, and words of its own for what no inventory says.
    private var document: JSONObject {
        var uploaded: UploadedArchive?, size: Int64, treeHash: Digest
        switch fact {
        case .uploaded(let archive): (uploaded, size, treeHash) = (archive, archive.size, archive.treeHash)
        case .known(let archive): (size, treeHash) = (archive.size, archive.treeHash)
        }
        var document = JSONObject()
        document.add("ArchiveDescription", subject.description)
        document.add("ArchiveId", archiveID)
        document.add("MovedBytes", uploaded?.movedBytes ?? 0)
        document.add("MultipartUploadId", uploaded?.uploadID)
        document.add("Path", subject.label)
        document.add("ReusedBytes", uploaded?.reusedBytes ?? 0)
        document.add("SHA256TreeHash", treeHash.hex)
        document.add("SizeInBytes", size)
        document.add("Status", uploaded == nil ? "AlreadyUploaded" : "Uploaded")
        return document
    }
}
