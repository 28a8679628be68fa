@testable import Glacier
import GlacierModel
import HTTPTypes
import NIOCore
import TestSupport
import Testing
import TreeHash

@Suite("Attempts")
struct RetryTests {
    typealias Step = ScriptedService.Step

    /// Calls that do no harm when they are carried out twice.
    private static let harmless: [String: BotocoreCalls.Call] = BotocoreCalls.all.filter { name, _ in
        !makingAnother.contains { name.hasPrefix($0) }
    }
    private static let makingAnother = [
        "UploadArchive", "InitiateJob", "InitiateMultipartUpload", "InitiateVaultLock", "PurchaseProvisionedCapacity",
    ]

    private static let uncertain: [Step] = [
        .error(500, "ServiceUnavailableException"), .answer(502), .answer(503), .answer(504), .loss(.unknown),
        .surprise,
    ]
    private static let certain: [Step] = [
        .error(400, "ThrottlingException"), .error(429, "TooManyRequestsException"), .error(503, "SlowDown"),
        .error(408, "RequestTimeoutException"), .loss(.notSent),
    ]
    private static let final: [Step] = [
        .error(400, "InvalidParameterValueException"), .error(403, "AccessDeniedException"),
        .error(404, "ResourceNotFoundException"), .error(503, "InsufficientCapacityException"),
        .error(400, "PolicyEnforcedException"), .error(400, "LimitExceededException"),
    ]

    private static let success = Step.answer(
        200,
        [
            .known("x-amz-archive-id"): "a", .known("x-amz-job-id"): "j", .known("x-amz-multipart-upload-id"): "u",
            .known("x-amz-lock-id"): "l", .known("x-amz-capacity-id"): "c",
        ],
        "{}"
    )

    private func attempts(_ name: String, after step: Step) async throws -> Int {
        let service = ScriptedService([step], then: Self.success)
        let call = try #require(BotocoreCalls.all[name])
        try? await call(try service.client())
        return service.arrivals.count
    }

    @Test("what does no harm is repeated although it may have arrived", arguments: harmless.keys.sorted())
    func repeatsHarmless(_ name: String) async throws {
        for step in Self.uncertain { #expect(try await attempts(name, after: step) == 2, "\(step)") }
    }

    @Test("what makes another thing is not repeated once it may have arrived", arguments: makingAnother)
    func sparesOthers(_ operation: String) async throws {
        for name in BotocoreCalls.all.keys where name.hasPrefix(operation) {
            for step in Self.uncertain { #expect(try await attempts(name, after: step) == 1, "\(name) \(step)") }
        }
    }

    @Test("what was surely not carried out is repeated, whatever it makes", arguments: BotocoreCalls.all.keys.sorted())
    func repeatsRefused(_ name: String) async throws {
        for step in Self.certain { #expect(try await attempts(name, after: step) == 2, "\(step)") }
    }

    @Test("what would be refused again is not repeated", arguments: BotocoreCalls.all.keys.sorted())
    func believesRefusals(_ name: String) async throws {
        for step in Self.final { #expect(try await attempts(name, after: step) == 1, "\(step)") }
    }

    @Test("the attempts are bounded, and the last error is told")
    func bounds() async throws {
        let service = ScriptedService([], then: .error(500, "ServiceUnavailableException"))
        let client = try service.client(retries: RetryPolicy(maximumAttempts: 3))
        await #expect(throws: GlacierError.self) { try await client.describeVault("v") }
        #expect(service.arrivals.count == 3)
        #expect(service.waits.count == 2)
    }

    @Test("every attempt is signed at its own time")
    func signsAgain() async throws {
        let service = ScriptedService([.answer(500), .answer(500)], then: Self.success)
        let policy = RetryPolicy(maximumAttempts: 3, baseDelay: .minutes(1), maximumDelay: .hours(1))
        _ = try await service.client(retries: policy).describeVault("v")
        let dates = service.arrivals.compactMap { $0.header("x-amz-date") }
        #expect(Set(dates).count == 3)
    }

    @Test("waits lie between nothing and a bound that doubles", arguments: [(1, 200), (2, 400), (3, 800), (7, 12_800)])
    func doubles(_ attempt: Int, _ bound: Int64) {
        let policy = RetryPolicy()
        #expect(policy.delay(afterAttempt: attempt, chance: 0) == .zero)
        #expect(policy.delay(afterAttempt: attempt, chance: .max) == Span(milliseconds: bound))
        #expect(policy.delay(afterAttempt: attempt, chance: .max / 2 + 1).milliseconds == bound / 2)
    }

    @Test("no wait is longer than the longest", arguments: [8, 60, 1_000_000])
    func boundsWaits(_ attempt: Int) {
        #expect(RetryPolicy().delay(afterAttempt: attempt, chance: .max) == .seconds(20))
    }

    @Test("an answer that breaks off is a failed attempt")
    func repeatsBrokenAnswers() async throws {
        let service = ScriptedService([.brokenBody(200)], then: Self.success)
        _ = try await service.client().describeVault("v")
        #expect(service.arrivals.count == 2)
    }

    @Test("bytes that can be had once are sent once")
    func sendsOnce() async throws {
        let bytes = Array("abc".utf8)
        let summary = Payload(bytes).summary
        let once = Payload(ByteStream.of([ByteBuffer(bytes: bytes)]), summary: summary)
        let service = ScriptedService([.answer(500)], then: Self.success)
        await #expect(throws: GlacierError.self) {
            try await service.client().uploadMultipartPart(once, at: 0, of: "u", in: "v")
        }
        #expect(service.arrivals.count == 1)
    }

    @Test("bytes that can be had again are sent again")
    func sendsAgain() async throws {
        let service = ScriptedService([.answer(500)], then: Self.success)
        _ = try await service.client().uploadMultipartPart(Payload(Array("abc".utf8)), at: 0, of: "u", in: "v")
        #expect(service.arrivals.map(\.body) == [Array("abc".utf8), Array("abc".utf8)])
    }

    @Test("credentials are asked for before every attempt, and their failure ends the call")
    func asksForCredentials() async throws {
        struct NoCredentials: Error {}
        struct Failing: CredentialsProvider {
            func credentials() async throws -> Credentials { throw NoCredentials() }
        }
        let service = ScriptedService([])
        await #expect(throws: NoCredentials.self) {
            try await service.client(credentials: Failing()).deleteVault("v")
        }
        #expect(service.arrivals.isEmpty)
    }
}
