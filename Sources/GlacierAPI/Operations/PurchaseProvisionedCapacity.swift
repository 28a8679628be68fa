public import GlacierModel
import HTTPTypes

/// `POST /{account}/provisioned-capacity` → 201
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-PurchaseProvisionedCapacity.html
public enum PurchaseProvisionedCapacity: Contract {
    /// Who buys a unit.
    public struct Input: Sendable {
        /// The caller's own: no policy opens this operation to another account.
        public let account: AccountID
    }

    /// The unit that was bought.
    public struct Output: Sendable {
        /// New: a repeated request buys another unit.
        public let capacityID: CapacityID

        /// Takes a unit that is in the catalogue.
        public init(capacityID: CapacityID) { self.capacityID = capacityID }
    }

    /// In policies `glacier:PurchaseProvisionedCapacity`.
    public static let operation = OperationName.purchaseProvisionedCapacity

    /// Reads the path alone.
    public static func input(for target: AccountID, from request: RequestParts) -> Input {
        Input(account: target)
    }

    /// `x-amz-capacity-id`.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        .made(.created, [.capacityID: output.capacityID.text])
    }

    /// Whose.
    public typealias Call = AccountScope

    /// The unit that was bought.
    public struct Reply: Hashable, Sendable {
        /// Names the unit.
        public let capacityID: String
    }

    /// Writes what `input(for:from:)` reads.
    public static func request(for call: Call) -> APIRequest {
        .post(RequestPath(call, "provisioned-capacity"))
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        Reply(capacityID: try answer.requiredHeader(.capacityID))
    }
}
