import Glacier
import SQLDatabase

/// An archive as the local catalogue knows it.
struct KnownArchive: Hashable, Sendable {
    let archiveID: String
    /// What it is listed as: the path in its description, or the description itself where it tells no path, or the
    /// path of the file that it was made of. Any bytes; empty where nothing tells.
    let path: [UInt8]
    /// The absolute path of the file on this machine that was uploaded; nil where it was not uploaded from here.
    let localPath: [UInt8]?
    /// Bytes of the archive.
    let size: Int64
    /// When the file was changed last, where that is known.
    let modified: ModificationTime?
    let treeHash: Digest
    /// As the service has it.
    let description: [UInt8]
    /// When the archive came to be, by the service's clock where an inventory told, by this machine's otherwise.
    let creationDate: Timestamp
    let source: Source

    /// Where the knowledge comes from.
    enum Source: String, Hashable, Sendable {
        /// Uploaded from here, and not seen in any inventory yet.
        case upload
        /// Uploaded by others, seen in an inventory.
        case inventory
        /// Uploaded from here and seen in an inventory.
        case both
    }

    /// An archive that was uploaded from here.
    ///
    /// - Parameter localPath: absolute; nil for what came from a pipe.
    init(
        archiveID: String,
        localPath: [UInt8]?,
        size: Int64,
        modified: ModificationTime?,
        treeHash: Digest,
        description: String?,
        creationDate: Timestamp
    ) {
        let told = DescribedFile(reading: description ?? "")
        self.archiveID = archiveID
        self.localPath = localPath
        self.size = size
        self.modified = modified
        self.treeHash = treeHash
        self.description = Array((description ?? "").utf8)
        self.creationDate = creationDate
        path = told.path ?? localPath ?? []
        source = .upload
    }

    /// An archive of an inventory.
    init(archiveID: String, size: Int64, treeHash: Digest, description: String, creationDate: Timestamp) {
        let told = DescribedFile(reading: description)
        self.archiveID = archiveID
        self.size = size
        self.treeHash = treeHash
        self.description = Array(description.utf8)
        self.creationDate = creationDate
        path = told.path ?? []
        modified = told.modified
        localPath = nil
        source = .inventory
    }

    /// A row of ``columns``.
    init(_ row: SQLRow) throws {
        guard let digest = Digest(bytes: try row.bytes(5)) else {
            throw SQLDatabaseError(.corrupt, "a tree hash of the catalogue has another length")
        }
        archiveID = try row.text(0)
        path = try row.bytes(1)
        localPath = try row.bytesOrNull(2)
        size = try row.integer(3)
        modified = try row.integerOrNull(4).map(ModificationTime.init(nanoseconds:))
        treeHash = digest
        description = try row.bytes(6)
        creationDate = Timestamp(milliseconds: try row.integer(7))
        switch (try row.integer(8), try row.integer(9)) {
        case (0, _): source = .inventory
        case (_, 0): source = .upload
        default: source = .both
        }
    }

    static let columns =
        """
        archive_id, path, local_path, size, modified, tree_hash, description, created_at, is_own, seen_in_merge
        """

    /// Values of ``columns`` before `is_own`.
    var values: [SQLValue] {
        [
            .text(archiveID), .bytes(path), SQLValue(localPath), .integer(size), SQLValue(modified?.nanoseconds),
            .bytes(treeHash.bytes), .bytes(description), .integer(creationDate.milliseconds),
        ]
    }
}
