import Glacier
import GlacierModel

extension CommandFailure {
    /// What an error means for whoever gave the command; nil for one that is not the client's, as one of the parser of
    /// the command line.
    ///
    /// - Parameter target: where requests went; nil where none was sent.
    init?(_ error: any Error, at target: RequestTarget?) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as GlacierError: self.init(error, at: target)
        case let error as TransportError: self.init(TransportCause(error), at: target)
        case let error as ConfigurationError: self.init(error)
        case let error as DownloadError: self.init(error)
        case let error as UploadError: self.init(error)
        case let error as InvalidEndpoint:
            self.init(
                .configuration,
                "\(error.text) is no endpoint, or no name of a region",
                hints: ["an endpoint is written as http://127.0.0.1:8410 or https://glacier.us-east-1.amazonaws.com"]
            )
        case let error as UnsendableCall: self.init(.usage, "\(error)")
        case let error as UnreadableAnswer:
            self.init(
                .failure,
                "\(error)",
                hints: target.map { ["is \($0.endpoint) a service that speaks the Amazon S3 Glacier API?"] } ?? []
            )
        case let error as PayloadError: self.init(.failure, "\(error)")
        case let error as LocalCatalogueError: self.init(.failure, "\(error)", hints: ["--catalogue names another one"])
        case let error as InventoryError: self.init(.damaged, "\(error)")
        case is CancellationError: self.init(.interrupted, "interrupted")
        default: return nil
        }
    }

    private init(_ error: ConfigurationError) {
        let status: ExitStatus =
            switch error.code {
            case .unreachable: .temporary
            case .refused, .expired: .accessDenied
            case .malformedFile, .unknownProfile, .incomplete, .invalidSetting, .unsupportedSetting, .sourceCycle,
                .noRegion, .noCredentials:
                .configuration
            }
        let hints: [String] =
            switch error.code {
            case .noRegion:
                ["give --region, set AWS_REGION, or run `firn configure`; a Firn is in us-east-1 by default"]
            case .noCredentials: ["run `firn configure`, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"]
            case .unknownProfile: ["`firn configure --profile NAME` makes a profile"]
            case .malformedFile, .incomplete, .invalidSetting, .unsupportedSetting, .sourceCycle, .refused,
                .unreachable, .expired:
                []
            }
        self.init(status, "\(error)", hints: hints)
    }
}

extension CommandFailure {
    fileprivate init(_ error: GlacierError, at target: RequestTarget?) {
        let said = error.message.isEmpty ? "HTTP status \(error.status)" : error.message
        let id = error.requestID.map { " (request id \($0))" } ?? ""
        self.init(
            Self.status(of: error),
            "\(error.code): \(said)\(id)".visible,
            hints: target.map { Self.hints(error, $0) } ?? []
        )
    }

    private static func status(of error: GlacierError) -> ExitStatus {
        switch error.knownCode {
        case .resourceNotFound: return .notFound
        case .limitExceeded, .policyEnforced: return .refused
        case .accessDenied where isAboutLock(error): return .refused
        case .insufficientCapacity, .throttling, .requestTimeout, .serviceUnavailable: return .temporary
        case .accessDenied, .expiredToken, .incompleteSignature, .invalidSignature, .missingAuthenticationToken,
            .unrecognizedClient:
            return .accessDenied
        case .invalidParameterValue where isAboutState(error.operation): return .refused
        case .badRequest, .invalidParameterValue, .missingParameterValue, .serialization: return .failure
        case nil: break
        }
        if error.verdict != .final { return .temporary }
        return switch error.status {
        case 401, 403: .accessDenied
        case 404: .notFound
        case 409: .refused
        default: .failure
        }
    }

    /// Operations that have nothing in their requests, beside the vault, that could be wrong in itself: a parameter
    /// that is said to be invalid is a vault that is not empty, or has a lock or none.
    private static func isAboutState(_ operation: OperationName) -> Bool {
        [.deleteVault, .abortVaultLock].contains(operation)
    }

    /// A lock in progress, or in force, is told with the code of permissions that are missing; only those are told with
    /// the action that is missing.
    private static func isAboutLock(_ error: GlacierError) -> Bool {
        [.initiateVaultLock, .completeVaultLock, .abortVaultLock].contains(error.operation)
            && !error.message.contains("not authorized")
    }

    private static func hints(_ error: GlacierError, _ target: RequestTarget) -> [String] {
        var hints: [String] = []
        if error.mayComeOfClockSkew, let difference = ClockDifference(target.clockLead) {
            hints.append(difference.sentence)
        }
        if error.message.lowercased().contains("scoped to a valid region") {
            hints.append("requests to \(target.endpoint) were signed for \(target.region); give another with --region")
        }
        switch error.knownCode {
        case .unrecognizedClient, .invalidSignature:
            hints.append("\(target.endpoint) was asked; `firn configure list` shows which credentials are used")
        case .expiredToken: hints.append("get new temporary credentials")
        default: break
        }
        return hints
    }
}

/// How far two clocks are apart, for people.
struct ClockDifference {
    /// This machine's clock and the service's, in a sentence without a full stop.
    let sentence: String

    /// - Parameter lead: how far the service's clock is ahead of this machine's; nil comes of less than a minute, which
    ///   no service minds.
    init?(_ lead: Duration) {
        guard abs(lead.milliseconds) >= Span.minutes(1).milliseconds else { return nil }
        let span = HumanDuration(.milliseconds(abs(lead.milliseconds)))
        sentence = "this machine's clock is \(span) \(lead < .zero ? "ahead of" : "behind") the service's"
    }
}
