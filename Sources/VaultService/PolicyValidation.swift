import GlacierModel
import JSONText

/// Judges the text of a policy that is to be set on a vault.
struct PolicyValidation {
    private let refusal: ServiceError

    /// Of SetVaultAccessPolicy.
    static let accessPolicy = PolicyValidation(refusal: .invalidAccessPolicy)
    /// Of InitiateVaultLock.
    static let lockPolicy = PolicyValidation(refusal: .invalidLockPolicy)

    /// Whether the text may be set: at most 20,480 bytes, and one JSON object without a key that comes twice.
    ///
    /// - Parameter vaultARN: of the vault that the policy is for.
    /// - Throws: `ServiceError.invalidAccessPolicy` or `ServiceError.invalidLockPolicy`
    func validate(text: String, vaultARN: String) throws(ServiceError) {
        guard text.utf8.count <= Limits.policyBytes,
            case .object? = JSONValue(parsing: Array(text.utf8), duplicateKeys: .refused)
        else { throw refusal }
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
