import AsyncHTTPClient
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import SigV4
import TreeHash

extension HTTPField.Name {
    /// The id of an upload, in the answer to its start.
    static var multipartUploadID: Self { constant("x-amz-multipart-upload-id") }
    fileprivate static var version: Self { constant("x-amz-glacier-version") }
    fileprivate static var partSize: Self { constant("x-amz-part-size") }
    fileprivate static var contentHash: Self { constant("x-amz-content-sha256") }
    fileprivate static var treeHash: Self { constant("x-amz-sha256-tree-hash") }
    fileprivate static var archiveSize: Self { constant("x-amz-archive-size") }

    private static func constant(_ name: String) -> Self {
        guard let name = Self(name) else { preconditionFailure("not a field name") }
        return name
    }
}

/// Signs requests and sends them to one server, over connections that are kept alive.
struct GlacierClient: Sendable {
    private let http: HTTPClient
    private let address: String
    private let credentials: SigningCredentials

    /// The only vault, once ``createVault()`` has made it.
    let vaultPath = "/-/vaults/benchmark"

    /// Lends a client with at most so many connections to `body`.
    static func with<Result>(
        _ server: ServerProcess,
        connections: Int,
        _ body: (GlacierClient) async throws -> Result
    ) async throws -> Result {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        return try await HTTPClient.withHTTPClient(configuration: configuration) { http in
            try await body(GlacierClient(http: http, address: server.address))
        }
    }

    private init(http: HTTPClient, address: String, credentials: SigningCredentials = ServerProcess.credentials) {
        self.http = http
        self.address = address
        self.credentials = credentials
    }

    /// The same client, acting as somebody else.
    func acting(as credentials: SigningCredentials) -> GlacierClient {
        GlacierClient(http: http, address: address, credentials: credentials)
    }

    /// A request that may be sent again and again for a quarter of an hour.
    func request(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ fields: HTTPFields = [:],
        payload: Payload? = nil,
        service: String = "glacier"
    ) -> HTTPClientRequest {
        var head = HTTPRequest(method: method, scheme: "http", authority: address, path: path, headerFields: fields)
        head.headerFields[.version] = "2012-06-01"
        let now = SigningInstant(secondsSince1970: Int64(Date().timeIntervalSince1970))
        let signer = SigV4Signer(credentials: credentials, region: "us-east-1", service: service)
        head = signer.sign(head, payloadHash: payload?.linearHash ?? PayloadHash.empty, at: now)
        var request = HTTPClientRequest(url: "http://\(address)\(path)")
        request.method = HTTPMethod(rawValue: method.rawValue)
        for field in head.headerFields { request.headers.add(name: field.name.rawName, value: field.value) }
        request.body = payload?.body
        return request
    }

    /// A request to a server that asks for no signature.
    func plainRequest(_ method: HTTPRequest.Method, _ path: String, payload: Payload? = nil) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: "http://\(address)\(path)")
        request.method = HTTPMethod(rawValue: method.rawValue)
        request.body = payload?.body
        return request
    }

    /// Sends a request and reads the whole answer.
    ///
    /// - Parameters:
    ///   - expected: the status of an error that is what is wanted.
    ///   - timeout: until the head of the answer is there.
    /// - Throws: `BenchmarkError` when it is not a success.
    @discardableResult
    func send(
        _ request: HTTPClientRequest,
        expecting expected: UInt? = nil,
        timeout: TimeAmount = .minutes(5)
    ) async throws -> (headers: HTTPHeaders, body: ByteBuffer) {
        let response = try await http.execute(request, timeout: timeout)
        let body = try await response.body.collect(upTo: 1 << 20)
        guard (200..<300).contains(response.status.code) || response.status.code == expected else {
            let text = String(decoding: body.readableBytesView, as: UTF8.self)
            throw BenchmarkError("\(request.method) \(request.url): \(response.status) \(text)")
        }
        return (response.headers, body)
    }
}

extension GlacierClient {
    /// Asks for something and drops the answer's body as it comes.
    ///
    /// - Returns: how many bytes it had.
    func download(_ path: String) async throws -> Int { try await download(request(.get, path)) }

    /// Sends a request and drops the answer's body as it comes.
    ///
    /// - Returns: how many bytes it had.
    func download(_ request: HTTPClientRequest) async throws -> Int {
        let response = try await http.execute(request, timeout: .minutes(5))
        guard response.status == .ok || response.status == .partialContent else {
            throw BenchmarkError("\(request.url): \(response.status)")
        }
        var count = 0
        for try await buffer in response.body { count += buffer.readableBytes }
        return count
    }

    /// Starts a job and waits until it has succeeded.
    ///
    /// - Returns: the path of the job.
    func finishedJob(_ parameters: String) async throws -> String {
        let jobs = "\(vaultPath)/jobs"
        let answer = try await send(request(.post, jobs, payload: Payload(bytes: Array(parameters.utf8))))
        guard let identifier = answer.headers.first(name: "x-amz-job-id") else {
            throw BenchmarkError("a job without an id")
        }
        let job = "\(jobs)/\(identifier)"
        while true {
            let document = try await send(request(.get, job)).body
            let text = String(decoding: document.readableBytesView, as: UTF8.self)
            if text.contains(#""StatusCode":"Succeeded""#) { return job }
            guard text.contains(#""StatusCode":"InProgress""#) else { throw BenchmarkError(text) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Makes a user with a managed policy, and keys for it.
    func makeUser(_ name: String, policy: String) async throws -> SigningCredentials {
        try await identity("CreateUser", ["UserName": name])
        let made = try await identity("CreatePolicy", ["PolicyName": name, "PolicyDocument": policy])
        guard let arn = made.element("Arn") else { throw BenchmarkError("a policy without an ARN") }
        try await identity("AttachUserPolicy", ["UserName": name, "PolicyArn": arn])
        let answer = try await identity("CreateAccessKey", ["UserName": name])
        guard let id = answer.element("AccessKeyId"), let secret = answer.element("SecretAccessKey") else {
            throw BenchmarkError("an access key without a secret")
        }
        return SigningCredentials(accessKeyID: id, secretAccessKey: secret)
    }

    /// Sends a request of the identity API and returns the document.
    @discardableResult
    private func identity(_ action: String, _ parameters: [String: String]) async throws -> String {
        var form = "Action=\(action)&Version=2010-05-08"
        for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
            form += "&\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
        }
        let answer = try await send(request(.post, "/", payload: Payload(bytes: Array(form.utf8)), service: "iam"))
        return String(decoding: answer.body.readableBytesView, as: UTF8.self)
    }

    func createVault() async throws {
        try await send(request(.put, vaultPath))
    }

    /// Starts an upload into the vault and returns its path.
    func startUpload(partBytes: Int) async throws -> String {
        let uploads = "\(vaultPath)/multipart-uploads"
        let answer = try await send(request(.post, uploads, [.partSize: String(partBytes)]))
        guard let identifier = answer.headers.first(name: HTTPField.Name.multipartUploadID.rawName) else {
            throw BenchmarkError("an upload without an id")
        }
        return "\(uploads)/\(identifier)"
    }

    /// Sends a part that begins at the byte `offset` of the archive.
    func putPart(_ payload: Payload, at offset: Int, of upload: String) async throws {
        let fields: HTTPFields = [
            .contentRange: "bytes \(offset)-\(offset + payload.byteCount - 1)/*",
            .contentHash: payload.linearHash,
            .treeHash: payload.treeHash.hex,
        ]
        try await send(request(.put, upload, fields, payload: payload))
    }

    /// Sends the same bytes as the parts 0 to `count` - 1 of an upload, from several workers at once.
    func putParts(_ payload: Payload, count: Int, partBytes: Int, of upload: String, workers: Int) async throws {
        try await concurrently(workers) { worker in
            for index in stride(from: worker, to: count, by: workers) {
                try await putPart(payload, at: index * partBytes, of: upload)
            }
        }
    }

    /// Sends the same bytes as so many new files of a server without signatures, from several workers at once.
    func putFiles(_ payload: Payload, count: Int, into folder: String, workers: Int) async throws {
        try await concurrently(workers) { worker in
            for index in stride(from: worker, to: count, by: workers) {
                try await send(plainRequest(.put, "\(folder)/\(index)", payload: payload))
            }
        }
    }

    /// The request that makes an archive of a payload; sent again, it makes another one.
    func archive(_ payload: Payload) -> HTTPClientRequest {
        let fields: HTTPFields = [.contentHash: payload.linearHash, .treeHash: payload.treeHash.hex]
        return request(.post, "\(vaultPath)/archives", fields, payload: payload)
    }

    /// The request for a range of a job's output.
    func output(of job: String, _ range: Range<Int>) -> HTTPClientRequest {
        request(.get, "\(job)/output", [.range: "bytes=\(range.lowerBound)-\(range.upperBound - 1)"])
    }

    /// Sends a request over all connections again and again.
    ///
    /// - Returns: answers per second, and the server's processor time for each of them in microseconds.
    func rate(
        of request: HTTPClientRequest,
        to server: ServerProcess,
        connections: Int,
        for duration: Duration,
        expecting expected: UInt? = nil
    ) async throws -> RequestRate {
        let before = try server.processorTime()
        let start = ContinuousClock.now
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<connections {
                group.addTask {
                    var count = 0
                    while ContinuousClock.now - start < duration {
                        try await send(request, expecting: expected, timeout: .seconds(20))
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        let time = ContinuousClock.now - start
        let processor = try server.processorTime() - before
        return RequestRate(
            perSecond: Double(count) / (time / .seconds(1)),
            processor: processor / .microseconds(1) / Double(count)
        )
    }

    /// The request that completes an upload of `size` bytes.
    func completion(of upload: String, size: Int, treeHash: Digest) -> HTTPClientRequest {
        request(.post, upload, [.archiveSize: String(size), .treeHash: treeHash.hex])
    }
}

/// How many requests were answered, and what that cost.
struct RequestRate {
    let perSecond: Double
    /// Microseconds of the server's processor time for a request.
    let processor: Double
}

extension String {
    /// The text of the only element of a name, in a document without escapes.
    fileprivate func element(_ name: String) -> String? {
        guard let start = range(of: "<\(name)>"), let end = range(of: "</\(name)>") else { return nil }
        return String(self[start.upperBound..<end.lowerBound])
    }
}

/// Runs `work` so many times at once, with the numbers from 0, and returns when all have ended.
func concurrently(_ workers: Int, _ work: @escaping @Sendable (Int) async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        for worker in 0..<workers { group.addTask { try await work(worker) } }
        try await group.waitForAll()
    }
}
