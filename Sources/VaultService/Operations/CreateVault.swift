package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// Makes a vault. One that exists already is answered alike, and nothing changes.
    package func createVault(_ request: Authorised<CreateVault.Input>) async throws -> CreateVault.Output {
        try await catalogue.createVault(request.input.vault, at: surroundings.now())
        return CreateVault.Output(vault: request.input.vault)
    }
}
