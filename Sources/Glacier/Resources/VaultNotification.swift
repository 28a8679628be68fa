public import GlacierAPI
public import GlacierModel

/// Whom a vault tells of its jobs, and of which: boto3's `Notification`.
public struct VaultNotification: Sendable {
    /// The vault that tells.
    public let vaultAddress: VaultAddress
    let client: GlacierClient
    private let known: LazyAttributes<GetVaultNotifications.Reply>

    init(of vault: VaultAddress, _ client: GlacierClient) {
        (vaultAddress, self.client) = (vault, client)
        known = LazyAttributes { try await client.getVaultNotifications(vault) }
    }

    /// Whose vault it is.
    public var accountID: AccountScope { vaultAddress.account }
    /// The vault's name.
    public var vaultName: String { vaultAddress.name }
    /// The vault that tells.
    public var vault: Vault { Vault(vaultAddress, client) }

    /// Tells a topic from now on, in the place of an earlier one.
    ///
    /// - Parameters:
    ///   - snsTopic: who is told.
    ///   - events: at least one.
    public func set(snsTopic: String, events: [NotificationEvent]) async throws {
        defer { known.forget() }
        try await client.setVaultNotifications(vaultAddress, snsTopic: snsTopic, events: events)
    }

    /// Tells nobody any more.
    public func delete() async throws {
        defer { known.forget() }
        try await client.deleteVaultNotifications(vaultAddress)
    }
}

/// What GetVaultNotifications answers. The first use of an attribute fetches both; they are kept until ``load()``, or
/// until this value sets or deletes them. Where nobody is told it is an error.
extension VaultNotification {
    /// Both attributes at once.
    public var attributes: GetVaultNotifications.Reply { get async throws { try await known.value } }

    /// Fetches the attributes anew, for this value and its copies.
    @discardableResult
    public func load() async throws -> GetVaultNotifications.Reply { try await known.load() }

    /// The same as ``load()``.
    @discardableResult
    public func reload() async throws -> GetVaultNotifications.Reply { try await load() }

    /// Of what is told, words that are not known included.
    public var events: [String] { get async throws { try await attributes.events } }
    /// Who is told.
    public var snsTopic: String? { get async throws { try await attributes.snsTopic } }
}

extension VaultNotification: Hashable, CustomStringConvertible {
    /// Whether both name the same vault in the same way.
    public static func == (left: VaultNotification, right: VaultNotification) -> Bool {
        left.vaultAddress == right.vaultAddress
    }

    /// Goes by account and vault.
    public func hash(into hasher: inout Hasher) { hasher.combine(vaultAddress) }

    /// Account and vault.
    public var description: String {
        "VaultNotification(accountID: \(accountID.segment), vaultName: \(vaultName))"
    }
}
