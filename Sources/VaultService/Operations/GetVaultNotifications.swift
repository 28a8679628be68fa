package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    package func getVaultNotifications(
        _ request: Authorised<GetVaultNotifications.Input>
    ) async throws -> GetVaultNotifications.Output {
        let vault = request.input.vault
        guard let configuration = try await catalogue.notificationConfiguration(of: vault) else {
            throw ServiceError.notificationConfigurationNotSet(vault: vault.name.text)
        }
        return GetVaultNotifications.Output(configuration: configuration)
    }
}
