import BlobStoreTesting
import DatabaseTesting
import GlacierAPI
import HTTPTypes
import Synchronization
import TestSupport
import Testing

@Suite("Completing an upload")
struct CompletionTests {
    @Test("a part that comes in while it is judged is judged too")
    func partDuringCompletion() async throws {
        let memory = MemoryBlobStore()
        let target = Mutex<(FirnUnderTest, String)?>(nil)
        let store = HookedBlobStore(base: memory) {
            // The first blob that is published while armed is the manifest: a part replaces the one judged.
            let armed = target.withLock { value in
                defer { value = nil }
                return value
            }
            guard let (firn, upload) = armed else { return }
            let part: [UInt8] = [9, 9, 9, 9]
            _ = await firn.send(.put, upload, uploadHeaders(part, range: 0..<4), body: part)
        }
        let firn = try await FirnUnderTest(database: FreshDatabase(), store: store)
        let upload = try await startUpload(firn)
        let part: [UInt8] = [1, 2, 3]
        _ = await firn.send(.put, upload, uploadHeaders(part, range: 0..<3), body: part)
        target.withLock { $0 = (firn, upload) }
        let claim = await firn.send(
            .post,
            upload,
            [.known("x-amz-archive-size"): "3", .known("x-amz-sha256-tree-hash"): treeHash(part)]
        )
        #expect(claim.error == "InvalidParameterValueException: Invalid x-amz-archive-size: 3")
        let right = await firn.send(
            .post,
            upload,
            [.known("x-amz-archive-size"): "4", .known("x-amz-sha256-tree-hash"): treeHash([9, 9, 9, 9])]
        )
        #expect(right.status == 201)
        // The parts and the manifest of the archive; the manifest of the attempt that was overtaken is gone.
        #expect(try await memory.list(after: nil, limit: 10).count == 3)
    }

    @Test("the manifest tells which blobs make the archive")
    func manifest() async throws {
        let store = MemoryBlobStore()
        let firn = try await FirnUnderTest(database: FreshDatabase(), store: store)
        let upload = try await startUpload(firn)
        let size = 1 << 20
        let parts = [[UInt8](repeating: 1, count: size), [UInt8](repeating: 2, count: 5)]
        for (index, part) in parts.enumerated() {
            let range = (index * size)..<(index * size + part.count)
            #expect(await firn.send(.put, upload, uploadHeaders(part, range: range), body: part).status == 204)
        }
        let whole = parts[0] + parts[1]
        let done = await firn.send(
            .post,
            upload,
            [
                .known("x-amz-archive-size"): String(whole.count),
                .known("x-amz-sha256-tree-hash"): treeHash(whole),
            ]
        )
        let keys = try await store.list(after: nil, limit: 10)
        #expect(keys.count == 3)
        var manifests: [String] = []
        for key in keys {
            let bytes = try await firn.plaintext(of: key)
            if bytes.first == UInt8(ascii: "{") { manifests.append(String(decoding: bytes, as: UTF8.self)) }
        }
        let manifest = try #require(manifests.first)
        #expect(manifest.contains(#""archiveId":"\#(try #require(done["x-amz-archive-id"]))""#))
        #expect(manifest.contains(#""treeHash":"\#(treeHash(whole))"}"#))
        #expect(manifest.contains(#""firstByte":1048576,"length":5,"treeHash":"\#(treeHash(parts[1]))""#))
    }
}
