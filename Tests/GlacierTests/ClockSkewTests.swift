import GlacierModel
import HTTPTypes
import SigV4
import TestSupport
import Testing

@testable import Glacier

@Suite("The service's clock")
struct ClockSkewTests {
    /// 2026-01-02T03:04:05Z
    private static let ours = Timestamp(seconds: 1_767_323_045)

    private func refusal(_ date: String, _ code: String = "InvalidSignatureException") -> ScriptedService.Step {
        .error(403, code, [.date: date])
    }

    private func dates(_ service: ScriptedService) -> [String?] {
        service.arrivals.map { $0.header("x-amz-date") }
    }

    @Test(
        "a refused signature is made again by the clock of the answer, at once",
        arguments: ["InvalidSignatureException", "RequestTimeTooSkewed", "RequestExpired", "SignatureDoesNotMatch"]
    )
    func corrects(_ code: String) async throws {
        let service = ScriptedService([refusal("Fri, 02 Jan 2026 05:04:05 GMT", code)])
        try await service.client(clock: ManualClock(at: Self.ours)).deleteVault("v")
        #expect(dates(service) == ["20260102T030405Z", "20260102T050405Z"])
        #expect(service.waits.isEmpty)
    }

    @Test("later requests are signed by it from the beginning, also those of a copy of the client")
    func remembers() async throws {
        let service = ScriptedService([refusal("Fri, 02 Jan 2026 01:04:05 GMT")])
        let client = try service.client(clock: ManualClock(at: Self.ours)), copy = client
        try await client.deleteVault("v")
        try await copy.deleteVault("v")
        #expect(dates(service) == ["20260102T030405Z", "20260102T010405Z", "20260102T010405Z"])
    }

    @Test("how far the clocks are apart is told as soon as it is known")
    func tells() async throws {
        let service = ScriptedService([refusal("Fri, 02 Jan 2026 03:18:05 GMT")])
        let client = try service.client(clock: ManualClock(at: Self.ours))
        #expect(client.clockLead == .zero)
        try await client.deleteVault("v")
        #expect(client.clockLead == .seconds(14 * 60))
    }

    @Test("two calls that were refused together are both signed again")
    func correctsConcurrentCalls() {
        let clock = ServiceClock(now: { Self.ours })
        let date = "Fri, 02 Jan 2026 05:04:05 GMT"
        let first = clock.reading, second = clock.reading
        #expect(clock.adopt(httpDate: date, signed: first))
        #expect(clock.adopt(httpDate: date, signed: second))
        let third = clock.reading
        #expect(third.instant.basic == "20260102T050405Z")
        #expect(!clock.adopt(httpDate: date, signed: third))
    }

    @Test("the time that a request took is no difference between the clocks")
    func allowsLongRequests() {
        let machine = ManualClock(at: Self.ours)
        let clock = ServiceClock(now: { machine.now })
        let signed = clock.reading
        machine.advance(by: .hours(2))
        #expect(!clock.adopt(httpDate: "Fri, 02 Jan 2026 05:04:05 GMT", signed: signed))
    }

    @Test("it is corrected once in a call")
    func correctsOnce() async throws {
        let service = ScriptedService([
            refusal("Fri, 02 Jan 2026 05:04:05 GMT"), refusal("Fri, 02 Jan 2026 09:04:05 GMT"),
        ])
        await #expect(throws: GlacierError.self) {
            try await service.client(clock: ManualClock(at: Self.ours)).deleteVault("v")
        }
        #expect(service.arrivals.count == 2)
    }

    @Test("also for what makes another thing: it was refused")
    func correctsForAll() async throws {
        let service = ScriptedService(
            [refusal("Fri, 02 Jan 2026 05:04:05 GMT")],
            then: .answer(202, [.known("x-amz-job-id"): "j"], "{}")
        )
        let reply = try await service.client(clock: ManualClock(at: Self.ours))
            .initiateJob(.inventoryRetrieval(), in: "v")
        #expect(reply.jobID == "j")
    }

    @Test(
        "a refusal that has other reasons is final",
        arguments: ["Fri, 02 Jan 2026 03:04:35 GMT", "yesterday", ""]
    )
    func believes(_ date: String) async throws {
        let service = ScriptedService([refusal(date)])
        await #expect(throws: GlacierError.self) {
            try await service.client(clock: ManualClock(at: Self.ours)).deleteVault("v")
        }
        #expect(service.arrivals.count == 1)
    }

    @Test("another error moves no clock")
    func ignores() async throws {
        let service = ScriptedService([.error(403, "AccessDeniedException", [.date: "Fri, 02 Jan 2026 05:04:05 GMT"])])
        let client = try service.client(clock: ManualClock(at: Self.ours))
        await #expect(throws: GlacierError.self) { try await client.deleteVault("v") }
        try await client.deleteVault("v")
        #expect(dates(service) == ["20260102T030405Z", "20260102T030405Z"])
    }
}
