import GlacierModel
import HTTPTypes
import TestSupport
import Testing

@testable import Glacier

@Suite("Waiting for vaults and jobs")
struct WaitingTests {
    private static func job(_ status: String) -> ScriptedService.Step {
        let isCompleted = status != "InProgress"
        return .answer(
            200,
            [:],
            #"{"JobId":"j","StatusCode":"\#(status)","StatusMessage":"words","Completed":\#(isCompleted)}"#
        )
    }

    private func job(_ asked: ScriptedService, clock: ManualClock = ManualClock()) throws -> Glacier.Job {
        GlacierService(try asked.client(retries: .never, clock: clock)).job("j", in: "v")
    }

    @Test("pauses double up to the longest; the job as it ended is kept")
    func backsOff() async throws {
        let asked = ScriptedService(Array(repeating: Self.job("InProgress"), count: 6), then: Self.job("Succeeded"))
        let job = try job(asked)
        let ended = try await job.waitUntilCompleted(longestDelay: .seconds(10))
        #expect(ended.status == .succeeded)
        #expect(asked.waits == [1, 2, 4, 8, 10, 10].map { Span.seconds($0) })
        #expect(try await job.isCompleted)
        #expect(asked.arrivals.count == 7)
    }

    @Test("a job that has ended is not waited for")
    func isThere() async throws {
        let asked = ScriptedService([Self.job("Succeeded")])
        try await job(asked).waitUntilCompleted()
        #expect(asked.waits.isEmpty)
    }

    @Test("a job that failed is an error that has it")
    func failed() async throws {
        let asked = ScriptedService([Self.job("InProgress"), Self.job("Failed")])
        let error = await #expect(throws: WaitError.self) { try await job(asked).waitUntilCompleted() }
        guard case .jobFailed(let job)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(job.statusMessage == "words")
        #expect(error?.description == "the job failed: words")
    }

    @Test("the time limit is kept: the last look is at its end")
    func ends() async throws {
        let asked = ScriptedService([], then: Self.job("InProgress")), clock = ManualClock(), start = clock.now
        let job = try job(asked, clock: clock)
        let error = await #expect(throws: WaitError.self) { try await job.waitUntilCompleted(timeLimit: .seconds(10)) }
        guard case .timeLimitReached(let limit, let seen)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(limit == .seconds(10))
        #expect(seen.status == .inProgress)
        #expect(asked.waits == [1, 2, 4, 3].map { Span.seconds($0) })
        #expect(clock.now == start + .seconds(10))
    }

    @Test("no time means one look; the shortest and the longest numbers do no harm")
    func extremes() async throws {
        let asked = ScriptedService([], then: Self.job("InProgress"))
        await #expect(throws: WaitError.self) { try await job(asked).waitUntilCompleted(timeLimit: .zero) }
        #expect(asked.arrivals.count == 1)
        let busy = ScriptedService(Array(repeating: Self.job("InProgress"), count: 3), then: Self.job("Succeeded"))
        try await job(busy).waitUntilCompleted(timeLimit: .hours(.max), firstDelay: .zero, longestDelay: .zero)
        #expect(busy.waits == Array(repeating: Span(milliseconds: 10), count: 3))
        let long = ScriptedService([Self.job("InProgress")], then: Self.job("Succeeded"))
        let endless = Span.hours(.max)
        try await job(long).waitUntilCompleted(timeLimit: endless, firstDelay: .seconds(1), longestDelay: endless)
        #expect(long.waits == [.seconds(1)])
    }

    @Test("an error of the moment does not end the wait once the service has answered")
    func endures() async throws {
        let asked = ScriptedService([
            Self.job("InProgress"), .loss(.unknown), .error(503, "ServiceUnavailableException"), Self.job("Succeeded"),
        ])
        try await job(asked).waitUntilCompleted()
        #expect(asked.waits.count == 3)
        for first in [ScriptedService.Step.loss(.notSent), .error(404, "ResourceNotFoundException")] {
            let other = ScriptedService([first], then: Self.job("Succeeded"))
            await #expect(throws: (any Error).self) { try await job(other).waitUntilCompleted() }
            #expect(other.arrivals.count == 1)
        }
        let gone = ScriptedService([Self.job("InProgress"), .error(404, "ResourceNotFoundException")])
        await #expect(throws: GlacierError.self) { try await job(gone).waitUntilCompleted() }
    }

    @Test("a cancelled wait ends at once")
    func cancels() async throws {
        let asked = ScriptedService([], then: Self.job("InProgress"))
        let job = try job(asked)
        let task = Task { try await job.waitUntilCompleted(timeLimit: .hours(.max)) }
        while asked.waits.isEmpty { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let vault = GlacierService(try ScriptedService([], then: .error(404, "ResourceNotFoundException")).client())
            .vault("v")
        let waiting = Task { try await vault.waitUntilExists(maximumAttempts: .max) }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }

    @Test("a vault is waited for until it is there, and until it is gone")
    func vaults() async throws {
        let isThere = ScriptedService.Step.answer(200, [:], #"{"VaultName":"v","NumberOfArchives":5}"#)
        let isNot = ScriptedService.Step.error(404, "ResourceNotFoundException")
        let appearing = ScriptedService([isNot, isNot, isThere])
        let vault = GlacierService(try appearing.client()).vault("v")
        try await vault.waitUntilExists()
        #expect(appearing.waits == [.seconds(3), .seconds(3)])
        #expect(try await vault.numberOfArchives == 5)
        #expect(appearing.arrivals.count == 3)
        let going = ScriptedService([isThere, isNot])
        try await GlacierService(try going.client()).vault("v").waitUntilNotExists(delay: .seconds(1))
        #expect(going.waits == [.seconds(1)])
        let denied = ScriptedService([.error(403, "AccessDeniedException")])
        await #expect(throws: GlacierError.self) {
            try await GlacierService(try denied.client()).vault("v").waitUntilNotExists()
        }
    }
}
