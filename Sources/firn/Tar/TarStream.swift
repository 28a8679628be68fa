import Glacier
import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// A folder with all that is in it as the bytes of a tar archive, in chunks of 1 MiB. The same files always make the
/// same bytes.
///
/// A file that changes while it is read, and one that cannot be read, ends the stream with an error: an archive is
/// whole or is not made. Hard links become files of their own; sockets and devices are passed over.
struct TarStream: AsyncSequence, Sendable {
    let path: [UInt8]
    let name: [UInt8]

    func makeAsyncIterator() -> Iterator { Iterator(reading: TarReading(path: path, name: name)) }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate let reading: TarReading

        mutating func next() async throws -> ByteBuffer? {
            try Task.checkCancellation()
            let reading = reading
            let chunk = try await NIOThreadPool.singleton.runIfActive { try reading.next() }
            return chunk.readableBytes > 0 ? chunk : nil
        }
    }

    /// What a walk through the folder tells before anything is read.
    struct Measure: Hashable, Sendable {
        /// Of the archive.
        var bytes: Int64 = 0
        var files = 0
        /// When anything in it was changed last.
        var newestSeconds = Int64.min
        var newestNanoseconds: Int64 = 0
        /// Sockets and devices, at most a hundred of them.
        var passedOver: [String] = []
    }

    /// - Throws: `UploadError.unreadable`
    func measure() async throws -> Measure {
        try await NIOThreadPool.singleton.runIfActive {
            var measure = Measure(), walk = FolderWalk(of: path, as: name)
            while let found = try walk.next() {
                switch found {
                case .entry(let entry):
                    measure.bytes += TarHeader.bytes(of: entry)
                    measure.files += entry.kind == .file ? 1 : 0
                    let newest = (measure.newestSeconds, measure.newestNanoseconds)
                    let modified = (entry.modifiedSeconds, entry.modifiedNanoseconds)
                    if modified > newest { (measure.newestSeconds, measure.newestNanoseconds) = modified }
                case .passedOver(let path):
                    if measure.passedOver.count < 100 { measure.passedOver.append(path.asText) }
                }
            }
            measure.bytes += TarReading.trailerBytes(after: measure.bytes)
            return measure
        }
    }
}

/// The state of a tar archive that is being written. Its work blocks.
private final class TarReading: Sendable {
    private static let chunkBytes = 1 << 20
    /// Programs that read tapes expect whole records.
    private static let recordBytes: Int64 = 10_240

    private struct State {
        var walk: FolderWalk
        var file: TarFile?
        /// Headers and zeros that come next.
        var pending: ArraySlice<UInt8> = []
        var written: Int64 = 0
        var hasEnded = false
    }

    private let state: Mutex<State>

    init(path: [UInt8], name: [UInt8]) { state = Mutex(State(walk: FolderWalk(of: path, as: name))) }

    /// Two blocks of zeros, and more up to the end of a record.
    static func trailerBytes(after count: Int64) -> Int64 {
        let least = count + 2 * Int64(TarHeader.blockBytes)
        return 2 * Int64(TarHeader.blockBytes) + (recordBytes - least % recordBytes) % recordBytes
    }

    /// 1 MiB, or less at the end; empty behind it.
    func next() throws -> ByteBuffer {
        try state.withLock { state in
            var chunk = ByteBufferAllocator().buffer(capacity: Self.chunkBytes)
            while chunk.readableBytes < Self.chunkBytes, try Self.advance(&state, into: &chunk) {}
            state.written += Int64(chunk.readableBytes)
            return chunk
        }
    }

    /// - Returns: false behind the end.
    private static func advance(_ state: inout State, into chunk: inout ByteBuffer) throws -> Bool {
        let room = chunkBytes - chunk.readableBytes
        if !state.pending.isEmpty {
            chunk.writeBytes(state.pending.prefix(room))
            state.pending = state.pending.dropFirst(room)
        } else if let file = state.file {
            if try file.read(into: &chunk, upTo: room) == .ended {
                state.pending = [UInt8](repeating: 0, count: TarHeader.padding(after: file.size))[...]
                state.file = nil
            }
        } else if let found = try state.walk.next() {
            guard case .entry(var entry) = found else { return true }
            if entry.kind == .file {
                let file = try TarFile(&entry)
                state.file = file
            }
            state.pending = TarHeader(entry).bytes[...]
        } else if !state.hasEnded {
            let count = trailerBytes(after: state.written + Int64(chunk.readableBytes))
            state.pending = [UInt8](repeating: 0, count: Int(count))[...]
            state.hasEnded = true
        } else {
            return false
        }
        return true
    }
}
