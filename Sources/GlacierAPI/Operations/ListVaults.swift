public import GlacierModel

/// `GET /{account}/vaults?limit=&marker=` → 200
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-vaults-get.html
public enum ListVaults: Contract {
    public struct Input: Sendable {
        public let account: AccountID
        public let limit: PageLimit
        /// The ARN of the vault at which the page begins, as sent.
        public let marker: String?
    }

    public struct Output: Sendable {
        public let vaults: [DescribeVault.Output]
        public let marker: VaultReference?

        public init(vaults: [DescribeVault.Output], marker: VaultReference?) {
            self.vaults = vaults
            self.marker = marker
        }
    }

    public static let operation = OperationName.listVaults

    public static func input(for target: AccountID, from request: RequestParts) throws(ServiceError) -> Input {
        Input(
            account: target,
            limit: try PageLimit(query: try request.query.value(of: "limit"), maximum: Limits.vaultsPerPage),
            marker: try request.query.marker()
        )
    }

    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        var json = JSONObject()
        json.add("Marker", output.marker.map(deployment.arn(of:)))
        json.add("VaultList", output.vaults.map { $0.document(deployment) })
        return .document(json)
    }
}
