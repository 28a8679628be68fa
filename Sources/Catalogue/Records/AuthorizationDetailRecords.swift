package import GlacierModel
import SQLDatabase

extension Catalogue {
    /// A page of all that decides what an account allows: groups, then roles, users, and policies.
    package func authorizationDetails(
        of account: AccountID,
        _ filter: Set<EntityFilter>,
        _ page: IdentityPageRequest
    ) async throws -> IdentityPage<AuthorizationDetail> {
        let keyed = try await database.read { tx in
            var found: [(key: String, detail: AuthorizationDetail)] = []
            for kind in filter.compactMap(\.kind).sorted(by: { $0.rawValue < $1.rawValue }) {
                found += try identityDetails(of: account, kind, page, found.count, tx)
            }
            let scope: PolicyScope? =
                switch (filter.contains(.awsManagedPolicy), filter.contains(.localManagedPolicy)) {
                case (true, true): .all
                case (true, false): .aws
                case (false, true): .local
                case (false, false): nil
                }
            if let scope { found += try policyDetails(of: account, scope, page, found.count, tx) }
            return found
        }
        return page.page(found: keyed) { $0.key }.map(\.detail)
    }

    /// - Parameter count: how many were found already.
    private func identityDetails(
        of account: AccountID,
        _ kind: IdentityKind,
        _ page: IdentityPageRequest,
        _ count: Int,
        _ tx: any SQLTransaction
    ) throws -> [(key: String, detail: AuthorizationDetail)] {
        let section = kind.rawValue + "/"
        guard let after = behind(page.after, section), count <= page.limit else { return [] }
        let rows = try tx.query(
            """
            SELECT \(identityColumns) FROM identities
            WHERE account_id = $1 AND kind = $2 AND folded_name > $3 ORDER BY folded_name LIMIT $4
            """,
            [
                .text(account.text), .text(kind.rawValue), .text(after),
                .integer(Int64(page.limit + 1 - count)),
            ]
        ) { row in (key: try row.integer(0), identity: try row.identity(kind)) }
        return try rows.map { key, identity in
            var identity = identity
            identity.tags = try tags(ofIdentityKey: key, tx)
            let detail = IdentityDetail(
                identity: identity,
                inlinePolicies: try inlinePolicies(ofIdentityKey: key, tx),
                attachedPolicies: try attachments(ofIdentityKey: key, tx),
                groups: try kind == .user ? groups(ofUserKey: key, tx).map(\.name) : []
            )
            return (key: section + identity.name.folded, detail: .identity(detail))
        }
    }

    private func policyDetails(
        of account: AccountID,
        _ scope: PolicyScope,
        _ page: IdentityPageRequest,
        _ count: Int,
        _ tx: any SQLTransaction
    ) throws -> [(key: String, detail: AuthorizationDetail)] {
        guard let after = behind(page.after, policySection), count <= page.limit else { return [] }
        let selection = PolicySelection(scope: scope, prefix: .everything, onlyAttached: false, usage: nil)
        let policies = try policies(of: account, selection, after: after, limit: page.limit + 1 - count, tx)
        return try policies.prefix(page.limit + 1 - count).map { policy in
            (
                key: policySection + policyListingKey(policy),
                detail: .policy(policy, versions: try versions(of: policy.arn, in: account, tx))
            )
        }
    }
}

/// Spelt so that it comes behind the kinds of identities.
private let policySection = "zpolicy/"

/// Where a section of the listing goes on: at its beginning for an earlier key, nowhere for a later one.
private func behind(_ key: String?, _ section: String) -> String? {
    guard let key, key >= section else { return "" }
    return key.hasPrefix(section) ? String(key.dropFirst(section.count)) : nil
}
