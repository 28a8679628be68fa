@testable import Glacier
import GlacierModel
import HTTPTypes
import Synchronization
import TestSupport

/// Surroundings of a chain in which nothing is there that a test did not put there, on a clock that stands still.
struct ChainUnderTest: Sendable {
    typealias Send = @Sendable (HTTPRequest, [UInt8], Span) async throws -> ChainSurroundings.Answer

    struct NothingThere: Error {}

    var environment: [String: String] = [:]
    var files: [String: String] = [:]
    var run: @Sendable ([String]) async throws -> ChainSurroundings.ProgramOutcome = { _ in throw NothingThere() }
    var send: Send = { _, _, _ in throw NothingThere() }
    var clock = ManualClock()

    /// With these two shared files in the usual places.
    init(config: String? = nil, credentials: String? = nil, environment: [String: String] = [:]) {
        files["/home/ann/.aws/config"] = config
        files["/home/ann/.aws/credentials"] = credentials
        self.environment = environment
    }

    var surroundings: ChainSurroundings {
        var time = Surroundings.manual(clock, seed: 1)
        time.sleep = { [clock] in clock.advance(by: $0) }
        return ChainSurroundings(
            environment: environment,
            home: "/home/ann",
            readFile: { [files] in files[$0].map { Array($0.utf8) } },
            run: run,
            send: send,
            time: time
        )
    }

    func chain(profile: String? = nil, region: String? = nil, endpoint: String? = nil) throws -> ConfigurationChain {
        try ConfigurationChain(profile: profile, region: region, endpoint: endpoint, surroundings: surroundings)
    }

    func plan(profile: String? = nil) throws -> CredentialPlan {
        var planner = CredentialPlanner(try chain(profile: profile))
        return try planner.plan()
    }

    func credentials(profile: String? = nil) async throws -> Credentials {
        try await chain(profile: profile).credentials().credentials()
    }
}

/// Answers requests from a list, in order, and keeps them.
final class Respondent: Sendable {
    private let answers: Mutex<[ChainSurroundings.Answer?]>
    private let asked = Mutex<[HTTPRequest]>([])

    /// - Parameter answers: nil for a service that does not answer.
    init(_ answers: [(status: Int, body: String)?]) {
        self.answers = Mutex(
            answers.map { $0.map { ChainSurroundings.Answer(status: $0.status, body: Array($0.body.utf8)) } }
        )
    }

    var requests: [HTTPRequest] { asked.withLock { $0 } }

    var send: ChainUnderTest.Send {
        { request, _, _ in
            self.asked.withLock { $0.append(request) }
            let answer = self.answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            guard let answer else { throw ChainUnderTest.NothingThere() }
            return answer
        }
    }
}
