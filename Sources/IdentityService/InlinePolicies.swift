package import AccessControl
import Catalogue
package import GlacierModel
package import IdentityAPI

extension IdentityOperations {
    package func putInlinePolicy(_ request: Authorised<PutInlinePolicy.Input>) async throws {
        let input = request.input
        try PolicyValidation.validateInline(input.document)
        try await catalogue.putInlinePolicy(input.name, input.document, of: input.identity)
    }

    package func getInlinePolicy(
        _ request: Authorised<GetInlinePolicy.Input>
    ) async throws -> GetInlinePolicy.Output {
        let identity = request.input.identity
        let found = try await catalogue.inlinePolicy(request.input.name, of: identity)
        return GetInlinePolicy.Output(kind: identity.kind, identityName: found.identity, policy: found.policy)
    }

    package func listInlinePolicies(
        _ request: Authorised<ListInlinePolicies.Input>
    ) async throws -> IdentityPage<PolicyName> {
        try await catalogue.inlinePolicyNames(of: request.input.identity, request.input.page)
    }

    package func deleteInlinePolicy(_ request: Authorised<DeleteInlinePolicy.Input>) async throws {
        try await catalogue.deleteInlinePolicy(request.input.name, of: request.input.identity)
    }
}
