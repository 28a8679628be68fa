public import GlacierModel
import JSONText

/// `GET /{account}/vaults?limit=&marker=` → 200
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-vaults-get.html
public enum ListVaults: Contract {
    /// Whose vaults are listed, and from where.
    public struct Input: Sendable {
        /// The caller's own: no policy opens this listing to another account.
        public let account: AccountID
        /// Vaults on the page: its maximum is smaller than that of other listings.
        public let limit: PageLimit
        /// The ARN of the vault at which the page begins, as sent.
        public let marker: String?
    }

    /// A page of vaults, each as DescribeVault shows it.
    public struct Output: Sendable {
        /// In byte order of their names.
        public let vaults: [DescribeVault.Output]
        /// The first vault of the next page; nil on the last page.
        public let marker: VaultReference?

        /// Takes a page that is in order.
        public init(vaults: [DescribeVault.Output], marker: VaultReference?) {
            self.vaults = vaults
            self.marker = marker
        }
    }

    /// In policies `glacier:ListVaults`.
    public static let operation = OperationName.listVaults

    /// Reads the query. The marker is not judged here: that takes the deployment whose ARN it must be.
    ///
    /// - Throws: `ServiceError.invalidLimit`, `ServiceError.invalidParameter` for a repeated parameter.
    public static func input(for target: AccountID, from request: RequestParts) throws(ServiceError) -> Input {
        Input(
            account: target,
            limit: try PageLimit(query: try request.query.value(of: "limit"), maximum: Limits.vaultsPerPage),
            marker: try request.query.marker()
        )
    }

    /// `Marker`, an ARN or null, and `VaultList`.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        var json = JSONObject()
        json.add("Marker", output.marker.map(deployment.arn(of:)))
        json.add("VaultList", output.vaults.map { $0.document(deployment) })
        return .document(json)
    }

    /// Whose vaults are listed, and from where.
    public struct Call: Hashable, Sendable {
        /// The caller's own account.
        public var account: AccountScope
        /// The most items on the page; nil for as many as the service gives.
        public var limit: Int?
        /// Where the page begins: the marker of the page before.
        public var marker: String?

        /// Takes anything that can be sent: the service judges it.
        public init(account: AccountScope = .own, limit: Int? = nil, marker: String? = nil) {
            self.account = account
            self.limit = limit
            self.marker = marker
        }
    }

    /// A page of vaults.
    public typealias Reply = ListedItems<DescribedVault>

    /// Writes what `input(for:from:)` reads.
    public static func request(for call: Call) -> APIRequest {
        .get(RequestPath(call.account, "vaults"), RequestQuery(limit: call.limit, marker: call.marker))
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        try ListedItems(answer.document(), "VaultList") { document throws(UnreadableAnswer) in
            try DescribedVault(document)
        }
    }
}
