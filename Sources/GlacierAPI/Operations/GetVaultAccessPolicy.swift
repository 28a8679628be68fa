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

    /// The vault.
    public typealias Call = VaultAddress

    /// The policy as it was set.
    public struct Reply: Hashable, Sendable {
        /// A JSON document; nil when the service did not say.
        public let policy: String?
    }

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        .get(try RequestPath(call, "access-policy"))
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        Reply(policy: try answer.document().string("Policy"))
    }
}
