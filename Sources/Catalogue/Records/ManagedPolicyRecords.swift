import GlacierModel
import SQLDatabase

extension Catalogue {
    /// A policy of the program, or one that the account has made: those of other accounts cannot be used.
    ///
    /// - Throws: `IdentityError.policyNotFound`
    func requirePolicy(_ arn: PolicyARN, in account: AccountID, _ tx: any SQLTransaction) throws {
        if deployment.builtInPolicy(arn) != nil { return }
        _ = try requirePolicyKey(of: arn, in: account, tx)
    }

    /// - Throws: `IdentityError.policyNotFound` also for a policy of the program.
    func requirePolicyKey(of arn: PolicyARN, in account: AccountID, _ tx: any SQLTransaction) throws -> Int64 {
        let key = try tx.first(
            "SELECT policy_key FROM managed_policies WHERE arn = $1 AND account_id = $2",
            [.text(arn.text), .text(account.text)]
        ) { row in try row.integer(0) }
        guard let key else { throw IdentityError.policyNotFound(arn) }
        return key
    }
}
