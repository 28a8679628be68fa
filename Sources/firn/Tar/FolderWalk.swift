import Glacier
import Glibc

/// Everything in a folder, the folder first, in an order that depends on names alone. Its work blocks.
///
/// Memory is one list of names for each level: the folder's depth counts, and its longest list, not its files.
struct FolderWalk: Sendable {
    private struct Level: Sendable {
        let path: [UInt8]
        let name: [UInt8]
        /// The last is the next one.
        var rest: [[UInt8]]
    }

    private var levels: [Level] = []
    private var root: (path: [UInt8], name: [UInt8])?

    /// - Parameters:
    ///   - path: of the folder.
    ///   - name: that it has in the archive.
    init(of path: [UInt8], as name: [UInt8]) { root = (path, name) }

    /// What comes next.
    enum Found {
        case entry(TarEntry)
        /// A socket or a device at this path, which no archive holds.
        case passedOver([UInt8])
    }

    /// - Throws: `UploadError.unreadable`
    mutating func next() throws -> Found? {
        if let (path, name) = root {
            root = nil
            return try visit(path, name, Self.status(of: path, follows: true))
        }
        while let level = levels.indices.last {
            guard let name = levels[level].rest.popLast() else {
                levels.removeLast()
                continue
            }
            let path = levels[level].path + [UInt8(ascii: "/")] + name
            return try visit(
                path,
                levels[level].name + [UInt8(ascii: "/")] + name,
                Self.status(of: path, follows: false)
            )
        }
        return nil
    }

    private mutating func visit(_ path: [UInt8], _ name: [UInt8], _ status: stat) throws -> Found {
        let isLink = status.st_mode & S_IFMT == S_IFLNK
        let target = isLink ? try Self.target(of: path) : []
        guard let entry = TarEntry(path: path, name: name, status: status, target: target) else {
            return .passedOver(path)
        }
        if entry.kind == .folder {
            levels.append(Level(path: path, name: name, rest: try Self.names(in: path)))
        }
        return .entry(entry)
    }

    private static func status(of path: [UInt8], follows: Bool) throws -> stat {
        var status = stat()
        let result = path.withCPath { follows ? stat($0, &status) : lstat($0, &status) }
        guard result == 0 else { throw UploadError.unreadable(SourceFileError(path.asText, errno)) }
        return status
    }

    private static func target(of path: [UInt8]) throws -> [UInt8] {
        var failure: CInt = 0
        let target = [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { space, count in
            let result = path.withCPath { path in
                space.withMemoryRebound(to: CChar.self) { space in
                    space.baseAddress.map { readlink(path, $0, space.count) } ?? 0
                }
            }
            failure = errno
            count = max(0, result)
        }
        guard !target.isEmpty else { throw UploadError.unreadable(SourceFileError(path.asText, failure)) }
        return target
    }

    /// In the reverse order of their bytes.
    private static func names(in path: [UInt8]) throws -> [[UInt8]] {
        guard let folder = path.withCPath({ opendir($0) }) else {
            throw UploadError.unreadable(SourceFileError(path.asText, errno))
        }
        defer { closedir(folder) }
        var names: [[UInt8]] = []
        while true {
            errno = 0
            guard let entry = readdir(folder) else {
                guard errno == 0 else { throw UploadError.unreadable(SourceFileError(path.asText, errno)) }
                break
            }
            let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
        }
        names.sort { right, left in left.lexicographicallyPrecedes(right) }
        return names
    }
}

extension [UInt8] {
    /// Lends the bytes as a path for the system.
    func withCPath<Value>(_ body: (UnsafePointer<CChar>) throws -> Value) rethrows -> Value {
        try (map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { path in
            // There is at least the zero at the end.
            guard let address = path.baseAddress else { return try "".withCString(body) }
            return try body(address)
        }
    }

    /// For people.
    var asText: String { String(decoding: self, as: UTF8.self) }
}
