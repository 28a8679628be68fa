import Foundation

/// The fixtures of all operations, one folder for each.
enum FixtureFolder {
    private static let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    /// Names of the folders.
    static let operations: [String] = names(in: url)

    /// Every fixture, read; a file that cannot be understood is told by the test that names it.
    static let fixtures: [Result<Fixture, any Error>] = operations.flatMap { operation in
        let folder = url.appending(path: operation)
        return names(in: folder).filter { $0.hasSuffix(".http") }.map { name in
            let path = folder.appending(path: name).path
            return Result {
                try Fixture(String(contentsOfFile: path, encoding: .utf8), operation: operation, path: path)
            }
        }
    }

    private static func names(in folder: URL) -> [String] {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return found.filter { !$0.hasPrefix(".") }.sorted()
    }
}
