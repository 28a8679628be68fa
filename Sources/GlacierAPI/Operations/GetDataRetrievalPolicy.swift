public import GlacierModel
import JSONText

/// `GET /{account}/policies/data-retrieval` → 200
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-GetDataRetrievalPolicy.html
public enum GetDataRetrievalPolicy: Contract {
    /// Whose policy is shown.
    public struct Input: Sendable {
        /// The caller's own: no policy opens this operation to another account.
        public let account: AccountID
    }

    /// The policy in force.
    public struct Output: Sendable {
        /// No limit where none was ever set.
        public let policy: DataRetrievalPolicy

        /// Takes what is in the catalogue.
        public init(policy: DataRetrievalPolicy) { self.policy = policy }
    }

    /// In policies `glacier:GetDataRetrievalPolicy`.
    public static let operation = OperationName.getDataRetrievalPolicy

    /// Reads the path alone.
    public static func input(for target: AccountID, from request: RequestParts) -> Input {
        Input(account: target)
    }

    /// `Policy` with its one rule.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        var rule = JSONObject()
        rule.add("BytesPerHour", output.policy.bytesPerHour)
        rule.add("Strategy", output.policy.strategy.rawValue)
        var policy = JSONObject()
        policy.add("Rules", [rule])
        var json = JSONObject()
        json.add("Policy", policy)
        return .document(json)
    }
}
