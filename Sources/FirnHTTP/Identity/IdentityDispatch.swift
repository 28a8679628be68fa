import AccessControl
import IdentityAPI
import IdentityService

extension IdentityHandler {
    /// Carries an operation out. A new case of `IdentityOperationName` makes the compiler ask for its line here.
    func dispatch(_ call: IdentityCall) async throws -> OutgoingResponse {
        switch call.request.operation {
        case .createUser: try await answer(CreateUser.self, call, operations.createUser)
        case .createGroup: try await answer(CreateGroup.self, call, operations.createGroup)
        case .createRole: try await answer(CreateRole.self, call, operations.createRole)
        case .getUser: try await answer(GetUser.self, call, operations.getUser)
        case .getGroup: try await answer(GetGroup.self, call, operations.getGroup)
        case .getRole: try await answer(GetRole.self, call, operations.getRole)
        case .listUsers, .listGroups, .listRoles:
            try await answer(ListIdentities.self, call, operations.listIdentities)
        case .updateUser, .updateGroup: try await answer(UpdateIdentity.self, call, operations.updateIdentity)
        case .deleteUser, .deleteGroup, .deleteRole:
            try await answer(DeleteIdentity.self, call, operations.deleteIdentity)
        case .tagUser, .tagRole: try await answer(TagIdentity.self, call, operations.tagIdentity)
        case .untagUser, .untagRole: try await answer(UntagIdentity.self, call, operations.untagIdentity)
        case .listUserTags, .listRoleTags: try await answer(ListIdentityTags.self, call, operations.listIdentityTags)
        case .createAccessKey: try await answer(CreateAccessKey.self, call, operations.createAccessKey)
        case .listAccessKeys: try await answer(ListAccessKeys.self, call, operations.listAccessKeys)
        case .updateAccessKey: try await answer(UpdateAccessKey.self, call, operations.updateAccessKey)
        case .deleteAccessKey: try await answer(DeleteAccessKey.self, call, operations.deleteAccessKey)
        case .getAccessKeyLastUsed: try await answer(GetAccessKeyLastUsed.self, call, operations.getAccessKeyLastUsed)
        case .putUserPolicy, .putGroupPolicy, .putRolePolicy:
            try await answer(PutInlinePolicy.self, call, operations.putInlinePolicy)
        case .getUserPolicy, .getGroupPolicy, .getRolePolicy:
            try await answer(GetInlinePolicy.self, call, operations.getInlinePolicy)
        case .listUserPolicies, .listGroupPolicies, .listRolePolicies:
            try await answer(ListInlinePolicies.self, call, operations.listInlinePolicies)
        case .deleteUserPolicy, .deleteGroupPolicy, .deleteRolePolicy:
            try await answer(DeleteInlinePolicy.self, call, operations.deleteInlinePolicy)
        case .attachUserPolicy, .attachGroupPolicy, .attachRolePolicy:
            try await answer(AttachPolicy.self, call, operations.attachPolicy)
        case .detachUserPolicy, .detachGroupPolicy, .detachRolePolicy:
            try await answer(DetachPolicy.self, call, operations.detachPolicy)
        case .listAttachedUserPolicies, .listAttachedGroupPolicies, .listAttachedRolePolicies:
            try await answer(ListAttachedPolicies.self, call, operations.listAttachedPolicies)
        case .putUserPermissionsBoundary, .putRolePermissionsBoundary:
            try await answer(PutPermissionsBoundary.self, call, operations.putPermissionsBoundary)
        case .deleteUserPermissionsBoundary, .deleteRolePermissionsBoundary:
            try await answer(DeletePermissionsBoundary.self, call, operations.deletePermissionsBoundary)
        case .addUserToGroup, .removeUserFromGroup:
            try await answer(ChangeMembership.self, call, operations.changeMembership)
        case .listGroupsForUser: try await answer(ListGroupsForUser.self, call, operations.listGroupsForUser)
        case .createPolicy: try await answer(CreatePolicy.self, call, operations.createPolicy)
        case .getPolicy: try await answer(GetPolicy.self, call, operations.getPolicy)
        case .listPolicies: try await answer(ListPolicies.self, call, operations.listPolicies)
        case .deletePolicy: try await answer(DeletePolicy.self, call, operations.deletePolicy)
        case .listEntitiesForPolicy:
            try await answer(ListEntitiesForPolicy.self, call, operations.listEntitiesForPolicy)
        case .createPolicyVersion: try await answer(CreatePolicyVersion.self, call, operations.createPolicyVersion)
        case .getPolicyVersion: try await answer(GetPolicyVersion.self, call, operations.getPolicyVersion)
        case .listPolicyVersions: try await answer(ListPolicyVersions.self, call, operations.listPolicyVersions)
        case .deletePolicyVersion, .setDefaultPolicyVersion:
            try await answer(ChangePolicyVersion.self, call, operations.changePolicyVersion)
        case .updateRole: try await answer(UpdateRole.self, call, operations.updateRole)
        case .updateRoleDescription:
            try await answer(UpdateRoleDescription.self, call, operations.updateRoleDescription)
        case .updateAssumeRolePolicy:
            try await answer(UpdateAssumeRolePolicy.self, call, operations.updateAssumeRolePolicy)
        case .getAccountAuthorizationDetails:
            try await answerAside(GetAccountAuthorizationDetails.self, call, operations.getAccountAuthorizationDetails)
        case .getAccountSummary: try await answer(GetAccountSummary.self, call, operations.getAccountSummary)
        case .getContextKeysForCustomPolicy:
            try await answerAside(GetContextKeysForCustomPolicy.self, call, access.contextKeys)
        case .getContextKeysForPrincipalPolicy:
            try await answerAside(GetContextKeysForPrincipalPolicy.self, call, access.contextKeys)
        case .simulateCustomPolicy: try await answerAside(SimulateCustomPolicy.self, call, access.simulate)
        case .simulatePrincipalPolicy: try await answerAside(SimulatePrincipalPolicy.self, call, access.simulate)
        }
    }
}
