package import GlacierModel

/// The operations of the identity API by the names that AWS gives them.
package enum IdentityOperationName: String, Hashable, Sendable, CaseIterable {
    case addUserToGroup = "AddUserToGroup"
    case attachGroupPolicy = "AttachGroupPolicy"
    case attachRolePolicy = "AttachRolePolicy"
    case attachUserPolicy = "AttachUserPolicy"
    case createAccessKey = "CreateAccessKey"
    case createGroup = "CreateGroup"
    case createPolicy = "CreatePolicy"
    case createPolicyVersion = "CreatePolicyVersion"
    case createRole = "CreateRole"
    case createUser = "CreateUser"
    case deleteAccessKey = "DeleteAccessKey"
    case deleteGroup = "DeleteGroup"
    case deleteGroupPolicy = "DeleteGroupPolicy"
    case deletePolicy = "DeletePolicy"
    case deletePolicyVersion = "DeletePolicyVersion"
    case deleteRole = "DeleteRole"
    case deleteRolePermissionsBoundary = "DeleteRolePermissionsBoundary"
    case deleteRolePolicy = "DeleteRolePolicy"
    case deleteUser = "DeleteUser"
    case deleteUserPermissionsBoundary = "DeleteUserPermissionsBoundary"
    case deleteUserPolicy = "DeleteUserPolicy"
    case detachGroupPolicy = "DetachGroupPolicy"
    case detachRolePolicy = "DetachRolePolicy"
    case detachUserPolicy = "DetachUserPolicy"
    case getAccessKeyLastUsed = "GetAccessKeyLastUsed"
    case getAccountAuthorizationDetails = "GetAccountAuthorizationDetails"
    case getAccountSummary = "GetAccountSummary"
    case getContextKeysForCustomPolicy = "GetContextKeysForCustomPolicy"
    case getContextKeysForPrincipalPolicy = "GetContextKeysForPrincipalPolicy"
    case getGroup = "GetGroup"
    case getGroupPolicy = "GetGroupPolicy"
    case getPolicy = "GetPolicy"
    case getPolicyVersion = "GetPolicyVersion"
    case getRole = "GetRole"
    case getRolePolicy = "GetRolePolicy"
    case getUser = "GetUser"
    case getUserPolicy = "GetUserPolicy"
    case listAccessKeys = "ListAccessKeys"
    case listAttachedGroupPolicies = "ListAttachedGroupPolicies"
    case listAttachedRolePolicies = "ListAttachedRolePolicies"
    case listAttachedUserPolicies = "ListAttachedUserPolicies"
    case listEntitiesForPolicy = "ListEntitiesForPolicy"
    case listGroupPolicies = "ListGroupPolicies"
    case listGroups = "ListGroups"
    case listGroupsForUser = "ListGroupsForUser"
    case listPolicies = "ListPolicies"
    case listPolicyVersions = "ListPolicyVersions"
    case listRolePolicies = "ListRolePolicies"
    case listRoleTags = "ListRoleTags"
    case listRoles = "ListRoles"
    case listUserPolicies = "ListUserPolicies"
    case listUserTags = "ListUserTags"
    case listUsers = "ListUsers"
    case putGroupPolicy = "PutGroupPolicy"
    case putRolePermissionsBoundary = "PutRolePermissionsBoundary"
    case putRolePolicy = "PutRolePolicy"
    case putUserPermissionsBoundary = "PutUserPermissionsBoundary"
    case putUserPolicy = "PutUserPolicy"
    case removeUserFromGroup = "RemoveUserFromGroup"
    case setDefaultPolicyVersion = "SetDefaultPolicyVersion"
    case simulateCustomPolicy = "SimulateCustomPolicy"
    case simulatePrincipalPolicy = "SimulatePrincipalPolicy"
    case tagRole = "TagRole"
    case tagUser = "TagUser"
    case untagRole = "UntagRole"
    case untagUser = "UntagUser"
    case updateAccessKey = "UpdateAccessKey"
    case updateAssumeRolePolicy = "UpdateAssumeRolePolicy"
    case updateGroup = "UpdateGroup"
    case updateRole = "UpdateRole"
    case updateRoleDescription = "UpdateRoleDescription"
    case updateUser = "UpdateUser"

    /// The only value of `Version`.
    package static let version = "2010-05-08"

    /// The operation that a form asks for.
    ///
    /// - Throws: `IdentityError.missingAction`, `IdentityError.unknownAction`
    package init(of form: QueryForm) throws(IdentityError) {
        guard let action = form.value(of: "Action"), !action.isEmpty else { throw .missingAction }
        let version = form.value(of: "Version") ?? ""
        guard version == Self.version, let operation = Self(rawValue: action) else {
            throw .unknownAction(action, version: version)
        }
        self = operation
    }

    /// The name under which policies allow it.
    package var action: String { "iam:\(rawValue)" }
}
