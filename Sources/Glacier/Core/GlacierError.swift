public import GlacierAPI
import HTTPTypes
import JSONText

/// An error that the service answered.
public struct GlacierError: Error, Hashable, Sendable {
    /// What programs act on, as `ResourceNotFoundException`. Words that are not known are kept.
    public let code: String
    /// For people; empty when the service said nothing.
    public let message: String
    /// `Client`, `Server` or `Unknown`; nil when the service did not say.
    public let type: String?
    /// The HTTP status.
    public let status: Int
    /// What the service's operator finds the request by; nil when the service did not say.
    public let requestID: String?
    /// What was asked for.
    public let operation: OperationName

    /// Takes an error as it was answered.
    public init(
        code: String,
        message: String,
        type: String?,
        status: Int,
        requestID: String?,
        operation: OperationName
    ) {
        self.code = code
        self.message = message
        self.type = type
        self.status = status
        self.requestID = requestID
        self.operation = operation
    }

    /// The code where it is one that is known.
    public var knownCode: ErrorCode? { ErrorCode(rawValue: code) }
}

extension GlacierError: CustomStringConvertible {
    /// All of it, for people and logs.
    public var description: String {
        let id = requestID.map { ", request \($0)" } ?? ""
        return "\(operation.rawValue): \(code) (\(status)\(id)): \(message)"
    }
}

extension GlacierError {
    /// Reads an answer whose status says failure.
    ///
    /// Where the body is no document of an error, as that of a proxy, the status stands for the code, as in botocore.
    init(_ answer: APIAnswer, of operation: OperationName) {
        var members: [String: JSONValue] = [:]
        if case .object(let object)? = JSONValue(parsing: answer.body) { members = object }
        let header = HTTPField.Name("x-amzn-ErrorType").flatMap { answer.headers[$0] }
        let code = header ?? Self.text(members, ["code", "Code", "__type"])
        self.init(
            code: code.flatMap(Self.name) ?? String(answer.status.code),
            message: Self.text(members, ["message", "Message"]) ?? "",
            type: Self.text(members, ["type", "Type"]),
            status: answer.status.code,
            requestID: answer.headers[.requestID],
            operation: operation
        )
    }

    private static func text(_ members: [String: JSONValue], _ keys: [String]) -> String? {
        for key in keys {
            if case .string(let text)? = members[key] { return text }
        }
        return nil
    }

    /// The name without a namespace before it and an address behind it.
    private static func name(_ code: String) -> String? {
        let name = code.prefix { $0 != ":" }.split(separator: "#").last.map(String.init)
        return name?.isEmpty == true ? nil : name
    }
}

extension GlacierError {
    /// What an error says of the request's fate, for whoever thinks of repeating it.
    public enum Verdict: Hashable, Sendable {
        /// Nothing was done, and the same request may be taken later.
        case refusedForNow
        /// Nobody knows whether anything was done.
        case uncertain
        /// The same request would be refused again.
        case final
    }

    /// Whether it makes sense to send the same request again, and whether that does no harm.
    public var verdict: Verdict {
        if Self.throttling.contains(code) || status == 429 { return .refusedForNow }
        if knownCode == .insufficientCapacity { return .final }
        return [500, 502, 503, 504].contains(status) ? .uncertain : .final
    }

    /// Whether the service's clock and the one that signed may disagree.
    public var mayComeOfClockSkew: Bool { Self.clockCodes.contains(code) }

    private static let throttling: Set<String> = [
        "ThrottlingException", "Throttling", "ThrottledException", "RequestThrottled", "RequestThrottledException",
        "TooManyRequestsException", "RequestLimitExceeded", "SlowDown", "PriorRequestNotComplete",
        // The body did not arrive in time: nothing of it is kept.
        "RequestTimeoutException", "RequestTimeout",
    ]

    private static let clockCodes: Set<String> = [
        "InvalidSignatureException", "SignatureDoesNotMatch", "RequestTimeTooSkewed", "RequestExpired",
        "RequestInTheFuture", "AuthFailure",
    ]
}
