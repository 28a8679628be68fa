import GlacierAPI
import GlacierModel
import Testing

@Suite("SetVaultNotifications on the wire")
struct SetVaultNotificationsTests {
    private func input(_ body: String) throws -> SetVaultNotifications.Input {
        try SetVaultNotifications.input(for: Example.vault(), from: .with(body: body))
    }

    @Test("the body is the configuration itself")
    func readsConfiguration() throws {
        let input = try input(
            #"{"SNSTopic":"arn:t","Events":["InventoryRetrievalCompleted","ArchiveRetrievalCompleted"]}"#
        )
        #expect(input.vault == (try Example.vault()))
        #expect(input.configuration.snsTopic == "arn:t")
        #expect(input.configuration.events == [.inventoryRetrievalCompleted, .archiveRetrievalCompleted])
    }

    @Test(
        "what is missing is told before what is wrong",
        arguments: [
            ("", "Vault Notification Configuration"), ("{}", "snsTopic"),
            (#"{"SNSTopic":null,"Events":[]}"#, "snsTopic"),
            (#"{"SNSTopic":"","Events":["x"]}"#, "snsTopic"), (#"{"SNSTopic":"t"}"#, "events"),
            (#"{"SNSTopic":"t","Events":null}"#, "events"),
            (#"{"vaultNotificationConfig":{"SNSTopic":"t","Events":[]}}"#, "snsTopic"),
        ]
    )
    func misses(_ body: String, _ name: String) {
        #expect(throws: ServiceError.missingParameter(name)) { try input(body) }
    }

    @Test(
        "wrong events and topics are refused",
        arguments: [
            (#"{"SNSTopic":"t","Events":[]}"#, "Invalid events: at least one must be given"),
            (#"{"SNSTopic":"t","Events":["x"]}"#, "Invalid event: x"),
            (#"{"SNSTopic":"\u0000","Events":["ArchiveRetrievalCompleted"]}"#, "Invalid SNS topic"),
        ]
    )
    func refuses(_ body: String, _ message: String) {
        #expect(throws: ServiceError.invalidParameter(message)) { try input(body) }
    }

    @Test(
        "a wrong type is found before anything is missed",
        arguments: [
            (#"{"SNSTopic":1}"#, "The value of SNSTopic must be a string."),
            (#"{"Events":"ArchiveRetrievalCompleted"}"#, "The value of Events must be an array."),
            (#"{"Events":[1]}"#, "The values of Events must be strings."),
        ]
    )
    func refusesType(_ body: String, _ message: String) {
        #expect(throws: ServiceError.malformedBody(message)) { try input(body) }
    }

    @Test("204 without headers and body")
    func writesResponse() {
        let response = SetVaultNotifications.response(to: (), deployment: Example.deployment)
        #expect(response.statusCode == 204)
        #expect(response.headerLines == [])
        #expect(response.hasNoBody)
        #expect(SetVaultNotifications.operation == .setVaultNotifications)
    }
}
