package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// Uploads in progress, by creation date, then id.
    package func listMultipartUploads(
        _ request: Authorised<ListMultipartUploads.Input>
    ) async throws -> ListMultipartUploads.Output {
        let input = request.input
        let limit = input.limit.count
        let found = try await catalogue.uploads(in: input.vault, from: input.start, limit: limit + 1)
        return ListMultipartUploads.Output(vault: input.vault, page: Page(found: found, limit: limit))
    }
}
