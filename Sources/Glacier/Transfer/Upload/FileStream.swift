import NIOCore
import NIOPosix
import Synchronization

extension ByteStream {
    /// What a pipe or another file has that is read in order, in chunks of at most 1 MiB. It can be iterated once only.
    ///
    /// - Throws: while it is read, `UploadError.unreadable`, and `CancellationError` also while no bytes come.
    package static func reading(_ file: OpenedFile, named name: String) -> ByteStream {
        let reading = OrderedReading(file: file, name: name)
        return ByteStream(chunks: {
            {
                while true {
                    let chunk = try await withTaskCancellationHandler {
                        try await NIOThreadPool.singleton.runIfActive { try reading.next() }
                    } onCancel: {
                        reading.stop()
                    }
                    if let chunk { return chunk.readableBytes > 0 ? chunk : nil }
                }
            }
        })
    }
}

/// Reads a file in order. Its work blocks.
private final class OrderedReading: Sendable {
    private static let chunkBytes = 1 << 20
    /// How long nobody looks whether the reading was stopped.
    private static let patienceMilliseconds: Int32 = 100
    /// How long the next bytes of a chunk are waited for, and how often.
    private static let pauseMilliseconds: Int32 = 5
    private static let mostPauses = 20

    private let file: OpenedFile
    private let name: String
    private let isStopped = Atomic(false)

    init(file: OpenedFile, name: String) { (self.file, self.name) = (file, name) }

    func stop() { isStopped.store(true, ordering: .relaxed) }

    /// 1 MiB, or less where no more came in time; empty behind the end, nil where nothing came. The thread is needed
    /// for what is sent meanwhile, and a machine of one processor has no other.
    func next() throws -> ByteBuffer? {
        var buffer = ByteBufferAllocator().buffer(capacity: Self.chunkBytes), pauses = 0
        do {
            while buffer.readableBytes < Self.chunkBytes {
                guard !isStopped.load(ordering: .relaxed) else { throw CancellationError() }
                if try !file.hasNext(within: 0) {
                    let patience = buffer.readableBytes == 0 ? Self.patienceMilliseconds : Self.pauseMilliseconds
                    guard pauses < Self.mostPauses, try file.hasNext(within: patience) else {
                        return buffer.readableBytes > 0 ? buffer : nil
                    }
                    pauses += 1
                }
                let room = Self.chunkBytes - buffer.readableBytes
                let count = try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { space in
                    try file.readNext(into: UnsafeMutableRawBufferPointer(rebasing: space.prefix(room)))
                }
                if count == 0 { break }
            }
        } catch FileHashError.cannotRead(let number) {
            throw UploadError.unreadable(SourceFileError(name, number))
        }
        return buffer
    }
}
