/// How a database on a PostgreSQL server is used.
public struct PostgresSettings: Sendable {
    /// Connections that are open at most, each for one transaction at a time. They are opened when they are needed.
    public var connections = 16

    /// How long a transaction waits for a connection before it is refused with ``SQLDatabaseError/Code/busy``.
    public var longestWait = Duration.seconds(30)

    /// How long a write that loses against others is begun again, counted from its first attempt, before it fails with
    /// ``SQLDatabaseError/Code/busy``.
    public var longestRetry = Duration.seconds(30)

    /// How long a statement waits for a lock before it fails with ``SQLDatabaseError/Code/busy``.
    public var longestLockWait = Duration.seconds(30)

    /// How long a statement may run, its rows handed over included, before it fails with
    /// ``SQLDatabaseError/Code/busy``.
    public var longestStatement = Duration.seconds(900)

    /// How long a transaction may rest between two statements before the server ends it with its connection.
    public var longestPause = Duration.seconds(120)

    /// What the server's own lists call the connections, where the URL does not say.
    public var applicationName = "firn"

    /// The values above.
    public init() {}
}

extension Duration {
    /// Whole milliseconds, at least one: the server takes 0 for no limit.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return max(1, seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }

    /// For the clocks of Dispatch.
    var nanoseconds: UInt64 { UInt64(milliseconds) * 1_000_000 }
}
