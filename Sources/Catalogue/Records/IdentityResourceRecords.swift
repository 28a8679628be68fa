package import GlacierModel
import SQLDatabase

extension Catalogue {
    /// What policies are matched against when something is done to resources, all as of one moment.
    ///
    /// What does not exist has the ARN that it would have at the path `/`: whether it exists is not told to whoever may
    /// not do anything with it.
    package func facts(
        of resources: [IdentityResource],
        in account: AccountID
    ) async throws -> [IdentityResourceFacts] {
        try await database.read { tx in try resources.map { try facts(of: $0, in: account, tx) } }
    }

    private func facts(
        of resource: IdentityResource,
        in account: AccountID,
        _ tx: any SQLTransaction
    ) throws -> IdentityResourceFacts {
        switch resource {
        case .identity(let reference): return try facts(of: reference, tx)
        case .new(let reference, let path):
            return IdentityResourceFacts(arn: arn(of: reference, path: path))
        case .renamed(let reference, let name, let path):
            let new = IdentityReference(account: account, kind: reference.kind, name: name)
            let known = try knownIdentity(reference, tx)
            return IdentityResourceFacts(
                arn: arn(of: new, path: path ?? known?.path ?? .root),
                tags: known?.tags ?? [],
                boundary: known?.boundary
            )
        case .listing(let kind, let prefix):
            return IdentityResourceFacts(
                arn: "arn:\(deployment.partition.rawValue):iam::\(account):\(kind.rawValue)\(prefix.text)"
            )
        case .policy(let arn): return IdentityResourceFacts(arn: arn.text)
        case .newPolicy(let name, let path):
            return IdentityResourceFacts(arn: deployment.policyARN(path: path, name: name, in: account).text)
        case .accessKey(let id):
            guard let owner = try userName(ofAccessKey: id, in: account, tx) else {
                return IdentityResourceFacts(arn: "*")
            }
            return try facts(of: IdentityReference(account: account, kind: .user, name: owner), tx)
        case .root: return IdentityResourceFacts(arn: deployment.rootARN(of: account))
        case .everything: return IdentityResourceFacts(arn: "*")
        }
    }

    private func facts(of reference: IdentityReference, _ tx: any SQLTransaction) throws -> IdentityResourceFacts {
        guard let known = try knownIdentity(reference, tx) else {
            return IdentityResourceFacts(arn: arn(of: reference, path: .root))
        }
        return IdentityResourceFacts(
            arn: deployment.arn(of: known, in: reference.account),
            tags: known.tags,
            boundary: known.boundary
        )
    }

    private func arn(of reference: IdentityReference, path: IdentityPath) -> String {
        deployment.arn(of: reference.kind, path: path, name: reference.name.text, in: reference.account)
    }

    private func knownIdentity(_ reference: IdentityReference, _ tx: any SQLTransaction) throws -> Identity? {
        guard try identityKey(of: reference, tx) != nil else { return nil }
        return try loadIdentity(reference, tx).identity
    }

    /// Nil for the root's keys and for unknown ones.
    private func userName(
        ofAccessKey id: AccessKeyID,
        in account: AccountID,
        _ tx: any SQLTransaction
    ) throws -> IdentityName? {
        try tx.first(
            """
            SELECT name FROM access_keys JOIN identities ON identities.identity_key = access_keys.identity_key
            WHERE access_key_id = $1 AND access_keys.account_id = $2
            """,
            [.text(id.text), .text(account.text)]
        ) { row in
            try row.parsedIdentity("identities", "name") { try IdentityName(try row.text(0), of: .user) }
        }
    }
}
