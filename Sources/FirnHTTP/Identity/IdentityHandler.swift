package import AccessControl
package import GlacierModel
import HTTPTypes
import IdentityAPI
package import IdentityService
package import Logging
import NIOCore
import SigV4
import TreeHash

/// Answers the requests of the identity API: `POST /` with a form, answered in XML.
package struct IdentityHandler: Sendable {
    let access: AccessControl
    let operations: IdentityOperations
    private let deployment: Deployment
    private let proxies: TrustedProxies
    private let logger: Logger

    package init(
        access: AccessControl,
        operations: IdentityOperations,
        deployment: Deployment,
        proxies: TrustedProxies,
        logger: Logger
    ) {
        self.access = access
        self.operations = operations
        self.deployment = deployment
        self.proxies = proxies
        self.logger = logger
    }

    /// Answers one request; whatever goes wrong becomes an error body.
    ///
    /// - Parameter service: the one that the signature names.
    package func respond(to request: IncomingRequest, of service: SignedService) async -> OutgoingResponse {
        var operation: IdentityOperationName?
        do {
            let facts = RequestFacts(request, proxies: proxies)
            let (caller, body) = try await authenticate(request, service, facts)
            let form = try QueryForm(body)
            let name = try IdentityOperationName(of: form)
            operation = name
            let call = IdentityCall(
                request: IdentityRequest(name, form, account: caller.account, caller: caller.callingIdentity),
                caller: caller,
                facts: facts,
                requestID: request.requestID
            )
            return try await dispatch(call)
        } catch {
            return refusal(error, operation: operation, requestID: request.requestID)
        }
    }

    /// Proves who signed a request, and reads its form.
    private func authenticate(
        _ request: IncomingRequest,
        _ service: SignedService,
        _ facts: RequestFacts
    ) async throws -> (Caller, body: [UInt8]) {
        let presented = try await access.presented(by: request.head, to: service, facts)
        let body = try await request.body.collected()
        let actual = Digest.sha256(body)
        if let claimed = presented.claim.payloadHash, claimed != actual.hex {
            throw ServiceError.contentHashMismatch(expected: claimed, actual: actual)
        }
        return (try access.authenticate(presented, of: request.head, payloadHash: actual.hex, facts), body)
    }

    /// The answer to a request that failed, also before its operation or its sender was known.
    private func refusal(        _ error: any Error,
        operation: IdentityOperationName?,
        requestID: String
    ) -> OutgoingResponse {
        let wire = QueryError(identity: error)
        if !wire.isSendersFault {
            logger.error(
                "Request failed",
                metadata: [
                    "error": "\(error)", "operation": "\(operation?.rawValue ?? "none")",
                    "request-id": "\(requestID)",
                ]
            )
        }
        var response = OutgoingResponse(
            status: HTTPResponse.Status(code: wire.status),
            document: QueryDocument.error(
                wire,
                namespace: QueryDocument.identityNamespace,
                requestID: requestID
            ),
            operation: operation
        )
        response.logMetadata["error-code"] = "\(wire.code)"
        return response
    }

    /// Reads an operation's input, asks whether the caller may do that, does it, and writes the answer.
    func answer<Operation: IdentityContract>(
        _ contract: Operation.Type,
        _ call: IdentityCall,
        _ perform: (Authorised<Operation.Input>) async throws -> Operation.Output
    ) async throws -> OutgoingResponse {
        var request = call.request
        let input = try contract.input(from: &request)
        try request.requireAllRead()
        let output = try await perform(try await access.authorise(contract, input, call.facts, for: call.caller))
        let place = IdentityPlace(deployment: deployment, account: call.caller.account)
        let result = { (xml: inout XMLWriter) in contract.write(output, to: &xml, place) }
        return OutgoingResponse(
            status: .ok,
            document: QueryDocument.answer(
                to: request.operation.rawValue,
                namespace: QueryDocument.identityNamespace,
                requestID: call.requestID,
                result: contract.hasResult ? result : nil
            ),
            operation: request.operation
        )
    }
}

/// A request of the identity API whose sender is known.
struct IdentityCall: Sendable {
    let request: IdentityRequest
    let caller: Caller
    let facts: RequestFacts
    let requestID: String
}

extension OutgoingResponse {
    fileprivate init(status: HTTPResponse.Status, document: [UInt8], operation: IdentityOperationName?) {
        self.init(
            status: status,
            headers: [.contentType: "text/xml"],
            body: .bytes(ByteBuffer(bytes: document)),
            operation: operation?.rawValue
        )
    }
}
