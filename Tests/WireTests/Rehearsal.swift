import BlobStoreTesting
import DatabaseTesting
import HTTPTypes
import JobEngine
import TestSupport
import Testing
import Upkeep

/// Plays a fixture to a service of its own: real catalogue, real operations, real signatures, no sockets.
struct Rehearsal {
    private let fixture: Fixture
    private let firn: FirnUnderTest
    private var names: Template.Names = [:]

    init(of fixture: Fixture) async throws {
        self.fixture = fixture
        firn = try await FirnUnderTest(
            database: FreshDatabase(),
            store: MemoryBlobStore(),
            timing: fixture.timing,
            rules: fixture.rules
        )
    }

    /// Plays all steps. The first answer that is not as written ends the play: what follows builds on it.
    mutating func run() async throws {
        for step in fixture.steps {
            switch step {
            case .clock(let span): firn.clock.advance(by: span)
            case .jobs: try await firn.jobs.finishDueJobs()
            case .upkeep: try await firn.upkeep.performRound()
            case .exchange(let exchange):
                if try await !isAsWritten(exchange) { return }
            }
        }
    }

    private mutating func isAsWritten(_ exchange: Fixture.Exchange) async throws -> Bool {
        let answer = try await answer(to: exchange.request)
        let actual = ActualAnswer(
            status: answer.status,
            headers: answer.headers.map { ($0.name.rawName, $0.value) },
            body: answer.body
        )
        var differences = exchange.answer.differences(from: actual, &names)
        if answer.isBroken { differences.append("the body breaks off before its announced end") }
        if differences.isEmpty { return true }
        Issue.record(
            """
            \(fixture.operation): \(differences.joined(separator: "; "))
            expected:
            \(exchange.answer.text)
            actual:
            \(actual.text)
            """,
            sourceLocation: SourceLocation(
                fileID: "WireTests/\(fixture.testDescription)",
                filePath: fixture.path,
                line: exchange.answer.line,
                column: 1
            )
        )
        return false
    }

    private func answer(to request: Fixture.Request) async throws -> Answer {
        let body: [UInt8]
        switch request.body {
        case .text(let template): body = try template.filled(with: names)
        case .pattern(let positions): body = BytePattern.bytes(positions)
        }
        var known = names
        known["sha256"] = PlainHashes.hex(PlainHashes.sha256(body))
        known["treehash"] = PlainHashes.hex(PlainHashes.treeHash(body))
        var headers: HTTPFields = [:]
        for (name, value) in request.headers {
            headers[.known(name)] = String(decoding: try value.filled(with: known), as: UTF8.self)
        }
        let target = String(decoding: try request.target.filled(with: names), as: UTF8.self)
        return await firn.send(request.method, target, headers, body: body)
    }
}

extension ActualAnswer {
    private static let shownBytes = 4096

    /// The answer as a fixture would have it, with a long body cut off.
    fileprivate var text: String {
        let fields = headers.map { "\($0.name): \($0.value)\n" }.joined()
        let shown = String(decoding: body.prefix(Self.shownBytes), as: UTF8.self)
        return "< \(status)\n\(fields)\n\(shown)\n@length \(body.count)"
    }
}
