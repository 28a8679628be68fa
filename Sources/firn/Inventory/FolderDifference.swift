import Foundation
import Glacier
import Glibc

/// What a folder has and a vault has not, and the other way round.
///
/// Folder and catalogue are walked one after the other, each file or archive by itself, so that memory depends on
/// neither.
struct FolderDifference: Sendable {
    enum Checksum: Sendable {
        case sizeAlone
        case treeHash
    }

    struct Line: Sendable {
        enum Kind: String, Sendable {
            case onlyInFolder
            case changed
            case onlyInVault
            case notComparable

            var mark: String {
                switch self {
                case .onlyInFolder: "+"
                case .changed: "~"
                case .onlyInVault: "-"
                case .notComparable: "?"
                }
            }
        }

        let kind: Kind
        /// Relative to the folder.
        let path: [UInt8]
        let archive: KnownArchive?
        /// Why it counts as changed, or cannot be compared.
        let reason: String?
    }

    /// Absolute, without a slash at the end.
    private let folder: [UInt8]
    /// Empty, or with a slash at the end.
    private let prefix: [UInt8]
    private let checksum: Checksum
    private let catalogue: LocalCatalogue
    private let vault: LocalVault

    private static let slash = UInt8(ascii: "/")

    /// - Throws: `CommandFailure` where there is no such folder.
    init(
        folder: String,
        prefix: [UInt8],
        checksum: Checksum,
        catalogue: LocalCatalogue,
        vault: LocalVault
    ) throws {
        guard let absolute = realpath(folder, nil) else {
            throw CommandFailure(.notFound, "cannot look into \(folder.visible): \(systemMessage())")
        }
        defer { free(absolute) }
        var status = stat()
        guard stat(absolute, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw CommandFailure(.failure, "\(folder.visible) is no folder")
        }
        let bytes = UnsafeBufferPointer(start: absolute, count: strlen(absolute)).map { UInt8(bitPattern: $0) }
        self.folder = bytes == [Self.slash] ? [] : bytes
        self.prefix = prefix.isEmpty || prefix.last == Self.slash ? prefix : prefix + [Self.slash]
        self.checksum = checksum
        self.catalogue = catalogue
        self.vault = vault
    }

    /// Hands over every difference.
    ///
    /// - Returns: whether there is any, those that cannot be compared included.
    /// - Throws: `CommandFailure` for what cannot be read, `LocalCatalogueError`, `CancellationError`
    func run(_ body: (Line) -> Void) async throws -> Bool {
        var differs = false
        func take(_ line: Line?) {
            guard let line else { return }
            differs = true
            body(line)
        }
        var files = FolderFiles(folder)
        while let file = try files.next() { take(try await compare(file)) }
        var last = ""
        while true {
            let page = try await catalogue.archives(of: vault, after: last, limit: 1000)
            guard let end = page.last else { return differs }
            last = end.archiveID
            for archive in page { take(try await missing(archive)) }
        }
    }

    private func compare(_ file: FolderFiles.File) async throws -> Line? {
        let path = Array(file.path.dropFirst(folder.count + 1))
        guard let archive = try await archive(of: file, path) else {
            return Line(kind: .onlyInFolder, path: path, archive: nil, reason: nil)
        }
        let told = DescribedFile(reading: String(decoding: archive.description, as: UTF8.self))
        if told.isTransformed {
            return Line(
                kind: .notComparable,
                path: path,
                archive: archive,
                reason: "\(told.form.rawValue) changed its bytes"
            )
        }
        guard file.size == archive.size else {
            return Line(
                kind: .changed,
                path: path,
                archive: archive,
                reason: "\(file.size) bytes here, \(archive.size) in the vault"
            )
        }
        guard case .treeHash = checksum, file.size > 0 else { return nil }
        do {
            let hash = try await FileTreeHasher().hash(OpenedFile(path: String(decoding: file.path, as: UTF8.self)))
            guard hash.tree != archive.treeHash else { return nil }
            return Line(kind: .changed, path: path, archive: archive, reason: "other bytes")
        } catch let error as FileHashError {
            throw CommandFailure(.failure, "\(String(decoding: file.path, as: UTF8.self).visible): \(error)")
        }
    }

    /// Archives of one path and one date that are told apart.
    private static let mostTies = 100

    /// The newest archive of a file: by its path in the vault, or by where it lay when it was uploaded.
    ///
    /// Inventories have whole seconds. Of archives made in the same one, that of the file's size counts.
    private func archive(of file: FolderFiles.File, _ path: [UInt8]) async throws -> KnownArchive? {
        let versions = try await catalogue.archives(at: prefix + path, in: vault, limit: Self.mostTies)
        let newest = versions.prefix { $0.creationDate == versions[0].creationDate }
        let named = newest.first { $0.size == file.size } ?? newest.first
        let uploaded = try await catalogue.archive(ofFile: file.path, in: vault)
        guard let named, let uploaded else { return named ?? uploaded }
        return named.creationDate < uploaded.creationDate ? uploaded : named
    }

    /// An archive whose file is not there. Of several of one path, the newest alone counts.
    private func missing(_ archive: KnownArchive) async throws -> Line? {
        guard let path = place(of: archive), !FolderFiles.isFile(folder + [Self.slash] + path) else { return nil }
        let newest = try await catalogue.archives(at: archive.path, in: vault, limit: 1).first
        guard newest?.archiveID == archive.archiveID else { return nil }
        return Line(kind: .onlyInVault, path: path, archive: archive, reason: nil)
    }

    /// Where in the folder an archive's file would be; nil for archives of something else.
    private func place(of archive: KnownArchive) -> [UInt8]? {
        let root = folder + [Self.slash]
        if let local = archive.localPath, local.starts(with: root) { return Array(local.dropFirst(root.count)) }
        guard archive.path.starts(with: prefix), archive.path.count > prefix.count else { return nil }
        return Array(archive.path.dropFirst(prefix.count))
    }
}

/// The regular files in a folder and its folders, one by one. Links are not followed.
struct FolderFiles {
    struct File: Sendable {
        /// Absolute.
        let path: [UInt8]
        let size: Int64
    }

    /// Paths that are to be looked at; the last is the next one.
    private var rest: [[UInt8]]

    init(_ folder: [UInt8]) { rest = [folder] }

    /// - Throws: `CommandFailure`
    mutating func next() throws -> File? {
        while let path = rest.popLast() {
            guard let status = Self.status(of: path) else {
                // What is gone meanwhile is not in the folder. Anything else may be, and nobody knows how it differs.
                guard errno == ENOENT || errno == ENOTDIR else { throw Self.unreadable(path) }
                continue
            }
            switch status.st_mode & S_IFMT {
            case S_IFREG: return File(path: path, size: Int64(status.st_size))
            case S_IFDIR: rest += try Self.names(in: path).map { path + [UInt8(ascii: "/")] + $0 }
            default: continue
            }
        }
        return nil
    }

    static func isFile(_ path: [UInt8]) -> Bool {
        guard !path.contains(0), let status = status(of: path) else { return false }
        return status.st_mode & S_IFMT == S_IFREG
    }

    /// Nil for what is gone, or was never there.
    private static func status(of path: [UInt8]) -> stat? {
        var status = stat()
        return withPath(path) { lstat($0, &status) } == 0 ? status : nil
    }

    /// In the reverse order of their bytes.
    private static func names(in path: [UInt8]) throws -> [[UInt8]] {
        guard let folder = withPath(path, { opendir($0) }) else { throw unreadable(path) }
        defer { closedir(folder) }
        var names: [[UInt8]] = []
        while true {
            errno = 0
            guard let entry = readdir(folder) else {
                guard errno == 0 else { throw unreadable(path) }
                break
            }
            let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
        }
        return names.sorted { $1.lexicographicallyPrecedes($0) }
    }

    /// By what the system's last call said.
    private static func unreadable(_ path: [UInt8]) -> CommandFailure {
        let message = systemMessage()
        return CommandFailure(.failure, "cannot look into \(String(decoding: path, as: UTF8.self).visible): \(message)")
    }

    private static func withPath<Value>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Value) -> Value {
        ((path.isEmpty ? [UInt8(ascii: "/")] : path) + [0]).withUnsafeBytes { bytes in
            guard let address = bytes.assumingMemoryBound(to: CChar.self).baseAddress else { return body("") }
            return body(address)
        }
    }
}
