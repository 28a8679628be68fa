import GlacierModel
import HTTPTypes
import NIOCore
import Synchronization
import TestSupport

@testable import Glacier

/// A service that answers what it is told to, and keeps what it was sent.
final class ScriptedService: Sendable {
    /// A request as it arrived.
    struct Arrival: Sendable {
        let head: HTTPRequest
        let body: [UInt8]
        let timeLimit: Span?

        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { head.headerFields[$0] } }
    }

    /// What becomes of a request.
    enum Step: Sendable {
        case answer(Int, HTTPFields = [:], String = "")
        /// No answer comes.
        case loss(TransportError.Fate)
        /// The task that waits for the answer is cancelled.
        case cancellation
        /// An error that is no `TransportError`.
        case surprise
        /// An answer whose body breaks off.
        case brokenBody(Int)

        static func error(_ status: Int, _ code: String, _ headers: HTTPFields = [:]) -> Step {
            .answer(status, headers, #"{"code":"\#(code)","message":"words","type":"Client"}"#)
        }
    }

    struct Surprise: Error {}

    private struct State {
        var steps: [Step]
        var arrivals: [Arrival] = []
        var waits: [Span] = []
    }

    private let state: Mutex<State>
    /// Answers what is behind the last step.
    private let rest: Step

    init(_ steps: [Step], then rest: Step = .answer(204)) {
        state = Mutex(State(steps: steps))
        self.rest = rest
    }

    var arrivals: [Arrival] { state.withLock { $0.arrivals } }

    /// How long the client waited between its attempts.
    var waits: [Span] { state.withLock { $0.waits } }

    var transport: Transport {
        Transport { request in
            let body = try await request.body.bytes()
            let step = self.state.withLock { state in
                state.arrivals.append(Arrival(head: request.head, body: body, timeLimit: request.timeLimit))
                return state.steps.isEmpty ? self.rest : state.steps.removeFirst()
            }
            return try step.outcome()
        }
    }

    /// A client of this service: its clock stands still, but for waiting.
    func client(
        retries: RetryPolicy = RetryPolicy(),
        clock: ManualClock = ManualClock(),
        credentials: any CredentialsProvider = StaticCredentials.example
    ) throws -> GlacierClient {
        var surroundings = Surroundings.manual(clock)
        let sleep = surroundings.sleep
        surroundings.sleep = { span in
            self.state.withLock { $0.waits.append(span) }
            try await sleep(span)
        }
        return GlacierClient(
            endpoint: try Endpoint(region: "us-east-1"),
            credentials: credentials,
            transport: transport,
            retries: retries,
            surroundings: surroundings
        )
    }
}

extension ScriptedService.Step {
    fileprivate func outcome() throws -> TransportAnswer {
        switch self {
        case .answer(let status, let headers, let body):
            return TransportAnswer(
                status: HTTPResponse.Status(code: status),
                headers: headers,
                body: .of([ByteBuffer(string: body)])
            )
        case .loss(let fate): throw TransportError(fate, cause: ScriptedService.Surprise())
        case .cancellation: throw CancellationError()
        case .surprise: throw ScriptedService.Surprise()
        case .brokenBody(let status):
            return TransportAnswer(
                status: HTTPResponse.Status(code: status),
                headers: [:],
                body: ByteStream(chunks: { { throw ScriptedService.Surprise() } })
            )
        }
    }
}

extension TransportRequest.Body {
    /// Everything that is to be sent, as a transport takes it.
    func bytes() async throws -> [UInt8] {
        switch self {
        case .none: return []
        case .bytes(let buffer): return Array(buffer.readableBytesView)
        case .stream(let stream, _): return try await stream.collect(upTo: .max) ?? []
        }
    }
}

extension ByteStream {
    static func of(_ buffers: [ByteBuffer]) -> ByteStream {
        ByteStream(chunks: {
            var rest = buffers[...]
            return { rest.popFirst() }
        })
    }
}

extension StaticCredentials {
    /// The key of the documentation's examples.
    static let example = StaticCredentials(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE",
        secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    )
}
