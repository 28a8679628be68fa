package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// Sets whom a vault tells of its completed jobs. What was set before is replaced.
    package func setVaultNotifications(_ request: Authorised<SetVaultNotifications.Input>) async throws {
        try await catalogue.setNotificationConfiguration(request.input.configuration, of: request.input.vault)
    }
}
