public import HTTPTypes
import JSONText

/// The codes of error bodies, each with its status and type.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-error-responses.html
public enum ErrorCode: String, Hashable, Sendable, CaseIterable {
    case accessDenied = "AccessDeniedException"
    case badRequest = "BadRequest"
    case expiredToken = "ExpiredTokenException"
    case incompleteSignature = "IncompleteSignatureException"
    case insufficientCapacity = "InsufficientCapacityException"
    case invalidParameterValue = "InvalidParameterValueException"
    case invalidSignature = "InvalidSignatureException"
    case limitExceeded = "LimitExceededException"
    case missingAuthenticationToken = "MissingAuthenticationTokenException"
    case missingParameterValue = "MissingParameterValueException"
    case policyEnforced = "PolicyEnforcedException"
    case requestTimeout = "RequestTimeoutException"
    case resourceNotFound = "ResourceNotFoundException"
    case serialization = "SerializationException"
    case serviceUnavailable = "ServiceUnavailableException"
    case throttling = "ThrottlingException"
    case unrecognizedClient = "UnrecognizedClientException"

    /// What the code is sent with, unless the error says otherwise.
    public var status: HTTPResponse.Status {
        switch self {
        case .accessDenied, .expiredToken, .invalidSignature: .forbidden
        case .resourceNotFound: .notFound
        case .requestTimeout: .requestTimeout
        case .serviceUnavailable: .internalServerError
        case .insufficientCapacity: .serviceUnavailable
        case .badRequest, .incompleteSignature, .invalidParameterValue, .limitExceeded, .missingAuthenticationToken,
            .missingParameterValue, .policyEnforced, .serialization, .throttling, .unrecognizedClient:
            .badRequest
        }
    }

    /// The `type` of the error body.
    public var type: String {
        switch self {
        case .insufficientCapacity, .serviceUnavailable: "Server"
        case .accessDenied, .badRequest, .expiredToken, .incompleteSignature, .invalidParameterValue,
            .invalidSignature, .limitExceeded, .missingAuthenticationToken, .missingParameterValue, .policyEnforced,
            .requestTimeout, .resourceNotFound, .serialization, .throttling, .unrecognizedClient:
            "Client"
        }
    }
}

/// An error as the wire shows it: always the three keys `code`, `message` and `type`.
public struct APIError: Error, Hashable, Sendable {
    /// What clients act on.
    public let code: ErrorCode
    /// For people, though some clients match on its words.
    public let message: String
    /// The code's own, unless another was given.
    public let status: HTTPResponse.Status

    /// - Parameter status: where it differs from the code's own, as 503 while the server stops.
    public init(_ code: ErrorCode, _ message: String, status: HTTPResponse.Status? = nil) {
        self.code = code
        self.message = message
        self.status = status ?? code.status
    }

    /// The error as an answer: a status and the document, without headers.
    public var response: APIResponse {
        var body = JSONObject()
        body.add("code", code.rawValue)
        body.add("message", message)
        body.add("type", code.type)
        return APIResponse(status: status, body: .json(body.bytes))
    }
}
