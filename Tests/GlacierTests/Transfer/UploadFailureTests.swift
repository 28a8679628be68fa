import Foundation
import GlacierModel
import HTTPTypes
import Synchronization
import Testing
import TreeHash

@testable import Glacier

@Suite("Failures of uploads")
struct UploadFailureTests {
    private static let mebibyte = TemporaryFile.mebibyte
    private static let bytes = TemporaryFile.pattern(4 * mebibyte + 9)

    private func options(
        _ resumption: UploadOptions.Resumption = .search,
        _ reached: @escaping @Sendable (UploadOptions.Milestone) async throws -> Void = { _ in }
    ) -> UploadOptions {
        UploadOptions(
            archiveDescription: "words",
            partSize: Int64(Self.mebibyte),
            parallelism: 2,
            resumption: resumption,
            reached: reached
        )
    }

    @Test("a file that changes in the middle never becomes an archive, and its upload can be continued")
    func changes() async throws {
        let changes: [(String, @Sendable (TemporaryFile) throws -> Void)] = [
            ("changed", { try $0.change(at: 100, [1, 2, 3]) }),
            ("changed", { try $0.change(at: UInt64(4 * Self.mebibyte), [1]) }),
            ("changed", { try $0.change(at: UInt64(Self.bytes.count), [1]) }),
            ("changed", { try #require(FileHandle(forWritingAtPath: $0.path)).truncate(atOffset: 10) }),
            ("changed", { try #require(FileHandle(forWritingAtPath: $0.path)).truncate(atOffset: 4 << 20) }),
            ("replaced", { try FileManager.default.removeItem(at: $0.url) }),
            (
                "replaced",
                {
                    try FileManager.default.removeItem(at: $0.url)
                    try $0.write(Self.bytes)
                }
            ),
        ]
        for (expected, change) in changes {
            let service = try await WatchedService()
            try await TemporaryFile.with(Self.bytes) { file in
                let client = try service.client { request, _ in
                    if request.part == "bytes 2097152-3145727/*" { try change(file) }
                    return .served
                }
                let error = await #expect(throws: UploadError.self) {
                    try await client.upload(file: file.path, to: "v", options())
                }
                #expect(error?.description.contains(expected) == true, "\(String(describing: error))")
                #expect(try await service.isEmpty())
                #expect(try await service.uploads().count == 1)
                // What it is now becomes the archive.
                let now = TemporaryFile.pattern(Self.bytes.count, seed: 1)
                try file.write(now)
                let archive = try await service.client.upload(
                    file: file.path,
                    to: "v",
                    options(.upload(id: service.uploads()[0]))
                )
                #expect(try await service.onlyArchive(archive.archiveID) == now)
            }
        }
    }

    @Test("bytes that change between being hashed and being sent are refused, and the change is the reason")
    func changesBeneathHashes() async throws {
        let service = try await WatchedService(), bytes = TemporaryFile.pattern(33 * Self.mebibyte)
        try await TemporaryFile.with(bytes) { file in
            let client = try service.client { request, _ in
                // Before the first byte is read again, behind its hash.
                if request.part == "bytes 0-33554431/*" { try file.change(at: 100, [1, 2, 3]) }
                return .served
            }
            let error = await #expect(throws: UploadError.self) {
                try await client.upload(file: file.path, to: "v", UploadOptions(partSize: 32 << 20))
            }
            if case .changed? = error {} else { Issue.record("\(String(describing: error))") }
            #expect(try await service.isEmpty())
        }
    }

    @Test("whichever request is lost, before or behind the service, the same call again makes one archive")
    func losesEachRequest() async throws {
        for fate in [WatchedService.Fate.lost, .unanswered] {
            var lost = 0, isLost = true
            while isLost {
                isLost = try await losesRequest(lost, fate)
                lost += 1
            }
            // A listing, the beginning, five parts and the end.
            #expect(lost == 9)
        }
    }

    /// - Returns: whether there was a request of this number.
    private func losesRequest(_ number: Int, _ fate: WatchedService.Fate) async throws -> Bool {
        let service = try await WatchedService(), begun = Mutex<String?>(nil)
        let note: @Sendable (UploadOptions.Milestone) -> Void = { milestone in
            if case .began(let id, _) = milestone { begun.withLock { $0 = id } }
        }
        var isLost = false
        try await TemporaryFile.with(Self.bytes) { file in
            let client = try service.client { _, count in count == number ? fate : .served }
            do {
                _ = try await client.upload(file: file.path, to: "v", options(.search, note))
                return
            } catch is TransportError {
            } catch UploadError.completionUncertain {
                #expect(number == 7)
            }
            isLost = true
            let resumption = begun.withLock { $0.map { .upload(id: $0) } } ?? UploadOptions.Resumption.search
            let archive = try await service.client.upload(file: file.path, to: "v", options(resumption))
            #expect(try await service.onlyArchive(archive.archiveID) == Self.bytes, "request \(number), \(fate)")
        }
        return isLost
    }

    @Test("an upload that was completed is its archive, and none of a file with other bytes")
    func completed() async throws {
        let service = try await WatchedService(), client = try service.client
        try await TemporaryFile.with(Self.bytes) { file in
            let archive = try await client.upload(file: file.path, to: "v", options())
            let id = try #require(archive.uploadID)
            let again = try await client.upload(file: file.path, to: "v", options(.upload(id: id)))
            #expect(again.archiveID == archive.archiveID)
            #expect(again.movedBytes == 0)
            try file.change(at: 100, [1])
            let error = await #expect(throws: UploadError.self) {
                try await client.upload(file: file.path, to: "v", options(.upload(id: id)))
            }
            if case .uploadEnded(id)? = error {} else { Issue.record("\(String(describing: error))") }
            #expect(try await service.onlyArchive(archive.archiveID) == Self.bytes)
        }
    }

    @Test("an upload that is gone without an archive is told as such")
    func gone() async throws {
        let service = try await WatchedService(), client = try service.client
        let upload = try await client.initiateMultipartUpload(
            in: "v",
            partSize: Int64(Self.mebibyte),
            archiveDescription: "words"
        )
        try await client.abortMultipartUpload(upload.uploadID, in: "v")
        try await TemporaryFile.with(Self.bytes) { file in
            for id in [upload.uploadID, String(repeating: "u", count: 92)] {
                let error = await #expect(throws: UploadError.self) {
                    try await client.upload(file: file.path, to: "v", options(.upload(id: id)))
                }
                if case .uploadEnded(id)? = error {} else { Issue.record("\(String(describing: error))") }
            }
        }
        let vault = await #expect(throws: GlacierError.self) {
            try await client.upload(stream: ByteStream(buffers: []), to: "uploads", options(.upload(id: "u")))
        }
        #expect(vault?.message.hasPrefix("Vault not found") == true)
    }

    @Test("an upload that is aborted meanwhile ends with the reason")
    func abortedMeanwhile() async throws {
        let service = try await WatchedService()
        try await TemporaryFile.with(Self.bytes) { file in
            let client = try service.client { request, _ in
                if request.part == "bytes 3145728-4194303/*" {
                    try await service.client.abortMultipartUpload(service.uploads()[0], in: "v")
                }
                return .served
            }
            let error = await #expect(throws: UploadError.self) {
                try await client.upload(file: file.path, to: "v", options())
            }
            if case .uploadEnded? = error {} else { Issue.record("\(String(describing: error))") }
        }
    }

    @Test("one request without an answer is not repeated: its archive may exist")
    func singleRequest() async throws {
        let service = try await WatchedService()
        try await TemporaryFile.with([1, 2, 3]) { file in
            let client = try service.client { _, _ in .unanswered }
            let error = await #expect(throws: UploadError.self) {
                try await client.upload(file: file.path, to: "v", options())
            }
            if case .archiveMayExist? = error {} else { Issue.record("\(String(describing: error))") }
        }
    }

    @Test("a cancelled upload sends nothing more, and the same call continues it")
    func cancelled() async throws {
        let service = try await WatchedService()
        try await TemporaryFile.with(Self.bytes) { file in
            let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
            let client = try service.client { request, _ in
                if request.part == "bytes 2097152-3145727/*" {
                    arrival.yield()
                    // Until it is cancelled.
                    while !Task.isCancelled { await Task.yield() }
                }
                return .served
            }
            let options = options()
            let upload = Task { try await client.upload(file: file.path, to: "v", options) }
            for await _ in arrivals { break }
            upload.cancel()
            await #expect(throws: CancellationError.self) { try await upload.value }
            #expect(try await service.isEmpty())
            let there = service.partsSent.count
            #expect((2...4).contains(there))
            service.forget()
            let archive = try await service.client { _, _ in .served }.upload(file: file.path, to: "v", options)
            #expect(service.partsSent.count == 5 - there)
            #expect(try await service.onlyArchive(archive.archiveID) == Self.bytes)
        }
    }

    @Test("a service that has other bytes than were sent is not believed")
    func differs() async throws {
        let hash = Payload([9]).summary.treeHash.hex
        try await TemporaryFile.with([1, 2, 3]) { file in
            let service = ScriptedService([], then: .answer(201, [.archiveID: "a", .treeHash: hash]))
            let error = await #expect(throws: UploadError.self) {
                try await service.client().upload(file: file.path, to: "v")
            }
            if case .differs? = error {} else { Issue.record("\(String(describing: error))") }
        }
    }
}
