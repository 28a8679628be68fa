import Foundation
import Glacier
import NIOCore
import Synchronization
import TreeHash

/// What a command line wants of its uploads.
struct UploadWishes: Sendable {
    /// What becomes of a file that the local catalogue knows as uploaded.
    enum Known: Sendable {
        case leftAlone
        case uploadedAgain
    }

    let partSize: Int64?
    let parallelism: Int?
    let expectedBytes: Int64?
    let spoolFolder: String
    let known: Known
}

/// Uploads things, one after the other, and keeps the local catalogue up to date with them.
struct UploadRun: Sendable {
    let client: GlacierClient
    let address: VaultAddress
    let vault: LocalVault
    let catalogue: OptionalCatalogue
    let wishes: UploadWishes
    let display: ProgressDisplay
    let output: OutputOptions

    /// Tells something by the way.
    func note(_ text: String) { display.aside { output.note(text.visible) } }

    /// Makes an archive, or says which one it is already.
    ///
    /// - Throws: `UploadError`, the client's errors.
    func upload(_ subject: UploadSubject) async throws -> UploadResult {
        if wishes.known == .leftAlone, let archive = try await known(subject) {
            return UploadResult(subject: subject, fact: .known(archive))
        }
        let open = try await openUpload(of: subject)
        let archive = try await archive(of: subject, continuing: open)
        try await record(archive, of: subject)
        return UploadResult(subject: subject, fact: .uploaded(archive))
    }

    private func known(_ subject: UploadSubject) async throws -> KnownArchive? {
        guard let source = subject.source else { return nil }
        let path = DescribedFile(reading: subject.description).path ?? source.path
        let archives = try await catalogue.attempt("whether \(subject.label) is uploaded already is not known") {
            try await $0.archives(at: path, in: vault)
        }
        let alike = (archives ?? []).filter { archive in
            archive.localPath == source.path && archive.size == source.size && archive.modified == source.modified
                && archive.description == Array(source.description.utf8)
        }
        guard case .stream(let stream, _) = subject.bytes, !alike.isEmpty else { return alike.first }
        // A directory has the newest of many dates, and a size in whole records: other files in it may have the same.
        let treeHash = try await Self.treeHash(of: stream)
        return alike.first { $0.treeHash == treeHash }
    }

    private static func treeHash(of stream: ByteStream) async throws -> Digest {
        var hasher = PayloadHasher()
        for try await chunk in stream { chunk.withUnsafeReadableBytes { hasher.update($0) } }
        return hasher.finalize().tree
    }

    /// The upload that an earlier run began with the very same file.
    private func openUpload(of subject: UploadSubject) async throws -> KnownUpload? {
        guard let source = subject.source else { return nil }
        let open = try await catalogue.attempt("an upload that was begun is looked for at the service") {
            try await $0.openUploads(of: vault, at: source.path)
        }
        guard let open else { return nil }
        for other in open.filter({ $0.source.size != source.size || $0.source.modified != source.modified }) {
            note(
                "An upload of \(subject.label) as it was before is unfinished: firn abort \(address.name) "
                    + "\(other.uploadID) gives it up."
            )
        }
        return open.first { upload in
            upload.source == source && (wishes.partSize == nil || wishes.partSize == upload.partSize)
        }
    }

    private func archive(
        of subject: UploadSubject,
        continuing open: KnownUpload?
    ) async throws -> UploadedArchive {
        guard let open else { return try await send(subject, .search) }
        let isResumed = Mutex(false)
        do {
            return try await send(subject, .upload(id: open.uploadID)) { isResumed.withLock { $0 = true } }
        } catch UploadError.uploadEnded where !isResumed.withLock({ $0 }) {
            note(
                "The upload of \(subject.label) that was begun before was aborted, has expired or was completed; "
                    + "an archive of it would be in the vault's next inventory. Beginning anew."
            )
            try await forget(open)
            return try await send(subject, .search)
        } catch UploadError.doesNotFit(_, let misfit) where !isResumed.withLock({ $0 }) {
            note("The upload of \(subject.label) that was begun before is left alone: \(misfit). Beginning anew.")
            return try await send(subject, .never)
        }
    }

    private func forget(_ open: KnownUpload) async throws {
        _ = try await catalogue.attempt("the upload \(open.uploadID) stays in it") {
            try await $0.close(open.uploadID, in: vault, recording: nil)
        }
    }

    private func send(
        _ subject: UploadSubject,
        _ resumption: UploadOptions.Resumption,
        resumed: @escaping @Sendable () -> Void = {}
    ) async throws -> UploadedArchive {
        var options = UploadOptions(
            archiveDescription: subject.description,
            partSize: wishes.partSize,
            parallelism: wishes.parallelism,
            resumption: resumption,
            spoolFolder: wishes.spoolFolder,
            progress: { display.show($0) },
            reached: { milestone in
                if case .resumed = milestone { resumed() }
                try await reached(milestone, subject)
            }
        )
        switch subject.bytes {
        case .file(let path): return try await client.upload(file: path, to: address, options)
        case .stream(let stream, let expected):
            options.expectedBytes = expected ?? wishes.expectedBytes
            let passes: Payload.Passes = subject.source == nil ? .one : .many
            return try await client.upload(stream: stream, passes: passes, to: address, options)
        }
    }

    private func reached(_ milestone: UploadOptions.Milestone, _ subject: UploadSubject) async throws {
        switch milestone {
        case .began(let id, let partSize): try await record(id, partSize, subject)
        case .resumed(let id, let partSize, let bytes):
            try await record(id, partSize, subject)
            note("\(subject.label): going on with \(HumanSize(bytes, output.sizes)) that are there.")
        case .completing: break
        }
    }

    private func record(_ uploadID: String, _ partSize: Int64, _ subject: UploadSubject) async throws {
        guard let source = subject.source else { return }
        let upload = KnownUpload(
            uploadID: uploadID,
            source: source,
            partSize: partSize,
            startedAt: Surroundings.live.now()
        )
        _ = try await catalogue.attempt("the upload is not noted in it") { try await $0.record(upload, in: vault) }
    }

    private func record(_ archive: UploadedArchive, of subject: UploadSubject) async throws {
        let known = KnownArchive(
            archiveID: archive.archiveID,
            localPath: subject.source?.path,
            size: archive.size,
            modified: subject.source?.modified,
            treeHash: archive.treeHash,
            description: subject.description,
            creationDate: Surroundings.live.now()
        )
        _ = try await catalogue.attempt("the archive \(archive.archiveID) is not noted in it") { catalogue in
            if let uploadID = archive.uploadID {
                try await catalogue.close(uploadID, in: vault, recording: known)
            } else {
                try await catalogue.record(known, in: vault)
            }
        }
    }
}

extension LocalVault {
    /// The vault of an address, by the name that the service gives it.
    ///
    /// - Throws: the client's errors, as where there is no such vault.
    static func resolve(_ address: VaultAddress, by client: GlacierClient) async throws -> LocalVault {
        let arn: String?
        do {
            arn = try await client.describeVault(address).vaultARN
        } catch let error as GlacierError where error.knownCode == .accessDenied {
            // Whoever may upload need not be allowed to ask.
            arn = nil
        }
        return arn.flatMap { LocalVault(endpoint: client.endpoint, arn: $0) }
            ?? LocalVault(endpoint: client.endpoint, account: address.account.segment, name: address.name)
    }
}
