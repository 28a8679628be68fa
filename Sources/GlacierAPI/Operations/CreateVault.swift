public import GlacierModel
import HTTPTypes

/// `PUT /{account}/vaults/{vault}` → 201
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-vault-put.html
public enum CreateVault: Contract {
    public struct Input: Sendable {
        public let vault: VaultReference
    }

    public struct Output: Sendable {
        public let vault: VaultReference

        public init(vault: VaultReference) { self.vault = vault }
    }

    public static let operation = OperationName.createVault

    public static func input(for target: VaultReference, from request: RequestParts) -> Input {
        Input(vault: target)
    }

    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        .made(.created, [.location: output.vault.path])
    }
}
