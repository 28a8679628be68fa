/// What an operator sets about retrievals beside their delays.
public struct RetrievalRules: Hashable, Sendable {
    /// When an Expedited retrieval is let in.
    public enum ExpeditedCapacity: String, Hashable, Sendable, CaseIterable {
        /// Always.
        case always
        /// While a unit of provisioned capacity has a free slot.
        case provisioned
    }

    /// Bytes that an account with the policy `FreeTier` may retrieve by Standard jobs in a day of UTC.
    public var freeBytesPerDay: Int64
    /// Whether Expedited retrievals need provisioned capacity.
    public var expeditedCapacity: ExpeditedCapacity

    /// 10 GiB a month, a thirtieth of it each day, and Expedited retrievals always.
    ///
    /// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/data-retrieval-policy.html
    public static let standard = RetrievalRules(freeBytesPerDay: (10 << 30) / 30, expeditedCapacity: .always)

    /// Takes both, so that none is forgotten.
    public init(freeBytesPerDay: Int64, expeditedCapacity: ExpeditedCapacity) {
        self.freeBytesPerDay = freeBytesPerDay
        self.expeditedCapacity = expeditedCapacity
    }
}
