package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// The parts that have arrived, in order of range. A page costs its own length, however many parts there are.
    package func listParts(_ request: Authorised<ListParts.Input>) async throws -> ListParts.Output {
        let input = request.input
        let limit = input.limit.count
        let (upload, parts) = try await catalogue.parts(
            of: input.uploadID,
            in: input.vault,
            from: input.marker?.position ?? 0,
            limit: limit + 1
        )
        return ListParts.Output(vault: input.vault, upload: upload, page: Page(found: parts, limit: limit))
    }
}
