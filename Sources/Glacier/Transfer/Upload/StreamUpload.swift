import GlacierAPI
import NIOCore
import TreeHash

/// Makes an archive of bytes that come in order.
struct StreamUpload: Sendable {
    /// Bytes of parts in memory.
    private static let memory: Int64 = 32 << 20

    private let options: UploadOptions
    private let calls: UploadCalls
    private let parallelism: Int

    init(_ client: GlacierClient, _ vault: VaultAddress, _ options: UploadOptions) {
        self.options = options
        let meter = ProgressMeter(totalBytes: options.expectedBytes, report: options.progress)
        calls = UploadCalls(client: client, vault: vault, options: options, meter: meter)
        parallelism = min(max(options.parallelism ?? 3, 1), 64)
    }

    func run(_ stream: ByteStream, _ passes: Payload.Passes) async throws -> UploadedArchive {
        var named: OpenUpload?
        if case .upload(let id) = options.resumption {
            named = try await calls.open(id: id)
            if named == nil { return try await findArchive(of: id, stream, passes) }
        }
        let partSize =
            try named?.partSize
            ?? UploadPlan.streamPartSize(asked: options.partSize, expected: options.expectedBytes)
        // One part more than are sent is being filled.
        let isInMemory = Int64(parallelism + 1) * partSize <= Self.memory
        var parts = StreamParts(stream, partSize: partSize, isInMemory ? .memory : .file(options.spoolFolder))
        guard let first = try await parts.next() else { throw UploadError.empty }
        let length = first.payload.summary.length
        if named == nil, length < partSize, length <= UploadPlan.largestSingleRequest {
            return try await calls.sendWhole(first.payload)
        }
        let upload = if let named { named } else { try await search(first, partSize) }
        return try await proceed(upload, first, &parts)
    }

    /// The upload is not in progress: where it was completed with these bytes, the service still knows the archive.
    private func findArchive(
        of id: String,
        _ stream: ByteStream,
        _ passes: Payload.Passes
    ) async throws -> UploadedArchive {
        guard passes == .many else { throw UploadError.uploadEnded(uploadID: id) }
        calls.meter.begin(.comparing, reusedBytes: 0)
        var hasher = PayloadHasher()
        for try await chunk in stream {
            chunk.withUnsafeReadableBytes { hasher.update($0) }
            calls.meter.reused(Int64(chunk.readableBytes))
        }
        let hashes = hasher.finalize()
        return try await calls.archive(ofCompleted: id, size: hashes.byteCount, treeHash: hashes.tree)
    }

    /// What begins with the same part and is as long as any such upload, or a new one.
    private func search(_ first: StreamPart, _ partSize: Int64) async throws -> OpenUpload {
        let summary = first.payload.summary
        if options.resumption == .search {
            let found = try await UploadSearch(calls: calls).find(partSize: partSize) { upload in
                upload.holds(summary.treeHash, at: 0..<summary.length)
            }
            if let found { return found }
        }
        return try await calls.begin(partSize: partSize)
    }

    private func proceed(
        _ upload: OpenUpload,
        _ first: StreamPart,
        _ parts: inout StreamParts
    ) async throws -> UploadedArchive {
        if upload.isContinued { try await calls.resume(upload, bytes: upload.byteCount) }
        var done: [OpenUpload.Part] = [], size: Int64 = 0
        try await withThrowingTaskGroup(of: OpenUpload.Part.self) { group in
            var next: StreamPart? = first, sending = 0
            while let part = next {
                let summary = part.payload.summary
                size = part.firstByte + summary.length
                next = nil
                if upload.holds(summary.treeHash, at: part.firstByte..<size) {
                    done.append(OpenUpload.Part(index: part.index, treeHash: summary.treeHash))
                    calls.meter.reused(summary.length)
                } else {
                    if sending == parallelism, let sent = try await group.next() {
                        done.append(sent)
                        sending -= 1
                    }
                    group.addTask { try await calls.send(part.payload, as: part.index, of: upload) }
                    sending += 1
                }
                next = try await parts.next()
            }
            for try await sent in group { done.append(sent) }
        }
        if let part = upload.part(behind: size) {
            throw UploadError.doesNotFit(uploadID: upload.id, .partBehindEnd(firstByte: part.range.lowerBound))
        }
        calls.meter.change { $0.totalBytes = size }
        return try await calls.complete(upload, size: size, done)
    }
}
