public import GlacierModel

/// `POST /{account}/vaults/{vault}/lock-policy/{lockId}` → 204
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-CompleteVaultLock.html
public enum CompleteVaultLock: Contract {
    /// Which vault is locked for ever.
    public struct Input: Sendable {
        /// The vault of the path; it must exist.
        public let vault: VaultReference
        /// As sent: which error a wrong one is depends on the state of the lock.
        public let lockID: String
    }

    /// In policies `glacier:CompleteVaultLock`.
    public static let operation = OperationName.completeVaultLock

    /// Reads the path alone.
    public static func input(for target: VaultReference, from request: RequestParts) -> Input {
        Input(vault: target, lockID: request.identifier)
    }

    /// No headers of its own, no body.
    public static func response(to output: Void, deployment: Deployment) -> APIResponse { .nothing() }

    /// Which lock becomes final.
    public struct Call: Hashable, Sendable {
        /// The vault.
        public var vault: VaultAddress
        /// As InitiateVaultLock named it.
        public var lockID: String

        /// Takes anything that can be sent: the service judges it.
        public init(vault: VaultAddress, lockID: String) {
            self.vault = vault
            self.lockID = lockID
        }
    }

    /// Success says nothing more.
    public typealias Reply = Void

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        .post(try RequestPath(call.vault, "lock-policy").item(call.lockID, named: "lockId"))
    }
}
