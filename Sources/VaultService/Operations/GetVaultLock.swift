package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    package func getVaultLock(_ request: Authorised<GetVaultLock.Input>) async throws -> GetVaultLock.Output {
        let vault = request.input.vault
        let lock = try await catalogue.lock(of: vault).asOf(surroundings.now())
        guard let output = GetVaultLock.Output(lock) else {
            throw ServiceError.lockPolicyNotSet(vault: vault.name.text)
        }
        return output
    }
}
