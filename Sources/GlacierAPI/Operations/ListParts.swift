public import GlacierModel
import JSONText
import TreeHash

/// `GET /{account}/vaults/{vault}/multipart-uploads/{uploadId}?limit=&marker=` → 200
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-multipart-list-parts.html
public enum ListParts: Contract {
    /// Which upload's parts are listed, and from where.
    public struct Input: Sendable {
        /// The vault of the path: an upload of another one is not found in it.
        public let vault: VaultReference
        /// An upload in progress: the parts of one that has ended cannot be seen.
        public let uploadID: UploadID
        /// Parts on the page.
        public let limit: PageLimit
        /// Its position is the byte from which parts are listed; nil for all of them.
        public let marker: Marker?
    }

    /// An upload and a page of its parts.
    public struct Output: Sendable {
        /// The vault that the upload is of, for its ARN.
        public let vault: VaultReference
        /// Shown in full on every page.
        public let upload: MultipartUpload
        /// Ascending by first byte.
        public let page: Page<Part>

        /// Takes a page that is in order and holds only parts that have arrived whole.
        public init(vault: VaultReference, upload: MultipartUpload, page: Page<Part>) {
            self.vault = vault
            self.upload = upload
            self.page = page
        }
    }

    /// In policies `glacier:ListParts`.
    public static let operation = OperationName.listParts

    /// Judges the limit, then the marker, then the id.
    ///
    /// - Throws: `ServiceError.invalidLimit`, `ServiceError.invalidMarker`, `ServiceError.invalidParameter` for a
    ///   repeated parameter, `ServiceError.uploadNotFound` for a text that cannot be an upload's id.
    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        let limit = try PageLimit(query: try request.query.value(of: "limit"), maximum: Limits.itemsPerPage)
        let marker = try request.query.marker(of: .parts)
        return Input(vault: target, uploadID: try UploadID(request.identifier), limit: limit, marker: marker)
    }

    /// The upload's document with its `Parts`, whose ranges are inclusive, and `Marker`, null on the last page.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        let next = output.page.next.map { Marker(listing: .parts, position: $0.range.lowerBound).text }
        var json = JSONObject()
        json.add("ArchiveDescription", output.upload.archiveDescription?.text)
        json.add("CreationDate", output.upload.creationDate.millisecondsText)
        json.add("Marker", next)
        json.add("MultipartUploadId", output.upload.id.text)
        json.add("PartSizeInBytes", output.upload.partSize.bytes)
        json.add("Parts", output.page.items.map(document))
        json.add("VaultARN", deployment.arn(of: output.vault))
        return .document(json)
    }

    private static func document(_ part: Part) -> JSONObject {
        var json = JSONObject()
        json.add("RangeInBytes", "\(part.range.lowerBound)-\(part.range.upperBound - 1)")
        json.add("SHA256TreeHash", part.treeHash.hex)
        return json
    }

    /// Which upload's parts are listed, and from where.
    public struct Call: Hashable, Sendable {
        /// The vault.
        public var vault: VaultAddress
        /// The upload, as InitiateMultipartUpload named it.
        public var uploadID: String
        /// The most items on the page; nil for as many as the service gives.
        public var limit: Int?
        /// Where the page begins: the marker of the page before.
        public var marker: String?

        /// Takes anything that can be sent: the service judges it.
        public init(vault: VaultAddress, uploadID: String, limit: Int? = nil, marker: String? = nil) {
            self.vault = vault
            self.uploadID = uploadID
            self.limit = limit
            self.marker = marker
        }
    }

    /// The upload and a page of its parts.
    public struct Reply: Hashable, Sendable {
        /// Shown in full on every page.
        public let upload: ListedUpload
        /// Ascending by first byte.
        public let parts: [ListedPart]
        /// Where the next page begins; nil on the last page.
        public let marker: String?
    }

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        .get(
            try RequestPath(call.vault, "multipart-uploads").item(call.uploadID, named: "uploadId"),
            RequestQuery(limit: call.limit, marker: call.marker)
        )
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        let document = try answer.document()
        let page = try ListedItems(document, "Parts") { part throws(UnreadableAnswer) in try ListedPart(part) }
        return Reply(upload: try ListedUpload(document), parts: page.items, marker: page.marker)
    }
}

extension QueryParameters {
    /// - Throws: `ServiceError.invalidMarker` when it is no marker of this listing.
    func marker(of listing: Marker.Listing) throws(ServiceError) -> Marker? {
        guard let text = try marker() else { return nil }
        return try Marker(text, of: listing)
    }
}
