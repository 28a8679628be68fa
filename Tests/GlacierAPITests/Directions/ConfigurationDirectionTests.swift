import GlacierAPI
import GlacierModel
import Testing

@Suite("Both directions: configuration")
struct ConfigurationDirectionTests {
    private static let policy = #"{"Version":"2012-10-17","Statement":[{"Sid":"ä/\"b\""}]}"#
    private static let lockID = "AE863rKkWZU53SLW5be4DUcW"

    @Test("whom a vault tells, and of what")
    func notifications() throws {
        let call = SetVaultNotifications.Call(
            vault: "v",
            snsTopic: "arn:t",
            events: [.inventoryRetrievalCompleted, .archiveRetrievalCompleted]
        )
        let configuration = try SetVaultNotifications.received(call).configuration
        #expect(configuration.snsTopic == "arn:t")
        #expect(configuration.events == call.events)
        let told = try GetVaultNotifications.told(GetVaultNotifications.Output(configuration: configuration))
        #expect(told.snsTopic == "arn:t")
        #expect(told.events == ["InventoryRetrievalCompleted", "ArchiveRetrievalCompleted"])
    }

    @Test("an access policy is the text that was set")
    func accessPolicies() throws {
        let call = SetVaultAccessPolicy.Call(vault: "v", policy: Self.policy)
        #expect(try SetVaultAccessPolicy.received(call).policy == Self.policy)
        #expect(try GetVaultAccessPolicy.told(GetVaultAccessPolicy.Output(policy: Self.policy)).policy == Self.policy)
    }

    @Test("a lock is initiated, completed and shown")
    func locks() throws {
        let call = InitiateVaultLock.Call(vault: "v", policy: Self.policy)
        #expect(try InitiateVaultLock.received(call).policy == Self.policy)
        let output = InitiateVaultLock.Output(lockID: try LockID(Self.lockID))
        #expect(try InitiateVaultLock.told(output).lockID == Self.lockID)
        let completion = CompleteVaultLock.Call(vault: "v", lockID: "a/b %")
        #expect(try CompleteVaultLock.received(completion).lockID == "a/b %")
        let terms = VaultLock.Terms(
            id: try LockID(Self.lockID),
            policy: Self.policy,
            creationDate: Timestamp(milliseconds: 1_767_323_045_678)
        )
        let end = Timestamp(milliseconds: 1_767_409_445_678)
        let trial = try #require(GetVaultLock.Output(.inProgress(terms, expirationDate: end)))
        let shown = try GetVaultLock.told(trial)
        #expect(shown.policy == Self.policy)
        #expect(shown.state == "InProgress")
        #expect(shown.creationDate == terms.creationDate)
        #expect(shown.expirationDate == end)
        let locked = try GetVaultLock.told(try #require(GetVaultLock.Output(.locked(terms))))
        #expect(locked.state == "Locked")
        #expect(locked.expirationDate == nil)
    }

    @Test("a data retrieval policy", arguments: [DataRetrievalPolicy.none, .freeTier, .bytesPerHour(10_737_418_240)])
    func retrievalPolicies(_ policy: DataRetrievalPolicy) throws {
        #expect(try SetDataRetrievalPolicy.received(SetDataRetrievalPolicy.Call(policy: policy)).policy == policy)
        #expect(try GetDataRetrievalPolicy.told(GetDataRetrievalPolicy.Output(policy: policy)).policy == policy)
    }

    @Test("units of capacity")
    func capacity() throws {
        let unit = ProvisionedCapacityUnit(
            id: try CapacityID("zSaq7NzHFQDANTfQkDen4V7z"),
            startDate: Timestamp(seconds: 1_478_983_125),
            expirationDate: Timestamp(seconds: 1_481_575_125)
        )
        let bought = try PurchaseProvisionedCapacity.told(PurchaseProvisionedCapacity.Output(capacityID: unit.id))
        #expect(bought.capacityID == "zSaq7NzHFQDANTfQkDen4V7z")
        let listed = try ListProvisionedCapacity.told(ListProvisionedCapacity.Output(units: [unit])).units
        #expect(listed.map(\.capacityID) == ["zSaq7NzHFQDANTfQkDen4V7z"])
        #expect(listed.map(\.startDate) == [unit.startDate])
        #expect(listed.map(\.expirationDate) == [unit.expirationDate])
    }
}
