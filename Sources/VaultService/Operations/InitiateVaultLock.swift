package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// Puts a lock policy in force, to be completed before its time is over.
    package func initiateVaultLock(
        _ request: Authorised<InitiateVaultLock.Input>
    ) async throws -> InitiateVaultLock.Output {
        let input = request.input, lifetime = timing.vaultLockLifetime
        try await validate(input.policy, .lockPolicy, for: input.vault)
        let terms = VaultLock.Terms(
            id: LockID(randomFrom: surroundings),
            policy: input.policy,
            creationDate: surroundings.now()
        )
        try await catalogue.updateLock(of: input.vault) { lock in
            try lock.initiating(terms, lifetime: lifetime, of: input.vault.name)
        }
        return InitiateVaultLock.Output(lockID: terms.id)
    }
}
