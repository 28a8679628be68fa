package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// Locks a vault for ever. Repeated with the right id, it succeeds again.
    package func completeVaultLock(_ request: Authorised<CompleteVaultLock.Input>) async throws {
        let input = request.input, now = surroundings.now()
        try await catalogue.updateLock(of: input.vault) { lock in
            try lock.completing(input.lockID, of: input.vault.name, at: now)
        }
    }
}
