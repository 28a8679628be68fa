import FirnHTTP
package import HTTPTypes
package import JSONText
import NIOCore
import Synchronization

/// A response with its whole body.
package struct Answer: Sendable {
    package let status: Int
    package let headers: HTTPFields
    package let body: [UInt8]
    /// Whether the body broke off before its announced end.
    package let isBroken: Bool

    init(_ response: OutgoingResponse) async {
        status = response.status.code
        headers = response.headers
        switch response.body {
        case .none: (body, isBroken) = ([], false)
        case .bytes(let buffer): (body, isBroken) = (Array(buffer.readableBytesView), false)
        case .stream(let length, let write):
            let collector = BodyCollector()
            do {
                try await write(collector)
                body = collector.bytes
                isBroken = Int64(body.count) != length
            } catch {
                body = collector.bytes
                isBroken = true
            }
        }
    }

    /// The value of a header by its name.
    package subscript(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The document; an empty object when the body is none.
    package var document: [String: JSONValue] {
        guard case .object(let members)? = JSONValue(parsing: body) else { return [:] }
        return members
    }

    /// `code: message` of an error body.
    package var error: String? {
        guard case .string(let code)? = document["code"], case .string(let message)? = document["message"] else {
            return nil
        }
        return "\(code): \(message)"
    }
}

private final class BodyCollector: OutgoingBodyWriter {
    private let collected = Mutex<[UInt8]>([])

    var bytes: [UInt8] { collected.withLock { $0 } }

    func write(_ chunk: ByteBuffer) async throws {
        collected.withLock { $0.append(contentsOf: chunk.readableBytesView) }
    }
}

/// A body that arrives in chunks and may break off.
final class BodyFeed: Sendable {
    private struct State {
        var rest: ArraySlice<UInt8>
        var left: Int
        var isUntouched = true
    }

    private let state: Mutex<State>
    private let chunkBytes: Int

    init(_ body: [UInt8], chunkBytes: Int, breaksAfter: Int) {
        state = Mutex(State(rest: body[...], left: breaksAfter))
        self.chunkBytes = chunkBytes
    }

    /// Whether nobody has asked for anything yet.
    var isUntouched: Bool { state.withLock { $0.isUntouched } }

    func next() throws -> ByteBuffer? {
        try state.withLock { state in
            state.isUntouched = false
            if state.rest.isEmpty { return nil }
            let chunk = state.rest.prefix(min(chunkBytes, state.left))
            guard !chunk.isEmpty else { throw IncomingBodyError.connectionLost }
            state.rest = state.rest.dropFirst(chunk.count)
            state.left -= chunk.count
            return ByteBuffer(bytes: chunk)
        }
    }
}
