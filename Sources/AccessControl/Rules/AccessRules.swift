import AccessPolicy
package import Catalogue
package import GlacierModel
import Synchronization

/// What decisions rest on, kept in memory as long as the catalogue's rules do not change.
///
/// Everything that was read is kept with the version of the rules under which it was read, and used only while that is
/// the newest version known. So a change is in force for the first request after it was answered, and a request that
/// repeats itself costs no query.
package final class AccessRules: Sendable {
    private struct Kept {
        var version: Int64 = 0
        var credentials: [String: StoredCredentials] = [:]
        var principals: [String: KnownPrincipal] = [:]
        var vaults: [VaultPlace: VaultRules] = [:]
        /// By their texts: those of groups and managed policies are of many.
        var documents: [[UInt8]: PolicyDocument] = [:]
    }

    private struct VaultPlace: Hashable {
        let account: AccountID
        let name: String
    }

    /// Entries of each kind, and texts of policies; beyond it all of a kind are forgotten.
    private static let capacity = 10_000
    private static let documentCapacity = 2000

    private let kept = Mutex(Kept())
    let catalogue: Catalogue
    let deployment: Deployment
    private let sealing: CredentialSealing

    package init(catalogue: Catalogue, deployment: Deployment, sealing: CredentialSealing) {
        self.catalogue = catalogue
        self.deployment = deployment
        self.sealing = sealing
    }

    /// The version that decisions which are made now rest on.
    var version: Int64 { catalogue.knownAccessVersion.current }

    /// Looks for changes that others made: other nodes, and commands beside the server.
    package func refresh() async throws { try await catalogue.refreshAccessVersion() }

    /// A stored access key that may be used; nil for one that is not known, or not active.
    func credentials(_ accessKeyID: String) async throws -> StoredCredentials? {
        if let known = look({ $0.credentials[accessKeyID] }) { return known }
        let found = try await catalogue.accessKey(accessKeyID)
        guard let stored = found.value, stored.isActive else { return nil }
        let secret = try sealing.open(stored.sealedSecret, .accessKeySecret, of: accessKeyID)
        let credentials = StoredCredentials(
            account: stored.account,
            secret: String(decoding: secret, as: UTF8.self),
            principal: try stored.principal.map { try KnownPrincipal($0, deployment, read) }
        )
        keep(under: found.version) { $0.credentials.set(accessKeyID, credentials, Self.capacity) }
        return credentials
    }

    /// The user or role of a unique id; nil when it was deleted.
    func principal(uniqueID: String) async throws -> KnownPrincipal? {
        if let known = look({ $0.principals[uniqueID] }) { return known }
        let found = try await catalogue.principal(uniqueID: uniqueID)
        guard let stored = found.value else { return nil }
        let principal = try KnownPrincipal(stored, deployment, read)
        keep(under: found.version) { $0.principals.set(uniqueID, principal, Self.capacity) }
        return principal
    }

    /// A user or role by its name; nil where there is none.
    func principal(
        _ kind: StoredPrincipal.Kind,
        named name: String,
        of account: AccountID
    ) async throws -> KnownPrincipal? {
        try await catalogue.principal(kind, named: name, of: account).value.map {
            try KnownPrincipal($0, deployment, read)
        }
    }

    /// What is set on a vault; nothing for one that does not exist.
    func vault(_ name: String, of account: AccountID) async throws -> VaultRules {
        // No vault can have another name: nothing is looked up, and nothing kept.
        guard (try? VaultName(name)) != nil else { return try VaultRules(.nothing, vaultARN: "") }
        let place = VaultPlace(account: account, name: name)
        if let known = look({ $0.vaults[place] }) { return known }
        let read = try await catalogue.vaultAccess(of: account, vaultName: name)
        let rules = try VaultRules(read.value, vaultARN: deployment.arn(account: account, vaultName: name))
        keep(under: read.version) { $0.vaults.set(place, rules, Self.capacity) }
        return rules
    }

    /// When an archive of a vault was created: always asked of the catalogue.
    func creationDate(of archive: ArchiveID, in vault: VaultReference) async throws -> Timestamp? {
        try await catalogue.creationDate(of: archive, in: vault)
    }

    /// Reads the text of an identity's policy, or finds it read already.
    ///
    /// - Throws: `PolicyError`
    func read(_ text: String) throws(PolicyError) -> PolicyDocument {
        // By its bytes: texts are also equal when they only look the same.
        let bytes = Array(text.utf8)
        if let known = kept.withLock({ $0.documents[bytes] }) { return known }
        let document = try PolicyDocument(parsing: text, as: .identity, maximumBytes: .max)
        kept.withLock { $0.documents.set(bytes, document, Self.documentCapacity) }
        return document
    }

    private func look<Value>(_ entry: (Kept) -> Value?) -> Value? where Value: Sendable {
        let version = version
        return kept.withLock { $0.version == version ? entry($0) : nil }
    }

    private func keep(under version: Int64, _ change: (inout Kept) -> Void) {
        kept.withLock { kept in
            guard version >= kept.version else { return }
            // A text means the same under every version.
            if version > kept.version { kept = Kept(version: version, documents: kept.documents) }
            change(&kept)
        }
    }
}

/// A stored access key with its secret, which nothing shows.
struct StoredCredentials: Sendable {
    let account: AccountID
    let secret: String
    /// Nil for a key of the account's root.
    let principal: KnownPrincipal?
}

/// A user or role with its policies.
struct KnownPrincipal: Sendable {
    let account: AccountID
    let kind: StoredPrincipal.Kind
    let uniqueID: String
    let name: String
    let path: String
    let policies: PrincipalPolicies

    /// - Parameter read: reads the text of a policy.
    init(
        _ stored: StoredPrincipal,
        _ deployment: Deployment,
        _ read: (String) throws(PolicyError) -> PolicyDocument
    ) throws {
        account = stored.account
        kind = stored.kind
        uniqueID = stored.uniqueID
        name = stored.name
        path = stored.path
        policies = try PrincipalPolicies(stored, deployment, read)
    }
}

extension Dictionary {
    fileprivate mutating func set(_ key: Key, _ value: Value, _ capacity: Int) {
        if count >= capacity { removeAll(keepingCapacity: true) }
        self[key] = value
    }
}
