import Dispatch
import Foundation
import Synchronization

/// Turns Ctrl-C and SIGTERM into cancellation of what a command does.
enum Interrupts {
    private static let signals = [SIGINT, SIGTERM]

    /// Runs `body` in a task that the first signal cancels, and waits for its end. The second signal ends the process
    /// at once.
    ///
    /// - Parameter resume: how to go on later, a line or several, which the failure's message then has; nil where there
    ///   is nothing to say. It is asked when `body` has ended.
    /// - Throws: `CommandFailure` with the status `interrupted` when a signal came before `body` had ended; what `body`
    ///   throws otherwise.
    static func cancelling<Value: Sendable>(
        resume: @escaping @Sendable () -> String? = { nil },
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let first = FirstSignal()
        let sources = signals.map { number in
            watch(number) { if first.isOver() { _exit(ExitStatus.interrupted.rawValue) } else { arrival.yield() } }
        }
        defer { sources.forEach(stopWatching) }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await _ in arrivals { throw Signalled() }
                return nil
            }
            do {
                while let ended = try await group.next() {
                    guard let value = ended else { continue }
                    group.cancelAll()
                    return value
                }
                throw CancellationError()
            } catch is Signalled {
                group.cancelAll()
                // What came to its end although the signal came is done.
                while let result = await group.nextResult() {
                    if case .success(let value?) = result { return value }
                }
                throw CommandFailure(
                    .interrupted,
                    ["interrupted", resume()].compactMap(\.self).joined(separator: "\n")
                )
            }
        }
    }

    private struct Signalled: Error {}

    /// Tells the first signal, whichever it is, from those that follow.
    private final class FirstSignal: Sendable {
        private let hasCome = Mutex(false)

        func isOver() -> Bool {
            hasCome.withLock { hasCome in
                defer { hasCome = true }
                return hasCome
            }
        }
    }

    private static func watch(
        _ number: Int32,
        _ handler: @escaping @Sendable () -> Void
    ) -> (source: any DispatchSourceSignal, number: Int32) {
        // The default action would end the process before the source hears of the signal.
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler(handler: handler)
        source.resume()
        return (source, number)
    }

    private static func stopWatching(_ watched: (source: any DispatchSourceSignal, number: Int32)) {
        watched.source.cancel()
        signal(watched.number, SIG_DFL)
    }
}
