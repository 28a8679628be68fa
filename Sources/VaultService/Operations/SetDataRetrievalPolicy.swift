package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// Sets how much an account may retrieve. Jobs that were accepted already are not touched.
    package func setDataRetrievalPolicy(_ request: Authorised<SetDataRetrievalPolicy.Input>) async throws {
        try await catalogue.setRetrievalPolicy(request.input.policy, of: request.input.account)
    }
}
