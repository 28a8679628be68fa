package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// Sets the access policy of a vault. What was set before is replaced.
    package func setVaultAccessPolicy(_ request: Authorised<SetVaultAccessPolicy.Input>) async throws {
        let input = request.input
        try await validate(input.policy, .accessPolicy, for: input.vault)
        try await catalogue.setAccessPolicy(input.policy, of: input.vault)
    }
}
