public import GlacierModel

/// `DELETE /{account}/vaults/{vault}/archives/{archiveId}` → 204
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-archive-delete.html
public enum DeleteArchive: Contract {
    /// Which archive is deleted, and where it must be.
    public struct Input: Sendable {
        /// The vault of the path: an archive in another one of the account is refused.
        public let vault: VaultReference
        /// Of any archive, one that is gone or never was included.
        public let archiveID: ArchiveID
    }

    /// In policies `glacier:DeleteArchive`.
    public static let operation = OperationName.deleteArchive

    /// Reads the path alone.
    ///
    /// - Throws: `ServiceError.archiveNotFound` for a text that cannot be an archive's id.
    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        Input(vault: target, archiveID: try ArchiveID(request.identifier))
    }

    /// No headers of its own, no body.
    public static func response(to output: Void, deployment: Deployment) -> APIResponse { .nothing() }

    /// Which archive is deleted.
    public struct Call: Hashable, Sendable {
        /// The vault.
        public var vault: VaultAddress
        /// As the upload named it.
        public var archiveID: String

        /// Takes anything that can be sent: the service judges it.
        public init(vault: VaultAddress, archiveID: String) {
            self.vault = vault
            self.archiveID = archiveID
        }
    }

    /// Success says nothing more.
    public typealias Reply = Void

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        .delete(try RequestPath(call.vault, "archives").item(call.archiveID, named: "archiveId"))
    }
}
