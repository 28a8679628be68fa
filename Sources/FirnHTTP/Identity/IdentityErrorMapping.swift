import AccessControl
import GlacierModel
import IdentityAPI
import SigV4
import TreeHash

/// The one place that turns what went wrong with a request of the identity API into statuses, codes and texts.
extension QueryError {
    init(identity error: any Error) {
        switch error {
        case let error as IdentityError: self.init(error)
        case let denial as IdentityDenial: self.init(denial.error)
        case let error as TokenError: self.init(error)
        case let error as SimulationError: self.init(error)
        case let error as QueryFormError: self.init(IdentityError.malformedForm(error.message))
        case let error as SignatureError: self.init(signature: error)
        case AuthenticationError.unknownKey:
            self.init(403, "InvalidClientTokenId", "The security token included in the request is invalid.")
        case AuthenticationError.expiredToken:
            self.init(403, "ExpiredToken", "The security token included in the request is expired")
        case AuthenticationError.throttled: self.init(400, "Throttling", "Rate exceeded")
        case IncomingBodyError.timedOut: self.init(400, "RequestTimeout", "The request body did not arrive in time.")
        case IncomingBodyError.malformed, IncomingBodyError.connectionLost:
            self.init(IdentityError.malformedForm("The request body is not complete."))
        case ServiceError.bodyTooLarge(let limit):
            self.init(413, "RequestEntityTooLarge", "The request body is longer than \(limit) bytes.")
        case ServiceError.contentHashMismatch(let expected, let actual):
            self.init(signature: .payloadMismatch(computed: actual.hex, declared: expected))
        case is CancellationError, ServiceError.unavailable:
            self.init(503, "ServiceUnavailable", "The service is temporarily unavailable. Try again.")
        default: self.init(500, "ServiceFailure", "Internal error")
        }
    }

    private init(signature error: SignatureError) {
        switch error.code {
        case .missingAuthenticationToken: self.init(403, "MissingAuthenticationToken", error.message)
        case .incompleteSignature: self.init(400, "IncompleteSignature", error.message)
        case .invalidSignature: self.init(403, "SignatureDoesNotMatch", error.message)
        }
    }
}
