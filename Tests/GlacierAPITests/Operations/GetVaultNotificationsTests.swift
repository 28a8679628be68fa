import GlacierAPI
import GlacierModel
import Testing

@Suite("GetVaultNotifications on the wire")
struct GetVaultNotificationsTests {
    @Test("the vault is all there is to the input")
    func readsInput() throws {
        let vault = try Example.vault()
        #expect(GetVaultNotifications.input(for: vault, from: .with(body: "{}")).vault == vault)
    }

    @Test("events in their order, and the topic")
    func writesResponse() throws {
        let configuration = try VaultNotificationConfiguration(
            snsTopic: "arn:aws:sns:us-west-2:012345678901:mytopic",
            events: ["InventoryRetrievalCompleted", "ArchiveRetrievalCompleted"]
        )
        let response = GetVaultNotifications.response(
            to: GetVaultNotifications.Output(configuration: configuration),
            deployment: Example.deployment
        )
        #expect(response.statusCode == 200)
        #expect(response.headerLines == [])
        #expect(
            response.document
                == #"{"Events":["InventoryRetrievalCompleted","ArchiveRetrievalCompleted"],"#
                + #""SNSTopic":"arn:aws:sns:us-west-2:012345678901:mytopic"}"#
        )
        #expect(GetVaultNotifications.operation == .getVaultNotifications)
    }
}
