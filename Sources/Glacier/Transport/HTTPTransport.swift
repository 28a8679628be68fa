public import AsyncHTTPClient
public import GlacierModel
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension Transport {
    /// Sends over a client that the program has anyway and shuts down itself.
    ///
    /// The client should not follow redirects and should not retry connections: signed requests go nowhere else, and
    /// `GlacierClient` has its own way to try again.
    public static func http(_ client: HTTPClient) -> Transport {
        Transport { request in
            do {
                let deadline = request.timeLimit.map { NIODeadline.now() + .milliseconds($0.milliseconds) }
                let response = try await client.execute(
                    HTTPClientRequest(request),
                    deadline: deadline ?? .distantFuture
                )
                return TransportAnswer(response)
            } catch {
                throw Self.told(error)
            }
        }
    }

    /// Runs `body` with a transport over HTTP/1.1, with TLS verified against the system's authorities, and closes its
    /// connections when `body` is over.
    ///
    /// It connects to the endpoint and to nothing else: redirects are answers like others.
    ///
    /// - Parameters:
    ///   - connectTimeLimit: for a connection to be made.
    ///   - idleTimeLimit: for the next bytes of a body in either direction.
    ///   - isolation: where `body` runs: on the caller's actor.
    ///   - body: what is done with the transport.
    public static func withHTTP<Value>(
        connectTimeLimit: Span = .seconds(10),
        idleTimeLimit: Span = .seconds(60),
        isolation: isolated (any Actor)? = #isolation,
        _ body: (Transport) async throws -> Value
    ) async throws -> Value {
        let configuration = configuration(connectTimeLimit: connectTimeLimit, idleTimeLimit: idleTimeLimit)
        return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
            try await body(.http(client))
        }
    }

    /// What an HTTP client has to be like that signed requests go through: no redirects, no attempts of its own.
    static func configuration(
        connectTimeLimit: Span = .seconds(10),
        idleTimeLimit: Span = .seconds(60),
        authorities: NIOSSLTrustRoots = .default
    ) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = authorities
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls,
            redirectConfiguration: .disallow,
            timeout: HTTPClient.Configuration.Timeout(
                connect: .milliseconds(connectTimeLimit.milliseconds),
                read: .milliseconds(idleTimeLimit.milliseconds),
                write: .milliseconds(idleTimeLimit.milliseconds)
            )
        )
        configuration.connectionPool.retryConnectionEstablishment = false
        // As many as parts are sent at once at most; a request that waits for a connection has little time for it.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        configuration.httpVersion = .http1Only
        configuration.http1_1ConnectionDebugInitializer = { channel in
            channel.setOption(.recvAllocator, value: Self.receivedPieces)
        }
        return configuration
    }

    /// Bytes that are received at once, as far as they are there: a large output comes in few pieces, each of which is
    /// handed from one thread to another.
    private static let receivedPieces = AdaptiveRecvByteBufferAllocator(
        minimum: 2048,
        initial: 65_536,
        maximum: 512 << 10
    )

    /// The error in the words of this seam.
    private static func told(_ error: any Error) -> any Error {
        if error is CancellationError || Task.isCancelled { return CancellationError() }
        if error is PayloadError { return error }
        return TransportError(isBeforeSending(error) ? .notSent : .unknown, cause: error)
    }

    private static func isBeforeSending(_ error: any Error) -> Bool {
        switch error {
        case let error as HTTPClientError:
            [
                .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .socksHandshakeTimeout,
                .httpProxyHandshakeTimeout,
            ].contains(error)
        case let error as ChannelError: if case .connectTimeout = error { true } else { false }
        case let error as IOError: error.errnoCode == ECONNREFUSED
        default: error is NIOConnectionError
        }
    }
}

extension HTTPClientRequest {
    fileprivate init(_ request: TransportRequest) {
        let head = request.head, authority = head.authority ?? ""
        self.init(url: "\(head.scheme ?? "")://\(authority)\(head.path ?? "")")
        method = HTTPMethod(rawValue: head.method.rawValue)
        // The very text that was signed.
        headers.add(name: "Host", value: authority)
        for field in head.headerFields { headers.add(name: field.name.rawName, value: field.value) }
        switch request.body {
        case .none: break
        case .bytes(let buffer): body = .bytes(buffer)
        case .stream(let stream, let length): body = .stream(stream, length: .known(length))
        }
    }
}

extension TransportAnswer {
    fileprivate init(_ response: HTTPClientResponse) {
        var headers = HTTPFields()
        for (name, value) in response.headers {
            guard let name = HTTPField.Name(name) else { continue }
            headers.append(HTTPField(name: name, value: value))
        }
        self.init(
            status: HTTPResponse.Status(code: Int(response.status.code)),
            headers: headers,
            body: ByteStream(response.body)
        )
    }
}
