import GlacierAPI
import GlacierModel
import Testing

@Suite("ListProvisionedCapacity on the wire")
struct ListProvisionedCapacityTests {
    @Test("the account is all there is to the input")
    func readsInput() throws {
        let account = try AccountID("111122223333")
        #expect(ListProvisionedCapacity.input(for: account, from: .with(body: "x")).account == account)
    }

    @Test("units in their order with dates of three zeros; without units the list is empty")
    func writesResponse() throws {
        let unit = ProvisionedCapacityUnit(
            id: try CapacityID("zSaq7NzHFQDANTfQkDen4V7z"),
            purchasedAt: Timestamp(milliseconds: 1_478_983_125_999)
        )
        let response = ListProvisionedCapacity.response(
            to: ListProvisionedCapacity.Output(units: [unit, unit]),
            deployment: Example.deployment
        )
        #expect(response.statusCode == 200)
        #expect(response.headerLines == [])
        let document =
            #"{"CapacityId":"zSaq7NzHFQDANTfQkDen4V7z","ExpirationDate":"2016-12-12T20:38:45.000Z","#
            + #""StartDate":"2016-11-12T20:38:45.000Z"}"#
        #expect(response.document == #"{"ProvisionedCapacityList":[\#(document),\#(document)]}"#)
        let none = ListProvisionedCapacity.response(
            to: ListProvisionedCapacity.Output(units: []),
            deployment: Example.deployment
        )
        #expect(none.document == #"{"ProvisionedCapacityList":[]}"#)
        #expect(ListProvisionedCapacity.operation == .listProvisionedCapacity)
    }
}
