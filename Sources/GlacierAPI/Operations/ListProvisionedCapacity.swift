public import GlacierModel
import JSONText

/// `GET /{account}/provisioned-capacity` → 200
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-ListProvisionedCapacity.html
public enum ListProvisionedCapacity: Contract {
    /// Whose capacity is listed.
    public struct Input: Sendable {
        /// The caller's own: no policy opens this operation to another account.
        public let account: AccountID
    }

    /// All units that have not expired: there are no pages.
    public struct Output: Sendable {
        /// The one that was bought first comes first.
        public let units: [ProvisionedCapacityUnit]

        /// Takes units that are in order.
        public init(units: [ProvisionedCapacityUnit]) { self.units = units }
    }

    /// In policies `glacier:ListProvisionedCapacity`.
    public static let operation = OperationName.listProvisionedCapacity

    /// Reads the path alone.
    public static func input(for target: AccountID, from request: RequestParts) -> Input {
        Input(account: target)
    }

    /// `ProvisionedCapacityList`.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        var json = JSONObject()
        json.add("ProvisionedCapacityList", output.units.map(document))
        return .document(json)
    }

    private static func document(_ unit: ProvisionedCapacityUnit) -> JSONObject {
        var json = JSONObject()
        json.add("CapacityId", unit.id.text)
        json.add("ExpirationDate", unit.expirationDate.millisecondsText)
        json.add("StartDate", unit.startDate.millisecondsText)
        return json
    }
}
