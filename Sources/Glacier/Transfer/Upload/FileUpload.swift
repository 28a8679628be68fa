import GlacierAPI
import TreeHash

/// Makes an archive of a file.
struct FileUpload: Sendable {
    private let file: UploadSourceFile
    private let options: UploadOptions
    private let calls: UploadCalls
    private let parallelism: Int

    init(_ file: UploadSourceFile, _ client: GlacierClient, _ vault: VaultAddress, _ options: UploadOptions) {
        (self.file, self.options) = (file, options)
        let meter = ProgressMeter(totalBytes: file.size, report: options.progress)
        calls = UploadCalls(client: client, vault: vault, options: options, meter: meter)
        parallelism = min(max(options.parallelism ?? 4, 1), 64)
    }

    func run() async throws -> UploadedArchive {
        let plan = try UploadPlan(size: file.size, partSize: options.partSize)
        switch options.resumption {
        case .upload(let id):
            guard let upload = try await calls.open(id: id) else { return try await findArchive(of: id) }
            return try await proceed(upload, agreeing: agreeingParts(of: fitting(upload)))
        case .search, .never:
            if file.size <= min(options.partSize ?? .max, UploadPlan.largestSingleRequest) {
                let payload = try await file.kept(0..<file.size)
                return try await sending { try await calls.sendWhole(payload) }
            }
            if options.resumption == .search, let (upload, agreeing) = try await search() {
                return try await proceed(upload, agreeing: agreeing)
            }
            return try await proceed(calls.begin(partSize: plan.partSize), agreeing: [])
        }
    }

    /// The upload is not in progress: where it was completed with these bytes, the service still knows the archive.
    private func findArchive(of id: String) async throws -> UploadedArchive {
        calls.meter.change { $0.phase = .comparing }
        let treeHash = try await file.treeHash(of: 0..<file.size)
        try await file.checkUnchanged()
        return try await calls.archive(ofCompleted: id, size: file.size, treeHash: treeHash)
    }

    private func search() async throws -> (OpenUpload, [OpenUpload.Part])? {
        calls.meter.change { $0.phase = .comparing }
        var agreeing: [String: [OpenUpload.Part]] = [:]
        let found = try await UploadSearch(calls: calls).find(partSize: options.partSize) { upload in
            guard let upload = try? fitting(upload), case let parts = try await agreeingParts(of: upload, .toFirst)
            else { return false }
            guard parts.count == upload.listed.count else { return false }
            agreeing = [upload.id: parts]
            return true
        }
        return found.flatMap { upload in agreeing[upload.id].map { (upload, $0) } }
    }

    /// - Throws: `UploadError.doesNotFit` where no archive of the file can come of the upload.
    private func fitting(_ upload: OpenUpload) throws -> OpenUpload {
        if (try? UploadPlan(size: file.size, partSize: upload.partSize)) == nil {
            throw UploadError.doesNotFit(uploadID: upload.id, .partSize(upload.partSize))
        }
        if let part = upload.part(behind: file.size) {
            throw UploadError.doesNotFit(uploadID: upload.id, .partBehindEnd(firstByte: part.range.lowerBound))
        }
        return upload
    }

    /// How far the parts of an upload are compared.
    private enum Comparison {
        case all
        /// Until one has other bytes.
        case toFirst
    }

    /// The parts that are there and have the file's bytes.
    private func agreeingParts(
        of upload: OpenUpload,
        _ comparison: Comparison = .all
    ) async throws -> [OpenUpload.Part] {
        calls.meter.begin(.comparing, reusedBytes: 0)
        let plan = try UploadPlan(size: file.size, partSize: upload.partSize)
        var agreeing: [OpenUpload.Part] = []
        for (index, part) in upload.listed.sorted(by: { $0.key < $1.key }) {
            let isHere = part.range == plan.range(of: index)
            if isHere, try await file.treeHash(of: part.range) == part.treeHash {
                agreeing.append(OpenUpload.Part(index: index, treeHash: part.treeHash))
                calls.meter.reused(Int64(part.range.count))
            } else if comparison == .toFirst {
                return agreeing
            }
        }
        return agreeing
    }

    private func proceed(_ upload: OpenUpload, agreeing: [OpenUpload.Part]) async throws -> UploadedArchive {
        let plan = try UploadPlan(size: file.size, partSize: upload.partSize)
        let bytes = agreeing.reduce(0) { $0 + Int64(plan.range(of: $1.index).count) }
        calls.meter.begin(.transferring, reusedBytes: bytes)
        if upload.isContinued { try await calls.resume(upload, bytes: bytes) }
        let present = Set(agreeing.map(\.index))
        let missing = PartQueue((0..<plan.partCount).filter { !present.contains($0) })
        let line = PartLine(file: file, plan: plan, upload: upload, calls: calls, parallelism: parallelism)
        let sent = try await sending { try await line.send(missing) }
        return try await sending {
            try await file.checkUnchanged()
            return try await calls.complete(upload, size: file.size, agreeing + sent)
        }
    }

    /// Where the service refuses bytes that were changed between being hashed and being sent, the change is the reason.
    private func sending<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as GlacierError {
            try await file.checkUnchanged()
            throw error
        }
    }
}
