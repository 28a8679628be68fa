import Foundation
import Glacier
import GlacierModel
import HTTPTypes
import JSONText
import SigV4
import TestSupport
import Testing

/// The client's requests are those that botocore makes, byte for byte, but for what the tables here name.
@Suite("Requests as botocore makes them")
struct BotocoreRequestTests {
    /// A request of `Fixtures/botocore-requests.json`.
    struct Expected: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let operation: String
        let method: String
        let host: String
        let target: String
        let headers: [String: String]
        let body: String

        var testDescription: String { name }
        var isDocument: Bool { headers["Content-Type"] == "application/json" }
    }

    /// Headers that only one of the two sends, or that differ; none of them is signed.
    private static let differences = [
        "amz-sdk-invocation-id": "botocore's own name for the attempts of one call; services ignore it",
        "amz-sdk-request": "botocore's count of attempts; services ignore it",
        "content-length": "the transport's, made from the body's length: it stands where the bytes are sent",
        "user-agent": "names the client",
        "authorization": "compared by itself: the signature covers the body, see `signsTheSame`",
    ]

    private static let expected: [Expected] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/botocore-requests.json")
        guard let data = try? Data(contentsOf: file) else { return [] }
        return (try? JSONDecoder().decode([Expected].self, from: data)) ?? []
    }()

    /// Says whatever any operation has to be told.
    private static let anyAnswer = ScriptedService.Step.answer(
        200,
        [
            .known("x-amz-archive-id"): "a", .known("x-amz-job-id"): "j", .known("x-amz-multipart-upload-id"): "u",
            .known("x-amz-lock-id"): "l", .known("x-amz-capacity-id"): "c",
        ],
        "{}"
    )

    /// 2026-01-02T03:04:05Z, as in the script.
    private static let moment = Timestamp(seconds: 1_767_323_045)

    private func request(_ name: String) async throws -> ScriptedService.Arrival {
        let service = ScriptedService([], then: Self.anyAnswer)
        let call = try #require(BotocoreCalls.all[name])
        try await call(try service.client(clock: ManualClock(at: Self.moment)))
        #expect(service.arrivals.count == 1)
        return try #require(service.arrivals.first)
    }

    @Test("all 33 operations are compared, and nothing is left out on either side")
    func comparesAll() {
        #expect(Set(Self.expected.map(\.operation)) == Set(OperationName.allCases.map(\.rawValue)))
        #expect(Set(Self.expected.map(\.name)) == Set(BotocoreCalls.all.keys))
    }

    @Test("method, host, path, query and headers are the same", arguments: expected)
    func sendsTheSameHead(_ expected: Expected) async throws {
        let request = try await request(expected.name)
        #expect(request.head.method.rawValue == expected.method)
        #expect(request.head.scheme == "https")
        #expect(request.head.authority == expected.host)
        #expect(request.head.path == expected.target)
        var ours: [String: String] = [:], theirs: [String: String] = [:]
        for field in request.head.headerFields { ours[field.name.canonicalName] = field.value }
        for (name, value) in expected.headers { theirs[name.lowercased()] = value }
        for name in Self.differences.keys {
            ours[name] = nil
            theirs[name] = nil
        }
        #expect(ours == theirs)
    }

    /// botocore writes documents with spaces and escapes what is not ASCII; the client writes them compact, in UTF-8.
    @Test("bodies are the same bytes, and documents the same values", arguments: expected)
    func sendsTheSameBody(_ expected: Expected) async throws {
        let body = try await request(expected.name).body
        if expected.isDocument {
            let document = try #require(JSONValue(parsing: body, duplicateKeys: .refused))
            #expect(document == JSONValue(parsing: Array(expected.body.utf8)))
        } else {
            #expect(String(decoding: body, as: UTF8.self) == expected.body)
        }
    }

    /// Where the body is a document, the client's head is signed again for botocore's bytes.
    @Test("the signature is the same", arguments: expected)
    func signsTheSame(_ expected: Expected) async throws {
        let request = try await request(expected.name)
        guard expected.isDocument else {
            #expect(request.header("Authorization") == expected.headers["Authorization"])
            return
        }
        let signed = SigV4Signer(
            credentials: FirnUnderTest.root,
            region: "us-east-1",
            service: "glacier"
        ).sign(
            request.head,
            payloadHash: PayloadHash.hex(of: Array(expected.body.utf8)),
            at: SigningInstant(secondsSince1970: Self.moment.seconds)
        )
        #expect(signed.headerFields[.authorization] == expected.headers["Authorization"])
        #expect(request.header("Authorization")?.contains("Signature=") == true)
    }
}
