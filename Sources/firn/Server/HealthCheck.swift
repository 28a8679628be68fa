import BlobStore
import Catalogue
import FirnHTTP

/// Whether a server can do its work: the catalogue answers, the blobs can be listed, the disk has room.
struct HealthCheck: Sendable {
    /// Bytes that must be free so that uploads can be expected to succeed.
    static let neededBytes: Int64 = 64 << 20

    let catalogue: Catalogue
    let store: any BlobStore
    let folder: DataFolder

    func status() async -> HealthStatus {
        await problem().map { .failing(reason: $0) } ?? .ok()
    }

    /// What is wrong, in words for the operator; nil when nothing is.
    func problem() async -> String? {
        do {
            try await catalogue.ping()
        } catch {
            return "the catalogue does not answer: \(error)"
        }
        do {
            _ = try await store.list(after: nil, limit: 1)
        } catch {
            return "the blob store does not answer: \(error)"
        }
        do {
            let free = try folder.freeBytes()
            return free < Self.neededBytes ? "the disk is nearly full: \(free) bytes are free" : nil
        } catch {
            return "\(error)"
        }
    }
}
