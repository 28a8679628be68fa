import SQLDatabase

/// The outbox: what is to be told about jobs that ended, until somebody took it.
///
/// `due_at` is the moment from which a notification may be taken. Taking one moves it to the end of the lease, and a
/// failed delivery moves it to the next try, so one index serves all three.
let migration0004 = Migration(number: 4, name: "notification outbox") { dialect in
    [
        """
        CREATE TABLE notifications (
            notification_key \(dialect.identity),
            topic_arn TEXT NOT NULL,
            message TEXT NOT NULL,
            created_at \(dialect.integerType) NOT NULL,
            due_at \(dialect.integerType) NOT NULL,
            attempts \(dialect.integerType) NOT NULL DEFAULT 0
        ) \(dialect.strictTable)
        """,
        "CREATE INDEX notifications_due ON notifications (due_at)",
    ]
}
