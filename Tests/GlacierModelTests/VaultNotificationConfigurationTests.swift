import GlacierModel
import Testing

@Suite("Notification configurations")
struct VaultNotificationConfigurationTests {
    private static let archive = "ArchiveRetrievalCompleted", inventory = "InventoryRetrievalCompleted"

    @Test("events keep their order, and repeated ones are kept once")
    func keepsOrder() throws {
        let words = [Self.inventory, Self.archive, Self.inventory, Self.inventory]
        let configuration = try VaultNotificationConfiguration(snsTopic: "any topic", events: words)
        #expect(configuration.snsTopic == "any topic")
        #expect(configuration.events == [.inventoryRetrievalCompleted, .archiveRetrievalCompleted])
        #expect(configuration.events.map(\.rawValue) == [Self.inventory, Self.archive])
    }

    @Test("what is missing is told before what is wrong")
    func misses() {
        for topic in [nil, ""] as [String?] {
            #expect(throws: ServiceError.missingParameter("snsTopic")) {
                try VaultNotificationConfiguration(snsTopic: topic, events: ["x"])
            }
        }
        #expect(throws: ServiceError.missingParameter("events")) {
            try VaultNotificationConfiguration(snsTopic: "\0", events: nil)
        }
    }

    @Test("a topic that holds NUL, no event at all, and other words are refused")
    func refuses() {
        #expect(throws: ServiceError.invalidParameter("Invalid SNS topic")) {
            try VaultNotificationConfiguration(snsTopic: "a\0b", events: [Self.archive])
        }
        #expect(throws: ServiceError.invalidParameter("Invalid events: at least one must be given")) {
            try VaultNotificationConfiguration(snsTopic: "t", events: [])
        }
        for word in ["", "archiveRetrievalCompleted", "ArchiveRetrievalCompleted ", "SelectCompleted"] {
            #expect(throws: ServiceError.invalidParameter("Invalid event: \(word)")) {
                try VaultNotificationConfiguration(snsTopic: "t", events: [Self.archive, word])
            }
        }
    }
}
