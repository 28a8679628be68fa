import GlacierAPI
import Testing

@Suite("Golden pairs")
struct GoldenTests {
    private static let readable = FixtureFolder.fixtures.compactMap { try? $0.get() }

    @Test("every fixture can be understood")
    func readsFixtures() {
        for case .failure(let error) in FixtureFolder.fixtures { Issue.record(error) }
    }

    @Test("every answer is as written, byte for byte", arguments: readable)
    func answers(_ fixture: Fixture) async throws {
        var rehearsal = try await Rehearsal(of: fixture)
        try await rehearsal.run()
    }

    @Test("every operation is answered with success and with a refusal", arguments: OperationName.allCases)
    func covers(_ operation: OperationName) throws {
        let statuses = try Self.readable.filter { $0.operation == operation.rawValue }.flatMap(\.exchanges)
            .filter { try Self.operation(of: $0.request) == operation }.map(\.answer.status)
        #expect(statuses.contains { $0 < 300 })
        #expect(statuses.contains { $0 >= 400 })
    }

    @Test("every folder is named after an operation")
    func namesFolders() {
        #expect(FixtureFolder.operations == OperationName.allCases.map(\.rawValue).sorted())
    }

    /// Which operation a request is of; names in its target stand for themselves.
    private static func operation(of request: Fixture.Request) throws -> OperationName? {
        let text = request.target.pieces.map { piece in
            switch piece {
            case .bytes(let literal): String(decoding: literal, as: UTF8.self)
            case .name(let name), .newIdentifier(let name, _), .newMarker(let name): name
            case .anyWords: ""
            }
        }
        return try? Route(method: request.method, target: RequestTarget(text.joined())).operation
    }
}
