public import GlacierModel
import JSONText

/// `GET /{account}/vaults/{vault}/access-policy` → 200
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-GetVaultAccessPolicy.html
public enum GetVaultAccessPolicy: Contract {
    /// Which vault's access policy is shown.
    public struct Input: Sendable {
        /// The vault of the path; it must exist.
        public let vault: VaultReference
    }

    /// The policy that was set last.
    public struct Output: Sendable {
        /// Byte for byte as it was set.
        public let policy: String

        /// Takes what is in the catalogue.
        public init(policy: String) { self.policy = policy }
    }

    /// In policies `glacier:GetVaultAccessPolicy`.
    public static let operation = OperationName.getVaultAccessPolicy

    /// Reads the path alone.
    public static func input(for target: VaultReference, from request: RequestParts) -> Input {
        Input(vault: target)
    }

    /// `Policy`, a JSON document in a string.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        var json = JSONObject()
        json.add("Policy", output.policy)
        return .document(json)
    }
}
