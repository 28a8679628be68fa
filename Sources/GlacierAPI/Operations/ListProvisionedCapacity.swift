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

    /// Whose.
    public typealias Call = AccountScope

    /// All units: there are no pages.
    public struct Reply: Hashable, Sendable {
        /// A unit of capacity. What was not said is nil.
        public struct Unit: Hashable, Sendable {
            /// Names the unit.
            public let capacityID: String?
            /// When it was bought.
            public let startDate: Timestamp?
            /// When it ends.
            public let expirationDate: Timestamp?
        }

        /// In the order of the document.
        public let units: [Unit]
    }

    /// Writes what `input(for:from:)` reads.
    public static func request(for call: Call) -> APIRequest {
        .get(RequestPath(call, "provisioned-capacity"))
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        var units: [Reply.Unit] = []
        for unit in try answer.document().objects("ProvisionedCapacityList") {
            units.append(
                Reply.Unit(
                    capacityID: try unit.string("CapacityId"),
                    startDate: try unit.date("StartDate"),
                    expirationDate: try unit.date("ExpirationDate")
                )
            )
        }
        return Reply(units: units)
    }
}
