/// What went wrong with a request about identities, as a fact of the domain. The one place that turns facts into
/// statuses, codes and texts is `IdentityWireError`.
package enum IdentityError: Error, Hashable, Sendable {
    // The request.
    /// The form cannot be read: what is wrong with it.
    case malformedForm(String)
    case missingAction
    case unknownAction(String, version: String)
    /// The parameter's name as the request spells it, here and in the facts that follow.
    case missingParameter(String)
    case unknownParameter(String)
    case invalidParameter(String, value: String, IdentityValueError)
    /// A list has more members than this.
    case tooManyMembers(String, maximum: Int)
    /// A request that means the caller comes from one that is no user.
    case userNameNeeded
    case duplicateTagKeys
    case reservedTagKey
    /// The policy's mistake, with its place.
    case malformedPolicy(String)

    case accessDenied(principal: String, action: String, resource: String)

    // What is not there.
    case identityNotFound(IdentityKind, String)
    case inlinePolicyNotFound(IdentityKind, String)
    case accessKeyNotFound(String)
    case policyNotFound(PolicyARN)
    /// The policy that is to be attached or to be a boundary.
    case attachablePolicyNotFound(PolicyARN)
    case policyVersionNotFound(PolicyARN, PolicyVersionID)
    case policyNotAttached(PolicyARN)

    // What is there already.
    case identityExists(IdentityKind, String)
    case policyExists(String)

    case deleteConflict(DeleteObstacle)
    case limitReached(IdentityQuota)

    /// What has to go before something can be deleted.
    package enum DeleteObstacle: Hashable, Sendable {
        case accessKeys
        case inlinePolicies
        case attachedPolicies
        /// Of a user.
        case memberships
        /// Of a group.
        case members
        /// A policy is attached or is a boundary.
        case usedPolicy
        /// A policy has versions beside the default one.
        case policyVersions
        case defaultVersion
    }
}
