import Foundation
import Glacier
import GlacierModel
import HTTPTypes
import JSONText
import TestSupport
import Testing

/// All that boto3's resources have is here, and makes the same requests.
@Suite("Resources in boto3's shape")
struct BotoShapeTests {
    /// `Fixtures/boto3-resources.json`.
    struct Fixture: Decodable, Sendable {
        struct Entry: Decodable, Sendable, CustomTestStringConvertible {
            let kind: String
            let name: String
            let values: [String]?
            let request: Request?

            var testDescription: String { "\(kind) \(name)" }
        }

        struct Request: Decodable, Sendable {
            let method: String
            let target: String
            let headers: [String: String]
            let body: String
        }

        struct Waiter: Decodable, Sendable {
            let name: String
            let delay: Int64
            let maximumAttempts: Int
        }

        let entries: [Entry]
        let waiters: [Waiter]

        static let known: Fixture = {
            let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "Fixtures/boto3-resources.json")
            let data = (try? Data(contentsOf: file)) ?? Data()
            return (try? JSONDecoder().decode(Fixture.self, from: data)) ?? Fixture(entries: [], waiters: [])
        }()
    }

    private static func entries(_ kinds: String...) -> [Fixture.Entry] {
        Fixture.known.entries.filter { kinds.contains($0.kind) }
    }

    @Test("nothing is missing, and nothing here is not boto3's")
    func isComplete() {
        let theirs = Set(Fixture.known.entries.map(\.name)).subtracting(ResourceNames.identifiersByTwoNames)
        let ours = [
            Array(ResourceNames.values.keys), Array(ResourceNames.attributes.keys),
            Array(ResourceNames.actions.keys), Array(ResourceNames.collections.keys),
        ]
        #expect(theirs.count > 90)
        #expect(Set(ours.joined()) == theirs)
    }

    @Test("identifiers and other resources have the same names", arguments: Self.entries("identifier", "resource"))
    func names(_ entry: Fixture.Entry) throws {
        let tree = try ResourceTree(), read = try #require(ResourceNames.values[entry.name])
        #expect(try read(tree) == entry.values)
        #expect(tree.asked.arrivals.isEmpty)
    }

    @Test("an attribute is fetched when it is first wanted, and kept", arguments: ResourceNames.attributes.keys)
    func attributes(_ name: String) async throws {
        let tree = try ResourceTree(), read = try #require(ResourceNames.attributes[name])
        try await read(tree)
        try await read(tree)
        #expect(tree.asked.arrivals.count == 1)
    }

    @Test("actions and collections make the same request", arguments: Self.entries("action", "collection"))
    func requests(_ entry: Fixture.Entry) async throws {
        let tree = try ResourceTree(), expected = try #require(entry.request)
        let act = try #require(ResourceNames.actions[entry.name] ?? ResourceNames.collections[entry.name])
        try await act(tree)
        #expect(tree.asked.arrivals.count == 1)
        let sent = try #require(tree.asked.arrivals.first)
        #expect(sent.head.method.rawValue == expected.method)
        #expect(Self.target(sent.head.path ?? "") == Self.target(expected.target))
        for (name, value) in expected.headers { #expect(sent.header(name) == value, "\(name)") }
        if entry.name == "MultipartUpload.upload_part" || entry.name == "Vault.upload_archive" {
            #expect(String(decoding: sent.body, as: UTF8.self) == expected.body)
        } else {
            #expect(JSONValue(parsing: sent.body) == JSONValue(parsing: Array(expected.body.utf8)))
        }
    }

    /// The path, and the parameters in any order.
    private static func target(_ text: String) -> [String] {
        let parts = text.split(separator: "?").map(String.init)
        return Array(parts.prefix(1)) + parts.dropFirst().joined().split(separator: "&").map(String.init).sorted()
    }

    @Test("waiters look as often and as far apart as botocore's")
    func waiters() async throws {
        #expect(Fixture.known.waiters.map(\.name) == ["VaultExists", "VaultNotExists"])
        for waiter in Fixture.known.waiters {
            let isThere = waiter.name == "VaultNotExists"
            let tree = try ResourceTree(
                answering: isThere ? ResourceTree.anyAnswer : .error(404, "ResourceNotFoundException")
            )
            await #expect(throws: WaitError.attemptsUsedUp(waiter.maximumAttempts)) {
                try await isThere ? tree.vault.waitUntilNotExists() : tree.vault.waitUntilExists()
            }
            #expect(tree.asked.arrivals.count == waiter.maximumAttempts)
            let pauses = Array(repeating: Span.seconds(waiter.delay), count: waiter.maximumAttempts - 1)
            #expect(tree.asked.waits == pauses)
        }
    }
}
