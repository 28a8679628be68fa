import BlobStore
import BlobStoreDisk
import Foundation
import NIOPosix

/// A folder for one test, removed with all that is in it when the test is done.
struct TemporaryFolder: ~Copyable {
    let path: String

    init() throws {
        let template = FileManager.default.temporaryDirectory.appending(path: "firn-blobs-XXXXXX").path
        var name = Array(template.utf8CString)
        guard mkdtemp(&name) != nil else { throw POSIXError(.EIO) }
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A store in the folder, whose system calls fail with the error numbers that `faults` returns.
    func store(
        volumes: VolumeFormat? = nil,
        faults: @escaping @Sendable (DiskStep) -> Int32? = { _ in nil }
    ) throws -> DiskBlobStore {
        try DiskBlobStore(directory: path, threadPool: .singleton, volumeFormat: volumes, faults: faults)
    }

    /// The files and folders beneath a folder, with paths from there on, ascending.
    func contents(of folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: path + "/" + folder).sorted()
    }

    /// The files and folders in incoming/ but for those that say that a volume is in use.
    func unpublished() throws -> [String] {
        try contents(of: "incoming").filter { !$0.hasPrefix("volume-") }
    }

    /// The volumes, by their paths from the folder on, ascending.
    func volumes() throws -> [String] {
        try contents(of: "blobs").filter { $0.contains("/volume-") }.map { "blobs/" + $0 }
    }

    /// Makes a file.
    func createFile(_ name: String, _ content: String = "") throws {
        try Data(content.utf8).write(to: URL(filePath: path + "/" + name))
    }

    /// The files beneath the folder that this process has open.
    func openFiles() throws -> [String] {
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        return descriptors.compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0)
        }
        .filter { $0.hasPrefix(path) }
    }
}

extension BlobKey {
    /// A key made in second `second` of an example, counted from the first millisecond of a folder of the fan-out.
    static func example(second: Int64, _ random: UInt8 = 0) -> BlobKey {
        // 0x18bcfe50000 is 1_699_999_907_840, and a folder spans 0x10000 ms.
        BlobKey(createdAtMilliseconds: 0x18b_cfe5_0000 + second * 1000, random: Array(repeating: random, count: 10))
    }
}
