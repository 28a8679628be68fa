import GlacierAPI
import TreeHash

/// An upload in parts that is in progress, as far as it concerns whoever sends its parts.
struct OpenUpload: Sendable {
    let id: String
    let partSize: Int64
    /// What was there at the beginning, by the number of the part.
    let listed: [Int: ListedPart]
    /// Whether an earlier run began it.
    let isContinued: Bool

    /// A part that is sent, or that is there.
    struct Part: Hashable, Sendable {
        let index: Int
        let treeHash: Digest
    }

    /// One that has just begun.
    init(id: String, partSize: Int64) {
        (self.id, self.partSize, listed, isContinued) = (id, partSize, [:], false)
    }

    /// One as it was listed; nil where the listing does not say what it is.
    init?(_ listing: PartListing) {
        guard let id = listing.upload.uploadID, let partSize = listing.upload.partSizeInBytes, partSize > 0 else {
            return nil
        }
        (self.id, self.partSize, isContinued) = (id, partSize, true)
        let parts = listing.parts.map { (Int($0.range.lowerBound / partSize), $0) }
        listed = Dictionary(parts, uniquingKeysWith: { first, _ in first })
    }

    /// Bytes that were there at the beginning.
    var byteCount: Int64 { listed.values.reduce(0) { $0 + Int64($1.range.count) } }

    /// Whether exactly these bytes were there.
    func holds(_ treeHash: Digest, at range: Range<Int64>) -> Bool {
        guard let part = listed[Int(range.lowerBound / partSize)] else { return false }
        return part.range == range && part.treeHash == treeHash
    }

    /// The first part that begins behind so many bytes, or at their end.
    func part(behind size: Int64) -> ListedPart? {
        listed.values.filter { $0.range.lowerBound >= size }.min { $0.range.lowerBound < $1.range.lowerBound }
    }
}

/// What an upload asks of the service, with its failures in the words of an upload.
struct UploadCalls: Sendable {
    let client: GlacierClient
    let vault: VaultAddress
    let options: UploadOptions
    let meter: ProgressMeter

    /// Begins an upload in parts.
    func begin(partSize: Int64) async throws -> OpenUpload {
        let begun = try await client.initiateMultipartUpload(
            in: vault,
            partSize: partSize,
            archiveDescription: options.archiveDescription
        )
        try await options.reached(.began(uploadID: begun.uploadID, partSize: partSize))
        return OpenUpload(id: begun.uploadID, partSize: partSize)
    }

    /// Tells that an upload goes on.
    func resume(_ upload: OpenUpload, bytes: Int64) async throws {
        try await options.reached(.resumed(uploadID: upload.id, partSize: upload.partSize, bytes: bytes))
    }

    /// The upload in progress of an id; nil when none is in progress by this id.
    ///
    /// - Throws: `UploadError.doesNotFit` where it would become another archive than was asked for.
    func open(id: String) async throws -> OpenUpload? {
        guard let listing = try await listing(of: id), let upload = OpenUpload(listing) else { return nil }
        if let description = options.keptDescription, listing.upload.archiveDescription != description {
            throw UploadError.doesNotFit(uploadID: id, .description(listing.upload.archiveDescription))
        }
        if let partSize = options.partSize, upload.partSize != partSize {
            throw UploadError.doesNotFit(uploadID: id, .partSize(upload.partSize))
        }
        return upload
    }

    /// All parts of an upload; nil when it is not in progress.
    func listing(of id: String) async throws -> PartListing? {
        do {
            return try await client.partListing(of: id, in: vault)
        } catch let error as GlacierError where error.isUploadGone {
            return nil
        }
    }

    /// Sends a part.
    func send(_ payload: Payload, as index: Int, of upload: OpenUpload) async throws -> OpenUpload.Part {
        let summary = payload.summary
        let reply: UploadMultipartPart.Reply
        do {
            reply = try await client.uploadMultipartPart(
                counted(payload),
                at: Int64(index) * upload.partSize,
                of: upload.id,
                in: vault
            )
        } catch let error as GlacierError where error.isUploadGone {
            throw UploadError.uploadEnded(uploadID: upload.id)
        } catch PayloadError.source(let error) {
            throw error
        }
        if let there = reply.treeHash, there != summary.treeHash {
            throw UploadError.differs(where: "part \(index)", expected: summary.treeHash, actual: there)
        }
        meter.change { $0.completedBytes += summary.length }
        return OpenUpload.Part(index: index, treeHash: summary.treeHash)
    }

    /// Sends everything in one request.
    func sendWhole(_ payload: Payload) async throws -> UploadedArchive {
        let creation: ArchiveCreation
        do {
            creation = try await client.uploadArchive(
                counted(payload),
                to: vault,
                archiveDescription: options.archiveDescription
            )
        } catch let error as GlacierError where error.verdict == .uncertain {
            throw UploadError.archiveMayExist(cause: error)
        } catch let error as TransportError where error.fate == .unknown {
            throw UploadError.archiveMayExist(cause: error)
        } catch PayloadError.source(let error) {
            throw error
        }
        meter.change { $0.completedBytes += payload.summary.length }
        return try archive(creation, payload.summary.length, payload.summary.treeHash, uploadID: nil)
    }

    /// Makes an archive of the parts, of which there is one for each number.
    func complete(_ upload: OpenUpload, size: Int64, _ parts: [OpenUpload.Part]) async throws -> UploadedArchive {
        let roots = parts.sorted { $0.index < $1.index }.lazy.map(\.treeHash)
        let treeHash = TreeFolder.root(of: roots) ?? .sha256OfNothing
        try await options.reached(.completing(uploadID: upload.id, size: size, treeHash: treeHash))
        return try await complete(upload.id, size: size, treeHash: treeHash)
    }

    /// Completes an upload, or finds out which archive came of it when it was completed before.
    func complete(_ id: String, size: Int64, treeHash: Digest) async throws -> UploadedArchive {
        meter.change { $0.phase = .finishing }
        do {
            let creation = try await client.completeMultipartUpload(
                id,
                in: vault,
                archiveSize: size,
                treeHash: treeHash
            )
            return try archive(creation, size, treeHash, uploadID: id)
        } catch let error as GlacierError where error.isUploadGone {
            throw UploadError.uploadEnded(uploadID: id)
        } catch let error as GlacierError where error.verdict == .uncertain {
            throw UploadError.completionUncertain(uploadID: id, cause: error)
        } catch let error as TransportError where error.fate == .unknown {
            throw UploadError.completionUncertain(uploadID: id, cause: error)
        }
    }

    /// The archive that an upload became which is in progress no more, if it has these bytes.
    ///
    /// - Throws: `UploadError.uploadEnded` where the service knows no such archive.
    func archive(ofCompleted id: String, size: Int64, treeHash: Digest) async throws -> UploadedArchive {
        do {
            return try await complete(id, size: size, treeHash: treeHash)
        } catch let error as GlacierError where error.knownCode == .invalidParameterValue {
            // It became an archive of other bytes.
            throw UploadError.uploadEnded(uploadID: id)
        }
    }

    private func counted(_ payload: Payload) -> Payload {
        Payload(stream: meter.counting(payload.stream), summary: payload.summary, passes: payload.passes)
    }

    private func archive(
        _ creation: ArchiveCreation,
        _ size: Int64,
        _ treeHash: Digest,
        uploadID: String?
    ) throws -> UploadedArchive {
        if let there = creation.treeHash, there != treeHash {
            throw UploadError.differs(where: "the archive \(creation.archiveID)", expected: treeHash, actual: there)
        }
        let progress = meter.current
        return UploadedArchive(
            archiveID: creation.archiveID,
            size: size,
            treeHash: treeHash,
            uploadID: uploadID,
            reusedBytes: progress.reusedBytes,
            movedBytes: progress.movedBytes
        )
    }
}

extension GlacierError {
    /// The upload is not in progress. A vault that is not there is another matter.
    fileprivate var isUploadGone: Bool {
        knownCode == .resourceNotFound && !message.hasPrefix("Vault not found")
    }
}
