import Foundation
import Glacier

/// Hashes files by their names on the command line, of which `-` is the standard input.
struct NamedHashing {
    let range: Range<Int64>?
    let hashes: FileTreeHasher.Hashes
    private let hasher = FileTreeHasher()

    init(range: Range<Int64>?, hashes: FileTreeHasher.Hashes) {
        (self.range, self.hashes) = (range, hashes)
    }

    /// - Throws: `FileHashError`, `CancellationError`
    func hash(of name: String) async throws -> FileHash {
        try await hasher.hash(open(name), range: range, hashes)
    }

    private func open(_ name: String) throws -> OpenedFile {
        guard name == "-" else { return try OpenedFile(path: name) }
        // A copy, so that the standard input itself stays open.
        return try OpenedFile(duplicating: STDIN_FILENO)
    }
}

/// Tells on standard error what is wrong with a file.
func reportProblem(with name: String, _ problem: some CustomStringConvertible) {
    FileHandle.standardError.write(Data("firn treehash: \(name): \(problem)\n".utf8))
}
