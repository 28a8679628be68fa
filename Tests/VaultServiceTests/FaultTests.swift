import BlobStore
import BlobStoreTesting
import DatabaseTesting
import GlacierModel
import HTTPTypes
import Synchronization
import TestSupport
import Testing

/// Every step of the path of a part's bytes is made to fail once.
@Suite("When a step of an upload fails")
struct FaultTests {
    static let mebibyte = 1 << 20

    enum FailingStep: String, CaseIterable, Sendable {
        case create, firstAppend, secondAppend, publish, acknowledge

        func matches(_ step: FaultyBlobStore.Step) -> Bool {
            switch (self, step) {
            case (.create, .create), (.firstAppend, .append(_, 0)), (.secondAppend, .append(_, 1)),
                (.publish, .publish), (.acknowledge, .acknowledge):
                true
            default: false
            }
        }
    }

    @Test(
        "the part is refused, the earlier one stays, and a repetition succeeds",
        arguments: FailingStep.allCases,
        [1, 2]
    )
    func part(_ failing: FailingStep, mebibytes: Int) async throws {
        // A part of a chunk is handed to the store at once.
        if failing == .secondAppend, mebibytes == 1 { return }
        let armed = Mutex(false)
        let store = FaultyBlobStore(MemoryBlobStore()) { step throws(BlobStoreError) in
            guard failing.matches(step) else { return }
            let fails = armed.withLock { armed in
                defer { armed = false }
                return armed
            }
            if fails { throw BlobStoreError(.outOfSpace, message: "full") }
        }
        let firn = try await FirnUnderTest(database: FreshDatabase(), store: store)
        let upload = try await startUpload(firn, partSize: mebibytes * Self.mebibyte)
        let first = [UInt8](repeating: 1, count: 3)
        #expect(await firn.send(.put, upload, uploadHeaders(first, range: 0..<3), body: first).status == 204)

        let second = [UInt8](repeating: 2, count: mebibytes * Self.mebibyte)
        armed.withLock { $0 = true }
        let refused = await firn.send(.put, upload, uploadHeaders(second, range: 0..<second.count), body: second)
        #expect(refused.error == "ServiceUnavailableException: Internal error")
        #expect(await firn.send(.get, upload).text.contains(#""Parts":[{"RangeInBytes":"0-2","#))

        let repeated = await firn.send(.put, upload, uploadHeaders(second, range: 0..<second.count), body: second)
        #expect(repeated.status == 204)
        #expect(await firn.send(.get, upload).text.contains(##""RangeInBytes":"0-\##(second.count - 1)""##))
    }

    @Test("a short body that is not what it claims to be never reaches the store")
    func wrongClaims() async throws {
        let steps = Mutex<[FaultyBlobStore.Step]>([])
        let store = FaultyBlobStore(MemoryBlobStore()) { step throws(BlobStoreError) in
            steps.withLock { $0.append(step) }
        }
        let firn = try await FirnUnderTest(database: FreshDatabase(), store: store)
        let upload = try await startUpload(firn)
        let body = [UInt8](repeating: 7, count: Self.mebibyte)
        var wrong = uploadHeaders(body)
        wrong[.known("x-amz-sha256-tree-hash")] = String(repeating: "0", count: 64)
        #expect(await firn.send(.post, "/-/vaults/v/archives", wrong, body: body).status == 400)
        #expect(await firn.send(.put, upload, uploadHeaders(body, range: 0..<10), body: body).status == 400)
        let broken = await firn.send(.post, "/-/vaults/v/archives", uploadHeaders(body), body: body, breaksAfter: 10)
        #expect(broken.status == 400)
        #expect(steps.withLock { $0 }.isEmpty)
        #expect(await firn.send(.post, "/-/vaults/v/archives", uploadHeaders(body), body: body).status == 201)
    }

    @Test("a refused or broken body leaves no blob behind")
    func noTrace() async throws {
        let store = MemoryBlobStore()
        let firn = try await FirnUnderTest(database: FreshDatabase(), store: store)
        let upload = try await startUpload(firn)
        let body = [UInt8](repeating: 7, count: 2 * Self.mebibyte + 5)
        var wrong = uploadHeaders(body)
        wrong[.known("x-amz-sha256-tree-hash")] = String(repeating: "0", count: 64)
        #expect(await firn.send(.post, "/-/vaults/v/archives", wrong, body: body).status == 400)
        for sent in [0, 1, Self.mebibyte, 2 * Self.mebibyte] {
            let broken = await firn.send(
                .post,
                "/-/vaults/v/archives",
                uploadHeaders(body),
                body: body,
                breaksAfter: sent
            )
            #expect(broken.status == 400)
        }
        let part = [UInt8](repeating: 7, count: 10)
        #expect(await firn.send(.put, upload, uploadHeaders(part, range: 0..<11), body: part).status == 400)
        #expect(try await store.list(after: nil, limit: 10).isEmpty)
    }

    @Test("a part whose upload ended while it was under way changes nothing and leaves no blob behind")
    func lateCommit() async throws {
        let memory = MemoryBlobStore()
        let target = Mutex<(FirnUnderTest, String)?>(nil)
        let store = HookedBlobStore(base: memory) {
            guard let (firn, upload) = target.withLock({ $0 }) else { return }
            _ = await firn.send(.delete, upload)
        }
        let firn = try await FirnUnderTest(database: FreshDatabase(), store: store)
        let upload = try await startUpload(firn)
        target.withLock { $0 = (firn, upload) }
        let part = [UInt8](repeating: 1, count: 3)
        let late = await firn.send(.put, upload, uploadHeaders(part, range: 0..<3), body: part)
        #expect(late.error?.hasPrefix("ResourceNotFoundException: The upload ID was not found: ") == true)
        #expect(try await memory.list(after: nil, limit: 10).isEmpty)
    }

    @Test("a body that arrives longer than the grace period allows is not committed")
    func tooSlow() async throws {
        let memory = MemoryBlobStore()
        let clock = ManualClock()
        let store = HookedBlobStore(base: memory) { clock.advance(by: .hours(25)) }
        let firn = try await FirnUnderTest(database: FreshDatabase(), store: store, clock: clock)
        _ = await firn.send(.put, "/-/vaults/v")
        let answer = await firn.send(.post, "/-/vaults/v/archives", uploadHeaders([1]), body: [1])
        #expect(answer.status == 408)
        #expect(await firn.send(.get, "/-/vaults/v").text.contains(#""NumberOfArchives":0"#))
        #expect(try await memory.list(after: nil, limit: 10).isEmpty)
    }
}

/// Makes a vault and an upload in it.
///
/// - Returns: the path of the upload.
func startUpload(_ firn: FirnUnderTest, partSize: Int = 1 << 20) async throws -> String {
    _ = await firn.send(.put, "/-/vaults/v")
    let answer = await firn.send(
        .post,
        "/-/vaults/v/multipart-uploads",
        [.known("x-amz-part-size"): String(partSize)]
    )
    return "/-/vaults/v/multipart-uploads/\(try #require(answer["x-amz-multipart-upload-id"]))"
}
