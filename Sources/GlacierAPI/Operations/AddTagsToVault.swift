public import GlacierModel
import JSONText

/// `POST /{account}/vaults/{vault}/tags?operation=add` → 204
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-AddTagsToVault.html
public enum AddTagsToVault: Contract {
    /// Which vault gets which tags.
    public struct Input: Sendable {
        /// The vault of the path; it must exist.
        public let vault: VaultReference
        /// At least one. More than a vault may have are refused when they are added.
        public let tags: TagSet
    }

    /// In policies `glacier:AddTagsToVault`.
    public static let operation = OperationName.addTagsToVault

    /// Reads the body. Every type is checked before any value is judged.
    ///
    /// - Throws: `ServiceError.missingParameter`, `ServiceError.malformedBody`, `ServiceError.invalidParameter`
    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        guard let members = try DocumentBody(request.body, named: "tags").object("Tags") else {
            throw .missingParameter("tags")
        }
        var texts: [(key: String, value: String?)] = []
        for key in members.keys { texts.append((key, try members.string(key))) }
        if texts.isEmpty { throw .invalidParameter("Invalid tags: at least one must be given") }
        var tags: [VaultTag] = []
        for (key, value) in texts {
            let key = try TagKey(key)
            guard let value else { throw .invalidParameter("Invalid tag value: null") }
            tags.append(VaultTag(key: key, value: try TagValue(value)))
        }
        return Input(vault: target, tags: TagSet(tags))
    }

    /// No headers of its own, no body.
    public static func response(to output: Void, deployment: Deployment) -> APIResponse { .nothing() }

    /// Which vault gets which tags.
    public struct Call: Hashable, Sendable {
        /// The vault.
        public var vault: VaultAddress
        /// Values by their keys. One that is there already is replaced.
        public var tags: [String: String]

        /// Takes anything that can be sent: the service judges it.
        public init(vault: VaultAddress, tags: [String: String]) {
            self.vault = vault
            self.tags = tags
        }
    }

    /// Success says nothing more.
    public typealias Reply = Void

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        var query = RequestQuery()
        query.add("operation", "add")
        var json = JSONObject()
        json.add("Tags", JSONObject(call.tags))
        return .post(try RequestPath(call.vault, "tags"), query, body: .document(json))
    }
}
