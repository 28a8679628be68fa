import Catalogue
import GlacierModel
import Testing

@Suite("Notification configurations and access policies in the catalogue")
struct VaultConfigurationRecordsTests {
    private typealias Test = CatalogueUnderTest
    private static let absentVault = ServiceError.vaultNotFound("arn:aws:glacier:us-east-1:111122223333:vaults/w")

    @Test("a configuration is kept with the order of its events, replaced, and removed")
    func keepsConfiguration() async throws {
        let test = try await Test()
        let first = try VaultNotificationConfiguration(
            snsTopic: "arn:one",
            events: ["InventoryRetrievalCompleted", "ArchiveRetrievalCompleted"]
        )
        let second = try VaultNotificationConfiguration(snsTopic: "a,b é", events: ["ArchiveRetrievalCompleted"])
        #expect(try await test.catalogue.notificationConfiguration(of: test.vault) == nil)
        for configuration in [first, second, nil, nil, first] {
            try await test.catalogue.setNotificationConfiguration(configuration, of: test.vault)
            #expect(try await test.catalogue.notificationConfiguration(of: test.vault) == configuration)
        }
    }

    @Test("an access policy is kept byte for byte, replaced, and removed")
    func keepsPolicy() async throws {
        let test = try await Test()
        #expect(try await test.catalogue.accessPolicy(of: test.vault) == nil)
        for policy in [" {\"a\" :\t1}\n", "{\"é\":\"e\u{301}\"}", nil, nil, "{}"] {
            try await test.catalogue.setAccessPolicy(policy, of: test.vault)
            let kept = try await test.catalogue.accessPolicy(of: test.vault)
            #expect(kept.map { Array($0.utf8) } == policy.map { Array($0.utf8) })
        }
    }

    @Test("what is set on one vault is not set on another, nor on one that does not exist")
    func belongsToVault() async throws {
        let test = try await Test(), other = try Test.vault("w")
        let configuration = try VaultNotificationConfiguration(snsTopic: "t", events: ["ArchiveRetrievalCompleted"])
        let verbs: [@Sendable (Catalogue) async throws -> Void] = [
            { try await $0.setNotificationConfiguration(configuration, of: other) },
            { try await $0.setNotificationConfiguration(nil, of: other) },
            { _ = try await $0.notificationConfiguration(of: other) },
            { try await $0.setAccessPolicy("{}", of: other) },
            { try await $0.setAccessPolicy(nil, of: other) },
            { _ = try await $0.accessPolicy(of: other) },
        ]
        for verb in verbs {
            await #expect(throws: Self.absentVault) { try await verb(test.catalogue) }
        }
        try await test.catalogue.createVault(other, at: Test.creation)
        for verb in verbs { try await verb(test.catalogue) }
        try await test.catalogue.setAccessPolicy("{}", of: other)
        #expect(try await test.catalogue.accessPolicy(of: test.vault) == nil)
    }
}
