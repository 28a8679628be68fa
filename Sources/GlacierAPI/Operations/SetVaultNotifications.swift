public import GlacierModel

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
}
