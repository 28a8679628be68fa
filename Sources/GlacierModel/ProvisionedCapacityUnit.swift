/// Capacity that an account bought, so that its Expedited retrievals are accepted: for one calendar month.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-PurchaseProvisionedCapacity.html
public struct ProvisionedCapacityUnit: Hashable, Sendable {
    /// Given by PurchaseProvisionedCapacity.
    public let id: CapacityID
    /// A whole second.
    public let startDate: Timestamp
    /// A whole second: from then on the unit is no longer there.
    public let expirationDate: Timestamp

    /// A unit that is bought now. Its dates are cut to whole seconds.
    public init(id: CapacityID, purchasedAt now: Timestamp) {
        self.init(id: id, startDate: now.wholeSecond, expirationDate: now.wholeSecond.oneMonthLater)
    }

    /// Takes a unit that is read back; nothing is judged.
    public init(id: CapacityID, startDate: Timestamp, expirationDate: Timestamp) {
        self.id = id
        self.startDate = startDate
        self.expirationDate = expirationDate
    }
}
