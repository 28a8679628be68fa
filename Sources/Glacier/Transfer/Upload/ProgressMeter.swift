import Synchronization

/// Counts what is done, and reports it in the order in which it is done.
final class ProgressMeter: Sendable {
    private let progress: Mutex<TransferProgress>
    private let report: @Sendable (TransferProgress) -> Void

    init(totalBytes: Int64?, report: @escaping @Sendable (TransferProgress) -> Void) {
        progress = Mutex(TransferProgress(phase: .transferring, totalBytes: totalBytes))
        self.report = report
    }

    /// As it is now.
    var current: TransferProgress { progress.withLock { $0 } }

    /// Changes something and reports it.
    func change(_ body: (inout TransferProgress) -> Void) {
        progress.withLock { progress in
            body(&progress)
            report(progress)
        }
    }

    /// Begins a phase, with nothing there but what was there before.
    func begin(_ phase: TransferProgress.Phase, reusedBytes: Int64) {
        change { progress in
            progress.phase = phase
            progress.completedBytes = reusedBytes
            progress.reusedBytes = reusedBytes
        }
    }

    /// More bytes were there before.
    func reused(_ bytes: Int64) {
        change { progress in
            progress.completedBytes += bytes
            progress.reusedBytes += bytes
        }
    }

    /// The stream with a count of what is taken of it.
    func counting(_ stream: ByteStream) -> ByteStream {
        ByteStream(chunks: {
            var iterator = stream.makeAsyncIterator()
            return {
                guard let chunk = try await iterator.next() else { return nil }
                self.change { $0.movedBytes += Int64(chunk.readableBytes) }
                return chunk
            }
        })
    }
}
