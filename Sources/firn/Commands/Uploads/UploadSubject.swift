import Foundation
import Glacier

/// What a path on the command line stands for.
struct UploadSubject: Sendable {
    enum Bytes: Sendable {
        case file(String)
        /// With the number of bytes that they are going to be, where that is known.
        case stream(ByteStream, expected: Int64?)
    }

    /// For people.
    let label: String
    let bytes: Bytes
    /// What tells it from others, and from what it was at another time; nil for what comes from a pipe.
    let source: UploadSource?
    let description: String
    /// What a directory has that is not uploaded.
    let passedOver: [String]

    /// Looks at a file, walks through a directory.
    ///
    /// - Parameter description: instead of date and path.
    /// - Throws: `UploadError.unreadable`, `CommandFailure`
    static func at(_ path: String, description: String?) async throws -> UploadSubject {
        if path == "-" {
            let name = "standard input"
            let file = try opened(name) { try OpenedFile(duplicating: STDIN_FILENO) }
            return piped(name, .reading(file, named: name), description ?? described("stdin", nil))
        }
        var status = stat()
        guard stat(path, &status) == 0 else { throw UploadError.unreadable(SourceFileError(path, errno)) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return try await folder(path, description)
        case S_IFREG: return file(path, status, description)
        default:
            // A pipe, such as the shell makes for the output of another command.
            let file = try opened(path) { try OpenedFile(path: path) }
            return piped(path, .reading(file, named: path), description ?? described(told(path), nil))
        }
    }

    private static func file(_ path: String, _ status: stat, _ description: String?) -> UploadSubject {
        let modified = ModificationTime(
            seconds: Int64(status.st_mtim.tv_sec),
            nanoseconds: Int64(status.st_mtim.tv_nsec)
        )
        let description = description ?? described(told(path), modified)
        return UploadSubject(
            label: path,
            bytes: .file(path),
            source: source(path, Int64(status.st_size), modified, description),
            description: description,
            passedOver: []
        )
    }

    private static func folder(_ path: String, _ description: String?) async throws -> UploadSubject {
        let tar = TarStream(path: Array(path.utf8), name: nameInArchive(path)), measure = try await tar.measure()
        let modified = ModificationTime(
            seconds: measure.newestSeconds,
            nanoseconds: measure.newestNanoseconds
        )
        let description = description ?? described("\(told(path)).tar", modified)
        return UploadSubject(
            label: path,
            bytes: .stream(ByteStream(tar), expected: measure.bytes),
            source: source(path, measure.bytes, modified, description),
            description: description,
            passedOver: measure.passedOver
        )
    }

    private static func piped(_ label: String, _ stream: ByteStream, _ description: String) -> UploadSubject {
        UploadSubject(
            label: label,
            bytes: .stream(stream, expected: nil),
            source: nil,
            description: description,
            passedOver: []
        )
    }

    private static func described(_ path: String, _ modified: ModificationTime?) -> String {
        FirnDescription.write(path: Array(path.utf8), modified: modified)
    }

    private static func source(
        _ path: String,
        _ size: Int64,
        _ modified: ModificationTime?,
        _ description: String
    ) -> UploadSource? {
        let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
        return modified.map {
            UploadSource(path: Array(absolute.utf8), size: size, modified: $0, description: description)
        }
    }

    private static func opened(_ name: String, _ body: () throws -> OpenedFile) throws -> OpenedFile {
        do { return try body() } catch let error as FileHashError {
            throw CommandFailure(.failure, "\(name.visible): \(error)")
        }
    }

    /// The path as it was given, without what it could be given without; the name of a directory that was given as `.`
    /// or as one above it.
    private static func told(_ path: String) -> String {
        var path = path[...]
        while path.hasPrefix("./"), path.count > 2 { path = path.dropFirst(2) }
        while path.hasSuffix("/"), path.count > 1 { path = path.dropLast() }
        if path == "." || path == ".." || path.hasSuffix("/.") || path.hasSuffix("/..") {
            return nameInArchive(String(path)).asText
        }
        return String(path)
    }

    /// The name that a directory has in its tar archive: its own, also where the path ends in `.` or `..`.
    private static func nameInArchive(_ path: String) -> [UInt8] {
        let name = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
        return Array((name == "/" || name.isEmpty ? "." : name).utf8)
    }
}
