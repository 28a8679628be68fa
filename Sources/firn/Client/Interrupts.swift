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
        var sources: [Watched] = []
        for number in signals {
            sources.append(
                await watch(number) {
                    if first.isOver() { _exit(ExitStatus.interrupted.rawValue) } else { arrival.yield() }
                }
            )
        }
        let result: Result<Value, any Error>
        do {
            result = .success(try await run(until: arrivals, resume, body))
        } catch {
            result = .failure(error)
        }
        for source in sources { await stopWatching(source) }
        return try result.get()
    }

    private static func run<Value: Sendable>(
        until arrivals: AsyncStream<Void>,
        _ resume: @escaping @Sendable () -> String?,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
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

    private typealias Watched = (source: any DispatchSourceSignal, number: Int32)

    /// Returns once the signal is sure to be heard. Before that it ends the process as usual: nothing has begun.
    private static func watch(_ number: Int32, _ handler: @escaping @Sendable () -> Void) async -> Watched {
        #if canImport(Darwin)
            // There the usual action comes before the source.
            signal(number, SIG_IGN)
        #endif
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler(handler: handler)
        await withCheckedContinuation { continuation in
            source.setRegistrationHandler { continuation.resume() }
            source.resume()
        }
        return (source, number)
    }

    /// Returns once nobody listens: what watches the same signal later begins afresh.
    private static func stopWatching(_ watched: Watched) async {
        await withCheckedContinuation { continuation in
            watched.source.setCancelHandler { continuation.resume() }
            watched.source.cancel()
        }
        #if canImport(Darwin)
            signal(watched.number, SIG_DFL)
        #endif
    }
}
