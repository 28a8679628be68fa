import GlacierAPI
import GlacierModel
import HTTPTypes
import Testing

@Suite("Both directions: vaults")
struct VaultDirectionTests {
    private static let arn = "arn:aws:glacier:us-east-1:111122223333:vaults/examplevault"

    @Test("a vault is named by itself", arguments: ["-", "444455556666"])
    func namesVaults(_ account: String) throws {
        let address = VaultAddress("examplevault", of: try AccountScope(account))
        let vault = try Example.vault(account: account == "-" ? "111122223333" : account)
        #expect(try CreateVault.received(address).vault == vault)
        #expect(try DescribeVault.received(address).vault == vault)
        #expect(try DeleteVault.received(address).vault == vault)
        #expect(try ListTagsForVault.received(address).vault == vault)
        #expect(try GetVaultNotifications.received(address).vault == vault)
        #expect(try DeleteVaultNotifications.received(address).vault == vault)
        #expect(try GetVaultAccessPolicy.received(address).vault == vault)
        #expect(try DeleteVaultAccessPolicy.received(address).vault == vault)
        #expect(try GetVaultLock.received(address).vault == vault)
        #expect(try AbortVaultLock.received(address).vault == vault)
    }

    @Test("an account is named by itself")
    func namesAccounts() throws {
        let own = try AccountID("111122223333")
        #expect(try GetDataRetrievalPolicy.received(.own).account == own)
        #expect(try ListProvisionedCapacity.received(.own).account == own)
        #expect(try PurchaseProvisionedCapacity.received(.own).account == own)
        let other = try AccountScope("444455556666")
        #expect(try ListProvisionedCapacity.received(other).account.text == "444455556666")
        #expect(throws: ServiceError.accountDenied("x")) { try AccountScope("x") }
    }

    @Test("a page of vaults is asked for and shown")
    func listsVaults() throws {
        let input = try ListVaults.received(ListVaults.Call(limit: 3, marker: Self.arn))
        #expect(input.limit.count == 3)
        #expect(input.marker == Self.arn)
        #expect(try ListVaults.received(ListVaults.Call()).marker == nil)
        let vault = DescribeVault.Output(
            vault: try Example.vault(),
            creationDate: Timestamp(milliseconds: 1_503_422_101_608),
            inventory: Vault.Inventory(
                date: Timestamp(milliseconds: 1_503_422_102_000),
                numbers: VaultNumbers(archives: 2, archiveBytes: 10, writes: 3)
            )
        )
        let page = try ListVaults.told(ListVaults.Output(vaults: [vault], marker: try Example.vault()))
        #expect(page.marker == Self.arn)
        #expect(page.items == [try DescribeVault.told(vault)])
        #expect(page.items[0].vaultARN == Self.arn)
        #expect(page.items[0].vaultName == "examplevault")
        #expect(page.items[0].creationDate == Timestamp(milliseconds: 1_503_422_101_608))
        #expect(page.items[0].lastInventoryDate == Timestamp(milliseconds: 1_503_422_102_000))
        #expect(page.items[0].numberOfArchives == 2)
        #expect(page.items[0].sizeInBytes == 65_546)
        #expect(try ListVaults.told(ListVaults.Output(vaults: [], marker: nil)).marker == nil)
    }

    @Test("a vault before its first inventory, and one that was made")
    func tellsVaults() throws {
        let new = DescribeVault.Output(
            vault: try Example.vault(),
            creationDate: Timestamp(seconds: 0),
            inventory: nil
        )
        #expect(try DescribeVault.told(new).lastInventoryDate == nil)
        let made = try CreateVault.told(CreateVault.Output(vault: try Example.vault()))
        #expect(made.location == "/111122223333/vaults/examplevault")
    }

    @Test("tags are added, removed and listed")
    func tags() throws {
        let call = AddTagsToVault.Call(vault: "v", tags: ["b": "2", "ä": ""])
        let added = try AddTagsToVault.received(call).tags.ordered
        #expect(added.map(\.key.text) == ["b", "ä"])
        #expect(added.map(\.value.text) == ["2", ""])
        let removed = try RemoveTagsFromVault.received(RemoveTagsFromVault.Call(vault: "v", tagKeys: ["b", "ä"]))
        #expect(Set(removed.keys.map(\.text)) == ["b", "ä"])
        #expect(try ListTagsForVault.told(ListTagsForVault.Output(tags: added)).tags == ["b": "2", "ä": ""])
        #expect(try ListTagsForVault.told(ListTagsForVault.Output(tags: [])).tags.isEmpty)
    }

    @Test("success without a document says nothing")
    func tellsNothing() throws {
        try DeleteVault.told(())
        try AddTagsToVault.told(())
        try AbortVaultLock.told(())
    }

    @Test("answers of services that leave out what they do not know are understood")
    func toleratesOthers() throws {
        let vault = try DescribeVault.reply(
            from: APIAnswer(status: .ok, headers: [:], body: Array(#"{"VaultName":"v","New":[{}]}"#.utf8))
        )
        #expect(vault.vaultName == "v")
        #expect(vault.creationDate == nil)
        let empty = APIAnswer(status: .ok, headers: [:], body: Array("{}".utf8))
        #expect(try ListVaults.reply(from: empty).items.isEmpty)
        #expect(try ListTagsForVault.reply(from: empty).tags.isEmpty)
        #expect(try GetDataRetrievalPolicy.reply(from: empty).policy == nil)
        #expect(try DescribeJob.reply(from: empty).isCompleted == false)
        #expect(try ListParts.reply(from: empty).parts.isEmpty)
        let start = APIAnswer(status: .ok, headers: [:], body: Array(#"{"Marker":"","VaultList":[]}"#.utf8))
        #expect(try ListVaults.reply(from: start).marker == nil)
    }
}
