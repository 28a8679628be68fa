import Foundation
import Testing

@Suite("A vault under random operations, faults and restarts")
struct VaultSimulationTests {
    static let seeds: [UInt64] =
        ProcessInfo.processInfo.environment["FIRN_SIMULATION_SEED"].flatMap { UInt64($0) }.map { [$0] }
        ?? [1, 2, 3, 4, 5, 6]

    @Test("holds exactly what was acknowledged", arguments: seeds)
    func holdsWhatWasAcknowledged(_ seed: UInt64) async throws {
        try await VaultSimulation(seed: seed).run(steps: 120)
    }
}
