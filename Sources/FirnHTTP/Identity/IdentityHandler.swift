package import AccessControl
import GlacierAPI
package import GlacierModel
import HTTPTypes
import IdentityAPI
package import IdentityService
package import Logging
import NIOCore
import SigV4
import TreeHash

/// The services that speak the query protocol.
package enum QueryService: Hashable, Sendable {
    /// Users, groups, roles and their policies.
    case identities
    /// Temporary credentials.
    case tokens

    var signed: SignedService {
        switch self {
        case .identities: .iam
        case .tokens: .sts
        }
    }

    var namespace: String {
        switch self {
        case .identities: QueryDocument.identityNamespace
        case .tokens: QueryDocument.tokenNamespace
        }
    }
}

/// Answers the requests of the query protocol: a form in the body or the query of `/`, answered in XML.
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
    package func respond(to request: IncomingRequest, of service: QueryService) async -> OutgoingResponse {
        var operation: String?
        do {
            let facts = RequestFacts(request, proxies: proxies)
            let (caller, body) = try await authenticate(request, service.signed, facts)
            let form = try form(of: request.head, body)
            switch service {
            case .identities:
                let name = try IdentityOperationName(of: form)
                operation = name.rawValue
                let read = IdentityRequest(name, form, account: caller.account, caller: caller.callingIdentity)
                return try await dispatch(
                    IdentityCall(request: read, caller: caller, facts: facts, requestID: request.requestID)
                )
            case .tokens:
                let name = try TokenOperationName(of: form)
                operation = name.rawValue
                let read = TokenRequest(name, form)
                return try await dispatch(
                    TokenCall(request: read, caller: caller, facts: facts, requestID: request.requestID)
                )
            }
        } catch {
            return refusal(error, service, operation: operation, requestID: request.requestID)
        }
    }

    /// The form: in the query of a GET, in the body of a POST. A query beside a body is refused, because what signs a
    /// POST need not cover it.
    private func form(of head: HTTPRequest, _ body: [UInt8]) throws(QueryFormError) -> QueryForm {
        let inQuery = try QueryForm(query: RequestTarget(head.path ?? "").rawQuery)
        if head.method == .get { return inQuery }
        guard inQuery.names.isEmpty else { throw .inQueryAndBody }
        return try QueryForm(body)
    }

    /// Proves who signed a request, and reads its body.
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
        try access.authenticate(presented, of: request.head, payloadHash: actual.hex, facts)
        return (try await access.caller(of: presented), body)
    }

    /// The answer to a request that failed, also before its operation or its sender was known.
    private func refusal(
        _ error: any Error,
        _ service: QueryService,
        operation: String?,
        requestID: String
    ) -> OutgoingResponse {
        let wire = QueryError(identity: error)
        if !wire.isSendersFault {
            logger.error(
                "Request failed",
                metadata: [
                    "error": "\(error)", "operation": "\(operation ?? "none")",
                    "request-id": "\(requestID)",
                ]
            )
        }
        var response = OutgoingResponse(
            status: HTTPResponse.Status(code: wire.status),
            document: QueryDocument.error(
                wire,
                namespace: service.namespace,
                requestID: requestID
            ),
            operation: operation
        )
        response.logMetadata["error-code"] = "\(wire.code)"
        if let denial = error as? IdentityDenial { response.logMetadata["denied-by"] = "\(denial.decision.reason)" }
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
            operation: request.operation.rawValue
        )
    }

    /// As `answer`, for operations that compute for long: they must not keep an event loop from its other connections.
    func answerAside<Operation: IdentityContract>(
        _ contract: Operation.Type,
        _ call: IdentityCall,
        _ perform: (Authorised<Operation.Input>) async throws -> Operation.Output
    ) async throws -> OutgoingResponse {
        try await withTaskExecutorPreference(globalConcurrentExecutor) { try await answer(contract, call, perform) }
    }

    /// Reads the input of an operation on temporary credentials, does it, and writes the answer.
    ///
    /// - Parameter perform: asks first whether the caller may do that.
    func answer<Operation: TokenContract>(
        _ contract: Operation.Type,
        _ call: TokenCall,
        _ perform: (Operation.Input) async throws -> Operation.Output
    ) async throws -> OutgoingResponse {
        var request = call.request
        let input = try contract.input(from: &request)
        try request.requireAllRead()
        let output = try await perform(input)
        return OutgoingResponse(
            status: .ok,
            document: QueryDocument.answer(
                to: request.operation.rawValue,
                namespace: QueryDocument.tokenNamespace,
                requestID: call.requestID,
                result: { contract.write(output, to: &$0) }
            ),
            operation: request.operation.rawValue
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

/// A request for temporary credentials whose sender is known.
struct TokenCall: Sendable {
    let request: TokenRequest
    let caller: Caller
    let facts: RequestFacts
    let requestID: String
}

extension OutgoingResponse {
    fileprivate init(status: HTTPResponse.Status, document: [UInt8], operation: String?) {
        self.init(
            status: status,
            headers: [.contentType: "text/xml"],
            body: .bytes(ByteBuffer(bytes: document)),
            operation: operation
        )
    }
}
