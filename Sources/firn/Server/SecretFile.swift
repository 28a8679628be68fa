import Foundation
import Glibc

/// Small files that only their owner may read, written so that a crash leaves the old one or the new one.
enum SecretFile {
    /// Bytes of the largest file that is read.
    static let maximumBytes = 1 << 20

    /// - Returns: nil when there is no such file.
    static func read(_ path: String) throws -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw StartupError("cannot read \(path): \(systemMessage())")
        }
        defer { close(file) }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: false)
        guard let bytes = try handle.read(upToCount: maximumBytes) else { return "" }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw StartupError("\(path) is not a text")
        }
        return text
    }

    /// Writes beside, syncs, renames, and syncs the folder.
    static func write(_ text: String, to path: String) throws {
        let beside = path + ".new"
        let file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StartupError("cannot write \(beside): \(systemMessage())") }
        defer { close(file) }
        guard fchmod(file, 0o600) == 0 else { throw StartupError("cannot protect \(beside): \(systemMessage())") }
        do {
            try FileHandle(fileDescriptor: file, closeOnDealloc: false).write(contentsOf: Data(text.utf8))
        } catch {
            throw StartupError("cannot write \(beside): \(error.localizedDescription)")
        }
        guard fsync(file) == 0, rename(beside, path) == 0 else {
            throw StartupError("cannot write \(path): \(systemMessage())")
        }
        try syncFolder((path as NSString).deletingLastPathComponent)
    }

    private static func syncFolder(_ path: String) throws {
        let folder = open(path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw StartupError("cannot open \(path): \(systemMessage())") }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw StartupError("cannot sync \(path): \(systemMessage())") }
    }
}
