/// What an account is retrieving already, as far as its policy and its capacity are measured by it.
public struct RetrievalLoad: Hashable, Sendable {
    /// The sum of the hourly rates of Standard retrievals in progress, in bytes: see `hourlyRate(of:)`.
    public let standardBytesPerHour: Int64
    /// Bytes of Standard retrievals that were started today, in UTC.
    public let standardBytesToday: Int64
    /// Expedited retrievals that were started in the last `expeditedWindow`.
    public let recentExpeditedRetrievals: Int64
    /// Units of provisioned capacity that have not expired.
    public let capacityUnits: Int64

    /// Takes counts as the catalogue finds them; nothing is judged.
    public init(
        standardBytesPerHour: Int64,
        standardBytesToday: Int64,
        recentExpeditedRetrievals: Int64,
        capacityUnits: Int64
    ) {
        self.standardBytesPerHour = standardBytesPerHour
        self.standardBytesToday = standardBytesToday
        self.recentExpeditedRetrievals = recentExpeditedRetrievals
        self.capacityUnits = capacityUnits
    }

    /// How long an Expedited retrieval takes up a slot of a unit of capacity.
    public static let expeditedWindow = Span.minutes(5)
    /// Expedited retrievals that a unit of capacity guarantees within the window.
    public static let expeditedRetrievalsPerUnit: Int64 = 3
    /// Hours over which a Standard retrieval is thought to be spread.
    public static let standardHours: Int64 = 4

    /// Bytes an hour of a Standard retrieval, rounded up.
    public static func hourlyRate(of bytes: Int64) -> Int64 {
        bytes / standardHours + (bytes % standardHours == 0 ? 0 : 1)
    }
}

extension RetrievalRules {
    /// Judges a retrieval of an archive that is to be started.
    ///
    /// A policy concerns Standard retrievals alone, capacity Expedited ones alone.
    /// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/data-retrieval-policy.html
    ///
    /// - Parameter bytes: of the range that is retrieved.
    /// - Throws: `ServiceError.retrievalPolicyEnforced`, `ServiceError.insufficientCapacity`
    public func admit(
        _ tier: Tier,
        bytes: Int64,
        policy: DataRetrievalPolicy,
        load: RetrievalLoad
    ) throws(ServiceError) {
        switch tier {
        case .bulk: return
        case .expedited:
            guard expeditedCapacity == .provisioned else { return }
            let slots = load.capacityUnits * RetrievalLoad.expeditedRetrievalsPerUnit
            guard load.recentExpeditedRetrievals < slots else { throw .insufficientCapacity }
        case .standard:
            switch policy {
            case .none: return
            case .bytesPerHour(let limit):
                let rate = RetrievalLoad.hourlyRate(of: bytes)
                guard Self.sum(load.standardBytesPerHour, rate) <= limit else { throw .retrievalPolicyEnforced }
            case .freeTier:
                guard Self.sum(load.standardBytesToday, bytes) <= freeBytesPerDay else {
                    throw .retrievalPolicyEnforced
                }
            }
        }
    }

    private static func sum(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}
