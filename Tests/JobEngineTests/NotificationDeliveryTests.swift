import FirnHTTP
import GlacierModel
import HTTPTypes
import JobEngine
import Logging
import Synchronization
import TestSupport
import Testing

@Suite("From the outbox to a real server")
struct NotificationDeliveryTests {
    @Test("a receiver that fails once and then works gets the notification twice under one id")
    func retries() async throws {
        let test = try await NotifierUnderTest()
        try await test.enqueue(#"{"Action":"ArchiveRetrieval"}"#)
        let ids = Mutex<[String]>([])
        try await withLoopbackServer { request in
            let id = request.head.headerFields[.known("x-amz-sns-message-id")] ?? ""
            let count = ids.withLock { ids in
                ids.append(id)
                return ids.count
            }
            return OutgoingResponse(status: count == 1 ? .internalServerError : .ok)
        } _: { authority in
            try await HTTPSender.with(sleep: { _ in try await Signal().wait() }) { sender in
                let notifier = try test.notifier(url: "http://\(authority)/") { try await sender.send($0) }
                #expect(try await notifier.deliverDue() == [.postponed: 1])
                test.clock.advance(by: .seconds(2))
                #expect(try await notifier.deliverDue() == [.delivered: 1])
            }
        }
        let received = ids.withLock { $0 }
        #expect(received.count == 2)
        #expect(Set(received).count == 1)
    }

    @Test("a receiver that is away is tried again, and its secret path is not logged")
    func awaits() async throws {
        let test = try await NotifierUnderTest()
        try await test.enqueue("m")
        let gone = Mutex("")
        try await withLoopbackServer { _ in
            OutgoingResponse(status: .ok)
        } _: { authority in
            gone.withLock { $0 = authority }
        }
        let url = "http://\(gone.withLock { $0 })/hook?key=s3cret"
        try await HTTPSender.with(sleep: { _ in try await Signal().wait() }) { sender in
            let notifier = try test.notifier(url: url) { try await sender.send($0) }
            #expect(try await notifier.deliverDue() == [.postponed: 1])
        }
        #expect(test.log.lines(at: .warning).count == 1)
        #expect(test.log.all.allSatisfy { !$0.contains("s3cret") })
    }
}
