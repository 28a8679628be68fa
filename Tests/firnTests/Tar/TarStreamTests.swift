import Foundation
import Glacier
import Testing

@testable import firn

@Suite("Tar archives of directories")
struct TarStreamTests {
    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "firn-tar-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    private func stream(_ folder: URL) -> TarStream {
        TarStream(path: Array(folder.path.utf8), name: Array("top".utf8))
    }

    private func bytes(_ stream: TarStream) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in stream { bytes += Array(chunk.readableBytesView) }
        return bytes
    }

    /// What GNU tar says of an archive.
    private func listing(_ archive: URL) throws -> String {
        let tar = Process(), output = Pipe()
        tar.executableURL = URL(filePath: "/usr/bin/env")
        tar.arguments = ["LC_ALL=C.UTF-8", "TZ=UTC", "tar", "--full-time", "--numeric-owner", "-tvf", archive.path]
        tar.standardOutput = output
        try tar.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        tar.waitUntilExit()
        #expect(tar.terminationStatus == 0)
        return String(decoding: text, as: UTF8.self)
    }

    @Test("the measure is the length, entries are in the order of their names, and sockets are passed over")
    func measures() async throws {
        try await withFolder { folder in
            for name in ["b", "a", "C"] { try Data(count: 700_000).write(to: folder.appending(path: name)) }
            try FileManager.default.createDirectory(
                at: folder.appending(path: "a.d"),
                withIntermediateDirectories: false
            )
            try Data([1]).write(to: folder.appending(path: "a.d/x"))
            let measure = try await stream(folder).measure(), tar = try await bytes(stream(folder))
            #expect(measure.bytes == Int64(tar.count))
            #expect(measure.files == 4)
            #expect(tar.count % 10_240 == 0)
            let archive = folder.appending(path: "archive")
            try Data(tar).write(to: archive)
            let names = try listing(archive).split(separator: "\n").compactMap { $0.split(separator: " ").last }
            #expect(names == ["top/", "top/C", "top/a", "top/a.d/", "top/a.d/x", "top/b"])
        }
    }

    @Test("a file that becomes longer or shorter while it is read ends the stream")
    func changes() async throws {
        for size in [0, 5 << 20] as [UInt64] {
            try await withFolder { folder in
                let file = folder.appending(path: "f")
                try Data(count: 3 << 20).write(to: file)
                var chunks = stream(folder).makeAsyncIterator()
                #expect(try await chunks.next() != nil)
                try FileHandle(forWritingTo: file).truncate(atOffset: size)
                await #expect(throws: UploadError.self) {
                    while try await chunks.next() != nil {}
                }
            }
        }
    }

    @Test("a file that cannot be read ends the stream, and a directory that is not there as well")
    func unreadable() async throws {
        try await withFolder { folder in
            let absent = stream(folder.appending(path: "absent"))
            await #expect(throws: UploadError.self) { _ = try await absent.measure() }
            await #expect(throws: UploadError.self) { _ = try await bytes(absent) }
        }
    }

    @Test("fractions of a second count towards zero before 1970, as in what GNU tar writes")
    func fractions() throws {
        for (seconds, nanoseconds, record) in [
            (-2, 500_000_000, "22 mtime=-1.500000000\n"), (2, 5, "21 mtime=2.000000005\n"),
        ] {
            var status = stat()
            status.st_mode = S_IFREG | 0o644
            status.st_mtim = timespec(tv_sec: seconds, tv_nsec: nanoseconds)
            let entry = try #require(TarEntry(path: [], name: Array("file".utf8), status: status))
            #expect(String(decoding: TarHeader(entry).bytes, as: UTF8.self).contains(record))
        }
    }

    @Test("sizes beyond 8 GiB, large ids, old dates and long names are read by GNU tar")
    func extremes() async throws {
        var status = stat()
        status.st_mode = S_IFREG | 0o644
        status.st_uid = 3_000_000_000
        status.st_gid = 2_097_152
        status.st_size = 9 << 30
        status.st_mtim = timespec(tv_sec: -2, tv_nsec: 0)
        let name = String(repeating: "n", count: 180)
        let entry = try #require(TarEntry(path: [], name: Array("top/\(name)".utf8), status: status))
        #expect(TarHeader.bytes(of: entry) == Int64(TarHeader(entry).bytes.count) + 9 << 30)
        try await withFolder { folder in
            let archive = folder.appending(path: "archive")
            try Data(TarHeader(entry).bytes).write(to: archive)
            // The bytes and the end are a hole.
            try FileHandle(forWritingTo: archive).truncate(
                atOffset: UInt64(TarHeader.bytes(of: entry)) + 1024
            )
            let line = try listing(archive)
            #expect(line == "-rw-r--r-- 3000000000/2097152 9663676416 1969-12-31 23:59:58 top/\(name)\n")
        }
    }
}
