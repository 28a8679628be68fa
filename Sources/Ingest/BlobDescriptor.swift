package import GlacierModel
import JSONText

/// What a blob is, sealed into it, so that archives can be found and proved with the catalogue gone.
///
/// A JSON object whose keys are listed in the formats page.
package enum BlobDescriptor: Sendable {
    case archive(ArchiveID, ArchiveDescription?, at: Timestamp)
    case part(of: UploadID, Range<Int64>, ArchiveDescription?, at: Timestamp)
    case manifest(ArchiveID, ArchiveDescription?, at: Timestamp)
    case inventory(JobID, at: Timestamp)

    package func bytes(of vault: VaultReference) -> [UInt8] {
        var json = JSONObject()
        json.add("account", vault.account.text)
        switch self {
        case .archive(let id, let description, let date):
            json.add("archiveId", id.text)
            json.add("created", date.millisecondsText)
            json.add("description", description?.text)
            json.add("kind", "archive")
        case .part(let upload, let range, let description, let date):
            json.add("created", date.millisecondsText)
            json.add("description", description?.text)
            json.add("firstByte", range.lowerBound)
            json.add("kind", "part")
            json.add("length", Int64(range.count))
            json.add("uploadId", upload.text)
        case .manifest(let id, let description, let date):
            json.add("archiveId", id.text)
            json.add("created", date.millisecondsText)
            json.add("description", description?.text)
            json.add("kind", "manifest")
        case .inventory(let job, let date):
            json.add("created", date.millisecondsText)
            json.add("jobId", job.text)
            json.add("kind", "inventory")
        }
        json.add("vault", vault.name.text)
        return json.bytes
    }
}
