public import GlacierModel
import JSONText

/// `PUT /{account}/policies/data-retrieval` → 204
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-SetDataRetrievalPolicy.html
public enum SetDataRetrievalPolicy: Contract {
    /// Whose policy is set to what.
    public struct Input: Sendable {
        /// The caller's own: no policy opens this operation to another account.
        public let account: AccountID
        /// In force from the next retrieval on.
        public let policy: DataRetrievalPolicy
    }

    /// In policies `glacier:SetDataRetrievalPolicy`.
    public static let operation = OperationName.setDataRetrievalPolicy

    /// Reads the body. Every type is checked before anything is missed, and that before any value is judged.
    ///
    /// - Throws: `ServiceError.missingParameter`, `ServiceError.malformedBody`, `ServiceError.invalidParameter`
    public static func input(for target: AccountID, from request: RequestParts) throws(ServiceError) -> Input {
        guard let document = try DocumentBody(request.body, named: "policy").object("Policy") else {
            throw .missingParameter("policy")
        }
        guard let objects = try document.objects("Rules") else { throw .missingParameter("rules") }
        var rules: [(strategy: String?, bytesPerHour: Int64?)] = []
        for rule in objects { rules.append((try rule.string("Strategy"), try rule.integer("BytesPerHour"))) }
        if rules.contains(where: { $0.strategy == nil }) { throw .missingParameter("strategy") }
        guard rules.count == 1, let strategy = rules[0].strategy else {
            throw .invalidParameter("Invalid rules: exactly one must be given")
        }
        let policy = try DataRetrievalPolicy(strategy: strategy, bytesPerHour: rules[0].bytesPerHour)
        return Input(account: target, policy: policy)
    }

    /// No headers of its own, no body.
    public static func response(to output: Void, deployment: Deployment) -> APIResponse { .nothing() }

    /// Whose policy is set to what.
    public struct Call: Hashable, Sendable {
        /// The one rule.
        public var policy: DataRetrievalPolicy
        /// The caller's own account.
        public var account: AccountScope

        /// Takes anything that can be sent: the service judges it.
        public init(policy: DataRetrievalPolicy, account: AccountScope = .own) {
            self.policy = policy
            self.account = account
        }
    }

    /// Success says nothing more.
    public typealias Reply = Void

    /// Writes what `input(for:from:)` reads.
    public static func request(for call: Call) -> APIRequest {
        var rule = JSONObject()
        rule.add("Strategy", call.policy.strategy.rawValue)
        if let bytes = call.policy.bytesPerHour { rule.add("BytesPerHour", bytes) }
        var policy = JSONObject()
        policy.add("Rules", [rule])
        var json = JSONObject()
        json.add("Policy", policy)
        return .put(RequestPath(call.account, "policies/data-retrieval"), body: .document(json))
    }
}
