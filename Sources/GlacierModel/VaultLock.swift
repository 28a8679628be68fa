/// The lock of a vault: a policy that can never be changed or removed once the lock is completed. While the lock is
/// still in progress the policy is in force too, so that it can be tried out.
///
/// Every transition is decided here. A lock in progress whose time is over counts as none, whether or not its row is
/// still there.
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/vault-lock.html
public enum VaultLock: Hashable, Sendable {
    case unlocked
    /// Void from the moment of its expiration on.
    case inProgress(Terms, expirationDate: Timestamp)
    case locked(Terms)

    /// What stays the same from the first step to the end.
    public struct Terms: Hashable, Sendable {
        /// Shown by InitiateVaultLock alone.
        public let id: LockID
        /// The policy's text as sent.
        public let policy: String
        /// When the lock was initiated.
        public let creationDate: Timestamp

        /// Takes terms that were accepted or are read back; the policy is not judged.
        public init(id: LockID, policy: String, creationDate: Timestamp) {
            self.id = id
            self.policy = policy
            self.creationDate = creationDate
        }
    }

    /// The lock that there is at a moment.
    public func asOf(_ now: Timestamp) -> VaultLock {
        if case .inProgress(_, let expirationDate) = self, expirationDate <= now { return .unlocked }
        return self
    }

    /// The lock after InitiateVaultLock, which begins at the creation date of its terms.
    ///
    /// - Throws: `ServiceError.vaultLockInProgress`, `ServiceError.vaultLocked`
    public func initiating(
        _ terms: Terms,
        lifetime: Span,
        of vault: VaultName
    ) throws(ServiceError) -> VaultLock {
        switch asOf(terms.creationDate) {
        case .unlocked: return .inProgress(terms, expirationDate: terms.creationDate + lifetime)
        case .inProgress: throw .vaultLockInProgress(vault: vault.text)
        case .locked: throw .vaultLocked(vault: vault.text)
        }
    }

    /// The lock after CompleteVaultLock. Repeated with the right id, it changes nothing.
    ///
    /// - Parameter id: as sent: what it is worth depends on the state.
    /// - Throws: `ServiceError.lockPolicyNotSet`, `ServiceError.invalidLockID`, `ServiceError.vaultLocked`
    public func completing(
        _ id: String,
        of vault: VaultName,
        at now: Timestamp
    ) throws(ServiceError) -> VaultLock {
        let sent = try? LockID(id)
        switch asOf(now) {
        case .unlocked: throw .lockPolicyNotSet(vault: vault.text)
        case .inProgress(let terms, _):
            guard terms.id == sent else { throw .invalidLockID(id) }
            return .locked(terms)
        case .locked(let terms):
            guard terms.id == sent else { throw .vaultLocked(vault: vault.text) }
            return self
        }
    }

    /// The lock after AbortVaultLock: none, also where there was none.
    ///
    /// - Throws: `ServiceError.vaultLocked`
    public func aborting(of vault: VaultName, at now: Timestamp) throws(ServiceError) -> VaultLock {
        switch asOf(now) {
        case .unlocked, .inProgress: return .unlocked
        case .locked: throw .vaultLocked(vault: vault.text)
        }
    }
}
