import GlacierAPI
import TreeHash

/// Looks for an upload in progress that began to send the same bytes.
struct UploadSearch: Sendable {
    /// Of more uploads of the same description, the newest are looked at: what they hold has to be read here too.
    private static let mostCandidates = 20

    let calls: UploadCalls

    /// The upload that has most of the bytes already; nil where none has any, or where one has other bytes as well.
    ///
    /// An upload without parts is not taken: it may be one that somebody else has just begun.
    ///
    /// - Parameters:
    ///   - partSize: the one that the upload must have; nil for any.
    ///   - agrees: whether all its parts are those of the local bytes.
    func find(partSize: Int64?, _ agrees: (OpenUpload) async throws -> Bool) async throws -> OpenUpload? {
        var best: OpenUpload?
        for candidate in try await candidates(partSize).reversed() {
            guard let id = candidate.uploadID, let listing = try await calls.listing(of: id),
                let upload = OpenUpload(listing), upload.byteCount > best?.byteCount ?? 0
            else { continue }
            if try await agrees(upload) { best = upload }
        }
        return best
    }

    private func candidates(_ partSize: Int64?) async throws -> [ListedUpload] {
        let description = calls.options.keptDescription
        var found: [ListedUpload] = []
        try await calls.client.eachPageOfUploads(in: calls.vault) { page in
            found += page.filter { upload in
                upload.archiveDescription == description && (partSize == nil || upload.partSizeInBytes == partSize)
            }
            found = Array(found.suffix(Self.mostCandidates))
        }
        return found
    }
}
