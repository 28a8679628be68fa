import BlobStore
import BlobStoreDisk
import BlobStoreTesting
import Glibc
import Testing

@Suite("The disk store as a blob store")
struct DiskBlobStoreConformanceTests {
    @Test("keeps the promises of a blob store", arguments: BlobStoreConformance.Promise.allCases)
    func conforms(_ promise: BlobStoreConformance.Promise) async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        try await BlobStoreConformance { store }.run(promise)
        try folder.expectNothingLeft()
    }

    @Test("keeps them with volumes of a few entries", arguments: BlobStoreConformance.Promise.allCases)
    func conformsWithSmallVolumes(_ promise: BlobStoreConformance.Promise) async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store(volumes: .small)
        try await BlobStoreConformance { store }.run(promise)
        try folder.expectNothingLeft()
    }

    @Test("keeps them where there are no volumes", arguments: BlobStoreConformance.Promise.allCases)
    func conformsWithoutVolumes(_ promise: BlobStoreConformance.Promise) async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store { $0 == .allocateVolume ? EOPNOTSUPP : nil }
        try await BlobStoreConformance { store }.run(promise)
        #expect(try folder.volumes().isEmpty)
        try folder.expectNothingLeft()
    }
}

extension TemporaryFolder {
    /// Expects that no write has left anything, and no read; volumes that are in use are open.
    fileprivate func expectNothingLeft() throws {
        #expect(try unpublished().isEmpty)
        #expect(try openFiles().filter { !$0.contains("/volume-") }.isEmpty)
        // Two volumes at most, each opened twice.
        #expect(try openFiles().count <= 4)
    }
}
