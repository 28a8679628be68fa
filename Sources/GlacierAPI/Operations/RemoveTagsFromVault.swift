public import GlacierModel
import JSONText

/// `POST /{account}/vaults/{vault}/tags?operation=remove` → 204
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-RemoveTagsFromVault.html
public enum RemoveTagsFromVault: Contract {
    /// Which vault loses which tags.
    public struct Input: Sendable {
        /// The vault of the path; it must exist.
        public let vault: VaultReference
        /// At least one, each once. They need not be there.
        public let keys: Set<TagKey>
    }

    /// In policies `glacier:RemoveTagsFromVault`.
    public static let operation = OperationName.removeTagsFromVault

    /// Reads the body.
    ///
    /// - Throws: `ServiceError.missingParameter`, `ServiceError.malformedBody`, `ServiceError.invalidParameter`
    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        guard let texts = try DocumentBody(request.body, named: "tagKeys").strings("TagKeys") else {
            throw .missingParameter("tagKeys")
        }
        guard (1...Limits.tagsPerVault).contains(texts.count) else {
            throw .invalidParameter("Invalid tag keys: 1 to \(Limits.tagsPerVault) must be given")
        }
        var keys: Set<TagKey> = []
        for text in texts { keys.insert(try TagKey(text)) }
        return Input(vault: target, keys: keys)
    }

    /// No headers of its own, no body.
    public static func response(to output: Void, deployment: Deployment) -> APIResponse { .nothing() }

    /// Which vault loses which tags.
    public struct Call: Hashable, Sendable {
        /// The vault.
        public var vault: VaultAddress
        /// They need not be there.
        public var tagKeys: [String]

        /// Takes anything that can be sent: the service judges it.
        public init(vault: VaultAddress, tagKeys: [String]) {
            self.vault = vault
            self.tagKeys = tagKeys
        }
    }

    /// Success says nothing more.
    public typealias Reply = Void

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        var query = RequestQuery()
        query.add("operation", "remove")
        var json = JSONObject()
        json.add("TagKeys", call.tagKeys)
        return .post(try RequestPath(call.vault, "tags"), query, body: .document(json))
    }
}
