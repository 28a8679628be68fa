package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// Removes whom a vault tells; nobody is success.
    package func deleteVaultNotifications(_ request: Authorised<DeleteVaultNotifications.Input>) async throws {
        try await catalogue.setNotificationConfiguration(nil, of: request.input.vault)
    }
}
