public import GlacierAPI

extension GlacierClient {
    /// Makes a vault. Nothing changes where it is there already.
    @discardableResult
    public func createVault(_ vault: VaultAddress) async throws -> CreateVault.Reply {
        try await perform(CreateVault.self, vault)
    }

    /// Describes a vault as of its last inventory.
    public func describeVault(_ vault: VaultAddress) async throws -> DescribedVault {
        try await perform(DescribeVault.self, vault)
    }

    /// Lists a page of the account's vaults, by their names.
    ///
    /// - Parameters:
    ///   - account: whose; the caller's own unless another is named.
    ///   - limit: vaults on the page, at most 10; nil for as many as the service gives.
    ///   - marker: of the page before; nil for the first page.
    public func listVaults(
        of account: AccountScope = .own,
        limit: Int? = nil,
        marker: String? = nil
    ) async throws -> ListedItems<DescribedVault> {
        try await perform(ListVaults.self, ListVaults.Call(account: account, limit: limit, marker: marker))
    }

    /// Removes an empty vault.
    public func deleteVault(_ vault: VaultAddress) async throws {
        try await perform(DeleteVault.self, vault)
    }

    /// Sets tags of a vault, those with the same keys in the place of what they were.
    ///
    /// - Parameters:
    ///   - vault: by its name where it is the caller's own.
    ///   - tags: values by their keys.
    public func addTagsToVault(_ vault: VaultAddress, tags: [String: String]) async throws {
        try await perform(AddTagsToVault.self, AddTagsToVault.Call(vault: vault, tags: tags))
    }

    /// Lists all tags of a vault.
    ///
    /// - Returns: values by their keys.
    public func listTagsForVault(_ vault: VaultAddress) async throws -> [String: String] {
        try await perform(ListTagsForVault.self, vault).tags
    }

    /// Removes tags of a vault; they need not be there.
    public func removeTagsFromVault(_ vault: VaultAddress, tagKeys: [String]) async throws {
        try await perform(RemoveTagsFromVault.self, RemoveTagsFromVault.Call(vault: vault, tagKeys: tagKeys))
    }
}
