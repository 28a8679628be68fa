import FirnHTTP
import GlacierModel
import HTTPTypes
import NIOCore
import SigV4
import Synchronization
import Testing

@testable import Catalogue
@testable import JobEngine

@Suite("Sending notifications over HTTP")
struct HTTPSenderTests {
    private let notification = ClaimedNotification(
        key: 7,
        topic: "arn:aws:sns:us-east-1:111122223333:t",
        message: #"{"Action":"ArchiveRetrieval"}"#,
        creationDate: Timestamp(seconds: 0),
        attempt: 1
    )

    private func webhook(_ authority: String, _ path: String = "/hook?key=s3cret") throws -> Delivery {
        WebhookPoster(url: try #require(DeliveryURL("http://\(authority)\(path)"))).delivery(of: notification)
    }

    /// Waits for ever, so that the time is never up.
    private static let noLimit: @Sendable (Span) async throws -> Void = { _ in
        for await _ in AsyncStream<Void>.makeStream().stream {}
        throw CancellationError()
    }

    /// A server that counts requests and answers all alike.
    private func status(
        answering response: OutgoingResponse,
        requests: Int = 1,
        send: Int = 1
    ) async throws -> [Int] {
        let statuses = Mutex<[Int]>([]), count = Mutex(0)
        try await withLoopbackServer { _ in
            count.withLock { $0 += 1 }
            return response
        } _: { authority in
            try await HTTPSender.with(sleep: Self.noLimit) { sender in
                for _ in 0..<send {
                    let status = try await sender.send(try webhook(authority))
                    statuses.withLock { $0.append(status) }
                }
            }
        }
        #expect(count.withLock { $0 } == requests)
        return statuses.withLock { $0 }
    }

    @Test("a webhook gets the request byte for byte")
    func sendsWebhooks() async throws {
        let received = Mutex<[(HTTPRequest, [UInt8])]>([])
        try await withLoopbackServer { request in
            let body = (try? await request.body.collect()) ?? []
            received.withLock { $0.append((request.head, body)) }
            return OutgoingResponse(status: .noContent)
        } _: { authority in
            let delivery = try webhook(authority)
            try await HTTPSender.with(sleep: Self.noLimit) { sender in
                let status = try await sender.send(delivery)
                #expect(status == 204)
            }
            let (head, body) = try #require(received.withLock { $0.first })
            #expect(body == delivery.body)
            #expect(head.method == .post)
            #expect(head.path == "/hook?key=s3cret")
            #expect(head.authority == authority)
            for field in delivery.head.headerFields { #expect(head.headerFields[field.name] == field.value) }
            #expect(head.headerFields[.contentLength] == String(body.count))
        }
        #expect(received.withLock { $0.count } == 1)
    }

    @Test("what SNS receives has a signature that holds")
    func sendsToSNS() async throws {
        let credentials = SigningCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret")
        try await withLoopbackServer { request in
            do {
                let claim = try SignatureClaim.parse(request.head)
                let keys = SigningKeyCache()
                try SigV4Verifier(region: "us-east-1", service: "sns", allowedSkewSeconds: 0, keys: keys).verify(
                    claim,
                    of: request.head,
                    payloadHash: PayloadHash.hex(of: try await request.body.collect()),
                    secretAccessKey: "secret",
                    now: SigningInstant(secondsSince1970: 1_767_323_045)
                )
                return OutgoingResponse(status: .ok)
            } catch {
                return OutgoingResponse(status: .forbidden)
            }
        } _: { authority in
            for path in ["", "/a%20b/?x=1"] {
                let publisher = SNSPublisher(
                    endpoint: try #require(DeliveryURL("http://\(authority)\(path)")),
                    region: "us-east-1",
                    credentials: credentials
                )
                let delivery = publisher.delivery(of: notification, at: Timestamp(seconds: 1_767_323_045))
                try await HTTPSender.with(sleep: Self.noLimit) { sender in
                    let status = try await sender.send(delivery)
                    #expect(status == 200)
                }
            }
        }
    }

    @Test("a status is told whatever it is", arguments: [200, 400, 500, 503])
    func tellsStatus(_ code: Int) async throws {
        #expect(try await status(answering: OutgoingResponse(status: .init(code: code))) == [code])
    }

    @Test("redirects are not followed", arguments: [301, 302, 303, 307, 308])
    func doesNotFollow(_ code: Int) async throws {
        var response = OutgoingResponse(status: .init(code: code))
        response.headers[.location] = "/elsewhere"
        #expect(try await status(answering: response) == [code])
    }

    @Test("a huge answer is not read to its end")
    func boundsAnswers() async throws {
        let written = Mutex<Int64>(0)
        let chunk = ByteBuffer(repeating: 0x61, count: 1 << 16)
        let response = OutgoingResponse(
            status: .ok,
            body: .stream(length: 1 << 40) { writer in
                while true {
                    try await writer.write(chunk)
                    written.withLock { $0 += 1 << 16 }
                }
            }
        )
        #expect(try await status(answering: response, requests: 2, send: 2) == [200, 200])
        #expect(written.withLock { $0 } < 1 << 28)
    }

    @Test("a refused connection is a failure at once")
    func refused() async throws {
        let authority = Mutex("")
        try await withLoopbackServer { _ in
            OutgoingResponse(status: .ok)
        } _: { own in
            authority.withLock { $0 = own }
        }
        // The server is gone, and its port with it.
        let delivery = try webhook(authority.withLock { $0 })
        try await HTTPSender.with(sleep: Self.noLimit) { sender in
            let error = await #expect(throws: (any Error).self) { try await sender.send(delivery) }
            #expect(error.map { !"\($0)".contains("s3cret") } == true)
        }
    }

    @Test("a server that does not answer costs the time limit and no more")
    func timesOut() async throws {
        let isAsked = Signal(), never = Signal()
        try await withLoopbackServer { _ in
            isAsked.send()
            try? await never.wait()
            return OutgoingResponse(status: .ok)
        } _: { authority in
            let delivery = try webhook(authority)
            let sleep: @Sendable (Span) async throws -> Void = { span in
                #expect(span == .seconds(10))
                try await isAsked.wait()
            }
            try await HTTPSender.with(sleep: sleep) { sender in
                await #expect(throws: DeliveryTimedOut.self) { try await sender.send(delivery) }
            }
        }
    }

    @Test("an answer whose body hangs counts: it was delivered")
    func bodyHangs() async throws {
        let never = Signal()
        let response = OutgoingResponse(
            status: .ok,
            body: .stream(length: 2) { writer in
                try await writer.write(ByteBuffer(string: "a"))
                try await never.wait()
            }
        )
        try await withLoopbackServer { _ in
            response
        } _: { authority in
            let delivery = try webhook(authority)
            // The time of the head is never up, that of the body at once.
            let sleep: @Sendable (Span) async throws -> Void = { span in
                if span == .seconds(10) { try await Self.noLimit(span) }
            }
            try await HTTPSender.with(sleep: sleep) { sender in
                let status = try await sender.send(delivery)
                #expect(status == 200)
            }
        }
    }
}
