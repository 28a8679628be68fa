import Foundation
import NIOCore
import Testing

@testable import Glacier

@Suite("Payloads")
struct PayloadTests {
    private struct Broken: Error {}

    private func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 % 251) } }

    private func collected(_ payload: Payload) async throws -> [UInt8] {
        try await payload.stream.collect(upTo: .max) ?? []
    }

    private func withFile(_ bytes: [UInt8], _ body: (String) async throws -> Void) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try await body(file.path)
    }

    @Test("bytes in memory have both hashes of the published vectors")
    func hashes() throws {
        let summary = Payload(bytes((1 << 20) + 1)).summary
        #expect(summary.length == 1_048_577)
        #expect(summary.treeHash.hex == "a9c574ce937d2371daf87cdd0e75396b096d7f74a66c764e4c656bd12b2e7bf9")
        let small = Payload(bytes(1024)).summary
        #expect(small.contentSHA256.hex == "2bce1ba628720664be4b9fdd77aae0678e5f0f3f02fc6ff641ec879094f6a404")
    }

    @Test("buffers are one payload, however they are cut", arguments: [1, 1000, 300_000, 1 << 20])
    func joins(_ cut: Int) async throws {
        let bytes = bytes(1 << 20)
        let buffers = stride(from: 0, to: bytes.count, by: cut == 1 ? 4099 : cut).map { start in
            ByteBuffer(bytes: bytes[start..<min(start + (cut == 1 ? 4099 : cut), bytes.count)])
        }
        let payload = Payload([ByteBuffer()] + buffers + [ByteBuffer()])
        #expect(payload.summary == Payload(bytes).summary)
        #expect(try await collected(payload) == bytes)
        #expect(try await collected(payload) == bytes)
    }

    @Test("a file and a range of it are the same as their bytes, and can be had again")
    func readsFiles() async throws {
        let bytes = bytes((2 << 20) + 3)
        try await withFile(bytes) { path in
            let whole = try await Payload.file(path)
            #expect(whole.summary == Payload(bytes).summary)
            #expect(try await collected(whole) == bytes)
            let range = try await Payload.file(path, range: 5..<2_097_154)
            #expect(range.summary == Payload(Array(bytes[5..<2_097_154])).summary)
            #expect(try await collected(range) == Array(bytes[5..<2_097_154]))
            #expect(try await collected(range).count == 2_097_149)
            #expect(range.passes == .many)
        }
    }

    @Test("a file that is not there, or shorter than the range, is refused")
    func refusesFiles() async throws {
        await #expect(throws: SourceFileError.self) { try await Payload.file("/nowhere/at-all") }
        try await withFile([1, 2, 3]) { path in
            await #expect(throws: SourceFileError.self) { try await Payload.file(path, range: 1..<4) }
            let payload = try await Payload.file(path)
            try Data([1]).write(to: URL(filePath: path))
            await #expect(throws: PayloadError.self) { try await collected(payload) }
        }
    }

    @Test("a sequence that has other bytes than were announced fails", arguments: [2, 4])
    func countsSequences(_ count: Int) async throws {
        let summary = Payload([1, 2, 3]).summary
        let payload = Payload(ByteStream.of([ByteBuffer(bytes: bytes(count))]), summary: summary)
        let error = await #expect(throws: PayloadError.self) { try await collected(payload) }
        guard case .length(3)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("what a source throws ends the call, and is told")
    func tellsSources() async throws {
        let summary = Payload([1, 2, 3]).summary
        let broken = Payload(ByteStream(chunks: { { throw Broken() } }), summary: summary, passes: .many)
        let service = ScriptedService([])
        let error = await #expect(throws: PayloadError.self) {
            try await service.client().uploadMultipartPart(broken, at: 0, of: "u", in: "v")
        }
        guard case .source(let cause)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(cause is Broken)
    }

    @Test("a chunk is fetched only when it is asked for")
    func pulls() async throws {
        let payload = Payload(bytes(1 << 20))
        var iterator = payload.stream.makeAsyncIterator()
        #expect(try await iterator.next()?.readableBytes == 256 << 10)
        #expect(try await iterator.next()?.readableBytes == 256 << 10)
    }
}
