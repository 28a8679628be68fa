import Testing

@testable import SQLDatabasePostgres

@Suite("when a write is begun again")
struct RetryPlanTests {
    private func plan(random: UInt8, for length: UInt64 = 10_000_000_000) -> RetryPlan {
        RetryPlan(from: 1000, for: length) { count in [UInt8](repeating: random, count: count) }
    }

    @Test("pauses are of random length up to a ceiling that doubles, to a quarter of a second")
    func ceilings() {
        // 0x0101010101010101 is 72340172838076673.
        let random: UInt64 = 72_340_172_838_076_673
        var plan = plan(random: 1)
        let pauses = (0..<10).map { _ in plan.pause(after: .conflict, at: 1000) }
        let ceilings = [1, 2, 4, 8, 16, 32, 64, 128, 256, 256].map { UInt64($0) * 1_000_000 }
        #expect(pauses == ceilings.map { random % ($0 + 1) })
        #expect(zip(pauses, ceilings).allSatisfy { $0 ?? .max <= $1 })
    }

    @Test("no attempt begins after the time is up")
    func end() {
        var plan = plan(random: 0, for: 100)
        #expect(plan.pause(after: .conflict, at: 1099) == 0)
        #expect(plan.pause(after: .conflict, at: 1100) == nil)
    }

    @Test("three connections may break under a write, not four")
    func losses() {
        var plan = plan(random: 0)
        let pauses = (0..<4).map { _ in plan.pause(after: .connectionLost, at: 1000) }
        #expect(pauses == [0, 0, 0, nil])
    }
}
