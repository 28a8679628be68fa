import HTTPTypes
import NIOCore

/// The task of one connection: takes its requests one after the other and answers each before the next.
struct ConnectionSession: Sendable {
    let connection: Connection
    let service: ServerService

    /// Returns when the connection is closed. Cancelling it closes the connection and cancels the request's handler.
    func run() async {
        await withTaskCancellationHandler {
            let remoteAddress = connection.channel.remoteAddress
            while await serveNext(remoteAddress) {}
            // Succeeds whenever the channel is closed, and has no other outcome.
            try? await connection.channel.closeFuture.get()
        } onCancel: {
            connection.close()
        }
    }

    /// Answers one request. Answers `false` when there was none.
    private func serveNext(_ remoteAddress: SocketAddress?) async -> Bool {
        do {
            guard let received = try await connection.nextRequest() else { return false }
            await answer(received, from: remoteAddress)
            return true
        } catch let error as MalformedRequest {
            await refuse(error, from: remoteAddress)
            return true
        } catch {
            return false
        }
    }

    private func answer(_ received: ReceivedRequest, from remoteAddress: SocketAddress?) async {
        let started = NIODeadline.now()
        let request = IncomingRequest(
            head: received.head.request,
            requestID: service.requestID(),
            remoteAddress: remoteAddress,
            isSecure: service.settings.tls != nil,
            body: body(of: received)
        )
        let response = await service.handler(request)
        let outcome = await send(response, method: request.head.method, requestID: request.requestID)
        service.recorder.record(
            RequestRecord(
                request: request.head,
                requestID: request.requestID,
                remoteAddress: remoteAddress,
                response: response,
                outcome: outcome,
                duration: .now() - started
            )
        )
    }

    private func refuse(_ error: MalformedRequest, from remoteAddress: SocketAddress?) async {
        let started = NIODeadline.now()
        let requestID = service.requestID()
        var response = service.malformed(error, requestID)
        response.closesConnection = true
        let outcome = await send(response, method: nil, requestID: requestID)
        service.recorder.record(
            RequestRecord(
                request: nil,
                requestID: requestID,
                remoteAddress: remoteAddress,
                response: response,
                outcome: outcome,
                duration: .now() - started
            )
        )
    }

    private func body(of received: ReceivedRequest) -> IncomingBody {
        guard received.head.isChunked || received.head.declaredLength != nil else { return IncomingBody() }
        return IncomingBody(
            declaredLength: received.head.declaredLength,
            isChunked: received.head.isChunked
        ) { [connection] in
            try await connection.nextChunk(of: received.number)
        }
    }

    private func send(
        _ response: OutgoingResponse,
        method: HTTPRequest.Method?,
        requestID: String
    ) async -> ResponseOutcome {
        let head = ResponseHead(response, method: method, requestID: requestID, date: service.date())
        do {
            switch response.body {
            case .stream(let length, let write) where head.hasBody:
                return try await stream(length: length, head: head, closes: response.closesConnection, write)
            case .bytes(let buffer) where head.hasBody:
                return ResponseOutcome(
                    try await connection.respond(head.head, body: buffer, closes: response.closesConnection)
                )
            case .none, .bytes, .stream:
                return ResponseOutcome(
                    try await connection.respond(head.head, body: nil, closes: response.closesConnection)
                )
            }
        } catch {
            return ResponseOutcome(ExchangeSummary(), failure: error)
        }
    }

    private func stream(
        length: Int64,
        head: ResponseHead,
        closes: Bool,
        _ write: @Sendable (any OutgoingBodyWriter) async throws -> Void
    ) async throws -> ResponseOutcome {
        connection.startResponse(head.head, closes: closes)
        let body = StreamedBody(connection: connection, length: length)
        do {
            try await write(body)
            return ResponseOutcome(try await connection.endResponse(with: body.finish()))
        } catch {
            return ResponseOutcome(try await connection.abort(), failure: error)
        }
    }
}

/// How a response went out.
struct ResponseOutcome: Sendable {
    let summary: ExchangeSummary
    /// Why it was broken off.
    let failure: (any Error)?

    init(_ summary: ExchangeSummary, failure: (any Error)? = nil) {
        self.summary = summary
        self.failure = failure ?? (summary.isLost ? OutgoingBodyError.connectionLost : nil)
    }
}
