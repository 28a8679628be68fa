import BlobStore
import BlobStoreTesting
import Testing

@Suite("The disk store as a blob store")
struct DiskBlobStoreConformanceTests {
    @Test("keeps the promises of a blob store", arguments: BlobStoreConformance.Promise.allCases)
    func conforms(_ promise: BlobStoreConformance.Promise) async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        try await BlobStoreConformance { store }.run(promise)
        #expect(try folder.contents(of: "incoming").isEmpty)
        #expect(try folder.openFiles().isEmpty)
    }
}
