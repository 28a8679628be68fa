import GlacierModel
import Testing

@Suite("Which retrievals are let in")
struct RetrievalAdmissionTests {
    private static let hour: Int64 = 1000

    private func isAdmitted(
        _ tier: Tier,
        bytes: Int64,
        _ policy: DataRetrievalPolicy,
        load: RetrievalLoad = load(),
        _ capacity: RetrievalRules.ExpeditedCapacity = .always
    ) -> Bool {
        let rules = RetrievalRules(freeBytesPerDay: 500, expeditedCapacity: capacity)
        do {
            try rules.admit(tier, bytes: bytes, policy: policy, load: load)
            return true
        } catch {
            #expect(error == (tier == .standard ? .retrievalPolicyEnforced : .insufficientCapacity))
            return false
        }
    }

    private static func load(
        rate: Int64 = 0,
        today: Int64 = 0,
        expedited: Int64 = 0,
        units: Int64 = 0
    ) -> RetrievalLoad {
        RetrievalLoad(
            standardBytesPerHour: rate,
            standardBytesToday: today,
            recentExpeditedRetrievals: expedited,
            capacityUnits: units
        )
    }

    @Test(
        "an hourly rate is a quarter of the bytes, rounded up",
        arguments: [(1, 1), (4, 1), (5, 2), (8, 2), (9, 3), (.max, 2_305_843_009_213_693_952)] as [(Int64, Int64)]
    )
    func spreads(_ bytes: Int64, _ rate: Int64) {
        #expect(RetrievalLoad.hourlyRate(of: bytes) == rate)
    }

    @Test(
        "with BytesPerHour the rates of what is in progress and of the new retrieval stay within it",
        arguments: [
            (0, 40, true), (0, 41, false), (9, 4, true), (9, 5, false), (10, 1, false), (.max, .max, false),
        ] as [(Int64, Int64, Bool)]
    )
    func limitsRate(_ rate: Int64, _ bytes: Int64, _ admitted: Bool) {
        #expect(isAdmitted(.standard, bytes: bytes, .bytesPerHour(10), load: Self.load(rate: rate)) == admitted)
    }

    @Test(
        "with FreeTier the bytes of a day stay within the allowance",
        arguments: [
            (0, 500, true), (0, 501, false), (499, 1, true), (499, 2, false), (500, 1, false), (.max, .max, false),
        ] as [(Int64, Int64, Bool)]
    )
    func limitsDay(_ today: Int64, _ bytes: Int64, _ admitted: Bool) {
        #expect(isAdmitted(.standard, bytes: bytes, .freeTier, load: Self.load(today: today)) == admitted)
    }

    @Test("without a policy there is no limit, and a policy concerns Standard retrievals alone")
    func leavesOthers() {
        let busy = Self.load(rate: .max, today: .max, expedited: 99)
        #expect(isAdmitted(.standard, bytes: .max, .none, load: busy))
        for policy in [DataRetrievalPolicy.freeTier, .bytesPerHour(1)] {
            #expect(isAdmitted(.bulk, bytes: .max, policy, load: busy))
            #expect(isAdmitted(.expedited, bytes: .max, policy, load: busy))
        }
    }

    @Test(
        "where Expedited retrievals need capacity, each unit has three slots",
        arguments: [(0, 0, false), (1, 0, true), (1, 2, true), (1, 3, false), (2, 5, true), (2, 6, false)]
            as [(Int64, Int64, Bool)]
    )
    func needsCapacity(_ units: Int64, _ recent: Int64, _ admitted: Bool) {
        let load = Self.load(expedited: recent, units: units)
        #expect(isAdmitted(.expedited, bytes: 1, .none, load: load, .provisioned) == admitted)
        #expect(isAdmitted(.standard, bytes: 1, .none, load: load, .provisioned))
    }
}
