public import GlacierModel
public import HTTPTypes

/// What a request line asks for: an operation, and the names in its path, decoded but not yet judged.
public struct Route: Hashable, Sendable {
    /// Found by method and path, and for tags by the query.
    public let operation: OperationName
    /// `-` or the account as sent; never empty.
    public let account: String
    /// The vault's name as sent; nil for operations of a whole account.
    public let vault: String?
    /// The archive's, upload's, job's or lock's id as sent; empty for operations without one.
    public let identifier: String

    /// Finds the operation of a request line.
    ///
    /// The path is split on `/` first, then each segment is percent-decoded once; empty segments are not collapsed.
    ///
    /// - Throws: `ServiceError.badRequest` for what is no route of the API; `ServiceError.invalidParameter` for a
    ///   POST to `/tags` that says neither to add nor to remove.
    public init(method: HTTPRequest.Method, target: RequestTarget) throws(ServiceError) {
        let segments = try Route.decode(target.path)
        guard segments.count >= 2, let account = segments.first, !account.isEmpty,
            let match = try Route.match(method, Array(segments.dropFirst()), target.query)
        else { throw .badRequest("The request does not match any operation: \(method) \(target.path)") }
        self.account = account
        operation = match.operation
        vault = match.vault
        identifier = match.identifier
    }

    private typealias Match = (operation: OperationName, vault: String?, identifier: String)

    private static func decode(_ path: String) throws(ServiceError) -> [String] {
        let bytes = path.utf8, slash = UInt8(ascii: "/")
        guard bytes.first == slash else { throw .badRequest("The request path is malformed.") }
        var decoded: [String] = []
        for segment in bytes.dropFirst().split(separator: slash, omittingEmptySubsequences: false) {
            guard let text = PercentEncoding.decode(Substring(segment)) else {
                throw .badRequest("The request path is malformed.")
            }
            decoded.append(text)
        }
        return decoded
    }

    /// - Parameter segments: those behind the account.
    private static func match(
        _ method: HTTPRequest.Method,
        _ segments: [String],
        _ query: QueryParameters
    ) throws(ServiceError) -> Match? {
        switch (segments[0], segments.count) {
        case ("policies", 2) where segments[1] == "data-retrieval":
            operation(method, [.get: .getDataRetrievalPolicy, .put: .setDataRetrievalPolicy]).map { ($0, nil, "") }
        case ("provisioned-capacity", 1):
            operation(method, [.get: .listProvisionedCapacity, .post: .purchaseProvisionedCapacity])
                .map { ($0, nil, "") }
        case ("vaults", 1):
            operation(method, [.get: .listVaults]).map { ($0, nil, "") }
        case ("vaults", 2):
            operation(method, [.put: .createVault, .get: .describeVault, .delete: .deleteVault])
                .map { ($0, segments[1], "") }
        case ("vaults", 3):
            try vaultCollection(method, segments[2], query).map { ($0, segments[1], "") }
        case ("vaults", 4):
            vaultItem(method, segments[2]).map { ($0, segments[1], segments[3]) }
        case ("vaults", 5) where segments[2] == "jobs" && segments[4] == "output":
            operation(method, [.get: .getJobOutput]).map { ($0, segments[1], segments[3]) }
        default: nil
        }
    }

    private static func vaultCollection(
        _ method: HTTPRequest.Method,
        _ collection: String,
        _ query: QueryParameters
    ) throws(ServiceError) -> OperationName? {
        switch collection {
        case "archives": operation(method, [.post: .uploadArchive])
        case "multipart-uploads":
            operation(method, [.get: .listMultipartUploads, .post: .initiateMultipartUpload])
        case "jobs": operation(method, [.get: .listJobs, .post: .initiateJob])
        case "notification-configuration":
            operation(
                method,
                [
                    .get: .getVaultNotifications, .put: .setVaultNotifications,
                    .delete: .deleteVaultNotifications,
                ]
            )
        case "access-policy":
            operation(
                method,
                [.get: .getVaultAccessPolicy, .put: .setVaultAccessPolicy, .delete: .deleteVaultAccessPolicy]
            )
        case "lock-policy":
            operation(method, [.get: .getVaultLock, .post: .initiateVaultLock, .delete: .abortVaultLock])
        case "tags": try tags(method, query)
        default: nil
        }
    }

    private static func vaultItem(_ method: HTTPRequest.Method, _ collection: String) -> OperationName? {
        switch collection {
        case "archives": operation(method, [.delete: .deleteArchive])
        case "multipart-uploads":
            operation(
                method,
                [
                    .get: .listParts, .put: .uploadMultipartPart, .post: .completeMultipartUpload,
                    .delete: .abortMultipartUpload,
                ]
            )
        case "jobs": operation(method, [.get: .describeJob])
        case "lock-policy": operation(method, [.post: .completeVaultLock])
        default: nil
        }
    }

    private static func tags(
        _ method: HTTPRequest.Method,
        _ query: QueryParameters
    ) throws(ServiceError) -> OperationName? {
        if method == .get { return .listTagsForVault }
        guard method == .post else { return nil }
        switch try query.value(of: "operation") {
        case "add": return .addTagsToVault
        case "remove": return .removeTagsFromVault
        case let other: throw .invalidParameter("Invalid operation: \(other ?? "null")")
        }
    }

    private static func operation(
        _ method: HTTPRequest.Method,
        _ choices: [HTTPRequest.Method: OperationName]
    ) -> OperationName? {
        choices[method]
    }
}
