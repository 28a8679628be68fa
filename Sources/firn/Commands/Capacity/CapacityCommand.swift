import ArgumentParser
import Glacier
import GlacierModel
import JSONText

/// `firn capacity`: provisioned capacity for expedited retrievals.
struct CapacityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capacity",
        abstract: "List and purchase provisioned capacity for expedited retrievals.",
        subcommands: [CapacityList.self, CapacityPurchase.self]
    )
}

/// `firn capacity list`
struct CapacityList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the account's units of capacity.",
        usage: "firn capacity list [<options>]"
    )

    @OptionGroup var target: AccountTarget

    func run() async throws {
        let units = try await target.withAccount { try await $0.listProvisionedCapacity(of: $1) }
        var table = TextTable([TextTable.Column("ID"), TextTable.Column("STARTED"), TextTable.Column("EXPIRES")])
        for unit in units {
            let moments = [unit.startDate, unit.expirationDate].map { $0.map { "\(HumanTime($0))" } }
            table.add([unit.capacityID] + moments)
        }
        var document = JSONObject()
        document.add("ProvisionedCapacityList", units.map(\.document))
        target.output.show(document) { terminal in
            target.output.quiet
                ? units.map { $0.capacityID?.visible ?? "-" }.joined(separator: "\n") : table.text(for: terminal)
        }
    }
}

extension ListProvisionedCapacity.Reply.Unit {
    /// With the keys of ListProvisionedCapacity.
    fileprivate var document: JSONObject {
        var document = JSONObject()
        document.add("CapacityId", capacityID)
        document.add("ExpirationDate", expirationDate?.millisecondsText)
        document.add("StartDate", startDate?.millisecondsText)
        return document
    }
}

/// `firn capacity purchase`
struct CapacityPurchase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purchase",
        abstract: "Purchase a unit of capacity for a month. AWS charges for it.",
        usage: "firn capacity purchase [--yes] [<options>]",
        discussion: "A purchase cannot be taken back. Two units are the most that an account has."
    )

    @OptionGroup var target: AccountTarget
    @OptionGroup var confirmation: ConfirmationOptions

    func run() async throws {
        let unit = try await target.withAccount { client, account in
            try confirmation.confirm(
                "Purchase a unit of capacity from \(client.endpoint.authority) for a month? At AWS it costs money, and "
                    + "cannot be taken back."
            )
            do {
                return try await client.purchaseProvisionedCapacity(of: account)
            } catch let error as TransportError where error.fate == .unknown {
                // To say that the same command may be given again would buy another one.
                throw CommandFailure(
                    .failure,
                    "no answer came: nobody knows whether the unit is bought",
                    hints: ["`firn capacity list` shows what is there"]
                )
            }
        }
        var document = JSONObject()
        document.add("capacityId", unit.capacityID)
        target.output.show(document) { _ in
            (target.output.quiet ? "" : "capacity id  ") + unit.capacityID.visible
        }
    }
}
