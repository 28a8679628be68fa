import GlacierAPI
import GlacierModel
import Testing

@Suite("ListVaults on the wire")
struct ListVaultsTests {
    private func input(_ query: String) throws -> ListVaults.Input {
        try ListVaults.input(for: AccountID("111122223333"), from: .with(query: query))
    }

    @Test(
        "a page holds 10 vaults unless fewer are asked for",
        arguments: [("", 10), ("limit=3", 3), ("limit=1000", 10)]
    )
    func readsLimit(_ query: String, _ limit: Int) throws {
        #expect(try input(query).limit.count == limit)
        #expect(try input(query).account.text == "111122223333")
        #expect(try input(query).marker == nil)
    }

    @Test("the marker is kept as sent, decoded")
    func readsMarker() throws {
        let arn = "arn:aws:glacier:us-east-1:111122223333:vaults/v"
        #expect(try input("marker=\(arn)").marker == arn)
        #expect(try input("marker=arn%3Aaws").marker == "arn:aws")
        #expect(try input("marker=").marker == nil)
    }

    @Test("wrong values are refused")
    func refusesValues() {
        #expect(throws: ServiceError.invalidLimit("0")) { try input("limit=0") }
        #expect(throws: ServiceError.invalidLimit("")) { try input("limit=&marker=x") }
        #expect(throws: ServiceError.invalidParameter("Parameter given more than once: limit")) {
            try input("limit=1&limit=1")
        }
        #expect(throws: ServiceError.invalidParameter("Parameter given more than once: marker")) {
            try input("marker=a&marker=a")
        }
    }

    @Test("an account without vaults has an empty list")
    func writesEmptyList() {
        let response = ListVaults.response(to: .init(vaults: [], marker: nil), deployment: Example.deployment)
        #expect(response.statusCode == 200)
        #expect(response.document == #"{"Marker":null,"VaultList":[]}"#)
    }

    @Test("vaults are listed as they are described; the marker is the next one's ARN")
    func writesList() throws {
        let vaults = try ["A", "a"].map { name in
            DescribeVault.Output(
                vault: try Example.vault(name),
                creationDate: Timestamp(milliseconds: 0),
                inventory: nil
            )
        }
        let output = ListVaults.Output(vaults: vaults, marker: try Example.vault("b"))
        let response = ListVaults.response(to: output, deployment: Example.deployment)
        let arn = "arn:aws:glacier:us-east-1:111122223333:vaults/"
        let described = ["A", "a"].map { name in
            #"{"CreationDate":"1970-01-01T00:00:00.000Z","LastInventoryDate":null,"NumberOfArchives":0,"#
                + #""SizeInBytes":0,"VaultARN":"\#(arn)\#(name)","VaultName":"\#(name)"}"#
        }
        #expect(response.document == #"{"Marker":"\#(arn)b","VaultList":[\#(described.joined(separator: ","))]}"#)
    }
}
