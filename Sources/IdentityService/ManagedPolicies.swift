package import AccessControl
import Catalogue
package import GlacierModel
package import IdentityAPI

extension IdentityOperations {
    package func createPolicy(_ request: Authorised<CreatePolicy.Input>) async throws -> ManagedPolicy {
        let input = request.input, now = surroundings.now()
        try PolicyValidation.validateManaged(input.document)
        let policy = ManagedPolicy(
            arn: deployment.policyARN(path: input.path, name: input.name, in: input.account),
            uniqueID: UniqueID(ofPolicyRandomFrom: surroundings),
            description: input.description?.text,
            creationDate: now,
            updateDate: now,
            defaultVersion: .first,
            attachments: 0,
            boundaryUses: 0
        )
        try await catalogue.createPolicy(policy, input.document, in: input.account)
        return policy
    }

    package func getPolicy(_ request: Authorised<GetPolicy.Input>) async throws -> ManagedPolicy {
        try await catalogue.policy(request.input.policy, in: request.input.account)
    }

    package func listPolicies(
        _ request: Authorised<ListPolicies.Input>
    ) async throws -> IdentityPage<ManagedPolicy> {
        let input = request.input
        return try await catalogue.policies(of: input.account, input.selection, input.page)
    }

    package func deletePolicy(_ request: Authorised<DeletePolicy.Input>) async throws {
        try requireChangeable(request.input.policy, for: request.caller, to: .deletePolicy)
        try await catalogue.deletePolicy(request.input.policy, in: request.caller.account)
    }

    package func listEntitiesForPolicy(
        _ request: Authorised<ListEntitiesForPolicy.Input>
    ) async throws -> IdentityPage<PolicyEntity> {
        let input = request.input
        return try await catalogue.entities(of: input.policy, in: input.account, input.selection, input.page)
    }

    package func getAccountAuthorizationDetails(
        _ request: Authorised<GetAccountAuthorizationDetails.Input>
    ) async throws -> IdentityPage<AuthorizationDetail> {
        let input = request.input
        return try await catalogue.authorizationDetails(of: input.account, input.filter, input.page)
    }

    package func getAccountSummary(_ request: Authorised<GetAccountSummary.Input>) async throws -> IdentityCounts {
        try await catalogue.identityCounts(of: request.input.account)
    }

    /// The policies of the program belong to nobody who could be allowed to change them.
    ///
    /// - Throws: `IdentityError.accessDenied`
    func requireChangeable(
        _ policy: PolicyARN,
        for caller: Caller,
        to operation: IdentityOperationName
    ) throws(IdentityError) {
        guard deployment.builtInPolicy(policy) == nil else {
            throw .accessDenied(
                principal: caller.principalARN,
                action: operation.action,
                resource: "policy \(policy)"
            )
        }
    }
}
