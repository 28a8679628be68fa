package import AccessControl
import Catalogue
package import GlacierModel
package import IdentityAPI

extension IdentityOperations {
    package func attachPolicy(_ request: Authorised<AttachPolicy.Input>) async throws {
        try await catalogue.attachPolicy(request.input.policy, to: request.input.identity)
    }

    package func detachPolicy(_ request: Authorised<DetachPolicy.Input>) async throws {
        try await catalogue.detachPolicy(request.input.policy, from: request.input.identity)
    }

    package func listAttachedPolicies(
        _ request: Authorised<ListAttachedPolicies.Input>
    ) async throws -> IdentityPage<PolicyARN> {
        let input = request.input
        return try await catalogue.attachedPolicies(of: input.identity, below: input.prefix, input.page)
    }

    package func putPermissionsBoundary(_ request: Authorised<PutPermissionsBoundary.Input>) async throws {
        try await catalogue.setBoundary(request.input.policy, of: request.input.identity)
    }

    package func deletePermissionsBoundary(_ request: Authorised<DeletePermissionsBoundary.Input>) async throws {
        try await catalogue.setBoundary(nil, of: request.input.identity)
    }
}
