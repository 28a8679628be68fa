public import GlacierModel

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
}
