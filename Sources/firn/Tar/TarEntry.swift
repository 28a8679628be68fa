import Glibc

/// A file, folder or link as it stands in a tar archive.
struct TarEntry: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case file
        case folder
        /// With what it says, which need not exist.
        case symbolicLink([UInt8])
        case pipe
    }

    /// As it is found on this machine.
    let path: [UInt8]
    /// As the archive has it; a folder's ends with a slash.
    let name: [UInt8]
    let kind: Kind
    /// The lower twelve bits.
    let mode: UInt32
    let owner: UInt32
    let group: UInt32
    /// Bytes that follow the header: none but for files.
    let size: Int64
    let modifiedSeconds: Int64
    let modifiedNanoseconds: Int64

    /// Nil for what tar archives do not hold in a way that could be restored anywhere: sockets and devices.
    init?(path: [UInt8], name: [UInt8], status: stat, target: [UInt8] = []) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .symbolicLink(target)
        case S_IFIFO: kind = .pipe
        default: return nil
        }
        self.path = path
        self.name = kind == .folder ? name + [UInt8(ascii: "/")] : name
        mode = status.st_mode & 0o7777
        owner = status.st_uid
        group = status.st_gid
        size = kind == .file ? Int64(status.st_size) : 0
        modifiedSeconds = Int64(status.st_mtim.tv_sec)
        modifiedNanoseconds = Int64(status.st_mtim.tv_nsec)
    }

    /// The same file as it is after it was opened.
    func with(_ status: stat) -> TarEntry? {
        TarEntry(path: path, name: name, status: status)
    }
}
