package import BlobStore
package import Catalogue
package import GlacierModel
package import Ingest

/// What each operation of the API does. One file each; an operation takes only an `Authorised` input.
package struct Operations: Sendable {
    let catalogue: Catalogue
    let blobs: SealedBlobs
    let deployment: Deployment
    let timing: Timing
    let rules: RetrievalRules
    let surroundings: Surroundings
    let ingest: Ingest
    let jobIsDue: @Sendable () async -> Void

    /// - Parameter jobIsDue: wakes those who work on jobs, so that one that is due at once need not wait for their next
    ///   look.
    package init(
        catalogue: Catalogue,
        blobs: SealedBlobs,
        deployment: Deployment,
        timing: Timing,
        rules: RetrievalRules,
        surroundings: Surroundings,
        ingest: Ingest,
        jobIsDue: @escaping @Sendable () async -> Void
    ) {
        self.catalogue = catalogue
        self.blobs = blobs
        self.deployment = deployment
        self.timing = timing
        self.rules = rules
        self.jobIsDue = jobIsDue
        self.surroundings = surroundings
        self.ingest = ingest
    }

    /// Answers whether the vault of a request is there: asked when its parameters are wrong, because a missing vault
    /// is the graver error.
    ///
    /// - Throws: `ServiceError.vaultNotFound`
    package func requireVault(_ vault: VaultReference) async throws {
        try await catalogue.requireVault(vault)
    }

    /// Answers whether the upload of a request is in progress, for the same reason.
    ///
    /// - Throws: `ServiceError.vaultNotFound`, `ServiceError.uploadNotFound`
    package func requireUpload(_ identifier: String, in vault: VaultReference) async throws {
        try await catalogue.requireVault(vault)
        _ = try await catalogue.upload(try UploadID(identifier), in: vault)
    }

    /// Answers whether the upload of a request can be completed, or was and is remembered.
    ///
    /// - Throws: `ServiceError.vaultNotFound`, `ServiceError.uploadNotFound`
    package func requireCompletableUpload(_ identifier: String, in vault: VaultReference) async throws {
        try await catalogue.requireVault(vault)
        _ = try await catalogue.uploadToComplete(try UploadID(identifier), in: vault)
    }

    /// Jobs that completed at or before this moment are over.
    var oldestVisibleCompletion: Timestamp { surroundings.now() - timing.completedJobLifetime }
}
