public import GlacierModel

/// `DELETE /{account}/vaults/{vault}/archives/{archiveId}` → 204
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-archive-delete.html
public enum DeleteArchive: Contract {
    public struct Input: Sendable {
        public let vault: VaultReference
        public let archiveID: ArchiveID
    }

    public static let operation = OperationName.deleteArchive

    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        Input(vault: target, archiveID: try ArchiveID(request.identifier))
    }

    public static func response(to output: Void, deployment: Deployment) -> APIResponse { .nothing() }
}
