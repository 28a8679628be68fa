package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// Deletes an empty vault; one that does not exist is success.
    package func deleteVault(_ request: Authorised<DeleteVault.Input>) async throws {
        try await catalogue.deleteVault(request.input.vault, timing: timing, at: surroundings.now())
    }
}
