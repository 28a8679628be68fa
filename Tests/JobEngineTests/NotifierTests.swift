import Catalogue
import GlacierModel
import HTTPTypes
import JobEngine
import Logging
import Synchronization
import TestSupport
import Testing

@Suite("The notifier")
struct NotifierTests {
    /// What was sent: the id of the notification, each as often as it was sent.
    private final class Sent: Sendable {
        private let ids = Mutex<[String]>([])

        var all: [String] { ids.withLock { $0 } }

        @discardableResult
        func note(_ delivery: Delivery) -> Int {
            ids.withLock { ids in
                ids.append(delivery.head.headerFields[.known("x-amz-sns-message-id")] ?? "")
                return ids.count
            }
        }
    }

    private let sent = Sent()

    @Test("what was accepted is delivered once, and its line is no secret")
    func delivers() async throws {
        let test = try await NotifierUnderTest()
        try await test.enqueue("one", "two", "three", "four", "five", "six")
        let notifier = try test.notifier { [sent] in sent.note($0) < 4 ? 200 : 299 }
        #expect(try await notifier.deliverDue() == [.delivered: 6])
        #expect(try await notifier.deliverDue() == [:])
        #expect(Set(sent.all).count == 6)
        #expect(sent.all.count == 6)
        #expect(test.log.lines(at: .debug).count == 6)
        #expect(test.log.all.allSatisfy { !$0.contains("s3cret") && !$0.contains("three") })
    }

    @Test("a failure is tried again after a growing delay, under the same id", arguments: [500, 404, 301, 199])
    func triesAgain(_ status: Int) async throws {
        let test = try await NotifierUnderTest()
        try await test.enqueue("m")
        let notifier = try test.notifier { [sent] in sent.note($0) < 3 ? status : 200 }
        #expect(try await notifier.deliverDue() == [.postponed: 1])
        test.clock.advance(by: Span(milliseconds: 999))
        #expect(try await notifier.deliverDue() == [:], "not before a second")
        test.clock.advance(by: Span(milliseconds: 1001))
        #expect(try await notifier.deliverDue() == [.postponed: 1])
        test.clock.advance(by: Span(milliseconds: 1999))
        #expect(try await notifier.deliverDue() == [:], "not before two seconds")
        test.clock.advance(by: Span(milliseconds: 2001))
        #expect(try await notifier.deliverDue() == [.delivered: 1])
        #expect(sent.all.count == 3)
        #expect(Set(sent.all).count == 1)
        #expect(test.log.lines(at: .warning).count == 2)
        #expect(test.log.lines(at: .warning).allSatisfy { $0.contains("status \(status)") })
    }

    @Test("what cannot be delivered is given up when its lifetime is over, with an error")
    func givesUp() async throws {
        struct Refused: Error {}
        let test = try await NotifierUnderTest()
        try await test.enqueue("m")
        let notifier = try test.notifier { [sent] in
            sent.note($0)
            throw Refused()
        }
        var postponed = 0
        for _ in 0..<73 {
            postponed += try await notifier.deliverDue()[.postponed] ?? 0
            test.clock.advance(by: .hours(1))
        }
        #expect(postponed == 72, "after each hour, and last before three days")
        #expect(sent.all.count == 73)
        #expect(test.log.lines(at: .error).count == 1)
        #expect(test.log.lines(at: .error).allSatisfy { $0.contains("lifetime") && $0.contains("arn:t") })
        #expect(try await test.catalogue.timeToNextNotification() == nil)
    }

    @Test("one that waited out its lifetime while nobody worked is still tried once")
    func triesOldOnes() async throws {
        let test = try await NotifierUnderTest()
        try await test.enqueue("m")
        test.clock.advance(by: .hours(1000))
        #expect(try await test.notifier { _ in 200 }.deliverDue() == [.delivered: 1])
    }

    @Test("topics that no destination takes are dropped with a line, and what is no topic is not logged")
    func drops() async throws {
        let test = try await NotifierUnderTest()
        try await test.enqueue("m", topic: "urn:other")
        try await test.enqueue("m", topic: "arn:x\r\nforged line")
        let notifier = try test.notifier { [sent] in sent.note($0) }
        #expect(try await notifier.deliverDue() == [.dropped: 2])
        #expect(sent.all.isEmpty)
        let lines = test.log.lines(at: .info)
        #expect(lines.count == 2)
        #expect(lines.contains { $0.contains("urn:other") })
        #expect(!lines.contains { $0.contains("forged") })
    }

    @Test("what a dead notifier held is taken up after its lease, and if it was only slow it changes nothing")
    func fences() async throws {
        let test = try await NotifierUnderTest()
        try await test.enqueue("m")
        let isSent = Signal(), mayEnd = Signal()
        let slow = try test.notifier { [sent] delivery in
            sent.note(delivery)
            isSent.send()
            try await mayEnd.wait()
            return 500
        }
        let quick = try test.notifier { [sent] delivery in
            sent.note(delivery)
            return 503
        }
        async let late = slow.deliverDue()
        try await isSent.wait()
        test.clock.advance(by: Span(milliseconds: 19_999))
        #expect(try await quick.deliverDue() == [:])
        test.clock.advance(by: Span(milliseconds: 1))
        #expect(try await quick.deliverDue() == [.postponed: 1])
        mayEnd.send()
        #expect(try await late == [.superseded: 1])
        #expect(Set(sent.all).count == 1)
        test.clock.advance(by: .seconds(4))
        #expect(try await test.notifier { _ in 200 }.deliverDue() == [.delivered: 1], "not lost")
    }

    @Test("two notifiers at once deliver each notification once")
    func shares() async throws {
        let test = try await NotifierUnderTest()
        for number in 0..<40 { try await test.enqueue("m\(number)") }
        let notifiers = try (0..<2).map { _ in
            try test.notifier { [sent] delivery in
                sent.note(delivery)
                await Task.yield()
                return 200
            }
        }
        async let first = notifiers[0].deliverDue()
        async let second = notifiers[1].deliverDue()
        let rounds = try await [first, second], delivered = rounds.reduce(0) { $0 + ($1[.delivered] ?? 0) }
        #expect(delivered == 40)
        #expect(sent.all.count == 40)
        #expect(Set(sent.all).count == 40)
    }

    @Test("no more than the set number are under way at once")
    func boundsConcurrency() async throws {
        let test = try await NotifierUnderTest()
        for number in 0..<20 { try await test.enqueue("m\(number)") }
        let running = Mutex((now: 0, most: 0))
        let notifier = try test.notifier(settings: Notifier.Settings(concurrency: 3)) { _ in
            running.withLock { count in
                count.now += 1
                count.most = max(count.most, count.now)
            }
            for _ in 0..<20 { await Task.yield() }
            running.withLock { $0.now -= 1 }
            return 200
        }
        #expect(try await notifier.deliverDue() == [.delivered: 20])
        #expect((1...3).contains(running.withLock { $0.most }))
    }

    @Test("a stop gives back what is under way")
    func stops() async throws {
        let test = try await NotifierUnderTest()
        try await test.enqueue("m")
        let isSent = Signal(), never = Signal()
        let notifier = try test.notifier { _ in
            isSent.send()
            try await never.wait()
            return 200
        }
        try await withThrowingTaskGroup { group in
            group.addTask { await notifier.run() }
            try await isSent.wait()
            group.cancelAll()
            try await group.waitForAll()
        }
        #expect(try await test.catalogue.timeToNextNotification() == .zero)
        #expect(test.log.all.isEmpty, "no delivery failed")
        #expect(try await test.notifier { _ in 200 }.deliverDue() == [.delivered: 1])
    }

    @Test("it goes on by itself until it is stopped")
    func runs() async throws {
        let test = try await NotifierUnderTest()
        try await test.enqueue("m")
        let isDelivered = Signal()
        let notifier = try test.notifier { [sent] delivery in
            if sent.note(delivery) < 5 { return 500 }
            isDelivered.send()
            return 200
        }
        try await withThrowingTaskGroup { group in
            group.addTask { await notifier.run() }
            try await isDelivered.wait()
            group.cancelAll()
            try await group.waitForAll()
        }
        #expect(sent.all.count == 5)
    }
}
