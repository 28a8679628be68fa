package import GlacierModel
import SQLDatabase

extension Catalogue {
    /// Notes when access keys were last used. Keys that are gone are passed over; an older use never replaces a newer
    /// one.
    package func record(_ uses: [String: AccessKeyRecord.LastUse]) async throws {
        guard !uses.isEmpty else { return }
        try await database.write { tx in
            for (id, use) in uses.sorted(by: { $0.key < $1.key }) {
                try tx.execute(
                    """
                    UPDATE access_keys SET last_used_at = $1, last_used_region = $2, last_used_service = $3
                    WHERE access_key_id = $4 AND (last_used_at IS NULL OR last_used_at < $1)
                    """,
                    [.timestamp(use.date), .text(use.region), .text(use.service), .text(id)]
                )
            }
        }
    }
}
