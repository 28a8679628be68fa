package import GlacierAPI
import GlacierModel

/// An upload with all parts that have arrived.
package struct PartListing: Sendable {
    /// As the last page shows it.
    package let upload: ListedUpload
    /// By their first bytes.
    package let parts: [ListedPart]

    /// Bytes of all parts.
    package var byteCount: Int64 { parts.reduce(0) { $0 + Int64($1.range.count) } }
}

extension GlacierClient {
    /// Lists all parts of an upload in progress, page by page.
    package func partListing(of uploadID: String, in vault: VaultAddress) async throws -> PartListing {
        var parts: [ListedPart] = [], marker: String?
        while true {
            let page = try await listParts(of: uploadID, in: vault, marker: marker)
            parts += page.parts
            guard let next = page.marker else { return PartListing(upload: page.upload, parts: parts) }
            guard next != marker, parts.count <= Int(Limits.partsPerUpload) else { throw UnreadableAnswer("Marker") }
            marker = next
        }
    }

    /// Lists all uploads in progress; `body` gets one page after the other.
    package func eachPageOfUploads(
        in vault: VaultAddress,
        _ body: ([ListedUpload]) async throws -> Void
    ) async throws {
        var marker: String?
        repeat {
            let page = try await listMultipartUploads(in: vault, marker: marker)
            try await body(page.items)
            guard page.marker == nil || page.marker != marker else { throw UnreadableAnswer("Marker") }
            marker = page.marker
        } while marker != nil
    }
}
