import Foundation
import GlacierModel
import Synchronization
import Testing
import TreeHash

@testable import Glacier

@Suite("Uploads of files")
struct FileUploadTests {
    private static let mebibyte = TemporaryFile.mebibyte
    private static let partSize = Int64(mebibyte)

    private func options(
        _ resumption: UploadOptions.Resumption = .search,
        parallelism: Int? = 2,
        _ progress: @escaping @Sendable (TransferProgress) -> Void = { _ in }
    ) -> UploadOptions {
        UploadOptions(
            archiveDescription: "words",
            partSize: Self.partSize,
            parallelism: parallelism,
            resumption: resumption,
            progress: progress
        )
    }

    @Test("a file goes up in parts and has the hash of the whole", arguments: [1, 2, 64])
    func whole(_ parallelism: Int) async throws {
        let service = try await WatchedService(), bytes = TemporaryFile.pattern(5 * Self.mebibyte + 3)
        let last = Mutex<TransferProgress?>(nil)
        try await TemporaryFile.with(bytes) { file in
            let client = try service.client { _, _ in .served }
            let options = options(parallelism: parallelism) { progress in last.withLock { $0 = progress } }
            let archive = try await client.upload(file: file.path, to: "v", options)
            #expect(archive.treeHash == Payload(bytes).summary.treeHash)
            #expect(archive.size == 5_242_883)
            #expect(archive.movedBytes == 5_242_883)
            #expect(archive.reusedBytes == 0)
            #expect(service.partsSent.count == 6)
            #expect(try await service.onlyArchive(archive.archiveID) == bytes)
            #expect(try await service.uploads().isEmpty)
        }
        let expected = TransferProgress(
            phase: .finishing,
            totalBytes: 5_242_883,
            completedBytes: 5_242_883,
            movedBytes: 5_242_883
        )
        #expect(last.withLock { $0 } == expected)
    }

    @Test("parts that are too large for memory are read again to be sent")
    func large() async throws {
        let service = try await WatchedService(), bytes = TemporaryFile.pattern(35 * Self.mebibyte + 1)
        try await TemporaryFile.with(bytes) { file in
            let options = UploadOptions(partSize: 32 << 20)
            let archive = try await service.client { _, _ in .served }.upload(file: file.path, to: "v", options)
            #expect(archive.treeHash == Payload(bytes).summary.treeHash)
            #expect(service.partsSent.sorted() == ["bytes 0-33554431/*", "bytes 33554432-36700160/*"])
        }
    }

    @Test("a small file goes up in one request", arguments: [1, 1 << 20])
    func small(_ count: Int) async throws {
        let service = try await WatchedService(), bytes = TemporaryFile.pattern(count)
        try await TemporaryFile.with(bytes) { file in
            let archive = try await service.client { _, _ in .served }.upload(file: file.path, to: "v", options())
            #expect(archive.uploadID == nil)
            #expect(archive.treeHash == Payload(bytes).summary.treeHash)
            #expect(service.partsSent.isEmpty)
            #expect(try await service.onlyArchive(archive.archiveID) == bytes)
        }
    }

    @Test("what is no file with bytes is refused before anything is sent")
    func refuses() async throws {
        let service = try await WatchedService()
        let client = try service.client { _, _ in
            Issue.record("nothing is to be sent")
            return .lost
        }
        let folder = await #expect(throws: UploadError.self) { try await client.upload(file: "/", to: "v") }
        #expect(folder?.description == "/: Is a directory")
        let absent = await #expect(throws: UploadError.self) { try await client.upload(file: "/no such", to: "v") }
        #expect(absent?.description == "/no such: No such file or directory")
        let device = await #expect(throws: UploadError.self) { try await client.upload(file: "/dev/zero", to: "v") }
        #expect(device?.description.hasPrefix("/dev/zero: not a regular file") == true)
        try await TemporaryFile.with([]) { file in
            let empty = await #expect(throws: UploadError.self) { try await client.upload(file: file.path, to: "v") }
            if case .empty? = empty {} else { Issue.record("\(String(describing: empty))") }
        }
    }

    @Test("the same call again sends what is missing, found by its description or named by its id")
    func resumes() async throws {
        for isNamed in [false, true] {
            let service = try await WatchedService(), bytes = TemporaryFile.pattern(6 * Self.mebibyte - 5)
            try await TemporaryFile.with(bytes) { file in
                let breaking = try service.client { request, _ in
                    request.part == "bytes 3145728-4194303/*" ? .lost : .served
                }
                await #expect(throws: TransportError.self) {
                    try await breaking.upload(file: file.path, to: "v", options(parallelism: 1))
                }
                let uploads = try await service.uploads(), there = service.partsSent.count
                #expect(there >= 3)
                service.forget()
                let archive = try await service.client { _, _ in .served }.upload(
                    file: file.path,
                    to: "v",
                    options(isNamed ? .upload(id: uploads[0]) : .search)
                )
                #expect(service.partsSent.count == 6 - there)
                #expect(archive.uploadID == uploads[0])
                #expect(archive.reusedBytes == Int64(there * Self.mebibyte))
                #expect(archive.movedBytes + archive.reusedBytes == archive.size)
                #expect(try await service.onlyArchive(archive.archiveID) == bytes)
            }
        }
    }

    @Test("a part with other bytes is sent again, the others are not")
    func repairs() async throws {
        let service = try await WatchedService(), bytes = TemporaryFile.pattern(4 * Self.mebibyte - 1)
        let client = try service.client
        let upload = try await client.initiateMultipartUpload(
            in: "v",
            partSize: Self.partSize,
            archiveDescription: "words"
        )
        let there = [
            (0, Array(bytes[0..<Self.mebibyte])), (1, TemporaryFile.pattern(Self.mebibyte, seed: 9)),
            // Too short for its place.
            (2, Array(bytes[2 * Self.mebibyte..<3 * Self.mebibyte - 1])),
        ]
        for (index, part) in there {
            let place = Int64(index * Self.mebibyte)
            try await client.uploadMultipartPart(Payload(part), at: place, of: upload.uploadID, in: "v")
        }
        try await TemporaryFile.with(bytes) { file in
            let archive = try await service.client { _, _ in .served }.upload(
                file: file.path,
                to: "v",
                options(.upload(id: upload.uploadID))
            )
            let sent = ["bytes 1048576-2097151/*", "bytes 2097152-3145727/*", "bytes 3145728-4194302/*"]
            #expect(service.partsSent.sorted() == sent)
            #expect(try await service.onlyArchive(archive.archiveID) == bytes)
        }
    }

    @Test("an upload with other bytes, other words, other parts or none at all is left alone")
    func leavesOthers() async throws {
        let service = try await WatchedService(), bytes = TemporaryFile.pattern(2 * Self.mebibyte)
        let client = try service.client, first = Payload(Array(bytes[0..<Self.mebibyte]))
        for (description, partSize, part) in [
            ("words", 1 << 20, Payload([1, 2, 3])), ("other words", 1 << 20, first), ("words", 2 << 20, first),
            (nil, 1 << 20, first), ("words", 1 << 20, nil),
        ] as [(String?, Int64, Payload?)] {
            let other = try await client.initiateMultipartUpload(
                in: "v",
                partSize: partSize,
                archiveDescription: description
            )
            if let part { try await client.uploadMultipartPart(part, at: 0, of: other.uploadID, in: "v") }
        }
        try await TemporaryFile.with(bytes) { file in
            let archive = try await service.client { _, _ in .served }.upload(file: file.path, to: "v", options())
            #expect(service.partsSent.count == 2)
            #expect(try await service.uploads().count == 5)
            #expect(try await service.onlyArchive(archive.archiveID) == bytes)
        }
    }

    @Test("of several uploads the one with most of the file's bytes goes on")
    func choosesAmongSeveral() async throws {
        let service = try await WatchedService(), bytes = TemporaryFile.pattern(5 * Self.mebibyte)
        let client = try service.client, wrong = TemporaryFile.pattern(5 * Self.mebibyte, seed: 7)
        var uploads: [String] = []
        for (count, content) in [(4, wrong), (1, bytes), (3, bytes), (2, bytes), (4, wrong)] {
            let upload = try await client.initiateMultipartUpload(
                in: "v",
                partSize: Self.partSize,
                archiveDescription: "words"
            )
            uploads.append(upload.uploadID)
            for index in 0..<count {
                let start = index * Self.mebibyte
                let part = Payload(Array(content[start..<start + Self.mebibyte]))
                try await client.uploadMultipartPart(part, at: Int64(start), of: upload.uploadID, in: "v")
            }
        }
        try await TemporaryFile.with(bytes) { file in
            let archive = try await service.client { _, _ in .served }.upload(file: file.path, to: "v", options())
            #expect(archive.uploadID == uploads[2])
            #expect(service.partsSent.count == 2)
        }
    }

    @Test("an upload that cannot become this archive is named with the reason")
    func misfits() async throws {
        let service = try await WatchedService(), client = try service.client
        let upload = try await client.initiateMultipartUpload(
            in: "v",
            partSize: Self.partSize,
            archiveDescription: "words"
        )
        try await client.uploadMultipartPart(Payload([1]), at: 3 << 20, of: upload.uploadID, in: "v")
        try await TemporaryFile.with(TemporaryFile.pattern(3 * Self.mebibyte)) { file in
            var options = options(.upload(id: upload.uploadID))
            #expect(await misfit(client, file, options) == .partBehindEnd(firstByte: 3 << 20))
            options.partSize = 2 << 20
            #expect(await misfit(client, file, options) == .partSize(1 << 20))
            options.archiveDescription = "other words"
            #expect(await misfit(client, file, options) == .description("words"))
        }
    }

    private func misfit(
        _ client: GlacierClient,
        _ file: TemporaryFile,
        _ options: UploadOptions
    ) async -> UploadError.Misfit? {
        do {
            _ = try await client.upload(file: file.path, to: "v", options)
            return nil
        } catch UploadError.doesNotFit(_, let misfit) {
            return misfit
        } catch {
            Issue.record(error)
            return nil
        }
    }
}
