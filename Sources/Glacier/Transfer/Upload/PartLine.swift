import NIOCore
import Synchronization

/// Sends parts of a file, some at the same time.
///
/// Where parts are small they are read once and stay in memory until they are sent; otherwise they are read for their
/// hashes and again to be sent. While a part is sent the next one is hashed, if memory allows.
struct PartLine: Sendable {
    /// Bytes of parts in memory.
    private static let memory: Int64 = 24 << 20

    private let file: UploadSourceFile
    private let plan: UploadPlan
    private let upload: OpenUpload
    private let calls: UploadCalls
    private let parallelism: Int
    private let isKept: Bool
    private let isPreparedAhead: Bool

    init(file: UploadSourceFile, plan: UploadPlan, upload: OpenUpload, calls: UploadCalls, parallelism: Int) {
        (self.file, self.plan, self.upload, self.calls) = (file, plan, upload, calls)
        self.parallelism = parallelism
        let atOnce = Int64(parallelism) * plan.partSize
        isKept = atOnce <= Self.memory
        isPreparedAhead = !isKept || 2 * atOnce <= Self.memory
    }

    private struct PreparedPart: Sendable {
        let index: Int
        let payload: Payload
    }

    /// Sends all parts of a queue. The first failure ends it.
    func send(_ missing: PartQueue) async throws -> [OpenUpload.Part] {
        try await withThrowingTaskGroup(of: [OpenUpload.Part].self) { group in
            for _ in 0..<parallelism { group.addTask { try await work(on: missing) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func work(on missing: PartQueue) async throws -> [OpenUpload.Part] {
        var sent: [OpenUpload.Part] = []
        var next = try await prepare(missing.take())
        while let part = next {
            next = nil
            if isPreparedAhead {
                async let following = prepare(missing.take())
                sent.append(try await send(part))
                next = try await following
            } else {
                sent.append(try await send(part))
                next = try await prepare(missing.take())
            }
        }
        return sent
    }

    private func prepare(_ index: Int?) async throws -> PreparedPart? {
        guard let index else { return nil }
        try Task.checkCancellation()
        let range = plan.range(of: index)
        return PreparedPart(index: index, payload: try await isKept ? file.kept(range) : file.streamed(range))
    }

    private func send(_ part: PreparedPart) async throws -> OpenUpload.Part {
        try await calls.send(part.payload, as: part.index, of: upload)
    }
}

/// Numbers of parts that are handed out one by one.
final class PartQueue: Sendable {
    private let indices: [Int]
    private let next = Atomic(0)

    init(_ indices: [Int]) { self.indices = indices }

    /// The next one; nil when all are handed out.
    func take() -> Int? {
        let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
        return place < indices.count ? indices[place] : nil
    }
}
