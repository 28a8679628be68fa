import NIOCore
import Synchronization
import TreeHash

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The bytes of a download that is not complete, in a file beside the one that it becomes, and its journal in another.
/// Its calls block. One process at a time has it.
final class PartFile: Sendable {
    let names: PartFileNames
    private let data: Int32
    private let direct: DirectWriting
    private let journal: Int32
    /// Whether it is known that there is nothing that another run could use.
    private let isEmpty = Atomic(false)

    /// Opens both files, or makes them.
    ///
    /// - Throws: `DownloadError.busy`, `.cannotWrite`
    init(_ names: PartFileNames) throws(DownloadError) {
        self.names = names
        let data = try Self.lockedFile(names)
        let journal = open(names.journal, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        guard journal >= 0 else {
            let number = errno
            // As long as a property has no value there is no `deinit` that would close it once more.
            close(data)
            throw .cannotWrite(path: names.journal, errorNumber: number)
        }
        (self.data, self.journal) = (data, journal)
        direct = DirectWriting(path: names.data)
    }

    deinit {
        close(journal)
        close(data)
    }

    private static func lockedFile(_ names: PartFileNames) throws(DownloadError) -> Int32 {
        var isNew = false
        while true {
            let data = open(names.data, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
            guard data >= 0 else { throw .cannotWrite(path: names.data, errorNumber: errno) }
            // A file system without locks has none to offer.
            if flock(data, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
                close(data)
                throw .busy(names.target)
            }
            if has(data, names.data) {
                // A run that was killed between the two steps of giving a file its name leaves it with both, and so do
                // copies that are made of links: what is written here must not be written there.
                if isNew || !hasOtherNames(data) || unlink(names.data) != 0 { return data }
                isNew = true
            }
            // Else whoever had the lock has finished meanwhile, and given the file its name.
            close(data)
        }
    }

    /// Whether the open file is the one of this name.
    private static func has(_ descriptor: Int32, _ path: String) -> Bool {
        var opened = stat(), named = stat()
        return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
            && opened.st_dev == named.st_dev && opened.st_ino == named.st_ino
    }

    private static func hasOtherNames(_ descriptor: Int32) -> Bool {
        var opened = stat()
        return fstat(descriptor, &opened) == 0 && opened.st_nlink > 1
    }

    /// Lets another download have the files, which are not used here any more.
    func unlock() { flock(data, LOCK_UN) }

    /// Gives the file its length. A disk that has no room for what is missing says so now, and not when most of it is
    /// fetched.
    func reserve(_ bytes: Int64) throws(DownloadError) {
        var file = stat(), disk = statvfs()
        if fstat(data, &file) == 0, fstatvfs(data, &disk) == 0 {
            let (room, isMore) = UInt64(disk.f_bavail).multipliedReportingOverflow(by: UInt64(disk.f_frsize))
            // Blocks that are there count 512 bytes each, whatever the file system's own are.
            if !isMore, bytes - Int64(file.st_blocks) * 512 > Int64(clamping: room) { throw dataFailure(ENOSPC) }
        }
        guard ftruncate(data, off_t(bytes)) == 0 else { throw dataFailure(errno) }
    }

    /// Writes all bytes at an offset.
    func write(_ bytes: ByteBuffer, at offset: Int64) throws(DownloadError) {
        let failure = bytes.withUnsafeReadableBytes { bytes -> Int32 in
            var rest = bytes[...], place = offset
            while !rest.isEmpty {
                let part = UnsafeRawBufferPointer(rebasing: rest)
                let count = direct.write(part, at: place) ?? pwrite(data, part.baseAddress, part.count, off_t(place))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return count < 0 ? errno : ENOSPC }
                rest = rest.dropFirst(count)
                place += Int64(count)
            }
            return 0
        }
        if failure != 0 { throw dataFailure(failure) }
    }

    /// Makes so many bytes durable, gives them their name, and forgets the journal. What is behind them was proved by
    /// nothing, and goes.
    func publish(_ bytes: Int64, replacing existing: DownloadOptions.ExistingFile) throws(DownloadError) {
        guard ftruncate(data, off_t(bytes)) == 0, fsync(data) == 0 else { throw dataFailure(errno) }
        // Who removes the file of a run at work may have begun another one of that name, which nothing has proved.
        guard Self.has(data, names.data) else { throw dataFailure(ENOENT) }
        switch existing {
        case .replaced:
            guard rename(names.data, names.target) == 0 else { throw targetFailure(errno) }
        case .kept:
            try renameWithoutReplacing()
        }
        names.syncFolder()
        unlink(names.journal)
    }

    /// A link is never made over a file that is there. Where there are no links, somebody may make a file in between.
    private func renameWithoutReplacing() throws(DownloadError) {
        if link(names.data, names.target) == 0 {
            unlink(names.data)
            return
        }
        if errno == EEXIST { throw .fileExists(names.target) }
        guard access(names.target, F_OK) != 0 else { throw .fileExists(names.target) }
        guard rename(names.data, names.target) == 0 else { throw targetFailure(errno) }
    }

    /// Removes both files if there is nothing in them that another run could use.
    func discardIfEmpty() { if isEmpty.load(ordering: .relaxed) { discard() } }

    /// Removes both files.
    func discard() { names.removeLeftovers() }

    private func dataFailure(_ number: Int32) -> DownloadError {
        .cannotWrite(path: names.data, errorNumber: number)
    }

    private func targetFailure(_ number: Int32) -> DownloadError {
        .cannotWrite(path: names.target, errorNumber: number)
    }
}

extension PartFile {
    /// What the journal says; nil where it says nothing that can be read.
    func readJournal() -> DownloadJournal? {
        let journal = DownloadJournal.read(names.journal)
        isEmpty.store(journal?.roots.isEmpty ?? true, ordering: .relaxed)
        return journal
    }

    /// Begins the journal anew, with the bytes of another plan forgotten.
    func beginJournal(_ plan: DownloadPlan) throws(DownloadError) {
        isEmpty.store(true, ordering: .relaxed)
        guard ftruncate(data, 0) == 0 else { throw dataFailure(errno) }
        try cutJournal(0)
        try append(DownloadJournal.head(of: plan))
    }

    /// Forgets a line that was not written to its end.
    func continueJournal(_ journal: DownloadJournal) throws(DownloadError) { try cutJournal(journal.wholeBytes) }

    /// Notes that a range was fetched and written.
    func note(_ index: Int, _ root: Digest) throws(DownloadError) {
        try append(DownloadJournal.line(index, root))
        isEmpty.store(false, ordering: .relaxed)
    }

    private func cutJournal(_ bytes: Int64) throws(DownloadError) {
        guard ftruncate(journal, off_t(bytes)) == 0 else {
            throw .cannotWrite(path: names.journal, errorNumber: errno)
        }
    }

    /// In one call, so that the lines of several ranges do not mix.
    private func append(_ text: String) throws(DownloadError) {
        let bytes = Array(text.utf8)
        while true {
            #if canImport(Glibc)
                let count = Glibc.write(journal, bytes, bytes.count)
            #elseif canImport(Musl)
                let count = Musl.write(journal, bytes, bytes.count)
            #else
                let count = Darwin.write(journal, bytes, bytes.count)
            #endif
            if count == bytes.count { return }
            if count < 0, errno == EINTR { continue }
            throw .cannotWrite(path: names.journal, errorNumber: count < 0 ? errno : ENOSPC)
        }
    }
}

/// Where the files of a download to a file lie: beside it, hidden, and named after it and the archive, so that another
/// archive that is downloaded to the same name does not touch what there is of the first.
struct PartFileNames: Hashable, Sendable {
    let target: String
    let folder: String
    /// The bytes.
    let data: String
    /// What is known of them.
    let journal: String

    /// Bytes that a file's name may have on all usual file systems.
    private static let longestName = 255
    private static let dataSuffix = ".firn-part"
    private static let journalSuffix = ".firn-journal"

    /// The names for a file at a path; where a symbolic link leads to one, beside that one.
    ///
    /// - Throws: `DownloadError.notRegular`
    init(forFileAt path: String, archiveID: String) throws(DownloadError) {
        var found = stat(), resolved = path
        if stat(path, &found) == 0 {
            guard found.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path) }
            if lstat(path, &found) == 0, found.st_mode & S_IFMT == S_IFLNK, let real = realpath(path, nil) {
                resolved = String(cString: real)
                free(real)
            }
        }
        self.init(target: resolved, archiveID: archiveID)
    }

    init(target: String, archiveID: String) {
        let slash = target.lastIndex(of: "/")
        let name = slash.map { target[target.index(after: $0)...] } ?? target[...]
        folder = slash.map { $0 == target.startIndex ? "/" : String(target[..<$0]) } ?? "."
        let mark = Digest.sha256(Array(archiveID.utf8)).hex.prefix(8)
        let room = Self.longestName - ".".utf8.count - ".\(mark)\(Self.journalSuffix)".utf8.count
        var kept = name
        while kept.utf8.count > room { kept.removeLast() }
        let stem = "\(folder == "/" ? "" : folder)/.\(kept).\(mark)"
        self.target = target
        data = stem + Self.dataSuffix
        journal = stem + Self.journalSuffix
    }

    /// Whether anything has the name, be it a link that leads nowhere.
    var targetExists: Bool {
        var found = stat()
        return lstat(target, &found) == 0
    }

    /// Makes the names in the folder durable.
    func syncFolder() {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        // A file system that cannot sync a folder has nothing to sync.
        _ = fsync(descriptor)
        close(descriptor)
    }

    /// Removes what a run leaves that is killed when the file has its name already.
    func removeLeftovers() {
        unlink(data)
        unlink(journal)
    }
}

extension DownloadJournal {
    /// Bytes of the longest journal that is read: one with several lines for each range.
    private static let mostBytes = 32 << 20

    /// Nil where there is no file, or none that can be read.
    static func read(_ path: String) -> DownloadJournal? {
        guard let file = try? OpenedFile(path: path), file.isRegular, let size = try? file.stamp().size,
            size <= mostBytes
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(size))
        guard let count = bytes.withUnsafeMutableBytes({ try? file.read(into: $0, at: 0) }) else { return nil }
        return DownloadJournal(String(decoding: bytes.prefix(count), as: UTF8.self))
    }
}
