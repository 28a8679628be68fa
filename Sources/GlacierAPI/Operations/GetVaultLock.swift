public import GlacierModel
import JSONText

/// `GET /{account}/vaults/{vault}/lock-policy` → 200
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-GetVaultLock.html
public enum GetVaultLock: Contract {
    /// Which vault's lock is shown.
    public struct Input: Sendable {
        /// The vault of the path; it must exist.
        public let vault: VaultReference
    }

    /// A lock that is in force.
    public struct Output: Sendable {
        /// Shown but for the lock's id.
        public let terms: VaultLock.Terms
        /// Nil when the lock is completed.
        public let expirationDate: Timestamp?

        /// Takes a lock as it is now; nil where there is none.
        public init?(_ lock: VaultLock) {
            switch lock {
            case .unlocked: return nil
            case .inProgress(let terms, let expirationDate): (self.terms, self.expirationDate) = (terms, expirationDate)
            case .locked(let terms): (self.terms, expirationDate) = (terms, nil)
            }
        }
    }

    /// In policies `glacier:GetVaultLock`.
    public static let operation = OperationName.getVaultLock

    /// Reads the path alone.
    public static func input(for target: VaultReference, from request: RequestParts) -> Input {
        Input(vault: target)
    }

    /// The document of 4 keys.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        var json = JSONObject()
        json.add("CreationDate", output.terms.creationDate.millisecondsText)
        json.add("ExpirationDate", output.expirationDate?.millisecondsText)
        json.add("Policy", output.terms.policy)
        json.add("State", output.expirationDate == nil ? "Locked" : "InProgress")
        return .document(json)
    }

    /// The vault.
    public typealias Call = VaultAddress

    /// The lock as it stands. What was not said is nil.
    public struct Reply: Hashable, Sendable {
        /// The lock's policy, a JSON document.
        public let policy: String?
        /// `InProgress` or `Locked`.
        public let state: String?
        /// When the lock in progress is void; nil once it is completed.
        public let expirationDate: Timestamp?
        /// When the lock was initiated.
        public let creationDate: Timestamp?
    }

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        .get(try RequestPath(call, "lock-policy"))
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        let document = try answer.document()
        return Reply(
            policy: try document.string("Policy"),
            state: try document.string("State"),
            expirationDate: try document.date("ExpirationDate"),
            creationDate: try document.date("CreationDate")
        )
    }
}
