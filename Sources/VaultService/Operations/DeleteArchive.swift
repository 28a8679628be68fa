package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// Deletes an archive; one that is gone or never was is success. Its bytes are removed later, and not before the
    /// completed jobs that give them out are over.
    ///
    /// - Throws: `AccessRulesChanged` where a policy or lock came in between: nothing was deleted.
    package func deleteArchive(_ request: Authorised<DeleteArchive.Input>) async throws {
        try await catalogue.deleteArchive(
            request.input.archiveID,
            from: request.input.vault,
            allowedUnder: request.accessVersion,
            at: surroundings.now()
        )
    }
}
