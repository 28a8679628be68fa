package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// Gives up a lock in progress, with its policy; none is success.
    package func abortVaultLock(_ request: Authorised<AbortVaultLock.Input>) async throws {
        let vault = request.input.vault, now = surroundings.now()
        try await catalogue.updateLock(of: vault) { lock in try lock.aborting(of: vault.name, at: now) }
    }
}
