import BlobStore
import BlobStoreDisk
import BlobStoreTesting
import DatabaseTesting
import Foundation
import GlacierAPI
import GlacierModel
import HTTPTypes
import JSONText
import NIOPosix
import SeededTesting
import Synchronization
import TestSupport
import Testing
import Upkeep

/// Random operations, faults and restarts on a real catalogue and real files, against a simple model.
///
/// A run is a function of its seed. A failing seed is shown with the failure, and can be given back as
/// `FIRN_SIMULATION_SEED`.
final class VaultSimulation {
    private let folder: String
    private let clock = ManualClock()
    private let seed: UInt64
    private var random: SeededGenerator
    private var model = VaultModel()
    private var firn: FirnUnderTest
    private let place: DatabasePlace
    private var database: FreshDatabase
    /// How many more steps of the store succeed before one fails.
    private let fuse: Fuse

    init(seed: UInt64) async throws {
        self.seed = seed
        random = SeededGenerator(seed: seed)
        fuse = Fuse()
        folder =
            FileManager.default.temporaryDirectory.path + "/firn-simulation-\(seed)-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        place = try DatabasePlace(file: folder + "/catalogue.sqlite")
        (firn, database) = try await Self.open(folder, place, clock, seed, fuse)
        _ = await firn.send(.put, "/-/vaults/v")
    }

    func run(steps: Int) async throws {
        for step in 0..<steps {
            try await perform()
            if step.isMultiple(of: 10) { try await checkEverything() }
        }
        try await restart()
        try await checkEverything()
        try await database.close()
        try FileManager.default.removeItem(atPath: folder)
    }

    private static func open(
        _ folder: String,
        _ place: DatabasePlace,
        _ clock: ManualClock,
        _ seed: UInt64,
        _ fuse: Fuse
    ) async throws -> (FirnUnderTest, FreshDatabase) {
        let disk = try DiskBlobStore(directory: folder, threadPool: .singleton)
        _ = try await disk.sweepIncoming()
        let store = FaultyBlobStore(disk) { _ throws(BlobStoreError) in try fuse.burn() }
        let database = try await place.open()
        // The clock goes on across restarts, so identifiers must not repeat: the seed moves with it.
        let firn = try await FirnUnderTest(
            database: database,
            store: store,
            clock: clock,
            seed: seed &+ UInt64(clock.now.milliseconds)
        )
        return (firn, database)
    }

    private func perform() async throws {
        clock.advance(by: Span(milliseconds: 1 + Int64(below(1000))))
        if below(6) == 0 { fuse.arm(after: below(5)) }
        switch below(20) {
        case 0, 1: await initiate()
        case 2...10: await putPart()
        case 11: await complete(rightly: false)
        case 12, 13: await complete(rightly: true)
        case 14: await abort()
        case 15, 16: await uploadArchive()
        case 17: await deleteArchive()
        case 18:
            fuse.disarm()
            try await restart()
        default:
            fuse.disarm()
            clock.advance(by: .minutes(Int64(below(30))))
            try await firn.upkeep.performRound()
        }
        fuse.disarm()
    }

    private func initiate() async {
        let answer = await firn.send(
            .post,
            "/-/vaults/v/multipart-uploads",
            [.known("x-amz-part-size"): String(VaultModel.partSize)]
        )
        if let id = answer["x-amz-multipart-upload-id"] {
            model.uploads.append(.init(path: "/-/vaults/v/multipart-uploads/\(id)"))
        }
    }

    private func putPart() async {
        guard let which = pick(model.uploads.count) else { return }
        let index = below(4)
        let body = bytes(below(3) == 0 ? 1 + below(5000) : VaultModel.partSize)
        let first = index * VaultModel.partSize
        let breaks = below(8) == 0 ? below(body.count) : Int.max
        let answer = await firn.send(
            .put,
            model.uploads[which].path,
            uploadHeaders(body, range: first..<(first + body.count)),
            body: body,
            chunkBytes: 1 + below(1 << 20),
            breaksAfter: breaks
        )
        if answer.status == 204 { model.uploads[which].parts[index] = body }
    }

    private func complete(rightly: Bool) async {
        guard let which = pick(model.uploads.count) else { return }
        let whole = VaultModel.archive(of: model.uploads[which])
        let claimed = rightly ? whole ?? [1] : bytes(3)
        let answer = await firn.send(
            .post,
            model.uploads[which].path,
            [
                .known("x-amz-archive-size"): String(claimed.count),
                .known("x-amz-sha256-tree-hash"): treeHash(claimed),
            ]
        )
        guard answer.status == 201, let id = answer["x-amz-archive-id"] else {
            #expect(answer.status == 500 || !rightly || whole == nil, "seed \(seed): \(answer.text)")
            return
        }
        #expect(claimed == whole, "seed \(seed): only what the parts make can be completed")
        model.archives[id] = whole
        model.uploads.remove(at: which)
    }

    private func abort() async {
        guard let which = pick(model.uploads.count) else { return }
        if await firn.send(.delete, model.uploads[which].path).status == 204 { model.uploads.remove(at: which) }
    }

    private func uploadArchive() async {
        let body = bytes(1 + below(3 << 20))
        let answer = await firn.send(
            .post,
            "/-/vaults/v/archives",
            uploadHeaders(body),
            body: body,
            chunkBytes: 1 + below(1 << 20)
        )
        if let id = answer["x-amz-archive-id"] { model.archives[id] = body }
    }

    private func deleteArchive() async {
        guard let id = model.archives.keys.sorted().first else { return }
        if await firn.send(.delete, "/-/vaults/v/archives/\(id)").status == 204 { model.archives[id] = nil }
    }

    private func restart() async throws {
        try await database.close()
        (firn, database) = try await Self.open(folder, place, clock, seed, fuse)
    }

    private func checkEverything() async throws {
        for upload in model.uploads {
            #expect(await listedParts(upload.path) == VaultModel.parts(of: upload), "seed \(seed)")
        }
        for (id, bytes) in model.archives { await checkArchive(id, bytes) }
        let vault = await firn.send(.get, "/-/vaults/v").document
        #expect(vault["NumberOfArchives"] == .number(String(model.archives.count)), "seed \(seed)")
        let size = model.archives.values.reduce(0) { $0 + $1.count + 32_768 }
        #expect(vault["SizeInBytes"] == .number(String(size)), "seed \(seed)")
    }

    /// Through all pages, of a random length.
    private func listedParts(_ path: String) async -> [String] {
        var parts: [String] = []
        var marker: String?
        repeat {
            let query = "?limit=\(1 + below(3))" + (marker.map { "&marker=\($0)" } ?? "")
            let answer = await firn.send(.get, path + query)
            let text = answer.text
            guard let start = text.firstRange(of: #""Parts":["#)?.upperBound,
                let end = text[start...].firstRange(of: "]")?.lowerBound
            else { return ["no parts in: \(text)"] }
            parts += text[start..<end].split(separator: "},").map { $0.hasSuffix("}") ? String($0) : $0 + "}" }
            marker = if case .string(let next)? = answer.document["Marker"] { next } else { nil }
        } while marker != nil
        return parts
    }

    private func checkArchive(_ id: String, _ bytes: [UInt8]) async {
        let body = Array(#"{"Type":"archive-retrieval","ArchiveId":"\#(id)"}"#.utf8)
        let started = await firn.send(.post, "/-/vaults/v/jobs", body: body)
        guard let job = started["x-amz-job-id"] else {
            Issue.record("seed \(seed): no job: \(started.text)")
            return
        }
        let first = below(bytes.count)
        let output = await firn.send(
            .get,
            "/-/vaults/v/jobs/\(job)/output",
            [.range: "bytes=\(first)-\(bytes.count)"]
        )
        #expect(!output.isBroken && output.body == Array(bytes[first...]), "seed \(seed)")
    }

    private func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    private func pick(_ count: Int) -> Int? { count == 0 ? nil : below(count) }

    /// Bytes that differ from call to call: a piece of one long random text.
    private func bytes(_ count: Int) -> [UInt8] {
        let first = below(Self.text.count - count)
        return Array(Self.text[first..<(first + count)])
    }

    private static let text = SeededRandomness(seed: 4).bytes(5 << 20)
}

/// Makes one step of the store fail after some have succeeded.
final class Fuse: Sendable {
    private let left = Mutex<Int?>(nil)

    func arm(after count: Int) { left.withLock { $0 = count } }
    func disarm() { left.withLock { $0 = nil } }

    func burn() throws(BlobStoreError) {
        let burnt = left.withLock { left in
            guard let count = left else { return false }
            left = count > 0 ? count - 1 : nil
            return count == 0
        }
        if burnt { throw BlobStoreError(.unavailable, message: "made to fail") }
    }
}
