/// Every duration of the service that an operator may choose.
public struct Timing: Hashable, Sendable {
    /// Time from the request of an Expedited retrieval to its end.
    public var expeditedDelay: Span
    /// Time from the request of a Standard retrieval to its end.
    public var standardDelay: Span
    /// Time from the request of a Bulk retrieval to its end.
    public var bulkDelay: Span
    /// Time from the request of an inventory to the end of its job; zero ends it before the request is answered, but
    /// for the inventory of a very large vault.
    public var inventoryDelay: Span
    /// How long a completed job and its output are available.
    public var completedJobLifetime: Span
    /// Time between two inventories of a vault that changes; zero makes the inventory always current.
    public var inventoryInterval: Span
    /// Time between the first write to a vault and its first inventory.
    public var firstInventoryDelay: Span
    /// How long an upload in progress lives after the last thing done to it.
    public var uploadIdleLifetime: Span
    /// How long a completed upload still answers a repeated completion.
    public var completedUploadMemory: Span
    /// How long an aborted upload still answers a repeated abort.
    public var abortedUploadMemory: Span
    /// How long a vault lock may be in progress before it is void.
    public var vaultLockLifetime: Span
    /// How far the clock of a signature may be from the server's, either way.
    public var signatureSkew: Span

    /// Retrievals are ready as soon as the bytes are, inventories are current.
    public static let prompt = Timing(
        expeditedDelay: .zero,
        standardDelay: .zero,
        bulkDelay: .zero,
        inventoryDelay: .zero,
        completedJobLifetime: .hours(24),
        inventoryInterval: .zero,
        firstInventoryDelay: .zero,
        uploadIdleLifetime: .hours(24),
        completedUploadMemory: .hours(24),
        abortedUploadMemory: .hours(1),
        vaultLockLifetime: .hours(24),
        signatureSkew: .minutes(15)
    )

    /// The delays of the production service.
    public static let faithful: Timing = {
        var timing = Timing.prompt
        timing.expeditedDelay = .minutes(3)
        timing.standardDelay = .hours(4)
        timing.bulkDelay = .hours(8)
        timing.inventoryDelay = .hours(4)
        timing.inventoryInterval = .hours(24)
        timing.firstInventoryDelay = .hours(12)
        return timing
    }()

    /// Time from the request of a retrieval to its end; zero ends it before the request is answered.
    public func retrievalDelay(_ tier: Tier) -> Span {
        switch tier {
        case .expedited: expeditedDelay
        case .standard: standardDelay
        case .bulk: bulkDelay
        }
    }

    /// Whether vault numbers are live rather than those of the last inventory.
    public var inventoryIsAlwaysCurrent: Bool { inventoryInterval == .zero }
}
