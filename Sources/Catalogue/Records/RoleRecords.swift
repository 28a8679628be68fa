package import GlacierModel
import SQLDatabase

extension Catalogue {
    /// Changes what is given of a role; nil leaves it as it is.
    ///
    /// - Parameter trustPolicy: a text that was judged. It is kept byte for byte.
    /// - Returns: the role after the change.
    /// - Throws: `IdentityError.identityNotFound`
    package func updateRole(
        _ reference: IdentityReference,
        trustPolicy: PolicyDocumentText? = nil,
        maximumSession: SessionLength? = nil,
        description: RoleDescription? = nil
    ) async throws -> Identity {
        try await changingAccess { tx in
            try tx.execute(
                """
                UPDATE identities SET trust_policy = coalesce($1, trust_policy),
                    maximum_session_seconds = coalesce($2, maximum_session_seconds),
                    description = coalesce($3, description)
                WHERE identity_key = $4
                """,
                [
                    SQLValue(trustPolicy?.text), SQLValue(maximumSession?.seconds), SQLValue(description?.text),
                    .integer(try requireIdentityKey(of: reference, tx)),
                ]
            )
            return try loadIdentity(reference, tx).identity
        }
    }
}
