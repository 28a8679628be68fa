import Glacier
import GlacierModel
import HTTPTypes
import NIOCore
import NIOPosix
import TestSupport
import Testing

/// The client over real connections.
@Suite("Client over HTTP")
struct SocketTests {
    @Test("archives go up and down over a socket, by a machine whose clock is wrong")
    func carries() async throws {
        let service = try await ServiceInProcess()
        let bytes = (0..<(3 << 20) + 5).map { UInt8(truncatingIfNeeded: $0 % 251) }
        try await service.serve { endpoint in
            try await GlacierClient.with(endpoint: endpoint, credentials: StaticCredentials.example) { client in
                try await client.createVault("v")
                let archive = try await client.uploadArchive(Payload(bytes), to: "v", archiveDescription: "d")
                let job = try await client.initiateJob(.archiveRetrieval(archiveID: archive.archiveID), in: "v")
                let output = try await client.getJobOutput(job.jobID, in: "v")
                #expect(output.head.treeHash == archive.treeHash)
                #expect(output.head.contentLength == Int64(bytes.count))
                var received: [UInt8] = []
                for try await chunk in output.body { received.append(contentsOf: chunk.readableBytesView) }
                #expect(received == bytes)
                try await client.deleteArchive(archive.archiveID, in: "v")
            }
        }
    }

    @Test("signs that have to be encoded survive the way, in paths and in queries")
    func encodes() async throws {
        let service = try await ServiceInProcess()
        try await service.serve { endpoint in
            try await GlacierClient.with(endpoint: endpoint, credentials: StaticCredentials.example) { client in
                // A refused signature would be another error.
                let refusal = await #expect(throws: GlacierError.self) {
                    try await client.createVault("a b/c%d+e~f\u{E9}&g=h?i#j:k@l!m*n'(o)")
                }
                #expect(refusal?.code == "InvalidParameterValueException")
                try await client.createVault("v")
                let marker = await #expect(throws: GlacierError.self) {
                    try await client.listMultipartUploads(in: "v", limit: 7, marker: "m=/+ ~&?")
                }
                #expect(marker?.message == "Invalid marker: m=/+ ~&?")
            }
        }
    }

    @Test("a part that is refused early tells why, and one that is too short breaks off")
    func tellsRefusals() async throws {
        let service = try await ServiceInProcess()
        try await service.serve { endpoint in
            try await GlacierClient.with(endpoint: endpoint, credentials: StaticCredentials.example) { client in
                try await client.createVault("v")
                let payload = Payload([UInt8](repeating: 7, count: 1 << 20))
                let unknown = await #expect(throws: GlacierError.self) {
                    try await client.uploadMultipartPart(payload, at: 0, of: String(repeating: "u", count: 92), in: "v")
                }
                #expect(unknown?.code == "ResourceNotFoundException")
                let short = Payload([ByteBuffer(bytes: [1, 2])].async, summary: payload.summary)
                await #expect(throws: PayloadError.self) { try await client.uploadArchive(short, to: "v") }
                #expect(try await client.listVaults().items.map(\.vaultName) == ["v"])
            }
        }
    }

    @Test("where nobody listens a request was surely not sent")
    func failsToConnect() async throws {
        // A port that was free a moment ago.
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listener.localAddress?.port)
        try await listener.close()
        let endpoint = try Endpoint(url: "http://127.0.0.1:\(port)", region: "us-east-1")
        let error = await #expect(throws: TransportError.self) {
            try await GlacierClient.with(
                endpoint: endpoint,
                credentials: StaticCredentials.example,
                retries: .never
            ) { try await $0.deleteVault("v") }
        }
        #expect(error?.fate == .notSent)
    }
}

extension [ByteBuffer] {
    /// The buffers as a sequence that is waited for.
    fileprivate var async: AsyncStream<ByteBuffer> {
        AsyncStream { continuation in
            for buffer in self { continuation.yield(buffer) }
            continuation.finish()
        }
    }
}
