public import GlacierAPI

/// The service as a tree of resources, in the shape of boto3's `resource("glacier")`: account, vault, archive, job,
/// multipart upload, notification configuration.
///
/// A resource is a handle: making one asks nobody whether it exists. Its attributes are fetched when one of them is
/// first wanted, and kept; its actions are calls of ``GlacierClient``, with the same errors.
///
/// ```swift
/// try await GlacierService.with { glacier in
///     for try await vault in glacier.vaults { print(vault.name) }
/// }
/// ```
public struct GlacierService: Sendable {
    /// What makes the calls: everything that has no resource, such as tags and policies, is there.
    public let client: GlacierClient

    /// Takes a client that lives as long as the resources.
    public init(_ client: GlacierClient) { self.client = client }

    /// Makes a vault in the caller's own account. Nothing changes where it is there already.
    public func createVault(_ name: String) async throws -> Vault { try await account().createVault(name) }

    /// The vaults of the caller's own account, by their names.
    public var vaults: ResourceCollection<Vault> { account().vaults }

    /// An account; the caller's own unless another is named.
    public func account(_ id: AccountScope = .own) -> Account { Account(id, client) }

    /// A vault, by its name where it is the caller's own.
    public func vault(_ vault: VaultAddress) -> Vault { Vault(vault, client) }

    /// A vault of the caller's own account.
    public func vault(_ name: String) -> Vault { Vault(VaultAddress(name), client) }

    /// An archive that is, or was, in a vault.
    public func archive(_ id: String, in vault: VaultAddress) -> Archive { self.vault(vault).archive(id) }

    /// A job of a vault.
    public func job(_ id: String, in vault: VaultAddress) -> Job { self.vault(vault).job(id) }

    /// An upload in parts to a vault.
    public func multipartUpload(_ id: String, in vault: VaultAddress) -> MultipartUpload {
        self.vault(vault).multipartUpload(id)
    }

    /// Whom a vault tells of its jobs.
    public func notification(of vault: VaultAddress) -> VaultNotification { self.vault(vault).notification }
}

extension GlacierService: CustomStringConvertible {
    /// Where the service is.
    public var description: String { "GlacierService(\(client.endpoint.scheme)://\(client.endpoint.authority))" }
}
