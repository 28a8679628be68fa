package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// Buys a unit for one calendar month.
    package func purchaseProvisionedCapacity(
        _ request: Authorised<PurchaseProvisionedCapacity.Input>
    ) async throws -> PurchaseProvisionedCapacity.Output {
        let now = surroundings.now()
        let unit = ProvisionedCapacityUnit(id: CapacityID(randomFrom: surroundings), purchasedAt: now)
        try await catalogue.addCapacityUnit(unit, to: request.input.account, at: now)
        return PurchaseProvisionedCapacity.Output(capacityID: unit.id)
    }
}
