public import GlacierAPI
public import GlacierModel
import HTTPTypes
import NIOCore
import SigV4
import TreeHash

/// A client of the API, version 2012-06-01, for any service that speaks it.
///
/// It has one method for each of the 33 operations, by the names that AWS gives them. A method throws:
/// - `GlacierError` when the service answers an error,
/// - `TransportError` when there is no answer,
/// - `UnsendableCall` or `UnreadableAnswer` where a parameter or an answer makes no sense on the wire,
/// - `PayloadError` when the source of an upload fails,
/// - `CancellationError` when the task is cancelled,
/// - what the credentials provider throws.
///
/// Requests that failed for the moment are repeated as ``RetryPolicy`` says, but only those that can do no harm: where
/// nobody knows whether a request was carried out, UploadArchive, InitiateJob, InitiateMultipartUpload,
/// InitiateVaultLock and PurchaseProvisionedCapacity are not repeated. When the service refuses a signature and its
/// clock turns out to be another one, the request is signed once more by that clock.
///
/// A client is a value: copies share what it knows of the service's clock.
public struct GlacierClient: Sendable {
    /// Where requests go.
    public let endpoint: Endpoint
    private let credentials: any CredentialsProvider
    private let transport: Transport
    private let retries: RetryPolicy
    private let timeLimit: Span
    let surroundings: Surroundings
    private let clock: ServiceClock

    /// - Parameters:
    ///   - endpoint: where requests go.
    ///   - credentials: asked before every attempt.
    ///   - transport: how requests are sent: see `Transport.withHTTP`.
    ///   - retries: how often a request is tried.
    ///   - timeLimit: for one attempt of a request, from its beginning to the head of its answer; not for uploads,
    ///     which have the transport's limit for standing still.
    ///   - surroundings: clock, chance and waiting.
    public init(
        endpoint: Endpoint,
        credentials: any CredentialsProvider,
        transport: Transport,
        retries: RetryPolicy = RetryPolicy(),
        timeLimit: Span = .seconds(60),
        surroundings: Surroundings = .ofThisMachine
    ) {
        self.endpoint = endpoint
        self.credentials = credentials
        self.transport = transport
        self.retries = retries
        self.timeLimit = timeLimit
        self.surroundings = surroundings
        clock = ServiceClock(now: surroundings.now)
    }

    /// How far the service's clock is ahead of this machine's; negative where it is behind. Zero until a signature was
    /// refused by a service whose clock is a minute or more away: from then on requests are signed by that clock.
    public var clockLead: Duration { clock.knownLead }

    /// Runs `body` with a client over HTTP, and closes its connections when `body` is over.
    public static func with<Value>(
        endpoint: Endpoint,
        credentials: any CredentialsProvider,
        retries: RetryPolicy = RetryPolicy(),
        isolation: isolated (any Actor)? = #isolation,
        _ body: (GlacierClient) async throws -> Value
    ) async throws -> Value {
        try await Transport.withHTTP { transport in
            try await body(
                GlacierClient(
                    endpoint: endpoint,
                    credentials: credentials,
                    transport: transport,
                    retries: retries
                )
            )
        }
    }

    /// Makes a call of any operation but those whose bytes are streamed: UploadArchive and UploadMultipartPart have
    /// methods that take a `Payload`, GetJobOutput one that gives a `JobOutput`.
    public func perform<Operation: Contract>(
        _ operation: Operation.Type,
        _ call: Operation.Call
    ) async throws -> Operation.Reply {
        try await perform(operation, call, payload: nil)
    }
}

extension GlacierClient {
    /// Bytes of an answer's document: the largest are pages of 50 jobs.
    private static let largestDocument = 8 << 20
    /// Bytes of an error's document that are read.
    private static let largestError = 64 << 10

    func perform<Operation: Contract>(
        _ operation: Operation.Type,
        _ call: Operation.Call,
        payload: Payload?
    ) async throws -> Operation.Reply {
        let request = try Operation.request(for: call)
        if case .stream(let length) = request.body, payload?.summary.length != length {
            throw UnsendableCall("body", "not \(length) bytes")
        }
        return try await send(request, Operation.operation, payload) { answer in
            guard let body = try await answer.body.collect(upTo: Self.largestDocument) else {
                throw UnreadableAnswer("body")
            }
            return try Operation.reply(from: APIAnswer(status: answer.status, headers: answer.headers, body: body))
        }
    }

    /// Sends a request until an answer says success, a failure is final, or the attempts are used up.
    ///
    /// - Parameter read: takes what is wanted from the answer; losing the connection meanwhile is a failed attempt.
    func send<Value>(
        _ request: APIRequest,
        _ operation: OperationName,
        _ payload: Payload?,
        _ read: (TransportAnswer) async throws -> Value
    ) async throws -> Value {
        var attempt = 1, mayCorrectClock = true
        while true {
            try Task.checkCancellation()
            let (signed, reading) = try await signed(request, payload)
            let failure: FailedAttempt
            do {
                let answer = try await transport.send(signed)
                if (200..<300).contains(answer.status.code) { return try await read(answer) }
                let error = try await GlacierError(Self.whole(answer), of: operation)
                if mayCorrectClock, error.mayComeOfClockSkew,
                    clock.adopt(httpDate: answer.headers[.date], signed: reading), isRepeatable(payload)
                {
                    mayCorrectClock = false
                    continue
                }
                failure = .answered(error)
            } catch {
                failure = .broken(try Self.broken(error))
            }
            guard attempt < retries.maximumAttempts, isRepeatable(payload),
                failure.mayBeRepeated(operation.repetition)
            else { throw failure.error }
            let chance = surroundings.randomBytes(4).reduce(0) { $0 << 8 | UInt32($1) }
            try await surroundings.sleep(retries.delay(afterAttempt: attempt, chance: chance))
            attempt += 1
        }
    }

    private func isRepeatable(_ payload: Payload?) -> Bool { payload?.passes != .one }

    /// - Throws: what no attempt can change.
    private static func broken(_ error: any Error) throws -> TransportError {
        switch error {
        case let error as TransportError: return error
        case is UnreadableAnswer, is PayloadError, is CancellationError: throw error
        default: return TransportError(.unknown, cause: error)
        }
    }

    private func signed(
        _ request: APIRequest,
        _ payload: Payload?
    ) async throws -> (TransportRequest, ServiceClock.Reading) {
        let credentials = try await credentials.credentials()
        var head = HTTPRequest(
            method: request.method,
            scheme: endpoint.scheme,
            authority: endpoint.authority,
            path: request.target
        )
        head.headerFields = request.headers
        head.headerFields[.userAgent] = "Glacier-Swift"
        let (hash, body, limit) = content(of: request, payload)
        let signer = SigV4Signer(
            credentials: SigningCredentials(
                accessKeyID: credentials.accessKeyID,
                secretAccessKey: credentials.secretAccessKey,
                sessionToken: credentials.sessionToken
            ),
            region: endpoint.region,
            service: "glacier"
        )
        let reading = clock.reading
        let signed = signer.sign(head, payloadHash: hash, at: reading.instant)
        return (TransportRequest(head: signed, body: body, timeLimit: limit), reading)
    }

    private func content(
        of request: APIRequest,
        _ payload: Payload?
    ) -> (payloadHash: String, TransportRequest.Body, timeLimit: Span?) {
        switch (request.body, payload) {
        case (.stream(let length), let payload?):
            (payload.summary.contentSHA256.hex, .stream(payload.stream, length: length), nil)
        case (.json(let document), _):
            (PayloadHash.hex(of: document), .bytes(ByteBuffer(bytes: document)), timeLimit)
        case (.none, _), (.stream, nil): (PayloadHash.empty, .none, timeLimit)
        }
    }

    private static func whole(_ answer: TransportAnswer) async throws -> APIAnswer {
        let body = try await answer.body.collect(upTo: largestError)
        return APIAnswer(status: answer.status, headers: answer.headers, body: body ?? [])
    }
}
