import ArgumentParser
import Foundation
import Glacier
import JSONText

/// `firn configure list`
struct ConfigureList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what commands go by, and where each setting comes from.",
        usage: "firn configure list [<options>]",
        discussion: """
            Nobody is asked: what a role, a program or a machine gives out is listed by its place alone. Of keys the \
            last four letters are shown, and of secrets nothing. With --quiet the names of all profiles are printed, \
            one on each line.
            """
    )

    @OptionGroup var target: AccountTarget

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment, connection = target.connection
        if target.output.quiet {
            let names = try ConfigurationReport.profileNames(environment: environment)
            var document = JSONObject()
            document.add("Profiles", names)
            return target.output.show(document) { _ in names.joined(separator: "\n") }
        }
        let report = try ConfigurationReport(
            environment: environment,
            profile: connection.profile,
            region: connection.region,
            endpoint: connection.endpoint
        )
        var table = TextTable([TextTable.Column("NAME"), TextTable.Column("VALUE"), TextTable.Column("FROM")])
        for entry in report.entries {
            let place = [entry.place, entry.problem].compactMap(\.self).joined(separator: ": ")
            table.add([entry.name, entry.value ?? "not set", place.isEmpty ? nil : place])
        }
        var document = JSONObject()
        document.add("Settings", report.entries.map(\.document))
        target.output.show(document) { table.text(for: $0) }
    }
}

extension ConfigurationReport.Entry {
    fileprivate var document: JSONObject {
        var document = JSONObject()
        document.add("From", place)
        document.add("Name", name)
        document.add("Problem", problem)
        document.add("Value", value)
        return document
    }
}
