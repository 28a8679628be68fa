import DatabaseTesting
import GlacierModel
import JobEngine
import Logging
import SQLDatabase
import Synchronization
import TestSupport

@testable import Catalogue

/// An outbox on a clock that stands still.
struct NotifierUnderTest: Sendable {
    let clock = ManualClock()
    let log = LoggedLines()
    let catalogue: Catalogue

    init() async throws {
        let database = try await FreshDatabase(), clock = clock
        try await Catalogue.migrate(database, now: clock.now)
        catalogue = Catalogue(
            database: database,
            deployment: Deployment(partition: .aws, region: "us-east-1"),
            leaseClock: .given { clock.now }
        )
    }

    func enqueue(_ messages: String..., topic: String = "arn:t") async throws {
        let catalogue = catalogue, now = clock.now
        try await catalogue.database.write { tx in
            for message in messages { try catalogue.enqueueNotification(topic: topic, message: message, at: now, tx) }
        }
    }

    /// A notifier with one webhook for topics that begin with `arn:`.
    func notifier(
        url: String = "http://127.0.0.1:1/hook?key=s3cret",
        settings: Notifier.Settings = Notifier.Settings(),
        send: @escaping @Sendable (Delivery) async throws -> Int
    ) throws -> Notifier {
        guard let topics = TopicPattern("arn:*"), let url = DeliveryURL(url) else { throw CancellationError() }
        return Notifier(
            catalogue: catalogue,
            destinations: NotificationDestinations([
                NotificationDestination(topics: topics, kind: .webhook(WebhookPoster(url: url)))
            ]),
            settings: settings,
            surroundings: .manual(clock),
            logger: log.logger,
            send: send
        )
    }
}

/// What was logged, one text for each line.
final class LoggedLines: Sendable {
    private let entries = Mutex<[(level: Logger.Level, text: String)]>([])

    var all: [String] { entries.withLock { $0.map(\.text) } }

    func lines(at level: Logger.Level) -> [String] {
        entries.withLock { $0.filter { $0.level == level }.map(\.text) }
    }

    var logger: Logger {
        var logger = Logger(label: "test") { [self] _ in Handler(lines: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let lines: LoggedLines
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        init(lines: LoggedLines) { self.lines = lines }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let text = "\(event.message) \(event.metadata ?? [:])"
            lines.entries.withLock { $0.append((event.level, text)) }
        }
    }
}

/// Something that happens and is waited for.
struct Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func send() { continuation.yield() }

    /// Returns at the next `send`, or throws when the task is cancelled before.
    func wait() async throws {
        var iterator = stream.makeAsyncIterator()
        guard await iterator.next() != nil else { throw CancellationError() }
    }
}
