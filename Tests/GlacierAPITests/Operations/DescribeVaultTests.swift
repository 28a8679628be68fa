import GlacierAPI
import GlacierModel
import Testing

@Suite("DescribeVault on the wire")
struct DescribeVaultTests {
    private func document(_ inventory: Vault.Inventory?) throws -> String? {
        let output = DescribeVault.Output(
            vault: try Example.vault(),
            creationDate: Timestamp(milliseconds: 1_503_422_101_608),
            inventory: inventory
        )
        let deployment = Deployment(partition: .aws, region: "us-west-2")
        let response = DescribeVault.response(to: output, deployment: deployment)
        #expect(response.statusCode == 200)
        #expect(response.headerLines == [])
        return response.document
    }

    @Test("the vault is all there is to the input")
    func readsInput() throws {
        let vault = try Example.vault()
        #expect(DescribeVault.input(for: vault, from: .with()).vault == vault)
        #expect(DescribeVault.operation == .describeVault)
    }

    @Test("before the first inventory the date is null and the numbers are 0, as captured")
    func writesFreshVault() throws {
        #expect(
            try document(nil)
                == #"{"CreationDate":"2017-08-22T17:15:01.608Z","LastInventoryDate":null,"NumberOfArchives":0,"#
                + #""SizeInBytes":0,"VaultARN":"arn:aws:glacier:us-west-2:111122223333:vaults/examplevault","#
                + #""VaultName":"examplevault"}"#
        )
    }

    @Test("the numbers are those of the inventory, each archive with its overhead")
    func writesInventory() throws {
        let inventory = Vault.Inventory(
            date: Timestamp(milliseconds: 1_503_453_387_000),
            numbers: VaultNumbers(archives: 2, archiveBytes: 5_800_901, writes: 7)
        )
        #expect(
            try document(inventory)
                == #"{"CreationDate":"2017-08-22T17:15:01.608Z","LastInventoryDate":"2017-08-23T01:56:27.000Z","#
                + #""NumberOfArchives":2,"SizeInBytes":5866437,"#
                + #""VaultARN":"arn:aws:glacier:us-west-2:111122223333:vaults/examplevault","#
                + #""VaultName":"examplevault"}"#
        )
    }
}
