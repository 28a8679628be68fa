import Foundation

/// The command line of SQLite on the catalogue of a folder, whose server must have ended; what it prints goes into a
/// file.
struct SQLiteShell {
    private let folder: URL

    init(_ folder: URL) { self.folder = folder }

    func run(_ statements: String) throws {
        let output = folder.appendingPathComponent("sqlite3.out")
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "sqlite3", "-csv", "-header", "-bail", ServerProcess.catalogueFile(in: folder).path, statements,
        ]
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchmarkError("sqlite3 failed: is it installed?") }
    }
}
