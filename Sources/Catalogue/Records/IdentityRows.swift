import GlacierModel
import SQLDatabase

extension SQLRow {
    /// Reads a value of the identity API through the initialiser that requests go through.
    ///
    /// - Throws: `CorruptRow` in place of the initialiser's error, which would blame a request.
    func parsedIdentity<Value>(
        _ table: String,
        _ column: String,
        _ read: () throws -> Value
    ) throws -> Value {
        do {
            return try read()
        } catch is IdentityValueError {
            throw CorruptRow(table: table, column: column)
        }
    }

    /// An identity from the columns of `identityColumns`; its tags are in another table.
    func identity(_ kind: IdentityKind) throws -> Identity {
        let table = "identities"
        return Identity(
            kind: kind,
            name: try parsedIdentity(table, "name") { try IdentityName(try text(1), of: kind) },
            path: try parsedIdentity(table, "path") { try IdentityPath(try text(2)) },
            uniqueID: try parsedIdentity(table, "unique_id") { try UniqueID(try text(3)) },
            creationDate: try timestamp(4),
            boundary: try parsedIdentity(table, "boundary_arn") { try textOrNull(5).map(PolicyARN.init(_:)) },
            role: try kind == .role ? roleTerms() : nil
        )
    }

    private func roleTerms() throws -> RoleTerms {
        let seconds = try integer(7)
        return RoleTerms(
            trustPolicy: try text(6),
            maximumSession: try parsedIdentity("identities", "maximum_session_seconds") {
                try SessionLength(seconds: Int(clamping: seconds))
            },
            description: try parsedIdentity("identities", "description") {
                try textOrNull(8).map(RoleDescription.init(_:))
            }
        )
    }
}

/// The first is the key of the row.
let identityColumns = """
    identity_key, name, path, unique_id, created_at, boundary_arn, trust_policy, maximum_session_seconds, description
    """
