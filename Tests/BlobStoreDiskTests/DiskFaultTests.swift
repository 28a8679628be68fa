import BlobStore
import BlobStoreDisk
import BlobStoreTesting
import Glibc
import NIOCore
import Synchronization
import Testing

@Suite("The disk store when a system call fails")
struct DiskFaultTests {
    private static let key = BlobKey.example(second: 1)

    /// Every step of a write into a folder that is not there yet, in the order they are taken: 9 MiB in appends of
    /// 1 MiB, so that the kernel is asked once to write early.
    private static let stepsOfWrite: [DiskStep] =
        [.createIncoming] + Array(repeating: .write, count: 8) + [.startWriteBack, .write, .syncFile]
        + [.publish, .createFolder, .createFolder, .publish]
        + [.syncFolder, .syncFolder, .syncParent, .syncParent, .syncParent, .syncParent]

    @Test("a write takes the steps in the order that durability needs")
    func order() async throws {
        let folder = try TemporaryFolder()
        let steps = FaultPlan()
        let store = try folder.store(faults: steps.next)
        steps.start()
        try await store.put(Self.key, chunks: 9)
        #expect(steps.taken == Self.stepsOfWrite)
        // The folder and its parents are known to be durable from now on.
        steps.start()
        try await store.put(.example(second: 2))
        #expect(steps.taken == [.createIncoming, .write, .syncFile, .publish, .syncFolder, .syncFolder])
    }

    @Test(
        "a write that fails at any step leaves nothing, and the store goes on",
        arguments: 0..<stepsOfWrite.count
    )
    func everyStep(_ number: Int) async throws {
        let folder = try TemporaryFolder()
        let faults = FaultPlan()
        let store = try folder.store(faults: faults.next)
        faults.start(failing: number, with: EIO)
        let code = try await failureCode { try await store.put(Self.key, chunks: 9) }
        #expect(code == .unavailable)
        #expect(faults.taken.count > number)
        try await expectNoTrace(in: store, folder)
        try await store.put(Self.key, 2)
        #expect(try await store.get(Self.key) == Array(repeating: 2, count: 1 << 20))
    }

    @Test(
        "a disk that is full or whose quota is used up is told from one that fails",
        arguments: [DiskStep.createIncoming, .write, .syncFile, .createFolder, .syncFolder],
        [ENOSPC, EDQUOT]
    )
    func full(_ step: DiskStep, _ errorNumber: Int32) async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store { $0 == step ? errorNumber : nil }
        #expect(try await failureCode { try await store.put(Self.key) } == .outOfSpace)
        try await expectNoTrace(in: store, folder)
    }

    @Test("an append that failed fails the write, even if the failure is passed over", arguments: [3, 4])
    func passedOver(_ number: Int) async throws {
        let folder = try TemporaryFolder()
        let faults = FaultPlan()
        let store = try folder.store(faults: faults.next)
        faults.start(failing: number, with: EIO)
        let code = try await failureCode {
            try await store.write(Self.key) { writer in
                for _ in 0..<4 { try? await writer.append(.ordinary(1, count: 1 << 20)) }
            }
        }
        #expect(code == .unavailable)
        try await expectNoTrace(in: store, folder)
    }

    @Test("an error says which system call failed, and how")
    func causes() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store { $0 == .syncFile ? EIO : nil }
        let error = await #expect(throws: BlobStoreError.self) { try await store.put(Self.key) }
        let cause = try #require(error?.cause as? SystemCallFailure)
        #expect(cause.operation == "fdatasync")
        #expect(cause.errorNumber == EIO)
        #expect(error?.key == Self.key)
        #expect(error?.description.contains("Input/output error") == true)
    }

    @Test(
        "a call that is interrupted is made again",
        arguments: [DiskStep.createIncoming, .write, .syncFile, .syncFolder, .openBlob, .readBlob, .deleteBlob]
    )
    func interrupted(_ step: DiskStep) async throws {
        let folder = try TemporaryFolder()
        let interrupted = Mutex(false)
        let store = try folder.store { taken in
            let isFirst =
                taken == step
                && interrupted.withLock { was in
                    defer { was = true }
                    return !was
                }
            return isFirst ? EINTR : nil
        }
        try await store.put(Self.key)
        #expect(try await store.get(Self.key).count == 1 << 20)
        try await store.delete(Self.key)
        #expect(interrupted.withLock { $0 })
    }

    @Test("a blob whose name cannot be made durable nor be taken back fails its write, and can be deleted")
    func cannotWithdraw() async throws {
        let folder = try TemporaryFolder()
        let failing = Mutex(false)
        let store = try folder.store { step in
            failing.withLock { $0 } && [.syncFolder, .withdraw].contains(step) ? EIO : nil
        }
        failing.withLock { $0 = true }
        #expect(try await failureCode { try await store.put(Self.key) } == .unavailable)
        failing.withLock { $0 = false }
        try await store.delete(Self.key)
        try await expectNoTrace(in: store, folder)
    }

    @Test("a file that cannot be removed after a failed write is left for the sweep")
    func cannotRemove() async throws {
        let folder = try TemporaryFolder()
        let failing = Mutex(true)
        let store = try folder.store { step in
            failing.withLock { $0 } && [.syncFile, .removeIncoming].contains(step) ? EIO : nil
        }
        #expect(try await failureCode { try await store.put(Self.key) } == .unavailable)
        #expect(try folder.contents(of: "incoming") == [Self.key.text])
        failing.withLock { $0 = false }
        #expect(try await store.sweepIncoming().blobs == 1)
        try await expectNoTrace(in: store, folder)
        try await store.put(Self.key)
    }

    @Test("a read, a length, a listing or a delete that fails says so, and the next one succeeds")
    func otherCalls() async throws {
        let folder = try TemporaryFolder()
        let failing = Mutex<DiskStep?>(nil)
        let store = try folder.store { step in failing.withLock { $0 == step ? EIO : nil } }
        try await store.put(Self.key, chunks: 3)
        for step in [DiskStep.openBlob, .measureBlob, .readBlob] {
            failing.withLock { $0 = step }
            let code = try await failureCode { try await store.read(Self.key, range: 0..<1, bufferBytes: 1) { _ in } }
            #expect(code == .unavailable)
            #expect(try folder.openFiles().isEmpty)
        }
        failing.withLock { $0 = .measureBlob }
        #expect(try await failureCode { _ = try await store.length(of: Self.key) } == .unavailable)
        failing.withLock { $0 = .listFolder }
        #expect(try await failureCode { _ = try await store.list(after: nil, limit: 1) } == .unavailable)
        failing.withLock { $0 = .deleteBlob }
        #expect(try await failureCode { try await store.delete(Self.key) } == .unavailable)
        failing.withLock { $0 = nil }
        #expect(try await store.list(after: nil, limit: 1) == [Self.key])
        #expect(try await store.get(Self.key).count == 3 << 20)
    }

    @Test("a read that fails midway closes its file")
    func failsMidway() async throws {
        let folder = try TemporaryFolder()
        let failing = Mutex(false)
        let store = try folder.store { $0 == .readBlob && failing.withLock { $0 } ? EIO : nil }
        try await store.put(Self.key, chunks: 3)
        let code = try await failureCode {
            try await store.read(Self.key, range: 0..<(3 << 20), bufferBytes: 1 << 20) { _ in
                failing.withLock { $0 = true }
            }
        }
        #expect(code == .unavailable)
        #expect(try folder.openFiles().isEmpty)
    }

    private func expectNoTrace(in store: DiskBlobStore, _ folder: borrowing TemporaryFolder) async throws {
        #expect(try await failureCode { _ = try await store.length(of: Self.key) } == .notFound)
        #expect(try await store.list(after: nil, limit: 10).isEmpty)
        let files = try folder.contents(of: "blobs").filter { $0.hasSuffix(Self.key.text) }
        #expect(files.isEmpty)
        #expect(try folder.contents(of: "incoming").isEmpty)
        #expect(try folder.openFiles().isEmpty)
    }
}
