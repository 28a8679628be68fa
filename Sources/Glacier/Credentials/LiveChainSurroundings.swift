public import AsyncHTTPClient
import Foundation
public import GlacierModel
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix

extension ChainSurroundings {
    /// The machine's own files and programs, and an HTTP client.
    ///
    /// - Parameters:
    ///   - environment: of the process.
    ///   - client: connects to the metadata services and to STS. It should follow no redirects.
    ///   - time: the clock.
    public static func live(
        environment: [String: String],
        client: HTTPClient,
        time: Surroundings
    ) -> ChainSurroundings {
        ChainSurroundings(
            environment: environment,
            home: environment["HOME"] ?? FileManager.default.homeDirectoryForCurrentUser.path,
            readFile: readWholeFile,
            run: { command in
                try await Program(command, environment: environment).outcome()
            },
            send: { request, body, limit in try await client.answer(to: request, body, limit) },
            time: time
        )
    }

    /// Nil where there is no file of the name; a folder of the name is none.
    static func readWholeFile(_ path: String) throws -> [UInt8]? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
            return nil
        }
        return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}

extension HTTPClient {
    /// Documents with credentials have a few KiB.
    private static let largestAnswer = 1 << 20

    fileprivate func answer(
        to request: HTTPRequest,
        _ body: [UInt8],
        _ limit: Span
    ) async throws -> ChainSurroundings.Answer {
        let authority = request.authority ?? ""
        var message = HTTPClientRequest(url: "\(request.scheme ?? "")://\(authority)\(request.path ?? "")")
        message.method = HTTPMethod(rawValue: request.method.rawValue)
        // The very text that was signed.
        message.headers.add(name: "Host", value: authority)
        for field in request.headerFields { message.headers.add(name: field.name.rawName, value: field.value) }
        if !body.isEmpty { message.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await execute(message, timeout: .milliseconds(limit.milliseconds))
        let bytes = try await response.body.collect(upTo: Self.largestAnswer)
        return ChainSurroundings.Answer(status: Int(response.status.code), body: Array(bytes.readableBytesView))
    }
}
