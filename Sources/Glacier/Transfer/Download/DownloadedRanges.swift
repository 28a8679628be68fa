import TreeHash

/// Which ranges of a download are there.
struct DownloadedRanges: Sendable {
    enum Place: Sendable {
        case missing
        /// An earlier run fetched it; its bytes have the hash that was noted.
        case reused(Digest)
        /// This run fetched it.
        case fetched(Digest, isAttested: Bool)

        var root: Digest? {
            switch self {
            case .missing: nil
            case .reused(let root), .fetched(let root, _): root
            }
        }
    }

    let plan: DownloadPlan
    private var places: [Place]

    init(_ plan: DownloadPlan) {
        self.plan = plan
        places = Array(repeating: .missing, count: plan.rangeCount)
    }

    subscript(_ index: Int) -> Place {
        get { places[index] }
        set { places[index] = newValue }
    }

    var missing: [Int] { places.indices.filter { places[$0].root == nil } }

    var isComplete: Bool { places.allSatisfy { $0.root != nil } }

    /// Whether all are there and have the output's tree hash, where there is one.
    var isProved: Bool {
        let roots = places.compactMap(\.root)
        return roots.count == places.count && plan.root(over: roots) == plan.treeHash ?? plan.root(over: roots)
    }

    /// Makes those missing that the service did not vouch for in this run.
    mutating func forgetDoubtful() -> (bytes: Int64, reusedBytes: Int64) {
        var bytes: Int64 = 0, reused: Int64 = 0
        for index in places.indices {
            let count = Int64(plan.range(index).count)
            switch places[index] {
            case .missing, .fetched(_, isAttested: true): continue
            case .reused: reused += count
            case .fetched(_, isAttested: false): break
            }
            bytes += count
            places[index] = .missing
        }
        return (bytes, reused)
    }
}
