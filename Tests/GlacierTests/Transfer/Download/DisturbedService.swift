import Foundation
import GlacierModel
import HTTPTypes
import NIOCore
import Synchronization
import TestSupport

@testable import Glacier

/// A whole service in memory, whose outputs a test may disturb on their way.
final class DisturbedService: Sendable {
    /// What becomes of a request for output.
    enum Fate: Sendable {
        case served
        /// No answer comes.
        case lost
        /// So many bytes come, and then the connection is lost.
        case cut(after: Int)
        /// So many bytes come, and then an end as if they were all.
        case short(after: Int)
        /// The byte at a place within the answer is another one.
        case altered(at: Int)
        /// Without the header that has the tree hash.
        case unattested
        /// Both.
        case alteredUnattested(at: Int)
        /// The whole output, whatever was asked for.
        case everything
        /// The job is not known any more.
        case forgotten
        case error(Int, String)
    }

    typealias Watcher = @Sendable (_ range: Range<Int64>, _ number: Int) async throws -> Fate

    struct Loss: Error {}

    private let service: ServiceInProcess
    private let fetched = Mutex<[Range<Int64>]>([])
    private let started = Atomic(0)

    init() async throws {
        service = try await ServiceInProcess()
        try await service.client().createVault("v")
    }

    /// Nobody disturbs this one.
    var client: GlacierClient { get throws { try service.client() } }

    /// The ranges that were asked for, in their order.
    var ranges: [Range<Int64>] { fetched.withLock { $0.sorted { $0.lowerBound < $1.lowerBound } } }

    /// Jobs that were started through disturbed clients.
    var jobsStarted: Int { started.load(ordering: .relaxed) }

    func forget() { fetched.withLock { $0.removeAll() } }

    func archive(_ bytes: [UInt8]) async throws -> String {
        try await client.uploadArchive(Payload(bytes), to: "v").archiveID
    }

    /// A client whose requests for output `watch` decides about; they are counted from 0.
    func client(_ watch: @escaping Watcher = { _, _ in .served }) throws -> GlacierClient {
        let count = Atomic(0), transport = service.transport
        return GlacierClient(
            endpoint: try Endpoint(url: "http://test:1", region: "us-east-1"),
            credentials: StaticCredentials.example,
            transport: Transport { request in
                try Task.checkCancellation()
                if request.head.method == .post { self.started.wrappingAdd(1, ordering: .relaxed) }
                guard request.head.path?.hasSuffix("/output") == true,
                    let text = request.head.headerFields[.range]?.dropFirst("bytes=".count),
                    let range = InclusiveText(text).range
                else { return try await transport.send(request) }
                self.fetched.withLock { $0.append(range) }
                let fate = try await watch(range, count.wrappingAdd(1, ordering: .relaxed).oldValue)
                return try await Self.answer(request, fate, transport)
            },
            retries: .never,
            surroundings: .manual(service.firn.clock)
        )
    }

    private static func answer(
        _ request: TransportRequest,
        _ fate: Fate,
        _ transport: Transport
    ) async throws -> TransportAnswer {
        switch fate {
        case .lost: throw TransportError(.unknown, cause: Loss())
        case .forgotten: return error(404, "ResourceNotFoundException")
        case .error(let status, let code): return error(status, code)
        case .served, .cut, .short, .altered, .unattested, .alteredUnattested, .everything: break
        }
        let answer = try await transport.send(request)
        var headers = answer.headers, bytes = try await answer.body.collect(upTo: .max) ?? []
        var status = answer.status, isCut = false
        switch fate {
        case .cut(let count): (bytes, isCut) = (Array(bytes.prefix(count)), true)
        case .short(let count): bytes = Array(bytes.prefix(count))
        case .altered(let place): bytes[place] ^= 1
        case .unattested: headers[.treeHash] = nil
        case .alteredUnattested(let place):
            bytes[place] ^= 1
            headers[.treeHash] = nil
        case .everything: (status, headers[.contentRange]) = (.ok, nil)
        case .served, .lost, .forgotten, .error: break
        }
        return TransportAnswer(status: status, headers: headers, body: body(bytes, isCut: isCut))
    }

    private static func error(_ status: Int, _ code: String) -> TransportAnswer {
        TransportAnswer(
            status: HTTPResponse.Status(code: status),
            headers: [:],
            body: .of([ByteBuffer(string: #"{"code":"\#(code)","message":"words","type":"Client"}"#)])
        )
    }

    /// In chunks of an odd length, as a socket might bring them.
    private static func body(_ bytes: [UInt8], isCut: Bool) -> ByteStream {
        ByteStream(chunks: {
            var rest = bytes[...]
            return {
                guard !rest.isEmpty else {
                    if isCut { throw Loss() }
                    return nil
                }
                defer { rest = rest.dropFirst(100_003) }
                return ByteBuffer(bytes: rest.prefix(100_003))
            }
        })
    }
}

/// `first-last`
private struct InclusiveText {
    let range: Range<Int64>?

    init(_ text: Substring) {
        let ends = text.split(separator: "-").compactMap { Int64($0) }
        range = ends.count == 2 ? ends[0]..<ends[1] + 1 : nil
    }
}

/// A folder of a test, into which archives are downloaded.
struct DownloadFolder {
    private let url: URL

    /// The file that is downloaded.
    var path: String { url.appending(path: "film.mov").path }

    /// Names of all files, the hidden ones too.
    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: url.path).sorted()) ?? [] }

    var bytes: [UInt8]? { FileManager.default.contents(atPath: path).map { Array($0) } }

    static func with(_ body: (DownloadFolder) async throws -> Void) async throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "firn-download-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: url) }
        try await body(DownloadFolder(url: url))
    }

    /// The file that holds what was fetched so far, or the journal.
    func hidden(_ suffix: String) -> URL? {
        names.first { $0.hasSuffix(suffix) }.map { url.appending(path: $0) }
    }

    func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: path)) }

    /// Changes a byte of a hidden file.
    func spoil(_ suffix: String, at offset: UInt64) throws {
        guard let url = hidden(suffix) else { return }
        let handle = try FileHandle(forUpdating: url)
        try handle.seek(toOffset: offset)
        let byte = try handle.read(upToCount: 1)?.first ?? 0
        try handle.seek(toOffset: offset)
        try handle.write(contentsOf: Data([byte ^ 1]))
        try handle.close()
    }
}
