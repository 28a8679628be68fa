import BlobStore
import BlobStoreDisk
import Dispatch
import Glibc
import NIOCore
import NIOPosix
import Synchronization
import Testing

@Suite("Volumes when a system call fails")
struct VolumeFaultTests {
    private static let draft = BlobKey.example(second: 1)
    private static let next = BlobKey.example(second: 2)

    /// The steps that make a volume in a window that is not there yet, in their order.
    private static let stepsOfVolume: [DiskStep] = [
        .findVolume, .createMarker, .syncMarker, .syncMarker, .createVolume, .createFolder, .createFolder,
        .createVolume, .allocateVolume, .punchVolume, .writeHeader, .syncHeader, .syncFolder, .syncFolder,
        .syncParent, .syncParent, .syncParent, .syncParent, .openDirect,
    ]
    /// The steps of a short blob, without the first that looks for another of its key.
    private static let stepsOfBlob: [DiskStep] = [.writeExtent, .writeEntry, .syncVolume]

    @Test("a write takes the steps in the order that durability needs")
    func order() async throws {
        let folder = try TemporaryFolder()
        let steps = FaultPlan()
        let store = try folder.store(volumes: .small, faults: steps.next)
        steps.start()
        _ = try await store.put(short: Self.draft)
        #expect(steps.taken == Self.stepsOfVolume + Self.stepsOfBlob)
        steps.start()
        _ = try await store.put(short: Self.next)
        #expect(steps.taken == Self.stepsOfBlob)
    }

    @Test(
        "a volume that cannot be made is no harm: the blob is a file, and nothing else is left",
        arguments: stepsOfVolume.indices.dropLast(),
        [EIO, ENOSPC, EOPNOTSUPP]
    )
    func noVolume(_ number: Int, _ errorNumber: Int32) async throws {
        let folder = try TemporaryFolder()
        let faults = FaultPlan()
        let store = try folder.store(volumes: .small, faults: faults.next)
        faults.start(failing: number, with: errorNumber)
        #expect(try await store.put(short: Self.draft) == Self.draft)
        #expect(try folder.volumes().isEmpty)
        #expect(try folder.contents(of: "incoming").isEmpty)
        #expect(try folder.openFiles().isEmpty)
        #expect(try await store.put(short: Self.next) == Self.next)
        #expect(try await store.get(Self.draft).count == 100)
        #expect(try await store.list(after: nil, limit: 10) == [Self.draft, Self.next])
    }

    @Test("a half-made volume that cannot be removed goes at the next start")
    func leftOver() async throws {
        let folder = try TemporaryFolder()
        do {
            let store = try folder.store(volumes: .small) { [.writeHeader, .removeVolume].contains($0) ? EIO : nil }
            #expect(try await store.put(short: Self.draft) == Self.draft)
            #expect(try folder.contents(of: "incoming").count == 1)
            #expect(try folder.volumes().count == 1)
        }
        let store = try folder.store(volumes: .small)
        #expect(try await store.sweepIncoming().untidyVolumes == 0)
        #expect(try folder.contents(of: "incoming").isEmpty)
        #expect(try folder.volumes().isEmpty)
        #expect(try await store.list(after: nil, limit: 10) == [Self.draft])
    }

    @Test("a volume is tried again after a while where there was no room, and never where there can be none")
    func tryingAgain() async throws {
        for (errorNumber, isTriedAgain) in [(ENOSPC, true), (EOPNOTSUPP, false)] {
            let folder = try TemporaryFolder()
            let failing = Mutex(true)
            let store = try folder.store(volumes: .small) { step in
                step == .allocateVolume && failing.withLock { $0 } ? errorNumber : nil
            }
            _ = try await store.put(short: Self.draft)
            failing.withLock { $0 = false }
            for number in 0..<257 as Range<Int64> {
                _ = try await store.put(short: .example(second: number / 10, UInt8(number % 251)))
            }
            #expect(try folder.volumes().isEmpty == !isTriedAgain)
        }
    }

    @Test("a disk that has room for neither volume nor file is full")
    func full() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store(volumes: .small) { [.allocateVolume, .write].contains($0) ? ENOSPC : nil }
        #expect(try await failureCode { _ = try await store.put(short: Self.draft) } == .outOfSpace)
        #expect(try await store.list(after: nil, limit: 1).isEmpty)
        #expect(try folder.contents(of: "incoming").isEmpty)
    }

    @Test("a write that fails at any step leaves nothing, and the next one succeeds", arguments: stepsOfBlob)
    func everyStep(_ step: DiskStep) async throws {
        let folder = try TemporaryFolder()
        let failing = Mutex(false)
        let store = try folder.store(volumes: .small) { $0 == step && failing.withLock { $0 } ? EIO : nil }
        let before = try await store.put(short: .example(second: 0), 3)
        failing.withLock { $0 = true }
        #expect(try await failureCode { _ = try await store.put(short: Self.draft, 1, count: 5000) } == .unavailable)
        failing.withLock { $0 = false }
        #expect(try await store.list(after: nil, limit: 10) == [before])
        let after = try await store.put(short: Self.next, 2)
        #expect(try await store.get(before) == Array(repeating: 3, count: 100))
        #expect(try await store.get(after) == Array(repeating: 2, count: 100))
        // After a failed sync nobody knows what the kernel has lost, so the volume takes no more.
        #expect(try folder.volumes().count == (step == .syncVolume ? 2 : 1))
        #expect(try folder.contents(of: "incoming").count == 1)
    }

    @Test("a blob that can be written past the page cache is, and where not, ordinary writes do the same")
    func direct() async throws {
        for fault in [nil, EINVAL, EIO] {
            let folder = try TemporaryFolder()
            let steps = FaultPlan()
            let store = try folder.store { step in
                _ = steps.next(step)
                return step == .writeDirect ? fault : nil
            }
            let write = {
                try await store.write(short: Self.draft, length: 100_000) { _ in
                    var buffer = ByteBuffer.aligned(capacity: 1 << 18)
                    buffer.writeRepeatingByte(5, count: 100_000)
                    return buffer
                }
            }
            let code = try await failureCode {
                let key = try await write()
                #expect(try await store.get(key) == Array(repeating: 5, count: 100_000))
            }
            // The folder of temporary files may lie on a file system in memory, which has nothing but the page cache.
            let isDirect = steps.taken.contains(.writeDirect)
            #expect(code == (isDirect && fault == EIO ? .unavailable : nil))
            #expect(steps.taken.contains(.writeExtent) == (fault == EINVAL || !isDirect))
        }
    }

    @Test("those who wait share a sync, nobody sees their blobs before, and one that fails fails them all")
    func group() async throws {
        for fails in [false, true] {
            let folder = try TemporaryFolder()
            let pool = NIOThreadPool(numberOfThreads: 4)
            pool.start()
            let (entered, hasEntered) = AsyncStream<Void>.makeStream()
            let gate = DispatchSemaphore(value: 0)
            let syncs = Mutex(0)
            let store = try DiskBlobStore(directory: folder.path, threadPool: pool) { step in
                guard step == .syncVolume else { return nil }
                hasEntered.yield()
                gate.wait()
                let count = syncs.withLock { syncs in
                    syncs += 1
                    return syncs
                }
                return fails && count == 2 ? EIO : nil
            }
            var syncing = entered.makeAsyncIterator()
            let results = try await withThrowingTaskGroup(of: BlobKey?.self) { group in
                group.addTask { try await store.put(short: Self.draft) }
                await syncing.next()
                for number in 2...9 as ClosedRange<Int64> {
                    group.addTask { try? await store.put(short: .example(second: number), count: 5000) }
                }
                #expect(try await store.list(after: nil, limit: 10).isEmpty)
                while try folder.entryCount(of: "blobs/018bc/fe5/volume-0000") < 9 { await Task.yield() }
                #expect(try await store.list(after: nil, limit: 10).isEmpty)
                // The first sync, the joint one, and in case some came late, more.
                for _ in 0..<9 { gate.signal() }
                return try await group.reduce(into: [BlobKey]()) { keys, key in keys += key.map { [$0] } ?? [] }
            }
            #expect(results.count == (fails ? 1 : 9))
            #expect(syncs.withLock { $0 } <= 3)
            #expect(try await store.list(after: nil, limit: 10) == results.sorted())
            if fails { #expect(try folder.entryCount(of: "blobs/018bc/fe5/volume-0000") == 1) }
            try await pool.shutdownGracefully()
        }
    }

    @Test("a store whose threads have been stopped takes no short blob")
    func stopped() async throws {
        let folder = try TemporaryFolder()
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        let store = try DiskBlobStore(directory: folder.path, threadPool: pool)
        _ = try await store.put(short: Self.draft)
        try await pool.shutdownGracefully()
        #expect(try await failureCode { _ = try await store.put(short: Self.next) } == .unavailable)
        #expect(try await folder.store().list(after: nil, limit: 10).count == 1)
    }

    @Test("a delete or a look into a volume that fails says so, and the next one succeeds")
    func otherCalls() async throws {
        let folder = try TemporaryFolder()
        let failing = Mutex<DiskStep?>(nil)
        let store = try folder.store { step in failing.withLock { $0 == step ? EIO : nil } }
        let key = try await store.put(short: Self.draft)
        for step in [DiskStep.openVolume, .readVolume] {
            failing.withLock { $0 = step }
            #expect(try await failureCode { _ = try await store.length(of: key) } == .unavailable)
            #expect(try await failureCode { _ = try await store.get(key) } == .unavailable)
            #expect(try await failureCode { try await store.delete(key) } == .unavailable)
            #expect(try await failureCode { _ = try await store.list(after: nil, limit: 1) } == .unavailable)
        }
        failing.withLock { $0 = .clearEntry }
        #expect(try await failureCode { try await store.delete(key) } == .unavailable)
        failing.withLock { $0 = nil }
        #expect(try await store.get(key).count == 100)
        try await store.delete(key)
        #expect(try await failureCode { _ = try await store.length(of: key) } == .notFound)
        #expect(try folder.openFiles().count <= 2)
    }

    @Test("a header that cannot be read takes no blob with it")
    func unreadableHeader() async throws {
        let folder = try TemporaryFolder()
        let faults = FaultPlan()
        let store = try folder.store(volumes: .small, faults: faults.next)
        let key = try await store.put(short: Self.draft)
        // The volume is opened, and then its header is read.
        faults.start(failing: 1, with: EIO)
        #expect(try await store.length(of: key) == 100)
        faults.start(failing: 1, with: EIO)
        #expect(try await failureCode { try await store.delete(key) } == .unavailable)
        #expect(try await store.get(key).count == 100)
    }

    @Test("deletes are made durable with one call for all, which may fail and be repeated")
    func durableDeletes() async throws {
        let folder = try TemporaryFolder()
        let faults = FaultPlan()
        let store = try folder.store(volumes: .small, faults: faults.next)
        for second in 1...3 as ClosedRange<Int64> {
            try await store.delete(try await store.put(short: .example(second: second)))
        }
        for number in 0...1 {
            faults.start(failing: number, with: EIO)
            #expect(try await failureCode { try await store.syncDeletions() } == .unavailable)
            #expect(try folder.openFiles().count <= 2)
        }
        faults.start()
        try await store.syncDeletions()
        #expect(faults.taken == [.syncDeletions, .syncDeletions])
    }

    @Test("a blob that failed and cannot be taken back is listed soon, so that it can be swept")
    func notTakenBack() async throws {
        let folder = try TemporaryFolder()
        let failing = Mutex(true)
        let store = try folder.store(volumes: .small) { step in
            [.syncVolume, .clearEntry].contains(step) && failing.withLock { $0 } ? EIO : nil
        }
        #expect(try await failureCode { _ = try await store.put(short: Self.draft) } == .unavailable)
        failing.withLock { $0 = false }
        let left = try await store.list(after: nil, limit: 10)
        #expect(left.count == 1)
        for key in left { try await store.delete(key) }
        #expect(try folder.volumes().isEmpty)
        struct Refused: Error {}
        failing.withLock { $0 = true }
        // Nothing was written of this one, but nobody can be sure of that.
        await #expect(throws: Refused.self) {
            _ = try await store.write(short: Self.next, length: 10) { _ in throw Refused() }
        }
        failing.withLock { $0 = false }
        #expect(try folder.volumes().isEmpty)
        #expect(try folder.contents(of: "incoming").isEmpty)
    }

    @Test("a blob is deleted even if its room cannot be given back, and then the next start gives it back")
    func punch() async throws {
        for isRetired in [false, true] {
            let folder = try TemporaryFolder()
            let path = "blobs/018bc/fe5/volume-0000"
            do {
                let failing = Mutex(false)
                let store = try folder.store(volumes: .small) { step in
                    step == .punchVolume && failing.withLock { $0 } ? ENOSPC : nil
                }
                var keys: [BlobKey] = []
                for number in 0..<8 as Range<Int64> {
                    keys.append(try await store.put(short: .example(second: number), count: 5000))
                }
                if isRetired { _ = try await store.put(short: .example(second: 8)) }
                failing.withLock { $0 = true }
                for key in keys[2..<5] { try await store.delete(key) }
                failing.withLock { $0 = false }
                #expect(try await failureCode { _ = try await store.length(of: keys[2]) } == .notFound)
                if !isRetired { _ = try await store.put(short: .example(second: 8)) }
                #expect(try folder.contents(of: "incoming") == (0...1).map { "volume-018bcfe5-000\($0)" })
            }
            let before = try folder.room(of: path)
            let store = try folder.store(volumes: .small)
            #expect(try await store.sweepIncoming().untidyVolumes == 0)
            #expect(try folder.room(of: path) <= before - 3 * 8192)
            #expect(try await store.list(after: nil, limit: 10).count == 6)
        }
    }

    @Test("a volume that cannot be put in order stays for the next start, and stands in the way of no other")
    func untidy() async throws {
        let folder = try TemporaryFolder()
        do {
            let store = try folder.store(volumes: .small)
            for second in [0, 70] as [Int64] {
                try await store.delete(try await store.put(short: .example(second: second)))
                _ = try await store.put(short: .example(second: second + 1))
            }
        }
        let fault = Mutex<(number: Int32, count: Int)>((EIO, 1))
        let store = try folder.store(volumes: .small) { step in
            fault.withLock { fault in
                guard step == .punchVolume, fault.count > 0 else { return nil }
                fault.count -= 1
                return fault.number
            }
        }
        #expect(try await store.sweepIncoming().untidyVolumes == 1)
        #expect(try folder.contents(of: "incoming").count == 1)
        #expect(try await store.list(after: nil, limit: 10).count == 2)
        // A file system that cannot give back has nothing to be tried again.
        fault.withLock { $0 = (EOPNOTSUPP, 10) }
        #expect(try await store.sweepIncoming().untidyVolumes == 0)
        #expect(try folder.contents(of: "incoming").isEmpty)
    }
}

extension TemporaryFolder {
    /// Entries in the table of a volume, right or wrong.
    fileprivate func entryCount(of volume: String) throws -> Int {
        let table = try bytes(of: volume)[4096..<8192]
        return stride(from: 4096, to: 8192, by: 32).filter { start in
            table[start..<(start + 32)].contains { $0 != 0 }
        }.count
    }
}
