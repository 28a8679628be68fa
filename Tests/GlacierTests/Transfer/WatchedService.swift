import Foundation
import GlacierModel
import HTTPTypes
import Synchronization
import TestSupport
import Testing

@testable import Glacier

/// A whole service in memory, whose requests a test sees and may disturb.
final class WatchedService: Sendable {
    /// What a test does about a request.
    enum Fate: Sendable {
        case served
        /// It is lost on the way.
        case lost
        /// It is carried out, and the answer is lost.
        case unanswered
    }

    typealias Watcher = @Sendable (_ request: HTTPRequest, _ number: Int) async throws -> Fate

    struct Loss: Error {}

    private let service: ServiceInProcess
    private let requests = Mutex<[HTTPRequest]>([])

    init() async throws {
        service = try await ServiceInProcess()
        try await service.client().createVault("v")
    }

    /// Nobody watches this one.
    var client: GlacierClient { get throws { try service.client() } }

    /// The ranges of all parts that were taken, in the order in which they came.
    var partsSent: [String] { requests.withLock { $0.compactMap(\.part) } }

    /// Forgets what was sent.
    func forget() { requests.withLock { $0.removeAll() } }

    /// A client whose requests `watch` decides about; they are counted from 0.
    func client(_ watch: @escaping Watcher) throws -> GlacierClient {
        let count = Atomic(0), transport = service.transport
        return GlacierClient(
            endpoint: try Endpoint(url: "http://test:1", region: "us-east-1"),
            credentials: StaticCredentials.example,
            transport: Transport { request in
                let fate = try await watch(request.head, count.wrappingAdd(1, ordering: .relaxed).oldValue)
                if fate == .lost { throw TransportError(.unknown, cause: Loss()) }
                // A transport that is cancelled gives up, as the real one does.
                try Task.checkCancellation()
                let answer = try await transport.send(request)
                if answer.status.kind == .successful { self.requests.withLock { $0.append(request.head) } }
                if fate == .unanswered { throw TransportError(.unknown, cause: Loss()) }
                return answer
            },
            retries: .never,
            surroundings: .manual(service.firn.clock)
        )
    }

    /// The bytes of an archive, and whether it is the only one of the vault.
    func onlyArchive(_ archiveID: String) async throws -> [UInt8] {
        let client = try client
        let inventory = try await client.initiateJob(.inventoryRetrieval(), in: "v")
        let listed = try await client.getJobOutput(inventory.jobID, in: "v").body.collect(upTo: .max) ?? []
        let text = String(decoding: listed, as: UTF8.self)
        #expect(text.split(separator: #""ArchiveId""#).count == 2, "one archive, no more: \(text)")
        let job = try await client.initiateJob(.archiveRetrieval(archiveID: archiveID), in: "v")
        return try await client.getJobOutput(job.jobID, in: "v").body.collect(upTo: .max) ?? []
    }

    /// Whether the vault has no archives.
    func isEmpty() async throws -> Bool {
        let client = try client
        let inventory = try await client.initiateJob(.inventoryRetrieval(), in: "v")
        let listed = try await client.getJobOutput(inventory.jobID, in: "v").body.collect(upTo: .max) ?? []
        return !String(decoding: listed, as: UTF8.self).contains(#""ArchiveId""#)
    }

    /// Ids of the uploads in progress.
    func uploads() async throws -> [String] {
        try await client.listMultipartUploads(in: "v").items.compactMap(\.uploadID)
    }
}

extension HTTPRequest {
    /// The range of the part that is sent; nil for any other request.
    var part: String? {
        guard method == .put, path?.contains("/multipart-uploads/") == true else { return nil }
        return headerFields[.contentRange]
    }

    /// Whether an upload in parts is to be completed.
    var isCompletion: Bool { method == .post && path?.contains("/multipart-uploads/") == true }
}

/// A file of a test.
struct TemporaryFile {
    static let mebibyte = 1 << 20

    let url: URL
    var path: String { url.path }

    /// One MiB.
    private static let block = (0..<mebibyte).map { UInt8(truncatingIfNeeded: $0 % 251) }

    /// Bytes that differ from MiB to MiB and from seed to seed.
    static func pattern(_ count: Int, seed: UInt8 = 0) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            let start = bytes.count
            bytes += block.prefix(count - start)
            bytes[start] = seed &+ UInt8(truncatingIfNeeded: start >> 20)
        }
        return bytes
    }

    static func with(_ bytes: [UInt8], _ body: (TemporaryFile) async throws -> Void) async throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "firn-upload-\(UUID().uuidString)")
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        try await body(TemporaryFile(url: url))
    }

    func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: url) }

    /// Writes into the file that is there, and sees to it that its time of change is another one.
    func change(at offset: UInt64, _ bytes: [UInt8]) throws {
        let handle = try FileHandle(forWritingTo: url)
        try handle.seek(toOffset: offset)
        try handle.write(contentsOf: Data(bytes))
        try handle.close()
        try touch()
    }

    func touch() throws {
        try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 5)], ofItemAtPath: path)
    }
}
