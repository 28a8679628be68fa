import AccessControl
import AccessPolicy
import GlacierModel

/// Judges the text of a policy that is to be set on a vault.
struct PolicyValidation {
    private let refusal: @Sendable (_ reason: String) -> ServiceError

    /// Of SetVaultAccessPolicy.
    static let accessPolicy = PolicyValidation { .invalidAccessPolicy(reason: $0) }
    /// Of InitiateVaultLock.
    static let lockPolicy = PolicyValidation { .invalidLockPolicy(reason: $0) }

    private init(_ refusal: @escaping @Sendable (_ reason: String) -> ServiceError) { self.refusal = refusal }

    /// Whether the text is a policy document that a vault can have: nothing in it is unknown or malformed, its actions
    /// can be granted by a vault, and its resources can be this vault.
    ///
    /// - Parameter vaultARN: of the vault that the policy is for.
    /// - Throws: `ServiceError.invalidAccessPolicy` or `ServiceError.invalidLockPolicy`, with the place of the mistake.
    func validate(text: String, vaultARN: String) throws(ServiceError) {
        do {
            _ = try PolicyDocument(
                parsing: text,
                as: .resource(.vault(arn: vaultARN)),
                maximumBytes: Limits.policyBytes
            )
        } catch {
            throw refusal("\(error)")
        }
    }
}

extension Operations {
    /// Judges a policy before it is stored. Where it is wrong, a vault that does not exist is the graver error.
    func validate(_ policy: String, _ validation: PolicyValidation, for vault: VaultReference) async throws {
        do {
            try validation.validate(text: policy, vaultARN: deployment.arn(of: vault))
        } catch {
            try await requireVault(vault)
            throw error
        }
    }
}
