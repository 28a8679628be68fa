import GlacierModel
import Synchronization
import TestSupport
import Testing

@testable import Glacier

@Suite("Cancellation")
struct CancellationTests {
    @Test("a cancelled attempt is not repeated")
    func endsAttempts() async throws {
        let service = ScriptedService([.cancellation])
        await #expect(throws: CancellationError.self) { try await service.client().deleteVault("v") }
        #expect(service.arrivals.count == 1)
    }

    @Test("a cancelled wait ends the call")
    func endsWaits() async throws {
        let service = ScriptedService([], then: .answer(500))
        var surroundings = Surroundings.manual(ManualClock())
        surroundings.sleep = { _ in throw CancellationError() }
        let client = GlacierClient(
            endpoint: try Endpoint(region: "us-east-1"),
            credentials: StaticCredentials.example,
            transport: service.transport,
            surroundings: surroundings
        )
        await #expect(throws: CancellationError.self) { try await client.deleteVault("v") }
        #expect(service.arrivals.count == 1)
    }

    @Test("a cancelled task sends nothing")
    func startsNothing() async throws {
        let service = ScriptedService([])
        let client = try service.client()
        let call = Task {
            // Until it is cancelled.
            while !Task.isCancelled { await Task.yield() }
            try await client.deleteVault("v")
        }
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        #expect(service.arrivals.isEmpty)
    }
}
