import Glacier
import SQLDatabase

/// A vault as the local catalogue tells it from others: the same name in another account, region or service is another.
struct LocalVault: Hashable, Sendable {
    /// Scheme and authority, as `http://127.0.0.1:8410`.
    let endpoint: String
    let region: String
    /// Twelve digits, or `-` where the service does not tell.
    let account: String
    let name: String

    init(endpoint: Endpoint, account: String, name: String) {
        self.endpoint = "\(endpoint.scheme)://\(endpoint.authority)"
        region = endpoint.region
        self.account = account
        self.name = name
    }

    init(endpoint: String, region: String, account: String, name: String) {
        (self.endpoint, self.region, self.account, self.name) = (endpoint, region, account, name)
    }

    /// A vault by the name that the service gives it, in which the account has its number.
    ///
    /// - Parameter arn: as `arn:aws:glacier:us-east-1:111122223333:vaults/photos`.
    /// - Returns: nil for any other text.
    init?(endpoint: Endpoint, arn: String) {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[2] == "glacier", parts[5].hasPrefix("vaults/") else {
            return nil
        }
        self.init(endpoint: endpoint, account: String(parts[4]), name: String(parts[5].dropFirst("vaults/".count)))
    }
}

/// How old the knowledge of a vault is.
struct VaultKnowledge: Hashable, Sendable {
    /// When the service made the newest inventory that was read; nil where none was.
    let inventoryDate: Timestamp?
    /// When that was read.
    let fetchedAt: Timestamp?
    let archives: Int64
    /// Bytes of all archives known.
    let bytes: Int64
}

extension LocalCatalogue {
    /// The vaults of this name that are known at an endpoint, one for each account.
    ///
    /// For commands that run without the network, where `-` cannot be resolved.
    func vaults(of endpoint: Endpoint, named name: String) async throws -> [LocalVault] {
        let vault = LocalVault(endpoint: endpoint, account: "-", name: name)
        return try await read { tx in
            try tx.query(
                """
                SELECT account FROM vaults WHERE endpoint = $1 AND region = $2 AND name = $3 ORDER BY account
                """,
                [.text(vault.endpoint), .text(vault.region), .text(name)]
            ) { row in
                LocalVault(endpoint: vault.endpoint, region: vault.region, account: try row.text(0), name: name)
            }
        }
    }

    /// What is known of a vault, and how old it is; nil where nothing is.
    func knowledge(of vault: LocalVault) async throws -> VaultKnowledge? {
        try await read { tx in
            guard let key = try vault.key(in: tx) else { return nil }
            let dates = try tx.first("SELECT inventory_date, fetched_at FROM vaults WHERE vault_key = $1", [key]) {
                (try $0.integerOrNull(0), try $0.integerOrNull(1))
            }
            let sums = try tx.first("SELECT count(*), sum(size) FROM archives WHERE vault_key = $1", [key]) {
                (try $0.integer(0), try $0.integerOrNull(1) ?? 0)
            }
            return VaultKnowledge(
                inventoryDate: dates?.0.map(Timestamp.init(milliseconds:)),
                fetchedAt: dates?.1.map(Timestamp.init(milliseconds:)),
                archives: sums?.0 ?? 0,
                bytes: sums?.1 ?? 0
            )
        }
    }
}

extension LocalVault {
    /// The vault's number in the tables; nil where nothing is known of it.
    func key(in tx: any SQLTransaction) throws -> SQLValue? {
        try tx.first(
            "SELECT vault_key FROM vaults WHERE endpoint = $1 AND region = $2 AND account = $3 AND name = $4",
            columns
        ) { .integer(try $0.integer(0)) }
    }

    /// The vault's number, made where it has none.
    func makeKey(in tx: any SQLTransaction) throws -> SQLValue {
        try tx.execute(
            """
            INSERT INTO vaults (endpoint, region, account, name) VALUES ($1, $2, $3, $4)
            ON CONFLICT (endpoint, region, account, name) DO NOTHING
            """,
            columns
        )
        guard let key = try key(in: tx) else { throw SQLDatabaseError(.other, "a vault was not stored") }
        return key
    }

    private var columns: [SQLValue] { [.text(endpoint), .text(region), .text(account), .text(name)] }
}
