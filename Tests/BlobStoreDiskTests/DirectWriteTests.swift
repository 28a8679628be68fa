import BlobStore
import BlobStoreDisk
import Foundation
import Glibc
import NIOCore
import Synchronization
import Testing

@Suite("Writes past the page cache")
struct DirectWriteTests {
    private static let key = BlobKey.example(second: 1)
    private static let bufferBytes = (1 << 20) - ByteBuffer.directAlignment

    /// Three buffers of aligned bytes, each of another value, and a last one that no alignment fits.
    private static let buffers: [ByteBuffer] =
        (1...3).map { (value: UInt8) in
            var buffer = ByteBuffer.aligned(capacity: 1 << 20)
            buffer.writeRepeatingByte(value, count: bufferBytes)
            return buffer
        } + [ByteBuffer(repeating: 4, count: 777)]

    private static let bytes = buffers.flatMap { Array($0.readableBytesView) }

    @Test("a buffer with room for it is aligned, whatever memory it is given")
    func alignment() {
        // Kept, so that each one has memory of its own.
        var many: [ByteBuffer] = []
        for _ in 0..<50 {
            var buffer = ByteBuffer.aligned(capacity: 1 << 16)
            #expect(buffer.readableBytes == 0)
            #expect(!buffer.isAligned)
            buffer.writeRepeatingByte(1, count: (1 << 16) - ByteBuffer.directAlignment)
            #expect(buffer.capacity == 1 << 16)
            many.append(buffer)
        }
        #expect(many.filter(\.isAligned).count == 50)
        many[0].writeInteger(UInt8(1))
        #expect(!many[0].isAligned)
    }

    @Test("aligned buffers go past the page cache where the file system lets them, the rest does not")
    func usesBoth() async throws {
        let folder = try TemporaryFolder()
        let steps = Mutex<[DiskStep]>([])
        let store = try folder.store { step in
            steps.withLock { $0.append(step) }
            return nil
        }
        steps.withLock { $0 = [] }
        try await put(in: store)
        #expect(try await store.get(Self.key) == Self.bytes)
        let taken = steps.withLock { $0 }.filter { [.openDirect, .writeDirect, .write].contains($0) }
        let direct: [DiskStep] = [.openDirect, .writeDirect, .writeDirect, .writeDirect, .write]
        // The folder of temporary files may lie on a file system in memory, which has nothing but the page cache.
        #expect(taken == direct || taken == [.openDirect, .write, .write, .write, .write])
        #expect(try folder.openFiles().isEmpty)
    }

    @Test(
        "where it cannot be had, or no longer, ordinary writes do the same",
        arguments: [
            (DiskStep.openDirect, EINVAL, 0), (.openDirect, EMFILE, 0), (.writeDirect, EINVAL, 0),
            (.writeDirect, EINVAL, 1), (.writeDirect, EINVAL, 2),
        ]
    )
    func fallsBack(_ step: DiskStep, _ errorNumber: Int32, after count: Int) async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store(faults: Self.fault(step, errorNumber, after: count))
        try await put(in: store)
        #expect(try await store.get(Self.key) == Self.bytes)
        #expect(try folder.openFiles().isEmpty)
    }

    @Test("a disk that fails or is full fails the write", arguments: [EIO, ENOSPC, EDQUOT], [0, 2])
    func fails(_ errorNumber: Int32, after count: Int) async throws {
        let folder = try TemporaryFolder()
        let faults = Self.fault(.writeDirect, errorNumber, after: count)
        // Where there is nothing past the page cache, the ordinary writes fail in their place.
        let store = try folder.store { step in faults(step == .write ? .writeDirect : step) }
        let code = try await failureCode { try await put(in: store) }
        #expect(code == (errorNumber == EIO ? .unavailable : .outOfSpace))
        #expect(try await failureCode { _ = try await store.length(of: Self.key) } == .notFound)
        #expect(try folder.contents(of: "incoming").isEmpty)
        #expect(try folder.openFiles().isEmpty)
    }

    private func put(in store: DiskBlobStore) async throws {
        try await store.write(Self.key) { writer in
            for buffer in Self.buffers { try await writer.append(buffer) }
        }
    }

    /// Lets the first `count` calls of a step pass and fails those behind them.
    private static func fault(
        _ step: DiskStep,
        _ errorNumber: Int32,
        after count: Int
    ) -> @Sendable (DiskStep) -> Int32? {
        let passed = Mutex(0)
        return { taken in
            guard taken == step else { return nil }
            return passed.withLock { passed in
                defer { passed += 1 }
                return passed >= count ? errorNumber : nil
            }
        }
    }
}
