package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    package func getVaultAccessPolicy(
        _ request: Authorised<GetVaultAccessPolicy.Input>
    ) async throws -> GetVaultAccessPolicy.Output {
        let vault = request.input.vault
        guard let policy = try await catalogue.accessPolicy(of: vault) else {
            throw ServiceError.accessPolicyNotSet(vault: vault.name.text)
        }
        return GetVaultAccessPolicy.Output(policy: policy)
    }
}
