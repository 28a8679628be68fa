public import TreeHash

/// Why a file or a stream did not become an archive, where neither the service nor the connection says it.
///
/// The upload in parts, if there was one, stays as it is, and can be continued or aborted.
public enum UploadError: Error {
    /// The file cannot be opened or read. Folders have to become a stream first.
    case unreadable(SourceFileError)
    /// Not a file whose bytes can be read at any place: it has to be uploaded as a stream.
    case notRegular(path: String)
    /// There are no bytes, and no archive without bytes.
    case empty
    /// The file was written to, grew or became shorter. No archive was made of a mixture.
    case changed(path: String)
    /// The path leads to another file than at the beginning, or to none.
    case replaced(path: String)
    /// Not 1 MiB times a power of two, or more than 4 GiB.
    case invalidPartSize(Int64)
    /// 10,000 parts of this size do not hold the file; parts of the other one do.
    case partSizeTooSmall(Int64, needed: Int64)
    /// More bytes than any archive can have: 10,000 parts of 4 GiB.
    case tooLarge(Int64)
    /// The stream has more bytes than 10,000 parts of the chosen size hold, which is the limit.
    case streamTooLong(limit: Int64, partSize: Int64)
    /// The upload that was to be continued has ended without an archive of these bytes that the service would name: it
    /// was aborted, has expired, or was completed long ago.
    case uploadEnded(uploadID: String)
    /// The upload that was to be continued cannot become an archive of these bytes.
    case doesNotFit(uploadID: String, Misfit)
    /// All was sent, but nobody knows whether the archive was made. The same call with the id of the upload finds out.
    case completionUncertain(uploadID: String, cause: any Error)
    /// The bytes were sent in one request without an answer: the archive may exist. The vault's inventory will tell.
    case archiveMayExist(cause: any Error)
    /// The service says that it has other bytes than were sent to it.
    case differs(where: String, expected: Digest, actual: Digest)

    /// Why an upload cannot be continued with these bytes.
    public enum Misfit: Hashable, Sendable {
        /// It has another description, which the archive would get.
        case description(String?)
        /// It has parts of another size than was asked for, or than can hold the file.
        case partSize(Int64)
        /// It has a part behind the end of the file, and parts cannot be removed.
        case partBehindEnd(firstByte: Int64)
    }
}

extension UploadError: CustomStringConvertible {
    /// For people.
    public var description: String {
        switch self {
        case .unreadable(let error): "\(error)"
        case .notRegular(let path): "\(path): not a regular file; its bytes can be uploaded as a stream"
        case .empty: "there are no bytes to upload: an archive has at least one"
        case .changed(let path): "\(path): changed while it was uploaded; no archive was made"
        case .replaced(let path): "\(path): replaced or removed while it was uploaded; no archive was made"
        case .invalidPartSize(let size): "no part size: \(size); it is 1 MiB times a power of two, at most 4 GiB"
        case .partSizeTooSmall(let size, let needed):
            "10,000 parts of \(Self.mebibytes(size)) are not enough; use a part size of \(Self.mebibytes(needed))"
        case .tooLarge(let size): "\(size) bytes are more than an archive can have: 10,000 parts of 4 GiB"
        case .streamTooLong(let limit, let partSize):
            "more than \(limit) bytes, which is what 10,000 parts of \(Self.mebibytes(partSize)) hold; "
                + "no archive was made: use a larger part size"
        case .uploadEnded(let id): "the upload \(id) was aborted, has expired, or was completed before"
        case .doesNotFit(let id, let misfit): "the upload \(id) cannot be continued: \(misfit)"
        case .completionUncertain(let id, let cause):
            "all was sent, but whether the archive was made is not known (\(cause)); the upload is \(id)"
        case .archiveMayExist(let cause):
            "whether the archive was made is not known (\(cause)); the vault's next inventory will tell"
        case .differs(let place, let expected, let actual):
            "\(place) has the tree hash \(actual) at the service, and \(expected) here"
        }
    }

    private static func mebibytes(_ bytes: Int64) -> String { "\(bytes >> 20) MiB" }
}

extension UploadError.Misfit: CustomStringConvertible {
    /// For people.
    public var description: String {
        switch self {
        case .description(let text): "its description is \(text.map { "\"\($0)\"" } ?? "none")"
        case .partSize(let size): "its parts have \(size >> 20) MiB"
        case .partBehindEnd(let byte): "it has a part at byte \(byte), behind the end"
        }
    }
}
