public import GlacierModel
import JSONText

/// `GET /{account}/vaults/{vault}/tags` → 200
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-ListTagsForVault.html
public enum ListTagsForVault: Contract {
    /// Which vault's tags are listed.
    public struct Input: Sendable {
        /// The vault of the path; it must exist.
        public let vault: VaultReference
    }

    /// All tags of a vault: there are no pages.
    public struct Output: Sendable {
        /// In byte order of their keys.
        public let tags: [VaultTag]

        /// Takes tags that are in order.
        public init(tags: [VaultTag]) { self.tags = tags }
    }

    /// In policies `glacier:ListTagsForVault`.
    public static let operation = OperationName.listTagsForVault

    /// Reads the path alone.
    public static func input(for target: VaultReference, from request: RequestParts) -> Input {
        Input(vault: target)
    }

    /// `Tags`, an object whose keys are those of the tags.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        var tags = JSONObject()
        for tag in output.tags { tags.add(tag.key.text, tag.value.text) }
        var json = JSONObject()
        json.add("Tags", tags)
        return .document(json)
    }

    /// The vault.
    public typealias Call = VaultAddress

    /// All tags of a vault: there are no pages.
    public struct Reply: Hashable, Sendable {
        /// Values by their keys.
        public let tags: [String: String]
    }

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        .get(try RequestPath(call, "tags"))
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        Reply(tags: try answer.document().object("Tags")?.texts() ?? [:])
    }
}
