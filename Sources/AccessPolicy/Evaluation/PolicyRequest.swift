/// What is asked for, taken apart once for all policies that have a say in it.
public struct PolicyRequest: Sendable {
    /// Who asks.
    public let caller: PolicyCaller
    let action: ActionName
    let resource: ARNText
    let context: ConditionContext

    /// - Parameters:
    ///   - caller: who asks.
    ///   - action: a service and the name of an action, such as `s3:GetObject`; case does not matter. A text without a
    ///     colon is an action that only `*` matches.
    ///   - resource: the ARN of what the action is for. A text that is no ARN is a resource that only `*` matches.
    ///   - context: the values of condition keys.
    public init(caller: PolicyCaller, action: String, resource: String, context: ConditionContext) {
        self.caller = caller
        let parts = action.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        self.action = ActionName(
            service: parts.count == 2 ? String(parts[0]) : "",
            name: String(parts.last ?? "")
        )
        self.resource = ARNText(resource)
        self.context = context
    }
}
