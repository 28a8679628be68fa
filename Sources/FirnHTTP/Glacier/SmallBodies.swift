import AccessControl
import GlacierModel
import NIOCore

extension IncomingBody {
    /// The whole body of a request that carries a small document.
    ///
    /// - Throws: `ServiceError.bodyTooLarge` before more than the limit is in memory, and before anything is read when
    ///   the announced length says so already.
    func collected() async throws -> [UInt8] {
        let limit = Limits.jsonBodyBytes
        if let length = declaredLength, length > Int64(limit) { throw ServiceError.bodyTooLarge(limit: limit) }
        var document: [UInt8] = []
        for try await chunk in self {
            guard document.count + chunk.readableBytes <= limit else {
                throw ServiceError.bodyTooLarge(limit: limit)
            }
            document.append(contentsOf: chunk.readableBytesView)
        }
        return document
    }
}

extension RequestFacts {
    /// What there is to know of a request that has just arrived.
    init(_ request: IncomingRequest, proxies: TrustedProxies) {
        self.init(
            head: request.head,
            peer: request.remoteAddress?.ipAddress,
            isSecure: request.isSecure,
            proxies: proxies
        )
    }
}
