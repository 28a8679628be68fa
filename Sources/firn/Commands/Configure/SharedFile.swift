import Foundation
import Glacier

/// One of the two files that the AWS tools share, where the environment says, or in its usual place.
struct SharedFile {
    let kind: SharedFileEdit.Kind
    /// As it was opened; behind a symbolic link, what it leads to, so that the link stays.
    let path: String

    /// Bytes: more than people write.
    private static let largest = 1 << 20

    init(_ kind: SharedFileEdit.Kind, environment: [String: String]) {
        self.kind = kind
        let (variable, name) =
            switch kind {
            case .config: ("AWS_CONFIG_FILE", "config")
            case .credentials: ("AWS_SHARED_CREDENTIALS_FILE", "credentials")
            }
        let home = environment["HOME"] ?? FileManager.default.homeDirectoryForCurrentUser.path
        let given = environment[variable, default: ""]
        let path = given.isEmpty ? "\(home)/.aws/\(name)" : given
        let whole = path.hasPrefix("~/") ? home + path.dropFirst() : path
        self.path = URL(fileURLWithPath: whole).resolvingSymlinksInPath().path
    }

    /// One setting of a profile.
    struct Setting {
        let name: String
        /// Nil to remove it.
        let value: String?
    }

    /// Sets settings of a profile, and leaves all else as it is, byte for byte. The file is replaced at once, and is
    /// its owner's alone afterwards. Without settings nothing is touched.
    ///
    /// - Throws: `CommandFailure`, also for a file that would not be one that can be read.
    func set(_ settings: [Setting], of profile: String) throws {
        guard !settings.isEmpty else { return }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(
                at: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw CommandFailure(.failure, "\(folder.path) cannot be made")
        }
        // Of two that write at once, one waits for the other; where a file system has no locks it is as with `aws`.
        let lock = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(lock) }
        flock(lock, LOCK_EX)
        var edit = SharedFileEdit(try text(), kind, profile: profile)
        for setting in settings {
            if let value = setting.value { edit.set(setting.name, to: value) } else { edit.remove(setting.name) }
        }
        do {
            try SecretFile.write(edit.text, to: path)
        } catch {
            throw CommandFailure(.failure, "\(path) cannot be written: \(error)")
        }
    }

    /// Whether a profile has a setting in this file.
    func has(_ setting: String, of profile: String) throws -> Bool {
        SharedFileEdit(try text(), kind, profile: profile).has(setting)
    }

    private func text() throws -> String {
        guard FileManager.default.fileExists(atPath: path) else { return "" }
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            let bytes = try file.read(upToCount: Self.largest + 1) ?? Data()
            guard bytes.count <= Self.largest, let text = String(validating: bytes, as: UTF8.self) else {
                throw CommandFailure(.configuration, "\(path) has more than 1 MiB, or is not UTF-8 text")
            }
            return text
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(.failure, "\(path) cannot be read")
        }
    }
}
