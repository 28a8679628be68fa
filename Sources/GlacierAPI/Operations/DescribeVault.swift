public import GlacierModel
import JSONText

/// `GET /{account}/vaults/{vault}` → 200
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-vault-get.html
public enum DescribeVault: Contract {
    /// Which vault is described.
    public struct Input: Sendable {
        /// The vault of the path; it must exist.
        public let vault: VaultReference
    }

    /// A vault as callers see it: its numbers are those of its inventory.
    public struct Output: Sendable {
        /// Its owner and name, for the ARN.
        public let vault: VaultReference
        /// Shown with milliseconds.
        public let creationDate: Timestamp
        /// Nil before the first inventory: the date is then null and the numbers are 0.
        public let inventory: Vault.Inventory?

        /// Takes what callers may see, not live numbers: see `Vault.visibleInventory(_:)`.
        public init(vault: VaultReference, creationDate: Timestamp, inventory: Vault.Inventory?) {
            self.vault = vault
            self.creationDate = creationDate
            self.inventory = inventory
        }

        /// The document that DescribeVault answers and ListVaults lists.
        func document(_ deployment: Deployment) -> JSONObject {
            let numbers = inventory?.numbers ?? .none
            var json = JSONObject()
            json.add("CreationDate", creationDate.millisecondsText)
            json.add("LastInventoryDate", inventory?.date.millisecondsText)
            json.add("NumberOfArchives", numbers.archives)
            json.add("SizeInBytes", numbers.sizeInBytes)
            json.add("VaultARN", deployment.arn(of: vault))
            json.add("VaultName", vault.name.text)
            return json
        }
    }

    /// In policies `glacier:DescribeVault`.
    public static let operation = OperationName.describeVault

    /// Reads the path alone.
    public static func input(for target: VaultReference, from request: RequestParts) -> Input {
        Input(vault: target)
    }

    /// The document of 6 keys that ListVaults lists as well.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        .document(output.document(deployment))
    }

    /// The vault.
    public typealias Call = VaultAddress

    /// The vault as of its last inventory.
    public typealias Reply = DescribedVault

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        .get(try RequestPath(call))
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        try DescribedVault(answer.document())
    }
}
