package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// Gives an upload up; its parts are out of reach at once, and their bytes are removed later.
    package func abortMultipartUpload(_ request: Authorised<AbortMultipartUpload.Input>) async throws {
        try await catalogue.abortUpload(request.input.uploadID, in: request.input.vault, at: surroundings.now())
    }
}
