import Glacier
import Glibc

extension CommandFailure {
    /// What an upload's own errors mean for whoever gave the command.
    init(_ error: UploadError) {
        let (status, hint) = Self.meaning(of: error)
        self.init(status, "\(error)".visible, hints: hint.map { [$0] } ?? [])
    }

    private static func meaning(of error: UploadError) -> (ExitStatus, hint: String?) {
        switch error {
        case .unreadable(let error) where error.errorNumber == ENOENT: (.notFound, nil)
        case .unreadable, .notRegular, .empty, .tooLarge: (.failure, nil)
        case .changed, .replaced: (.temporary, "the same command uploads it as it is then")
        case .invalidPartSize, .partSizeTooSmall: (.usage, nil)
        case .streamTooLong(_, let partSize):
            (.failure, "--part-size \(min(partSize >> 19, 4096))MiB, or --size-hint with the expected size")
        case .uploadEnded: (.notFound, "the same command begins anew")
        case .doesNotFit(let id, _): (.refused, "firn abort gives the upload \(id) up")
        case .completionUncertain: (.temporary, "the same command finds out")
        case .archiveMayExist: (.failure, "the same command may make a second archive")
        case .differs: (.damaged, nil)
        }
    }
}
