package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// All tags of a vault, in byte order of their keys.
    package func listTagsForVault(
        _ request: Authorised<ListTagsForVault.Input>
    ) async throws -> ListTagsForVault.Output {
        ListTagsForVault.Output(tags: try await catalogue.tags(of: request.input.vault).ordered)
    }
}
