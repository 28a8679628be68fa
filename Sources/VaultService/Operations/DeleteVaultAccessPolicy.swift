package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// Removes the access policy of a vault; none is success.
    package func deleteVaultAccessPolicy(_ request: Authorised<DeleteVaultAccessPolicy.Input>) async throws {
        try await catalogue.setAccessPolicy(nil, of: request.input.vault)
    }
}
