public import GlacierModel
import JSONText

/// `GET /{account}/vaults/{vault}/multipart-uploads?limit=&marker=` → 200
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-multipart-list-uploads.html
public enum ListMultipartUploads: Contract {
    /// Whose uploads are listed, and from where.
    public struct Input: Sendable {
        /// The vault of the path: its uploads in progress alone are listed.
        public let vault: VaultReference
        /// Uploads on the page.
        public let limit: PageLimit
        /// Nil for the oldest upload.
        public let start: ListingStart<UploadThing>?
    }

    /// A page of uploads in progress.
    public struct Output: Sendable {
        /// The vault that all the uploads are of, for their ARN.
        public let vault: VaultReference
        /// Ascending by creation date, then id.
        public let page: Page<MultipartUpload>

        /// Takes a page that is in order and holds no upload that has ended.
        public init(vault: VaultReference, page: Page<MultipartUpload>) {
            self.vault = vault
            self.page = page
        }
    }

    /// In policies `glacier:ListMultipartUploads`.
    public static let operation = OperationName.listMultipartUploads

    /// Reads the query alone.
    ///
    /// - Throws: `ServiceError.invalidLimit`, `ServiceError.invalidMarker`, `ServiceError.invalidParameter` for a
    ///   repeated parameter.
    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        let limit = try PageLimit(query: try request.query.value(of: "limit"), maximum: Limits.itemsPerPage)
        guard let marker = try request.query.marker() else { return Input(vault: target, limit: limit, start: nil) }
        return Input(vault: target, limit: limit, start: try ListingStart(marker: marker))
    }

    /// `Marker`, which is null on the last page, and `UploadsList`.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        let next = output.page.next.map { ListingStart<UploadThing>.marker(date: $0.creationDate, id: $0.id) }
        let arn = deployment.arn(of: output.vault)
        var json = JSONObject()
        json.add("Marker", next)
        json.add("UploadsList", output.page.items.map { document($0, arn) })
        return .document(json)
    }

    private static func document(_ upload: MultipartUpload, _ vaultARN: String) -> JSONObject {
        var json = JSONObject()
        json.add("ArchiveDescription", upload.archiveDescription?.text)
        json.add("CreationDate", upload.creationDate.millisecondsText)
        json.add("MultipartUploadId", upload.id.text)
        json.add("PartSizeInBytes", upload.partSize.bytes)
        json.add("VaultARN", vaultARN)
        return json
    }

    /// Whose uploads are listed, and from where.
    public struct Call: Hashable, Sendable {
        /// The vault.
        public var vault: VaultAddress
        /// The most items on the page; nil for as many as the service gives.
        public var limit: Int?
        /// Where the page begins: the marker of the page before.
        public var marker: String?

        /// Takes anything that can be sent: the service judges it.
        public init(vault: VaultAddress, limit: Int? = nil, marker: String? = nil) {
            self.vault = vault
            self.limit = limit
            self.marker = marker
        }
    }

    /// A page of uploads in progress.
    public typealias Reply = ListedItems<ListedUpload>

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        .get(try RequestPath(call.vault, "multipart-uploads"), RequestQuery(limit: call.limit, marker: call.marker))
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        try ListedItems(answer.document(), "UploadsList") { document throws(UnreadableAnswer) in
            try ListedUpload(document)
        }
    }
}
