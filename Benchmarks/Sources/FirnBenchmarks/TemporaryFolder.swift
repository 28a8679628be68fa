import Foundation

/// Lends a fresh folder to `body` and removes it with all it holds.
func withTemporaryFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("firn-benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer {
        do {
            try FileManager.default.removeItem(at: folder)
        } catch {
            FileHandle.standardError.write(Data("\(folder.path) could not be removed: \(error)\n".utf8))
        }
    }
    return try await body(folder)
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
