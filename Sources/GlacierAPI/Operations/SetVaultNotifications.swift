public import GlacierModel
import JSONText

/// `PUT /{account}/vaults/{vault}/notification-configuration` → 204
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-vault-notifications-put.html
public enum SetVaultNotifications: Contract {
    /// Which vault tells whom of what.
    public struct Input: Sendable {
        /// The vault of the path; it must exist.
        public let vault: VaultReference
        /// Takes the place of an earlier one.
        public let configuration: VaultNotificationConfiguration
    }

    /// In policies `glacier:SetVaultNotifications`.
    public static let operation = OperationName.setVaultNotifications

    /// The body is the configuration itself, without a wrapper.
    ///
    /// - Throws: `ServiceError.missingParameter`, `ServiceError.malformedBody`, `ServiceError.invalidParameter`
    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        let body = try DocumentBody(request.body, named: "Vault Notification Configuration")
        let topic = try body.string("SNSTopic"), events = try body.strings("Events")
        return Input(
            vault: target,
            configuration: try VaultNotificationConfiguration(snsTopic: topic, events: events)
        )
    }

    /// No headers of its own, no body.
    public static func response(to output: Void, deployment: Deployment) -> APIResponse { .nothing() }

    /// Which vault tells whom of what.
    public struct Call: Hashable, Sendable {
        /// The vault.
        public var vault: VaultAddress
        /// Who is told.
        public var snsTopic: String
        /// Of what: at least one.
        public var events: [NotificationEvent]

        /// Takes anything that can be sent: the service judges it.
        public init(vault: VaultAddress, snsTopic: String, events: [NotificationEvent]) {
            self.vault = vault
            self.snsTopic = snsTopic
            self.events = events
        }
    }

    /// Success says nothing more.
    public typealias Reply = Void

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        var json = JSONObject()
        json.add("SNSTopic", call.snsTopic)
        json.add("Events", call.events.map(\.rawValue))
        return .put(try RequestPath(call.vault, "notification-configuration"), body: .document(json))
    }
}
