/// An entry of `Resource` or `NotResource`: `*`, or a pattern of ARNs. Case matters.
///
/// A pattern with fewer than six fields is filled up with `*`. `*` in the last field crosses `/` and further colons.
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
public struct ResourcePattern: Hashable, Sendable {
    /// Nil for `*`.
    private let pattern: ARNPattern?

    init(_ text: String, hasVariables: Bool) throws(PolicyError.Reason) {
        guard !text.isEmpty else { throw .empty }
        guard text != "*" else {
            pattern = nil
            return
        }
        let pieces = try PolicyText(text, wildcards: true, variables: hasVariables)
        guard let pattern = ARNPattern(filling: pieces) else { throw .malformedResource }
        self.pattern = pattern
    }

    /// Texts of it that have variables.
    var texts: [PolicyText] { pattern?.texts ?? [] }

    /// Whether there are values of the policy's variables with which an ARN is matched.
    func canMatch(_ arn: ARNText) -> Bool { pattern?.canMatch(arn) ?? true }

    /// Whether an ARN is matched with the values that the variables have in a request.
    func matches(_ arn: ARNText, in context: ConditionContext) -> Bool { pattern?.matches(arn, in: context) ?? true }
}
