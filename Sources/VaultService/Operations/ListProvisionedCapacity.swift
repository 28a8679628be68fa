package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// The units of an account that have not expired.
    package func listProvisionedCapacity(
        _ request: Authorised<ListProvisionedCapacity.Input>
    ) async throws -> ListProvisionedCapacity.Output {
        let units = try await catalogue.activeCapacityUnits(of: request.input.account, at: surroundings.now())
        return ListProvisionedCapacity.Output(units: units)
    }
}
