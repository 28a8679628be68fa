public import GlacierAPI
public import GlacierModel

extension GlacierClient {
    /// Sets how much an account may retrieve.
    public func setDataRetrievalPolicy(
        _ policy: DataRetrievalPolicy,
        of account: AccountScope = .own
    ) async throws {
        try await perform(
            SetDataRetrievalPolicy.self,
            SetDataRetrievalPolicy.Call(policy: policy, account: account)
        )
    }

    /// Shows how much an account may retrieve.
    public func getDataRetrievalPolicy(
        of account: AccountScope = .own
    ) async throws -> GetDataRetrievalPolicy.Reply {
        try await perform(GetDataRetrievalPolicy.self, account)
    }

    /// Lists the account's units of provisioned capacity.
    public func listProvisionedCapacity(
        of account: AccountScope = .own
    ) async throws -> [ListProvisionedCapacity.Reply.Unit] {
        try await perform(ListProvisionedCapacity.self, account).units
    }

    /// Buys a unit of provisioned capacity. The request is not repeated where nobody knows whether it arrived: it might
    /// buy another.
    public func purchaseProvisionedCapacity(
        of account: AccountScope = .own
    ) async throws -> PurchaseProvisionedCapacity.Reply {
        try await perform(PurchaseProvisionedCapacity.self, account)
    }
}
