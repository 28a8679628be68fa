import Foundation

/// Where everything is that the benchmarks write. It goes when the program ends, not before: a file system may be slow
/// to make files for a minute after many were removed, and the next benchmark would pay for that.
enum TemporaryFolder {
    static let root = FileManager.default.temporaryDirectory
        .appendingPathComponent("firn-benchmark-\(UUID().uuidString)")

    /// Removes all of it.
    static func remove() {
        guard FileManager.default.fileExists(atPath: root.path) else { return }
        do {
            try FileManager.default.removeItem(at: root)
        } catch {
            FileHandle.standardError.write(Data("\(root.path) could not be removed: \(error)\n".utf8))
        }
    }

    /// Gives the space of large files back, and leaves the files.
    fileprivate static func empty(_ folder: URL) {
        let keys: Set<URLResourceKey> = [.isRegularFileKey, .fileSizeKey]
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: Array(keys))
        while let file = files?.nextObject() as? URL {
            guard let values = try? file.resourceValues(forKeys: keys), values.isRegularFile == true,
                (values.fileSize ?? 0) > 1 << 16
            else { continue }
            // What cannot be emptied now is removed in the end.
            _ = truncate(file.path, 0)
        }
    }
}

/// Lends a fresh folder to `body` and then gives the space back that it took.
func withTemporaryFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = TemporaryFolder.root.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { TemporaryFolder.empty(folder) }
    return try await body(folder)
}

extension URL {
    /// A folder in this one, made if it is not there.
    func folder(_ name: String) throws -> URL {
        let folder = appendingPathComponent(name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}

/// Bytes that can still be written where temporary folders are.
func freeTemporaryBytes() throws -> Int64 {
    let folder = FileManager.default.temporaryDirectory.path
    let attributes = try FileManager.default.attributesOfFileSystem(forPath: folder)
    guard let free = attributes[.systemFreeSize] as? NSNumber else {
        throw BenchmarkError("the free space of \(folder) is not known")
    }
    return free.int64Value
}
