import Glacier
import SQLDatabase

/// A file as an upload began to read it: when it is asked for again, an upload of the very same file goes on.
struct UploadSource: Hashable, Sendable {
    /// Absolute.
    let path: [UInt8]
    /// Bytes.
    let size: Int64
    let modified: ModificationTime
    /// As it was sent; empty for none.
    let description: String
}

/// A multipart upload that was begun here and neither completed nor aborted.
struct KnownUpload: Hashable, Sendable {
    let uploadID: String
    let source: UploadSource
    /// Bytes of every part but the last.
    let partSize: Int64
    let startedAt: Timestamp
}

extension LocalCatalogue {
    /// Notes an upload that was begun. What was noted for the same id before is replaced.
    func record(_ upload: KnownUpload, in vault: LocalVault) async throws {
        try await write { tx in
            let source = upload.source
            try tx.execute(
                """
                INSERT INTO open_uploads
                    (vault_key, upload_id, path, size, modified, part_size, description, started_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                ON CONFLICT (vault_key, upload_id) DO UPDATE SET
                    path = excluded.path, size = excluded.size, modified = excluded.modified,
                    part_size = excluded.part_size, description = excluded.description,
                    started_at = excluded.started_at
                """,
                [
                    try vault.makeKey(in: tx), .text(upload.uploadID), .bytes(source.path), .integer(source.size),
                    .integer(source.modified.nanoseconds), .integer(upload.partSize),
                    .bytes(Array(source.description.utf8)), .integer(upload.startedAt.milliseconds),
                ]
            )
        }
    }

    /// The newest open upload of the very same file with the same description.
    ///
    /// - Parameter partSize: only an upload with parts of this size; nil for any.
    func openUpload(
        for source: UploadSource,
        partSize: Int64? = nil,
        in vault: LocalVault
    ) async throws -> KnownUpload? {
        try await openUploads(of: vault, at: source.path).first {
            $0.source == source && (partSize == nil || partSize == $0.partSize)
        }
    }

    /// The open uploads of a vault, the newest first.
    ///
    /// - Parameter path: those of this file alone; nil for all.
    func openUploads(of vault: LocalVault, at path: [UInt8]? = nil) async throws -> [KnownUpload] {
        try await read { tx in
            guard let key = try vault.key(in: tx) else { return [] }
            return try tx.query(
                """
                SELECT upload_id, path, size, modified, part_size, description, started_at FROM open_uploads
                WHERE vault_key = $1 AND path = coalesce($2, path)
                ORDER BY started_at DESC, upload_id LIMIT 10000
                """,
                [key, SQLValue(path)]
            ) { row in
                KnownUpload(
                    uploadID: try row.text(0),
                    source: UploadSource(
                        path: try row.bytes(1),
                        size: try row.integer(2),
                        modified: ModificationTime(nanoseconds: try row.integer(3)),
                        description: String(decoding: try row.bytes(5), as: UTF8.self)
                    ),
                    partSize: try row.integer(4),
                    startedAt: Timestamp(milliseconds: try row.integer(6))
                )
            }
        }
    }

    /// Notes that an upload is over, and in the same transaction the archive that it became.
    ///
    /// - Parameter archive: nil where it was aborted, or the service has forgotten it.
    func close(_ uploadID: String, in vault: LocalVault, recording archive: KnownArchive?) async throws {
        try await write { tx in
            let key = try vault.makeKey(in: tx)
            try tx.execute("DELETE FROM open_uploads WHERE vault_key = $1 AND upload_id = $2", [key, .text(uploadID)])
            if let archive { try Self.record(archive, key, tx) }
        }
    }
}
