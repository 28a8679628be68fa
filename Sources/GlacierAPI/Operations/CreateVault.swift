public import GlacierModel
import HTTPTypes

/// `PUT /{account}/vaults/{vault}` → 201
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-vault-put.html
public enum CreateVault: Contract {
    /// Which vault is to be there.
    public struct Input: Sendable {
        /// The caller's own account, and a name that may be taken already.
        public let vault: VaultReference
    }

    /// The vault that is there now, whether it is new or not.
    public struct Output: Sendable {
        /// As in the input: its path is the `Location`.
        public let vault: VaultReference

        /// Takes a vault that is in the catalogue.
        public init(vault: VaultReference) { self.vault = vault }
    }

    /// In policies `glacier:CreateVault`.
    public static let operation = OperationName.createVault

    /// Reads the path alone.
    public static func input(for target: VaultReference, from request: RequestParts) -> Input {
        Input(vault: target)
    }

    /// `Location`, a path with the real account id.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        .made(.created, [.location: output.vault.path])
    }

    /// The vault.
    public typealias Call = VaultAddress

    /// Where the vault is.
    public struct Reply: Hashable, Sendable {
        /// The vault's path; nil when the service did not say.
        public let location: String?
    }

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        .put(try RequestPath(call))
    }

    /// Reads what `response(to:deployment:)` writes.
    public static func reply(from answer: APIAnswer) -> Reply {
        Reply(location: answer.headers[.location])
    }
}
