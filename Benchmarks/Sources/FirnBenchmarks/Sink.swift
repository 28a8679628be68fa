import FirnHTTP
import Foundation
import HTTPTypes
import Logging
import NIOCore

/// What the server is compared with: the same HTTP server with nothing behind it. It checks no signature, hashes,
/// stores and logs nothing.
///
/// Whatever is sent to it is read to its end and answered with 204; a GET is answered with one document. Given a
/// folder, it writes each body into a new file there, through the page cache, and syncs it before it answers.
enum Sink {
    /// The argument that makes this executable a sink.
    static let command = "sink"

    /// As long as the description of a vault.
    private static let document = ByteBuffer(
        string: """
            {"CreationDate":"2012-03-20T17:03:43.221Z","LastInventoryDate":null,"NumberOfArchives":0,"SizeInBytes":0,\
            "VaultARN":"arn:aws:glacier:us-east-1:012345678901:vaults/benchmark","VaultName":"benchmark"}
            """
    )

    /// Serves on a free port until the process is ended, and says which in a file.
    static func run(readyFile: String?, folder: String?) async throws {
        guard let readyFile else { throw BenchmarkError("usage: \(command) READY-FILE [FOLDER]") }
        let files = folder.map { BodyFiles(folder: $0) }
        let server = HTTPServer(
            settings: ServerSettings(host: "127.0.0.1", port: 0),
            logger: Logger(label: "sink", factory: { _ in SwiftLogNoOpLogHandler() }),
            requestLogLevel: .trace,
            requestID: { "sink" },
            date: { "Thu, 01 Jan 1970 00:00:00 GMT" },
            malformed: { _, _ in OutgoingResponse(status: .badRequest) },
            handler: { await respond(to: $0, storingIn: files) },
            onReady: { announce($0, in: readyFile) }
        )
        try await server.run()
    }

    private static func respond(
        to request: IncomingRequest,
        storingIn files: BodyFiles?
    ) async -> OutgoingResponse {
        guard request.head.method != .get else {
            return OutgoingResponse(status: .ok, headers: [.contentType: "application/json"], body: .bytes(document))
        }
        do {
            if let files {
                try await files.store(request.body)
            } else {
                for try await _ in request.body {}
            }
        } catch {
            return OutgoingResponse(status: .internalServerError)
        }
        return OutgoingResponse(status: .noContent, headers: [.multipartUploadID: "sink"])
    }

    private static func announce(_ address: SocketAddress, in file: String) {
        let ready = ReadyFile(listen: "\(address.ipAddress ?? "127.0.0.1"):\(address.port ?? 0)")
        // Without the file the parent reports that the sink did not start.
        try? JSONEncoder().encode(ready).write(to: URL(fileURLWithPath: file), options: .atomic)
    }
}
