import SQLDatabase

/// Named values of the deployment itself, such as its first account.
extension Catalogue {
    package enum DeploymentValue: String, Sendable {
        /// The account that was made at the first start.
        case firstAccount = "first-account"
        /// The id of the access key that the data folder's file of root credentials held when it was last read.
        case fileKey = "file-key"
        /// What the data folder of the catalogue is known by.
        case folder = "folder"
        /// The last blob key that the sweep for unreferenced blobs has judged.
        case sweptThrough = "swept-through"
    }

    package func deploymentValue(_ name: DeploymentValue) async throws -> String? {
        try await database.read { tx in try deploymentValue(name, tx) }
    }

    func deploymentValue(_ name: DeploymentValue, _ tx: any SQLTransaction) throws -> String? {
        try tx.first("SELECT value FROM deployment WHERE name = $1", [.text(name.rawValue)]) { row in
            try row.text(0)
        }
    }

    /// The value, which becomes the given one where there is none yet: of several callers the first decides.
    package func deploymentValue(_ name: DeploymentValue, orSet value: String) async throws -> String {
        try await database.write { tx in
            try tx.execute(
                "INSERT INTO deployment (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
                [.text(name.rawValue), .text(value)]
            )
            return try tx.first("SELECT value FROM deployment WHERE name = $1", [.text(name.rawValue)]) { row in
                try row.text(0)
            } ?? value
        }
    }

    package func setDeploymentValue(_ name: DeploymentValue, to value: String) async throws {
        try await database.write { tx in try setDeploymentValue(name, to: value, tx) }
    }

    func setDeploymentValue(_ name: DeploymentValue, to value: String, _ tx: any SQLTransaction) throws {
        try tx.execute(
            """
            INSERT INTO deployment (name, value) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """,
            [.text(name.rawValue), .text(value)]
        )
    }
}
