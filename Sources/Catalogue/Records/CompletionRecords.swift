package import BlobStore
package import GlacierModel
import SQLDatabase
package import TreeHash

/// The archive that came of an upload, remembered to answer a repeated completion.
package struct CompletedUpload: Hashable, Sendable {
    package let archiveID: ArchiveID
    package let size: Int64
    package let treeHash: Digest

    package init(archiveID: ArchiveID, size: Int64, treeHash: Digest) {
        self.archiveID = archiveID
        self.size = size
        self.treeHash = treeHash
    }
}

/// An upload as a request to complete it finds it.
package enum CompletableUpload: Sendable {
    case inProgress(MultipartUpload, parts: [Extent], revision: Int64)
    case completed(CompletedUpload)
}

/// What became of an attempt to complete an upload.
package enum CompletionOutcome: Sendable {
    case made
    /// Another request completed it first.
    case alreadyCompleted(CompletedUpload)
    /// A part came in since the parts were read: read them again.
    case changed
}

extension Catalogue {
    /// Reads what is to be judged before an upload can be completed.
    ///
    /// - Throws: `ServiceError.vaultNotFound`, `ServiceError.uploadNotFound` also for an aborted upload.
    package func uploadToComplete(_ id: UploadID, in vault: VaultReference) async throws -> CompletableUpload {
        try await database.read { tx in
            let row = try uploadRow(id, in: vault, tx)
            switch (row.state, row.completed) {
            case (.inProgress, _):
                return .inProgress(
                    row.upload,
                    parts: try extents(ofList: row.listKey, tx),
                    revision: row.revision
                )
            case (.completed, let completed?): return .completed(completed)
            case (.completed, nil), (.aborted, _): throw ServiceError.uploadNotFound(id.text)
            }
        }
    }

    /// Turns an upload into an archive in one step: its parts become the archive's extents, and the upload a
    /// memory that answers late callers. Writes a few rows, whatever the number of parts.
    ///
    /// - Parameter revision: of the parts that were judged.
    /// - Throws: `ServiceError.vaultNotFound`, `ServiceError.uploadNotFound`
    package func completeUpload(
        _ id: UploadID,
        in vault: VaultReference,
        revision: Int64,
        archive: ArchiveRecord,
        manifest: BlobKey
    ) async throws -> CompletionOutcome {
        try await database.write { tx in
            let row = try uploadRow(id, in: vault, tx)
            switch (row.state, row.completed) {
            case (.completed, let completed?): return .alreadyCompleted(completed)
            case (.completed, nil), (.aborted, _): throw ServiceError.uploadNotFound(id.text)
            case (.inProgress, _): break
            }
            guard row.revision == revision else { return .changed }
            try requireNotCondemned(manifest, tx)
            try insert(archive, vaultKey: row.vaultKey, listKey: row.listKey, manifest: manifest, tx)
            try tx.execute(
                """
                UPDATE uploads SET state = $1, ended_at = $2, archive_id = $3, archive_size = $4,
                    archive_tree_hash = $5
                WHERE upload_id = $6
                """,
                [
                    .integer(UploadState.completed.rawValue), .timestamp(archive.creationDate),
                    .text(archive.id.text), .integer(archive.size), .digest(archive.treeHash), .text(id.text),
                ]
            )
            return .made
        }
    }
}
