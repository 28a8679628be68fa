/// What a policy is attached to: this decides which elements its statements have.
public enum PolicyKind: Hashable, Sendable {
    /// Attached to a user, group or role: statements name no principals, and may speak of any service and resource.
    case identity
    /// Attached to a resource: each statement says of whom it speaks, and speaks of that resource.
    case resource(ResourcePolicyRules)
    /// Attached to a role: each statement says who may have the role, with actions of the service `sts` alone, and
    /// names no resource, because that is the role itself.
    case trust
}

/// What a trust policy may say.
enum TrustPolicyRules {
    private static let service = "sts"

    /// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
    private static let actions = [
        "AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "SetContext", "SetSourceIdentity",
        "TagSession",
    ].map { ActionName(service: service, name: $0) }

    static func check(_ pattern: ActionPattern) throws(PolicyError.Reason) {
        guard pattern.names(service: service) else { throw .foreignAction }
        guard actions.contains(where: pattern.matches) else { throw .unknownAction }
    }
}

/// What a policy that is attached to a resource may say, besides being well-formed.
public struct ResourcePolicyRules: Hashable, Sendable {
    let service: String
    let grantableActions: [ActionName]
    let otherActions: [ActionName]
    let resource: ARNText

    /// - Parameters:
    ///   - service: what stands before the colon of an action, such as `s3`; case does not matter.
    ///   - grantableActions: names of the actions that such a policy can allow or deny, without the service. Each entry
    ///     of `Action` and `NotAction` must match one of them.
    ///   - otherActions: names of the service's actions that such a policy has no power over. It changes only what is
    ///     said of an entry that matches none of `grantableActions`.
    ///   - resource: the ARN of the resource. Each entry of `Resource` must be able to match it.
    public init(service: String, grantableActions: [String], otherActions: [String], resource: String) {
        self.service = ASCIICase.lowered(service)
        self.grantableActions = grantableActions.map { ActionName(service: service, name: $0) }
        self.otherActions = otherActions.map { ActionName(service: service, name: $0) }
        self.resource = ARNText(resource)
    }

    func check(_ pattern: ActionPattern) throws(PolicyError.Reason) {
        guard pattern.isEverything || pattern.names(service: service) else { throw .foreignAction }
        guard !grantableActions.contains(where: pattern.matches) else { return }
        throw otherActions.contains(where: pattern.matches) ? .ungrantableAction : .unknownAction
    }

    func check(_ pattern: ResourcePattern) throws(PolicyError.Reason) {
        guard pattern.canMatch(resource) else { throw .unreachableResource }
    }
}
