package import GlacierModel
import SQLDatabase

/// The text that tells of a job that ended: pure, since a transaction may be run more than once.
package typealias JobAnnouncement = @Sendable (_ job: Job, _ vault: VaultReference) -> String

extension Catalogue {
    /// Puts a message into the outbox for each topic that is to learn of a job's end: that of the vault, where its
    /// configuration names the event, and that of the job. Both are told where both are the same.
    func announce(
        _ job: Job,
        in vault: VaultReference,
        vaultKey: Int64,
        _ announcement: JobAnnouncement,
        _ tx: any SQLTransaction
    ) throws {
        guard let ended = job.status.completionDate else { return }
        var topics: [String] = []
        if let configuration = try notificationConfiguration(ofVaultKey: vaultKey, tx),
            configuration.events.contains(job.work.event)
        {
            topics.append(configuration.snsTopic)
        }
        if let topic = job.snsTopic { topics.append(topic) }
        if topics.isEmpty { return }
        let message = announcement(job, vault)
        for topic in topics { try enqueueNotification(topic: topic, message: message, at: ended, tx) }
    }
}

extension JobWork {
    /// What a vault's configuration calls the end of such a job.
    fileprivate var event: NotificationEvent {
        switch self {
        case .archiveRetrieval: .archiveRetrievalCompleted
        case .inventoryRetrieval: .inventoryRetrievalCompleted
        }
    }
}
