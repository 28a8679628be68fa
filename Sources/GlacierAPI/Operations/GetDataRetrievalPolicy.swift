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

    /// Whose.
    public typealias Call = AccountScope

    /// The rules in force. Services keep exactly one.
    public struct Reply: Hashable, Sendable {
        /// One rule as documents have it.
        public struct Rule: Hashable, Sendable {
            /// `None`, `FreeTier` or `BytesPerHour`.
            public let strategy: String?
            /// Of the strategy of that name.
            public let bytesPerHour: Int64?
        }

        /// In the order of the document.
        public let rules: [Rule]

        /// The policy, where it is the one rule of a kind that is known.
        public var policy: DataRetrievalPolicy? {
            guard rules.count == 1, let strategy = rules[0].strategy else { return nil }
            return try? DataRetrievalPolicy(strategy: strategy, bytesPerHour: rules[0].bytesPerHour)
        }
    }

    /// Writes what `input(for:from:)` reads.
    public static func request(for call: Call) -> APIRequest {
        .get(RequestPath(call, "policies/data-retrieval"))
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        var rules: [Reply.Rule] = []
        for rule in try answer.document().object("Policy")?.objects("Rules") ?? [] {
            rules.append(
                Reply.Rule(strategy: try rule.string("Strategy"), bytesPerHour: try rule.integer("BytesPerHour"))
            )
        }
        return Reply(rules: rules)
    }
}
