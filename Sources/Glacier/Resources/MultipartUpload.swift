public import GlacierAPI
public import GlacierModel
public import TreeHash

/// An upload in parts, by its vault and id; whether it exists is not asked.
public struct MultipartUpload: Sendable {
    /// The vault that the upload is to.
    public let vaultAddress: VaultAddress
    /// Good until the upload ends.
    public let id: String
    let client: GlacierClient
    private let known: LazyAttributes<ListedUpload>

    init(_ id: String, in vault: VaultAddress, _ client: GlacierClient, told: ListedUpload? = nil) {
        (self.id, vaultAddress, self.client) = (id, vault, client)
        // No operation describes an upload, but each page of its parts does.
        known = LazyAttributes(told) { try await client.listParts(of: id, in: vault, limit: 1).upload }
    }

    /// Whose vault the upload is to.
    public var accountID: AccountScope { vaultAddress.account }
    /// The vault's name.
    public var vaultName: String { vaultAddress.name }
    /// The vault that the upload is to.
    public var vault: Vault { Vault(vaultAddress, client) }

    // MARK: Actions

    /// Sends a part, in the place of one that begins at the same byte.
    ///
    /// - Parameters:
    ///   - payload: the bytes, with their length and hashes.
    ///   - firstByte: where the part begins in the archive: a multiple of the part size.
    @discardableResult
    public func uploadPart(_ payload: Payload, at firstByte: Int64) async throws -> UploadMultipartPart.Reply {
        try await client.uploadMultipartPart(payload, at: firstByte, of: id, in: vaultAddress)
    }

    /// Shows a page of the parts that have arrived, by their ranges, whatever order they arrived in: one call of
    /// ListParts. It can be made at any moment before the upload's end; then it is an error.
    ///
    /// A page may hold fewer parts than were asked for, and it is the last one only when it has no marker: whoever
    /// wants all parts takes ``allParts(pageSize:)``, or passes the marker on until there is none.
    ///
    /// - Parameters:
    ///   - marker: that of the page before, to begin where that one ended; nil for the first page.
    ///   - limit: the most parts on the page, 1 or more; nil for 50, which is also the most that the service gives.
    /// - Returns: the upload and its parts, each with its range and its tree hash as the service computed it.
    public func parts(marker: String? = nil, limit: Int? = nil) async throws -> ListParts.Reply {
        try await known.keep(\.upload) {
            try await client.listParts(of: id, in: vaultAddress, limit: limit, marker: marker)
        }
    }

    /// Every part that has arrived, by its range, over all pages.
    ///
    /// - Parameter pageSize: parts asked for with each call, at most 50; nil for as many as the service gives.
    public func allParts(pageSize: Int? = nil) -> Listing<ListedPart> {
        Listing { marker in
            let page = try await parts(marker: marker, limit: pageSize)
            return (page.parts, page.marker)
        }
    }

    /// Makes an archive of the parts.
    ///
    /// - Parameters:
    ///   - archiveSize: bytes of the whole archive.
    ///   - treeHash: of the whole archive, computed from the caller's own bytes.
    /// - Returns: the archive, with what the service said of it in ``Archive/creation``.
    public func complete(archiveSize: Int64, treeHash: Digest) async throws -> Archive {
        let made = try await client.completeMultipartUpload(
            id,
            in: vaultAddress,
            archiveSize: archiveSize,
            treeHash: treeHash
        )
        return Archive(made.archiveID, in: vaultAddress, client, creation: made)
    }

    /// Gives the upload up with all its parts.
    public func abort() async throws { try await client.abortMultipartUpload(id, in: vaultAddress) }
}

/// What listings say of an upload. The first use of an attribute fetches all of them, unless a listing told them
/// already; then they are kept until ``load()``.
extension MultipartUpload {
    /// All attributes at once.
    public var attributes: ListedUpload { get async throws { try await known.value } }

    /// Fetches the attributes anew, with a page of one part, for this upload and its copies.
    @discardableResult
    public func load() async throws -> ListedUpload { try await known.load() }

    /// The same as ``load()``.
    @discardableResult
    public func reload() async throws -> ListedUpload { try await load() }

    /// The future archive's; nil when there is none.
    public var archiveDescription: String? { get async throws { try await attributes.archiveDescription } }
    /// When the upload was initiated.
    public var creationDate: Timestamp? { get async throws { try await attributes.creationDate } }
    /// Bytes of every part but the last.
    public var partSizeInBytes: Int64? { get async throws { try await attributes.partSizeInBytes } }
    /// The full name of the vault that the upload is to.
    public var vaultARN: String? { get async throws { try await attributes.vaultARN } }
}

extension MultipartUpload: Hashable, CustomStringConvertible {
    /// Whether both name the same upload in the same way.
    public static func == (left: MultipartUpload, right: MultipartUpload) -> Bool {
        left.vaultAddress == right.vaultAddress && left.id == right.id
    }

    /// Goes by account, vault and id.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(vaultAddress)
        hasher.combine(id)
    }

    /// Account, vault and id.
    public var description: String {
        "MultipartUpload(accountID: \(accountID.segment), vaultName: \(vaultName), id: \(id))"
    }
}
