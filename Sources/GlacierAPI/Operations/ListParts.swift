public import GlacierModel
import TreeHash

/// `GET /{account}/vaults/{vault}/multipart-uploads/{uploadId}?limit=&marker=` → 200
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-multipart-list-parts.html
public enum ListParts: Contract {
    public struct Input: Sendable {
        public let vault: VaultReference
        public let uploadID: UploadID
        public let limit: PageLimit
        public let marker: Marker?
    }

    public struct Output: Sendable {
        public let vault: VaultReference
        public let upload: MultipartUpload
        /// Ascending by first byte.
        public let page: Page<Part>

        public init(vault: VaultReference, upload: MultipartUpload, page: Page<Part>) {
            self.vault = vault
            self.upload = upload
            self.page = page
        }
    }

    public static let operation = OperationName.listParts

    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        let limit = try PageLimit(query: try request.query.value(of: "limit"), maximum: Limits.itemsPerPage)
        let marker = try request.query.marker(of: .parts)
        return Input(vault: target, uploadID: try UploadID(request.identifier), limit: limit, marker: marker)
    }

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
}

extension QueryParameters {
    /// - Throws: `ServiceError.invalidMarker` when it is no marker of this listing.
    func marker(of listing: Marker.Listing) throws(ServiceError) -> Marker? {
        guard let text = try marker() else { return nil }
        return try Marker(text, of: listing)
    }
}
