import Foundation
import GlacierModel
import TreeHash

@testable import firn

/// A folder of its own for a test's catalogue, removed with the test.
final class CatalogueFile: Sendable {
    let folder: URL
    /// Not made yet.
    let path: String

    init() {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("catalogue-\(UUID().uuidString)")
        path = folder.appendingPathComponent("firn/catalogue.sqlite").path
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Opens it at a moment that does not pass.
    func open(at seconds: Int64 = 1_000_000) async throws -> LocalCatalogue {
        try await LocalCatalogue.open(at: path, surroundings: Self.surroundings(at: seconds))
    }

    static func surroundings(at seconds: Int64) -> Surroundings {
        Surroundings(
            now: { Timestamp(seconds: seconds) },
            randomBytes: { Array(repeating: 7, count: $0) },
            sleep: { _ in await Task.yield() }
        )
    }
}

extension LocalVault {
    static func named(_ name: String, account: String = "111122223333") -> LocalVault {
        LocalVault(endpoint: "http://127.0.0.1:8410", region: "us-east-1", account: account, name: name)
    }
}

extension KnownArchive {
    static func uploaded(_ id: String, _ path: String = "a", at seconds: Int64 = 500_000) -> KnownArchive {
        KnownArchive(
            archiveID: id,
            localPath: Array("/home/me/\(path)".utf8),
            size: 3,
            modified: ModificationTime(nanoseconds: 1_500_000_000_123_456_789),
            treeHash: .sha256OfNothing,
            description: path,
            creationDate: Timestamp(seconds: seconds)
        )
    }
}
