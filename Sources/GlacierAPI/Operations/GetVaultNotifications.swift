public import GlacierModel
import JSONText

/// `GET /{account}/vaults/{vault}/notification-configuration` → 200
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-vault-notifications-get.html
public enum GetVaultNotifications: Contract {
    /// Which vault's configuration is shown.
    public struct Input: Sendable {
        /// The vault of the path; it must exist.
        public let vault: VaultReference
    }

    /// The configuration that was set last.
    public struct Output: Sendable {
        /// As it was set.
        public let configuration: VaultNotificationConfiguration

        /// Takes what is in the catalogue.
        public init(configuration: VaultNotificationConfiguration) { self.configuration = configuration }
    }

    /// In policies `glacier:GetVaultNotifications`.
    public static let operation = OperationName.getVaultNotifications

    /// Reads the path alone.
    public static func input(for target: VaultReference, from request: RequestParts) -> Input {
        Input(vault: target)
    }

    /// `Events`, in the order in which they were set, and `SNSTopic`.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        var json = JSONObject()
        json.add("Events", output.configuration.events.map(\.rawValue))
        json.add("SNSTopic", output.configuration.snsTopic)
        return .document(json)
    }

    /// The vault.
    public typealias Call = VaultAddress

    /// The configuration as it was set.
    public struct Reply: Hashable, Sendable {
        /// Who is told.
        public let snsTopic: String?
        /// Of what, words that are not known included.
        public let events: [String]
    }

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        .get(try RequestPath(call, "notification-configuration"))
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        let document = try answer.document()
        return Reply(snsTopic: try document.string("SNSTopic"), events: try document.strings("Events"))
    }
}
