import Foundation
import GlacierModel
import NIOCore
import Testing

@testable import Glacier

@Suite("Uploads of streams")
struct StreamUploadTests {
    private static let mebibyte = TemporaryFile.mebibyte
    private static let bytes = TemporaryFile.pattern(5 * mebibyte + 11)

    /// The bytes in chunks of these sizes, over and over.
    private func stream(_ bytes: [UInt8], chunks sizes: [Int] = [65_536, 1, 300_000, 2_000_000]) -> ByteStream {
        ByteStream(chunks: {
            var place = 0, number = 0
            return {
                guard place < bytes.count else { return nil }
                let end = min(bytes.count, place + sizes[number % sizes.count])
                defer { (place, number) = (end, number + 1) }
                return ByteBuffer(bytes: bytes[place..<end])
            }
        })
    }

    private var options: UploadOptions {
        UploadOptions(archiveDescription: "words", partSize: Int64(Self.mebibyte), parallelism: 2)
    }

    @Test("a stream of any chunks goes up in parts", arguments: [[1 << 20], [65_536], [3_000_001], [700_000, 5]])
    func whole(_ sizes: [Int]) async throws {
        let service = try await WatchedService()
        let archive = try await service.client { _, _ in .served }.upload(
            stream: stream(Self.bytes, chunks: sizes),
            to: "v",
            options
        )
        #expect(archive.treeHash == Payload(Self.bytes).summary.treeHash)
        #expect(service.partsSent.count == 6)
        #expect(try await service.onlyArchive(archive.archiveID) == Self.bytes)
    }

    @Test("a short stream is one request, and none at all is refused")
    func short() async throws {
        let service = try await WatchedService(), client = try service.client { _, _ in .served }
        let archive = try await client.upload(stream: stream([1, 2, 3]), to: "v", options)
        #expect(archive.uploadID == nil)
        #expect(try await service.onlyArchive(archive.archiveID) == [1, 2, 3])
        let empty = await #expect(throws: UploadError.self) {
            try await client.upload(stream: stream([]), to: "v", options)
        }
        if case .empty? = empty {} else { Issue.record("\(String(describing: empty))") }
    }

    @Test("parts that are too large for memory wait in files without names")
    func spooled() async throws {
        let service = try await WatchedService()
        let folder = FileManager.default.temporaryDirectory.appending(path: "firn-spool-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = options
        options.partSize = 32 << 20
        options.spoolFolder = folder.path
        let bytes = TemporaryFile.pattern(40 * Self.mebibyte + 3)
        let archive = try await service.client { _, _ in
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(names.isEmpty)
            return .served
        }.upload(stream: stream(bytes), to: "v", options)
        #expect(archive.treeHash == Payload(bytes).summary.treeHash)
        options.spoolFolder = "/no such folder"
        let absent = await #expect(throws: UploadError.self) {
            try await service.client.upload(stream: stream(bytes), to: "v", options)
        }
        #expect(absent?.description == "/no such folder: No such file or directory")
    }

    @Test("the same bytes again are compared and not sent again")
    func resumes() async throws {
        let service = try await WatchedService()
        let breaking = try service.client { request, _ in
            request.part == "bytes 3145728-4194303/*" ? .lost : .served
        }
        await #expect(throws: TransportError.self) {
            try await breaking.upload(stream: stream(Self.bytes), to: "v", options)
        }
        let there = service.partsSent.count, uploads = try await service.uploads()
        service.forget()
        let archive = try await service.client { _, _ in .served }.upload(
            stream: stream(Self.bytes, chunks: [1000, 3_000_000]),
            to: "v",
            options
        )
        #expect(service.partsSent.count == 6 - there)
        #expect(archive.reusedBytes == Int64(there * Self.mebibyte))
        #expect(archive.uploadID == uploads[0])
        #expect(try await service.onlyArchive(archive.archiveID) == Self.bytes)
    }

    @Test("a shorter stream does not become an archive of an upload that has more")
    func shorter() async throws {
        let service = try await WatchedService(), client = try service.client
        let upload = try await client.initiateMultipartUpload(
            in: "v",
            partSize: Int64(Self.mebibyte),
            archiveDescription: "words"
        )
        try await client.uploadMultipartPart(Payload([1]), at: 9 << 20, of: upload.uploadID, in: "v")
        var options = options
        options.resumption = .upload(id: upload.uploadID)
        let error = await #expect(throws: UploadError.self) {
            try await client.upload(stream: stream(Self.bytes), to: "v", options)
        }
        if case .doesNotFit(_, .partBehindEnd(firstByte: 9_437_184))? = error {
        } else {
            Issue.record("\(String(describing: error))")
        }
    }

    @Test("an upload that was completed is its archive where the stream can be read once more")
    func completed() async throws {
        let service = try await WatchedService(), client = try service.client
        let archive = try await client.upload(stream: stream(Self.bytes), to: "v", options)
        var options = options
        options.resumption = .upload(id: try #require(archive.uploadID))
        let again = try await client.upload(stream: stream(Self.bytes), passes: .many, to: "v", options)
        #expect(again.archiveID == archive.archiveID)
        for (bytes, passes) in [(Self.bytes, .one), (Self.bytes + [1], .many)] as [([UInt8], Payload.Passes)] {
            let error = await #expect(throws: UploadError.self) {
                try await client.upload(stream: stream(bytes), passes: passes, to: "v", options)
            }
            if case .uploadEnded? = error {} else { Issue.record("\(String(describing: error))") }
        }
        #expect(try await service.onlyArchive(archive.archiveID) == Self.bytes)
    }

    @Test("a stream that fails makes no archive")
    func fails() async throws {
        struct Fault: Error {}
        let service = try await WatchedService(), good = stream(Self.bytes)
        let broken = ByteStream(chunks: {
            var chunks = good.makeAsyncIterator()
            return {
                guard let chunk = try await chunks.next() else { throw Fault() }
                return chunk
            }
        })
        await #expect(throws: Fault.self) { try await service.client.upload(stream: broken, to: "v", options) }
        #expect(try await service.isEmpty())
        #expect(try await service.uploads().count == 1)
    }

    @Test("more than the most parts is refused before it is sent")
    func tooLong() async throws {
        var parts = StreamParts(stream(Self.bytes), partSize: Int64(Self.mebibyte), .memory, mostParts: 5)
        for index in 0..<5 { #expect(try await parts.next()?.index == index) }
        let error = await #expect(throws: UploadError.self) { try await parts.next() }
        #expect(error?.description.hasPrefix("more than 5242880 bytes") == true)
    }

    @Test("what has come through a pipe is handed on, though it has not ended")
    func openPipe() async throws {
        let pipe = Pipe()
        let file = try OpenedFile(duplicating: pipe.fileHandleForReading.fileDescriptor)
        try pipe.fileHandleForWriting.write(contentsOf: Data([1, 2, 3]))
        var chunks = ByteStream.reading(file, named: "-").makeAsyncIterator()
        #expect(try await chunks.next()?.readableBytes == 3)
        try pipe.fileHandleForWriting.write(contentsOf: Data([4]))
        try pipe.fileHandleForWriting.close()
        #expect(try await chunks.next()?.readableBytes == 1)
        #expect(try await chunks.next() == nil)
    }

    @Test("a pipe is read to its end, and a cancelled task waits for it no longer")
    func pipe() async throws {
        let pipe = Pipe()
        let file = try OpenedFile(duplicating: pipe.fileHandleForReading.fileDescriptor)
        try pipe.fileHandleForWriting.write(contentsOf: Data([1, 2, 3]))
        let reading = Task { try await ByteStream.reading(file, named: "-").collect(upTo: .max) }
        reading.cancel()
        await #expect(throws: CancellationError.self) { try await reading.value }
        let rest = Pipe()
        let other = try OpenedFile(duplicating: rest.fileHandleForReading.fileDescriptor)
        try rest.fileHandleForWriting.write(contentsOf: Data([1, 2, 3]))
        try rest.fileHandleForWriting.close()
        #expect(try await ByteStream.reading(other, named: "-").collect(upTo: .max) == [1, 2, 3])
    }
}
