package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// Removes tags by their keys; one that is not there is success.
    package func removeTagsFromVault(_ request: Authorised<RemoveTagsFromVault.Input>) async throws {
        try await catalogue.removeTags(request.input.keys, from: request.input.vault)
    }
}
