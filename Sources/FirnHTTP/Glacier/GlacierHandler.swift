package import AccessControl
import TreeHash
import GlacierAPI
package import GlacierModel
import HTTPTypes
package import Logging
import NIOCore
import SigV4
package import VaultService

/// Answers the requests of the Glacier API: route, version, signature, account, permission, and then the operation.
///
/// Everything that can refuse a request refuses it before the first byte of its body is read, but where the signature
/// covers a small document's hash that only the document can tell.
package struct GlacierHandler: Sendable {
    /// The only value of `x-amz-glacier-version`.
    package static let version = "2012-06-01"

    let access: AccessControl
    let operations: Operations
    let deployment: Deployment
    private let proxies: TrustedProxies
    private let logger: Logger

    package init(
        access: AccessControl,
        operations: Operations,
        deployment: Deployment,
        proxies: TrustedProxies,
        logger: Logger
    ) {
        self.access = access
        self.proxies = proxies
        self.operations = operations
        self.deployment = deployment
        self.logger = logger
    }

    /// Bytes of a body that are hashed and sealed, where the processor has instructions for it, in about the time that
    /// going to another thread and back costs.
    private static let shortBodyBytes: Int64 = 64 << 10

    /// Answers one request; whatever goes wrong becomes an error body.
    package func respond(to request: IncomingRequest) async -> OutgoingResponse {
        var operation: OperationName?
        do {
            let target = RequestTarget(request.head.path ?? "")
            let route = try Route(method: request.head.method, target: target)
            operation = route.operation
            guard Self.computesForLong(route.operation, request.body) else {
                return try await respond(to: request, route: route, target: target)
            }
            return try await withTaskExecutorPreference(globalConcurrentExecutor) {
                try await respond(to: request, route: route, target: target)
            }
        } catch {
            return refusal(error, operation: operation, requestID: request.requestID)
        }
    }

    /// Whether a request hashes or seals much, or waits for a job: it must not keep an event loop from its other
    /// connections then.
    private static func computesForLong(_ operation: OperationName, _ body: IncomingBody) -> Bool {
        if operation.receivesArchiveBytes { return body.declaredLength.map { $0 > shortBodyBytes } ?? true }
        return operation == .completeMultipartUpload || operation == .initiateJob
    }

    /// The answer to a head that could not be parsed.
    package static func refusal(of malformed: MalformedRequest) -> OutgoingResponse {
        var response = OutgoingResponse(APIError(.badRequest, malformed.reason).response, operation: nil)
        response.closesConnection = true
        return response
    }

    /// The answer to a request that comes while the server stops.
    package static var stopping: OutgoingResponse {
        OutgoingResponse(APIError(ServiceError.unavailable).response, operation: nil)
    }

    private func respond(
        to request: IncomingRequest,
        route: Route,
        target: RequestTarget
    ) async throws -> OutgoingResponse {
        try checkVersion(request.head)
        let facts = RequestFacts(request, proxies: proxies)
        let (proved, document) = try await authenticate(request, route.operation, facts)
        let account = try access.account(named: route.account, by: proved)
        let parts = RequestParts(
            identifier: route.identifier,
            query: target.query,
            headers: request.head.headerFields,
            declaredLength: request.body.declaredLength,
            isChunked: request.body.isChunked,
            body: document
        )
        let values = ConditionValues(route.operation, identifier: route.identifier, body: document)
        return try await access.decidingAnew {
            let permit = try await access.authorise(
                route.operation,
                in: account,
                vaultName: route.vault,
                values: values,
                facts,
                for: proved
            )
            return try await dispatch(
                Call(permit: permit, account: account, vaultName: route.vault, parts: parts, body: request.body)
            )
        }
    }

    /// - Throws: `ServiceError.missingParameter`, `ServiceError.invalidParameter`
    private func checkVersion(_ head: HTTPRequest) throws(ServiceError) {
        guard let version = head.headerFields[.glacierVersion], !version.isEmpty else {
            throw .missingParameter("API version")
        }
        guard version == Self.version else { throw .invalidParameter("Invalid API version: \(version)") }
    }

    /// Proves who signed a request, and reads the body of operations that take a document.
    ///
    /// - Returns: the credentials, and the document; it is empty for uploads, whose body is compared with its signed
    ///   hash after the last byte.
    private func authenticate(
        _ request: IncomingRequest,
        _ operation: OperationName,
        _ facts: RequestFacts
    ) async throws -> (PresentedCredentials, document: [UInt8]) {
        let presented = try await access.presented(by: request.head, to: .glacier, facts)
        let prove = { payloadHash in
            try access.authenticate(presented, of: request.head, payloadHash: payloadHash, facts)
        }
        if operation.receivesArchiveBytes {
            guard let payloadHash = presented.claim.payloadHash, !payloadHash.isEmpty else {
                throw ServiceError.missingParameter(HTTPField.Name.contentSHA256.rawName)
            }
            try prove(payloadHash)
            return (presented, [])
        }
        guard let payloadHash = presented.claim.payloadHash else {
            let document = try await request.body.collected()
            try prove(Digest.sha256(document).hex)
            return (presented, document)
        }
        try prove(payloadHash)
        let document = try await request.body.collected()
        let actual = Digest.sha256(document)
        guard actual.hex == payloadHash else {
            throw ServiceError.contentHashMismatch(expected: payloadHash, actual: actual)
        }
        return (presented, document)
    }

    private func refusal(
        _ error: any Error,
        operation: OperationName?,
        requestID: String
    ) -> OutgoingResponse {
        let wire = APIError(error)
        if wire.code.type == "Server", !(error is ServiceError) {
            logger.error(
                "Request failed",
                metadata: [
                    "error": "\(error)", "operation": "\(operation?.rawValue ?? "none")",
                    "request-id": "\(requestID)",
                ]
            )
        }
        var response = OutgoingResponse(wire.response, operation: operation)
        response.closesConnection = wire.code == .requestTimeout
        response.logMetadata["error-code"] = "\(wire.code.rawValue)"
        if let denial = error as? AccessDenial { response.logMetadata["denied-by"] = "\(denial.decision.reason)" }
        // The answer's text is fixed: the operator's log says more.
        switch error as? ServiceError {
        case .invalidAccessPolicy(let reason), .invalidLockPolicy(let reason):
            response.logMetadata["reason"] = "\(reason)"
        default: break
        }
        return response
    }
}

/// A request whose caller may do what it asks for.
struct Call: Sendable {
    let permit: Permit
    let account: AccountID
    /// As sent; nil for operations of a whole account.
    let vaultName: String?
    let parts: RequestParts
    /// The bytes of an upload.
    let body: IncomingBody

    /// - Throws: `ServiceError.vaultNotFound` with the name as sent when no vault can have it, or, where a vault is to
    ///   be made, `ServiceError.invalidVaultName`.
    func vault() throws(ServiceError) -> VaultReference {
        let sent = vaultName ?? ""
        if permit.operation == .createVault {
            return VaultReference(account: account, name: try VaultName(sent))
        }
        guard let name = try? VaultName(sent) else { throw .vaultNotFound(sent) }
        return VaultReference(account: account, name: name)
    }
}

extension OutgoingResponse {
    init(_ response: APIResponse, operation: OperationName?) {
        self.init(status: response.status, headers: response.headers, operation: operation?.rawValue)
        switch response.body {
        case .none, .stream: break
        case .json(let document):
            headers[.contentType] = "application/json"
            body = .bytes(ByteBuffer(bytes: document))
        }
    }
}
