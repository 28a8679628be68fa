package import AccessControl
import Catalogue
package import GlacierModel
package import IdentityAPI

extension IdentityOperations {
    package func createRole(_ request: Authorised<CreateRole.Input>) async throws -> Identity {
        let input = request.input
        try PolicyValidation.validateTrust(input.trustPolicy)
        let role = Identity(
            kind: .role,
            name: input.role.name,
            path: input.path,
            uniqueID: UniqueID(of: .role, randomFrom: surroundings),
            creationDate: surroundings.now(),
            boundary: input.boundary,
            role: RoleTerms(
                trustPolicy: input.trustPolicy.text,
                maximumSession: input.maximumSession,
                description: input.description
            ),
            tags: input.tags
        )
        try await catalogue.createIdentity(role, in: input.role.account)
        return role
    }

    package func getRole(_ request: Authorised<GetRole.Input>) async throws -> Identity {
        try await catalogue.identity(request.input.role)
    }

    package func updateRole(_ request: Authorised<UpdateRole.Input>) async throws -> UpdateRole.Output {
        let input = request.input
        _ = try await catalogue.updateRole(
            input.role,
            maximumSession: input.maximumSession,
            description: input.description
        )
        return UpdateRole.Output()
    }

    package func updateRoleDescription(
        _ request: Authorised<UpdateRoleDescription.Input>
    ) async throws -> Identity {
        try await catalogue.updateRole(request.input.role, description: request.input.description)
    }

    package func updateAssumeRolePolicy(_ request: Authorised<UpdateAssumeRolePolicy.Input>) async throws {
        try PolicyValidation.validateTrust(request.input.trustPolicy)
        _ = try await catalogue.updateRole(request.input.role, trustPolicy: request.input.trustPolicy)
    }
}
