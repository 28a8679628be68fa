import GlacierModel
import Testing

@Suite("Vault locks")
struct VaultLockTests {
    private static let start = Timestamp(seconds: 1000), end = Timestamp(seconds: 1000) + .hours(24)
    private static let last = Timestamp(milliseconds: end.milliseconds - 1)
    private static let id = "AAAAAAAAAAAAAAAAAAAAAAA0", other = "AAAAAAAAAAAAAAAAAAAAAAA1"
    private let vault: VaultName
    private let terms: VaultLock.Terms
    private let inProgress: VaultLock
    private let locked: VaultLock

    init() throws {
        vault = try VaultName("v")
        terms = VaultLock.Terms(id: try LockID(Self.id), policy: "{}", creationDate: Self.start)
        inProgress = .inProgress(terms, expirationDate: Self.end)
        locked = .locked(terms)
    }

    /// Terms of another lock that begins at a moment.
    private func others(at moment: Timestamp) throws -> VaultLock.Terms {
        VaultLock.Terms(id: try LockID(Self.other), policy: "{\"a\":1}", creationDate: moment)
    }

    @Test("a lock in progress is void from its expiration on, a completed one never")
    func expires() {
        #expect(inProgress.asOf(Self.last) == inProgress)
        #expect(inProgress.asOf(Self.end) == .unlocked)
        #expect(locked.asOf(Timestamp(milliseconds: .max)) == locked)
        #expect(VaultLock.unlocked.asOf(Self.start) == .unlocked)
    }

    @Test("initiating makes a lock in progress that expires after its lifetime")
    func initiates() throws {
        #expect(try VaultLock.unlocked.initiating(terms, lifetime: .hours(24), of: vault) == inProgress)
        let late = try others(at: Self.end)
        let second = VaultLock.inProgress(late, expirationDate: Self.end + .hours(24))
        #expect(try inProgress.initiating(late, lifetime: .hours(24), of: vault) == second)
    }

    @Test("initiating is refused while there is a lock, in either state")
    func refusesInitiating() {
        #expect(throws: ServiceError.vaultLockInProgress(vault: "v")) {
            try inProgress.initiating(others(at: Self.last), lifetime: .hours(24), of: vault)
        }
        #expect(throws: ServiceError.vaultLocked(vault: "v")) {
            try locked.initiating(others(at: Self.end), lifetime: .hours(24), of: vault)
        }
    }

    @Test("completing with the right id locks, and again changes nothing")
    func completes() throws {
        #expect(try inProgress.completing(Self.id, of: vault, at: Self.last) == locked)
        #expect(try locked.completing(Self.id, of: vault, at: Self.end) == locked)
    }

    @Test("which error a wrong id is depends on the state", arguments: ["", "x", other, other + "0", "ä"])
    func refusesCompleting(_ id: String) {
        #expect(throws: ServiceError.lockPolicyNotSet(vault: "v")) {
            try VaultLock.unlocked.completing(id, of: vault, at: Self.start)
        }
        #expect(throws: ServiceError.invalidLockID(id)) { try inProgress.completing(id, of: vault, at: Self.last) }
        #expect(throws: ServiceError.vaultLocked(vault: "v")) { try locked.completing(id, of: vault, at: Self.last) }
    }

    @Test("the id of an expired lock is void")
    func refusesExpired() {
        #expect(throws: ServiceError.lockPolicyNotSet(vault: "v")) {
            try inProgress.completing(Self.id, of: vault, at: Self.end)
        }
    }

    @Test("aborting leaves no lock, but for a completed one")
    func aborts() throws {
        #expect(try VaultLock.unlocked.aborting(of: vault, at: Self.start) == .unlocked)
        #expect(try inProgress.aborting(of: vault, at: Self.last) == .unlocked)
        #expect(try inProgress.aborting(of: vault, at: Self.end) == .unlocked)
        #expect(throws: ServiceError.vaultLocked(vault: "v")) { try locked.aborting(of: vault, at: Self.end) }
    }
}
