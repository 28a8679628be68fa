package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// Adds all tags or none. A key that is there already gets the new value.
    package func addTagsToVault(_ request: Authorised<AddTagsToVault.Input>) async throws {
        try await catalogue.addTags(request.input.tags, to: request.input.vault)
    }
}
