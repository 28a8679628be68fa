package import AccessControl
import Catalogue
package import GlacierModel
package import IdentityAPI

extension IdentityOperations {
    package func tagIdentity(_ request: Authorised<TagIdentity.Input>) async throws {
        try await catalogue.addTags(request.input.tags, to: request.input.identity)
    }

    package func untagIdentity(_ request: Authorised<UntagIdentity.Input>) async throws {
        try await catalogue.removeTags(request.input.keys, from: request.input.identity)
    }

    package func listIdentityTags(
        _ request: Authorised<ListIdentityTags.Input>
    ) async throws -> IdentityPage<IdentityTag> {
        try await catalogue.tags(of: request.input.identity, request.input.page)
    }
}
