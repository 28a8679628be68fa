import Dispatch

/// A door between a test and the closure of a transaction. Once open, it stays open.
struct Door: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func open() {
        semaphore.signal()
        continuation.finish()
    }

    /// Blocks the thread of a closure. False where nobody opened the door in time.
    @discardableResult
    func wait() -> Bool {
        defer { semaphore.signal() }
        return semaphore.wait(timeout: .now() + .seconds(60)) == .success
    }

    /// Waits without blocking a thread. One task may do so.
    func opened() async {
        for await _ in stream {}
    }
}
