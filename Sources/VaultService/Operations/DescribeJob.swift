package import AccessControl
import Catalogue
package import GlacierAPI

extension Operations {
    package func describeJob(_ request: Authorised<DescribeJob.Input>) async throws -> DescribeJob.Output {
        let job = try await catalogue.job(
            request.input.jobID,
            in: request.input.vault,
            completedAfter: oldestVisibleCompletion
        )
        return DescribeJob.Output(vault: request.input.vault, job: job)
    }
}
