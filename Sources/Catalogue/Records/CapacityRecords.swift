package import GlacierModel
import SQLDatabase

extension Catalogue {
    /// Adds a unit of capacity to an account, and forgets those that have expired.
    ///
    /// - Throws: `ServiceError.capacityLimitReached`
    package func addCapacityUnit(
        _ unit: ProvisionedCapacityUnit,
        to account: AccountID,
        at now: Timestamp
    ) async throws {
        try await database.write { tx in
            guard try activeCapacityUnits(of: account, at: now, tx).count < Limits.capacityUnitsPerAccount else {
                throw ServiceError.capacityLimitReached
            }
            try tx.execute(
                "DELETE FROM capacity_units WHERE account_id = $1 AND expires_at <= $2",
                [.text(account.text), .timestamp(now)]
            )
            try tx.execute(
                "INSERT INTO capacity_units (capacity_id, account_id, started_at, expires_at) VALUES ($1, $2, $3, $4)",
                [
                    .text(unit.id.text), .text(account.text), .timestamp(unit.startDate),
                    .timestamp(unit.expirationDate),
                ]
            )
        }
    }

    /// The units of an account that have not expired, the one that began first before the others.
    package func activeCapacityUnits(
        of account: AccountID,
        at now: Timestamp
    ) async throws -> [ProvisionedCapacityUnit] {
        try await database.read { tx in try activeCapacityUnits(of: account, at: now, tx) }
    }

    /// As `activeCapacityUnits(of:at:)`, in a transaction that counts on them. There are never more than an account
    /// may have.
    func activeCapacityUnits(
        of account: AccountID,
        at now: Timestamp,
        _ tx: any SQLTransaction
    ) throws -> [ProvisionedCapacityUnit] {
        let units = try tx.query(
            "SELECT capacity_id, started_at, expires_at FROM capacity_units WHERE account_id = $1 AND expires_at > $2",
            [.text(account.text), .timestamp(now)]
        ) { row in
            ProvisionedCapacityUnit(
                id: try row.parsed("capacity_units", "capacity_id") { try CapacityID(try row.text(0)) },
                startDate: try row.timestamp(1),
                expirationDate: try row.timestamp(2)
            )
        }
        return units.sorted { ($0.startDate, $0.id.text) < ($1.startDate, $1.id.text) }
    }
}
