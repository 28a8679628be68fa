package import GlacierModel
import SQLDatabase

/// A notification taken from the outbox for one attempt to deliver it.
package struct ClaimedNotification: Hashable, Sendable {
    /// Its number in the outbox, never given twice.
    package let key: Int64
    package let topic: String
    package let message: String
    /// When the job that it tells of ended.
    package let creationDate: Timestamp
    /// Which attempt this is, counted from 1. Whoever holds an older one than was given last has lost the notification.
    package let attempt: Int64
}

/// The outbox of notifications. Each stays until it was delivered or given up, so it is delivered at least once.
///
/// When one may be taken is decided by the clock of leases, which all nodes share.
extension Catalogue {
    /// Puts a notification into the outbox, to be delivered once the transaction is committed.
    ///
    /// - Parameter now: the moment that it tells of.
    func enqueueNotification(topic: String, message: String, at now: Timestamp, _ tx: any SQLTransaction) throws {
        try tx.execute(
            "INSERT INTO notifications (topic_arn, message, created_at, due_at) VALUES ($1, $2, $3, $4)",
            [.text(topic), .text(message), .timestamp(now), .timestamp(try leaseNow(tx))]
        )
    }

    /// Takes due notifications, those that wait longest first. Until the lease is over nobody else gets them.
    ///
    /// - Parameters:
    ///   - limit: the most to take.
    ///   - lease: longer than an attempt lasts.
    package func claimNotifications(limit: Int, lease: Span) async throws -> [ClaimedNotification] {
        try await database.write { tx in
            let now = try leaseNow(tx)
            let due = try tx.query(
                """
                SELECT notification_key, topic_arn, message, created_at, attempts FROM notifications
                WHERE due_at <= $1 ORDER BY due_at LIMIT $2 \(tx.dialect.skipLocked)
                """,
                [.timestamp(now), .integer(Int64(limit))],
                claim(from:)
            )
            for claim in due {
                try tx.execute(
                    "UPDATE notifications SET due_at = $1, attempts = $2 WHERE notification_key = $3",
                    [.timestamp(now + lease), .integer(claim.attempt), .integer(claim.key)]
                )
            }
            return due
        }
    }

    /// Takes a notification out of the outbox for good: it was delivered, or is given up.
    ///
    /// - Returns: false when it was taken up by another attempt meanwhile; then nothing changed.
    package func removeNotification(_ claim: ClaimedNotification) async throws -> Bool {
        try await database.write { tx in
            let removed = try tx.execute(
                "DELETE FROM notifications WHERE notification_key = $1 AND attempts = $2",
                [.integer(claim.key), .integer(claim.attempt)]
            )
            return removed == 1
        }
    }

    /// Gives a claim back, for the notification to be taken again after a time.
    ///
    /// - Returns: false when it was taken up by another attempt meanwhile; then nothing changed.
    package func postponeNotification(_ claim: ClaimedNotification, by delay: Span) async throws -> Bool {
        try await database.write { tx in
            let postponed = try tx.execute(
                "UPDATE notifications SET due_at = $1 WHERE notification_key = $2 AND attempts = $3",
                [.timestamp(try leaseNow(tx) + delay), .integer(claim.key), .integer(claim.attempt)]
            )
            return postponed == 1
        }
    }

    /// How long it is until a notification can be taken, zero when one can be; nil when the outbox is empty.
    package func timeToNextNotification() async throws -> Span? {
        try await database.read { tx in
            let due =
                try tx.first("SELECT min(due_at) FROM notifications") { row in
                    try row.timestampOrNull(0)
                } ?? nil
            guard let due else { return nil }
            return due.span(since: try leaseNow(tx))
        }
    }
}

extension Timestamp {
    /// The time from an earlier moment to this one; zero from a later one.
    fileprivate func span(since other: Timestamp) -> Span {
        let (difference, overflow) = milliseconds.subtractingReportingOverflow(other.milliseconds)
        return Span(milliseconds: overflow ? (self > other ? .max : 0) : difference)
    }
}

private func claim(from row: SQLRow) throws -> ClaimedNotification {
    let (attempt, overflow) = try row.integer(4).addingReportingOverflow(1)
    guard !overflow, attempt > 0 else { throw CorruptRow(table: "notifications", column: "attempts") }
    return ClaimedNotification(
        key: try row.integer(0),
        topic: try row.text(1),
        message: try row.text(2),
        creationDate: try row.timestamp(3),
        attempt: attempt
    )
}
