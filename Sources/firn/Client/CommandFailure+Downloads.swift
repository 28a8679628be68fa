import Glacier

extension CommandFailure {
    /// What a download's own errors mean for whoever gave the command.
    init(_ error: DownloadError) {
        let (status, hint) = Self.meaning(of: error)
        self.init(status, "\(error)", hints: hint.map { [$0] } ?? [])
    }

    private static func meaning(of error: DownloadError) -> (ExitStatus, hint: String?) {
        switch error {
        case .archiveNotFound, .jobNotFound: (.notFound, nil)
        case .jobOfSomethingElse: (.failure, "`firn jobs` says what a job retrieves")
        case .jobFailed: (.failure, "the same command starts another job")
        case .jobInProgress: (.notReady, "the same command without --no-wait waits for it")
        case .jobsForgotten: (.temporary, "the same command starts another job, and goes on with what is there")
        case .fileExists: (.refused, "give --force to replace it")
        case .notRegular: (.refused, nil)
        case .busy: (.temporary, nil)
        case .cannotWrite where error.isOutOfSpace:
            (.failure, "what was fetched is kept: make room, and the same command goes on")
        case .cannotWrite: (.failure, nil)
        case .wrongBytes: (.damaged, "what was right is kept: the same command goes on with it")
        case .wrongArchive: (.damaged, nil)
        case .unprovable: (.refused, "give --unverified to take the bytes as they come")
        }
    }
}
