import Dispatch

/// Two transactions wait for one another through gates. Once open, a gate stays open, so a closure may run again.
struct Gate: Sendable {
    /// A gate that nobody opens within this time means that one transaction waits for the other.
    private static let patience = DispatchTimeInterval.seconds(60)

    private let semaphore = DispatchSemaphore(value: 0)
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    func open() {
        semaphore.signal()
        continuation.finish()
    }

    /// Blocks the thread of a closure until the gate is open.
    func wait(file: String = #fileID, line: Int = #line) throws {
        guard semaphore.wait(timeout: .now() + Self.patience) == .success else {
            throw ConformanceFailure("a transaction waited for another in vain", file, line)
        }
        semaphore.signal()
    }

    /// Waits for the gate to be open without blocking a thread. One task may do so.
    func opened() async {
        for await _ in stream {}
    }
}
