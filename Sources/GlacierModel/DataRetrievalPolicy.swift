/// How much an account may retrieve. It concerns Standard retrievals of archives.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/data-retrieval-policy.html
public enum DataRetrievalPolicy: Hashable, Sendable {
    /// As much as it likes: so it is until a policy is set.
    case none
    /// So many bytes a day as are free.
    case freeTier
    /// So many bytes an hour, 1 or more.
    case bytesPerHour(Int64)

    /// The word for the kind of policy in documents and in the catalogue.
    public enum Strategy: String, Hashable, Sendable, CaseIterable {
        case none = "None"
        case freeTier = "FreeTier"
        case bytesPerHour = "BytesPerHour"
    }

    /// Reads what a rule, or a row, says.
    ///
    /// - Parameters:
    ///   - strategy: one of the three words, in exact case.
    ///   - bytesPerHour: required of the strategy of that name, and refused of the others.
    /// - Throws: `ServiceError.missingParameter`, `ServiceError.invalidParameter`
    public init(strategy: String, bytesPerHour: Int64?) throws(ServiceError) {
        switch (Strategy(rawValue: strategy), bytesPerHour) {
        case (nil, _): throw .invalidParameter("Invalid strategy: \(strategy)")
        case (.none?, nil): self = .none
        case (.freeTier?, nil): self = .freeTier
        case (.bytesPerHour?, nil): throw .missingParameter("bytesPerHour")
        case (.bytesPerHour?, let bytes?):
            guard bytes > 0 else { throw .invalidParameter("Invalid BytesPerHour: \(bytes)") }
            self = .bytesPerHour(bytes)
        case (.none?, _?), (.freeTier?, _?):
            throw .invalidParameter("BytesPerHour must not be given with the strategy \(strategy)")
        }
    }

    /// The kind of policy without its number.
    public var strategy: Strategy {
        switch self {
        case .none: .none
        case .freeTier: .freeTier
        case .bytesPerHour: .bytesPerHour
        }
    }

    /// Nil unless the strategy is the one of that name.
    public var bytesPerHour: Int64? {
        if case .bytesPerHour(let bytes) = self { bytes } else { nil }
    }
}
