import DatabaseTesting
import GlacierModel
import SQLDatabase
import Synchronization
import Testing

@testable import Catalogue

@Suite("The outbox of notifications")
struct NotificationRecordsTests {
    private typealias Test = CatalogueUnderTest

    /// Seconds since the creation of the vault, by the clock of leases.
    private final class LeaseSeconds: Sendable {
        private let seconds = Mutex<Int64>(0)

        var now: Timestamp { seconds.withLock { Test.later($0) } }

        func set(_ value: Int64) { seconds.withLock { $0 = value } }
    }

    private let clock = LeaseSeconds()

    private func outbox(_ messages: (text: String, second: Int64)...) async throws -> Catalogue {
        let database = try await FreshDatabase(), clock = clock
        try await Catalogue.migrate(database, now: Test.creation)
        let catalogue = Catalogue(
            database: database,
            deployment: Deployment(partition: .aws, region: "us-east-1"),
            leaseClock: .given { clock.now }
        )
        for (text, second) in messages {
            clock.set(second)
            try await database.write { tx in
                try catalogue.enqueueNotification(topic: "arn:\(text)", message: text, at: Test.later(second), tx)
            }
        }
        clock.set(0)
        return catalogue
    }

    private func claim(_ catalogue: Catalogue, limit: Int = 10) async throws -> [ClaimedNotification] {
        try await catalogue.claimNotifications(limit: limit, lease: .seconds(60))
    }

    @Test("due ones are taken, those that wait longest first, and no more than asked for")
    func claimsInOrder() async throws {
        let catalogue = try await outbox(("b", 2), ("a", 1), ("c", 3), ("later", 11))
        clock.set(10)
        let first = try await claim(catalogue, limit: 2)
        #expect(first.map(\.message) == ["a", "b"])
        #expect(first.map(\.topic) == ["arn:a", "arn:b"])
        #expect(first.map(\.creationDate) == [Test.later(1), Test.later(2)])
        #expect(first.map(\.attempt) == [1, 1])
        #expect(try await claim(catalogue).map(\.message) == ["c"])
        #expect(try await claim(catalogue).isEmpty)
    }

    @Test("what is taken by a transaction that fails was never there")
    func enqueuesInTransaction() async throws {
        struct Failure: Error {}
        let catalogue = try await outbox()
        await #expect(throws: Failure.self) {
            try await catalogue.database.write { tx in
                try catalogue.enqueueNotification(topic: "t", message: "m", at: Test.creation, tx)
                throw Failure()
            }
        }
        #expect(try await catalogue.timeToNextNotification() == nil)
    }

    @Test("a claim whose lease is over is taken up again, and the late one changes nothing")
    func fences() async throws {
        let catalogue = try await outbox(("a", 0))
        let late = try #require(try await claim(catalogue).first)
        clock.set(59)
        #expect(try await claim(catalogue).isEmpty)
        clock.set(60)
        let current = try #require(try await claim(catalogue).first)
        #expect(current.key == late.key)
        #expect(current.attempt == 2)
        #expect(try await !catalogue.removeNotification(late))
        #expect(try await !catalogue.postponeNotification(late, by: .zero))
        #expect(try await claim(catalogue).isEmpty)
        #expect(try await catalogue.removeNotification(current))
        #expect(try await !catalogue.removeNotification(current))
        #expect(try await catalogue.timeToNextNotification() == nil)
    }

    @Test("a late one that nobody took up meanwhile still counts")
    func acceptsLate() async throws {
        let catalogue = try await outbox(("a", 0))
        let late = try #require(try await claim(catalogue).first)
        clock.set(600)
        #expect(try await catalogue.removeNotification(late))
    }

    @Test("a postponed one is taken again when its time has come")
    func postpones() async throws {
        let catalogue = try await outbox(("a", 0))
        let first = try #require(try await claim(catalogue).first)
        clock.set(10)
        #expect(try await catalogue.postponeNotification(first, by: .seconds(5)))
        clock.set(14)
        #expect(try await claim(catalogue).isEmpty)
        clock.set(15)
        #expect(try await claim(catalogue).map(\.attempt) == [2])
    }

    @Test("the time to the next one is that to the earliest, whether new, taken or postponed")
    func tellsNext() async throws {
        let catalogue = try await outbox(("a", 5), ("b", 100))
        #expect(try await catalogue.timeToNextNotification() == .seconds(5))
        clock.set(8)
        #expect(try await catalogue.timeToNextNotification() == .zero)
        let taken = try #require(try await claim(catalogue).first)
        #expect(try await catalogue.timeToNextNotification() == .seconds(60))
        #expect(try await catalogue.postponeNotification(taken, by: .seconds(7)))
        #expect(try await catalogue.timeToNextNotification() == .seconds(7))
        #expect(try await claim(catalogue).isEmpty)
        clock.set(15)
        #expect(try await catalogue.removeNotification(try #require(try await claim(catalogue).first)))
        #expect(try await catalogue.timeToNextNotification() == .seconds(85))
    }

    @Test("two who take at once never get the same one")
    func claimsOnce() async throws {
        let catalogue = try await outbox(("a", 0), ("b", 0), ("c", 0), ("d", 0), ("e", 0), ("f", 0))
        let taken = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for _ in 0..<6 { group.addTask { try await claim(catalogue, limit: 2).map(\.key) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(taken.count == 6)
        #expect(Set(taken).count == 6)
    }

    @Test("a row that no program of this version writes is refused")
    func refusesCorruptRows() async throws {
        let catalogue = try await outbox(("a", 0))
        try await catalogue.database.write { tx in _ = try tx.execute("UPDATE notifications SET attempts = -1") }
        await #expect(throws: CorruptRow.self) { try await claim(catalogue) }
    }
}
