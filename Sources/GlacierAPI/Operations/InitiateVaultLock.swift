public import GlacierModel
import HTTPTypes
import JSONText

/// `POST /{account}/vaults/{vault}/lock-policy` → 201
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-InitiateVaultLock.html
public enum InitiateVaultLock: Contract {
    /// Which vault is to be locked with which policy.
    public struct Input: Sendable {
        /// The vault of the path; it must exist.
        public let vault: VaultReference
        /// The policy's text as sent, never empty; whether it is a policy is not known yet.
        public let policy: String
    }

    /// The lock that was initiated.
    public struct Output: Sendable {
        /// What completes the lock; it is shown this once.
        public let lockID: LockID

        /// Takes the id of a lock that is in the catalogue.
        public init(lockID: LockID) { self.lockID = lockID }
    }

    /// In policies `glacier:InitiateVaultLock`.
    public static let operation = OperationName.initiateVaultLock

    /// Reads the body. The text of the policy is not judged here.
    ///
    /// - Throws: `ServiceError.missingParameter`, also for an empty text; `ServiceError.malformedBody`
    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        Input(vault: target, policy: try DocumentBody(request.body, named: "policy").policy())
    }

    /// `x-amz-lock-id`.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        .made(.created, [.lockID: output.lockID.text])
    }

    /// Which vault is to be locked with which policy.
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

    /// The lock that was initiated.
    public struct Reply: Hashable, Sendable {
        /// What completes the lock; it is shown this once.
        public let lockID: String
    }

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        .post(try RequestPath(call.vault, "lock-policy"), body: .document(JSONObject(policy: call.policy)))
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        Reply(lockID: try answer.requiredHeader(.lockID))
    }
}
