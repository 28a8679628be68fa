public import GlacierAPI
public import GlacierModel

extension GlacierClient {
    /// Sets whom a vault tells of its jobs, and of which.
    public func setVaultNotifications(
        _ vault: VaultAddress,
        snsTopic: String,
        events: [NotificationEvent]
    ) async throws {
        try await perform(
            SetVaultNotifications.self,
            SetVaultNotifications.Call(vault: vault, snsTopic: snsTopic, events: events)
        )
    }

    /// Shows whom a vault tells of its jobs. Where nobody is told it is an error.
    public func getVaultNotifications(_ vault: VaultAddress) async throws -> GetVaultNotifications.Reply {
        try await perform(GetVaultNotifications.self, vault)
    }

    /// Tells nobody any more.
    public func deleteVaultNotifications(_ vault: VaultAddress) async throws {
        try await perform(DeleteVaultNotifications.self, vault)
    }

    /// Sets a vault's access policy.
    ///
    /// - Parameters:
    ///   - vault: by its name where it is the caller's own.
    ///   - policy: a JSON document, kept as it is.
    public func setVaultAccessPolicy(_ vault: VaultAddress, policy: String) async throws {
        try await perform(SetVaultAccessPolicy.self, SetVaultAccessPolicy.Call(vault: vault, policy: policy))
    }

    /// Shows a vault's access policy as it was set. Where none is set it is an error.
    public func getVaultAccessPolicy(_ vault: VaultAddress) async throws -> GetVaultAccessPolicy.Reply {
        try await perform(GetVaultAccessPolicy.self, vault)
    }

    /// Removes a vault's access policy; it need not be there.
    public func deleteVaultAccessPolicy(_ vault: VaultAddress) async throws {
        try await perform(DeleteVaultAccessPolicy.self, vault)
    }

    /// Puts a lock on trial: its policy is in force, and void after 24 hours unless the lock is completed.
    ///
    /// - Parameters:
    ///   - vault: by its name where it is the caller's own.
    ///   - policy: a JSON document, kept as it is.
    /// - Returns: the id that completes the lock, which is shown nowhere else.
    public func initiateVaultLock(_ vault: VaultAddress, policy: String) async throws -> InitiateVaultLock.Reply {
        try await perform(InitiateVaultLock.self, InitiateVaultLock.Call(vault: vault, policy: policy))
    }

    /// Makes a lock final: its policy can never be changed again.
    public func completeVaultLock(_ vault: VaultAddress, lockID: String) async throws {
        try await perform(CompleteVaultLock.self, CompleteVaultLock.Call(vault: vault, lockID: lockID))
    }

    /// Shows a vault's lock. Where there is none it is an error.
    public func getVaultLock(_ vault: VaultAddress) async throws -> GetVaultLock.Reply {
        try await perform(GetVaultLock.self, vault)
    }

    /// Gives a lock on trial up.
    public func abortVaultLock(_ vault: VaultAddress) async throws {
        try await perform(AbortVaultLock.self, vault)
    }
}
