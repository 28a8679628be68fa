package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    package func getDataRetrievalPolicy(
        _ request: Authorised<GetDataRetrievalPolicy.Input>
    ) async throws -> GetDataRetrievalPolicy.Output {
        GetDataRetrievalPolicy.Output(policy: try await catalogue.retrievalPolicy(of: request.input.account))
    }
}
