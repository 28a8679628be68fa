package import AccessPolicy
import Catalogue
import GlacierAPI
import GlacierModel

/// What is set on one vault and takes part in decisions, read once for as long as no rule changes.
final class VaultRules: Sendable {
    /// The lock's policy counts from the moment it is initiated until the lock expires or is aborted, and for ever once
    /// the lock is completed.
    private let lock: VaultLock
    private let lockPolicy: NamedPolicy?
    /// One that cannot be read is an error for all but those who can replace it.
    private let accessPolicy: Result<NamedPolicy, UnreadablePolicy>?
    let tags: TagSet

    /// - Throws: `UnreadablePolicy`
    init(_ stored: StoredVaultAccess, vaultARN: String) throws {
        let kind = PolicyKind.resource(.vault(arn: vaultARN))
        lock = stored.lock
        tags = stored.tags
        accessPolicy = stored.accessPolicy.map { text in
            Result { () throws(UnreadablePolicy) in
                try NamedPolicy(named: "vault access policy of \(vaultARN)", text, as: kind)
            }
        }
        lockPolicy = try stored.lock.policy.map {
            try NamedPolicy(named: "vault lock policy of \(vaultARN)", $0, as: kind)
        }
    }

    /// The policies that count for an operation at a moment.
    ///
    /// - Parameter isEscape: whether it is the owner's root who looks at or changes the access policy, which cannot
    ///   lock it out of that. A lock policy knows no exception.
    /// - Throws: `UnreadablePolicy`
    func policies(at now: Timestamp, isEscape: Bool) throws(UnreadablePolicy) -> [NamedPolicy] {
        var policies: [NamedPolicy] = []
        if let accessPolicy, !isEscape { policies.append(try accessPolicy.get()) }
        if let lockPolicy, lock.asOf(now).policy != nil { policies.append(lockPolicy) }
        return policies
    }
}

extension ResourcePolicyRules {
    /// What policies of a vault may say.
    package static func vault(arn: String) -> ResourcePolicyRules {
        ResourcePolicyRules(
            service: AccessControl.service,
            grantableActions: OperationName.allCases.filter(\.canBeGrantedByVaults).map(\.rawValue),
            otherActions: OperationName.allCases.filter { !$0.canBeGrantedByVaults }.map(\.rawValue),
            resource: arn
        )
    }
}

extension VaultLock {
    /// The text of its policy, in progress or locked.
    var policy: String? {
        switch self {
        case .unlocked: nil
        case .inProgress(let terms, _), .locked(let terms): terms.policy
        }
    }
}
