public import GlacierModel
import JSONText

/// `PUT /{account}/vaults/{vault}/access-policy` → 204
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-SetVaultAccessPolicy.html
public enum SetVaultAccessPolicy: Contract {
    /// Which vault gets which access policy.
    public struct Input: Sendable {
        /// The vault of the path; it must exist.
        public let vault: VaultReference
        /// The policy's text as sent, never empty; whether it is a policy is not known yet.
        public let policy: String
    }

    /// In policies `glacier:SetVaultAccessPolicy`.
    public static let operation = OperationName.setVaultAccessPolicy

    /// Reads the body. The text of the policy is not judged here.
    ///
    /// - Throws: `ServiceError.missingParameter`, also for an empty text; `ServiceError.malformedBody`
    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        Input(vault: target, policy: try DocumentBody(request.body, named: "policy").policy())
    }

    /// No headers of its own, no body.
    public static func response(to output: Void, deployment: Deployment) -> APIResponse { .nothing() }

    /// Which vault gets which access policy.
    public struct Call: Hashable, Sendable {
        /// The vault.
        public var vault: VaultAddress
        /// A JSON document, sent as it is.
        public var policy: String

        /// Takes anything that can be sent: the service judges it.
        public init(vault: VaultAddress, policy: String) {
            self.vault = vault
            self.policy = policy
        }
    }

    /// Success says nothing more.
    public typealias Reply = Void

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        .put(try RequestPath(call.vault, "access-policy"), body: .document(JSONObject(policy: call.policy)))
    }
}

extension DocumentBody {
    /// The text of a policy: a JSON document in a string.
    func policy() throws(ServiceError) -> String {
        guard let policy = try string("Policy"), !policy.isEmpty else { throw .missingParameter("policy") }
        return policy
    }
}
