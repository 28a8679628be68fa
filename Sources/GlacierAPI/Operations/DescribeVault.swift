public import GlacierModel

/// `GET /{account}/vaults/{vault}` → 200
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-vault-get.html
public enum DescribeVault: Contract {
    public struct Input: Sendable {
        public let vault: VaultReference
    }

    /// A vault as callers see it: its numbers are those of its inventory.
    public struct Output: Sendable {
        public let vault: VaultReference
        public let creationDate: Timestamp
        public let inventory: Vault.Inventory?

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

    public static let operation = OperationName.describeVault

    public static func input(for target: VaultReference, from request: RequestParts) -> Input {
        Input(vault: target)
    }

    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        .document(output.document(deployment))
    }
}
