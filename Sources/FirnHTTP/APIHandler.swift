import AccessControl
import GlacierAPI
import HTTPTypes
import SigV4

/// Answers everything that comes to the API's port.
///
/// The Glacier API has a path for each operation, and none of them is `/`: what is sent there is a request of the query
/// protocol where its signature says so.
package struct APIHandler: Sendable {
    private let glacier: GlacierHandler
    private let identity: IdentityHandler

    package init(glacier: GlacierHandler, identity: IdentityHandler) {
        self.glacier = glacier
        self.identity = identity
    }

    /// Answers one request; whatever goes wrong becomes an error body.
    package func respond(to request: IncomingRequest) async -> OutgoingResponse {
        guard let service = queryService(of: request.head) else { return await glacier.respond(to: request) }
        return await identity.respond(to: request, of: service)
    }

    private func queryService(of head: HTTPRequest) -> QueryService? {
        guard head.method == .post || head.method == .get, RequestTarget(head.path ?? "").path == "/",
            let claim = try? SignatureClaim.parse(head)
        else { return nil }
        switch SignedService(rawValue: claim.scope.service) {
        case .iam: return .identities
        case .sts: return .tokens
        case .glacier, nil: return nil
        }
    }
}
