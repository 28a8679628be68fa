#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Why an archive was not downloaded. Errors of the service and of the network come as they are.
public enum DownloadError: Error, Hashable, Sendable {
    /// There is no archive of the id in the vault.
    case archiveNotFound(String)
    /// There is no job of the id in the vault, or it is forgotten.
    case jobNotFound(String)
    /// The job retrieves something else than the archive.
    case jobOfSomethingElse(String)
    /// The job has failed; with the service's words.
    case jobFailed(String, message: String?)
    /// The job has not ended, and nobody wanted to wait for it any longer.
    case jobInProgress(String)
    /// One retrieval after the other was forgotten before its bytes were fetched.
    case jobsForgotten
    /// There is a file of this name, which is not to be replaced.
    case fileExists(String)
    /// There is something of this name that no file can take the place of: a folder, a device, a pipe.
    case notRegular(String)
    /// Another download to the same file is under way.
    case busy(String)
    /// The file system took no more: what is there is kept, and the same download goes on from it.
    case cannotWrite(path: String, errorNumber: Int32)
    /// Time and again, these bytes of the job's output came with another length or hash than they should have.
    case wrongBytes(Range<Int64>)
    /// All bytes came as the service said, but they are not the archive. Nothing of them is kept.
    case wrongArchive
    /// The service says no tree hash of these bytes: nothing shows that they are right.
    case unprovable
}

extension DownloadError: CustomStringConvertible {
    /// For people.
    public var description: String {
        switch self {
        case .archiveNotFound(let id): "there is no archive \(id) in the vault"
        case .jobNotFound(let id): "there is no job \(id) in the vault any more"
        case .jobOfSomethingElse(let id): "the job \(id) does not retrieve this archive"
        case .jobFailed(let id, let message): "the job \(id) failed\(message.map { ": \($0)" } ?? "")"
        case .jobInProgress(let id): "the job \(id) is still in progress"
        case .jobsForgotten: "the retrieval jobs were forgotten before their bytes were fetched"
        case .fileExists(let path): "\(path) exists"
        case .notRegular(let path): "\(path) is not a regular file"
        case .busy(let path): "another download to \(path) is under way"
        case .cannotWrite(let path, let number): "\(path) cannot be written: \(String(cString: strerror(number)))"
        case .wrongBytes(let range):
            "bytes \(range.lowerBound)-\(range.upperBound - 1) do not have the hash that the service says"
        case .wrongArchive: "the bytes do not have the archive's tree hash"
        case .unprovable: "the service says no tree hash that would show the bytes to be right"
        }
    }

    /// Whether a disk, or what its owner may put on it, is full.
    public var isOutOfSpace: Bool {
        guard case .cannotWrite(_, let number) = self else { return false }
        return [ENOSPC, EDQUOT, EFBIG].contains(number)
    }
}
