import GlacierAPI

/// Why an attempt brought no answer that can be returned.
enum FailedAttempt {
    /// The service answered an error.
    case answered(GlacierError)
    /// No answer came.
    case broken(TransportError)

    /// What the caller is told in the end.
    var error: any Error {
        switch self {
        case .answered(let error): error
        case .broken(let error): error
        }
    }

    /// Whether the request may be sent again: either nothing can have been done, or doing it twice does no harm.
    func mayBeRepeated(_ repetition: Repetition) -> Bool {
        switch self {
        case .answered(let error):
            switch error.verdict {
            case .refusedForNow: true
            case .uncertain: repetition == .harmless
            case .final: false
            }
        case .broken(let error):
            switch error.fate {
            case .notSent: true
            case .unknown: repetition == .harmless
            }
        }
    }
}
