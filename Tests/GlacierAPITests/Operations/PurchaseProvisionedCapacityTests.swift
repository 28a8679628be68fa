import GlacierAPI
import GlacierModel
import Testing

@Suite("PurchaseProvisionedCapacity on the wire")
struct PurchaseProvisionedCapacityTests {
    @Test("the account is all there is to the input")
    func readsInput() throws {
        let account = try AccountID("111122223333")
        #expect(PurchaseProvisionedCapacity.input(for: account, from: .with(body: "x")).account == account)
    }

    @Test("201 with the unit's id, and an empty object")
    func writesResponse() throws {
        let output = PurchaseProvisionedCapacity.Output(capacityID: try CapacityID("zSaq7NzHFQDANTfQkDen4V7z"))
        let response = PurchaseProvisionedCapacity.response(to: output, deployment: Example.deployment)
        #expect(response.statusCode == 201)
        #expect(response.headerLines == ["x-amz-capacity-id: zSaq7NzHFQDANTfQkDen4V7z"])
        #expect(response.document == "{}")
        #expect(PurchaseProvisionedCapacity.operation == .purchaseProvisionedCapacity)
    }
}
