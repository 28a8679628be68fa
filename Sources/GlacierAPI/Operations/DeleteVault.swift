public import GlacierModel

/// `DELETE /{account}/vaults/{vault}` → 204
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-vault-delete.html
public enum DeleteVault: Contract {
    public struct Input: Sendable {
        public let vault: VaultReference
    }

    public static let operation = OperationName.deleteVault

    public static func input(for target: VaultReference, from request: RequestParts) -> Input {
        Input(vault: target)
    }

    public static func response(to output: Void, deployment: Deployment) -> APIResponse { .nothing() }
}
