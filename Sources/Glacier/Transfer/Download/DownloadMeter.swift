import Synchronization

/// Counts what a download has done, and tells it.
final class DownloadMeter: Sendable {
    private let progress = Mutex(TransferProgress(phase: .transferring))
    private let onProgress: @Sendable (TransferProgress) -> Void

    init(_ onProgress: @escaping @Sendable (TransferProgress) -> Void) { self.onProgress = onProgress }

    var reusedBytes: Int64 { progress.withLock { $0.reusedBytes } }

    func begin(_ phase: TransferProgress.Phase) { tell { $0.phase = phase } }

    /// Begins anew, with nothing there yet.
    func restart(_ phase: TransferProgress.Phase, of total: Int64) {
        tell { progress in
            progress = TransferProgress(phase: phase, totalBytes: total, movedBytes: progress.movedBytes)
        }
    }

    func reused(_ bytes: Int64) {
        tell { progress in
            progress.completedBytes += bytes
            progress.reusedBytes += bytes
        }
    }

    /// What was thought to be there turned out to be wrong.
    func dropped(_ bytes: Int64, reused: Int64) {
        tell { progress in
            progress.completedBytes -= bytes
            progress.reusedBytes -= reused
        }
    }

    func moved(_ bytes: Int64) { tell { $0.movedBytes += bytes } }

    func completed(_ bytes: Int64) { tell { $0.completedBytes += bytes } }

    /// Told under the lock, so that what is told never goes back.
    private func tell(_ change: (inout TransferProgress) -> Void) {
        progress.withLock { progress in
            change(&progress)
            onProgress(progress)
        }
    }
}
