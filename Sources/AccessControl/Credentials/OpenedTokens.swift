import AccessPolicy
import GlacierModel
import Synchronization

/// A session token that was opened, with its policy read.
struct OpenedToken: Sendable {
    let claims: SessionClaims
    let bounds: SessionBounds

    /// - Throws: `UnreadablePolicy`
    init(_ claims: SessionClaims) throws {
        self.claims = claims
        bounds = SessionBounds(
            issued: claims.issued,
            policy: try claims.sessionPolicy.map { try NamedPolicy(named: "session policy", $0, as: .identity) }
        )
    }
}

/// Session tokens that were opened lately: a client sends the same one with every request.
///
/// A token says the same for ever, so what is kept needs no version. Whether its time is over, and whether there still
/// is whom it names, is asked of every request. Only tokens that were issued here take up memory, and of those a
/// bounded number.
final class OpenedTokens: Sendable {
    /// Beyond it all are forgotten. A token of the longest session policy has about 6 kB, so all are 6 MB at most, and
    /// the policies that were read a few times that.
    private static let capacity = 1000

    /// By the bytes of the token: texts are also equal when they only look the same.
    private let opened = Mutex<[[UInt8]: OpenedToken]>([:])
    private let sealing: CredentialSealing

    init(_ sealing: CredentialSealing) { self.sealing = sealing }

    /// - Throws: `CredentialSealingError` for a token that was not issued here with this access key's id.
    func open(_ token: String, accessKeyID: String) throws -> OpenedToken {
        let bytes = Array(token.utf8)
        if let known = opened.withLock({ $0[bytes] }) {
            guard known.claims.accessKeyID == accessKeyID else { throw CredentialSealingError() }
            return known
        }
        let new = try OpenedToken(try sealing.claims(of: token, accessKeyID: accessKeyID))
        opened.withLock { opened in
            if opened.count >= Self.capacity { opened.removeAll(keepingCapacity: true) }
            opened[bytes] = new
        }
        return new
    }

    /// Forgets a token whose time is over.
    func forget(_ token: String) { opened.withLock { $0[Array(token.utf8)] = nil } }
}
