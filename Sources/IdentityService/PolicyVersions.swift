package import AccessControl
import Catalogue
package import GlacierModel
package import IdentityAPI

extension IdentityOperations {
    package func createPolicyVersion(
        _ request: Authorised<CreatePolicyVersion.Input>
    ) async throws -> ManagedPolicyVersion {
        let input = request.input
        try requireChangeable(input.policy, for: request.caller, to: .createPolicyVersion)
        try PolicyValidation.validateManaged(input.document)
        return try await catalogue.createPolicyVersion(
            of: input.policy,
            input.document,
            input.role,
            in: request.caller.account,
            at: surroundings.now()
        )
    }

    package func getPolicyVersion(
        _ request: Authorised<GetPolicyVersion.Input>
    ) async throws -> ManagedPolicyVersion {
        let input = request.input
        return try await catalogue.policyVersion(input.version, of: input.policy, in: input.account)
    }

    package func listPolicyVersions(
        _ request: Authorised<ListPolicyVersions.Input>
    ) async throws -> IdentityPage<ManagedPolicyVersion> {
        let input = request.input
        return try await catalogue.policyVersions(of: input.policy, in: input.account, input.page)
    }

    package func changePolicyVersion(_ request: Authorised<ChangePolicyVersion.Input>) async throws {
        let input = request.input, account = request.caller.account
        try requireChangeable(
            input.policy,
            for: request.caller,
            to: ChangePolicyVersion.operation(of: input)
        )
        switch input.change {
        case .delete: try await catalogue.deletePolicyVersion(input.version, of: input.policy, in: account)
        case .makeDefault:
            try await catalogue.setDefaultPolicyVersion(
                input.version,
                of: input.policy,
                in: account,
                at: surroundings.now()
            )
        }
    }
}
