import BlobStore
import Catalogue
import GlacierAPI
import GlacierModel
import JSONText
import TreeHash

/// The extents and identity of a multipart archive, written beside its parts when it completes: with the catalogue
/// gone, it says which blobs make the archive.
struct ArchiveManifest {
    let archive: ArchiveRecord
    let extents: [Extent]

    /// A JSON object whose keys are listed in the formats page.
    var bytes: [UInt8] {
        var json = JSONObject()
        json.add("archiveId", archive.id.text)
        json.add("created", archive.creationDate.millisecondsText)
        json.add("description", archive.archiveDescription?.text)
        json.add("extents", extents.map(document))
        json.add("size", archive.size)
        json.add("treeHash", archive.treeHash.hex)
        return json.bytes
    }

    private func document(_ extent: Extent) -> JSONObject {
        var json = JSONObject()
        json.add("blob", extent.blob.text)
        json.add("firstByte", extent.range.lowerBound)
        json.add("length", Int64(extent.range.count))
        json.add("treeHash", extent.treeHash.hex)
        return json
    }
}
