import BlobStore
import Foundation
import GlacierModel
import Glibc

/// The folder that holds a deployment: `catalogue.sqlite` unless the catalogue is elsewhere, `blobs/`, `incoming/`,
/// `keys/`, `identity`, `lock` and `version`.
///
/// One process at a time: the lock is held until the process ends, however it ends.
final class DataFolder: Sendable {
    /// The layout that this program writes and reads.
    static let version = "1"

    let paths: Paths
    private let lock: Int32

    /// What lies where in a folder, whether or not it is there.
    struct Paths: Hashable, Sendable {
        /// Absolute.
        let folder: String

        init(_ path: String) { folder = URL(fileURLWithPath: path).standardizedFileURL.path }

        var catalogueFile: String { "\(folder)/catalogue.sqlite" }
        var keyRingFile: String { "\(folder)/keys/key-ring" }
        /// What the folder is known by in its catalogue.
        var identityFile: String { "\(folder)/identity" }
        var rootCredentialsFile: String { "\(folder)/keys/root-credentials" }

        /// Demands that this process runs as the user whose folder it is: what another one writes, the server could not
        /// read.
        ///
        /// - Throws: `StartupError`
        func requireOwner() throws {
            var status = stat()
            guard stat(folder, &status) == 0 else { throw StartupError("cannot look at \(folder): \(systemMessage())") }
            guard status.st_uid == geteuid() else {
                throw StartupError("\(folder) belongs to another user: run this as the user that the server runs as")
            }
        }
    }

    /// Makes the folder where it is missing, and locks it.
    ///
    /// - Throws: `StartupError` in words for the operator.
    init(at path: String) throws {
        paths = Paths(path)
        let absolute = paths.folder
        try DataFolder.makeFolder(absolute)
        lock = open("\(absolute)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw StartupError("cannot open \(absolute)/lock: \(systemMessage())") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw StartupError("\(absolute) is in use by another process")
        }
        try DataFolder.makeFolder("\(absolute)/keys")
        try checkVersion()
    }

    deinit { close(lock) }

    /// Absolute.
    var path: String { paths.folder }

    /// Whether a catalogue was ever made here.
    var holdsCatalogue: Bool { access(paths.catalogueFile, F_OK) == 0 }

    /// Bytes that an ordinary user can still write to the disk of the folder.
    func freeBytes() throws -> Int64 {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else {
            throw StartupError("cannot look at the disk of \(path): \(systemMessage())")
        }
        let (bytes, overflow) = Int64(clamping: status.f_bavail).multipliedReportingOverflow(
            by: Int64(clamping: status.f_frsize)
        )
        return overflow ? .max : bytes
    }

    private func checkVersion() throws {
        let file = "\(path)/version"
        if let found = try SecretFile.read(file) {
            guard found == "\(Self.version)\n" else {
                throw StartupError("\(path) has a layout that this program does not know: version \(found)")
            }
            return
        }
        guard !holdsCatalogue else { throw StartupError("\(path) holds a catalogue, but its version file is missing") }
        try SecretFile.write("\(Self.version)\n", to: file)
    }

    private static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw StartupError("cannot make the folder \(path): \(error.localizedDescription)")
        }
    }
}

/// A reason not to start, in words for the operator.
struct StartupError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// The system's words for the last error.
func systemMessage() -> String { String(cString: strerror(errno)) }
