package import GlacierModel
import SigV4
import Synchronization

/// When stored access keys were last used, gathered in memory and written from time to time.
package final class AccessKeyUses: Sendable {
    /// Keys remembered between two writings; what comes beyond is not noted.
    private static let capacity = 10_000

    private let pending = Mutex<[String: AccessKeyRecord.LastUse]>([:])

    package init() {}

    func note(_ presented: PresentedCredentials, at now: Timestamp) {
        guard case .stored = presented.origin else { return }
        let id = presented.claim.accessKeyID
        pending.withLock { pending in
            guard pending.count < Self.capacity || pending[id] != nil else { return }
            pending[id] = AccessKeyRecord.LastUse(
                date: now,
                region: presented.claim.scope.region,
                service: presented.service.rawValue
            )
        }
    }

    /// Takes what was gathered since the last time.
    package func take() -> [String: AccessKeyRecord.LastUse] {
        pending.withLock { pending in
            let taken = pending
            pending = [:]
            return taken
        }
    }
}
