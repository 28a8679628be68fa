public import GlacierModel

/// `DELETE /{account}/vaults/{vault}/access-policy` → 204
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-DeleteVaultAccessPolicy.html
public enum DeleteVaultAccessPolicy: Contract {
    /// Which vault's access policy is removed.
    public struct Input: Sendable {
        /// The vault of the path; it must exist.
        public let vault: VaultReference
    }

    /// In policies `glacier:DeleteVaultAccessPolicy`.
    public static let operation = OperationName.deleteVaultAccessPolicy

    /// Reads the path alone.
    public static func input(for target: VaultReference, from request: RequestParts) -> Input {
        Input(vault: target)
    }

    /// No headers of its own, no body.
    public static func response(to output: Void, deployment: Deployment) -> APIResponse { .nothing() }

    /// The vault.
    public typealias Call = VaultAddress

    /// Success says nothing more.
    public typealias Reply = Void

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        .delete(try RequestPath(call, "access-policy"))
    }
}
