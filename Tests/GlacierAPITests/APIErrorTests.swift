import GlacierAPI
import HTTPTypes
import Testing

@Suite("Error bodies")
struct APIErrorTests {
    @Test(
        "a code has its status and type",
        arguments: [
            (.accessDenied, "AccessDeniedException", 403, "Client"), (.badRequest, "BadRequest", 400, "Client"),
            (.expiredToken, "ExpiredTokenException", 403, "Client"),
            (.incompleteSignature, "IncompleteSignatureException", 400, "Client"),
            (.insufficientCapacity, "InsufficientCapacityException", 503, "Server"),
            (.invalidParameterValue, "InvalidParameterValueException", 400, "Client"),
            (.invalidSignature, "InvalidSignatureException", 403, "Client"),
            (.limitExceeded, "LimitExceededException", 400, "Client"),
            (.missingAuthenticationToken, "MissingAuthenticationTokenException", 400, "Client"),
            (.missingParameterValue, "MissingParameterValueException", 400, "Client"),
            (.policyEnforced, "PolicyEnforcedException", 400, "Client"),
            (.requestTimeout, "RequestTimeoutException", 408, "Client"),
            (.resourceNotFound, "ResourceNotFoundException", 404, "Client"),
            (.serialization, "SerializationException", 400, "Client"),
            (.serviceUnavailable, "ServiceUnavailableException", 500, "Server"),
            (.throttling, "ThrottlingException", 400, "Client"),
            (.unrecognizedClient, "UnrecognizedClientException", 400, "Client"),
        ] as [(ErrorCode, String, Int, String)]
    )
    func writes(_ code: ErrorCode, _ word: String, _ status: Int, _ type: String) {
        let response = APIError(code, "The \"message\".").response
        #expect(response.statusCode == status)
        #expect(response.document == #"{"code":"\#(word)","message":"The \"message\".","type":"\#(type)"}"#)
        #expect(response.headerLines == [])
    }

    @Test("no code is left out of the table above")
    func isComplete() {
        #expect(ErrorCode.allCases.count == 17)
    }

    @Test("a status of its own does not change the body")
    func takesOtherStatus() {
        let response = APIError(.serviceUnavailable, "m", status: .serviceUnavailable).response
        #expect(response.statusCode == 503)
        #expect(response.document == #"{"code":"ServiceUnavailableException","message":"m","type":"Server"}"#)
    }
}
