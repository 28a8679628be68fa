package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// Jobs of a vault that are in progress or not yet over, newest first.
    package func listJobs(_ request: Authorised<ListJobs.Input>) async throws -> ListJobs.Output {
        let input = request.input
        let limit = input.limit.count
        let found = try await catalogue.jobs(
            in: input.vault,
            statuses: input.statuses,
            completedAfter: oldestVisibleCompletion,
            from: input.start,
            limit: limit + 1
        )
        return ListJobs.Output(vault: input.vault, page: Page(found: found, limit: limit))
    }
}
