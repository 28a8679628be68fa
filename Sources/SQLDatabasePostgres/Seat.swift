import Dispatch
import Glibc
import SQLDatabase
import Synchronization

/// A place in the pool: a thread's worth of work, and the connection that does it, opened when it is first needed and
/// replaced when it broke.
final class Seat: Sendable {
    let queue = DispatchQueue(label: "PostgresDatabase.connection")

    /// Held while a transaction runs, which happens on the queue only, one after another.
    private let connection = Mutex<PostgresConnection?>(nil)

    private let url: ConnectionURL
    private let settings: PostgresSettings
    private let randomBytes: @Sendable (_ count: Int) -> [UInt8]

    init(
        _ url: ConnectionURL,
        _ settings: PostgresSettings,
        randomBytes: @escaping @Sendable (_ count: Int) -> [UInt8]
    ) {
        self.url = url
        self.settings = settings
        self.randomBytes = randomBytes
    }

    /// Opens the connection where it is not open.
    func connect() throws {
        try withConnection { _ in }
    }

    /// Closes the connection.
    func disconnect() {
        connection.withLock { $0 = nil }
    }

    /// See ``SQLDatabase/SQLDatabase/read(_:)``.
    func read<T: Sendable>(
        _ texts: StatementTexts,
        _ cancellation: ReadCancellation,
        _ body: @Sendable (any SQLTransaction) throws -> T
    ) throws -> T {
        do {
            guard !cancellation.isCancelled else { throw CancellationError() }
            do {
                return try withConnection { try $0.read(texts, cancellation, body) }
            } catch let failure as StatementFailure where failure.consequence == .connectionLost {
                // It broke while nobody used it, so the closure has not run yet.
                return try withConnection { try $0.read(texts, cancellation, body) }
            }
        } catch let failure as StatementFailure {
            throw failure.error
        } catch is SQLDatabaseError where cancellation.isCancelled {
            throw CancellationError()
        }
    }

    /// See ``SQLDatabase/SQLDatabase/write(_:)``.
    func write<T: Sendable>(_ texts: StatementTexts, _ body: @Sendable (any SQLTransaction) throws -> T) throws -> T {
        var plan = RetryPlan(
            from: DispatchTime.now().uptimeNanoseconds,
            for: settings.longestRetry.nanoseconds,
            randomBytes: randomBytes
        )
        while true {
            switch try withConnection({ $0.write(texts, body) }) {
            case .committed(let value): return value
            case .refused(let error): throw error
            case .repeatable(let failure):
                let now = DispatchTime.now().uptimeNanoseconds
                guard let pause = plan.pause(after: failure.consequence, at: now) else { throw failure.error }
                Self.rest(pause)
            }
        }
    }

    /// Runs `body` on the connection, and closes it where it cannot be used any more.
    private func withConnection<T: Sendable>(_ body: @Sendable (PostgresConnection) throws -> T) throws -> T {
        try connection.withLock { connection in
            let open = try connection ?? PostgresConnection(url, settings)
            connection = open
            defer { if !open.isUsable { connection = nil } }
            return try body(open)
        }
    }

    /// Blocks the thread, which has nothing else to do.
    private static func rest(_ nanoseconds: UInt64) {
        var asked = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        var left = timespec()
        while nanosleep(&asked, &left) != 0, errno == EINTR { asked = left }
    }
}
