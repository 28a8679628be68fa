/// What a vault tells its topic, in the words of the API.
public enum NotificationEvent: String, Hashable, Sendable, CaseIterable {
    case archiveRetrievalCompleted = "ArchiveRetrievalCompleted"
    case inventoryRetrievalCompleted = "InventoryRetrievalCompleted"
}

/// Where a vault sends word of its completed jobs, and of which.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-vault-notifications-put.html
public struct VaultNotificationConfiguration: Hashable, Sendable {
    /// As sent and never empty; neither form nor existence is checked, but it holds no NUL.
    public let snsTopic: String
    /// At least one, in the order in which they were sent, each once.
    public let events: [NotificationEvent]

    /// Reads what a request, or a row, says. What is missing is told before what is wrong.
    ///
    /// - Parameters:
    ///   - snsTopic: an empty one counts as missing.
    ///   - events: exact words; repeated ones are kept once.
    /// - Throws: `ServiceError.missingParameter`, `ServiceError.invalidParameter`
    public init(snsTopic: String?, events: [String]?) throws(ServiceError) {
        guard let snsTopic, !snsTopic.isEmpty else { throw .missingParameter("snsTopic") }
        guard let events else { throw .missingParameter("events") }
        // No ARN holds one, and not every catalogue can keep it.
        if snsTopic.utf8.contains(0) { throw .invalidParameter("Invalid SNS topic") }
        if events.isEmpty { throw .invalidParameter("Invalid events: at least one must be given") }
        var known: [NotificationEvent] = []
        for word in events {
            guard let event = NotificationEvent(rawValue: word) else {
                throw .invalidParameter("Invalid event: \(word)")
            }
            if !known.contains(event) { known.append(event) }
        }
        self.snsTopic = snsTopic
        self.events = known
    }
}
